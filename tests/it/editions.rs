//! From a record to what the public reads: prepared, approved, published, changed, withdrawn.

use serde_json::json;

use crate::support::stage::{Stage, despite};
use crate::support::{TestApp, both};

both!(
    a_question_is_published_changed_and_withdrawn,
    what_is_published_stays,
    an_embargo_is_kept,
    numbers_run_forward,
    one_that_cannot_be_published_keeps_no_other_waiting,
    who_has_left_publishes_nothing
);

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
    let mistyped = app.opcc().act(&edition, "publish", &json!({"publish_at": "2018-02-01T12:00:00Z"})).await.refused(422);
    assert_eq!(mistyped.pointers(), ["/publish_at"]);
    let waiting = app.opcc().act(&edition, "publish", &json!({"publish_at": "2019-02-01T12:00:00Z"})).await.expect(200);
    assert_eq!((waiting.str("/status"), waiting.str("/publish_at")), ("approved", "2019-02-01T12:00:00Z"));
    app.set_time("2019-02-01T11:59:59Z");
    assert_eq!(answerable::publishing::editions::due::publish(app.inner()).await.expect("a look"), 0);
    app.force().get(&edition).await.refused(404);
    app.set_time("2019-02-01T12:00:00Z");
    assert_eq!(answerable::publishing::editions::due::publish(app.inner()).await.expect("a look"), 1);
    assert_eq!(answerable::publishing::editions::due::publish(app.inner()).await.expect("a look"), 0);
    assert_eq!(app.pcc().get(&edition).await.str("/published_at"), "2019-02-01T12:00:00Z");
}

/// Two editions of a question that were prepared and approved while nothing of it was published.
async fn two_approved(app: &TestApp, stage: &Stage) -> (String, String) {
    let (question, first) = prepared(app, stage).await;
    let second = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    for edition in [&first, &second] {
        app.pcc().act(edition, "approve", &despite()).await.expect(200);
    }
    (first, second)
}

async fn numbers_run_forward(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (first, second) = two_approved(&app, &stage).await;
    app.opcc().act(&second, "publish", &json!({})).await.expect(200);
    let refused = app.opcc().act(&first, "publish", &json!({})).await.refused(409);
    assert!(refused.text.contains("edition 1 of this, which was prepared later, is already published"), "{}", refused.text);
    // Nor when the later one is taken back.
    app.pcc().act(&second, "withdraw", &json!({"explanation": "Too early."})).await.expect(200);
    app.opcc().act(&first, "publish", &json!({})).await.refused(409);
    // What takes the place of another says what has changed, also when both were approved before.
    let (first, second) = two_approved(&app, &stage).await;
    app.opcc().act(&first, "publish", &json!({})).await.expect(200);
    let refused = app.opcc().act(&second, "publish", &json!({})).await.refused(409);
    assert!(refused.text.contains("add a change note and significance"), "{}", refused.text);
    app.opcc().act(&second, "recall", &json!({"reason": "It says no change."})).await.expect(200);
    let etag = app.opcc().get(&second).await.etag();
    let change = json!({"significance": "minor", "change_note": "Nothing but the date."});
    app.opcc().patch(&second, &etag, &change).await.expect(200);
    app.pcc().act(&second, "approve", &despite()).await.expect(200);
    let published = app.opcc().act(&second, "publish", &json!({})).await.expect(200);
    let document = app.nobody().get(&format!("/public/v1/editions/{}", published.str("/id"))).await.expect(200);
    assert_eq!((document.str("/supersedes"), document.str("/change/note")), (id(&first), "Nothing but the date."));
}

async fn one_that_cannot_be_published_keeps_no_other_waiting(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (first, second) = two_approved(&app, &stage).await;
    let (_, other) = prepared(&app, &stage).await;
    app.pcc().act(&other, "approve", &despite()).await.expect(200);
    for (edition, at) in [(&first, "2019-02-01T12:00:00Z"), (&second, "2019-02-01T11:00:00Z"), (&other, "2019-02-01T13:00:00Z")] {
        app.opcc().act(edition, "publish", &json!({"publish_at": at})).await.expect(200);
    }
    app.set_time("2019-02-01T13:00:00Z");
    let mut kept = answerable::publishing::editions::due::KeptBack::default();
    assert_eq!(answerable::publishing::editions::due::look(app.inner(), &mut kept).await.expect("a look"), 2);
    let why = kept.why(id(&first)).expect("a reason");
    assert!(why.contains("edition 1 of this, which was prepared later, is already published"), "{why}");
    let status = async |edition: &str| app.opcc().get(edition).await.str("/status").to_owned();
    assert_eq!((status(&first).await, status(&second).await), ("approved".to_owned(), "published".to_owned()));
    assert_eq!(status(&other).await, "published");
    assert_eq!(answerable::publishing::editions::due::look(app.inner(), &mut kept).await.expect("a look"), 0);
}

async fn who_has_left_publishes_nothing(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (_, edition) = prepared(&app, &stage).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({"publish_at": "2019-02-01T12:00:00Z"})).await.expect(200);
    let gone = app.person("pcc").id.clone();
    let end = move |conn: &mut answerable::foundation::db::AnyConnection| {
        use answerable::foundation::schema::users;
        use diesel::prelude::*;
        diesel::update(users::table.filter(users::id.eq(&gone))).set(users::status.eq("deactivated")).execute(conn)?;
        Ok(())
    };
    app.inner().db.write(end).await.expect("an end");
    app.set_time("2019-02-01T12:00:00Z");
    let mut kept = answerable::publishing::editions::due::KeptBack::default();
    assert_eq!(answerable::publishing::editions::due::look(app.inner(), &mut kept).await.expect("a look"), 0);
    assert_eq!(kept.why(id(&edition)), Some("the approver's account is deactivated"));
    let refused = app.opcc().act(&edition, "publish", &json!({})).await.refused(409);
    assert!(refused.text.contains("account is deactivated"), "{}", refused.text);
    app.opcc().act(&edition, "recall", &json!({"reason": "There is a new PCC."})).await.expect(200);
}
