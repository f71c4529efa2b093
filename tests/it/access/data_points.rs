use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, id_of, reason, row, row_about};
use crate::support::TestApp;

pub const STATUSES: &[&str] = &["draft", "submitted", "superseded"];

/// What was said is taken down by the office; every other figure is the force's own.
const RECORDED: &str = "recorded by the office";

/// `restricted`: to whoever drafted it.
const OF_FEW: &[&str] = &["draft", "restricted", "submitted"];

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
        row("POST /v1/data-points/{id}/restrict", OF_FEW),
        row("POST /v1/data-points/{id}/unrestrict", OF_FEW),
        row_about("POST /v1/data-points/{id}/restrict", RECORDED, OF_FEW),
        row_about("POST /v1/data-points/{id}/unrestrict", RECORDED, OF_FEW),
        row_about("GET /v1/data-points/{id}", RECORDED, STATUSES),
        row_about("PATCH /v1/data-points/{id}", RECORDED, STATUSES),
        row_about("DELETE /v1/data-points/{id}", RECORDED, STATUSES),
        row_about("POST /v1/data-points/{id}/submit", RECORDED, STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        let who = if row.about == RECORDED { "opcc" } else { "force" };
        match status {
            "restricted" => set.restricted(set.app.data_point_in(who, "draft").await, who).await,
            status => set.app.data_point_in(who, status).await,
        }
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/data-points" => json!({"label": "Backlog", "value": {"kind": "exact", "value": "893"}}),
            "PATCH /v1/data-points/{id}" => json!({"caveat": "Counted by hand."}),
            "POST /v1/data-points/{id}/submit" => json!({}),
            "POST /v1/data-points/{id}/restrict" | "POST /v1/data-points/{id}/unrestrict" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}
