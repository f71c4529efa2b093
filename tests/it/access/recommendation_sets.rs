use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};
use crate::support::TestApp;
use crate::support::stage::Stage;

pub const STATUSES: &[&str] = &["draft", "recorded"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/recommendation-sets", NONE),
        row("POST /v1/recommendation-sets", NONE),
        row("GET /v1/recommendation-sets/{id}", STATUSES),
        row("PATCH /v1/recommendation-sets/{id}", STATUSES),
        row("DELETE /v1/recommendation-sets/{id}", STATUSES),
        row("POST /v1/recommendation-sets/{id}/record", STATUSES),
        row("POST /v1/recommendation-sets/{id}/unrecord", STATUSES),
        row("POST /v1/recommendation-sets/{id}/correct", STATUSES),
        row("POST /v1/recommendation-sets/{id}/comment", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.recommendation_set_in(&set.stage, status).await
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/recommendation-sets" => peer_review(&set.stage),
            "PATCH /v1/recommendation-sets/{id}" => json!({"summary": "How the dogs are housed."}),
            "POST /v1/recommendation-sets/{id}/record" => json!({}),
            "POST /v1/recommendation-sets/{id}/unrecord" => json!({"reason": "It is there twice."}),
            "POST /v1/recommendation-sets/{id}/correct" => {
                json!({"published_on": "2018-10-22", "reason": "The force has named the day."})
            }
            "POST /v1/recommendation-sets/{id}/comment" => json!({"text": "The force accepts the findings."}),
            other => panic!("no body for {other}"),
        }
    }
}

/// The review of October 2018 as the office would draft it: twelve by the end of December, five by the end of March.
pub fn peer_review(stage: &Stage) -> Value {
    json!({
        "source": "peer_review", "title": "Handling and welfare of police dogs", "published_by": "Staffordshire Police",
        "published_text": "October 2018", "priority_ids": [stage.priority], "topic_id": stage.topic, "meeting_id": stage.meeting,
        "counts": [
            {"count": 12, "due_on": "2018-12-31", "text": "by the end of December"},
            {"count": 5, "due_on": "2019-03-31"},
        ],
    })
}

impl TestApp {
    /// A set of recommendations in `status`; its path.
    pub async fn recommendation_set_in(&self, stage: &Stage, status: &str) -> String {
        let path = self.opcc().create("/v1/recommendation-sets", &peer_review(stage)).await;
        if status == "recorded" {
            self.opcc().act(&path, "record", &json!({})).await.expect(200);
        }
        path
    }

    /// A recommendation to `addressed_to` in `status`, due at the end of 2018; its path.
    pub async fn recommendation_in(&self, stage: &Stage, addressed_to: &str, status: &str) -> String {
        let set = self.recommendation_set_in(stage, "draft").await;
        let one = json!({"printed_number": "3", "text": "Inspect every kennel twice a year.", "addressed_to": addressed_to,
            "due_on": "2018-12-31"});
        let path = self.opcc().create(&format!("{set}/recommendations"), &one).await;
        if status == "in_draft_set" {
            return path;
        }
        self.opcc().act(&set, "record", &json!({})).await.expect(200);
        let claimant = if addressed_to == "force" { "force" } else { "opcc" };
        let claim = (claimant, "claim", json!({"evidence": "The inspection log."}));
        let steps: &[(&str, &str, Value)] = match status {
            "open" => &[],
            "claimed_complete" => &[claim],
            "verified" => &[claim, ("pcc", "verify", json!({}))],
            "not_accepted" => &[("pcc", "not-accept", json!({"reason": "There are no kennels."}))],
            other => panic!("no recommendation gets to be {other}"),
        };
        for (who, act, body) in steps {
            self.client(who).act(&path, act, body).await.expect(200);
        }
        path
    }

    /// A claim that all but one of the recommendations are done, recorded by the office, in `status`; its path.
    pub async fn progress_claim_in(&self, stage: &Stage, status: &str) -> String {
        let set = self.recommendation_set_in(stage, "recorded").await;
        let said = json!({"text": "Every one but a single one is complete.", "asserted_by": {"capacity": "CC"},
            "meeting_id": stage.meeting, "figure": {"remaining": 1}});
        let path = self.opcc().create(&format!("{set}/progress"), &said).await;
        let resolve = ("opcc", "resolve", json!({"of": 17, "reason": "Both batches were meant."}));
        let steps: &[(&str, &str, Value)] = match status {
            "asserted" => &[],
            "resolved" => &[resolve],
            "verified" => &[resolve, ("pcc", "verify", json!({"reason": "The log shows it."}))],
            "refuted" => &[("pcc", "refute", json!({"reason": "Three are open."}))],
            other => panic!("no claim gets to be {other}"),
        };
        for (who, act, body) in steps {
            self.client(who).act(&path, act, body).await.expect(200);
        }
        path
    }

    /// A response to a report in `status`, which was sent to somebody; its path.
    pub async fn report_response_in(&self, stage: &Stage, status: &str) -> String {
        let set = self.recommendation_set_in(stage, "recorded").await;
        let path = self.opcc().create(&format!("{set}/responses"), &json!({"text": "The body welcomes the report."})).await;
        let recipients = json!({"sent_to": [{"to": "other", "name": "Staffordshire Police", "sent_on": "2019-01-29"}]});
        self.opcc().act(&path, "note-sent", &recipients).await.expect(200);
        if status == "completed" {
            self.pcc().act(&path, "complete", &json!({})).await.expect(200);
        }
        path
    }
}
