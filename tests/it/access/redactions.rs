use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, reason, row};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: &[&str] = &["active", "lifted", "erased"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/redactions", NONE),
        row("POST /v1/redactions", NONE),
        row("GET /v1/redactions/{id}", STATUSES),
        row("PATCH /v1/redactions/{id}", STATUSES),
        row("POST /v1/redactions/{id}/lift", STATUSES),
        row("POST /v1/redactions/{id}/erase", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.redaction_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/redactions" => redaction(&set.app.question_in(&set.stage, "put").await),
            "PATCH /v1/redactions/{id}" => json!({"review_on": "2022-01-30"}),
            "POST /v1/redactions/{id}/lift" | "POST /v1/redactions/{id}/erase" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}

fn redaction(question: &str) -> Value {
    json!({
        "resource": "questions", "resource_id": id_of(question), "field": "text", "span": "backlog", "reason": "foia_s31",
        "review_on": "2021-01-30",
    })
}

impl TestApp {
    /// A redaction of a question of its own in `status`; its path.
    pub async fn redaction_in(&self, stage: &Stage, status: &str) -> String {
        let question = self.question_in(stage, "put").await;
        let path = self.opcc().create("/v1/redactions", &redaction(&question)).await;
        if status != "active" {
            self.opcc().act(&path, "lift", &json!({"reason": "The case is closed."})).await.expect(200);
        }
        if status == "erased" {
            self.pcc().act(&path, "erase", &json!({"reason": "It was asked for."})).await.expect(200);
        }
        path
    }
}
