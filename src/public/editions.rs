//! Pages about editions: their documents, the list of them, and the changes.

use actix_web::http::StatusCode;

use super::front::{Asking, Keep, Made};
use super::order::PublicEditionSort;
use super::pages::{id_in, limit_of, listing};
use super::query::{Asked, ChangesQuery, PublicEditionFilter};
use super::shapes::{PublicChange, PublicChangeKind, PublicChanges, PublicEditionView};
use super::{query, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
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
    let ChangesQuery { after, area, limit } = parse(&asking.query)?;
    let limit = limit_of(limit)?;
    // A number too large for the log is beyond its end.
    let from = after.map_or(-1, |after| i32::try_from(after).unwrap_or(i32::MAX));
    let mut rows = store::changes(conn, from, area.as_ref(), i64::try_from(limit).map_or(201, |limit| limit + 1))?;
    if let Some(after) = after.filter(|_| rows.is_empty()) {
        within(after, u64::try_from(asking.state.leaf.saturating_add(1)).unwrap_or_default())?;
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_after = rows.last().map(|(entry, _)| entry.leaf).or(after.map(|_| from));
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
    let next = next_after.filter(|_| more).map(|leaf| following(&asking.path, leaf, area.as_deref(), limit));
    let links = Links { this, next, prev: None };
    let header = links.header();
    let body = PublicChanges { data, links, page: PageInfo::new(limit, None), next_after, licence: LICENCE };
    Ok(Made { links: Some(header), ..Made::page(serde_json::to_string(&body)?, asking.state.at) })
}

/// Refuses a number that the log has not reached. The caller follows another log, or one that was truncated, and would wait for
/// ever.
fn within(after: u64, log_length: u64) -> Result<(), ApiError> {
    if after < log_length { Ok(()) } else { Err(ApiError::BeyondLog { after, log_length }) }
}

fn following(path: &str, after: i32, area: Option<&str>, limit: usize) -> String {
    let mut pairs = vec![("after", after.to_string()), ("limit", limit.to_string())];
    pairs.extend(area.map(|area| ("area", area.to_owned())));
    format!("{path}?{}", serde_html_form::to_string(&pairs).unwrap_or_default())
}
