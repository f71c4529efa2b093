//! Feeds, calendars, tables and the catalogue: the published record in formats for other programs.
//!
//! Everything here is built from the publication log and its projections. [`entry`] is the common model of both feeds;
//! [`projection`] writes it, and the events of the calendar, in the transaction of each publication. Tables are [`rows`] read
//! page by page and sent through a bounded channel ([`stream`]), so that memory use does not depend on their size.

pub mod api;
mod atom;
mod calendar;
mod catalogue;
pub(crate) mod columns;
mod csvw;
mod dcat;
pub(crate) mod entry;
mod event;
pub(crate) mod formats;
pub(crate) mod history;
pub mod ics;
pub(crate) mod json_feed;
mod manifest;
mod media;
pub mod pace;
pub mod projection;
mod query;
pub(crate) mod rows;
pub mod store;
mod stream;
pub mod sums;
pub(crate) mod tables;
