//! `answerable user`: first accounts of each side, machine accounts, and help for users who cannot sign in.

use std::io::Write;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::failure::Failure;
use super::operator;
use super::out::say;
use super::password::PasswordFlags;
use crate::foundation::actor::{Role, TokenScope, UserId};
use crate::foundation::config::Flags;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::validate::Check;
use crate::http::call::Tx;
use crate::identity::users;
use crate::identity::users::model::{NewUser, User, UserKind, UserStatus, Why, login_of};
use crate::identity::users::secrets::{Memory, hash_password, hash_secret, new_secret};
use crate::record::planning::areas;

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add a person, or a machine with a client secret
    ///
    /// A person's password is read from standard input (--password-stdin) or a file (--password-file), taken from
    /// ANSWERABLE_PASSWORD when no flag is given, or generated and printed once (--generate-password). A machine's client id is
    /// its login; its secret is generated and printed once.
    Add(AddFlags),
    /// List the accounts: a table, or JSON with --json
    ///
    /// Passwords and secrets are never shown: only their hashes are stored.
    List(ListFlags),
    /// Set a new password for a person, or a new client secret for a machine
    ///
    /// For a person the password is read from standard input (--password-stdin) or a file (--password-file), or taken from
    /// ANSWERABLE_PASSWORD; without any of these it is generated and printed once. Tell them to change it: PATCH
    /// /v1/me/password. A machine's new secret is generated and printed once; the old one stops working at once.
    ///
    /// Every session and calendar token of the account ends. A running instance refuses access tokens that it has already seen
    /// within 5 seconds, and all others at once. A deactivated account stays deactivated: see `answerable user reactivate`.
    Reset(ResetFlags),
    /// Remove a user's access
    ///
    /// Nobody can sign in with the account, and every session and calendar token of it ends. A running instance refuses access
    /// tokens that it has already seen within 5 seconds, and all others at once. The person's acts stay in the record. To undo
    /// this, use `answerable user reactivate`.
    Deactivate(WhichFlags),
    /// Let a deactivated user sign in again
    ///
    /// The password or client secret is the same as before; `answerable user reset` sets another one. Sessions and calendar
    /// tokens that had ended stay ended.
    Reactivate(WhichFlags),
}

#[derive(Debug, Args)]
pub struct AddFlags {
    #[command(flatten)]
    shared: Flags,
    /// Slug of the area
    #[arg(long)]
    area: String,
    /// Login, such as an e-mail address, at most 320 characters; for a machine its client id
    #[arg(long)]
    login: String,
    /// Name of the person or machine
    #[arg(long)]
    name: String,
    /// Role: pcc, opcc or force
    #[arg(long)]
    role: Role,
    /// Capacity, such as "Policy Officer"
    #[arg(long)]
    capacity: Option<String>,
    /// Maximum scope of tokens: read or write
    #[arg(long, default_value = "write")]
    scope: TokenScope,
    #[command(flatten)]
    password: PasswordFlags,
    /// Add a machine that signs in with client credentials
    #[arg(long, group = "secret")]
    machine: bool,
}

