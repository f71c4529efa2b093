//! What is withheld: by whom, where it is refused, what a reader is told, and how it is forgotten.

use answerable::foundation::digest::sha256_hex;
use serde_json::{Value, json};

use super::id;
use crate::support::stage::{Stage, response};
use crate::support::{TestApp, both};

both!(
    words_are_withheld_and_released,
    places_that_cannot_be_withheld,
    a_day_is_withheld_wherever_it_is_repeated,
    the_day_of_a_meeting_is_withheld_in_all_that_is_of_it,
    words_that_stand_elsewhere,
    titles_that_stand_in_other_records,
    words_that_were_published_before,
    what_is_said_of_a_gap_is_part_of_the_edition,
    a_lifted_redaction_is_forgotten,
    a_later_release_can_be_checked,
    redactions_are_looked_at_again
);

/// A question that was answered with a name in it; its path and that of the response.
async fn answered(app: &TestApp, stage: &Stage) -> (String, String) {
    let question = app.question_in(stage, "put").await;
    let answer = app.force().create(&format!("{question}/responses"), &response("It was Ann Victim. Ann Victim told us.")).await;
    app.force().act(&answer, "submit", &json!({})).await.expect(200);
    (question, answer)
}

fn span(response: &str, span: &str) -> Value {
    json!({
        "resource": "responses", "resource_id": id(response), "field": "text", "span": span, "reason": "foia_s40",
        "review_on": "2021-01-30", "note": "She asked for it.",
    })
}

async fn words_are_withheld_and_released(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, answer) = answered(&app, &stage).await;
    let redaction = app.opcc().create("/v1/redactions", &span(&answer, "Ann Victim")).await;
    app.force().get(&redaction).await.refused(404);
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    let preview = app.opcc().get(&format!("{edition}/preview")).await.expect(200);
    assert!(!preview.text.contains("Ann Victim") && preview.text.contains("It was [withheld: foia_s40]."), "{}", preview.text);
    assert_eq!(preview.json["withheld"][0]["words"], 2);
    assert_eq!(preview.json["withheld"][0]["pointer"], "/question/responses/0/text");
    app.pcc().act(&edition, "approve", &json!({"despite_warnings": "It is judged later."})).await.expect(200);
    app.opcc().act(&edition, "erase-withheld", &json!({"reason": "Asked."})).await.refused(403);
    app.pcc().act(&edition, "erase-withheld", &json!({"reason": "Asked."})).await.refused(409);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    let published = app.force().get(&format!("{edition}/preview")).await.expect(200);
    let mut without = published.json.clone();
    without["published_at"] = Value::Null;
    // Nobody can try guesses of a withdrawn document on its hash.
    assert_eq!(without["nonce"].as_str().map(str::len), Some(43));
    without["nonce"] = Value::Null;
    assert_eq!(without, preview.json);
    let values = app.pcc().get(&format!("{edition}/withheld")).await.expect(200);
    let (salt, value) = (values.str("/values/0/salt"), values.str("/values/0/value"));
    assert_eq!(value, "Ann Victim");
    let hash = sha256_hex(format!("{salt}{value}").as_bytes());
    assert_eq!(published.str("/withheld/0/commitment"), format!("sha256:{hash}"));
    app.force().get(&format!("{edition}/withheld")).await.refused(404);
    app.pcc().act(&edition, "erase-withheld", &json!({"reason": "She asked to be forgotten."})).await.expect(200);
    let erased = app.pcc().get(&format!("{edition}/withheld")).await.expect(200);
    assert_eq!((&erased.json["values"][0]["value"], &erased.json["values"][0]["salt"]), (&Value::Null, &Value::Null));
    assert_eq!(app.force().get(&format!("{edition}/preview")).await.text, published.text);
    // The audit trail does not know the words either.
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={}", id(&redaction))).await;
    assert!(!trail.is_empty() && trail.iter().all(|entry| !entry.to_string().contains("Ann Victim")), "{trail:?}");
    app.opcc().act(&redaction, "lift", &json!({"reason": "She has agreed."})).await.expect(200);
    assert_eq!(app.opcc().get(&edition).await.json["behind"], true);
}

