//! Claims of progress over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{
    AssertProgress, Asserter, Figure, ProgressClaim, ProgressClaimAct, ProgressClaimId, ProgressClaimStatus, Reading, Resolution,
    ResolveProgress,
};
use super::store::{ProgressClaimFilter, ProgressClaimSort};
use super::{acts, rules, store};
use crate::foundation::actor::Side;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;
use crate::record::meetings::model::MeetingId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::ResponseId;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSet, RecommendationSetId};
use crate::record::recommendations::recommendation_sets::{rules as set_rules, store as sets};

/// A progress claim.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProgressClaimView {
    pub id: ProgressClaimId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub recommendation_set_id: RecommendationSetId,
    /// Author: the force itself, or the office recording an oral statement.
    pub side: Side,
    #[schema(example = "Every recommendation but one is complete.")]
    pub text: String,
    pub asserted_by: Asserter,
    pub asserted_on: NaiveDate,
    pub question_id: Option<QuestionId>,
    pub response_id: Option<ResponseId>,
    pub meeting_id: Option<MeetingId>,
    pub figure: Figure,
    /// Readings of the figure against the set's counts, largest total first.
    pub readings: Vec<Reading>,
    /// True when a number was stated, but its total is unresolved.
    pub ambiguous: bool,
    /// Current resolution; earlier ones are in the audit trail.
    pub resolution: Option<Resolution>,
    pub status: ProgressClaimStatus,
    /// Reason it was verified or refuted.
    pub status_reason: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["resolve", "refute"]))]
    pub allowed_acts: Vec<ProgressClaimAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for ProgressClaimView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a claim about `set`.
pub fn one_view(view: &View<'_>, set: &RecommendationSet, claim: ProgressClaim) -> Result<ProgressClaimView, ApiError> {
    let weighed = acts::weigh(set, &claim)?;
    let allowed_acts = rules::allowed_acts(&acts::state_of(&claim, &weighed), view.actor);
    Ok(ProgressClaimView {
        area: claim.area,
        recommendation_set_id: claim.set_id,
        side: claim.side,
        text: claim.text,
        asserted_by: claim.asserted_by.get()?,
        asserted_on: claim.asserted_on,
        question_id: claim.question_id,
        response_id: claim.response_id,
        meeting_id: claim.meeting_id,
        figure: weighed.figure,
        ambiguous: weighed.ambiguous(),
        readings: weighed.readings,
        resolution: claim.resolution.get()?,
        status: claim.status,
        status_reason: claim.status_reason,
        allowed_acts,
        created_at: claim.created_at.and_utc(),
        updated_at: claim.updated_at.and_utc(),
        version: claim.version,
        id: claim.id,
    })
}

fn view_of(view: &mut View<'_>, claim: ProgressClaim) -> Result<ProgressClaimView, ApiError> {
    let set = sets::find(view.conn, &set_rules::scope(view.actor), &claim.set_id)?.ok_or(ApiError::NotFound)?;
    one_view(view, &set, claim)
}

fn updated(tx: &mut Tx<'_>, claim: ProgressClaim) -> Result<Changed<ProgressClaimView>, ApiError> {
    view_of(&mut tx.view(), claim).map(Changed::updated)
}

/// Parameters of one claim.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgressClaimQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List the progress claims about a set.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path), ProgressClaimFilter, PagesBy::<ProgressClaimSort>),
    responses((status = 200, body = Listing<ProgressClaimView>))
)]
#[get("/recommendation-sets/{id}/progress")]
pub async fn list_progress_claims(
    call: Call,
    id: web::Path<RecommendationSetId>,
    list: ListQuery<ProgressClaimFilter, ProgressClaimSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = set_rules::scope(view.actor);
        let set = sets::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &scope, &id, &list.filter, &list.window)?;
        page.try_map(|rows| rows.into_iter().map(|claim| one_view(view, &set, claim)).collect())
    })
    .await
}

/// Claim progress.
///
/// By the force for itself, or by the office, which records the statement and its speaker. A figure that does not match the
/// set's counts is refused; one with several readings is stored with all of them.
#[utoipa::path(
    tag = "recommendations", params(("id" = RecommendationSetId, Path)),
    request_body = AssertProgress, responses((status = 201, body = ProgressClaimView))
)]
#[post("/recommendation-sets/{id}/progress")]
pub async fn assert_progress(
    call: Call,
    id: web::Path<RecommendationSetId>,
    body: JsonBody<AssertProgress>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let claim = acts::assert(tx, &id, &input)?;
        let location = format!("/v1/progress-claims/{}", claim.id);
        Ok(Changed::created(location, view_of(&mut tx.view(), claim)?))
    })
    .await
}

/// Read a claim of progress.
#[utoipa::path(
    tag = "recommendations", params(("id" = ProgressClaimId, Path), ProgressClaimQuery),
    responses((status = 200, body = ProgressClaimView))
)]
#[get("/progress-claims/{id}")]
pub async fn get_progress_claim(
    call: Call,
    id: web::Path<ProgressClaimId>,
    query: Query<ProgressClaimQuery>,
) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let claim = store::find(view.conn, &set_rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        view_of(view, claim)
    })
    .await
}

/// Resolve the total of a claim's figure.
///
/// By the PCC or the office, with the reason. A later resolution replaces an earlier one, and the audit trail keeps both.
#[utoipa::path(
    tag = "recommendations", params(("id" = ProgressClaimId, Path), IfMatchHeader),
    request_body = ResolveProgress, responses((status = 200, body = ProgressClaimView))
)]
#[post("/progress-claims/{id}/resolve")]
pub async fn resolve_progress_claim(
    call: Call,
    id: web::Path<ProgressClaimId>,
    body: JsonBody<ResolveProgress>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let claim = acts::resolve(tx, &id, &input)?;
        updated(tx, claim)
    })
    .await
}

/// Verify a claim of progress.
///
/// By the PCC, with the reason, but not by the person who recorded it.
#[utoipa::path(
    tag = "recommendations", params(("id" = ProgressClaimId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ProgressClaimView))
)]
#[post("/progress-claims/{id}/verify")]
pub async fn verify_progress_claim(
    call: Call,
    id: web::Path<ProgressClaimId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let claim = acts::verify(tx, &id, &input)?;
        updated(tx, claim)
    })
    .await
}

/// Refute a claim of progress.
///
/// By the PCC, with the reason. It no longer counts towards progress.
#[utoipa::path(
    tag = "recommendations", params(("id" = ProgressClaimId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ProgressClaimView))
)]
#[post("/progress-claims/{id}/refute")]
pub async fn refute_progress_claim(
    call: Call,
    id: web::Path<ProgressClaimId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let claim = acts::refute(tx, &id, &input)?;
        updated(tx, claim)
    })
    .await
}

/// Take back the verdict on a claim of progress.
///
/// By the PCC, with the reason. The claim waits for a verdict again.
#[utoipa::path(
    tag = "recommendations", params(("id" = ProgressClaimId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ProgressClaimView))
)]
#[post("/progress-claims/{id}/reopen")]
pub async fn reopen_progress_claim(
    call: Call,
    id: web::Path<ProgressClaimId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let claim = acts::reopen(tx, &id, &input)?;
        updated(tx, claim)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_progress_claims)
        .service(assert_progress)
        .service(get_progress_claim)
        .service(resolve_progress_claim)
        .service(verify_progress_claim)
        .service(refute_progress_claim)
        .service(reopen_progress_claim);
}