#[derive(Debug, Args)]
pub struct ListFlags {
    #[command(flatten)]
    shared: Flags,
    /// Show only the accounts of this area, by its slug
    #[arg(long)]
    area: Option<String>,
    /// Print a JSON array of objects: id, login, name, role, area, kind, status, scope, capacity, created_at
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct WhichFlags {
    #[command(flatten)]
    shared: Flags,
    /// Login of the account; for a machine its client id
    #[arg(long)]
    login: String,
    /// Reason, for the audit trail
    #[arg(long)]
    reason: Option<String>,
}

#[derive(Debug, Args)]
pub struct ResetFlags {
    #[command(flatten)]
    which: WhichFlags,
    #[command(flatten)]
    password: PasswordFlags,
}

/// Runs the command.
pub fn run(command: &UserCommand) -> Result<(), Failure> {
    match command {
        UserCommand::Add(flags) => add(flags),
        UserCommand::List(flags) => list(flags),
        UserCommand::Reset(flags) => reset(flags),
        UserCommand::Deactivate(flags) => {
            let user = on_account(flags, |tx, user, why| users::acts::deactivate(tx, &user.id, why))?;
            say!("deactivated {} ({} of {}): every session has ended", user.login, user.role, user.area);
            Ok(())
        }
        UserCommand::Reactivate(flags) => {
            let user = on_account(flags, |tx, user, why| users::acts::reactivate(tx, &user.id, why))?;
            say!("reactivated {} ({} of {}): the password or secret is the same as before", user.login, user.role, user.area);
            if user.secret_hash.is_none() {
                say!("it has no password yet: see `answerable user reset --help`");
            }
            Ok(())
        }
    }
}

fn failed(error: &ApiError) -> Failure {
    Failure::Failed(operator::explained(error))
}

fn add(flags: &AddFlags) -> Result<(), Failure> {
    let given = if flags.machine { None } else { flags.password.given()? };
    if given.is_none() && !flags.machine && !flags.password.wants_one_made() {
        return Err(Failure::Usage(
            "no password: give --password-stdin, --password-file, --generate-password, --machine or the variable \
             ANSWERABLE_PASSWORD"
                .into(),
        ));
    }
    // Before the database is opened: hashing is slow, and a write transaction must not wait for it.
    let secret = Secret::from(given.as_deref())?;
    let kind = if flags.machine { UserKind::Machine } else { UserKind::Person };
    let user = NewUser {
        kind,
        login: flags.login.clone(),
        name: flags.name.clone(),
        role: flags.role,
        capacity: flags.capacity.clone(),
        scope: flags.scope,
        secret_hash: Some(secret.hash_for(kind)),
    };
    let user = user.parse().map_err(|error| Failure::Usage(operator::explained(&error)))?;
    let area = flags.area.clone();
    let user = operator::act(&flags.shared, &flags.area, flags.role, move |tx| {
        must_exist(tx.conn, &area)?;
        users::acts::add(tx, &user)
    })?;
    say!("added {} as {} of {} (scope {})", user.login, user.role, user.area, user.scope);
    secret.print(&user);
    Ok(())
}

fn must_exist(conn: &mut AnyConnection, area: &str) -> Result<(), ApiError> {
    if areas::store::area_by_slug(conn, area)?.is_some() {
        return Ok(());
    }
    let detail = format!("there is no area {area:?}: add it first, see `answerable area add --help`");
    Err(ApiError::Invalid(vec![FieldError::new("/area", detail)]))
}

/// A new secret for an account that may turn out, in the transaction, to be a person's or a machine's.
struct Secret {
    /// The generated secret, for a machine and for a person without a given password.
    made: String,
    is_given: bool,
    of_person: String,
}

impl Secret {
    fn from(given: Option<&str>) -> Result<Self, Failure> {
        let made = new_secret().map_err(|error| failed(&error))?;
        let of_person = hash_password(given.unwrap_or(&made), &mut Memory::default()).map_err(|error| failed(&error))?;
        Ok(Self { made, is_given: given.is_some(), of_person })
    }

    fn hash_for(&self, kind: UserKind) -> String {
        match kind {
            UserKind::Person => self.of_person.clone(),
            UserKind::Machine => hash_secret(&self.made),
        }
    }

