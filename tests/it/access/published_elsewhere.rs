use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, row};
use crate::support::stage::Stage;

const STATUSES: &[&str] = &["stands", "taken_back"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/published-elsewhere", NONE),
        row("POST /v1/published-elsewhere", NONE),
        row("GET /v1/published-elsewhere/{id}", STATUSES),
        row("POST /v1/published-elsewhere/{id}/take-back", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let path = set.app.opcc().create("/v1/published-elsewhere", &complaints(&set.stage)).await;
        if status == "taken_back" {
            set.app.opcc().act(&path, "take-back", &json!({"reason": "The page is gone."})).await.expect(200);
        }
        path
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/published-elsewhere" => complaints(&set.stage),
            "POST /v1/published-elsewhere/{id}/take-back" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}

/// What the body of the stage has published about complaints.
pub fn complaints(stage: &Stage) -> Value {
    json!({"duty": "7C", "subject_kind": "body", "subject_id": stage.body, "published_on": "2019-01-07",
        "url": "https://www.example.org/complaints"})
}
