//! The body of a message as the receiver gets it. Pure.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::foundation::error::ApiError;

/// The body of a message.
#[derive(Debug, Serialize, Deserialize)]
pub struct Message {
    #[serde(rename = "type")]
    event: String,
    timestamp: String,
    data: Value,
}

/// Returns the body of a stored message for a service at `base`. Stored links are relative, because the service may have another
/// address by the time a message is sent again; those of a receiver are absolute.
pub fn sent(payload: &str, base: &str) -> Result<Message, ApiError> {
    let mut message: Message = serde_json::from_str(payload)?;
    for (_, link) in message.data.get_mut("links").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Value::String(path) = link {
            path.insert_str(0, base);
        }
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_are_made_absolute() {
        let stored = r#"{"type":"question.put","timestamp":"2019-01-30T09:00:00Z","data":{"id":"a","links":{"self":"/v1/a"},"reference":"/v1/a"}}"#;
        let body = serde_json::to_string(&sent(stored, "https://record.example.org").expect("a message")).expect("JSON");
        assert_eq!(body, stored.replace("\"self\":\"/", "\"self\":\"https://record.example.org/"));
        let without = r#"{"type":"webhook.test","timestamp":"2019-01-30T09:00:00Z","data":null}"#;
        assert_eq!(serde_json::to_string(&sent(without, "https://a.example").expect("a message")).expect("JSON"), without);
    }
}
