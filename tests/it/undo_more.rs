//! More ways back: extensions, recommendations, responses to reports, plans, verdicts, what was shared or recorded too early; and what is
//! escalated. Each with a reason in the trail, and with what the public reads of it.

use serde_json::{Value, json};

use crate::support::stage::{Stage, despite, meeting};
use crate::support::{Reply, TestApp, both};

both!(
    an_extension_is_taken_back_and_stays_in_the_ledger,
    a_recommendation_is_put_back,
    a_complete_response_is_reopened,
    a_plan_is_unadopted_and_reinstated,
    a_verdict_on_progress_and_a_set_are_taken_back,
    a_finding_is_unshared,
    an_action_gets_its_claim_and_its_acceptance_back,
    what_is_void_is_reinstated,
    a_carrying_forward_and_an_address_are_taken_back,
    what_is_overdue_is_escalated,
    the_force_says_whether_it_agrees,
    an_action_names_its_agenda_item,
);

fn why(reason: &str) -> Value {
    json!({ "reason": reason })
}

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// Publishes an edition of a subject; what the public reads at its address.
async fn publish(app: &TestApp, kind: &str, subject: &str, note: &str) -> Reply {
    let mut edition = json!({"kind": kind, "subject_id": subject});
    if !note.is_empty() {
        edition["significance"] = json!("minor");
        edition["change_note"] = json!(note);
    }
    let edition = app.opcc().create("/v1/editions", &edition).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.nobody().get(&format!("/public/v1/editions/{}", id_of(&edition))).await.expect(200)
}

/// The reason of the last entry of the trail about an act on a record.
async fn reason_of(app: &TestApp, path: &str, act: &str) -> Value {
    let entries = app.pcc().all(&format!("/v1/audit?resource_id={}&act={act}&limit=200", id_of(path))).await;
    entries.last().map(|entry| entry["reason"].clone()).unwrap_or_default()
}

/// Changes the deadline of a record that the caller sees at `item`.
async fn deadline(app: &TestApp, who: &str, item: &str, change: &Value) -> Reply {
    let etag = app.client(who).get(item).await.etag();
    app.client(who).act_on(item, "deadline", &etag, change).await
}

