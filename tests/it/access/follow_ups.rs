use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, reason, row};

const STATUSES: &[&str] = &["intended", "said_at_agreed", "taken_up", "dropped"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/follow-ups", NONE),
        row("POST /v1/follow-ups", NONE),
        row("GET /v1/follow-ups/{id}", STATUSES),
        row("PATCH /v1/follow-ups/{id}", STATUSES),
        row("POST /v1/follow-ups/{id}/take-up", STATUSES),
        row("POST /v1/follow-ups/{id}/drop", STATUSES),
        row("POST /v1/follow-ups/{id}/reopen", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let (app, opcc) = (&set.app, set.app.opcc());
        let meeting = app.meeting_in(&set.stage, "held").await;
        let said = json!({"text": "We may look at this again.", "meeting_id": id_of(&meeting)});
        let path = opcc.create("/v1/follow-ups", &said).await;
        match status {
            "said_at_agreed" => drop(app.pcc().act(&meeting, "agree", &json!({})).await.expect(200)),
            "taken_up" => drop(opcc.act(&path, "take-up", &json!({"meeting_id": set.stage.meeting})).await.expect(200)),
            "dropped" => drop(opcc.act(&path, "drop", &reason()).await.expect(200)),
            _ => {}
        }
        path
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/follow-ups" => json!({"text": "We may look at this again.", "how": "virtual", "topic_id": set.stage.topic}),
            "PATCH /v1/follow-ups/{id}" => json!({"expected_text": "in the autumn"}),
            "POST /v1/follow-ups/{id}/take-up" => json!({"meeting_id": set.stage.meeting}),
            "POST /v1/follow-ups/{id}/drop" | "POST /v1/follow-ups/{id}/reopen" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}
