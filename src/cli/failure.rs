//! How a command fails.

use crate::foundation::config::BadSetting;

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// It was asked for in a way that cannot work: exit status 2.
    Usage(String),
    /// It was tried and failed: exit status 1.
    Failed(String),
}

impl From<BadSetting> for Failure {
    fn from(setting: BadSetting) -> Self {
        Self::Usage(setting.to_string())
    }
}
