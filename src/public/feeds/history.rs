//! A document of a feed: the newest entries, or an archived page of the whole history (RFC 5005 section 4).
//!
//! Entries are numbered in the order of the log. Every full set of fifty is an archived page, whose places never change; the
//! current document has the newest entries, so that the two always meet.

use chrono::NaiveDateTime;

use super::entry::Entry;
use super::query::FeedFilter;
use super::{query, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::front::Asking;
use crate::publication_log::log::LeafKind;

/// Number of entries in each document.
pub const SIZE: i64 = 50;

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    Atom,
    JsonFeed,
}

impl FeedFormat {
    /// Both formats.
    pub const ALL: [Self; 2] = [Self::Atom, Self::JsonFeed];

    const fn file(self) -> &'static str {
        match self {
            Self::Atom => "atom.xml",
            Self::JsonFeed => "feed.json",
        }
    }

    /// Returns the path of the current document, or of an archived page. Pages have paths, not parameters, so that any web
    /// server can serve the archive.
    pub fn path(self, page: Option<i64>) -> String {
        let archive = page.map(|page| format!("archive/{page}/")).unwrap_or_default();
        format!("/public/v1/feeds/{archive}{}", self.file())
    }
}

/// A document of a feed, before it is written in a format.
pub struct Document {
    /// Address under which the public reaches the service, without a final slash.
    pub base: String,
    /// The name of the publication log, which identifies the feed wherever the service is.
    pub origin: String,
    pub format: FeedFormat,
    pub filter: FeedFilter,
    /// The number of an archived page; `None` for the current document.
    pub page: Option<i64>,
    /// Number of archived pages.
    pub archived: i64,
    /// Entries, newest first, without those withdrawn since.
    pub entries: Vec<Entry>,
    /// Withdrawn editions, newest first.
    pub tombstones: Vec<Entry>,
    /// The time of the last change to anything here.
    pub updated: NaiveDateTime,
}

/// Returns the number of archived pages of the unfiltered feed.
pub fn archived(conn: &mut AnyConnection) -> Result<i64, ApiError> {
    Ok(store::count(conn, &FeedFilter::default())? / SIZE)
}

/// Reads the requested document.
pub fn read(
    conn: &mut AnyConnection,
    asking: &Asking,
    (base, origin): (&str, &str),
    format: FeedFormat,
    page: Option<i64>,
) -> Result<Document, ApiError> {
    let filter = query::feed(&asking.query)?;
    let count = store::count(conn, &filter)?;
    let archived = count / SIZE;
    if page.is_some_and(|page| !(1..=archived).contains(&page)) {
        return Err(ApiError::NotFound);
    }
    let from = page.map_or((count - SIZE).max(0), |page| (page - 1) * SIZE);
    let mut rows = store::window(conn, &filter, from, SIZE)?;
    rows.reverse();
    let updated = rows.first().map_or(asking.state.at, |entry| entry.at);
    let (tombstones, entries): (Vec<Entry>, Vec<Entry>) = rows.into_iter().partition(|entry| entry.kind == LeafKind::Withdrawal);
    let entries = entries.into_iter().filter(|entry| entry.title.is_some()).collect();
    let (base, origin) = (base.to_owned(), origin.to_owned());
    Ok(Document { base, origin, format, filter, page, archived, entries, tombstones, updated })
}

impl Document {
    /// Returns the address of a path of this service.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn relative(&self, format: FeedFormat, page: Option<i64>) -> String {
        let path = format.path(page);
        let query = serde_html_form::to_string(self.filter.pairs()).unwrap_or_default();
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    fn address(&self, format: FeedFormat, page: Option<i64>) -> String {
        self.absolute(&self.relative(format, page))
    }

    /// Returns the identity of the feed, which stays when the service moves to another host.
    pub fn identity(&self) -> String {
        format!("{} {}", self.origin, self.relative(self.format, None))
    }

    /// Returns the address of this document.
    pub fn this(&self) -> String {
        self.address(self.format, self.page)
    }

    /// Returns the address of the current document.
    pub fn current(&self) -> String {
        self.address(self.format, None)
    }

    /// Returns the address of the same feed in another format.
    pub fn other(&self, format: FeedFormat) -> String {
        self.address(format, self.page)
    }

    /// Returns the archived page before this document.
    pub fn previous(&self) -> Option<String> {
        let before = self.page.map_or(self.archived, |page| page - 1);
        (before > 0).then(|| self.address(self.format, Some(before)))
    }

    /// Returns the archived page after this one.
    pub fn next(&self) -> Option<String> {
        let after = self.page?.checked_add(1).filter(|after| *after <= self.archived)?;
        Some(self.address(self.format, Some(after)))
    }

    /// Returns the title of the feed.
    pub fn title(&self) -> String {
        let mut title = "Holding a police force to account: publications".to_owned();
        for (name, value) in self.filter.pairs() {
            title.push_str(&format!(" · {}: {value}", name.replace('_', " ")));
        }
        title
    }
}
