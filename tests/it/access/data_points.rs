use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, row, row_about};
use crate::support::TestApp;

pub const STATUSES: &[&str] = &["draft", "submitted", "superseded"];

/// What was said is taken down by the office; every other figure is the force's own.
const RECORDED: &str = "recorded by the office";

pub struct Table;

impl TestApp {
    /// A data point of `who` in `status`; its path.
    pub async fn data_point_in(&self, who: &str, status: &str) -> String {
        let client = self.client(who);
        let point = json!({
            "label": "Backlog", "unit": "devices", "value": {"kind": "range", "low": "865", "high": "893"},
            "period_text": "the last three months", "collected": "manual",
        });
        let path = client.create("/v1/data-points", &point).await;
        if status == "draft" {
            return path;
        }
        client.act(&path, "submit", &json!({})).await.expect(200);
        if status == "superseded" {
            let later = json!({
                "label": "Backlog", "value": {"kind": "exact", "value": "893"},
                "supersedes": id_of(&path), "supersede_reason": "A slip.",
            });
            let later = client.create("/v1/data-points", &later).await;
            client.act(&later, "submit", &json!({})).await.expect(200);
        }
        path
    }
}

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/data-points", NONE),
        row("POST /v1/data-points", NONE),
        row("GET /v1/data-points/{id}", STATUSES),
        row("PATCH /v1/data-points/{id}", STATUSES),
        row("DELETE /v1/data-points/{id}", STATUSES),
        row("POST /v1/data-points/{id}/submit", STATUSES),
        row_about("GET /v1/data-points/{id}", RECORDED, STATUSES),
        row_about("PATCH /v1/data-points/{id}", RECORDED, STATUSES),
        row_about("DELETE /v1/data-points/{id}", RECORDED, STATUSES),
        row_about("POST /v1/data-points/{id}/submit", RECORDED, STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        set.app.data_point_in(if row.about == RECORDED { "opcc" } else { "force" }, status).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/data-points" => json!({"label": "Backlog", "value": {"kind": "exact", "value": "893"}}),
            "PATCH /v1/data-points/{id}" => json!({"caveat": "Counted by hand."}),
            "POST /v1/data-points/{id}/submit" => json!({}),
            other => panic!("no body for {other}"),
        }
    }
}
