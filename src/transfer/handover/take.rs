//! Loads a handover into an instance that does not have the area: all or nothing.
//!
//! The bytes of attachments are written first, then the rows in one transaction. After a failure everything is removed. If the
//! process is killed in between, files without an attachment remain (a note of them would need the area, which does not exist
//! yet): the next import uses them.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::web::Bytes;
use futures_util::StreamExt;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::manifest::File;
use super::package::Reader;
use super::tables::{KEPT, Rows, Table};
use super::values::{Column, Kind, values};
use super::verify::{Verified, same_hash};
use super::write::{attachment_file, table_file};
use super::{Progress, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::digest::{hex, sha256_hex};
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::public;
use crate::publication_log::document::leaf_hash;
use crate::publishing::editions;
use crate::record::evidence::attachments::model::AttachmentId;

/// Maximum number of rows added by one statement, and of their bytes.
const BATCH: usize = 500;
const BATCH_BYTES: usize = 1024 * 1024;

/// Tables that are built from the published documents alone.
const PROJECTIONS: [&str; 6] =
    ["public_editions", "public_items", "public_item_priorities", "feed_entries", "feed_entry_terms", "feed_events"];

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub rows: usize,
    pub attachments: usize,
    /// Number of the area's first document in the publication log here, if it has any.
    pub first_leaf: Option<i32>,
    /// Editions that are approved and not published yet.
    pub waiting: i64,
}

type Attached = Vec<(AttachmentId, String)>;

/// Loads a verified package; an error says why it was not loaded, and what that means for the area.
pub async fn take(app: &App, package: Verified, progress: Progress) -> Result<Taken, String> {
    let nothing = |why: String| format!("{why}; nothing was imported");
    let package = Arc::new(package);
    let attached = attached(&package).map_err(nothing)?;
    if is_there(app, &package).await.map_err(nothing)? {
        return Err(nothing(there_already(&package.manifest.area)));
    }
    let missing = missing(app, attached.clone()).await.map_err(nothing)?;
    let failed = match write_and_load(app, &package, &missing, attached.len(), progress).await {
        Ok(taken) => return Ok(taken),
        Err(failed) => failed,
    };
    let why = failed.why;
    if failed.is_undecided {
        // The rows may exist now or soon, and need the files.
        return Err(match is_there(app, &package).await {
            Ok(true) => format!("{why}; the area exists now: all of it was imported"),
            Ok(false) | Err(_) => format!("{why}; run the command again: it imports everything, or reports that the area exists"),
        });
    }
    for (id, _) in &missing {
        let removed = app.files.remove(id.as_str()).await;
        removed.map_err(|error| nothing(format!("{why}; its files could not be removed: {error}")))?;
    }
    Err(nothing(why))
}

/// A failed import.
struct Failed {
    why: String,
    /// True when it is unknown whether the rows were committed.
    is_undecided: bool,
}

impl From<String> for Failed {
    fn from(why: String) -> Self {
        Self { why, is_undecided: false }
    }
}

async fn is_there(app: &App, package: &Verified) -> Result<bool, String> {
    let area = package.manifest.area.clone();
    app.db.read(move |conn| store::has_area(conn, &area)).await.map_err(|error| error.to_string())
}

/// Returns the attachments whose files are not in the store yet. An existing file, left by a killed import or because the store
/// is the old instance's, must be identical; it is kept, and not removed if the import fails.
async fn missing(app: &App, attached: Attached) -> Result<Attached, String> {
    let mut missing = Attached::new();
    for (id, sha256) in attached {
        let mut stream = match app.files.read(id.as_str()).await {
            Ok((_, stream)) => stream,
            Err(ApiError::FilesAway) => return Err(ApiError::FilesAway.to_string()),
            Err(_) => {
                missing.push((id, sha256));
                continue;
            }
        };
        let mut hash = Sha256::new();
        while let Some(bytes) = stream.next().await {
            hash.update(bytes.map_err(|error| error.to_string())?);
        }
        if hex(&hash.finalize()) != sha256 {
            return Err(format!(
                "the file store already has a different file for attachment {id}: check the store before you import"
            ));
        }
    }
    Ok(missing)
}

fn there_already(area: &str) -> String {
    format!("this instance already has the area {area}: import the handover into an instance without it")
}

async fn write_and_load(
    app: &App,
    package: &Arc<Verified>,
    missing: &Attached,
    attachments: usize,
    progress: Progress,
) -> Result<Taken, Failed> {
    write_files(app, package, missing).await?;
    progress(&format!("attachments: {attachments} files"));
    let package = Arc::clone(package);
    let work = move |conn: &mut AnyConnection| load(conn, &package, attachments, progress);
    app.db.write(work).await.map_err(|error| match error {
        ApiError::OutcomeUnknown => {
            Failed { why: "the connection to the database was lost during the commit".to_owned(), is_undecided: true }
        }
        other => other.to_string().into(),
    })
}

