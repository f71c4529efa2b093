//! Checks the list of editions against the log: it contains exactly the editions of the log, each row matches its document, and
//! each served document is the one in the log.

use serde_json::Value;

use super::log::{CheckedLog, MOST_DOCUMENT, name};
use super::pages;
use super::pages::{Pages, number, text};
use super::report::{Progress, Report};
use super::source::{Fetched, Source};

const LIST: &str = "/public/v1/editions";

/// Number of documents requested together.
const TOGETHER: usize = 4;

/// Checks every edition in the list, and that every edition of the log is in the list.
pub async fn check(source: &Source, log: &CheckedLog, report: &mut Report, progress: &mut Progress<'_>) -> Result<(), String> {
    let all = log.leaves.iter().filter(|leaf| !leaf.is_withdrawal).count();
    let mut listed = vec![false; log.leaves.len()];
    let mut list = Pages::of(source, LIST);
    let mut count = 0;
    while let Some(rows) = list.next().await? {
        for some in rows.chunks(TOGETHER) {
            progress("editions", count, all);
            count += some.len();
            let mut served = Vec::new();
            for row in some.iter().map(|text| pages::row(text)) {
                let Some(leaf) = in_log(log, &row, report) else { continue };
                if listed.get_mut(leaf).is_some_and(|listed| std::mem::replace(listed, true)) {
                    report.fault(format!("{} is listed twice", log.name(leaf)));
                }
                check_row(log, leaf, &row, report)?;
                served.extend(document_of(source, log, leaf, &row, report).map(|path| (leaf, path)));
            }
            check_documents(source, log, served, report).await?;
        }
    }
    if list.missing && all > 0 {
        report.fault(format!("the log has {all} editions, but there is no list of them at {LIST}"));
        return Ok(());
    }
    for (leaf, _) in log.leaves.iter().zip(&listed).enumerate().filter(|(_, (leaf, listed))| !leaf.is_withdrawal && !**listed) {
        report.fault(format!("{} is in the log, but not in the list of editions", log.name(leaf)));
    }
    report.checked(format!("{count} listed editions checked against the log"));
    Ok(())
}

/// Returns the leaf of a listed edition.
fn in_log(log: &CheckedLog, row: &Value, report: &mut Report) -> Option<usize> {
    let (id, leaf) = (text(row, "/id").unwrap_or_default(), number(row, "/leaf"));
    let is_it = |number: &usize| {
        let same = log.leaves.get(*number).is_some_and(|leaf| leaf.id == id && !leaf.is_withdrawal);
        same || (log.is_unknown(*number) && log.leaves.get(*number).is_some_and(|leaf| leaf.id.is_empty()))
    };
    let found = leaf.filter(is_it);
    if found.is_none() {
        let place = leaf.map_or_else(|| "without a leaf".to_owned(), |leaf| format!("as leaf {leaf}"));
        report.fault(match (log.leaf_of(id), leaf) {
            (Some(other), _) => format!("{} is listed {place}", log.name(other)),
            (None, leaf) => {
                let named = name(id, text(row, "/title").unwrap_or_default(), leaf.unwrap_or_default());
                format!("{named} is listed, but is not in the log")
            }
        });
    }
    found
}

/// Checks the row of an edition.
fn check_row(log: &CheckedLog, leaf: usize, row: &Value, report: &mut Report) -> Result<(), String> {
    if let Some(expected) = log.expected.editions.get(&leaf) {
        let others = expected.differences(row)?;
        if !others.is_empty() {
            let members = others.join(", ");
            report.fault(format!("{} has a different {members} at {LIST} than in the log", log.name(leaf)));
        }
    }
    let sha256 = text(row, "/sha256");
    if sha256.is_some_and(|sha256| log.leaves.get(leaf).is_some_and(|leaf| !leaf.sha256.is_empty() && leaf.sha256 != sha256)) {
        report.fault(format!("{} is listed with the hash of another document", log.name(leaf)));
    }
    Ok(())
}

/// Returns the path of a listed edition's document.
fn document_of(source: &Source, log: &CheckedLog, leaf: usize, row: &Value, report: &mut Report) -> Option<String> {
    let Some(link) = text(row, "/links/document") else {
        return Some(format!("{LIST}/{}", text(row, "/id").unwrap_or_default()));
    };
    let path = source.path_of(link).map(str::to_owned);
    if path.is_none() {
        report.fault(format!("{} is linked to a document elsewhere: {link}", log.name(leaf)));
    }
    path
}

/// Checks the served documents of editions.
async fn check_documents(
    source: &Source,
    log: &CheckedLog,
    served: Vec<(usize, String)>,
    report: &mut Report,
) -> Result<(), String> {
    let (numbers, paths): (Vec<usize>, Vec<String>) = served.into_iter().unzip();
    for (number, fetched) in numbers.into_iter().zip(source.get_all(&paths, MOST_DOCUMENT).await?) {
        let Some(leaf) = log.leaves.get(number).filter(|leaf| !leaf.id.is_empty()) else { continue };
        match fetched {
            Fetched::Body(body) if log.is_of_edition(&leaf.id, &body) => {}
            Fetched::Body(_) => {
                report.fault(format!("{} has been changed: the served document is not the one in the log", log.name(number)));
            }
            Fetched::Gone(body) if leaf.gone => {
                if !log.is_of_edition(&leaf.id, &body) {
                    let name = log.name(number);
                    report.fault(format!("{name} is withdrawn, but the document in its place is not its withdrawal in the log"));
                }
            }
            Fetched::Gone(_) | Fetched::Missing => {
                report.fault(format!("{} is listed, but its document is not served", log.name(number)));
            }
        }
    }
    Ok(())
}
