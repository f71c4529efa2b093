//! `answerable user add`: the first accounts of each side, and the accounts of machines.

use std::io::Read;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::operator;
use crate::actor::{Role, TokenScope};
use crate::config::Flags;
use crate::error::{ApiError, FieldError};
use crate::users::model::{NewUser, UserKind};
use crate::users::secrets::{hash_password, hash_secret, new_secret};
use crate::{areas, users};

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person, or a machine with a client secret
    ///
    /// A person's password is read from standard input (--password-stdin), taken from ANSWERABLE_PASSWORD when no flag says
    /// otherwise, or made and printed once (--generate-password). A machine's client id is its login; its secret is made and
    /// printed once.
    Add(AddFlags),
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("secret").args(["password_stdin", "generate_password", "machine"])))]
pub struct AddFlags {
    #[command(flatten)]
    shared: Flags,
    /// The area, by its slug
    #[arg(long)]
    area: String,
    /// What they sign in with, such as an e-mail address; for a machine its client id
    #[arg(long)]
    login: String,
    /// As people know them
    #[arg(long)]
    name: String,
    /// pcc, opcc or force
    #[arg(long)]
    role: Role,
    /// Such as "Policy Officer"
    #[arg(long)]
    capacity: Option<String>,
    /// The most that tokens may do: read or write
    #[arg(long, default_value = "write")]
    scope: TokenScope,
    /// Read the password, 12 to 200 characters, from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// Make a password and print it once
    #[arg(long)]
    generate_password: bool,
    /// Add a machine that signs in with client credentials
    #[arg(long)]
    machine: bool,
}

/// Runs the command.
pub fn run(command: &UserCommand) -> Result<(), Failure> {
    let UserCommand::Add(flags) = command;
    let failed = |error: ApiError| Failure::Failed(operator::explained(&error));
    let made = if flags.machine || flags.generate_password { Some(new_secret().map_err(failed)?) } else { None };
    // Before the database is opened: hashing takes long, and a write transaction must not wait for it.
    let secret_hash = match &made {
        Some(secret) if flags.machine => hash_secret(secret),
        Some(secret) => hash_password(secret).map_err(failed)?,
        None if flags.password_stdin => hash_password(&password_from_stdin()?).map_err(failed)?,
        None => hash_password(&password_from_environment()?).map_err(failed)?,
    };
    let user = NewUser {
        kind: if flags.machine { UserKind::Machine } else { UserKind::Person },
        login: flags.login.clone(),
        name: flags.name.clone(),
        role: flags.role,
        capacity: flags.capacity.clone(),
        scope: flags.scope,
        secret_hash: Some(secret_hash),
    };
    let user = user.parse().map_err(|error| Failure::Usage(operator::explained(&error)))?;
    let area = flags.area.clone();
    let user = operator::act(&flags.shared, &flags.area, flags.role, move |tx| {
        if areas::store::area_by_slug(tx.conn, &area)?.is_none() {
            let detail = format!("there is no area {area:?}: see `answerable area add --help`");
            return Err(ApiError::Invalid(vec![FieldError::new("/area", detail)]));
        }
        users::acts::add(tx, &user)
    })?;
    println!("added {} as {} of {} (scope {})", user.login, user.role, user.area, user.scope);
    match made {
        Some(secret) if flags.machine => println!("client_id: {}\nclient_secret: {secret}", user.login),
        Some(secret) => println!("password: {secret}"),
        None => {}
    }
    Ok(())
}

fn password_from_stdin() -> Result<String, Failure> {
    let mut text = String::new();
    // More than any good password, so that a wrong file is refused and not read whole.
    let read = std::io::stdin().take(4096).read_to_string(&mut text);
    read.map_err(|error| Failure::Failed(format!("the password could not be read: {error}")))?;
    checked("the password on standard input", text.lines().next().unwrap_or("").to_owned())
}

fn password_from_environment() -> Result<String, Failure> {
    let none = "no password: give --password-stdin, --generate-password, --machine or the variable ANSWERABLE_PASSWORD";
    let value = std::env::var_os("ANSWERABLE_PASSWORD").ok_or_else(|| Failure::Usage(none.into()))?;
    let not_text = |_| Failure::Usage("ANSWERABLE_PASSWORD: is not UTF-8".into());
    checked("ANSWERABLE_PASSWORD", value.into_string().map_err(not_text)?)
}

fn checked(from: &str, password: String) -> Result<String, Failure> {
    if (12..=200).contains(&password.chars().count()) {
        Ok(password)
    } else {
        Err(Failure::Usage(format!("{from}: has to have 12 to 200 characters")))
    }
}
