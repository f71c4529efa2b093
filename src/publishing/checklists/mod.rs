//! The check list of a body for the manner of publication (SI 2011/3050, Schedule, Part 3, which SI 2021/547 inserted). Of that Part
//! one requirement is confirmed, from the guidance of the Home Office of 1 June 2021: the information of paragraphs 7A to 7C stands
//! in a prominent place on the website of the body. The service cannot see that website, so the office says what it found.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
