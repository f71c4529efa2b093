//! What a body owes of itself, paragraphs 7A to 7C, and what makes the minutes of a meeting.

use serde_json::{Value, json};

use crate::owed::publish;
use crate::report_publication::id;
use crate::support::stage::{Stage, despite, meeting};
use crate::support::{TestApp, both};

both!(
    information_about_the_force_is_owed_from_may_2021,
    the_latest_peel_report_is_what_counts,
    an_empty_record_is_no_minutes,
    minutes_are_a_draft_until_the_record_is_agreed,
);

/// Paragraph, since and days late of what the body owes of itself.
async fn owed(app: &TestApp) -> Vec<String> {
    let report = app.opcc().get("/v1/reports/owed?paragraph=7A&paragraph=7B&paragraph=7C").await.expect(200).json;
    let rows = report["rows"].as_array().expect("rows").iter();
    let mut rows: Vec<String> = rows
        .map(|row| {
            assert_eq!((&row["subject_kind"], &row["meeting_kind"]), (&json!("body"), &Value::Null));
            format!("{} {} {}", row["paragraph"], row["since"], row["days_late"]).replace('"', "")
        })
        .collect();
    rows.sort();
    rows
}

async fn note(app: &TestApp, stage: &Stage, duty: &str, on: &str) -> String {
    let body = json!({"duty": duty, "subject_kind": "body", "subject_id": stage.body, "published_on": on,
        "url": "https://pcc.example/force"});
    app.opcc().create("/v1/published-elsewhere", &body).await
}

