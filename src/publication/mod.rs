//! What is published: the document of an edition, what is withheld from it, and the log it is added to.
//!
//! A [`record`] is read out of the slices as the public would see it, [`redact`] takes out what is withheld, [`lint`] says what an
//! approver should know of it, [`document`] is the whole as it is served, hashed and kept, and [`log`] is the append-only list of
//! all documents.

pub mod capacity;
pub mod document;
pub mod lint;
pub mod log;
pub mod reasons;
pub mod record;
pub mod redact;
