//! What was done by mistake can be put right, with a reason that stays; and what was agreed stays as it was agreed.

use serde_json::{Value, json};

use crate::support::stage::{Stage, despite, meeting};
use crate::support::{Reply, TestApp, both};

both!(
    a_meeting_is_unheld_reinstated_and_never_there_twice,
    an_agreed_record_changes_by_correction_or_after_reopening,
    a_question_is_where_it_was_when_it_is_reopened,
    a_question_that_was_carried_forward_comes_back,
    a_judgement_is_taken_back_and_stays_readable,
    a_return_is_taken_back,
    an_exchange_is_void,
    an_action_is_reopened_and_its_claim_taken_back,
    an_action_is_void_and_the_public_is_told,
    decisions_findings_and_intentions_are_put_back,
    nothing_comes_back_to_a_meeting_that_was_not_held,
    an_action_comes_back_to_what_it_came_from,
    an_edition_that_was_never_published_leaves_no_gap,
);

fn why(reason: &str) -> Value {
    json!({ "reason": reason })
}

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// Publishes an edition of a subject; what the public reads at its address.
async fn publish(app: &TestApp, kind: &str, subject: &str, note: Option<&str>) -> Reply {
    let mut edition = json!({"kind": kind, "subject_id": subject});
    if let Some(note) = note {
        edition["significance"] = json!("minor");
        edition["change_note"] = json!(note);
    }
    let edition = app.opcc().create("/v1/editions", &edition).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.nobody().get(&format!("/public/v1/editions/{}", id_of(&edition))).await.expect(200)
}

/// What the trail says of the acts on a record: act and reason.
async fn trail(app: &TestApp, path: &str) -> Vec<(String, Value)> {
    let entries = app.pcc().all(&format!("/v1/audit?resource_id={}&limit=200", id_of(path))).await;
    entries.iter().map(|entry| (entry["act"].as_str().expect("an act").to_owned(), entry["reason"].clone())).collect()
}

async fn a_meeting_is_unheld_reinstated_and_never_there_twice(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let january = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    app.force().act(&january, "unhold", &why("It was not.")).await.refused(403);
    let exchange = app.exchange_in(&stage, "recorded").await;
    assert!(opcc.act(&january, "unhold", &why("It was not held.")).await.refused(409).str("/detail").contains("void"));
    opcc.act(&exchange, "void", &why("Nothing was said.")).await.expect(200);
    let back = opcc.act(&january, "unhold", &why("It was not held.")).await.expect(200);
    assert_eq!(back.str("/status"), "scheduled");
    assert!(trail(&app, &january).await.contains(&("unhold".to_owned(), json!("It was not held."))));

    let cancelled = opcc.act(&january, "cancel", &why("Snow.")).await.expect(200);
    assert_eq!(cancelled.str("/cancelled_reason"), "Snow.");
    let again = opcc.act(&january, "reinstate", &why("The snow has melted.")).await.expect(200);
    assert_eq!((again.str("/status"), again.str("/reinstated_reason")), ("scheduled", "The snow has melted."));
    assert_eq!(again.json["cancelled_reason"], Value::Null);
    let public = publish(&app, "meeting_record", &stage.meeting, None).await;
    assert_eq!(public.str("/record/meeting/reinstated_reason"), "The snow has melted.");

    // The same meeting twice is refused with the address of the other, in whichever way it would come to be.
    let whole = opcc.get(&january).await.expect(200);
    let mut twin = meeting(&stage.body, whole.str("/title"), whole.str("/held_on"));
    twin["kind"] = whole.json["kind"].clone();
    twin["starts_at"] = whole.json["starts_at"].clone();
    let refused = opcc.post("/v1/meetings", &twin).await.refused(409);
    assert!(refused.str("/detail").contains(&january), "{}", refused.text);
    twin["title"] = json!("Another");
    let other = opcc.post("/v1/meetings", &twin).await.expect(201);
    let as_the_first = json!({"title": whole.str("/title")});
    opcc.patch(&other.location(), &other.etag(), &as_the_first).await.refused(409);
    opcc.act(&january, "cancel", &why("Snow.")).await.expect(200);
    opcc.patch(&other.location(), &other.etag(), &as_the_first).await.expect(200);
    opcc.act(&january, "reinstate", &why("It has melted.")).await.refused(409);
}

