//! What a body owes of itself: the information about its force under paragraphs 7A to 7C of the Schedule to SI 2011/3050.

pub mod rules;
