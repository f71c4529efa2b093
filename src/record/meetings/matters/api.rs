//! Matters over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{AddMatter, CarryMatterForward, Direction, EditMatter, Matter, MatterAct, MatterId};
use super::rules::Ends;
use super::store::{MatterFilter, MatterSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::http::query::Query;
use crate::record::actions::model::ActionId;
use crate::record::meetings;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

/// A matter that continues from one meeting to another.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatterView {
    pub id: MatterId,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Integrated victim management")]
    pub title: String,
    pub note: Option<String>,
    /// Direction of the matter as seen from the meeting; present in the list of a meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    pub from_meeting_id: Option<MeetingId>,
    /// Origin in the words of the record.
    #[schema(example = "August 2018")]
    pub from_text: Option<String>,
    pub from_agenda_item_id: Option<AgendaItemId>,
    /// Id of the later meeting; absent while unknown.
    pub to_meeting_id: Option<MeetingId>,
    pub to_agenda_item_id: Option<AgendaItemId>,
    pub topic_id: Option<TopicId>,
    pub question_id: Option<QuestionId>,
    pub action_id: Option<ActionId>,
    /// Id of the matter that this one continues.
    pub continues: Option<MatterId>,
    /// Id of the matter that continues this one.
    pub continued_by: Option<MatterId>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<MatterAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for MatterView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds views of records, as seen from the meeting `from` if given. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, matters: Vec<Matter>, from: Option<&MeetingId>) -> Result<Vec<MatterView>, ApiError> {
    let ids: Vec<MatterId> = matters.iter().map(|matter| matter.id.clone()).collect();
    let ends = matters.iter().flat_map(|matter| [&matter.from_meeting_id, &matter.to_meeting_id]);
    let meetings: Vec<MeetingId> = ends.flatten().cloned().collect();
    let statuses = meetings::store::statuses(view.conn, &meetings)?;
    let mut continuations = store::continuations(view.conn, &ids)?;
    let status = |id: &Option<MeetingId>| id.as_ref().and_then(|id| statuses.get(id)).copied();
    Ok(matters
        .into_iter()
        .map(|matter| {
            let ends = Ends {
                from: status(&matter.from_meeting_id),
                to: status(&matter.to_meeting_id),
                recorded_at_source: matter.recorded_at_source,
            };
            let continued_by = continuations.remove(&matter.id);
            one_view(view, matter, &ends, continued_by, from)
        })
        .collect())
}

fn one_view(
    view: &View<'_>,
    matter: Matter,
    ends: &Ends,
    continued_by: Option<MatterId>,
    from: Option<&MeetingId>,
) -> MatterView {
    MatterView {
        direction: from.map(|meeting| matter.direction(meeting)),
        allowed_acts: rules::allowed_acts(ends, view.actor),
        id: matter.id,
        area: matter.area,
        title: matter.title,
        note: matter.note,
        from_meeting_id: matter.from_meeting_id,
        from_text: matter.from_text,
        from_agenda_item_id: matter.from_agenda_item_id,
        to_meeting_id: matter.to_meeting_id,
        to_agenda_item_id: matter.to_agenda_item_id,
        topic_id: matter.topic_id,
        question_id: matter.question_id,
        action_id: matter.action_id,
        continues: matter.continues,
        continued_by,
        created_at: matter.created_at.and_utc(),
        updated_at: matter.updated_at.and_utc(),
        version: matter.version,
    }
}

fn alone(view: &mut View<'_>, matter: Matter) -> Result<MatterView, ApiError> {
    views(view, vec![matter], None)?.pop().ok_or(ApiError::NotFound)
}

fn updated(tx: &mut Tx<'_>, matter: Matter) -> Result<Changed<MatterView>, ApiError> {
    alone(&mut tx.view(), matter).map(Changed::updated)
}

/// Parameters of one matter.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MatterQuery {
    /// Members to return, separated by commas. `id` is always included.
    #[serde(default)]
    #[param(style = Form, explode = false, nullable = false)]
    pub fields: Vec<String>,
}

