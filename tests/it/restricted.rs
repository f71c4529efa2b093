//! Drafts that only named people of one side read: who names them, who reads them, and when that ends.

use serde_json::{Value, json};

use crate::access::decisions::decision;
use crate::access::findings::finding;
use crate::support::stage::{Stage, response};
use crate::support::{Client, TestApp, both};

both!(
    a_restricted_draft_is_read_by_the_people_it_names,
    a_restriction_names_active_accounts_of_one_side,
    a_restriction_ends_with_the_draft,
    the_force_restricts_its_own_drafts,
    a_restricted_draft_that_is_deleted_stays_hidden,
    lists_count_and_filter_what_is_read,
);

/// A word that nothing else has.
pub const MARKER: &str = "zzyxwvut";
pub const NOWHERE: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

pub fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// The body of a restriction to the caller and these people.
pub fn only(people: &[&str]) -> Value {
    json!({"reason": "It names an officer.", "people": people})
}

pub fn why() -> Value {
    json!({"reason": "The case is over."})
}

/// A colleague of one of the people, with an account of their own: the client and the id.
pub async fn colleague(app: &TestApp, of: &str, name: &str) -> (Client, String) {
    let role = app.person(of).role;
    let user = json!({
        "login": format!("{name}@example.org"), "name": format!("The {name}"), "role": role, "password": "correct horse battery",
    });
    let id = app.client(of).post("/v1/users", &user).await.expect(201).id();
    let mut claims = app.claims(of);
    claims.sub.clone_from(&id);
    claims.name = format!("The {name}");
    (app.nobody().with_token(&app.token(&claims)), id)
}

/// A draft question of the office with the marker in its words.
pub async fn marked(app: &TestApp, stage: &Stage) -> String {
    app.opcc().create("/v1/questions", &stage.question(&format!("What happened in the cell? {MARKER}"))).await
}

/// The number of entries of the audit trail that have the marker.
pub async fn told(client: &Client) -> usize {
    client.all("/v1/audit").await.iter().filter(|entry| entry.to_string().contains(MARKER)).count()
}

async fn a_restricted_draft_is_read_by_the_people_it_names(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, (other, id)) = (app.opcc(), colleague(&app, "opcc", "colleague").await);
    let question = marked(&app, &stage).await;
    assert_eq!(other.get(&question).await.expect(200).json["restricted"], Value::Null);
    let etag = other.get(&question).await.etag();
    opcc.act_on(&question, "restrict", "\"9\"", &only(&[])).await.refused(412);
    let kept = opcc.act(&question, "restrict", &only(&[])).await.expect(200);
    assert_eq!((kept.str("/restricted/reason"), kept.str("/restricted/by")), ("It names an officer.", "The opcc"));
    assert_eq!(kept.json["restricted"]["people"], json!([{"id": app.person("opcc").id, "name": "The opcc"}]));
    assert_eq!((kept.str("/restricted/on"), &kept.json["version"]), ("2019-01-30", &json!(2)));
    assert!(kept.allowed().contains(&"unrestrict") && kept.allowed().contains(&"restrict"));
    for who in ["pcc", "deputy", "opcc"] {
        assert_eq!(app.client(who).get(&question).await.expect(200).json["restricted"], kept.json["restricted"], "{who}");
    }
    // Whatever the colleague does, and whatever it remembers: there is no such question.
    for client in [&other, &app.client("reader"), &app.force()] {
        client.get(&question).await.refused(404);
        for (act, body) in [("restrict", only(&[])), ("unrestrict", why()), ("put", json!({})), ("withdraw", why())] {
            client.act_on(&question, act, &etag, &body).await.refused(404);
        }
        client.patch(&question, &etag, &json!({"text": "Why?"})).await.refused(404);
        client.delete(&question, &etag).await.refused(404);
    }
    // Any of the people may name others, and is among them again.
    opcc.act(&question, "restrict", &only(&[&id])).await.expect(200);
    let seen = other.get(&question).await.expect(200);
    assert_eq!(seen.json["restricted"]["people"].as_array().map(Vec::len), Some(2));
    let alone = other.act(&question, "restrict", &only(&[])).await.expect(200);
    assert_eq!(alone.json["restricted"]["people"], json!([{"id": id, "name": "The colleague"}]));
    opcc.get(&question).await.refused(404);
    // The head of the body is never kept out, and lifts it.
    let open = app.pcc().act(&question, "unrestrict", &why()).await.expect(200);
    assert_eq!(open.json["restricted"], Value::Null);
    opcc.get(&question).await.expect(200);
    opcc.act(&question, "unrestrict", &why()).await.refused(409);
    let acts = opcc.all(&format!("/v1/audit?resource_id={}", id_of(&question))).await;
    let acts: Vec<&str> = acts.iter().map(|entry| entry["act"].as_str().expect("an act")).collect();
    assert_eq!(acts, ["create", "restrict", "restrict", "restrict", "unrestrict"]);
}