async fn an_agreed_record_changes_by_correction_or_after_reopening(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let january = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    let question = app.question_in(&stage, "put").await;
    let exchange = app.exchange_in(&stage, "recorded").await;
    let unrecorded = app.exchange_in(&stage, "draft").await;
    let undecided = app.decision_in(&stage, "draft").await;
    let oral = opcc.create(&format!("{question}/responses"), &json!({"text": "It is falling.", "mode": "oral"})).await;
    for (day, pointers) in [("2019-01-29", ["/agreed_on"]), ("2199-01-01", ["/agreed_on"])] {
        assert_eq!(pcc.act(&january, "agree", &json!({"agreed_on": day})).await.refused(422).pointers(), pointers);
    }
    let agreed = pcc.act(&january, "agree", &json!({"agreed_on": "2019-01-30"})).await.expect(200);
    assert_eq!((agreed.str("/agreed_on"), agreed.str("/agreed_by")), ("2019-01-30", "The pcc"));
    let public = publish(&app, "meeting_record", &stage.meeting, None).await;
    assert_eq!(public.str("/record/meeting/agreed_on"), "2019-01-30");
    assert_eq!(public.json["record"]["meeting"]["agreed_by"]["side"], "body");

    // Nothing more is said or decided at it, and what was said does not disappear.
    let more = opcc.post("/v1/exchanges", &stage.exchange("One more?")).await.refused(422);
    assert_eq!(more.pointers(), ["/meeting_id"]);
    let mut decision = super::access::decisions::decision(&stage);
    decision["text"] = json!("One more.");
    assert_eq!(opcc.post("/v1/decisions", &decision).await.refused(422).pointers(), ["/meeting_id"]);
    for (who, path, act, body) in [
        (&opcc, &unrecorded, "record", json!({})),
        (&opcc, &exchange, "void", why("Not said.")),
        (&pcc, &undecided, "take", json!({})),
        (&opcc, &oral, "submit", json!({})),
        (&opcc, &january, "unhold", why("It was not.")),
    ] {
        let refused = who.act(path, act, &body).await.refused(409);
        assert!(refused.str("/detail").contains("agreed"), "{act}: {}", refused.text);
    }
    opcc.post(&format!("{question}/responses"), &json!({"text": "It is.", "mode": "oral"})).await.refused(409);
    app.force().post(&format!("{question}/responses"), &json!({"text": "It is.", "mode": "oral"})).await.refused(409);
    assert!(!opcc.get(&question).await.allowed().contains(&"respond"));
    assert!(app.force().get(&question).await.allowed().contains(&"respond"), "in writing");
    for act in ["record-exchange", "add-decision", "add-attendance", "add-agenda-item"] {
        assert!(!opcc.get(&january).await.allowed().contains(&act), "{act}");
    }

    // A correction is kept and shown; questions and actions live on.
    let words =
        json!({"challenge": "How sure are you?", "reply": "Quite.", "speakers": [{"capacity": "CC"}], "reason": "A slip."});
    assert_eq!(opcc.act(&exchange, "correct", &words).await.expect(200).json["revision"], 2);
    app.response_to(&question, "accepted").await;
    app.action_in(&stage, "accepted").await;

    opcc.act(&january, "reopen", &why("An answer is missing.")).await.refused(403);
    pcc.act(&january, "reopen", &json!({})).await.refused(422);
    let reopened = pcc.act(&january, "reopen", &why("An answer is missing.")).await.expect(200);
    assert_eq!((reopened.str("/status"), &reopened.json["agreed_on"]), ("held", &Value::Null));
    opcc.act(&unrecorded, "record", &json!({})).await.expect(200);
    pcc.act(&undecided, "take", &json!({})).await.expect(200);
    pcc.act(&january, "agree", &json!({})).await.expect(200);
    let acts: Vec<String> = trail(&app, &january).await.into_iter().map(|(act, _)| act).collect();
    assert!(["agree", "reopen"].iter().all(|act| acts.contains(&(*act).to_owned())), "{acts:?}");
}

