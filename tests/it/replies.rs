//! A reply at a meeting answers the question that it is about: it moves the question, is returned with it, and is told like a response.

use serde_json::{Value, json};

use crate::support::stage::{Stage, response};
use crate::support::{Reply, TestApp, both};

both!(
    a_reply_at_the_meeting_is_an_answer,
    a_reply_is_returned_with_its_question,
    a_correction_gives_and_takes_a_reply,
    what_has_ended_stays_as_it_ended,
    every_state_says_since_when,
    what_was_accepted_is_returned_with_its_question,
    a_meeting_that_moves_takes_its_replies_along,
    the_latest_judgement_is_of_the_latest_day,
);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// The state of the answer and its day.
#[track_caller]
fn answer(seen: &Reply) -> (&str, &str) {
    (seen.str("/answer/state"), seen.str("/answer/since"))
}

fn days(seen: &Reply) -> [&str; 2] {
    ["first_response_on", "final_response_on"].map(|name| seen.json[name].as_str().unwrap_or("-"))
}

/// A question that was put on 20 January with an answer due on 13 February; its meeting was held on 30 January.
async fn put(app: &TestApp, stage: &Stage) -> String {
    let question = app.opcc().create("/v1/questions", &stage.question("How sure are you of the figures?")).await;
    app.pcc().act(&question, "put", &json!({"put_on": "2019-01-20"})).await.expect(200);
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await;
    question
}

/// A draft of what was said about the question, with a reply.
async fn said(app: &TestApp, stage: &Stage, question: &str) -> String {
    let mut exchange = stage.exchange("How sure is sure?");
    exchange["question_id"] = json!(id(question));
    app.opcc().create("/v1/exchanges", &exchange).await
}

async fn recorded(app: &TestApp, stage: &Stage, question: &str) -> String {
    let exchange = said(app, stage, question).await;
    app.opcc().act(&exchange, "record", &json!({})).await.expect(200);
    exchange
}

async fn judge(app: &TestApp, question: &str, outcome: &str) -> Reply {
    app.opcc().act(question, "judge", &json!({"outcome": outcome, "reason": "Read twice."})).await.expect(200)
}

async fn a_reply_at_the_meeting_is_an_answer(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let question = put(&app, &stage).await;
    app.set_time("2019-02-18T10:00:00Z");
    let exchange = said(&app, &stage, &question).await;
    // A draft of the office changes nothing that anybody sees, and the force does not see the draft.
    let before = force.get(&format!("{question}?include=exchanges")).await.expect(200);
    assert_eq!((answer(&before), &before.json["overdue"]), (("awaiting", "2019-01-20"), &json!(true)));
    assert_eq!(before.json["exchanges"], json!([]));
    let drafted = opcc.get(&format!("{question}?include=exchanges")).await.expect(200);
    assert_eq!((drafted.str("/exchanges/0/id"), before.etag()), (id(&exchange), drafted.etag()));
    let clock = format!("{question}/deadline");
    assert_eq!(app.pcc().get(&clock).await.expect(200).allowed(), ["pause", "extend"]);

    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    let seen = force.get(&format!("{question}?include=exchanges,responses")).await.expect(200);
    assert_eq!((seen.str("/status"), answer(&seen), days(&seen)), ("answered", ("replied", "2019-01-30"), ["2019-01-30"; 2]));
    assert_eq!((&seen.json["overdue"], &seen.json["responses"], &seen.json["fate"]), (&json!(false), &json!([]), &Value::Null));
    assert_eq!(seen.str("/exchanges/0/said_on"), "2019-01-30");
    assert_eq!(app.pcc().get(&clock).await.expect(200).allowed(), Vec::<&str>::new(), "nothing is awaited");
    for (filter, wanted) in [("overdue=true", 0), ("status=answered", 1), ("status=put", 0)] {
        assert_eq!(force.get(&format!("/v1/questions?{filter}")).await.expect(200).ids().len(), wanted, "{filter}");
    }
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={}", id(&question))).await;
    let told = trail.iter().find(|entry| entry["act"] == "answer").expect("an entry");
    assert_eq!((&told["from_status"], &told["to_status"]), (&json!("put"), &json!("answered")));
    let report = force.get("/v1/reports/answers").await.expect(200).json;
    assert_eq!((&report["by_fate"]["replied"], &report["by_fate"]["awaiting"]), (&json!(1), &json!(0)));
    assert_eq!((&report["unanswered"]["questions"], &report["days_to_first_response"]["max"]), (&json!(0), &json!(10)));
    let thread = force.get(&format!("/v1/priorities/{}/thread", stage.priority)).await.expect(200);
    assert_eq!((thread.str("/data/0/answer/state"), thread.str("/data/0/exchanges/0/id")), ("replied", id(&exchange)));

    // What was challenged and not replied to answers nothing.
    let other = put(&app, &stage).await;
    let silent = json!({"meeting_id": stage.meeting, "question_id": id(&other), "challenge": "And the third?"});
    let silent = opcc.create("/v1/exchanges", &silent).await;
    opcc.act(&silent, "record", &json!({})).await.expect(200);
    assert_eq!(answer(&force.get(&other).await), ("awaiting", "2019-01-20"));
    force.get(&format!("{question}?include=replies")).await.refused(400);
}

