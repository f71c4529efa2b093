//! The list of editions against the log: each is in it, and what is served of it is what is in it.

use serde::Deserialize;

use super::log::{CheckedLeaf, CheckedLog, MOST_DOCUMENT, name};
use super::report::Report;
use super::source::{Fetched, Source};
use crate::transparency::tree::leaf_hash;

const MOST_PAGE: usize = 16 << 20;
/// A list that does not end is no list.
const MOST_PAGES: usize = 100_000;

#[derive(Debug, Deserialize)]
struct ListPage {
    data: Vec<Listed>,
    links: Option<PageLinks>,
}

#[derive(Debug, Deserialize)]
struct PageLinks {
    next: Option<String>,
}

/// What is used of an edition in the list.
#[derive(Debug, Deserialize)]
struct Listed {
    id: String,
    title: Option<String>,
    leaf: usize,
    sha256: Option<String>,
    links: Option<ListedLinks>,
}

#[derive(Debug, Deserialize)]
struct ListedLinks {
    document: Option<String>,
}

/// Checks every edition of the list; a source without a list has nothing to be checked here.
pub async fn check(source: &Source, log: &CheckedLog, report: &mut Report) -> Result<(), String> {
    let mut next = Some("/public/v1/editions".to_owned());
    let (mut count, mut pages) = (0, 0);
    while let Some(path) = next {
        pages += 1;
        if pages > MOST_PAGES {
            return Err("the list of editions does not end".into());
        }
        let Fetched::Body(body) = source.get(&path, MOST_PAGE).await? else {
            if pages == 1 {
                report.checked("no list of editions here to hold against the log");
                return Ok(());
            }
            return Err(format!("{path} is missing"));
        };
        let page: ListPage = serde_json::from_slice(&body).map_err(|error| format!("{path}: {error}"))?;
        for listed in &page.data {
            check_one(source, log, listed, report).await?;
            count += 1;
        }
        let link = page.links.and_then(|links| links.next);
        next = match link {
            Some(link) => {
                Some(source.path_of(&link).ok_or_else(|| format!("{path}: its next page is elsewhere: {link}"))?.to_owned())
            }
            None => None,
        };
    }
    report.checked(format!("{count} listed editions held against the log"));
    Ok(())
}

async fn check_one(source: &Source, log: &CheckedLog, listed: &Listed, report: &mut Report) -> Result<(), String> {
    let name = name(&listed.id, listed.title.as_deref().unwrap_or_default(), listed.leaf);
    let Some(leaf) = log.leaves.get(listed.leaf).filter(|leaf| leaf.id == listed.id) else {
        report.fault(format!("{name} is listed, and is not in the log"));
        return Ok(());
    };
    if !leaf.is_withdrawal && listed.sha256.as_ref().is_some_and(|sha256| *sha256 != leaf.sha256) {
        report.fault(format!("{name} is listed with the hash of another document"));
    }
    let Some(link) = listed.links.as_ref().and_then(|links| links.document.as_ref()) else { return Ok(()) };
    let Some(path) = source.path_of(link) else {
        report.fault(format!("{name} is linked to a document elsewhere: {link}"));
        return Ok(());
    };
    let withdrawn = |leaf: &CheckedLeaf| leaf.gone || leaf.is_withdrawal;
    match source.get(path, MOST_DOCUMENT).await? {
        Fetched::Body(body) if is_of_edition(log, &listed.id, &body) => {}
        Fetched::Body(_) => report.fault(format!("{name} has been changed: what is served of it is not what is in the log")),
        Fetched::Gone(_) if withdrawn(leaf) => {}
        Fetched::Gone(_) | Fetched::Missing => report.fault(format!("{name} is listed, and its document is not served")),
    }
    Ok(())
}

/// Whether the bytes are a leaf of the edition: its document, or its withdrawal.
fn is_of_edition(log: &CheckedLog, id: &str, body: &[u8]) -> bool {
    let hash = Some(leaf_hash(body));
    log.leaves.iter().enumerate().any(|(number, leaf)| leaf.id == id && log.hash(number) == hash)
}
