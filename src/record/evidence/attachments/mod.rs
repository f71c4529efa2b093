//! Attached files, and their citations by records.
//!
//! A file belongs to the side that uploaded it, and only that side sees it, until a record that others see cites it: then
//! everybody who sees the record sees the file. It never changes. Its side may delete it while nothing cites it and no published
//! edition names it.
//!
//! A citation says whether the file is published with the record. What an edition has published is in `public::files`.
//!
//! The file itself is in the file store (`crate::foundation::file_store`); its row is written once the file is complete, and
//! deleted before the file is. In between, `stray_files` has a note of it, so that it is removed whatever happens.

pub mod acts;
pub mod api;
pub mod citations;
pub mod cited;
pub mod container;
pub mod model;
pub mod published;
pub mod rules;
pub mod sniff;
pub mod store;
pub mod strays;
pub mod upload;
