//! The record file of a meeting over HTTP.

use actix_web::http::header::{CONTENT_DISPOSITION, ContentDisposition, DispositionParam, DispositionType};
use actix_web::{HttpResponse, get, web};

use super::{gather, written};
use crate::foundation::error::ApiError;
use crate::http::call::Call;
use crate::http::mount::ServiceConfig;
use crate::record::meetings::model::MeetingId;
use crate::transfer::import::format::RecordFile;

/// Read the record of a meeting as a record file.
///
/// Holds what the caller may see: what was asked, answered, said, found and decided, with its ids. An instance without this meeting
/// can import it. A cancelled meeting has none.
#[utoipa::path(tag = "meetings", params(("id" = MeetingId, Path)), responses((status = 200, body = RecordFile)))]
#[get("/meetings/{id}/record")]
pub async fn get_meeting_record(call: Call, id: web::Path<MeetingId>) -> Result<HttpResponse, ApiError> {
    let name = format!("meeting-{id}.json");
    let written = call.read_with(move |view| written::file(&gather::meeting(view, &id)?)).await?;
    let disposition =
        ContentDisposition { disposition: DispositionType::Attachment, parameters: vec![DispositionParam::Filename(name)] };
    Ok(HttpResponse::Ok().insert_header((CONTENT_DISPOSITION, disposition)).json(written.file))
}

/// Mounts the operation.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_meeting_record);
}