async fn an_extension_is_taken_back_and_stays_in_the_ledger(app: TestApp) {
    let stage = Stage::set(&app).await;
    let pcc = app.pcc();
    let back = json!({"kind": "take-back-extension", "reason": "It was meant for another."});
    let action = app.action_in(&stage, "in_progress").await;
    deadline(&app, "pcc", &action, &back).await.refused(409);
    pcc.act(&action, "extend", &json!({"due_on": "2019-03-31", "reason": "A review ends then."})).await.expect(200);
    pcc.act(&action, "extend", &json!({"due_on": "2019-04-30", "reason": "It ends later."})).await.expect(200);
    assert_eq!(pcc.get(&action).await.json["times_extended"], 2);
    deadline(&app, "opcc", &action, &back).await.refused(403);
    deadline(&app, "force", &action, &back).await.refused(403);
    let dated = json!({"kind": "take-back-extension", "due_on": "2019-02-13", "reason": "It was meant for another."});
    assert_eq!(deadline(&app, "pcc", &action, &dated).await.refused(422).pointers(), ["/kind"]);
    let once = deadline(&app, "pcc", &action, &back).await.expect(200);
    assert_eq!((once.str("/due_on"), once.str("/explanation/due_on")), ("2019-03-31", "2019-03-31"));
    assert_eq!(once.allowed(), ["pause", "extend", "take-back-extension"]);
    let twice = deadline(&app, "pcc", &action, &back).await.expect(200);
    assert_eq!((twice.str("/due_on"), twice.allowed()), ("2019-02-13", vec!["pause", "extend"]));
    assert_eq!(twice.json["explanation"]["extensions"], json!([]));
    let kinds: Vec<&Value> = twice.json["entries"].as_array().expect("entries").iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["start", "extend", "extend", "take_back", "take_back"]);
    let whole = pcc.get(&action).await.expect(200);
    assert_eq!((&whole.json["times_extended"], &whole.json["extensions"]), (&json!(0), &json!([])));
    assert_eq!(whole.json["deadline"]["moves"].as_array().map(Vec::len), Some(4));
    assert_eq!(reason_of(&app, &action, "take-back-extension").await, "It was meant for another.");
    let public = publish(&app, "action_log", "west-mercia", "").await;
    let told = &public.json["record"]["actions"][0];
    assert_eq!((told["due_on"].as_str(), &told["times_extended"]), (Some("2019-02-13"), &json!(0)));
    let last = &told["deadline"]["moves"][3];
    assert_eq!(
        (last["kind"].as_str(), last["from"].as_str(), last["to"].as_str()),
        (Some("take_back"), Some("2019-03-31"), Some("2019-02-13"))
    );

    // Late on the day after the day that it was due at first, and a question likewise.
    app.set_time("2019-02-13T23:59:59Z");
    assert_eq!(pcc.get(&action).await.json["overdue"], false);
    app.set_time("2019-02-14T00:00:00Z");
    assert_eq!(pcc.get(&action).await.json["overdue"], true);
    app.set_time("2019-01-30T09:00:00Z");
    let question = app.question_in(&stage, "put").await;
    let longer = json!({"kind": "extend", "due_on": "2019-03-01", "reason": "The figures come then."});
    deadline(&app, "pcc", &question, &longer).await.expect(200);
    let stopped = json!({"kind": "pause", "reason": "Purdah.", "on": "2019-01-30"});
    deadline(&app, "pcc", &question, &stopped).await.expect(200);
    deadline(&app, "pcc", &question, &back).await.refused(409);
    deadline(&app, "pcc", &question, &json!({"kind": "resume", "reason": "It was no purdah.", "on": "2019-01-30"}))
        .await
        .expect(200);
    assert_eq!(deadline(&app, "pcc", &question, &back).await.expect(200).str("/due_on"), "2019-02-13");
}

async fn a_recommendation_is_put_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let one = app.recommendation_in(&stage, "force", "claimed_complete").await;
    opcc.act(&one, "take-back-claim", &why("A slip.")).await.refused(403);
    let open = force.act(&one, "take-back-claim", &why("It was the claim for another.")).await.expect(200);
    assert_eq!((open.str("/status"), &open.json["evidence"]), ("open", &Value::Null));
    force.act(&one, "claim", &json!({"evidence": "The log."})).await.expect(200);
    pcc.act(&one, "take-back-rejection", &why("A slip.")).await.refused(409);
    pcc.act(&one, "reject", &why("Not enough.")).await.expect(200);
    let again = pcc.act(&one, "take-back-rejection", &why("It was another.")).await.expect(200);
    assert_eq!((again.str("/status"), &again.json["times_rejected"]), ("claimed_complete", &json!(0)));
    pcc.act(&one, "verify", &json!({})).await.expect(200);
    force.act(&one, "reopen", &why("A slip.")).await.refused(403);
    let back = pcc.act(&one, "reopen", &why("It was another.")).await.expect(200);
    assert_eq!((back.str("/status"), back.str("/evidence")), ("claimed_complete", "The log."));
    assert_eq!(reason_of(&app, &one, "reopen").await, "It was another.");
    pcc.act(&one, "reject", &why("Not enough.")).await.expect(200);

    let longer = |on: &str| json!({"due_on": on, "reason": "The building work ends then."});
    pcc.act(&one, "take-back-extension", &why("A slip.")).await.refused(409);
    pcc.act(&one, "extend", &longer("2019-03-31")).await.expect(200);
    let back = pcc.act(&one, "take-back-extension", &why("Of another.")).await.expect(200);
    assert_eq!((back.str("/due_on"), back.str("/extensions/0/taken_back/reason")), ("2018-12-31", "Of another."));
    pcc.act(&one, "take-back-extension", &why("A slip.")).await.refused(409);
    let later = pcc.act(&one, "extend", &longer("2019-04-30")).await.expect(200);
    assert_eq!((later.str("/extensions/1/from"), later.str("/extensions/1/to")), ("2018-12-31", "2019-04-30"));
    let not = pcc.act(&one, "not-accept", &why("There are no kennels.")).await.expect(200);
    assert_eq!(not.str("/status"), "not_accepted");
    let set = format!("/v1/recommendation-sets/{}", not.str("/recommendation_set_id"));
    let public = publish(&app, "recommendation_response", id_of(&set), "").await;
    let told = &public.json["record"]["recommendations"][0];
    assert_eq!(
        (told["status"].as_str(), told["extensions"][0]["taken_back"]["reason"].as_str()),
        (Some("not_accepted"), Some("Of another."))
    );
    let open = pcc.act(&one, "reopen", &why("There are.")).await.expect(200);
    assert_eq!((open.str("/status"), open.str("/status_reason")), ("open", "There are."));
}

