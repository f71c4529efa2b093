//! What a published record says of how it came to be: every move of a due date, claims and verdicts, comments and ratings, earlier
//! wordings, who spoke, and of what a figure is.

use serde_json::{Value, json};

use super::id;
use crate::support::stage::{Stage, despite, response};
use crate::support::{TestApp, both};

both!(
    an_action_that_slipped_three_times,
    findings_questions_and_figures,
    links_show_no_more_than_records,
    files_are_published_with_what_cites_them,
);

/// Publishes a record and returns it as it stands in the document.
async fn published(app: &TestApp, kind: &str, subject: &str) -> Value {
    let edition = app.opcc().create("/v1/editions", &json!({"kind": kind, "subject_id": subject})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    let document = app.nobody().get(&format!("/public{edition}")).await.expect(200);
    assert_eq!(document.str("/schema"), "answerable/published/2");
    for name in ["Pat Pcc", "Ola Opcc", "Fay Force"] {
        assert!(!document.text.contains(name), "{name} typed it, and is published: {}", document.text);
    }
    document.json["record"].clone()
}

/// A finding that was commented on, and an action from it whose due date moved three times; their paths, the question, and the first
/// due date.
async fn slipped(app: &TestApp, stage: &Stage) -> (String, String, String, Value) {
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = app.question_in(stage, "answered").await;
    let finding = json!({"text": "No plan has dates.", "meeting_id": stage.meeting, "priority_ids": [stage.priority]});
    let finding = opcc.create("/v1/findings", &finding).await;
    pcc.act(&finding, "share", &json!({"comment_due_on": "2019-02-13"})).await.expect(200);
    force.act(&finding, "comment", &json!({"text": "Dates follow in March."})).await.expect(200);
    pcc.act(&finding, "confirm", &json!({})).await.expect(200);
    let action = json!({"text": "Bring a plan with dates.", "owner": "CC", "owner_side": "force", "due_text": "within two weeks",
        "meeting_id": stage.meeting, "question_id": id(&question), "sources": [{"kind": "finding", "id": id(&finding)}]});
    let action = opcc.create("/v1/actions", &action).await;
    let set = opcc.get(&action).await.json["due_on"].clone();
    for (day, reason) in
        [("2019-03-31", "The review ends then."), ("2019-05-31", "The lead is ill."), ("2019-08-31", "Funding came late.")]
    {
        pcc.act(&action, "extend", &json!({"due_on": day, "reason": reason})).await.expect(200);
    }
    force.act(&action, "start", &json!({})).await.expect(200);
    force.act(&action, "claim", &json!({"evidence": "A draft."})).await.expect(200);
    pcc.act(&action, "reject", &json!({"reason": "It has no dates."})).await.expect(200);
    force.act(&action, "claim", &json!({"evidence": "The plan of 12 August."})).await.expect(200);
    pcc.act(&action, "accept", &json!({})).await.expect(200);
    pcc.act(&action, "check-outcome", &json!({"result": "refuted", "reason": "The backlog grew."})).await.expect(200);
    (question, finding, action, set)
}

async fn an_action_that_slipped_three_times(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, finding, action, set) = slipped(&app, &stage).await;
    let opcc = app.opcc();
    let working = opcc.get(&action).await.expect(200).json;
    let moves = working["deadline"]["moves"].as_array().expect("moves");
    assert_eq!((moves.len(), &working["deadline"]["due_on"]), (3, &json!("2019-08-31")));
    let record = published(&app, "action_log", "west-mercia").await;
    let told = &record["actions"][0];
    let deadline = &told["deadline"];
    assert_eq!((&deadline["first_due_on"], &deadline["first_due_text"]), (&set, &json!("within two weeks")));
    let days: Vec<(&Value, &Value, &Value)> =
        deadline["moves"].as_array().expect("moves").iter().map(|one| (&one["from"], &one["to"], &one["reason"])).collect();
    assert_eq!(
        days,
        [
            (&set, &json!("2019-03-31"), &json!("The review ends then.")),
            (&json!("2019-03-31"), &json!("2019-05-31"), &json!("The lead is ill.")),
            (&json!("2019-05-31"), &json!("2019-08-31"), &json!("Funding came late.")),
        ]
    );
    assert!(
        deadline["moves"].as_array().expect("moves").iter().all(|one| one["by"]["side"] == "body" && one["by"]["name"].is_null())
    );
    let verdicts: Vec<&Value> = told["claims"].as_array().expect("claims").iter().map(|claim| &claim["verdict"]).collect();
    assert_eq!(verdicts, ["rejected", "accepted"]);
    let claim = &told["claims"][0];
    assert_eq!(
        (&claim["evidence"], &claim["reason"], &claim["by"]["side"]),
        (&json!("A draft."), &json!("It has no dates."), &json!("force"))
    );
    assert_eq!((&told["outcome_checks"][0]["result"], &told["times_reopened"]), (&json!("refuted"), &json!(1)));
    let from: Vec<(&Value, &Value)> =
        told["sources"].as_array().expect("sources").iter().map(|one| (&one["kind"], &one["record"]["id"])).collect();
    assert_eq!(
        from,
        [
            (&json!("question"), &json!(id(&question))),
            (&json!("meeting"), &json!(stage.meeting)),
            (&json!("finding"), &json!(id(&finding))),
        ]
    );
    assert_eq!(told["owners"], json!([{"name": null, "capacity": "CC", "side": "force"}]));
    // A table says so as well, in words.
    let table = app.nobody().get("/public/v1/export/actions.csv").await.expect(200).text;
    assert!(table.contains("to 2019-05-31: The lead is ill.") && table.contains("The plan of 12 August."), "{table}");
    // And the finding leads on to the action.
    let meeting = published(&app, "meeting_record", &stage.meeting).await;
    let finding = &meeting["findings"][0];
    assert_eq!(
        (&finding["actions"][0]["id"], &finding["actions"][0]["title"]),
        (&json!(id(&action)), &json!("Bring a plan with dates."))
    );
    let comment = &finding["comments"][0];
    assert_eq!((&comment["on"], &comment["by"]["side"]), (&json!("2019-01-30"), &json!("force")));
}

