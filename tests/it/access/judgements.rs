use serde_json::{Value, json};

use super::{Row, Set, Slice, questions, row};

/// The statuses of a question that was judged, beside one that was not.
const JUDGED: &[&str] = &["put", "put_judged", "answered_judged", "closed"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("POST /v1/questions/{id}/judge", questions::STATUSES),
        row("POST /v1/questions/{id}/take-back-judgement", JUDGED),
        row("GET /v1/questions/{id}/judgements", questions::STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let Some(before) = status.strip_suffix("_judged") else { return set.app.question_in(&set.stage, status).await };
        let question = set.app.question_in(&set.stage, before).await;
        set.app.opcc().act(&question, "judge", &verdict()).await.expect(200);
        question
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        if row.operation.ends_with("take-back-judgement") { json!({"reason": "Of another question."}) } else { verdict() }
    }
}

fn verdict() -> Value {
    json!({"outcome": "not_answered", "reason": "The record holds no answer."})
}
