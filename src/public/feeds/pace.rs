//! Counts pages read from tables, to show that a table is read no faster than its reader takes it.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::foundation::config::Settings;
use crate::http::features::Feature;

/// The number of pages of a table that wait for their reader. The producer holds one more.
pub const AHEAD: usize = 2;

/// The number of pages of tables read for sending.
#[derive(Debug, Default)]
pub struct Pace(AtomicU64);

impl Feature for Pace {
    fn start(_: &Settings) -> Self {
        Self::default()
    }
}

impl Pace {
    /// Counts one more page.
    pub fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns the count.
    pub fn pages(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}
