//! Judgements over HTTP: the handlers, the routes. The view is in `view.rs`.

use actix_web::{HttpResponse, get, web};

use super::store;
use super::store::{JudgementFilter, JudgementSort};
use super::view::{JudgementView, one_view};
use crate::foundation::error::ApiError;
use crate::http::call::Call;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::record::questions;
use crate::record::questions::model::QuestionId;

/// List the judgements of a question, oldest first.
///
/// The latest one of the question, or of each part, that was not taken back is current. Judgements are the body's opinion of the answer. Everybody who
/// sees the question sees them, including the force.
#[utoipa::path(
    tag = "questions", params(("id" = QuestionId, Path), JudgementFilter, PagesBy::<JudgementSort>),
    responses((status = 200, body = Listing<JudgementView>))
)]
#[get("/questions/{id}/judgements")]
pub async fn list_judgements(
    call: Call,
    id: web::Path<QuestionId>,
    list: ListQuery<JudgementFilter, JudgementSort>,
) -> Result<HttpResponse, ApiError> {
    call.list(list, move |view, list| {
        let scope = questions::rules::scope(view.actor);
        questions::store::find(view.conn, &scope, &id)?.ok_or(ApiError::NotFound)?;
        let page = store::list(view.conn, &id, &list.filter, &list.window)?;
        let mut gone = store::taken_back(view.conn, std::slice::from_ref(&*id))?;
        page.try_map(|rows| {
            Ok(rows
                .into_iter()
                .map(|one| {
                    let taken_back = gone.remove(&one.id);
                    one_view(one, taken_back)
                })
                .collect())
        })
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_judgements);
}