async fn a_complete_response_is_reopened(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let one = app.recommendation_in(&stage, "force", "open").await;
    let set = format!("/v1/recommendation-sets/{}", pcc.get(&one).await.str("/recommendation_set_id"));
    pcc.act(&one, "not-accept", &why("There are no kennels.")).await.expect(200);
    let response = opcc.create(&format!("{set}/responses"), &json!({"text": "We welcome it."})).await;
    pcc.act(&response, "complete", &json!({})).await.expect(200);
    publish(&app, "recommendation_response", id_of(&set), "").await;
    // What a complete response answers stays, until the response itself is reopened.
    pcc.act(&one, "reopen", &why("There are.")).await.refused(409);
    opcc.act(&response, "reopen", &why("A word is missing.")).await.refused(403);
    let back = pcc.act(&response, "reopen", &why("A word is missing.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["completed_on"]), ("draft", &Value::Null));
    app.force().get(&response).await.refused(404);
    let public = app.nobody().get(&format!("/public/v1/recommendations/{}", id_of(&set))).await.expect(200);
    assert_eq!(public.str("/response/text"), "We welcome it.", "what was published stays");
    pcc.act(&one, "reopen", &why("There are.")).await.expect(200);
    assert_eq!(
        pcc.act(&response, "complete", &json!({})).await.refused(422).pointers(),
        [format!("/recommendations/{}", id_of(&one))]
    );
    opcc.act(&one, "respond", &json!({"kind": "action_taken", "text": "A vet visits."})).await.expect(200);
    pcc.act(&response, "complete", &json!({})).await.expect(200);
    assert_eq!(reason_of(&app, &response, "reopen").await, "A word is missing.");
}

async fn a_plan_is_unadopted_and_reinstated(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let plan = app.plan_in(&stage, "adopted").await;
    opcc.act(&plan, "unadopt", &why("Too early.")).await.refused(403);
    let back = pcc.act(&plan, "unadopt", &why("Too early.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["adopted_on"]), ("draft", &Value::Null));
    app.force().get(&plan).await.refused(404);
    pcc.act(&plan, "adopt", &json!({"adopted_on": "2016-10-25"})).await.expect(200);

    // What depends on it stands in the way.
    app.question_in(&stage, "put").await;
    let used = format!("/v1/plans/{}", stage.plan);
    assert!(pcc.act(&used, "unadopt", &why("Too early.")).await.refused(409).str("/detail").contains("linked"));
    pcc.act(&used, "supersede", &json!({"superseded_by": id_of(&plan), "reason": "A new plan."})).await.expect(200);
    assert!(pcc.act(&plan, "unadopt", &why("Too early.")).await.refused(409).str("/detail").contains("reinstate"));
    opcc.act(&used, "reinstate", &why("It goes on.")).await.refused(403);
    let again = pcc.act(&used, "reinstate", &why("It goes on.")).await.expect(200);
    assert_eq!((again.str("/status"), &again.json["superseded_by"]), ("adopted", &Value::Null));
    assert_eq!(reason_of(&app, &used, "reinstate").await, "It goes on.");
    publish(&app, "plan", id_of(&plan), "").await;
    assert!(pcc.act(&plan, "unadopt", &why("Too early.")).await.refused(409).str("/detail").contains("published"));
}

async fn a_verdict_on_progress_and_a_set_are_taken_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    for status in ["verified", "refuted"] {
        let claim = app.progress_claim_in(&stage, status).await;
        opcc.act(&claim, "reopen", &why("A slip.")).await.refused(403);
        assert_eq!(pcc.act(&claim, "reopen", &why("A slip.")).await.expect(200).str("/status"), "asserted");
        pcc.act(&claim, "reopen", &why("A slip.")).await.refused(409);
        assert_eq!(reason_of(&app, &claim, "reopen").await, "A slip.");
        let set = format!("/v1/recommendation-sets/{}", pcc.get(&claim).await.str("/recommendation_set_id"));
        opcc.act(&set, "unrecord", &why("It is there twice.")).await.refused(409);
    }
    let set = app.recommendation_set_in(&stage, "recorded").await;
    app.force().get(&set).await.expect(200);
    assert_eq!(opcc.act(&set, "unrecord", &why("It is there twice.")).await.expect(200).str("/status"), "draft");
    app.force().get(&set).await.refused(404);
    let etag = opcc.get(&set).await.etag();
    opcc.delete(&set, &etag).await.expect(204);
    let answered = app.recommendation_in(&stage, "force", "claimed_complete").await;
    let set = format!("/v1/recommendation-sets/{}", pcc.get(&answered).await.str("/recommendation_set_id"));
    opcc.act(&set, "unrecord", &why("It is there twice.")).await.refused(409);
}

async fn a_finding_is_unshared(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let finding = app.finding_in(&stage, "shared").await;
    let reference = opcc.get(&finding).await.str("/reference").to_owned();
    force.act(&finding, "unshare", &why("A slip.")).await.refused(403);
    let back = opcc.act(&finding, "unshare", &why("It was the draft of another.")).await.expect(200);
    assert_eq!(
        (back.str("/status"), &back.json["shared_on"], &back.json["comment_due_on"]),
        ("draft", &Value::Null, &Value::Null)
    );
    force.get(&finding).await.refused(404);
    let etag = opcc.get(&finding).await.etag();
    // Its words are the force's reading too: they are not written over, and do not go.
    let other = opcc.patch(&finding, &etag, &json!({"text": "No plan has dates."})).await.refused(409);
    assert!(other.str("/detail").contains("correct"), "{}", other.text);
    opcc.delete(&finding, &etag).await.refused(409);
    assert!(!opcc.get(&finding).await.allowed().contains(&"delete"));
    app.set_time("2019-02-04T09:00:00Z");
    let shared = opcc.act(&finding, "share", &json!({})).await.expect(200);
    assert_eq!((shared.str("/reference"), shared.str("/comment_due_on")), (&*reference, "2019-02-18"), "its number has no gap");
    let action = json!({"text": "Bring dates.", "owner": "CC", "owner_side": "force", "due_text": "next month",
        "sources": [{"kind": "finding", "id": id_of(&finding)}]});
    let action = opcc.create("/v1/actions", &action).await;
    assert!(opcc.act(&finding, "unshare", &why("A slip.")).await.refused(409).str("/detail").contains("action"));
    app.pcc().act(&action, "void", &why("A slip.")).await.expect(200);
    force.act(&finding, "comment", &json!({"no_comment": true})).await.expect(200);
    opcc.act(&finding, "unshare", &why("A slip.")).await.refused(409);
    assert_eq!(reason_of(&app, &finding, "unshare").await, "It was the draft of another.");
}

async fn an_action_gets_its_claim_and_its_acceptance_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, force) = (app.pcc(), app.force());
    let action = app.action_in(&stage, "claimed_complete").await;
    pcc.act(&action, "reject", &why("No dates.")).await.expect(200);
    force.act(&action, "take-back-rejection", &why("A slip.")).await.refused(403);
    let back = pcc.act(&action, "take-back-rejection", &why("It was another.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["times_rejected"]), ("claimed_complete", &json!(0)));
    let whole = pcc.get(&action).await.expect(200);
    assert_eq!((&whole.json["claims"][0]["verdict"], &whole.json["claims"][0]["reason"]), (&Value::Null, &Value::Null));
    assert_eq!(reason_of(&app, &action, "reject").await, "No dates.");
    pcc.act(&action, "accept", &json!({})).await.expect(200);
    assert_eq!(pcc.get(&action).await.str("/claims/0/verdict"), "accepted");
    pcc.act(&action, "take-back-check", &why("A slip.")).await.refused(409);
    for (result, status) in [("refuted", "in_progress"), ("confirmed", "accepted")] {
        let check = json!({"result": result, "reason": "It was looked at."});
        assert_eq!(pcc.act(&action, "check-outcome", &check).await.expect(200).str("/status"), status);
        let back = pcc.act(&action, "take-back-check", &why("It was another.")).await.expect(200);
        assert_eq!(
            (back.str("/status"), &back.json["times_reopened"], &back.json["outcome_check"]),
            ("accepted", &json!(0), &Value::Null)
        );
    }
    // A check taken back leaves the one before it.
    for result in ["confirmed", "refuted"] {
        let check = json!({"result": result, "reason": "It was looked at again."});
        pcc.act(&action, "check-outcome", &check).await.expect(200);
    }
    for before in [json!("confirmed"), Value::Null] {
        let back = pcc.act(&action, "take-back-check", &why("It was another.")).await.expect(200);
        assert_eq!((back.str("/status"), &back.json["outcome_check"]), ("accepted", &before));
    }
    let public = publish(&app, "action_log", "west-mercia", "").await;
    let checks = public.json["record"]["actions"][0]["outcome_checks"].as_array().expect("checks").clone();
    let taken: Vec<&Value> = checks.iter().map(|check| &check["taken_back"]["reason"]).collect();
    assert_eq!(taken, ["It was another."; 4]);
}

async fn what_is_void_is_reinstated(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, pcc) = (app.opcc(), app.pcc());
    let action = app.action_in(&stage, "in_progress").await;
    pcc.act(&action, "void", &why("It repeats another.")).await.expect(200);
    opcc.act(&action, "reinstate", &why("It does not.")).await.refused(403);
    let back = pcc.act(&action, "reinstate", &why("It does not.")).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["voided_on"]), ("in_progress", &Value::Null));
    assert_eq!(opcc.all("/v1/actions").await.len(), 1);
    let january = format!("/v1/meetings/{}", stage.meeting);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    let question = app.question_in(&stage, "put").await;
    let mut said = stage.exchange("How sure are you?");
    said["question_id"] = json!(id_of(&question));
    let exchange = opcc.create("/v1/exchanges", &said).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    opcc.act(&exchange, "void", &why("It was said in February.")).await.expect(200);
    assert_eq!(pcc.get(&question).await.str("/answer/state"), "awaiting");
    opcc.act(&exchange, "reinstate", &why("It was not.")).await.refused(403);
    let back = pcc.act(&exchange, "reinstate", &why("It was not.")).await.expect(200);
    assert_eq!((&back.json["voided_on"], &back.json["void_reason"]), (&Value::Null, &Value::Null));
    let asked = pcc.get(&question).await.expect(200);
    assert_eq!((asked.str("/status"), asked.str("/answer/state")), ("answered", "replied"));
    // What was agreed stays as it was agreed.
    opcc.act(&exchange, "void", &why("It was said in February.")).await.expect(200);
    pcc.act(&january, "agree", &json!({})).await.expect(200);
    pcc.act(&exchange, "reinstate", &why("It was not.")).await.refused(409);
}

