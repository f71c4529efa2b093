//! The manifest of all files: length and SHA-256 of each, so that a copy can be checked.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::formats::Format;
use super::rows::ExportTable;
use super::stream::Wanted;
use super::sums::ExportFile;
use super::{formats, stream};
use crate::foundation::digest;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::http::query::nothing;
use crate::public::feeds::sums::Sums;
use crate::public::front::{self, Made};
use crate::public::state::Reach;
use crate::public::state::State;
use crate::publication_log::document::LICENCE;

/// The files for download, with their checksums.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportManifest {
    /// The licence of all files.
    pub licence: &'static str,
    /// Number of documents in the publication log when the checksums were calculated. The files are as of them.
    #[schema(example = 18)]
    pub documents: i32,
    pub files: Vec<ExportFile>,
}

/// The number of attempts when something is published during the calculation.
const TRIES: usize = 3;

/// Responds with the manifest as of the last document of the log.
pub async fn answer(request: &HttpRequest) -> Result<HttpResponse, ApiError> {
    nothing(request.query_string())?;
    let app = request.app_data::<web::Data<App>>().cloned().ok_or_else(|| ApiError::Internal("no application".into()))?;
    let (state, files) = files(&app).await?;
    let manifest = ExportManifest { licence: LICENCE, documents: state.leaf + 1, files: files.as_ref().clone() };
    // It names the address of the service, which is a setting.
    let modified = state.at.max(app.started.naive_utc());
    front::send(request, Made::page(serde_json::to_string(&manifest)?, modified)).await
}

/// Returns the files and the state of the log that they are of.
async fn files(app: &App) -> Result<(State, Arc<Vec<ExportFile>>), ApiError> {
    let mut state = app.feature::<Reach>().now(&app.db).await?;
    let mut tries = 1;
    loop {
        match app.feature::<Sums>().of(state.leaf, reckon(app, state.leaf)).await {
            Ok(files) => return Ok((state, files)),
            Err(ApiError::Overloaded) if tries < TRIES => {
                // Another process may have published in the meantime: then there are no files of the state we know.
                let newest = app.feature::<Reach>().newest(&app.db).await?;
                if newest == state {
                    return Err(ApiError::Overloaded);
                }
                (state, tries) = (newest, tries + 1);
            }
            Err(error) => return Err(error),
        }
    }
}

async fn reckon(app: &App, leaf: i32) -> Result<Vec<ExportFile>, ApiError> {
    let mut files = Vec::new();
    for table in ExportTable::ALL {
        for format in Format::ALL {
            files.push(file(app, *table, format, leaf).await?);
        }
    }
    Ok(files)
}

/// Reads a table as it would be sent, and keeps only its checksum.
async fn file(app: &App, table: ExportTable, format: Format, leaf: i32) -> Result<ExportFile, ApiError> {
    let wanted = Wanted { table, area: None, leaf };
    let (mut hash, mut rows, mut bytes) = (Sha256::new(), 0, 0);
    let (mut after, mut first) = (Some(String::new()), true);
    while let Some(id) = after {
        let batch = stream::batch(app, &wanted, &id).await?;
        let chunk = formats::encode(table, format, &batch.rows, first, &app.public_url)?;
        rows += u64::try_from(batch.rows.len()).unwrap_or_default();
        bytes += u64::try_from(chunk.len()).unwrap_or_default();
        hash.update(&chunk);
        (after, first) = (batch.next, false);
    }
    let name = format!("{table}.{}", format.ending());
    let url = format!("{}/public/v1/export/{name}", app.public_url);
    Ok(ExportFile { url, name, media_type: format.media_type(), rows, bytes, sha256: digest::hex(&hash.finalize()) })
}
