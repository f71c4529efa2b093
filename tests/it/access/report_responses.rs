use serde_json::{Value, json};

use super::{Row, Set, Slice, recommendation_sets, row};

const STATUSES: &[&str] = &["draft", "completed"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/recommendation-sets/{id}/responses", recommendation_sets::STATUSES),
        row("POST /v1/recommendation-sets/{id}/responses", recommendation_sets::STATUSES),
        row("GET /v1/report-responses/{id}", STATUSES),
        row("PATCH /v1/report-responses/{id}", STATUSES),
        row("DELETE /v1/report-responses/{id}", STATUSES),
        row("POST /v1/report-responses/{id}/note-sent", STATUSES),
        row("POST /v1/report-responses/{id}/take-back-sent", STATUSES),
        row("POST /v1/report-responses/{id}/complete", STATUSES),
        row("POST /v1/report-responses/{id}/reopen", STATUSES),
    ];

    async fn make(set: &Set, row: &Row, status: &str) -> String {
        if row.operation.contains("/v1/recommendation-sets/") {
            return set.app.recommendation_set_in(&set.stage, status).await;
        }
        set.app.report_response_in(&set.stage, status).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/recommendation-sets/{id}/responses" => json!({"text": "The body welcomes the report."}),
            "PATCH /v1/report-responses/{id}" => json!({"text": "The body welcomes the report and asks for dates."}),
            "POST /v1/report-responses/{id}/note-sent" => {
                json!({"sent_to": [{"to": "secretary_of_state", "name": "The Secretary of State", "sent_on": "2019-01-30"}]})
            }
            "POST /v1/report-responses/{id}/take-back-sent" => {
                json!({"to": "other", "name": "Staffordshire Police", "sent_on": "2019-01-29", "reason": "It was not posted."})
            }
            "POST /v1/report-responses/{id}/complete" => json!({}),
            "POST /v1/report-responses/{id}/reopen" => json!({"reason": "A slip."}),
            other => panic!("no body for {other}"),
        }
    }
}
