//! The record of a whole meeting, made through the API and read as the public would.

use serde_json::{Value, json};

use super::{id, numbered};
use crate::support::stage::{Stage, meeting, response};
use crate::support::{TestApp, both};

both!(the_record_of_a_meeting, a_plan, the_log_of_actions, a_report_and_the_response);

async fn preview(app: &TestApp, kind: &str, subject: &str) -> Value {
    let edition = json!({"kind": kind, "subject_id": subject});
    let edition = app.opcc().create("/v1/editions", &edition).await;
    let reply = app.pcc().get(&format!("{edition}/preview")).await.expect(200);
    let mut document: Value = serde_json::from_str(&reply.text).expect("JSON");
    for withheld in document["withheld"].as_array_mut().expect("a list") {
        let commitment = withheld["commitment"].take();
        assert!(commitment.as_str().is_some_and(|text| text.starts_with("sha256:") && text.len() == 71), "{commitment}");
    }
    assert_eq!(document["published_at"], Value::Null);
    let shown = app.pcc().get(&edition).await;
    document["warnings"] = shown.json["warnings"].clone();
    document
}

/// Who was there, what was on the agenda, and the papers.
async fn set_up(app: &TestApp, stage: &Stage, at: &str) -> String {
    let opcc = app.opcc();
    for (name, capacity, attended, publish_name) in [
        ("J. Principal", "PCC", "present", json!(null)),
        ("A. Constable", "CC", "present", json!(null)),
        ("P. Junior", "Policy Officer", "present", json!(null)),
        ("N. Named", "Head of Performance", "present", json!(true)),
        ("D. Deputy", "DCC", "apologies", json!(null)),
    ] {
        let line = json!({"name": name, "capacity": capacity, "attended": attended, "publish_name": publish_name});
        opcc.create(&format!("{at}/attendance"), &line).await;
    }
    let item = json!({"kind": "holding_to_account", "title": "Holding to account", "printed_number": "2"});
    let item = opcc.create(&format!("{at}/agenda-items"), &item).await;
    let below = json!({"kind": "other", "title": "Demand", "printed_number": "2.1", "parent_id": id(&item)});
    opcc.create(&format!("{at}/agenda-items"), &below).await;
    let paper = json!({"kind": "report", "title": "The backlog", "owed_by": "body"});
    let paper = opcc.create(&format!("{at}/papers"), &paper).await;
    let address = json!({"url": "https://www.example.org/backlog.pdf"});
    opcc.act(&paper, "publish", &address).await.expect(200);
    let matter = json!({"title": "Victims", "from_text": "August 2018", "to_meeting_id": stage.meeting});
    opcc.create(&format!("{at}/matters"), &matter).await;
    let next = opcc.create("/v1/meetings", &meeting(&stage.body, "Child vulnerability", "2019-03-26")).await;
    let said = json!({"next_meeting_id": id(&next), "chair": "PCC", "minute_taker": "Q. Clerk"});
    let etag = opcc.get(at).await.etag();
    opcc.patch(at, &etag, &said).await.expect(200);
    item
}

/// Questions with parts and answers, and one that nobody may see yet.
async fn ask(app: &TestApp, stage: &Stage, item: &str) -> String {
    let opcc = app.opcc();
    let group = json!({"title": "Outcomes", "meeting_id": stage.meeting, "agenda_item_id": id(item)});
    let group = opcc.create("/v1/question-groups", &group).await;
    let mut question = stage.question("How many devices wait?");
    question["group_id"] = json!(id(&group));
    question["agenda_item_id"] = json!(id(item));
    question["parts"] =
        json!([{"printed_number": "1", "text": "In the north?"}, {"printed_number": "2", "text": "In the south?"}]);
    let question = opcc.create("/v1/questions", &question).await;
    app.pcc().act(&question, "put", &json!({})).await.expect(200);
    let correction = json!({"text": "How many devices wait today?", "reason": "The day was missing."});
    app.pcc().act(&question, "correct", &correction).await.expect(200);
    let mut answer = response("Between 865 and 893.");
    answer["points"] = json!(["They are counted by hand.", "The DFU counts them."]);
    answer["speakers"] = json!([{"name": "A. Constable", "capacity": "CC"}, {"name": "P. Junior", "capacity": "Policy Officer"}]);
    let answer = app.force().create(&format!("{question}/responses"), &answer).await;
    app.force().act(&answer, "submit", &json!({})).await.expect(200);
    let parts = app.judged_parts(&question, &["answered", "not_answered"]).await;
    opcc.act(&question, "close", &json!({"parts": parts})).await.expect(200);
    opcc.create("/v1/questions", &stage.question("DRAFTQUESTION")).await;
    app.force().create(&format!("{}/responses", app.question_in(stage, "put").await), &response("DRAFTRESPONSE")).await;
    let point = json!({
        "label": "Backlog", "unit": "devices", "value": {"kind": "range", "low": "865", "high": "893"},
        "question_id": id(&question), "said_by": [{"capacity": "CC", "name": "A. Constable"}], "collected": "manual",
    });
    let point = opcc.create("/v1/data-points", &point).await;
    opcc.act(&point, "submit", &json!({})).await.expect(200);
    question
}

