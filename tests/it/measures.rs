//! Measures by role: the body defines what is counted, everybody sees it, and what a figure uses stays.

use serde_json::json;

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(a_measure_is_defined_used_and_kept, bad_measures_are_named, what_is_hidden_keeps_nothing_from_being_deleted);

async fn a_measure_is_defined_used_and_kept(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let backlog = json!({
        "name": "Digital forensics backlog", "definition": "Devices received and not yet examined.", "unit": "devices",
        "unit_kind": "count", "direction": "lower_is_better", "topic_id": stage.topic, "priority_ids": [stage.priority],
    });
    force.post("/v1/measures", &backlog).await.refused(403);
    let path = opcc.create("/v1/measures", &backlog).await;
    let read = force.get(&path).await.expect(200);
    assert_eq!((read.str("/unit"), read.str("/direction"), read.allowed()), ("devices", "lower_is_better", vec![]));

    let share = json!({
        "name": "Idle kiosks", "definition": "Operators without a case.", "unit": "%", "unit_kind": "percent",
        "direction": "lower_is_better", "numerator": "operators without a case", "denominator": "trained operators",
    });
    let share = app.pcc().create("/v1/measures", &share).await;
    let plan = format!("/v1/measures?plan={}", stage.plan);
    let priority = format!("/v1/measures?priority={}", stage.priority);
    for filter in [&plan, &priority, "/v1/measures?unit_kind=count", "/v1/measures?q=backlog+examined"] {
        let found = force.all(filter).await;
        assert_eq!(found.len(), 1, "{filter}");
        assert_eq!(found[0]["id"], read.json["id"], "{filter}");
    }
    let edited = opcc.patch(&share, "\"1\"", &json!({"denominator": null})).await.expect(200);
    assert_eq!((edited.json["denominator"].is_null(), edited.etag().as_str()), (true, "\"2\""));
    opcc.patch(&share, "\"1\"", &json!({"unit": "percent"})).await.refused(412);
    opcc.patch(&share, "\"2\"", &json!({"numerator": null, "denominator": "x"})).await.refused(422);

    // A figure uses it: it stays, and so does its topic.
    let point = json!({"label": "Backlog", "value": {"kind": "exact", "value": "893"}, "measure_id": read.id()});
    let point = opcc.create("/v1/data-points", &point).await;
    opcc.delete(&path, "\"1\"").await.refused(409);
    let meant_otherwise = json!({"definition": "Something else.", "unit": "pounds", "unit_kind": "money"});
    let refused = opcc.patch(&path, "\"1\"", &meant_otherwise).await.refused(422);
    assert_eq!(refused.pointers(), ["/definition", "/unit", "/unit_kind"]);
    opcc.delete(&format!("/v1/topics/{}", stage.topic), "\"1\"").await.refused(409);
    opcc.delete(&point, "\"1\"").await.expect(204);
    opcc.delete(&path, "\"1\"").await.expect(204);
    opcc.delete(&format!("/v1/topics/{}", stage.topic), "\"1\"").await.expect(204);
}

async fn bad_measures_are_named(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let good = json!({"name": "a", "definition": "b", "unit": "c", "unit_kind": "other", "direction": "neither"});
    let with = |member: &str, value: serde_json::Value| {
        let mut body = good.clone();
        body[member] = value;
        body
    };
    let nowhere = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
    let draft = json!({"body_id": stage.body, "title": "B", "period_from": "2021-01-01", "period_to": "2025-01-01"});
    let draft = opcc.post("/v1/plans", &draft).await.expect(201).id();
    let draft = opcc.post("/v1/priorities", &json!({"plan_id": draft, "title": "Later"})).await.expect(201).id();
    for (body, pointer) in [
        (with("name", json!("two\nlines")), "/name"),
        (with("definition", json!("a\u{0}b")), "/definition"),
        (with("unit_kind", json!("apples")), "/unit_kind"),
        (with("direction", json!(null)), "/direction"),
        (with("denominator", json!("all of them")), "/numerator"),
        (with("topic_id", json!(nowhere)), "/topic_id"),
        (with("priority_ids", json!([nowhere])), "/priority_ids/0"),
        (with("priority_ids", json!([stage.priority, stage.priority])), "/priority_ids/1"),
        (with("priority_ids", json!([draft])), "/priority_ids/0"),
        (with("nmae", json!("a")), "/nmae"),
    ] {
        assert_eq!(opcc.post("/v1/measures", &body).await.refused(422).pointers(), [pointer], "{body}");
    }
    assert!(opcc.all("/v1/measures").await.is_empty());
}

/// A refusal to delete what only a draft of the force refers to would tell the body of the draft.
async fn what_is_hidden_keeps_nothing_from_being_deleted(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let measure = opcc.create("/v1/measures", &crate::access::measures::measure("Backlog")).await;
    let point = json!({
        "label": "Backlog", "value": {"kind": "exact", "value": "893"}, "topic_id": stage.topic, "meeting_id": stage.meeting,
        "measure_id": measure.rsplit_once('/').expect("a path").1,
    });
    let point = force.create("/v1/data-points", &point).await;
    opcc.delete(&measure, "\"1\"").await.expect(204);
    opcc.delete(&format!("/v1/topics/{}", stage.topic), "\"1\"").await.expect(204);
    opcc.delete(&format!("/v1/meetings/{}", stage.meeting), "\"1\"").await.expect(204);
    let refused = force.act(&point, "submit", &json!({})).await.refused(422);
    assert_eq!(refused.pointers(), ["/topic_id", "/meeting_id", "/measure_id"]);
    let cleared = json!({"topic_id": null, "meeting_id": null, "measure_id": null});
    force.patch(&point, "\"1\"", &cleared).await.expect(200);
    force.act(&point, "submit", &json!({})).await.expect(200);
}
