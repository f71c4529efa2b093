//! The audit trail, of which the force sees what it did itself. Questions and responses leave entries of every role.

use answerable::foundation::actor::Role;
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::audit;
use answerable::record::audit::rules;
use diesel::prelude::*;
use proptest::prelude::*;

use super::questions::{Questions, Step};
use super::{Restricted, Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

/// The id of an entry, its area, the role, the status, the collection, and the id of the record.
type Row = (String, String, String, Option<String>, String, String);

pub struct Audit;

super::proves!(Audit);

impl Subject for Audit {
    type Step = Step;
    type Truth = (Vec<Row>, Restricted);

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
        let columns = (audit::id, audit::area, audit::actor_role, audit::to_status, audit::resource, audit::resource_id);
        Ok((audit::table.select(columns).load(conn)?, Restricted::read(conn)?))
    }

    async fn check(viewer: &Viewer, (rows, restricted): &Self::Truth) {
        let scope = rules::scope(&viewer.actor);
        let kept = restricted.kept_from(&viewer.actor);
        let sees = |row: &Row| scope.sees(&row.1, parse::<Role>(&row.2), &row.4, row.3.as_deref()) && !kept.contains(&row.5);
        viewer.agrees("audit", &ids(rows, |row| &row.0, |_| true), &ids(rows, |row| &row.0, sees)).await;
    }
}
