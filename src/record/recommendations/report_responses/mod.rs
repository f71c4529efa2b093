//! The body's response to a report from outside.
//!
//! ```text
//! draft -> completed
//! ```
//! The office drafts it, and only the body knows of the draft. The PCC completes it, which is refused until every
//! recommendation has the action taken or proposed or the reason for none, from whom the report asks for it. For an inspection
//! report this is the duty of section 55 of the Police Act 1996, with its 56 days; afterwards copies of what was published go to
//! the inspectors and the Secretary of State, and are noted here. It is a record of its own, not part of the set: the version of
//! the set, which the force sees, would reveal every draft.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