async fn a_question_is_where_it_was_when_it_is_reopened(app: TestApp) {
    let stage = Stage::set(&app).await;
    let pcc = app.pcc();
    for (status, back) in [("withdrawn", "draft"), ("withdrawn_after_put", "put"), ("closed", "answered")] {
        let question = app.question_in(&stage, status).await;
        app.opcc().act(&question, "reopen", &why("By mistake.")).await.refused(403);
        let before = pcc.get(&question).await.expect(200);
        assert!(before.allowed().contains(&"reopen"), "{status}");
        let reopened = pcc.act(&question, "reopen", &why("By mistake.")).await.expect(200);
        assert_eq!(reopened.str("/status"), back, "{status}");
        assert_eq!(reopened.json["outcome"], before.json["outcome"], "a judgement of the answer stays");
        assert!(trail(&app, &question).await.contains(&("reopen".to_owned(), json!("By mistake."))), "{status}");
        pcc.act(&question, "reopen", &why("Once more.")).await.refused(409);
    }
    let returned = app.question_in(&stage, "returned").await;
    pcc.act(&returned, "withdraw", &why("Overtaken.")).await.expect(200);
    let again = pcc.act(&returned, "reopen", &why("It was not.")).await.expect(200);
    assert_eq!((again.str("/status"), again.str("/answer/state")), ("returned", "awaiting"));
    app.response_to(&returned, "submitted").await;
    assert_eq!(pcc.get(&returned).await.str("/status"), "answered");
}

async fn a_question_that_was_carried_forward_comes_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let question = app.question_in(&stage, "put").await;
    let carried = opcc.act(&question, "carry-forward", &why("No time.")).await.expect(200);
    let later = format!("/v1/questions/{}", carried.str("/carried_forward_to"));
    let back = pcc.act(&question, "reopen", &why("There was time.")).await.expect(200);
    assert_eq!((back.str("/status"), back.str("/answer/state")), ("put", "awaiting"));
    assert_eq!(back.json["carried_forward_to"], Value::Null);
    assert_eq!(pcc.get(&later).await.str("/status"), "withdrawn");
    let judgements = opcc.all(&format!("{question}/judgements")).await;
    assert_eq!(judgements[0]["taken_back_reason"], "There was time.", "its end is no judgement any more");

    // Once the force has been asked again, the chain stays.
    let carried = opcc.act(&question, "carry-forward", &why("No time.")).await.expect(200);
    let later = format!("/v1/questions/{}", carried.str("/carried_forward_to"));
    pcc.act(&later, "put", &json!({})).await.expect(200);
    assert!(!pcc.get(&question).await.allowed().contains(&"reopen"));
    pcc.act(&question, "reopen", &why("There was time.")).await.refused(409);
    pcc.act(&later, "withdraw", &why("Asked twice.")).await.expect(200);
    assert!(pcc.get(&question).await.allowed().contains(&"reopen"));
    pcc.act(&question, "reopen", &why("There was time.")).await.expect(200);
}

