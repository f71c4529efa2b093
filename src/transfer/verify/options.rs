//! The options of a check.

use std::time::Duration;

use super::state::State;
use crate::foundation::signing::Verifier;

/// The options of a check.
#[derive(Debug, Clone)]
pub struct Options {
    /// Key of the log, if the caller has it.
    pub key: Option<Verifier>,
    /// State from the previous check.
    pub state: Option<State>,
    /// Pause before faults are checked again.
    pub pause: Duration,
    /// True to read the bytes of every file of a service; those of an archive are always read.
    pub files: bool,
}

/// Longer than the maximum delay between processes of a service, which is a second.
pub const PAUSE: Duration = Duration::from_millis(1500);

impl Default for Options {
    fn default() -> Self {
        Self { key: None, state: None, pause: PAUSE, files: false }
    }
}
