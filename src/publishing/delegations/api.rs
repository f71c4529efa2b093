//! Delegations over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{DelegationStatus, GrantDelegation, PublicationDelegation, PublicationDelegationAct, PublicationDelegationId};
use super::store::{PublicationDelegationFilter, PublicationDelegationSort};
use super::{acts, rules, store};
use crate::foundation::actor::UserId;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};

/// A delegation of the approval of publication to a member of the office.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationDelegationView {
    pub id: PublicationDelegationId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub user_id: UserId,
    #[schema(example = "The PCC is on leave in August.")]
    pub reason: String,
    pub valid_from: NaiveDate,
    /// Last day; `null` while open-ended.
    pub valid_to: Option<NaiveDate>,
    pub status: DelegationStatus,
    pub granted_by: String,
    pub revoked_reason: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["revoke"]))]
    pub allowed_acts: Vec<PublicationDelegationAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for PublicationDelegationView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, delegation: PublicationDelegation) -> PublicationDelegationView {
    PublicationDelegationView {
        allowed_acts: rules::allowed_acts(delegation.status, view.actor),
        id: delegation.id,
        area: delegation.area,
        user_id: delegation.user_id,
        reason: delegation.reason,
        valid_from: delegation.valid_from,
        valid_to: delegation.valid_to,
        status: delegation.status,
        granted_by: delegation.granted_by,
        revoked_reason: delegation.revoked_reason,
        created_at: delegation.created_at.and_utc(),
        updated_at: delegation.updated_at.and_utc(),
        version: delegation.version,
    }
}

/// List delegations of publication.
///
/// The body sees all delegations of its area; nobody else sees any.
#[utoipa::path(tag = "editions", params(PublicationDelegationFilter, PagesBy::<PublicationDelegationSort>), responses((status = 200, body = Listing<PublicationDelegationView>)))]
#[get("/publication-delegations")]
pub async fn list_publication_delegations(
    call: Call,
    list: ListQuery<PublicationDelegationFilter, PublicationDelegationSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|delegation| one_view(view, delegation)).collect()))
    })
    .await
}

/// Delegate the approval of publication to a member of the office.
///
/// By the PCC.
#[utoipa::path(tag = "editions", request_body = GrantDelegation, responses((status = 201, body = PublicationDelegationView)))]
#[post("/publication-delegations")]
pub async fn grant_publication_delegation(call: Call, body: JsonBody<GrantDelegation>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let delegation = acts::grant(tx, &input)?;
        Ok(Changed::created(format!("/v1/publication-delegations/{}", delegation.id), one_view(&tx.view(), delegation)))
    })
    .await
}

/// Read a delegation.
#[utoipa::path(tag = "editions", params(("id" = PublicationDelegationId, Path)), responses((status = 200, body = PublicationDelegationView)))]
#[get("/publication-delegations/{id}")]
pub async fn get_publication_delegation(call: Call, id: web::Path<PublicationDelegationId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let delegation = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, delegation))
    })
    .await
}

/// Revoke a delegation.
///
/// By the PCC. Editions approved under it and not yet published must be approved again.
#[utoipa::path(
    tag = "editions", params(("id" = PublicationDelegationId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = PublicationDelegationView))
)]
#[post("/publication-delegations/{id}/revoke")]
pub async fn revoke_publication_delegation(
    call: Call,
    id: web::Path<PublicationDelegationId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let delegation = acts::revoke(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), delegation)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_publication_delegations)
        .service(grant_publication_delegation)
        .service(get_publication_delegation)
        .service(revoke_publication_delegation);
}
