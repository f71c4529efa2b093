//! What a check is given.

use super::state::State;
use crate::signing::Verifier;

/// What to check with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The key of the log, when the caller knows it.
    pub key: Option<Verifier>,
    /// What was seen before.
    pub state: Option<State>,
}
