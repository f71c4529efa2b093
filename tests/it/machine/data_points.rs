//! Data points: a figure that was submitted is never another one.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const DATA_POINTS: Kind =
    Kind { collection: "data_points", acts: &["edit", "delete", "submit"], create, body, holds, told: |_| {} };

#[expect(clippy::unnecessary_wraps, reason = "the signature of every kind")]
fn create(_: &World, dice: &Dice) -> Option<(String, Value)> {
    let value =
        if dice.coin { json!({"kind": "exact", "value": "893"}) } else { json!({"kind": "range", "low": "865", "high": "893"}) };
    Some(("/v1/data-points".into(), json!({"label": "Backlog", "value": value})))
}

fn body(_: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"caveat": dice.of(&["Counted by hand.", "Without the north."])}),
        _ => json!({}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    assert_eq!(after["value"], before["value"], "{act} changed the figure");
    if before["status"] != "draft" {
        assert_eq!(after["caveat"], before["caveat"], "{act} changed what was submitted");
    }
}
