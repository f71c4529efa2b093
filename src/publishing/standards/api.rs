//! Service standards over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, web};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{EditPublicationStandard, PublicationStandard, PublicationStandardAct};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;

/// The service standard of a body: working days for publishing what the Specified Information Order (SI 2011/3050) requires, and for
/// the copies of the Police Act 1996 s.55(6).
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationStandardView {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub id: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Paragraph 5(a): working days before a public meeting by which date, time and place are published.
    #[schema(example = 5)]
    pub notice_days: i32,
    /// Paragraph 5(b): working days before a public meeting by which agenda and papers are published.
    #[schema(example = 5)]
    pub agenda_days: i32,
    /// Paragraph 5(c): working days after a meeting by which minutes are published.
    #[schema(example = 20)]
    pub minutes_days: i32,
    /// Paragraph 5(d): working days after a decision by which it is published.
    #[schema(example = 5)]
    pub decision_days: i32,
    /// Section 55(6) of the Police Act 1996, which names no time: working days after the response to an inspection report is
    /// published by which copies go to the inspectors and the Secretary of State.
    #[schema(example = 5)]
    pub copies_days: i32,
    /// Paragraphs 7A to 7C: working days by which information about the force is published, from the day on which it is owed.
    #[schema(example = 20)]
    pub information_days: i32,
    /// True when the body has set the standard; otherwise the defaults apply.
    pub set_by_body: bool,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit"]))]
    pub allowed_acts: Vec<PublicationStandardAct>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for PublicationStandardView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, standard: PublicationStandard) -> PublicationStandardView {
    PublicationStandardView {
        id: standard.id,
        area: standard.area,
        notice_days: standard.notice_days,
        agenda_days: standard.agenda_days,
        minutes_days: standard.minutes_days,
        decision_days: standard.decision_days,
        copies_days: standard.copies_days,
        information_days: standard.information_days,
        set_by_body: standard.version > 0,
        allowed_acts: rules::allowed_acts(view.actor),
        version: standard.version,
    }
}

/// Read the service standard for publication.
#[utoipa::path(tag = "reports", params(("id" = String, Path, description = "Slug of the area.", example = "west-mercia")), responses((status = 200, body = PublicationStandardView)))]
#[get("/publication-standards/{id}")]
pub async fn get_publication_standard(call: Call, id: web::Path<String>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let standard = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, standard))
    })
    .await
}

/// Set the service standard for publication.
///
/// By the PCC. JSON Merge Patch: absent members stay.
#[utoipa::path(
    tag = "reports", params(("id" = String, Path, description = "Slug of the area.", example = "west-mercia"), IfMatchHeader),
    request_body(content = EditPublicationStandard, content_type = "application/merge-patch+json"),
    responses((status = 200, body = PublicationStandardView))
)]
#[patch("/publication-standards/{id}")]
pub async fn edit_publication_standard(
    call: Call,
    id: web::Path<String>,
    body: JsonBody<EditPublicationStandard>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let standard = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), standard)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_publication_standard).service(edit_publication_standard);
}
