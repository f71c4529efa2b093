//! Queries of the record about its published editions. Nothing here decides, and nothing here writes.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::model::{EditionKind, EditionStatus};
use super::rules::READABLE;
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::editions;

/// The editions that the public can read now and that hold the words of the body's response (`rules::tells_response`). A record is
/// kept as compact JSON with its members in the order of their names, and a quotation mark inside a text is escaped there. So the
/// first pattern is found where there is no response, the second where its text is withheld (it follows the list `sent_to`), and
/// neither anywhere else.
#[diesel::dsl::auto_type]
pub fn responses() -> _ {
    // The macro needs a type for every value.
    let kind: EditionKind = EditionKind::RecommendationResponse;
    let readable: [EditionStatus; 2] = READABLE;
    let (without, withheld): (&'static str, &'static str) = ("%\"response\":null%", "%],\"text\":null}%");
    let is_told = editions::record.not_like(without).and(editions::record.not_like(withheld));
    editions::table.filter(editions::kind.eq(kind)).filter(editions::status.eq_any(readable)).filter(is_told)
}

/// Returns the first day, in London, on which the response to each of some reports was published in an edition that is still
/// public.
pub fn response_days<S>(conn: &mut AnyConnection, reports: &[S]) -> Result<HashMap<String, NaiveDate>, ApiError>
where
    S: ToString,
{
    let subjects: Vec<String> = reports.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, Option<NaiveDateTime>)> = responses()
        .filter(editions::subject_id.eq_any(subjects))
        .select((editions::subject_id, editions::published_at))
        .load(conn)?;
    let mut days = HashMap::new();
    for (report, at) in rows {
        let Some(on) = at.map(london_day) else { continue };
        let first = days.entry(report).or_insert(on);
        *first = on.min(*first);
    }
    Ok(days)
}
