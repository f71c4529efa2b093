use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, recommendation_sets, row, row_about};

const STATUSES: &[&str] = &["in_draft_set", "open", "claimed_complete", "verified", "not_accepted"];

const FORCE: &str = "to the force";
const BODY: &str = "to the body";

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/recommendations", NONE),
        row("GET /v1/recommendation-sets/{id}/recommendations", recommendation_sets::STATUSES),
        row("POST /v1/recommendation-sets/{id}/recommendations", recommendation_sets::STATUSES),
        row_about("GET /v1/recommendations/{id}", FORCE, STATUSES),
        row_about("PATCH /v1/recommendations/{id}", FORCE, STATUSES),
        row_about("DELETE /v1/recommendations/{id}", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/respond", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/claim", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/verify", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/reject", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/not-accept", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/extend", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/take-back-claim", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/take-back-rejection", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/reopen", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/take-back-extension", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/escalate", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/take-back-escalation", FORCE, STATUSES),
        row_about("POST /v1/recommendations/{id}/respond", BODY, STATUSES),
        row_about("POST /v1/recommendations/{id}/claim", BODY, STATUSES),
        row_about("POST /v1/recommendations/{id}/verify", BODY, STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/recommendation-sets/") {
            return set.app.recommendation_set_in(&set.stage, status).await;
        }
        let addressed_to = if row.about == BODY { "body" } else { "force" };
        set.app.recommendation_in(&set.stage, addressed_to, status).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/recommendation-sets/{id}/recommendations" => {
                json!({"printed_number": "1", "text": "Train every handler again.", "addressed_to": "force"})
            }
            "PATCH /v1/recommendations/{id}" => json!({"printed_number": "3a"}),
            "POST /v1/recommendations/{id}/respond" => json!({"kind": "action_taken", "text": "A vet now visits each quarter."}),
            "POST /v1/recommendations/{id}/claim" => json!({"evidence": "The inspection log."}),
            "POST /v1/recommendations/{id}/verify" => json!({}),
            "POST /v1/recommendations/{id}/reject"
            | "POST /v1/recommendations/{id}/not-accept"
            | "POST /v1/recommendations/{id}/take-back-claim"
            | "POST /v1/recommendations/{id}/take-back-rejection"
            | "POST /v1/recommendations/{id}/reopen"
            | "POST /v1/recommendations/{id}/take-back-extension"
            | "POST /v1/recommendations/{id}/take-back-escalation" => reason(),
            "POST /v1/recommendations/{id}/escalate" => json!({"to": "hmicfrs", "reason": "A month late."}),
            "POST /v1/recommendations/{id}/extend" => json!({"due_on": "2019-03-31", "reason": "The building work ends then."}),
            other => panic!("no body for {other}"),
        }
    }
}