async fn findings_questions_and_figures(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let measure = json!({"name": "Backlog", "definition": "Devices that wait at the end of the month.", "unit": "devices",
        "unit_kind": "count", "direction": "lower_is_better"});
    let measure = opcc.create("/v1/measures", &measure).await;
    let question = app.question_in(&stage, "put").await;
    let answer = force.create(&format!("{question}/responses"), &response("About 870.")).await;
    force.act(&answer, "submit", &json!({})).await.expect(200);
    force
        .act(&answer, "correct", &json!({"text": "Between 865 and 893.", "reason": "The range is known now."}))
        .await
        .expect(200);
    let point = json!({"label": "Waiting", "measure_id": id(&measure), "value": {"kind": "range", "low": "865", "high": "893"},
        "question_id": id(&question), "said_by": [{"capacity": "CC"}], "collected": "manual"});
    let point = opcc.create("/v1/data-points", &point).await;
    let shown = opcc.get(&point).await.expect(200);
    assert_eq!((shown.str("/measure/unit"), shown.str("/measure/direction")), ("devices", "lower_is_better"));
    opcc.act(&point, "submit", &json!({})).await.expect(200);
    pcc.act(&question, "correct", &json!({"text": "What has changed since August?", "reason": "Clearer."})).await.expect(200);
    let record = published(&app, "question", id(&question)).await;
    let told = &record["question"];
    assert_eq!(told["asked_by"], json!({"name": null, "capacity": "PCC", "side": "body"}));
    let meeting =
        json!({"id": stage.meeting, "reference": null, "title": null, "url": format!("/public/v1/meetings/{}", stage.meeting)});
    assert_eq!(told["meeting"], meeting, "a meeting that has not taken place has no title yet");
    let given = &told["responses"][0];
    assert_eq!(given["speakers"], json!([{"name": "A. Constable", "capacity": "CC", "side": "force"}]));
    let earlier = &given["earlier_wordings"][0];
    assert_eq!((&earlier["text"], &earlier["reason"]), (&json!("About 870."), &json!("The range is known now.")));
    assert_eq!((&told["earlier_wordings"][0]["revision"], &told["revision"]), (&json!(1), &json!(2)));
    let figure = &told["data_points"][0];
    assert_eq!((&figure["measure"]["name"], &figure["measure"]["unit"]), (&json!("Backlog"), &json!("devices")));
    assert_eq!((&figure["question"]["id"], &figure["said_by"][0]["side"]), (&json!(id(&question)), &json!("force")));
    // The working lists take a reference as the public ones do.
    let reference = opcc.get(&question).await.str("/reference").to_owned();
    assert_eq!(opcc.get(&format!("/v1/questions?reference={reference}")).await.expect(200).ids(), [id(&question)]);
    assert_eq!(opcc.get("/v1/questions?reference=WM-1999-Q001").await.expect(200).ids(), Vec::<String>::new());
}

