//! Rating scales: the words a body rates with, in its own order, each standing for one of the common codes, so that bodies
//! with other words can be read side by side.
//!
//! A scale is everybody's to read in its area and the body's to write, until a rating has used it: then its words are fixed.

pub mod acts;
pub mod api;
pub mod model;
pub mod rules;
pub mod store;
