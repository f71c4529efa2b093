//! What a body has published elsewhere is not owed, and everybody can see where it is.

use serde_json::{Value, json};

use crate::report_publication::{complete, id, reported, told};
use crate::support::stage::{Stage, meeting};
use crate::support::{Reply, TestApp, both};

both!(
    duties_about_meetings_and_decisions_are_met_elsewhere,
    a_response_published_elsewhere_is_published,
    only_what_fits_is_noted,
);

const ELSEWHERE: &str = "/v1/published-elsewhere";

fn note(duty: &str, kind: &str, subject: &str, on: &str) -> Value {
    json!({"duty": duty, "subject_kind": kind, "subject_id": subject, "published_on": on, "url": format!("http://pcc.example/{duty}")})
}

fn paragraphs(reply: &Reply, list: &str) -> Vec<String> {
    let rows = reply.json[list].as_array().expect("rows").iter();
    let mut all: Vec<String> = rows.map(|row| row["paragraph"].as_str().expect("a paragraph").to_owned()).collect();
    all.sort();
    all
}

async fn made(app: &TestApp, stage: &Stage, title: &str, changes: Value) -> String {
    let mut body = meeting(&stage.body, title, "2019-01-30");
    body.as_object_mut().expect("a body").extend(changes.as_object().expect("members").clone());
    let path = app.opcc().create("/v1/meetings", &body).await;
    app.opcc().act(&path, "hold", &json!({})).await.expect(200);
    path
}

async fn duties_about_meetings_and_decisions_are_met_elsewhere(app: TestApp) {
    let stage = Stage::set(&app).await;
    let open = made(&app, &stage, "Open", json!({"is_public": true})).await;
    let interest = json!({"significant_public_interest": true, "significant_public_interest_reason": "A large sum."});
    let closed = made(&app, &stage, "Closed", interest).await;
    let decision = json!({
        "text": "The grant goes on.", "reasons": "It works.", "made_by": {"name": "A. Commissioner", "capacity": "PCC"},
        "meeting_id": id(&open), "significant_public_interest": true, "significant_public_interest_reason": "It is large.",
    });
    let decision = app.opcc().create("/v1/decisions", &decision).await;
    app.pcc().act(&decision, "take", &json!({})).await.expect(200);
    app.set_time("2019-03-15T12:00:00Z");
    let owed = async || paragraphs(&app.opcc().get("/v1/reports/owed").await.expect(200), "rows");
    assert_eq!(owed().await, ["5(a)", "5(b)", "5(c)", "5(c)", "5(d)"]);
    let mut noted = Vec::new();
    for (duty, kind, subject, on) in [
        ("5(a)", "meeting", &open, "2019-01-07"),
        ("5(b)", "meeting", &open, "2019-01-23"),
        ("5(c)", "meeting", &open, "2019-02-20"),
        ("5(c)", "meeting", &closed, "2019-02-21"),
        ("5(d)", "decision", &decision, "2019-02-01"),
    ] {
        noted.push(app.opcc().create(ELSEWHERE, &note(duty, kind, id(subject), on)).await);
    }
    assert_eq!(owed().await, Vec::<String>::new());
    let public = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
    assert_eq!(public.json["rows"], json!([]));
    // Not the minutes of the meeting that is not public.
    assert_eq!(paragraphs(&public, "published_elsewhere"), ["5(a)", "5(b)", "5(c)", "5(d)"]);
    let latest = json!({"area": "west-mercia", "paragraph": "5(c)", "day": "2019-02-20", "url": "http://pcc.example/5(c)"});
    assert_eq!(public.json["published_elsewhere"][0], latest);
    // Taken back, it is owed again, and the note stays.
    app.force().act(&noted[2], "take-back", &json!({"reason": "No."})).await.refused(403);
    let taken = app.opcc().act(&noted[2], "take-back", &json!({"reason": "It is of another meeting."})).await.expect(200);
    assert_eq!((taken.str("/status"), taken.str("/taken_back_reason")), ("taken_back", "It is of another meeting."));
    app.opcc().act(&noted[2], "take-back", &json!({"reason": "Again."})).await.refused(409);
    assert_eq!(owed().await, ["5(c)"]);
    assert_eq!(app.force().get(&format!("{ELSEWHERE}?status=stands&duty=5(c)")).await.expect(200).ids(), [id(&noted[3])]);
    assert_eq!(app.client("outsider").get(ELSEWHERE).await.expect(200).ids(), Vec::<String>::new());
    // A day that is withheld could be told from the one of its minutes.
    let day = json!({"resource": "meetings", "resource_id": id(&open), "field": "held_on", "reason": "foia_s31"});
    app.opcc().create("/v1/redactions", &day).await;
    app.set_time("2019-03-15T12:01:00Z");
    let public = app.nobody().get("/public/v1/owed").await.expect(200);
    assert_eq!(paragraphs(&public, "published_elsewhere"), ["5(d)"]);
}

