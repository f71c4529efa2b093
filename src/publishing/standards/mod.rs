//! The service standard that a body sets itself: within how many working days it publishes what the Specified Information Order
//! asks for. The Order names no days; the register of what is owed (`reports::owed`) counts against these.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