async fn places_that_cannot_be_withheld(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, answer) = answered(&app, &stage).await;
    let opcc = app.opcc();
    let draft = opcc.create("/v1/questions", &stage.question("Not put yet.")).await;
    let of = |resource: &str, path: &str, field: &str| json!({"resource": resource, "resource_id": id(path), "field": field, "reason": "foia_s40"});
    for (body, pointer) in [
        (of("questions", &draft, "text"), "/resource_id"),
        (of("questions", &answer, "text"), "/resource_id"),
        (of("questions", &question, "nothing"), "/field"),
        (of("questions", &question, "id"), "/field"),
        (of("questions", &question, "status"), "/field"),
        // The day since which it awaits its answer.
        (of("questions", &question, "put_on"), "/field"),
        (of("questions", &question, "responses"), "/field"),
        (of("questions", &question, "/text"), "/field"),
        (span(&answer, "Bob"), "/span"),
    ] {
        assert_eq!(opcc.post("/v1/redactions", &body).await.refused(422).pointers(), [pointer], "{body}");
    }
    let mut third = span(&answer, "Ann Victim");
    third["occurrence"] = json!(3);
    assert_eq!(opcc.post("/v1/redactions", &third).await.refused(422).pointers(), ["/occurrence"]);
    let mut reason = span(&answer, "Ann Victim");
    reason["reason"] = json!("junior_staff");
    assert_eq!(opcc.post("/v1/redactions", &reason).await.refused(422).pointers(), ["/reason"]);
    app.force().post("/v1/redactions", &span(&answer, "Ann Victim")).await.refused(403);
    app.client("reader").post("/v1/redactions", &span(&answer, "Ann Victim")).await.refused(403);
    app.client("outsider").post("/v1/redactions", &span(&answer, "Ann Victim")).await.refused(422);
}

async fn words_that_stand_elsewhere(app: TestApp) {
    let stage = Stage::set(&app).await;
    let at = format!("/v1/meetings/{}", stage.meeting);
    app.opcc().act(&at, "hold", &json!({})).await.expect(200);
    let (question, answer) = answered(&app, &stage).await;
    app.opcc().create("/v1/redactions", &span(&answer, "Ann Victim")).await;
    let said = json!({"meeting_id": stage.meeting, "topic_id": stage.topic, "challenge": "Why did Ann Victim wait?", "challenged_by": "PCC"});
    let exchange = app.opcc().create("/v1/exchanges", &said).await;
    app.opcc().act(&exchange, "record", &json!({})).await.expect(200);
    let edition = json!({"kind": "meeting_record", "subject_id": stage.meeting});
    let prepared = app.opcc().create("/v1/editions", &edition).await;
    let warnings = app.opcc().get(&prepared).await.json["warnings"].clone();
    let remain = json!({
        "code": "withheld_words_remain", "pointer": "/exchanges/0/challenge", "detail": "the withheld words also appear here: withhold them here too",
    });
    assert!(warnings.as_array().is_some_and(|all| all.contains(&remain)), "{warnings}");
    // In what is said of the change, and in titles, they are refused.
    let etag = app.opcc().get(&prepared).await.etag();
    let note = json!({"change_note": "The name of ann victim is gone."});
    assert_eq!(app.opcc().patch(&prepared, &etag, &note).await.refused(422).pointers(), ["/change_note"]);
    let item = json!({"kind": "other", "title": "The case of Ann Victim"});
    app.opcc().create(&format!("{at}/agenda-items"), &item).await;
    let refused = app.opcc().post("/v1/editions", &edition).await.refused(422);
    assert_eq!(refused.pointers(), ["/record/meeting/agenda/0/title"]);
    // So are they in the explanation of a withdrawal.
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    app.pcc().act(&edition, "approve", &json!({"despite_warnings": "It is judged later."})).await.expect(200);
    app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
    let why = json!({"explanation": "It named Ann Victim."});
    assert_eq!(app.pcc().act(&edition, "withdraw", &why).await.refused(422).pointers(), ["/explanation"]);
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It named a person."})).await.expect(200);
    let stub = app.force().get(&format!("{edition}/preview")).await.expect(200);
    assert_eq!((stub.str("/type"), stub.json.get("record")), ("withdrawal", None));
}

