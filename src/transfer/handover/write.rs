//! Writes a handover: the rows of one database snapshot, the bytes of the attachments, the manifest and its signature.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::SecondsFormat;
use futures_util::StreamExt;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::manifest::{FORMAT, File, Log, MANIFEST, Manifest, SIGNATURE};
use super::package::Writer;
use super::tables::{KEPT, Table};
use super::values::{Column, Kind, line};
use super::{Progress, manifest, store};
use crate::foundation::db::{AnyConnection, migrate, snapshot};
use crate::foundation::digest::hex;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::publication_log::state::PublicationLog;
use crate::record::evidence::attachments::model::AttachmentId;

/// The result of a handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub rows: usize,
    pub attachments: usize,
    /// SHA-256 of the manifest, which identifies the whole file.
    pub sha256: String,
}

/// The data read in one snapshot of the database.
struct Looked {
    files: Vec<File>,
    attached: Vec<(AttachmentId, String)>,
    active: Vec<String>,
    leaves: Vec<i32>,
}

/// Writes the working record of `area` to `place`, which must not exist.
pub async fn write(app: &App, area: &str, place: &Path, progress: Progress) -> Result<Written, String> {
    let unfinished = Unfinished::begin(place)?;
    let signer = app.feature::<PublicationLog>().signer().map_err(|error| error.to_string())?;
    let (slug, directory) = (area.to_owned(), unfinished.directory.clone());
    let look = move |conn: &mut AnyConnection| snapshot(conn, |conn| tables(conn, &slug, &directory, progress));
    let Looked { mut files, attached, active, leaves } = app.db.read(look).await.map_err(|error| error.to_string())?;
    let rows = files.iter().filter_map(|file| file.rows).sum();
    files.extend(attachments(app, attached, &unfinished.directory, progress).await?);
    let attachments = files.iter().filter(|file| file.rows.is_none()).count();
    // Signed after the rows were read, so that it covers all of them.
    let checkpoint = app.feature::<PublicationLog>().checkpoint(&app.db).await.map_err(|error| error.to_string())?;
    let manifest = Manifest {
        format: FORMAT.into(),
        software: env!("CARGO_PKG_VERSION").into(),
        schema: migrate::portable().map_err(|error| error.to_string())?,
        area: area.to_owned(),
        created_at: app.clock.now().to_rfc3339_opts(SecondsFormat::Secs, true),
        key: signer.verifier().note_key(),
        active_accounts: active,
        log: Log { checkpoint, leaves },
        files,
    };
    let bytes = manifest.to_bytes().map_err(|error| error.to_string())?;
    let signature = manifest::sign(&bytes, signer).map_err(|error| error.to_string())?;
    unfinished.pack(&manifest, &bytes, signature.as_bytes())?;
    unfinished.put_in_place()?;
    Ok(Written { rows, attachments, sha256: crate::foundation::digest::sha256_hex(&bytes) })
}

fn tables(conn: &mut AnyConnection, area: &str, directory: &Path, progress: Progress) -> Result<Looked, ApiError> {
    if !store::has_area(conn, area)? {
        return Err(ApiError::Conflict(format!("there is no area {area:?}: check its slug")));
    }
    let leaves = store::leaves(conn, area)?;
    let mut files = Vec::new();
    for table in KEPT {
        let name = table_file(table);
        let mut spool = Spool::begin(directory, &name).map_err(ApiError::Internal)?;
        let columns = store::columns(conn, table)?;
        store::rows(conn, table, &columns, area, &mut |row| {
            let line = line(&columns, as_handed_over(table, &columns, row, &leaves)?)?;
            spool.add(line.as_bytes(), 1).map_err(ApiError::Internal)
        })?;
        let file = spool.finish(true).map_err(ApiError::Internal)?;
        progress(&format!("{}: {} rows", table.name, file.rows.unwrap_or_default()));
        files.push(file);
    }
    Ok(Looked { files, attached: store::attached(conn, area)?, active: store::active_logins(conn, area)?, leaves })
}

/// Returns the file name of a table.
pub fn table_file(table: &Table) -> String {
    format!("tables/{}.ndjson", table.name)
}

/// Returns the file name for the bytes with this hash.
pub fn attachment_file(sha256: &str) -> String {
    format!("files/{sha256}")
}

