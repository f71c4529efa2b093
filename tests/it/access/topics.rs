use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/topics", NONE),
        row("POST /v1/topics", NONE),
        row("GET /v1/topics/{id}", NONE),
        row("PATCH /v1/topics/{id}", NONE),
        row("DELETE /v1/topics/{id}", NONE),
    ];

    async fn make(set: &Set, _: &Row, _: &str) -> String {
        set.app.opcc().create("/v1/topics", &json!({"title": "Recruitment"})).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/topics" => json!({"title": "Demand"}),
            "PATCH /v1/topics/{id}" => json!({"summary": "In short."}),
            other => panic!("no body for {other}"),
        }
    }
}
