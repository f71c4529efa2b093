//! Findings: shared words stay unless they are corrected, and none is confirmed over the head of the force.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const FINDINGS: Kind = Kind {
    collection: "findings",
    acts: &["edit", "delete", "share", "comment", "rate", "confirm", "correct", "reopen", "unshare"],
    create,
    body,
    holds,
    told,
};

#[expect(clippy::unnecessary_wraps, reason = "the signature of every kind")]
fn create(world: &World, dice: &Dice) -> Option<(String, Value)> {
    let kind = dice.of(&["finding", "commendation", "acknowledged_failing"]);
    let finding = json!({"text": "The backlog has grown.", "kind": kind, "priority_ids": [world.stage.priority]});
    Some(("/v1/findings".into(), finding))
}

fn body(world: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"text": dice.of(&["The backlog has grown since December.", "It has not shrunk."])}),
        "share" => json!({"comment_days": 7}),
        "comment" if dice.coin => json!({"no_comment": true}),
        "comment" => json!({"text": "By how much is not said."}),
        "rate" => {
            let grade = json!({"scale_id": world.scale, "label": dice.of(&["Fully assured", "Not assured"])});
            json!({"performance": grade, "plan": null, "reason": "Three months of growth."})
        }
        "confirm" => json!({}),
        "correct" => json!({"text": dice.of(&["It grew.", "It grew by a tenth."]), "reason": "Put more exactly."}),
        _ => json!({"reason": "It has to be so."}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    if before["status"] != "draft" && act != "correct" {
        assert_eq!(after["text"], before["text"], "{act} changed the words");
    }
    if before["status"] == "confirmed" && act != "reopen" {
        assert_eq!((&after["status"], &after["ratings"]), (&before["status"], &before["ratings"]), "{act} changed what stands");
    }
    assert!(before["reference"].is_null() || after["reference"] == before["reference"], "{act} changed the reference");
}

/// The clock stands still: no window ends, so the force must have spoken since the words were last changed.
fn told(trail: &[Value]) {
    let mut spoken = false;
    for entry in trail {
        match entry["act"].as_str() {
            Some("comment") => spoken = true,
            Some("share" | "correct") if entry["to_status"] == "shared" => spoken = false,
            Some("confirm") => assert!(spoken, "confirmed before the force has spoken: {trail:#?}"),
            _ => {}
        }
    }
}