async fn titles_that_stand_in_other_records(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let whole = |resource: &str, id: &str, field: &str| json!({"resource": resource, "resource_id": id, "field": field, "reason": "foia_s40"});
    // Before anything is under it, a topic stands in no record.
    assert_eq!(
        opcc.post("/v1/redactions", &whole("topics", &stage.topic, "title")).await.refused(422).pointers(),
        ["/resource_id"]
    );
    let question = app.question_in(&stage, "closed").await;
    opcc.create("/v1/redactions", &whole("topics", &stage.topic, "title")).await;
    opcc.create("/v1/redactions", &whole("priorities", &stage.priority, "title")).await;
    let action = app.action_in(&stage, "open").await;
    for (kind, subject, pointers) in [
        ("question", id(&question), vec!["/question/priorities/0/title", "/question/topic/title"]),
        ("action_log", "west-mercia", vec!["/actions/0/priorities/0/title"]),
        ("plan", stage.plan.as_str(), vec!["/priorities/0/title"]),
    ] {
        let edition = opcc.create("/v1/editions", &json!({"kind": kind, "subject_id": subject})).await;
        let shown = opcc.get(&format!("{edition}/preview")).await.expect(200);
        assert!(!shown.text.contains("victims and survivors") && !shown.text.contains("Digital forensics"), "{}", shown.text);
        let told: Vec<&str> = shown.json["withheld"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| one["pointer"].as_str().expect("a pointer"))
            .collect();
        let mut told: Vec<&str> = told.into_iter().filter(|pointer| pointer.ends_with("/title")).collect();
        told.sort_unstable();
        assert_eq!(told, pointers, "{kind}");
        let warned = opcc.get(&edition).await.json["warnings"].to_string();
        assert!(!warned.contains("redaction_takes_nothing"), "{warned}");
    }
    // What a priority is described by stands in its plan only: nothing is missing where it is linked.
    let etag = opcc.get(&format!("/v1/priorities/{}", stage.priority)).await.etag();
    opcc.patch(&format!("/v1/priorities/{}", stage.priority), &etag, &json!({"description": "In words."})).await;
    opcc.post("/v1/redactions", &whole("priorities", &stage.priority, "description")).await;
    let edition = opcc.create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    let warned = opcc.get(&edition).await.json["warnings"].to_string();
    assert!(!warned.contains("redaction_takes_nothing"), "{warned} {action}");
}

/// Prepares, approves and publishes what has become of a question; its path.
async fn publish(app: &TestApp, question: &str, note: Option<&str>) -> String {
    let mut edition = json!({"kind": "question", "subject_id": id(question)});
    if let Some(note) = note {
        edition["significance"] = json!("minor");
        edition["change_note"] = json!(note);
    }
    let path = app.opcc().create("/v1/editions", &edition).await;
    app.pcc().act(&path, "approve", &json!({"despite_warnings": "They are known."})).await.expect(200);
    app.opcc().act(&path, "publish", &json!({})).await.expect(200);
    path
}

