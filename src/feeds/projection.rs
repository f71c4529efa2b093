//! Makes entries and events out of a document of the publication log, in the transaction that adds it.

use std::collections::BTreeSet;

use super::entry::{self, Entry};
use super::event::{self, Dated, Event};
use super::store;
use crate::db::AnyConnection;
use crate::error::ApiError;
use crate::public::model::PublicItem;
use crate::publication::document::{EditionDocument, WithdrawalDocument};
use crate::publication::log::{Leaf, LeafKind};

/// Takes a document of the log into the feeds; the records that stand in it are up to date already.
pub fn apply(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    match leaf.kind {
        LeafKind::Edition => {
            let document: EditionDocument = serde_json::from_str(&leaf.document)?;
            store::add_entry(conn, &Entry::of(leaf.place(), &document)?, &entry::terms(&document))?;
        }
        LeafKind::Withdrawal => {
            let document: WithdrawalDocument = serde_json::from_str(&leaf.document)?;
            let terms = store::terms_of(conn, &document.id)?;
            store::forget_words(conn, &document.id)?;
            store::add_entry(conn, &Entry::withdrawal(leaf.place(), &document), &terms)?;
        }
    }
    events(conn, leaf)
}

/// Events of records in this edition are theirs now; what the subject had before and has no more is what a record still shown
/// elsewhere says, or cancelled.
fn events(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    let mut settled = BTreeSet::new();
    for item in store::items_of(conn, &leaf.edition_id)? {
        settle(conn, leaf, &item, &mut settled)?;
        // It may have said something before, as the record of another subject had it.
        for id in [item.resource_id.clone(), format!("{}-next", item.resource_id)] {
            if let Some(before) = store::event(conn, &id)?.filter(|before| !settled.contains(&before.id)) {
                cancel(conn, leaf, &before)?;
            }
        }
    }
    for before in store::events_of(conn, &leaf.edition_kind, &leaf.subject_id)? {
        // Withdrawing an edition that was superseded before takes nothing out.
        if settled.contains(&before.id) || (leaf.kind == LeafKind::Withdrawal && before.edition_id != leaf.edition_id) {
            continue;
        }
        let record = before.id.strip_suffix("-next").unwrap_or(&before.id);
        if let Some(item) = store::shown(conn, before.resource, record)? {
            settle(conn, leaf, &item, &mut settled)?;
        }
        if !settled.contains(&before.id) {
            cancel(conn, leaf, &before)?;
        }
    }
    Ok(())
}

/// An event that no published record speaks of any more: its words go, that it was called off stays.
fn cancel(conn: &mut AnyConnection, leaf: &Leaf, before: &Event) -> Result<(), ApiError> {
    if before.words.is_none() {
        return Ok(());
    }
    let gone = Event { sequence: before.sequence + 1, cancelled: true, words: None, at: leaf.at, ..before.clone() };
    store::keep_event(conn, &gone)
}

fn settle(conn: &mut AnyConnection, leaf: &Leaf, item: &PublicItem, settled: &mut BTreeSet<String>) -> Result<(), ApiError> {
    for dated in event::of(item)? {
        if settled.insert(dated.id.clone()) {
            keep(conn, leaf, item, &dated)?;
        }
    }
    Ok(())
}

fn keep(conn: &mut AnyConnection, leaf: &Leaf, item: &PublicItem, dated: &Dated) -> Result<(), ApiError> {
    let sequence = store::event(conn, &dated.id)?.map_or(0, |before| before.sequence + 1);
    let Some((kind, subject)) = store::subject_of(conn, &item.edition_id)? else { return Ok(()) };
    store::keep_event(conn, &dated.event((&kind, &subject), sequence, leaf.at)?)
}
