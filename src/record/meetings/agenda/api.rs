//! Agenda items over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddAgendaItem, AgendaItem, AgendaItemKind, EditAgendaItem};
use super::store::AgendaSort;
use super::{acts, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, NoFilter, PagesBy};
use crate::record::meetings;
use crate::record::meetings::model::{AgendaItemId, Meeting, MeetingId, MeetingPartAct, MeetingStatus};
use crate::record::meetings::rules;

/// An item of a meeting's agenda.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgendaItemView {
    pub id: AgendaItemId,
    pub meeting_id: MeetingId,
    /// Id of the item above this one.
    pub parent_id: Option<AgendaItemId>,
    /// Position among the items of its parent.
    #[schema(example = 1)]
    pub position: i32,
    /// Number as printed in the agenda; it may be missing or repeated.
    #[schema(example = "2.1")]
    pub printed_number: Option<String>,
    pub kind: AgendaItemKind,
    #[schema(example = "Digital forensics, demand and recruitment")]
    pub title: String,
    pub note: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<MeetingPartAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for AgendaItemView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, item: AgendaItem, meeting: MeetingStatus) -> AgendaItemView {
    AgendaItemView {
        allowed_acts: rules::allowed_acts_on_part(meeting, view.actor),
        id: item.id,
        meeting_id: item.meeting_id,
        parent_id: item.parent_id,
        position: item.position,
        printed_number: item.printed_number,
        kind: item.kind,
        title: item.title,
        note: item.note,
        created_at: item.created_at.and_utc(),
        updated_at: item.updated_at.and_utc(),
        version: item.version,
    }
}

/// Returns the agendas of several meetings in one query, for `include=agenda_items`.
pub fn of_meetings(view: &mut View<'_>, meetings: &[Meeting]) -> Result<HashMap<MeetingId, Vec<AgendaItemView>>, ApiError> {
    let statuses: HashMap<&MeetingId, MeetingStatus> = meetings.iter().map(|meeting| (&meeting.id, meeting.status)).collect();
    let ids: Vec<MeetingId> = meetings.iter().map(|meeting| meeting.id.clone()).collect();
    let mut by_meeting: HashMap<MeetingId, Vec<AgendaItemView>> = HashMap::new();
    for item in store::of_meetings(view.conn, &ids)? {
        let Some(status) = statuses.get(&item.meeting_id) else { continue };
        by_meeting.entry(item.meeting_id.clone()).or_default().push(one_view(view, item, *status));
    }
    Ok(by_meeting)
}

/// List the agenda of a meeting.
///
/// Items refer to their parent; `sort=position` sorts the items of one parent.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), PagesBy::<AgendaSort>),
    responses((status = 200, body = Listing<AgendaItemView>))
)]
#[get("/meetings/{id}/agenda-items")]
pub async fn list_agenda_items(
    call: Call,
    id: web::Path<MeetingId>,
    list: ListQuery<NoFilter, AgendaSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = rules::scope(view.actor);
        let meeting = meetings::store::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &scope, &id, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|item| one_view(view, item, meeting.status)).collect()))
    })
    .await
}

/// Add an item to the agenda of a meeting.
///
/// By the PCC or the office, until the record of the meeting is agreed.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path)), request_body = AddAgendaItem,
    responses((status = 201, body = AgendaItemView))
)]
#[post("/meetings/{id}/agenda-items")]
pub async fn add_agenda_item(
    call: Call,
    id: web::Path<MeetingId>,
    body: JsonBody<AddAgendaItem>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (item, meeting) = acts::add(tx, &id, &input)?;
        Ok(Changed::created(format!("/v1/agenda-items/{}", item.id), one_view(&tx.view(), item, meeting.status)))
    })
    .await
}

/// Read an agenda item.
#[utoipa::path(tag = "meetings", params(("id" = AgendaItemId, Path)), responses((status = 200, body = AgendaItemView)))]
#[get("/agenda-items/{id}")]
pub async fn get_agenda_item(call: Call, id: web::Path<AgendaItemId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let scope = rules::scope(view.actor);
        let item = store::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let meeting = meetings::store::find(view.conn, &scope, &item.meeting_id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, item, meeting.status))
    })
    .await
}

/// Change an agenda item, or move it with the items under it.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "meetings", params(("id" = AgendaItemId, Path), IfMatchHeader),
    request_body(content = EditAgendaItem, content_type = "application/merge-patch+json"),
    responses((status = 200, body = AgendaItemView))
)]
#[patch("/agenda-items/{id}")]
pub async fn edit_agenda_item(
    call: Call,
    id: web::Path<AgendaItemId>,
    body: JsonBody<EditAgendaItem>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let (item, meeting) = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), item, meeting.status)))
    })
    .await
}

/// Delete an agenda item without items under it or references to it.
#[utoipa::path(tag = "meetings", params(("id" = AgendaItemId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/agenda-items/{id}")]
pub async fn delete_agenda_item(call: Call, id: web::Path<AgendaItemId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<AgendaItemView>::Deleted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_agenda_items)
        .service(add_agenda_item)
        .service(get_agenda_item)
        .service(edit_agenda_item)
        .service(delete_agenda_item);
}
