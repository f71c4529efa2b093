use serde_json::{Value, json};

use super::{Row, Set, Slice, id_of, reason, row, row_about};

/// Where the record of the meeting stands that a matter was brought forward to.
const TO: &[&str] = &["scheduled", "held", "agreed", "cancelled"];
/// The same of the meeting that a matter comes from, when the later one is not known.
const FROM: &[&str] = &["held", "agreed"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/meetings/{id}/matters", TO),
        row_about("POST /v1/meetings/{id}/matters", "to", TO),
        row_about("POST /v1/meetings/{id}/matters", "from", TO),
        row("GET /v1/matters/{id}", TO),
        row_about("PATCH /v1/matters/{id}", "to", TO),
        row_about("PATCH /v1/matters/{id}", "from", FROM),
        row_about("DELETE /v1/matters/{id}", "to", TO),
        row_about("DELETE /v1/matters/{id}", "from", FROM),
        row_about("POST /v1/matters/{id}/carry-forward", "to", TO),
        row_about("POST /v1/matters/{id}/carry-forward", "from", FROM),
        row_about("POST /v1/matters/{id}/take-back-carry-forward", "to", TO),
        row_about("POST /v1/matters/{id}/take-back-carry-forward", "from", FROM),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        let (app, opcc) = (&set.app, set.app.opcc());
        if row.operation.contains("/v1/meetings/") {
            return app.meeting_in(&set.stage, status).await;
        }
        let meeting = app.meeting_in(&set.stage, "scheduled").await;
        let matter = if row.about == "from" {
            json!({"title": "Recruitment", "from_meeting_id": id_of(&meeting)})
        } else {
            json!({"title": "Recruitment", "from_text": "August 2018", "to_meeting_id": id_of(&meeting)})
        };
        let path = opcc.create(&format!("{meeting}/matters"), &matter).await;
        match status {
            "cancelled" => drop(opcc.act(&meeting, "cancel", &reason()).await.expect(200)),
            "held" | "agreed" => drop(opcc.act(&meeting, "hold", &json!({})).await.expect(200)),
            _ => {}
        }
        if status == "agreed" {
            app.pcc().act(&meeting, "agree", &json!({})).await.expect(200);
        }
        path
    }

    async fn body(set: &Set, row: &Row, status: &str) -> Value {
        match (row.operation, row.about) {
            ("POST /v1/meetings/{id}/matters", about) => {
                // The meeting is not known here: the newest in its status is the one of the path.
                let newest = format!("/v1/meetings?status={status}&sort=-created_at&limit=1");
                let id = set.app.opcc().get(&newest).await.expect(200).ids().remove(0);
                if about == "from" {
                    json!({"title": "Demand", "from_meeting_id": id})
                } else {
                    json!({"title": "Demand", "from_text": "August 2018", "to_meeting_id": id})
                }
            }
            ("PATCH /v1/matters/{id}", _) => json!({"note": "For the whole force."}),
            ("POST /v1/matters/{id}/take-back-carry-forward", _) => reason(),
            ("POST /v1/matters/{id}/carry-forward", _) => json!({"to_meeting_id": set.stage.meeting}),
            (other, _) => panic!("no body for {other}"),
        }
    }
}
