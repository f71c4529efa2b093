//! What programs are sent, read by other people's parsers: Python's feedparser, icalendar, csvw, rdflib and pyshacl.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::feeds::paths;
use crate::public::{publish, withdraw};
use crate::support::stage::Stage;
use crate::support::{PUBLIC_URL, TestApp, both, path_of};

both!(other_peoples_parsers_read_what_is_sent);

/// The Python that has the parsers; the test command installs them.
pub fn python() -> String {
    std::env::var("ANSWERABLE_TEST_PYTHON").unwrap_or_else(|_| {
        panic!("ANSWERABLE_TEST_PYTHON is not set: run ./test.sh, or set it to what scripts/validators.sh prints")
    })
}

fn read_by_others(directory: &Path) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/validate_feeds.py");
    let output = Command::new(python()).arg(script).arg(directory).output().expect("the parsers run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the parsers refuse what is sent: {said}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
}

async fn keep(app: &TestApp, directory: &Path, name: &str, path: &str) {
    let reply = app.nobody().get(path).await.expect(200);
    std::fs::write(directory.join(name), &reply.bytes).expect("a file");
}

fn record(app: &TestApp) -> (String, Value) {
    let fresh = || app.inner().ids.next();
    let (meeting, priority) = (fresh(), json!({"id": fresh(), "title": "Victims & survivors <first>"}));
    let record = json!({
        "meeting": {"id": meeting, "kind": "public", "title": "Meeting; \"with\" <signs>, é and 🚓", "held_on": "2019-07-01",
            "starts_at": "10:00", "ends_at": "12:00", "venue": "Room 1.38, Hindlip", "is_public": true, "status": "agreed",
            "significant_public_interest": false, "attendance": [{"id": fresh(), "name": null, "capacity": "CC"}],
            "next_meeting": {"id": fresh(), "title": "Next", "held_on": "2019-08-01", "starts_at": "14:00", "venue": null,
                "is_public": true}},
        "questions": [
            {"id": fresh(), "reference": "WM-2019-Q001", "form": "direct", "text": "=cmd|' /C calc'!A0", "put_on": "2019-07-01",
                "due_on": "2019-07-15", "status": "put", "answer": {"state": "awaiting", "since": "2019-06-30", "judged": null}, "priorities": [priority], "responses": [],
                "topic": {"id": fresh(), "title": "Digital forensics"}, "meeting_id": meeting,
                "data_points": [{"id": fresh(), "label": "-A label", "unit": null, "said_by": [{"capacity": "CC", "name": null}],
                    "value": {"kind": "change", "by": "-5.5", "unit": "percent", "basis": "cases"}, "period_from": "2018-10-01"}]},
            {"id": fresh(), "reference": null, "text": "Two\nlines, \"quoted\"\r\nand [withheld: foia_s40]", "priorities": []},
        ],
        "actions": [{"id": fresh(), "reference": "WM-2019-001", "text": "@do it", "due_on": "2019-07-15", "status": "open",
            "owners": [{"capacity": "CC", "name": null, "side": "force"}], "times_reopened": 0, "needs_review": false}],
        "data_points": [],
    });
    (meeting, record)
}

/// A meeting in two editions, a plan, a report, and fifty questions of which the last is withdrawn; the ids of the meeting, of the
/// next, of the second edition, and of the one that was withdrawn.
async fn published(app: &TestApp) -> [String; 4] {
    let (meeting, whole) = record(app);
    let next = whole["meeting"]["next_meeting"]["id"].as_str().expect("an id").to_owned();
    publish(app, "meeting_record", &meeting, whole.clone()).await;
    app.set_time("2019-01-31T09:00:00Z");
    let standing = publish(app, "meeting_record", &meeting, whole).await;
    let plan = app.inner().ids.next();
    let plan_record = json!({"plan": {"id": plan, "title": "A plan", "period_from": "2016-10-25",
            "body": {"kind": "pcc", "name": "The Commissioner & co."}},
        "priorities": [{"id": app.inner().ids.next(), "position": 1, "title": "+ more", "description": "\tTabbed"}]});
    publish(app, "plan", &plan, plan_record).await;
    let report = app.inner().ids.next();
    let report_record = json!({"set": {"id": report, "title": "A report", "total": 1, "statutory_due_on": "2019-03-01"},
        "recommendations": [{"id": app.inner().ids.next(), "printed_number": "1", "text": "-Improve", "due_on": "2018-12-31"}]});
    publish(app, "recommendation_response", &report, report_record).await;
    let mut gone = String::new();
    for number in 0..50 {
        let id = app.inner().ids.next();
        let question = json!({"id": id, "text": format!("Number {number}?"), "due_on": "2019-09-01"});
        gone = publish(app, "question", &id, json!({ "question": question })).await;
    }
    withdraw(app, &gone).await;
    [meeting, next, standing, gone]
}

