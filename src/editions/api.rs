//! Editions over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::model::{
    ApproveEdition, EditEdition, Edition, EditionId, EditionKind, EditionStatus, PrepareEdition, PublishEdition, Significance,
    Warning, WithdrawEdition,
};
use super::store::{self, EditionFilter, EditionSort};
use super::{acts, prepare, rules};
use crate::error::ApiError;
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::paging::{ListQuery, Listing, Paging};
use crate::http::query::Query;
use crate::input::NoInput;
use crate::publication::document::Withheld;

/// An edition as the body prepares it; the public reads its document.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionView {
    pub id: EditionId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub kind: EditionKind,
    /// The id of the meeting, question, plan or recommendation set; of an action log the slug of the area.
    pub subject_id: String,
    #[schema(example = 1)]
    pub number: i32,
    #[schema(example = "Monthly Assurance Meeting January 2019")]
    pub title: String,
    pub status: EditionStatus,
    pub significance: Option<Significance>,
    pub change_note: Option<String>,
    pub withheld: Vec<Withheld>,
    pub warnings: Vec<Warning>,
    /// When it becomes public, while that lies ahead.
    pub publish_at: Option<DateTime<Utc>>,
    pub approved_by: Option<String>,
    pub approved_at: Option<DateTime<Utc>>,
    /// Whether the approver acted under a delegation of the PCC.
    pub approved_by_delegation: bool,
    pub published_at: Option<DateTime<Utc>>,
    pub superseded_by: Option<EditionId>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub explanation: Option<String>,
    /// With one edition that is not superseded or withdrawn: whether the record or its redactions have changed since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behind: Option<bool>,
    /// With one edition: the record as the public reads it, or will read it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub record: Option<Value>,
    /// What this caller may do now.
    #[schema(example = json!(["edit", "delete", "refresh", "approve"]))]
    pub allowed_acts: Vec<&'static str>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for EditionView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, edition: Edition, delegated: bool) -> Result<EditionView, ApiError> {
    Ok(EditionView {
        allowed_acts: rules::allowed_acts(edition.status, delegated, view.actor),
        id: edition.id,
        area: edition.area,
        kind: edition.kind,
        subject_id: edition.subject_id,
        number: edition.number,
        title: edition.title,
        status: edition.status,
        significance: edition.significance,
        change_note: edition.change_note,
        withheld: edition.withheld.get()?,
        warnings: if view.actor.role.is_body() { edition.warnings.get()? } else { Vec::new() },
        publish_at: edition.publish_at.filter(|_| edition.published_at.is_none()).map(|at| at.and_utc()),
        approved_by: edition.approved_by_name,
        approved_at: edition.approved_at.map(|at| at.and_utc()),
        approved_by_delegation: edition.delegation_id.is_some(),
        published_at: edition.published_at.map(|at| at.and_utc()),
        superseded_by: edition.superseded_by,
        withdrawn_at: edition.withdrawn_at.map(|at| at.and_utc()),
        explanation: edition.explanation,
        behind: None,
        record: None,
        created_at: edition.created_at.and_utc(),
        updated_at: edition.updated_at.and_utc(),
        version: edition.version,
    })
}

fn is_delegated(view: &mut View<'_>) -> Result<bool, ApiError> {
    match &view.actor.user_id {
        Some(user) => Ok(store::delegation(view.conn, &view.actor.area, user, view.today)?.is_some()),
        None => Ok(false),
    }
}

/// One edition with its record, and whether it is behind.
fn whole_view(view: &mut View<'_>, edition: Edition) -> Result<EditionView, ApiError> {
    let delegated = is_delegated(view)?;
    let stands = matches!(edition.status, EditionStatus::Prepared | EditionStatus::Approved | EditionStatus::Published);
    let behind = if stands && view.actor.role.is_body() {
        Some(prepare::is_behind(view.conn, &edition, view.today)?)
    } else {
        None
    };
    // What was withdrawn is no longer shown to anybody but the body.
    let shown = edition.status != EditionStatus::Withdrawn || view.actor.role.is_body();
    let record = if shown { Some(edition.record.get()?) } else { None };
    Ok(EditionView { behind, record, ..one_view(view, edition, delegated)? })
}

