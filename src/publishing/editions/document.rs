//! The document of an edition: the same for a preview and for publication.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;

use super::model::Edition;
use super::{released, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::identity::users::secrets::new_secret;
use crate::publication_log::document::{Change, EditionDocument, LICENCE, SCHEMA, canonical};
use crate::publication_log::log;
use crate::publication_log::log::LeafKind;
use crate::record::planning::areas;
use crate::record::published::model::EditionStatus;

/// Builds the document of an edition that becomes public at an instant and supersedes the previous one.
pub fn of(
    conn: &mut AnyConnection,
    edition: &Edition,
    before: Option<&Edition>,
    at: NaiveDateTime,
) -> Result<EditionDocument, ApiError> {
    let change = edition.significance.zip(edition.change_note.clone());
    Ok(EditionDocument {
        schema: SCHEMA.to_owned(),
        document: "edition".to_owned(),
        id: edition.id.to_string(),
        kind: edition.kind.as_str().to_owned(),
        area: edition.area.clone(),
        area_name: areas::store::name_of(conn, &edition.area)?,
        subject_id: edition.subject_id.clone(),
        number: edition.number,
        title: edition.title.clone(),
        licence: LICENCE.to_owned(),
        nonce: new_secret()?,
        published_at: at.and_utc(),
        supersedes: before.map(|before| before.id.to_string()),
        change: change.map(|(significance, note)| Change { significance: significance.as_str().to_owned(), note }),
        necessary_reason: edition.necessary_reason.clone(),
        record: edition.record.get()?,
        withheld: edition.withheld.get()?,
        released: released::of(conn, edition)?,
    })
}

/// Returns the document at the public address of an edition, byte for byte: as published, or its withdrawal. Before publication
/// it is the document as it would be published, without the instant and the nonce.
pub fn preview(conn: &mut AnyConnection, edition: &Edition) -> Result<String, ApiError> {
    let kind = match edition.status {
        EditionStatus::Withdrawn => LeafKind::Withdrawal,
        EditionStatus::Prepared | EditionStatus::Approved | EditionStatus::Published | EditionStatus::Superseded => {
            LeafKind::Edition
        }
    };
    if let Some(leaf) = log::of_edition(conn, edition.id.as_str(), kind)? {
        return Ok(leaf.document);
    }
    let before = store::published(conn, edition.kind, &edition.subject_id)?;
    let number = store::next_number(conn, edition.kind, &edition.subject_id)?;
    let edition = &Edition { number, ..edition.clone() };
    let document = of(conn, edition, before.as_ref(), DateTime::<Utc>::UNIX_EPOCH.naive_utc())?;
    let mut document = serde_json::to_value(&document)?;
    for known_then in ["published_at", "nonce"] {
        if let Some(member) = document.get_mut(known_then) {
            *member = Value::Null;
        }
    }
    canonical(&document)
}
