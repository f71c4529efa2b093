//! The files of an export against their hashes in its manifest.

use std::path::Path;

use super::report::Report;
use crate::foundation::digest::sha256_hex;
use crate::transfer::export::directory::{MANIFEST, manifest};

/// Checks every file that the manifest names. The manifest is not signed: this finds what broke, not who lied.
pub fn check(directory: &Path, report: &mut Report) -> Result<(), String> {
    if !directory.join(MANIFEST).exists() {
        report.checked("no manifest here: its files are held against the log alone");
        return Ok(());
    }
    let manifest = manifest(directory)?;
    for listed in &manifest.files {
        if Path::new(&listed.file).components().any(|part| !matches!(part, std::path::Component::Normal(_))) {
            report.fault(format!("the manifest names {:?}, which leads out of the export", listed.file));
            continue;
        }
        match std::fs::read(directory.join(&listed.file)) {
            Ok(body) if sha256_hex(&body) == listed.sha256 => {}
            Ok(_) => report.fault(format!("{} is not the file of the manifest", listed.file)),
            Err(error) => report.fault(format!("{}: {error}", listed.file)),
        }
    }
    report.checked(format!("{} files are those of the manifest of {}", manifest.files.len(), manifest.made_at));
    Ok(())
}
