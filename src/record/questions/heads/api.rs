//! Heads of accountability over HTTP.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, get};
use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::HeadsOnDay;
use super::references;
use crate::foundation::dates::optional_day;
use crate::foundation::error::ApiError;
use crate::http::call::Call;
use crate::http::mount::ServiceConfig;
use crate::http::query::Query;

/// Parameters of the list of heads.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HeadFilter {
    /// Day on which they count; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
}

/// List heads of accountability.
///
/// Lists the matters for which the chief constable must in particular be held to account (Police Reform and Social Responsibility Act
/// 2011 s.1(8) and s.3(8)), as they count on a day for the body in office then. A question can be put with these heads only.
#[utoipa::path(tag = "questions", params(HeadFilter), responses((status = 200, body = HeadsOnDay)))]
#[get("/heads")]
pub async fn get_heads(call: Call, query: Query<HeadFilter>) -> Result<HttpResponse, ApiError> {
    let heads = call.read_with(move |view| references::on(view.conn, &view.actor.area, query.0.on.unwrap_or(view.today))).await?;
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(heads))
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_heads);
}
