//! What happens when many do the same thing at the same moment.

use std::collections::BTreeMap;

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::json;

use crate::support::stage::Stage;
use crate::support::{Client, Reply, TestApp, both};

both!(
    one_put_of_sixty_four_wins,
    one_key_makes_one_record,
    writers_wait_for_each_other,
    references_have_no_gaps,
    sixty_four_actions_have_sixty_four_numbers,
    one_accept_of_many_wins,
    one_refresh_of_many_wins,
);

const MANY: usize = 64;

/// Sends the same request `MANY` times at once.
async fn all_at_once(make: impl Fn(usize) -> (Client, reqwest::RequestBuilder)) -> Vec<Reply> {
    let tasks: Vec<_> = (0..MANY)
        .map(|n| {
            let (client, request) = make(n);
            actix_web::rt::spawn(async move { client.send(request).await })
        })
        .collect();
    let mut replies = Vec::new();
    for task in tasks {
        replies.push(task.await.expect("a reply"));
    }
    replies
}

fn counted(replies: &[Reply]) -> BTreeMap<u16, usize> {
    let mut counts = BTreeMap::new();
    for reply in replies {
        *counts.entry(reply.status).or_default() += 1;
    }
    counts
}

async fn one_put_of_sixty_four_wins(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "draft").await;
    let etag = app.pcc().get(&question).await.etag();
    let replies = all_at_once(|_| {
        let client = app.pcc();
        let request = client.request(Method::POST, &format!("{question}/put")).header(IF_MATCH, &etag).json(&json!({}));
        (client, request)
    })
    .await;
    let counts = counted(&replies);
    assert_eq!(counts.get(&200), Some(&1), "{counts:?}");
    assert!(counts.keys().all(|status| [200, 409, 412].contains(status)), "{counts:?}");
    let id = question.rsplit_once('/').expect("a path").1;
    assert_eq!(app.pcc().all(&format!("/v1/audit?resource_id={id}&act=put")).await.len(), 1);
}

async fn one_key_makes_one_record(app: TestApp) {
    let replies = all_at_once(|_| {
        let client = app.opcc();
        let request =
            client.request(Method::POST, "/v1/topics").header("Idempotency-Key", "one").json(&json!({"title": "Demand"}));
        (client, request)
    })
    .await;
    let counts = counted(&replies);
    assert!(counts.keys().all(|status| [201, 409].contains(status)), "{counts:?}");
    let made: Vec<String> = replies.iter().filter(|reply| reply.status == 201).map(Reply::id).collect();
    assert!(!made.is_empty() && made.iter().all(|id| *id == made[0]), "{made:?}");
    assert_eq!(app.opcc().all("/v1/topics").await.len(), 1);
}

async fn writers_wait_for_each_other(app: TestApp) {
    let replies = all_at_once(|n| {
        let client = app.opcc();
        let request = client.request(Method::POST, "/v1/questions").json(&json!({"text": format!("Question {n}?")}));
        (client, request)
    })
    .await;
    assert_eq!(counted(&replies), BTreeMap::from([(201, MANY)]));
    assert_eq!(app.opcc().get("/v1/questions?count=exact&limit=1").await.json["page"]["total"], MANY);
}

async fn references_have_no_gaps(app: TestApp) {
    let replies = all_at_once(|n| {
        let client = app.opcc();
        // Every fourth is refused in the middle of its transaction: its number must not be lost.
        let topic = if n % 4 == 3 { json!("0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11") } else { json!(null) };
        let action = json!({"text": format!("Action {n}"), "owner": "CC", "question_id": topic});
        (client.clone(), client.request(Method::POST, "/v1/actions").json(&action))
    })
    .await;
    assert_eq!(counted(&replies), BTreeMap::from([(201, 48), (422, 16)]));
    let mut references: Vec<String> =
        replies.iter().filter(|reply| reply.status == 201).map(|reply| reply.str("/reference").to_owned()).collect();
    references.sort();
    let wanted: Vec<String> = (1..=48).map(|n| format!("WM-2019-{n:03}")).collect();
    assert_eq!(references, wanted);
}

async fn sixty_four_actions_have_sixty_four_numbers(app: TestApp) {
    let stage = Stage::set(&app).await;
    let replies = all_at_once(|n| {
        let client = if n % 2 == 0 { app.opcc() } else { app.pcc() };
        let owners = json!([{"capacity": "CC", "side": "force"}, {"capacity": "DPCC", "side": "body"}]);
        let action = json!({"text": format!("Action {n}"), "owners": owners, "meeting_id": stage.meeting});
        (client.clone(), client.request(Method::POST, "/v1/actions").json(&action))
    })
    .await;
    assert_eq!(counted(&replies), BTreeMap::from([(201, MANY)]));
    let mut references: Vec<String> = replies.iter().map(|reply| reply.str("/reference").to_owned()).collect();
    references.sort();
    let wanted: Vec<String> = (1..=MANY).map(|n| format!("WM-2019-{n:03}")).collect();
    assert_eq!(references, wanted);
    assert_eq!(app.force().get("/v1/actions?owner=dpcc&count=exact&limit=1").await.json["page"]["total"], MANY);
}

/// Half accept and half reject the same claim: it gets one verdict.
async fn one_accept_of_many_wins(app: TestApp) {
    let stage = Stage::set(&app).await;
    let action = app.action_in(&stage, "claimed_complete").await;
    let etag = app.pcc().get(&action).await.etag();
    let replies = all_at_once(|n| {
        let client = app.client(if n % 2 == 0 { "pcc" } else { "deputy" });
        let (act, body) = if n % 4 < 2 { ("accept", json!({})) } else { ("reject", json!({"reason": "It has no dates."})) };
        let request = client.request(Method::POST, &format!("{action}/{act}")).header(IF_MATCH, &etag).json(&body);
        (client, request)
    })
    .await;
    let counts = counted(&replies);
    assert_eq!(counts.get(&200), Some(&1), "{counts:?}");
    assert!(counts.keys().all(|status| [200, 409, 412].contains(status)), "{counts:?}");
    let whole = app.pcc().get(&action).await.expect(200);
    assert_eq!(whole.json["claims"].as_array().map(Vec::len), Some(1));
    let verdict = if whole.str("/status") == "accepted" { "accepted" } else { "rejected" };
    assert_eq!(whole.str("/claims/0/verdict"), verdict);
    assert_eq!(whole.json["version"], 4, "set, started, claimed, and judged once");
}

async fn one_refresh_of_many_wins(app: TestApp) {
    let user = json!({"login": "a@example.org", "name": "A", "role": "opcc", "password": "correct horse battery"});
    app.pcc().create("/v1/users", &user).await;
    let ask = json!({"grant_type": "password", "username": "a@example.org", "password": "correct horse battery"});
    let granted = app.nobody().post("/v1/auth/token", &ask).await.expect(200);
    let refresh = json!({"grant_type": "refresh_token", "refresh_token": granted.str("/refresh_token")});
    let replies = all_at_once(|_| {
        let client = app.nobody();
        let request = client.request(Method::POST, "/v1/auth/token").json(&refresh);
        (client, request)
    })
    .await;
    let counts = counted(&replies);
    assert_eq!(counts.get(&200), Some(&1), "{counts:?}");
    assert!(counts.keys().all(|status| [200, 400, 409].contains(status)), "{counts:?}");
}
