use serde_json::{Value, json};

use super::{Row, Set, Slice, questions, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("POST /v1/questions/{id}/judge", questions::STATUSES),
        row("GET /v1/questions/{id}/judgements", questions::STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.question_in(&set.stage, status).await
    }

    async fn body(_: &Set, _: &Row, _: &str) -> Value {
        json!({"outcome": "not_answered", "reason": "The record holds no answer."})
    }
}
