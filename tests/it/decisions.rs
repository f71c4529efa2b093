//! Decisions by role: drafted in silence, taken with a reference, corrected in the open, revoked with a reason.

use std::collections::BTreeMap;

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(
    a_decision_is_taken_corrected_and_revoked,
    a_decision_needs_its_reasons_its_maker_and_its_day,
    links_of_a_decision,
    a_plan_in_draft_stays_hidden,
    decisions_are_found,
    references_of_decisions_have_no_gaps,
    one_take_of_many_wins,
);

async fn a_decision_is_taken_corrected_and_revoked(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let draft = app.decision_in(&stage, "draft").await;
    let id = draft.rsplit_once('/').expect("a path").1.to_owned();
    let seen = opcc.get(&draft).await.expect(200);
    assert_eq!((seen.json["reference"].clone(), seen.json["made_on"].clone()), (Value::Null, Value::Null));
    assert_eq!(seen.allowed(), ["edit", "delete", "restrict", "cite"]);
    assert_eq!(pcc.get(&draft).await.allowed(), ["edit", "delete", "take", "restrict", "cite"]);

    // The force learns nothing of the draft, whichever way it asks.
    force.get(&draft).await.refused(404);
    force.act(&draft, "take", &json!({})).await.refused(404);
    assert_eq!(force.get("/v1/decisions?count=exact&status=draft").await.expect(200).json["page"]["total"], 0);
    assert!(force.all(&format!("/v1/decisions?meeting={}&q=estate", stage.meeting)).await.is_empty());
    opcc.act(&draft, "take", &json!({})).await.refused(403);
    pcc.act(&draft, "revoke", &json!({"reason": "Too early."})).await.refused(409);

    let taken = pcc.act(&draft, "take", &json!({})).await.expect(200);
    assert_eq!((taken.str("/reference"), taken.str("/made_on"), taken.str("/status")), ("WM-2019-D001", "2019-01-30", "taken"));
    assert_eq!(taken.str("/made_by/capacity"), "PCC");
    assert_eq!(taken.allowed(), ["correct", "revoke", "cite"]);
    let seen = force.get(&draft).await.expect(200);
    assert_eq!((seen.str("/reference"), seen.allowed()), ("WM-2019-D001", vec!["cite"]));
    opcc.patch(&draft, &taken.etag(), &json!({"text": "Another."})).await.refused(409);
    opcc.delete(&draft, &taken.etag()).await.refused(409);

    // A correction keeps what stood there before, also what was said of the public interest.
    let correction = json!({
        "text": "The estate of the unit gets a further sum this year.", "reasons": "Its power supply must not fail.",
        "significant_public_interest": false, "reason": "The year was missing.",
    });
    opcc.act(&draft, "correct", &correction).await.refused(403);
    force.act(&draft, "correct", &correction).await.refused(403);
    pcc.act(&draft, "correct", &correction).await.expect(200);
    let seen = force.get(&draft).await.expect(200);
    assert_eq!((seen.json["revision"].clone(), seen.str("/earlier_wordings/0/reason")), (json!(2), "The year was missing."));
    assert_eq!(seen.str("/earlier_wordings/0/text"), "The estate of the unit gets a further sum.");
    assert_eq!(seen.json["earlier_wordings"][0]["significant_public_interest"], true);
    assert_eq!(seen.json["significant_public_interest"], false);
    assert_eq!(seen.json["significant_public_interest_reason"], Value::Null);

    pcc.act(&draft, "revoke", &json!({"reason": " "})).await.refused(422);
    let revoked = pcc.act(&draft, "revoke", &json!({"reason": "The supplier is gone."})).await.expect(200);
    assert_eq!((revoked.str("/status"), revoked.str("/status_reason")), ("revoked", "The supplier is gone."));
    assert_eq!((revoked.str("/reference"), revoked.allowed()), ("WM-2019-D001", vec!["reinstate", "cite"]));
    pcc.act(&draft, "correct", &correction).await.refused(409);
    assert_eq!(force.get(&draft).await.expect(200).str("/status"), "revoked");
    let acts: Vec<Value> =
        pcc.all(&format!("/v1/audit?resource_id={id}")).await.iter().map(|entry| entry["act"].clone()).collect();
    assert_eq!(acts, ["create", "take", "correct", "revoke"]);
}

