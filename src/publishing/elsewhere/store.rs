//! All SQL about publications elsewhere. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{ElsewhereStatus, OwedParagraph, OwedSubject, PublishedElsewhere, PublishedElsewhereId, Subject};
use super::rules::Scope;
use crate::foundation::actor::reader::Reader;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{bodies, decisions, meetings, published_elsewhere, recommendation_sets};
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::model::MeetingStatus;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::areas::model::BodyKind;
use crate::record::restrictions::store::hidden;

tracked!(PublishedElsewhere in published_elsewhere as "publication elsewhere" with ElsewhereStatus);

list_orders!(
    /// The sort keys of the list of publications elsewhere.
    PublishedElsewhereSort of PublishedElsewhere in published_elsewhere {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
    }
);

/// Filters of the list of publications elsewhere; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublishedElsewhereFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Paragraph of the register; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub duty: Vec<OwedParagraph>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ElsewhereStatus>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

type Boxed = published_elsewhere::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    published_elsewhere::table.filter(published_elsewhere::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the publication elsewhere, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &PublishedElsewhereId) -> Result<Option<PublishedElsewhere>, ApiError> {
    Ok(visible(scope).filter(published_elsewhere::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &PublishedElsewhereFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, published_elsewhere {
        area = area,
        duty in duty,
        status in status,
        updated_at since modified_since,
    });
    query
}

/// Returns one page of the publications elsewhere in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &PublishedElsewhereFilter,
    window: &Window<PublishedElsewhereSort>,
) -> Result<Page<PublishedElsewhere>, ApiError> {
    PublishedElsewhereSort::page(conn, window, || filtered(scope, filter))
}

/// Returns the publications elsewhere of some records that stand, in the order in which they were noted.
pub fn of_subjects(conn: &mut AnyConnection, scope: &Scope, subjects: Vec<String>) -> Result<Vec<PublishedElsewhere>, ApiError> {
    Ok(visible(scope)
        .filter(published_elsewhere::subject_id.eq_any(subjects))
        .filter(published_elsewhere::status.eq(ElsewhereStatus::Stands))
        .order(published_elsewhere::id)
        .load(conn)?)
}

/// Returns what is known of a subject of an area.
pub fn subject(conn: &mut AnyConnection, reader: &Reader, kind: OwedSubject, id: &str) -> Result<Option<Subject>, ApiError> {
    let area = reader.area.as_str();
    match kind {
        OwedSubject::Meeting => meeting(conn, area, id),
        OwedSubject::Decision => decision(conn, reader, id),
        OwedSubject::RecommendationSet => report(conn, area, id),
        OwedSubject::Body => body(conn, area, id),
    }
}

fn meeting(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Option<Subject>, ApiError> {
    let row: Option<(bool, bool, MeetingStatus, NaiveDate)> = meetings::table
        .filter(meetings::id.eq(id).and(meetings::area.eq(area)))
        .select((meetings::is_public, meetings::significant_public_interest, meetings::status, meetings::held_on))
        .first(conn)
        .optional()?;
    Ok(row.map(|(is_public, significant, status, held_on)| Subject::Meeting { is_public, significant, status, held_on }))
}

fn decision(conn: &mut AnyConnection, reader: &Reader, id: &str) -> Result<Option<Subject>, ApiError> {
    let row: Option<(bool, DecisionStatus, Option<NaiveDate>)> = decisions::table
        .filter(decisions::id.eq(id).and(decisions::area.eq(&reader.area)))
        .filter(decisions::id.ne_all(hidden(reader)))
        .select((decisions::significant_public_interest, decisions::status, decisions::made_on))
        .first(conn)
        .optional()?;
    Ok(row.map(|(significant, status, made_on)| Subject::Decision { significant, status, made_on }))
}

fn report(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Option<Subject>, ApiError> {
    let row: Option<(Option<NaiveDate>, RecommendationSetStatus, Option<NaiveDate>)> = recommendation_sets::table
        .filter(recommendation_sets::id.eq(id).and(recommendation_sets::area.eq(area)))
        .select((recommendation_sets::statutory_due_on, recommendation_sets::status, recommendation_sets::published_on))
        .first(conn)
        .optional()?;
    Ok(row.map(|(due_on, status, published_on)| Subject::Report { has_clock: due_on.is_some(), status, published_on }))
}

fn body(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Option<Subject>, ApiError> {
    let row: Option<(BodyKind, NaiveDate)> = bodies::table
        .filter(bodies::id.eq(id).and(bodies::area.eq(area)))
        .select((bodies::kind, bodies::valid_from))
        .first(conn)
        .optional()?;
    Ok(row.map(|(kind, valid_from)| Subject::Body { kind, valid_from }))
}
