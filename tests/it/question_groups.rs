//! Questions under one title: written by the body, seen by the force with the first question that is put, fixed from then on.

use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(
    nobody_puts_a_heading_they_have_not_read,
    a_group_is_shown_with_its_first_question,
    a_group_is_written_with_care,
    a_public_question_says_when_it_came
);

async fn a_group_is_shown_with_its_first_question(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let group = json!({"title": "Outcomes of the reviews", "context": "Since August.", "meeting_id": stage.meeting});
    let group = opcc.post("/v1/question-groups", &group).await.expect(201);
    let (id, path) = (group.id(), group.location());
    assert_eq!(group.json["position"], 1);
    let second = json!({"title": "Governance", "meeting_id": stage.meeting});
    assert_eq!(opcc.post("/v1/question-groups", &second).await.expect(201).json["position"], 2);

    let mut asked = stage.question("What came of it?");
    asked["group_id"] = json!(id);
    let question = opcc.create("/v1/questions", &asked).await;
    let other = opcc.create("/v1/questions", &asked).await;
    opcc.delete(&path, "\"1\"").await.refused(409);
    force.get(&path).await.refused(404);
    assert_eq!(force.get("/v1/question-groups?count=exact").await.expect(200).json["page"]["total"], 0);
    let edited = opcc.patch(&path, "\"1\"", &json!({"title": "Outcomes of the reviews of 2018"})).await.expect(200);

    pcc.act(&question, "put", &json!({})).await.expect(200);
    let shown = force.get(&path).await.expect(200);
    assert_eq!((shown.str("/title"), shown.str("/first_put_on")), ("Outcomes of the reviews of 2018", "2019-01-30"));
    assert_eq!(shown.allowed(), Vec::<&str>::new());
    assert_ne!(shown.etag(), edited.etag());
    let refused = opcc.patch(&path, &shown.etag(), &json!({"title": "Another"})).await.refused(409);
    assert_eq!(refused.str("/current_status"), "put");
    opcc.delete(&path, &shown.etag()).await.refused(409);
    force.patch(&path, &shown.etag(), &json!({"title": "Another"})).await.refused(403);

    // By the group the force finds what was put, the body all of it; the next put leaves the group as it is.
    let listed = format!("/v1/questions?group={id}");
    assert_eq!((force.get(&listed).await.ids().len(), opcc.get(&listed).await.ids().len()), (1, 2));
    pcc.act(&other, "put", &json!({})).await.expect(200);
    assert_eq!(force.get(&path).await.expect(200).etag(), shown.etag());
    assert_eq!(force.get(&listed).await.ids().len(), 2);
    let of_meeting = format!("/v1/question-groups?meeting={}&sort=position", stage.meeting);
    assert_eq!((opcc.get(&of_meeting).await.ids().len(), force.get(&of_meeting).await.ids().len()), (2, 1));
}

async fn nobody_puts_a_heading_they_have_not_read(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let group = opcc.post("/v1/question-groups", &json!({"title": "Reviews", "meeting_id": stage.meeting})).await.expect(201);
    let mut asked = stage.question("What came of it?");
    asked["group_id"] = json!(group.id());
    let question = opcc.create("/v1/questions", &asked).await;
    let read = pcc.get(&question).await.expect(200).etag();
    opcc.patch(&group.location(), &group.etag(), &json!({"context": "The force is late again."})).await.expect(200);
    pcc.act_on(&question, "put", &read, &json!({})).await.refused(412);
    pcc.act(&question, "put", &json!({})).await.expect(200);
}

async fn a_group_is_written_with_care(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, outsider) = (app.opcc(), app.client("outsider"));
    let bad = json!({"title": " ", "position": 0});
    assert_eq!(opcc.post("/v1/question-groups", &bad).await.refused(422).pointers(), ["/title", "/position"]);
    let elsewhere = json!({"title": "Theirs", "meeting_id": stage.meeting});
    assert_eq!(outsider.post("/v1/question-groups", &elsewhere).await.refused(422).pointers(), ["/meeting_id"]);
    app.force().post("/v1/question-groups", &json!({"title": "Ours"})).await.refused(403);

    let group = opcc.create("/v1/question-groups", &json!({"title": "Governance"})).await;
    let id = group.rsplit_once('/').expect("a path").1;
    let theirs = json!({"text": "Ours?", "group_id": id});
    assert_eq!(outsider.post("/v1/questions", &theirs).await.refused(422).pointers(), ["/group_id"]);
    let question = opcc.post("/v1/questions", &theirs).await.expect(201);
    let out = opcc.patch(&question.location(), &question.etag(), &json!({"group_id": null})).await.expect(200);
    assert_eq!(out.json["group_id"], Value::Null);
    opcc.delete(&group, "\"1\"").await.expect(204);
    opcc.get(&group).await.refused(404);
}

async fn a_public_question_says_when_it_came(app: TestApp) {
    Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let public = json!({"text": "Why is nobody at the desk?", "form": "public", "asked_by": "A resident of Ludlow", "received_on": "2019-01-14"});
    let question = opcc.create("/v1/questions", &public).await;
    let early = pcc.act(&question, "put", &json!({"put_on": "2019-01-10"})).await.refused(422);
    assert_eq!(early.pointers(), ["/put_on"]);
    pcc.act(&question, "put", &json!({})).await.expect(200);
    let seen = force.get(&question).await.expect(200);
    assert_eq!((seen.str("/asked_by"), seen.str("/received_on")), ("A resident of Ludlow", "2019-01-14"));

    let direct = json!({"text": "Why?", "received_on": "2019-01-14"});
    assert_eq!(opcc.post("/v1/questions", &direct).await.refused(422).pointers(), ["/received_on"]);
    let future = json!({"text": "Why?", "form": "public", "received_on": "2019-01-31"});
    assert_eq!(opcc.post("/v1/questions", &future).await.refused(422).pointers(), ["/received_on"]);
}
