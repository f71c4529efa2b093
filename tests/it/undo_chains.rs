//! Chains that are undone in the middle: what continues, replaces or was recorded of a record that ended in the meantime.

use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Reply, TestApp, both};

both!(
    what_was_recorded_of_a_question_that_had_ended_counts_when_it_is_reopened,
    only_one_question_continues_another,
    a_void_action_takes_the_place_of_none,
    words_without_a_date_are_told_again_when_their_extension_is_taken_back,
    who_claimed_a_recommendation_never_verifies_it,
    a_sending_is_taken_back_only_if_there_is_one,
    a_judgement_counts_again_after_an_end_that_was_taken_back,
    an_answer_ends_a_stop_of_the_clock,
    a_side_takes_back_its_own_claim,
    what_was_said_moves_with_its_meeting,
    an_agreed_record_has_no_side_doors,
    responses_offer_what_their_question_lets_happen,
);

fn why(reason: &str) -> Value {
    json!({ "reason": reason })
}

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn state_of(app: &TestApp, question: &str) -> (String, String) {
    let asked = app.pcc().get(question).await.expect(200);
    (asked.str("/status").to_owned(), asked.str("/answer/state").to_owned())
}

async fn what_was_recorded_of_a_question_that_had_ended_counts_when_it_is_reopened(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    for end in ["withdraw", "carry-forward"] {
        // A reply that was recorded since.
        let question = app.question_in(&stage, "put").await;
        pcc.act(&question, end, &why("It was asked by mistake.")).await.expect(200);
        let mut said = stage.exchange("How sure are you?");
        said["question_id"] = json!(id_of(&question));
        let reply = opcc.create("/v1/exchanges", &said).await;
        opcc.act(&reply, "record", &json!({})).await.expect(200);
        pcc.act(&question, "reopen", &why("It was none.")).await.expect(200);
        assert_eq!(state_of(&app, &question).await, ("answered".into(), "replied".into()), "{end}");
        // One that was declared void since, and one that came back.
        pcc.act(&question, "return", &why("Not an answer.")).await.expect(200);
        pcc.act(&reply, "reinstate", &why("It is one.")).await.expect(200);
        assert_eq!(state_of(&app, &question).await, ("answered".into(), "replied".into()), "{end}");
        let judged = json!({"outcome": "answered", "reason": "It was clear."});
        pcc.act(&question, "close", &judged).await.expect(200);
        opcc.act(&reply, "void", &why("It was said of another.")).await.expect(200);
        pcc.act(&question, "reopen", &why("By mistake.")).await.expect(200);
        let asked = pcc.get(&question).await.expect(200);
        assert_eq!((asked.str("/status"), &asked.json["final_response_on"]), ("returned", &Value::Null), "{end}");
    }
}

async fn only_one_question_continues_another(app: TestApp) {
    let stage = Stage::set(&app).await;
    let pcc = app.pcc();
    let next_of = async |question: &str| {
        let carried = pcc.act(question, "carry-forward", &why("No time.")).await.expect(200);
        format!("/v1/questions/{}", carried.str("/carried_forward_to"))
    };
    let question = app.question_in(&stage, "put").await;
    let first = next_of(&question).await;
    pcc.act(&question, "reopen", &why("There was time.")).await.expect(200);
    let refused = async |path: &str| -> Reply {
        assert!(!pcc.get(path).await.allowed().contains(&"reopen"), "{path}");
        pcc.act(path, "reopen", &why("A slip.")).await.refused(409)
    };
    refused(&first).await;
    let second = next_of(&question).await;
    refused(&first).await;
    pcc.act(&second, "put", &json!({})).await.expect(200);
    // A successor that was withdrawn by itself may come back while it is the one that continues the question.
    pcc.act(&second, "withdraw", &why("A slip.")).await.expect(200);
    pcc.act(&second, "reopen", &why("It was none.")).await.expect(200);
    pcc.act(&second, "withdraw", &why("A slip.")).await.expect(200);
    pcc.act(&question, "reopen", &why("It is asked here.")).await.expect(200);
    refused(&second).await;
    assert_eq!(pcc.get(&question).await.str("/status"), "put");
}

