//! The public surface over HTTP. No handler knows who asks.

use actix_web::{HttpRequest, HttpResponse, get};

use super::front::{Keep, answer};
use super::model::PublicResource;
use super::order::{PublicEditionPaging, PublicPaging};
use super::query::{
    ChangesQuery, PublicActionFilter, PublicEditionFilter, PublicMeetingFilter, PublicPlanFilter, PublicPriorityFilter,
    PublicQuestionFilter, PublicRecommendationFilter, PublicSearch,
};
use super::shapes::{
    PublicAction, PublicChanges, PublicEditionView, PublicHit, PublicIndex, PublicListing, PublicMeeting, PublicPlan,
    PublicPriority, PublicQuestion, PublicRecommendationSet, PublicThread, PublishedDocument,
};
use super::{editions, pages};
use crate::foundation::error::ApiError;
use crate::http::mount::ServiceConfig;
use crate::publication_log::document::WithdrawalDocument;

async fn item(request: &HttpRequest, resource: PublicResource) -> Result<HttpResponse, ApiError> {
    let id = id_of(request);
    answer(request, Keep::Shortly, move |conn, asking| pages::item(conn, asking, resource, &id)).await
}

fn id_of(request: &HttpRequest) -> String {
    request.match_info().get("id").unwrap_or_default().to_owned()
}

/// Where to begin: what there is, of which areas, and under which licence.
#[utoipa::path(tag = "public record", responses((status = 200, body = PublicIndex)))]
#[get("")]
pub async fn get_public_index(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::index).await
}

/// List meetings whose record is published.
#[utoipa::path(
    tag = "public record", params(PublicMeetingFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicMeeting>))
)]
#[get("/meetings")]
pub async fn list_public_meetings(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicMeetingFilter>).await
}

/// Read a meeting with its record, as the newest edition has it.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicMeeting)))]
#[get("/meetings/{id}")]
pub async fn get_public_meeting(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Meeting).await
}

/// List questions that are published, in the record of a meeting or by themselves.
#[utoipa::path(
    tag = "public record", params(PublicQuestionFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicQuestion>))
)]
#[get("/questions")]
pub async fn list_public_questions(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicQuestionFilter>).await
}

/// Read a question with what became of it, as the newest edition that has it says.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicQuestion)))]
#[get("/questions/{id}")]
pub async fn get_public_question(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    item(&request, PublicResource::Question).await
}

/// List actions that are published.
///
/// Nothing here depends on the day it is read: whether an action is late follows from `due_on` and `status`.
#[utoipa::path(
    tag = "public record", params(PublicActionFilter, PublicPaging), responses((status = 200, body = PublicListing<PublicAction>))
)]
#[get("/actions")]
pub async fn list_public_actions(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicActionFilter>).await
}

/// Read an action, as the newest edition that has it says.
#[utoipa::path(tag = "public record", params(("id" = String, Path, format = Uuid)), responses((status = 200, body = PublicAction)))]
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

/// Follow a priority: what was asked under it, what was answered, and what is to be done.
#[utoipa::path(
    tag = "public record", params(("id" = String, Path, format = Uuid)),
    responses((status = 200, body = PublicThread<PublicPriority, PublicQuestion, PublicAction>))
)]
#[get("/priorities/{id}/thread")]
pub async fn get_public_thread(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let id = id_of(&request);
    answer(&request, Keep::Shortly, move |conn, asking| pages::thread(conn, asking, &id)).await
}

/// List reports from outside whose recommendations the body has published something on.
#[utoipa::path(
    tag = "public record", params(PublicRecommendationFilter, PublicPaging),
    responses((status = 200, body = PublicListing<PublicRecommendationSet>))
)]
#[get("/recommendations")]
pub async fn list_public_recommendations(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::list::<PublicRecommendationFilter>).await
}

/// Read a report from outside with its recommendations and the response of the body.
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

/// List the editions that were published, with those that were superseded or withdrawn since.
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

/// Read the document of an edition, byte for byte as it was published and as it is in the publication log.
///
/// It never changes. One that was withdrawn answers 410 with the document that says so.
#[utoipa::path(
    tag = "public record", params(("id" = String, Path, format = Uuid)),
    responses(
        (status = 200, body = PublishedDocument),
        (status = 410, description = "Withdrawn: why, and when", body = WithdrawalDocument),
    )
)]
#[get("/editions/{id}")]
pub async fn get_public_edition(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let id = id_of(&request);
    answer(&request, Keep::ForEver, move |conn, asking| editions::document(conn, asking, &id)).await
}

/// List what was published and withdrawn, in the order of commits.
///
/// Keep `next_after` and send it as `after` the next time: nothing is left out and nothing comes twice.
#[utoipa::path(tag = "public record", params(ChangesQuery), responses((status = 200, body = PublicChanges)))]
#[get("/changes")]
pub async fn list_public_changes(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, editions::changes).await
}

/// Search what is published.
#[utoipa::path(
    tag = "public record", params(PublicSearch, PublicPaging), responses((status = 200, body = PublicListing<PublicHit>))
)]
#[get("/search")]
pub async fn search_public_record(request: HttpRequest) -> Result<HttpResponse, ApiError> {
    answer(&request, Keep::Shortly, pages::search).await
}

/// Mounts the public surface.
pub fn routes(config: &mut ServiceConfig<'_>) {
    // Routes are tried one after the other: what is asked for most is first.
    config.service(list_public_editions).service(get_public_edition);
    config.service(get_public_index);
    config.service(list_public_meetings).service(get_public_meeting);
    config.service(list_public_questions).service(get_public_question);
    config.service(list_public_actions).service(get_public_action);
    config.service(list_public_priorities).service(get_public_priority).service(get_public_thread);
    config.service(list_public_recommendations).service(get_public_recommendations);
    config.service(list_public_plans).service(get_public_plan);
    config.service(list_public_changes).service(search_public_record);
}