/// What is withheld from a record is withheld where others link to it, and what is not public is not linked.
async fn links_show_no_more_than_records(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let question = app.question_in(&stage, "put").await;
    let draft = opcc.create("/v1/questions", &stage.question("DRAFTQUESTION")).await;
    let secret = opcc.create("/v1/findings", &json!({"text": "DRAFTFINDING", "meeting_id": stage.meeting})).await;
    pcc.act(&secret, "share", &json!({"comment_due_on": "2019-02-13"})).await.expect(200);
    let action = json!({"text": "Report.", "question_id": id(&question), "meeting_id": stage.meeting,
        "sources": [{"kind": "finding", "id": id(&secret)}]});
    opcc.create("/v1/actions", &action).await;
    let words = json!({"resource": "questions", "resource_id": id(&question), "field": "text", "span": "backlog", "reason": "operational"});
    opcc.create("/v1/redactions", &words).await;
    let record = published(&app, "action_log", "west-mercia").await;
    let text = record.to_string();
    assert!(!text.contains("DRAFT") && !text.contains(id(&draft)) && !text.contains(id(&secret)), "{text}");
    let linked = &record["actions"][0]["question"];
    assert_eq!(linked["title"], "What has changed since the [withheld: operational] was reported?");
    assert_eq!(record["actions"][0]["sources"][0]["record"], *linked);
    // A person is withheld by name and capacity; the side stays.
    let who = json!({"resource": "questions", "resource_id": id(&question), "field": "asked_by", "reason": "foia_s40"});
    opcc.create("/v1/redactions", &who).await;
    let alone = published(&app, "question", id(&question)).await;
    assert_eq!(alone["question"]["asked_by"], json!({"name": null, "capacity": null, "side": "body"}));
    for (field, pointer) in
        [("meeting/id", "/field"), ("responses", "/field"), ("answer/state", "/field"), ("deadline", "/field")]
    {
        let body = json!({"resource": "questions", "resource_id": id(&question), "field": field, "reason": "foia_s40"});
        assert_eq!(opcc.post("/v1/redactions", &body).await.refused(422).pointers(), [pointer], "{field}");
    }
}

async fn files_are_published_with_what_cites_them(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let question = app.question_in(&stage, "put").await;
    let answer = app.force().create(&format!("{question}/responses"), &response("See the table.")).await;
    app.force().act(&answer, "submit", &json!({})).await.expect(200);
    let paper = json!({"kind": "report", "title": "The backlog", "owed_by": "body"});
    let paper = opcc.create(&format!("/v1/meetings/{}/papers", stage.meeting), &paper).await;
    let table = app.force().upload("Backlog by month.csv", "text/csv", "month,backlog\n2019-01,893\n").await.expect(201);
    let report = opcc.upload("Report.txt", "text/plain", "A report of Ann Victim.").await.expect(201);
    let cite = |resource: &str, path: &str| json!({"resource": resource, "resource_id": id(path)});
    app.force().create(&format!("{}/citations", table.location()), &cite("responses", &answer)).await;
    opcc.create(&format!("{}/citations", report.location()), &cite("papers", &paper)).await;
    let kept = json!({"resource": "questions", "resource_id": id(&question), "publish": false});
    let secret = opcc.upload("Notes.txt", "text/plain", "Between us.").await.expect(201);
    opcc.create(&format!("{}/citations", secret.location()), &kept).await;
    let edition = opcc.create("/v1/editions", &json!({"kind": "meeting_record", "subject_id": stage.meeting})).await;
    let warned = opcc.get(&edition).await.json["warnings"].to_string();
    assert!(warned.contains("Backlog by month.csv") && warned.contains("Report.txt") && !warned.contains("Notes"), "{warned}");
    let [sha_table, sha_report, sha_secret] = [&table, &report, &secret].map(|file| file.str("/sha256").to_owned());
    let public = |sha: &str| format!("/public/v1/files/{sha}");
    app.nobody().get(&public(&sha_table)).await.refused(404);
    pcc.act(&edition, "approve", &despite()).await.expect(200);
    opcc.act(&edition, "publish", &json!({})).await.expect(200);
    let record = app.nobody().get(&format!("/public{edition}")).await.expect(200).json["record"].clone();
    let file = &record["questions"][0]["responses"][0]["attachments"][0];
    assert_eq!((&file["title"], &file["sha256"]), (&json!("Backlog by month.csv"), &json!(sha_table)));
    assert_eq!(record["papers"][0]["attachments"][0]["url"], public(&sha_report));
    assert_eq!(app.nobody().get(&public(&sha_table)).await.expect(200).bytes, b"month,backlog\n2019-01,893\n");
    app.nobody().get(&public(&sha_secret)).await.refused(404);
    let listed = app.nobody().get(&format!("/public/v1/files?reference={sha_report}&media_type=text/plain")).await.expect(200);
    assert_eq!((listed.ids(), listed.str("/data/0/cited_by/title")), (vec![id(&report.location()).to_owned()], "The backlog"));
    pcc.act(&edition, "withdraw", &json!({"explanation": "The report names a person."})).await.expect(200);
    let gone = app.nobody().get(&public(&sha_report)).await.expect(410);
    assert_eq!((gone.str("/type"), gone.str("/explanation")), ("withdrawal", "The report names a person."));
    assert_eq!(app.nobody().get("/public/v1/files").await.expect(200).ids(), Vec::<String>::new());
}
