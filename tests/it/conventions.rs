//! The conventions of docs/API-DESIGN.md that every resource shares, tried on the reference slice.

use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, IF_MATCH};
use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Client, Reply, TestApp, both};

both!(
    checks_run_in_the_stated_order,
    versions_guard_every_change,
    a_key_makes_a_repeat_safe,
    filters_are_a_closed_list,
    include_and_fields,
    bad_bodies_write_nothing,
    bad_values_are_named,
    hostile_text_in_every_filter,
    texts_come_back_whole,
    requests_have_ids,
    what_is_not_there,
    head_is_get_without_the_body,
    metrics_have_no_ids,
    parameters_are_closed_everywhere,
    words_are_found_in_every_alphabet,
    bodies_are_plain_utf_8,
);

async fn raw(client: &Client, method: Method, path: &str, content_type: &str, body: Vec<u8>) -> Reply {
    client.send(client.request(method, path).header(CONTENT_TYPE, content_type).header(IF_MATCH, "\"1\"").body(body)).await
}

async fn checks_run_in_the_stated_order(app: TestApp) {
    const MAY: [&str; 6] = ["judge", "carry-forward", "record-exchange", "add-finding", "set-action", "cite"];
    let stage = Stage::set(&app).await;
    let (draft, put) = (app.question_in(&stage, "draft").await, app.question_in(&stage, "put").await);
    let nowhere = "/v1/questions/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
    let (shapeless, good) = (json!({"outcome": 7}), json!({"outcome": "answered", "reason": "All of it."}));
    // Each row breaks its own check and every one after it.
    app.nobody().act_on(nowhere, "close", "\"9\"", &shapeless).await.refused(401);
    app.force().act_on(nowhere, "close", "\"9\"", &shapeless).await.refused(422);
    app.force().act_on(nowhere, "close", "\"9\"", &good).await.refused(404);
    app.force().act_on(&draft, "close", "\"9\"", &good).await.refused(404);
    app.force().act_on(&put, "close", "\"9\"", &good).await.refused(403);
    let wrong = app.opcc().act_on(&put, "close", "\"9\"", &good).await.refused(409);
    assert_eq!((wrong.str("/current_status"), &wrong.json["allowed_acts"]), ("put", &json!(MAY)));
    let answered = app.question_in(&stage, "answered").await;
    let outdated = app.opcc().act_on(&answered, "close", "\"1\"", &good).await.refused(412);
    assert_eq!(outdated.etag(), app.opcc().get(&answered).await.etag());
    let opcc = app.opcc();
    opcc.send(opcc.request(Method::POST, &format!("{answered}/close")).json(&good)).await.refused(428);
}

async fn versions_guard_every_change(app: TestApp) {
    let path = app.opcc().create("/v1/topics", &json!({"title": "Demand"})).await;
    let first = app.opcc().get(&path).await.expect(200);
    assert_eq!(first.etag(), "\"1\"");
    let second = app.opcc().patch(&path, "\"1\"", &json!({"title": "Demand and capacity"})).await.expect(200);
    assert_eq!((second.etag(), &second.json["version"]), ("\"2\"".to_owned(), &json!(2)));
    app.opcc().patch(&path, "\"1\"", &json!({"title": "Lost update"})).await.refused(412);
    app.opcc().patch(&path, "2", &json!({"title": "No quotes"})).await.refused(400);
    app.opcc().delete(&path, "\"1\"").await.refused(412);
    app.opcc().patch(&path, "\"1\", \"2\"", &json!({"summary": "Calls."})).await.expect(200);
    app.opcc().patch(&path, "\"3\"", &json!({"summary": null})).await.expect(200);
    app.opcc().delete(&path, "*").await.expect(204);
    app.opcc().get(&path).await.refused(404);
}

