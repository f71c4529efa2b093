//! Checks the files of an export against the hashes in its manifest.

use std::path::Path;

use super::report::Report;
use crate::foundation::digest::sha256_hex;
use crate::transfer::export::directory::{MANIFEST, manifest};

/// Checks every file in the manifest. The manifest is not signed: this finds damage, not fraud.
pub fn check(directory: &Path, report: &mut Report) -> Result<(), String> {
    if !directory.join(MANIFEST).exists() {
        report.checked("there is no manifest: files are checked against the log alone");
        return Ok(());
    }
    let manifest = manifest(directory)?;
    for listed in &manifest.files {
        if Path::new(&listed.file).components().any(|part| !matches!(part, std::path::Component::Normal(_))) {
            report.fault(format!("the manifest names {:?}, which is outside the export", listed.file));
            continue;
        }
        match std::fs::read(directory.join(&listed.file)) {
            Ok(body) if sha256_hex(&body) == listed.sha256 => {}
            Ok(_) => report.fault(format!("{} does not match the manifest", listed.file)),
            Err(error) => report.fault(format!("{}: {error}", listed.file)),
        }
    }
    report.checked(format!("{} files match the manifest of {}", manifest.files.len(), manifest.made_at));
    Ok(())
}