async fn a_judgement_is_taken_back_and_stays_readable(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let question = app.question_in(&stage, "answered").await;
    opcc.act(&question, "take-back-judgement", &why("A slip.")).await.refused(409);
    opcc.act(&question, "judge", &json!({"outcome": "declined", "reason": "It was refused."})).await.expect(200);
    app.force().act(&question, "take-back-judgement", &why("A slip.")).await.refused(403);
    let back = opcc.act(&question, "take-back-judgement", &why("Of another question.")).await.expect(200);
    assert_eq!((back.str("/answer/state"), &back.json["outcome"]), ("replied", &Value::Null));
    let all = opcc.all(&format!("{question}/judgements")).await;
    assert_eq!(
        (all.len(), all[0]["outcome"].as_str(), all[0]["taken_back_reason"].as_str()),
        (1, Some("declined"), Some("Of another question."))
    );

    // An earlier day is free again, and the public reads both.
    let again = json!({"outcome": "answered", "reason": "It was answered.", "judged_on": "2019-01-30"});
    let judged = opcc.act(&question, "judge", &again).await.expect(200);
    assert_eq!(judged.str("/answer/judged/reason"), "It was answered.");
    let public = publish(&app, "question", id_of(&question), None).await;
    let told = &public.json["record"]["question"];
    assert_eq!(told["answer"]["judged"]["reason"], "It was answered.");
    assert_eq!(told["judgements"][0]["taken_back"]["reason"], "Of another question.");
    assert_eq!(told["judgements"][1]["taken_back"], Value::Null);

    // Closed, it is reopened first; with parts, each is taken back by itself.
    opcc.act(&question, "close", &json!({})).await.expect(200);
    opcc.act(&question, "take-back-judgement", &why("A slip.")).await.refused(409);
    let mut parts = stage.question("Two things?");
    parts["parts"] = json!([{"text": "The first?"}, {"text": "The second?"}]);
    let question = opcc.create("/v1/questions", &parts).await;
    let put = pcc.act(&question, "put", &json!({})).await.expect(200);
    let part = put.str("/parts/0/id").to_owned();
    opcc.act(&question, "judge", &json!({"part_id": part, "outcome": "answered", "reason": "Said."})).await.expect(200);
    assert_eq!(opcc.act(&question, "take-back-judgement", &why("A slip.")).await.refused(422).pointers(), ["/part_id"]);
    let one = json!({"part_id": part, "reason": "A slip."});
    let back = opcc.act(&question, "take-back-judgement", &one).await.expect(200);
    assert_eq!(back.json["parts"][0]["fate"], Value::Null);
    opcc.act(&question, "take-back-judgement", &one).await.refused(409);
}

async fn a_return_is_taken_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let question = app.question_in(&stage, "put").await;
    let response = app.response_to(&question, "accepted").await;
    // What was accepted by mistake is returned; what was returned by mistake is reinstated.
    pcc.act(&response, "return", &why("One month of three.")).await.expect(200);
    assert_eq!(pcc.get(&question).await.str("/status"), "returned");
    opcc.act(&response, "reinstate", &why("All three are there.")).await.refused(403);
    let back = pcc.act(&response, "reinstate", &why("All three are there.")).await.expect(200);
    assert_eq!(back.str("/status"), "submitted");
    let asked = pcc.get(&question).await.expect(200);
    assert_eq!((asked.str("/status"), asked.str("/answer/state")), ("answered", "replied"));

    let question = app.question_in(&stage, "put").await;
    let mut exchange = stage.exchange("How sure are you?");
    exchange["question_id"] = json!(id_of(&question));
    let exchange = opcc.create("/v1/exchanges", &exchange).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    pcc.act(&question, "return", &why("No figures.")).await.expect(200);
    let back = pcc.act(&exchange, "reinstate", &why("The figures are in the paper.")).await.expect(200);
    assert_eq!(back.json["returned_on"], Value::Null);
    assert_eq!(pcc.get(&question).await.str("/status"), "answered");
}

