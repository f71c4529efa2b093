//! What became of each part of a question: judged by the body, seen by the force, changed only by a new judgement.

use std::collections::BTreeMap;

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Reply, TestApp, both};

both!(
    a_judgement_goes_with_what_it_was_about,
    a_question_without_an_answer_is_judged,
    parts_are_judged_one_by_one,
    closing_needs_every_part_judged,
    what_was_not_answered_is_carried_forward,
    withdrawing_ends_what_is_left,
    a_response_says_that_the_question_was_corrected_since,
    days_of_response_are_kept,
    one_judgement_of_many_wins,
);

fn fates(question: &Reply) -> Vec<&str> {
    let parts = question.json["parts"].as_array().expect("parts");
    parts.iter().map(|part| part["fate"].as_str().unwrap_or("-")).collect()
}

async fn judgements(app: &TestApp, question: &str) -> Vec<String> {
    let rows = app.force().all(&format!("{question}/judgements")).await;
    rows.iter().map(|row| row["outcome"].as_str().expect("an outcome").to_owned()).collect()
}

/// What the body has taken back is not judged any more; the words that were accepted are not changed unseen.
async fn a_judgement_goes_with_what_it_was_about(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let judged = json!({"outcome": "answered", "reason": "It says how many."});
    let question = app.question_in(&stage, "answered").await;
    opcc.act(&question, "judge", &judged).await.expect(200);
    let returned = pcc.act(&question, "return", &json!({"reason": "Not for March."})).await.expect(200);
    assert_eq!((returned.str("/status"), &returned.json["outcome"]), ("returned", &Value::Null));
    let answer = app.response_to(&question, "submitted").await;
    assert_eq!(opcc.act(&question, "close", &json!({})).await.refused(422).pointers(), ["/outcome"]);
    opcc.act(&question, "judge", &judged).await.expect(200);
    let corrected = json!({"text": "How many in all?", "reason": "Clearer."});
    assert_eq!(pcc.act(&question, "correct", &corrected).await.expect(200).json["outcome"], Value::Null);

    pcc.act(&answer, "accept", &json!({})).await.expect(200);
    let before = opcc.get(&question).await.expect(200);
    let words = json!({"text": "Thirteen.", "reason": "Miscounted."});
    let seen = force.act(&answer, "correct", &words).await.expect(200);
    assert_eq!(seen.str("/status"), "submitted", "other words were accepted");
    opcc.act_on(&question, "judge", &before.etag(), &judged).await.refused(412);
    pcc.act(&answer, "accept", &json!({})).await.expect(200);
    let whole = json!({"outcome": "answered", "reason": "It says how many."});
    opcc.act(&question, "close", &whole).await.expect(200);
    let refused = force.act(&answer, "correct", &words).await.refused(409);
    assert!(refused.str("/detail").contains("has ended"), "{}", refused.json);
}