async fn a_void_action_takes_the_place_of_none(app: TestApp) {
    let stage = Stage::set(&app).await;
    let pcc = app.pcc();
    let by = |other: &str| json!({"superseded_by": id_of(other), "reason": "The review covers it."});
    let (old, started, new) =
        (app.action_in(&stage, "open").await, app.action_in(&stage, "in_progress").await, app.action_in(&stage, "open").await);
    pcc.act(&new, "void", &why("It was set in error.")).await.expect(200);
    assert_eq!(pcc.act(&old, "supersede", &by(&new)).await.refused(422).pointers(), ["/superseded_by"]);
    pcc.act(&new, "reinstate", &why("It was not.")).await.expect(200);
    for action in [&old, &started] {
        pcc.act(action, "supersede", &by(&new)).await.expect(200);
    }
    // What nothing replaces is open again, and says why.
    pcc.act(&new, "void", &why("It was set in error.")).await.expect(200);
    for action in [&old, &started] {
        let again = pcc.get(action).await.expect(200);
        assert_eq!((again.str("/status"), &again.json["superseded_by"]), ("open", &Value::Null));
        assert_eq!(again.str("/reopenings/0/reason"), "It was set in error.");
    }
    pcc.act(&new, "reinstate", &why("It was not.")).await.expect(200);
    assert_eq!(pcc.get(&old).await.str("/status"), "open", "whether it is replaced again is for the PCC to say");
    // One that is void itself learns of it when it comes back.
    pcc.act(&old, "supersede", &by(&new)).await.expect(200);
    pcc.act(&old, "void", &why("It repeats another.")).await.expect(200);
    pcc.act(&new, "void", &why("It was set in error.")).await.expect(200);
    let back = pcc.act(&old, "reinstate", &why("It does not.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["superseded_by"]), ("open", &Value::Null));
}

async fn words_without_a_date_are_told_again_when_their_extension_is_taken_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let vague = json!({"text": "Bring dates.", "owner": "CC", "owner_side": "force", "due_text": "as soon as possible"});
    let action = opcc.create("/v1/actions", &vague).await;
    let mut asked = stage.question("How many wait?");
    asked["due_text"] = json!("as soon as possible");
    let question = opcc.create("/v1/questions", &asked).await;
    pcc.act(&question, "put", &json!({})).await.expect(200);
    let impossible = json!({"text": "Bring more.", "owner": "CC", "owner_side": "force", "due_text": "31 February"});
    let impossible = opcc.create("/v1/actions", &impossible).await;
    let silent = opcc.create("/v1/actions", &json!({"text": "Bring all.", "owner": "CC", "owner_side": "force"})).await;
    let ownerless = opcc.create("/v1/actions", &json!({"text": "Bring it.", "due_text": "as soon as possible"})).await;
    for (item, words) in [
        (&action, json!("as soon as possible")),
        (&question, json!("as soon as possible")),
        (&impossible, json!("31 February")),
        (&silent, Value::Null),
        (&ownerless, json!("as soon as possible")),
    ] {
        let told = async || {
            let clock = pcc.get(&format!("{item}/deadline")).await.expect(200);
            let flagged = pcc.get(item).await.json["needs_review"].clone();
            (
                flagged,
                clock.json["due_on"].clone(),
                clock.json["explanation"]["without_date"].clone(),
                clock.json["explanation"]["source_text"].clone(),
            )
        };
        let before = told().await;
        assert_eq!(before.3, words, "{item}");
        let impossible = before.2.as_str().is_some_and(|why| why.contains("impossible"));
        assert_eq!(impossible, words == "31 February", "{item}: {}", before.2);
        for change in [
            json!({"kind": "extend", "due_on": "2019-03-31", "reason": "A day is better."}),
            json!({"kind": "take-back-extension", "reason": "It was meant for another."}),
        ] {
            let etag = pcc.get(item).await.etag();
            pcc.act_on(item, "deadline", &etag, &change).await.expect(200);
        }
        assert_eq!(told().await, before, "{item}");
    }
}

async fn who_claimed_a_recommendation_never_verifies_it(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let evidence = json!({"evidence": "The log."});
    for back in ["take-back-claim", "reject"] {
        let one = app.recommendation_in(&stage, "body", "open").await;
        pcc.act(&one, "claim", &evidence).await.expect(200);
        if back == "reject" {
            // Another account of the PCC judges the claim.
            app.client("deputy").act(&one, "reject", &why("Not enough.")).await.expect(200);
        } else {
            pcc.act(&one, "take-back-claim", &why("Too early.")).await.expect(200);
        }
        opcc.act(&one, "claim", &evidence).await.expect(200);
        assert!(!pcc.get(&one).await.allowed().contains(&"verify"), "{back}");
        pcc.act(&one, "verify", &json!({})).await.refused(403);
    }
    let one = app.recommendation_in(&stage, "body", "open").await;
    opcc.act(&one, "claim", &evidence).await.expect(200);
    pcc.act(&one, "verify", &json!({})).await.expect(200);
    pcc.act(&one, "reopen", &why("By mistake.")).await.expect(200);
    opcc.act(&one, "take-back-claim", &why("Too early.")).await.expect(200);
    pcc.act(&one, "claim", &evidence).await.refused(403);
    opcc.act(&one, "claim", &evidence).await.expect(200);
    pcc.act(&one, "verify", &json!({})).await.expect(200);
}

async fn a_sending_is_taken_back_only_if_there_is_one(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let set = app.recommendation_set_in(&stage, "recorded").await;
    let response = opcc.create(&format!("{set}/responses"), &json!({"text": "The body welcomes the report."})).await;
    let line = json!({"to": "inspectors", "name": "HMICFRS", "sent_on": "2019-01-30"});
    let mut back = line.clone();
    back["reason"] = json!("It went to another.");
    assert!(!opcc.get(&response).await.allowed().contains(&"take-back-sent"));
    opcc.act(&response, "take-back-sent", &back).await.refused(409);
    let noted = opcc.act(&response, "note-sent", &json!({"sent_to": [line]})).await.expect(200);
    assert!(noted.allowed().contains(&"take-back-sent"));
    // With the response would go when its copies went out.
    assert!(!noted.allowed().contains(&"delete"));
    opcc.delete(&response, &noted.etag()).await.refused(409);
    let none = opcc.act(&response, "take-back-sent", &back).await.expect(200);
    assert!(!none.allowed().contains(&"take-back-sent") && none.allowed().contains(&"delete"));
    opcc.delete(&response, &none.etag()).await.expect(204);
}

async fn a_judgement_counts_again_after_an_end_that_was_taken_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    for (end, verdict) in [("carry-forward", "not_answered"), ("withdraw", "declined"), ("carry-forward", "part_answered")] {
        let question = app.question_in(&stage, "put").await;
        opcc.act(&question, "judge", &json!({"outcome": verdict, "reason": "Evasive."})).await.expect(200);
        let before = pcc.get(&question).await.json;
        pcc.act(&question, end, &why("No time.")).await.expect(200);
        let after = pcc.act(&question, "reopen", &why("There was.")).await.expect(200);
        assert_eq!((&after.json["outcome"], &after.json["answer"]), (&before["outcome"], &before["answer"]), "{end}");
        assert!(after.allowed().contains(&"take-back-judgement"), "{end}");
        pcc.act(&question, "take-back-judgement", &why("It was harsh.")).await.expect(200);
    }
    // Each part counts as what it did.
    let mut asked = stage.question("How many wait, and why?");
    asked["parts"] = json!([{"text": "How many wait?"}, {"text": "Why?"}, {"text": "Where?"}]);
    let question = opcc.create("/v1/questions", &asked).await;
    pcc.act(&question, "put", &json!({})).await.expect(200);
    let fates = async || {
        let asked = pcc.get(&question).await.json;
        let parts = asked["parts"].as_array().expect("parts").iter().map(|part| part["fate"].clone()).collect::<Vec<_>>();
        (asked["outcome"].clone(), parts)
    };
    let parts: Vec<Value> = pcc.get(&question).await.json["parts"].as_array().expect("parts").clone();
    for (part, verdict) in parts.iter().zip(["not_answered", "answered"]) {
        let judged = json!({"outcome": verdict, "reason": "So.", "part_id": part["id"]});
        opcc.act(&question, "judge", &judged).await.expect(200);
    }
    let before = fates().await;
    for end in ["carry-forward", "withdraw"] {
        pcc.act(&question, end, &why("No time.")).await.expect(200);
        pcc.act(&question, "reopen", &why("There was.")).await.expect(200);
        assert_eq!(fates().await, before, "{end}");
    }
}

