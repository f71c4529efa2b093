//! Webhooks, of which each side sees its own.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::webhooks;
use answerable::webhooks::rules;
use diesel::prelude::*;
use proptest::prelude::*;

use super::{Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 2] = ["enabled", "disabled"];
const OWNERS: [&str; 5] = ["pcc", "opcc", "force", "outsider", "outside_force"];

pub struct Webhooks;

super::proves!(Webhooks);

/// Whose, and in which status.
#[derive(Debug, Clone)]
pub struct Step(&'static str, &'static str);

impl Subject for Webhooks {
    type Step = Step;
    /// Id, area, side.
    type Truth = Vec<(String, String, String)>;

    fn step() -> impl Strategy<Value = Step> {
        (proptest::sample::select(&OWNERS[..]), proptest::sample::select(&STATUSES[..]))
            .prop_map(|(who, status)| Step(who, status))
    }

    fn one_of_each() -> Vec<Step> {
        OWNERS.into_iter().flat_map(|who| STATUSES.map(|status| Step(who, status))).collect()
    }

    async fn make(app: &TestApp, _: &Stage, step: &Step) {
        app.webhook_in(step.0, step.1).await;
    }

    fn truth(conn: &mut AnyConnection) -> Result<Self::Truth, ApiError> {
        Ok(webhooks::table.select((webhooks::id, webhooks::area, webhooks::side)).load(conn)?)
    }

    async fn check(viewer: &Viewer, truth: &Self::Truth) {
        let scope = rules::scope(&viewer.actor);
        let all = ids(truth, |row| &row.0, |_| true);
        let seen = ids(truth, |row| &row.0, |row| scope.sees(&row.1, parse(&row.2)));
        viewer.agrees("webhooks", &all, &seen).await;
        viewer.divides("webhooks", "status", &STATUSES, &seen).await;
        for id in &all {
            let log = viewer.client.get(&format!("/v1/webhooks/{id}/deliveries?count=exact")).await;
            assert_eq!(log.status, if seen.contains(id) { 200 } else { 404 }, "{}", viewer.about);
        }
    }
}