async fn a_key_makes_a_repeat_safe(app: TestApp) {
    let send = |client: Client, path: &'static str, key: &'static str, body: Value| async move {
        client.send(client.request(Method::POST, path).header("Idempotency-Key", key).json(&body)).await
    };
    let first = send(app.opcc(), "/v1/topics", "k1", json!({"title": "Demand"})).await.expect(201);
    let again = send(app.opcc(), "/v1/topics", "k1", json!({"title": "Demand"})).await.expect(201);
    assert_eq!((first.text, first.headers["location"].clone()), (again.text, again.headers["location"].clone()));
    send(app.opcc(), "/v1/topics", "k1", json!({"title": "Another"})).await.refused(422);
    // The key belongs to its caller and route.
    send(app.pcc(), "/v1/topics", "k1", json!({"title": "Of the PCC"})).await.expect(201);
    send(app.opcc(), "/v1/questions", "k1", json!({"text": "Why?"})).await.expect(201);
    // A refusal had no effect: its key may be used again.
    send(app.opcc(), "/v1/topics", "k2", json!({"title": ""})).await.refused(422);
    send(app.opcc(), "/v1/topics", "k2", json!({"title": "Now with a title"})).await.expect(201);
    send(app.opcc(), "/v1/topics", "", json!({"title": "Empty key"})).await.refused(400);
    assert_eq!(app.opcc().all("/v1/topics").await.len(), 3);
    // After a day it is forgotten.
    app.set_time("2019-01-31T09:00:01Z");
    send(app.opcc(), "/v1/topics", "k1", json!({"title": "Next day"})).await.expect(201);
    // An act is repeated safely too, although the version has moved on.
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "draft").await;
    let put = || async {
        let pcc = app.pcc();
        let request = pcc.request(Method::POST, &format!("{question}/put")).header(IF_MATCH, "\"1\"");
        pcc.send(request.header("Idempotency-Key", "put once").json(&json!({}))).await.expect(200)
    };
    assert_eq!(put().await.text, put().await.text);
}

async fn filters_are_a_closed_list(app: TestApp) {
    let stage = Stage::set(&app).await;
    let put = app.question_in(&stage, "put").await;
    app.question_in(&stage, "draft").await;
    app.opcc().create("/v1/questions", &json!({"text": "How many recruits, 50% or fewer?"})).await;
    let found = |query: String| {
        let opcc = app.opcc();
        async move { opcc.get(&format!("/v1/questions?{query}")).await.expect(200).ids().len() }
    };
    for (query, want) in [
        (String::new(), 3),
        ("status=put".into(), 1),
        ("status=put&status=draft".into(), 3),
        (format!("topic={}", stage.topic), 2),
        (format!("meeting={}", stage.meeting), 2),
        (format!("priority={}", stage.priority), 2),
        (format!("plan={}", stage.plan), 2),
        (format!("plan={}&status=draft", stage.plan), 1),
        ("area=west-mercia".into(), 3),
        ("area=warwickshire".into(), 0),
        ("q=RECRUITS".into(), 1),
        ("q=50%25".into(), 1),
        ("q=backlog%20changed".into(), 2),
        ("q=WM-2019-Q001".into(), 1),
        ("put_from=2019-01-30&put_to=2019-01-30".into(), 1),
        ("due_from=2019-02-14".into(), 0),
        ("due_to=2019-02-13".into(), 2),
        ("modified_since=2019-01-30T09:00:00Z".into(), 3),
        ("modified_since=2019-01-30T09:00:01Z".into(), 0),
        ("overdue=true".into(), 0),
        ("form=request".into(), 0),
    ] {
        assert_eq!(found(query.clone()).await, want, "{query}");
    }
    drop(put);
    for (query, name) in [
        ("stauts=put", "stauts"),
        ("status=putt", "status"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=ten", "limit"),
        ("sort=text", "sort"),
        ("sort=--due_on", "sort"),
        ("cursor=abc", "cursor"),
        ("count=yes", "count"),
        ("topic=1", "topic"),
        ("due_from=13.02.2019", "due_from"),
        ("due_from=2019-02-30", "due_from"),
        ("overdue=maybe", "overdue"),
        ("include=everything", "include"),
        ("fields=secret", "fields"),
        ("area=a&area=b", "area"),
    ] {
        let refused = app.opcc().get(&format!("/v1/questions?{query}")).await.refused(400);
        assert_eq!(refused.pointers(), [format!("/query/{name}")], "{query}: {}", refused.text);
    }
    let other = app.opcc().get(&format!("/v1/questions/{}?status=put", stage.topic)).await.refused(400);
    assert_eq!(other.pointers(), ["/query/status"]);
}

async fn include_and_fields(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "answered").await;
    let bare = app.pcc().get(&question).await.expect(200);
    assert!(bare.json.get("responses").is_none() && bare.json.get("actions").is_none());
    let whole = app.pcc().get(&format!("{question}?include=responses,actions")).await.expect(200);
    assert_eq!(
        (whole.json["responses"].as_array().map(Vec::len), whole.json["actions"].as_array().map(Vec::len)),
        (Some(1), Some(0))
    );
    let trimmed = app.pcc().get(&format!("{question}?fields=status,due_on")).await.expect(200);
    let names: Vec<&str> = trimmed.json.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(names, ["due_on", "id", "status"]);
    assert_eq!(trimmed.etag(), bare.etag());
    let rows = app.pcc().get("/v1/questions?fields=reference").await.expect(200);
    assert_eq!(rows.json["data"][0].as_object().map(serde_json::Map::len), Some(2));
}

