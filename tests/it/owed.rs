//! What is owed to the public: until it is published, and again when that is withdrawn.

use answerable::publication_log::log;
use answerable::publication_log::log::{About, LeafKind};
use serde_json::{Value, json};

use crate::support::stage::{Stage, meeting};
use crate::support::{Reply, TestApp, both};

both!(
    a_meeting_is_owed_until_it_is_published,
    a_decision_that_no_meeting_took_is_published_by_itself,
    the_public_learns_what_is_late_and_no_more,
    a_withheld_day_is_in_no_row,
    the_public_form_is_reckoned_once_a_minute,
    the_standard_is_the_pccs,
);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// Paragraph, what it is of, since, days late.
fn rows(reply: &Reply) -> Vec<String> {
    let rows = reply.json["rows"].as_array().expect("rows").iter();
    rows.map(|row| format!("{} {} {} {}", row["paragraph"], row["name"], row["since"], row["days_late"]).replace('"', ""))
        .collect()
}

async fn meeting_that(app: &TestApp, stage: &Stage, title: &str, changes: Value) -> String {
    let mut body = meeting(&stage.body, title, "2019-01-30");
    let members = changes.as_object().expect("members");
    body.as_object_mut().expect("a body").extend(members.clone());
    let path = app.opcc().create("/v1/meetings", &body).await;
    app.opcc().act(&path, "hold", &json!({})).await.expect(200);
    path
}

/// An edition of the record of a meeting, straight into the log: what it holds is the test's.
pub async fn publish(app: &TestApp, meeting: &str, record: Value) -> String {
    use answerable::foundation::schema::editions;
    use diesel::prelude::*;
    let (subject, edition) = (id(meeting).to_owned(), app.inner().ids.next());
    let (now, document, returned) = (
        app.inner().clock.now().naive_utc(),
        json!({"type": "edition", "id": edition, "kind": "meeting_record", "record": record}).to_string(),
        edition.clone(),
    );
    let write = move |conn: &mut answerable::foundation::db::AnyConnection| {
        let row = (
            (editions::id.eq(&edition), editions::area.eq("west-mercia"), editions::kind.eq("meeting_record")),
            (editions::subject_id.eq(&subject), editions::number.eq(1), editions::title.eq("The record")),
            (editions::record.eq("{}"), editions::withheld.eq("[]"), editions::source_sha256.eq(""), editions::warnings.eq("[]")),
            (editions::status.eq("published"), editions::published_at.eq(now), editions::created_at.eq(now)),
            (editions::updated_at.eq(now), editions::version.eq(1)),
        );
        diesel::insert_into(editions::table).values(row).execute(conn)?;
        let about = About {
            area: "west-mercia",
            kind: LeafKind::Edition,
            edition_id: &edition,
            edition_kind: "meeting_record",
            subject_id: &subject,
        };
        log::append(conn, &about, document, now).map(|_| ())
    };
    app.inner().db.write(write).await.expect("an edition");
    format!("/v1/editions/{returned}")
}

async fn a_meeting_is_owed_until_it_is_published(app: TestApp) {
    let stage = Stage::set(&app).await;
    let open = meeting_that(&app, &stage, "Open", json!({"is_public": true})).await;
    let interest = json!({"significant_public_interest": true, "significant_public_interest_reason": "A large sum."});
    let closed = meeting_that(&app, &stage, "Closed", interest).await;
    meeting_that(&app, &stage, "Neither", json!({})).await;
    let decision = json!({
        "text": "The estate of the unit gets a further sum.", "reasons": "Its power supply must not fail.",
        "made_by": {"name": "A. Commissioner", "capacity": "PCC"}, "meeting_id": id(&open),
        "significant_public_interest": true, "significant_public_interest_reason": "It is a large sum.",
    });
    let decision = app.opcc().create("/v1/decisions", &decision).await;
    let all = ["5(a) Open 2019-01-23 7", "5(b) Open 2019-01-23 7", "5(c) Closed 2019-02-27 0", "5(c) Open 2019-02-27 0"];
    let mut found = rows(&app.opcc().get("/v1/reports/owed").await.expect(200));
    found.sort();
    assert_eq!(found, all, "a draft of a decision is owed to nobody");
    app.pcc().act(&decision, "take", &json!({})).await.expect(200);
    let reference = app.pcc().get(&decision).await.str("/reference").to_owned();
    app.set_time("2019-02-28T09:00:00Z");
    let report = app.pcc().get("/v1/reports/owed?paragraph=5(d)&late=true").await.expect(200);
    assert_eq!(rows(&report), [format!("5(d) {reference} 2019-02-06 22")]);
    let counts: Vec<_> =
        report.json["totals"].as_array().expect("totals").iter().map(|row| row["counts"]["late"].clone()).collect();
    assert_eq!(counts, [1, 1, 2, 1]);
    // An edition without the place, and with everything else.
    let record = json!({
        "meeting": {"held_on": "2019-01-30", "starts_at": "10:00", "venue": null, "status": "held", "agenda": [{"id": "1"}]},
        "decisions": [{"id": id(&decision), "text": "The estate of the unit gets a further sum."}], "papers": [],
    });
    let edition = publish(&app, &open, record).await;
    let report = app.opcc().get("/v1/reports/owed").await.expect(200);
    assert_eq!(rows(&report), ["5(a) Open 2019-01-23 36", "5(c) Closed 2019-02-27 1"]);
    assert_eq!(report.json["rows"][0]["missing"], json!(["venue"]));
    app.opcc().act(&closed, "cancel", &json!({"reason": "Snow."})).await.refused(409);
    // Withdrawn, it is all owed again.
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
    assert_eq!(rows(&app.opcc().get("/v1/reports/owed").await.expect(200)).len(), 5);
    app.force().get("/v1/reports/owed").await.refused(403);
    assert_eq!(rows(&app.client("outsider").get("/v1/reports/owed").await.expect(200)), Vec::<String>::new());
    app.opcc().get("/v1/reports/owed?paragraph=5(e)").await.refused(400);
}

