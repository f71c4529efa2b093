//! The register over HTTP, for the body.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Owed, OwedParagraph, OwedSubject, OwedTally};
use super::{read, rules};
use crate::foundation::error::{ApiError, Refusal};
use crate::http::call::{Call, View};
use crate::http::mount::ServiceConfig;
use crate::http::problem::Problem;
use crate::http::query::Query;
use crate::public::shapes::PublicHold;
use crate::publishing::holds as held;
use crate::record::meetings::model::MeetingKind;

/// Maximum number of rows.
pub const ROWS: usize = 500;

/// Publications that are required but missing: about meetings and decisions (SI 2011/3050, Schedule, paragraph 5), about the force
/// (paragraphs 7A to 7C), and responses to reports (Police Act 1996 s.55, Police Reform and Social Responsibility Act 2011 s.29(3)).
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedReport {
    /// Day in Europe/London on which `days_late` is calculated.
    pub as_of: NaiveDate,
    pub definitions: OwedDefinitions,
    /// One row for each sub-paragraph of paragraph 5, and one for each other duty of which anything is owed.
    pub totals: Vec<OwedTotal>,
    /// Rows, longest owed first, at most 500.
    pub rows: Vec<OwedRow>,
    /// Number of rows not shown.
    pub left_out: usize,
    /// Holds of publication that are on; they stop no day of this register.
    pub holds: Vec<PublicHold>,
}

/// The definition of each figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedDefinitions {
    pub owed: &'static str,
    pub notice: &'static str,
    pub agenda: &'static str,
    pub minutes: &'static str,
    pub decision: &'static str,
    pub response: &'static str,
    pub copies: &'static str,
    pub panel: &'static str,
    pub national_priorities: &'static str,
    pub inspections: &'static str,
    pub complaints: &'static str,
    pub elsewhere: &'static str,
    pub since: &'static str,
    pub days_late: &'static str,
    pub holds: &'static str,
}

pub const DEFINITIONS: OwedDefinitions = OwedDefinitions {
    owed: "required by the Order or an Act, and not in a currently published edition; a withdrawn edition does not count; what the body notes as published elsewhere is not owed",
    notice: "5(a): a public meeting that was not cancelled; published when its date, time and place are",
    agenda: "5(b): a public meeting that was not cancelled; published when at least one agenda item and a link to every paper on its agenda are",
    minutes: "5(c): a meeting that was held, and was public or discussed matters of significant public interest; published when there is an edition prepared after it was held that tells what happened there (answers, exchanges, findings, decisions, actions, follow-ups or figures), or has a paper of the kind minutes with an address or a published file; an edition without either does not count",
    decision: "5(d): a decision of significant public interest that was taken, even if it was revoked; published when its text is, in the record of its meeting or on its own",
    response: "s.55(5A) of the Police Act 1996: an inspection report that was recorded; published when a completed response of the body is in an edition of the report; completing the response alone does not publish it, and a superseded edition still counts",
    copies: "s.55(6) of the Police Act 1996: an inspection report whose response is published, until a copy of what was published is noted as sent to the inspectors and to the Secretary of State; the Act names no time for it",
    panel: "s.29(3) of the Police Reform and Social Responsibility Act 2011: a report of the police and crime panel that was recorded with the day by which the panel wants the response, until the response is complete and noted as sent to the panel",
    national_priorities: "7A: a statement on the force's contribution to the national priorities for policing, and on which of them apply in the area; published when the body notes one that was published while the plan in force was in force",
    inspections: "7B: the inspectors' most recent PEEL report and summary of the force's performance; published when the body notes a publication on or after the day of the latest inspection report that is marked as PEEL, or any if none is",
    complaints: "7C: the latest data on complaints about the force and the report of the body; published when the body notes a publication within the last 12 months",
    elsewhere: "publications that the body notes as made elsewhere, for what the public may know of; each with its day and address",
    since: "the last day on time by the service standard of the body, in working days of England and Wales; for a response to an inspection report the last of the 56 days beginning with the publication of the report, and for one to the panel the day that the panel has set",
    days_late: "calendar days from since to the day as_of; 0 until then",
    holds: "holds of publication that are on: no law stops the days of what is owed meanwhile, so they are counted as ever",
};

