//! Exchanges over HTTP: the view, the handlers, the routes.

use std::collections::HashMap;

use actix_web::{HttpResponse, delete, get, patch, post, web};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{
    CorrectExchange, DraftExchange, EditExchange, Exchange, ExchangeAct, ExchangeId, ExchangeRevision, ExchangeStatus,
};
use super::rules::ExchangeState;
use super::store::{ExchangeFilter, ExchangeSort};
use super::{acts, rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{NoInput, Reasoned};
use crate::http::body::{JsonBody, OptionalJsonBody};
use crate::http::call::{Call, Changed, Tx, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::meetings::model::{AgendaItemId, MeetingId, MeetingStatus};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::{Attribution, Speaker};

/// A challenge at a meeting, and its reply; or a statement there, which has no challenge.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExchangeView {
    pub id: ExchangeId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub meeting_id: MeetingId,
    /// Day of the meeting; `null` if only its month is known.
    #[schema(example = "2019-01-30")]
    pub said_on: Option<NaiveDate>,
    pub agenda_item_id: Option<AgendaItemId>,
    /// Position in the meeting.
    #[schema(example = 3)]
    pub position: i32,
    pub topic_id: Option<TopicId>,
    /// Id of the question it was about, if known.
    pub question_id: Option<QuestionId>,
    /// Challenge; `null` in a statement, which nobody asked for.
    #[schema(example = "How can the work be planned with the figures there are?")]
    pub challenge: Option<String>,
    #[schema(example = "PCC")]
    pub challenged_by: Option<String>,
    /// Reply, or the words of a statement; absent when there is none, or only points.
    pub reply: Option<String>,
    pub points: Vec<String>,
    /// Index of each point's speaker in `speakers`, from 0, or null; empty when unknown.
    pub point_speakers: Vec<Option<u16>>,
    pub speakers: Vec<Speaker>,
    /// Attribution; absent when there is no reply.
    pub attribution: Option<Attribution>,
    /// Revision: 1 as recorded, plus one for each correction.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first.
    pub earlier_wordings: Vec<EarlierExchangeWording>,
    /// Day the PCC returned the reply with the question; from then on it does not answer it.
    pub returned_on: Option<NaiveDate>,
    /// Reason it was returned.
    pub returned_reason: Option<String>,
    /// Day it was declared void, because it was recorded in error: it no longer counts.
    #[schema(example = "2019-02-06")]
    pub voided_on: Option<NaiveDate>,
    /// Reason it is void.
    #[schema(example = "It was said at another meeting.")]
    pub void_reason: Option<String>,
    pub status: ExchangeStatus,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "delete", "record"]))]
    pub allowed_acts: Vec<ExchangeAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

/// An earlier wording of an exchange.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierExchangeWording {
    pub revision: i32,
    pub challenge: Option<String>,
    pub challenged_by: Option<String>,
    pub reply: Option<String>,
    pub points: Vec<String>,
    pub point_speakers: Vec<Option<u16>>,
    pub speakers: Vec<Speaker>,
    pub attribution: Option<Attribution>,
    /// Reason for the correction.
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: DateTime<Utc>,
}

