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
    let none = opcc.act(&response, "take-back-sent", &back).await.expect(200);
    assert!(!none.allowed().contains(&"take-back-sent"));
}
