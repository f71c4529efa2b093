use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

/// Whose it is; a revoked one is the office's.
const STATUSES: &[&str] = &["pcc", "opcc", "force", "revoked"];

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/calendar.ics", NONE),
        row("GET /v1/calendar-tokens", NONE),
        row("POST /v1/calendar-tokens", NONE),
        row("GET /v1/calendar-tokens/{id}", STATUSES),
        row("POST /v1/calendar-tokens/{id}/revoke", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let owner = set.app.client(if status == "revoked" { "opcc" } else { status });
        let path = owner.create("/v1/calendar-tokens", &json!({"label": "A program"})).await;
        if status == "revoked" {
            owner.act(&path, "revoke", &json!({})).await.expect(200);
        }
        path
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        if row.operation == "POST /v1/calendar-tokens" { json!({"label": "A program"}) } else { json!({}) }
    }
}
