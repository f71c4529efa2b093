//! Copies of what was published about an inspection report (Police Act 1996 s.55(6)): owed from the publication of the response until
//! they are noted, and taken back when they were noted by mistake.

use serde_json::{Value, json};

use crate::report_publication::{complete, id, publish, reported};
use crate::support::{TestApp, both};

both!(copies_are_owed_until_both_are_noted, a_mistaken_line_is_taken_back, lines_without_a_kind_are_told_by_their_name);

/// Who has no copy, since and days late, by the register of the body; and whether the public register has it.
async fn owed(app: &TestApp) -> Option<(Value, String, i64, bool)> {
    let report = app.opcc().get("/v1/reports/owed?paragraph=s.55(6)").await.expect(200).json;
    let public = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200).json;
    let is_public = public["rows"].as_array().expect("rows").iter().any(|row| row["paragraph"] == "s.55(6)");
    let row = report["rows"].as_array().expect("rows").first()?;
    let since = row["since"].as_str().expect("a day").to_owned();
    Some((row["missing"].clone(), since, row["days_late"].as_i64().expect("a number"), is_public))
}

async fn copies_are_owed_until_both_are_noted(app: TestApp) {
    let (set, response) = reported(&app).await;
    app.set_time("2019-03-01T12:00:00Z");
    let before = json!({"sent_to": [{"to": "inspectors", "name": "HMICFRS", "sent_on": "2019-02-03"}]});
    assert_eq!(app.opcc().act(&response, "note-sent", &before).await.refused(422).pointers(), ["/sent_to/0/sent_on"]);
    let nobody = json!({"sent_to": [{"name": "HMICFRS", "sent_on": "2019-03-01"}]});
    assert_eq!(app.opcc().act(&response, "note-sent", &nobody).await.refused(422).pointers(), ["/sent_to/0"]);
    // Completing needs no recipient: copies are of what was published.
    complete(&app, &response).await;
    assert_eq!(owed(&app).await, None, "nothing was published yet");
    publish(&app, &set, "").await;
    let both = json!(["inspectors", "secretary_of_state"]);
    assert_eq!(owed(&app).await, Some((both.clone(), "2019-03-08".to_owned(), 0, false)));
    app.set_time("2019-03-09T12:00:00Z");
    assert_eq!(owed(&app).await, Some((both, "2019-03-08".to_owned(), 1, true)));
    let public = app.nobody().get("/public/v1/owed").await.expect(200);
    assert!(!public.text.contains("Zebra") && !public.text.contains(id(&set)), "{}", public.text);
    let inspectors = json!({"sent_to": [{"to": "inspectors", "name": "HMICFRS", "sent_on": "2019-03-02"}]});
    let noted = app.opcc().act(&response, "note-sent", &inspectors).await.expect(200);
    assert_eq!(noted.json["copies"], json!({"inspectors_on": "2019-03-02", "secretary_of_state_on": null}));
    assert_eq!(owed(&app).await.expect("owed").0, json!(["secretary_of_state"]));
    app.pcc().patch("/v1/publication-standards/west-mercia", "\"0\"", &json!({"copies_days": 10})).await.expect(200);
    assert_eq!(owed(&app).await.expect("owed").1, "2019-03-15");
    let minister = json!({"sent_to": [{"to": "secretary_of_state", "name": "The Home Secretary", "sent_on": "2019-03-09"}]});
    app.opcc().act(&response, "note-sent", &minister).await.expect(200);
    assert_eq!(owed(&app).await, None);
    publish(&app, &set, "The copies are noted.").await;
    let published = app.nobody().get(&format!("/public/v1/recommendations/{}", id(&set))).await.expect(200);
    let copies = json!({"inspectors_on": "2019-03-02", "secretary_of_state_on": "2019-03-09"});
    assert_eq!((&published.json["response"]["copies"], published.str("/response/sent_to/0/to")), (&copies, "inspectors"));
}

async fn a_mistaken_line_is_taken_back(app: TestApp) {
    let (set, response) = reported(&app).await;
    let line = |on: &str| json!({"to": "inspectors", "name": "HMICFRS", "sent_on": on});
    app.opcc().act(&response, "note-sent", &json!({"sent_to": [line("2019-02-04")]})).await.expect(200);
    complete(&app, &response).await;
    publish(&app, &set, "").await;
    assert_eq!(owed(&app).await.expect("owed").0, json!(["secretary_of_state"]));
    let back = |on: &str| {
        let mut body = line(on);
        body["reason"] = json!("It was never posted.");
        body
    };
    app.force().act(&response, "take-back-sent", &back("2019-02-04")).await.refused(403);
    assert_eq!(app.opcc().act(&response, "take-back-sent", &back("2019-02-03")).await.refused(422).pointers(), [""]);
    let taken = app.opcc().act(&response, "take-back-sent", &back("2019-02-04")).await.expect(200);
    assert_eq!((&taken.json["sent_to"], &taken.json["copies"]["inspectors_on"]), (&json!([]), &Value::Null));
    assert_eq!(owed(&app).await.expect("owed").0, json!(["inspectors", "secretary_of_state"]));
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={}&act=take-back-sent", id(&response))).await;
    assert_eq!((trail.len(), &trail[0]["reason"]), (1, &json!("It was never posted.")));
    assert_eq!(trail[0]["changes"]["name"], "HMICFRS");
}

/// A response of an earlier version has recipients without a kind.
async fn lines_without_a_kind_are_told_by_their_name(app: TestApp) {
    let (set, response) = reported(&app).await;
    let old = r#"[{"name":"HM Inspectorate of Constabulary","sent_on":"2019-02-04"},{"name":"The Home Office","sent_on":"2019-02-04"}]"#;
    crate::handover::sql(app.inner(), &format!("UPDATE report_responses SET sent_to = '{old}'")).await;
    complete(&app, &response).await;
    publish(&app, &set, "").await;
    let seen = app.force().get(&response).await.expect(200);
    assert_eq!((seen.str("/sent_to/0/to"), seen.str("/sent_to/1/to")), ("inspectors", "secretary_of_state"));
    assert_eq!(owed(&app).await, None);
}