async fn an_answer_ends_a_stop_of_the_clock(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc, force) = (app.opcc(), app.pcc(), app.force());
    let stop = json!({"kind": "pause", "reason": "Figures are awaited.", "on": "2019-01-30"});
    let question = app.question_in(&stage, "put").await;
    let action = app.action_in(&stage, "in_progress").await;
    for item in [&question, &action] {
        let etag = pcc.get(item).await.etag();
        pcc.act_on(item, "deadline", &etag, &stop).await.expect(200);
        assert_eq!(pcc.get(item).await.json["due_on"], Value::Null);
    }
    app.set_time("2019-02-06T09:00:00Z");
    let answer = force.create(&format!("{question}/responses"), &crate::support::stage::response("Forty.")).await;
    force.act(&answer, "submit", &json!({})).await.expect(200);
    force.act(&action, "claim", &json!({"evidence": "The plan."})).await.expect(200);
    for item in [&question, &action] {
        let clock = opcc.get(&format!("{item}/deadline")).await.expect(200);
        let last = clock.json["entries"].as_array().and_then(|all| all.last()).cloned().expect("an entry");
        assert_eq!((last["kind"].as_str(), last["on"].as_str()), (Some("resume"), Some("2019-02-06")), "{item}");
        // Seven days stood still: 13 February is now 20 February.
        assert_eq!(clock.str("/due_on"), "2019-02-20", "{item}");
    }
    let report = opcc.get("/v1/reports/in-time?from=2019-01-01&to=2019-03-31").await.expect(200);
    let counted = |kind: &str| {
        let kinds = report.json["by_kind"].as_array().expect("kinds").iter();
        kinds.clone().find(|row| row["kind"] == kind).map(|row| row["counts"]["in_time"].clone())
    };
    assert_eq!((counted("question"), counted("action")), (Some(json!(1)), Some(json!(1))), "{}", report.text);
    assert_eq!(report.json["left_out"], json!([]));
    let answered = pcc.get(&question).await;
    assert_eq!((answered.str("/due_on"), &answered.json["overdue"]), ("2019-02-20", &json!(false)));
}

