//! The 56 days of the Police Act 1996 s.55(5A): the response to a report is due in public. By role, on every surface that reckons it.

use answerable::record::published::model::PublishedReport;
use answerable::record::published::{rules, store};
use serde_json::{Value, json};

use crate::support::stage::{Stage, despite};
use crate::support::{TestApp, both};

both!(
    a_completed_response_is_owed_until_it_is_published,
    a_response_published_on_the_last_day_is_in_time,
    a_response_published_late_was_not_in_time,
    a_withdrawn_edition_publishes_nothing,
    a_response_that_is_withheld_is_not_published,
    the_query_and_the_rule_tell_the_same_responses,
);

pub fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// An inspection report of 4 February 2019 (the 56 days end on 31 March) with its response drafted: set and response.
pub async fn reported(app: &TestApp) -> (String, String) {
    app.set_time("2019-02-04T12:00:00Z");
    let report = json!({
        "source": "inspectorate", "title": "Zebra effectiveness", "published_by": "HMICFRS", "published_on": "2019-02-04",
        "url": "https://www.justiceinspectorates.gov.uk/report",
    });
    let set = app.opcc().create("/v1/recommendation-sets", &report).await;
    app.opcc().act(&set, "record", &json!({})).await.expect(200);
    app.force().act(&set, "comment", &json!({"text": "We accept it."})).await.expect(200);
    let response = app.opcc().create(&format!("{set}/responses"), &json!({"text": "We have asked for a plan."})).await;
    (set, response)
}

pub async fn complete(app: &TestApp, response: &str) {
    app.pcc().act(response, "complete", &json!({})).await.expect(200);
}

/// Publishes the report as it stands; the path of the edition.
pub async fn publish(app: &TestApp, set: &str, change: &str) -> String {
    let mut edition = json!({"kind": "recommendation_response", "subject_id": id(set)});
    if !change.is_empty() {
        edition["significance"] = json!("minor");
        edition["change_note"] = json!(change);
    }
    let edition = app.opcc().create("/v1/editions", &edition).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
    edition
}

/// What everybody is told of the duty of s.55(5A): overdue, in time and the day, by each role alike; in the list; in the register; to the public.
pub async fn told(app: &TestApp, set: &str) -> (bool, Value, Value) {
    let mut said = Vec::new();
    for who in ["pcc", "opcc", "force", "reader"] {
        let client = app.client(who);
        let seen = client.get(set).await.expect(200).json;
        assert_eq!(seen["overdue"], seen["response_overdue"], "{who}");
        let listed = client.get("/v1/recommendation-sets?overdue=true").await.expect(200).ids();
        assert_eq!(listed.contains(&id(set).to_owned()), seen["overdue"] == true, "{who}: the list says the same");
        let listed = client.get("/v1/recommendation-sets?overdue=false").await.expect(200).ids();
        assert_eq!(listed.contains(&id(set).to_owned()), seen["overdue"] == false, "{who}: the list says the same");
        let calendar = client.get("/v1/calendar.ics").await.expect(200).text;
        let is_due = calendar.contains("SUMMARY:Response due");
        assert_eq!(is_due, seen["response_published_on"].is_null(), "{who}: {calendar}");
        said.push((seen["response_overdue"] == true, seen["response_in_time"].clone(), seen["response_published_on"].clone()));
    }
    said.dedup();
    assert_eq!(said.len(), 1, "{said:?}");
    let (overdue, in_time, published_on) = said.remove(0);
    let owed = app.pcc().get("/v1/reports/owed?paragraph=s.55(5A)").await.expect(200).json;
    let rows: Vec<&Value> = owed["rows"].as_array().expect("rows").iter().map(|row| &row["subject_id"]).collect();
    assert_eq!(rows.contains(&&json!(id(set))), published_on.is_null(), "{owed}");
    let public = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
    let late: Vec<&Value> =
        public.json["rows"].as_array().expect("rows").iter().filter(|row| row["paragraph"] == "s.55(5A)").collect();
    assert_eq!(late.len(), usize::from(overdue), "{}", public.text);
    assert!(!public.text.contains("Zebra") && !public.text.contains(id(set)), "{}", public.text);
    if let Some(row) = late.first() {
        assert_eq!((&row["subject_kind"], &row["day"]), (&json!("recommendation_set"), &json!("2019-02-04")));
        assert_eq!(row["since"], "2019-03-31");
    }
    (overdue, in_time, published_on)
}

async fn a_completed_response_is_owed_until_it_is_published(app: TestApp) {
    let (set, response) = reported(&app).await;
    complete(&app, &response).await;
    let nothing = || Value::Null;
    assert_eq!(told(&app, &set).await, (false, nothing(), nothing()));
    app.set_time("2019-03-31T22:59:59Z");
    assert_eq!(told(&app, &set).await, (false, nothing(), nothing()));
    // The last lawful day ends at midnight in London.
    app.set_time("2019-03-31T23:00:00Z");
    assert_eq!(told(&app, &set).await, (true, json!(false), nothing()));
    assert_eq!(app.force().get(&response).await.expect(200).json["late"], true);
    // Being prepared and approved publishes nothing either.
    let edition = json!({"kind": "recommendation_response", "subject_id": id(&set)});
    let edition = app.opcc().create("/v1/editions", &edition).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    assert!(told(&app, &set).await.0);
    app.set_time("2019-09-01T12:00:00Z");
    app.force().get("/v1/reports/owed").await.refused(403);
    assert_eq!(told(&app, &set).await, (true, json!(false), nothing()));
}

