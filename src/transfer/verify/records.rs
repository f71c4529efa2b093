//! Checks the served records against the newest editions that contain them: in lists, individually, and in the threads of
//! priorities.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::expected::{ExpectedRecord, is};
use super::log::{CheckedLog, MOST_DOCUMENT};
use super::pages;
use super::pages::{Pages, number, text};
use super::report::{Progress, Report};
use super::source::{Fetched, Source};
use crate::http::paging::MOST_COUNTED;
use crate::public::model::{IN_A_THREAD, PublicResource};

/// Number of records requested together.
const TOGETHER: usize = 8;

/// The data compared in a check.
struct Check<'a> {
    source: &'a Source,
    log: &'a CheckedLog,
}

/// Checks every list of records, and every record.
pub async fn check(source: &Source, log: &CheckedLog, report: &mut Report, progress: &mut Progress<'_>) -> Result<(), String> {
    let check = Check { source, log };
    let all: usize = PublicResource::ALL.iter().map(|&resource| log.expected.records(resource).len()).sum();
    let mut done = 0;
    for &resource in PublicResource::ALL {
        check.list(resource, report).await?;
        let ids: Vec<&String> = log.expected.records(resource).keys().collect();
        for some in ids.chunks(TOGETHER) {
            progress("records", done, all);
            if resource.has_page() && resource != PublicResource::Measure {
                check.alone(resource, some, report).await?;
            }
            if resource == PublicResource::Priority {
                check.threads(some, report).await?;
            }
            done += some.len();
        }
    }
    report.checked(format!("{all} records match their newest editions, in lists and individually"));
    Ok(())
}

fn collection(resource: PublicResource) -> String {
    format!("/public/v1/{}", resource.collection())
}

/// Returns the name of a record for a fault, after its edition.
fn what(resource: PublicResource, id: &str) -> String {
    format!("the {} {id}", resource.as_str().replace('_', " "))
}

