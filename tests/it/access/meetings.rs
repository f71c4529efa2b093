use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, row};
use crate::support::stage::meeting;

pub const STATUSES: &[&str] = &["scheduled", "held", "agreed", "cancelled"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/meetings", NONE),
        row("POST /v1/meetings", NONE),
        row("GET /v1/meetings/{id}", STATUSES),
        row("PATCH /v1/meetings/{id}", STATUSES),
        row("DELETE /v1/meetings/{id}", STATUSES),
        row("GET /v1/meetings/{id}/record", STATUSES),
        row("POST /v1/meetings/{id}/hold", STATUSES),
        row("POST /v1/meetings/{id}/unhold", STATUSES),
        row("POST /v1/meetings/{id}/agree", STATUSES),
        row("POST /v1/meetings/{id}/reopen", STATUSES),
        row("POST /v1/meetings/{id}/cancel", STATUSES),
        row("POST /v1/meetings/{id}/reinstate", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.meeting_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/meetings" => meeting(&set.stage.body, &format!("Meeting {}", set.number()), "2019-02-27"),
            "PATCH /v1/meetings/{id}" => json!({"venue": "Worcester"}),
            "POST /v1/meetings/{id}/hold" | "POST /v1/meetings/{id}/agree" => json!({}),
            "POST /v1/meetings/{id}/cancel"
            | "POST /v1/meetings/{id}/unhold"
            | "POST /v1/meetings/{id}/reopen"
            | "POST /v1/meetings/{id}/reinstate" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}

/// What is posted to `place` of a new meeting, which then gets to `status`.
pub async fn part_of_meeting(set: &Set, place: &str, body: &Value, status: &str) -> String {
    let (app, opcc) = (&set.app, set.app.opcc());
    let path = app.meeting_in(&set.stage, "scheduled").await;
    let part = opcc.create(&format!("{path}/{place}"), body).await;
    match status {
        "cancelled" => drop(opcc.act(&path, "cancel", &json!({"reason": "Snow."})).await.expect(200)),
        "held" => drop(opcc.act(&path, "hold", &json!({})).await.expect(200)),
        "agreed" => {
            opcc.act(&path, "hold", &json!({})).await.expect(200);
            app.pcc().act(&path, "agree", &json!({})).await.expect(200);
        }
        _ => {}
    }
    part
}
