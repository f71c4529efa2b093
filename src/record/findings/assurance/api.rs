//! Assurance over time over HTTP: read only.

use actix_web::http::header::{CACHE_CONTROL, LINK};
use actix_web::{HttpResponse, get, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::store;
use super::store::{AssuranceSort, Judgement};
use crate::foundation::error::ApiError;
use crate::http::call::{Call, View};
use crate::http::mount::ServiceConfig;
use crate::http::paging::{LinkBuilder, Links, ListQuery, NoFilter, PageInfo, PagesBy};
use crate::http::trim::Trim;
use crate::record::findings;
use crate::record::findings::model::{Finding, FindingId, FindingStatus};
use crate::record::findings::rating_scales::model::{Grade, RatingCode};
use crate::record::findings::rules::Scope;
use crate::record::findings::view::grade;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::{plans, priorities};

/// One rated finding under a priority.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssuranceView {
    /// Day of its meeting; without one the day it was confirmed, or until then shared.
    #[schema(example = "2019-01-30")]
    pub on: NaiveDate,
    pub finding_id: FindingId,
    #[schema(example = "WM-2019-F003")]
    pub reference: Option<String>,
    pub meeting_id: Option<MeetingId>,
    /// Status; while `shared` the force may still comment, and the PCC may still change the rating.
    pub status: FindingStatus,
    /// Rating of performance on that day; `null` when not rated.
    pub performance: Option<Grade>,
    /// Rating of the plan to improve; `null` when not rated.
    pub plan: Option<Grade>,
}

/// The latest judgement.
#[derive(Debug, Serialize, ToSchema)]
pub struct LatestJudgement {
    pub on: NaiveDate,
    pub finding_id: FindingId,
    #[schema(example = "WM-2019-F003")]
    pub reference: Option<String>,
    pub status: FindingStatus,
    #[schema(example = "Not assured")]
    pub label: String,
    pub code: RatingCode,
}

/// The latest judgement of each kind, the same on every page.
#[derive(Debug, Serialize, ToSchema)]
pub struct Latest {
    /// Latest judgement of performance; `null` when never rated.
    pub performance: Option<LatestJudgement>,
    /// Latest judgement of the plan to improve; `null` when never rated.
    pub plan: Option<LatestJudgement>,
}

/// A page of a list, with the latest judgement of each kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct Series<V> {
    pub data: Vec<V>,
    pub links: Links,
    pub page: PageInfo,
    pub latest: Latest,
}

fn one_view((finding, on): (Finding, NaiveDate)) -> AssuranceView {
    AssuranceView {
        on,
        finding_id: finding.id,
        reference: finding.reference,
        meeting_id: finding.meeting_id,
        status: finding.status,
        performance: grade(finding.performance_code, finding.performance_label),
        plan: grade(finding.plan_code, finding.plan_label),
    }
}

fn latest(
    view: &mut View<'_>,
    scope: &Scope,
    priority: &PriorityId,
    judgement: Judgement,
) -> Result<Option<LatestJudgement>, ApiError> {
    let Some(row) = store::latest(view.conn, scope, priority, judgement)? else { return Ok(None) };
    let row = one_view(row);
    let grade = match judgement {
        Judgement::Performance => row.performance,
        Judgement::Plan => row.plan,
    };
    Ok(grade.map(|Grade { label, code }| LatestJudgement {
        on: row.on,
        finding_id: row.finding_id,
        reference: row.reference,
        status: row.status,
        label,
        code,
    }))
}

/// Read the ratings of a priority over time.
///
/// Lists the shared or confirmed findings under the priority that have a rating, in order of day, with the latest judgement of
/// each kind.
#[utoipa::path(
    tag = "findings", params(("id" = PriorityId, Path), PagesBy::<AssuranceSort>), responses((status = 200, body = Series<AssuranceView>))
)]
#[get("/priorities/{id}/assurance")]
pub async fn list_priority_assurance(
    call: Call,
    id: web::Path<PriorityId>,
    list: ListQuery<NoFilter, AssuranceSort>,
) -> Result<HttpResponse, ApiError> {
    let trim = Trim::parse::<AssuranceView>(&list.fields)?;
    let (builder, limit) = (LinkBuilder::of(&list), list.window.limit);
    let read = move |view: &mut View<'_>| {
        priorities::store::find(view.conn, &plans::rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        let scope = findings::rules::scope(view.actor);
        let page = store::list(view.conn, &scope, &id, &list.window)?;
        let performance = latest(view, &scope, &id, Judgement::Performance)?;
        let plan = latest(view, &scope, &id, Judgement::Plan)?;
        Ok((page.try_map(|rows| Ok(rows.into_iter().map(one_view).collect()))?, Latest { performance, plan }))
    };
    let (rows, latest) = call.read_with(read).await?;
    let links = builder.links(&rows);
    let mut response = HttpResponse::Ok();
    response.insert_header((LINK, links.header())).insert_header((CACHE_CONTROL, "private, no-store"));
    let page = PageInfo::new(limit, rows.total);
    Ok(response.json(Series { data: trim.all::<AssuranceView>(&rows.rows)?, links, page, latest }))
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_priority_assurance);
}
