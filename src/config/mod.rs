//! Settings: from flags, then the environment, then a TOML file, then what is sensible; checked before anything starts.

mod flags;
mod settings;

pub use flags::{Flags, ServeFlags};
pub use settings::{BadSetting, LogFormat, Settings, Source};