async fn bad_bodies_write_nothing(app: TestApp) {
    let opcc = app.opcc();
    let deep = format!("{{\"text\": {}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let json = "application/json";
    for (what, content_type, body, status) in [
        ("no JSON", json, b"{\"text\": ".to_vec(), 400),
        ("nothing", json, vec![], 400),
        ("two values", json, b"{\"text\": \"a\"} {}".to_vec(), 400),
        ("no UTF-8", json, b"{\"text\": \"\xff\xfe\"}".to_vec(), 400),
        ("a lone surrogate", json, b"{\"text\": \"\\ud800\"}".to_vec(), 400),
        ("too deep", json, deep.into_bytes(), 422),
        ("no object", json, b"[\"a\"]".to_vec(), 422),
        ("null", json, b"null".to_vec(), 422),
        ("two MiB", json, format!("{{\"text\": \"{}\"}}", "a".repeat(2 << 20)).into_bytes(), 413),
        ("a form", "application/x-www-form-urlencoded", b"text=a".to_vec(), 415),
        ("no type", "text/plain", b"{\"text\": \"a\"}".to_vec(), 415),
    ] {
        let reply = raw(&opcc, Method::POST, "/v1/questions", content_type, body).await;
        assert_eq!(reply.status, status, "{what}: {}", reply.text);
        assert_eq!(reply.header("content-type"), "application/problem+json", "{what}");
    }
    assert_eq!(opcc.get("/v1/questions?count=exact").await.json["page"]["total"], 0);
    assert_eq!(opcc.get("/v1/audit?resource=questions&count=exact").await.json["page"]["total"], 0);
}

async fn bad_values_are_named(app: TestApp) {
    let stage = Stage::set(&app).await;
    let long = "a".repeat(10_000);
    for (body, pointers) in [
        (json!({}), vec![""]),
        (json!({"text": ""}), vec!["/text"]),
        (json!({"text": "a\u{0}b"}), vec!["/text"]),
        (json!({"text": "a\u{9b}31m"}), vec!["/text"]),
        (json!({"text": 7}), vec!["/text"]),
        (json!({"text": "a", "asked_by": long, "printed_number": long}), vec!["/printed_number", "/asked_by"]),
        (json!({"text": "a".repeat(20_001)}), vec!["/text"]),
        (json!({"text": "a", "status": "put"}), vec!["/status"]),
        (json!({"text": "a", "form": "shout"}), vec!["/form"]),
        (json!({"text": "a", "due_on": "2019-02-29"}), vec!["/due_on"]),
        // Dates that one of the databases could not store, and one that it would put in the wrong order.
        (json!({"text": "a", "due_on": "-262143-01-01"}), vec!["/due_on"]),
        (json!({"text": "a", "due_on": "0001-01-01"}), vec!["/due_on"]),
        (json!({"text": "a", "due_on": "+10000-01-01"}), vec!["/due_on"]),
        (json!({"text": "a\u{202e}b"}), vec!["/text"]),
        (json!({"text": "a", "priority_ids": ["x"]}), vec!["/priority_ids/0"]),
        (json!({"text": "a", "priority_ids": [stage.priority, stage.priority]}), vec!["/priority_ids/1"]),
        (json!({"text": "a", "topic_id": stage.priority}), vec!["/topic_id"]),
        (json!({"text": "a", "agenda_item_id": stage.topic}), vec!["/agenda_item_id"]),
    ] {
        let refused = app.opcc().post("/v1/questions", &body).await.refused(422);
        assert_eq!(refused.pointers(), pointers, "{body:.80}: {}", refused.text);
    }
    // What cannot be cleared is not silently kept.
    let draft = app.opcc().create("/v1/questions", &json!({"text": "a"})).await;
    for member in ["text", "form", "priority_ids"] {
        let refused = app.opcc().patch(&draft, "\"1\"", &json!({member: null})).await.refused(422);
        assert_eq!(refused.pointers(), [format!("/{member}")], "{}", refused.text);
    }
    app.opcc().delete(&draft, "\"1\"").await.expect(204);
    // A record of another area is as unknown as one that never was.
    let theirs = json!({"text": "a", "priority_ids": [stage.priority], "topic_id": stage.topic});
    let refused = app.client("outsider").post("/v1/questions", &theirs).await.refused(422);
    assert_eq!(refused.pointers(), ["/priority_ids/0", "/topic_id"]);
    assert_eq!(app.opcc().get("/v1/questions?count=exact").await.json["page"]["total"], 0);
}

async fn hostile_text_in_every_filter(app: TestApp) {
    Stage::set(&app).await;
    let hostile = [
        "' OR 1=1 --",
        "'; DROP TABLE questions; --",
        "\" OR \"\"=\"",
        "%",
        "_",
        "\\",
        "\u{0}",
        "\u{202e}",
        "😀",
        "a".repeat(5000).leak(),
    ];
    for (method, path, operation) in crate::support::contract::operations() {
        if method != "GET" || !path.starts_with("/v1/") || path.contains('{') {
            continue;
        }
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query") {
            let name = parameter["name"].as_str().expect("a name");
            for text in hostile {
                let opcc = app.opcc();
                let reply = opcc.send(opcc.request(Method::GET, &path).query(&[(name, text)])).await;
                assert!([200, 400].contains(&reply.status), "{path}?{name}={text:.30}: {} {}", reply.status, reply.text);
            }
        }
    }
    assert_eq!(app.opcc().get("/v1/plans").await.expect(200).ids().len(), 1);
}

