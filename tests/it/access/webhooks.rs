use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, row, row_about};
use crate::support::TestApp;

const STATUSES: &[&str] = &["enabled", "disabled"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/webhooks", NONE),
        row("POST /v1/webhooks", NONE),
        row("GET /v1/webhooks/{id}", STATUSES),
        row_about("GET /v1/webhooks/{id}", "of the force", NONE),
        row("PATCH /v1/webhooks/{id}", STATUSES),
        row_about("PATCH /v1/webhooks/{id}", "of the force", NONE),
        row("DELETE /v1/webhooks/{id}", STATUSES),
        row("POST /v1/webhooks/{id}/rotate-secret", STATUSES),
        row_about("POST /v1/webhooks/{id}/rotate-secret", "of the force", NONE),
        row("POST /v1/webhooks/{id}/enable", STATUSES),
        row("POST /v1/webhooks/{id}/disable", STATUSES),
        row("POST /v1/webhooks/{id}/test", STATUSES),
        row("GET /v1/webhooks/{id}/deliveries", STATUSES),
        row_about("GET /v1/webhooks/{id}/deliveries", "of the force", NONE),
        row("GET /v1/webhooks/{id}/deliveries/{delivery}", STATUSES),
        row("POST /v1/webhooks/{id}/deliveries/{delivery}/replay", STATUSES),
        row_about("POST /v1/webhooks/{id}/deliveries/{delivery}/replay", "of the force", NONE),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        let who = if row.about.is_empty() { "opcc" } else { "force" };
        // There may be so many and no more.
        for old in set.app.client(who).all("/v1/webhooks").await {
            let path = format!("/v1/webhooks/{}", old["id"].as_str().expect("an id"));
            set.app.client(who).delete(&path, "*").await.expect(204);
        }
        let hook = set.app.webhook_in(who, status).await;
        if !row.operation.contains("{delivery}") {
            return hook;
        }
        let log = set.app.client(who).all(&format!("{hook}/deliveries")).await;
        format!("{hook}/deliveries/{}", log[0]["id"].as_str().expect("an id"))
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/webhooks" => webhook(),
            "PATCH /v1/webhooks/{id}" => json!({"events": ["edition.published"]}),
            "POST /v1/webhooks/{id}/disable" => reason(),
            _ => json!({}),
        }
    }
}

fn webhook() -> Value {
    json!({"url": "https://hooks.example.org/answerable", "events": ["question.put"]})
}

impl TestApp {
    /// A webhook of one of the people in `status`, with one delivery in its log; its path.
    pub async fn webhook_in(&self, who: &str, status: &str) -> String {
        let path = self.client(who).create("/v1/webhooks", &webhook()).await;
        self.client(who).act(&path, "test", &json!({})).await.expect(201);
        if status == "disabled" {
            self.client(who).act(&path, "disable", &json!({"reason": "It is being moved."})).await.expect(200);
        }
        path
    }
}
