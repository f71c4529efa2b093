//! Reports: counts and times over many records, each in a folder of its own. They read what their caller may see, and write
//! nothing.

pub mod answers;