async fn a_side_takes_back_its_own_claim(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc, force) = (app.opcc(), app.pcc(), app.force());
    let one = app.recommendation_in(&stage, "both", "open").await;
    let action = opcc
        .create(
            "/v1/actions",
            &json!({"text": "Meet.", "owner": "Both", "due_on": "2019-02-13",
            "owners": [{"capacity": "CC", "side": "force"}, {"capacity": "PCC", "side": "body"}]}),
        )
        .await;
    force.act(&action, "start", &json!({})).await.expect(200);
    for item in [&one, &action] {
        force.act(item, "claim", &json!({"evidence": "The log."})).await.expect(200);
        for body in [&opcc, &pcc] {
            assert!(!body.get(item).await.allowed().contains(&"take-back-claim"), "{item}");
            body.act(item, "take-back-claim", &why("A slip.")).await.refused(403);
        }
        force.act(item, "take-back-claim", &why("Too early.")).await.expect(200);
        opcc.act(item, "claim", &json!({"evidence": "The log."})).await.expect(200);
        force.act(item, "take-back-claim", &why("A slip.")).await.refused(403);
        pcc.act(item, "take-back-claim", &why("A colleague's slip.")).await.expect(200);
    }
}

async fn what_was_said_moves_with_its_meeting(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    app.set_time("2019-02-20T09:00:00Z");
    let january = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    let mut questions = Vec::new();
    for text in ["One?", "Two?", "Three?"] {
        let mut asked = stage.question(text);
        asked["meeting_id"] = json!(stage.meeting);
        let question = opcc.create("/v1/questions", &asked).await;
        pcc.act(&question, "put", &json!({"put_on": "2019-01-10"})).await.expect(200);
        questions.push(question);
    }
    for question in [&questions[0], &questions[2]] {
        let mut said = stage.exchange("How sure are you?");
        said["question_id"] = json!(id_of(question));
        let reply = opcc.create("/v1/exchanges", &said).await;
        opcc.act(&reply, "record", &json!({})).await.expect(200);
    }
    let oral = opcc.create(&format!("{}/responses", questions[1]), &json!({"text": "Forty.", "mode": "oral"})).await;
    opcc.act(&oral, "submit", &json!({})).await.expect(200);
    opcc.act(&questions[2], "close", &json!({"outcome": "answered", "reason": "Clear."})).await.expect(200);
    let decision = json!({"text": "Approve it.", "reasons": "It is due.", "made_by": {"name": "A. Commissioner", "capacity": "PCC"},
        "meeting_id": stage.meeting});
    let decision = opcc.create("/v1/decisions", &decision).await;
    pcc.act(&decision, "take", &json!({})).await.expect(200);
    let etag = opcc.get(&january).await.etag();
    opcc.patch(&january, &etag, &json!({"held_on": "2019-02-05"})).await.expect(200);
    for question in &questions {
        assert_eq!(pcc.get(question).await.str("/first_response_on"), "2019-02-05", "{question}");
    }
    assert_eq!(pcc.get(&oral).await.str("/given_on"), "2019-02-05");
    assert_eq!(pcc.get(&decision).await.str("/made_on"), "2019-02-05");
    // What stands at a meeting keeps it from being cancelled.
    let later = opcc.create("/v1/meetings", &crate::support::stage::meeting(&stage.body, "Spring", "2019-03-26")).await;
    let mut asked = stage.question("Four?");
    (asked["meeting_id"], asked["due_on"]) = (json!(id_of(&later)), Value::Null);
    let question = opcc.create("/v1/questions", &asked).await;
    pcc.act(&question, "put", &json!({})).await.expect(200);
    let mut early = crate::support::stage::response("Forty.");
    early["mode"] = json!("oral");
    let early = app.force().create(&format!("{question}/responses"), &early).await;
    app.force().act(&early, "submit", &json!({})).await.expect(200);
    opcc.act(&later, "cancel", &why("No time.")).await.refused(409);
}

