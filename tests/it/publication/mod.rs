//! From the working record to what the public reads: which of it, with what withheld, and by whose approval.

mod approvals;
mod history;
mod late;
mod meeting;
mod named;
mod property;
mod redacting;
mod replies;

use serde_json::Value;

/// The id in the path of a record.
fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// A document with its ids numbered in the order they come, so that two runs read the same.
fn numbered(document: &Value) -> String {
    let mut text = serde_json::to_string_pretty(document).expect("JSON");
    let mut from = 0;
    let mut number = 0;
    while let Some(found) = text[from..].find('"').map(|at| from + at + 1) {
        match text.get(found..found + 36).filter(|id| uuid::Uuid::try_parse(id).is_ok()).map(str::to_owned) {
            Some(id) => {
                number += 1;
                text = text.replace(&id, &format!("id {number}"));
            }
            None => from = found,
        }
    }
    text
}
