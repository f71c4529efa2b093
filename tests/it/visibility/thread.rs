//! The thread of each priority shows what the rules of each record show, no more and no less.

use answerable::foundation::actor::Side;
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{
    action_priorities, actions, data_point_priorities, data_points, finding_priorities, findings, plans, priorities,
    question_priorities, questions, recommendation_set_priorities, recommendation_sets, responses,
};
use answerable::record::evidence::data_points as points;
use answerable::record::findings::model::FindingStatus;
use answerable::record::model::{DataPointStatus, RecommendationSetStatus};
use answerable::record::planning::plans as planned;
use answerable::record::planning::plans::model::PlanStatus;
use answerable::record::questions::responses::model::ResponseStatus;
use answerable::record::recommendations::recommendation_sets as sets;
use answerable::record::{findings as found, questions as asked};
use chrono::NaiveDate;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Ids, Subject, Viewer, embedded, ids, parse};
use crate::access::findings::finding;
use crate::support::TestApp;
use crate::support::stage::Stage;

const QUESTIONS: [&str; 6] = ["draft", "put", "answered", "closed", "withdrawn", "withdrawn_after_put"];
const FINDINGS: [&str; 3] = ["draft", "shared", "confirmed"];

pub struct Threads;

super::proves!(Threads);

#[derive(Debug, Clone)]
pub enum Step {
    Question(&'static str),
    /// A question that was put, with a draft answer of the force.
    Drafted,
    /// About a question under the priority, or about none.
    Finding(&'static str, bool),
    Action(bool),
    Point(&'static str, bool),
    Set(&'static str),
    Plan(&'static str),
}

/// Id, area, and what else the rules ask; links are pairs of a record and a priority.
pub struct Truth {
    priorities: Vec<(String, String, String)>,
    questions: Vec<(String, String, Option<NaiveDate>)>,
    responses: Vec<(String, String, String, String, String)>,
    findings: Vec<(String, String, String, Option<String>)>,
    actions: Vec<(String, String, Option<String>)>,
    points: Vec<(String, String, String, String)>,
    sets: Vec<(String, String, String)>,
    links: Vec<(String, String)>,
}

impl Subject for Threads {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        let of = |words: &'static [&'static str]| proptest::sample::select(words);
        prop_oneof![
            3 => of(&QUESTIONS).prop_map(Step::Question),
            1 => Just(Step::Drafted),
            3 => (of(&FINDINGS), any::<bool>()).prop_map(|(status, about)| Step::Finding(status, about)),
            2 => any::<bool>().prop_map(Step::Action),
            2 => (of(&["force", "opcc"]), any::<bool>()).prop_map(|(who, submit)| Step::Point(who, submit)),
            1 => of(&["draft", "recorded"]).prop_map(Step::Set),
            1 => of(&["draft", "adopted", "superseded"]).prop_map(Step::Plan),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let mut steps: Vec<Step> = QUESTIONS.into_iter().map(Step::Question).collect();
        steps.extend(FINDINGS.into_iter().flat_map(|status| [Step::Finding(status, true), Step::Finding(status, false)]));
        steps.extend(["force", "opcc"].into_iter().flat_map(|who| [Step::Point(who, true), Step::Point(who, false)]));
        steps.extend(["draft", "adopted", "superseded"].map(Step::Plan));
        steps.extend([Step::Drafted, Step::Action(true), Step::Action(false), Step::Set("draft"), Step::Set("recorded")]);
        steps
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        let id = |path: String| json!(path.rsplit_once('/').expect("a path").1);
        match step {
            Step::Question(status) => drop(app.question_in(stage, status).await),
            Step::Drafted => {
                let question = app.question_in(stage, "put").await;
                app.response_to(&question, "draft").await;
            }
            Step::Finding(status, about) => {
                let mut draft = finding(stage, "A conclusion.");
                if *about {
                    draft["question_id"] = id(app.question_in(stage, "put").await);
                }
                let path = app.opcc().create("/v1/findings", &draft).await;
                app.move_finding(&path, status).await;
            }
            Step::Action(about) => {
                let mut action = json!({"text": "A plan.", "priority_ids": [stage.priority]});
                if *about {
                    action["question_id"] = id(app.question_in(stage, "put").await);
                }
                app.opcc().create("/v1/actions", &action).await;
            }
            Step::Point(who, submit) => {
                let point =
                    json!({"label": "Backlog", "value": {"kind": "exact", "value": "893"}, "priority_ids": [stage.priority]});
                let path = app.client(who).create("/v1/data-points", &point).await;
                if *submit {
                    app.client(who).act(&path, "submit", &json!({})).await.expect(200);
                }
            }
            Step::Set(status) => drop(app.recommendation_set_in(stage, status).await),
            Step::Plan(status) => drop(app.plan_in(stage, status).await),
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        let under = priorities::table.inner_join(plans::table.on(plans::id.eq(priorities::plan_id)));
        let said = (responses::id, responses::area, responses::status, responses::side, responses::question_id);
        let mut links: Vec<(String, String)> = question_priorities::table.load(conn)?;
        links.extend(finding_priorities::table.load::<(String, String)>(conn)?);
        links.extend(action_priorities::table.load::<(String, String)>(conn)?);
        links.extend(recommendation_set_priorities::table.load::<(String, String)>(conn)?);
        let figures = (data_point_priorities::data_point_id, data_point_priorities::priority_id);
        links.extend(data_point_priorities::table.select(figures).load::<(String, String)>(conn)?);
        Ok(Truth {
            priorities: under.select((priorities::id, priorities::area, plans::status)).load(conn)?,
            questions: questions::table.select((questions::id, questions::area, questions::put_on)).load(conn)?,
            responses: responses::table.select(said).load(conn)?,
            findings: findings::table
                .select((findings::id, findings::area, findings::status, findings::question_id))
                .load(conn)?,
            actions: actions::table.select((actions::id, actions::area, actions::question_id)).load(conn)?,
            points: data_points::table
                .select((data_points::id, data_points::area, data_points::status, data_points::side))
                .load(conn)?,
            sets: recommendation_sets::table
                .select((recommendation_sets::id, recommendation_sets::area, recommendation_sets::status))
                .load(conn)?,
            links,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let scope = planned::rules::scope(&viewer.actor);
        for (id, area, status) in &truth.priorities {
            let path = format!("/v1/priorities/{id}/thread");
            if scope.sees(area, parse::<PlanStatus>(status)) {
                check_thread(viewer, truth, id, &path).await;
            } else {
                viewer.client.get(&path).await.refused(404);
            }
        }
    }
}

async fn check_thread(viewer: &Viewer, truth: &Truth, priority: &str, path: &str) {
    let (actor, about) = (&viewer.actor, &viewer.about);
    let linked = |id: &String| truth.links.iter().any(|(record, other)| record == id && other == priority);
    let question = asked::rules::scope(actor);
    let questions = ids(&truth.questions, |row| &row.0, |row| linked(&row.0) && question.sees(&row.1, row.2));
    let rows = viewer.client.all(&format!("{path}?limit=3")).await;
    let listed: Ids = rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect();
    assert_eq!((listed.len(), &listed), (rows.len(), &questions), "{about}: questions of {path}");
    let total = viewer.client.get(&format!("{path}?limit=1&count=exact")).await.expect(200).json["page"]["total"].clone();
    assert_eq!(total, json!(questions.len()), "{about}: the count of {path}");

    let response = answerable::record::questions::responses::rules::scope(actor);
    let said = |row: &(String, String, String, String, String)| {
        questions.contains(&row.4) && response.sees(&row.1, parse::<ResponseStatus>(&row.2), parse::<Side>(&row.3))
    };
    assert_eq!(embedded(&rows, "responses"), ids(&truth.responses, |row| &row.0, said), "{about}: responses of {path}");
    let concluded = found::rules::scope(actor);
    let seen = |row: &(String, String, String, Option<String>)| concluded.sees(&row.1, parse::<FindingStatus>(&row.2));
    let of_question = |question: &Option<String>| question.as_ref().is_some_and(linked);
    let wanted = ids(&truth.findings, |row| &row.0, |row| seen(row) && of_question(&row.3));
    assert_eq!(embedded(&rows, "findings"), wanted, "{about}: findings of {path}");
    let wanted = ids(&truth.actions, |row| &row.0, |row| row.1 == actor.area && of_question(&row.2));
    assert_eq!(embedded(&rows, "actions"), wanted, "{about}: actions of {path}");

    let apart = viewer.client.get(path).await.expect(200).json["apart"].clone();
    let stands = |list: &str| -> Ids { embedded(&[json!({"data": apart[list]["data"]})], "data") };
    let wanted = ids(&truth.findings, |row| &row.0, |row| seen(row) && linked(&row.0) && !of_question(&row.3));
    assert_eq!(stands("findings"), wanted, "{about}: findings apart of {path}");
    let wanted = ids(&truth.actions, |row| &row.0, |row| row.1 == actor.area && linked(&row.0) && !of_question(&row.2));
    assert_eq!(stands("actions"), wanted, "{about}: actions apart of {path}");
    let (figure, set) = (points::rules::scope(actor), sets::rules::scope(actor));
    let visible =
        |row: &(String, String, String, String)| figure.sees(&row.1, parse::<DataPointStatus>(&row.2), parse::<Side>(&row.3));
    let wanted = ids(&truth.points, |row| &row.0, |row| linked(&row.0) && visible(row));
    assert_eq!(stands("data_points"), wanted, "{about}: figures of {path}");
    let wanted =
        ids(&truth.sets, |row| &row.0, |row| linked(&row.0) && set.sees(&row.1, parse::<RecommendationSetStatus>(&row.2)));
    assert_eq!(stands("recommendation_sets"), wanted, "{about}: sets of {path}");
    assert!(apart.as_object().expect("lists").values().all(|list| list["truncated"] == Value::Bool(false)));
}