async fn a_reply_is_returned_with_its_question(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = put(&app, &stage).await;
    let exchange = recorded(&app, &stage, &question).await;
    judge(&app, &question, "part_answered").await;
    app.set_time("2019-02-18T10:00:00Z");
    let returned = pcc.act(&question, "return", &json!({"reason": "Not for March."})).await.expect(200);
    assert_eq!((returned.str("/status"), answer(&returned)), ("returned", ("awaiting", "2019-02-18")));
    assert_eq!((days(&returned), &returned.json["overdue"]), (["2019-01-30", "-"], &json!(true)));
    let seen = force.get(&exchange).await.expect(200);
    assert_eq!((seen.str("/returned_on"), seen.str("/returned_reason")), ("2019-02-18", "Not for March."));
    // Other words of the same reply are no newer one.
    let words = json!({"challenge": "How sure?", "reply": "Quite.", "speakers": [{"capacity": "CC"}], "reason": "A slip."});
    opcc.act(&exchange, "correct", &words).await.expect(200);
    assert_eq!(answer(&force.get(&question).await), ("awaiting", "2019-02-18"));

    // A response that is returned leaves nothing: the reply of the meeting was returned before.
    let first = app.response_to(&question, "submitted").await;
    assert_eq!(answer(&force.get(&question).await), ("replied", "2019-02-18"));
    pcc.act(&first, "return", &json!({"reason": "Half of it."})).await.expect(200);
    assert_eq!(force.get(&question).await.str("/status"), "returned");
    // What is recorded after that answers, and stands when a response beside it is returned.
    app.set_time("2019-02-20T10:00:00Z");
    recorded(&app, &stage, &question).await;
    let seen = force.get(&question).await;
    assert_eq!((seen.str("/status"), answer(&seen)), ("answered", ("replied", "2019-02-18")));
    let second = app.response_to(&question, "submitted").await;
    assert_eq!(days(&force.get(&question).await), ["2019-01-30", "2019-02-20"]);
    pcc.act(&second, "return", &json!({"reason": "Half of it."})).await.expect(200);
    let seen = force.get(&question).await;
    assert_eq!((seen.str("/status"), days(&seen)), ("answered", ["2019-01-30", "2019-01-30"]));
}

