//! Warnings about attendance.

use serde_json::Value;

use super::texts::{list, text, warning};
use crate::publishing::capacity;
use crate::publishing::editions::model::Warning;
use crate::publishing::typeset::folded;

/// True when two lines refer to the same person: by name, or by capacity if a name is missing.
fn is_same(one: &Value, other: &Value) -> bool {
    let both = |member: &str, same: fn(&str, &str) -> bool| match (text(one, member), text(other, member)) {
        (Some(one), Some(other)) => Some(same(one, other)),
        _ => None,
    };
    both("name", |one, other| folded(one) == folded(other)).or_else(|| both("capacity", capacity::is_same)).unwrap_or(false)
}

/// Returns the persons that an owner refers to: "CC and DCC" are two.
fn persons(owner: &Value) -> Vec<Value> {
    match (text(owner, "name"), text(owner, "capacity")) {
        (None, Some(capacity)) => {
            if capacity::held(capacity).is_some_and(|held| !held.has_another) {
                return vec![owner.clone()];
            }
            let parts = capacity.split([',', '/', '&', ';']).flat_map(|part| part.split(" and ")).map(str::trim);
            let is_prefix = |part: &str| matches!(part.to_lowercase().as_str(), "t" | "a" | "");
            if parts.clone().any(is_prefix) {
                return vec![owner.clone()];
            }
            parts.map(|part| serde_json::json!({ "capacity": part })).collect()
        }
        _ => vec![owner.clone()],
    }
}

fn attended(line: &Value) -> Option<&str> {
    text(line, "attended")
}

/// Warns when somebody is both present and in the apologies.
pub fn present_and_apologies(record: &Value, warnings: &mut Vec<Warning>) {
    let attendance = list(record, "/meeting/attendance");
    for (index, line) in attendance.iter().enumerate().filter(|(_, line)| attended(line) == Some("apologies")) {
        if attendance.iter().any(|other| attended(other) == Some("present") && is_same(line, other)) {
            let pointer = format!("/meeting/attendance/{index}");
            warnings.push(warning("present_and_apologies", pointer, "is both present and in the apologies"));
        }
    }
}

/// Warns when the owner of an action was absent from the meeting that set it: in the apologies, or not in the attendance.
pub fn absent_owners(record: &Value, warnings: &mut Vec<Warning>) {
    let attendance = list(record, "/meeting/attendance");
    let meeting = record.pointer("/meeting/id").filter(|id| !id.is_null());
    let is_there = |owner: &Value, how: &str| attendance.iter().any(|line| attended(line) == Some(how) && is_same(owner, line));
    for (index, action) in list(record, "/actions").iter().enumerate() {
        if meeting.is_none() || action.pointer("/meeting/id") != meeting {
            continue;
        }
        for (place, owner) in list(action, "/owners").iter().enumerate() {
            let pointer = format!("/actions/{index}/owners/{place}");
            let is_whole = attendance.iter().any(|line| is_same(owner, line));
            let persons = if is_whole { vec![owner.clone()] } else { persons(owner) };
            let unknown = |person: &Value| !attendance.iter().any(|line| is_same(person, line));
            if persons.iter().any(|person| is_there(person, "apologies") && !is_there(person, "present")) {
                warnings.push(warning(
                    "absent_owner",
                    pointer,
                    "owns this action, but sent apologies to the meeting that set it",
                ));
            } else if !attendance.is_empty() && persons.iter().any(unknown) {
                let detail = "owns this action, but is not in the attendance of the meeting that set it";
                warnings.push(warning("absent_owner", pointer, detail));
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
        let fire = json!({"name": "D. Fire", "capacity": "Police, Fire & Crime Commissioner (PFCC)", "attended": "present"});
        let crime = json!({"name": "E. Crime", "capacity": "ACC Crime", "attended": "present"});
        for (attendance, owner, want) in [
            (json!([there, deputy]), json!({"capacity": "CC", "name": null}), vec![]),
            (json!([there, away]), json!({"capacity": "CC", "name": null}), vec!["present_and_apologies /meeting/attendance/1"]),
            (json!([there, deputy]), json!({"capacity": "DCC", "name": null}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there, deputy]), json!({"capacity": null, "name": "B. Deputy"}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there, deputy, acting]), json!({"capacity": "DCC", "name": null}), vec![]),
            (json!([there]), json!({"capacity": "ACC", "name": null}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there]), json!({"capacity": null, "name": "Z. Elsewhere"}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there]), json!({"capacity": "CC", "name": "Z. Elsewhere"}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([]), json!({"capacity": "ACC", "name": null}), vec![]),
            (json!([there]), json!({"capacity": "Temporary Chief Constable", "name": null}), vec![]),
            (json!([there]), json!({"capacity": "T/CC", "name": null}), vec![]),
            (json!([there]), json!({"capacity": "Chief Constable (CC)", "name": null}), vec![]),
            (json!([there]), json!({"capacity": "PA to the CC", "name": null}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([fire]), json!({"capacity": "PFCC", "name": null}), vec![]),
            (json!([fire]), json!({"capacity": "Police, Fire and Crime Commissioner", "name": null}), vec![]),
            (json!([crime]), json!({"capacity": "ACC", "name": null}), vec![]),
            (json!([crime]), json!({"capacity": "ACC Operations", "name": null}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there, acting]), json!({"capacity": "CC and DCC", "name": null}), vec![]),
            (json!([there]), json!({"capacity": "CC and DCC", "name": null}), vec!["absent_owner /actions/0/owners/0"]),
            (json!([there, deputy]), json!({"capacity": "CC/DCC", "name": null}), vec!["absent_owner /actions/0/owners/0"]),
            (
                json!([there, deputy, acting]),
                json!({"capacity": "DCC", "name": "B. Deputy"}),
                vec!["absent_owner /actions/0/owners/0"],
            ),
        ] {
            let record = json!({
                "meeting": {"id": "m", "attendance": attendance},
                "actions": [{"meeting": {"id": "m"}, "owners": [owner]}, {"meeting": {"id": "n"}, "owners": [owner]}],
            });
            let mut warnings = Vec::new();
            present_and_apologies(&record, &mut warnings);
            absent_owners(&record, &mut warnings);
            let found: Vec<String> = warnings.iter().map(|one| format!("{} {}", one.code, one.pointer)).collect();
            assert_eq!(found, want, "{attendance} {owner}");
        }
    }
}
