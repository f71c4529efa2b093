//! Reports from outside and their recommendations: a set that may be known by its counts alone.
//!
//! ```text
//! draft -> recorded
//! ```
//! The body's office drafts a set and records it; from then on everybody in the area sees it. The facts that its deadlines and
//! progress depend on are corrected by the PCC only, with the reason. The chief constable comments on a report in their own
//! words.
//!
//! An inspection report starts the clock of section 55 of the Police Act 1996: see [`rules::last_lawful_day`].

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod state;
pub mod store;
pub mod view;
