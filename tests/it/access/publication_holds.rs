use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, row};
use crate::support::TestApp;

const STATUSES: &[&str] = &["active", "lifted"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/publication-holds", NONE),
        row("POST /v1/publication-holds", NONE),
        row("GET /v1/publication-holds/{id}", STATUSES),
        row("POST /v1/publication-holds/{id}/end", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        set.app.hold_in(status).await
    }

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/publication-holds" => hold(),
            "POST /v1/publication-holds/{id}/end" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}

fn hold() -> Value {
    json!({"from_on": "2019-03-25", "to_on": "2019-05-02", "reason": "Local elections."})
}

impl TestApp {
    /// A hold in spring in `status`; its path.
    pub async fn hold_in(&self, status: &str) -> String {
        let path = self.opcc().create("/v1/publication-holds", &hold()).await;
        if status == "lifted" {
            self.pcc().act(&path, "end", &json!({"reason": "The election is off."})).await.expect(200);
        }
        path
    }
}
