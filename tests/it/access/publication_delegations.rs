use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, row};
use crate::support::TestApp;

const STATUSES: &[&str] = &["active", "revoked"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/publication-delegations", NONE),
        row("POST /v1/publication-delegations", NONE),
        row("GET /v1/publication-delegations/{id}", STATUSES),
        row("POST /v1/publication-delegations/{id}/revoke", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.delegation_in(status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/publication-delegations" => set.app.delegation(),
            "POST /v1/publication-delegations/{id}/revoke" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}

impl TestApp {
    fn delegation(&self) -> Value {
        json!({"user_id": self.person("opcc").id, "reason": "The PCC is away in February."})
    }

    /// A delegation to the office in `status`; its path.
    pub async fn delegation_in(&self, status: &str) -> String {
        let path = self.pcc().create("/v1/publication-delegations", &self.delegation()).await;
        if status == "revoked" {
            self.pcc().act(&path, "revoke", &json!({"reason": "The PCC is back."})).await.expect(200);
        }
        path
    }
}
