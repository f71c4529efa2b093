//! What programs follow: feeds with their history and tombstones, the calendar, tables with sums, the catalogue.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::digest::sha256_hex;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{feed_entries, feed_entry_terms, feed_events};
use answerable::public::projection;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};

use crate::public::{publish, withdraw};
use crate::support::{PUBLIC_URL, Reply, TestApp, both, path_of};

both!(
    feeds_say_what_was_published_and_withdrawn,
    feeds_are_filtered,
    history_is_kept_in_pages,
    the_calendar_follows_the_editions,
    an_announced_meeting_becomes_itself,
    tables_are_sent_whole,
    withdrawn_words_are_nowhere,
    parameters_of_feeds_are_checked,
    feeds_are_made_anew_from_the_log,
);

async fn get(app: &TestApp, path: &str) -> Reply {
    app.nobody().get(path).await
}

fn fresh(app: &TestApp) -> String {
    app.inner().ids.next()
}

/// Publishes a question; the id of its edition.
async fn question(app: &TestApp, text: &str) -> String {
    let id = fresh(app);
    publish(app, "question", &id, json!({"question": {"id": id, "text": text}, "actions": []})).await
}

const ATOM: &str = "/public/v1/feeds/atom.xml";
const JSON_FEED: &str = "/public/v1/feeds/feed.json";
const CALENDAR: &str = "/public/v1/calendar.ics";