async fn texts_come_back_whole(app: TestApp) {
    let text = format!("{}\n\t– “curly” £1.54M 😀 <b>not a tag</b> & {}", "e\u{301}", "wörd ".repeat(3_900));
    let made = app.opcc().post("/v1/questions", &json!({ "text": text })).await.expect(201);
    // NFC, and not a word less; trimmed at its ends only.
    let want = text.replace("e\u{301}", "é").trim().to_owned();
    assert_eq!(made.str("/text"), want);
    let listed = app.opcc().get("/v1/questions").await.expect(200);
    assert_eq!(listed.str("/data/0/text"), want);
}

async fn requests_have_ids(app: TestApp) {
    let opcc = app.opcc();
    let own = opcc.send(opcc.request(Method::GET, "/v1/me").header("X-Request-Id", "front-end-7")).await;
    assert_eq!(own.header("x-request-id"), "front-end-7");
    let bad = opcc.send(opcc.request(Method::GET, "/v1/me").header("X-Request-Id", "a b\u{9}c")).await;
    assert_ne!(bad.header("x-request-id"), "a b\u{9}c");
    let refused = opcc.get("/v1/questions?nonsense=1").await.refused(400);
    assert_eq!(refused.str("/instance"), format!("urn:request:{}", refused.header("x-request-id")));
    assert_eq!(refused.header("cache-control"), "private, no-store");
    assert_eq!(opcc.get("/v1/questions").await.header("cache-control"), "private, no-store");
}

