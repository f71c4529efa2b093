//! The checksums of all files as of one state of the publication log, calculated once for each state.

use std::sync::Arc;

use serde::Serialize;
use tokio::sync::Mutex;
use utoipa::ToSchema;

use crate::foundation::config::Settings;
use crate::foundation::error::ApiError;
use crate::http::features::Feature;

/// A file for download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ExportFile {
    #[schema(example = "questions.csv")]
    pub name: String,
    #[schema(example = "https://record.example.org/public/v1/export/questions.csv")]
    pub url: String,
    #[schema(example = "text/csv; charset=utf-8; header=present")]
    pub media_type: &'static str,
    #[schema(example = 20)]
    pub rows: u64,
    #[schema(example = 14211)]
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub sha256: String,
}

/// The files as of a document of the log.
type Known = Option<(i32, Arc<Vec<ExportFile>>)>;

/// The files known so far.
#[derive(Default)]
pub struct Sums(Mutex<Known>);

impl Feature for Sums {
    fn start(_: &Settings) -> Self {
        Self::default()
    }
}

impl Sums {
    /// Returns the checksums as of `leaf`. A caller that arrives during a calculation waits for its result.
    pub async fn of<F>(&self, leaf: i32, reckon: F) -> Result<Arc<Vec<ExportFile>>, ApiError>
    where
        F: Future<Output = Result<Vec<ExportFile>, ApiError>>,
    {
        let mut known = self.0.lock().await;
        if let Some((at, files)) = &*known
            && *at == leaf
        {
            return Ok(Arc::clone(files));
        }
        let files = Arc::new(reckon.await?);
        *known = Some((leaf, Arc::clone(&files)));
        Ok(files)
    }
}
