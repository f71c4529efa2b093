//! Topics: subjects followed across meetings, such as digital forensics. They have no state; the body manages them and
//! everybody in the area sees them.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
