//! Makes what the public reads out of the publication log, one document at a time, in the transaction that adds it.

use super::extract;
use super::model::{PublicEdition, PublicStatus};
use super::store;
use crate::db::AnyConnection;
use crate::error::ApiError;
use crate::feeds;
use crate::publication::document::{EditionDocument, WithdrawalDocument};
use crate::publication::log::{Leaf, LeafKind};

/// Takes a document of the log into the projections.
pub fn apply(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    match leaf.kind {
        LeafKind::Edition => published(conn, leaf)?,
        LeafKind::Withdrawal => withdrawn(conn, leaf)?,
    }
    feeds::projection::apply(conn, leaf)
}

/// An edition takes the place of the one before, and its records the place of what they were in older editions.
fn published(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    let document: EditionDocument = serde_json::from_str(&leaf.document)?;
    let before = store::standing(conn, &document.area, &document.kind, &document.subject_id)?;
    let mut lost = Vec::new();
    for id in before {
        lost.extend(store::take_out(conn, &id)?);
        store::supersede(conn, &id, &document.id, leaf.at)?;
    }
    for extracted in extract::items(leaf, &document) {
        store::hide(conn, extracted.item.resource, &extracted.item.resource_id)?;
        lost.retain(|(resource, id)| (*resource, id) != (extracted.item.resource, &extracted.item.resource_id));
        store::put_in(conn, &extracted)?;
    }
    for (resource, id) in lost {
        store::reveal(conn, resource, &id, leaf.at)?;
    }
    let (significance, change_note) = document.change.map(|change| (change.significance, change.note)).unzip();
    store::add_edition(
        conn,
        &PublicEdition {
            id: document.id,
            area: document.area,
            area_name: document.area_name,
            kind: document.kind,
            subject_id: document.subject_id,
            number: document.number,
            title: Some(document.title),
            significance,
            change_note,
            status: PublicStatus::Published,
            published_at: document.published_at.naive_utc(),
            superseded_by: None,
            withdrawn_at: None,
            explanation: None,
            leaf: leaf.leaf,
            updated_at: leaf.at,
        },
    )
}

/// What stood in the edition alone is gone; the rest is shown as it stands in the newest edition that is left.
fn withdrawn(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    let document: WithdrawalDocument = serde_json::from_str(&leaf.document)?;
    let lost = store::take_out(conn, &document.id)?;
    store::withdraw(conn, &document, leaf.at)?;
    for (resource, id) in lost {
        store::reveal(conn, resource, &id, leaf.at)?;
    }
    Ok(())
}

/// Makes everything anew from the log; how many documents it holds.
pub fn rebuild(conn: &mut AnyConnection) -> Result<usize, ApiError> {
    store::clear(conn)?;
    feeds::store::clear(conn)?;
    let (mut after, mut done) = (-1, 0);
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
