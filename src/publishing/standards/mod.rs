//! The service standard that a body sets itself: the working days for publishing what the Specified Information Order requires.
//! Part 2 of the Order's Schedule sets times for some paragraphs. Its text for paragraphs 5 and 7A to 7C could not be obtained, so
//! these times are a setting of the body, and so is that of the copies under the Police Act 1996 s.55(6), which names none. The
//! register of overdue publications (`reporting::owed`) counts against them.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
