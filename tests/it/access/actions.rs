use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, reason, row};
use crate::support::stage::meeting;

const STATUSES: &[&str] =
    &["open", "in_progress", "claimed_complete", "accepted", "closed_not_implemented", "superseded", "void"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/actions", NONE),
        row("POST /v1/actions", NONE),
        row("GET /v1/actions/{id}", STATUSES),
        row("PATCH /v1/actions/{id}", STATUSES),
        row("POST /v1/actions/{id}/start", STATUSES),
        row("POST /v1/actions/{id}/claim", STATUSES),
        row("POST /v1/actions/{id}/accept", STATUSES),
        row("POST /v1/actions/{id}/reject", STATUSES),
        row("POST /v1/actions/{id}/extend", STATUSES),
        row("POST /v1/actions/{id}/carry-forward", STATUSES),
        row("POST /v1/actions/{id}/close-not-implemented", STATUSES),
        row("POST /v1/actions/{id}/check-outcome", STATUSES),
        row("POST /v1/actions/{id}/supersede", STATUSES),
        row("POST /v1/actions/{id}/take-back-claim", STATUSES),
        row("POST /v1/actions/{id}/reopen", STATUSES),
        row("POST /v1/actions/{id}/void", STATUSES),
        row("POST /v1/actions/{id}/reinstate", STATUSES),
        row("POST /v1/actions/{id}/take-back-rejection", STATUSES),
        row("POST /v1/actions/{id}/take-back-check", STATUSES),
        row("POST /v1/actions/{id}/take-back-carry-forward", STATUSES),
        row("POST /v1/actions/{id}/escalate", STATUSES),
        row("POST /v1/actions/{id}/take-back-escalation", STATUSES),
        row("GET /v1/actions/{id}/updates", STATUSES),
        row("POST /v1/actions/{id}/updates", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        if status == "void" {
            let action = set.app.action_in(&set.stage, "in_progress").await;
            set.app.pcc().act(&action, "void", &reason()).await.expect(200);
            return action;
        }
        if status != "superseded" {
            return set.app.action_in(&set.stage, status).await;
        }
        let action = set.app.action_in(&set.stage, "open").await;
        set.app.pcc().act(&action, "supersede", &by_another(set).await).await.expect(200);
        action
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/actions" => json!({"text": "Bring a plan.", "owner": "CC", "owner_side": "force"}),
            "PATCH /v1/actions/{id}" => json!({"condition": "For the whole cohort."}),
            "POST /v1/actions/{id}/start" | "POST /v1/actions/{id}/accept" => json!({}),
            "POST /v1/actions/{id}/claim" => json!({"evidence": "The plan was sent."}),
            "POST /v1/actions/{id}/reject"
            | "POST /v1/actions/{id}/close-not-implemented"
            | "POST /v1/actions/{id}/take-back-claim"
            | "POST /v1/actions/{id}/reopen"
            | "POST /v1/actions/{id}/void"
            | "POST /v1/actions/{id}/reinstate"
            | "POST /v1/actions/{id}/take-back-rejection"
            | "POST /v1/actions/{id}/take-back-check"
            | "POST /v1/actions/{id}/take-back-escalation" => reason(),
            "POST /v1/actions/{id}/take-back-carry-forward" => json!({"meeting_id": set.stage.meeting, "reason": "A slip."}),
            "POST /v1/actions/{id}/escalate" => json!({"to": "hmicfrs", "reason": "Three months late."}),
            "POST /v1/actions/{id}/extend" => json!({"due_on": "2019-03-31", "reason": "A review ends then."}),
            "POST /v1/actions/{id}/carry-forward" => json!({"meeting_id": later_meeting(set).await}),
            "POST /v1/actions/{id}/check-outcome" => json!({"result": "confirmed", "reason": "It holds."}),
            "POST /v1/actions/{id}/supersede" => by_another(set).await,
            "POST /v1/actions/{id}/updates" => json!({"text": "Half of it is done."}),
            other => panic!("no body for {other}"),
        }
    }
}

async fn later_meeting(set: &Set) -> String {
    let later = meeting(&set.stage.body, &format!("Thematic meeting {}", set.number()), "2019-03-26");
    id_of(&set.app.opcc().create("/v1/meetings", &later).await).to_owned()
}

async fn by_another(set: &Set) -> Value {
    let other = set.app.action_in(&set.stage, "open").await;
    json!({"superseded_by": id_of(&other), "reason": "Covered by another."})
}
