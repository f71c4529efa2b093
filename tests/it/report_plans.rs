//! The queries of the reports: as many for much as for little, and none that reads a table of records from end to end.

use answerable::foundation::actor::{Actor, TokenScope};
use answerable::foundation::db::AnyConnection;
use answerable::http::call::View;
use answerable::http::paging::Window;
use answerable::reporting::annual::store::AnnualFilter;
use answerable::reporting::coverage::store::CoverageFilter;
use answerable::reporting::golden_thread::store::ThreadSort;
use answerable::reporting::{annual, coverage, golden_thread, in_time};
use diesel::connection::SimpleConnection;
use serde_json::json;

use crate::access::findings::finding;
use crate::support::queries::{plan_of, sent_by};
use crate::support::stage::{Stage, response};
use crate::support::{Engine, TestApp, both};

both!(a_long_thread_takes_as_many_queries_as_a_short_one, the_reports_read_by_their_indexes);

const RECORDS: [&str; 12] = [
    "questions",
    "question_priorities",
    "question_heads",
    "responses",
    "findings",
    "finding_priorities",
    "actions",
    "action_priorities",
    "action_claims",
    "papers",
    "recommendations",
    "audit",
];

fn last(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

fn actor(app: &TestApp, name: &str) -> Actor {
    let person = app.person(name);
    let (user_id, role, area) = (Some(person.id.clone()), person.role, person.area.clone());
    Actor { user_id, role, area, scope: TokenScope::Read, capacity: None, name: person.name.clone() }
}

/// A question with everything that costs a query somewhere: parts, a correction, a response that was corrected, a judgement, a
/// finding, an action whose outcome was checked, and a successor.
async fn rich_question(app: &TestApp, stage: &Stage) {
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let mut draft = stage.question("What has changed?");
    draft["parts"] = json!([{"text": "In January?"}, {"text": "In March?"}]);
    let question = opcc.create("/v1/questions", &draft).await;
    pcc.act(&question, "put", &json!({})).await.expect(200);
    pcc.act(&question, "correct", &json!({"text": "What has changed since?", "reason": "Clearer."})).await.expect(200);
    let answer = force.create(&format!("{question}/responses"), &response("It is falling.")).await;
    force.act(&answer, "submit", &json!({})).await.expect(200);
    force.act(&answer, "correct", &json!({"text": "It falls.", "reason": "Clearer."})).await.expect(200);
    let mut concluded = finding(stage, "It has grown.");
    concluded["question_id"] = json!(last(&question));
    let concluded = opcc.create("/v1/findings", &concluded).await;
    app.move_finding(&concluded, "confirmed").await;
    let action = json!({"text": "A plan.", "owner": "CC", "owner_side": "force", "question_id": last(&question)});
    let action = opcc.create("/v1/actions", &action).await;
    force.act(&action, "start", &json!({})).await.expect(200);
    force.act(&action, "claim", &json!({"evidence": "Sent."})).await.expect(200);
    pcc.act(&action, "accept", &json!({})).await.expect(200);
    pcc.act(&action, "check-outcome", &json!({"result": "confirmed", "reason": "It worked."})).await.expect(200);
    let named = json!({"text": "B", "sources": [{"kind": "question", "id": last(&question)}]});
    opcc.create("/v1/actions", &named).await;
    pcc.act(&question, "carry-forward", &json!({"reason": "Again."})).await.expect(200);
    app.finding_in(stage, "confirmed").await;
    app.action_in(stage, "accepted").await;
    app.recommendation_in(stage, "force", "open").await;
}

async fn queries_of_thread(app: &TestApp, stage: &Stage, name: &str) -> (usize, Vec<String>) {
    let (actor, priority) = (actor(app, name), stage.priority.parse().expect("an id"));
    let today = "2019-01-30".parse().expect("a day");
    let read = move |conn: &mut AnyConnection| {
        let window =
            Window { sort: ThreadSort::PutOn, descending: true, backwards: false, position: None, limit: 20, count: false };
        let (page, queries) =
            sent_by(conn, |conn| golden_thread::api::read(&mut View { conn, actor: &actor, today }, &priority, &window));
        Ok((page?.1.rows.len(), queries))
    };
    app.inner().db.read(read).await.expect("a thread")
}

async fn a_long_thread_takes_as_many_queries_as_a_short_one(app: TestApp) {
    let stage = Stage::set(&app).await;
    // Two of everything: where there is one, its id may be asked for by a statement of another shape.
    for _ in 0..2 {
        rich_question(&app, &stage).await;
    }
    for name in ["force", "opcc"] {
        let (rows, few) = queries_of_thread(&app, &stage, name).await;
        assert_eq!(rows, if name == "force" { 2 } else { 4 });
        assert!((10..45).contains(&few.len()), "{few:#?}");
    }
    let few = queries_of_thread(&app, &stage, "force").await.1.len();
    for _ in 0..4 {
        rich_question(&app, &stage).await;
    }
    let (rows, many) = queries_of_thread(&app, &stage, "force").await;
    assert_eq!((rows, many.len()), (6, few), "{many:#?}");
}

async fn the_reports_read_by_their_indexes(app: TestApp) {
    let stage = Stage::set(&app).await;
    rich_question(&app, &stage).await;
    let mut queries = queries_of_thread(&app, &stage, "force").await.1;
    let (actor, today) = (actor(&app, "force"), "2019-01-30".parse().expect("a day"));
    let engine = app.engine();
    let read = move |conn: &mut AnyConnection| {
        // So late that nothing was asked for months: the days before have to be looked up.
        let unasked = CoverageFilter { on: "2020-01-01".parse().ok(), ..CoverageFilter::default() };
        let (report, covered) = sent_by(conn, |conn| coverage::api::report(&mut View { conn, actor: &actor, today }, &unasked));
        assert!(!report?.priorities.is_empty());
        let (report, annual) =
            sent_by(conn, |conn| annual::api::report(&mut View { conn, actor: &actor, today }, &AnnualFilter::default()));
        assert!(!report?.priorities.is_empty());
        assert_eq!((covered.len(), annual.len()), (6, 10), "{covered:#?} {annual:#?}");
        let (found, in_time) = sent_by(conn, |conn| in_time::store::groups(conn, &actor.area));
        assert!(!found?.is_empty());
        queries.extend(covered.into_iter().chain(annual).chain(in_time));
        if engine == Engine::Postgres {
            // So few rows are read from end to end by right; this asks whether there is an index to read by.
            conn.batch_execute("SET enable_seqscan = off")?;
        }
        let plans: Vec<(String, Vec<String>)> =
            queries.into_iter().map(|query| Ok((query.clone(), plan_of(conn, &query)?))).collect::<diesel::QueryResult<_>>()?;
        if engine == Engine::Postgres {
            conn.batch_execute("RESET enable_seqscan")?;
        }
        Ok(plans)
    };
    for (query, plan) in app.inner().db.read(read).await.expect("plans") {
        for table in RECORDS {
            let end_to_end = [format!("SCAN {table}"), format!("Seq Scan on {table}")];
            let reads_all = |step: &&String| end_to_end.iter().any(|words| step.contains(words) && !step.contains("USING"));
            assert_eq!(plan.iter().find(reads_all), None, "{query}\n{plan:#?}");
        }
    }
}
