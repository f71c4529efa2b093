//! How far the reading of tables has come: what shows that a table is read no faster than its reader takes it.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::foundation::config::Settings;
use crate::http::features::Feature;

/// Pages of a table that wait for their reader. One more is held by who reads them.
pub const AHEAD: usize = 2;

/// How many pages of tables were read to be sent.
#[derive(Debug, Default)]
pub struct Pace(AtomicU64);

impl Feature for Pace {
    fn start(_: &Settings) -> Self {
        Self::default()
    }
}

impl Pace {
    /// Counts one more.
    pub fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// How many there were.
    pub fn pages(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}
