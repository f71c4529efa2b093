//! Recommendations: nobody verifies what they have claimed.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const RECOMMENDATIONS: Kind = Kind {
    collection: "recommendations",
    acts: &["edit", "delete", "respond", "claim", "verify", "reject", "not-accept", "extend"],
    create,
    body,
    holds: |_, _, _| {},
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
        _ => json!({"reason": "It has to be so."}),
    }
}

fn told(trail: &[Value]) {
    let mut claimed_by = Value::Null;
    for entry in trail {
        match entry["act"].as_str() {
            Some("claim") => claimed_by = entry["actor_id"].clone(),
            Some("reject") => assert_ne!(entry["actor_id"], claimed_by, "claimed and rejected by one person: {trail:#?}"),
            Some("verify") => assert_ne!(entry["actor_id"], claimed_by, "claimed and verified by one person: {trail:#?}"),
            _ => {}
        }
    }
}
