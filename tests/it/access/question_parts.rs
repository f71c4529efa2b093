use serde_json::{Value, json};

use super::{Row, Set, Slice, questions, row};
use crate::support::TestApp;
use crate::support::stage::Stage;

/// Of the question.
const STATUSES: &[&str] = &["draft", "put", "answered", "returned", "closed", "withdrawn"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/questions/{id}/parts", questions::STATUSES),
        row("POST /v1/questions/{id}/parts", questions::STATUSES),
        row("GET /v1/question-parts/{id}", STATUSES),
        row("PATCH /v1/question-parts/{id}", STATUSES),
        row("DELETE /v1/question-parts/{id}", STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/questions/") {
            return set.app.question_in(&set.stage, status).await;
        }
        let question = set.app.parted_in(&set.stage, status).await;
        let parts = set.app.opcc().get(&question).await.expect(200);
        format!("/v1/question-parts/{}", parts.str("/parts/0/id"))
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/questions/{id}/parts" => json!({"printed_number": "3", "text": "And who pays?"}),
            "PATCH /v1/question-parts/{id}" => json!({"text": "And who pays for it?"}),
            other => panic!("no body for {other}"),
        }
    }
}

impl TestApp {
    /// A question of two parts in `status`; its path.
    pub async fn parted_in(&self, stage: &Stage, status: &str) -> String {
        let mut question = stage.question("How does the model work?");
        question["parts"] = json!([
            {"printed_number": "1", "text": "What is it in the north, and what in the south?"},
            {"printed_number": "2", "text": "Who may refer victims to it?"},
        ]);
        let path = self.opcc().create("/v1/questions", &question).await;
        if status == "withdrawn" {
            self.pcc().act(&path, "withdraw", &json!({"reason": "Overtaken by events."})).await.expect(200);
        }
        if ["draft", "withdrawn"].contains(&status) {
            return path;
        }
        self.pcc().act(&path, "put", &json!({})).await.expect(200);
        if status == "put" {
            return path;
        }
        self.response_to(&path, "submitted").await;
        match status {
            "answered" => {}
            "returned" => drop(self.pcc().act(&path, "return", &json!({"reason": "Half of it."})).await.expect(200)),
            "closed" => {
                let parts = self.judged_parts(&path, &["answered", "not_answered"]).await;
                self.opcc().act(&path, "close", &json!({"parts": parts})).await.expect(200);
            }
            other => panic!("no question gets to be {other}"),
        }
        path
    }

    /// Judgements of the parts of a question, in their order.
    pub async fn judged_parts(&self, question: &str, outcomes: &[&str]) -> Value {
        let seen = self.opcc().get(question).await.expect(200);
        let parts = seen.json["parts"].as_array().expect("parts").iter().zip(outcomes);
        let judged = parts.map(|(part, outcome)| json!({"part_id": part["id"], "outcome": outcome, "reason": "As heard."}));
        judged.collect()
    }
}
