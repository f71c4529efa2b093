//! Reports from outside by role: the review of October 2018 known by its counts, recommendations one by one, and the clock of
//! an inspection report.

use serde_json::{Value, json};

use crate::access::recommendation_sets::peer_review;
use crate::support::stage::{Stage, response};
use crate::support::{Client, Reply, TestApp, both};

both!(
    all_but_one_of_seventeen_or_of_twelve,
    recommendations_one_by_one,
    what_is_listed_has_to_reconcile,
    comments_are_kept,
    the_clock_of_an_inspection_report,
    what_a_recorded_set_hangs_on_is_corrected,
    figures_that_cannot_be,
    links_to_what_is_hidden_are_refused,
    lists_are_filtered,
    no_more_are_listed_than_counted,
);

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// The peer review with the question that was asked about it, recorded.
async fn review(app: &TestApp, stage: &Stage) -> String {
    let question = app.question_in(stage, "put").await;
    let mut review = peer_review(stage);
    review["question_id"] = json!(id_of(&question));
    review["stated_total"] = json!(17);
    let set = app.opcc().create("/v1/recommendation-sets", &review).await;
    app.opcc().act(&set, "record", &json!({})).await.expect(200);
    set
}

async fn all_but_one_of_seventeen_or_of_twelve(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let draft = opcc.create("/v1/recommendation-sets", &peer_review(&stage)).await;
    force.get(&draft).await.refused(404);
    force.post(&format!("{draft}/progress"), &json!({"text": "Nearly done."})).await.refused(404);
    opcc.delete(&draft, &opcc.get(&draft).await.etag()).await.expect(204);

    let set = review(&app, &stage).await;
    let seen = force.get(&set).await.expect(200);
    assert_eq!((&seen.json["total"], &seen.json["progress"]["unknown"]), (&json!(17), &json!(17)));
    assert_eq!(seen.json["progress"]["done"], Value::Null, "nothing was said yet");

    // The office records what the chief constable said, not of how many.
    let said = json!({"text": "All of them are complete but one, which will soon be.", "asserted_on": "2019-01-30",
        "meeting_id": stage.meeting, "question_id": seen.str("/question_id"), "figure": {"remaining": 1}});
    let nobody = opcc.post(&format!("{set}/progress"), &said).await.refused(422);
    assert_eq!(nobody.pointers(), ["/asserted_by"]);
    let mut by_the_cc = said.clone();
    by_the_cc["asserted_by"] = json!({"capacity": "CC"});
    pcc.post(&format!("{set}/progress"), &by_the_cc).await.refused(403);
    let claim = opcc.create(&format!("{set}/progress"), &by_the_cc).await;
    let heard = force.get(&claim).await.expect(200);
    let readings = json!([
        {"of": 17, "done": 16, "open": 1, "unclaimed": 0},
        {"of": 12, "done": 11, "open": 1, "unclaimed": 5},
    ]);
    assert_eq!((&heard.json["readings"], &heard.json["ambiguous"], heard.str("/side")), (&readings, &json!(true), "office"));
    let far = json!({"done": 11, "open": 1, "unknown": 5, "ambiguous": true, "verified": false, "as_of": "2019-01-30"});
    assert_eq!(pcc.get(&set).await.json["progress"], far);

    // It stays ambiguous until somebody resolves it, and cannot be verified before.
    pcc.act(&claim, "verify", &json!({"reason": "Seen."})).await.refused(409);
    force.act(&claim, "resolve", &json!({"of": 17, "reason": "We meant all."})).await.refused(403);
    let none = opcc.act(&claim, "resolve", &json!({"of": 5, "reason": "The second batch."})).await.refused(422);
    assert_eq!(none.pointers(), ["/of"]);
    opcc.act(&claim, "resolve", &json!({"of": 12, "reason": "The question named the first batch."})).await.expect(200);
    assert_eq!(pcc.get(&set).await.json["progress"]["unknown"], 5);
    let again = pcc.act(&claim, "resolve", &json!({"of": 17, "reason": "The force confirmed it."})).await.expect(200);
    assert_eq!((&again.json["ambiguous"], &again.json["resolution"]["of"]), (&json!(false), &json!(17)));
    let far = json!({"done": 16, "open": 1, "unknown": 0, "ambiguous": false, "verified": false, "as_of": "2019-01-30"});
    assert_eq!(pcc.get(&set).await.json["progress"], far);
    let trail = pcc.all(&format!("/v1/audit?resource_id={}&act=resolve&sort=created_at", id_of(&claim))).await;
    let kept: Vec<&Value> = trail.iter().map(|entry| &entry["reason"]).collect();
    assert_eq!(kept, ["The question named the first batch.", "The force confirmed it."]);

    // Who recorded it does not check it; once verified it is settled.
    opcc.act(&claim, "verify", &json!({"reason": "I heard it."})).await.refused(403);
    pcc.act(&claim, "verify", &json!({"reason": "The board has the log."})).await.expect(200);
    opcc.act(&claim, "resolve", &json!({"of": 12, "reason": "On reflection."})).await.refused(409);
    assert_eq!(force.get(&set).await.json["progress"]["verified"], true);

    // The force claims in its own name; a refuted claim does not count.
    let own = force.post(&format!("{set}/progress"), &json!({"text": "The last one is done.", "figure": {"done": 17}})).await;
    assert_eq!((own.status, own.str("/asserted_by/name"), own.str("/side")), (201, "The force", "force"));
    assert_eq!(pcc.get(&set).await.json["progress"]["done"], 17);
    pcc.act(&own.location(), "refute", &json!({"reason": "It is still being built."})).await.expect(200);
    assert_eq!(pcc.get(&set).await.json["progress"]["done"], 16);
    assert_eq!(pcc.all(&format!("{set}/progress?status=refuted")).await.len(), 1);
}

