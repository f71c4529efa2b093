//! `answerable export`.

use std::path::PathBuf;

use actix_web::web;
use clap::Args;

use super::failure::Failure;
use super::operator::{CLOSING, close, logging, open, require_current};
use super::out::say;
use super::progress::Counter;
use super::signing_key::signer;
use crate::foundation::actor::keys::KeyRing;
use crate::foundation::clock::Clock;
use crate::foundation::config::{Flags, SigningFlags};
use crate::foundation::file_store::Files;
use crate::http::app;
use crate::http::app::App;
use crate::service::in_process;
use crate::transfer::export::public::export;

#[derive(Debug, Args)]
pub struct ExportFlags {
    #[command(flatten)]
    shared: Flags,
    #[command(flatten)]
    signing: SigningFlags,
    /// Write the public record into this directory, as files that any web server can host. Replaces an earlier export; fails if
    /// the directory contains other files
    #[arg(long, value_name = "DIR")]
    public: PathBuf,
}

/// Runs the command.
pub fn run(flags: &ExportFlags) -> Result<(), Failure> {
    let settings = flags.signing.settings(&flags.shared)?;
    logging(&settings, "warn");
    require_current(&settings.database)?;
    signer(&settings)?;
    // Public data needs no sign-in, so token keys and attached files are not needed.
    let keys = KeyRing::ephemeral().map_err(|error| Failure::Failed(error.to_string()))?;
    let files = Files::open(&settings.attachment_store, std::iter::empty()).map_err(Failure::Failed)?;
    let db = open(&settings.database.clone().of_command())?;
    let app = web::Data::new(App::new(settings, db.clone(), files, keys, Clock::system(), app::metrics_handle()));
    let mut counter = Counter::start();
    let mut progress = |done: usize, of: usize| counter.tell(done, of, "paths");
    let exported = actix_web::rt::System::new().block_on(async {
        let routes = in_process::routes(&app).await;
        export(&app, &routes, &flags.public, &mut progress).await
    });
    let written = close(&db, CLOSING, exported.map_err(Failure::Failed))?;
    say!("{} files, {} leaves of the log: {}", written.files, written.leaves, flags.public.display());
    Ok(())
}
