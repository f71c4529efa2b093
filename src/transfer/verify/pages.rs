//! The rows of a list, page by page; in an export a list is one page.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::source::{Fetched, Source};

/// The limit on pages, against endless lists.
const MOST_PAGES: usize = 100_000;

#[derive(Debug, Deserialize)]
struct ListPage {
    data: Vec<Box<RawValue>>,
    links: Option<PageLinks>,
}

#[derive(Debug, Deserialize)]
struct PageLinks {
    next: Option<String>,
}

/// A list being read.
pub struct Pages<'a> {
    source: &'a Source,
    list: &'a str,
    next: Option<String>,
    seen: BTreeSet<String>,
    /// True when there is no such list.
    pub missing: bool,
}

impl<'a> Pages<'a> {
    /// Returns the list at a path without parameters.
    pub fn of(source: &'a Source, list: &'a str) -> Self {
        Self { source, list, next: Some(format!("{list}?limit=200")), seen: BTreeSet::new(), missing: false }
    }

    /// Returns the rows of the next page; `None` after the last.
    pub async fn next(&mut self) -> Result<Option<Vec<Box<RawValue>>>, String> {
        let Some(path) = self.next.take() else { return Ok(None) };
        if self.seen.len() >= MOST_PAGES || !self.seen.insert(path.clone()) {
            return Err(format!("{} does not end", self.list));
        }
        let Fetched::Body(body) = self.source.get(&path, self.source.most_of_a_list()).await? else {
            if self.seen.len() > 1 {
                return Err(format!("{path} is missing"));
            }
            self.missing = true;
            return Ok(None);
        };
        let page: ListPage = serde_json::from_slice(&body)
            .map_err(|_| format!("{path}: is not a page of a list: use `verify` of the version of the service"))?;
        if let Some(link) = page.links.and_then(|links| links.next) {
            let next =
                self.source.path_of(&link).ok_or_else(|| format!("{path}: its next page is on another service: {link}"))?;
            self.next = Some(next.to_owned());
        }
        Ok(Some(page.data))
    }
}

/// Returns a row; invalid JSON would have failed as part of the page.
pub fn row(text: &RawValue) -> Value {
    serde_json::from_str(text.get()).unwrap_or_default()
}

/// Returns a text in a row.
pub fn text<'a>(row: &'a Value, pointer: &str) -> Option<&'a str> {
    row.pointer(pointer).and_then(Value::as_str)
}

/// Returns a number in a row.
pub fn number(row: &Value, pointer: &str) -> Option<usize> {
    row.pointer(pointer).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok())
}
