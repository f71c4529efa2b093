//! `answerable signing-key`.

use clap::Args;

use super::failure::Failure;
use super::operator::require_current;
use super::out::say;
use crate::foundation::config::{Flags, SIGNING_KEY_FILE, Settings, SigningFlags};
use crate::foundation::db::DatabaseUrl;
use crate::foundation::signing::{Signer, file};

#[derive(Debug, Args)]
pub struct SigningKeyFlags {
    #[command(flatten)]
    shared: Flags,
    #[command(flatten)]
    signing: SigningFlags,
}

/// Prints the public half of the signing key, with which anybody can verify the publication log.
pub fn run(flags: &SigningKeyFlags) -> Result<(), Failure> {
    let settings = flags.signing.settings(&flags.shared)?;
    // A new key that has signed nothing yet is not printed.
    if !settings.signing.given {
        require_current(&settings.database)?;
    }
    say!("{}", signer(&settings)?.verifier().note_key());
    Ok(())
}

/// Returns the signing key of the settings. Beside an embedded database it is created at first use. On PostgreSQL it must be
/// configured: processes that each created one would sign the same log with different keys.
pub fn signer(settings: &Settings) -> Result<Signer, Failure> {
    let [flag, variable] = [SIGNING_KEY_FILE.flag, SIGNING_KEY_FILE.variable];
    if matches!(settings.database.url, DatabaseUrl::Postgres(_)) && !settings.signing.given {
        return Err(Failure::Usage(format!(
            "--{flag} or {variable}: no key for the publication log. On PostgreSQL it is not created automatically, because every \
             process needs the same key; make one with `answerable key new FILE`"
        )));
    }
    let wrong = |error: file::KeyFileError| Failure::Usage(format!("--{}: {error}", SIGNING_KEY_FILE.flag));
    settings.signing.open().map_err(wrong)
}
