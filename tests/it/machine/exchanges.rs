//! Exchanges: what was recorded of a meeting stays readable as it was recorded.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const EXCHANGES: Kind = Kind {
    collection: "exchanges",
    acts: &["edit", "delete", "record", "correct", "void", "reinstate"],
    create,
    body,
    holds,
    told: |_| {},
};

/// Two of three are about a question; what was not put is refused.
#[expect(clippy::unnecessary_wraps, reason = "the signature of every kind")]
fn create(world: &World, dice: &Dice) -> Option<(String, Value)> {
    let mut exchange = world.stage.exchange(dice.of(&["How sure are you?", "Who counts them?"]));
    let questions = world.paths("questions");
    if let Some(question) = questions.get(dice.act.index(questions.len() * 3 / 2 + 1)) {
        exchange["question_id"] = json!(question.rsplit_once('/').expect("a path").1);
    }
    Some(("/v1/exchanges".into(), exchange))
}

fn body(_: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"reply": dice.of(&["Quite.", "By hand."])}),
        "record" => json!({}),
        "correct" if dice.coin => json!({"challenge": "How sure is he?", "reply": "Quite.", "reason": "A slip."}),
        "void" | "reinstate" => json!({"reason": "It was said elsewhere."}),
        _ => json!({"challenge": dice.of(&["How sure is he?", "Who counts?"]), "reason": "A slip."}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    if before["status"] == "recorded" && act != "correct" {
        assert_eq!((&after["challenge"], &after["reply"]), (&before["challenge"], &before["reply"]), "{act} changed the words");
    }
}