async fn a_question_without_an_answer_is_judged(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let question = app.question_in(&stage, "put").await;
    let judged = json!({"outcome": "not_answered", "reason": "The record holds no answer."});
    force.act(&question, "judge", &judged).await.refused(403);
    let seen = opcc.act(&question, "judge", &judged).await.expect(200);
    assert_eq!((seen.str("/status"), seen.str("/outcome"), seen.str("/fate")), ("put", "not_answered", "not_answered"));
    assert_eq!(force.get(&question).await.expect(200).str("/fate"), "not_answered");

    // An answer comes after all: the judgement stands until there is a new one.
    app.response_to(&question, "submitted").await;
    assert_eq!(opcc.get(&question).await.str("/outcome"), "not_answered");
    let again = json!({"outcome": "answered", "reason": "It came in writing."});
    let seen = opcc.act(&question, "judge", &again).await.expect(200);
    assert_eq!((seen.str("/status"), seen.str("/outcome")), ("answered", "answered"));
    let history = force.all(&format!("{question}/judgements")).await;
    assert_eq!(history.len(), 2);
    assert_eq!((&history[0]["outcome"], &history[1]["outcome"]), (&json!("not_answered"), &json!("answered")));
    assert_eq!((&history[1]["judged_by"], &history[1]["reason"]), (&json!("The opcc"), &json!("It came in writing.")));

    // Judged before, it is closed without another word; and judged anew when it is closed.
    let closed = opcc.act(&question, "close", &json!({})).await.expect(200);
    assert_eq!((closed.str("/status"), closed.str("/outcome")), ("closed", "answered"));
    let late = json!({"outcome": "part_answered", "reason": "The figures were withdrawn."});
    let seen = opcc.act(&question, "judge", &late).await.expect(200);
    assert_eq!((seen.str("/status"), seen.str("/fate")), ("closed", "part_answered"));

    let withdrawn = json!({"outcome": "withdrawn", "reason": "No."});
    assert_eq!(opcc.act(&question, "judge", &withdrawn).await.refused(422).pointers(), ["/outcome"]);
    let part = json!({"part_id": stage.topic, "outcome": "answered", "reason": "No."});
    assert_eq!(opcc.act(&question, "judge", &part).await.refused(422).pointers(), ["/part_id"]);
}

async fn parts_are_judged_one_by_one(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let question = app.parted_in(&stage, "answered").await;
    let whole = json!({"outcome": "answered", "reason": "All of it."});
    assert_eq!(opcc.act(&question, "judge", &whole).await.refused(422).pointers(), ["/part_id"]);
    let judged = app.judged_parts(&question, &["answered", "declined"]).await;
    let one = opcc.act(&question, "judge", &judged[0]).await.expect(200);
    assert_eq!((fates(&one), &one.json["outcome"]), (vec!["answered", "-"], &Value::Null));
    let two = opcc.act(&question, "judge", &judged[1]).await.expect(200);
    assert_eq!((fates(&two), two.str("/outcome")), (vec!["answered", "declined"], "part_answered"));
    let mut again = judged[0].clone();
    again["outcome"] = json!("declined");
    let three = opcc.act(&question, "judge", &again).await.expect(200);
    assert_eq!((fates(&three), three.str("/outcome")), (vec!["declined", "declined"], "declined"));
    assert_eq!(judgements(&app, &question).await, ["answered", "declined", "declined"]);
    let part = judged[0]["part_id"].as_str().expect("an id");
    let of_part = app.force().get(&format!("{question}/judgements?part={part}&count=exact")).await.expect(200);
    assert_eq!(of_part.json["page"]["total"], 2);

    let other = app.parted_in(&stage, "put").await;
    let elsewhere = app.judged_parts(&other, &["answered"]).await[0].clone();
    assert_eq!(opcc.act(&question, "judge", &elsewhere).await.refused(422).pointers(), ["/part_id"]);
}

async fn closing_needs_every_part_judged(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let plain = app.question_in(&stage, "answered").await;
    assert_eq!(opcc.act(&plain, "close", &json!({})).await.refused(422).pointers(), ["/outcome"]);
    assert_eq!(opcc.act(&plain, "close", &json!({"outcome": "answered"})).await.refused(422).pointers(), ["/reason"]);
    let carried = json!({"outcome": "carried_forward", "reason": "No."});
    assert_eq!(opcc.act(&plain, "close", &carried).await.refused(422).pointers(), ["/outcome"]);

    let question = app.parted_in(&stage, "answered").await;
    let refused = opcc.act(&question, "close", &json!({"outcome": "answered", "reason": "All."})).await.refused(422);
    assert_eq!(refused.pointers(), ["/outcome", "/parts", "/parts"]);
    assert!(refused.text.contains("part \\\"2\\\""), "{}", refused.text);
    let judged = app.judged_parts(&question, &["answered", "not_answered"]).await;
    let half = opcc.act(&question, "close", &json!({"parts": [judged[0]]})).await.refused(422);
    assert_eq!(half.pointers(), ["/parts"]);
    let twice = json!({"parts": [judged[0], judged[0], judged[1]]});
    assert_eq!(opcc.act(&question, "close", &twice).await.refused(422).pointers(), ["/parts/1/part_id"]);
    assert_eq!(judgements(&app, &question).await, Vec::<String>::new(), "nothing of a refused closing stays");

    opcc.act(&question, "judge", &judged[0]).await.expect(200);
    let closed = opcc.act(&question, "close", &json!({"parts": [judged[1]]})).await.expect(200);
    assert_eq!((closed.str("/status"), closed.str("/outcome")), ("closed", "part_answered"));
    assert_eq!(judgements(&app, &question).await, ["answered", "not_answered"]);
}

