//! Checks the list of changes against the log: one row per leaf, in order.

use serde_json::Value;

use super::expected::{ExpectedEdition, differences};
use super::log::CheckedLog;
use super::pages;
use super::pages::{Pages, number};
use super::report::{Progress, Report};
use super::source::Source;
use crate::foundation::digest::hex;
use crate::public::shapes::{PublicChange, PublicChangeKind, PublicEditionView};

const LIST: &str = "/public/v1/changes";

/// Checks every row, and that every leaf has one.
pub async fn check(source: &Source, log: &CheckedLog, report: &mut Report, progress: &mut Progress<'_>) -> Result<(), String> {
    let mut list = Pages::of(source, LIST);
    let mut next = 0;
    while let Some(rows) = list.next().await? {
        progress("changes", next, log.leaves.len());
        for row in rows.iter().map(|text| pages::row(text)) {
            let leaf = number(&row, "/leaf").filter(|leaf| *leaf < log.leaves.len());
            let Some(leaf) = leaf else {
                let id = pages::text(&row, "/edition/id").unwrap_or_default();
                report.fault(format!("{LIST} has a change of {} that is not in the log", log.name_of(id)));
                continue;
            };
            if leaf < next {
                report.fault(format!("{} is repeated or out of order at {LIST}", log.name(leaf)));
                continue;
            }
            left_out(log, next..leaf, report);
            next = leaf + 1;
            check_row(log, leaf, &row, report)?;
        }
    }
    if list.missing && !log.leaves.is_empty() {
        report.fault(format!("the log has {} leaves, but there is no list of changes at {LIST}", log.leaves.len()));
        return Ok(());
    }
    left_out(log, next..log.leaves.len(), report);
    report.checked(format!("{} changes checked against the log", log.leaves.len()));
    Ok(())
}

fn left_out(log: &CheckedLog, leaves: std::ops::Range<usize>, report: &mut Report) {
    for leaf in leaves {
        report.fault(format!("{} is in the log, but not among the changes at {LIST}", log.name(leaf)));
    }
}

fn check_row(log: &CheckedLog, number: usize, row: &Value, report: &mut Report) -> Result<(), String> {
    let Some(leaf) = log.leaves.get(number).filter(|_| !log.is_unknown(number)) else { return Ok(()) };
    let document = log.leaf_of(&leaf.id).and_then(|document| log.expected.editions.get(&document));
    let Some(expected) = document else { return Ok(()) };
    let leaf_hash = log.hash(number).map(|hash| hex(&hash)).unwrap_or_default();
    let mut others = said_of_leaf(number, (leaf_hash, &leaf.sha256), leaf.is_withdrawal, expected, row)?;
    others.extend(expected.differences(row.get("edition").unwrap_or(&Value::Null))?);
    if !others.is_empty() {
        let members = others.join(", ");
        report.fault(format!("{} has a different {members} at {LIST} than in the log", log.name(number)));
    }
    Ok(())
}

/// Returns the members of a row about the leaf itself.
fn said_of_leaf(
    number: usize,
    (leaf_hash, sha256): (String, &str),
    is_withdrawal: bool,
    expected: &ExpectedEdition,
    row: &Value,
) -> Result<Vec<String>, String> {
    let edition = &expected.edition;
    let withdrawn_at = edition.withdrawn_at.filter(|_| is_withdrawal);
    let change = PublicChange {
        leaf: i32::try_from(number).map_err(|error| error.to_string())?,
        change: if is_withdrawal { PublicChangeKind::Withdrawn } else { PublicChangeKind::Published },
        at: withdrawn_at.unwrap_or(edition.published_at).and_utc(),
        leaf_hash,
        sha256: sha256.to_owned(),
        edition: PublicEditionView::from(edition.clone()),
    };
    let mut names = differences(&serde_json::to_value(change).map_err(|error| error.to_string())?, row);
    names.retain(|name| name != "edition");
    Ok(names)
}
