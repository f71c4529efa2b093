//! Questions: once put, their words stay unless they are corrected, and then both wordings do.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const QUESTIONS: Kind = Kind {
    collection: "questions",
    acts: &[
        "edit",
        "delete",
        "put",
        "return",
        "judge",
        "close",
        "withdraw",
        "carry-forward",
        "correct",
        "take-back-judgement",
        "reopen",
    ],
    create,
    body,
    holds,
    told: |_| {},
};

#[expect(clippy::unnecessary_wraps, reason = "the signature of every kind")]
fn create(world: &World, dice: &Dice) -> Option<(String, Value)> {
    Some(("/v1/questions".into(), world.stage.question(dice.of(&["How many?", "Since when?", "What will it cost?"]))))
}

fn body(_: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"text": dice.of(&["How many are there?", "Since which day?"])}),
        "put" => json!({}),
        "judge" | "close" => {
            json!({"outcome": dice.of(&["answered", "part_answered", "not_answered", "declined"]), "reason": "Read twice."})
        }
        "correct" => json!({"text": dice.of(&["How many cases?", "Since which month?"]), "reason": "A word was missing."}),
        _ => json!({"reason": "It has to be so."}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    if before["put_on"].is_null() {
        return;
    }
    let wordings = |question: &Value| question["earlier_wordings"].as_array().map_or(0, Vec::len);
    if act == "correct" {
        assert_eq!(wordings(after), wordings(before) + 1, "{after}");
        assert_eq!(after["earlier_wordings"][wordings(before)]["text"], before["text"], "a wording is lost");
    } else {
        assert_eq!((&after["text"], wordings(after)), (&before["text"], wordings(before)), "{act} changed the words");
    }
    assert_eq!(after["put_on"], before["put_on"], "{act} moved the day");
    assert_eq!(after["reference"], before["reference"], "{act} changed the reference");
}

/// What a question must say of its answer, from what stands beside it.
pub fn answer_of(question: &Value) -> Value {
    let any = |list: &str, stands: fn(&Value) -> bool| question[list].as_array().expect("a list").iter().any(stands);
    let given = |one: &Value| ["submitted", "accepted"].map(Value::from).contains(&one["status"]);
    let answers: fn(&Value) -> bool =
        |one| ["submitted", "accepted"].map(Value::from).contains(&one["status"]) && one["holding"] == false;
    let replies: fn(&Value) -> bool =
        |one| one["status"] == "recorded" && !one["attribution"].is_null() && one["returned_on"].is_null();
    let stands = any("responses", answers) || any("exchanges", replies);
    match (question["status"].as_str().expect("a status"), &question["fate"]) {
        ("draft", _) => Value::Null,
        (_, Value::String(fate)) => json!(fate),
        (status, _) => {
            assert_eq!(status == "answered", stands, "{question:#}");
            let holding = question["responses"].as_array().expect("a list").iter().any(given);
            json!(if stands {
                "replied"
            } else if holding {
                "holding"
            } else {
                "awaiting"
            })
        }
    }
}
