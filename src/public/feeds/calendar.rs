//! The public calendar: meetings that the public may attend, and published deadlines.

use super::event::Event;
use super::ics::{Item, Standing};
use super::{ics, query, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::front::{Asking, Made};

/// Returns the calendar of one area, or of all.
pub fn page(conn: &mut AnyConnection, asking: &Asking, base: &str) -> Result<Made, ApiError> {
    let area = query::area(&asking.query)?;
    let events = store::events(conn, area.as_ref())?;
    let items = events.into_iter().map(item).collect::<Result<Vec<_>, _>>()?;
    let body = ics::calendar("Holding a police force to account", true, base, &items);
    Ok(Made { content_type: ics::CALENDAR, ..Made::page(body, asking.state.at) })
}

fn item(event: Event) -> Result<Item, ApiError> {
    let words = event.words.map(|words| words.get()).transpose()?;
    let standing = match (&words, event.cancelled) {
        (None, _) | (_, true) => Standing::Cancelled,
        (Some(words), false) if words.tentative => Standing::Tentative,
        (Some(_), false) => Standing::Confirmed,
    };
    let (uid, sequence, changed, day) = (event.id, event.sequence, event.at, event.day);
    let Some(words) = words else {
        // The edition may have been withdrawn because of its title.
        let summary = "No longer in the published record".to_owned();
        let (starts_at, ends_at, description, location, category) = (None, None, None, None, None);
        // The record is no longer there; its edition says what became of it, also when it is withdrawn.
        let url = format!("/public/v1/editions/{}", event.edition_id);
        let item =
            Item { uid, sequence, changed, day, starts_at, ends_at, summary, description, location, category, url, standing };
        return Ok(item);
    };
    Ok(Item {
        uid,
        sequence,
        changed,
        day,
        starts_at: words.starts_at,
        ends_at: words.ends_at,
        summary: words.summary,
        description: words.description,
        location: words.location,
        category: Some(words.category),
        url: words.url,
        standing,
    })
}