fn updated(tx: &mut Tx<'_>, edition: Edition) -> Result<Changed<EditionView>, ApiError> {
    whole_view(&mut tx.view(), edition).map(Changed::updated)
}

/// Parameters of one edition.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EditionQuery {
    /// Members to keep, separated by commas; `id` always stays.
    pub fields: Option<String>,
}

/// List editions.
///
/// The body sees all of its area; the force sees those that were published.
#[utoipa::path(tag = "editions", params(EditionFilter, Paging), responses((status = 200, body = Listing<EditionView>)))]
#[get("/editions")]
pub async fn list_editions(call: Call, list: ListQuery<EditionFilter, EditionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let delegated = is_delegated(view)?;
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| rows.into_iter().map(|edition| one_view(view, edition, delegated)).collect())
    })
    .await
}

/// Prepare an edition of a record as it stands.
///
/// By the PCC or the office. The answer shows it exactly as the public will read it.
#[utoipa::path(tag = "editions", request_body = PrepareEdition, responses((status = 201, body = EditionView)))]
#[post("/editions")]
pub async fn prepare_edition(call: Call, body: JsonBody<PrepareEdition>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::create(tx, &input)?;
        let location = format!("/v1/editions/{}", edition.id);
        Ok(Changed::created(location, whole_view(&mut tx.view(), edition)?))
    })
    .await
}

/// Read an edition, with its record as the public reads it or will read it.
#[utoipa::path(tag = "editions", params(("id" = EditionId, Path), EditionQuery), responses((status = 200, body = EditionView)))]
#[get("/editions/{id}")]
pub async fn get_edition(call: Call, id: web::Path<EditionId>, query: Query<EditionQuery>) -> Result<HttpResponse, ApiError> {
    call.item(query.0.fields.as_deref(), move |view| {
        let edition = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        whole_view(view, edition)
    })
    .await
}

/// Change what is said of the change.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = EditEdition, content_type = "application/merge-patch+json"),
    responses((status = 200, body = EditionView))
)]
#[patch("/editions/{id}")]
pub async fn edit_edition(call: Call, id: web::Path<EditionId>, body: JsonBody<EditEdition>) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::edit(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Delete an edition that was not published.
#[utoipa::path(tag = "editions", params(("id" = EditionId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/editions/{id}")]
pub async fn delete_edition(call: Call, id: web::Path<EditionId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<EditionView>::Deleted)
    })
    .await
}

/// Prepare an edition anew from the record and the redactions as they are now.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/refresh")]
pub async fn refresh_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::refresh(tx, &id)?;
        updated(tx, edition)
    })
    .await
}

/// Approve an edition for publication.
///
/// By the PCC, or by somebody of the body to whom the PCC has delegated that. With warnings it needs a word on them.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = Option<ApproveEdition>), responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/approve")]
pub async fn approve_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: OptionalJsonBody<ApproveEdition>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::approve(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Publish an approved edition, now or at a time.
///
/// By the PCC or the office. Its document goes into the publication log and never changes.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body(content = Option<PublishEdition>), responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/publish")]
pub async fn publish_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: OptionalJsonBody<PublishEdition>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::publish(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Withdraw an edition that was published.
///
/// By the PCC, with an explanation for the public, which stays in its place.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body = WithdrawEdition, responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/withdraw")]
pub async fn withdraw_edition(
    call: Call,
    id: web::Path<EditionId>,
    body: JsonBody<WithdrawEdition>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value.parse()?;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::withdraw(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_editions)
        .service(prepare_edition)
        .service(get_edition)
        .service(edit_edition)
        .service(delete_edition)
        .service(refresh_edition)
        .service(approve_edition)
        .service(publish_edition)
        .service(withdraw_edition);
}
