//! Queries of the record about its published editions. Nothing here decides, and nothing here writes.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::model::{EditionKind, EditionStatus, ElsewhereStatus, OwedParagraph};
use super::rules::READABLE;
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{editions, published_elsewhere};

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

/// What the body says that it published elsewhere, of its responses to inspection reports.
#[diesel::dsl::auto_type]
pub fn responses_elsewhere() -> _ {
    let (duty, stands): (OwedParagraph, ElsewhereStatus) = (OwedParagraph::Response, ElsewhereStatus::Stands);
    published_elsewhere::table.filter(published_elsewhere::duty.eq(duty)).filter(published_elsewhere::status.eq(stands))
}

/// Returns whether the public can read an edition of a record now.
pub fn is_public(conn: &mut AnyConnection, kind: EditionKind, subject: &str) -> Result<bool, ApiError> {
    let readable = editions::table.filter(editions::subject_id.eq(subject)).filter(editions::kind.eq(kind));
    let found: i64 = readable.filter(editions::status.eq_any(READABLE)).count().get_result(conn)?;
    Ok(found > 0)
}

/// Returns the first day, in London, on which the response to each of some reports was published: in an edition that is still
/// public, or elsewhere.
pub fn response_days<S>(conn: &mut AnyConnection, reports: &[S]) -> Result<HashMap<String, NaiveDate>, ApiError>
where
    S: ToString,
{
    let subjects: Vec<String> = reports.iter().map(ToString::to_string).collect();
    let rows: Vec<(String, Option<NaiveDateTime>)> = responses()
        .filter(editions::subject_id.eq_any(subjects.clone()))
        .select((editions::subject_id, editions::published_at))
        .load(conn)?;
    let elsewhere: Vec<(String, NaiveDate)> = responses_elsewhere()
        .filter(published_elsewhere::subject_id.eq_any(subjects))
        .select((published_elsewhere::subject_id, published_elsewhere::published_on))
        .load(conn)?;
    let here = rows.into_iter().filter_map(|(report, at)| Some((report, at.map(london_day)?)));
    let mut days = HashMap::new();
    for (report, on) in here.chain(elsewhere) {
        let first = days.entry(report).or_insert(on);
        *first = on.min(*first);
    }
    Ok(days)
}
