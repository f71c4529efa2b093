//! A file that is published with a record.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A file that a published record cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedFile {
    /// Permanent id.
    #[schema(format = Uuid, example = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub id: String,
    /// Name of the file for people; `null` when it is withheld.
    #[schema(example = "Backlog by month.csv")]
    pub title: Option<String>,
    /// Media type of the bytes.
    #[schema(example = "text/csv")]
    pub media_type: String,
    /// Number of bytes.
    #[schema(example = 48_213)]
    pub bytes: i64,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    #[schema(example = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    pub sha256: String,
    /// Address of the bytes.
    #[schema(example = "/public/v1/files/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    pub url: String,
}
