//! JSON files written by people: read strictly, with every fault at its line, column and JSON Pointer.

pub mod fault;
pub mod locate;
pub mod read;
