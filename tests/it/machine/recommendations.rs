//! Recommendations: nobody verifies what they have claimed, and what is taken back is not counted.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const RECOMMENDATIONS: Kind = Kind {
    collection: "recommendations",
    acts: &[
        "edit",
        "delete",
        "respond",
        "claim",
        "take-back-claim",
        "verify",
        "reject",
        "take-back-rejection",
        "not-accept",
        "reopen",
        "extend",
        "take-back-extension",
        "escalate",
    ],
    create,
    body,
    holds,
    told,
};

fn create(world: &World, dice: &Dice) -> Option<(String, Value)> {
    // As many as the set counts.
    if world.paths("recommendations").len() >= 17 {
        return None;
    }
    let to = dice.of(&["force", "body", "both"]);
    let body = json!({"text": "Train every handler again.", "addressed_to": to, "due_on": "2019-03-31"});
    Some((format!("/v1/recommendation-sets/{}/recommendations", world.set), body))
}

fn body(_: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"printed_number": dice.of(&["3", "3a"])}),
        "respond" => {
            json!({"kind": dice.of(&["action_taken", "action_proposed", "no_action"]), "text": "A vet visits each quarter."})
        }
        "claim" => json!({"evidence": "The inspection log."}),
        "verify" => json!({}),
        "extend" => json!({"due_on": dice.of(&["2019-04-30", "2019-05-31"]), "reason": "The building work ends then."}),
        "escalate" => json!({"to": "hmicfrs", "reason": "Three months late."}),
        _ => json!({"reason": "It has to be so."}),
    }
}

/// What is counted follows from the acts, and the due date from the extensions that stand.
fn holds(act: &str, before: &Value, after: &Value) {
    let rejected = |one: &Value| one["times_rejected"].as_i64().expect("a number");
    let more = match act {
        "reject" => 1,
        "take-back-rejection" => -1,
        _ => 0,
    };
    assert_eq!(rejected(after), rejected(before) + more, "{act}");
    let all = |one: &Value| one["extensions"].as_array().expect("extensions").clone();
    let stands = |one: &&Value| one["taken_back"].is_null();
    if let Some(last) = all(after).iter().rev().find(stands) {
        assert_eq!(after["due_on"], last["to"], "{act}: {after:#}");
    } else if let Some(first) = all(after).first() {
        assert_eq!(after["due_on"], first["from"], "{act}: {after:#}");
    }
    assert!(all(after).len() >= all(before).len(), "{act}: an extension is lost");
}

fn told(trail: &[Value]) {
    let mut claimed_by = Value::Null;
    for entry in trail {
        match entry["act"].as_str() {
            Some("claim") => claimed_by = entry["actor_id"].clone(),
            Some("take-back-claim") => claimed_by = Value::Null,
            Some("reject" | "take-back-rejection") => {
                assert_ne!(entry["actor_id"], claimed_by, "claimed and rejected by one person: {trail:#?}");
            }
            Some("verify") => assert_ne!(entry["actor_id"], claimed_by, "claimed and verified by one person: {trail:#?}"),
            _ => {}
        }
    }
}
