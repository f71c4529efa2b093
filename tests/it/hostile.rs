//! What anybody can send: answers and what is kept are bounded, whatever the caller chooses.

use answerable::foundation::actor::Role;
use answerable::http::call::Tx;
use answerable::http::paging::Window;
use answerable::record::planning::areas;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::contract::{document, operations, resolve};
use crate::support::queries::sent_by;
use crate::support::stage::Stage;
use crate::support::{Client, Reply, TestApp, both};
use crate::verify::sql;

both!(
    hostile_queries_get_short_answers,
    hostile_bodies_get_short_answers,
    counting_stops,
    every_list_says_what_its_total_is,
    labels_are_not_for_callers_to_choose,
);

/// Bytes that no answer to a hostile request reaches.
const MOST: usize = 16_000;

/// The query parameters of an operation.
fn parameters(operation: &'static Value) -> Vec<&'static str> {
    let all = operation["parameters"].as_array().into_iter().flatten().map(resolve);
    all.filter(|parameter| parameter["in"] == "query").map(|parameter| parameter["name"].as_str().expect("a name")).collect()
}

/// A path of a template; what stands in its places is made up.
fn filled(template: &str, with: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { with.to_owned() } else { part.to_owned() };
    template.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What is no plain text: beyond 16 bits, from right to left, a zero, no UTF-8, half of a pair, quotes and a line feed, no character.
const ODD: [&str; 7] = ["%F0%9F%9C%81", "%E2%80%AE", "%00", "%FF", "%ED%A0%80", "%22%5C%0A", "%EF%BF%BF"];

/// Hostile queries for an operation with these parameters, each with whether it has to be refused.
fn hostile(known: &[&str]) -> Vec<(String, bool)> {
    let long = "x".repeat(10_000);
    let odd = |text: &dyn Fn(String) -> String| ODD.map(|odd| text(odd.repeat(300))).join("&");
    let mut queries = vec![
        ("a=1&".repeat(1_000), true),
        ((0..1_000).map(|n| format!("unknown{n}=1")).collect::<Vec<_>>().join("&"), true),
        (format!("unknown={long}&{long}=1&{long}2={long}"), true),
        (odd(&|odd| format!("unknown={odd}")), true),
        (odd(&|odd| format!("{odd}=1")), true),
    ];
    if let Some(first) = known.first() {
        let each = |value: &str| known.iter().map(|name| format!("{name}={value}")).collect::<Vec<_>>().join("&");
        queries.extend([(each(&"x".repeat(2_001)), true), (format!("{first}=1&").repeat(1_000), true)]);
        queries.extend([ODD[0], ODD[3]].map(|odd| (each(&odd.repeat(100)), false)));
    }
    queries
}

#[track_caller]
fn is_short(reply: &Reply, what: &str) {
    let about = format!("{:.120} {:.60} answered {}", reply.request, what, reply.status);
    assert!(reply.bytes.len() < MOST, "{about} with {} bytes", reply.bytes.len());
    let head: usize = reply.headers.values().map(reqwest::header::HeaderValue::len).sum();
    assert!(head < MOST, "{about} with a head of {head} bytes");
    let Some(errors) = reply.json["errors"].as_array() else { return };
    assert!(errors.len() <= 20, "{about} with {} faults", errors.len());
    for error in errors {
        let text = |member: &str| error[member].as_str().expect("text").len();
        assert!(text("pointer") <= 200 && text("detail") <= 1_000, "{about}: {error:.2000}");
    }
    if let Some(total) = reply.json["errors_total"].as_u64() {
        assert!(usize::try_from(total).expect("a number") > errors.len(), "{about}: {total}");
        let said = format!("; {} of {total} faults are listed", errors.len());
        assert!(reply.str("/detail").ends_with(&said), "{about}: {}", reply.str("/detail"));
    }
}

async fn hostile_queries_get_short_answers(app: TestApp) {
    let made_up = app.inner().ids.next();
    let (mut asked, mut refused) = (0, 0);
    for (_, template, operation) in operations().into_iter().filter(|(method, ..)| method == "GET") {
        let is_closed = template.starts_with("/v1/");
        if !is_closed && !template.starts_with("/public/") {
            // The description, its page, keys, health: they read no query, and their answers are always the same.
            continue;
        }
        let client = if is_closed { app.pcc() } else { app.nobody() };
        let known = parameters(operation);
        for (query, must) in hostile(&known) {
            let reply = client.get(&format!("{}?{query}", filled(&template, &made_up))).await;
            is_short(&reply, &query);
            // What was made up may be nowhere before anybody looks at the query.
            let is_refused = if template.contains('{') { (400..500).contains(&reply.status) } else { reply.status == 400 };
            assert!(!must || is_refused, "{template}?{query:.60} answered {} {:.400}", reply.status, reply.text);
            (asked, refused) = (asked + 1, refused + usize::from(reply.status == 400));
        }
        if template.contains('{') {
            let reply = client.get(&filled(&template, &"x".repeat(10_000))).await;
            is_short(&reply, "a long path");
            assert!((400..500).contains(&reply.status), "{template} answered {}", reply.status);
        }
    }
    assert!(refused > 500 && asked > refused, "{refused} of {asked}");
    let most = format!("/public/v1/questions?{}", "a&".repeat(32_000));
    is_short(&app.nobody().get(&most).await.refused(400), "as many as a request can have");
    // One of them whole: each fault once, and how many there were.
    let reply = app.nobody().get("/public/v1/questions?a&a&b=1&a").await.refused(400);
    assert_eq!(reply.pointers(), ["/query/a", "/query/b"]);
    assert_eq!(
        (&reply.json["errors_total"], reply.str("/detail")),
        (&json!(4), "the request has invalid parameters: correct those named in errors; 2 of 4 faults are listed",)
    );
}

async fn hostile_bodies_get_short_answers(app: TestApp) {
    let stage = Stage::set(&app).await;
    let long = "x".repeat(100_000);
    let many: Vec<Value> = (0..2_000).map(|n| json!(format!("no id {n}"))).collect();
    let opcc = app.opcc();
    let mut members: serde_json::Map<String, Value> = (0..2_000).map(|n| (format!("unknown{n}"), json!(1))).collect();
    members.insert("text".into(), json!("Why?"));
    for body in [
        json!({ long.clone(): 1 }),
        json!({"text": long, "kind": long, "status": long}),
        json!({"text": "Why?", "priority_ids": many, "topic_id": long}),
        json!({"meeting_id": long}),
        Value::Object(members),
        json!(long),
    ] {
        for path in ["/v1/questions", "/v1/actions", "/v1/users", &format!("/v1/meetings/{}/agenda-items", stage.meeting)] {
            let reply = opcc.post(path, &body).await;
            assert!((400..500).contains(&reply.status), "{path} answered {}", reply.status);
            is_short(&reply, path);
        }
    }
    for (name, value) in
        [("if-match", "x"), ("idempotency-key", "x"), ("x-request-id", "x"), ("if-none-match", "\"x\","), ("accept", "x/x,")]
    {
        let request = opcc.request(Method::POST, "/v1/questions").header(name, value.repeat(10_000)).json(&json!({}));
        is_short(&opcc.send(request).await, name);
        let nobody = app.nobody();
        is_short(
            &nobody.send(nobody.request(Method::GET, "/public/v1/questions").header(name, value.repeat(10_000))).await,
            name,
        );
    }
}

/// Lists editions with these numbers, past the log.
async fn list_editions(app: &TestApp, from: usize, to: usize) {
    let statement = format!(
        "WITH RECURSIVE numbers(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM numbers WHERE i < {to})
         INSERT INTO public_editions
         (id, area, area_name, kind, subject_id, number, title, status, published_at, leaf, updated_at)
         SELECT '0197a3c0-7d1e-7c55-9d0e-' || CAST(100000000000 + i AS TEXT), 'west-mercia', 'West Mercia', 'question',
         '0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11', i, 'Why?', 'published', '2019-01-30 09:00:00', i, '2019-01-30 09:00:00'
         FROM numbers"
    );
    sql(app, &statement).await;
}

async fn total(client: &Client, path: &str) -> (Value, Value) {
    let page = client.get(path).await.expect(200);
    (page.json["page"]["total"].clone(), page.json["page"]["total_relation"].clone())
}

async fn counting_stops(app: TestApp) {
    let nobody = app.nobody();
    let list = "/public/v1/editions?count=exact&limit=1";
    assert_eq!(total(&nobody, list).await, (json!(0), json!("exact")));
    list_editions(&app, 1, 10_000).await;
    // Another filter each time: what is kept is of no new document.
    assert_eq!(total(&nobody, &format!("{list}&area=west-mercia")).await, (json!(10_000), json!("exact")));
    sql(&app, "UPDATE public_editions SET status = 'withdrawn' WHERE leaf <= 7").await;
    assert_eq!(total(&nobody, &format!("{list}&status=withdrawn")).await, (json!(7), json!("exact")));
    assert_eq!(total(&nobody, &format!("{list}&status=published")).await, (json!(9_993), json!("exact")));
    list_editions(&app, 10_001, 10_020).await;
    assert_eq!(total(&nobody, &format!("{list}&kind=question")).await, (json!(10_000), json!("at_least")));
    let without = nobody.get("/public/v1/editions?limit=2").await.expect(200);
    assert_eq!(without.json["page"], json!({"limit": 2}));
    // Not only what is told stops: the database does. `architecture.rs` says that no list counts in another way.
    let counted = move |tx: &mut Tx<'_>| {
        let scope = areas::rules::scope(tx.actor);
        let sort = areas::store::AreaSort::CreatedAt;
        let window = Window { sort, descending: false, backwards: false, position: None, limit: 1, count: true };
        let (page, sent) = sent_by(tx.conn, |conn| areas::store::list_areas(conn, &scope, &window));
        Ok((page?.total, sent))
    };
    let (total, sent): (Option<i64>, Vec<String>) = app.operate("west-mercia", Role::Pcc, counted).await.expect("a page");
    let plain = sent[0].replace(['`', '"'], "");
    assert!(plain.starts_with("SELECT COUNT(*) FROM (SELECT 1 FROM areas"), "{plain}");
    assert!(plain.contains("LIMIT 10001") && plain.ends_with(") AS counted"), "{plain}");
    assert!(total.is_some_and(|total| total > 0) && sent.len() == 2, "{total:?} {sent:#?}");
}

async fn every_list_says_what_its_total_is(app: TestApp) {
    let mut lists = 0;
    for (method, template, operation) in operations() {
        if method != "GET" || !parameters(operation).contains(&"count") {
            continue;
        }
        let page = &document()["components"]["schemas"]["PageInfo"]["properties"];
        assert!(page["total_relation"].is_object(), "{page}");
        if template.contains('{') {
            continue;
        }
        let client = if template.starts_with("/v1/") { app.opcc() } else { app.nobody() };
        let query = if template.ends_with("/search") { "?q=why&count=exact" } else { "?count=exact" };
        let reply = client.get(&format!("{template}{query}")).await;
        if reply.status != 200 {
            assert_eq!(reply.status, 403, "{template} answered {}", reply.text);
            continue;
        }
        assert!(reply.json["page"]["total"].is_u64(), "{template}: {}", reply.json["page"]);
        assert_eq!(reply.json["page"]["total_relation"], "exact", "{template}");
        lists += 1;
    }
    assert!(lists > 20, "{lists} lists");
}

async fn labels_are_not_for_callers_to_choose(app: TestApp) {
    let nobody = app.nobody();
    for n in 0..40 {
        let method = Method::from_bytes(format!("BREW{n}").as_bytes()).expect("a method");
        for path in ["/public/v1/questions", "/v1/questions", "/nowhere"] {
            nobody.send_unchecked(nobody.request(method.clone(), path)).await;
        }
        let made_up = format!("/made-up-{n}/{n}");
        for place in ["", "/public/v1", "/public/v1/questions", "/v1", "/v1/questions", "/docs"] {
            let request = nobody.request(Method::GET, &format!("{place}{made_up}"));
            let request = request.header("user-agent", format!("made-up-{n}")).header("x-request-id", format!("made-up-{n}"));
            nobody.send_unchecked(request.header("host", format!("made-up-{n}.example"))).await;
        }
    }
    let metrics = nobody.get("/metrics").await.expect(200).text;
    assert!(metrics.contains("method=\"OTHER\"") && metrics.contains("method=\"GET\""));
    for chosen in ["BREW", "made-up"] {
        let line = metrics.lines().find(|line| line.contains(chosen));
        assert!(line.is_none(), "{line:?}");
    }
}