async fn a_restriction_names_active_accounts_of_one_side(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = marked(&app, &stage).await;
    let (_, gone) = colleague(&app, "opcc", "leaver").await;
    app.opcc().act(&format!("/v1/users/{gone}"), "deactivate", &json!({"reason": "Left."})).await.expect(200);
    let (force, outside) = (app.person("force").id.to_string(), app.person("outsider").id.to_string());
    let refused = app.opcc().act(&question, "restrict", &only(&[&force, &outside, &gone, NOWHERE])).await.refused(422);
    assert_eq!(refused.pointers(), ["/people/0", "/people/1", "/people/2", "/people/3"]);
    let pcc = app.person("pcc").id.to_string();
    let twice = app.opcc().act(&question, "restrict", &only(&[&pcc, &pcc])).await.refused(422);
    assert_eq!(twice.pointers(), ["/people/1"]);
    app.opcc().act(&question, "restrict", &json!({"reason": " ", "people": []})).await.refused(422);
    assert_eq!(app.opcc().get(&question).await.json["restricted"], Value::Null);
    app.opcc().act(&question, "restrict", &only(&[&pcc])).await.expect(200);
}

async fn a_restriction_ends_with_the_draft(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc, (other, _)) = (app.opcc(), app.pcc(), colleague(&app, "opcc", "colleague").await);
    let question = marked(&app, &stage).await;
    let finding = opcc.create("/v1/findings", &finding(&stage, "The log was changed.")).await;
    let decision = opcc.create("/v1/decisions", &decision(&stage)).await;
    let point = app.data_point_in("opcc", "draft").await;
    for (path, act, who) in
        [(&question, "put", &pcc), (&finding, "share", &opcc), (&decision, "take", &pcc), (&point, "submit", &opcc)]
    {
        opcc.act(path, "restrict", &only(&[])).await.expect(200);
        other.get(path).await.refused(404);
        let done = who.act(path, act, &json!({})).await.expect(200);
        assert_eq!(done.json["restricted"], Value::Null, "{path}");
        other.get(path).await.expect(200);
        app.force().get(path).await.expect(200);
        opcc.act(path, "restrict", &only(&[])).await.refused(409);
        opcc.act(path, "unrestrict", &why()).await.refused(409);
        // The trail keeps that it was restricted, and why.
        let trail = other.all(&format!("/v1/audit?resource_id={}&act=restrict", id_of(path))).await;
        assert_eq!(trail.len(), 1, "{path}");
    }
    // A draft that is withdrawn stays the body's alone, and so do its people.
    let dropped = marked(&app, &stage).await;
    opcc.act(&dropped, "restrict", &only(&[])).await.expect(200);
    pcc.act(&dropped, "withdraw", &why()).await.expect(200);
    other.get(&dropped).await.refused(404);
    opcc.act(&dropped, "unrestrict", &why()).await.expect(200);
    other.get(&dropped).await.expect(200);
}

