use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/areas", NONE),
        row("GET /v1/areas/{id}", NONE),
        row("GET /v1/bodies", NONE),
        row("POST /v1/bodies", NONE),
        row("GET /v1/bodies/{id}", NONE),
        row("PATCH /v1/bodies/{id}", NONE),
    ];

    async fn make(set: &Set, row: &Row, _: &str) -> String {
        if row.operation.contains("/areas/") {
            format!("/v1/areas/{}", set.app.pcc().get("/v1/areas").await.ids()[0])
        } else {
            format!("/v1/bodies/{}", set.stage.body)
        }
    }

    async fn body(set: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            // Each of those who may adds one of a day of its own, before the first commissioner.
            "POST /v1/bodies" => {
                let day = NaiveDate::from_ymd_opt(2012, 11, 21).expect("a day")
                    - Days::new(u64::try_from(set.app.pcc().all("/v1/bodies").await.len()).expect("few bodies"));
                json!({"kind": "board", "name": "Authority", "valid_from": day, "valid_to": day})
            }
            "PATCH /v1/bodies/{id}" => json!({"valid_to": "2028-05-07"}),
            other => panic!("no body for {other}"),
        }
    }
}