async fn words_that_were_published_before(app: TestApp) {
    let stage = Stage::set(&app).await;
    let at = format!("/v1/meetings/{}", stage.meeting);
    app.opcc().act(&at, "hold", &json!({})).await.expect(200);
    let (question, answer) = answered(&app, &stage).await;
    let first = publish(&app, &question, None).await;
    let meeting = json!({"kind": "meeting_record", "subject_id": stage.meeting});
    let meeting = app.opcc().create("/v1/editions", &meeting).await;
    app.pcc().act(&meeting, "approve", &json!({"despite_warnings": "They are known."})).await.expect(200);
    app.opcc().act(&meeting, "publish", &json!({})).await.expect(200);
    let redaction = app.opcc().post("/v1/redactions", &span(&answer, "Ann Victim")).await.expect(201);
    let both = json!([{"edition_id": id(&first), "number": 1}, {"edition_id": id(&meeting), "number": 1}]);
    assert_eq!(redaction.json["published_in"], both);
    let second = publish(&app, &question, Some("A name is gone.")).await;
    // The first edition has the words still, under its own address.
    let document = app.nobody().get(&format!("/public/v1/editions/{}", id(&first))).await.expect(200);
    assert!(document.text.contains("Ann Victim"));
    let told = |edition: &Value| -> Vec<String> {
        let all = edition["warnings"].as_array().expect("a list").iter();
        let own = all.filter(|one| one["code"] == "withheld_words_published");
        own.map(|one| format!("{} {}", one["pointer"].as_str().expect("a pointer"), one["detail"].as_str().expect("a text")))
            .collect()
    };
    let pointer = "/question/responses/0/text";
    let of_meeting = format!(
        "{pointer} the public can still read this in edition 1 of another record (meeting_record), {}: withdraw that edition",
        id(&meeting)
    );
    let of_first =
        format!("{pointer} the public can still read this in edition 1 of this, {}: withdraw that edition", id(&first));
    assert_eq!(told(&app.opcc().get(&second).await.json), [of_first, of_meeting.clone()]);
    app.pcc().act(&first, "withdraw", &json!({"explanation": "It named a person."})).await.expect(200);
    let withdrawn = app.pcc().get(&first).await;
    assert_eq!(withdrawn.json["still_public"], json!([{"edition_id": id(&second), "number": 2}]));
    assert_eq!(app.force().get(&first).await.json.get("still_public"), None);
    let redaction = app.opcc().get(&format!("/v1/redactions/{}", redaction.str("/id"))).await;
    assert_eq!(redaction.json["published_in"], json!([{"edition_id": id(&meeting), "number": 1}]));
    let next = json!({"kind": "question", "subject_id": id(&question), "significance": "minor", "change_note": "More."});
    let next = app.opcc().create("/v1/editions", &next).await;
    assert_eq!(told(&app.opcc().get(&next).await.json), [of_meeting]);
}

async fn what_is_said_of_a_gap_is_part_of_the_edition(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, answer) = answered(&app, &stage).await;
    let whole = json!({
        "resource": "responses", "resource_id": id(&answer), "field": "text", "reason": "foia_s40", "review_on": "2021-01-30",
    });
    let redaction = app.opcc().create("/v1/redactions", &whole).await;
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    for change in [json!({"reason": "foia_s38"}), json!({"review_on": "2022-01-30"}), json!({"review_on": null})] {
        assert_eq!(app.opcc().get(&edition).await.json["behind"], false, "{change}");
        let etag = app.opcc().get(&redaction).await.etag();
        app.opcc().patch(&redaction, &etag, &change).await.expect(200);
        assert_eq!(app.opcc().get(&edition).await.json["behind"], true, "{change}");
        app.pcc().act(&edition, "approve", &json!({"despite_warnings": "They are known."})).await.refused(409);
        app.opcc().act(&edition, "refresh", &json!({})).await.expect(200);
    }
    // What is for the body alone changes nothing.
    let etag = app.opcc().get(&redaction).await.etag();
    app.opcc().patch(&redaction, &etag, &json!({"note": "By letter."})).await.expect(200);
    assert_eq!(app.opcc().get(&edition).await.json["behind"], false);
}

async fn a_lifted_redaction_is_forgotten(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, answer) = answered(&app, &stage).await;
    let redaction = app.opcc().create("/v1/redactions", &span(&answer, "Ann Victim")).await;
    let edition = publish(&app, &question, None).await;
    app.pcc().act(&redaction, "erase", &json!({"reason": "She asked."})).await.refused(409);
    let quoted = json!({"reason": "ann victim has agreed."});
    assert_eq!(app.opcc().act(&redaction, "lift", &quoted).await.refused(422).pointers(), ["/reason"]);
    app.opcc().act(&redaction, "lift", &json!({"reason": "It is not needed."})).await.expect(200);
    app.opcc().act(&redaction, "erase", &json!({"reason": "She asked."})).await.refused(403);
    assert_eq!(app.pcc().act(&redaction, "erase", &quoted).await.refused(422).pointers(), ["/reason"]);
    let erased = app.pcc().act(&redaction, "erase", &json!({"reason": "She asked."})).await.expect(200);
    assert_eq!((&erased.json["span"], &erased.json["note"], erased.str("/status")), (&Value::Null, &Value::Null, "lifted"));
    assert!(!erased.json["erased_at"].is_null());
    app.pcc().act(&redaction, "erase", &json!({"reason": "Again."})).await.refused(409);
    app.pcc().act(&edition, "erase-withheld", &json!({"reason": "She asked."})).await.expect(200);
    let trail = app.pcc().all("/v1/audit?resource=redactions").await;
    let acts: Vec<&Value> = trail.iter().map(|entry| &entry["act"]).collect();
    assert!(acts.contains(&&json!("erase")), "{acts:?}");
    // The words stand in no row that is kept of redactions, of what was withheld, or of what was done.
    for table in ["redactions", "withheld_values"] {
        let rows = rows_of(&app, table).await;
        assert!(!rows.is_empty() && !rows.contains("Ann Victim") && !rows.contains("She asked for it"), "{table}: {rows}");
    }
    assert!(trail.iter().all(|entry| !entry.to_string().contains("Ann Victim")), "{trail:?}");
}