impl Versioned for ExchangeView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds views of records. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, exchanges: Vec<Exchange>) -> Result<Vec<ExchangeView>, ApiError> {
    let mut ids: Vec<MeetingId> = exchanges.iter().map(|exchange| exchange.meeting_id.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let meetings = store::meetings_of(view.conn, &ids)?;
    let corrected = exchanges.iter().filter(|exchange| exchange.revision > 1);
    let corrected: Vec<ExchangeId> = corrected.map(|exchange| exchange.id.clone()).collect();
    let mut wordings: HashMap<ExchangeId, Vec<EarlierExchangeWording>> = HashMap::new();
    for old in store::revisions(view.conn, &corrected)? {
        wordings.entry(old.exchange_id.clone()).or_default().push(earlier(old)?);
    }
    let mut views = Vec::with_capacity(exchanges.len());
    for exchange in exchanges {
        let meeting = meetings.get(&exchange.meeting_id).copied();
        let meeting = meeting.ok_or_else(|| ApiError::Internal("an exchange without a meeting".into()))?;
        let earlier = wordings.remove(&exchange.id).unwrap_or_default();
        views.push(one_view(view, exchange, meeting, earlier)?);
    }
    Ok(views)
}

/// Returns the visible exchanges about several questions, in chronological order, for `include=exchanges`.
pub fn of_questions(view: &mut View<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<ExchangeView>>, ApiError> {
    let found = store::of_questions(view.conn, &rules::scope(view.actor), ids)?;
    let mut found = views(view, found)?;
    found.sort_by_key(|exchange| (exchange.said_on, exchange.position));
    let mut by_question: HashMap<QuestionId, Vec<ExchangeView>> = HashMap::new();
    for exchange in found {
        if let Some(question) = exchange.question_id.clone() {
            by_question.entry(question).or_default().push(exchange);
        }
    }
    Ok(by_question)
}

fn earlier(old: ExchangeRevision) -> Result<EarlierExchangeWording, ApiError> {
    Ok(EarlierExchangeWording {
        revision: old.revision,
        challenge: old.challenge,
        challenged_by: old.challenged_by,
        reply: old.reply,
        points: old.points.get()?,
        point_speakers: old.point_speakers.get()?,
        speakers: old.speakers.get()?,
        attribution: old.attribution,
        reason: old.reason,
        replaced_by: old.replaced_by,
        replaced_at: old.replaced_at.and_utc(),
    })
}

fn one_view(
    view: &View<'_>,
    exchange: Exchange,
    (meeting, said_on): (MeetingStatus, Option<NaiveDate>),
    earlier_wordings: Vec<EarlierExchangeWording>,
) -> Result<ExchangeView, ApiError> {
    let state = ExchangeState::of(&exchange, meeting);
    Ok(ExchangeView {
        id: exchange.id,
        area: exchange.area,
        meeting_id: exchange.meeting_id,
        said_on,
        agenda_item_id: exchange.agenda_item_id,
        position: exchange.position,
        topic_id: exchange.topic_id,
        question_id: exchange.question_id,
        challenge: exchange.challenge,
        challenged_by: exchange.challenged_by,
        reply: exchange.reply,
        points: exchange.points.get()?,
        point_speakers: exchange.point_speakers.get()?,
        speakers: exchange.speakers.get()?,
        attribution: exchange.attribution,
        revision: exchange.revision,
        earlier_wordings,
        returned_on: exchange.returned_on,
        returned_reason: exchange.returned_reason,
        voided_on: exchange.voided_on,
        void_reason: exchange.void_reason,
        status: exchange.status,
        allowed_acts: rules::allowed_acts(state, view.actor),
        created_at: exchange.created_at.and_utc(),
        updated_at: exchange.updated_at.and_utc(),
        version: exchange.version,
    })
}

fn alone(view: &mut View<'_>, exchange: Exchange) -> Result<ExchangeView, ApiError> {
    views(view, vec![exchange])?.pop().ok_or(ApiError::NotFound)
}

fn updated(tx: &mut Tx<'_>, exchange: Exchange) -> Result<Changed<ExchangeView>, ApiError> {
    alone(&mut tx.view(), exchange).map(Changed::updated)
}

/// List exchanges.
///
/// The force sees recorded exchanges. `meeting=` with `sort=position` lists them in the order they took place.
#[utoipa::path(tag = "exchanges", params(ExchangeFilter, PagesBy::<ExchangeSort>), responses((status = 200, body = Listing<ExchangeView>)))]
#[get("/exchanges")]
pub async fn list_exchanges(call: Call, list: ListQuery<ExchangeFilter, ExchangeSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| views(view, rows))
    })
    .await
}

/// Draft an exchange.
///
/// By the PCC or the office. Only the body sees it until it is recorded.
#[utoipa::path(tag = "exchanges", request_body = DraftExchange, responses((status = 201, body = ExchangeView)))]
#[post("/exchanges")]
pub async fn draft_exchange(call: Call, body: JsonBody<DraftExchange>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.add(&body.fingerprint, move |tx| {
        let exchange = acts::draft(tx, &input)?;
        let location = format!("/v1/exchanges/{}", exchange.id);
        Ok(Changed::created(location, alone(&mut tx.view(), exchange)?))
    })
    .await
}

