//! Checks the files that documents name: an archive has their bytes, and a service says that it has them.

use std::collections::BTreeMap;

use super::log::CheckedLog;
use super::report::{Progress, Report};
use super::source::{Held, Source};

/// Checks each file that a document names which is not withdrawn. The bytes of a service are read only with `all_bytes`: there may be
/// many of them.
pub async fn check(
    source: &Source,
    log: &CheckedLog,
    all_bytes: bool,
    report: &mut Report,
    progress: &mut Progress<'_>,
) -> Result<(), String> {
    let mut files: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
    for (number, leaf) in log.leaves.iter().enumerate() {
        for file in &leaf.files {
            files.entry(&file.sha256).or_insert((number, file.bytes));
        }
    }
    let reads = all_bytes || matches!(source, Source::Directory(_));
    for (done, (sha256, (leaf, bytes))) in files.iter().enumerate() {
        progress("files", done, files.len());
        let path = format!("/public/v1/files/{sha256}");
        let held = if reads { source.hash(&path).await? } else { source.ask(&path).await? };
        let name = log.name(*leaf);
        match held {
            Held::Missing => report.fault(format!("{name}: the file {sha256} is named in it, but missing at {path}")),
            Held::Bytes { length, .. } if length.is_some_and(|length| i64::try_from(length) != Ok(*bytes)) => {
                report.fault(format!("{name}: the file {sha256} is named in it, but has another length at {path}"));
            }
            Held::Bytes { sha256: Some(found), .. } if found != *sha256 => {
                report.fault(format!("{name}: the file {sha256} is named in it, but the bytes at {path} are others"));
            }
            Held::Bytes { .. } => {}
        }
    }
    report.checked(match (files.len(), reads) {
        (0, _) => "no document names a file".to_owned(),
        (count, true) => format!("files with the bytes that documents name: {count}"),
        (count, false) => format!("files that documents name and that are served: {count}, unread (--files reads them)"),
    });
    Ok(())
}