/// Returns the attachments of the package, in the order of their bytes. Each must have bytes, and all bytes must belong to one.
fn attached(package: &Verified) -> Result<Attached, String> {
    let mut attached = Attached::new();
    let (file, place) = of_table(package, "attachments")?;
    let mut reader = Reader::open(&package.path)?;
    reader.go_to(place)?;
    lines(&mut reader, file, |line| {
        let row: Value = serde_json::from_slice(line).map_err(|_| "is not JSON: get the file again")?;
        let text = |name: &str| row.get(name).and_then(Value::as_str).ok_or_else(|| format!("has no {name}"));
        attached.push((text("id")?.parse()?, text("sha256")?.to_owned()));
        Ok(())
    })?;
    attached.sort_by(|one, other| (&one.1, &one.0).cmp(&(&other.1, &other.0)));
    let wanted: BTreeSet<String> = attached.iter().map(|(_, sha256)| attachment_file(sha256)).collect();
    let there: BTreeSet<String> = package.manifest.files.iter().skip(KEPT.len()).map(|file| file.file.clone()).collect();
    match wanted.symmetric_difference(&there).next() {
        Some(name) => Err(format!("{name}: is missing from either the record or the package")),
        None => Ok(attached),
    }
}

fn of_table<'a>(package: &'a Verified, name: &str) -> Result<(&'a File, u64), String> {
    let table = KEPT.iter().find(|table| table.name == name).ok_or_else(|| format!("{name} is not part of a handover"))?;
    find(package, &table_file(table))
}

fn find<'a>(package: &'a Verified, name: &str) -> Result<(&'a File, u64), String> {
    let mut files = package.manifest.files.iter().zip(package.places.iter().copied());
    files.find(|(file, _)| file.file == name).ok_or_else(|| format!("{name}: is not in the package"))
}

