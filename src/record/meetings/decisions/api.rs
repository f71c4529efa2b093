//! Decisions over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{
    CorrectDecision, Decision, DecisionAct, DecisionDocument, DecisionId, DecisionRevision, DecisionStatus, DraftDecision,
    EditDecision, Maker, TakeDecision,
};
use super::rules::DecisionState;
use super::store::{DecisionFilter, DecisionSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{DatedReason, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;
use crate::record::meetings::model::{AgendaItemId, MeetingId, MeetingStatus};
use crate::record::meetings::store::statuses;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::restrictions;
use crate::record::restrictions::model::RestrictDraft;
use crate::record::restrictions::view::RestrictionView;

/// A decision as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecisionView {
    pub id: DecisionId,
    /// Reference, assigned when the decision is taken; a draft has none.
    #[schema(example = "WM-2019-D001")]
    pub reference: Option<String>,
    /// Reference under which the office keeps it, beside ours; `null` for none.
    #[schema(example = "XPCC-0083")]
    pub own_reference: Option<String>,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Title, where decisions have one.
    #[schema(example = "Revenue outturn 2018-19")]
    pub title: Option<String>,
    #[schema(example = "The estate of the unit gets a further £800,000.")]
    pub text: String,
    pub reasons: Option<String>,
    /// Revision: 1 as drafted and taken, plus one for each correction.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first.
    pub earlier_wordings: Vec<EarlierDecision>,
    pub made_by: Option<Maker>,
    pub made_on: Option<NaiveDate>,
    /// Day on which it was signed.
    #[schema(example = "2019-02-01")]
    pub signed_on: Option<NaiveDate>,
    /// Documents of the decision.
    pub documents: Vec<DecisionDocument>,
    /// Interests that were declared, in the words of the record.
    #[schema(example = "None.")]
    pub conflicts: Option<String>,
    /// Id of the meeting that took it; decisions are also taken outside meetings.
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: Vec<PriorityId>,
    /// True when a record of it is owed to the public (SI 2011/3050 Sch. para 5(d)).
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    pub status: DecisionStatus,
    /// The people who read this draft, when only named people do; `null` otherwise.
    pub restricted: Option<RestrictionView>,
    /// Reason it was revoked.
    pub status_reason: Option<String>,
    /// Day on which it was revoked.
    #[schema(example = "2019-03-01")]
    pub revoked_on: Option<NaiveDate>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["correct", "revoke"]))]
    pub allowed_acts: Vec<DecisionAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

/// An earlier wording of a decision.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierDecision {
    pub revision: i32,
    pub text: String,
    pub reasons: Option<String>,
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    /// Reason for the correction.
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: DateTime<Utc>,
}

impl Versioned for DecisionView {
    fn version(&self) -> i32 {
        self.version
    }
}

impl From<DecisionRevision> for EarlierDecision {
    fn from(old: DecisionRevision) -> Self {
        Self {
            revision: old.revision,
            text: old.text,
            reasons: old.reasons,
            significant_public_interest: old.significant_public_interest,
            significant_public_interest_reason: old.significant_public_interest_reason,
            reason: old.reason,
            replaced_by: old.replaced_by,
            replaced_at: old.replaced_at.and_utc(),
        }
    }
}

/// Builds views of records. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, decisions: Vec<Decision>) -> Result<Vec<DecisionView>, ApiError> {
    let corrected = decisions.iter().filter(|decision| decision.revision > 1).map(|decision| decision.id.clone());
    let mut earlier = store::revisions(view.conn, &corrected.collect::<Vec<_>>())?;
    let meetings: Vec<MeetingId> = decisions.iter().filter_map(|decision| decision.meeting_id.clone()).collect();
    let statuses = statuses(view.conn, &meetings)?;
    let drafts = decisions.iter().filter(|decision| decision.status == DecisionStatus::Draft);
    let mut restricted = restrictions::view::of(view.conn, drafts.map(|decision| decision.id.to_string()).collect())?;
    decisions
        .into_iter()
        .map(|decision| {
            let earlier = earlier.remove(&decision.id).unwrap_or_default();
            let at = decision.meeting_id.as_ref().and_then(|id| statuses.get(id)).copied();
            let restricted = restricted.remove(decision.id.as_str());
            one_view(view, decision, at, (earlier, restricted))
        })
        .collect()
}

fn one_view(
    view: &View<'_>,
    decision: Decision,
    at: Option<MeetingStatus>,
    (earlier, restricted): (Vec<DecisionRevision>, Option<RestrictionView>),
) -> Result<DecisionView, ApiError> {
    let state = DecisionState { status: decision.status, at, is_restricted: restricted.is_some() };
    Ok(DecisionView {
        id: decision.id,
        reference: decision.reference,
        area: decision.area,
        own_reference: decision.own_reference,
        title: decision.title,
        signed_on: decision.signed_on,
        documents: decision.documents.get()?,
        conflicts: decision.conflicts,
        revoked_on: decision.revoked_on,
        text: decision.text,
        reasons: decision.reasons,
        revision: decision.revision,
        earlier_wordings: earlier.into_iter().map(EarlierDecision::from).collect(),
        made_by: decision.made_by.get()?,
        made_on: decision.made_on,
        meeting_id: decision.meeting_id,
        agenda_item_id: decision.agenda_item_id,
        topic_id: decision.topic_id,
        priority_ids: decision.priority_ids.get()?,
        significant_public_interest: decision.significant_public_interest,
        significant_public_interest_reason: decision.significant_public_interest_reason,
        status: decision.status,
        restricted,
        status_reason: decision.status_reason,
        allowed_acts: rules::allowed_acts(state, view.actor),
        created_at: decision.created_at.and_utc(),
        updated_at: decision.updated_at.and_utc(),
        version: decision.version,
    })
}

