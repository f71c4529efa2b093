use serde_json::{Value, json};

use super::meetings::{STATUSES, part_of_meeting};
use super::{Row, Set, Slice, row};

/// The statuses are those of the meeting.
pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/meetings/{id}/agenda-items", STATUSES),
        row("POST /v1/meetings/{id}/agenda-items", STATUSES),
        row("GET /v1/agenda-items/{id}", STATUSES),
        row("PATCH /v1/agenda-items/{id}", STATUSES),
        row("DELETE /v1/agenda-items/{id}", STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/meetings/") {
            return set.app.meeting_in(&set.stage, status).await;
        }
        part_of_meeting(set, "agenda-items", &json!({"kind": "other", "title": "Demand"}), status).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/meetings/{id}/agenda-items" => json!({"kind": "aob", "title": "Any other business"}),
            "PATCH /v1/agenda-items/{id}" => json!({"note": "Taken first."}),
            other => panic!("no body for {other}"),
        }
    }
}