async fn a_correction_gives_and_takes_a_reply(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = put(&app, &stage).await;
    let silent = json!({"meeting_id": stage.meeting, "question_id": id(&question), "challenge": "And the third?"});
    let exchange = opcc.create("/v1/exchanges", &silent).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    let with = json!({"challenge": "And the third?", "points": ["In May."], "reason": "The reply was missing."});
    let without = json!({"challenge": "And the third?", "reason": "It was about another question."});
    opcc.act(&exchange, "correct", &with).await.expect(200);
    assert_eq!(answer(&force.get(&question).await), ("replied", "2019-01-30"), "points are a reply");

    // Whoever judges has read the words as they are.
    let read = opcc.get(&question).await.etag();
    let reworded = json!({"challenge": "And the third?", "points": ["In June."], "reason": "Misheard."});
    opcc.act(&exchange, "correct", &reworded).await.expect(200);
    opcc.act_on(&question, "judge", &read, &json!({"outcome": "answered", "reason": "In May."})).await.refused(412);
    judge(&app, &question, "answered").await;

    opcc.act(&exchange, "correct", &without).await.expect(200);
    let seen = force.get(&question).await;
    assert_eq!((seen.str("/status"), answer(&seen), days(&seen)), ("put", ("awaiting", "2019-01-20"), ["-"; 2]));
    assert_eq!(seen.json["outcome"], Value::Null, "what was judged was no reply");

    // Beside another answer nothing moves; after a return the question goes back to where it was.
    opcc.act(&exchange, "correct", &with).await.expect(200);
    let beside = app.response_to(&question, "submitted").await;
    opcc.act(&exchange, "correct", &without).await.expect(200);
    assert_eq!(force.get(&question).await.str("/status"), "answered");
    pcc.act(&beside, "return", &json!({"reason": "Half of it."})).await.expect(200);
    opcc.act(&exchange, "correct", &with).await.expect(200);
    opcc.act(&exchange, "correct", &without).await.expect(200);
    assert_eq!(answer(&force.get(&question).await), ("awaiting", "2019-01-30"));
    assert_eq!(force.get(&question).await.str("/status"), "returned");
}

async fn what_has_ended_stays_as_it_ended(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let withdrawn = put(&app, &stage).await;
    let late = said(&app, &stage, &withdrawn).await;
    pcc.act(&withdrawn, "withdraw", &json!({"reason": "Overtaken by events."})).await.expect(200);
    let closed = put(&app, &stage).await;
    let first = recorded(&app, &stage, &closed).await;
    opcc.act(&closed, "close", &json!({"outcome": "answered", "reason": "It was."})).await.expect(200);
    let carried = put(&app, &stage).await;
    opcc.act(&carried, "carry-forward", &json!({"reason": "There was no time."})).await.expect(200);
    let before = [&withdrawn, &closed, &carried].map(|path| (path.clone(), opcc.get(path)));
    let mut kept = Vec::new();
    for (path, seen) in before {
        kept.push((path, seen.await));
    }
    opcc.act(&late, "record", &json!({})).await.expect(200);
    recorded(&app, &stage, &closed).await;
    recorded(&app, &stage, &carried).await;
    let gone = json!({"challenge": "How sure is sure?", "reason": "It was about another question."});
    opcc.act(&first, "correct", &gone).await.expect(200);
    for (path, seen) in kept {
        assert_eq!(opcc.get(&path).await.json, seen.json);
    }
}

async fn every_state_says_since_when(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let draft = app.question_in(&stage, "draft").await;
    assert_eq!(opcc.get(&draft).await.expect(200).json["answer"], Value::Null);
    let question = put(&app, &stage).await;
    app.set_time("2019-02-05T10:00:00Z");
    let holding = json!({"text": "An answer will come.", "holding": true});
    let holding = force.create(&format!("{question}/responses"), &holding).await;
    assert_eq!(answer(&pcc.get(&question).await), ("awaiting", "2019-01-20"), "a draft of the force");
    force.act(&holding, "submit", &json!({})).await.expect(200);
    let seen = pcc.get(&question).await;
    assert_eq!((seen.str("/status"), answer(&seen)), ("put", ("holding", "2019-02-05")));
    assert_eq!(pcc.get("/v1/reports/answers").await.json["by_fate"]["holding"], 1);
    pcc.act(&holding, "return", &json!({"reason": "When?"})).await.expect(200);
    assert_eq!(answer(&pcc.get(&question).await), ("awaiting", "2019-01-20"));
    app.set_time("2019-02-10T10:00:00Z");
    let written = force.create(&format!("{question}/responses"), &response("It is falling.")).await;
    force.act(&written, "submit", &json!({})).await.expect(200);
    assert_eq!(answer(&pcc.get(&question).await), ("replied", "2019-02-10"));
    app.set_time("2019-02-12T10:00:00Z");
    for outcome in ["answered", "part_answered", "not_answered", "declined"] {
        let seen = judge(&app, &question, outcome).await;
        assert_eq!(answer(&seen), (outcome, "2019-02-12"));
        let by = json!({"name": "The opcc", "capacity": null, "side": "body"});
        let judged = json!({"outcome": outcome, "reason": "Read twice.", "on": "2019-02-12", "by": by});
        assert_eq!(force.get(&question).await.json["answer"]["judged"], judged);
    }
    // A question with parts is judged when all of it is; judged differently it is answered in part.
    let parted = app.parted_in(&stage, "answered").await;
    let parts = app.judged_parts(&parted, &["answered", "declined"]).await;
    opcc.act(&parted, "judge", &parts[0]).await.expect(200);
    let half = force.get(&parted).await;
    assert_eq!((half.str("/answer/state"), &half.json["answer"]["judged"]), ("replied", &Value::Null));
    opcc.act(&parted, "judge", &parts[1]).await.expect(200);
    assert_eq!(answer(&force.get(&parted).await), ("part_answered", "2019-02-12"));
    app.set_time("2019-02-14T10:00:00Z");
    let carried = opcc.act(&parted, "carry-forward", &json!({"reason": "Half of it."})).await.expect(200);
    assert_eq!((answer(&carried), &carried.json["answer"]["judged"]), (("carried_forward", "2019-02-14"), &Value::Null));
    let other = put(&app, &stage).await;
    let ended = pcc.act(&other, "withdraw", &json!({"reason": "Overtaken by events."})).await.expect(200);
    assert_eq!((answer(&ended), &ended.json["answer"]["judged"]), (("withdrawn", "2019-02-14"), &Value::Null));
}