async fn an_exchange_is_void(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let question = app.question_in(&stage, "put").await;
    let mut said = stage.exchange("How sure are you of the figures?");
    said["question_id"] = json!(id_of(&question));
    let exchange = opcc.create("/v1/exchanges", &said).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    publish(&app, "meeting_record", &stage.meeting, None).await;
    assert_eq!(pcc.get(&question).await.str("/answer/state"), "replied");
    app.force().act(&exchange, "void", &why("It was not said.")).await.refused(403);
    let void = opcc.act(&exchange, "void", &why("It was said in February.")).await.expect(200);
    assert_eq!(void.str("/void_reason"), "It was said in February.");
    let asked = pcc.get(&format!("{question}?include=exchanges")).await.expect(200);
    assert_eq!((asked.str("/status"), asked.str("/answer/state")), ("put", "awaiting"));
    // Readable to staff as void, by itself and when it is asked for.
    assert_eq!(app.force().get(&exchange).await.expect(200).str("/reply"), "They are counted by hand.");
    let listed = |query: &str| format!("/v1/exchanges?question={}{query}", id_of(&question));
    assert_eq!(opcc.all(&listed("")).await.len(), 0);
    assert_eq!(opcc.all(&listed("&void=true")).await.len(), 1);
    opcc.act(&exchange, "correct", &json!({"challenge": "Why?", "reason": "A slip."})).await.refused(409);
    opcc.act(&exchange, "void", &why("Once more.")).await.refused(409);
    // The public was told, and is told that it is void; what never was published just goes.
    let never = app.exchange_in(&stage, "void").await;
    let public = publish(&app, "meeting_record", &stage.meeting, Some("An exchange is void.")).await;
    let told = public.json["record"]["exchanges"].as_array().expect("exchanges").clone();
    let of = |path: &str| told.iter().find(|one| one["id"] == id_of(path)).cloned();
    let tombstone = of(&exchange).expect("a tombstone");
    assert_eq!((&tombstone["challenge"], &tombstone["reply"]), (&Value::Null, &Value::Null));
    assert_eq!(tombstone["void"]["reason"], "It was said in February.");
    assert_eq!(of(&never), None);
    assert!(!public.text.contains("counted by hand"), "its words are gone");
    let answer = app.nobody().get(&format!("/public/v1/questions/{}", id_of(&question))).await.expect(200);
    assert_eq!(answer.str("/answer/state"), "awaiting");
}

