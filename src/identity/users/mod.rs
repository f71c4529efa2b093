//! Users: people and machines that sign in. Each side manages its own accounts.
//!
//! ```text
//! active -> deactivated -> active
//! ```

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod secrets;
pub mod store;
