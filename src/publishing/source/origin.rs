//! What an edition is prepared from.

use serde_json::Value;

use crate::publishing::redact::{Cut, Place};

/// The source of an edition.
#[derive(Debug, Clone)]
pub struct Source {
    pub title: String,
    /// JSON Pointer to the title in the record, where it is a part of it: what is withheld there is withheld from the title.
    pub title_at: Option<&'static str>,
    pub record: Value,
    pub places: Vec<Place>,
    /// What is withheld without anybody's asking: the names of junior staff.
    pub cuts: Vec<Cut>,
}
