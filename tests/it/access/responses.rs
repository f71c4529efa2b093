use serde_json::{Value, json};

use super::{Row, Set, Slice, questions, reason, row, row_about};

const STATUSES: &[&str] = &["draft", "submitted", "accepted", "returned"];

/// An oral response is taken down by the office; every other one is written by the force.
const RECORDED: &str = "recorded by the office";

/// `restricted`: to whoever drafted it.
const OF_FEW: &[&str] = &["draft", "restricted", "submitted"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/questions/{id}/responses", questions::STATUSES),
        row("POST /v1/questions/{id}/responses", questions::STATUSES),
        row("GET /v1/responses/{id}", STATUSES),
        row("PATCH /v1/responses/{id}", STATUSES),
        row("DELETE /v1/responses/{id}", STATUSES),
        row("POST /v1/responses/{id}/submit", STATUSES),
        row("POST /v1/responses/{id}/accept", STATUSES),
        row("POST /v1/responses/{id}/return", STATUSES),
        row("POST /v1/responses/{id}/correct", STATUSES),
        row("POST /v1/responses/{id}/reinstate", STATUSES),
        row("POST /v1/responses/{id}/restrict", OF_FEW),
        row("POST /v1/responses/{id}/unrestrict", OF_FEW),
        row_about("POST /v1/responses/{id}/restrict", RECORDED, OF_FEW),
        row_about("POST /v1/responses/{id}/unrestrict", RECORDED, OF_FEW),
        row_about("GET /v1/responses/{id}", RECORDED, STATUSES),
        row_about("PATCH /v1/responses/{id}", RECORDED, STATUSES),
        row_about("DELETE /v1/responses/{id}", RECORDED, STATUSES),
        row_about("POST /v1/responses/{id}/submit", RECORDED, STATUSES),
        row_about("POST /v1/responses/{id}/accept", RECORDED, STATUSES),
        row_about("POST /v1/responses/{id}/return", RECORDED, STATUSES),
        row_about("POST /v1/responses/{id}/correct", RECORDED, STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/questions/") {
            return set.app.question_in(&set.stage, status).await;
        }
        let question = set.app.question_in(&set.stage, "put").await;
        let (stage, who) =
            (if status == "restricted" { "draft" } else { status }, if row.about == RECORDED { "opcc" } else { "force" });
        let path = match who {
            "opcc" => recorded(set, &question, stage).await,
            _ => set.app.response_to(&question, stage).await,
        };
        if status == "restricted" { set.restricted(path, who).await } else { path }
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/questions/{id}/responses" => json!({"text": "Because."}),
            "PATCH /v1/responses/{id}" => json!({"text": "Because of that."}),
            "POST /v1/responses/{id}/submit" | "POST /v1/responses/{id}/accept" => json!({}),
            "POST /v1/responses/{id}/restrict" | "POST /v1/responses/{id}/unrestrict" => reason(),
            "POST /v1/responses/{id}/return" | "POST /v1/responses/{id}/reinstate" => reason(),
            "POST /v1/responses/{id}/correct" => json!({"text": "Because of this.", "reason": "A slip."}),
            other => panic!("no body for {other}"),
        }
    }
}

async fn recorded(set: &Set, question: &str, status: &str) -> String {
    let (opcc, pcc) = (set.app.opcc(), set.app.pcc());
    let path = opcc.create(&format!("{question}/responses"), &json!({"text": "It is falling.", "mode": "oral"})).await;
    if status != "draft" {
        opcc.act(&path, "submit", &json!({})).await.expect(200);
    }
    match status {
        "accepted" => drop(pcc.act(&path, "accept", &json!({})).await.expect(200)),
        "returned" => drop(pcc.act(&path, "return", &json!({"reason": "Half of it."})).await.expect(200)),
        _ => {}
    }
    path
}