async fn the_record_of_a_meeting(app: TestApp) {
    let stage = Stage::set(&app).await;
    let at = format!("/v1/meetings/{}", stage.meeting);
    let opcc = app.opcc();
    let item = set_up(&app, &stage, &at).await;
    opcc.act(&at, "hold", &json!({})).await.expect(200);
    let question = ask(&app, &stage, &item).await;
    let exchange = app.exchange_in(&stage, "recorded").await;
    opcc.create("/v1/exchanges", &stage.exchange("DRAFTEXCHANGE")).await;
    for (text, status) in [("No plan has dates.", "confirmed"), ("DRAFTFINDING", "draft"), ("SHAREDFINDING", "shared")] {
        let finding = json!({"text": text, "question_id": id(&question), "meeting_id": stage.meeting});
        let finding = opcc.create("/v1/findings", &finding).await;
        app.move_finding(&finding, status).await;
    }
    let action = json!({
        "text": "Bring a plan by Wednesday 14 February 2019.", "meeting_id": stage.meeting, "question_id": id(&question),
        "owners": [{"capacity": "DCC", "name": null, "side": "force"}, {"capacity": "Policy Officer", "name": "P. Junior", "side": "body"}],
        "due_on": "2019-02-14",
    });
    opcc.create("/v1/actions", &action).await;
    app.decision_in(&stage, "taken").await;
    let decision = json!({"text": "DRAFTDECISION", "meeting_id": stage.meeting});
    opcc.create("/v1/decisions", &decision).await;
    let said = json!({"text": "We may look at this again.", "meeting_id": stage.meeting, "how": "virtual", "stated_by": "PCC"});
    opcc.create("/v1/follow-ups", &said).await;
    let document = preview(&app, "meeting_record", &stage.meeting).await;
    let text = document.to_string();
    for word in ["DRAFT", "SHAREDFINDING", "Q. Clerk", "P. Junior"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    assert!(text.contains("J. Principal") && text.contains("N. Named") && text.contains(id(&exchange)));
    insta::with_settings!({prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("publication_meeting_record", numbered(&document));
    });
}

async fn a_plan(app: TestApp) {
    let stage = Stage::set(&app).await;
    let draft = app.plan_in(&stage, "draft").await;
    let edition = json!({"kind": "plan", "subject_id": id(&draft)});
    assert_eq!(app.opcc().post("/v1/editions", &edition).await.refused(422).pointers(), ["/subject_id"]);
    let document = preview(&app, "plan", &stage.plan).await;
    assert_eq!(document["record"]["priorities"][0]["title"], "Putting victims and survivors first");
    assert_eq!(
        (&document["title"], &document["record"]["plan"]["body"]["kind"]),
        (&json!("Safer West Mercia Plan"), &json!("pcc"))
    );
}

async fn the_log_of_actions(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.action_in(&stage, "open").await;
    app.action_in(&stage, "accepted").await;
    let edition = json!({"kind": "action_log", "subject_id": "warwickshire"});
    assert_eq!(app.opcc().post("/v1/editions", &edition).await.refused(422).pointers(), ["/subject_id"]);
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "action_log", "subject_id": "west-mercia"})).await;
    let shown = app.opcc().get(&edition).await;
    assert_eq!(shown.str("/record/as_of"), "2019-01-30");
    assert_eq!(shown.json["record"]["actions"].as_array().map(Vec::len), Some(2));
    // Another day is no change of the record; another action is.
    app.set_time("2019-01-31T10:00:00Z");
    assert_eq!(app.opcc().get(&edition).await.json["behind"], false);
    app.action_in(&stage, "open").await;
    assert_eq!(app.opcc().get(&edition).await.json["behind"], true);
    let rows = app.opcc().all("/v1/editions?behind=true").await;
    assert_eq!((rows.len(), &rows[0]["behind"]), (1, &json!(true)));
    assert_eq!(app.opcc().all("/v1/editions?behind=false").await.len(), 0);
}

async fn a_report_and_the_response(app: TestApp) {
    let stage = Stage::set(&app).await;
    let draft = app.recommendation_set_in(&stage, "draft").await;
    let edition = json!({"kind": "recommendation_response", "subject_id": id(&draft)});
    assert_eq!(app.opcc().post("/v1/editions", &edition).await.refused(422).pointers(), ["/subject_id"]);
    let one = app.recommendation_in(&stage, "force", "claimed_complete").await;
    let set = app.opcc().get(&one).await.str("/recommendation_set_id").to_owned();
    let path = format!("/v1/recommendation-sets/{set}");
    app.force().act(&path, "comment", &json!({"text": "The force accepts it."})).await.expect(200);
    app.opcc().create(&format!("{path}/responses"), &json!({"text": "DRAFTREPLY"})).await;
    let document = preview(&app, "recommendation_response", &set).await;
    assert!(!document.to_string().contains("DRAFTREPLY"));
    insta::with_settings!({prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!("publication_recommendation_response", numbered(&document));
    });
}
