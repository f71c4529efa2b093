//! `answerable area add`.

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::operator;
use super::out::say;
use crate::foundation::actor::Role;
use crate::foundation::config::Flags;
use crate::foundation::validate::Check;
use crate::record::planning::areas;
use crate::record::planning::areas::model::AddArea;

#[derive(Debug, Subcommand)]
pub enum AreaCommand {
    /// Add a police area
    Add(AddFlags),
}

#[derive(Debug, Args)]
pub struct AddFlags {
    #[command(flatten)]
    shared: Flags,
    /// Slug of the area in addresses, such as west-mercia
    #[arg(long)]
    slug: String,
    /// Two to six capital letters that begin every reference, such as WM
    #[arg(long)]
    code: String,
    /// Name of the area, such as "West Mercia"
    #[arg(long)]
    name: String,
    /// Name of the force, such as "West Mercia Police"
    #[arg(long)]
    force_name: String,
}

/// Runs the command.
pub fn run(command: &AreaCommand) -> Result<(), Failure> {
    let AreaCommand::Add(flags) = command;
    let input = AddArea {
        slug: flags.slug.clone(),
        code: flags.code.clone(),
        name: flags.name.clone(),
        force_name: flags.force_name.clone(),
    };
    let input = input.parse().map_err(|error| Failure::Usage(operator::explained(&error)))?;
    let area = operator::act(&flags.shared, &flags.slug, Role::Pcc, move |tx| areas::acts::add(tx, &input))?;
    say!("added the area {} ({})", area.slug, area.code);
    Ok(())
}
