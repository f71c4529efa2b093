//! Decisions, whose drafts the force does not see.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::decisions;
use answerable::record::meetings::decisions::model::DecisionStatus;
use answerable::record::meetings::decisions::rules;
use chrono::NaiveDate;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 3] = ["draft", "taken", "revoked"];

pub struct Decisions;

super::proves!(Decisions);

#[derive(Debug, Clone)]
pub enum Step {
    Decision(&'static str),
    /// A decision of the neighbours, taken or not.
    Elsewhere(bool),
}

/// Id, area, status, the day it was made, and the meeting.
type Row = (String, String, String, Option<NaiveDate>, Option<String>);

impl Subject for Decisions {
    type Step = Step;
    type Truth = Vec<Row>;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            5 => proptest::sample::select(&STATUSES[..]).prop_map(Step::Decision),
            1 => any::<bool>().prop_map(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        STATUSES.into_iter().map(Step::Decision).chain([Step::Elsewhere(false), Step::Elsewhere(true)]).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        match step {
            Step::Decision(status) => drop(app.decision_in(stage, status).await),
            Step::Elsewhere(taken) => {
                let outsider = app.client("outsider");
                let decision = json!({
                    "text": "The neighbours mend their roads.", "reasons": "They are bad.",
                    "made_by": {"name": "A. Neighbour", "capacity": "PCC"},
                });
                let decision = outsider.create("/v1/decisions", &decision).await;
                if *taken {
                    outsider.act(&decision, "take", &json!({})).await.expect(200);
                }
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Self::Truth, ApiError> {
        let row = (decisions::id, decisions::area, decisions::status, decisions::made_on, decisions::meeting_id);
        Ok(decisions::table.select(row).load(conn)?)
    }

    async fn check(viewer: &Viewer, truth: &Self::Truth) {
        let scope = rules::scope(&viewer.actor);
        let all = ids(truth, |row| &row.0, |_| true);
        let seen = ids(truth, |row| &row.0, |row| scope.sees(&row.1, parse::<DecisionStatus>(&row.2)));
        viewer.agrees("decisions", &all, &seen).await;
        viewer.divides("decisions", "status", &STATUSES, &seen).await;
        viewer.divides("decisions", "significant_public_interest", &["true", "false"], &seen).await;
        let made = ids(truth, |row| &row.0, |row| seen.contains(&row.0) && row.3.is_some());
        assert_eq!(viewer.listed("/v1/decisions?made_from=2019-01-01").await, made, "{}: by day", viewer.about);
        let found = viewer.listed("/v1/decisions?q=estate").await;
        assert!(found.is_subset(&seen), "{}: search", viewer.about);
        for meeting in truth.iter().filter_map(|row| row.4.as_ref()) {
            let there = ids(truth, |row| &row.0, |row| seen.contains(&row.0) && row.4.as_ref() == Some(meeting));
            assert_eq!(viewer.listed(&format!("/v1/decisions?meeting={meeting}")).await, there, "{}", viewer.about);
        }
    }
}