async fn a_carrying_forward_and_an_address_are_taken_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let later = opcc.create("/v1/meetings", &meeting(&stage.body, "Thematic", "2019-03-26")).await;
    let to = json!({"meeting_id": id_of(&later), "reason": "It was for another."});
    let action = app.action_in(&stage, "open").await;
    assert_eq!(opcc.act(&action, "take-back-carry-forward", &to).await.refused(422).pointers(), ["/meeting_id"]);
    opcc.act(&action, "carry-forward", &json!({"meeting_id": id_of(&later)})).await.expect(200);
    app.force().act(&action, "take-back-carry-forward", &to).await.refused(403);
    opcc.act(&action, "take-back-carry-forward", &to).await.expect(200);
    assert_eq!(opcc.get(&action).await.json["meetings"].as_array().map(Vec::len), Some(1));
    assert_eq!(opcc.all(&format!("/v1/actions?meeting={}", id_of(&later))).await.len(), 0);
    opcc.act(&action, "carry-forward", &json!({"meeting_id": id_of(&later)})).await.expect(200);
    assert_eq!(reason_of(&app, &action, "take-back-carry-forward").await, "It was for another.");

    let january = format!("/v1/meetings/{}", stage.meeting);
    let matter = json!({"title": "Recruitment", "from_meeting_id": stage.meeting});
    let matter = opcc.create(&format!("{january}/matters"), &matter).await;
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    app.pcc().act(&january, "agree", &json!({})).await.expect(200);
    opcc.act(&matter, "take-back-carry-forward", &why("A slip.")).await.refused(409);
    opcc.act(&matter, "carry-forward", &json!({"to_meeting_id": id_of(&later)})).await.expect(200);
    let back = opcc.act(&matter, "take-back-carry-forward", &why("It was for another.")).await.expect(200);
    assert_eq!(back.json["to_meeting_id"], Value::Null);
    opcc.act(&matter, "carry-forward", &json!({"to_meeting_id": id_of(&later)})).await.expect(200);

    let paper = opcc.create(&format!("{later}/papers"), &json!({"kind": "report", "title": "Demand", "owed_by": "body"})).await;
    opcc.act(&paper, "take-back-publication", &why("A slip.")).await.refused(409);
    opcc.act(&paper, "publish", &json!({"url": "https://www.example.org/other.pdf"})).await.expect(200);
    let back = opcc.act(&paper, "take-back-publication", &why("It is another.")).await.expect(200);
    assert_eq!(back.json["url"], Value::Null);
    assert_eq!(reason_of(&app, &paper, "take-back-publication").await, "It is another.");
}

