//! The ways a command can fail.

use crate::foundation::config::BadSetting;

/// The reason a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The command line or a setting is wrong: exit status 2.
    Usage(String),
    /// The command ran and failed: exit status 1.
    Failed(String),
}

impl From<BadSetting> for Failure {
    fn from(setting: BadSetting) -> Self {
        Self::Usage(setting.to_string())
    }
}
