//! Plans, and priorities, which are as visible as their plans.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{plans, priorities};
use answerable::record::planning::plans::model::PlanStatus;
use answerable::record::planning::plans::rules;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Subject, Viewer, embedded, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 3] = ["draft", "adopted", "superseded"];

pub struct Plans;

super::proves!(Plans);

#[derive(Debug, Clone)]
pub enum Step {
    Plan(&'static str),
    /// A plan of the neighbours with a priority, adopted or not.
    Elsewhere(bool),
}

/// Of plans and of priorities: id, area and the status of the plan.
pub struct Truth {
    plans: Vec<(String, String, String)>,
    priorities: Vec<(String, String, String)>,
}

impl Subject for Plans {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => proptest::sample::select(&STATUSES[..]).prop_map(Step::Plan),
            1 => any::<bool>().prop_map(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        STATUSES.into_iter().map(Step::Plan).chain([Step::Elsewhere(false), Step::Elsewhere(true)]).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        match step {
            Step::Plan(status) => drop(app.plan_in(stage, status).await),
            Step::Elsewhere(adopted) => {
                let outsider = app.client("outsider");
                let body = super::body_of(&outsider).await;
                let plan =
                    json!({"body_id": body, "title": "Their plan", "period_from": "2016-10-25", "period_to": "2021-03-31"});
                let plan = outsider.post("/v1/plans", &plan).await.expect(201).id();
                outsider.create("/v1/priorities", &json!({"plan_id": plan, "title": "Roads"})).await;
                if *adopted {
                    outsider.act(&format!("/v1/plans/{plan}"), "adopt", &json!({})).await.expect(200);
                }
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        Ok(Truth {
            plans: plans::table.select((plans::id, plans::area, plans::status)).load(conn)?,
            priorities: priorities::table
                .inner_join(plans::table.on(plans::id.eq(priorities::plan_id)))
                .select((priorities::id, priorities::area, plans::status))
                .load(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let scope = rules::scope(&viewer.actor);
        let visible = |row: &(String, String, String)| scope.sees(&row.1, parse::<PlanStatus>(&row.2));
        let seen = ids(&truth.plans, |row| &row.0, visible);
        let priorities = ids(&truth.priorities, |row| &row.0, visible);

        viewer.agrees("plans", &ids(&truth.plans, |row| &row.0, |_| true), &seen).await;
        viewer.agrees("priorities", &ids(&truth.priorities, |row| &row.0, |_| true), &priorities).await;
        viewer.divides("plans", "status", &STATUSES, &seen).await;
        let rows = viewer.client.all("/v1/plans?include=priorities").await;
        assert_eq!(embedded(&rows, "priorities"), priorities, "{}: included priorities", viewer.about);
        for (plan, ..) in &truth.plans {
            let below = viewer.listed(&format!("/v1/priorities?plan={plan}")).await;
            let hidden = !below.is_empty() && !seen.contains(plan);
            assert!(!hidden, "{}: priorities of a plan that is not there", viewer.about);
        }
    }
}
