use serde_json::{Value, json};

use super::{NONE, RESTRICTED, Row, Set, Slice, reason, row, row_about};

pub const STATUSES: &[&str] = &["draft", "put", "answered", "returned", "closed", "withdrawn", "withdrawn_after_put"];

/// `restricted`: by the office, to itself; `restricted_by_pcc`: so that the office does not read it.
const OF_FEW: &[&str] = &["draft", "restricted", "restricted_by_pcc", "put", "withdrawn"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/questions", NONE),
        row("POST /v1/questions", NONE),
        row("GET /v1/questions/{id}", STATUSES),
        row("PATCH /v1/questions/{id}", STATUSES),
        row("DELETE /v1/questions/{id}", STATUSES),
        row("POST /v1/questions/{id}/put", STATUSES),
        row("POST /v1/questions/{id}/return", STATUSES),
        row("POST /v1/questions/{id}/close", STATUSES),
        row("POST /v1/questions/{id}/withdraw", STATUSES),
        row("POST /v1/questions/{id}/carry-forward", STATUSES),
        row("POST /v1/questions/{id}/correct", STATUSES),
        row("POST /v1/questions/{id}/reopen", STATUSES),
        row_about("GET /v1/questions/{id}", RESTRICTED, OF_FEW),
        row_about("PATCH /v1/questions/{id}", RESTRICTED, OF_FEW),
        row_about("DELETE /v1/questions/{id}", RESTRICTED, OF_FEW),
        row_about("POST /v1/questions/{id}/put", RESTRICTED, OF_FEW),
        row_about("POST /v1/questions/{id}/restrict", RESTRICTED, OF_FEW),
        row_about("POST /v1/questions/{id}/unrestrict", RESTRICTED, OF_FEW),
        row("POST /v1/questions/{id}/escalate", STATUSES),
        row("POST /v1/questions/{id}/take-back-escalation", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        match status {
            "restricted" | "restricted_by_pcc" => {
                let path = set.app.question_in(&set.stage, "draft").await;
                set.restricted(path, if status == "restricted" { "opcc" } else { "pcc" }).await
            }
            status => set.app.question_in(&set.stage, status).await,
        }
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/questions" => set.stage.question("Why?"),
            "PATCH /v1/questions/{id}" => json!({"text": "Why not?"}),
            "POST /v1/questions/{id}/put" => json!({}),
            "POST /v1/questions/{id}/restrict"
            | "POST /v1/questions/{id}/unrestrict"
            | "POST /v1/questions/{id}/reopen"
            | "POST /v1/questions/{id}/take-back-escalation" => reason(),
            "POST /v1/questions/{id}/escalate" => json!({"to": "secretary_of_state", "reason": "No answer to two letters."}),
            "POST /v1/questions/{id}/return" | "POST /v1/questions/{id}/withdraw" | "POST /v1/questions/{id}/carry-forward" => {
                reason()
            }
            "POST /v1/questions/{id}/close" => json!({"outcome": "part_answered", "reason": "One month of three."}),
            "POST /v1/questions/{id}/correct" => json!({"text": "Why then?", "reason": "Clearer."}),
            other => panic!("no body for {other}"),
        }
    }
}
