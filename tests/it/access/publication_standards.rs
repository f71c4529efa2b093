use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] =
        &[row("GET /v1/publication-standards/{id}", NONE), row("PATCH /v1/publication-standards/{id}", NONE)];

    async fn make(_: &Set, _: &Row, _: &str) -> String {
        "/v1/publication-standards/west-mercia".to_owned()
    }

    async fn body(_: &Set, _: &Row, _: &str) -> Value {
        json!({"minutes_days": 15})
    }
}
