//! `answerable key new`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::out::say;
use crate::foundation::actor::keys::new_pem;

#[derive(Debug, Subcommand)]
pub enum KeyCommand {
    /// Create a signing key in a new file that only its owner can read
    New(NewFlags),
}

#[derive(Debug, Args)]
pub struct NewFlags {
    /// Path of the new file; an existing file is never overwritten
    file: PathBuf,
}

/// Runs the command.
pub fn run(command: &KeyCommand) -> Result<(), Failure> {
    let KeyCommand::New(NewFlags { file }) = command;
    let pem = new_pem().map_err(|error| Failure::Failed(error.to_string()))?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut out| out.write_all(pem.as_bytes()).and_then(|()| out.sync_all()));
    written.map_err(|error| {
        let what = if error.kind() == std::io::ErrorKind::AlreadyExists {
            "the file exists already, and a key is never overwritten: choose another name".to_owned()
        } else {
            error.to_string()
        };
        Failure::Failed(format!("{}: {what}", file.display()))
    })?;
    say!("wrote a new signing key to {}", file.display());
    Ok(())
}
