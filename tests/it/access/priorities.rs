use serde_json::{Value, json};

use super::plans::STATUSES;
use super::{NONE, Row, Set, Slice, id_of, row};

/// The statuses are those of the plan.
pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/priorities", NONE),
        row("POST /v1/priorities", STATUSES),
        row("GET /v1/priorities/{id}", STATUSES),
        row("PATCH /v1/priorities/{id}", STATUSES),
        row("DELETE /v1/priorities/{id}", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let plan = set.app.plan_in(&set.stage, status).await;
        let priorities = set.app.pcc().get(&format!("/v1/priorities?plan={}", id_of(&plan))).await;
        format!("/v1/priorities/{}", priorities.ids()[0])
    }

    async fn body(set: &Set, row: &Row, status: &str) -> Value {
        match row.operation {
            "POST /v1/priorities" => {
                let plan = set.app.plan_in(&set.stage, status).await;
                json!({"plan_id": id_of(&plan), "title": "Reforming West Mercia"})
            }
            "PATCH /v1/priorities/{id}" => json!({"description": "In short."}),
            other => panic!("no body for {other}"),
        }
    }
}
