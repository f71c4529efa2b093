use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[row("POST /v1/auth/token", NONE), row("POST /v1/auth/revoke", NONE), row("GET /v1/me", NONE)];

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/auth/token" => {
                json!({"grant_type": "password", "username": "no.such@example.org", "password": "not the one"})
            }
            "POST /v1/auth/revoke" => json!({"token": "no such token"}),
            other => panic!("no body for {other}"),
        }
    }
}