/// All texts in a table that words of a redaction may stand in.
async fn rows_of(app: &TestApp, table: &str) -> String {
    let of_redactions = table == "redactions";
    let read = move |conn: &mut answerable::foundation::db::AnyConnection| {
        use answerable::foundation::schema::{redactions, withheld_values};
        use diesel::prelude::*;
        type Pair = (Option<String>, Option<String>);
        let ids = if of_redactions {
            let rows = redactions::table.select((redactions::id, redactions::span, redactions::note));
            rows.load::<(String, Option<String>, Option<String>)>(conn)?
                .into_iter()
                .map(|row| format!("{row:?}"))
                .collect::<Vec<_>>()
                .concat()
        } else {
            let rows = withheld_values::table.select((withheld_values::salt, withheld_values::value));
            rows.load::<Pair>(conn)?.into_iter().map(|row| format!("{row:?}")).collect::<Vec<_>>().concat()
        };
        Ok(ids)
    };
    app.inner().db.read(read).await.expect("the rows")
}

async fn a_later_release_can_be_checked(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, answer) = answered(&app, &stage).await;
    let name = app.opcc().create("/v1/redactions", &span(&answer, "Ann Victim")).await;
    let told = app.opcc().create("/v1/redactions", &span(&answer, "told us")).await;
    let first = publish(&app, &question, None).await;
    let public = async |edition: &str| app.nobody().get(&format!("/public/v1/editions/{}", id(edition))).await.expect(200);
    assert_eq!(public(&first).await.json.get("released"), None);
    // One of the two gaps is filled, the other stays.
    app.opcc().act(&name, "lift", &json!({"reason": "She has agreed."})).await.expect(200);
    let second = publish(&app, &question, Some("A name is published.")).await;
    let document = public(&second).await;
    let released = document.json["released"].as_array().expect("a list").clone();
    assert_eq!(released.len(), 2, "{released:?}");
    for one in &released {
        assert_eq!((one["edition_id"].as_str(), one["value"].as_str()), (Some(id(&first)), Some("Ann Victim")));
        assert_eq!(one["pointer"], "/question/responses/0/text");
        let hash = sha256_hex(format!("{}Ann Victim", one["salt"].as_str().expect("a salt")).as_bytes());
        let commitments = public(&first).await.json["withheld"].clone();
        let commitments: Vec<&Value> = commitments.as_array().expect("a list").iter().map(|one| &one["commitment"]).collect();
        assert!(commitments.contains(&&json!(format!("sha256:{hash}"))), "{one}");
    }
    assert!(!document.text.contains("told us"), "{}", document.text);
    // What was erased is given away no more.
    app.opcc().act(&told, "lift", &json!({"reason": "It is said already."})).await.expect(200);
    app.pcc().act(&second, "erase-withheld", &json!({"reason": "Asked."})).await.expect(200);
    app.pcc().act(&first, "erase-withheld", &json!({"reason": "Asked."})).await.expect(200);
    let third = publish(&app, &question, Some("All of it is published.")).await;
    let document = public(&third).await;
    assert!(document.text.contains("told us") && document.json.get("released").is_none(), "{}", document.text);
}

