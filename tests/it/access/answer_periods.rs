use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[row("GET /v1/answer-periods/{id}", NONE), row("PATCH /v1/answer-periods/{id}", NONE)];

    async fn make(_: &Set, _: &Row, _: &str) -> String {
        "/v1/answer-periods/west-mercia".to_owned()
    }

    async fn body(_: &Set, _: &Row, _: &str) -> Value {
        json!({"direct": {"days": 10, "counting": "working"}})
    }
}