async fn what_is_not_there(app: TestApp) {
    let (opcc, nobody) = (app.opcc(), app.nobody());
    opcc.get("/v1/nothing").await.refused(404);
    opcc.get("/v1/questions/not-an-id").await.refused(404);
    opcc.get("/nothing").await.refused(404);
    nobody.get("/v1/nothing").await.refused(401);
    let wrong = opcc.send(opcc.request(Method::PUT, "/v1/questions")).await.refused(405);
    assert_eq!(wrong.header("allow"), "GET, HEAD, POST");
    let wrong = nobody.send(nobody.request(Method::GET, "/v1/auth/token")).await.refused(405);
    assert_eq!(wrong.header("allow"), "POST");
}

async fn head_is_get_without_the_body(app: TestApp) {
    let question = app.opcc().create("/v1/questions", &json!({"text": "a"})).await;
    for (client, path) in [(app.opcc(), question.as_str()), (app.force(), &question), (app.nobody(), "/healthz")] {
        let get = client.get(path).await;
        let head = client.send_unchecked(client.request(Method::HEAD, path)).await;
        assert_eq!((head.status, head.headers.get("etag"), head.text.as_str()), (get.status, get.headers.get("etag"), ""));
        assert_eq!(head.header("content-length"), get.text.len().to_string(), "{path}");
    }
}

async fn metrics_have_no_ids(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let id = question.rsplit_once('/').expect("a path").1;
    let metrics = app.nobody().get("/metrics").await.expect(200);
    assert!(metrics.text.contains("answerable_requests_total"), "{}", metrics.text);
    assert!(metrics.text.contains("route=\"/v1/questions/{id}/put\""), "{}", metrics.text);
    assert!(!metrics.text.contains(id));
}

async fn parameters_are_closed_everywhere(app: TestApp) {
    let topic = app.opcc().create("/v1/topics", &json!({"title": "Demand"})).await;
    let opcc = app.opcc();
    for path in [format!("{topic}?foo=1"), format!("{topic}?fields=title"), "/v1/me?foo=1".into(), "/v1/topics?foo=1".into()] {
        opcc.get(&path).await.refused(400);
    }
    opcc.post("/v1/topics?foo=1", &json!({"title": "Demand"})).await.refused(400);
    for bytes in ["%ff%fe", "%ed%a0%80"] {
        for name in ["q", "area"] {
            let refused = opcc.get(&format!("/v1/questions?{name}={bytes}")).await.refused(400);
            assert_eq!(refused.pointers(), [format!("/query/{name}")]);
        }
    }
    // A condition for each word, over every row.
    for (words, status) in [(8, 200), (9, 400), (900, 400)] {
        for list in ["questions", "actions", "meetings", "plans", "topics"] {
            opcc.get(&format!("/v1/{list}?q={}", vec!["a"; words].join("+"))).await.expect(status);
        }
    }
    opcc.get("/v1/questions/").await.refused(404);
}

async fn words_are_found_in_every_alphabet(app: TestApp) {
    app.opcc().create("/v1/topics", &json!({"title": "\u{c9}lan \u{dc}nder \u{391}\u{3b8}\u{3ae}\u{3bd}\u{3b1}"})).await;
    for word in ["%C3%89lan", "%C3%A9lan", "%C3%BCNDER", "%CE%B1%CE%B8%CE%AE"] {
        assert_eq!(app.opcc().all(&format!("/v1/topics?q={word}")).await.len(), 1, "{word}");
    }
}

async fn bodies_are_plain_utf_8(app: TestApp) {
    let opcc = app.opcc();
    let body = json!({"title": "Demand"}).to_string();
    for (name, value, status) in [
        ("content-encoding", "gzip", 415),
        ("content-encoding", "identity", 201),
        ("content-type", "application/json; charset=utf-16", 415),
        ("content-type", "application/json; charset=\"UTF-8\"", 201),
    ] {
        let mut request = opcc.request(Method::POST, "/v1/topics").body(body.clone());
        if name != "content-type" {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        opcc.send(request.header(name, value)).await.expect(status);
    }
    opcc.post("/v1/topics", &json!({"title": "\u{200b}"})).await.refused(422);
    let twice = opcc.request(Method::GET, "/v1/me").header("Authorization", "Bearer another");
    opcc.send(twice).await.refused(401);
}
