//! The content of a redaction in the current record, and the editions in which the public can still read it.

use chrono::NaiveDate;
use serde_json::Value;

use super::model::{RedactedResource, Redaction, RedactionStatus};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::PublishedRecord;
use crate::publishing::editions::model::PublicEdition;
use crate::publishing::editions::readable::{Sought, still_read};
use crate::publishing::redact::Cut;
use crate::publishing::{redact, source};

/// The target of a new redaction.
pub enum Found {
    /// No record that is published.
    Nothing,
    /// A record without a value there.
    Empty,
    Member(Value),
}

/// Finds a member of a record as it would be published.
pub fn found(
    conn: &mut AnyConnection,
    area: &str,
    today: NaiveDate,
    resource: RedactedResource,
    id: &str,
    field: &str,
) -> Result<Found, ApiError> {
    let resource = resource.as_str();
    let Some((kind, subject)) = source::subject_of(conn, area, resource, id)? else { return Ok(Found::Nothing) };
    let Some(source) = source::read(conn, area, kind, &subject, today)? else { return Ok(Found::Nothing) };
    let is_it = |place: &&redact::Place| place.resource == resource && place.id == id && place.shows.is_none();
    // A topic or a priority may be there only as a link, which has its title.
    let is_named = |place: &&redact::Place| place.resource == resource && place.id == id;
    let place = source.places.iter().find(is_it).or_else(|| source.places.iter().find(is_named));
    let Some(place) = place else {
        return Ok(Found::Nothing);
    };
    Ok(match source.record.pointer(&format!("{}/{field}", place.pointer)) {
        None | Some(Value::Null) => Found::Empty,
        Some(value) => Found::Member(value.clone()),
    })
}

/// True when the record that shows a member can be read once the member is withheld.
pub fn is_read_without(conn: &mut AnyConnection, area: &str, today: NaiveDate, cut: &Cut) -> Result<bool, ApiError> {
    let Some((kind, subject)) = source::subject_of(conn, area, &cut.resource, &cut.resource_id)? else { return Ok(false) };
    let Some(source) = source::read(conn, area, kind, &subject, today)? else { return Ok(false) };
    let mut record = source.record;
    redact::redact(&mut record, &source.places, std::slice::from_ref(cut));
    Ok(PublishedRecord::read(kind, &record).is_ok())
}

/// Returns the editions in which the public can still read the content: they were published before the redaction.
pub fn published_in(conn: &mut AnyConnection, today: NaiveDate, redaction: &Redaction) -> Result<Vec<PublicEdition>, ApiError> {
    if redaction.status == RedactionStatus::Lifted {
        return Ok(Vec::new());
    }
    let words = match &redaction.span {
        Some(span) => span.clone(),
        None => match found(conn, &redaction.area, today, redaction.resource, &redaction.resource_id, &redaction.field)? {
            Found::Nothing | Found::Empty => return Ok(Vec::new()),
            Found::Member(Value::String(text)) => text,
            Found::Member(other) => other.to_string(),
        },
    };
    let sought = Sought {
        words: &words,
        id: &redaction.resource_id,
        field: &redaction.field,
        whole: redaction.span.is_none(),
        anywhere: true,
    };
    let editions = still_read(conn, &redaction.area, &[sought])?;
    Ok(editions.into_iter().map(|(_, one)| PublicEdition { edition_id: one.id, number: one.number }).collect())
}
