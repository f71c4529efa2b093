//! Addresses in what is taken away: all of them begin with the public address of the service, whatever it listens on.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use crate::feeds::paths;
use crate::public::{fresh, get, publish, withdraw};
use crate::publication_log::another;
use crate::support::{Client, PUBLIC_URL, Reply, TestApp, both, path_of};
use crate::verify::served;

both!(
    every_address_that_leaves_is_absolute,
    a_service_that_moved_says_so,
    files_have_names_that_say_what_they_are,
    an_event_that_is_gone_leads_to_the_reason,
);

/// A meeting with a question, in two editions, and a next meeting; its id.
async fn meeting(app: &TestApp) -> String {
    let (id, question) = (fresh(app), fresh(app));
    let record = json!({
        "meeting": {"id": id, "title": "July", "held_on": "2019-07-01", "starts_at": "10:00", "is_public": true,
            "next_meeting": {"id": fresh(app), "title": "August", "held_on": "2019-08-01", "is_public": true}},
        "questions": [{"id": question, "text": "Why?", "due_on": "2019-08-15"}],
    });
    publish(app, "meeting_record", &id, record.clone()).await;
    publish(app, "meeting_record", &id, record).await;
    id
}

/// What comes before each path of the service in a text.
fn hosts(text: &str) -> impl Iterator<Item = &str> {
    let places = ["/public/v1", "/docs/", "/openapi.json"].into_iter().flat_map(|path| text.match_indices(path));
    places.map(|(at, _)| &text[..at])
}

async fn every_address_that_leaves_is_absolute(app: TestApp) {
    meeting(&app).await;
    for _ in 0..50 {
        let id = fresh(&app);
        publish(&app, "question", &id, json!({"question": {"id": id, "text": "Why?"}})).await;
    }
    let archived = ["/public/v1/feeds/archive/1/atom.xml", "/public/v1/feeds/archive/1/feed.json"];
    let mut counted = 0;
    for path in paths().iter().map(String::as_str).chain(archived) {
        let reply = get(&app, path).await.expect(200);
        let text = String::from_utf8_lossy(&reply.bytes).replace("\r\n ", "");
        for before in hosts(&text) {
            let line: String = before.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
            assert!(before.ends_with(PUBLIC_URL), "{path} has a relative address after {line:?}");
            counted += 1;
        }
        let names_itself = path.ends_with("csv-metadata.json") || !path.contains("/export/") || path.contains("/editions.");
        assert!(!names_itself || text.contains(PUBLIC_URL), "{path} names no address");
    }
    assert!(counted > 400, "{counted}");
    // What is signed stays as it was signed, wherever the service is.
    let edition = get(&app, "/public/v1/editions").await.json["data"][0]["url"].as_str().expect("a path").to_owned();
    assert!(!get(&app, &edition).await.expect(200).text.contains(PUBLIC_URL));
}

async fn a_service_that_moved_says_so(app: TestApp) {
    meeting(&app).await;
    app.set_time("2019-02-01T09:00:00Z");
    let mut moved = another(&app).into_inner();
    Arc::get_mut(&mut moved).expect("nobody else has it").public_url = "https://moved.example.org".into();
    let (address, server) = served(moved.into());
    let there = Client::new(crate::support::client::connections(), address, None);
    let id = |reply: &Reply| reply.text.split_once("</id>").expect("an id").0.to_owned();
    for path in
        ["feeds/atom.xml", "feeds/feed.json", "calendar.ics", "catalog.jsonld", "export/manifest.json", "export/editions.csv"]
    {
        let path = format!("/public/v1/{path}");
        let before = get(&app, &path).await.expect(200);
        let after = there.get(&path).await.expect(200);
        assert!(!after.text.contains(PUBLIC_URL) && before.text.contains(PUBLIC_URL), "{path}");
        // Nobody is told that the copy with the old address is current.
        for (header, value) in
            [("if-none-match", before.etag()), ("if-modified-since", before.header("last-modified").to_owned())]
        {
            let asked = there.request(Method::GET, &path).header(header, value);
            assert_eq!(there.send(asked).await.status, 200, "{path} {header}");
            let asked = there.request(Method::GET, &path).header("if-modified-since", after.header("last-modified"));
            assert_eq!(there.send(asked).await.status, 304, "{path}");
        }
        if path.ends_with("atom.xml") {
            assert_eq!(id(&before), id(&after), "a feed stays the same feed");
        }
    }
    server.stop(false).await;
}

async fn files_have_names_that_say_what_they_are(app: TestApp) {
    meeting(&app).await;
    for (path, name) in [
        ("questions.csv", "questions.csv"),
        ("questions.ndjson", "questions.ndjson"),
        ("questions.csv?area=west-mercia", "west-mercia-questions.csv"),
        ("data_points.ndjson?area=warwickshire", "warwickshire-data_points.ndjson"),
    ] {
        let is_csv = path.starts_with("questions.csv");
        let file = get(&app, &format!("/public/v1/export/{path}")).await.expect(200);
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        // Excel takes a file without the mark for a code page of Windows; a line of JSON must not have one.
        assert_eq!(file.bytes.starts_with("\u{feff}".as_bytes()), is_csv, "{path}");
    }
    let description = get(&app, "/public/v1/export/questions.csv-metadata.json").await.expect(200);
    assert_eq!(description.headers.get("content-disposition"), None);
    assert_eq!(description.str("/@id"), format!("{PUBLIC_URL}/public/v1/export/questions.csv"));
}

async fn an_event_that_is_gone_leads_to_the_reason(app: TestApp) {
    let id = fresh(&app);
    let record = json!({"meeting": {"id": id, "title": "July", "held_on": "2019-07-01", "is_public": true}});
    let edition = publish(&app, "meeting_record", &id, record).await;
    let url = async || -> String {
        let text = get(&app, "/public/v1/calendar.ics").await.expect(200).text.replace("\r\n ", "");
        let url = text.lines().find_map(|line| line.strip_prefix("URL:")).unwrap_or_else(|| panic!("no address in {text}"));
        path_of(url).to_owned()
    };
    let there = url().await;
    assert_eq!((there.as_str(), get(&app, &there).await.status), (&*format!("/public/v1/meetings/{id}"), 200));
    withdraw(&app, &edition).await;
    let gone = get(&app, &url().await).await.expect(410);
    assert_eq!(gone.json["explanation"], Value::from("It names a person."));
}