async fn what_was_not_answered_is_carried_forward(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = app.parted_in(&stage, "answered").await;
    let judged = app.judged_parts(&question, &["answered", "not_answered"]).await;
    for part in judged.as_array().expect("two") {
        opcc.act(&question, "judge", part).await.expect(200);
    }
    let reason = json!({"reason": "Half of it was not touched on."});
    let carried = opcc.act(&question, "carry-forward", &reason).await.expect(200);
    assert_eq!((fates(&carried), carried.str("/fate")), (vec!["answered", "carried_forward"], "carried_forward"));
    assert_eq!(judgements(&app, &question).await, ["answered", "not_answered", "carried_forward"]);
    let next = format!("/v1/questions/{}", carried.str("/carried_forward_to"));
    let draft = opcc.get(&next).await.expect(200);
    assert_eq!((fates(&draft), draft.str("/parts/0/printed_number")), (vec!["-"], "2"));
    force.get(&format!("/v1/question-parts/{}", draft.str("/parts/0/id"))).await.refused(404);
    let again = opcc.act(&question, "judge", &judged[0]).await.refused(409);
    assert_eq!(again.str("/current_status"), "closed");

    // The successor is part of a chain: it is not deleted, but withdrawn.
    opcc.delete(&next, &draft.etag()).await.refused(409);
    pcc.act(&next, "withdraw", &json!({"reason": "Answered by letter."})).await.expect(200);

    // A question without parts, and one of which nothing is left to ask.
    let plain = app.question_in(&stage, "put").await;
    opcc.act(&plain, "carry-forward", &reason).await.expect(200);
    assert_eq!(judgements(&app, &plain).await, ["carried_forward"]);
    let whole = app.parted_in(&stage, "answered").await;
    for part in app.judged_parts(&whole, &["answered", "answered"]).await.as_array().expect("two") {
        opcc.act(&whole, "judge", part).await.expect(200);
    }
    opcc.act(&whole, "carry-forward", &reason).await.refused(409);
    assert_eq!(opcc.get(&whole).await.str("/status"), "answered");
}

async fn withdrawing_ends_what_is_left(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let question = app.parted_in(&stage, "returned").await;
    for part in app.judged_parts(&question, &["answered", "not_answered"]).await.as_array().expect("two") {
        opcc.act(&question, "judge", part).await.expect(200);
    }
    let withdrawn = pcc.act(&question, "withdraw", &json!({"reason": "Overtaken by events."})).await.expect(200);
    assert_eq!((fates(&withdrawn), withdrawn.str("/fate")), (vec!["answered", "withdrawn"], "withdrawn"));
    assert_eq!(withdrawn.json["outcome"], Value::Null);
    let judged = json!({"outcome": "answered", "reason": "It was."});
    opcc.act(&question, "judge", &judged).await.refused(409);

    // Of a draft nobody was asked anything.
    let draft = app.question_in(&stage, "withdrawn").await;
    assert_eq!(opcc.all(&format!("{draft}/judgements")).await.len(), 0);
}