async fn a_decision_that_no_meeting_took_is_published_by_itself(app: TestApp) {
    Stage::set(&app).await;
    let decision = json!({
        "text": "The grant to the refuge goes on for a year.", "reasons": "It has no other money.", "made_on": "2019-01-29",
        "made_by": {"name": "A. Commissioner", "capacity": "PCC"},
        "significant_public_interest": true, "significant_public_interest_reason": "People depend on it.",
    });
    let decision = app.opcc().create("/v1/decisions", &decision).await;
    let edition = json!({"kind": "decision", "subject_id": id(&decision)});
    app.opcc().post("/v1/editions", &edition).await.refused(422);
    app.pcc().act(&decision, "take", &json!({})).await.expect(200);
    assert_eq!(rows(&app.opcc().get("/v1/reports/owed").await.expect(200)).len(), 1);
    let edition = app.opcc().create("/v1/editions", &edition).await;
    app.pcc().act(&edition, "approve", &json!({})).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    let document = app.nobody().get(&format!("/public{edition}")).await.expect(200);
    assert_eq!(document.str("/record/decision/text"), "The grant to the refuge goes on for a year.");
    assert_eq!(document.str("/record/decision/made_by/capacity"), "PCC");
    assert_eq!(rows(&app.opcc().get("/v1/reports/owed").await.expect(200)), Vec::<String>::new());
    let feed = app.nobody().get("/public/v1/feeds/feed.json").await.expect(200);
    assert!(feed.str("/items/0/content_text").contains("The grant to the refuge"), "{}", feed.text);
}

async fn a_withheld_day_is_in_no_row(app: TestApp) {
    let stage = Stage::set(&app).await;
    let open = meeting_that(&app, &stage, "Open", json!({"is_public": true})).await;
    let day = json!({"resource": "meetings", "resource_id": id(&open), "field": "held_on", "reason": "foia_s31"});
    app.opcc().create("/v1/redactions", &day).await;
    app.set_time("2019-06-01T09:00:00Z");
    let public = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
    assert_eq!((&public.json["rows"], &public.json["left_out"]), (&json!([]), &json!(3)));
    let late: Vec<&Value> = public.json["totals"].as_array().expect("totals").iter().map(|total| &total["late"]).collect();
    assert_eq!(late, [1, 1, 1, 0]);
}

