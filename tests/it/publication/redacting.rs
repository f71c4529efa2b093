//! What is withheld: by whom, where it is refused, what a reader is told, and how it is forgotten.

use answerable::digest::sha256_hex;
use serde_json::{Value, json};

use super::id;
use crate::support::stage::{Stage, response};
use crate::support::{TestApp, both};

both!(
    words_are_withheld_and_released,
    places_that_cannot_be_withheld,
    words_that_stand_elsewhere,
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
        "code": "withheld_words_remain", "pointer": "/exchanges/0/challenge", "detail": "the withheld words also stand here",
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