async fn a_decision_needs_its_reasons_its_maker_and_its_day(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let bare = opcc.create("/v1/decisions", &json!({"text": "The unit moves."})).await;
    assert_eq!(pcc.act(&bare, "take", &json!({})).await.refused(422).pointers(), ["/reasons", "/made_by"]);
    let etag = opcc.get(&bare).await.etag();
    opcc.patch(&bare, &etag, &json!({"reasons": "It is too small."})).await.expect(200);
    let maker = json!({"name": "A. Deputy", "capacity": "DPCC"});
    let future = json!({"made_by": maker, "made_on": "2019-01-31"});
    assert_eq!(pcc.act(&bare, "take", &future).await.refused(422).pointers(), ["/made_on"]);
    // Outside a meeting, on a day that has passed, in another year: a series of its own.
    let taken = pcc.act(&bare, "take", &json!({"made_by": maker, "made_on": "2018-12-20"})).await.expect(200);
    assert_eq!((taken.str("/reference"), taken.str("/made_by/name")), ("WM-2018-D001", "A. Deputy"));
    assert_eq!((taken.str("/made_on"), &taken.json["meeting_id"]), ("2018-12-20", &Value::Null));

    let at_meeting = app.decision_in(&stage, "draft").await;
    let before = json!({"made_on": "2019-01-29"});
    assert_eq!(pcc.act(&at_meeting, "take", &before).await.refused(422).pointers(), ["/made_on"]);
    // What was refused took no number.
    assert_eq!(pcc.act(&at_meeting, "take", &json!({})).await.expect(200).str("/reference"), "WM-2019-D001");

    for (body, pointers) in [
        (json!({"text": " "}), vec!["/text"]),
        (json!({"text": "a", "made_by": {"name": "", "capacity": "PCC"}}), vec!["/made_by/name"]),
        (json!({"text": "a", "made_on": "1066-10-14"}), vec!["/made_on"]),
        (json!({"text": "a", "significant_public_interest": true}), vec!["/significant_public_interest_reason"]),
        (json!({"text": "a", "significant_public_interest_reason": "b"}), vec!["/significant_public_interest_reason"]),
        (json!({"text": "a", "reference": "WM-2019-D007"}), vec!["/reference"]),
    ] {
        assert_eq!(opcc.post("/v1/decisions", &body).await.refused(422).pointers(), pointers, "{body}");
    }
    let draft = app.decision_in(&stage, "draft").await;
    let etag = opcc.get(&draft).await.etag();
    let cleared = opcc.patch(&draft, &etag, &json!({"significant_public_interest": false})).await.expect(200);
    assert_eq!(cleared.json["significant_public_interest_reason"], Value::Null);
    let faults = opcc.patch(&draft, &cleared.etag(), &json!({"significant_public_interest": true})).await.refused(422);
    assert_eq!(faults.pointers(), ["/significant_public_interest_reason"]);
}

async fn links_of_a_decision(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let nothing = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
    let outside = app.client("outsider").create("/v1/topics", &json!({"title": "Roads"})).await;
    let outside = outside.rsplit_once('/').expect("a path").1;
    let cancelled = opcc.get(&app.meeting_in(&stage, "cancelled").await).await.id();
    for (member, value) in [
        ("topic_id", json!(nothing)),
        ("topic_id", json!(outside)),
        ("meeting_id", json!(nothing)),
        ("meeting_id", json!(cancelled)),
        ("agenda_item_id", json!(nothing)),
    ] {
        let body = json!({"text": "The unit moves.", member: value});
        assert_eq!(opcc.post("/v1/decisions", &body).await.refused(422).pointers(), [format!("/{member}")], "{body}");
    }
    let body = json!({"text": "The unit moves.", "priority_ids": [stage.priority, stage.priority, nothing]});
    assert_eq!(opcc.post("/v1/decisions", &body).await.refused(422).pointers(), ["/priority_ids/1", "/priority_ids/2"]);

    // What a decision refers to stays.
    let item = json!({"kind": "other", "title": "Estate"});
    let item = opcc.create(&format!("/v1/meetings/{}/agenda-items", stage.meeting), &item).await;
    let item_id = item.rsplit_once('/').expect("a path").1;
    let body =
        json!({"text": "The unit moves.", "meeting_id": stage.meeting, "agenda_item_id": item_id, "topic_id": stage.topic});
    opcc.create("/v1/decisions", &body).await;
    for path in [item, format!("/v1/topics/{}", stage.topic), format!("/v1/meetings/{}", stage.meeting)] {
        let etag = opcc.get(&path).await.etag();
        opcc.delete(&path, &etag).await.refused(409);
    }
    // A decision that was taken at a meeting is recorded later, on its day, until the record of the meeting is agreed.
    let meeting = app.meeting_in(&stage, "held").await;
    let meeting = meeting.rsplit_once('/').expect("a path").1;
    let body = json!({
        "text": "The unit moves.", "reasons": "It is too small.", "meeting_id": meeting,
        "made_by": {"name": "A. Deputy", "capacity": "DPCC"},
    });
    let late = opcc.create("/v1/decisions", &body).await;
    app.set_time("2019-02-20T09:00:00Z");
    assert_eq!(pcc.act(&late, "take", &json!({})).await.expect(200).str("/made_on"), "2019-01-30");
}

