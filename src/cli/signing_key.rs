//! `answerable signing-key`.

use clap::Args;

use super::failure::Failure;
use super::operator::require_current;
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

/// Prints the public half of the signing key, by which everybody can check the publication log.
pub fn run(flags: &SigningKeyFlags) -> Result<(), Failure> {
    let settings = flags.signing.settings(&flags.shared)?;
    // A key that nothing was signed with yet is nobody's to be told.
    if !settings.signing.given {
        require_current(&settings.database)?;
    }
    println!("{}", signer(&settings)?.verifier().note_key());
    Ok(())
}

/// The signing key of the settings; beside an embedded database it is made at first use. On PostgreSQL it has to be named:
/// processes that made one each would sign the same log with different keys.
pub fn signer(settings: &Settings) -> Result<Signer, Failure> {
    let [flag, variable] = [SIGNING_KEY_FILE.flag, SIGNING_KEY_FILE.variable];
    if matches!(settings.database.url, DatabaseUrl::Postgres(_)) && !settings.signing.given {
        return Err(Failure::Usage(format!(
            "--{flag} or {variable}: no key for the publication log, and on PostgreSQL it is not made for you because every process \
             needs the same; make one with `answerable key new FILE`"
        )));
    }
    let wrong = |error: file::KeyFileError| Failure::Usage(format!("--{}: {error}", SIGNING_KEY_FILE.flag));
    settings.signing.open().map_err(wrong)
}
