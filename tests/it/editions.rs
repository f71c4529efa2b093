//! From a record to what the public reads: prepared, approved, published, changed, withdrawn.

use serde_json::json;

use crate::support::stage::{Stage, despite};
use crate::support::{TestApp, both};

both!(a_question_is_published_changed_and_withdrawn, what_is_published_stays, an_embargo_is_kept);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn prepared(app: &TestApp, stage: &Stage) -> (String, String) {
    let question = app.question_in(stage, "answered").await;
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    (question, edition)
}

async fn a_question_is_published_changed_and_withdrawn(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, edition) = prepared(&app, &stage).await;
    app.force().get(&edition).await.refused(404);
    app.opcc().act(&edition, "publish", &json!({})).await.refused(409);
    app.opcc().act(&edition, "approve", &json!({})).await.refused(403);
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    let published = app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    assert_eq!(published.str("/status"), "published");
    assert_eq!(
        app.force().get(&edition).await.expect(200).str("/record/question/text"),
        "What has changed since the backlog was reported?"
    );
    // The next one has to say what has changed.
    let next = json!({"kind": "question", "subject_id": id(&question)});
    assert_eq!(app.opcc().post("/v1/editions", &next).await.refused(422).pointers(), ["/significance", "/change_note"]);
    let next = json!({"kind": "question", "subject_id": id(&question), "significance": "minor", "change_note": "The outcome."});
    let second = app.opcc().create("/v1/editions", &next).await;
    app.pcc().act(&second, "approve", &despite()).await.expect(200);
    app.pcc().act(&second, "publish", &json!({})).await.expect(200);
    let first = app.pcc().get(&edition).await;
    assert_eq!((first.str("/status"), first.str("/superseded_by")), ("superseded", id(&second)));
    app.opcc().act(&second, "withdraw", &json!({"explanation": "It names a person."})).await.refused(403);
    app.pcc().act(&second, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
    let gone = app.force().get(&second).await.expect(200);
    assert_eq!((gone.str("/status"), gone.json.get("record")), ("withdrawn", None));
}

async fn what_is_published_stays(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (question, edition) = prepared(&app, &stage).await;
    app.pcc().act(&question, "correct", &json!({"text": "What has changed?", "reason": "Shorter."})).await.expect(200);
    assert_eq!(app.opcc().get(&edition).await.json["behind"], true);
    // Whoever approves has read it as it is.
    app.pcc().act(&edition, "approve", &json!({})).await.refused(409);
    app.opcc().act(&edition, "refresh", &json!({})).await.expect(200);
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.pcc().act(&question, "correct", &json!({"text": "What is different?", "reason": "Clearer."})).await.expect(200);
    let published = app.opcc().get(&edition).await;
    assert_eq!((published.str("/record/question/text"), &published.json["behind"]), ("What has changed?", &json!(true)));
    app.opcc().delete(&edition, "*").await.refused(409);
    app.opcc().act(&edition, "refresh", &json!({})).await.refused(409);
}

async fn an_embargo_is_kept(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (_, edition) = prepared(&app, &stage).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    let waiting = app.opcc().act(&edition, "publish", &json!({"publish_at": "2019-02-01T12:00:00Z"})).await.expect(200);
    assert_eq!((waiting.str("/status"), waiting.str("/publish_at")), ("approved", "2019-02-01T12:00:00Z"));
    app.set_time("2019-02-01T11:59:59Z");
    assert_eq!(answerable::editions::due::publish(app.inner()).await.expect("a look"), 0);
    app.force().get(&edition).await.refused(404);
    app.set_time("2019-02-01T12:00:00Z");
    assert_eq!(answerable::editions::due::publish(app.inner()).await.expect("a look"), 1);
    assert_eq!(answerable::editions::due::publish(app.inner()).await.expect("a look"), 0);
    assert_eq!(app.pcc().get(&edition).await.str("/published_at"), "2019-02-01T12:00:00Z");
}