impl Check<'_> {
    fn expected(&self, resource: PublicResource) -> &BTreeMap<String, ExpectedRecord> {
        self.log.expected.records(resource)
    }

    async fn list(&self, resource: PublicResource, report: &mut Report) -> Result<(), String> {
        let (path, expected) = (collection(resource), self.expected(resource));
        let mut seen = BTreeSet::new();
        let mut list = Pages::of(self.source, &path);
        while let Some(rows) = list.next().await? {
            for row in rows.iter().map(|text| pages::row(text)) {
                let id = text(&row, "/id").unwrap_or_default().to_owned();
                self.row(resource, &path, &id, &row, report);
                if !seen.insert(id.clone()) {
                    report.fault(format!("{} is listed more than once at {path}: {}", what(resource, &id), self.claimed(&row)));
                }
            }
        }
        if list.missing && !expected.is_empty() {
            report.fault(format!("{path} is empty, but the log has {} records for it", expected.len()));
            return Ok(());
        }
        for (id, record) in expected.iter().filter(|(id, _)| !seen.contains(*id)) {
            let name = self.log.name(record.leaf);
            report.fault(format!("{name}: {} is in it, but missing from {path}", what(resource, id)));
        }
        Ok(())
    }

    /// Checks a row of a list or of a thread.
    fn row(&self, resource: PublicResource, path: &str, id: &str, row: &Value, report: &mut Report) {
        if self.is_of_unknown(row) {
            return;
        }
        match self.expected(resource).get(id) {
            None => {
                let name = self.claimed(row);
                report.fault(format!("{name}: {} is served at {path}, but is in no edition of the log", what(resource, id)));
            }
            Some(record) if !is(row, &record.listed) => {
                let name = self.claimed_or(row, record);
                report.fault(format!("{name}: {} at {path} differs from the edition", what(resource, id)));
            }
            Some(_) => {}
        }
    }

    /// True when a row is from an edition whose document cannot be read, for which there is a fault already.
    fn is_of_unknown(&self, row: &Value) -> bool {
        let leaf = text(row, "/edition/id").and_then(|id| self.log.leaf_of(id));
        leaf.is_some_and(|leaf| self.log.is_unknown(leaf))
    }

    /// Returns the edition that a row claims to be from.
    fn claimed(&self, row: &Value) -> String {
        text(row, "/edition/id").map_or_else(|| "an unnamed edition".into(), |id| self.log.name_of(id))
    }

    /// Returns the edition that a row claims to be from, if the log does not have it; otherwise the one that it should be from.
    fn claimed_or(&self, row: &Value, record: &ExpectedRecord) -> String {
        let claims = text(row, "/edition/id").filter(|id| self.log.leaf_of(id).is_none());
        claims.map_or_else(|| self.log.name(record.leaf), |id| self.log.name_of(id))
    }

    /// Checks records individually.
    async fn alone(&self, resource: PublicResource, ids: &[&String], report: &mut Report) -> Result<(), String> {
        let paths: Vec<String> = ids.iter().map(|id| format!("{}/{id}", collection(resource))).collect();
        let bodies = self.source.get_all(&paths, MOST_DOCUMENT).await?;
        for ((id, path), fetched) in ids.iter().zip(&paths).zip(bodies) {
            let Some(record) = self.expected(resource).get(*id) else { continue };
            let (name, what) = (self.log.name(record.leaf), what(resource, id));
            let Fetched::Body(body) = fetched else {
                report.fault(format!("{name}: {what} is in it, but is not served at {path}"));
                continue;
            };
            let Ok(value) = serde_json::from_slice::<Value>(&body) else {
                report.fault(format!("{name}: {what} is served at {path} as something that is no JSON"));
                continue;
            };
            let name = self.claimed_or(&value, record);
            if !self.is_of_unknown(&value) && !is(&value, &record.alone) {
                report.fault(format!("{name}: {what} at {path} differs from the edition"));
            }
        }
        Ok(())
    }

    /// Checks the threads of priorities.
    async fn threads(&self, ids: &[&String], report: &mut Report) -> Result<(), String> {
        let paths: Vec<String> = ids.iter().map(|id| format!("{}/{id}/thread", collection(PublicResource::Priority))).collect();
        let bodies = self.source.get_all(&paths, MOST_DOCUMENT).await?;
        for ((id, path), fetched) in ids.iter().zip(&paths).zip(bodies) {
            let Some(priority) = self.expected(PublicResource::Priority).get(*id) else { continue };
            let Fetched::Body(body) = fetched else {
                report.fault(format!("{}: nothing is served at {path}", self.log.name(priority.leaf)));
                continue;
            };
            let Ok(thread) = serde_json::from_slice::<Value>(&body) else {
                report.fault(format!("{}: what is served at {path} is no JSON", self.log.name(priority.leaf)));
                continue;
            };
            self.row(PublicResource::Priority, path, id, thread.get("priority").unwrap_or(&Value::Null), report);
            for resource in [PublicResource::Question, PublicResource::Action, PublicResource::Finding] {
                self.under(resource, (id, priority), path, &thread, report);
            }
        }
        Ok(())
    }

    /// Checks the records of a kind under a priority.
    fn under(
        &self,
        resource: PublicResource,
        (id, priority): (&str, &ExpectedRecord),
        path: &str,
        thread: &Value,
        report: &mut Report,
    ) {
        let (name, before) = (resource.collection(), report.faults.len());
        let is_under =
            |record: &&ExpectedRecord| record.area == priority.area && record.priorities.iter().any(|under| under == id);
        let expected = self.expected(resource);
        let total = expected.values().filter(is_under).count();
        let rows = thread.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut seen = BTreeSet::new();
        for row in rows {
            let id = text(row, "/id").unwrap_or_default();
            self.row(resource, path, id, row, report);
            if expected.get(id).is_some_and(|record| !is_under(&record)) || !seen.insert(id) {
                report.fault(format!(
                    "{}: {} is served at {path}, but does not belong there",
                    self.claimed(row),
                    what(resource, id)
                ));
            }
        }
        let left_out = |(id, record): &(&String, &ExpectedRecord)| is_under(record) && !seen.contains(id.as_str());
        if total <= IN_A_THREAD {
            for (id, record) in expected.iter().filter(left_out) {
                let edition = self.log.name(record.leaf);
                report.fault(format!("{edition}: {} is in it, but missing from {path}", what(resource, id)));
            }
        }
        let served = number(thread, &format!("/{name}_total"));
        let counted = i64::try_from(total).unwrap_or(i64::MAX).min(MOST_COUNTED);
        let is_all = served.is_some_and(|served| i64::try_from(served) == Ok(counted)) && rows.len() == total.min(IN_A_THREAD);
        // If a row can be named, the fault is about its edition.
        if !is_all && report.faults.len() == before {
            let (edition, of) = (self.log.name(priority.leaf), served.map(|served| served.to_string()).unwrap_or_default());
            report.fault(format!("{edition}: {path} has {} of {of:?} {name}, but the log has {total}", rows.len()));
        }
    }
}