async fn write_files(app: &App, package: &Verified, attached: &Attached) -> Result<(), String> {
    let mut reader = Reader::open(&package.path)?;
    for (id, sha256) in attached {
        let (file, place) = find(package, &attachment_file(sha256))?;
        reader.go_to(place)?;
        let size = reader.expect(&file.file, Some(file.bytes))?;
        let mut writing = app.files.begin(id.as_str()).await.map_err(|error| error.to_string())?;
        let (mut left, mut hash) = (size, Sha256::new());
        while left > 0 {
            let chunk = reader.some(&file.file, left)?;
            left -= u64::try_from(chunk.len()).map_err(|error| error.to_string())?;
            hash.update(&chunk);
            writing.add(Bytes::from(chunk)).await.map_err(|error| error.to_string())?;
        }
        if let Err(changed) = same_hash(file, hash) {
            writing.abort().await;
            return Err(changed);
        }
        writing.finish().await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Passes every line of a table to `each`, without its line end. Hashed again, because the file may have changed since it was
/// verified.
fn lines(reader: &mut Reader, file: &File, mut each: impl FnMut(&[u8]) -> Result<(), String>) -> Result<(), String> {
    let name = &file.file;
    reader.expect(name, Some(file.bytes))?;
    let (mut hash, mut begun, mut number) = (Sha256::new(), Vec::new(), 0_usize);
    reader.body(name, file.bytes, |chunk| {
        hash.update(chunk);
        for piece in chunk.split_inclusive(|byte| *byte == b'\n') {
            begun.extend_from_slice(piece);
            if begun.pop_if(|last| *last == b'\n').is_some() {
                number += 1;
                each(&begun).map_err(|what| format!("{name}: line {number} {what}"))?;
                begun.clear();
            }
        }
        Ok(())
    })?;
    same_hash(file, hash)?;
    if begun.is_empty() && Some(number) == file.rows {
        Ok(())
    } else {
        Err(format!("{name}: does not have the number of lines in the manifest"))
    }
}

/// Adds every row, tables in order of dependency.
fn load(conn: &mut AnyConnection, package: &Verified, attachments: usize, progress: Progress) -> Result<Taken, ApiError> {
    let area = &package.manifest.area;
    if store::has_area(conn, area)? {
        return Err(ApiError::Conflict(there_already(area)));
    }
    let documents = of_table(package, "publication_log").map_err(ApiError::Conflict)?.0.rows.unwrap_or_default();
    let documents = i32::try_from(documents).map_err(|_| ApiError::Conflict("the publication log is full".into()))?;
    let first_leaf = if documents > 0 { Some(store::take_leaves(conn, documents)?) } else { None };
    let mut reader = Reader::open(&package.path).map_err(ApiError::Conflict)?;
    let mut rows = 0;
    for table in KEPT {
        let (file, place) = find(package, &table_file(table)).map_err(ApiError::Conflict)?;
        rows += file.rows.unwrap_or_default();
        if PROJECTIONS.contains(&table.name) {
            continue;
        }
        reader.go_to(place).map_err(ApiError::Conflict)?;
        let columns = store::columns(conn, table)?;
        let mut loading =
            Loading { conn, table, columns, area, first_leaf, documents, batch: Vec::new(), bytes: 0, later: Vec::new() };
        lines(&mut reader, file, |line| loading.line(line)).map_err(ApiError::Conflict)?;
        loading.finish().map_err(|what| ApiError::Conflict(format!("{}: {what}", file.file)))?;
        progress(&format!("{}: {} rows", table.name, file.rows.unwrap_or_default()));
    }
    // Public data is built from the documents, not taken from the sender's projections.
    // Of a withdrawn file only the sender's note is certain to be left.
    public::files::store::clear(conn, Some(area))?;
    if let Some(first) = first_leaf {
        public::projection::extend(conn, first - 1)?;
    }
    Ok(Taken { rows, attachments, first_leaf, waiting: editions::store::waiting(conn, area)? })
}

/// Checks the hashes of a document of the log: a wrong one would fail every later verification, permanently.
fn check_document(columns: &[Column], values: &[Value]) -> Result<(), String> {
    let of = |name: &str| {
        let found = columns.iter().zip(values).find(|(column, _)| column.name == name);
        found.and_then(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let document = of("document");
    if of("sha256") == sha256_hex(document.as_bytes()) && of("leaf_hash") == leaf_hash(document) {
        Ok(())
    } else {
        Err("is a published document that does not match its hashes".to_owned())
    }
}

/// A table being loaded.
struct Loading<'a> {
    conn: &'a mut AnyConnection,
    table: &'a Table,
    columns: Vec<Column>,
    area: &'a str,
    first_leaf: Option<i32>,
    documents: i32,
    batch: Vec<Value>,
    bytes: usize,
    /// References to rows that may not exist yet: the column, the row and the target.
    later: Vec<(&'static str, String, String)>,
}

impl Loading<'_> {
    /// Adds the row of a line; an error continues the words "line N".
    fn line(&mut self, line: &[u8]) -> Result<(), String> {
        let values = values(&self.columns, line)?;
        if self.table.name == "publication_log" {
            check_document(&self.columns, &values)?;
        }
        let id = self.columns.iter().zip(&values).find(|(column, _)| column.name == "id");
        let id = id.and_then(|(_, id)| id.as_str()).unwrap_or_default().to_owned();
        let mut row = Vec::with_capacity(values.len());
        for (column, value) in self.columns.iter().zip(values) {
            let name = column.name.as_str();
            if name == slug_column(self.table) && value != self.area {
                return Err(format!("belongs to another area than {}", self.area));
            }
            let later = self.table.later.iter().find(|later| **later == name);
            row.push(match (later, value) {
                (Some(later), Value::String(to)) => {
                    self.later.push((later, id.clone(), to));
                    Value::Null
                }
                (_, value) => self.value(column, &value).ok_or_else(|| format!("has a {name} of the wrong type"))?,
            });
        }
        self.bytes += line.len();
        self.batch.push(Value::Array(row));
        if self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES { self.flush() } else { Ok(()) }
    }

    fn value(&self, column: &Column, value: &Value) -> Option<Value> {
        if let Some((_, fixed)) = self.table.fixed.iter().find(|(name, _)| *name == column.name) {
            return Some(Value::from(*fixed));
        }
        if column.kind == Kind::Leaf {
            let place = i32::try_from(value.as_i64()?).ok().filter(|place| (0..self.documents).contains(place))?;
            return Some(Value::from(self.first_leaf? + place));
        }
        column.kind.to_database(value, store::engine(self.conn))
    }

    fn flush(&mut self) -> Result<(), String> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.batch);
        self.bytes = 0;
        let count = rows.len();
        let rows = serde_json::to_string(&Value::Array(rows)).map_err(|error| error.to_string())?;
        match store::insert(self.conn, self.table, &self.columns, &rows) {
            Ok(added) if added == count => Ok(()),
            Ok(added) => Err(format!("or one before it was not added: {added} of {count} were")),
            Err(error) => Err(format!("or one before it could not be added: {error}")),
        }
    }

    fn finish(&mut self) -> Result<(), String> {
        self.flush().map_err(|what| format!("the last line {what}"))?;
        for (column, id, to) in std::mem::take(&mut self.later) {
            let set = store::set(self.conn, self.table, column, &id, &to);
            if set.map_err(|error| format!("{column} of {id}: {error}"))? != 1 {
                return Err(format!("{column} of {id}: there is no such row"));
            }
        }
        Ok(())
    }
}

/// Returns the column with the slug; empty when there is none.
fn slug_column(table: &Table) -> &'static str {
    match table.rows {
        Rows::Slug(column) => column,
        Rows::Of { .. } => "",
    }
}