fn alone(view: &mut View<'_>, decision: Decision) -> Result<DecisionView, ApiError> {
    views(view, vec![decision])?.pop().ok_or(ApiError::NotFound)
}

fn updated(tx: &mut Tx<'_>, decision: Decision) -> Result<Changed<DecisionView>, ApiError> {
    alone(&mut tx.view(), decision).map(Changed::updated)
}

/// Parameters of one decision.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DecisionQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List decisions.
///
/// The body sees all decisions of its area; the force sees those that were taken.
#[utoipa::path(tag = "decisions", params(DecisionFilter, PagesBy::<DecisionSort>), responses((status = 200, body = Listing<DecisionView>)))]
#[get("/decisions")]
pub async fn list_decisions(call: Call, list: ListQuery<DecisionFilter, DecisionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Draft a decision.
///
/// By the PCC or the office; the force does not see it until it is taken.
#[utoipa::path(tag = "decisions", request_body = DraftDecision, responses((status = 201, body = DecisionView)))]
#[post("/decisions")]
pub async fn draft_decision(call: Call, body: JsonBody<DraftDecision>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.add(&body.fingerprint, move |tx| {
        let decision = acts::draft(tx, &input)?;
        Ok(Changed::created(format!("/v1/decisions/{}", decision.id), alone(&mut tx.view(), decision)?))
    })
    .await
}

/// Read a decision.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path), DecisionQuery), responses((status = 200, body = DecisionView)))]
#[get("/decisions/{id}")]
pub async fn get_decision(call: Call, id: web::Path<DecisionId>, query: Query<DecisionQuery>) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let decision = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        alone(view, decision)
    })
    .await
}

/// Change a draft decision.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader),
    request_body(content = EditDecision, content_type = "application/merge-patch+json"),
    responses((status = 200, body = DecisionView))
)]
#[patch("/decisions/{id}")]
pub async fn edit_decision(
    call: Call,
    id: web::Path<DecisionId>,
    body: JsonBody<EditDecision>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let decision = acts::edit(tx, &id, &input)?;
        updated(tx, decision)
    })
    .await
}

/// Delete a draft decision.
#[utoipa::path(tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/decisions/{id}")]
pub async fn delete_decision(call: Call, id: web::Path<DecisionId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<DecisionView>::Deleted)
    })
    .await
}

/// Take a decision.
///
/// By the PCC. The decision gets its reference, its words are final and the force sees it. Reasons and `made_by` are required.
#[utoipa::path(
    tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader),
    request_body(content = Option<TakeDecision>), responses((status = 200, body = DecisionView))
)]
#[post("/decisions/{id}/take")]
pub async fn take_decision(
    call: Call,
    id: web::Path<DecisionId>,
    body: OptionalJsonBody<TakeDecision>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let decision = acts::take(tx, &id, &input)?;
        updated(tx, decision)
    })
    .await
}

/// Correct the words of a decision that was taken.
///
/// By the PCC, with the reason; the earlier wording stays readable.
#[utoipa::path(
    tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader),
    request_body = CorrectDecision, responses((status = 200, body = DecisionView))
)]
#[post("/decisions/{id}/correct")]
pub async fn correct_decision(
    call: Call,
    id: web::Path<DecisionId>,
    body: JsonBody<CorrectDecision>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let decision = acts::correct(tx, &id, &input)?;
        updated(tx, decision)
    })
    .await
}

/// Revoke a decision that was taken.
///
/// By the PCC, with the reason. The record of the decision stays.
#[utoipa::path(
    tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = DecisionView))
)]
#[post("/decisions/{id}/revoke")]
pub async fn revoke_decision(
    call: Call,
    id: web::Path<DecisionId>,
    body: JsonBody<DatedReason>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let decision = acts::revoke(tx, &id, &input)?;
        updated(tx, decision)
    })
    .await
}

/// Take back the revocation of a decision.
///
/// By the PCC, with the reason. The decision stands as before.
#[utoipa::path(
    tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = DecisionView))
)]
#[post("/decisions/{id}/reinstate")]
pub async fn reinstate_decision(
    call: Call,
    id: web::Path<DecisionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let decision = acts::reinstate(tx, &id, &input)?;
        updated(tx, decision)
    })
    .await
}

/// Let only named people read a draft decision.
///
/// By the PCC or the office, with the reason. Nobody else learns that it exists; you are always among the people, and the PCC
/// reads it beside them. Other names: restrict it again. It ends when the draft is taken.
#[utoipa::path(
    tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader),
    request_body = RestrictDraft, responses((status = 200, body = DecisionView))
)]
#[post("/decisions/{id}/restrict")]
pub async fn restrict_decision(
    call: Call,
    id: web::Path<DecisionId>,
    body: JsonBody<RestrictDraft>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::restrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Let everybody of its side read a restricted draft decision again.
///
/// By the PCC or the office, with the reason: by anybody who reads it.
#[utoipa::path(
    tag = "decisions", params(("id" = DecisionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = DecisionView))
)]
#[post("/decisions/{id}/unrestrict")]
pub async fn unrestrict_decision(
    call: Call,
    id: web::Path<DecisionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::unrestrict(tx, &id, &input)?;
        updated(tx, restricted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_decisions)
        .service(draft_decision)
        .service(get_decision)
        .service(edit_decision)
        .service(delete_decision)
        .service(take_decision)
        .service(correct_decision)
        .service(revoke_decision)
        .service(reinstate_decision)
        .service(restrict_decision)
        .service(unrestrict_decision);
}
