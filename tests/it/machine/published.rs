//! Whatever they did: what is published says of the record what the record says of itself, member by member, and nothing else is.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::World;
use crate::support::stage::despite;

/// The public lists, the collections of the working record, and what of those is published.
const LISTS: [(&str, &str, &[&str]); 6] = [
    ("questions", "questions", &["put", "answered", "returned", "closed", "withdrawn"]),
    ("exchanges", "exchanges", &["recorded"]),
    ("findings", "findings", &["confirmed"]),
    ("decisions", "decisions", &["taken", "revoked"]),
    ("actions", "actions", &["open", "in_progress", "claimed_complete", "accepted", "closed_not_implemented", "superseded"]),
    ("figures", "data-points", &["submitted", "superseded"]),
];

/// Members that say something of the publication, or for which the machine makes nothing.
const OF_THE_EDITION: [&str; 4] = ["edition", "licence", "withheld", "attachments"];

/// Members under another name in the working record. A day there may be an instant, of which the public reads the day.
const ELSEWHERE: [(&str, &[&str]); 7] = [
    ("on", &["on", "judged_on", "given_on", "made_on", "claimed_at", "checked_at", "rated_at", "reopened_on", "created_at"]),
    ("judged_on", &["judged_at"]),
    ("replaced_on", &["replaced_at"]),
    ("comments_due_on", &["comment_due_on"]),
    ("outcome", &["outcome", "fate"]),
    ("kind", &["kind", "standing"]),
    ("priorities", &["priority_ids"]),
];

/// Names of accounts in the working record: the public reads the office that did it, never who typed.
const ACCOUNTS: [&str; 8] = ["claimed_by", "judged_by", "checked_by", "rated_by", "author", "by", "replaced_by", "reopened_by"];

impl World {
    /// Publishes the meeting and the action log, and holds every public list against the working record.
    pub async fn published_is_true(&self) {
        let mut subjects = vec![("meeting_record", self.stage.meeting.clone())];
        if !self.paths("actions").is_empty() {
            subjects.push(("action_log", "west-mercia".to_owned()));
        }
        for (kind, subject) in subjects {
            let edition = self.app.opcc().create("/v1/editions", &json!({"kind": kind, "subject_id": subject})).await;
            self.app.pcc().act(&edition, "approve", &despite()).await.expect(200);
            self.app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
        }
        let mut faults = Vec::new();
        for (list, collection, statuses) in LISTS {
            let public = self.app.nobody().all(&format!("/public/v1/{list}?limit=200")).await;
            let whole = if list == "questions" { "&include=responses,exchanges,actions,findings,judgements" } else { "" };
            let mut expected = BTreeSet::new();
            for staff in self.app.pcc().all(&format!("/v1/{collection}?limit=200{whole}")).await {
                let status = staff["status"].as_str().expect("a status");
                let is_here = list == "actions" || staff["meeting_id"] == json!(self.stage.meeting);
                let was_put = list != "questions" || !staff["put_on"].is_null();
                if statuses.contains(&status) && is_here && was_put {
                    expected.insert(staff["id"].to_string());
                }
                let Some(one) = public.iter().find(|one| one["id"] == staff["id"]) else { continue };
                let staff = match list {
                    "questions" => staff,
                    _ => self.app.pcc().get(&format!("/v1/{collection}/{}", staff["id"].as_str().expect("an id"))).await.json,
                };
                members(&format!("{list}/{}", one["id"]), one, &staff, &mut faults);
            }
            let listed: BTreeSet<String> = public.iter().map(|one| one["id"].to_string()).collect();
            if listed != expected {
                faults.push(format!("{list}: {listed:?} are public and not {expected:?}"));
            }
        }
        faults.sort();
        faults.dedup();
        assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(25)].join("\n"));
    }
}

fn is_link(value: &Value) -> bool {
    value.get("url").is_some() && value.get("title").is_some()
}

fn is_person(value: &Value) -> bool {
    value.get("capacity").is_some() && value.get("side").is_some()
}

