//! Exchanges: what was recorded of a meeting stays readable as it was recorded.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const EXCHANGES: Kind =
    Kind { collection: "exchanges", acts: &["edit", "delete", "record", "correct"], create, body, holds, told: |_| {} };

#[expect(clippy::unnecessary_wraps, reason = "the signature of every kind")]
fn create(world: &World, dice: &Dice) -> Option<(String, Value)> {
    Some(("/v1/exchanges".into(), world.stage.exchange(dice.of(&["How sure are you?", "Who counts them?"]))))
}

fn body(_: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"reply": dice.of(&["Quite.", "By hand."])}),
        "record" => json!({}),
        _ => json!({"challenge": dice.of(&["How sure is he?", "Who counts?"]), "reason": "A slip."}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    if before["status"] == "recorded" && act != "correct" {
        assert_eq!((&after["challenge"], &after["reply"]), (&before["challenge"], &before["reply"]), "{act} changed the words");
    }
}
