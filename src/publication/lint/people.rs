//! Warnings about who was there.

use serde_json::Value;

use super::texts::{list, text, warning};
use crate::editions::model::Warning;

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether two lines speak of the same person: by name, or by capacity when a name is missing.
fn is_same(one: &Value, other: &Value) -> bool {
    let same = |member: &str| match (text(one, member), text(other, member)) {
        (Some(one), Some(other)) => Some(folded(one) == folded(other)),
        _ => None,
    };
    same("name").or_else(|| same("capacity")).unwrap_or(false)
}

fn attended(line: &Value) -> Option<&str> {
    text(line, "attended")
}

/// Nobody is present and in the apologies.
pub fn present_and_apologies(record: &Value, warnings: &mut Vec<Warning>) {
    let attendance = list(record, "/meeting/attendance");
    for (index, line) in attendance.iter().enumerate().filter(|(_, line)| attended(line) == Some("apologies")) {
        if attendance.iter().any(|other| attended(other) == Some("present") && is_same(line, other)) {
            let pointer = format!("/meeting/attendance/{index}");
            warnings.push(warning("present_and_apologies", pointer, "is present and in the apologies"));
        }
    }
}

/// Who owns an action was there when it was set.
pub fn absent_owners(record: &Value, warnings: &mut Vec<Warning>) {
    let attendance = list(record, "/meeting/attendance");
    let meeting = record.pointer("/meeting/id");
    let is_there = |owner: &Value, how: &str| attendance.iter().any(|line| attended(line) == Some(how) && is_same(owner, line));
    for (index, action) in list(record, "/actions").iter().enumerate() {
        if meeting.is_none() || action.get("meeting_id") != meeting {
            continue;
        }
        for (place, owner) in list(action, "/owners").iter().enumerate() {
            if is_there(owner, "apologies") && !is_there(owner, "present") {
                let pointer = format!("/actions/{index}/owners/{place}");
                warnings.push(warning("absent_owner", pointer, "owns this action and sent apologies to the meeting that set it"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn who_was_there() {
        let there = json!({"name": "A. Chief", "capacity": "CC", "attended": "present"});
        let away = json!({"name": "a.  chief", "capacity": "CC", "attended": "apologies"});
        let deputy = json!({"name": "B. Deputy", "capacity": "DCC", "attended": "apologies"});
        let acting = json!({"name": "C. Acting", "capacity": "DCC", "attended": "present"});
        for (attendance, owner, want) in [
            (json!([there, deputy]), json!({"capacity": "CC", "name": null}), vec![]),
            (json!([there, away]), json!({"capacity": "CC", "name": null}), vec!["present_and_apologies /meeting/attendance/1"]),
            (json!([there, deputy]), json!({"capacity": "DCC", "name": null}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there, deputy]), json!({"capacity": null, "name": "B. Deputy"}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there, deputy, acting]), json!({"capacity": "DCC", "name": null}), vec![]),
            (
                json!([there, deputy, acting]),
                json!({"capacity": "DCC", "name": "B. Deputy"}),
                vec!["absent_owner /actions/0/owners/0"],
            ),
        ] {
            let record = json!({
                "meeting": {"id": "m", "attendance": attendance},
                "actions": [{"meeting_id": "m", "owners": [owner]}, {"meeting_id": "n", "owners": [owner]}],
            });
            let mut warnings = Vec::new();
            present_and_apologies(&record, &mut warnings);
            absent_owners(&record, &mut warnings);
            let found: Vec<String> = warnings.iter().map(|one| format!("{} {}", one.code, one.pointer)).collect();
            assert_eq!(found, want, "{attendance} {owner}");
        }
    }
}