async fn the_force_restricts_its_own_drafts(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (force, (other, id)) = (app.force(), colleague(&app, "force", "sergeant").await);
    let question = app.question_in(&stage, "put").await;
    let answer = force.create(&format!("{question}/responses"), &response(MARKER)).await;
    let mut figure = json!({"label": "Cells", "value": {"kind": "exact", "value": "12"}, "response_id": id_of(&answer)});
    let of_answer = force.create("/v1/data-points", &figure).await;
    figure["response_id"] = Value::Null;
    let figure = force.create("/v1/data-points", &figure).await;
    for path in [&answer, &figure] {
        app.pcc().act(path, "restrict", &only(&[])).await.refused(404);
        let kept = force.act(path, "restrict", &only(&[])).await.expect(200);
        assert_eq!(kept.str("/restricted/by"), "The force");
    }
    for path in [&answer, &figure, &of_answer] {
        force.get(path).await.expect(200);
        other.get(path).await.refused(404);
        app.pcc().get(path).await.refused(404);
    }
    assert!(other.all("/v1/audit").await.iter().all(|entry| !entry.to_string().contains(id_of(&answer))));
    let embedded = other.get(&format!("{question}?include=responses")).await.expect(200);
    assert_eq!(embedded.json["responses"], json!([]));
    // When all who were named have left, the force lets one of them in again, who names others.
    force.act(&answer, "restrict", &only(&[&id])).await.expect(200);
    other.act(&answer, "restrict", &only(&[])).await.expect(200);
    force.act(&format!("/v1/users/{id}"), "deactivate", &json!({"reason": "Left."})).await.expect(200);
    force.get(&answer).await.refused(404);
    force.act(&format!("/v1/users/{id}"), "reactivate", &json!({"reason": "To hand over."})).await.expect(200);
    other.act(&answer, "unrestrict", &why()).await.expect(200);
    force.act(&answer, "submit", &json!({})).await.expect(200);
    app.pcc().get(&answer).await.expect(200);
    app.pcc().act(&answer, "restrict", &only(&[])).await.refused(403);
}

async fn a_restricted_draft_that_is_deleted_stays_hidden(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, (other, _)) = (app.opcc(), colleague(&app, "opcc", "colleague").await);
    let question = marked(&app, &stage).await;
    opcc.post(&format!("{question}/parts"), &json!({"text": MARKER})).await.expect(201);
    opcc.act(&question, "restrict", &only(&[])).await.expect(200);
    let etag = opcc.get(&question).await.etag();
    opcc.delete(&question, &etag).await.expect(204);
    opcc.get(&question).await.refused(404);
    assert!(told(&opcc).await >= 3);
    assert_eq!(told(&other).await, 0);
}

async fn lists_count_and_filter_what_is_read(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, (other, _)) = (app.opcc(), colleague(&app, "opcc", "colleague").await);
    let kept = marked(&app, &stage).await;
    let open = app.question_in(&stage, "draft").await;
    opcc.act(&kept, "restrict", &only(&[])).await.expect(200);
    for (client, all, of_few) in [(&opcc, 2, 1), (&app.pcc(), 2, 1), (&other, 1, 0)] {
        for (query, want) in [("", all), ("&restricted=true", of_few), ("&restricted=false", 1), ("&q=zzyxwvut", of_few)] {
            let page = client.get(&format!("/v1/questions?count=exact{query}")).await.expect(200);
            assert_eq!((page.ids().len(), &page.json["page"]["total"]), (want, &json!(want)), "{query}");
        }
    }
    assert_eq!(other.get("/v1/questions").await.ids(), [id_of(&open)]);
    for list in ["findings", "decisions", "data-points"] {
        assert_eq!(opcc.get(&format!("/v1/{list}?restricted=true")).await.expect(200).ids(), Vec::<String>::new());
    }
}
