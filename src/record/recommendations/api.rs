//! Recommendations over HTTP: the view, the handlers, the routes.

use std::collections::{BTreeSet, HashMap};

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{
    AddRecommendation, AddressedTo, Answer, AnswerRecommendation, ClaimRecommendation, EditRecommendation, ExtendRecommendation,
    Recommendation, RecommendationAct, RecommendationId, RecommendationStatus,
};
use super::rules::{Answered, RecommendationState};
use super::store::{RecommendationFilter, RecommendationSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{ActDay, DatedReason};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::http::query::Query;
use crate::record::deadlines::lateness::{Lateness, Limits, limits_of};
use crate::record::recommendations::recommendation_sets::model::{RecommendationSetId, ReportSource};
use crate::record::recommendations::recommendation_sets::rules::SetState;
use crate::record::recommendations::recommendation_sets::{rules as set_rules, store as sets};
use crate::record::recommendations::report_responses;

/// A recommendation as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecommendationView {
    pub id: RecommendationId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub recommendation_set_id: RecommendationSetId,
    #[schema(example = "3a")]
    pub printed_number: Option<String>,
    #[schema(example = "Inspect every kennel twice a year.")]
    pub text: String,
    pub addressed_to: AddressedTo,
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the report; no date is derived from them.
    pub due_text: Option<String>,
    /// True when it is open and the due date has passed in Europe/London (derived).
    pub overdue: bool,
    /// Lateness; `null` when it is not awaited any more, or has no due date (derived).
    pub lateness: Option<Lateness>,
    pub status: RecommendationStatus,
    /// Reason for the status, if one was given.
    pub status_reason: Option<String>,
    /// Evidence that it is complete.
    pub evidence: Option<String>,
    /// Day on which it was complete, as the claim that stands says; `null` before that, or when it is not known.
    #[schema(example = "2018-12-20")]
    pub completed_on: Option<NaiveDate>,
    /// Day on which it was verified or not accepted; `null` before that, or when it is not known.
    #[schema(example = "2019-01-10")]
    pub ended_on: Option<NaiveDate>,
    pub times_rejected: i32,
    /// Answer of the force.
    pub force_answer: Option<Answer>,
    /// Answer of the body.
    pub body_answer: Option<Answer>,
    /// True when the answer is there that the body's response to the report needs, or the reason for which it is not accepted
    /// (derived). To a report of the inspectors or the panel the body answers itself.
    pub answered: bool,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["respond", "claim"]))]
    pub allowed_acts: Vec<RecommendationAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

impl Versioned for RecommendationView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(
    view: &View<'_>,
    limits: Limits,
    (set, source): (SetState, ReportSource),
    one: Recommendation,
) -> Result<RecommendationView, ApiError> {
    let allowed_acts = rules::allowed_acts(&RecommendationState::of(set, &one), view.actor);
    let (force_answer, body_answer) = (one.force_answer.get()?, one.body_answer.get()?);
    let given = Answered::of(body_answer.as_ref(), force_answer.as_ref());
    let lacking = rules::needed(source, one.addressed_to).lacking(one.status, given);
    Ok(RecommendationView {
        area: one.area,
        recommendation_set_id: one.set_id,
        printed_number: one.printed_number,
        text: one.text,
        addressed_to: one.addressed_to,
        due_on: one.due_on,
        due_text: one.due_text,
        overdue: rules::is_overdue(one.status, one.due_on, view.today),
        lateness: limits.lateness(rules::OUTSTANDING.contains(&one.status), one.due_on),
        status: one.status,
        status_reason: one.status_reason,
        evidence: one.evidence,
        completed_on: one.completed_on,
        ended_on: one.ended_on,
        times_rejected: one.times_rejected,
        answered: lacking.is_none(),
        force_answer,
        body_answer,
        allowed_acts,
        created_at: one.created_at.and_utc(),
        updated_at: one.updated_at.and_utc(),
        version: one.version,
        id: one.id,
    })
}

fn views(view: &mut View<'_>, rows: Vec<Recommendation>) -> Result<Vec<RecommendationView>, ApiError> {
    let ids: BTreeSet<RecommendationSetId> = rows.iter().map(|one| one.set_id.clone()).collect();
    let ids: Vec<RecommendationSetId> = ids.into_iter().collect();
    let sets: HashMap<_, _> = store::set_statuses(view.conn, &ids)?.into_iter().collect();
    let limits = limits_of(view.conn, &view.actor.area, view.today)?;
    let scope = report_responses::rules::scope(view.actor);
    let responses = report_responses::store::of_sets(view.conn, &scope, &ids)?;
    let responses: HashMap<_, _> = responses.into_iter().map(|response| (response.set_id, response.status)).collect();
    let of = |one: &Recommendation| {
        let response = responses.get(&one.set_id).copied();
        sets.get(&one.set_id).map(|(status, source)| (SetState { status: *status, response }, *source))
    };
    rows.into_iter().map(|one| one_view(view, limits, of(&one).ok_or(ApiError::NotFound)?, one)).collect()
}

