//! `answerable public rebuild`.

use clap::Subcommand;

use super::failure::Failure;
use super::operator;
use crate::foundation::config::Flags;
use crate::public::projection;

#[derive(Debug, Subcommand)]
pub enum PublicCommand {
    /// Make anew what the public lists show, from the publication log alone: all of it or nothing
    Rebuild(Flags),
}

/// Runs the command.
pub fn run(command: &PublicCommand) -> Result<(), Failure> {
    let PublicCommand::Rebuild(flags) = command;
    let done = operator::write(flags, projection::rebuild)?;
    let documents = done.map_err(|error| Failure::Failed(operator::explained(&error)))?;
    println!("made anew from {documents} documents of the publication log; restart the instances that are running");
    Ok(())
}
