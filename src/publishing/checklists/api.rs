//! Check lists over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{ChecklistRequirement, EditPublicationChecklist, PublicationChecklist, PublicationChecklistAct};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;

/// The check list of a body for the manner of publication (SI 2011/3050, Schedule, Part 3).
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicationChecklistView {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub id: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Requirements, one each.
    pub requirements: Vec<ChecklistRow>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit"]))]
    pub allowed_acts: Vec<PublicationChecklistAct>,
    #[schema(example = 1)]
    pub version: i32,
}

/// A requirement, and what was found about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecklistRow {
    /// Information in a prominent place on the website of the body.
    pub requirement: ChecklistRequirement,
    /// Requirement in words, with its paragraph.
    #[schema(
        example = "The statement on the national priorities for policing (paragraph 7A) stands in a prominent place on the website."
    )]
    pub sentence: &'static str,
    /// True when it does, false when it does not; `null` when nobody has checked.
    pub met: Option<bool>,
    /// Note of who checked.
    #[schema(example = "On the first page.")]
    pub note: Option<String>,
    /// Day of the check.
    #[schema(example = "2021-06-01")]
    pub checked_on: Option<NaiveDate>,
    /// Name of the person who checked; `null` when nobody has.
    #[schema(example = "A. Officer")]
    pub checked_by: Option<String>,
}

impl Versioned for PublicationChecklistView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, list: PublicationChecklist) -> Result<PublicationChecklistView, ApiError> {
    let mut requirements = Vec::new();
    for requirement in ChecklistRequirement::ALL {
        let found = list.found(*requirement)?;
        requirements.push(ChecklistRow {
            requirement: *requirement,
            sentence: requirement.sentence(),
            met: found.as_ref().map(|found| found.met),
            note: found.as_ref().and_then(|found| found.note.clone()),
            checked_on: found.as_ref().map(|found| found.checked_on),
            checked_by: found.map(|found| found.checked_by),
        });
    }
    Ok(PublicationChecklistView {
        id: list.id,
        area: list.area,
        requirements,
        allowed_acts: rules::allowed_acts(view.actor),
        version: list.version,
    })
}

/// Read the check list for the manner of publication.
///
/// Everybody in the area reads it.
#[utoipa::path(tag = "reports", params(("id" = String, Path, description = "Slug of the area.", example = "west-mercia")), responses((status = 200, body = PublicationChecklistView)))]
#[get("/publication-checklists/{id}")]
pub async fn get_publication_checklist(call: Call, id: web::Path<String>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let list = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, list)
    })
    .await
}

/// Say what was found about the manner of publication.
///
/// By the PCC or the office. JSON Merge Patch: absent requirements stay, `null` says that nobody has checked. Who checked is the
/// caller.
#[utoipa::path(
    tag = "reports", params(("id" = String, Path, description = "Slug of the area.", example = "west-mercia"), IfMatchHeader),
    request_body(content = EditPublicationChecklist, content_type = "application/merge-patch+json"),
    responses((status = 200, body = PublicationChecklistView))
)]
#[patch("/publication-checklists/{id}")]
pub async fn edit_publication_checklist(
    call: Call,
    id: web::Path<String>,
    body: JsonBody<EditPublicationChecklist>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let list = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), list)?))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_publication_checklist).service(edit_publication_checklist);
}
