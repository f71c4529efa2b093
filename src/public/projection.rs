//! Builds the public data from the publication log, one document at a time, in the transaction that adds it.

use super::model::PublicEdition;
use super::{extract, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::{feeds, files};
use crate::publication_log::document::{EditionDocument, WithdrawalDocument};
use crate::publication_log::log::{Leaf, LeafKind};

/// The version of the rules that build the projections. It increases with each change to [`extract`], [`super::words`] or the
/// feeds that affects their output, so that projections by older rules are rebuilt.
pub const RULES: i32 = 3;

/// Applies a document of the log to the projections.
pub fn apply(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    match leaf.kind {
        LeafKind::Edition => published(conn, leaf)?,
        LeafKind::Withdrawal => withdrawn(conn, leaf)?,
    }
    files::projection::apply(conn, leaf)?;
    feeds::projection::apply(conn, leaf)
}

/// Replaces the previous edition, and its records in older editions.
fn published(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    let document: EditionDocument = serde_json::from_str(&leaf.document)?;
    let edition = PublicEdition::published(leaf.place(), &document);
    let mut lost = Vec::new();
    for mut before in store::editions_of_subject(conn, &edition.kind, &edition.subject_id)? {
        if before.gives_way_to(&edition) {
            lost.extend(store::take_out(conn, &before.id)?);
            before.supersede(&edition.id, leaf.at);
            store::keep_edition(conn, &before)?;
        }
    }
    for extracted in extract::items(leaf.place(), &document)? {
        store::hide(conn, extracted.item.resource, &extracted.item.resource_id)?;
        lost.retain(|(resource, id)| (*resource, id) != (extracted.item.resource, &extracted.item.resource_id));
        store::put_in(conn, &extracted)?;
    }
    for (resource, id) in lost {
        store::reveal(conn, resource, &id, leaf.at)?;
    }
    store::add_edition(conn, &edition)
}

/// Removes records that were only in the withdrawn edition; the others are shown from the newest remaining edition.
fn withdrawn(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    let document: WithdrawalDocument = serde_json::from_str(&leaf.document)?;
    let lost = store::take_out(conn, &document.id)?;
    if let Some(mut edition) = store::edition(conn, &document.id)? {
        edition.withdraw(&document, leaf.at);
        store::keep_edition(conn, &edition)?;
    }
    for (resource, id) in lost {
        store::reveal(conn, resource, &id, leaf.at)?;
    }
    Ok(())
}

/// Rebuilds everything if it was built by other rules than this program's; returns the number of documents in the log if so.
pub fn keep_up(conn: &mut AnyConnection) -> Result<Option<usize>, ApiError> {
    if store::change_rules(conn, RULES)? { rebuild(conn).map(Some) } else { Ok(None) }
}

/// Rebuilds everything from the log; returns the number of documents.
pub fn rebuild(conn: &mut AnyConnection) -> Result<usize, ApiError> {
    store::change_rules(conn, RULES)?;
    store::clear(conn)?;
    feeds::store::clear(conn)?;
    files::store::clear(conn, None)?;
    extend(conn, -1)
}

/// Applies every document after a leaf; returns their number.
pub fn extend(conn: &mut AnyConnection, after: i32) -> Result<usize, ApiError> {
    let (mut after, mut done) = (after, 0);
    loop {
        let leaves = store::leaves(conn, after, 100)?;
        let Some(last) = leaves.last() else { return Ok(done) };
        after = last.leaf;
        for leaf in &leaves {
            apply(conn, leaf)?;
            done += 1;
        }
    }
}
