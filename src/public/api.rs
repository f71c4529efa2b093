//! The public surface over HTTP. No handler knows the caller.

use actix_web::{HttpRequest, HttpResponse, get};

use super::front::{Keep, answer};
use super::model::PublicResource;
use super::order::{PublicEditionPaging, PublicPaging};
use super::query::{
    ChangesQuery, PublicActionFilter, PublicDecisionFilter, PublicEditionFilter, PublicExchangeFilter, PublicFigureFilter,
    PublicFileFilter, PublicFindingFilter, PublicMeasureFilter, PublicMeetingFilter, PublicPlanFilter, PublicPriorityFilter,
    PublicQuestionFilter, PublicRecommendationFilter, PublicSearch, PublicTopicFilter,
};
use super::records::PublishedRecord;
use super::shapes::{
    PublicAction, PublicChanges, PublicChoices, PublicDecision, PublicEditionView, PublicExchange, PublicFigure, PublicFile,
    PublicFinding, PublicHit, PublicListing, PublicMeasure, PublicMeasureSeries, PublicMeeting, PublicPlan, PublicPriority,
    PublicQuestion, PublicRecommendationSet, PublicThread, PublicTopic,
};
use super::{editions, pages};
use crate::foundation::error::ApiError;
use crate::http::mount::ServiceConfig;
use crate::publication_log::document::{EditionDocument, WithdrawalDocument};

async fn item(request: &HttpRequest, resource: PublicResource) -> Result<HttpResponse, ApiError> {
    let id = id_of(request);
    answer(request, Keep::Shortly, move |conn, asking| pages::item(conn, asking, resource, &id)).await
}

fn id_of(request: &HttpRequest) -> String {
    request.match_info().get("id").unwrap_or_default().to_owned()
}

/// List meetings whose record is published.
#[utoipa::path(
    tag = "public record", params(PublicMeetingFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicMeeting>))
)]
#[get("/meetings")]
pub async fn list_public_meetings(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicMeetingFilter>).await
}

/// Read a meeting with its record, from the newest edition.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicMeeting)))]
#[get("/meetings/{id}")]
pub async fn get_public_meeting(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Meeting).await
}

/// List questions published in the record of a meeting or on their own.
#[utoipa::path(
    tag = "public record", params(PublicQuestionFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicQuestion>))
)]
#[get("/questions")]
pub async fn list_public_questions(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicQuestionFilter>).await
}

/// Read a question with its answer and outcome, from the newest edition that contains it.
#[utoipa::path(
    tag = "public record", params(("id" = String, Path, description = "Id or reference", example = "WM-2019-Q001")),
    responses(
        (status = 200, body = PublicQuestion),
        (status = 300, description = "Several areas use this reference: choose one", body = PublicChoices),
        (status = 302, description = "The record with this reference", headers(("Location" = String, description = "Address of the record")), body = PublicChoices)
    )
)]
#[get("/questions/{id}")]
pub async fn get_public_question(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Question).await
}

/// List published actions.
///
/// Nothing here depends on the date of the request: an action is late if `due_on` and `status` say so.
#[utoipa::path(
    tag = "public record", params(PublicActionFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicAction>))
)]
#[get("/actions")]
pub async fn list_public_actions(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicActionFilter>).await
}

/// Read an action, from the newest edition that contains it.
#[utoipa::path(
    tag = "public record", params(("id" = String, Path, description = "Id or reference", example = "WM-2019-001")),
    responses(
        (status = 200, body = PublicAction),
        (status = 300, description = "Several areas use this reference: choose one", body = PublicChoices),
        (status = 302, description = "The record with this reference", headers(("Location" = String, description = "Address of the record")), body = PublicChoices)
    )
)]
#[get("/actions/{id}")]
pub async fn get_public_action(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Action).await
}

/// List priorities of published plans.
#[utoipa::path(
    tag = "public record", params(PublicPriorityFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicPriority>))
)]
#[get("/priorities")]
pub async fn list_public_priorities(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicPriorityFilter>).await
}

/// Read a priority of a published plan.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicPriority)))]
#[get("/priorities/{id}")]
pub async fn get_public_priority(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Priority).await
}

/// Read a priority with its questions, answers, actions, findings and assurance.
#[utoipa::path(
    tag = "public record", params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = PublicThread<PublicPriority, PublicQuestion, PublicAction, PublicFinding>))
)]
#[get("/priorities/{id}/thread")]
pub async fn get_public_thread(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let id = id_of(&request);
    answer(&request, Keep::Shortly, move |conn, asking| pages::thread(conn, asking, &id)).await
}

/// List reports from outside on which the body has published a response or comments.
#[utoipa::path(
    tag = "public record", params(PublicRecommendationFilter, PublicPaging),
    responses((status = 200, body = PublicListing<PublicRecommendationSet>))
)]
#[get("/recommendations")]
pub async fn list_public_recommendations(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicRecommendationFilter>).await
}

/// Read a report from outside with its recommendations and the body's response.
#[utoipa::path(
    tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicRecommendationSet))
)]
#[get("/recommendations/{id}")]
pub async fn get_public_recommendations(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::RecommendationSet).await
}

/// List published plans.
#[utoipa::path(
    tag = "public record", params(PublicPlanFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicPlan>))
)]
#[get("/plans")]
pub async fn list_public_plans(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicPlanFilter>).await
}

/// Read a published plan with its priorities.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicPlan)))]
#[get("/plans/{id}")]
pub async fn get_public_plan(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Plan).await
}

/// List exchanges at meetings: challenges and the replies to them.
#[utoipa::path(
    tag = "public record", params(PublicExchangeFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicExchange>))
)]
#[get("/exchanges")]
pub async fn list_public_exchanges(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicExchangeFilter>).await
}

