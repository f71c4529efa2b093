use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

pub fn measure(name: &str) -> Value {
    json!({
        "name": name, "definition": "Devices received and not yet examined, at the end of the month.",
        "unit": "devices", "unit_kind": "count", "direction": "lower_is_better",
    })
}

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/measures", NONE),
        row("POST /v1/measures", NONE),
        row("GET /v1/measures/{id}", NONE),
        row("PATCH /v1/measures/{id}", NONE),
        row("DELETE /v1/measures/{id}", NONE),
    ];

    async fn make(set: &Set, _: &Row, _: &str) -> String {
        set.app.opcc().create("/v1/measures", &measure("Backlog")).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/measures" => measure("Another backlog"),
            "PATCH /v1/measures/{id}" => json!({"unit": "cases"}),
            other => panic!("no body for {other}"),
        }
    }
}