async fn a_plan_in_draft_stays_hidden(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let plan = json!({"body_id": stage.body, "title": "The next plan", "period_from": "2021-04-01", "period_to": "2025-03-31"});
    let plan = opcc.post("/v1/plans", &plan).await.expect(201).id();
    let priority = opcc.post("/v1/priorities", &json!({"plan_id": plan, "title": "A secret so far"})).await.expect(201).id();
    let body = json!({
        "text": "The unit moves.", "reasons": "It is too small.", "priority_ids": [priority],
        "made_by": {"name": "A. Deputy", "capacity": "DPCC"},
    });
    let draft = opcc.create("/v1/decisions", &body).await;
    assert_eq!(pcc.act(&draft, "take", &json!({})).await.refused(422).pointers(), ["/priority_ids/0"]);
    let etag = opcc.get(&format!("/v1/priorities/{priority}")).await.etag();
    opcc.delete(&format!("/v1/priorities/{priority}"), &etag).await.refused(409);
    let etag = opcc.get(&draft).await.etag();
    opcc.delete(&draft, &etag).await.expect(204);
    let etag = opcc.get(&format!("/v1/priorities/{priority}")).await.etag();
    opcc.delete(&format!("/v1/priorities/{priority}"), &etag).await.expect(204);
}

async fn decisions_are_found(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.decision_in(&stage, "taken").await;
    app.decision_in(&stage, "revoked").await;
    app.opcc().create("/v1/decisions", &json!({"text": "50% of the fleet is renewed.", "made_on": "2019-02-01"})).await;
    for (query, want) in [
        (String::new(), 3),
        ("status=taken&status=revoked".into(), 2),
        (format!("meeting={}", stage.meeting), 2),
        (format!("topic={}", stage.topic), 2),
        (format!("priority={}", stage.priority), 2),
        ("significant_public_interest=true".into(), 2),
        ("significant_public_interest=false".into(), 1),
        ("made_from=2019-01-31".into(), 1),
        ("made_to=2019-01-30".into(), 2),
        ("q=POWER%20estate".into(), 2),
        ("q=50%25".into(), 1),
        ("q=WM-2019-D002".into(), 1),
        ("area=warwickshire".into(), 0),
        ("modified_since=2019-01-31T00:00:00Z".into(), 0),
    ] {
        let found = app.opcc().get(&format!("/v1/decisions?{query}")).await.expect(200).ids().len();
        assert_eq!(found, want, "{query}");
    }
    let by_day = app.opcc().all("/v1/decisions?sort=-made_on&limit=1").await;
    assert_eq!(by_day.iter().map(|row| row["made_on"].as_str().expect("a day")).collect::<Vec<_>>()[0], "2019-02-01");
    assert_eq!(by_day.len(), 3);
    app.opcc().get("/v1/decisions?who=me").await.refused(400);
}

async fn references_of_decisions_have_no_gaps(app: TestApp) {
    let maker = json!({"name": "A. Commissioner", "capacity": "PCC"});
    let mut drafts = Vec::new();
    for n in 0..32 {
        // Every fourth has no reasons: its number must not be lost.
        let reasons = if n % 4 == 3 { Value::Null } else { json!("It is needed.") };
        let body = json!({"text": format!("Decision {n}"), "reasons": reasons, "made_by": maker});
        drafts.push(app.opcc().create("/v1/decisions", &body).await);
    }
    let tasks: Vec<_> = drafts
        .into_iter()
        .map(|draft| {
            let pcc = app.pcc();
            actix_web::rt::spawn(async move { pcc.act_on(&draft, "take", "\"1\"", &json!({})).await })
        })
        .collect();
    let (mut counts, mut references) = (BTreeMap::new(), Vec::new());
    for task in tasks {
        let reply = task.await.expect("a reply");
        *counts.entry(reply.status).or_insert(0) += 1;
        if reply.status == 200 {
            references.push(reply.str("/reference").to_owned());
        }
    }
    assert_eq!(counts, BTreeMap::from([(200, 24), (422, 8)]));
    references.sort();
    assert_eq!(references, (1..=24).map(|n| format!("WM-2019-D{n:03}")).collect::<Vec<_>>());
}

async fn one_take_of_many_wins(app: TestApp) {
    let stage = Stage::set(&app).await;
    let draft = app.decision_in(&stage, "draft").await;
    let tasks: Vec<_> = (0..32)
        .map(|_| {
            let (pcc, path) = (app.pcc(), format!("{draft}/take"));
            let request = pcc.request(Method::POST, &path).header(IF_MATCH, "\"1\"").json(&json!({}));
            actix_web::rt::spawn(async move { pcc.send(request).await.status })
        })
        .collect();
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for task in tasks {
        *counts.entry(task.await.expect("a reply")).or_default() += 1;
    }
    assert_eq!(counts.get(&200), Some(&1), "{counts:?}");
    assert!(counts.keys().all(|status| [200, 409, 412].contains(status)), "{counts:?}");
    // The losers took no number.
    let next = app.decision_in(&stage, "taken").await;
    assert_eq!(app.force().get(&next).await.expect(200).str("/reference"), "WM-2019-D002");
}