async fn a_response_says_that_the_question_was_corrected_since(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let response = app.response_to(&question, "submitted").await;
    let told = |response: &Value| {
        let member = |name| response[name].clone();
        (member("question_revision"), member("question_corrected_since"), member("question_present_revision"))
    };
    assert_eq!(told(&app.force().get(&response).await.json), (json!(1), json!(false), json!(1)));
    let correction = json!({"text": "What has changed since March?", "reason": "The month was missing."});
    app.pcc().act(&question, "correct", &correction).await.expect(200);
    let corrected = (json!(1), json!(true), json!(2));
    assert_eq!(told(&app.force().get(&response).await.json), corrected);
    assert_eq!(told(&app.pcc().all(&format!("{question}/responses")).await[0]), corrected);
    let whole = app.pcc().get(&format!("{question}?include=responses")).await.expect(200);
    assert_eq!(told(&whole.json["responses"][0]), corrected);
    let judged = json!({"outcome": "answered", "reason": "Both wordings."});
    app.opcc().act(&question, "judge", &judged).await.expect(200);
    assert_eq!(app.force().all(&format!("{question}/judgements")).await[0]["question_revision"], 2);
}

async fn days_of_response_are_kept(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = app.question_in(&stage, "put").await;
    let days = |seen: &Reply| (seen.json["first_response_on"].clone(), seen.json["final_response_on"].clone());
    assert_eq!(days(&force.get(&question).await), (Value::Null, Value::Null));
    // Half past eleven in the evening in UTC is the next day in a London summer; in February it is the same.
    app.set_time("2019-02-05T23:30:00Z");
    let holding = json!({"text": "An answer will come.", "holding": true});
    let holding = force.create(&format!("{question}/responses"), &holding).await;
    force.act(&holding, "submit", &json!({})).await.expect(200);
    assert_eq!(days(&force.get(&question).await), (json!("2019-02-05"), Value::Null));
    app.set_time("2019-07-05T23:30:00Z");
    let answer = app.response_to(&question, "submitted").await;
    assert_eq!(days(&force.get(&question).await), (json!("2019-02-05"), json!("2019-07-06")));
    pcc.act(&answer, "return", &json!({"reason": "Half of it."})).await.expect(200);
    assert_eq!(days(&force.get(&question).await), (json!("2019-02-05"), Value::Null));

    // What was said at the meeting counts from there, whenever it is written down.
    let spoken = app.question_in(&stage, "draft").await;
    pcc.act(&spoken, "put", &json!({"put_on": "2019-01-30"})).await.expect(200);
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let said = opcc.create(&format!("{spoken}/responses"), &json!({"text": "It is falling.", "mode": "oral"})).await;
    opcc.act(&said, "submit", &json!({})).await.expect(200);
    assert_eq!(days(&force.get(&spoken).await), (json!("2019-01-30"), json!("2019-01-30")));
}

async fn one_judgement_of_many_wins(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.parted_in(&stage, "answered").await;
    let judged = app.judged_parts(&question, &["answered", "not_answered"]).await;
    let etag = app.opcc().get(&question).await.etag();
    let tasks: Vec<_> = (0..32)
        .map(|n| {
            // Judging and closing at once, by two people.
            let (act, body) = if n % 2 == 0 { ("judge", judged[0].clone()) } else { ("close", json!({"parts": judged})) };
            let client = app.client(if n % 4 < 2 { "opcc" } else { "pcc" });
            let request = client.request(Method::POST, &format!("{question}/{act}")).header(IF_MATCH, &etag).json(&body);
            actix_web::rt::spawn(async move { client.send(request).await })
        })
        .collect();
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for task in tasks {
        *counts.entry(task.await.expect("a reply").status).or_default() += 1;
    }
    assert_eq!(counts.get(&200), Some(&1), "{counts:?}");
    assert!(counts.keys().all(|status| [200, 409, 412].contains(status)), "{counts:?}");
    let written = judgements(&app, &question).await.len();
    let closed = app.opcc().get(&question).await.str("/status") == "closed";
    assert_eq!(written, if closed { 2 } else { 1 }, "one of them, and nothing of the others");
}
