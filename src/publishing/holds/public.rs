//! Holds for everybody: that publication waits, since when, until when and why. The index of the public surface says so.

use actix_web::{HttpRequest, HttpResponse, get, web};
use chrono::NaiveDate;

use super::{rules, store};
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::mount::ServiceConfig;
use crate::public::front::{Keep, answer};
use crate::public::pages;
use crate::public::shapes::{PublicHold, PublicIndex};

/// Returns the holds that cover a day, of one area or of all.
pub fn on(conn: &mut AnyConnection, area: Option<&str>, day: NaiveDate) -> Result<Vec<PublicHold>, ApiError> {
    let held = store::covering(conn, area, day)?;
    let public = |hold: super::model::PublicationHold| PublicHold {
        explanation: rules::explanation(hold.kind, hold.to_on, hold.explanation.as_deref()),
        area: hold.area,
        kind: hold.kind,
        from_on: hold.from_on,
        to_on: hold.to_on,
    };
    Ok(held.into_iter().map(public).collect())
}

/// Read the index: resources, areas, licence, and whether publication is on hold.
#[utoipa::path(tag = "public record", responses((status = 200, body = PublicIndex)))]
#[get("/public/v1")]
pub async fn get_public_index(app: web::Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    // A hold begins and ends with a day, and is set without a publication.
    let now = app.clock.now();
    let today = london_day(now.naive_utc());
    answer(&request, Keep::this_minute(now), move |conn, asking| {
        let holds = on(conn, None, today)?;
        pages::index(conn, asking, holds)
    })
    .await
}

/// Mounts the index.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_public_index);
}
