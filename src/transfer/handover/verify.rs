//! Checks that a package is exactly as its sender signed it, and that this version can read it.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::manifest::{FORMAT, File, MANIFEST, Manifest, SIGNATURE};
use super::package::Reader;
use super::tables::KEPT;
use super::write::{attachment_file, table_file};
use super::{Progress, manifest};
use crate::foundation::db::migrate;
use crate::foundation::digest::{hex, sha256_hex, unhex};
use crate::foundation::signing::Verifier;

/// More than the size of any manifest or signature.
const MOST_MANIFEST: u64 = 256 * 1024 * 1024;
const MOST_SIGNATURE: u64 = 64 * 1024;

/// The required signature.
#[derive(Debug, Clone)]
pub enum Trust {
    /// By this key, which was received by another route than the file.
    Key(Verifier),
    /// By the key that the file itself names.
    FirstUse,
}

/// A verified package.
#[derive(Debug)]
pub struct Verified {
    pub path: PathBuf,
    pub manifest: Manifest,
    /// SHA-256 of the manifest.
    pub sha256: String,
    /// The key that has signed it.
    pub key: Verifier,
    /// The position of each file of the manifest, in order.
    pub places: Vec<u64>,
}

/// Reads all of a package; an error begins with the name of the file at fault.
pub fn verify(path: &Path, trust: &Trust, progress: Progress) -> Result<Verified, String> {
    let mut reader = Reader::open(path)?;
    let bytes = reader.whole(MANIFEST, MOST_MANIFEST)?;
    let signature = reader.whole(SIGNATURE, MOST_SIGNATURE)?;
    if let Trust::Key(key) = trust {
        manifest::check(&bytes, &signature, key)?;
    }
    let manifest = parsed(&bytes)?;
    let key = match trust {
        Trust::Key(key) => key.clone(),
        Trust::FirstUse => {
            let key = Verifier::from_note_key(&manifest.key).map_err(|error| format!("{MANIFEST}: key: {error}"))?;
            manifest::check(&bytes, &signature, &key)?;
            key
        }
    };
    check_schema(&manifest)?;
    check_files(&manifest.files)?;
    let mut places = Vec::new();
    for file in &manifest.files {
        places.push(reader.place()?);
        check_hash(&mut reader, file)?;
    }
    reader.end()?;
    progress(&format!("{} files match the signature of {}", manifest.files.len(), key.name()));
    Ok(Verified { path: path.to_owned(), sha256: sha256_hex(&bytes), manifest, key, places })
}

fn parsed(bytes: &[u8]) -> Result<Manifest, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| format!("{MANIFEST}: is not JSON: get the file again"))?;
    let format = value.get("format").and_then(Value::as_str).unwrap_or_default();
    if format != FORMAT {
        return Err(format!("{MANIFEST}: the format is {format:?}, but this version reads {FORMAT:?}"));
    }
    // What nobody writes by hand: the members alone would not help.
    serde_json::from_value(value).map_err(|_| format!("{MANIFEST}: does not have the members of {FORMAT}: get the file again"))
}

/// Checks the schema: rows of another would need a migration outside a database.
fn check_schema(manifest: &Manifest) -> Result<(), String> {
    let ours = migrate::portable().map_err(|error| error.to_string())?;
    let (theirs, software) = (&manifest.schema, &manifest.software);
    if *theirs == ours {
        return Ok(());
    }
    Err(match (theirs.iter().find(|name| !ours.contains(name)), ours.iter().find(|name| !theirs.contains(name))) {
        (Some(newer), _) => format!(
            "{MANIFEST}: written by version {software} with the schema change {newer}, which this version does not know: import it \
             with version {software} or later"
        ),
        (None, older) => format!(
            "{MANIFEST}: written by version {software} before the schema change {}: import it with version {software}, then run \
             `answerable migrate` of this version on that database",
            older.map_or("of this version", String::as_str)
        ),
    })
}

/// Checks that every table is listed once and in order, then attachments by their hashes, and nothing else.
fn check_files(files: &[File]) -> Result<(), String> {
    let wrong = |file: &File| format!("{MANIFEST}: {} is unexpected at this position", file.file);
    let (tables, attachments) = files.split_at_checked(KEPT.len()).ok_or_else(|| format!("{MANIFEST}: tables are missing"))?;
    for (file, table) in tables.iter().zip(KEPT) {
        if file.file != table_file(table) || file.rows.is_none() {
            return Err(wrong(file));
        }
    }
    let mut last: Option<&File> = None;
    for file in attachments {
        let in_order = last.is_none_or(|last| last.file < file.file);
        if file.file != attachment_file(&file.sha256) || unhex(&file.sha256).is_none() || file.rows.is_some() || !in_order {
            return Err(wrong(file));
        }
        last = Some(file);
    }
    Ok(())
}

fn check_hash(reader: &mut Reader, file: &File) -> Result<(), String> {
    reader.expect(&file.file, Some(file.bytes))?;
    let mut hash = Sha256::new();
    reader.body(&file.file, file.bytes, |chunk| {
        hash.update(chunk);
        Ok(())
    })?;
    same_hash(file, hash)
}

/// Checks the bytes read from a file against the manifest.
pub fn same_hash(file: &File, read: Sha256) -> Result<(), String> {
    if hex(&read.finalize()) == file.sha256 {
        Ok(())
    } else {
        Err(format!("{}: was changed: its SHA-256 is not the signed one", file.file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transfer::handover::manifest::Log;

    #[test]
    fn another_schema_is_refused_with_what_to_do() {
        let ours = migrate::portable().expect("migrations");
        let log = Log { checkpoint: String::new(), leaves: Vec::new() };
        let mut manifest = Manifest {
            format: FORMAT.into(),
            software: "0.9.9".into(),
            schema: ours.clone(),
            area: "west-mercia".into(),
            created_at: "2028-05-08T09:00:00Z".into(),
            key: String::new(),
            active_accounts: Vec::new(),
            log,
            files: Vec::new(),
        };
        assert_eq!(check_schema(&manifest), Ok(()));
        let last = manifest.schema.pop().expect("a migration");
        assert!(check_schema(&manifest).is_err_and(|what| what.contains(&last) && what.contains("answerable migrate")));
        manifest.schema = [ours, vec!["9999_later".into()]].concat();
        assert!(check_schema(&manifest).is_err_and(|what| what.contains("9999_later") && what.contains("0.9.9 or later")));
    }

    #[test]
    fn the_files_are_the_tables_and_then_attachments() {
        let table = |table| File { file: table_file(table), rows: Some(0), bytes: 0, sha256: sha256_hex(b"") };
        let bytes =
            |text: &[u8]| File { file: attachment_file(&sha256_hex(text)), rows: None, bytes: 1, sha256: sha256_hex(text) };
        let mut files: Vec<File> = KEPT.iter().map(table).collect();
        assert_eq!(check_files(&files), Ok(()));
        assert!(check_files(&files[1..]).is_err());
        let (one, other) = (bytes(b"a"), bytes(b"b"));
        let (first, second) = if one.file < other.file { (one, other) } else { (other, one) };
        files.extend([first.clone(), second.clone()]);
        assert_eq!(check_files(&files), Ok(()));
        files.swap(KEPT.len(), KEPT.len() + 1);
        assert!(check_files(&files).is_err());
        files.truncate(KEPT.len());
        files.push(File { file: "files/../../x".into(), ..first });
        assert!(check_files(&files).is_err());
    }
}