fn as_handed_over(table: &Table, columns: &[Column], row: Vec<Value>, leaves: &[i32]) -> Result<Vec<Value>, ApiError> {
    let value = |(column, value): (&Column, Value)| {
        let fixed = table.fixed.iter().find(|(name, _)| *name == column.name);
        let wrong = || ApiError::Internal(format!("{}.{} has a value of the wrong type", table.name, column.name));
        match (fixed, column.kind) {
            (Some((_, fixed)), _) => Ok(Value::from(*fixed)),
            (None, Kind::Leaf) => {
                let leaf = value.as_i64().and_then(|leaf| i32::try_from(leaf).ok());
                let at = leaf.and_then(|leaf| leaves.binary_search(&leaf).ok());
                at.map(Value::from).ok_or_else(wrong)
            }
            (None, kind) => kind.to_handover(value).ok_or_else(wrong),
        }
    };
    columns.iter().zip(row).map(value).collect()
}

/// Writes the bytes of the attachments, each once even if several attachments share them.
async fn attachments(
    app: &App,
    mut attached: Vec<(AttachmentId, String)>,
    directory: &Path,
    progress: Progress,
) -> Result<Vec<File>, String> {
    attached.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    attached.dedup_by(|one, other| one.1 == other.1);
    let mut files = Vec::new();
    for (id, sha256) in &attached {
        let mut spool = Spool::begin(directory, &attachment_file(sha256))?;
        let (_, mut stream) = app.files.read(id.as_str()).await.map_err(|error| error.to_string())?;
        while let Some(bytes) = stream.next().await {
            spool.add(&bytes.map_err(|error| format!("the file of attachment {id}: {error}"))?, 0)?;
        }
        let file = spool.finish(false)?;
        if file.sha256 != *sha256 {
            return Err(format!("the file of attachment {id} differs from the uploaded file: its SHA-256 is {}", file.sha256));
        }
        files.push(file);
    }
    progress(&format!("attachments: {} files", files.len()));
    Ok(files)
}

/// A file of the handover being written.
struct Spool {
    name: String,
    out: BufWriter<fs::File>,
    rows: usize,
    bytes: u64,
    hash: Sha256,
}

impl Spool {
    fn begin(directory: &Path, name: &str) -> Result<Self, String> {
        let path = directory.join(name);
        let file = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::File::create_new(&path));
        let file = file.map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { name: name.to_owned(), out: BufWriter::new(file), rows: 0, bytes: 0, hash: Sha256::new() })
    }

    fn add(&mut self, bytes: &[u8], rows: usize) -> Result<(), String> {
        self.rows += rows;
        self.bytes += u64::try_from(bytes.len()).map_err(|error| error.to_string())?;
        self.hash.update(bytes);
        self.out.write_all(bytes).map_err(|error| format!("{}: {error}", self.name))
    }

    fn finish(mut self, is_table: bool) -> Result<File, String> {
        self.out.flush().map_err(|error| format!("{}: {error}", self.name))?;
        let rows = is_table.then_some(self.rows);
        Ok(File { file: self.name, rows, bytes: self.bytes, sha256: hex(&self.hash.finalize()) })
    }
}

/// A handover being written, beside its final place. If it is abandoned, nothing of it stays.
struct Unfinished {
    place: PathBuf,
    directory: PathBuf,
}

impl Unfinished {
    fn begin(place: &Path) -> Result<Self, String> {
        let place = std::path::absolute(place).map_err(|error| format!("{}: {error}", place.display()))?;
        if place.symlink_metadata().is_ok() {
            return Err(format!("{} already exists: choose a new file name", place.display()));
        }
        let name = place.file_name().ok_or_else(|| format!("{} has no file name: give one", place.display()))?;
        let directory = place.with_file_name(format!(".{}.new-{:08x}", name.to_string_lossy(), rand::random::<u32>()));
        let mut builder = fs::DirBuilder::new();
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
        Ok(Self { place, directory })
    }

    fn package(&self) -> PathBuf {
        self.directory.join("package.tar")
    }

    fn pack(&self, manifest: &Manifest, bytes: &[u8], signature: &[u8]) -> Result<(), String> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let about = |error: std::io::Error| format!("{}: {error}", self.place.display());
        let out = options.open(self.package()).map_err(about)?;
        let mut writer = Writer::new(BufWriter::new(out));
        for (name, body) in [(MANIFEST, bytes), (SIGNATURE, signature)] {
            writer.add(name, u64::try_from(body.len()).map_err(|error| error.to_string())?, body)?;
        }
        for file in &manifest.files {
            let path = self.directory.join(&file.file);
            writer.add(&file.file, file.bytes, fs::File::open(&path).map_err(about)?)?;
        }
        let out = writer.finish()?.into_inner().map_err(|error| about(error.into_error()))?;
        out.sync_all().map_err(about)
    }

    /// A link fails if a file has appeared there; a rename would overwrite it.
    fn put_in_place(&self) -> Result<(), String> {
        fs::hard_link(self.package(), &self.place).map_err(|error| format!("{}: {error}", self.place.display()))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.directory));
    }
}
