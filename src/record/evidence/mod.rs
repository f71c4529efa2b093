//! The evidence of the record: measures, their data points, and attached files.

pub mod attachments;
pub mod data_points;
pub mod measures;
