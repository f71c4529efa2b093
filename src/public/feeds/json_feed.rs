//! A document of a feed as JSON Feed 1.1 (jsonfeed.org), from the same entries as Atom. Pure.

use serde_json::{Value, json};

use super::entry::Entry;
use super::history::{Document, FeedFormat};
use super::media::{RIGHTS, instant};
use crate::foundation::error::ApiError;
use crate::publication_log::document::LICENCE;

/// Writes the document as JSON. Members that begin with an underscore are extensions: `_tombstones` lists items to delete.
pub fn write(document: &Document) -> Result<String, ApiError> {
    let items = document.entries.iter().map(|entry| item(&document.base, entry)).collect::<Result<Vec<_>, ApiError>>()?;
    let mut feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": document.title(),
        "home_page_url": document.absolute("/public/v1"),
        "feed_url": document.this(),
        "language": "en-GB",
        "authors": [{"name": "Answerable"}],
        "items": items,
        "_tombstones": document.tombstones.iter().map(tombstone).collect::<Vec<_>>(),
        "_answerable": {
            "about": document.absolute("/docs/"), "licence": LICENCE, "rights": RIGHTS, "updated": instant(document.updated),
            "archive": document.page.is_some(), "current": document.current(), "prev_archive": document.previous(),
            "next_archive": document.next(), "atom": document.other(FeedFormat::Atom),
        },
    });
    // `next_url` links to older items, page by page back to the first.
    if let (Some(previous), Some(feed)) = (document.previous(), feed.as_object_mut()) {
        feed.insert("next_url".into(), previous.into());
    }
    Ok(feed.to_string())
}

/// Returns the item of an entry, for a service at `base`.
pub fn item(base: &str, entry: &Entry) -> Result<Value, ApiError> {
    let categories = entry.about()?;
    let summary = entry.summary.clone().unwrap_or_default();
    Ok(json!({
        "id": entry.urn(),
        "url": format!("{base}{}", entry.url()),
        "title": entry.title,
        "summary": summary,
        // An item must have content: without its own it gets the summary.
        "content_text": entry.content.clone().unwrap_or(summary),
        "date_published": instant(entry.at),
        "date_modified": instant(entry.at),
        "tags": categories.iter().map(|category| &category.label).collect::<Vec<_>>(),
        "_answerable": {
            "area": entry.area, "kind": entry.edition_kind, "subject_id": entry.subject_id,
            "number": entry.number, "leaf": entry.leaf, "licence": LICENCE, "supersedes": entry.supersedes,
            "terms": categories.iter().map(|category| &category.term).collect::<Vec<_>>(),
        },
    }))
}

/// Returns the tombstone of a withdrawn edition.
pub fn tombstone(entry: &Entry) -> Value {
    json!({"id": entry.urn(), "when": instant(entry.at), "explanation": entry.explanation})
}