    fn print(&self, user: &User) {
        match user.kind {
            UserKind::Machine => say!("client_id: {}\nclient_secret: {}", user.login, self.made),
            UserKind::Person if self.is_given => {}
            UserKind::Person => say!("password: {}", self.made),
        }
    }
}

fn reset(flags: &ResetFlags) -> Result<(), Failure> {
    let secret = Arc::new(Secret::from(flags.password.given()?.as_deref())?);
    let of_user = Arc::clone(&secret);
    let by_flag = flags.password.is_given();
    let user = on_account(&flags.which, move |tx, user, why| {
        if by_flag && user.kind == UserKind::Machine {
            let detail = "this is a machine, whose secret is generated: leave out the password flags";
            return Err(ApiError::Invalid(vec![FieldError::new("/login", detail)]));
        }
        users::acts::reset(tx, &user.id, of_user.hash_for(user.kind), why)
    })?;
    say!("reset {} ({} of {}): every session has ended", user.login, user.role, user.area);
    secret.print(&user);
    if user.status == UserStatus::Deactivated {
        say!("the account is deactivated: see `answerable user reactivate --help`");
    }
    Ok(())
}

/// Performs an act of the operator on the account with a login, with the rights of its own side.
fn on_account<F>(flags: &WhichFlags, act: F) -> Result<User, Failure>
where
    F: FnOnce(&mut Tx<'_>, &User, &Why) -> Result<User, ApiError> + Send + 'static,
{
    let why = Why::given(flags.reason.as_deref()).map_err(|error| Failure::Usage(operator::explained(&error)))?;
    let unknown = format!("there is no account {:?}: see `answerable user list`", flags.login);
    let login = login_of(&flags.login).ok_or_else(|| Failure::Failed(unknown.clone()))?;
    let done = operator::write(&flags.shared, move |conn| {
        let Some(user) = users::store::by_login(conn, &login)? else { return Ok(None) };
        operator::as_operator(conn, &user.area, user.role, |tx| act(tx, &user, &why)).map(Some)
    })?;
    done.map_err(|error| failed(&error))?.ok_or(Failure::Failed(unknown))
}

/// An account in the JSON list.
#[derive(Serialize)]
struct Listed {
    id: UserId,
    login: String,
    name: String,
    role: Role,
    area: String,
    kind: UserKind,
    status: UserStatus,
    scope: TokenScope,
    capacity: Option<String>,
    created_at: DateTime<Utc>,
}

fn list(flags: &ListFlags) -> Result<(), Failure> {
    let area = flags.area.clone();
    let found = operator::write(&flags.shared, move |conn| {
        if let Some(area) = &area {
            must_exist(conn, area)?;
        }
        users::store::all(conn, area.as_deref())
    })?;
    let found = found.map_err(|error| failed(&error))?;
    let text = if flags.json { as_json(found)? } else { as_table(&found) };
    // Not print!: a reader that stops early, such as head, is not a failure.
    drop(std::io::stdout().write_all(text.as_bytes()));
    Ok(())
}

fn as_json(found: Vec<User>) -> Result<String, Failure> {
    let listed = found.into_iter().map(|user| Listed {
        id: user.id,
        login: user.login,
        name: user.name,
        role: user.role,
        area: user.area,
        kind: user.kind,
        status: user.status,
        scope: user.scope,
        capacity: user.capacity,
        created_at: user.created_at.and_utc(),
    });
    let listed: Vec<Listed> = listed.collect();
    let text = serde_json::to_string_pretty(&listed).map_err(|error| Failure::Failed(error.to_string()))?;
    Ok(text + "\n")
}

fn as_table(found: &[User]) -> String {
    if found.is_empty() {
        return "no accounts yet: see `answerable user add --help`\n".into();
    }
    let heads = ["LOGIN", "NAME", "ROLE", "AREA", "KIND", "STATUS", "SCOPE", "CREATED (UTC)"].map(str::to_owned);
    let cells = |user: &User| {
        let created = user.created_at.format("%Y-%m-%d %H:%M").to_string();
        let [role, kind] = [user.role.as_str(), user.kind.as_str()].map(str::to_owned);
        let [status, scope] = [user.status.as_str(), user.scope.as_str()].map(str::to_owned);
        [user.login.clone(), user.name.clone(), role, user.area.clone(), kind, status, scope, created]
    };
    let rows: Vec<[String; 8]> = std::iter::once(heads).chain(found.iter().map(cells)).collect();
    let mut widths = [0; 8];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &[String; 8]| {
        let cells: Vec<String> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
