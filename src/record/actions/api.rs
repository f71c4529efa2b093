//! Actions over HTTP: the handlers and the routes.

use actix_web::{HttpResponse, get, patch, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{
    ActionId, AddUpdate, CarryActionForward, CheckOutcome, ClaimAction, EditAction, ExtendAction, SetAction, SupersedeAction,
};
use super::store::history::UpdateSort;
use super::store::{ActionFilter, ActionSort, history};
pub use super::view::{ActionView, of_questions};
use super::view::{UpdateView, changed_view, list_views, update_view, whole_view};
use super::{acts, rules, store, undo};
use crate::foundation::db::text_enum;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{ActDay, DatedReason, NoInput, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::http::query::{Query, listed};

text_enum!(
    /// Records that can be embedded in an action.
    ActionInclude { Updates = "updates" }
);

/// Parameters of one action.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ActionQuery {
    /// Records to embed in an action, separated by commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(style = Form, explode = false, nullable = false)]
    pub include: Vec<ActionInclude>,
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List actions.
#[utoipa::path(tag = "actions", params(ActionFilter, PagesBy::<ActionSort>), responses((status = 200, body = Listing<ActionView>)))]
#[get("/actions")]
pub async fn list_actions(call: Call, list: ListQuery<ActionFilter, ActionSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window, view.today)?;
        page.try_map(|rows| list_views(view, rows))
    })
    .await
}

/// Set an action.
///
/// By the PCC or the office. Everybody in the area sees it at once. Its reference is assigned now.
#[utoipa::path(tag = "actions", request_body = SetAction, responses((status = 201, body = ActionView)))]
#[post("/actions")]
pub async fn set_action(call: Call, body: JsonBody<SetAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.add(&body.fingerprint, move |tx| {
        let action = acts::create(tx, &input)?;
        let location = format!("/v1/actions/{}", action.id);
        Ok(Changed::created(location, changed_view(tx, action)?))
    })
    .await
}

/// Read an action, with its history.
#[utoipa::path(tag = "actions", params(("id" = ActionId, Path), ActionQuery), responses((status = 200, body = ActionView)))]
#[get("/actions/{id}")]
pub async fn get_action(call: Call, id: web::Path<ActionId>, query: Query<ActionQuery>) -> Result<HttpResponse, ApiError> {
    let with_updates = query.0.include.contains(&ActionInclude::Updates);
    call.item(&query.0.fields, move |view| {
        let action = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        whole_view(view, action, with_updates)
    })
    .await
}

/// Change an open action.
///
/// JSON Merge Patch: absent members stay, `null` clears. A due date that is set can only be moved with `extend`.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body(content = EditAction, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ActionView))
)]
#[patch("/actions/{id}")]
pub async fn edit_action(call: Call, id: web::Path<ActionId>, body: JsonBody<EditAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::edit(tx, &id, input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Start an action.
///
/// By the force or the office; by the body if it owns the action; by either if both do.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/start")]
pub async fn start_action(
    call: Call,
    id: web::Path<ActionId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let action = acts::start(tx, &id)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Claim an action complete.
///
/// By a side that owns it, with evidence, and never by a person who has accepted it before. Each claim and its verdict stay readable.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = ClaimAction, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/claim")]
pub async fn claim_action(call: Call, id: web::Path<ActionId>, body: JsonBody<ClaimAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::claim(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Accept that an action is complete.
///
/// By the PCC, never by a person who has ever claimed it.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body(content = Option<ActDay>), responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/accept")]
pub async fn accept_action(
    call: Call,
    id: web::Path<ActionId>,
    body: OptionalJsonBody<ActDay>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::accept(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Reject a claim.
///
/// By the PCC, but not by the person who made the claim, with the reason. The rejection is counted.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/reject")]
pub async fn reject_action(call: Call, id: web::Path<ActionId>, body: JsonBody<DatedReason>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::reject(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Move the due date.
///
/// By the PCC, to a later day, with the reason.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = ExtendAction, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/extend")]
pub async fn extend_action(call: Call, id: web::Path<ActionId>, body: JsonBody<ExtendAction>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::extend(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Carry an action over to a later meeting.
///
/// By the PCC or the office, with the progress reported there. It stays the same action with the same reference.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = CarryActionForward, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/carry-forward")]
pub async fn carry_action_forward(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<CarryActionForward>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::carry_forward(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Close an action that will not be implemented.
///
/// By the PCC, with the reason.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = DatedReason, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/close-not-implemented")]
pub async fn close_action_not_implemented(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<DatedReason>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::close_not_implemented(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Check the outcome of an accepted action.
///
/// By the PCC: `confirmed`, or `refuted`, which reopens the action and is counted.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = CheckOutcome, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/check-outcome")]
pub async fn check_action_outcome(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<CheckOutcome>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::check_outcome(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Supersede an action by another.
///
/// By the PCC, with the reason.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = SupersedeAction, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/supersede")]
pub async fn supersede_action(
    call: Call,
    id: web::Path<ActionId>,
    body: JsonBody<SupersedeAction>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = acts::supersede(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Take back a claim that an action is complete.
///
/// By the side that made it, with the reason, until there is a verdict. It stays readable.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/take-back-claim")]
pub async fn take_back_claim(call: Call, id: web::Path<ActionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::take_back_claim(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Reopen an action that was accepted, closed or superseded.
///
/// By the PCC, with the reason. If it was accepted, that is counted as a reopening.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/reopen")]
pub async fn reopen_action(call: Call, id: web::Path<ActionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::reopen(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// Declare an action void.
///
/// By the PCC, with the reason, when it was set in error. It stays readable, its reference is not used again, and lists and reports leave
/// it out. If it was published, the next edition says that it is void.
#[utoipa::path(
    tag = "actions", params(("id" = ActionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ActionView))
)]
#[post("/actions/{id}/void")]
pub async fn void_action(call: Call, id: web::Path<ActionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let action = undo::void(tx, &id, &input)?;
        changed_view(tx, action).map(Changed::updated)
    })
    .await
}

/// List the updates on an action, oldest first.
#[utoipa::path(tag = "actions", params(("id" = ActionId, Path), PagesBy::<UpdateSort>), responses((status = 200, body = Listing<UpdateView>)))]
#[get("/actions/{id}/updates")]
pub async fn list_action_updates(
    call: Call,
    id: web::Path<ActionId>,
    list: ListQuery<NoFilter, UpdateSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        let page = history::updates(view.conn, &id, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(update_view).collect()))
    })
    .await
}

/// Add an update on an action.
///
/// By anybody in the area with write scope, until the action is closed.
#[utoipa::path(tag = "actions", params(("id" = ActionId, Path)), request_body = AddUpdate, responses((status = 201, body = UpdateView)))]
#[post("/actions/{id}/updates")]
pub async fn add_action_update(call: Call, id: web::Path<ActionId>, body: JsonBody<AddUpdate>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let update = acts::add_update(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/actions/{id}/updates"), update_view(update)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_actions)
        .service(set_action)
        .service(get_action)
        .service(edit_action)
        .service(start_action)
        .service(claim_action)
        .service(accept_action)
        .service(reject_action)
        .service(extend_action)
        .service(carry_action_forward)
        .service(close_action_not_implemented)
        .service(check_action_outcome)
        .service(supersede_action)
        .service(take_back_claim)
        .service(reopen_action)
        .service(void_action)
        .service(list_action_updates)
        .service(add_action_update);
    super::undo_api::routes(config);
}