/// Holds each member of a published object against the working record's.
fn members(at: &str, public: &Value, staff: &Value, faults: &mut Vec<String>) {
    for (name, value) in public.as_object().expect("an object") {
        let at = format!("{at}/{name}");
        if OF_THE_EDITION.contains(&name.as_str()) || name == "on_behalf_of" {
            continue;
        }
        // What the public cannot see is no link for it: a question that carries this one forward may be a draft.
        if name == "carried_forward_to" && value.is_null() {
            continue;
        }
        match candidates(name, staff.as_object().unwrap_or(&Map::new())) {
            found if found.is_empty() => derived(&at, name, value, staff, faults),
            found => {
                let mut why = Vec::new();
                if !found.iter().any(|(other, theirs)| same(other, value, theirs, &mut why, &at)) {
                    faults.push(format!("{at}: {value} and not {} {}", found[0].1, why.join("; ")));
                }
            }
        }
    }
}

/// What the working record has for a member, under its own name or another.
fn candidates(name: &str, staff: &Map<String, Value>) -> Vec<(String, Value)> {
    let other = ELSEWHERE.iter().find(|(own, _)| *own == name).map_or(&[][..], |(_, names)| names);
    let own = [name.to_owned(), format!("{name}_id"), format!("{name}_ids")];
    let names = own.into_iter().chain(other.iter().map(|name| (*name).to_owned()));
    let mut found: Vec<(String, Value)> = Vec::new();
    for name in names {
        if let Some(value) = staff.get(&name)
            && !found.iter().any(|(known, _)| *known == name)
        {
            found.push((name, value.clone()));
        }
    }
    if found.is_empty() && name == "by" {
        found.extend(ACCOUNTS.iter().filter_map(|name| Some(((*name).to_owned(), staff.get(*name)?.clone()))));
    }
    found
}

/// True when a published value says what the working record says.
fn same(name: &str, public: &Value, staff: &Value, why: &mut Vec<String>, at: &str) -> bool {
    if public == staff {
        return true;
    }
    if let (Some(public), Some(staff)) = (public.as_array(), staff.as_array()) {
        let staff = published_of(public, staff);
        return public.len() == staff.len() && public.iter().zip(staff).all(|(public, staff)| same(name, public, staff, why, at));
    }
    if is_link(public) {
        return public["id"] == *staff || public["id"] == staff["id"];
    }
    if is_person(public) {
        let (given, capacity) = (&public["name"], &public["capacity"]);
        return match staff {
            Value::String(account) if ACCOUNTS.contains(&name) => given != &json!(account),
            // One text names a person or an office.
            Value::String(text) => [given, capacity].contains(&&json!(text)) || given.is_null(),
            staff => (given.is_null() || *given == staff["name"]) && *capacity == staff["capacity"],
        };
    }
    match (public, staff) {
        (Value::String(day), Value::String(instant)) => instant.starts_with(day.as_str()) && day.len() == 10,
        (Value::String(text), Value::Object(part)) => part.get("text").and_then(Value::as_str) == Some(text),
        (Value::Object(_), Value::Object(_)) => {
            let mut faults = Vec::new();
            members(at, public, staff, &mut faults);
            why.extend(faults.iter().cloned());
            faults.is_empty()
        }
        _ => false,
    }
}

/// Of the records that staff see in a list, those that the public list has too; every other list is compared as it is.
fn published_of<'a>(public: &[Value], staff: &'a [Value]) -> Vec<&'a Value> {
    let is_draft = |one: &Value| ["draft", "shared", "returned"].map(Value::from).contains(&one["status"]);
    // Not every published record says its status: an exchange that is public has only one.
    let are_records = staff.iter().all(|one| one["id"].is_string() && one.get("status").is_some());
    staff.iter().filter(|one| !are_records || !is_draft(one) || public.iter().any(|own| own["id"] == one["id"])).collect()
}

/// Members that the working record does not have as such.
fn derived(at: &str, name: &str, value: &Value, staff: &Value, faults: &mut Vec<String>) {
    let fits = match name {
        // The words of a move are in the entries of its deadline.
        "text" => at.contains("/moves"),
        // Of a question: its day, and how often it was moved.
        "deadline" => value["due_on"] == staff["due_on"],
        "first_due_on" | "first_due_text" => true,
        // Figures and actions that belong to it are held against the record in their own lists.
        "data_points" | "actions" => value.is_array(),
        "record" => value["id"] == staff["id"] || is_link(value),
        "side" => true,
        // What is void and was never published is not published.
        "void" => value.is_null(),
        "taken_back" => value.get("on").unwrap_or(&Value::Null) == &staff["taken_back_on"],
        "numerator" | "denominator" => true,
        _ => false,
    };
    if !fits {
        faults.push(format!("{at} is {value}, and the working record does not say so: {staff}"));
    }
}
