//! What a body has published elsewhere than in this service: the office says which duty was met, when and at which address. It
//! satisfies the register of what is owed as an edition does.
//!
//! ```text
//! stands -> taken_back        (with the reason)
//! ```

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
