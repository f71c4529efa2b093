//! Builds entries and events from a document of the publication log, in the transaction that adds it.

use std::collections::BTreeSet;

use super::entry::Entry;
use super::event::{Dated, Event};
use super::{entry, event, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publication_log::document::{EditionDocument, WithdrawalDocument};
use crate::publication_log::log::{Leaf, LeafKind};

/// Applies a document of the log to the feeds. The records in it are up to date already.
pub fn apply(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    match leaf.kind {
        LeafKind::Edition => {
            let document: EditionDocument = serde_json::from_str(&leaf.document)?;
            store::add_entry(conn, &Entry::of(leaf.place(), &document)?, &entry::terms(&document)?)?;
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

/// Rebuilds every event that this document may have changed: of the records in the edition, of the meetings they announce, and
/// of earlier editions of this subject.
fn events(conn: &mut AnyConnection, leaf: &Leaf) -> Result<(), ApiError> {
    let mut ids: BTreeSet<String> =
        store::events_of(conn, &leaf.edition_kind, &leaf.subject_id)?.into_iter().map(|event| event.id).collect();
    if leaf.edition_kind == "meeting_record" {
        // The removed record may have kept a meeting out of the calendar.
        ids.insert(leaf.subject_id.clone());
    }
    for item in store::items_of(conn, &leaf.edition_id)? {
        ids.extend(event::announced(&item)?.map(|next| next.id));
        ids.insert(item.resource_id);
    }
    for id in ids {
        let before = store::event(conn, &id)?;
        match (said(conn, &leaf.area, &id)?, before) {
            (Some(dated), before) => keep(conn, leaf, before.as_ref(), &dated)?,
            (None, Some(before)) => cancel(conn, leaf, &before)?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// Returns the content of an event: from its own record, or else from the newest record that announces it.
fn said(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Option<Dated>, ApiError> {
    if let Some(item) = store::shown(conn, id)? {
        return event::own(&item);
    }
    for item in store::meetings_that_name(conn, area, id)? {
        if let Some(next) = event::announced(&item)?.filter(|next| next.id == id) {
            return Ok(Some(next));
        }
    }
    Ok(None)
}

/// Cancels an event that no published record mentions any more: its words are deleted, the cancellation stays.
fn cancel(conn: &mut AnyConnection, leaf: &Leaf, before: &Event) -> Result<(), ApiError> {
    if before.words.is_none() {
        return Ok(());
    }
    let gone = Event { sequence: before.sequence + 1, cancelled: true, words: None, at: leaf.at, ..before.clone() };
    store::keep_event(conn, &gone)
}

/// Stores the current content. Calendar subscribers see a change only when there is one.
fn keep(conn: &mut AnyConnection, leaf: &Leaf, before: Option<&Event>, dated: &Dated) -> Result<(), ApiError> {
    let (sequence, at) = match before {
        None => (0, leaf.at),
        Some(before) if dated.is_said_by(before)? => (before.sequence, before.at),
        Some(before) => (before.sequence + 1, leaf.at),
    };
    let Some((kind, subject)) = store::subject_of(conn, &dated.edition_id)? else { return Ok(()) };
    store::keep_event(conn, &dated.event((&kind, &subject), sequence, at)?)
}