async fn the_public_learns_what_is_late_and_no_more(app: TestApp) {
    let stage = Stage::set(&app).await;
    let open = meeting_that(&app, &stage, "Zebra crossings", json!({"is_public": true})).await;
    let interest = json!({"significant_public_interest": true, "significant_public_interest_reason": "Xylophones."});
    let closed = meeting_that(&app, &stage, "Quicksilver", interest).await;
    for meeting in [&open, &closed] {
        let decision = json!({
            "text": "Walnuts.", "reasons": "Yams.", "made_by": {"name": "A. Commissioner", "capacity": "PCC"},
            "meeting_id": id(meeting), "significant_public_interest": true, "significant_public_interest_reason": "Vinegar.",
        });
        let decision = app.opcc().create("/v1/decisions", &decision).await;
        app.pcc().act(&decision, "take", &json!({})).await.expect(200);
    }
    let later = json!({"is_public": true, "title": "Umbrellas", "held_on": "2019-06-30"});
    let mut body = meeting(&stage.body, "Umbrellas", "2019-06-30");
    body.as_object_mut().expect("a body").extend(later.as_object().expect("members").clone());
    app.opcc().create("/v1/meetings", &body).await;
    app.set_time("2019-06-01T09:00:00Z");
    let public = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
    let told: Vec<Value> = public.json["rows"].as_array().expect("rows").clone();
    assert_eq!(
        told.iter().map(|row| row["paragraph"].as_str().expect("a paragraph")).collect::<Vec<_>>(),
        ["5(a)", "5(b)", "5(d)", "5(c)"]
    );
    assert!(told.iter().all(|row| row["day"] == "2019-01-30"));
    for word in [
        "Zebra",
        "Xylo",
        "Quick",
        "Walnut",
        "Yams",
        "Vinegar",
        "Umbrella",
        "Hindlip",
        "WM-",
        "Commissioner",
        id(&open),
        id(&closed),
    ] {
        assert!(!public.text.contains(word), "{word}: {}", public.text);
    }
    let totals: Vec<Value> = public.json["totals"].as_array().expect("totals").clone();
    let counts: Vec<_> = totals.iter().map(|line| (line["late"].as_i64(), line["not_public"].as_i64())).collect();
    assert_eq!(counts, [(1, 0), (1, 0), (2, 1), (2, 1)].map(|(late, hidden)| (Some(late), Some(hidden))), "{totals:?}");
    let members: std::collections::BTreeSet<_> = totals[2].as_object().expect("members").keys().map(String::as_str).collect();
    assert_eq!(members, ["area", "late", "not_public", "paragraph"].into(), "no day and no word");
    assert_eq!(public.header("access-control-allow-origin"), "*");
    assert!(public.header("cache-control").starts_with("public"));
    let request = app.nobody().request(reqwest::Method::GET, "/public/v1/owed?area=west-mercia");
    let same = app.nobody().send(request.header("if-none-match", public.etag())).await.expect(304);
    assert_eq!(same.etag(), public.etag());
    assert_eq!(app.nobody().get("/public/v1/owed?area=nowhere").await.expect(200).json["rows"], json!([]));
    assert_eq!(app.nobody().get("/public/v1/owed").await.expect(200).json["rows"], public.json["rows"]);
    app.nobody().get("/public/v1/owed?late=true").await.refused(400);
}

async fn the_public_form_is_reckoned_once_a_minute(app: TestApp) {
    let stage = Stage::set(&app).await;
    let open = meeting_that(&app, &stage, "Open", json!({"is_public": true})).await;
    app.set_time("2019-06-01T09:00:00Z");
    let owed = async || app.nobody().get("/public/v1/owed").await.expect(200);
    let before = owed().await;
    app.pcc().patch("/v1/publication-standards/west-mercia", "\"0\"", &json!({"minutes_days": 3})).await.expect(200);
    assert_eq!(owed().await.text, before.text);
    app.set_time("2019-06-01T09:01:00Z");
    let after = owed().await;
    assert_ne!(after.json["rows"], before.json["rows"]);
    let said = json!([{"challenge": "How many?", "reply": "Nine."}]);
    publish(&app, &open, json!({"meeting": {"status": "held", "agenda": []}, "exchanges": said})).await;
    assert_ne!(owed().await.json["rows"], after.json["rows"], "a publication is seen at once");
    for (at, day) in [("2019-06-01T22:59:59Z", "2019-06-01"), ("2019-06-01T23:00:00Z", "2019-06-02")] {
        app.set_time(at);
        assert_eq!(owed().await.str("/as_of"), day);
    }
}

async fn the_standard_is_the_pccs(app: TestApp) {
    let stage = Stage::set(&app).await;
    meeting_that(&app, &stage, "Open", json!({"is_public": true})).await;
    let standard = "/v1/publication-standards/west-mercia";
    let usual = app.force().get(standard).await.expect(200);
    assert_eq!((usual.etag(), &usual.json["set_by_body"]), ("\"0\"".to_owned(), &json!(false)));
    app.opcc().patch(standard, "\"0\"", &json!({"minutes_days": 3})).await.refused(403);
    app.pcc().patch(standard, "\"1\"", &json!({"minutes_days": 3})).await.refused(412);
    app.pcc().patch(standard, "\"0\"", &json!({"minutes_days": 251, "notice_days": -1})).await.refused(422);
    let set = app.pcc().patch(standard, "\"0\"", &json!({"minutes_days": 3, "agenda_days": 0})).await.expect(200);
    assert_eq!((set.etag(), &set.json["notice_days"]), ("\"1\"".to_owned(), &json!(5)));
    app.pcc().patch(standard, "\"1\"", &json!({"decision_days": 10})).await.expect(200);
    let found = rows(&app.opcc().get("/v1/reports/owed").await.expect(200));
    assert_eq!(found, ["5(a) Open 2019-01-23 7", "5(b) Open 2019-01-30 0", "5(c) Open 2019-02-04 0"]);
    app.pcc().get("/v1/publication-standards/warwickshire").await.refused(404);
    app.pcc().patch("/v1/publication-standards/warwickshire", "\"0\"", &json!({"minutes_days": 3})).await.refused(404);
    let trail = app.pcc().get("/v1/audit?resource=publication_standards&count=exact").await;
    assert_eq!(trail.json["page"]["total"], 2);
}
