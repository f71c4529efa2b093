//! The whole thread by role: from a plan to an accepted action, with what each side sees on the way.

use serde_json::{Value, json};

use crate::support::stage::{Stage, response};
use crate::support::{TestApp, both};

both!(
    the_golden_thread,
    a_meeting_is_recorded_by_the_office,
    a_returned_answer_is_answered_again,
    a_correction_keeps_both_wordings,
    a_question_is_carried_forward,
    the_audit_trail_tells_the_story,
);

async fn the_golden_thread(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());

    // The office drafts; the force knows nothing of it.
    let question = opcc.create("/v1/questions", &stage.question("What has changed since the backlog was reported?")).await;
    force.get(&question).await.refused(404);
    assert_eq!(force.get("/v1/questions?count=exact").await.expect(200).json["page"]["total"], 0);
    opcc.act(&question, "put", &json!({})).await.refused(403);

    // The PCC puts it: from now on the force sees it and its words are fixed.
    let put = pcc.act(&question, "put", &json!({})).await.expect(200);
    assert_eq!((put.str("/status"), put.str("/reference"), put.str("/put_on")), ("put", "WM-2019-Q001", "2019-01-30"));
    opcc.patch(&question, &put.etag(), &json!({"text": "Another?"})).await.refused(409);
    let seen = force.get(&question).await.expect(200);
    assert_eq!(seen.allowed(), ["respond", "cite"]);

    // A holding reply leaves it open; two weeks later it is late from the day after.
    let holding = json!({"text": "An answer will come in February.", "mode": "written", "holding": true});
    let holding = force.create(&format!("{question}/responses"), &holding).await;
    force.act(&holding, "submit", &json!({})).await.expect(200);
    assert_eq!(pcc.get(&question).await.str("/status"), "put");
    app.set_time("2019-02-13T23:59:00Z");
    assert_eq!(pcc.get(&question).await.json["overdue"], false);
    app.set_time("2019-02-14T00:01:00Z");
    assert_eq!(pcc.get(&question).await.json["overdue"], true);
    assert_eq!(pcc.get("/v1/questions?overdue=true").await.expect(200).ids().len(), 1);

    // The force answers; its draft is its own until it is submitted.
    let answer = force.create(&format!("{question}/responses"), &response("The backlog is falling.")).await;
    pcc.get(&answer).await.refused(404);
    let submitted = force.act(&answer, "submit", &json!({})).await.expect(200);
    force.patch(&answer, &submitted.etag(), &json!({"text": "It is not."})).await.refused(409);
    assert_eq!(pcc.get(&question).await.str("/status"), "answered");
    force.act(&answer, "accept", &json!({})).await.refused(403);
    pcc.act(&answer, "accept", &json!({})).await.expect(200);

    // An action comes of it; who claims it does not accept it.
    let action = json!({
        "text": "Bring a plan of delivery with dates.", "owner": "CC", "owner_side": "force", "due_on": "2019-02-28",
        "question_id": submitted.str("/question_id"), "meeting_id": stage.meeting, "priority_ids": [stage.priority],
    });
    let action = opcc.create("/v1/actions", &action).await;
    force.act(&action, "start", &json!({})).await.expect(200);
    opcc.act(&action, "claim", &json!({"evidence": "We saw it."})).await.refused(403);
    force.act(&action, "claim", &json!({"evidence": "The plan was sent."})).await.expect(200);
    force.act(&action, "accept", &json!({})).await.refused(403);
    pcc.act(&action, "reject", &json!({"reason": "It has no dates."})).await.expect(200);
    force.act(&action, "claim", &json!({"evidence": "Now with dates."})).await.expect(200);
    let accepted = pcc.act(&action, "accept", &json!({})).await.expect(200);
    assert_eq!((accepted.str("/status"), &accepted.json["times_rejected"]), ("accepted", &json!(1)));

    let closed = json!({"outcome": "answered", "reason": "Figures and a plan were given."});
    opcc.act(&question, "close", &closed).await.expect(200);
    let whole = pcc.get(&format!("{question}?include=responses,actions")).await.expect(200);
    assert_eq!(whole.str("/outcome"), "answered");
    assert_eq!(whole.json["responses"].as_array().map(Vec::len), Some(2));
    assert_eq!(whole.json["actions"].as_array().map(Vec::len), Some(1));
}

