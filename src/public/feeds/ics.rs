//! Calendars as iCalendar (RFC 5545). Pure.
//!
//! The crate icalendar folds and escapes. Times are in UTC, so that calendar programs need no time zone data. Meeting times are
//! in London time, and both clock changes are handled here.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::media::RIGHTS;
use crate::publication_log::document::LICENCE;

/// The media type of a calendar, with its method (RFC 5545 section 3.7.2).
pub const CALENDAR: &str = "text/calendar; charset=utf-8; method=PUBLISH";

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
    /// The same. Without it the event is shown for an hour, and says so.
    pub ends_at: Option<String>,
    pub summary: String,
    pub description: Option<String>,
    pub location: Option<String>,
    pub category: Option<String>,
    /// The path of its record.
    pub url: String,
    pub standing: Standing,
}

/// The time after which programs read a calendar again.
const REFRESH: &str = "PT1H";

/// The length of an event whose end is not known: without one it would end as it begins, and programs would show nothing.
const ASSUMED: &str = "PT1H";
const ASSUMED_IN_WORDS: &str = "The end is not known: one hour is shown.";

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

fn event(item: &Item, base: &str) -> Event {
    let mut event = Event::new();
    event.uid(&item.uid).sequence(item.sequence.unsigned_abs()).summary(&plain(&item.summary));
    event.timestamp(item.changed.and_utc()).last_modified(item.changed.and_utc());
    event.status(match item.standing {
        Standing::Confirmed => EventStatus::Confirmed,
        Standing::Tentative => EventStatus::Tentative,
        Standing::Cancelled => EventStatus::Cancelled,
    });
    let mut description = item.description.clone();
    if let Some(starts) = item.starts_at.as_deref().and_then(|time| instant(item.day, time)) {
        event.starts(starts);
        if let Some(ends) = item.ends_at.as_deref().and_then(|time| instant(item.day, time)).filter(|ends| *ends > starts) {
            event.ends(ends);
        } else {
            event.append_property(Property::new("DURATION", ASSUMED));
            description = Some(description.map_or(ASSUMED_IN_WORDS.into(), |text| format!("{text}\n{ASSUMED_IN_WORDS}")));
        }
    } else {
        event.starts(item.day);
        // A deadline does not block time.
        event.append_property(Property::new("TRANSP", "TRANSPARENT"));
    }
    if let Some(text) = &description {
        event.description(&plain(text));
    }
    if let Some(text) = &item.location {
        event.location(&plain(text));
    }
    if let Some(text) = &item.category {
        event.categories([text]);
    }
    event.url(&format!("{base}{}", item.url)).done()
}

/// Writes a calendar with its name, for a service at `base`; a public one states its licence.
pub fn calendar(name: &str, public: bool, base: &str, items: &[Item]) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", "-//Answerable//Calendar//EN"));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.name(name);
    if public {
        calendar.description(&format!("{RIGHTS}: {LICENCE}"));
    }
    // RFC 7986 section 5.7, and the same for programs from before it, such as Outlook.
    let mut refresh = Property::new("REFRESH-INTERVAL", REFRESH);
    refresh.add_parameter("VALUE", "DURATION");
    calendar.append_property(refresh);
    calendar.append_property(Property::new("X-PUBLISHED-TTL", REFRESH));
    for item in items {
        calendar.push(event(item, base));
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
            url: "/public/v1/meetings/m".into(),
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
        let text = calendar("Meetings", true, "https://record.example.org", &[item(), cancelled]);
        assert!(text.lines().all(|line| line.len() <= 75), "{text}");
        assert!(text.split("\r\n").all(|line| !line.contains('\n')), "{text}");
        let whole = text.replace("\r\n ", "");
        for line in [
            "SUMMARY:Meeting\\; with a comma\\, a back\\\\slash\\nand a second line that is long enough to be folded at é twice",
            "DTSTART:20190701T090000Z",
            "DTEND:20190701T113000Z",
            "SEQUENCE:2",
            "URL:https://record.example.org/public/v1/meetings/m",
            "METHOD:PUBLISH",
            "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
            "X-PUBLISHED-TTL:PT1H",
            "NAME:Meetings",
            "X-WR-CALNAME:Meetings",
            "DTSTAMP:20190220T090000Z",
            "DTSTART;VALUE=DATE:20190701",
            "STATUS:CANCELLED",
        ] {
            assert!(whole.lines().any(|has| has == line), "{line}\n{whole}");
        }
    }

    #[test]
    fn an_event_with_a_time_always_ends() {
        let without = |ends: Option<&str>, description: Option<&str>| Item {
            ends_at: ends.map(str::to_owned),
            description: description.map(str::to_owned),
            ..item()
        };
        let whole_day = Item { starts_at: None, ..without(None, None) };
        for (item, end, words) in [
            (item(), "DTEND:20190701T113000Z", None),
            (without(None, None), "DURATION:PT1H", Some("DESCRIPTION:The end is not known: one hour is shown.")),
            (without(None, Some("A.")), "DURATION:PT1H", Some("DESCRIPTION:A.\\nThe end is not known: one hour is shown.")),
            // As typed by mistake: no program takes an end before the beginning.
            (without(Some("09:00"), None), "DURATION:PT1H", Some("DESCRIPTION:The end is not known: one hour is shown.")),
            (whole_day, "DTSTART;VALUE=DATE:20190701", None),
        ] {
            let text = calendar("Meetings", false, "https://record.example.org", &[item]).replace("\r\n ", "");
            let (_, event) = text.split_once("BEGIN:VEVENT").expect("an event");
            let ends: Vec<&str> =
                event.lines().filter(|line| line.starts_with("DTEND") || line.starts_with("DURATION")).collect();
            assert!(event.lines().any(|line| line == end) && ends.len() == usize::from(!end.starts_with("DTSTART")), "{text}");
            assert_eq!(event.lines().find(|line| line.starts_with("DESCRIPTION")), words, "{text}");
        }
    }
}
