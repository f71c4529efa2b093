//! What is withheld late, or by counting: after the approval, and when what was counted has moved.

use answerable::publishing::editions::due;
use serde_json::{Value, json};

use super::id;
use crate::support::stage::{Stage, despite};
use crate::support::{TestApp, both};

both!(
    what_is_withheld_after_the_approval_is_not_published,
    a_redaction_that_counts_does_not_move_onto_other_words,
    parts_of_what_is_withheld_are_told_of,
);

async fn withhold(app: &TestApp, body: Value) -> String {
    app.opcc().create("/v1/redactions", &body).await
}

async fn what_is_withheld_after_the_approval_is_not_published(app: TestApp) {
    let stage = Stage::set(&app).await;
    for embargo in [None, Some("2019-02-01T12:00:00Z")] {
        let question = app.question_in(&stage, "answered").await;
        let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
        app.pcc().act(&edition, "approve", &despite()).await.expect(200);
        if let Some(at) = embargo {
            app.opcc().act(&edition, "publish", &json!({"publish_at": at})).await.expect(200);
        }
        let late = json!({"resource": "questions", "resource_id": id(&question), "field": "text", "span": "backlog", "reason": "foia_s31"});
        withhold(&app, late).await;
        if embargo.is_some() {
            app.set_time("2019-02-01T12:00:01Z");
            assert_eq!(due::publish(app.inner()).await.expect("a look"), 0);
        } else {
            app.opcc().act(&edition, "publish", &json!({})).await.refused(409);
        }
        app.nobody().get(&format!("/public/v1/questions/{}", id(&question))).await.refused(404);
        // Recalled, prepared anew and approved, it is published without the word.
        app.pcc().act(&edition, "recall", &json!({"reason": "A word is withheld."})).await.expect(200);
        app.opcc().act(&edition, "refresh", &json!({})).await.expect(200);
        app.pcc().act(&edition, "approve", &despite()).await.expect(200);
        app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
        let read = app.nobody().get(&format!("/public/v1/questions/{}", id(&question))).await.expect(200);
        assert_eq!(read.str("/text"), "What has changed since the [withheld: foia_s31] was reported?");
    }
}

async fn a_redaction_that_counts_does_not_move_onto_other_words(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let said = json!({
        "meeting_id": stage.meeting, "topic_id": stage.topic, "challenge": "Who told, and who told again?",
        "reply": "Two people.", "points": ["The informant was a clerk.", "It is looked into."],
    });
    let exchange = opcc.create("/v1/exchanges", &said).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    let counted = json!({"resource": "exchanges", "resource_id": id(&exchange), "field": "points/0", "reason": "foia_s40"});
    let counted = withhold(&app, counted).await;
    let told = json!({
        "resource": "exchanges", "resource_id": id(&exchange), "field": "challenge", "span": "told", "occurrence": 2, "reason": "foia_s40",
    });
    withhold(&app, told).await;
    let edition = json!({"kind": "meeting_record", "subject_id": stage.meeting});
    let edition = opcc.create("/v1/editions", &edition).await;
    let document = opcc.get(&format!("{edition}/preview")).await.expect(200);
    assert_eq!(document.json["record"]["exchanges"][0]["points"], json!([null, "It is looked into."]));
    let corrected = json!({
        "challenge": "Who told, and who told again?", "reply": "Two people.",
        "points": ["Nothing is known yet.", "The informant was a clerk.", "It is looked into."], "reason": "A point was left out.",
    });
    app.pcc().act(&exchange, "correct", &corrected).await.expect(200);
    let refused = opcc.act(&edition, "refresh", &json!({})).await.refused(422);
    assert_eq!(refused.pointers(), ["/record/exchanges/0/points/0"]);
    // Withheld where it stands now, and no longer where it stood.
    let anew = json!({"resource": "exchanges", "resource_id": id(&exchange), "field": "points/1", "reason": "foia_s40"});
    withhold(&app, anew).await;
    opcc.act(&edition, "refresh", &json!({})).await.refused(422);
    app.pcc().act(&counted, "lift", &json!({"reason": "It stands elsewhere now."})).await.expect(200);
    opcc.act(&edition, "refresh", &json!({})).await.expect(200);
    let document = opcc.get(&format!("{edition}/preview")).await.expect(200);
    assert_eq!(document.json["record"]["exchanges"][0]["points"], json!(["Nothing is known yet.", null, "It is looked into."]));
    assert_eq!(document.str("/record/exchanges/0/challenge"), "Who told, and who [withheld: foia_s40] again?");
}

async fn parts_of_what_is_withheld_are_told_of(app: TestApp) {
    let stage = Stage::set(&app).await;
    let mut question = stage.question("When was the armoury in Telford left open, and who had the key?");
    question["context"] = json!("It is said that who had the key is known.");
    question["meeting_id"] = Value::Null;
    let question = app.opcc().create("/v1/questions", &question).await;
    let part = json!({"text": "When was the armoury in Telford left open", "printed_number": "a"});
    app.opcc().create(&format!("{question}/parts"), &part).await;
    app.pcc().act(&question, "put", &json!({})).await.expect(200);
    let whole = json!({"resource": "questions", "resource_id": id(&question), "field": "text", "reason": "foia_s31"});
    withhold(&app, whole).await;
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    let warnings = app.opcc().get(&edition).await.json["warnings"].clone();
    let told: Vec<&str> = warnings
        .as_array()
        .expect("warnings")
        .iter()
        .filter(|one| one["code"] == "withheld_words_remain")
        .filter_map(|one| one["pointer"].as_str())
        .collect();
    assert_eq!(told, ["/question/parts/0/text"], "{warnings}");
}
