//! Pages about editions: their documents, the list of them, and the changes.

use actix_web::http::StatusCode;

use super::front::{Asking, Keep, Made};
use super::order::PublicEditionSort;
use super::pages::{id_in, limit_of, listing};
use super::query::{Asked, ChangesQuery, PublicEditionFilter};
use super::shapes::{PublicChange, PublicChangeKind, PublicChanges, PublicEditionView};
use super::{query, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::{ApiError, FieldError};
use crate::http::paging::{LinkBuilder, Links, Page, PageInfo};
use crate::http::query::{known, names, nothing, parse};
use crate::publication_log::document::LICENCE;
use crate::publication_log::log::LeafKind;

/// Returns the document of an edition from the log; for a withdrawn one, its withdrawal.
pub fn document(conn: &mut AnyConnection, asking: &Asking, id: &str) -> Result<Made, ApiError> {
    nothing(&asking.query)?;
    let leaf = store::document(conn, &id_in(id)?)?.ok_or(ApiError::NotFound)?;
    let page = Made::page(leaf.document, leaf.at);
    Ok(match leaf.kind {
        LeafKind::Edition => Made { keep: Keep::ForEver, ..page },
        LeafKind::Withdrawal => Made { status: StatusCode::GONE, ..page },
    })
}

/// Returns the list of published editions.
pub fn list(conn: &mut AnyConnection, asking: &Asking) -> Result<Made, ApiError> {
    let Asked { filter, window }: Asked<PublicEditionFilter, PublicEditionSort> = query::asked(&asking.query)?;
    let page = store::editions(conn, &filter, &window)?;
    let page = page.try_map(|rows| Ok(rows.into_iter().map(PublicEditionView::from).collect()))?;
    listing(asking, window.limit, page)
}

/// Returns the documents added to the log after a number.
pub fn changes(conn: &mut AnyConnection, asking: &Asking) -> Result<Made, ApiError> {
    known(&asking.query, &[&names::<ChangesQuery>()])?;
    let ChangesQuery { after, leaf_hash, area, limit } = parse(&asking.query)?;
    let limit = limit_of(limit)?;
    // A number too large for the log is beyond its end.
    let from = after.map_or(-1, |after| i32::try_from(after).unwrap_or(i32::MAX));
    let log_length = u64::try_from(asking.state.leaf.saturating_add(1)).unwrap_or_default();
    let mut rows = store::changes(conn, from, area.as_ref(), i64::try_from(limit).map_or(201, |limit| limit + 1))?;
    if let Some(after) = after.filter(|_| rows.is_empty()) {
        within(after, log_length)?;
    }
    if let Some(said) = &leaf_hash {
        is_here(conn, after, said, log_length)?;
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    let last = rows.last().map(|(entry, _)| (entry.leaf, entry.leaf_hash.clone()));
    let next_after = last.as_ref().map(|(leaf, _)| *leaf).or(after.map(|_| from));
    let next_leaf_hash = match (last, next_after) {
        (Some((_, hash)), _) => Some(hash),
        (None, Some(leaf)) => store::leaf_hash(conn, leaf)?,
        (None, None) => None,
    };
    let change = |(entry, edition): (store::Entry, _)| PublicChange {
        leaf: entry.leaf,
        change: match entry.kind {
            LeafKind::Edition => PublicChangeKind::Published,
            LeafKind::Withdrawal => PublicChangeKind::Withdrawn,
        },
        at: entry.at.and_utc(),
        leaf_hash: entry.leaf_hash,
        sha256: entry.sha256,
        edition: PublicEditionView::from(edition),
    };
    let data: Vec<PublicChange> = rows.into_iter().map(change).collect();
    let none = Page::<PublicChange> { rows: Vec::new(), next: None, prev: None, total: None };
    let this = LinkBuilder::new(&asking.path, &asking.query).links(&none).this;
    let following = next_after.zip(next_leaf_hash.as_deref()).filter(|_| more);
    let next = following.map(|(leaf, hash)| after_leaf(&asking.path, (leaf, hash), area.as_deref(), limit));
    let links = Links { this, next, prev: None };
    let header = links.header();
    let body = PublicChanges { data, links, page: PageInfo::new(limit, None), next_after, next_leaf_hash, licence: LICENCE };
    Ok(Made { links: Some(header), ..Made::page(serde_json::to_string(&body)?, asking.state.at) })
}

/// Refuses a number that the log has not reached. The caller follows another log, or one that was truncated, and would wait for
/// ever.
fn within(after: u64, log_length: u64) -> Result<(), ApiError> {
    if after < log_length { Ok(()) } else { Err(ApiError::BeyondLog { after, log_length }) }
}

/// Refuses a leaf that the log does not have in that place: the caller follows another log, or this one was restored from an older
/// backup, and what was published since would be passed over.
fn is_here(conn: &mut AnyConnection, after: Option<u64>, said: &str, log_length: u64) -> Result<(), ApiError> {
    let is_hash = said.len() == 64 && said.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !is_hash {
        let detail =
            format!("{said:?} is not a hash of 64 lower-case hexadecimal digits: send next_leaf_hash of the previous page");
        return Err(ApiError::BadParameters(vec![FieldError::new("/query/leaf_hash", detail)]));
    }
    let Some(after) = after else {
        let detail = "is only read with after: send both, or neither";
        return Err(ApiError::BadParameters(vec![FieldError::new("/query/leaf_hash", detail)]));
    };
    let here = match i32::try_from(after) {
        Ok(leaf) => store::leaf_hash(conn, leaf)?,
        Err(_) => None,
    };
    if here.as_deref() == Some(said) { Ok(()) } else { Err(ApiError::AnotherLog { after, log_length }) }
}

fn after_leaf(path: &str, (leaf, hash): (i32, &str), area: Option<&str>, limit: usize) -> String {
    let mut pairs = vec![("after", leaf.to_string()), ("leaf_hash", hash.to_owned()), ("limit", limit.to_string())];
    pairs.extend(area.map(|area| ("area", area.to_owned())));
    format!("{path}?{}", serde_html_form::to_string(&pairs).unwrap_or_default())
}
