//! What was challenged and replied at a meeting: written down and recorded by the office, seen and never written by the force.

use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(
    an_exchange_is_recorded_and_corrected,
    a_reply_may_be_missing_split_or_unattributed,
    an_exchange_is_written_with_care,
    exchanges_are_found,
    a_statement_answers_to_nobody,
);

async fn an_exchange_is_recorded_and_corrected(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let meeting = format!("/v1/meetings/{}", stage.meeting);
    let exchange = opcc.create("/v1/exchanges", &stage.exchange("How sure are you of the figures?")).await;
    force.get(&exchange).await.refused(404);
    force.post("/v1/exchanges", &stage.exchange("How sure are we?")).await.refused(403);
    opcc.act(&exchange, "record", &json!({})).await.refused(409);
    assert_eq!(opcc.get(&exchange).await.allowed(), ["edit", "delete", "cite"]);
    opcc.act(&meeting, "hold", &json!({})).await.expect(200);
    let etag = opcc.get(&exchange).await.etag();
    let edited = opcc.patch(&exchange, &etag, &json!({"reply": "By hand, twice."})).await.expect(200);
    assert_eq!((edited.str("/attribution"), edited.allowed()), ("single", vec!["edit", "delete", "record", "cite"]));

    let recorded = opcc.act(&exchange, "record", &json!({})).await.expect(200);
    assert_eq!(recorded.str("/status"), "recorded");
    opcc.patch(&exchange, &recorded.etag(), &json!({"reply": "By machine."})).await.refused(409);
    opcc.delete(&exchange, &recorded.etag()).await.refused(409);
    let seen = force.get(&exchange).await.expect(200);
    assert_eq!((seen.str("/reply"), seen.allowed()), ("By hand, twice.", vec!["cite"]));
    let words = json!({"challenge": "How sure are you of the figures?", "reply": "By hand.", "speakers": [{"capacity": "ACC"}],
        "reason": "It was the ACC."});
    force.act(&exchange, "correct", &words).await.refused(403);
    let corrected = opcc.act(&exchange, "correct", &words).await.expect(200);
    assert_eq!((corrected.str("/speakers/0/capacity"), &corrected.json["revision"]), ("ACC", &json!(2)));
    assert_eq!(corrected.json["challenged_by"], Value::Null, "a correction says all of it");
    let seen = force.get(&exchange).await.expect(200);
    assert_eq!(seen.str("/earlier_wordings/0/reply"), "By hand, twice.");
    assert_eq!(seen.str("/earlier_wordings/0/speakers/0/capacity"), "CC");
    assert_eq!(seen.str("/earlier_wordings/0/reason"), "It was the ACC.");

    // What is used is not deleted.
    app.exchange_in(&stage, "draft").await;
    opcc.delete(&format!("/v1/topics/{}", stage.topic), "\"1\"").await.refused(409);
}

async fn a_reply_may_be_missing_split_or_unattributed(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let silent = json!({"meeting_id": stage.meeting, "topic_id": stage.topic, "challenge": "And the third?"});
    let silent = opcc.post("/v1/exchanges", &silent).await.expect(201);
    assert_eq!((&silent.json["reply"], &silent.json["attribution"]), (&Value::Null, &Value::Null));
    let mut nobody = stage.exchange("Is it complete?");
    nobody["speakers"] = json!([]);
    assert_eq!(opcc.post("/v1/exchanges", &nobody).await.expect(201).str("/attribution"), "unattributed");

    let mut split = stage.exchange("Is it fit for its purpose?");
    split["speakers"] = json!([{"name": "Anthony Bangham", "capacity": "CC"}, {"capacity": "ACC"}]);
    assert_eq!(opcc.post("/v1/exchanges", &split).await.expect(201).str("/attribution"), "joint");
    split["attribution"] = json!("split");
    split["reply"] = Value::Null;
    split["points"] = json!(["There was not enough grip.", "The power has to hold at night.", "It is fit for now."]);
    split["point_speakers"] = json!([0, 1, null]);
    let split = opcc.post("/v1/exchanges", &split).await.expect(201);
    assert_eq!(split.json["point_speakers"], json!([0, 1, null]));
    let moved = opcc.patch(&split.location(), &split.etag(), &json!({"position": 9})).await.expect(200);
    assert_eq!((moved.str("/attribution"), &moved.json["position"]), ("split", &json!(9)));
    let cut = opcc.patch(&split.location(), &moved.etag(), &json!({"points": ["One."]})).await.refused(422);
    assert_eq!(cut.pointers(), ["/point_speakers"]);
    let cleared = json!({"points": [], "point_speakers": [], "speakers": []});
    let cleared = opcc.patch(&split.location(), &moved.etag(), &cleared).await.expect(200);
    assert_eq!(cleared.json["attribution"], Value::Null);
}

