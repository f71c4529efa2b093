//! Reports of the police and crime panel, which sets the day for the response itself (PRSRA 2011 s.29(3)): every surface says the same.

use serde_json::{Value, json};

use crate::report_publication::id;
use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(the_panel_has_the_response_by_its_day, only_a_report_of_the_panel_has_a_day_of_the_panel);

/// A report of the panel on the budget, to be answered by the end of February 2019.
fn report(stage: &Stage) -> Value {
    json!({"source": "panel", "title": "Zebra budget", "published_by": "The police and crime panel", "published_on": "2019-01-28",
        "response_due_on": "2019-02-28", "priority_ids": [stage.priority]})
}

/// Overdue and in time, as the set says, and after the list, the thread, the calendar and both registers have said the same.
async fn told(app: &TestApp, stage: &Stage, set: &str, at: &str) -> (bool, Value) {
    // The public register is worked out once a minute.
    app.set_time(at);
    let seen = app.pcc().get(set).await.expect(200).json;
    let overdue = seen["response_overdue"] == true;
    assert_eq!(seen["overdue"], seen["response_overdue"]);
    for who in ["pcc", "opcc", "force", "reader"] {
        let client = app.client(who);
        for (query, wanted) in [("true", overdue), ("false", !overdue)] {
            let listed = client.get(&format!("/v1/recommendation-sets?overdue={query}")).await.expect(200).ids();
            assert_eq!(listed.contains(&id(set).to_owned()), wanted, "{who}: overdue={query}");
        }
        let thread = client.get(&format!("/v1/priorities/{}/thread", stage.priority)).await.expect(200).json;
        assert_eq!(thread["apart"]["recommendation_sets"]["data"][0]["overdue"], seen["overdue"], "{who}");
    }
    let owed = app.opcc().get("/v1/reports/owed?paragraph=s.29(3)").await.expect(200).json;
    let rows = owed["rows"].as_array().expect("rows");
    let calendar = app.opcc().get("/v1/calendar.ics").await.expect(200).text;
    assert_eq!(calendar.contains("SUMMARY:Response due: Zebra budget"), !rows.is_empty(), "{calendar}");
    assert_eq!(rows.iter().any(|row| row["days_late"].as_i64() > Some(0)), overdue, "{owed}");
    let public = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
    let late: Vec<&Value> = public.json["rows"].as_array().expect("rows").iter().collect();
    assert_eq!(late.iter().any(|row| row["paragraph"] == "s.29(3)"), overdue, "{}", public.text);
    assert!(!public.text.contains("Zebra") && !public.text.contains(id(set)), "{}", public.text);
    (overdue, seen["response_in_time"].clone())
}

async fn the_panel_has_the_response_by_its_day(app: TestApp) {
    let stage = Stage::set(&app).await;
    let set = app.opcc().create("/v1/recommendation-sets", &report(&stage)).await;
    app.opcc().act(&set, "record", &json!({})).await.expect(200);
    assert_eq!(told(&app, &stage, &set, "2019-01-30T09:00:00Z").await, (false, Value::Null));
    let between = "/v1/recommendation-sets?due_from=2019-02-28&due_to=2019-02-28";
    assert_eq!(app.opcc().get(between).await.expect(200).ids(), [id(&set)]);
    let first = json!({"text": "Say where the money goes.", "addressed_to": "body"});
    let first = app.opcc().create(&format!("{set}/recommendations"), &first).await;
    let response = app.opcc().create(&format!("{set}/responses"), &json!({"text": "We publish each grant."})).await;
    let lacks = app.pcc().act(&response, "complete", &json!({})).await.refused(422);
    assert_eq!(lacks.pointers(), [format!("/recommendations/{}", id(&first))]);
    let own = json!({"kind": "action_taken", "text": "Each grant is on the website."});
    app.opcc().act(&first, "respond", &own).await.expect(200);
    // Sent and not complete, or complete and not sent: it is still owed.
    app.set_time("2019-02-28T23:58:00Z");
    app.pcc().act(&response, "complete", &json!({})).await.expect(200);
    assert_eq!(told(&app, &stage, &set, "2019-02-28T23:59:00Z").await, (false, Value::Null));
    assert_eq!(told(&app, &stage, &set, "2019-03-01T00:00:00Z").await, (true, json!(false)));
    let others = json!({"sent_to": [{"to": "other", "name": "The clerk", "sent_on": "2019-02-28"}]});
    app.opcc().act(&response, "note-sent", &others).await.expect(200);
    assert!(told(&app, &stage, &set, "2019-03-01T00:01:00Z").await.0);
    let line = |on: &str| json!({"to": "panel", "name": "The police and crime panel", "sent_on": on});
    let late = app.opcc().act(&response, "note-sent", &json!({"sent_to": [line("2019-03-01")]})).await.expect(200);
    assert_eq!((&late.json["late"], &late.json["copies"]), (&json!(true), &Value::Null));
    assert_eq!(told(&app, &stage, &set, "2019-03-01T00:02:00Z").await, (false, json!(false)));
    let mut back = line("2019-03-01");
    back["reason"] = json!("It went out a day before.");
    app.opcc().act(&response, "take-back-sent", &back).await.expect(200);
    assert!(told(&app, &stage, &set, "2019-03-01T00:03:00Z").await.0);
    app.opcc().act(&response, "note-sent", &json!({"sent_to": [line("2019-02-28")]})).await.expect(200);
    assert_eq!(told(&app, &stage, &set, "2019-03-01T00:04:00Z").await, (false, json!(true)));
}

async fn only_a_report_of_the_panel_has_a_day_of_the_panel(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    for (member, value) in [("source", "audit"), ("source", "inspectorate"), ("response_due_on", "2019-01-27")] {
        let mut bad = report(&stage);
        bad[member] = json!(value);
        assert_eq!(opcc.post("/v1/recommendation-sets", &bad).await.refused(422).pointers(), ["/response_due_on"], "{value}");
    }
    let mut undated = report(&stage);
    undated.as_object_mut().expect("members").remove("published_on");
    assert_eq!(opcc.post("/v1/recommendation-sets", &undated).await.refused(422).pointers(), ["/response_due_on"]);
    let mut peel = report(&stage);
    peel["is_peel"] = json!(true);
    assert_eq!(opcc.post("/v1/recommendation-sets", &peel).await.refused(422).pointers(), ["/is_peel"]);
    // Once it is recorded, the PCC corrects the day.
    let set = opcc.create("/v1/recommendation-sets", &report(&stage)).await;
    opcc.act(&set, "record", &json!({})).await.expect(200);
    let other = json!({"response_due_on": "2019-03-15"});
    let refused = opcc.patch(&set, &opcc.get(&set).await.etag(), &other).await.refused(422);
    assert_eq!(refused.pointers(), ["/response_due_on"]);
    let correction = json!({"response_due_on": "2019-03-15", "reason": "The panel gave two weeks more."});
    let corrected = app.pcc().act(&set, "correct", &correction).await.expect(200);
    assert_eq!(corrected.str("/response_due_on"), "2019-03-15");
}
