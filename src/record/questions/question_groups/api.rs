//! Question groups over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddQuestionGroup, EditQuestionGroup, QuestionGroup};
use super::store::{QuestionGroupFilter, QuestionGroupSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::questions::model::{QuestionGroupAct, QuestionGroupId};

/// A group of questions.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionGroupView {
    pub id: QuestionGroupId,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Outcomes of the reviews")]
    pub title: String,
    /// Context shared by its questions.
    pub context: Option<String>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    /// Position among the groups of its meeting.
    #[schema(example = 2)]
    pub position: i32,
    /// Day the first question in it was put; from then on its words are final and the force sees it.
    pub first_put_on: Option<NaiveDate>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<QuestionGroupAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for QuestionGroupView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a group.
pub fn one_view(view: &View<'_>, group: QuestionGroup) -> QuestionGroupView {
    QuestionGroupView {
        allowed_acts: rules::allowed_acts(group.first_put_on, view.actor),
        id: group.id,
        area: group.area,
        title: group.title,
        context: group.context,
        meeting_id: group.meeting_id,
        agenda_item_id: group.agenda_item_id,
        position: group.position,
        first_put_on: group.first_put_on,
        created_at: group.created_at.and_utc(),
        updated_at: group.updated_at.and_utc(),
        version: group.version,
    }
}

/// List question groups.
///
/// The force sees a group once a question in it was put. Use `GET /v1/questions?group=` for the questions.
#[utoipa::path(
    tag = "questions", params(QuestionGroupFilter, PagesBy::<QuestionGroupSort>),
    responses((status = 200, body = Listing<QuestionGroupView>))
)]
#[get("/question-groups")]
pub async fn list_question_groups(
    call: Call,
    list: ListQuery<QuestionGroupFilter, QuestionGroupSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|group| one_view(view, group)).collect()))
    })
    .await
}

/// Add a question group.
///
/// By the PCC or the office.
#[utoipa::path(tag = "questions", request_body = AddQuestionGroup, responses((status = 201, body = QuestionGroupView)))]
#[post("/question-groups")]
pub async fn add_question_group(call: Call, body: JsonBody<AddQuestionGroup>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let group = acts::add(tx, &input)?;
        Ok(Changed::created(format!("/v1/question-groups/{}", group.id), one_view(&tx.view(), group)))
    })
    .await
}

/// Read a question group.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionGroupId, Path)), responses((status = 200, body = QuestionGroupView))
)]
#[get("/question-groups/{id}")]
pub async fn get_question_group(call: Call, id: web::Path<QuestionGroupId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let group = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, group))
    })
    .await
}

/// Change a question group in which no question was put.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionGroupId, Path), IfMatchHeader),
    request_body(content = EditQuestionGroup, content_type = "application/merge-patch+json"),
    responses((status = 200, body = QuestionGroupView))
)]
#[patch("/question-groups/{id}")]
pub async fn edit_question_group(
    call: Call,
    id: web::Path<QuestionGroupId>,
    body: JsonBody<EditQuestionGroup>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let group = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), group)))
    })
    .await
}

/// Delete a question group without questions.
#[utoipa::path(tag = "questions", params(("id" = QuestionGroupId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/question-groups/{id}")]
pub async fn delete_question_group(call: Call, id: web::Path<QuestionGroupId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<QuestionGroupView>::Deleted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_question_groups)
        .service(add_question_group)
        .service(get_question_group)
        .service(edit_question_group)
        .service(delete_question_group);
}
