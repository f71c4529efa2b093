//! Warnings about the files that an edition publishes: nobody redacts them, so somebody has to read them.

use serde_json::Value;

use super::texts::warning;
use crate::public::files::named::named_at;
use crate::public::records::PublishedFile;
use crate::publishing::editions::model::Warning;
use crate::record::evidence::attachments::model::MediaType;

/// Warns of each file that a redacted record names.
pub fn files(public: &Value, warnings: &mut Vec<Warning>) {
    for (at, file) in named_at(public) {
        let (name, size) = (name(&file), file.bytes);
        let kind = file.media_type.parse::<MediaType>().ok().and_then(|kind| kind.extensions().first().copied());
        let kind = kind.unwrap_or("unknown").to_uppercase();
        let detail =
            format!("this edition publishes the file {name} ({kind}, {size} bytes): its content is not redacted, read it first");
        warnings.push(warning("publishes_file", at, detail));
    }
}

fn name(file: &PublishedFile) -> String {
    file.title.as_ref().map_or_else(|| format!("{}, whose title is withheld", file.id), |title| format!("{title:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_file_is_named() {
        let file = |title: Value| {
            json!({
                "id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "title": title, "media_type": "application/pdf", "bytes": 48213,
                "sha256": "ab".repeat(32), "url": "/public/v1/files/x",
            })
        };
        let record = json!({"question": {"attachments": [file(json!("Backlog.pdf")), file(Value::Null)]}, "actions": []});
        let mut warnings = Vec::new();
        files(&record, &mut warnings);
        let found: Vec<String> = warnings.iter().map(|one| format!("{} {} {}", one.code, one.pointer, one.detail)).collect();
        let rest = "its content is not redacted, read it first";
        assert_eq!(
            found,
            [
                format!(
                    "publishes_file /question/attachments/0 this edition publishes the file \"Backlog.pdf\" (PDF, 48213 bytes): \
                     {rest}"
                ),
                format!(
                    "publishes_file /question/attachments/1 this edition publishes the file 0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11, \
                     whose title is withheld (PDF, 48213 bytes): {rest}"
                ),
            ]
        );
    }
}
