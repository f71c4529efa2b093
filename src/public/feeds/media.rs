//! Media types and phrases that the formats share. Pure.

use chrono::NaiveDateTime;

/// The media type of Atom.
pub const ATOM: &str = "application/atom+xml";

/// The media type of JSON Feed.
pub const JSON_FEED: &str = "application/feed+json";

/// The licence in words.
pub const RIGHTS: &str = "Open Government Licence v3.0";

/// Formats an instant as in RFC 3339.
pub fn instant(at: NaiveDateTime) -> String {
    at.and_utc().to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
