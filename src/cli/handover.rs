//! `answerable handover`, and `answerable import` of the file that it writes.

use std::path::{Path, PathBuf};

use clap::Args;

use super::failure::Failure;
use super::operator::{CLOSING, close, file_store, logging, open, require_current, runtime};
use super::out::say;
use super::progress;
use super::signing_key::signer;
use crate::foundation::actor::keys::KeyRing;
use crate::foundation::clock::Clock;
use crate::foundation::config::{ATTACHMENT_STORE, Flags, Settings, SigningFlags};
use crate::foundation::signing::Verifier;
use crate::http::app;
use crate::http::app::App;
use crate::transfer::handover::take::take;
use crate::transfer::handover::verify::{Trust, verify};
use crate::transfer::handover::write::write;

#[derive(Debug, Args)]
pub struct HandoverFlags {
    #[command(flatten)]
    shared: Flags,
    #[command(flatten)]
    signing: SigningFlags,
    #[command(flatten)]
    store: StoreFlags,
    /// Slug of the area, such as west-mercia
    #[arg(long, value_name = "SLUG")]
    area: String,
    /// Path of the new file, or a directory for SLUG.handover.tar. The file is confidential: it contains drafts and content
    /// withheld from the public
    #[arg(long, value_name = "FILE|DIR")]
    out: PathBuf,
}

/// The store for attached files.
#[derive(Debug, Args)]
pub struct StoreFlags {
    /// Store for attached files: file:///PATH or s3://BUCKET/PREFIX, the same as for `serve` [env: ANSWERABLE_ATTACHMENT_STORE]
    /// [default: the directory answerable-files beside the SQLite database, or in the current directory]
    #[arg(long, value_name = "URL")]
    pub attachment_store: Option<String>,
}

/// The flags of `import` for a handover.
#[derive(Debug, Args)]
pub struct TrustFlags {
    #[command(flatten)]
    store: StoreFlags,
    /// For a handover: key that must have signed it (NAME+ID+KEY), as printed by the sender's `answerable signing-key`
    #[arg(long, value_name = "KEY", conflicts_with = "trust_on_first_use")]
    key: Option<String>,
    /// For a handover: trust the key named in the file itself, and print it
    #[arg(long)]
    trust_on_first_use: bool,
}

/// Runs `handover`.
pub fn run(flags: &HandoverFlags) -> Result<(), Failure> {
    let settings = flags.signing.settings_with(&flags.shared, &[(ATTACHMENT_STORE, flags.store.attachment_store.as_ref())])?;
    let place = if flags.out.is_dir() { flags.out.join(format!("{}.handover.tar", flags.area)) } else { flags.out.clone() };
    logging(&settings, "warn");
    require_current(&settings.database)?;
    let key = signer(&settings)?.verifier().note_key();
    let app = application(settings)?;
    let work = progress::said(write(&app, &flags.area, &place, |text| eprintln!("{text}")));
    let written = runtime().and_then(|runtime| runtime.block_on(work).map_err(Failure::Failed));
    let written = close(&app.db, CLOSING, written)?;
    say!("{}: {} rows, {} attached files", place.display(), written.rows, written.attachments);
    say!("SHA-256 of its manifest: {}", written.sha256);
    say!("Send the recipient the key that signed it, by another route than the file: {key}");
    Ok(())
}

/// Imports a handover, or only checks its signature and that this version can read it.
pub fn import(shared: &Flags, trust: &TrustFlags, file: &Path, check_only: bool) -> Result<(), Failure> {
    let about = |what: String| Failure::Failed(format!("{}: {what}", file.display()));
    let trusted = match &trust.key {
        Some(key) => Trust::Key(Verifier::from_note_key(key).map_err(|error| Failure::Usage(format!("--key: {error}")))?),
        None if trust.trust_on_first_use => Trust::FirstUse,
        None => {
            return Err(Failure::Usage(format!(
                "{}: a handover needs a trusted signature: give --key with the key of the sender, or --trust-on-first-use",
                file.display()
            )));
        }
    };
    let package = verify(file, &trusted, |text| eprintln!("{text}"));
    let package = package.map_err(|what| about(format!("{what}; nothing was imported")))?;
    let (manifest, key) = (package.manifest.clone(), package.key.note_key());
    if check_only {
        say!("{}: the record of {}, as signed by {key}; no database was opened", file.display(), manifest.area);
        return Ok(());
    }
    let given = [(ATTACHMENT_STORE, trust.store.attachment_store.as_ref())];
    let settings = SigningFlags::default().settings_with(shared, &given)?;
    logging(&settings, "warn");
    require_current(&settings.database)?;
    let app = application(settings)?;
    let work = progress::said(take(&app, package, |text| eprintln!("{text}")));
    let taken = runtime().and_then(|runtime| runtime.block_on(work).map_err(about));
    let taken = close(&app.db, CLOSING, taken)?;
    say!("imported {}: {} rows, {} attached files", manifest.area, taken.rows, taken.attachments);
    say!("handed over at {} under the key {key}", manifest.created_at);
    if let Some(first) = taken.first_leaf {
        say!("its {} published documents are in the publication log from leaf {first} on", manifest.log.leaves.len());
    }
    if taken.waiting > 0 {
        say!(
            "editions approved but not published: {}; their approvers no longer have accounts here: \
             recall and approve them again, or delete them",
            taken.waiting
        );
    }
    say!("its accounts are deactivated; active before the handover: {}", manifest.active_accounts.join(", "));
    Ok(())
}

fn application(mut settings: Settings) -> Result<App, Failure> {
    settings.database.connections = 1;
    settings.database = settings.database.of_command();
    let files = file_store(&settings)?;
    // Nobody signs in, so token keys are not needed.
    let keys = KeyRing::ephemeral().map_err(|error| Failure::Failed(error.to_string()))?;
    let db = open(&settings.database)?;
    Ok(App::new(settings, db, files, keys, Clock::system(), app::metrics_handle()))
}