async fn what_is_overdue_is_escalated(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let question = app.question_in(&stage, "put").await;
    let action = app.action_in(&stage, "open").await;
    let one = app.recommendation_in(&stage, "force", "open").await;
    let to = json!({"to": "police_and_crime_panel", "reason": "No answer to two letters."});
    // On its last day nothing is late.
    app.set_time("2019-02-13T12:00:00Z");
    for path in [&question, &action] {
        assert!(!pcc.get(path).await.allowed().contains(&"escalate"));
        pcc.act(path, "escalate", &to).await.refused(409);
    }
    app.set_time("2019-02-14T12:00:00Z");
    for (path, list) in [(&question, "questions"), (&action, "actions"), (&one, "recommendations")] {
        opcc.act(path, "escalate", &to).await.refused(403);
        app.force().act(path, "escalate", &to).await.refused(403);
        let bad = json!({"to": "other", "reason": "R."});
        assert_eq!(pcc.act(path, "escalate", &bad).await.refused(422).pointers(), ["/name"]);
        let early = json!({"to": "hmicfrs", "reason": "R.", "escalated_on": "2018-12-31"});
        assert_eq!(pcc.act(path, "escalate", &early).await.refused(422).pointers(), ["/escalated_on"]);
        let done = pcc.act(path, "escalate", &to).await.expect(200);
        assert_eq!(
            (done.str("/escalations/0/to"), done.str("/escalations/0/escalated_on")),
            ("police_and_crime_panel", "2019-02-14")
        );
        let other = json!({"to": "other", "name": "The joint audit committee", "reason": "It asked."});
        pcc.act(path, "escalate", &other).await.expect(200);
        let escalated = |yes: bool| format!("/v1/{list}?escalated={yes}");
        assert_eq!(app.force().all(&escalated(true)).await.len(), 1, "{list}");
        assert_eq!(app.force().all(&escalated(false)).await.len(), 0, "{list}");
        let back = pcc.act(path, "take-back-escalation", &why("It did not.")).await.expect(200);
        assert_eq!(back.str("/escalations/1/taken_back/reason"), "It did not.");
        assert_eq!(app.force().all(&escalated(true)).await.len(), 1, "one stands: {list}");
        assert_eq!(reason_of(&app, path, "escalate").await, "It asked.");
    }
    let public = publish(&app, "question", id_of(&question), "").await;
    let told = &public.json["record"]["question"]["escalations"];
    assert_eq!((told[0]["to"].as_str(), told[0]["on"].as_str()), (Some("police_and_crime_panel"), Some("2019-02-14")));
    assert_eq!(
        (told[1]["name"].as_str(), told[1]["taken_back"]["on"].as_str()),
        (Some("The joint audit committee"), Some("2019-02-14"))
    );
    let public = publish(&app, "action_log", "west-mercia", "").await;
    assert_eq!(public.json["record"]["actions"][0]["escalations"].as_array().map(Vec::len), Some(2));
    for (path, list) in [(&question, "questions"), (&action, "actions"), (&one, "recommendations")] {
        pcc.act(path, "take-back-escalation", &why("It was answered.")).await.expect(200);
        pcc.act(path, "take-back-escalation", &why("It was answered.")).await.refused(409);
        assert_eq!(opcc.all(&format!("/v1/{list}?escalated=true")).await.len(), 0, "{list}");
    }
}

