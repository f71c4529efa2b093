//! Responses: submitting locks their words.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const RESPONSES: Kind = Kind {
    collection: "responses",
    acts: &["edit", "delete", "submit", "accept", "return", "correct", "reinstate"],
    create,
    body,
    holds,
    told: |_| {},
};

fn create(world: &World, dice: &Dice) -> Option<(String, Value)> {
    let questions = world.paths("questions");
    if questions.is_empty() {
        return None;
    }
    let body = json!({"text": "Forty, and falling.", "holding": dice.coin, "speakers": [{"capacity": "ACC"}]});
    Some((format!("{}/responses", dice.pick.get(questions)), body))
}

fn body(_: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"text": dice.of(&["Thirty.", "Twenty, and falling."])}),
        "submit" | "accept" => json!({}),
        "correct" => json!({"text": "Forty-one, and falling.", "reason": "Counted again."}),
        _ => json!({"reason": "Half of it is missing."}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    if before["status"] != "draft" && act != "correct" {
        assert_eq!(after["text"], before["text"], "{act} changed the words");
        assert_eq!(after["question_revision"], before["question_revision"], "{act} changed what is answered");
    }
}
