//! Two acts at the same moment on two records that look at each other: one of them sees what the other did. SQLite has one writer; on
//! PostgreSQL the changes of an area wait for each other (`foundation/db/locks.rs`).

use reqwest::header::IF_MATCH;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Client, TestApp, both};

both!(acts_on_two_records_see_each_other, an_agreement_covers_what_was_in_flight,);

/// Each pair is tried this often: without the wait most of the first tries fail.
const TIMES: usize = 8;

fn why() -> Value {
    json!({"reason": "A slip."})
}

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// One request of a pair.
struct Half(Client, RequestBuilder);

fn act(client: &Client, path: &str, act: &str, body: &Value) -> Half {
    let request = client.request(Method::POST, &format!("{path}/{act}")).header(IF_MATCH, "*").json(body);
    Half(client.clone(), request)
}

async fn together(one: Half, other: Half) -> [u16; 2] {
    let [one, other] = [one, other]
        .map(|Half(client, request)| actix_web::rt::spawn(async move { client.send_unchecked(request).await.status }));
    [one.await.expect("a reply"), other.await.expect("a reply")]
}

async fn status(app: &TestApp, path: &str) -> String {
    app.pcc().get(path).await.expect(200).str("/status").to_owned()
}

async fn acts_on_two_records_see_each_other(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    for turn in 0..TIMES {
        superseding(&app, &stage).await;
        chains(&app, &stage).await;
        answers(&app, &stage).await;
        sources(&app, &stage, turn).await;
        sets(&app, &stage).await;
    }
}

/// Of two actions one takes the place of the other, and a void one of none.
async fn superseding(app: &TestApp, stage: &Stage) {
    let pcc = app.pcc();
    let by = |other: &str| json!({"superseded_by": id_of(other), "reason": "The other covers it."});
    let (one, other) = (app.action_in(stage, "open").await, app.action_in(stage, "open").await);
    let replies = together(act(&pcc, &one, "supersede", &by(&other)), act(&pcc, &other, "supersede", &by(&one))).await;
    let left = [status(app, &one).await, status(app, &other).await];
    assert!(left.contains(&"open".to_owned()), "{replies:?} {left:?}");
    let (one, other) = (app.action_in(stage, "open").await, app.action_in(stage, "open").await);
    let replies = together(act(&pcc, &one, "supersede", &by(&other)), act(&pcc, &other, "void", &why())).await;
    let void = !pcc.get(&other).await.json["voided_on"].is_null();
    assert!(!void || status(app, &one).await == "open", "{replies:?}");
}

/// A question and the one that continued it are not both asked.
async fn chains(app: &TestApp, stage: &Stage) {
    let pcc = app.pcc();
    let question = app.question_in(stage, "put").await;
    let carried = pcc.act(&question, "carry-forward", &why()).await.expect(200);
    let next = format!("/v1/questions/{}", carried.str("/carried_forward_to"));
    pcc.act(&next, "put", &json!({})).await.expect(200);
    pcc.act(&next, "withdraw", &why()).await.expect(200);
    let replies = together(act(&pcc, &question, "reopen", &why()), act(&pcc, &next, "reopen", &why())).await;
    let live = [status(app, &question).await, status(app, &next).await];
    assert_eq!(live.iter().filter(|status| *status == "put").count(), 1, "{replies:?} {live:?}");
}

/// A question is answered while an answer stands, and a meeting that was not held has none.
async fn answers(app: &TestApp, stage: &Stage) {
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let question = app.question_in(stage, "put").await;
    let mut said = stage.exchange("How sure are you?");
    said["question_id"] = json!(id_of(&question));
    let reply = opcc.create("/v1/exchanges", &said).await;
    opcc.act(&reply, "record", &json!({})).await.expect(200);
    opcc.act(&question, "close", &json!({"outcome": "answered", "reason": "Clear."})).await.expect(200);
    let replies = together(act(&pcc, &question, "reopen", &why()), act(&opcc, &reply, "void", &why())).await;
    assert_eq!((replies, status(app, &question).await.as_str()), ([200, 200], "put"));
    let next = opcc.create("/v1/exchanges", &stage.exchange("And now?")).await;
    let january = format!("/v1/meetings/{}", stage.meeting);
    let replies = together(act(&opcc, &january, "unhold", &why()), act(&opcc, &next, "record", &json!({}))).await;
    let (meeting, exchange) = (status(app, &january).await, status(app, &next).await);
    assert!(meeting == "held" || exchange == "draft", "{replies:?} {meeting} {exchange}");
    if meeting == "scheduled" {
        opcc.act(&january, "hold", &json!({})).await.expect(200);
    }
    for exchange in opcc.all("/v1/exchanges?status=recorded").await {
        if exchange["voided_on"].is_null() {
            let path = format!("/v1/exchanges/{}", exchange["id"].as_str().expect("an id"));
            opcc.act(&path, "void", &why()).await.expect(200);
        }
    }
}

/// No action comes from a finding that is a draft again.
async fn sources(app: &TestApp, stage: &Stage, turn: usize) {
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let finding = app.finding_in(stage, "shared").await;
    let from = json!({"text": format!("Action {turn}"), "owner": "CC", "owner_side": "force",
        "sources": [{"kind": "finding", "id": id_of(&finding)}]});
    let set = Half(opcc.clone(), opcc.request(Method::POST, "/v1/actions").json(&from));
    let replies = together(act(&opcc, &finding, "unshare", &why()), set).await;
    assert!(replies.contains(&409) || replies.contains(&422), "{replies:?}");
    let finding = app.finding_in(stage, "shared").await;
    let from = json!({"text": "Bring dates.", "owner": "CC", "owner_side": "force",
        "sources": [{"kind": "finding", "id": id_of(&finding)}]});
    let action = opcc.create("/v1/actions", &from).await;
    pcc.act(&action, "void", &why()).await.expect(200);
    let replies = together(act(&opcc, &finding, "unshare", &why()), act(&pcc, &action, "reinstate", &why())).await;
    assert!(replies.contains(&409), "{replies:?}");
}

/// Nobody claims what is in a draft set.
async fn sets(app: &TestApp, stage: &Stage) {
    let (opcc, force) = (app.opcc(), app.force());
    let one = app.recommendation_in(stage, "force", "open").await;
    let set = format!("/v1/recommendation-sets/{}", opcc.get(&one).await.str("/recommendation_set_id"));
    let evidence = json!({"evidence": "The log."});
    let replies = together(act(&opcc, &set, "unrecord", &why()), act(&force, &one, "claim", &evidence)).await;
    assert!(replies[0] != 200 || replies[1] != 200, "{replies:?}");
}

async fn an_agreement_covers_what_was_in_flight(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let january = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    for _ in 0..TIMES {
        let exchange = opcc.create("/v1/exchanges", &stage.exchange("How sure are you?")).await;
        let replies = together(act(&pcc, &january, "agree", &json!({})), act(&opcc, &exchange, "record", &json!({}))).await;
        assert_eq!(replies[0], 200, "{replies:?}");
        let trail = pcc.all("/v1/audit?limit=200").await;
        let place = |path: &str, act: &str| trail.iter().position(|one| one["resource_id"] == id_of(path) && one["act"] == act);
        if replies[1] == 200 {
            let (agreed, recorded) = (place(&january, "agree"), place(&exchange, "record"));
            let at = |place: Option<usize>| trail[place.expect("an entry")]["at"].as_str().expect("an instant").to_owned();
            assert!(at(recorded) <= at(agreed), "what was recorded was agreed: {replies:?}");
        }
        pcc.act(&january, "reopen", &why()).await.expect(200);
    }
}
