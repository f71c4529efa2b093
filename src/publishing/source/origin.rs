//! The source that an edition is prepared from.

use serde_json::Value;

use crate::publishing::redact::{Cut, Place};

/// The source of an edition.
#[derive(Debug, Clone)]
pub struct Source {
    pub title: String,
    /// JSON Pointer to the title in the record, if it is part of it: redactions there apply to the title too.
    pub title_at: Option<&'static str>,
    pub record: Value,
    pub places: Vec<Place>,
    /// Content that is withheld without a request: the names of junior staff.
    pub cuts: Vec<Cut>,
}
