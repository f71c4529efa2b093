//! Actions, which everybody in the area sees.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::actions;
use answerable::record::actions::rules;
use answerable::reporting::actions::rules::STANDING;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 5] = ["open", "in_progress", "claimed_complete", "accepted", "closed_not_implemented"];

pub struct Actions;

super::proves!(Actions);

#[derive(Debug, Clone)]
pub enum Step {
    Action(&'static str),
    Elsewhere,
}

impl Subject for Actions {
    type Step = Step;
    type Truth = Vec<(String, String, String)>;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => proptest::sample::select(&STATUSES[..]).prop_map(Step::Action),
            1 => Just(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        STATUSES.into_iter().map(Step::Action).chain([Step::Elsewhere]).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        match step {
            Step::Action(status) => drop(app.action_in(stage, status).await),
            Step::Elsewhere => {
                let action = json!({"text": "Mend the roads.", "owner": "CC", "owner_side": "force"});
                app.client("outsider").create("/v1/actions", &action).await;
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Self::Truth, ApiError> {
        Ok(actions::table.select((actions::id, actions::area, actions::status)).load(conn)?)
    }

    async fn check(viewer: &Viewer, truth: &Self::Truth) {
        let scope = rules::scope(&viewer.actor);
        let seen = ids(truth, |row| &row.0, |row| row.1 == scope.area);
        viewer.agrees("actions", &ids(truth, |row| &row.0, |_| true), &seen).await;
        let owned = viewer.listed("/v1/actions?owner=cc").await;
        assert_eq!(owned, seen, "{}: every action of these stories is the CC's", viewer.about);
        let standing = ids(truth, |row| &row.0, |row| row.1 == scope.area && STANDING.contains(&parse(&row.2)));
        let report = viewer.client.get("/v1/reports/actions").await.expect(200);
        assert_eq!(report.json["total"]["standing"], json!(standing.len()), "{}: the report", viewer.about);
    }
}
