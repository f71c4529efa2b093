//! Calendars as iCalendar (RFC 5545). Pure.
//!
//! The crate icalendar folds and escapes. Times are in UTC, so that calendar programs need no time zone data. Meeting times are
//! in London time, and both clock changes are handled here.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::media::RIGHTS;
use crate::publication_log::document::LICENCE;

/// The media type of a calendar.
pub const CALENDAR: &str = "text/calendar; charset=utf-8";

/// The state of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Confirmed,
    Tentative,
    Cancelled,
}

/// An event of a calendar.
#[derive(Debug, Clone)]
pub struct Item {
    /// The permanent id.
    pub uid: String,
    /// Increases with each change.
    pub sequence: i32,
    /// The time of the last change.
    pub changed: NaiveDateTime,
    pub day: NaiveDate,
    /// London time, `HH:MM`. Without it the event lasts all day.
    pub starts_at: Option<String>,
    pub ends_at: Option<String>,
    pub summary: String,
    pub description: Option<String>,
    pub location: Option<String>,
    pub category: Option<String>,
    /// Absolute address, or absent.
    pub url: Option<String>,
    pub standing: Standing,
}

/// Returns the instant of a time in London; at a clock change the earlier of two, or the first after a gap.
fn instant(day: NaiveDate, time: &str) -> Option<DateTime<Utc>> {
    let civil: jiff::civil::DateTime = format!("{day}T{time}:00").parse().ok()?;
    let zoned = civil.in_tz("Europe/London").ok()?;
    DateTime::from_timestamp(zoned.timestamp().as_second(), 0)
}

/// Removes characters that a calendar cannot contain. Line breaks stay, and are escaped.
fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

fn event(item: &Item) -> Event {
    let mut event = Event::new();
    event.uid(&item.uid).sequence(item.sequence.unsigned_abs()).summary(&plain(&item.summary));
    event.timestamp(item.changed.and_utc()).last_modified(item.changed.and_utc());
    event.status(match item.standing {
        Standing::Confirmed => EventStatus::Confirmed,
        Standing::Tentative => EventStatus::Tentative,
        Standing::Cancelled => EventStatus::Cancelled,
    });
    if let Some(starts) = item.starts_at.as_deref().and_then(|time| instant(item.day, time)) {
        event.starts(starts);
        if let Some(ends) = item.ends_at.as_deref().and_then(|time| instant(item.day, time)).filter(|ends| *ends > starts) {
            event.ends(ends);
        }
    } else {
        event.starts(item.day);
        // A deadline does not block time.
        event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    }
    if let Some(text) = &item.description {
        event.description(&plain(text));
    }
    if let Some(text) = &item.location {
        event.location(&plain(text));
    }
    if let Some(text) = &item.category {
        event.categories([text]);
    }
    if let Some(url) = &item.url {
        event.url(url);
    }
    event.done()
}

/// Writes a calendar with its name; a public one states its licence.
pub fn calendar(name: &str, public: bool, items: &[Item]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Answerable//Calendar//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.name(name);
    if public {
        calendar.description(&format!("{RIGHTS}: {LICENCE}"));
    }
    // RFC 7986 section 5.7.
    let mut refresh = Property::new("REFRESH-INTERVAL", "PT1H");
    refresh.add_parameter("VALUE", "DURATION");
    calendar.append_property(refresh);
    for item in items {
        calendar.push(event(item));
    }
    calendar.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        Item {
            uid: "m".into(),
            sequence: 2,
            changed: "2019-02-20T09:00:00".parse().expect("an instant"),
            day: "2019-07-01".parse().expect("a day"),
            starts_at: Some("10:00".into()),
            ends_at: Some("12:30".into()),
            summary: "Meeting; with a comma, a back\\slash\nand a second line that is long enough to be folded at é twice".into(),
            description: None,
            location: Some("Room 1.38".into()),
            category: Some("Meeting".into()),
            url: None,
            standing: Standing::Confirmed,
        }
    }

    #[test]
    fn times_are_londons() {
        for (day, time, want) in [
            ("2019-01-30", "10:00", "2019-01-30T10:00:00Z"),
            ("2019-07-01", "10:00", "2019-07-01T09:00:00Z"),
            ("2019-03-31", "03:00", "2019-03-31T02:00:00Z"),
        ] {
            let at = instant(day.parse().expect("a day"), time).expect("an instant");
            assert_eq!(at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true), want);
        }
        assert_eq!(instant("2019-01-30".parse().expect("a day"), "soon"), None);
    }

    #[test]
    fn lines_are_folded_and_texts_escaped() {
        let cancelled = Item { starts_at: None, standing: Standing::Cancelled, ..item() };
        let text = calendar("Meetings", true, &[item(), cancelled]);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.split("\r\n").all(|line| !line.contains('\n')), "{text}");
        let whole = text.replace("\r\n ", "");
        for line in [
            "SUMMARY:Meeting\\; with a comma\\, a back\\\\slash\\nand a second line that is long enough to be folded at é twice",
            "DTSTART:20190701T090000Z",
            "DTEND:20190701T113000Z",
            "SEQUENCE:2",
            "DTSTAMP:20190220T090000Z",
            "DTSTART;VALUE=DATE:20190701",
            "STATUS:CANCELLED",
        ] {
            assert!(whole.lines().any(|has| has == line), "{line}\n{whole}");
        }
    }
}