async fn an_exchange_is_written_with_care(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, outsider) = (app.opcc(), app.client("outsider"));
    let bare = json!({"meeting_id": stage.meeting, "challenge": "Why?"});
    assert_eq!(opcc.post("/v1/exchanges", &bare).await.refused(422).pointers(), ["/topic_id"]);
    let nowhere = json!({"topic_id": stage.topic, "challenge": "Why?"});
    opcc.post("/v1/exchanges", &nowhere).await.refused(422);
    assert_eq!(
        outsider.post("/v1/exchanges", &stage.exchange("Why?")).await.refused(422).pointers(),
        ["/meeting_id", "/topic_id"]
    );
    let draft = app.question_in(&stage, "draft").await;
    let mut about = stage.exchange("Why?");
    about["question_id"] = json!(draft.rsplit_once('/').expect("a path").1);
    assert_eq!(opcc.post("/v1/exchanges", &about).await.refused(422).pointers(), ["/question_id"]);

    // The subject of the question is that of what was said about it.
    app.pcc().act(&draft, "put", &json!({})).await.expect(200);
    about["topic_id"] = Value::Null;
    assert_eq!(opcc.post("/v1/exchanges", &about).await.expect(201).str("/topic_id"), stage.topic);

    let mut silent = stage.exchange("Why?");
    silent["reply"] = Value::Null;
    silent["attribution"] = json!("single");
    silent["point_speakers"] = json!([4]);
    let refused = opcc.post("/v1/exchanges", &silent).await.refused(422);
    assert_eq!(refused.pointers(), ["/speakers", "/attribution", "/point_speakers", "/point_speakers", "/point_speakers/0"]);
    let cancelled = app.meeting_in(&stage, "cancelled").await;
    let mut never = stage.exchange("Why?");
    never["meeting_id"] = json!(cancelled.rsplit_once('/').expect("a path").1);
    assert_eq!(opcc.post("/v1/exchanges", &never).await.refused(422).pointers(), ["/meeting_id"]);
    let used = opcc.get(&format!("/v1/meetings/{}", stage.meeting)).await.etag();
    opcc.delete(&format!("/v1/meetings/{}", stage.meeting), &used).await.refused(409);
}

async fn exchanges_are_found(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    for (place, challenge) in [(3, "Of kiosks?"), (1, "Of the backlog?"), (2, "Of the power?")] {
        let mut exchange = stage.exchange(challenge);
        exchange["position"] = json!(place);
        let exchange = opcc.create("/v1/exchanges", &exchange).await;
        opcc.act(&exchange, "record", &json!({})).await.expect(200);
    }
    let of_meeting = format!("/v1/exchanges?meeting={}&sort=position&limit=1", stage.meeting);
    let said: Vec<Value> = force.all(&of_meeting).await.into_iter().map(|row| row["challenge"].clone()).collect();
    assert_eq!(said, ["Of the backlog?", "Of the power?", "Of kiosks?"]);
    assert_eq!(force.get(&format!("/v1/exchanges?topic={}&q=POWER", stage.topic)).await.expect(200).ids().len(), 1);
    assert_eq!(force.get("/v1/exchanges?attribution=single&status=recorded").await.expect(200).ids().len(), 3);
    assert_eq!(force.get("/v1/exchanges?attribution=joint").await.expect(200).ids().len(), 0);
    force.get("/v1/exchanges?speaker=CC").await.refused(400);
    let next = opcc.post("/v1/exchanges", &stage.exchange("And next?")).await.expect(201);
    assert_eq!(next.json["position"], 4);
}

/// Something said that nobody asked has its speaker and its place, and no challenge.
async fn a_statement_answers_to_nobody(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let meeting = format!("/v1/meetings/{}", stage.meeting);
    let item = json!({"kind": "other", "title": "Budget", "printed_number": "1"});
    let item = opcc.post(&format!("{meeting}/agenda-items"), &item).await.expect(201);
    let statement = json!({
        "meeting_id": stage.meeting, "agenda_item_id": item.id(), "reply": "The forecast is a small underspend.",
        "speakers": [{"capacity": "CC"}],
    });
    let path = opcc.create("/v1/exchanges", &statement).await;
    opcc.act(&meeting, "hold", &json!({})).await.expect(200);
    let said = opcc.act(&path, "record", &json!({})).await.expect(200);
    assert_eq!((&said.json["challenge"], said.str("/attribution")), (&Value::Null, "single"));
    assert_eq!(app.force().get("/v1/exchanges?q=underspend").await.expect(200).ids().len(), 1);

    for (change, pointer) in [
        (json!({"reply": null}), "/challenge"),
        (json!({"challenged_by": "PCC"}), "/challenged_by"),
        (json!({"agenda_item_id": null}), "/topic_id"),
    ] {
        let mut body = statement.clone();
        for (member, value) in change.as_object().expect("members") {
            body[member] = value.clone();
        }
        if pointer == "/challenge" {
            body["speakers"] = json!([]);
        }
        assert_eq!(opcc.post("/v1/exchanges", &body).await.refused(422).pointers(), [pointer], "{change}");
    }
    // A correction says all of it: what was a statement may turn out to have been asked.
    let asked = json!({"challenge": "What is the forecast?", "reply": "A small underspend.", "speakers": [{"capacity": "CC"}], "reason": "It was asked."});
    let corrected = opcc.act(&path, "correct", &asked).await.expect(200);
    assert_eq!(corrected.str("/challenge"), "What is the forecast?");
    assert_eq!(corrected.json["earlier_wordings"][0]["challenge"], Value::Null);
    let back = json!({"reply": "The forecast is a small underspend.", "speakers": [{"capacity": "CC"}], "reason": "It was not."});
    opcc.act(&path, "correct", &back).await.expect(200);

    let edition = opcc.create("/v1/editions", &json!({"kind": "meeting_record", "subject_id": stage.meeting})).await;
    app.pcc().act(&edition, "approve", &crate::support::stage::despite()).await.expect(200);
    opcc.act(&edition, "publish", &json!({})).await.expect(200);
    let public = app.nobody().all("/public/v1/exchanges").await;
    assert_eq!((&public[0]["challenge"], &public[0]["speakers"][0]["capacity"]), (&Value::Null, &json!("CC")));
    let found = app.nobody().get("/public/v1/search?q=underspend").await.expect(200);
    assert_eq!(found.str("/data/0/title"), "The forecast is a small underspend.", "listed by what was said");
}
