use serde_json::{Value, json};

use super::meetings::{STATUSES, part_of_meeting};
use super::{NONE, Row, Set, Slice, reason, row, row_about};

/// The statuses are those of the meeting; the papers are due from the force unless it says otherwise.
pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/papers", NONE),
        row("GET /v1/meetings/{id}/papers", STATUSES),
        row_about("POST /v1/meetings/{id}/papers", "report", STATUSES),
        row_about("POST /v1/meetings/{id}/papers", "minutes", STATUSES),
        row("GET /v1/papers/{id}", STATUSES),
        row_about("PATCH /v1/papers/{id}", "report", STATUSES),
        row_about("PATCH /v1/papers/{id}", "minutes", STATUSES),
        row("DELETE /v1/papers/{id}", STATUSES),
        row_about("DELETE /v1/papers/{id}", "received", STATUSES),
        row("POST /v1/papers/{id}/receive", STATUSES),
        row_about("POST /v1/papers/{id}/receive", "received", STATUSES),
        row_about("POST /v1/papers/{id}/receive", "of the body", STATUSES),
        row("POST /v1/papers/{id}/return", STATUSES),
        row_about("POST /v1/papers/{id}/return", "received", STATUSES),
        row("POST /v1/papers/{id}/publish", STATUSES),
        row("POST /v1/papers/{id}/take-back-publication", STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/meetings/") {
            return set.app.meeting_in(&set.stage, status).await;
        }
        let owed_by = if row.about == "of the body" { "body" } else { "force" };
        let kind = if row.about == "minutes" { "minutes" } else { "report" };
        let paper = json!({"kind": kind, "title": "The backlog", "owed_by": owed_by, "due_on": "2019-01-23"});
        if row.about != "received" {
            return part_of_meeting(set, "papers", &paper, status).await;
        }
        // It must come before the meeting is cancelled.
        let meeting = set.app.meeting_in(&set.stage, "scheduled").await;
        let path = set.app.opcc().create(&format!("{meeting}/papers"), &paper).await;
        set.app.force().act(&path, "receive", &json!({})).await.expect(200);
        match status {
            "scheduled" => {}
            "cancelled" => drop(set.app.opcc().act(&meeting, "cancel", &reason()).await.expect(200)),
            _ => drop(set.app.opcc().act(&meeting, "hold", &json!({})).await.expect(200)),
        }
        if status == "agreed" {
            set.app.pcc().act(&meeting, "agree", &json!({})).await.expect(200);
        }
        path
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/meetings/{id}/papers" => json!({"kind": row.about, "title": "Demand", "owed_by": "body"}),
            "PATCH /v1/papers/{id}" => json!({"owner": "ACC"}),
            "POST /v1/papers/{id}/receive" => json!({}),
            "POST /v1/papers/{id}/return" | "POST /v1/papers/{id}/take-back-publication" => reason(),
            "POST /v1/papers/{id}/publish" => json!({"url": "https://www.example.org/backlog.pdf"}),
            other => panic!("no body for {other}"),
        }
    }
}