async fn information_about_the_force_is_owed_from_may_2021(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2021-05-30T12:00:00Z");
    assert_eq!(owed(&app).await, Vec::<String>::new());
    app.set_time("2021-05-31T12:00:00Z");
    let since = ["7A 2021-06-28 0", "7B 2021-06-28 0", "7C 2021-06-28 0"];
    assert_eq!(owed(&app).await, since);
    let public = async || {
        let reply = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
        assert!(!reply.text.contains(&stage.body) && !reply.text.contains("Commissioner for"), "{}", reply.text);
        let rows = reply.json["rows"].as_array().expect("rows").clone();
        rows.into_iter().map(|row| (row["paragraph"].clone(), row["day"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(public().await, []);
    app.set_time("2021-06-29T12:00:00Z");
    let day = || json!("2021-05-31");
    assert_eq!(public().await, [(json!("7A"), day()), (json!("7B"), day()), (json!("7C"), day())]);
    app.pcc().patch("/v1/publication-standards/west-mercia", "\"0\"", &json!({"information_days": 0})).await.expect(200);
    assert_eq!(owed(&app).await, ["7A 2021-05-31 29", "7B 2021-05-31 29", "7C 2021-05-31 29"]);
    // A statement of the time before the plan in force is not one on it.
    for (duty, on) in [("7A", "2016-10-24"), ("7B", "2016-10-24"), ("7C", "2020-07-01")] {
        note(&app, &stage, duty, on).await;
    }
    assert_eq!(owed(&app).await, ["7A 2021-05-31 29"]);
    let statement = note(&app, &stage, "7A", "2016-10-25").await;
    assert_eq!(owed(&app).await, Vec::<String>::new());
    app.opcc().act(&statement, "take-back", &json!({"reason": "It is about another year."})).await.expect(200);
    // A year later what was published about complaints is not the latest any more.
    app.set_time("2021-07-02T12:00:00Z");
    assert_eq!(owed(&app).await, ["7A 2021-05-31 32", "7C 2021-07-01 1"]);
}

async fn the_latest_peel_report_is_what_counts(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2022-10-14T12:00:00Z");
    for duty in ["7A", "7B", "7C"] {
        note(&app, &stage, duty, "2022-10-01").await;
    }
    assert_eq!(owed(&app).await, Vec::<String>::new());
    let report = |day: &str, is_peel: bool| json!({"source": "inspectorate", "title": "PEEL", "published_by": "HMICFRS", "published_on": day, "is_peel": is_peel});
    let other = app.opcc().create("/v1/recommendation-sets", &report("2022-10-13", false)).await;
    app.opcc().act(&other, "record", &json!({})).await.expect(200);
    assert_eq!(owed(&app).await, Vec::<String>::new(), "another inspection");
    let peel = app.opcc().create("/v1/recommendation-sets", &report("2022-10-13", true)).await;
    assert_eq!(owed(&app).await, Vec::<String>::new(), "a draft");
    app.opcc().act(&peel, "record", &json!({})).await.expect(200);
    assert_eq!(owed(&app).await, ["7B 2022-11-10 0"]);
    note(&app, &stage, "7B", "2022-10-13").await;
    assert_eq!(owed(&app).await, Vec::<String>::new());
}

async fn an_empty_record_is_no_minutes(app: TestApp) {
    let stage = Stage::set(&app).await;
    let minutes = async || {
        let report = app.opcc().get("/v1/reports/owed?paragraph=5(c)").await.expect(200).json;
        report["rows"].as_array().expect("rows").len()
    };
    for (rest, left) in [
        (json!({}), 1),
        (json!({"questions": [{"id": "q", "text": "How many?", "responses": [], "exchanges": []}]}), 1),
        (json!({"exchanges": [{"id": "e", "challenge": "How many?", "reply": "Nine."}]}), 0),
        (json!({"papers": [{"id": "p", "kind": "minutes", "title": "Minutes", "url": null, "attachments": []}]}), 1),
        (json!({"papers": [{"id": "p", "kind": "minutes", "title": "Minutes", "url": "https://pcc.example/m"}]}), 0),
    ] {
        let mut body = meeting(&stage.body, &format!("Open {rest}"), "2019-01-30");
        body["is_public"] = json!(true);
        let open = app.opcc().create("/v1/meetings", &body).await;
        app.opcc().act(&open, "hold", &json!({})).await.expect(200);
        let before = minutes().await;
        let mut record =
            json!({"meeting": {"status": "held", "held_on": "2019-01-30", "starts_at": "10:00", "venue": "Hindlip"}});
        record.as_object_mut().expect("members").extend(rest.as_object().expect("members").clone());
        publish(&app, &open, record).await;
        assert_eq!(minutes().await, before - 1 + left, "{rest}");
    }
}

async fn minutes_are_a_draft_until_the_record_is_agreed(app: TestApp) {
    let stage = Stage::set(&app).await;
    let held = format!("/v1/meetings/{}", stage.meeting);
    let published = async |change: &str| {
        let mut edition = json!({"kind": "meeting_record", "subject_id": stage.meeting});
        if !change.is_empty() {
            edition["significance"] = json!("minor");
            edition["change_note"] = json!(change);
        }
        let edition = app.opcc().create("/v1/editions", &edition).await;
        app.pcc().act(&edition, "approve", &despite()).await.expect(200);
        app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
        let seen = app.nobody().get(&format!("/public/v1/meetings/{}", id(&held))).await.expect(200).json["minutes"].clone();
        let document =
            app.nobody().get(&format!("/public{edition}")).await.expect(200).json["record"]["meeting"]["minutes"].clone();
        assert_eq!(seen, document);
        let table = app.nobody().get("/public/v1/export/meetings.csv").await.expect(200).text;
        let feed = app.nobody().get("/public/v1/feeds/feed.json").await.expect(200).text;
        (seen, table.contains(",draft,"), table.contains(",agreed,agreed,"), feed.contains("The minutes are a draft."))
    };
    assert_eq!(published("").await, (Value::Null, false, false, false));
    app.opcc().act(&held, "hold", &json!({})).await.expect(200);
    assert_eq!(published("It was held.").await, (json!("draft"), true, false, true));
    app.pcc().act(&held, "agree", &json!({})).await.expect(200);
    let (seen, draft, agreed, _) = published("The record is agreed.").await;
    assert_eq!((seen, draft, agreed), (json!("agreed"), false, true));
}