async fn the_force_says_whether_it_agrees(app: TestApp) {
    let stage = Stage::set(&app).await;
    let force = app.force();
    let question = app.question_in(&stage, "answered").await;
    let finding = json!({"text": "No plan has dates.", "question_id": id_of(&question)});
    let finding = app.opcc().create("/v1/findings", &finding).await;
    app.opcc().act(&finding, "share", &json!({})).await.expect(200);
    force.act(&finding, "comment", &json!({"text": "So it is.", "agrees": "yes"})).await.refused(422);
    force.act(&finding, "comment", &json!({"text": "Two have.", "agrees": "agree_in_part"})).await.expect(200);
    let seen = force.act(&finding, "comment", &json!({"no_comment": true})).await.expect(200);
    assert_eq!((seen.str("/comments/0/agrees"), &seen.json["comments"][1]["agrees"]), ("agree_in_part", &Value::Null));
    app.pcc().act(&finding, "confirm", &json!({})).await.expect(200);
    let public = publish(&app, "question", id_of(&question), "").await;
    let comments = &public.json["record"]["question"]["findings"][0]["comments"];
    assert_eq!((comments[0]["agrees"].as_str(), &comments[1]["agrees"]), (Some("agree_in_part"), &Value::Null));
}

async fn an_action_names_its_agenda_item(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let january = format!("/v1/meetings/{}", stage.meeting);
    let item = json!({"kind": "holding_to_account", "title": "Demand", "printed_number": "2.1"});
    let item = opcc.create(&format!("{january}/agenda-items"), &item).await;
    let mut action = json!({"text": "Bring dates.", "owner": "CC", "owner_side": "force", "due_on": "2019-02-13",
        "agenda_item_id": id_of(&item)});
    assert_eq!(opcc.post("/v1/actions", &action).await.refused(422).pointers(), ["/agenda_item_id"]);
    action["meeting_id"] = json!(stage.meeting);
    let action = opcc.create("/v1/actions", &action).await;
    assert_eq!(app.force().get(&action).await.str("/agenda_item_id"), id_of(&item));
    let etag = opcc.get(&item).await.etag();
    opcc.delete(&item, &etag).await.refused(409);
    publish(&app, "meeting_record", &stage.meeting, "").await;
    let public = publish(&app, "action_log", "west-mercia", "").await;
    let told = &public.json["record"]["actions"][0];
    assert_eq!(told["agenda_item"]["id"], id_of(&item));
    let kinds: Vec<&Value> = told["sources"].as_array().expect("sources").iter().map(|source| &source["kind"]).collect();
    assert_eq!(kinds, ["meeting", "agenda_item"]);
    let etag = opcc.get(&action).await.etag();
    opcc.patch(&action, &etag, &json!({"agenda_item_id": null})).await.expect(200);
    let etag = opcc.get(&item).await.etag();
    opcc.delete(&item, &etag).await.expect(204);
}
