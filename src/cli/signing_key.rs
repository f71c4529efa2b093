//! `answerable signing-key`.

use clap::Args;

use super::failure::Failure;
use crate::config::{Flags, SIGNING_KEY_FILE, Settings, SigningFlags};
use crate::signing::{Signer, file};

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
    println!("{}", signer(&settings)?.verifier().note_key());
    Ok(())
}

/// The signing key of the settings; beside an embedded database it is made at first use.
pub fn signer(settings: &Settings) -> Result<Signer, Failure> {
    let wrong = |error: file::KeyFileError| Failure::Usage(format!("--{}: {error}", SIGNING_KEY_FILE.flag));
    settings.signing.open().map_err(wrong)
}
