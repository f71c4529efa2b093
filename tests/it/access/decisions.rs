use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, row};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: &[&str] = &["draft", "taken", "revoked"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/decisions", NONE),
        row("POST /v1/decisions", NONE),
        row("GET /v1/decisions/{id}", STATUSES),
        row("PATCH /v1/decisions/{id}", STATUSES),
        row("DELETE /v1/decisions/{id}", STATUSES),
        row("POST /v1/decisions/{id}/take", STATUSES),
        row("POST /v1/decisions/{id}/correct", STATUSES),
        row("POST /v1/decisions/{id}/revoke", STATUSES),
        row("POST /v1/decisions/{id}/reinstate", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.decision_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/decisions" => decision(&set.stage),
            "PATCH /v1/decisions/{id}" => json!({"reasons": "The load has grown."}),
            "POST /v1/decisions/{id}/take" => json!({}),
            "POST /v1/decisions/{id}/correct" => {
                json!({"text": "More for the estate of the unit.", "reasons": "The load has grown.", "reason": "Clearer."})
            }
            "POST /v1/decisions/{id}/revoke" | "POST /v1/decisions/{id}/reinstate" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}

/// A decision as the office would draft it.
pub fn decision(stage: &Stage) -> Value {
    json!({
        "text": "The estate of the unit gets a further sum.", "reasons": "Its power supply must not fail.",
        "made_by": {"name": "A. Commissioner", "capacity": "PCC"}, "topic_id": stage.topic, "priority_ids": [stage.priority],
        "meeting_id": stage.meeting, "significant_public_interest": true,
        "significant_public_interest_reason": "It is a large sum.",
    })
}

impl TestApp {
    /// A decision in `status`; its path.
    pub async fn decision_in(&self, stage: &Stage, status: &str) -> String {
        let path = self.opcc().create("/v1/decisions", &decision(stage)).await;
        if status != "draft" {
            self.pcc().act(&path, "take", &json!({})).await.expect(200);
        }
        if status == "revoked" {
            self.pcc().act(&path, "revoke", &json!({"reason": "The supplier is gone."})).await.expect(200);
        }
        path
    }
}
