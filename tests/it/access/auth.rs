use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, row};

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("POST /v1/auth/token", NONE),
        row("POST /v1/auth/revoke", NONE),
        row("GET /v1/me", NONE),
        row("PATCH /v1/me/password", NONE),
    ];

    async fn body(_: &Set, row: &Row, _: &str) -> Value {
        match row.operation {
            "POST /v1/auth/token" => {
                json!({"grant_type": "password", "username": "no.such@example.org", "password": "not the one"})
            }
            "POST /v1/auth/revoke" => json!({"token": "no such token"}),
            // None of the callers has a password to know.
            "PATCH /v1/me/password" => json!({"current": "not the one", "new": "another one that nobody guesses"}),
            other => panic!("no body for {other}"),
        }
    }
}