async fn an_action_is_reopened_and_its_claim_taken_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, force) = (app.pcc(), app.force());
    let action = app.action_in(&stage, "claimed_complete").await;
    pcc.act(&action, "take-back-claim", &why("Too early.")).await.refused(403);
    let back = force.act(&action, "take-back-claim", &why("It was the claim for another.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["times_claimed"]), ("in_progress", &json!(0)));
    let whole = pcc.get(&action).await.expect(200);
    assert_eq!(whole.str("/claims/0/taken_back_reason"), "It was the claim for another.");
    force.act(&action, "take-back-claim", &why("Again.")).await.refused(409);
    force.act(&action, "claim", &json!({"evidence": "The plan was sent."})).await.expect(200);
    let accepted = pcc.act(&action, "accept", &json!({})).await.expect(200);
    assert_eq!(accepted.json["times_claimed"], 1);
    let whole = pcc.get(&action).await.expect(200);
    assert_eq!((&whole.json["claims"][0]["verdict"], whole.str("/claims/1/verdict")), (&Value::Null, "accepted"));

    app.opcc().act(&action, "reopen", &why("By mistake.")).await.refused(403);
    let reopened = pcc.act(&action, "reopen", &why("Accepted by mistake.")).await.expect(200);
    assert_eq!((reopened.str("/status"), &reopened.json["times_reopened"]), ("in_progress", &json!(1)));
    let whole = pcc.get(&action).await.expect(200);
    assert_eq!((whole.str("/reopenings/0/from_status"), whole.str("/reopenings/0/reason")), ("accepted", "Accepted by mistake."));
    let public = publish(&app, "action_log", "west-mercia", None).await;
    assert_eq!(public.json["record"]["actions"][0]["reopenings"][0]["reason"], "Accepted by mistake.");

    let closed = app.action_in(&stage, "closed_not_implemented").await;
    assert_eq!(pcc.act(&closed, "reopen", &why("It is.")).await.expect(200).str("/status"), "open");
}

async fn an_action_is_void_and_the_public_is_told(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let action = app.action_in(&stage, "open").await;
    let reference = pcc.get(&action).await.str("/reference").to_owned();
    publish(&app, "action_log", "west-mercia", None).await;
    let never = app.action_in(&stage, "in_progress").await;
    opcc.act(&action, "void", &why("It repeats another.")).await.refused(403);
    for path in [&action, &never] {
        let void = pcc.act(path, "void", &why("It repeats another.")).await.expect(200);
        assert_eq!((void.allowed(), void.json["overdue"].as_bool()), (vec!["reinstate", "cite"], Some(false)));
        app.force().act(path, "start", &json!({})).await.refused(409);
        app.force().post(&format!("{path}/updates"), &json!({"text": "More."})).await.refused(409);
    }
    assert_eq!(app.force().get(&action).await.expect(200).str("/void_reason"), "It repeats another.");
    assert_eq!(opcc.all("/v1/actions").await.len(), 0);
    assert_eq!(opcc.all("/v1/actions?void=true").await.len(), 2);
    assert_eq!(opcc.get("/v1/reports/actions").await.expect(200).json["total"]["standing"], 0);

    let public = publish(&app, "action_log", "west-mercia", Some("An action is void.")).await;
    let told = public.json["record"]["actions"].as_array().expect("actions").clone();
    assert_eq!(told.len(), 1, "what was never published just goes");
    assert_eq!((told[0]["reference"].as_str(), &told[0]["text"]), (Some(reference.as_str()), &Value::Null));
    assert_eq!(told[0]["void"]["reason"], "It repeats another.");
    let one = app.nobody().get(&format!("/public/v1/actions/{}", id_of(&action))).await.expect(200);
    assert_eq!(one.str("/void/reason"), "It repeats another.");
    // Its reference is not used again.
    let next = app.action_in(&stage, "open").await;
    assert_ne!(pcc.get(&next).await.str("/reference"), reference);
}

/// What was said or decided at a meeting comes back only while the meeting was held and its record is not agreed.
async fn nothing_comes_back_to_a_meeting_that_was_not_held(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let meeting = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&meeting, "hold", &json!({})).await.expect(200);
    let question = app.question_in(&stage, "put").await;
    let mut exchange = stage.exchange("How sure are you?");
    exchange["question_id"] = json!(id_of(&question));
    let exchange = opcc.create("/v1/exchanges", &exchange).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    opcc.act(&exchange, "void", &why("It was said elsewhere.")).await.expect(200);
    let spoken = json!({"mode": "oral", "text": "Forty.", "speakers": [{"capacity": "ACC"}]});
    let spoken = opcc.create(&format!("{question}/responses"), &spoken).await;
    opcc.act(&spoken, "submit", &json!({})).await.expect(200);
    pcc.act(&spoken, "return", &why("It was said elsewhere.")).await.expect(200);
    let mut decision = decision(&stage);
    decision["meeting_id"] = json!(stage.meeting);
    let decision = opcc.create("/v1/decisions", &decision).await;
    pcc.act(&decision, "take", &json!({})).await.expect(200);
    pcc.act(&decision, "revoke", &why("It was taken elsewhere.")).await.expect(200);

    opcc.act(&meeting, "unhold", &why("It was another day.")).await.expect(200);
    opcc.act(&meeting, "cancel", &why("Snow.")).await.expect(200);
    for gone in [&exchange, &spoken, &decision] {
        pcc.act(gone, "reinstate", &why("By mistake.")).await.refused(409);
    }
    opcc.act(&meeting, "reinstate", &why("By mistake.")).await.expect(200);
    opcc.act(&meeting, "hold", &json!({})).await.expect(200);
    pcc.act(&meeting, "agree", &json!({})).await.expect(200);
    for gone in [&exchange, &spoken, &decision] {
        pcc.act(gone, "reinstate", &why("By mistake.")).await.refused(409);
    }
    pcc.act(&meeting, "reopen", &why("Something is missing.")).await.expect(200);
    for gone in [&exchange, &spoken, &decision] {
        pcc.act(gone, "reinstate", &why("By mistake.")).await.expect(200);
    }
}

