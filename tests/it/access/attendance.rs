use serde_json::{Value, json};

use super::meetings::{STATUSES, part_of_meeting};
use super::{Row, Set, Slice, row};

/// The statuses are those of the meeting.
pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/meetings/{id}/attendance", STATUSES),
        row("POST /v1/meetings/{id}/attendance", STATUSES),
        row("GET /v1/attendance/{id}", STATUSES),
        row("PATCH /v1/attendance/{id}", STATUSES),
        row("DELETE /v1/attendance/{id}", STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/meetings/") {
            return set.app.meeting_in(&set.stage, status).await;
        }
        part_of_meeting(set, "attendance", &json!({"name": "A. Constable", "capacity": "CC", "attended": "present"}), status)
            .await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/meetings/{id}/attendance" => json!({"name": "B. Constable", "capacity": "DCC", "attended": "apologies"}),
            "PATCH /v1/attendance/{id}" => json!({"capacity": "T/CC"}),
            other => panic!("no body for {other}"),
        }
    }
}
