//! The files that a published record names. Pure.

use std::collections::HashSet;

use serde_json::Value;

use super::model::is_sha256;
use crate::public::records::PublishedFile;
use crate::record::evidence::attachments::model::{AttachmentId, MediaType};

/// The member of a published record that lists its files.
const MEMBER: &str = "attachments";

/// Returns the files that a record names, each once, in the order of their first places.
pub fn named_in(record: &Value) -> Vec<PublishedFile> {
    let mut seen = HashSet::new();
    let files = named_at(record).into_iter().map(|(_, file)| file);
    files.filter(|file| seen.insert(file.id.clone())).collect()
}

/// Returns every place of a record that names a file, as a JSON Pointer, with the file.
pub fn named_at(record: &Value) -> Vec<(String, PublishedFile)> {
    let mut found = Vec::new();
    walk("", record, &mut found);
    found
}

fn walk(at: &str, value: &Value, found: &mut Vec<(String, PublishedFile)>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(&format!("{at}/{index}"), item, found);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let files = member.as_array().filter(|_| name == MEMBER);
                for (index, item) in files.into_iter().flatten().enumerate() {
                    found.extend(file(item).map(|file| (format!("{at}/{name}/{index}"), file)));
                }
                walk(&format!("{at}/{name}"), member, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns a file of this version: one of a kind that this version does not know is not served.
fn file(value: &Value) -> Option<PublishedFile> {
    let file: PublishedFile = serde_json::from_value(value.clone()).ok()?;
    let is_whole = is_sha256(&file.sha256)
        && file.bytes > 0
        && file.id.parse::<AttachmentId>().is_ok()
        && file.media_type.parse::<MediaType>().is_ok();
    is_whole.then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ID: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

    fn a_file() -> Value {
        let sha256 = "ab".repeat(32);
        let url = format!("/public/v1/files/{sha256}");
        json!({"id": ID, "title": "A.csv", "media_type": "text/csv", "bytes": 3, "sha256": sha256, "url": url})
    }

    #[test]
    fn files_are_found_at_every_depth_and_counted_once() {
        let mut withheld = a_file();
        withheld["title"] = Value::Null;
        let mut other = a_file();
        other["id"] = json!("0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12");
        let record = json!({
            "meeting": {"attachments": [a_file()]},
            "questions": [{"attachments": []}, {"responses": [{"attachments": [withheld, other]}]}],
        });
        let places: Vec<String> = named_at(&record).into_iter().map(|(at, _)| at).collect();
        assert_eq!(
            places,
            ["/meeting/attachments/0", "/questions/1/responses/0/attachments/0", "/questions/1/responses/0/attachments/1"]
        );
        let files = named_in(&record);
        assert_eq!(files.iter().map(|file| file.title.as_deref()).collect::<Vec<_>>(), [Some("A.csv"), Some("A.csv")]);
        assert_eq!(files.iter().map(|file| file.id.as_str()).collect::<Vec<_>>(), [ID, &ID.replace("11", "12")]);
    }

    #[test]
    fn what_is_no_file_is_none() {
        for (member, value) in [
            ("id", json!("../../etc/passwd")),
            ("id", Value::Null),
            ("sha256", json!("ab")),
            ("sha256", Value::Null),
            ("media_type", json!("text/html")),
            ("bytes", json!(0)),
            ("bytes", json!("3")),
        ] {
            let mut file = a_file();
            file[member] = value.clone();
            assert_eq!(named_in(&json!({"attachments": [file]})), Vec::new(), "{member} {value}");
        }
        assert_eq!(named_in(&json!({"papers": [a_file()], "attachments": a_file()})), Vec::new());
        assert_eq!(named_in(&json!({"attachments": null})), Vec::new());
    }
}
