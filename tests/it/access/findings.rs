use serde_json::{Value, json};

use super::{NONE, RESTRICTED, Row, Set, Slice, id_of, reason, row, row_about};
use crate::support::TestApp;
use crate::support::stage::Stage;

/// `shared`: the force still has time to comment. `shared_replied`: it has said that it has no comment.
const STATUSES: &[&str] = &["draft", "shared", "shared_replied", "confirmed"];

/// `restricted`: by the office, to itself; `restricted_by_pcc`: so that the office does not read it.
const OF_FEW: &[&str] = &["draft", "restricted", "restricted_by_pcc", "shared"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/findings", NONE),
        row("POST /v1/findings", NONE),
        row("GET /v1/findings/{id}", STATUSES),
        row("PATCH /v1/findings/{id}", STATUSES),
        row("DELETE /v1/findings/{id}", STATUSES),
        row("POST /v1/findings/{id}/share", STATUSES),
        row("POST /v1/findings/{id}/unshare", STATUSES),
        row("POST /v1/findings/{id}/comment", STATUSES),
        row("POST /v1/findings/{id}/rate", STATUSES),
        row("POST /v1/findings/{id}/confirm", STATUSES),
        row("POST /v1/findings/{id}/correct", STATUSES),
        row("POST /v1/findings/{id}/reopen", STATUSES),
        row_about("GET /v1/findings/{id}", RESTRICTED, OF_FEW),
        row_about("PATCH /v1/findings/{id}", RESTRICTED, OF_FEW),
        row_about("POST /v1/findings/{id}/share", RESTRICTED, OF_FEW),
        row_about("POST /v1/findings/{id}/restrict", RESTRICTED, OF_FEW),
        row_about("POST /v1/findings/{id}/unrestrict", RESTRICTED, OF_FEW),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        match status {
            "restricted" | "restricted_by_pcc" => {
                let path = set.app.finding_in(&set.stage, "draft").await;
                set.restricted(path, if status == "restricted" { "opcc" } else { "pcc" }).await
            }
            status => set.app.finding_in(&set.stage, status).await,
        }
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/findings" => finding(&set.stage, "The backlog has grown."),
            "PATCH /v1/findings/{id}" => json!({"text": "The backlog has grown since December."}),
            "POST /v1/findings/{id}/share" => json!({"comment_days": 7}),
            "POST /v1/findings/{id}/comment" => json!({"text": "By how much it has grown is not said."}),
            "POST /v1/findings/{id}/rate" => {
                let scale = set.app.scale_in(&set.stage, "unused").await;
                rating(id_of(&scale), Some("Not assured"), None)
            }
            "POST /v1/findings/{id}/confirm" => json!({}),
            "POST /v1/findings/{id}/restrict"
            | "POST /v1/findings/{id}/unrestrict"
            | "POST /v1/findings/{id}/reopen"
            | "POST /v1/findings/{id}/unshare" => reason(),
            "POST /v1/findings/{id}/correct" => json!({"text": "The backlog has not shrunk.", "reason": "Put more exactly."}),
            other => panic!("no body for {other}"),
        }
    }
}

/// A finding as the office would draft it.
pub fn finding(stage: &Stage, text: &str) -> Value {
    json!({"text": text, "priority_ids": [stage.priority], "topic_id": stage.topic, "meeting_id": stage.meeting})
}

/// A rating on one scale.
pub fn rating(scale: &str, performance: Option<&str>, plan: Option<&str>) -> Value {
    let grade = |label: Option<&str>| label.map_or(Value::Null, |label| json!({"scale_id": scale, "label": label}));
    json!({"performance": grade(performance), "plan": grade(plan), "reason": "Three months of growth."})
}

/// A scale of four grades as a body would print it.
pub fn scale(stage: &Stage) -> Value {
    json!({"body_id": stage.body, "name": "Assurance", "grades": [
        {"label": "Fully assured", "code": "assured"}, {"label": "Reasonably assured", "code": "partly_assured"},
        {"label": "Little assured", "code": "partly_assured"}, {"label": "Not assured", "code": "not_assured"},
    ]})
}

impl TestApp {
    /// A finding in `status`; its path.
    pub async fn finding_in(&self, stage: &Stage, status: &str) -> String {
        let path = self.opcc().create("/v1/findings", &finding(stage, "The backlog has grown and no plan has dates.")).await;
        self.move_finding(&path, status).await;
        path
    }

    /// Brings a draft finding to `status`.
    pub async fn move_finding(&self, path: &str, status: &str) {
        let share = ("opcc", "share", json!({}));
        let reply = ("force", "comment", json!({"no_comment": true}));
        let steps: Vec<(&str, &str, Value)> = match status {
            "draft" => vec![],
            "shared" => vec![share],
            "shared_replied" => vec![share, reply],
            "confirmed" => vec![share, reply, ("pcc", "confirm", json!({}))],
            other => panic!("no finding gets to be {other}"),
        };
        for (who, act, body) in &steps {
            self.client(who).act(path, act, body).await.expect(200);
        }
    }

    /// A rating scale that is `used` or `unused`; its path.
    pub async fn scale_in(&self, stage: &Stage, status: &str) -> String {
        let path = self.opcc().create("/v1/rating-scales", &scale(stage)).await;
        if status == "used" {
            let finding = self.finding_in(stage, "draft").await;
            self.pcc().act(&finding, "rate", &rating(id_of(&path), None, Some("Fully assured"))).await.expect(200);
        }
        path
    }
}