async fn recommendations_one_by_one(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let one = app.recommendation_in(&stage, "force", "open").await;
    let open = force.get(&one).await.expect(200);
    assert_eq!((&open.json["overdue"], open.allowed()), (&json!(true), vec!["respond", "claim"]));

    // A due date is moved by the PCC, later only.
    let moved = json!({"due_on": "2019-02-28"});
    assert_eq!(opcc.patch(&one, &open.etag(), &moved).await.refused(422).pointers(), ["/due_on"]);
    let earlier = json!({"due_on": "2018-11-30", "reason": "Sooner."});
    assert_eq!(pcc.act(&one, "extend", &earlier).await.refused(422).pointers(), ["/due_on"]);
    let later = json!({"due_on": "2019-02-28", "reason": "The building work ends then."});
    assert_eq!(pcc.act(&one, "extend", &later).await.expect(200).json["overdue"], false);

    // Each side answers in its own words, and leaves the other's alone.
    let action = app.action_in(&stage, "open").await;
    let proposed = json!({"kind": "action_proposed", "text": "A vet will visit.", "action_ids": [id_of(&action)]});
    force.act(&one, "respond", &proposed).await.expect(200);
    let taken = json!({"kind": "action_taken", "text": "We have asked for the vet's reports."});
    let both = opcc.act(&one, "respond", &taken).await.expect(200);
    assert_eq!((both.str("/force_answer/text"), both.str("/body_answer/kind")), ("A vet will visit.", "action_taken"));
    assert_eq!(both.json["answered"], true);
    let unknown = json!({"kind": "no_action", "text": "None.", "action_ids": [stage.meeting]});
    assert_eq!(force.act(&one, "respond", &unknown).await.refused(422).pointers(), ["/action_ids/0"]);

    // Claimed, rejected, claimed again, verified.
    opcc.act(&one, "claim", &json!({"evidence": "We saw it."})).await.refused(403);
    force.act(&one, "claim", &json!({"evidence": "The log."})).await.expect(200);
    force.act(&one, "verify", &json!({})).await.refused(403);
    pcc.act(&one, "not-accept", &json!({"reason": "No."})).await.refused(409);
    let back = pcc.act(&one, "reject", &json!({"reason": "The log ends in May."})).await.expect(200);
    assert_eq!((back.str("/status"), &back.json["times_rejected"]), ("open", &json!(1)));
    force.act(&one, "claim", &json!({"evidence": "The whole log."})).await.expect(200);
    assert_eq!(pcc.act(&one, "verify", &json!({})).await.expect(200).str("/status"), "verified");

    // What the PCC has claimed for the body somebody else verifies.
    let ours = app.recommendation_in(&stage, "body", "open").await;
    force.act(&ours, "respond", &taken).await.refused(403);
    pcc.act(&ours, "claim", &json!({"evidence": "The scheme of visits is published."})).await.expect(200);
    pcc.act(&ours, "verify", &json!({})).await.refused(403);
    app.client("deputy").act(&ours, "verify", &json!({})).await.expect(200);
}