async fn a_response_published_on_the_last_day_is_in_time(app: TestApp) {
    let (set, response) = reported(&app).await;
    // An edition of the report without the response says what there is, and does not meet the duty.
    publish(&app, &set, "").await;
    complete(&app, &response).await;
    app.set_time("2019-03-31T22:59:00Z");
    assert_eq!(told(&app, &set).await, (false, Value::Null, Value::Null));
    publish(&app, &set, "The response was added.").await;
    let met = (false, json!(true), json!("2019-03-31"));
    assert_eq!(told(&app, &set).await, met);
    app.set_time("2019-05-01T12:00:00Z");
    // A later edition changes nothing of the day.
    publish(&app, &set, "Printed anew.").await;
    assert_eq!(told(&app, &set).await, met);
    let seen = app.force().get(&response).await.expect(200);
    assert_eq!((&seen.json["late"], seen.str("/published_on")), (&json!(false), "2019-03-31"));
    let public = app.nobody().get("/public/v1/recommendations?status=responded").await.expect(200);
    assert_eq!(public.ids(), [id(&set)]);
}

async fn a_response_published_late_was_not_in_time(app: TestApp) {
    let (set, response) = reported(&app).await;
    complete(&app, &response).await;
    app.set_time("2019-04-01T12:00:00Z");
    publish(&app, &set, "").await;
    assert_eq!(told(&app, &set).await, (false, json!(false), json!("2019-04-01")));
    let seen = app.force().get(&response).await.expect(200);
    assert_eq!((&seen.json["late"], seen.str("/completed_on")), (&json!(true), "2019-02-04"));
}

async fn a_withdrawn_edition_publishes_nothing(app: TestApp) {
    let (set, response) = reported(&app).await;
    complete(&app, &response).await;
    app.set_time("2019-03-01T12:00:00Z");
    let edition = publish(&app, &set, "").await;
    assert_eq!(told(&app, &set).await, (false, json!(true), json!("2019-03-01")));
    app.set_time("2019-04-02T12:00:00Z");
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
    assert_eq!(told(&app, &set).await, (true, json!(false), Value::Null));
    publish(&app, &set, "").await;
    assert_eq!(told(&app, &set).await, (false, json!(false), json!("2019-04-02")));
}

async fn a_response_that_is_withheld_is_not_published(app: TestApp) {
    let (set, response) = reported(&app).await;
    complete(&app, &response).await;
    let whole = json!({"resource": "report_responses", "resource_id": id(&response), "field": "text", "reason": "foia_s24"});
    let redaction = app.opcc().create("/v1/redactions", &whole).await;
    publish(&app, &set, "").await;
    assert_eq!(told(&app, &set).await, (false, Value::Null, Value::Null));
    let public = async |status: &str| app.nobody().get(&format!("/public/v1/recommendations?status={status}")).await.ids();
    assert_eq!((public("open").await, public("responded").await), (vec![id(&set).to_owned()], vec![]));
    app.opcc().act(&redaction, "lift", &json!({"reason": "It may be told."})).await.expect(200);
    publish(&app, &set, "The response is told.").await;
    assert_eq!(told(&app, &set).await, (false, json!(true), json!("2019-02-04")));
    // Other reports have no such clock.
    let stage = Stage::set(&app).await;
    let other = app.recommendation_set_in(&stage, "recorded").await;
    let seen = app.pcc().get(&other).await.expect(200).json;
    assert_eq!((&seen["response_overdue"], &seen["response_in_time"]), (&json!(false), &Value::Null));
}

/// The query reads the JSON of an edition as text; the rule reads its members.
async fn the_query_and_the_rule_tell_the_same_responses(app: TestApp) {
    let with = |text: Value, sent_to: Value| json!({"completed_on": "2019-02-04", "sent_to": sent_to, "text": text});
    let one = json!([{"name": "The Secretary of State", "sent_on": "2019-02-04"}]);
    let responses = [
        (json!(null), false),
        (with(json!("Accepted."), one.clone()), true),
        (with(json!("Accepted."), json!([])), true),
        (with(json!(null), one.clone()), false),
        (with(json!(null), json!([])), false),
        (with(json!(""), one.clone()), true),
        (with(json!("They wrote \"response\":null and [],\"text\":null} to us."), one.clone()), true),
        (with(json!(null), json!([{"name": "\"text\":\"a\"", "sent_on": null}])), false),
    ];
    let mut told = Vec::new();
    for (response, is_told) in &responses {
        let subject = crate::public::fresh(&app);
        let record = json!({
            "comments": [{"text": "They sent \"response\":null once."}], "recommendations": [], "response": response,
            "set": {"id": subject, "summary": null, "title": "A report"},
        });
        crate::public::publish(&app, "recommendation_response", &subject, record.clone()).await;
        let report: PublishedReport = serde_json::from_value(record).expect("a report");
        assert_eq!(rules::tells_response(&report), *is_told, "the rule: {response}");
        told.push(subject);
    }
    let subjects = told.clone();
    let days = app.inner().db.read(move |conn| store::response_days(conn, &subjects)).await.expect("days");
    for (subject, (response, is_told)) in told.iter().zip(&responses) {
        assert_eq!(days.contains_key(subject), *is_told, "the query: {response}");
    }
}
