//! Changes of a meeting over HTTP.

use actix_web::{HttpResponse, patch, web};

use super::acts;
use crate::foundation::error::ApiError;
use crate::http::body::JsonBody;
use crate::http::call::Call;
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::record::meetings::api::{MeetingView, updated};
use crate::record::meetings::model::{EditMeeting, MeetingId};

/// Change a meeting that is scheduled or held.
///
/// JSON Merge Patch: absent members stay, `null` clears.
#[utoipa::path(
    tag = "meetings", params(("id" = MeetingId, Path), IfMatchHeader),
    request_body(content = EditMeeting, content_type = "application/merge-patch+json"),
    responses((status = 200, body = MeetingView))
)]
#[patch("/meetings/{id}")]
pub async fn edit_meeting(call: Call, id: web::Path<MeetingId>, body: JsonBody<EditMeeting>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    call.write(&body.fingerprint, move |tx| {
        let meeting = acts::edit(tx, &id, &input)?;
        updated(tx, meeting)
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(edit_meeting);
}
