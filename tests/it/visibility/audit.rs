//! The audit trail, of which the force sees what it did itself. Questions and responses leave entries of every role.

use answerable::foundation::actor::Role;
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::audit;
use answerable::record::audit::rules;
use diesel::prelude::*;
use proptest::prelude::*;

use super::questions::{Questions, Step};
use super::{Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

pub struct Audit;

super::proves!(Audit);

impl Subject for Audit {
    type Step = Step;
    type Truth = Vec<(String, String, String, Option<String>, String)>;

    fn step() -> impl Strategy<Value = Step> {
        Questions::step()
    }

    fn one_of_each() -> Vec<Step> {
        Questions::one_of_each()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        Questions::make(app, stage, step).await;
    }

    fn truth(conn: &mut AnyConnection) -> Result<Self::Truth, ApiError> {
        Ok(audit::table.select((audit::id, audit::area, audit::actor_role, audit::to_status, audit::resource)).load(conn)?)
    }

    async fn check(viewer: &Viewer, truth: &Self::Truth) {
        let scope = rules::scope(&viewer.actor);
        let seen = ids(truth, |row| &row.0, |row| scope.sees(&row.1, parse::<Role>(&row.2), &row.4, row.3.as_deref()));
        viewer.agrees("audit", &ids(truth, |row| &row.0, |_| true), &seen).await;
    }
}
