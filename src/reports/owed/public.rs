//! The register for everybody: what is late of what happens in public. No title, no id and no word of anything that was not
//! published, and nothing of a meeting that is not public.

use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, ETAG, EntityTag, Header, IF_NONE_MATCH, IfNoneMatch};
use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::api::{DEFINITIONS, OwedDefinitions, OwedTotal, ROWS, totals};
use super::model::{Owed, OwedParagraph, OwedSubject};
use super::{read, rules, store};
use crate::app::App;
use crate::clock::london_day;
use crate::digest::sha256_hex;
use crate::error::ApiError;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::meetings::model::MeetingKind;
use crate::publication::document::LICENCE;

/// What the public is owed and did not get in time (SI 2011/3050, Schedule, paragraph 5).
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicOwed {
    pub licence: &'static str,
    /// The day in Europe/London that `days_late` is counted on.
    pub as_of: NaiveDate,
    pub definitions: OwedDefinitions,
    /// Of what is shown here: late, and of a public meeting.
    pub totals: Vec<OwedTotal>,
    /// Owed longest first, at most 500.
    pub rows: Vec<PublicOwedRow>,
    /// How many rows are not shown.
    pub left_out: usize,
}

/// Something that is late.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicOwedRow {
    /// The slug of the area.
    #[schema(example = "west-mercia")]
    pub area: String,
    pub paragraph: OwedParagraph,
    pub subject_kind: OwedSubject,
    /// Of a meeting.
    pub meeting_kind: Option<MeetingKind>,
    /// The day of the meeting, or the day the decision was made.
    pub day: NaiveDate,
    /// The last day in time, by the standard of the body.
    pub since: NaiveDate,
    #[schema(example = 7)]
    pub days_late: i64,
}

/// Which area.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicOwedFilter {
    /// The slug of an area; all of them without it.
    pub area: Option<String>,
}

fn row(owed: Owed) -> PublicOwedRow {
    PublicOwedRow {
        area: owed.area,
        paragraph: owed.paragraph,
        subject_kind: owed.subject_kind,
        meeting_kind: owed.meeting_kind,
        day: owed.day,
        since: owed.since,
        days_late: owed.days_late,
    }
}

/// What the public is owed.
///
/// Public meetings, and decisions made at them, that lack their publication under paragraph 5(a) to (d) of the Schedule to
/// SI 2011/3050 and are late by the body's own standard.
#[utoipa::path(
    tag = "reports", security(()), params(PublicOwedFilter),
    responses((status = 200, body = PublicOwed), (status = 304, description = "As you have it"), (status = 503, body = Problem, content_type = "application/problem+json", description = "The database is away"))
)]
#[get("/public/v1/owed")]
pub async fn get_public_owed(
    app: web::Data<App>,
    request: HttpRequest,
    query: Query<PublicOwedFilter>,
) -> Result<HttpResponse, ApiError> {
    let today = london_day(app.clock.now().naive_utc());
    let late = app.db.read(move |conn| {
        let mut late = Vec::new();
        for area in store::areas(conn, query.0.area.as_deref())? {
            late.extend(read::owed(conn, &area, today)?.into_iter().filter(rules::is_public));
        }
        late.sort_by_key(|owed| owed.since);
        Ok(late)
    });
    let late = late.await?;
    let totals = totals(&late);
    let left_out = late.len().saturating_sub(ROWS);
    let rows = late.into_iter().take(ROWS).map(row).collect();
    let body = PublicOwed { licence: LICENCE, as_of: today, definitions: DEFINITIONS, totals, rows, left_out };
    Ok(cacheable(&request, serde_json::to_string(&body)?))
}

fn cacheable(request: &HttpRequest, body: String) -> HttpResponse {
    let tag = EntityTag::new_strong(sha256_hex(body.as_bytes()));
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => request.headers().contains_key(IF_NONE_MATCH),
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|one| one.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((ETAG, tag.to_string()))
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    if known { response.finish() } else { response.content_type("application/json").body(body) }
}

/// Mounts the public form.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_public_owed);
}