async fn other_peoples_parsers_read_what_is_sent(app: TestApp) {
    let directory = tempfile::tempdir().expect("a directory");
    let here = directory.path();
    let [meeting, next, standing, gone] = published(&app).await;
    for path in paths() {
        let name = path.rsplit('/').next().expect("a name");
        keep(&app, here, name, &path).await;
    }
    keep(&app, here, "atom-1.xml", "/public/v1/feeds/archive/1/atom.xml").await;
    keep(&app, here, "feed-1.json", "/public/v1/feeds/archive/1/feed.json").await;
    let stage = Stage::set(&app).await;
    app.question_in(&stage, "put").await;
    std::fs::write(here.join("staff.ics"), app.force().get("/v1/calendar.ics").await.expect(200).bytes).expect("a file");
    let read = read_by_others(here);
    check_feeds(&read, &standing, &gone);
    check_calendars(&read, &meeting, &next);
    check_tables(&read);
    check_catalogue(&app, &read["catalogue"]).await;
}

/// Every address in the catalogue has something; what it is, the parsers have checked.
async fn check_catalogue(app: &TestApp, catalogue: &Value) {
    assert_eq!((&catalogue["catalogues"], &catalogue["data_sets"]), (&json!(1), &json!(10)));
    assert_eq!(catalogue["publishers"], json!(["The Commissioner & co."]), "as the plan has it");
    let questions = format!("{PUBLIC_URL}/public/v1/catalog.jsonld#west-mercia-questions");
    let files = ["csv", "ndjson"].map(|ending| format!("{PUBLIC_URL}/public/v1/export/questions.{ending}?area=west-mercia"));
    assert_eq!(catalogue["downloads"][&questions], json!(files));
    let addresses = catalogue["addresses"].as_array().expect("addresses");
    let ours: Vec<&str> = addresses.iter().filter_map(Value::as_str).filter(|url| url.starts_with(PUBLIC_URL)).collect();
    assert!(ours.len() > 30 && addresses.len() == ours.len() + 1, "a standard is elsewhere: {addresses:?}");
    for url in ours {
        let status = app.nobody().get(path_of(url)).await.status;
        assert!(status == 200 || path_of(url) == "/" && status == 302, "{url} answers {status}");
    }
}

fn check_calendars(read: &Value, meeting: &str, next: &str) {
    let events = &read["calendars"]["calendar"];
    let met = json!({
        "summary": "Meeting; \"with\" <signs>, é and 🚓", "start": "2019-07-01T09:00:00+00:00", "end": "2019-07-01T11:00:00+00:00",
        "sequence": 0, "status": "CONFIRMED", "url": format!("{PUBLIC_URL}/public/v1/meetings/{meeting}"),
    });
    assert_eq!(events[meeting], met, "{events}");
    let cancelled = events.as_object().expect("events").values().filter(|event| event["status"] == "CANCELLED").count();
    assert_eq!((cancelled, &events[next]["status"]), (1, &json!("TENTATIVE")));
    // Announced with a time, and without an end.
    assert_eq!(
        (&events[next]["start"], &events[next]["end"]),
        (&json!("2019-08-01T13:00:00+00:00"), &json!("2019-08-01T14:00:00+00:00"))
    );
    assert!(read["calendars"]["staff"].as_object().is_some_and(|events| events.len() == 2), "{}", read["calendars"]["staff"]);
}

fn check_tables(read: &Value) {
    for (table, rows) in [
        ("meetings", 1),
        ("questions", 51),
        ("actions", 1),
        ("priorities", 1),
        ("recommendations", 1),
        ("data_points", 1),
        ("editions", 54),
        ("attendance", 1),
        ("responses", 0),
    ] {
        assert_eq!(read["tables"][table].as_array().map(Vec::len), Some(rows), "{table}");
        assert_eq!(read["lines"][table], json!(rows), "{table}");
        assert_eq!(read["manifest"][format!("{table}.csv")], json!(rows), "{table}");
    }
    assert_eq!(read["tables"]["data_points"][0]["change_by"], "-5.5");
    assert_eq!(read["tables"]["data_points"][0]["label"], "'-A label");
    assert_eq!(read["tables"]["meetings"][0]["title"], "Meeting; \"with\" <signs>, é and 🚓");
}

/// The newest document and the archived page have everything between them, and each tombstone.
fn check_feeds(read: &Value, standing: &str, gone: &str) {
    let (current, archived) = (&read["atom"]["atom"], &read["atom"]["atom-1"]);
    assert!(
        current["links"]["prev-archive"].as_str().is_some_and(|link| link.ends_with("archive/1/atom.xml")),
        "{}",
        current["links"]
    );
    assert!(archived["links"]["current"].is_string(), "{}", archived["links"]);
    let entries = archived["entries"].as_array().expect("entries");
    let entry = entries.iter().find(|entry| entry["id"] == format!("urn:uuid:{standing}")).expect("the second edition");
    assert_eq!(entry["title"], "As published (edition 2)");
    assert!(entry["tags"].to_string().contains("meeting_kind:public"), "{entry}");
    let feed = &read["json_feed"];
    for document in ["feed", "feed-1"] {
        let items = feed[document]["items"].as_array().expect("items");
        let atom = read["atom"][document.replace("feed", "atom")]["entries"].as_array().expect("entries");
        let ids: Vec<&Value> = atom.iter().map(|entry| &entry["id"]).collect();
        assert_eq!(items.iter().collect::<Vec<_>>(), ids, "both feeds say the same");
    }
    assert_eq!(feed["feed"]["tombstones"], json!([format!("urn:uuid:{gone}")]));
}
