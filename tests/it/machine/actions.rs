//! Actions: nobody claims and accepts the same one, and what is counted only grows, unless it is taken back.

use serde_json::{Value, json};

use super::{Dice, Kind, World};

pub const ACTIONS: Kind = Kind {
    collection: "actions",
    acts: &[
        "edit",
        "update",
        "start",
        "claim",
        "accept",
        "reject",
        "extend",
        "close-not-implemented",
        "check-outcome",
        "carry-forward",
        "supersede",
        "take-back-claim",
        "take-back-rejection",
        "take-back-check",
        "reopen",
        "void",
        "reinstate",
    ],
    create,
    body,
    holds,
    told,
};

#[expect(clippy::unnecessary_wraps, reason = "the signature of every kind")]
fn create(_: &World, dice: &Dice) -> Option<(String, Value)> {
    let side = dice.of(&["force", "body"]);
    let owner = if side == "force" { "CC" } else { "DPCC" };
    Some(("/v1/actions".into(), json!({"text": "Bring a plan.", "owner": owner, "owner_side": side, "due_on": "2019-02-13"})))
}

fn body(world: &World, dice: &Dice, act: &str) -> Value {
    match act {
        "edit" => json!({"condition": dice.of(&["For the whole cohort.", "With dates."])}),
        "update" => json!({"text": "Half of it is done."}),
        "start" | "accept" => json!({}),
        "claim" => json!({"evidence": "It was sent."}),
        "extend" => json!({"due_on": dice.of(&["2019-03-31", "2019-04-30", "2019-06-30"]), "reason": "A review ends then."}),
        "carry-forward" => json!({"meeting_id": world.stage.meeting, "note": "Half of it is done."}),
        "check-outcome" => json!({"result": dice.of(&["confirmed", "refuted"]), "reason": "Seen on site."}),
        "supersede" => {
            let other = dice.pick.get(world.paths("actions"));
            json!({"superseded_by": other.rsplit_once('/').expect("a path").1, "reason": "Covered by another."})
        }
        _ => json!({"reason": "It has to be so."}),
    }
}

fn holds(act: &str, before: &Value, after: &Value) {
    assert_eq!(after["reference"], before["reference"], "{act} changed the reference");
    for (counted, undone) in [("times_rejected", "take-back-rejection"), ("times_reopened", "take-back-check")] {
        let (then, now) = (before[counted].as_i64().expect(counted), after[counted].as_i64().expect(counted));
        let fits = now == then || now == then + 1 || (act == undone && now == then - 1);
        assert!(fits && now >= 0, "{act} made {then} {counted} to {now}");
    }
}

fn told(trail: &[Value]) {
    let mut claimed_by = Value::Null;
    for entry in trail {
        match entry["act"].as_str() {
            Some("claim") => claimed_by = entry["actor_id"].clone(),
            Some("accept") => assert_ne!(entry["actor_id"], claimed_by, "claimed and accepted by one person: {trail:#?}"),
            _ => {}
        }
    }
}
