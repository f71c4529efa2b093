//! Lists, reads, includes, filters, counts and searches agree with `rules::scope`, for random records and every caller.
//!
//! What there is comes straight from the tables, by queries of this file; what a caller may see of it from the pure rules;
//! what the caller does see over HTTP.

use std::collections::BTreeSet;

use answerable::actor::{Actor, Role};
use answerable::audit::rules as audit_rules;
use answerable::db::AnyConnection;
use answerable::plans::model::PlanStatus;
use answerable::plans::rules as plan_rules;
use answerable::questions::model::QuestionStatus;
use answerable::questions::rules as question_rules;
use answerable::responses::model::{ResponseStatus, Side};
use answerable::responses::rules as response_rules;
use answerable::schema::{actions, audit, plans, priorities, questions, responses, users};
use answerable::users::rules as user_rules;
use chrono::NaiveDate;
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Client, Engine, TestApp, run};

const VIEWERS: [&str; 6] = ["pcc", "opcc", "force", "reader", "outsider", "outside_force"];
const QUESTIONS: [&str; 7] = ["draft", "put", "answered", "returned", "closed", "withdrawn", "withdrawn_after_put"];

/// One record that a random story makes.
#[derive(Debug, Clone)]
enum Step {
    Question(&'static str),
    /// A question that was put, with a draft of the force beside it.
    Drafted,
    Plan(&'static str),
    Action(&'static str),
    Elsewhere(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        5 => proptest::sample::select(&QUESTIONS[..]).prop_map(Step::Question),
        2 => Just(Step::Drafted),
        2 => proptest::sample::select(&["draft", "adopted", "superseded"][..]).prop_map(Step::Plan),
        1 => proptest::sample::select(&["open", "claimed_complete"][..]).prop_map(Step::Action),
        1 => any::<bool>().prop_map(Step::Elsewhere),
    ]
}

async fn tell(app: &TestApp, stage: &Stage, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Question(status) => drop(app.question_in(stage, status).await),
            Step::Drafted => {
                let question = app.question_in(stage, "put").await;
                app.response_to(&question, "draft").await;
            }
            Step::Plan(status) => drop(app.plan_in(stage, status).await),
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
}

/// Every row there is, of every area and status.
#[derive(Clone)]
struct Truth {
    questions: Vec<(String, String, Option<NaiveDate>, String, String)>,
    responses: Vec<(String, String, String, String, String)>,
    plans: Vec<(String, String, String)>,
    priorities: Vec<(String, String, String)>,
    actions: Vec<(String, String)>,
    users: Vec<(String, String, String)>,
    audit: Vec<(String, String, String)>,
}

fn truth(conn: &mut AnyConnection) -> Result<Truth, answerable::error::ApiError> {
    let of_question = (questions::id, questions::area, questions::put_on, questions::status, questions::text);
    let of_response = (responses::id, responses::area, responses::status, responses::side, responses::question_id);
    Ok(Truth {
        questions: questions::table.select(of_question).load(conn)?,
        responses: responses::table.select(of_response).load(conn)?,
        plans: plans::table.select((plans::id, plans::area, plans::status)).load(conn)?,
        priorities: priorities::table
            .inner_join(plans::table.on(plans::id.eq(priorities::plan_id)))
            .select((priorities::id, priorities::area, plans::status))
            .load(conn)?,
        actions: actions::table.select((actions::id, actions::area)).load(conn)?,
        users: users::table.select((users::id, users::area, users::role)).load(conn)?,
        audit: audit::table.select((audit::id, audit::area, audit::actor_role)).load(conn)?,
    })
}

type Ids = BTreeSet<String>;

/// What the rules let one caller see.
struct Seen {
    questions: Ids,
    responses: Ids,
    plans: Ids,
    priorities: Ids,
    actions: Ids,
    users: Ids,
    audit: Ids,
}

fn ids<T>(rows: &[T], id: impl Fn(&T) -> &String, sees: impl Fn(&T) -> bool) -> Ids {
    rows.iter().filter(|row| sees(row)).map(|row| id(row).clone()).collect()
}

fn parse<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no value of ours"))
}

fn seen(truth: &Truth, actor: &Actor) -> Seen {
    let question = question_rules::scope(actor);
    let response = response_rules::scope(actor);
    let plan = plan_rules::scope(actor);
    let user = user_rules::scope(actor);
    let entry = audit_rules::scope(actor);
    Seen {
        questions: ids(&truth.questions, |row| &row.0, |row| question.sees(&row.1, row.2)),
        responses: ids(
            &truth.responses,
            |row| &row.0,
            |row| response.sees(&row.1, parse::<ResponseStatus>(&row.2), parse::<Side>(&row.3)),
        ),
        plans: ids(&truth.plans, |row| &row.0, |row| plan.sees(&row.1, parse::<PlanStatus>(&row.2))),
        priorities: ids(&truth.priorities, |row| &row.0, |row| plan.sees(&row.1, parse::<PlanStatus>(&row.2))),
        actions: ids(&truth.actions, |row| &row.0, |row| row.1 == actor.area),
        users: ids(&truth.users, |row| &row.0, |row| user.sees(&row.1, parse::<Role>(&row.2))),
        audit: ids(&truth.audit, |row| &row.0, |row| entry.sees(&row.1, parse::<Role>(&row.2))),
    }
}

async fn listed(client: &Client, path: &str) -> Ids {
    client.all(path).await.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

/// List, count and read of one collection say the same as the rules.
async fn agrees(client: &Client, about: &str, collection: &str, all: &[&String], seen: &Ids) {
    assert_eq!(&listed(client, &format!("/v1/{collection}?limit=4")).await, seen, "{about}: the list of {collection}");
    let total = client.get(&format!("/v1/{collection}?count=exact&limit=1")).await.expect(200).json["page"]["total"].clone();
    assert_eq!(total, json!(seen.len()), "{about}: the count of {collection}");
    for id in all {
        let wanted = if seen.contains(*id) { 200 } else { 404 };
        client.get(&format!("/v1/{collection}/{id}")).await.expect(wanted);
    }
}

/// The union of a filter's values is the list, and no row is under two of them.
async fn divides(client: &Client, about: &str, collection: &str, filter: &str, values: &[&str], seen: &Ids) {
    let mut union = Ids::new();
    for value in values {
        for id in listed(client, &format!("/v1/{collection}?{filter}={value}")).await {
            assert!(union.insert(id.clone()), "{about}: {id} is under two values of {filter}");
        }
    }
    assert_eq!(&union, seen, "{about}: {collection} by {filter}");
}

fn embedded(rows: &[Value], name: &str) -> Ids {
    let inner = rows.iter().flat_map(|row| row[name].as_array().unwrap_or_else(|| panic!("no {name} in {row}")));
    inner.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

async fn questions_agree(client: &Client, about: &str, truth: &Truth, seen: &Seen) {
    let all: Vec<&String> = truth.questions.iter().map(|row| &row.0).collect();
    agrees(client, about, "questions", &all, &seen.questions).await;
    let statuses: Vec<&str> = QuestionStatus::ALL.iter().map(|status| status.as_str()).collect();
    divides(client, about, "questions", "status", &statuses, &seen.questions).await;
    divides(client, about, "questions", "overdue", &["true", "false"], &seen.questions).await;
    divides(client, about, "questions", "form", &["direct", "request", "challenge", "public"], &seen.questions).await;
    let found = listed(client, "/v1/questions?q=question+neighbours").await;
    let neighbours = ids(&truth.questions, |row| &row.0, |row| seen.questions.contains(&row.0) && row.4.contains("neighbours"));
    assert_eq!(found, neighbours, "{about}: search");

    let rows = client.all("/v1/questions?include=responses,actions&limit=5").await;
    let below = |row: &&(String, String, String, String, String)| seen.questions.contains(&row.4);
    let wanted: Ids =
        truth.responses.iter().filter(below).map(|row| row.0.clone()).filter(|id| seen.responses.contains(id)).collect();
    assert_eq!(embedded(&rows, "responses"), wanted, "{about}: included responses");
    assert!(embedded(&rows, "actions").is_subset(&seen.actions), "{about}: included actions");
    for (id, ..) in &truth.questions {
        let path = format!("/v1/questions/{id}/responses");
        if seen.questions.contains(id) {
            let one = client.get(&format!("/v1/questions/{id}?include=responses")).await.expect(200).json;
            assert_eq!(embedded(&[one], "responses"), listed(client, &path).await, "{about}");
        } else {
            client.get(&path).await.expect(404);
        }
    }
    for (id, ..) in &truth.responses {
        let wanted = if seen.responses.contains(id) { 200 } else { 404 };
        client.get(&format!("/v1/responses/{id}")).await.expect(wanted);
    }
}

async fn the_rest_agrees(client: &Client, about: &str, truth: &Truth, seen: &Seen) {
    let all = |rows: &'_ [(String, String, String)]| rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>();
    for (collection, rows, seen) in [
        ("plans", all(&truth.plans), &seen.plans),
        ("priorities", all(&truth.priorities), &seen.priorities),
        ("users", all(&truth.users), &seen.users),
        ("audit", all(&truth.audit), &seen.audit),
        ("actions", truth.actions.iter().map(|row| row.0.clone()).collect(), &seen.actions),
    ] {
        agrees(client, about, collection, &rows.iter().collect::<Vec<_>>(), seen).await;
    }
    divides(client, about, "plans", "status", &["draft", "adopted", "superseded"], &seen.plans).await;
    divides(client, about, "users", "role", &["pcc", "opcc", "force"], &seen.users).await;
    let plans = client.all("/v1/plans?include=priorities").await;
    assert_eq!(embedded(&plans, "priorities"), seen.priorities, "{about}: included priorities");
    for plan in &truth.plans {
        let below = listed(client, &format!("/v1/priorities?plan={}", plan.0)).await;
        assert!(below.is_empty() || seen.plans.contains(&plan.0), "{about}: priorities of a plan that is not there");
    }
}

async fn everybody_sees_what_the_rules_say(app: TestApp, steps: Vec<Step>) {
    let stage = Stage::set(&app).await;
    tell(&app, &stage, &steps).await;
    let truth = app.inner().db.read(truth).await.expect("the tables");
    for viewer in VIEWERS {
        let person = app.person(viewer);
        let actor = Actor {
            user_id: Some(person.id.clone()),
            role: person.role,
            area: person.area.clone(),
            scope: person.scope,
            capacity: None,
            name: person.name.clone(),
        };
        let (client, seen) = (app.client(viewer), seen(&truth, &actor));
        let about = format!("{viewer} after {steps:?}");
        questions_agree(&client, &about, &truth, &seen).await;
        the_rest_agrees(&client, &about, &truth, &seen).await;
    }
}

fn for_random_records(engine: Engine) {
    // Each case is a whole application with dozens of requests: few cases, many records in each.
    let config = Config { cases: 4, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let stories = proptest::collection::vec(step(), 4..12);
    let outcome = TestRunner::new(config).run(&stories, |steps| {
        run(engine, move |app| everybody_sees_what_the_rules_say(app, steps));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn on_sqlite() {
    for_random_records(Engine::Sqlite);
}

#[test]
fn on_postgres() {
    for_random_records(Engine::Postgres);
}

/// One of everything, so that no status is left to chance.
#[test]
fn with_one_of_everything() {
    let steps = QUESTIONS.into_iter().map(Step::Question).chain([
        Step::Drafted,
        Step::Plan("draft"),
        Step::Plan("superseded"),
        Step::Action("open"),
        Step::Elsewhere(false),
        Step::Elsewhere(true),
    ]);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let steps = steps.clone().collect();
        run(engine, move |app| everybody_sees_what_the_rules_say(app, steps));
    }
}
