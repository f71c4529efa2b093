use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, reason, row, row_about};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: &[&str] = &["draft", "recorded", "void", "returned"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/exchanges", NONE),
        row("POST /v1/exchanges", NONE),
        row("GET /v1/exchanges/{id}", STATUSES),
        row("PATCH /v1/exchanges/{id}", STATUSES),
        row("DELETE /v1/exchanges/{id}", STATUSES),
        row("POST /v1/exchanges/{id}/record", STATUSES),
        row_about("POST /v1/exchanges/{id}/record", "before the meeting", &["draft"]),
        row("POST /v1/exchanges/{id}/correct", STATUSES),
        row("POST /v1/exchanges/{id}/void", STATUSES),
        row("POST /v1/exchanges/{id}/reinstate", STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.about.is_empty() {
            return set.app.exchange_in(&set.stage, status).await;
        }
        let meeting = set.app.meeting_in(&set.stage, "scheduled").await;
        let mut exchange = set.stage.exchange("What will be said?");
        exchange["meeting_id"] = json!(meeting.rsplit_once('/').expect("a path").1);
        set.app.opcc().create("/v1/exchanges", &exchange).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/exchanges" => set.stage.exchange("How sure are you of the figures?"),
            "PATCH /v1/exchanges/{id}" => json!({"reply": "Quite."}),
            "POST /v1/exchanges/{id}/record" => json!({}),
            "POST /v1/exchanges/{id}/void" | "POST /v1/exchanges/{id}/reinstate" => reason(),
            "POST /v1/exchanges/{id}/correct" => json!({"challenge": "How sure are you?", "reason": "A slip."}),
            other => panic!("no body for {other}"),
        }
    }
}

impl Stage {
    /// An exchange of the meeting of the stage, as the office would write it down.
    pub fn exchange(&self, challenge: &str) -> Value {
        json!({
            "meeting_id": self.meeting, "topic_id": self.topic, "challenge": challenge, "challenged_by": "PCC",
            "reply": "They are counted by hand.", "speakers": [{"capacity": "CC"}],
        })
    }
}

impl TestApp {
    /// An exchange in `status`, for which the meeting of the stage must have been held; its path.
    pub async fn exchange_in(&self, stage: &Stage, status: &str) -> String {
        let path = self.opcc().create("/v1/exchanges", &stage.exchange("How sure are you of the figures?")).await;
        if status != "draft" {
            self.opcc().act(&path, "record", &json!({})).await.expect(200);
        }
        match status {
            "void" => drop(self.opcc().act(&path, "void", &json!({"reason": "Said elsewhere."})).await.expect(200)),
            "returned" => return self.returned_exchange(stage).await,
            _ => {}
        }
        path
    }

    /// An exchange whose reply was returned with its question; its path.
    async fn returned_exchange(&self, stage: &Stage) -> String {
        let question = self.question_in(stage, "put").await;
        let mut exchange = stage.exchange("How sure are you of the figures?");
        exchange["question_id"] = json!(id_of(&question));
        let path = self.opcc().create("/v1/exchanges", &exchange).await;
        self.opcc().act(&path, "record", &json!({})).await.expect(200);
        self.pcc().act(&question, "return", &json!({"reason": "It gives no figures."})).await.expect(200);
        path
    }
}
