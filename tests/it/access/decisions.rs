use serde_json::{Value, json};

use super::{NONE, RESTRICTED, Row, Set, Slice, reason, row, row_about};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: &[&str] = &["draft", "taken", "revoked"];

/// `restricted`: by the office, to itself; `restricted_by_pcc`: so that the office does not read it.
const OF_FEW: &[&str] = &["draft", "restricted", "restricted_by_pcc", "taken"];

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
        row_about("GET /v1/decisions/{id}", RESTRICTED, OF_FEW),
        row_about("PATCH /v1/decisions/{id}", RESTRICTED, OF_FEW),
        row_about("POST /v1/decisions/{id}/take", RESTRICTED, OF_FEW),
        row_about("POST /v1/decisions/{id}/restrict", RESTRICTED, OF_FEW),
        row_about("POST /v1/decisions/{id}/unrestrict", RESTRICTED, OF_FEW),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        match status {
            "restricted" | "restricted_by_pcc" => {
                let path = set.app.decision_in(&set.stage, "draft").await;
                set.restricted(path, if status == "restricted" { "opcc" } else { "pcc" }).await
            }
            status => set.app.decision_in(&set.stage, status).await,
        }
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
            "POST /v1/decisions/{id}/restrict" | "POST /v1/decisions/{id}/unrestrict" => reason(),
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
