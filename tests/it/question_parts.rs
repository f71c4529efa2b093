//! Parts of a question: written while it is a draft, fixed when it is put.

use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(parts_are_written_and_fixed, parts_come_with_a_draft, nobody_puts_parts_they_have_not_read);

async fn parts_are_written_and_fixed(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = app.question_in(&stage, "draft").await;
    let parts = format!("{question}/parts");
    let one = opcc.post(&parts, &json!({"printed_number": "1", "text": "What is the model?"})).await.expect(201);
    let two = opcc.post(&parts, &json!({"text": "Who pays?"})).await.expect(201);
    assert_eq!((one.json["position"].clone(), two.json["position"].clone()), (json!(1), json!(2)));
    force.get(&parts).await.refused(404);
    force.get(&one.location()).await.refused(404);
    force.post(&parts, &json!({"text": "What?"})).await.refused(404);

    opcc.patch(&one.location(), "\"7\"", &json!({"position": 3})).await.refused(412);
    let moved = opcc.patch(&one.location(), &one.etag(), &json!({"position": 3, "printed_number": null})).await.expect(200);
    assert_eq!(moved.json["printed_number"], Value::Null);
    let listed = opcc.get(&format!("{parts}?sort=position")).await.expect(200).ids();
    assert_eq!(listed, [two.id(), one.id()]);
    let bad = opcc.patch(&one.location(), &moved.etag(), &json!({"position": 0, "text": ""})).await.refused(422);
    assert_eq!(bad.pointers(), ["/text", "/position"]);
    let three = opcc.post(&parts, &json!({"text": "Since when?"})).await.expect(201);
    opcc.delete(&three.location(), &three.etag()).await.expect(204);

    pcc.act(&question, "put", &json!({})).await.expect(200);
    let seen = force.get(&question).await.expect(200);
    assert_eq!((seen.str("/parts/0/text"), seen.str("/parts/1/text")), ("Who pays?", "What is the model?"));
    assert_eq!((&seen.json["parts"][0]["fate"], &seen.json["fate"]), (&Value::Null, &Value::Null));
    let fixed = opcc.get(&one.location()).await.expect(200);
    assert_eq!(fixed.allowed(), Vec::<&str>::new());
    opcc.patch(&one.location(), &fixed.etag(), &json!({"text": "Another?"})).await.refused(409);
    opcc.delete(&one.location(), &fixed.etag()).await.refused(409);
    opcc.post(&parts, &json!({"text": "More?"})).await.refused(409);
    force.post(&parts, &json!({"text": "More?"})).await.refused(403);
}

async fn parts_come_with_a_draft(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let mut question = stage.question("How does it work?");
    question["parts"] = json!([{"printed_number": "1", "text": "In the north?"}, {"text": "\u{202e}"}, {"text": "  "}]);
    let refused = opcc.post("/v1/questions", &question).await.refused(422);
    assert_eq!(refused.pointers(), ["/parts/1/text", "/parts/2/text"]);
    question["parts"] = json!(vec![json!({"text": "Why?"}); 101]);
    assert_eq!(opcc.post("/v1/questions", &question).await.refused(422).pointers(), ["/parts"]);
    question["parts"] = json!(vec![json!({"text": "Why?"}); 100]);
    let full = opcc.post("/v1/questions", &question).await.expect(201);
    opcc.post(&format!("{}/parts", full.location()), &json!({"text": "And why?"})).await.refused(422);

    // A draft goes with its parts.
    let draft = app.parted_in(&stage, "draft").await;
    let seen = opcc.get(&draft).await.expect(200);
    let part = format!("/v1/question-parts/{}", seen.str("/parts/0/id"));
    opcc.get(&part).await.expect(200);
    opcc.delete(&draft, &seen.etag()).await.expect(204);
    opcc.get(&part).await.refused(404);
}

/// The version of a question rises with each change of its parts.
async fn nobody_puts_parts_they_have_not_read(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.parted_in(&stage, "draft").await;
    let read = app.pcc().get(&question).await.expect(200);
    let part = format!("/v1/question-parts/{}", read.str("/parts/0/id"));
    app.opcc().patch(&part, "\"1\"", &json!({"text": "Something else?"})).await.expect(200);
    app.pcc().act_on(&question, "put", &read.etag(), &json!({})).await.refused(412);
    let read = app.pcc().get(&question).await.expect(200);
    app.opcc().post(&format!("{question}/parts"), &json!({"text": "And this?"})).await.expect(201);
    app.pcc().act_on(&question, "put", &read.etag(), &json!({})).await.refused(412);
    app.pcc().act(&question, "put", &json!({})).await.expect(200);
}
