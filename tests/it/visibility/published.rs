//! What is withheld, drafted, not published yet, or taken back is in no byte that leaves the public surface: every path of it as the
//! archive writes them (documents, lists, records, feeds, calendar, tables, catalogue, log), searches, heads, messages to others.

use answerable::service::in_process;
use answerable::transfer::export::public::export;
use answerable::webhooks::deliver;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::random::for_random;
use crate::support::receiver::Receiver;
use crate::support::stage::{Stage, despite};
use crate::support::{Engine, TestApp};

/// How far the edition of a question has come.
const STAGES: [&str; 6] = ["none", "prepared", "approved", "embargoed", "published", "withdrawn"];

/// What is withheld of the question, of its context, of the answer: nothing, a word, all of it.
#[derive(Debug, Clone)]
struct Plan {
    edition: usize,
    /// Whether another edition was published before, with everything in it, and withdrawn again.
    taken_back: bool,
    withheld: [usize; 3],
    /// Whether the answer is still a draft.
    drafted: bool,
}

const FIELDS: [&str; 3] = ["text", "context", "answer"];

fn word(question: usize, field: usize, place: usize) -> String {
    format!("zq{question}{}{place}word", FIELDS[field])
}

fn text(question: usize, field: usize) -> String {
    (0..3).map(|place| word(question, field, place)).collect::<Vec<_>>().join(" ")
}

#[test]
fn on_sqlite() {
    for_random_records(Engine::Sqlite);
}

#[test]
fn on_postgres() {
    for_random_records(Engine::Postgres);
}

fn for_random_records(engine: Engine) {
    let one = (0..STAGES.len(), any::<bool>(), proptest::array::uniform3(0..3usize), any::<bool>());
    let one = one.prop_map(|(edition, taken_back, withheld, drafted)| Plan { edition, taken_back, withheld, drafted });
    for_random(engine, 3, &proptest::collection::vec(one, 6..10), nothing_else_leaves);
}

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn edition_of(app: &TestApp, question: &str) -> String {
    app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(question)})).await
}

async fn taken_back(app: &TestApp, question: &str) {
    let edition = edition_of(app, question).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It said too much."})).await.expect(200);
}

/// A question with an answer as planned, brought as far as planned.
async fn make(app: &TestApp, stage: &Stage, number: usize, plan: &Plan) {
    let mut question = stage.question(&text(number, 0));
    question["context"] = json!(text(number, 1));
    question["meeting_id"] = Value::Null;
    let question = app.opcc().create("/v1/questions", &question).await;
    app.pcc().act(&question, "put", &json!({})).await.expect(200);
    let answer = json!({"text": text(number, 2), "mode": "written"});
    let answer = app.force().create(&format!("{question}/responses"), &answer).await;
    if !plan.drafted {
        app.force().act(&answer, "submit", &json!({})).await.expect(200);
    }
    if plan.taken_back {
        taken_back(app, &question).await;
    }
    for (field, how) in plan.withheld.into_iter().enumerate().filter(|(field, how)| *how > 0 && !(*field == 2 && plan.drafted)) {
        let (resource, resource_id, member) =
            if field == 2 { ("responses", id(&answer), "text") } else { ("questions", id(&question), FIELDS[field]) };
        let span = (how == 1).then(|| word(number, field, 1));
        let body = json!({"resource": resource, "resource_id": resource_id, "field": member, "span": span, "reason": "foia_s40"});
        app.opcc().create("/v1/redactions", &body).await;
    }
    let reached = STAGES[plan.edition];
    if reached == "none" {
        return;
    }
    let edition = edition_of(app, &question).await;
    if reached == "prepared" {
        return;
    }
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    if reached == "embargoed" {
        app.opcc().act(&edition, "publish", &json!({"publish_at": "2019-06-01T12:00:00Z"})).await.expect(200);
    }
    if reached == "published" || reached == "withdrawn" {
        app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    }
    if reached == "withdrawn" {
        app.pcc().act(&edition, "withdraw", &json!({"explanation": "It came too early."})).await.expect(200);
    }
}

/// The words that the public may read, and those that it may not.
fn words(plans: &[Plan]) -> (Vec<String>, Vec<String>) {
    let (mut open, mut kept) = (Vec::new(), Vec::new());
    for (number, plan) in plans.iter().enumerate() {
        for (field, how) in plan.withheld.into_iter().enumerate() {
            let is_out = STAGES[plan.edition] == "published" && !(field == 2 && plan.drafted);
            for place in 0..3 {
                let is_withheld = how == 2 || how == 1 && place == 1;
                if is_out && !is_withheld { &mut open } else { &mut kept }.push(word(number, field, place));
            }
        }
    }
    (open, kept)
}

fn files(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let body = String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
            found.push((path.display().to_string(), body));
        }
    }
}

/// Every path of the public surface as it is sent, with its name and its head.
async fn surface(app: &TestApp) -> Vec<(String, String)> {
    let home = tempfile::tempdir().expect("a directory");
    let routes = in_process::routes(app.inner()).await;
    export(app.inner(), &routes, &home.path().join("out"), &mut |_, _| {}).await.expect("an archive");
    let mut all = Vec::new();
    files(home.path(), &mut all);
    assert!(all.len() > 40, "{}", all.len());
    for collection in ["", "/meetings", "/questions", "/actions", "/priorities", "/recommendations", "/editions", "/changes"] {
        let path = format!("/public/v1{collection}");
        let reply = app.nobody().get(&path).await.expect(200);
        all.push((path, format!("{:?} {}", reply.headers, reply.text)));
    }
    all
}

async fn nothing_else_leaves(app: TestApp, plans: Vec<Plan>) {
    let app = TestApp::start_with(app.engine(), |settings| settings.webhooks_allow_loopback = true).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    let events = ["edition.published", "edition.withdrawn", "question.put", "response.submitted", "action.became_overdue"];
    app.force().post("/v1/webhooks", &json!({"url": receiver.url("/hook"), "events": events})).await.expect(201);
    for (number, plan) in plans.iter().enumerate() {
        make(&app, &stage, number, plan).await;
    }
    let (open, kept) = words(&plans);
    let mut said = surface(&app).await;
    while deliver::deliver_due(app.inner()).await.expect("deliveries") > 0 {}
    let messages = receiver.all();
    assert!(messages.len() >= plans.len(), "a message for each question that was put");
    said.extend(messages.into_iter().map(|message| (message.path.clone(), format!("{:?} {}", message.headers, message.body))));
    for word in &kept {
        for (name, body) in &said {
            assert!(!name.contains(word) && !body.contains(word), "{plans:?}: {word} in {name}: {body}");
        }
        for list in ["search", "questions", "actions", "meetings"] {
            let found = app.nobody().get(&format!("/public/v1/{list}?q={word}")).await.expect(200);
            assert_eq!(found.json["data"], json!([]), "{plans:?}: {list} finds {word}");
        }
    }
    for word in &open {
        assert!(said.iter().any(|(_, body)| body.contains(word)), "{plans:?}: {word} is nowhere");
        let found = app.nobody().get(&format!("/public/v1/search?q={word}")).await.expect(200);
        assert_eq!(found.ids().len(), 1, "{plans:?}: {word} is not found");
    }
    app.stop().await;
}
