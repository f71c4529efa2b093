//! Attached files, and the records that cite them.
//!
//! A file belongs to the side that uploaded it, and only that side sees it, until it is cited by a record that others see: then
//! whoever sees the record sees the file. It never changes. Its side may delete it while nothing cites it.
//!
//! The file itself is in the file store (`crate::foundation::file_store`); its row is written once the file is whole, and goes before the file
//! does. Between the two, `stray_files` has a note of it, so that whatever happens in between is cleared away.

pub mod acts;
pub mod api;
pub mod citations;
pub mod cited;
pub mod container;
pub mod model;
pub mod rules;
pub mod sniff;
pub mod store;
pub mod strays;
pub mod upload;