async fn a_meeting_is_recorded_by_the_office(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let meeting = format!("/v1/meetings/{}", stage.meeting);
    let items = format!("{meeting}/agenda-items");
    let item = json!({"printed_number": "2", "kind": "holding_to_account", "title": "Holding to account"});
    let parent = opcc.post(&items, &item).await.expect(201).id();
    let child = json!({"printed_number": "2.1", "kind": "other", "title": "Digital forensics", "parent_id": parent});
    let child = opcc.post(&items, &child).await.expect(201);
    opcc.delete(&format!("/v1/agenda-items/{parent}"), "\"1\"").await.refused(409);
    let circle = json!({"parent_id": child.id()});
    let refused = opcc.patch(&format!("/v1/agenda-items/{parent}"), "\"1\"", &circle).await.refused(422);
    assert_eq!(refused.pointers(), ["/parent_id"]);
    let person = json!({"name": "A. Constable", "capacity": "T/CC", "attended": "present"});
    let person = opcc.create(&format!("{meeting}/attendance"), &person).await;

    // What was said is recorded once the meeting was held, and only as oral.
    let mut asked = stage.question("What has changed?");
    asked["agenda_item_id"] = json!(child.id());
    let question = opcc.create("/v1/questions", &asked).await;
    pcc.act(&question, "put", &json!({})).await.expect(200);
    let said = json!({"text": "Less than hoped.", "mode": "oral", "speakers": [{"capacity": "CC"}, {"capacity": "ACC"}], "attribution": "split"});
    opcc.post(&format!("{question}/responses"), &said).await.refused(409);
    opcc.act(&meeting, "hold", &json!({})).await.expect(200);
    let written = json!({"text": "Less than hoped.", "mode": "written"});
    opcc.post(&format!("{question}/responses"), &written).await.refused(403);
    let said = opcc.create(&format!("{question}/responses"), &said).await;
    force.get(&said).await.refused(404);
    opcc.act(&said, "submit", &json!({})).await.expect(200);
    let heard = force.get(&said).await.expect(200);
    assert_eq!((heard.str("/attribution"), heard.str("/side")), ("split", "office"));

    // Agreed, the record is fixed.
    opcc.act(&meeting, "agree", &json!({})).await.refused(403);
    pcc.act(&meeting, "agree", &json!({})).await.expect(200);
    opcc.patch(&person, "\"1\"", &json!({"capacity": "CC"})).await.refused(409);
    opcc.post(&items, &item).await.refused(409);
    let whole = force.get(&format!("{meeting}?include=attendance,agenda_items")).await.expect(200);
    assert_eq!(whole.str("/attendance/0/capacity"), "T/CC");
    assert_eq!(whole.json["agenda_items"].as_array().map(Vec::len), Some(2));
}

async fn a_returned_answer_is_answered_again(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "returned").await;
    let responses = app.pcc().all(&format!("{question}/responses")).await;
    assert_eq!(responses[0]["status"], "returned");
    assert_eq!(app.force().get(&question).await.str("/status_reason"), "One month of three.");
    let again = app.response_to(&question, "accepted").await;
    assert_eq!(app.pcc().get(&question).await.str("/status"), "answered");
    assert_eq!(app.force().get(&again).await.str("/status"), "accepted");
}

async fn a_correction_keeps_both_wordings(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let draft = app.response_to(&question, "draft").await;
    let correction =
        json!({"text": "What has changed since the backlog was reported in March?", "reason": "The month was missing."});
    app.opcc().act(&question, "correct", &correction).await.refused(403);
    let corrected = app.pcc().act(&question, "correct", &correction).await.expect(200);
    assert_eq!(corrected.json["revision"], 2);
    let kept: Vec<&Value> = corrected.json["earlier_wordings"].as_array().expect("wordings").iter().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0]["text"], "What has changed since the backlog was reported?");

    // A draft that answers the old wording cannot be submitted until it takes note of the new one.
    app.force().act(&draft, "submit", &json!({})).await.refused(409);
    let etag = app.force().get(&draft).await.etag();
    let edited = app.force().patch(&draft, &etag, &json!({"text": "It has fallen since March."})).await.expect(200);
    assert_eq!(edited.json["question_revision"], 2);
    app.force().act(&draft, "submit", &json!({})).await.expect(200);
}

async fn a_question_is_carried_forward(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let carried = json!({"reason": "There was no time for it."});
    let carried = app.opcc().act(&question, "carry-forward", &carried).await.expect(200);
    assert_eq!((carried.str("/status"), carried.str("/outcome")), ("closed", "carried_forward"));
    let next = format!("/v1/questions/{}", carried.str("/carried_forward_to"));
    let draft = app.opcc().get(&next).await.expect(200);
    assert_eq!(draft.str("/status"), "draft");
    assert_eq!(draft.str("/brought_forward_from"), carried.id());
    app.force().get(&next).await.refused(404);
    assert_eq!(app.force().get(&question).await.json["carried_forward_to"], Value::Null, "a draft is nobody else's business");
}

async fn the_audit_trail_tells_the_story(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "closed").await;
    let id = question.rsplit_once('/').expect("a path").1;
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={id}&sort=created_at")).await;
    let told: Vec<String> = trail
        .iter()
        .map(|entry| format!("{} {} -> {}", entry["act"], entry["from_status"], entry["to_status"]).replace('"', ""))
        .collect();
    assert_eq!(told, ["create null -> draft", "put draft -> put", "answer put -> answered", "close answered -> closed"]);
    assert_eq!(trail[3]["reason"], "Every part was.");
}