fn view_of(view: &mut View<'_>, one: Recommendation) -> Result<RecommendationView, ApiError> {
    views(view, vec![one])?.pop().ok_or(ApiError::NotFound)
}

fn updated(tx: &mut Tx<'_>, one: Recommendation) -> Result<Changed<RecommendationView>, ApiError> {
    view_of(&mut tx.view(), one).map(Changed::updated)
}

/// Parameters of one recommendation.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecommendationQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List the recommendations of all sets.
#[utoipa::path(tag = "recommendations", params(RecommendationFilter, PagesBy::<RecommendationSort>), responses((status = 200, body = Listing<RecommendationView>)))]
#[get("/recommendations")]
pub async fn list_recommendations(
    call: Call,
    list: ListQuery<RecommendationFilter, RecommendationSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &set_rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// List the recommendations of a set.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), PagesBy::<RecommendationSort>),
    responses((status = 200, body = Listing<RecommendationView>))
)]
#[get("/recommendation-sets/{id}/recommendations")]
pub async fn list_set_recommendations(
    call: Call,
    id: web::Path<RecommendationSetId>,
    list: ListQuery<NoFilter, RecommendationSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = set_rules::scope(view.actor);
        let set = sets::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let filter = RecommendationFilter { set: Some(set.id), ..RecommendationFilter::default() };
        let page = store::list(view.conn, &scope, &filter, &list.window, view.today)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Add a recommendation to a set.
///
/// By the PCC or the office. The set's counts limit their number.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path)),
    request_body = AddRecommendation, responses((status = 201, body = RecommendationView))
)]
#[post("/recommendation-sets/{id}/recommendations")]
pub async fn add_recommendation(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<AddRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::add(tx, &id, &input)?;
        let location = format!("/v1/recommendations/{}", one.id);
        Ok(Changed::created(location, view_of(&mut tx.view(), one)?))
    })
    .await
}

/// Read a recommendation.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), RecommendationQuery),
    responses((status = 200, body = RecommendationView))
)]
#[get("/recommendations/{id}")]
pub async fn get_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    query: Query<RecommendationQuery>,
) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let one = store::find(view.conn, &set_rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        view_of(view, one)
    })
    .await
}

/// Change an open recommendation.
///
/// JSON Merge Patch: absent members stay, `null` clears. Once the set is recorded, an existing due date can only be moved
/// with `extend`.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body(content = EditRecommendation, content_type = "application/merge-patch+json"),
    responses((status = 200, body = RecommendationView))
)]
#[patch("/recommendations/{id}")]
pub async fn edit_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<EditRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::edit(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Delete a recommendation of a draft set.
#[utoipa::path(tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/recommendations/{id}")]
pub async fn delete_recommendation(call: Call, id: web::Path<RecommendationId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<RecommendationView>::Deleted)
    })
    .await
}

/// Answer a recommendation.
///
/// States the action taken or proposed, or the reason for none (Police Act 1996 s.55). By the body, and by the force if it is
/// addressed; each side has its own answer, and a new one replaces that side's earlier one.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = AnswerRecommendation, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/respond")]
pub async fn answer_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<AnswerRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::respond(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Claim a recommendation complete.
///
/// By the side it is addressed to, with evidence.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = ClaimRecommendation, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/claim")]
pub async fn claim_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<ClaimRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::claim(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Verify that a recommendation is complete.
///
/// By the PCC, but not by the person who claimed it.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body(content = Option<ActDay>), responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/verify")]
pub async fn verify_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: OptionalJsonBody<ActDay>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::verify(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Reject a claim.
///
/// By the PCC, with the reason. The rejection is counted, and the recommendation is open again.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/reject")]
pub async fn reject_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<DatedReason>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::reject(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Mark a recommendation as not accepted.
///
/// By the PCC, with the reason.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/not-accept")]
pub async fn not_accept_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<DatedReason>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::not_accept(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Move the due date.
///
/// By the PCC, to a later day, with the reason.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationId, Path), IfMatchHeader),
    request_body = ExtendRecommendation, responses((status = 200, body = RecommendationView))
)]
#[post("/recommendations/{id}/extend")]
pub async fn extend_recommendation(
    call: Call,
    id: web::Path<RecommendationId>,
    body: JsonBody<ExtendRecommendation>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let one = acts::extend(tx, &id, &input)?;
        updated(tx, one)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_recommendations)
        .service(list_set_recommendations)
        .service(add_recommendation)
        .service(get_recommendation)
        .service(edit_recommendation)
        .service(delete_recommendation)
        .service(answer_recommendation)
        .service(claim_recommendation)
        .service(verify_recommendation)
        .service(reject_recommendation)
        .service(not_accept_recommendation)
        .service(extend_recommendation);
}
