use serde_json::{Value, json};

use super::questions::STATUSES as QUESTIONS;
use super::{NONE, Row, Set, Slice, row};

const ACTIONS: &[&str] = &["open", "in_progress", "claimed_complete", "accepted", "closed_not_implemented"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        // Without its parameters, so 400 is the answer to whoever may ask.
        row("GET /v1/deadlines/preview", NONE),
        row("GET /public/v1/deadlines/preview", NONE),
        row("GET /v1/bank-holidays", NONE),
        row("GET /v1/questions/{id}/deadline", QUESTIONS),
        row("POST /v1/questions/{id}/deadline", QUESTIONS),
        row("GET /v1/actions/{id}/deadline", ACTIONS),
        row("POST /v1/actions/{id}/deadline", ACTIONS),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/questions/") {
            set.app.question_in(&set.stage, status).await
        } else {
            set.app.action_in(&set.stage, status).await
        }
    }

    async fn body(_: &Set, _: &Row, _: &str) -> Value {
        json!({"kind": "extend", "due_on": "2019-03-31", "reason": "A review ends then."})
    }
}
