//! The content of a redaction in the current record, and the editions in which the public can still read it.

use chrono::NaiveDate;
use serde_json::Value;

use super::model::{RedactedResource, Redaction, RedactionStatus};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publishing::editions::model::PublicEdition;
use crate::publishing::editions::readable::{Sought, still_read};
use crate::publishing::source;

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
    let Some(place) = source.places.iter().find(|place| place.resource == resource && place.id == id) else {
        return Ok(Found::Nothing);
    };
    Ok(match source.record.pointer(&format!("{}/{field}", place.pointer)) {
        None | Some(Value::Null) => Found::Empty,
        Some(value) => Found::Member(value.clone()),
    })
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
