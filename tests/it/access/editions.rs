use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, reason, row};
use crate::support::TestApp;
use crate::support::stage::{Stage, despite};

const STATUSES: &[&str] = &["prepared", "approved", "published", "superseded", "withdrawn"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/editions", NONE),
        row("POST /v1/editions", NONE),
        row("GET /v1/editions/{id}", STATUSES),
        row("PATCH /v1/editions/{id}", STATUSES),
        row("DELETE /v1/editions/{id}", STATUSES),
        row("GET /v1/editions/{id}/preview", STATUSES),
        row("GET /v1/editions/{id}/withheld", STATUSES),
        row("POST /v1/editions/{id}/refresh", STATUSES),
        row("POST /v1/editions/{id}/approve", STATUSES),
        row("POST /v1/editions/{id}/recall", STATUSES),
        row("POST /v1/editions/{id}/mark-necessary", STATUSES),
        row("POST /v1/editions/{id}/publish", STATUSES),
        row("POST /v1/editions/{id}/withdraw", STATUSES),
        row("POST /v1/editions/{id}/erase-withheld", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.edition_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/editions" => {
                let question = set.app.question_in(&set.stage, "closed").await;
                json!({"kind": "question", "subject_id": id_of(&question)})
            }
            "PATCH /v1/editions/{id}" => json!({"change_note": "The outcome is added."}),
            "POST /v1/editions/{id}/withdraw" => json!({"explanation": "It was published too early."}),
            "POST /v1/editions/{id}/recall"
            | "POST /v1/editions/{id}/mark-necessary"
            | "POST /v1/editions/{id}/erase-withheld" => reason(),
            _ => json!({}),
        }
    }
}

impl TestApp {
    /// An edition of a question of its own in `status`; its path.
    pub async fn edition_in(&self, stage: &Stage, status: &str) -> String {
        let question = self.question_in(stage, "closed").await;
        let mut edition = json!({"kind": "question", "subject_id": id_of(&question)});
        let path = self.opcc().create("/v1/editions", &edition).await;
        if status == "prepared" {
            return path;
        }
        self.pcc().act(&path, "approve", &despite()).await.expect(200);
        if status == "approved" {
            return path;
        }
        self.opcc().act(&path, "publish", &json!({})).await.expect(200);
        if status == "withdrawn" {
            self.pcc().act(&path, "withdraw", &json!({"explanation": "It was published too early."})).await.expect(200);
        }
        if status == "superseded" {
            edition["significance"] = json!("minor");
            edition["change_note"] = json!("A word.");
            let next = self.opcc().create("/v1/editions", &edition).await;
            self.pcc().act(&next, "approve", &despite()).await.expect(200);
            self.opcc().act(&next, "publish", &json!({})).await.expect(200);
        }
        path
    }
}
