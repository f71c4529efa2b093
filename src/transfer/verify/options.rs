//! What a check is given.

use std::time::Duration;

use super::state::State;
use crate::foundation::signing::Verifier;

/// What to check with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The key of the log, when the caller knows it.
    pub key: Option<Verifier>,
    /// What was seen before.
    pub state: Option<State>,
    /// How long to wait before what was found is looked at again.
    pub pause: Duration,
}

/// Longer than one process of a service may be behind another, which is a second.
pub const PAUSE: Duration = Duration::from_millis(1500);

impl Default for Options {
    fn default() -> Self {
        Self { key: None, state: None, pause: PAUSE }
    }
}
