//! The day something was said is published, never the day it was typed: by record file, by command and over HTTP.

use std::process::Command;

use serde_json::{Value, json};

use crate::import::import;
use crate::support::stage::{Stage, despite, meeting, response};
use crate::support::{TestApp, both};

both!(an_answer_in_a_file_was_given_at_its_meeting, an_answer_typed_later_was_given_at_the_meeting, a_judgement_has_its_own_day,);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// Publishes a question and reads it as everybody does.
async fn published(app: &TestApp, question: &str) -> Value {
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": question})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.nobody().get(&format!("/public/v1/questions/{question}")).await.expect(200).json
}

/// A meeting of years ago: an oral answer, a written one that came later, a judgement with a day and one without.
fn file() -> Value {
    let answer = |mode: &str, given_on: Value| json!({"text": "We have twelve.", "attribution": "single", "speakers": [{"capacity": "CC"}], "mode": mode, "given_on": given_on});
    let question = |responses: Value, judgement: Value| json!({"form": "direct", "text": "How many cars are there?", "put_on": "2022-11-30", "responses": responses, "judgement": judgement});
    let judged = |on: Value| json!({"outcome": "answered", "reason": "A number was given.", "judged_on": on});
    json!({
        "format": "answerable-record/1",
        "area": {"slug": "west-mercia", "code": "WM", "name": "West Mercia", "force_name": "West Mercia Police"},
        "body": {"kind": "pcc", "name": "PCC for West Mercia", "valid_from": "2012-11-22"},
        "meetings": [{
            "key": "board", "kind": "public", "title": "Public board", "held_on": "2022-11-30", "is_public": true, "status": "held",
            "questions": [
                question(json!([answer("oral", Value::Null)]), judged(Value::Null)),
                question(json!([answer("written", json!("2022-12-12"))]), judged(Value::Null)),
                question(json!([answer("oral", Value::Null)]), judged(json!("2022-12-20"))),
            ],
        }],
    })
}

/// Given, judged: as the public reads them, and what the question says of its answer.
fn told(question: &Value) -> [&str; 4] {
    let at = |pointer: &str| question.pointer(pointer).and_then(Value::as_str).unwrap_or("-");
    [at("/responses/0/given_on"), at("/judgements/0/on"), at("/answer/judged/on"), at("/answer/since")]
}

async fn an_answer_in_a_file_was_given_at_its_meeting(app: TestApp) {
    let want = [
        ["2022-11-30"; 4],
        // Nothing is judged before it is given.
        ["2022-12-12"; 4],
        ["2022-11-30", "2022-12-20", "2022-12-20", "2022-12-20"],
    ];
    app.set_time("2025-05-06T09:00:00Z");
    // By the command, as an office does it.
    let folder = tempfile::tempdir().expect("a directory");
    let path = folder.path().join("2022-11.json");
    std::fs::write(&path, file().to_string()).expect("a file");
    let database = app.database_url();
    let run =
        Command::new(env!("CARGO_BIN_EXE_answerable")).arg("import").arg(&path).args(["--database-url", &database]).output();
    let run = run.expect("the binary runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    // The command reads the clock of the machine: what it has typed was typed long after.
    app.set_time("2035-05-06T09:00:00Z");
    let questions = app.pcc().all("/v1/questions?sort=created_at&include=responses").await;
    assert_eq!(questions.len(), 3);
    for (question, want) in questions.iter().zip(want) {
        let public = published(&app, question["id"].as_str().expect("an id")).await;
        assert_eq!(told(&public), want);
        assert_eq!((&question["first_response_on"], &question["responses"][0]["given_on"]), (&json!(want[0]), &json!(want[0])));
    }
    let mut late = file();
    late["meetings"][0]["title"] = json!("Another");
    late["meetings"][0]["questions"][2]["judgement"]["judged_on"] = json!("2022-11-29");
    let fault = import(&app, &late.to_string()).await.expect_err("a refusal");
    assert!(fault.contains("/meetings/0/questions/2/judgement/judged_on"), "{fault}");
}

async fn an_answer_typed_later_was_given_at_the_meeting(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    app.set_time("2019-03-18T10:00:00Z");
    let board = opcc.create("/v1/meetings", &meeting(&stage.body, "The board", "2019-03-08")).await;
    opcc.act(&board, "hold", &json!({})).await.expect(200);
    let mut draft = stage.question("How many devices wait?");
    draft["meeting_id"] = json!(id(&board));
    draft["due_on"] = json!("2019-03-10");
    let question = opcc.create("/v1/questions", &draft).await;
    pcc.act(&question, "put", &json!({"put_on": "2019-03-01"})).await.expect(200);
    let said = opcc.create(&format!("{question}/responses"), &json!({"text": "Twelve.", "mode": "oral"})).await;
    assert_eq!(opcc.get(&said).await.expect(200).json["given_on"], Value::Null, "a draft was not given");
    let said = opcc.act(&said, "submit", &json!({})).await.expect(200);
    assert_eq!((said.str("/given_on"), said.str("/submitted_at")), ("2019-03-08", "2019-03-18T10:00:00Z"));
    let public = published(&app, id(&question)).await;
    assert_eq!(told(&public), ["2019-03-08", "-", "-", "2019-03-08"]);
    // In writing it is given when it is submitted.
    let other = opcc.create("/v1/questions", &draft).await;
    pcc.act(&other, "put", &json!({"put_on": "2019-03-01"})).await.expect(200);
    let written = force.create(&format!("{other}/responses"), &response("Twelve.")).await;
    force.act(&written, "submit", &json!({})).await.expect(200);
    assert_eq!(told(&published(&app, id(&other)).await), ["2019-03-18", "-", "-", "2019-03-18"]);
}

async fn a_judgement_has_its_own_day(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let question = app.question_in(&stage, "answered").await;
    app.set_time("2019-02-18T10:00:00Z");
    let judged = |on: Value| json!({"outcome": "part_answered", "reason": "Not for March.", "judged_on": on});
    for wrong in ["2019-02-19", "2019-01-29"] {
        assert_eq!(opcc.act(&question, "judge", &judged(json!(wrong))).await.refused(422).pointers(), ["/judged_on"], "{wrong}");
        assert_eq!(opcc.act(&question, "close", &judged(json!(wrong))).await.refused(422).pointers(), ["/judged_on"], "{wrong}");
    }
    opcc.act(&question, "judge", &judged(json!("2019-02-08"))).await.expect(200);
    let history = force.all(&format!("{question}/judgements")).await;
    assert_eq!((&history[0]["judged_on"], &history[0]["created_at"]), (&json!("2019-02-08"), &json!("2019-02-18T10:00:00Z")));
    assert_eq!(told(&published(&app, id(&question)).await), ["2019-01-30", "2019-02-08", "2019-02-08", "2019-02-08"]);
    let closed = opcc.act(&question, "close", &judged(Value::Null)).await.expect(200);
    assert_eq!(closed.str("/answer/judged/on"), "2019-02-18", "today without a day");
}