/// The number of publications owed under a paragraph.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedTotal {
    pub paragraph: OwedParagraph,
    pub counts: OwedTally,
}

/// A missing publication.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedRow {
    pub paragraph: OwedParagraph,
    pub subject_kind: OwedSubject,
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub subject_id: String,
    /// Title of the meeting or the report, reference of the decision, or name of the body.
    #[schema(example = "Monthly assurance meeting")]
    pub name: Option<String>,
    /// Kind of meeting, for a meeting.
    pub meeting_kind: Option<MeetingKind>,
    /// Day of the meeting, of the decision, or of the publication of the report; for the body the day from which it is owed.
    pub day: NaiveDate,
    /// Members missing from the published edition; empty when none is published. For copies: who has none.
    #[schema(example = json!(["venue"]))]
    pub missing: Vec<&'static str>,
    /// Last day on time, by the standard; for a response the last of the 56 days, or the day that the panel has set.
    pub since: NaiveDate,
    #[schema(example = 7)]
    pub days_late: i64,
    pub in_time: bool,
}

/// Filters of the rows; totals count all.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwedFilter {
    /// Paragraph; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub paragraph: Vec<OwedParagraph>,
    /// `true` for late rows only, `false` for those still on time.
    pub late: Option<bool>,
}

/// Returns the totals: a row for each sub-paragraph of paragraph 5, and one for each other duty of which anything is owed.
fn totals(owed: &[Owed]) -> Vec<OwedTotal> {
    let total = |paragraph: &OwedParagraph| {
        let mut counts = OwedTally::default();
        owed.iter().filter(|owed| owed.paragraph == *paragraph).for_each(|owed| counts.add(owed));
        OwedTotal { paragraph: *paragraph, counts }
    };
    let has_line = |total: &OwedTotal| rules::has_line(total.paragraph, total.counts.owed > 0);
    OwedParagraph::ALL.iter().map(total).filter(has_line).collect()
}

fn report(view: &mut View<'_>, filter: &OwedFilter) -> Result<OwedReport, ApiError> {
    rules::may_read(view.actor).map_err(Refusal::without_state)?;
    let owed = read::owed(view.conn, &view.actor.area, view.today)?;
    let totals = totals(&owed);
    let kept = |owed: &Owed| {
        (filter.paragraph.is_empty() || filter.paragraph.contains(&owed.paragraph))
            && filter.late.is_none_or(|late| late == (owed.days_late > 0))
    };
    let mut rows: Vec<OwedRow> = owed.into_iter().filter(kept).map(row).collect();
    let left_out = rows.len().saturating_sub(ROWS);
    rows.truncate(ROWS);
    let holds = held::public::on(view.conn, Some(&view.actor.area), view.today)?;
    Ok(OwedReport { as_of: view.today, definitions: DEFINITIONS, totals, rows, left_out, holds })
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

/// Report on publications owed.
///
/// For the body. Lists meetings and decisions without their publication under paragraph 5(a) to (d) of the Schedule to SI
/// 2011/3050, information about the force under paragraphs 7A to 7C, and responses to reports of the inspectors and the panel, with
/// the last day on time: by law, or by the body's own standard (`/v1/publication-standards`). What was published elsewhere
/// (`/v1/published-elsewhere`) is not owed.
#[utoipa::path(tag = "reports", params(OwedFilter), responses((status = 200, body = OwedReport), (status = 403, body = Problem, content_type = "application/problem+json", description = "Only the body may read this report")))]
#[get("/reports/owed")]
pub async fn get_owed_report(call: Call, query: Query<OwedFilter>) -> Result<HttpResponse, ApiError> {
    let report = call.read_with(move |view| report(view, &query.0)).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(report))
}

/// Mounts the report.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_owed_report);
}
