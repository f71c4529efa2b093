//! Data points, of which a draft is seen by the side that writes it only, with the measures and answers they name.

use answerable::foundation::actor::Side;
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{data_point_conflicts, data_points};
use answerable::record::evidence::data_points::rules;
use answerable::record::model::DataPointStatus;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Ids, Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 3] = ["draft", "submitted", "superseded"];

pub struct DataPoints;

super::proves!(DataPoints);

#[derive(Debug, Clone)]
pub enum Step {
    Point(&'static str, &'static str),
    /// A point that contradicts one of the other side, submitted or not.
    Conflict(bool),
    /// A point that belongs to a draft answer of the force.
    Answer(bool),
    Elsewhere,
}

pub struct Truth {
    points: Vec<(String, String, String, String)>,
    conflicts: Vec<(String, String)>,
}

impl Subject for DataPoints {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (proptest::sample::select(&["force", "opcc"][..]), proptest::sample::select(&STATUSES[..]))
                .prop_map(|(who, status)| Step::Point(who, status)),
            2 => any::<bool>().prop_map(Step::Conflict),
            1 => any::<bool>().prop_map(Step::Answer),
            1 => Just(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let points = ["force", "opcc"].into_iter().flat_map(|who| STATUSES.map(|status| Step::Point(who, status)));
        let others = [Step::Conflict(false), Step::Conflict(true), Step::Answer(false), Step::Answer(true), Step::Elsewhere];
        points.chain(others).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        let point = |more: Value| {
            let mut point = json!({"label": "Backlog", "value": {"kind": "exact", "value": "893"}});
            point.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
            point
        };
        let force = app.force();
        let (made, submit) = match step {
            Step::Point(who, status) => {
                app.data_point_in(who, status).await;
                return;
            }
            Step::Conflict(submit) => {
                let other = app.data_point_in("opcc", "submitted").await;
                let other = other.rsplit_once('/').expect("a path").1;
                (force.create("/v1/data-points", &point(json!({"conflicts_with": [other]}))).await, *submit)
            }
            Step::Answer(submit) => {
                let question = app.question_in(stage, "put").await;
                let answer = app.response_to(&question, "draft").await;
                let answer = answer.rsplit_once('/').expect("a path").1;
                (force.create("/v1/data-points", &point(json!({"response_id": answer}))).await, *submit)
            }
            Step::Elsewhere => {
                app.client("outside_force").create("/v1/data-points", &point(json!({}))).await;
                return;
            }
        };
        if submit {
            force.act(&made, "submit", &json!({})).await.expect(200);
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        let row = (data_points::id, data_points::area, data_points::status, data_points::side);
        let pair = (data_point_conflicts::data_point_id, data_point_conflicts::other_id);
        Ok(Truth {
            points: data_points::table.select(row).load(conn)?,
            conflicts: data_point_conflicts::table.select(pair).load(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let scope = rules::scope(&viewer.actor);
        let may_see =
            |row: &(String, String, String, String)| scope.sees(&row.1, parse::<DataPointStatus>(&row.2), parse::<Side>(&row.3));
        let seen = ids(&truth.points, |row| &row.0, may_see);
        viewer.agrees("data-points", &ids(&truth.points, |row| &row.0, |_| true), &seen).await;
        viewer.divides("data-points", "status", &STATUSES, &seen).await;
        viewer.divides("data-points", "side", &["force", "office"], &seen).await;
        assert_eq!(viewer.listed("/v1/data-points?q=backlog").await, seen, "{}: search", viewer.about);
        links(viewer, truth, &seen).await;
    }
}

/// What a point names is seen from both ends, as far as the ends are seen.
async fn links(viewer: &Viewer, truth: &Truth, seen: &Ids) {
    for row in viewer.client.all("/v1/data-points?limit=7").await {
        let id = row["id"].as_str().expect("an id");
        let named: Ids =
            row["conflicts_with"].as_array().expect("ids").iter().map(|id| id.as_str().expect("an id").to_owned()).collect();
        let other_end = |(one, other): &(String, String)| match (one == id, other == id) {
            (true, _) => Some(other.clone()),
            (_, true) => Some(one.clone()),
            _ => None,
        };
        let wanted: Ids = truth.conflicts.iter().filter_map(other_end).filter(|other| seen.contains(other)).collect();
        assert_eq!(named, wanted, "{}: what contradicts {id}", viewer.about);
        if let Some(answer) = row["response_id"].as_str() {
            viewer.client.get(&format!("/v1/responses/{answer}")).await.expect(200);
        }
    }
}