/// An action does not come back to what was taken back meanwhile.
async fn an_action_comes_back_to_what_it_came_from(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let finding = app.finding_in(&stage, "shared").await;
    let action = json!({"text": "Bring dates.", "owner": "CC", "owner_side": "force", "due_on": "2019-03-31",
        "sources": [{"kind": "finding", "id": id_of(&finding)}]});
    let action = opcc.create("/v1/actions", &action).await;
    pcc.act(&action, "void", &why("A slip.")).await.expect(200);
    opcc.act(&finding, "unshare", &why("A slip.")).await.expect(200);
    pcc.act(&action, "reinstate", &why("It was none.")).await.refused(409);
    opcc.act(&finding, "share", &json!({})).await.expect(200);
    pcc.act(&action, "reinstate", &why("It was none.")).await.expect(200);
}

async fn decisions_findings_and_intentions_are_put_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let decision = app.decision_in(&stage, "revoked").await;
    opcc.act(&decision, "reinstate", &why("By mistake.")).await.refused(403);
    let back = pcc.act(&decision, "reinstate", &why("By mistake.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["status_reason"]), ("taken", &Value::Null));

    let finding = app.finding_in(&stage, "confirmed").await;
    let back = pcc.act(&finding, "reopen", &why("The comment was not read.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["confirmed_on"]), ("shared", &Value::Null));
    app.force().act(&finding, "comment", &json!({"text": "It is wrong."})).await.expect(200);
    pcc.act(&finding, "confirm", &json!({})).await.expect(200);

    let intention = opcc.create("/v1/follow-ups", &json!({"text": "We may look at this again."})).await;
    opcc.act(&intention, "drop", &why("Done.")).await.expect(200);
    let back = opcc.act(&intention, "reopen", &why("Not done.")).await.expect(200);
    assert_eq!((back.str("/status"), back.allowed()), ("intended", vec!["edit", "take-up", "drop"]));
}

async fn an_edition_that_was_never_published_leaves_no_gap(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let first = publish(&app, "meeting_record", &stage.meeting, None).await;
    assert_eq!(first.json["number"], 1);
    let draft = json!({"kind": "meeting_record", "subject_id": stage.meeting, "significance": "minor", "change_note": "None."});
    let unused = opcc.post("/v1/editions", &draft).await.expect(201);
    assert_eq!(unused.json["number"], Value::Null);
    let preview = opcc.get(&format!("{}/preview", unused.location())).await.expect(200);
    assert_eq!(preview.json["number"], 2, "the number that it would get");
    let second = publish(&app, "meeting_record", &stage.meeting, Some("A word.")).await;
    assert_eq!(second.json["number"], 2);
    // What was prepared before the one that is public is not published after it.
    app.pcc().act(&unused.location(), "approve", &despite()).await.expect(200);
    opcc.act(&unused.location(), "publish", &json!({})).await.refused(409);
    app.pcc().act(&unused.location(), "recall", &why("It is old.")).await.expect(200);
    let etag = opcc.get(&unused.location()).await.etag();
    opcc.delete(&unused.location(), &etag).await.expect(204);
    assert_eq!(publish(&app, "meeting_record", &stage.meeting, Some("Another.")).await.json["number"], 3);
}