/// List the matters brought forward to a meeting and carried forward from it.
#[utoipa::path(
    tag = "matters", params(("id" = MeetingId, Path), MatterFilter, PagesBy::<MatterSort>),
    responses((status = 200, body = Listing<MatterView>))
)]
#[get("/meetings/{id}/matters")]
pub async fn list_meeting_matters(
    call: Call,
    id: web::Path<MeetingId>,
    list: ListQuery<MatterFilter, MatterSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        meetings::store::find(view.conn, &meetings::rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &rules::scope(view.actor), &id, &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows, Some(&id)))
    })
    .await
}

/// Record a matter brought forward to a meeting or carried forward from it.
///
/// By the PCC or the office. One of its two ends must be the meeting in the path. The record of the later meeting must not be
/// agreed yet; if the later meeting is unknown, that of the earlier one must not be.
#[utoipa::path(
    tag = "matters", params(("id" = MeetingId, Path)), request_body = AddMatter, responses((status = 201, body = MatterView))
)]
#[post("/meetings/{id}/matters")]
pub async fn add_matter(call: Call, id: web::Path<MeetingId>, body: JsonBody<AddMatter>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let matter = acts::add(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/matters/{}", matter.id), alone(&mut tx.view(), matter)?))
    })
    .await
}

/// Read a matter.
#[utoipa::path(tag = "matters", params(("id" = MatterId, Path), MatterQuery), responses((status = 200, body = MatterView)))]
#[get("/matters/{id}")]
pub async fn get_matter(call: Call, id: web::Path<MatterId>, query: Query<MatterQuery>) -> Result<HttpResponse, ApiError> {
    call.item(&query.0.fields, move |view| {
        let matter = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        alone(view, matter)
    })
    .await
}

/// Change a matter.
///
/// By the PCC or the office, until the record of the meeting it was brought forward to is agreed. The content
/// of the earlier meeting's agreed record does not change. JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "matters", params(("id" = MatterId, Path), IfMatchHeader),
    request_body(content = EditMatter, content_type = "application/merge-patch+json"),
    responses((status = 200, body = MatterView))
)]
#[patch("/matters/{id}")]
pub async fn edit_matter(call: Call, id: web::Path<MatterId>, body: JsonBody<EditMatter>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let matter = acts::edit(tx, &id, &input)?;
        updated(tx, matter)
    })
    .await
}

/// Delete a matter that is in no agreed record and that no other continues.
#[utoipa::path(tag = "matters", params(("id" = MatterId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/matters/{id}")]
pub async fn delete_matter(call: Call, id: web::Path<MatterId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<MatterView>::Deleted)
    })
    .await
}

/// Bring a matter forward to a meeting.
///
/// By the PCC or the office, if the later meeting was unknown or cancelled; also after the record of the earlier meeting is
/// agreed.
#[utoipa::path(
    tag = "matters", params(("id" = MatterId, Path), IfMatchHeader),
    request_body = CarryMatterForward, responses((status = 200, body = MatterView))
)]
#[post("/matters/{id}/carry-forward")]
pub async fn bring_matter_forward(
    call: Call,
    id: web::Path<MatterId>,
    body: JsonBody<CarryMatterForward>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let matter = acts::carry_forward(tx, &id, &input)?;
        updated(tx, matter)
    })
    .await
}

/// Take back that a matter was carried forward.
///
/// By the PCC or the office, with the reason, until the record of the later meeting is agreed. Its later meeting is unknown again.
#[utoipa::path(
    tag = "matters", params(("id" = MatterId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = MatterView))
)]
#[post("/matters/{id}/take-back-carry-forward")]
pub async fn take_back_matter_carried_forward(
    call: Call,
    id: web::Path<MatterId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let matter = acts::take_back_carry_forward(tx, &id, &input)?;
        updated(tx, matter)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_meeting_matters)
        .service(add_matter)
        .service(get_matter)
        .service(edit_matter)
        .service(delete_matter)
        .service(bring_matter_forward)
        .service(take_back_matter_carried_forward);
}
