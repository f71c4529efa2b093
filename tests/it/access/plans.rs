use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub const STATUSES: &[&str] = &["draft", "adopted", "superseded"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/plans", NONE),
        row("POST /v1/plans", NONE),
        row("GET /v1/plans/{id}", STATUSES),
        row("PATCH /v1/plans/{id}", STATUSES),
        row("DELETE /v1/plans/{id}", STATUSES),
        row("POST /v1/plans/{id}/adopt", STATUSES),
        row("POST /v1/plans/{id}/supersede", STATUSES),
        row("POST /v1/plans/{id}/unadopt", STATUSES),
        row("POST /v1/plans/{id}/reinstate", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.plan_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        let stage = &set.stage;
        match row.operation {
            "POST /v1/plans" => {
                json!({"body_id": stage.body, "title": "Next plan", "period_from": "2021-04-01", "period_to": "2025-03-31"})
            }
            "PATCH /v1/plans/{id}" => json!({"summary": "In short."}),
            "POST /v1/plans/{id}/adopt" => json!({}),
            "POST /v1/plans/{id}/supersede" => json!({"superseded_by": stage.plan, "reason": "A new plan."}),
            "POST /v1/plans/{id}/unadopt" | "POST /v1/plans/{id}/reinstate" => json!({"reason": "A slip."}),
            other => panic!("no body for {other}"),
        }
    }
}
