//! Users, of whom the force sees its own.

use answerable::foundation::actor::{Role, TokenScope};
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::users;
use answerable::identity::users::model::{NewUser, UserKind};
use answerable::identity::users::rules;
use diesel::prelude::*;
use proptest::prelude::*;

use super::{Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const ROLES: [&str; 3] = ["pcc", "opcc", "force"];
const AREAS: [&str; 2] = ["west-mercia", "warwickshire"];

pub struct Users;

super::proves!(Users);

/// A user of a role in an area.
#[derive(Debug, Clone)]
pub struct Step(&'static str, &'static str);

impl Subject for Users {
    type Step = Step;
    type Truth = Vec<(String, String, String)>;

    fn step() -> impl Strategy<Value = Step> {
        let (roles, areas) = (proptest::sample::select(&ROLES[..]), proptest::sample::select(&AREAS[..]));
        (roles, areas).prop_map(|(role, area)| Step(role, area))
    }

    fn one_of_each() -> Vec<Step> {
        ROLES.into_iter().flat_map(|role| AREAS.map(|area| Step(role, area))).collect()
    }

    async fn make(app: &TestApp, _: &Stage, step: &Step) {
        let role: Role = parse(step.0);
        let user = NewUser {
            kind: UserKind::Person,
            login: format!("{}@example.org", app.inner().ids.next()),
            name: "A. User".into(),
            role,
            capacity: None,
            scope: TokenScope::Write,
            secret_hash: None,
        };
        app.operate(step.1, role, move |tx| answerable::identity::users::acts::add(tx, &user)).await.expect("a user");
    }

    fn truth(conn: &mut AnyConnection) -> Result<Self::Truth, ApiError> {
        Ok(users::table.select((users::id, users::area, users::role)).load(conn)?)
    }

    async fn check(viewer: &Viewer, truth: &Self::Truth) {
        let scope = rules::scope(&viewer.actor);
        let seen = ids(truth, |row| &row.0, |row| scope.sees(&row.1, parse::<Role>(&row.2)));
        viewer.agrees("users", &ids(truth, |row| &row.0, |_| true), &seen).await;
        viewer.divides("users", "role", &ROLES, &seen).await;
    }
}
