//! The sources of a password that the operator sets.

use std::io::Read;
use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::identity::users::model::password_fault;

/// The source of the password.
#[derive(Debug, Args)]
pub struct PasswordFlags {
    /// Read the password (12 to 200 characters) from the first line of standard input
    #[arg(long, group = "secret")]
    password_stdin: bool,
    /// Read the password from the first line of a file
    #[arg(long, group = "secret", value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Generate a password and print it once
    #[arg(long, group = "secret")]
    generate_password: bool,
}

impl PasswordFlags {
    /// Returns the password from a flag or the environment; `None` to generate one.
    pub fn given(&self) -> Result<Option<String>, Failure> {
        if self.password_stdin {
            return first_line("the password on standard input", std::io::stdin()).map(Some);
        }
        if let Some(path) = &self.password_file {
            let from = path.display().to_string();
            let file = std::fs::File::open(path).map_err(|error| Failure::Usage(format!("{from}: {error}")))?;
            return first_line(&from, file).map(Some);
        }
        if self.generate_password { Ok(None) } else { from_environment() }
    }

    /// True when a flag asks for a generated password.
    pub fn wants_one_made(&self) -> bool {
        self.generate_password
    }

    /// True when any flag gives a source.
    pub fn is_given(&self) -> bool {
        self.password_stdin || self.password_file.is_some() || self.generate_password
    }
}

fn first_line(from: &str, source: impl Read) -> Result<String, Failure> {
    let mut text = String::new();
    // More than any good password, so that a wrong file is refused without reading all of it.
    let read = source.take(4096).read_to_string(&mut text);
    read.map_err(|error| Failure::Failed(format!("{from}: cannot be read: {error}")))?;
    checked(from, text.lines().next().unwrap_or("").to_owned())
}

fn from_environment() -> Result<Option<String>, Failure> {
    let Some(value) = std::env::var_os("ANSWERABLE_PASSWORD").filter(|value| !value.is_empty()) else { return Ok(None) };
    let not_text = |_| Failure::Usage("ANSWERABLE_PASSWORD: is not UTF-8".into());
    checked("ANSWERABLE_PASSWORD", value.into_string().map_err(not_text)?).map(Some)
}

fn checked(from: &str, password: String) -> Result<String, Failure> {
    match password_fault(&password) {
        None => Ok(password),
        Some(_) => Err(Failure::Usage(format!("{from}: must have 12 to 200 characters"))),
    }
}