async fn what_is_listed_has_to_reconcile(app: TestApp) {
    Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let small = json!({"source": "panel", "title": "Complaints", "published_by": "The panel", "counts": [{"count": 3}]});
    let set = opcc.create("/v1/recommendation-sets", &small).await;
    opcc.act(&set, "record", &json!({})).await.expect(200);
    let mut listed = Vec::new();
    for number in 1..=3 {
        let one = json!({"printed_number": number.to_string(), "text": format!("Do thing {number}."), "addressed_to": "both"});
        listed.push(opcc.create(&format!("{set}/recommendations"), &one).await);
    }
    let one = json!({"text": "One too many.", "addressed_to": "force"});
    opcc.post(&format!("{set}/recommendations"), &one).await.refused(422);
    force.act(&listed[0], "claim", &json!({"evidence": "Done."})).await.expect(200);
    let plain = pcc.get(&set).await.expect(200);
    let far = json!({"done": 1, "open": 2, "unknown": 0, "ambiguous": false, "verified": false, "as_of": null});
    assert_eq!((&plain.json["progress"], &plain.json["reconciles"]), (&far, &json!(true)));

    let said = json!({"text": "Two are done.", "figure": {"done": 2, "of": 3}});
    force.create(&format!("{set}/progress"), &said).await;
    let seen = pcc.get(&set).await.expect(200);
    assert_eq!((&seen.json["progress"]["done"], &seen.json["reconciles"]), (&json!(2), &json!(false)));
    let note = "2 of 3 were reported as done on 2019-01-30, but 1 of the 3 listed are claimed or verified";
    assert_eq!(seen.str("/reconciles_note"), note);
    opcc.act(&listed[1], "claim", &json!({"evidence": "Done, too."})).await.expect(200);
    assert_eq!(pcc.get(&set).await.json["reconciles"], true);
    assert_eq!(pcc.get(&set).await.json["listed"]["claimed_complete"], 2);
}

/// An inspection report of 4 February 2019, recorded: 56 days end on 31 March, the day the clocks go forward.
async fn inspection(app: &TestApp) -> String {
    app.set_time("2019-02-04T12:00:00Z");
    let opcc = app.opcc();
    let mut report = json!({"source": "inspectorate", "title": "Effectiveness", "published_by": "HMICFRS", "stated_total": 2,
        "url": "https://www.justiceinspectorates.gov.uk/report"});
    let undated = opcc.create("/v1/recommendation-sets", &report).await;
    assert_eq!(opcc.act(&undated, "record", &json!({})).await.refused(422).pointers(), ["/published_on"]);
    report["published_on"] = json!("2019-02-04");
    report["comments_due_on"] = json!("2019-03-31");
    assert_eq!(opcc.post("/v1/recommendation-sets", &report).await.refused(422).pointers(), ["/comments_due_on"]);
    report["comments_due_on"] = json!("2019-03-01");
    let set = opcc.create("/v1/recommendation-sets", &report).await;
    let recorded = opcc.act(&set, "record", &json!({})).await.expect(200);
    assert_eq!(recorded.str("/statutory_due_on"), "2019-03-31");
    set
}

