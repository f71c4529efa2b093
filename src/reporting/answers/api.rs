//! The report on answers over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};

use super::model::AnswersReport;
use super::rules::report;
use super::store::{AnswersFilter, groups};
use crate::foundation::error::ApiError;
use crate::http::call::Call;
use crate::http::mount::ServiceConfig;
use crate::http::query::Query;
use crate::record::questions::rules::scope;

/// Report on the answers to questions.
///
/// Counts questions by the state of their answers, with the days to the first and the final response and the age of the
/// unanswered; `definitions` explains each number. Only questions that were put count, so the report is the same for everybody
/// in the area.
#[utoipa::path(tag = "reports", params(AnswersFilter), responses((status = 200, body = AnswersReport)))]
#[get("/reports/answers")]
pub async fn get_answers_report(call: Call, query: Query<AnswersFilter>) -> Result<HttpResponse, ApiError> {
    let answers = call
        .read_with(move |view| {
            let found = groups(view.conn, &scope(view.actor), &query.0)?;
            Ok(report(&found, view.today))
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(answers))
}

/// Mounts the report.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_answers_report);
}
