//! `answerable public rebuild`.

use clap::Subcommand;

use super::failure::Failure;
use super::operator;
use super::out::say;
use crate::foundation::config::Flags;
use crate::public::projection;

#[derive(Debug, Subcommand)]
pub enum PublicCommand {
    /// Rebuild the public lists from the publication log, all or nothing
    Rebuild(Flags),
}

/// Runs the command.
pub fn run(command: &PublicCommand) -> Result<(), Failure> {
    let PublicCommand::Rebuild(flags) = command;
    let done = operator::write(flags, projection::rebuild)?;
    let documents = done.map_err(|error| Failure::Failed(operator::explained(&error)))?;
    say!("rebuilt the public lists from {documents} documents of the publication log; restart the running instances");
    Ok(())
}