/// Read an exchange.
#[utoipa::path(tag = "exchanges", params(("id" = ExchangeId, Path)), responses((status = 200, body = ExchangeView)))]
#[get("/exchanges/{id}")]
pub async fn get_exchange(call: Call, id: web::Path<ExchangeId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let exchange = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        alone(view, exchange)
    })
    .await
}

/// Change a draft exchange.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "exchanges", params(("id" = ExchangeId, Path), IfMatchHeader),
    request_body(content = EditExchange, content_type = "application/merge-patch+json"),
    responses((status = 200, body = ExchangeView))
)]
#[patch("/exchanges/{id}")]
pub async fn edit_exchange(
    call: Call,
    id: web::Path<ExchangeId>,
    body: JsonBody<EditExchange>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let exchange = acts::edit(tx, &id, &input)?;
        updated(tx, exchange)
    })
    .await
}

/// Delete a draft exchange.
#[utoipa::path(tag = "exchanges", params(("id" = ExchangeId, Path), IfMatchHeader), responses((status = 204)))]
#[delete("/exchanges/{id}")]
pub async fn delete_exchange(call: Call, id: web::Path<ExchangeId>) -> Result<HttpResponse, ApiError> {
    call.write("", move |tx| {
        acts::delete(tx, &id)?;
        Ok(Changed::<ExchangeView>::Deleted)
    })
    .await
}

/// Record an exchange.
///
/// By the PCC or the office, once the meeting has been held. The words are then final, and the force sees them. A reply answers
/// the question of the exchange, like an oral response.
#[utoipa::path(
    tag = "exchanges", params(("id" = ExchangeId, Path), IfMatchHeader),
    request_body(content = Option<NoInput>), responses((status = 200, body = ExchangeView))
)]
#[post("/exchanges/{id}/record")]
pub async fn record_exchange(
    call: Call,
    id: web::Path<ExchangeId>,
    body: OptionalJsonBody<NoInput>,
) -> Result<HttpResponse, ApiError> {
    call.write(&body.fingerprint, move |tx| {
        let exchange = acts::record(tx, &id)?;
        updated(tx, exchange)
    })
    .await
}

/// Correct a recorded exchange.
///
/// By the PCC or the office, with the reason; both wordings stay readable. An added reply answers the question of the exchange;
/// a removed reply no longer does.
#[utoipa::path(
    tag = "exchanges", params(("id" = ExchangeId, Path), IfMatchHeader),
    request_body = CorrectExchange, responses((status = 200, body = ExchangeView))
)]
#[post("/exchanges/{id}/correct")]
pub async fn correct_exchange(
    call: Call,
    id: web::Path<ExchangeId>,
    body: JsonBody<CorrectExchange>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let exchange = acts::correct(tx, &id, &input)?;
        updated(tx, exchange)
    })
    .await
}

/// Declare a recorded exchange void.
///
/// By the PCC or the office, with the reason, when it was recorded in error. It stays readable as void, and its reply no longer answers
/// the question. Once the record of the meeting is agreed, the PCC has to reopen it first.
#[utoipa::path(
    tag = "exchanges", params(("id" = ExchangeId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ExchangeView))
)]
#[post("/exchanges/{id}/void")]
pub async fn void_exchange(call: Call, id: web::Path<ExchangeId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let exchange = acts::void(tx, &id, &input)?;
        updated(tx, exchange)
    })
    .await
}

/// Reinstate an exchange that is void, or a reply that was returned.
///
/// By the PCC, with the reason. It answers its question again. An exchange of an agreed meeting stays void: reopen the record first.
#[utoipa::path(
    tag = "exchanges", params(("id" = ExchangeId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = ExchangeView))
)]
#[post("/exchanges/{id}/reinstate")]
pub async fn reinstate_exchange(
    call: Call,
    id: web::Path<ExchangeId>,
    body: JsonBody<Reasoned>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let exchange = acts::reinstate(tx, &id, &input)?;
        updated(tx, exchange)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_exchanges)
        .service(draft_exchange)
        .service(get_exchange)
        .service(edit_exchange)
        .service(delete_exchange)
        .service(record_exchange)
        .service(correct_exchange)
        .service(void_exchange)
        .service(reinstate_exchange);
}