/// The chief constable comments late; the words are kept all the same.
async fn comments_are_kept(app: TestApp) {
    let set = inspection(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    app.set_time("2019-03-01T23:50:00Z");
    let early = force.act(&set, "comment", &json!({"text": "  We accept it.\r\n\tMostly.  "})).await.expect(200);
    assert_eq!(early.str("/comments/0/text"), "We accept it.\n\tMostly.");
    let other = inspection(&app).await;
    app.set_time("2019-03-02T00:10:00Z");
    assert_eq!(pcc.get(&set).await.json["comments_overdue"], false);
    assert_eq!(pcc.get(&other).await.json["comments_overdue"], true);
    opcc.act(&set, "comment", &json!({"text": "On their behalf."})).await.refused(403);
    let late = force.act(&set, "comment", &json!({"text": "We add a figure."})).await.expect(200);
    let kept: Vec<&Value> = late.json["comments"].as_array().expect("comments").iter().map(|one| &one["late"]).collect();
    assert_eq!(kept, [&json!(false), &json!(true)]);
}

async fn the_clock_of_an_inspection_report(app: TestApp) {
    let set = inspection(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    app.set_time("2019-03-02T12:00:00Z");

    // The body's draft is nobody else's business: not even the version of the set tells of it.
    let first = json!({"printed_number": "1", "text": "Know the demand.", "addressed_to": "force"});
    let first = opcc.create(&format!("{set}/recommendations"), &first).await;
    let before = force.get(&set).await.expect(200);
    let draft = opcc.create(&format!("{set}/responses"), &json!({"text": "We have asked for a plan."})).await;
    opcc.post(&format!("{set}/responses"), &json!({"text": "Another."})).await.refused(409);
    force.post(&format!("{set}/responses"), &json!({"text": "Ours."})).await.refused(403);
    force.get(&draft).await.refused(404);
    force.act(&draft, "complete", &json!({})).await.refused(404);
    assert_eq!(force.get(&set).await.text, before.text);

    // Not complete without the body's own answer to each recommendation, and all of them listed.
    opcc.act(&draft, "complete", &json!({})).await.refused(403);
    let lacks = pcc.act(&draft, "complete", &json!({})).await.refused(422);
    assert_eq!(lacks.pointers(), [&format!("/recommendations/{}", id_of(&first)), "/recommendations"]);
    let second = opcc.create(&format!("{set}/recommendations"), &json!({"text": "Move office.", "addressed_to": "body"})).await;
    pcc.act(&second, "not-accept", &json!({"reason": "The lease runs to 2025."})).await.expect(200);
    force.act(&first, "respond", &json!({"kind": "action_proposed", "text": "A model by June."})).await.expect(200);
    let lacks = pcc.act(&draft, "complete", &json!({})).await.refused(422);
    assert_eq!(lacks.pointers(), [&format!("/recommendations/{}", id_of(&first))], "the force does not answer for the body");
    assert!(lacks.text.contains("the body's own answer: respond to it as the PCC or the office"), "{}", lacks.text);
    assert_eq!(force.get(&first).await.json["answered"], false);
    let own = json!({"kind": "action_taken", "text": "We have asked for the model, and pay for it."});
    assert_eq!(opcc.act(&first, "respond", &own).await.expect(200).json["answered"], true);
    let tomorrow = json!({"sent_to": [{"to": "secretary_of_state", "name": "The Secretary of State", "sent_on": "2019-03-03"}]});
    assert_eq!(opcc.act(&draft, "note-sent", &tomorrow).await.refused(422).pointers(), ["/sent_to/0/sent_on"]);
    let today = json!({"sent_to": [{"to": "secretary_of_state", "name": "The Secretary of State", "sent_on": "2019-03-02"}]});
    opcc.act(&draft, "note-sent", &today).await.expect(200);

    // The last lawful day ends at midnight in London, an hour before it does in UTC.
    app.set_time("2019-03-31T22:59:59Z");
    assert_eq!(force.get(&set).await.json["response_overdue"], false);
    app.set_time("2019-03-31T23:00:00Z");
    assert_eq!(force.get(&set).await.json["response_overdue"], true);
    assert_eq!(force.get("/v1/recommendation-sets?overdue=true").await.expect(200).ids(), [id_of(&set)]);
    let early = json!({"completed_on": "2019-03-01"});
    assert_eq!(pcc.act(&draft, "complete", &early).await.refused(422).pointers(), ["/completed_on"], "before the answers");
    let other_words = json!({"text": "Something else."});
    let refused = opcc.patch(&first, &opcc.get(&first).await.etag(), &other_words).await.refused(422);
    assert_eq!(refused.pointers(), ["/text"], "the force has answered these words");
    let done = pcc.act(&draft, "complete", &json!({})).await.expect(200);
    assert_eq!((done.str("/completed_on"), &done.json["late"]), ("2019-04-01", &json!(true)));
    opcc.patch(&draft, &done.etag(), &json!({"text": "Better."})).await.refused(409);
    what_is_answered_stays(&app, &set, &first).await;
    // Complete is not published: it is still owed.
    let seen = force.get(&set).await.expect(200);
    assert_eq!((&seen.json["response_overdue"], seen.str("/response/status")), (&json!(true), "completed"));
    assert_eq!(force.get(&draft).await.expect(200).str("/sent_to/0/name"), "The Secretary of State");
}

/// What a completed response answers stays as it was answered, and nobody is told otherwise.
async fn what_is_answered_stays(app: &TestApp, set: &str, first: &str) {
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    for (caller, path) in [(&force, first), (&opcc, first)] {
        let acts = caller.get(path).await.expect(200);
        assert!(!acts.allowed().iter().any(|act| ["respond", "edit"].contains(act)), "{:?}", acts.allowed());
    }
    let acts = pcc.get(set).await.expect(200);
    assert!(!acts.allowed().iter().any(|act| ["respond", "correct", "add-recommendation"].contains(act)), "{:?}", acts.allowed());
    force.act(first, "respond", &json!({"kind": "no_action", "text": "After all not."})).await.refused(409);
    let facts = json!({"published_on": "2019-02-20", "reason": "Later."});
    pcc.act(set, "correct", &facts).await.refused(409);
}

async fn what_a_recorded_set_hangs_on_is_corrected(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let set = review(&app, &stage).await;
    for number in 1..=3 {
        let one = json!({"text": format!("Thing {number}."), "addressed_to": "force"});
        opcc.create(&format!("{set}/recommendations"), &one).await;
    }
    let etag = opcc.get(&set).await.etag();
    let counts = json!({"counts": [{"count": 18}], "stated_total": 18});
    assert_eq!(opcc.patch(&set, &etag, &counts).await.refused(422).pointers(), ["/counts", "/stated_total"]);
    opcc.patch(&set, &etag, &json!({"summary": "Kennels and transport."})).await.expect(200);
    let correction = |counts: Value, total: Value| json!({"counts": counts, "stated_total": total, "reason": "A misprint."});
    opcc.act(&set, "correct", &correction(json!([{"count": 18}]), json!(18))).await.refused(403);
    let short = pcc.act(&set, "correct", &correction(json!([{"count": 2}]), json!(2))).await.refused(422);
    assert_eq!(short.pointers(), ["/counts"]);
    let apart = pcc.act(&set, "correct", &correction(json!([{"count": 18}]), json!(17))).await.refused(422);
    assert_eq!(apart.pointers(), ["/stated_total"]);
    let mut noted = correction(json!([{"count": 18}]), json!(17));
    noted["discrepancy_note"] = json!("The summary speaks of 17, its annex lists 18.");
    let corrected = pcc.act(&set, "correct", &noted).await.expect(200);
    assert_eq!((&corrected.json["total"], &corrected.json["stated_total"]), (&json!(18), &json!(17)));
    pcc.act(&set, "correct", &json!({"reason": "Nothing."})).await.refused(422);
}

async fn figures_that_cannot_be(app: TestApp) {
    let stage = Stage::set(&app).await;
    let set = review(&app, &stage).await;
    let force = app.force();
    let progress = format!("{set}/progress");
    for (figure, pointer) in [
        (json!({"done": 18}), "/figure/done"),
        (json!({"remaining": 18}), "/figure/remaining"),
        (json!({"done": 13, "of": 12}), "/figure/done"),
        (json!({"done": 3, "of": 20}), "/figure/of"),
        (json!({"done": 3, "remaining": 3}), "/figure"),
        (json!({"done": 3, "remaining": 3, "of": 17}), "/figure"),
        (json!({"of": 17}), "/figure/of"),
        (json!({"done": -1}), "/figure/done"),
        (json!({"done": 2_147_483_647, "remaining": 2_147_483_647}), "/figure/done"),
    ] {
        let refused = force.post(&progress, &json!({"text": "Well.", "figure": figure})).await.refused(422);
        assert_eq!(refused.pointers().first(), Some(&pointer), "{figure}");
    }
    let tomorrow = json!({"text": "Well.", "asserted_on": "2019-01-31"});
    assert_eq!(force.post(&progress, &tomorrow).await.refused(422).pointers(), ["/asserted_on"]);
    let wordless = force.post(&progress, &json!({"text": "It is going well."})).await.expect(201);
    assert_eq!((&wordless.json["readings"], &wordless.json["ambiguous"]), (&json!([]), &json!(false)));
    for (body, pointer) in [
        (json!({"url": "ftp://example.org/report"}), "/url"),
        (json!({"url": "https://"}), "/url"),
        (json!({"counts": [{"count": 0}]}), "/counts/0/count"),
        (json!({"counts": [{"count": 12}, {"count": 5}], "stated_total": 18}), "/stated_total"),
        (json!({"discrepancy_note": "For no reason."}), "/discrepancy_note"),
        (json!({"comments_due_on": "2019-02-28"}), "/comments_due_on"),
    ] {
        let mut report = json!({"source": "coroner", "title": "Custody", "published_by": "The coroner"});
        report.as_object_mut().expect("an object").extend(body.as_object().expect("an object").clone());
        let refused = app.opcc().post("/v1/recommendation-sets", &report).await.refused(422);
        assert_eq!(refused.pointers(), [pointer], "{body}");
    }
}

async fn links_to_what_is_hidden_are_refused(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let plan = app.plan_in(&stage, "draft").await;
    let hidden = opcc.all(&format!("/v1/priorities?plan={}", id_of(&plan))).await[0]["id"].clone();
    let question = app.question_in(&stage, "draft").await;
    let mut report = peer_review(&stage);
    report["priority_ids"] = json!([hidden]);
    report["question_id"] = json!(id_of(&question));
    let refused = opcc.post("/v1/recommendation-sets", &report).await.refused(422);
    assert_eq!(refused.pointers(), ["/question_id", "/priority_ids/0"]);

    // A draft response, of whichever side, is no response that everybody may be told of.
    let set = review(&app, &stage).await;
    let put = app.question_in(&stage, "put").await;
    let draft = force.create(&format!("{put}/responses"), &response("Nearly.")).await;
    let said = json!({"text": "Nearly all.", "asserted_by": {"capacity": "CC"}, "response_id": id_of(&draft)});
    for client in [&opcc, &force] {
        assert_eq!(client.post(&format!("{set}/progress"), &said).await.refused(422).pointers(), ["/response_id"]);
    }
    force.act(&draft, "submit", &json!({})).await.expect(200);
    opcc.create(&format!("{set}/progress"), &said).await;
}

async fn lists_are_filtered(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let review = review(&app, &stage).await;
    let inspection =
        json!({"source": "inspectorate", "title": "Legitimacy", "published_by": "HMICFRS", "published_on": "2019-01-07"});
    let inspection = opcc.create("/v1/recommendation-sets", &inspection).await;
    let one = json!({"text": "Look at the kennels.", "addressed_to": "force", "due_on": "2018-12-31"});
    let one = opcc.create(&format!("{review}/recommendations"), &one).await;
    let (review, inspection) = (id_of(&review), id_of(&inspection));
    for (query, wanted) in [
        ("source=peer_review".to_owned(), vec![review]),
        ("source=peer_review&source=inspectorate".to_owned(), vec![review, inspection]),
        ("status=draft".to_owned(), vec![inspection]),
        (format!("topic={}", stage.topic), vec![review]),
        (format!("priority={}", stage.priority), vec![review]),
        (format!("meeting={}", stage.meeting), vec![review]),
        ("due_from=2019-01-01&due_to=2019-03-02".to_owned(), vec![]),
        ("due_from=2019-03-03&due_to=2019-03-03".to_owned(), vec![inspection]),
        ("due_from=2019-03-04".to_owned(), vec![review]),
        ("due_to=2018-12-31".to_owned(), vec![review]),
        ("overdue=true".to_owned(), vec![review]),
        ("overdue=false".to_owned(), vec![inspection]),
        ("q=police+dogs".to_owned(), vec![review]),
        ("q=hmicfrs".to_owned(), vec![inspection]),
        ("sort=published_on".to_owned(), vec![inspection, review]),
        ("sort=-published_on&limit=1".to_owned(), vec![review]),
    ] {
        assert_eq!(opcc.get(&format!("/v1/recommendation-sets?{query}")).await.expect(200).ids(), wanted, "{query}");
    }
    let by_pages = opcc.all("/v1/recommendation-sets?sort=-published_on&limit=1").await;
    assert_eq!(by_pages.len(), 2);
    for query in [
        format!("set={review}"),
        "overdue=true".to_owned(),
        "addressed_to=force&due_to=2018-12-31".to_owned(),
        "q=kennels".to_owned(),
    ] {
        assert_eq!(opcc.get(&format!("/v1/recommendations?{query}")).await.expect(200).ids(), [id_of(&one)], "{query}");
    }
    assert!(opcc.get("/v1/recommendations?status=verified").await.expect(200).ids().is_empty());
    opcc.get("/v1/recommendation-sets?colour=blue").await.refused(400);
}

/// Sends the same creation many times at once; how many were made.
async fn made(make: impl Fn() -> (Client, reqwest::RequestBuilder)) -> usize {
    let tasks: Vec<_> = (0..40)
        .map(|_| {
            let (client, request) = make();
            actix_web::rt::spawn(async move { client.send(request).await })
        })
        .collect();
    let mut number = 0;
    for task in tasks {
        let reply: Reply = task.await.expect("a reply");
        assert!([201, 409, 422].contains(&reply.status), "{}", reply.text);
        number += usize::from(reply.status == 201);
    }
    number
}

async fn no_more_are_listed_than_counted(app: TestApp) {
    let stage = Stage::set(&app).await;
    let set = review(&app, &stage).await;
    let send = |path: String, body: Value| {
        let client = app.opcc();
        let request = client.request(reqwest::Method::POST, &path).json(&body);
        (client, request)
    };
    let one = json!({"text": "Again.", "addressed_to": "force"});
    assert_eq!(made(|| send(format!("{set}/recommendations"), one.clone())).await, 17);
    assert_eq!(app.pcc().get(&set).await.json["listed"]["open"], 17);
    assert_eq!(made(|| send(format!("{set}/responses"), json!({"text": "Welcome."}))).await, 1);
}
