//! Checks the JSON feed with its archived pages against the log: each entry must match its edition.

use serde_json::Value;

use super::expected::{ExpectedEntry, is};
use super::log::{CheckedLog, MOST_DOCUMENT};
use super::pages::{number, text};
use super::report::{Progress, Report};
use super::source::{Fetched, Source};
use crate::public::feeds::history::{FeedFormat, SIZE};

/// The state while reading the feed.
struct Feed<'a> {
    log: &'a CheckedLog,
    /// For each leaf, true when the feed had its expected entry.
    said: Vec<bool>,
}

/// Checks every entry of every page, and that every leaf has one.
pub async fn check(source: &Source, log: &CheckedLog, report: &mut Report, progress: &mut Progress<'_>) -> Result<(), String> {
    let before = report.faults.len();
    let mut feed = Feed { log, said: vec![false; log.leaves.len()] };
    let archived = i64::try_from(log.leaves.len()).map_or(0, |leaves| leaves / SIZE);
    let (mut missing, mut read) = (Vec::new(), 0);
    for page in (1..=archived).map(Some).chain([None]) {
        progress("pages of the feed", read, usize::try_from(archived).map_or(1, |archived| archived + 1));
        read += 1;
        let path = FeedFormat::JsonFeed.path(page);
        match source.get(&path, MOST_DOCUMENT).await? {
            Fetched::Body(body) => {
                let page: Value = serde_json::from_slice(&body).map_err(|_| format!("{path}: is not JSON"))?;
                feed.page(&path, &page, report);
            }
            Fetched::Gone(_) | Fetched::Missing => missing.push(path),
        }
    }
    if log.leaves.is_empty() {
        return Ok(());
    }
    if read == missing.len() {
        report.fault(format!("the log has {} leaves, but there is no feed of them at {}", log.leaves.len(), missing.join(", ")));
        return Ok(());
    }
    feed.left_out(report);
    // A page may be missing because an entry is: then the fault about the entry is clearer.
    if report.faults.len() == before && !missing.is_empty() {
        report.fault(format!("pages of the feed are missing: {}", missing.join(", ")));
    }
    report.checked(format!("{} entries of the feed checked against the log", log.leaves.len()));
    Ok(())
}

/// Returns the id of an edition from the id of an entry.
fn edition_of(entry: &Value) -> &str {
    let urn = text(entry, "/id").unwrap_or_default();
    urn.strip_prefix("urn:uuid:").unwrap_or(urn)
}

fn rows<'a>(page: &'a Value, name: &str) -> &'a [Value] {
    page.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

impl Feed<'_> {
    fn page(&mut self, path: &str, page: &Value, report: &mut Report) {
        // The addresses of entries begin like that of the feed, wherever it is read: the rest is compared.
        let base = text(page, "/feed_url").and_then(|url| url.strip_suffix(path)).unwrap_or_default();
        for item in rows(page, "items") {
            self.item(path, base, item, report);
        }
        for tombstone in rows(page, "_tombstones") {
            self.tombstone(path, tombstone, report);
        }
    }

    fn item(&mut self, path: &str, base: &str, item: &Value, report: &mut Report) {
        let mut item = item.clone();
        let url = text(&item, "/url").and_then(|url| url.strip_prefix(base)).map(str::to_owned);
        if let (Some(url), Some(member)) = (url, item.get_mut("url")) {
            *member = url.into();
        }
        let leaf = number(&item, "/_answerable/leaf");
        match leaf.and_then(|leaf| Some((leaf, *self.log.expected.entries.get(leaf)?))) {
            Some((leaf, ExpectedEntry::Item(expected))) if is(&item, &expected) => self.say(leaf),
            Some((leaf, ExpectedEntry::Unknown)) => self.say(leaf),
            Some((leaf, ExpectedEntry::Item(_))) => {
                self.say(leaf);
                report.fault(format!("{}: its entry in {path} differs from the edition", self.log.name(leaf)));
            }
            Some((leaf, ExpectedEntry::Nothing)) => {
                report.fault(format!("{} was withdrawn, but {path} still has an entry of it", self.log.name(leaf)));
            }
            Some((leaf, ExpectedEntry::Tombstone(_))) => {
                report.fault(format!("{}: {path} has an entry in place of its withdrawal", self.log.name(leaf)));
            }
            None => {
                let name = self.log.name_of(edition_of(&item));
                report.fault(format!("{name}: {path} has an entry of it that is not in the log"));
            }
        }
    }

    fn tombstone(&mut self, path: &str, tombstone: &Value, report: &mut Report) {
        let id = edition_of(tombstone);
        let leaf = self.log.expected.withdrawals.get(id).copied();
        match leaf.and_then(|leaf| Some((leaf, self.log.expected.entries.get(leaf)?))) {
            Some((leaf, ExpectedEntry::Tombstone(expected))) => {
                self.say(leaf);
                if !is(tombstone, expected) {
                    report.fault(format!("{}: its withdrawal in {path} differs from the log", self.log.name_of(id)));
                }
            }
            _ => report.fault(format!("{}: {path} says that it was withdrawn, but the log does not", self.log.name_of(id))),
        }
    }

    fn say(&mut self, leaf: usize) {
        if let Some(said) = self.said.get_mut(leaf) {
            *said = true;
        }
    }

    /// Reports missing entries.
    fn left_out(&self, report: &mut Report) {
        for (leaf, (entry, _)) in self.log.expected.entries.iter().zip(&self.said).enumerate().filter(|(_, (_, said))| !**said) {
            match entry {
                ExpectedEntry::Item(_) => report.fault(format!("{} is in the log, but not in the feed", self.log.name(leaf))),
                ExpectedEntry::Tombstone(_) => {
                    report.fault(format!("{}: the feed does not say that it was withdrawn", self.log.name(leaf)));
                }
                ExpectedEntry::Nothing | ExpectedEntry::Unknown => {}
            }
        }
    }
}
