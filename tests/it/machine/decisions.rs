//! Decisions: what was taken stays as it was worded, or both wordings do.

use serde_json::{Value, json};

use super::{Dice, Kind, World};
use crate::access::decisions::decision;

pub const DECISIONS: Kind = Kind {
    collection: "decisions",
    acts: &["edit", "delete", "take", "correct", "revoke", "reinstate"],
    create,
    body,
    holds,
    told: |_| {},
};

#[expect(clippy::unnecessary_wraps, reason = "the signature of every kind")]
fn create(world: &World, _: &Dice) -> Option<(String, Value)> {
    Some(("/v1/decisions".into(), decision(&world.stage)))
}

fn body(_: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"reasons": dice.of(&["The load has grown.", "The supply must not fail."])}),
        "take" => json!({}),
        "correct" => {
            json!({"text": dice.of(&["A further sum.", "A sum."]), "reasons": "The load has grown.", "reason": "Clearer."})
        }
        _ => json!({"reason": "The supplier is gone."}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    if before["status"] != "draft" {
        assert_eq!(after["reference"], before["reference"], "{act} changed the reference");
        if act != "correct" {
            assert_eq!((&after["text"], &after["reasons"]), (&before["text"], &before["reasons"]), "{act} changed the words");
        }
    }
}