async fn a_response_published_elsewhere_is_published(app: TestApp) {
    let (set, response) = reported(&app).await;
    complete(&app, &response).await;
    app.set_time("2019-05-01T12:00:00Z");
    assert_eq!(told(&app, &set).await, (true, json!(false), Value::Null));
    let noted = app.pcc().create(ELSEWHERE, &note("s.55(5A)", "recommendation_set", id(&set), "2019-03-31")).await;
    // The public register is worked out once a minute.
    app.set_time("2019-05-01T12:01:00Z");
    assert_eq!(told(&app, &set).await, (false, json!(true), json!("2019-03-31")));
    let seen = app.force().get(&response).await.expect(200);
    assert_eq!((seen.str("/published_on"), &seen.json["late"]), ("2019-03-31", &json!(false)));
    let public = app.nobody().get("/public/v1/owed").await.expect(200);
    assert_eq!(paragraphs(&public, "published_elsewhere"), ["s.55(5A)"]);
    let copies = app.opcc().get("/v1/reports/owed?paragraph=s.55(6)").await.expect(200);
    assert_eq!(copies.str("/rows/0/since"), "2019-04-05");
    app.pcc().act(&noted, "take-back", &json!({"reason": "The page was a draft."})).await.expect(200);
    app.set_time("2019-05-01T12:02:00Z");
    assert_eq!(told(&app, &set).await, (true, json!(false), Value::Null));
    app.opcc().create(ELSEWHERE, &note("s.55(5A)", "recommendation_set", id(&set), "2019-04-01")).await;
    app.set_time("2019-05-01T12:03:00Z");
    assert_eq!(told(&app, &set).await, (false, json!(false), json!("2019-04-01")));
}

async fn only_what_fits_is_noted(app: TestApp) {
    let stage = Stage::set(&app).await;
    let open = made(&app, &stage, "Open", json!({"is_public": true})).await;
    let neither = made(&app, &stage, "Neither", json!({})).await;
    let review = app.recommendation_set_in(&stage, "recorded").await;
    app.set_time("2019-02-15T12:00:00Z");
    for (body, pointers) in [
        (note("5(c)", "meeting", id(&open), "2019-02-16"), vec!["/published_on"]),
        (note("5(c)", "meeting", id(&open), "2019-01-29"), vec!["/published_on"]),
        (note("5(a)", "meeting", id(&neither), "2019-01-29"), vec!["/subject_id"]),
        (note("5(c)", "decision", id(&open), "2019-02-01"), vec!["/subject_kind"]),
        (note("5(d)", "decision", id(&open), "2019-02-01"), vec!["/subject_id"]),
        (note("s.55(5A)", "recommendation_set", id(&review), "2019-02-01"), vec!["/subject_id"]),
        (note("s.55(6)", "recommendation_set", id(&review), "2019-02-01"), vec!["/duty"]),
        (note("s.29(3)", "recommendation_set", id(&review), "2019-02-01"), vec!["/duty"]),
        (note("7A", "body", &stage.body, "2012-11-21"), vec!["/published_on"]),
    ] {
        assert_eq!(app.opcc().post(ELSEWHERE, &body).await.refused(422).pointers(), pointers, "{body}");
    }
    for url in ["ftp://pcc.example/a", "javascript:alert(1)", "https://", "https://a@pcc.example", "http://pcc.example/a b"] {
        let mut body = note("5(c)", "meeting", id(&open), "2019-02-01");
        body["url"] = json!(url);
        assert_eq!(app.opcc().post(ELSEWHERE, &body).await.refused(422).pointers(), ["/url"], "{url}");
    }
    app.force().post(ELSEWHERE, &note("5(c)", "meeting", id(&open), "2019-02-01")).await.refused(403);
}
