//! Findings over HTTP: the handlers and the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{CommentOnFinding, CorrectFinding, DraftFinding, EditFinding, FindingId, RateFinding, ShareFinding};
use super::store::{FindingFilter, FindingSort};
use super::view::{FindingView, one_view, views};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{ActDay, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;
use crate::record::restrictions::model::RestrictDraft;

/// Parameters of one finding.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindingQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List findings.
///
/// The force sees shared findings; the body sees all findings of its area.
#[utoipa::path(tag = "findings", params(FindingFilter, PagesBy::<FindingSort>), responses((status = 200, body = Listing<FindingView>)))]
#[get("/findings")]
pub async fn list_findings(call: Call, list: ListQuery<FindingFilter, FindingSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Draft a finding.
///
/// By the PCC or the office. Only the body sees it until it is shared.
#[utoipa::path(tag = "findings", request_body = DraftFinding, responses((status = 201, body = FindingView)))]
#[post("/findings")]
pub async fn draft_finding(call: Call, body: JsonBody<DraftFinding>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.add(&body.fingerprint, move |tx| {
        let finding = acts::draft(tx, &input)?;
        let location = format!("/v1/findings/{}", finding.id);
        Ok(Changed::created(location, one_view(&mut tx.view(), finding)?))
    })
    .await
}

/// Read a finding.
#[utoipa::path(tag = "findings", params(("id" = FindingId, Path), FindingQuery), responses((status = 200, body = FindingView)))]
#[get("/findings/{id}")]
pub async fn get_finding(call: Call, id: web::Path<FindingId>, query: Query<FindingQuery>) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let finding = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, finding)
    })
    .await
}

/// Change a draft finding.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body(content = EditFinding, content_type = "application/merge-patch+json"),
    responses((status = 200, body = FindingView))
)]
#[patch("/findings/{id}")]
pub async fn edit_finding(call: Call, id: web::Path<FindingId>, body: JsonBody<EditFinding>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::edit(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Delete a draft finding.
#[utoipa::path(tag = "findings", params(("id" = FindingId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/findings/{id}")]
pub async fn delete_finding(call: Call, id: web::Path<FindingId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<FindingView>::Deleted)
    })
    .await
}

/// Share a finding with the force.
///
/// By the PCC or the office. Its words are now final, it gets a reference, and the force's time to comment on its accuracy
/// begins.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body(content = Option<ShareFinding>), responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/share")]
pub async fn share_finding(
    call: Call,
    id: web::Path<FindingId>,
    body: OptionalJsonBody<ShareFinding>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::share(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Comment on the accuracy of a finding.
///
/// By the force, until the finding is confirmed: any number of times, also after the last day, then marked late. A comment
/// never changes and stays with the finding.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body = CommentOnFinding, responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/comment")]
pub async fn comment_on_finding(
    call: Call,
    id: web::Path<FindingId>,
    body: JsonBody<CommentOnFinding>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::comment(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Rate a finding.
///
/// By the PCC, until the finding is confirmed: performance now and the plan to improve, each as a grade of one of the body's
/// scales or not at all. A rating replaces the previous one, which stays in `ratings`.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body = RateFinding, responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/rate")]
pub async fn rate_finding(call: Call, id: web::Path<FindingId>, body: JsonBody<RateFinding>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::rate(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Confirm a finding.
///
/// By the PCC, after the last day for comments, or as soon as the force has commented or stated that it has no comment.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body(content = Option<ActDay>), responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/confirm")]
pub async fn confirm_finding(
    call: Call,
    id: web::Path<FindingId>,
    body: OptionalJsonBody<ActDay>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::confirm(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Correct the words of a shared finding.
///
/// By the PCC, with the reason. Both wordings stay readable. Until it is confirmed, the force's time to comment begins again.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body = CorrectFinding, responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/correct")]
pub async fn correct_finding(
    call: Call,
    id: web::Path<FindingId>,
    body: JsonBody<CorrectFinding>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::correct(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Reopen a confirmed finding.
///
/// By the PCC, with the reason. It is shared as before: the force may comment, and the PCC may rate and confirm it again. If it was corrected
/// since the force commented, the force has its usual time again. The next edition is without it until it is confirmed.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/reopen")]
pub async fn reopen_finding(call: Call, id: web::Path<FindingId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::reopen(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Take back that a finding was shared.
///
/// By the PCC or the office, with the reason, while the force has not commented and no action came from it. It is a draft again, keeps its
/// reference, and the force has its whole time to comment when it is shared again.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/unshare")]
pub async fn unshare_finding(call: Call, id: web::Path<FindingId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let finding = acts::unshare(tx, &id, &input)?;
        one_view(&mut tx.view(), finding).map(Changed::updated)
    })
    .await
}

/// Let only named people read a draft finding.
///
/// By the PCC or the office, with the reason. Nobody else learns that it exists; you are always among the people, and the PCC
/// reads it beside them. Other names: restrict it again. It ends when the draft is shared.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body = RestrictDraft, responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/restrict")]
pub async fn restrict_finding(
    call: Call,
    id: web::Path<FindingId>,
    body: JsonBody<RestrictDraft>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::restrict(tx, &id, &input)?;
        one_view(&mut tx.view(), restricted).map(Changed::updated)
    })
    .await
}

/// Let everybody of its side read a restricted draft finding again.
///
/// By the PCC or the office, with the reason: by anybody who reads it.
#[utoipa::path(
    tag = "findings", params(("id" = FindingId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = FindingView))
)]
#[post("/findings/{id}/unrestrict")]
pub async fn unrestrict_finding(
    call: Call,
    id: web::Path<FindingId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let restricted = acts::unrestrict(tx, &id, &input)?;
        one_view(&mut tx.view(), restricted).map(Changed::updated)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_findings)
        .service(draft_finding)
        .service(get_finding)
        .service(edit_finding)
        .service(delete_finding)
        .service(share_finding)
        .service(comment_on_finding)
        .service(rate_finding)
        .service(confirm_finding)
        .service(correct_finding)
        .service(reopen_finding)
        .service(unshare_finding)
        .service(restrict_finding)
        .service(unrestrict_finding);
}
