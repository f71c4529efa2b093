//! The calculator of deadlines for everybody. It reads the bank holidays, and no record.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::NaiveDateTime;

use crate::foundation::db::AnyConnection;
use crate::foundation::error::{ApiError, FieldError};
use crate::http::app::App;
use crate::http::mount::ServiceConfig;
use crate::http::problem::Problem;
use crate::http::query::{known, names, parse};
use crate::public::front::{Asking, Keep, Made, answer};
use crate::record::actions::deadlines::api::PreviewQuery;
use crate::record::deadlines::model::{Explanation, Rule};

/// The meetings that are scheduled are in the working record, which the public surface does not read.
const NO_MEETING: &str =
    "is required for the next meeting, because the calculator knows of no meetings: find its day in /public/v1/meetings";

fn page(conn: &mut AnyConnection, asking: &Asking, now: NaiveDateTime) -> Result<Made, ApiError> {
    known(&asking.query, &[&names::<PreviewQuery>()])?;
    let query: PreviewQuery = parse(&asking.query)?;
    let rule = query.rule()?;
    let next_meeting = query.next_meeting;
    if matches!(rule, Rule::NextMeeting {}) && next_meeting.is_none() {
        return Err(ApiError::BadParameters(vec![FieldError::new("/query/next_meeting", NO_MEETING)]));
    }
    let explanation = query.explain(conn, rule, next_meeting)?;
    Ok(Made::page(serde_json::to_vec(&explanation)?, now))
}

/// Calculate a deadline without a token.
///
/// Returns the result of a phrase or a rule, and its explanation, as `/v1/deadlines/preview` does. Working days are those of
/// England and Wales. "Next meeting" needs its day. A phrase that is not understood is refused, never guessed.
#[utoipa::path(
    tag = "public record", params(PreviewQuery),
    responses((status = 200, body = Explanation), (status = 304, description = "Your copy is current"), (status = 503, body = Problem, content_type = "application/problem+json", description = "The database is unavailable"))
)]
#[get("/public/v1/deadlines/preview")]
pub async fn get_public_deadline_preview(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let now = app.clock.now();
    answer(&request, Keep::this_minute(now), move |conn, asking| page(conn, asking, now.naive_utc())).await
}

/// Mounts the calculator.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_public_deadline_preview);
}
