//! A document of a feed as Atom (RFC 4287), with archived pages (RFC 5005) and tombstones (RFC 6721). Pure.
//!
//! Written with quick-xml, which escapes the content of elements and attributes. Characters that XML cannot contain are removed
//! first.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::entry::{Category, Entry};
use super::history::{Document, FeedFormat};
use super::media::{ATOM, JSON_FEED, RIGHTS, instant};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::ApiError;
use crate::publication_log::document::LICENCE;

type Out = Writer<Vec<u8>>;

/// Writes the document as XML.
pub fn write(document: &Document) -> Result<String, ApiError> {
    let mut out = Writer::new(Vec::new());
    feed(&mut out, document).map_err(|error| ApiError::Internal(format!("writing XML: {error}")))?;
    String::from_utf8(out.into_inner()).map_err(|error| ApiError::Internal(format!("writing XML: {error}")))
}

/// Removes the characters that XML 1.0 cannot contain, escaped or not (section 2.2).
fn printable(text: &str) -> String {
    let fits = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(fits).collect()
}

fn element(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&printable(text)))?;
    Ok(())
}

fn typed(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    let element = out.create_element(name).with_attribute(("type", "text"));
    element.write_text_content(BytesText::new(&printable(text)))?;
    Ok(())
}

fn link(out: &mut Out, rel: &str, media_type: &str, href: &str) -> io::Result<()> {
    let element = out.create_element("link").with_attribute(("rel", rel)).with_attribute(("type", media_type));
    element.with_attribute(("href", href)).write_empty()?;
    Ok(())
}

/// Returns the permanent id of a feed: a custom UUID (RFC 9562 section 5.8) derived from its identity.
fn feed_id(identity: &str) -> String {
    let hash = sha256_hex(identity.as_bytes());
    let half: [u8; 16] = u128::from_str_radix(hash.get(..32).unwrap_or("0"), 16).unwrap_or_default().to_be_bytes();
    uuid::Builder::from_custom_bytes(half).into_uuid().urn().to_string()
}

fn feed(out: &mut Out, document: &Document) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = out
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xmlns:fh", "http://purl.org/syndication/history/1.0"))
        .with_attribute(("xmlns:at", "http://purl.org/atompub/tombstones/1.0"))
        .with_attribute(("xml:lang", "en-GB"));
    root.write_inner_content(|out| {
        element(out, "id", &feed_id(&document.identity()))?;
        element(out, "title", &document.title())?;
        element(out, "updated", &instant(document.updated))?;
        out.create_element("author").write_inner_content(|out| element(out, "name", "Answerable"))?;
        element(out, "rights", &format!("{RIGHTS}: {LICENCE}"))?;
        element(out, "generator", "Answerable")?;
        link(out, "license", "text/html", LICENCE)?;
        link(out, "self", ATOM, &document.this())?;
        if document.page.is_some() {
            out.create_element("fh:archive").write_empty()?;
            link(out, "current", ATOM, &document.current())?;
        }
        if let Some(previous) = document.previous() {
            link(out, "prev-archive", ATOM, &previous)?;
        }
        if let Some(next) = document.next() {
            link(out, "next-archive", ATOM, &next)?;
        }
        link(out, "alternate", JSON_FEED, &document.other(FeedFormat::JsonFeed))?;
        for tombstone in &document.tombstones {
            deleted(out, tombstone)?;
        }
        for one in &document.entries {
            entry(out, document, one)?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Writes the tombstone of a withdrawn edition with the reason (RFC 6721 section 3).
fn deleted(out: &mut Out, entry: &Entry) -> io::Result<()> {
    let gone = out.create_element("at:deleted-entry").with_attribute(("ref", entry.urn().as_str()));
    let gone = gone.with_attribute(("when", instant(entry.at).as_str()));
    gone.write_inner_content(|out| element(out, "at:comment", entry.explanation.as_deref().unwrap_or_default()))?;
    Ok(())
}

fn entry(out: &mut Out, document: &Document, entry: &Entry) -> io::Result<()> {
    let categories = entry.about().map_err(io::Error::other)?;
    out.create_element("entry").write_inner_content(|out| {
        element(out, "id", &entry.urn())?;
        element(out, "title", entry.title.as_deref().unwrap_or_default())?;
        element(out, "published", &instant(entry.at))?;
        element(out, "updated", &instant(entry.at))?;
        out.create_element("author").write_inner_content(|out| element(out, "name", &entry.area))?;
        link(out, "alternate", "application/json", &document.absolute(&entry.url()))?;
        if let Some(before) = &entry.supersedes {
            // RFC 5829.
            let before = document.absolute(&format!("/public/v1/editions/{before}"));
            link(out, "predecessor-version", "application/json", &before)?;
        }
        for Category { term, label } in &categories {
            let category = out.create_element("category").with_attribute(("term", printable(term).as_str()));
            category.with_attribute(("label", printable(label).as_str())).write_empty()?;
        }
        typed(out, "summary", entry.summary.as_deref().unwrap_or_default())?;
        if let Some(content) = &entry.content {
            typed(out, "content", content)?;
        }
        element(out, "rights", &format!("{RIGHTS}: {LICENCE}"))
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::feeds::query::FeedFilter;

    #[test]
    fn what_xml_cannot_hold_is_left_out_and_the_rest_is_escaped() {
        let mut out = Writer::new(Vec::new());
        element(&mut out, "title", "a \u{1}\u{fffe}<b> & \"c\" ]]> é 🚓\n").expect("written");
        link(&mut out, "self", "a/b", "/x?a=1&b=\"<").expect("written");
        let text = String::from_utf8(out.into_inner()).expect("text");
        assert!(text.starts_with("<title>a &lt;b&gt; &amp; "), "{text}");
        assert!(text.contains("]]&gt; é 🚓") && text.contains("href=\"/x?a=1&amp;b=&quot;&lt;\""), "{text}");
    }

    #[test]
    fn a_feed_keeps_its_id() {
        assert_eq!(feed_id("/a"), feed_id("/a"));
        assert_ne!(feed_id("/a"), feed_id("/a?area=b"));
        assert!(uuid::Uuid::parse_str(&feed_id("/a")).is_ok_and(|id| id.get_version_num() == 8));
        let id = |base: &str, origin: &str, area: Option<&str>, page| {
            let filter = FeedFilter { area: area.map(str::to_owned), ..FeedFilter::default() };
            let (base, origin, updated) = (base.to_owned(), origin.to_owned(), chrono::NaiveDateTime::default());
            let (entries, tombstones, format) = (Vec::new(), Vec::new(), FeedFormat::Atom);
            let text = write(&Document { base, origin, format, filter, page, archived: 1, entries, tombstones, updated });
            let text = text.expect("written");
            text.split_once("</id>").expect("an id").0.split_once("<id>").expect("an id").1.to_owned()
        };
        let here = id("https://here.example", "example.org/log", None, None);
        assert_eq!(id("https://there.example", "example.org/log", None, None), here, "another host");
        assert_eq!(id("", "example.org/log", None, Some(1)), here, "an archived page");
        assert_ne!(id("https://here.example", "example.org/other", None, None), here, "another log");
        assert_ne!(id("https://here.example", "example.org/log", Some("a"), None), here, "another filter");
    }
}
