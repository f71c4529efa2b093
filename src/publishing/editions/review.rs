//! Editions over HTTP: reading before and after publication, and recalling approvals.

use actix_web::http::header::{CACHE_CONTROL, ETAG};
use actix_web::{HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::EditionId;
use super::store::WithheldValue;
use super::view::{EditionView, updated};
use super::{acts, document, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Versioned};
use crate::http::etag::{IfMatchHeader, of_version};
use crate::http::mount::ServiceConfig;

/// The withheld content of an edition, for the body only.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithheldValues {
    pub edition_id: EditionId,
    /// Values in the order of `withheld` in the document.
    pub values: Vec<WithheldValueView>,
    /// Version of the edition.
    #[schema(example = 3)]
    pub version: i32,
}

/// The withheld content of one gap. Anybody with salt and value can check them: the commitment is `sha256:` and SHA-256(salt ||
/// value) in hexadecimal, both as UTF-8.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithheldValueView {
    /// JSON Pointer into `record`.
    #[schema(example = "/questions/3/responses/0/text")]
    pub pointer: String,
    /// Id of the redaction; `null` for content withheld without one, such as the names of junior staff.
    pub redaction_id: Option<String>,
    #[schema(example = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub commitment: String,
    /// Salt; `null` once it is erased.
    pub salt: Option<String>,
    /// Value; `null` once it is erased.
    pub value: Option<String>,
    pub erased_at: Option<DateTime<Utc>>,
}

impl Versioned for WithheldValues {
    fn version(&self) -> i32 {
        self.version
    }
}

fn value_view(value: WithheldValue) -> WithheldValueView {
    WithheldValueView {
        pointer: value.pointer,
        redaction_id: value.redaction_id,
        commitment: value.commitment,
        salt: value.salt,
        value: value.value,
        erased_at: value.erased_at.map(|at| at.and_utc()),
    }
}

/// Read the document of an edition, byte for byte as the public reads or will read it.
///
/// Returns canonical JSON (RFC 8785). Before publication its `published_at` is `null`; for a withdrawn edition it is the
/// withdrawal document.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path)),
    responses((status = 200, description = "The document", body = Object, content_type = "application/json"))
)]
#[get("/editions/{id}/preview")]
pub async fn get_edition_preview(call: Call, id: web::Path<EditionId>) -> Result<HttpResponse, ApiError> {
    let (version, document) = call
        .read_with(move |view| {
            let edition = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
            Ok((edition.version, document::preview(view.conn, &edition)?))
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((ETAG, of_version(version)))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        .content_type("application/json")
        .body(document))
}

/// Read the withheld content of an edition, with the proof for a later release.
///
/// For the body only.
#[utoipa::path(tag = "editions", params(("id" = EditionId, Path)), responses((status = 200, body = WithheldValues)))]
#[get("/editions/{id}/withheld")]
pub async fn get_withheld_values(call: Call, id: web::Path<EditionId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let edition = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        if !rules::sees_withheld(view.actor) {
            return Err(ApiError::NotFound);
        }
        let values = store::withheld(view.conn, &edition.id)?.into_iter().map(value_view).collect();
        Ok(WithheldValues { edition_id: edition.id, values, version: edition.version })
    })
    .await
}

/// Recall the approval of an edition, and its scheduled time.
///
/// By the PCC or the office. The edition is prepared again.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/recall")]
pub async fn recall_edition(call: Call, id: web::Path<EditionId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::recall(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Mark an edition as necessary to publish before an election.
///
/// By the PCC, while it is approved, with the reason, which is published with it. A hold before an election then does not keep it back;
/// other holds do. `recall` takes it back.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/mark-necessary")]
pub async fn mark_edition_necessary(
    call: Call,
    id: web::Path<EditionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::mark_necessary(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Erase the withheld content of a published edition, and the salts.
///
/// By the PCC. The edition and its commitments stay; the content behind them can no longer be shown or guessed.
#[utoipa::path(
    tag = "editions", params(("id" = EditionId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = EditionView))
)]
#[post("/editions/{id}/erase-withheld")]
pub async fn erase_withheld_values(
    call: Call,
    id: web::Path<EditionId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let edition = acts::erase_withheld(tx, &id, &input)?;
        updated(tx, edition)
    })
    .await
}

/// Mounts this part of the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(get_edition_preview)
        .service(get_withheld_values)
        .service(recall_edition)
        .service(mark_edition_necessary)
        .service(erase_withheld_values);
}
