//! Questions with the responses and actions that are read through them.

use answerable::foundation::actor::Side;
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{actions, questions, responses};
use answerable::record::questions::model::QuestionStatus;
use answerable::record::questions::responses::model::ResponseStatus;
use answerable::record::questions::responses::rules as response_rules;
use answerable::record::questions::rules as question_rules;
use chrono::NaiveDate;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Ids, Restricted, Subject, Viewer, embedded, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 7] = ["draft", "put", "answered", "returned", "closed", "withdrawn", "withdrawn_after_put"];

pub struct Questions;

super::proves!(Questions);

#[derive(Debug, Clone)]
pub enum Step {
    Question(&'static str),
    /// A draft that only the PCC reads.
    Restricted,
    /// A question that was put, with a draft of the force beside it.
    Drafted,
    Action(&'static str),
    /// A question of the neighbours, put or not.
    Elsewhere(bool),
}

pub struct Truth {
    questions: Vec<(String, String, Option<NaiveDate>, String)>,
    responses: Vec<(String, String, String, String, String)>,
    actions: Vec<(String, String)>,
    restricted: Restricted,
}

impl Subject for Questions {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            5 => proptest::sample::select(&STATUSES[..]).prop_map(Step::Question),
            2 => Just(Step::Restricted),
            2 => Just(Step::Drafted),
            1 => proptest::sample::select(&["open", "claimed_complete"][..]).prop_map(Step::Action),
            1 => any::<bool>().prop_map(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let others = [Step::Restricted, Step::Drafted, Step::Action("open"), Step::Elsewhere(false), Step::Elsewhere(true)];
        STATUSES.into_iter().map(Step::Question).chain(others).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        match step {
            Step::Question(status) => drop(app.question_in(stage, status).await),
            Step::Restricted => super::restrict(app, &app.question_in(stage, "draft").await).await,
            Step::Drafted => {
                let question = app.question_in(stage, "put").await;
                app.response_to(&question, "draft").await;
            }
            Step::Action(status) => drop(app.action_in(stage, status).await),
            Step::Elsewhere(put) => {
                let outsider = app.client("outsider");
                let question = outsider.create("/v1/questions", &json!({"text": "A question of the neighbours?"})).await;
                if *put {
                    outsider.act(&question, "put", &json!({})).await.expect(200);
                }
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        let of_question = (questions::id, questions::area, questions::put_on, questions::text);
        let of_response = (responses::id, responses::area, responses::status, responses::side, responses::question_id);
        Ok(Truth {
            questions: questions::table.select(of_question).load(conn)?,
            responses: responses::table.select(of_response).load(conn)?,
            actions: actions::table.select((actions::id, actions::area)).load(conn)?,
            restricted: Restricted::read(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let (question, response) = (question_rules::scope(&viewer.actor), response_rules::scope(&viewer.actor));
        let kept = truth.restricted.kept_from(&viewer.actor);
        let seen = ids(&truth.questions, |row| &row.0, |row| question.sees(&row.1, row.2) && !kept.contains(&row.0));
        let response_sees = |row: &(String, String, String, String, String)| {
            response.sees(&row.1, parse::<ResponseStatus>(&row.2), parse::<Side>(&row.3))
        };
        let responses = ids(&truth.responses, |row| &row.0, response_sees);

        viewer.agrees("questions", &ids(&truth.questions, |row| &row.0, |_| true), &seen).await;
        let statuses: Vec<&str> = QuestionStatus::ALL.iter().map(|status| status.as_str()).collect();
        viewer.divides("questions", "status", &statuses, &seen).await;
        viewer.divides("questions", "restricted", &["true", "false"], &seen).await;
        viewer.divides("questions", "overdue", &["true", "false"], &seen).await;
        viewer.divides("questions", "form", &["direct", "request", "challenge", "public"], &seen).await;
        let found = viewer.listed("/v1/questions?q=question+neighbours").await;
        let neighbours = ids(&truth.questions, |row| &row.0, |row| seen.contains(&row.0) && row.3.contains("neighbours"));
        assert_eq!(found, neighbours, "{}: search", viewer.about);
        viewer.reads("responses", &ids(&truth.responses, |row| &row.0, |_| true), &responses).await;
        included(viewer, truth, &seen, &responses).await;
    }
}

/// What is read through a question is what is read beside it.
async fn included(viewer: &Viewer, truth: &Truth, seen: &Ids, responses: &Ids) {
    let (client, about) = (&viewer.client, &viewer.about);
    let rows = client.all("/v1/questions?include=responses,actions&limit=5").await;
    let wanted = ids(&truth.responses, |row| &row.0, |row| seen.contains(&row.4) && responses.contains(&row.0));
    assert_eq!(embedded(&rows, "responses"), wanted, "{about}: included responses");
    let actions = ids(&truth.actions, |row| &row.0, |row| row.1 == viewer.actor.area);
    assert!(embedded(&rows, "actions").is_subset(&actions), "{about}: included actions");
    for (id, ..) in &truth.questions {
        let path = format!("/v1/questions/{id}/responses");
        if seen.contains(id) {
            let one = client.get(&format!("/v1/questions/{id}?include=responses")).await.expect(200).json;
            assert_eq!(embedded(&[one], "responses"), viewer.listed(&path).await, "{about}");
        } else {
            client.get(&path).await.expect(404);
        }
    }
}
