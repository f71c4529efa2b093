//! Groups, parts and judgements of questions, and the report on answers: they are seen by who sees the question.

use std::collections::BTreeSet;

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{answer_judgements, question_groups, question_parts, questions};
use answerable::record::questions::question_groups::rules as group_rules;
use answerable::record::questions::rules as question_rules;
use chrono::NaiveDate;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Subject, Viewer, embedded, ids};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 6] = ["draft", "put", "answered", "returned", "closed", "withdrawn"];

pub struct Answers;

super::proves!(Answers);

#[derive(Debug, Clone)]
pub enum Step {
    /// A question of two parts.
    Parted(&'static str),
    /// A question without parts, judged.
    Judged,
    /// A group with no question, with a draft, or with one that was put.
    Group(&'static str),
    CarriedForward,
    /// A question of the neighbours, put or not, in a group.
    Elsewhere(bool),
}

type Question = (String, String, Option<NaiveDate>);

pub struct Truth {
    questions: Vec<Question>,
    groups: Vec<Question>,
    parts: Vec<(String, String)>,
    judgements: Vec<(String, String)>,
}

impl Subject for Answers {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => proptest::sample::select(&STATUSES[..]).prop_map(Step::Parted),
            1 => Just(Step::Judged),
            2 => proptest::sample::select(&["empty", "draft", "put"][..]).prop_map(Step::Group),
            1 => Just(Step::CarriedForward),
            1 => any::<bool>().prop_map(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let groups = ["empty", "draft", "put"].map(Step::Group);
        let others = [Step::Judged, Step::CarriedForward, Step::Elsewhere(false), Step::Elsewhere(true)];
        STATUSES.into_iter().map(Step::Parted).chain(groups).chain(others).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        match step {
            Step::Parted(status) => drop(app.parted_in(stage, status).await),
            Step::Judged => {
                let question = app.question_in(stage, "put").await;
                let judged = json!({"outcome": "declined", "reason": "It was said so."});
                app.opcc().act(&question, "judge", &judged).await.expect(200);
            }
            Step::Group("draft") => {
                let group = app.group_in(stage, "draft").await;
                let mut question = stage.question("Not yet?");
                question["group_id"] = json!(group.rsplit_once('/').expect("a path").1);
                app.opcc().create("/v1/questions", &question).await;
            }
            Step::Group(status) => drop(app.group_in(stage, status).await),
            Step::CarriedForward => {
                let question = app.parted_in(stage, "put").await;
                let reason = json!({"reason": "There was no time for it."});
                app.opcc().act(&question, "carry-forward", &reason).await.expect(200);
            }
            Step::Elsewhere(put) => {
                let outsider = app.client("outsider");
                let group = outsider.post("/v1/question-groups", &json!({"title": "Of the neighbours"})).await.expect(201).id();
                let question = json!({"text": "Theirs?", "group_id": group, "parts": [{"text": "One?"}]});
                let question = outsider.create("/v1/questions", &question).await;
                if *put {
                    outsider.act(&question, "put", &json!({})).await.expect(200);
                }
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        let group = (question_groups::id, question_groups::area, question_groups::first_put_on);
        let judgement = (answer_judgements::id, answer_judgements::question_id);
        Ok(Truth {
            questions: questions::table.select((questions::id, questions::area, questions::put_on)).load(conn)?,
            groups: question_groups::table.select(group).load(conn)?,
            parts: question_parts::table.select((question_parts::id, question_parts::question_id)).load(conn)?,
            judgements: answer_judgements::table.select(judgement).load(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let (client, about) = (&viewer.client, &viewer.about);
        let group = group_rules::scope(&viewer.actor);
        let groups = ids(&truth.groups, |row| &row.0, |row| group.sees(&row.1, row.2));
        viewer.agrees("question-groups", &ids(&truth.groups, |row| &row.0, |_| true), &groups).await;

        let question = question_rules::scope(&viewer.actor);
        let seen = ids(&truth.questions, |row| &row.0, |row| question.sees(&row.1, row.2));
        let parts = ids(&truth.parts, |row| &row.0, |row| seen.contains(&row.1));
        viewer.reads("question-parts", &ids(&truth.parts, |row| &row.0, |_| true), &parts).await;
        assert_eq!(embedded(&client.all("/v1/questions?limit=5").await, "parts"), parts, "{about}: parts of the list");
        for (id, ..) in &truth.questions {
            let (parts, judgements) = (format!("/v1/questions/{id}/parts"), format!("/v1/questions/{id}/judgements"));
            if seen.contains(id) {
                assert_eq!(viewer.listed(&parts).await, ids(&truth.parts, |row| &row.0, |row| row.1 == *id), "{about}");
                let judged = ids(&truth.judgements, |row| &row.0, |row| row.1 == *id);
                assert_eq!(viewer.listed(&judgements).await, judged, "{about}");
            } else {
                client.get(&parts).await.expect(404);
                client.get(&judgements).await.expect(404);
            }
        }

        // Whoever asks: what was put in the area, no more and no less.
        let put = truth.questions.iter().filter(|row| row.1 == viewer.actor.area && row.2.is_some()).count();
        let report = client.get("/v1/reports/answers").await.expect(200).json;
        assert_eq!(report["questions"], put, "{about}");
        let fates = report["by_fate"].as_object().expect("fates").values().map(|count| count.as_u64().expect("a count"));
        assert_eq!(fates.sum::<u64>(), u64::try_from(put).expect("small"), "{about}");
        let in_groups: BTreeSet<String> =
            client.all("/v1/questions").await.iter().filter_map(|row| row["group_id"].as_str().map(str::to_owned)).collect();
        assert!(in_groups.is_subset(&groups), "{about}: a visible question is in a visible group");
    }
}
