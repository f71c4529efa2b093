//! The service standard that a body sets itself: the working days for publishing what the Specified Information Order requires.
//! Part 2 of the Order's Schedule sets times for some paragraphs. Its text for paragraph 5 could not be obtained, so these
//! times are a setting of the body, and the register of overdue publications (`reports::owed`) counts against them.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
