use serde_json::{Value, json};

use super::findings::scale;
use super::{NONE, Row, Set, Slice, row};

/// Whether a rating has used the scale.
const STATUSES: &[&str] = &["unused", "used"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/rating-scales", NONE),
        row("POST /v1/rating-scales", NONE),
        row("GET /v1/rating-scales/{id}", STATUSES),
        row("PATCH /v1/rating-scales/{id}", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.scale_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/rating-scales" => scale(&set.stage),
            "PATCH /v1/rating-scales/{id}" => json!({"name": "Assurance, from 2019"}),
            other => panic!("no body for {other}"),
        }
    }
}
