//! `answerable export`.

use std::path::PathBuf;

use actix_web::web;
use clap::Args;

use super::failure::Failure;
use super::handover::StoreFlags;
use super::operator::{CLOSING, close, file_store, logging, open, require_current};
use super::out::say;
use super::progress::Counter;
use super::signing_key::signer;
use crate::foundation::actor::keys::KeyRing;
use crate::foundation::clock::Clock;
use crate::foundation::config::{ATTACHMENT_STORE, Flags, PUBLIC_URL, SigningFlags};
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
    #[command(flatten)]
    store: StoreFlags,
    /// Address under which the public reaches the service, such as https://record.example.org: feeds, calendars, tables and the
    /// catalogue name it. Required [env: ANSWERABLE_PUBLIC_URL]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Write the public record into this directory, as files that any web server can host. Replaces an earlier export; fails if
    /// the directory contains other files
    #[arg(long, value_name = "DIR")]
    public: PathBuf,
}

/// Runs the command.
pub fn run(flags: &ExportFlags) -> Result<(), Failure> {
    let values = [(ATTACHMENT_STORE, flags.store.attachment_store.as_ref()), (PUBLIC_URL, flags.public_url.as_ref())];
    let settings = flags.signing.settings_with(&flags.shared, &values)?;
    logging(&settings, "warn");
    settings.require_public_url()?;
    require_current(&settings.database)?;
    signer(&settings)?;
    // Public data needs no sign-in, so token keys are not needed.
    let keys = KeyRing::ephemeral().map_err(|error| Failure::Failed(error.to_string()))?;
    let files = file_store(&settings)?;
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
