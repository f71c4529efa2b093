//! Settings: from flags, then the environment, then a TOML file, then defaults. All are checked before anything starts.

mod flags;
mod settings;
mod sources;

#[cfg(test)]
mod tests;

pub use flags::{Flags, LogFlags, ServeFlags, SigningFlags};
pub use settings::{CorsOrigins, LogFormat, Settings};
pub use sources::{
    ATTACHMENT_STORE, BadSetting, CONFIG, DATABASE_URL, LISTEN, PUBLIC_URL, SIGNING_KEY_FILE, SIGNING_KEYS, Sources,
    WEBHOOKS_ALLOW_LOOPBACK,
};
