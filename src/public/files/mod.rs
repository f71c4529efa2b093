//! Files that are published with the record: named in the document of an edition by their SHA-256, and open to everybody while one
//! edition that names them is not withdrawn.
//!
//! [`named`] finds the files in a document. [`projection`] notes them in the transaction that adds it, and takes them back with its
//! withdrawal; the note stays, so that the address goes on saying that there was something. [`api`] sends the bytes from the file
//! store, under the id of the attachment that the document names, through [`downloads`]: a bounded number at a time.

pub mod api;
pub mod downloads;
mod model;
pub mod named;
pub mod projection;
pub mod store;