async fn feeds_say_what_was_published_and_withdrawn(app: TestApp) {
    let empty = get(&app, ATOM).await.expect(200);
    assert_eq!(empty.header("content-type"), "application/atom+xml");
    assert!(empty.text.contains("<rights>Open Government Licence v3.0") && !empty.text.contains("<entry>"), "{}", empty.text);
    let first = question(&app, "Is 1 < 2 & \"so\" on?").await;
    app.set_time("2019-01-31T09:00:00Z");
    let second = question(&app, "Why?").await;
    let atom = get(&app, ATOM).await.expect(200);
    assert!(atom.text.contains("Is 1 &lt; 2 &amp; "), "{}", atom.text);
    assert!(atom.text.contains(&format!("<id>urn:uuid:{first}</id>")), "{}", atom.text);
    assert!(atom.text.contains("<updated>2019-01-31T09:00:00Z</updated>"), "{}", atom.text);
    let feed = get(&app, JSON_FEED).await.expect(200);
    assert_eq!(feed.header("content-type"), "application/feed+json");
    let ids: Vec<&str> =
        feed.json["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id")).collect();
    assert_eq!(ids, [format!("urn:uuid:{second}"), format!("urn:uuid:{first}")]);
    assert_eq!(feed.str("/items/1/content_text"), "Is 1 < 2 & \"so\" on?");
    // The page is kept: who has it is told so.
    let nobody = app.nobody();
    let again = nobody.send(nobody.request(Method::GET, ATOM).header("if-none-match", atom.etag())).await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    app.set_time("2019-02-01T09:00:00Z");
    withdraw(&app, &first).await;
    let atom = get(&app, ATOM).await.expect(200);
    let gone = format!("<at:deleted-entry ref=\"urn:uuid:{first}\" when=\"2019-02-01T09:00:00Z\">");
    assert!(atom.text.contains(&gone) && !atom.text.contains("&lt; 2"), "{}", atom.text);
    let feed = get(&app, JSON_FEED).await.expect(200);
    assert_eq!(feed.json["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(feed.json["_tombstones"][0]["id"], json!(format!("urn:uuid:{first}")));
    assert_eq!(feed.json["_tombstones"][0]["explanation"], "It names a person.");
}

async fn feeds_are_filtered(app: TestApp) {
    let (meeting, priority, topic) = (fresh(&app), fresh(&app), fresh(&app));
    let record = json!({
        "meeting": {"id": meeting, "title": "January", "kind": "assurance"},
        "questions": [{"id": fresh(&app), "text": "Why?", "priorities": [{"id": priority, "title": "Victims"}],
            "topic": {"id": topic, "title": "Phones"}}],
        "actions": [],
    });
    let record = publish(&app, "meeting_record", &meeting, record).await;
    question(&app, "Another").await;
    let ids = |feed: &Reply| -> Vec<String> {
        let items = feed.json["items"].as_array().expect("items");
        items.iter().map(|item| item["id"].as_str().expect("an id").trim_start_matches("urn:uuid:").to_owned()).collect()
    };
    let all = [
        format!("priority={priority}"),
        format!("topic={topic}"),
        "meeting_kind=assurance".to_owned(),
        format!("area=west-mercia&priority={priority}&topic={topic}&meeting_kind=assurance"),
    ];
    for filter in &all {
        let feed = get(&app, &format!("{JSON_FEED}?{filter}")).await.expect(200);
        assert_eq!(ids(&feed), [record.as_str()], "{filter}");
        assert!(feed.str("/feed_url").contains(filter.split('&').next_back().expect("one")), "{}", feed.text);
        let atom = get(&app, &format!("{ATOM}?{filter}")).await.expect(200);
        assert_eq!(atom.text.matches("<entry>").count(), 1, "{filter}");
    }
    for filter in [format!("priority={topic}"), "meeting_kind=public".to_owned(), "area=warwickshire".to_owned()] {
        assert_eq!(ids(&get(&app, &format!("{JSON_FEED}?{filter}")).await), Vec::<String>::new(), "{filter}");
    }
    // Whoever follows one of them learns that it was withdrawn.
    withdraw(&app, &record).await;
    for filter in &all {
        let feed = get(&app, &format!("{JSON_FEED}?{filter}")).await.expect(200);
        assert_eq!((ids(&feed).len(), feed.json["_tombstones"].as_array().map(Vec::len)), (0, Some(1)), "{filter}");
    }
}

async fn history_is_kept_in_pages(app: TestApp) {
    let mut editions = Vec::new();
    for number in 0..103 {
        editions.push(question(&app, &format!("Question {number}")).await);
    }
    let page = |number: u32| format!("/public/v1/feeds/archive/{number}/feed.json");
    let archived = get(&app, &page(1)).await.expect(200);
    let (mut seen, mut next) = (Vec::new(), Some(JSON_FEED.to_owned()));
    let mut documents = 0;
    while let Some(path) = next {
        let feed = get(&app, &path).await.expect(200);
        seen.extend(
            feed.json["items"].as_array().expect("items").iter().map(|item| item["id"].as_str().expect("an id").to_owned()),
        );
        next = feed.json["next_url"].as_str().map(|url| path_of(url).to_owned());
        documents += 1;
    }
    assert_eq!(documents, 3);
    seen.sort();
    seen.dedup();
    let mut wanted: Vec<String> = editions.iter().map(|id| format!("urn:uuid:{id}")).collect();
    wanted.sort();
    assert_eq!(seen, wanted);
    get(&app, &page(3)).await.refused(404);
    let second = get(&app, "/public/v1/feeds/archive/2/atom.xml").await.expect(200).text;
    assert!(
        second.contains("<fh:archive/>") && second.contains("rel=\"prev-archive\"") && !second.contains("rel=\"next-archive\"")
    );
    assert!(get(&app, "/public/v1/feeds/archive/1/atom.xml").await.text.contains("rel=\"next-archive\""));
    assert!(!get(&app, ATOM).await.text.contains("<fh:archive/>"));
    // What is published afterwards changes no page; what is withdrawn leaves its page without a word.
    question(&app, "One more").await;
    assert_eq!(get(&app, &page(1)).await.etag(), archived.etag());
    withdraw(&app, &editions[0]).await;
    let after = get(&app, &page(1)).await.expect(200);
    assert_eq!(after.json["items"].as_array().map(Vec::len), Some(49));
    assert!(!after.text.contains(&editions[0]) && !after.text.contains("Question 0\""), "{}", after.text);
}

/// The lines of the event whose UID contains `uid`, unfolded.
fn event(calendar: &str, uid: &str) -> Vec<String> {
    let whole = calendar.replace("\r\n ", "");
    let found = whole.split("BEGIN:VEVENT").find(|event| event.contains(&format!("UID:{uid}\r\n")));
    found.unwrap_or_else(|| panic!("no {uid} in {calendar}")).lines().map(str::to_owned).collect()
}

#[track_caller]
fn says(event: &[String], lines: &[&str]) {
    for line in lines {
        assert!(event.iter().any(|has| has == line), "{line} is not in {event:?}");
    }
}

async fn the_calendar_follows_the_editions(app: TestApp) {
    let (meeting, closed, asked) = (fresh(&app), fresh(&app), fresh(&app));
    let record = |starts: &str, public: bool, id: &str| {
        json!({"meeting": {
            "id": id, "title": "Public meeting, July", "kind": "public", "held_on": "2019-07-01", "starts_at": starts,
            "ends_at": null, "venue": "Room 1; Hindlip", "is_public": public, "status": "scheduled", "next_meeting": null,
        }, "questions": [{"id": asked, "reference": "WM-2019-Q001", "text": "Why?", "due_on": "2019-02-13", "status": "put"}]})
    };
    publish(&app, "meeting_record", &meeting, record("10:00", true, &meeting)).await;
    let unasked = json!({"meeting": {"id": closed, "title": "Closed", "held_on": "2019-07-02", "is_public": false}});
    publish(&app, "meeting_record", &closed, unasked).await;
    let calendar = get(&app, CALENDAR).await.expect(200);
    assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8; method=PUBLISH");
    assert!(!calendar.text.contains(&closed), "{}", calendar.text);
    let summer = ["DTSTART:20190701T090000Z", "SEQUENCE:0", "STATUS:CONFIRMED", "LOCATION:Room 1\\; Hindlip"];
    says(&event(&calendar.text, &meeting), &summer);
    says(&event(&calendar.text, &asked), &["DTSTART;VALUE=DATE:20190213", "SUMMARY:Answer due: WM-2019-Q001"]);
    app.set_time("2019-01-31T09:00:00Z");
    let second = publish(&app, "meeting_record", &meeting, record("14:30", true, &meeting)).await;
    let calendar = get(&app, CALENDAR).await.expect(200).text;
    let moved = ["DTSTART:20190701T133000Z", "SEQUENCE:1", "DTSTAMP:20190131T090000Z"];
    says(&event(&calendar, &meeting), &moved);
    // The same edition says nothing new of the question.
    says(&event(&calendar, &asked), &["SEQUENCE:0", "DTSTAMP:20190130T090000Z"]);
    app.set_time("2019-02-01T09:00:00Z");
    withdraw(&app, &second).await;
    let calendar = get(&app, CALENDAR).await.expect(200).text;
    for (uid, sequence) in [(&meeting, "SEQUENCE:2"), (&asked, "SEQUENCE:1")] {
        says(&event(&calendar, uid), &["STATUS:CANCELLED", sequence, "DTSTAMP:20190201T090000Z"]);
    }
    assert!(!calendar.contains("Hindlip") && !calendar.contains("July") && !calendar.contains("Q001"), "{calendar}");
    // Published anew, the event comes back under the same id.
    publish(&app, "meeting_record", &meeting, record("10:00", true, &meeting)).await;
    says(&event(&get(&app, CALENDAR).await.text, &meeting), &["STATUS:CONFIRMED", "SEQUENCE:3"]);
    let other = get(&app, &format!("{CALENDAR}?area=warwickshire")).await.expect(200).text;
    assert!(!other.contains("VEVENT"), "{other}");
}

async fn an_announced_meeting_becomes_itself(app: TestApp) {
    let (july, august) = (fresh(&app), fresh(&app));
    let held = |next: Value| {
        json!({"meeting": {"id": july, "title": "July", "kind": "public", "held_on": "2019-07-01", "is_public": true,
            "status": "held", "next_meeting": next}})
    };
    let next = |title: &str, public: bool| json!({"id": august, "title": title, "held_on": "2019-08-01", "starts_at": "10:00", "venue": null, "is_public": public});
    let own = |public: bool| {
        json!({"meeting": {"id": august, "title": "August itself", "kind": "public", "held_on": "2019-08-02", "starts_at": "10:00",
            "is_public": public, "status": "scheduled", "next_meeting": null}})
    };
    let calendar = async || get(&app, CALENDAR).await.expect(200).text.replace("\r\n ", "");
    publish(&app, "meeting_record", &july, held(next("Quetzalcoatl", false))).await;
    assert!(!calendar().await.contains(&august), "the public may not attend it");
    publish(&app, "meeting_record", &july, held(next("August announced", true))).await;
    says(&event(&calendar().await, &august), &["STATUS:TENTATIVE", "SUMMARY:August announced", "SEQUENCE:0"]);
    let first = publish(&app, "meeting_record", &august, own(true)).await;
    let itself = ["STATUS:CONFIRMED", "SUMMARY:August itself", "DTSTART:20190802T090000Z", "SEQUENCE:1"];
    says(&event(&calendar().await, &august), &itself);
    assert_eq!(calendar().await.matches("BEGIN:VEVENT").count(), 2, "one event for each meeting");
    // What else announces it says nothing against its own record.
    publish(&app, "meeting_record", &july, held(next("August elsewhere", true))).await;
    says(&event(&calendar().await, &august), &itself);
    withdraw(&app, &first).await;
    says(&event(&calendar().await, &august), &["STATUS:TENTATIVE", "SUMMARY:August elsewhere", "SEQUENCE:2"]);
    let closed = publish(&app, "meeting_record", &august, own(false)).await;
    says(&event(&calendar().await, &august), &["STATUS:CANCELLED", "SUMMARY:No longer in the published record", "SEQUENCE:3"]);
    withdraw(&app, &closed).await;
    says(&event(&calendar().await, &august), &["STATUS:TENTATIVE", "SUMMARY:August elsewhere", "SEQUENCE:4"]);
    publish(&app, "meeting_record", &july, held(Value::Null)).await;
    says(&event(&calendar().await, &august), &["STATUS:CANCELLED", "SEQUENCE:5"]);
    assert!(!calendar().await.contains("August") && !calendar().await.contains("Quetzalcoatl"));
    let before = app.inner().db.read(kept).await.expect("the projections");
    app.inner().db.write(projection::rebuild).await.expect("made anew");
    assert_eq!(app.inner().db.read(kept).await.expect("the projections"), before);
}

async fn tables_are_sent_whole(app: TestApp) {
    let (meeting, point) = (fresh(&app), fresh(&app));
    let questions: Vec<Value> = (0..250)
        .map(|number| json!({"id": fresh(&app), "text": format!("=QUESTION({number})\nand more"), "priorities": [], "meeting_id": meeting,
            "data_points": if number == 0 { json!([{"id": point, "label": "Backlog", "value": {"kind": "range", "low": "865", "high": "893"}}]) } else { json!([]) }}))
        .collect();
    let record = json!({"meeting": {"id": meeting, "title": "January", "held_on": "2019-01-30"}, "questions": questions,
        "data_points": [{"id": point, "label": "Backlog", "value": {"kind": "range", "low": "865", "high": "893"}}]});
    publish(&app, "meeting_record", &meeting, record).await;
    let set = fresh(&app);
    let report = json!({"set": {"id": set, "title": "A report", "total": 17}, "recommendations": [], "response": null});
    publish(&app, "recommendation_response", &set, report).await;
    let csv = get(&app, "/public/v1/export/questions.csv").await.expect(200);
    assert!(csv.text.matches("\r\n").count() == 251 && csv.text.contains("\"'=QUESTION(249)\nand more\""), "{}", csv.text.len());
    assert!(csv.header("link").contains("questions.csv-metadata.json") && csv.header("link").contains("rel=\"license\""));
    let lines = get(&app, "/public/v1/export/questions.ndjson").await.expect(200);
    assert_eq!((lines.text.lines().count(), lines.header("content-type")), (250, "application/x-ndjson"));
    let nobody = app.nobody();
    let again = nobody.request(Method::GET, "/public/v1/export/questions.csv").header("if-none-match", csv.etag());
    assert_eq!(nobody.send(again).await.status, 304);
    let elsewhere = get(&app, "/public/v1/export/questions.csv?area=warwickshire").await.expect(200);
    assert_eq!(elsewhere.text.matches("\r\n").count(), 1);
    // A figure of a question is there once, although the record of the meeting repeats it.
    let figures = get(&app, "/public/v1/export/data_points.ndjson").await.expect(200);
    assert_eq!(figures.text.lines().count(), 1);
    let known_by_count = get(&app, "/public/v1/export/recommendations.csv").await.expect(200).text;
    assert!(known_by_count.contains(&format!("{set},A report,,,,,,17,,")), "{known_by_count}");
    let manifest = get(&app, "/public/v1/export/manifest.json").await.expect(200);
    assert_eq!((manifest.json["files"].as_array().map(Vec::len), &manifest.json["documents"]), (Some(26), &json!(2)));
    for file in manifest.json["files"].as_array().expect("files") {
        let taken = get(&app, path_of(file["url"].as_str().expect("an address"))).await.expect(200);
        assert_eq!(file["sha256"], json!(sha256_hex(&taken.bytes)), "{file}");
        assert_eq!(file["bytes"], json!(taken.bytes.len()), "{file}");
    }
    let metadata = get(&app, "/public/v1/export/questions.csv-metadata.json").await.expect(200);
    let columns = metadata.json["tableSchema"]["columns"].as_array().expect("columns");
    let names: Vec<&str> = columns.iter().map(|column| column["name"].as_str().expect("a name")).collect();
    assert_eq!(csv.text.split("\r\n").next(), Some(format!("\u{feff}{}", names.join(",")).as_str()));
    for nothing in ["questions", "questions.xml", "people.csv", "manifest.csv", "questions.csv.csv"] {
        get(&app, &format!("/public/v1/export/{nothing}")).await.refused(404);
    }
    let catalogue = get(&app, "/public/v1/catalog.jsonld").await.expect(200);
    let sets = catalogue.json["dcat:dataset"].as_array().expect("data sets");
    let questions = format!("{PUBLIC_URL}/public/v1/catalog.jsonld#west-mercia-questions");
    assert!(sets.iter().any(|set| set["dct:identifier"] == *questions), "{}", catalogue.text);
    assert!(catalogue.text.contains("2019-01-30") && catalogue.text.contains("open-government-licence"));
    // Once more is published the sums are others.
    question(&app, "One more").await;
    let later = get(&app, "/public/v1/export/manifest.json").await.expect(200);
    assert_eq!(later.json["documents"], 3);
    assert_ne!(later.etag(), manifest.etag());
    assert_ne!(get(&app, "/public/v1/export/questions.csv").await.etag(), csv.etag());
}

/// Everything that programs are sent.
pub fn paths() -> Vec<String> {
    let tables = [
        "meetings",
        "attendance",
        "questions",
        "responses",
        "judgements",
        "exchanges",
        "findings",
        "decisions",
        "actions",
        "priorities",
        "recommendations",
        "data_points",
        "editions",
    ];
    let endings = ["csv", "ndjson", "csv-metadata.json"];
    let files = tables.iter().flat_map(|table| endings.map(|ending| format!("/public/v1/export/{table}.{ending}")));
    let others = [ATOM, JSON_FEED, CALENDAR, "/public/v1/export/manifest.json", "/public/v1/catalog.jsonld"];
    files.chain(others.map(str::to_owned)).collect()
}

async fn withdrawn_words_are_nowhere(app: TestApp) {
    let (meeting, action) = (fresh(&app), fresh(&app));
    app.opcc().create("/v1/topics", &json!({"title": "Quetzalcoatl in the working record"})).await;
    let record = json!({
        "meeting": {"id": meeting, "title": "Wolfsbane", "held_on": "2019-07-01", "is_public": true, "venue": "Wolfsbane House",
            "next_meeting": {"id": fresh(&app), "title": "Wolfsbane again", "held_on": "2019-08-01", "is_public": true}},
        "questions": [{"id": fresh(&app), "text": "Wolfsbane?", "due_on": "2019-02-13", "topic": {"id": fresh(&app), "title": "Wolfsbane"},
            "data_points": [{"id": fresh(&app), "label": "Wolfsbane"}]}],
        "actions": [{"id": action, "text": "Wolfsbane!", "due_on": "2019-02-13"}],
    });
    let edition = publish(&app, "meeting_record", &meeting, record).await;
    for path in ["/public/v1/export/questions.csv", ATOM, CALENDAR, "/public/v1/export/data_points.ndjson"] {
        assert!(get(&app, path).await.text.contains("Wolfsbane"), "{path}");
    }
    withdraw(&app, &edition).await;
    question(&app, "Is [withheld: foia_s40] known?").await;
    let mut withheld = 0;
    for path in paths() {
        let reply = get(&app, &path).await.expect(200);
        let said = format!("{} {:?}", String::from_utf8_lossy(&reply.bytes), reply.headers).to_lowercase();
        for word in ["wolfsbane", "quetzalcoatl"] {
            assert!(!said.contains(word), "{path} says {word}: {said}");
        }
        withheld += usize::from(said.contains("[withheld: foia_s40]"));
        assert!(said.contains("open-government-licence"), "{path} does not state the licence: {said}");
    }
    assert_eq!(withheld, 4, "Atom, JSON Feed and the two forms of the table of questions");
}

async fn parameters_of_feeds_are_checked(app: TestApp) {
    for (path, pointer) in [
        ("feeds/atom.xml?page=1", "/query/page"),
        ("feeds/atom.xml?limit=5", "/query/limit"),
        ("feeds/feed.json?meeting_kind=party", "/query/meeting_kind"),
        ("calendar.ics?kind=public", "/query/kind"),
        ("catalog.jsonld?area=a", "/query/area"),
        ("export/manifest.json?area=a", "/query/area"),
        ("export/questions.csv?q=a", "/query/q"),
        ("export/questions.csv-metadata.json?area=a", "/query/area"),
    ] {
        let refused = get(&app, &format!("/public/v1/{path}")).await.refused(400);
        assert_eq!(refused.pointers(), [pointer], "{path}");
    }
    for page in ["0", "1", "-1", "x", "9223372036854775808"] {
        get(&app, &format!("/public/v1/feeds/archive/{page}/atom.xml")).await.refused(404);
    }
}

async fn feeds_are_made_anew_from_the_log(app: TestApp) {
    let meeting = fresh(&app);
    let record = |title: &str| json!({"meeting": {"id": meeting, "title": title, "held_on": "2019-07-01", "is_public": true}});
    publish(&app, "meeting_record", &meeting, record("First")).await;
    app.set_time("2019-01-31T09:00:00Z");
    publish(&app, "meeting_record", &meeting, record("Second")).await;
    let gone = question(&app, "Withdrawn").await;
    withdraw(&app, &gone).await;
    let before = app.inner().db.read(kept).await.expect("the projections");
    assert!(before.contains("Second") && !before.contains("Withdrawn"), "{before}");
    app.inner().db.write(projection::rebuild).await.expect("made anew");
    assert_eq!(app.inner().db.read(kept).await.expect("the projections"), before);
}

/// Everything that the feeds are made of.
fn kept(conn: &mut AnyConnection) -> Result<String, ApiError> {
    type Entry = (i32, Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);
    type Kept = (String, i32, bool, Option<String>, String, chrono::NaiveDateTime);
    let entries: Vec<Entry> = feed_entries::table
        .order(feed_entries::leaf.asc())
        .select((
            feed_entries::leaf,
            feed_entries::title,
            feed_entries::summary,
            feed_entries::content,
            feed_entries::categories,
            feed_entries::explanation,
        ))
        .load(conn)?;
    let event = (feed_events::id, feed_events::sequence, feed_events::cancelled, feed_events::event);
    let events: Vec<Kept> = feed_events::table
        .order(feed_events::id.asc())
        .select((event.0, event.1, event.2, event.3, feed_events::edition_id, feed_events::at))
        .load(conn)?;
    let terms: Vec<(String, i32)> = feed_entry_terms::table
        .order((feed_entry_terms::leaf.asc(), feed_entry_terms::term.asc()))
        .select((feed_entry_terms::term, feed_entry_terms::leaf))
        .load(conn)?;
    Ok(format!("{entries:?} {events:?} {terms:?}"))
}