async fn an_agreed_record_has_no_side_doors(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc, force) = (app.opcc(), app.pcc(), app.force());
    let january = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    let later = opcc.create("/v1/meetings", &crate::support::stage::meeting(&stage.body, "Spring", "2019-03-26")).await;
    let matter = json!({"title": "Demand", "note": "As said.", "from_meeting_id": stage.meeting, "to_meeting_id": id_of(&later)});
    let carried = opcc.create(&format!("{later}/matters"), &matter).await;
    let figure = json!({"label": "Cars", "value": {"kind": "exact", "value": "5"}, "meeting_id": stage.meeting,
        "said_by": [{"capacity": "ACC"}]});
    let drafted = force.create("/v1/data-points", &figure).await;
    let action = json!({"text": "Bring dates.", "owner": "CC", "owner_side": "force", "meeting_id": stage.meeting});
    let action = opcc.create("/v1/actions", &action).await;
    let mut afterwards = matter.clone();
    afterwards["title"] = json!("Said later");
    pcc.act(&january, "agree", &json!({})).await.expect(200);
    let edition = json!({"kind": "meeting_record", "subject_id": stage.meeting});
    let edition = opcc.create("/v1/editions", &edition).await;
    let before = prepared(&app, &edition).await;
    assert_eq!(before.0.as_array().map(Vec::len), Some(1), "{before:?}");
    force.act(&drafted, "submit", &json!({})).await.refused(422);
    assert_eq!(force.post("/v1/data-points", &figure).await.refused(422).pointers(), ["/meeting_id"]);
    let etag = opcc.get(&carried).await.etag();
    assert_eq!(opcc.patch(&carried, &etag, &json!({"note": "Something else."})).await.refused(422).pointers(), ["/note"]);
    let etag = opcc.get(&action).await.etag();
    for change in [json!({"meeting_id": null}), json!({"meeting_id": id_of(&later)})] {
        assert_eq!(opcc.patch(&action, &etag, &change).await.refused(422).pointers(), ["/meeting_id"]);
    }
    opcc.patch(&action, &etag, &json!({"text": "Bring all dates."})).await.expect(200);
    // A matter that is linked afterwards is in the record of the later meeting alone.
    opcc.create(&format!("{later}/matters"), &afterwards).await;
    assert_eq!(prepared(&app, &edition).await, before);
}

