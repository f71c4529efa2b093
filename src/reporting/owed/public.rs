//! The public register: late publications about public events. It contains no title, id or text that was not published. For
//! meetings that are not public it only gives a number.

use std::collections::BTreeSet;

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::api::{DEFINITIONS, OwedDefinitions, ROWS};
use super::model::{Elsewhere, Owed, OwedParagraph, OwedSubject};
use super::{read, rules, store};
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::mount::ServiceConfig;
use crate::http::problem::Problem;
use crate::http::query::{known, names, parse};
use crate::public::front::{Asking, Keep, Made, answer};
use crate::public::shapes::PublicHold;
use crate::publication_log::document::LICENCE;
use crate::publishing::holds as held;
use crate::record::meetings::model::MeetingKind;
use crate::record::planning::areas::model::optional_slug;

/// Overdue publications (SI 2011/3050, Schedule, paragraphs 5 and 7A to 7C; Police Act 1996 s.55; Police Reform and Social
/// Responsibility Act 2011 s.29(3)), and what was published elsewhere.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicOwed {
    pub licence: &'static str,
    /// Day in Europe/London on which `days_late` is calculated.
    pub as_of: NaiveDate,
    pub definitions: OwedDefinitions,
    /// One row for each area and sub-paragraph of paragraph 5, and one for each other duty of which anything is late.
    pub totals: Vec<PublicOwedTotal>,
    /// Rows, longest owed first, at most 500.
    pub rows: Vec<PublicOwedRow>,
    /// Number of rows not shown.
    pub left_out: usize,
    /// What the bodies have published elsewhere, latest first, at most 500: nothing of it is owed.
    pub published_elsewhere: Vec<PublicElsewhere>,
    /// Holds of publication that are on; they stop no day of this register.
    pub holds: Vec<PublicHold>,
}

/// A publication elsewhere than in this service.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicElsewhere {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub area: String,
    pub paragraph: OwedParagraph,
    /// Day on which it was published.
    pub day: NaiveDate,
    /// Address of what was published.
    #[schema(example = "https://www.example.org/minutes-january-2019")]
    pub url: String,
}

/// The number of overdue publications in an area.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PublicOwedTotal {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub area: String,
    pub paragraph: OwedParagraph,
    /// Number not published by the last day on time.
    #[schema(example = 3)]
    pub late: usize,
    /// Number of these about meetings that are not public, or decisions not made at a public meeting: they have no row.
    #[schema(example = 1)]
    pub not_public: usize,
}

/// An overdue publication.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicOwedRow {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub area: String,
    pub paragraph: OwedParagraph,
    pub subject_kind: OwedSubject,
    /// Kind of meeting, for a meeting.
    pub meeting_kind: Option<MeetingKind>,
    /// Day of the meeting, of the decision, or of the publication of the report; for the body the day from which it is owed.
    pub day: NaiveDate,
    /// Last day on time, by the standard of the body; for a response the last of the 56 days, or the day that the panel has set.
    pub since: NaiveDate,
    #[schema(example = 7)]
    pub days_late: i64,
}

/// Filter of the public register.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicOwedFilter {
    /// Slug of an area; the default is all areas.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
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

fn one_elsewhere(one: Elsewhere) -> PublicElsewhere {
    PublicElsewhere { area: one.area, paragraph: one.duty, day: one.published_on, url: one.url }
}

/// Counts the overdue publications of each area and paragraph. Events that are not public are only counted.
fn totals(areas: &[String], late: &[Owed]) -> Vec<PublicOwedTotal> {
    let total = |area: &String, paragraph: OwedParagraph| {
        let of = || late.iter().filter(|owed| owed.area == *area && owed.paragraph == paragraph);
        let not_public = of().filter(|owed| !rules::is_public(owed)).count();
        PublicOwedTotal { area: area.clone(), paragraph, late: of().count(), not_public }
    };
    let has_line = |total: &PublicOwedTotal| rules::has_line(total.paragraph, total.late > 0);
    let totals = areas.iter().flat_map(|area| OwedParagraph::ALL.iter().map(move |paragraph| total(area, *paragraph)));
    totals.filter(has_line).collect()
}

fn page(conn: &mut AnyConnection, asking: &Asking, now: NaiveDateTime) -> Result<Made, ApiError> {
    known(&asking.query, &[&names::<PublicOwedFilter>()])?;
    let filter: PublicOwedFilter = parse(&asking.query)?;
    let today = london_day(now);
    let areas = store::areas(conn, filter.area.as_deref())?;
    let (mut late, mut withheld, mut elsewhere) = (Vec::new(), BTreeSet::new(), Vec::new());
    for area in &areas {
        let mut days = store::of_withheld_days(conn, area)?;
        let shown = read::shown_elsewhere(conn, area, &days)?;
        elsewhere.extend(shown);
        withheld.append(&mut days);
        late.extend(read::owed(conn, area, today)?.into_iter().filter(rules::is_late));
    }
    let totals = totals(&areas, &late);
    late.retain(rules::is_public);
    let public = late.len();
    late.retain(|owed| rules::is_listed(owed, &withheld));
    late.sort_by_key(|owed| owed.since);
    let left_out = public - late.len().min(ROWS);
    let rows = late.into_iter().take(ROWS).map(row).collect();
    elsewhere.sort_by_key(|one| std::cmp::Reverse(one.published_on));
    let elsewhere = elsewhere.into_iter().take(ROWS).map(one_elsewhere).collect();
    let body = PublicOwed {
        licence: LICENCE,
        as_of: today,
        definitions: DEFINITIONS,
        totals,
        rows,
        left_out,
        published_elsewhere: elsewhere,
        holds: held::public::on(conn, filter.area.as_deref(), today)?,
    };
    // It is built from the working record, which has no instant of its own.
    Ok(Made::page(serde_json::to_vec(&body)?, now))
}

/// List overdue publications.
///
/// Lists public meetings, and decisions made at them, without their publication under paragraph 5(a) to (d) of the Schedule to
/// SI 2011/3050 that are late by the body's own standard; meetings that are not public are only counted. Also lists inspection
/// reports without a response published within 56 days (Police Act 1996 s.55(5A)) or without copies of it, reports of the police and
/// crime panel without a response, and information about the force that is late (paragraphs 7A to 7C). What a body published
/// elsewhere is listed with its address. Calculated once a minute.
#[utoipa::path(
    tag = "public record", params(PublicOwedFilter),
    responses((status = 200, body = PublicOwed), (status = 304, description = "Your copy is current"), (status = 503, body = Problem, content_type = "application/problem+json", description = "The database is unavailable"))
)]
#[get("/public/v1/owed")]
pub async fn get_public_owed(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    // A cache key based on this process's commits would change with every sign-in and still miss other processes' commits. The
    // register counts days, so being a minute old does not matter.
    let now = app.clock.now();
    answer(&request, Keep::this_minute(now), move |conn, asking| page(conn, asking, now.naive_utc())).await
}

/// Mounts the public register.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_public_owed);
}
