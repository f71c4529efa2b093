//! The public list of heads. It names the body in office and nothing else of the working record.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::foundation::clock::london_day;
use crate::foundation::dates::optional_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::mount::ServiceConfig;
use crate::http::problem::Problem;
use crate::http::query::{known, names, parse};
use crate::public::front::{Asking, Keep, Made, answer};
use crate::publication_log::document::LICENCE;
use crate::record::planning::areas;
use crate::record::planning::areas::model::optional_slug;
use crate::record::questions::heads;
use crate::record::questions::heads::model::{BodyInOffice, HeadOfAccountability, HeadsOnDay};

/// Heads of accountability that count on a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicHeads {
    pub licence: &'static str,
    /// Areas with the heads that count there.
    pub areas: Vec<PublicHeadsOfArea>,
}

/// The heads of accountability of an area.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicHeadsOfArea {
    /// Slug of the area.
    #[schema(example = "west-mercia")]
    pub area: String,
    /// Day in Europe/London.
    pub on: NaiveDate,
    /// Body in office on that day; `null` when there was none, and then no head counts.
    pub body: Option<BodyInOffice>,
    /// Heads that count on that day, in the order of the Act.
    pub heads: Vec<HeadOfAccountability>,
    /// Open point that could not be confirmed for this kind of body; `null` when there is none.
    #[schema(example = "Which provisions apply to a board could not be confirmed.")]
    pub note: Option<&'static str>,
}

/// Filters of the public list of heads.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicHeadFilter {
    /// Slug of an area; the default is all areas.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Day on which they count; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
}

fn page(conn: &mut AnyConnection, asking: &Asking, now: NaiveDateTime) -> Result<Made, ApiError> {
    known(&asking.query, &[&names::<PublicHeadFilter>()])?;
    let filter: PublicHeadFilter = parse(&asking.query)?;
    let day = filter.on.unwrap_or_else(|| london_day(now));
    let mut listed = Vec::new();
    for area in areas::store::slugs(conn, filter.area.as_deref())? {
        let HeadsOnDay { on, body, heads, note } = heads::references::on(conn, &area, day)?;
        listed.push(PublicHeadsOfArea { area, on, body, heads, note });
    }
    // It is built from the working record, which has no instant of its own.
    Ok(Made::page(serde_json::to_vec(&PublicHeads { licence: LICENCE, areas: listed })?, now))
}

/// List heads of accountability.
///
/// Lists the matters for which the chief constable must in particular be held to account, as they count on a day for the body in
/// office then: each with its provision and the day from which it counts. Calculated once a minute.
#[utoipa::path(
    tag = "public record", params(PublicHeadFilter),
    responses((status = 200, body = PublicHeads), (status = 304, description = "Your copy is current"), (status = 503, body = Problem, content_type = "application/problem+json", description = "The database is unavailable"))
)]
#[get("/public/v1/heads")]
pub async fn get_public_heads(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let now = app.clock.now();
    answer(&request, Keep::this_minute(now), move |conn, asking| page(conn, asking, now.naive_utc())).await
}

/// Mounts the public list.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_public_heads);
}