/// The matters and figures of a prepared edition, prepared anew.
async fn prepared(app: &TestApp, edition: &str) -> (Value, Value) {
    let whole = app.opcc().act(edition, "refresh", &json!({})).await.expect(200).json;
    (whole["record"]["matters"].clone(), whole["record"]["data_points"].clone())
}

async fn responses_offer_what_their_question_lets_happen(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc, force) = (app.opcc(), app.pcc(), app.force());
    let question = app.question_in(&stage, "put").await;
    let words = crate::support::stage::response("Forty.");
    let first = force.create(&format!("{question}/responses"), &words).await;
    force.act(&first, "submit", &json!({})).await.expect(200);
    let returned = force.create(&format!("{question}/responses"), &words).await;
    force.act(&returned, "submit", &json!({})).await.expect(200);
    pcc.act(&returned, "return", &why("Not an answer.")).await.expect(200);
    let draft = force.create(&format!("{question}/responses"), &words).await;
    opcc.act(&question, "close", &json!({"outcome": "answered", "reason": "Clear."})).await.expect(200);
    for (who, response, act, body) in [
        (&force, &draft, "submit", json!({})),
        (&force, &first, "correct", json!({"text": "Fifty.", "reason": "A slip."})),
        (&pcc, &first, "return", why("No.")),
        (&pcc, &returned, "reinstate", why("It is.")),
    ] {
        assert!(!who.get(response).await.allowed().contains(&act), "{act}");
        let refused = who.act(response, act, &body).await.refused(409);
        assert!(!refused.text.contains(&format!("\"{act}\"")), "{}", refused.text);
    }
    // Reopened, each is possible again; but what was said at a meeting comes back only after its record was reopened.
    pcc.act(&question, "reopen", &why("By mistake.")).await.expect(200);
    pcc.act(&returned, "reinstate", &why("It is.")).await.expect(200);
    let january = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    let mut asked = stage.question("How many?");
    asked["meeting_id"] = json!(stage.meeting);
    let spoken = opcc.create("/v1/questions", &asked).await;
    pcc.act(&spoken, "put", &json!({})).await.expect(200);
    let oral = opcc.create(&format!("{spoken}/responses"), &json!({"text": "Forty.", "mode": "oral"})).await;
    opcc.act(&oral, "submit", &json!({})).await.expect(200);
    pcc.act(&january, "agree", &json!({})).await.expect(200);
    pcc.act(&spoken, "return", &why("By mistake.")).await.expect(200);
    assert!(!pcc.get(&oral).await.allowed().contains(&"reinstate"));
    pcc.act(&oral, "reinstate", &why("It was a slip.")).await.refused(409);
    pcc.act(&january, "reopen", &why("The answer stands.")).await.expect(200);
    pcc.act(&oral, "reinstate", &why("It was a slip.")).await.expect(200);
}
