//! Topics over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddTopic, EditTopic, Topic, TopicAct, TopicId};
use super::store::{TopicFilter, TopicSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};

/// A topic.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopicView {
    pub id: TopicId,
    #[schema(example = "west-mercia")]
    pub area: String,
    #[schema(example = "Digital forensics")]
    pub title: String,
    pub summary: Option<String>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete"]))]
    pub allowed_acts: Vec<TopicAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for TopicView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds the view of a topic.
pub fn one_view(view: &View<'_>, topic: Topic) -> TopicView {
    TopicView {
        id: topic.id,
        area: topic.area,
        title: topic.title,
        summary: topic.summary,
        allowed_acts: rules::allowed_acts(view.actor),
        created_at: topic.created_at.and_utc(),
        updated_at: topic.updated_at.and_utc(),
        version: topic.version,
    }
}

/// List topics.
#[utoipa::path(tag = "topics", params(TopicFilter, PagesBy::<TopicSort>), responses((status = 200, body = Listing<TopicView>)))]
#[get("/topics")]
pub async fn list_topics(call: Call, list: ListQuery<TopicFilter, TopicSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|topic| one_view(view, topic)).collect()))
    })
    .await
}

/// Add a topic.
///
/// By the PCC or the office.
#[utoipa::path(tag = "topics", request_body = AddTopic, responses((status = 201, body = TopicView)))]
#[post("/topics")]
pub async fn add_topic(call: Call, body: JsonBody<AddTopic>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let topic = acts::add(tx, &input)?;
        Ok(Changed::created(format!("/v1/topics/{}", topic.id), one_view(&tx.view(), topic)))
    })
    .await
}

/// Read a topic.
#[utoipa::path(tag = "topics", params(("id" = TopicId, Path)), responses((status = 200, body = TopicView)))]
#[get("/topics/{id}")]
pub async fn get_topic(call: Call, id: web::Path<TopicId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let topic = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, topic))
    })
    .await
}

/// Change a topic.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "topics", params(("id" = TopicId, Path), IfMatchHeader),
    request_body(content = EditTopic, content_type = "application/merge-patch+json"),
    responses((status = 200, body = TopicView))
)]
#[patch("/topics/{id}")]
pub async fn edit_topic(call: Call, id: web::Path<TopicId>, body: JsonBody<EditTopic>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let topic = acts::edit(tx, &id, &input)?;
        Ok(Changed::updated(one_view(&tx.view(), topic)))
    })
    .await
}

/// Delete a topic that no record refers to.
#[utoipa::path(tag = "topics", params(("id" = TopicId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/topics/{id}")]
pub async fn delete_topic(call: Call, id: web::Path<TopicId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<TopicView>::Deleted)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_topics).service(add_topic).service(get_topic).service(edit_topic).service(delete_topic);
}
