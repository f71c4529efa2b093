//! The command line: `answerable serve | migrate | import | user | area | holidays | public | key | signing-key | verify | export |
//! export-record | handover | openapi | record-schema | health | demo`.

mod area;
mod background;
mod demo;
mod demo_publication;
mod export;
mod export_record;
mod failure;
mod handover;
mod health;
mod holidays;
mod import;
mod key;
mod logging;
mod migrate;
mod number;
mod operator;
mod out;
mod password;
mod progress;
mod public;
mod serve;
mod server;
mod signing_key;
mod user;
mod verify;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use self::failure::Failure;
use crate::service::openapi;
use crate::transfer::export_record::schema;

/// The record of how a police force is held to account, as a service over HTTP.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try it: an example record on an embedded database, with a ready-made token for each role
    Demo(demo::DemoFlags),
    /// Serve the API
    Serve(Box<crate::foundation::config::ServeFlags>),
    /// Migrate the database to the schema of this version
    Migrate(crate::foundation::config::Flags),
    /// Load a record file or a handover, all or nothing
    Import(import::ImportFlags),
    /// Manage accounts as the operator
    #[command(subcommand)]
    User(user::UserCommand),
    /// Manage police areas
    #[command(subcommand)]
    Area(area::AreaCommand),
    /// Manage the bank holidays that working days are counted around
    #[command(subcommand)]
    Holidays(holidays::HolidaysCommand),
    /// Manage the public lists
    #[command(subcommand)]
    Public(public::PublicCommand),
    /// Manage signing keys
    #[command(subcommand)]
    Key(key::KeyCommand),
    /// Print the public half of the key that signs the publication log, for verification
    SigningKey(signing_key::SigningKeyFlags),
    /// Check a service, or an export of it, from outside: that nothing published has been changed
    Verify(verify::VerifyFlags),
    /// Write the public record as static files
    Export(export::ExportFlags),
    /// Write the record of a meeting, or of all meetings of an area, as record files. `import` loads them
    ExportRecord(export_record::ExportRecordFlags),
    /// Write the whole working record of an area into one signed file for its successor. `import` loads it
    Handover(handover::HandoverFlags),
    /// Print the OpenAPI document
    Openapi,
    /// Print the JSON Schema of record files, by which editors complete and check them
    RecordSchema,
    /// Check that a running instance is ready: exit status 0 or 1
    Health(health::HealthFlags),
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Demo(flags) => demo::run(&flags),
        Command::Serve(flags) => serve::run(&flags),
        Command::Migrate(flags) => migrate::run(&flags),
        Command::Import(flags) => import::run(&flags),
        Command::User(command) => user::run(&command),
        Command::Area(command) => area::run(&command),
        Command::Holidays(command) => holidays::run(&command),
        Command::Public(command) => public::run(&command),
        Command::Key(command) => key::run(&command),
        Command::SigningKey(flags) => signing_key::run(&flags),
        Command::Verify(flags) => verify::run(&flags),
        Command::Export(flags) => export::run(&flags),
        Command::ExportRecord(flags) => export_record::run(&flags),
        Command::Handover(flags) => handover::run(&flags),
        Command::Openapi => {
            print(openapi::json());
            Ok(())
        }
        Command::RecordSchema => {
            print(&schema::text());
            Ok(())
        }
        Command::Health(flags) => health::run(&flags),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(text)) => {
            eprintln!("answerable: {text}");
            ExitCode::from(2)
        }
        Err(Failure::Failed(text)) => {
            eprintln!("answerable: {text}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a document. Not `print!`: a reader that stops early, such as `head`, is not a failure.
fn print(text: &str) {
    drop(std::io::stdout().write_all(text.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
