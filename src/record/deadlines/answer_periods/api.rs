//! Answer periods over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, web};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AnswerPeriods, AnswerPeriodsAct, EditAnswerPeriods, Period};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;

/// The time that a body gives for answers. A question that is put without a date of its own gets the period for its form.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerPeriodsView {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub id: String,
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Period for direct questions; `null` for none.
    pub direct: Option<Period>,
    /// Period for requests; `null` for none.
    pub request: Option<Period>,
    /// Period for challenges; `null` for none.
    pub challenge: Option<Period>,
    /// Period for questions from the public; `null` for none.
    pub public: Option<Period>,
    /// Period for urgent questions of any form; `null` when they have that of their form.
    pub urgent: Option<Period>,
    /// Time after the due date at the end of which anything late is very late; `null` for never.
    pub very_late: Option<Period>,
    /// First day on which questions that are put get a period; `null` while the body has set none.
    #[schema(example = "2019-01-01")]
    pub applies_from: Option<NaiveDate>,
    /// True when the body has set periods.
    pub set_by_body: bool,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit"]))]
    pub allowed_acts: Vec<AnswerPeriodsAct>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for AnswerPeriodsView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, periods: AnswerPeriods) -> Result<AnswerPeriodsView, ApiError> {
    let given = periods.given()?;
    Ok(AnswerPeriodsView {
        direct: given.direct,
        request: given.request,
        challenge: given.challenge,
        public: given.public,
        urgent: given.urgent,
        very_late: periods.very_late.get()?,
        applies_from: periods.applies_from,
        set_by_body: periods.version > 0,
        allowed_acts: rules::allowed_acts(view.actor),
        version: periods.version,
        id: periods.id,
        area: periods.area,
    })
}

/// Read the answer periods of a body.
#[utoipa::path(tag = "deadlines", params(("id" = String, Path, description = "Slug of the area.", example = "west-mercia")), responses((status = 200, body = AnswerPeriodsView)))]
#[get("/answer-periods/{id}")]
pub async fn get_answer_periods(call: Call, id: web::Path<String>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let periods = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        one_view(view, periods)
    })
    .await
}

/// Set the answer periods of a body.
///
/// By the PCC. JSON Merge Patch: absent members stay, `null` clears. Questions that were put before keep their dates.
#[utoipa::path(
    tag = "deadlines", params(("id" = String, Path, description = "Slug of the area.", example = "west-mercia"), IfMatchHeader),
    request_body(content = EditAnswerPeriods, content_type = "application/merge-patch+json"),
    responses((status = 200, body = AnswerPeriodsView))
)]
#[patch("/answer-periods/{id}")]
pub async fn edit_answer_periods(
    call: Call,
    id: web::Path<String>,
    body: JsonBody<EditAnswerPeriods>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let periods = acts::edit(tx, &id, &input)?;
        one_view(&tx.view(), periods).map(Changed::updated)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_answer_periods).service(edit_answer_periods);
}
