//! Feeds, calendars, tables and the catalogue: what was published, in the forms that programs follow by themselves.
//!
//! Everything here is made of the publication log and its projections. [`entry`] is the one model of both feeds; [`projection`]
//! writes it, and the events of the calendar, in the transaction of each publication. Tables are [`rows`] read page by page and
//! sent through a bounded channel ([`stream`]), so that a file of any size takes the same memory.

pub mod api;
mod atom;
mod calendar;
mod catalogue;
pub(crate) mod columns;
mod csvw;
pub(crate) mod entry;
mod event;
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
