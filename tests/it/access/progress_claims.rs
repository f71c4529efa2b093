use serde_json::{Value, json};

use super::{Row, Set, Slice, reason, recommendation_sets, row};

/// `asserted` can be read in two ways; the others were resolved.
const STATUSES: &[&str] = &["asserted", "resolved", "verified", "refuted"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/recommendation-sets/{id}/progress", recommendation_sets::STATUSES),
        row("POST /v1/recommendation-sets/{id}/progress", recommendation_sets::STATUSES),
        row("GET /v1/progress-claims/{id}", STATUSES),
        row("POST /v1/progress-claims/{id}/resolve", STATUSES),
        row("POST /v1/progress-claims/{id}/verify", STATUSES),
        row("POST /v1/progress-claims/{id}/refute", STATUSES),
        row("POST /v1/progress-claims/{id}/reopen", STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/recommendation-sets/") {
            return set.app.recommendation_set_in(&set.stage, status).await;
        }
        set.app.progress_claim_in(&set.stage, status).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/recommendation-sets/{id}/progress" => {
                json!({"text": "Eleven are done.", "asserted_by": {"capacity": "CC"}, "figure": {"done": 11}})
            }
            "POST /v1/progress-claims/{id}/resolve" => json!({"of": 12, "reason": "The first batch was meant."}),
            "POST /v1/progress-claims/{id}/verify"
            | "POST /v1/progress-claims/{id}/refute"
            | "POST /v1/progress-claims/{id}/reopen" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}
