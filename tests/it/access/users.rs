use answerable::foundation::actor::{Role, TokenScope};
use answerable::identity::users::model::{NewUser, UserKind};
use serde_json::{Value, json};

use super::{NONE, Row, Set, Slice, reason, row};

const STATUSES: &[&str] = &["pcc", "opcc", "force", "deactivated"];

pub struct Table;

impl Slice for Table {
    const ROWS: &'static [Row] = &[
        row("GET /v1/users", NONE),
        row("POST /v1/users", STATUSES),
        row("GET /v1/users/{id}", STATUSES),
        row("PATCH /v1/users/{id}", STATUSES),
        row("POST /v1/users/{id}/deactivate", STATUSES),
        row("POST /v1/users/{id}/reactivate", STATUSES),
    ];

    async fn make(set: &Set, _: &Row, status: &str) -> String {
        let role = if status == "deactivated" { Role::Opcc } else { status.parse().expect("a role") };
        let user = NewUser {
            kind: UserKind::Person,
            login: format!("user{}@example.org", set.number()),
            name: "A. User".into(),
            role,
            capacity: None,
            scope: TokenScope::Write,
            secret_hash: None,
        };
        let user = set
            .app
            .operate("west-mercia", role, move |tx| answerable::identity::users::acts::add(tx, &user))
            .await
            .expect("a user");
        let path = format!("/v1/users/{}", user.id);
        if status == "deactivated" {
            set.app.pcc().act(&path, "deactivate", &json!({"reason": "Left."})).await.expect(200);
        }
        path
    }

    async fn body(set: &Set, row: &Row, status: &str) -> Value {
        match row.operation {
            "POST /v1/users" => {
                let role = if status == "deactivated" { "opcc" } else { status };
                let login = format!("new{}@example.org", set.number());
                json!({"login": login, "name": "A. New", "role": role, "password": "correct horse battery"})
            }
            "PATCH /v1/users/{id}" => json!({"capacity": "Head of Policy"}),
            "POST /v1/users/{id}/deactivate" | "POST /v1/users/{id}/reactivate" => reason(),
            other => panic!("no body for {other}"),
        }
    }
}
