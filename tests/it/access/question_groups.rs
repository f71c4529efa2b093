use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};
use crate::support::TestApp;
use crate::support::stage::Stage;

/// `put`: a question of it was.
const STATUSES: &[&str] = &["draft", "put"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/question-groups", NONE),
        row("POST /v1/question-groups", NONE),
        row("GET /v1/question-groups/{id}", STATUSES),
        row("PATCH /v1/question-groups/{id}", STATUSES),
        row("DELETE /v1/question-groups/{id}", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.group_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/question-groups" => json!({"title": "Outcomes of the reviews", "meeting_id": set.stage.meeting}),
            "PATCH /v1/question-groups/{id}" => json!({"context": "Since August."}),
            other => panic!("no body for {other}"),
        }
    }
}

impl TestApp {
    /// A group without questions, or with one that was put; its path.
    pub async fn group_in(&self, stage: &Stage, status: &str) -> String {
        let group = json!({"title": "Outcomes of the reviews", "context": "The aims were held against the size of the teams."});
        let path = self.opcc().create("/v1/question-groups", &group).await;
        if status == "put" {
            let mut question = stage.question("What came of it?");
            question["group_id"] = json!(path.rsplit_once('/').expect("a path").1);
            let question = self.opcc().create("/v1/questions", &question).await;
            self.pcc().act(&question, "put", &json!({})).await.expect(200);
        }
        path
    }
}