async fn redactions_are_looked_at_again(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (_, answer) = answered(&app, &stage).await;
    let redaction = app.opcc().create("/v1/redactions", &span(&answer, "Ann Victim")).await;
    let whole = json!({"resource": "responses", "resource_id": id(&answer), "field": "speakers/0/name", "reason": "operational"});
    app.opcc().create("/v1/redactions", &whole).await;
    let due = async |day: &str| app.opcc().all(&format!("/v1/redactions?review_before={day}")).await.len();
    assert_eq!((due("2021-01-30").await, due("2021-01-31").await), (0, 1));
    let etag = app.opcc().get(&redaction).await.etag();
    let later = json!({"review_on": "2022-01-30", "reason": "foia_s38"});
    let changed = app.opcc().patch(&redaction, &etag, &later).await.expect(200);
    assert_eq!(changed.str("/reason_text"), "Health and safety (Freedom of Information Act 2000, section 38)");
    assert_eq!((due("2021-01-31").await, due("2022-01-31").await), (0, 1));
    app.opcc().act(&redaction, "lift", &json!({"reason": "She has agreed."})).await.expect(200);
    assert_eq!(due("2022-01-31").await, 0);
    app.opcc().act(&redaction, "lift", &json!({"reason": "Again."})).await.refused(409);
}

async fn a_day_is_withheld_wherever_it_is_repeated(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let (question, _) = answered(&app, &stage).await;
    let action = json!({
        "text": "Bring a plan.", "owner": "CC", "owner_side": "force", "due_on": "2019-03-14", "due_text": "before Easter",
        "raised_text": "in the zebra week", "meeting_id": stage.meeting,
    });
    let action = opcc.create("/v1/actions", &action).await;
    let longer = json!({"due_on": "2019-04-17", "reason": "A review ends then."});
    app.pcc().act(&action, "extend", &longer).await.expect(200);
    for (resource, path, field) in [
        ("questions", &question, "due_on"),
        ("actions", &action, "due_on"),
        ("actions", &action, "due_text"),
        ("actions", &action, "raised_text"),
    ] {
        let body = json!({"resource": resource, "resource_id": id(path), "field": field, "reason": "foia_s31"});
        opcc.create("/v1/redactions", &body).await;
    }
    let edition = opcc.create("/v1/editions", &json!({"kind": "meeting_record", "subject_id": stage.meeting})).await;
    let preview = opcc.get(&format!("{edition}/preview")).await.expect(200);
    for gone in ["2019-02-13", "2019-03-14", "2019-04-17", "before Easter", "zebra"] {
        assert!(!preview.text.contains(gone), "{gone} in {}", preview.text);
    }
    app.pcc().act(&edition, "approve", &json!({"despite_warnings": "They are known."})).await.expect(200);
    app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
    let shown = app.nobody().get(&format!("/public/v1/actions/{}", id(&action))).await.expect(200);
    assert_eq!(shown.json["deadline"]["moves"][0]["to"], Value::Null);
    assert!(shown.json["withheld"].to_string().contains("/deadline/moves/0/to"), "{}", shown.text);
}

/// What was said at a meeting is of its day.
async fn the_day_of_a_meeting_is_withheld_in_all_that_is_of_it(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let said =
        json!({"meeting_id": stage.meeting, "topic_id": stage.topic, "challenge": "Why so late?", "reply": "It is a backlog."});
    let exchange = opcc.create("/v1/exchanges", &said).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    let action = json!({"text": "Bring a plan.", "owner": "CC", "owner_side": "force", "due_on": "2019-03-14", "meeting_id": stage.meeting});
    opcc.create("/v1/actions", &action).await;
    let day = json!({"resource": "meetings", "resource_id": stage.meeting, "field": "held_on", "reason": "foia_s31"});
    opcc.create("/v1/redactions", &day).await;
    let edition = opcc.create("/v1/editions", &json!({"kind": "meeting_record", "subject_id": stage.meeting})).await;
    let preview = opcc.get(&format!("{edition}/preview")).await.expect(200);
    assert!(!preview.json["record"].to_string().contains("2019-01-30"), "{}", preview.text);
    // An answer says since when it stands: then the day cannot be withheld.
    let question = app.question_in(&stage, "put").await;
    let mut said = said;
    said["question_id"] = json!(id(&question));
    let reply = opcc.create("/v1/exchanges", &said).await;
    opcc.act(&reply, "record", &json!({})).await.expect(200);
    opcc.post("/v1/redactions", &day).await.refused(422);
}