async fn what_was_accepted_is_returned_with_its_question(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let accepted = app.response_to(&question, "accepted").await;
    app.pcc().act(&question, "return", &json!({"reason": "Not for March."})).await.expect(200);
    assert_eq!(app.force().get(&accepted).await.str("/status"), "returned");
    let second = app.response_to(&question, "submitted").await;
    app.pcc().act(&second, "return", &json!({"reason": "Nor for April."})).await.expect(200);
    assert_eq!(app.force().get(&question).await.str("/status"), "returned", "nothing else stands");
}

async fn a_meeting_that_moves_takes_its_replies_along(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = put(&app, &stage).await;
    app.set_time("2019-02-18T10:00:00Z");
    recorded(&app, &stage, &question).await;
    let meeting = format!("/v1/meetings/{}", stage.meeting);
    for day in ["2019-02-06", "2019-01-24"] {
        let etag = app.opcc().get(&meeting).await.expect(200).etag();
        app.opcc().patch(&meeting, &etag, &json!({"held_on": day})).await.expect(200);
        let seen = app.force().get(&format!("{question}?include=exchanges")).await.expect(200);
        assert_eq!((answer(&seen), days(&seen)), (("replied", day), [day; 2]));
        assert_eq!(seen.str("/exchanges/0/said_on"), day);
    }
}

async fn the_latest_judgement_is_of_the_latest_day(app: TestApp) {
    let stage = Stage::set(&app).await;
    let mut body = stage.question("How many, and where?");
    body["parts"] = json!([{"text": "How many?"}, {"text": "Where?"}]);
    let question = app.opcc().create("/v1/questions", &body).await;
    app.pcc().act(&question, "put", &json!({"put_on": "2019-01-20"})).await.expect(200);
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    recorded(&app, &stage, &question).await;
    app.set_time("2019-02-28T10:00:00Z");
    let parts = app.opcc().get(&question).await.json["parts"].clone();
    let judged = |part: usize, on: &str| json!({"part_id": parts[part]["id"], "outcome": "answered", "reason": "It was.", "judged_on": on});
    app.opcc().act(&question, "judge", &judged(0, "2019-02-20")).await.expect(200);
    app.opcc().act(&question, "judge", &judged(1, "2019-02-10")).await.expect(200);
    let seen = app.force().get(&question).await.expect(200);
    assert_eq!((answer(&seen), seen.str("/answer/judged/on")), (("answered", "2019-02-20"), "2019-02-20"));
    // A judgement does not come before the one that it replaces.
    assert_eq!(app.opcc().act(&question, "judge", &judged(0, "2019-02-19")).await.refused(422).pointers(), ["/judged_on"]);
    app.opcc().act(&question, "judge", &judged(0, "2019-02-21")).await.expect(200);
}
