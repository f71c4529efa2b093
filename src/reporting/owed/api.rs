//! The register over HTTP, for the body.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Owed, OwedParagraph, OwedSubject, OwedTally};
use super::{read, rules};
use crate::foundation::error::ApiError;
use crate::http::call::{Call, View};
use crate::http::mount::ServiceConfig;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::record::meetings::model::MeetingKind;

/// The longest list of rows.
pub const ROWS: usize = 500;

/// What must be published of meetings and decisions and is not (SI 2011/3050, Schedule, paragraph 5), and which responses to
/// inspection reports are not (Police Act 1996 s.55(5A)).
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedReport {
    /// The day in Europe/London that `days_late` is counted on.
    pub as_of: NaiveDate,
    pub definitions: OwedDefinitions,
    /// A line for each sub-paragraph of the Order, and one for the Act where a response is owed.
    pub totals: Vec<OwedTotal>,
    /// Owed longest first, at most 500.
    pub rows: Vec<OwedRow>,
    /// How many rows are not shown.
    pub left_out: usize,
}

/// What each figure is.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedDefinitions {
    pub owed: &'static str,
    pub notice: &'static str,
    pub agenda: &'static str,
    pub minutes: &'static str,
    pub decision: &'static str,
    pub response: &'static str,
    pub since: &'static str,
    pub days_late: &'static str,
}

pub const DEFINITIONS: OwedDefinitions = OwedDefinitions {
    owed: "required by the Order or the Act, and not in an edition that is published now; a withdrawn edition publishes nothing",
    notice: "5(a): a public meeting that was not cancelled; published with its date, time and place",
    agenda: "5(b): the same; published with at least one agenda item, and with a link to every paper on its agenda",
    minutes: "5(c): a meeting that was held, and was public or discussed matters of significant public interest; published with an edition prepared after it was held",
    decision: "5(d): a decision of significant public interest that was taken, also if it was revoked; published with its text, in the record of its meeting or by itself",
    response: "s.55(5A) of the Police Act 1996: an inspection report that was recorded; published with a completed response of the body, in an edition of the report; completing it publishes nothing, and an edition that another took over from still counts",
    since: "the last day in time by the service standard of the body, in working days of England and Wales; of a response the last of the 56 days that begin with the publication of the report",
    days_late: "calendar days from since to the day as_of; 0 while it is in time",
};

/// How much is owed of a sub-paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedTotal {
    pub paragraph: OwedParagraph,
    pub counts: OwedTally,
}

/// Something that is owed.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedRow {
    pub paragraph: OwedParagraph,
    pub subject_kind: OwedSubject,
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub subject_id: String,
    /// The title of the meeting or the report, or the reference of the decision.
    #[schema(example = "Monthly assurance meeting")]
    pub name: Option<String>,
    /// Of a meeting.
    pub meeting_kind: Option<MeetingKind>,
    /// The day of the meeting, the day the decision was made, or the day the report was published.
    pub day: NaiveDate,
    /// What the published edition lacks; empty where none is published.
    #[schema(example = json!(["venue"]))]
    pub missing: Vec<&'static str>,
    /// The last day in time, by the standard; of a report the last of the 56 days.
    pub since: NaiveDate,
    #[schema(example = 7)]
    pub days_late: i64,
    pub in_time: bool,
}

/// Which rows are shown; totals count all.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwedFilter {
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub paragraph: Vec<OwedParagraph>,
    /// `true`: only what is late; `false`: only what is in time.
    pub late: Option<bool>,
}

/// The sums of what is owed: a line for each sub-paragraph of the Order, and one for the Act where anything is owed by it.
fn totals(owed: &[Owed]) -> Vec<OwedTotal> {
    let total = |paragraph: &OwedParagraph| {
        let mut counts = OwedTally::default();
        owed.iter().filter(|owed| owed.paragraph == *paragraph).for_each(|owed| counts.add(owed));
        OwedTotal { paragraph: *paragraph, counts }
    };
    let is_told = |total: &OwedTotal| total.paragraph != OwedParagraph::Response || total.counts.owed > 0;
    OwedParagraph::ALL.iter().map(total).filter(is_told).collect()
}

fn report(view: &mut View<'_>, filter: &OwedFilter) -> Result<OwedReport, ApiError> {
    rules::may_read(view.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    let owed = read::owed(view.conn, &view.actor.area, view.today)?;
    let totals = totals(&owed);
    let kept = |owed: &Owed| {
        (filter.paragraph.is_empty() || filter.paragraph.contains(&owed.paragraph))
            && filter.late.is_none_or(|late| late == (owed.days_late > 0))
    };
    let mut rows: Vec<OwedRow> = owed.into_iter().filter(kept).map(row).collect();
    let left_out = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    Ok(OwedReport { as_of: view.today, definitions: DEFINITIONS, totals, rows, left_out })
}

fn row(owed: Owed) -> OwedRow {
    OwedRow {
        paragraph: owed.paragraph,
        subject_kind: owed.subject_kind,
        subject_id: owed.subject_id,
        name: owed.name,
        meeting_kind: owed.meeting_kind,
        day: owed.day,
        missing: owed.missing,
        since: owed.since,
        days_late: owed.days_late,
        in_time: owed.days_late == 0,
    }
}

/// Report on what is owed to the public.
///
/// For the body. Which meetings and decisions lack their publication under paragraph 5(a) to (d) of the Schedule to SI 2011/3050,
/// since when, by the body's own standard (`/v1/publication-standards`).
#[utoipa::path(tag = "reports", params(OwedFilter), responses((status = 200, body = OwedReport), (status = 403, body = Problem, content_type = "application/problem+json", description = "Not of the body")))]
#[get("/reports/owed")]
pub async fn report_owed(call: Call, query: Query<OwedFilter>) -> Result<HttpResponse, ApiError> {
    let report = call.read_with(move |view| report(view, &query.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(report))
}

/// Mounts the report.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(report_owed);
}