/// Read an exchange, from the newest edition that contains it.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicExchange)))]
#[get("/exchanges/{id}")]
pub async fn get_public_exchange(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Exchange).await
}

/// List findings of the body.
#[utoipa::path(
    tag = "public record", params(PublicFindingFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicFinding>))
)]
#[get("/findings")]
pub async fn list_public_findings(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicFindingFilter>).await
}

/// Read a finding with its ratings and the comments of the force, by id or reference.
#[utoipa::path(tag = "public record", params(("id" = String, Path, description = "Id or reference", example = "WM-2019-F001")), responses((status = 200, body = PublicFinding),
        (status = 300, description = "Several areas use this reference: choose one", body = PublicChoices),
        (status = 302, description = "The record with this reference", headers(("Location" = String, description = "Address of the record")), body = PublicChoices)
    ))]
#[get("/findings/{id}")]
pub async fn get_public_finding(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Finding).await
}

/// List decisions of the body, taken at meetings or outside them.
#[utoipa::path(
    tag = "public record", params(PublicDecisionFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicDecision>))
)]
#[get("/decisions")]
pub async fn list_public_decisions(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicDecisionFilter>).await
}

/// Read a decision, by id or reference.
#[utoipa::path(tag = "public record", params(("id" = String, Path, description = "Id or reference", example = "WM-2019-D001")), responses((status = 200, body = PublicDecision),
        (status = 300, description = "Several areas use this reference: choose one", body = PublicChoices),
        (status = 302, description = "The record with this reference", headers(("Location" = String, description = "Address of the record")), body = PublicChoices)
    ))]
#[get("/decisions/{id}")]
pub async fn get_public_decision(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Decision).await
}

/// List figures that were given as evidence.
#[utoipa::path(
    tag = "public record", params(PublicFigureFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicFigure>))
)]
#[get("/figures")]
pub async fn list_public_figures(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicFigureFilter>).await
}

/// Read a figure with its measure and unit.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicFigure)))]
#[get("/figures/{id}")]
pub async fn get_public_figure(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Figure).await
}

/// List measures of which figures are published.
#[utoipa::path(
    tag = "public record", params(PublicMeasureFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicMeasure>))
)]
#[get("/measures")]
pub async fn list_public_measures(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicMeasureFilter>).await
}

/// Read a measure with the series of its figures.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicMeasureSeries<PublicMeasure, PublicFigure>)))]
#[get("/measures/{id}")]
pub async fn get_public_measure(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Measure).await
}

/// List topics that published records are about.
#[utoipa::path(
    tag = "public record", params(PublicTopicFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicTopic>))
)]
#[get("/topics")]
pub async fn list_public_topics(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicTopicFilter>).await
}

/// Read a topic.
///
/// What is published about it is in the other lists, with `topic`.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicTopic)))]
#[get("/topics/{id}")]
pub async fn get_public_topic(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Topic).await
}

/// List files that are published with records.
///
/// `reference` is the SHA-256 of the bytes, which are at `/public/v1/files/{sha256}`.
#[utoipa::path(
    tag = "public record", params(PublicFileFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicFile>))
)]
#[get("/files")]
pub async fn list_public_files(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicFileFilter>).await
}

/// List published editions, including those since superseded or withdrawn.
///
/// `sort` is `id` or `updated_at`.
#[utoipa::path(
    tag = "public record", params(PublicEditionFilter, PublicEditionPaging),
    responses((status = 200, body = PublicListing<PublicEditionView>))
)]
#[get("/editions")]
pub async fn list_public_editions(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, editions::list).await
}

/// Read the document of an edition, byte for byte as published and as in the publication log.
///
/// It never changes. A withdrawn edition returns 410 with the document that withdraws it.
#[utoipa::path(
    tag = "public record", params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 200, body = EditionDocument<PublishedRecord>),
        (status = 410, description = "Withdrawn, with the reason and the date", body = WithdrawalDocument),
    )
)]
#[get("/editions/{id}")]
pub async fn get_public_edition(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let id = id_of(&request);
    answer(&request, Keep::ForEver, move |conn, asking| editions::document(conn, asking, &id)).await
}

/// List publications and withdrawals, in commit order.
///
/// Store `next_after` and `next_leaf_hash`, and send them as `after` and `leaf_hash` next time: nothing is skipped or repeated, and a
/// log that was restored from an older backup is noticed.
#[utoipa::path(tag = "public record", params(ChangesQuery), responses((status = 200, body = PublicChanges)))]
#[get("/changes")]
pub async fn list_public_changes(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, editions::changes).await
}

/// Search the published record.
#[utoipa::path(
    tag = "public record", params(PublicSearch, PublicPaging), responses((status = 200, body = PublicListing<PublicHit>))
)]
#[get("/search")]
pub async fn list_search_results(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::search).await
}

/// Mounts the public surface.
pub fn routes(config: &mut ServiceConfig<'_>) {
    // Routes are tried in order: the most requested come first.
    config.service(list_public_editions).service(get_public_edition);
    config.service(list_public_meetings).service(get_public_meeting);
    config.service(list_public_questions).service(get_public_question);
    config.service(list_public_actions).service(get_public_action);
    config.service(list_public_priorities).service(get_public_priority).service(get_public_thread);
    config.service(list_public_recommendations).service(get_public_recommendations);
    config.service(list_public_plans).service(get_public_plan);
    config.service(list_public_exchanges).service(get_public_exchange);
    config.service(list_public_findings).service(get_public_finding);
    config.service(list_public_decisions).service(get_public_decision);
    config.service(list_public_figures).service(get_public_figure);
    config.service(list_public_measures).service(get_public_measure);
    config.service(list_public_topics).service(get_public_topic).service(list_public_files);
    config.service(list_public_changes).service(list_search_results);
}
