//! Figures by role: what the record of January 2019 holds of them, each as it was given.

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(
    figures_are_kept_as_they_were_given,
    a_draft_is_its_own_sides,
    a_wrong_figure_is_superseded,
    figures_that_contradict_each_other_stand_side_by_side,
    bad_figures_are_named,
    one_of_two_corrections_wins,
);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn figures_are_kept_as_they_were_given(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let question = app.question_in(&stage, "put").await;
    for (label, value) in [
        ("Backlog of devices", json!({"kind": "range", "low": "865", "high": "893"})),
        ("New cases a week", json!({"kind": "average", "value": "52", "low": "37", "high": "60"})),
        ("Time a case", json!({"kind": "change", "by": "20", "unit": "percent", "basis": "against the year before"})),
        ("Idle operators", json!({"kind": "fraction", "bound": "over", "numerator": 1, "denominator": 3})),
        ("Investment", json!({"kind": "money", "pence": 154_000_000, "currency": "GBP"})),
        ("Recruits", json!({"kind": "exact", "value": "115"})),
        ("Demand", json!({"kind": "direction", "direction": "up"})),
        ("Vacancies", json!({"kind": "text", "text": "hardly any"})),
        ("Debt", json!({"kind": "money", "pence": -9_007_199_254_740_991_i64, "currency": "GBP"})),
    ] {
        let point = json!({
            "label": label, "value": value, "period_text": "over three months", "as_of": "2019-01-30", "collected": "manual",
            "caveat": "Counted by hand.", "said_by": [{"name": "A. Constable", "capacity": "CC"}, {"capacity": "ACC"}],
            "as_stated": "As it was printed.", "conditional_on": "The budget is accepted.", "question_id": id(&question),
            "meeting_id": stage.meeting, "topic_id": stage.topic, "priority_ids": [stage.priority],
        });
        let path = opcc.create("/v1/data-points", &point).await;
        opcc.act(&path, "submit", &json!({})).await.expect(200);
        let read = force.get(&path).await.expect(200);
        for (member, given) in point.as_object().expect("an object") {
            let mut given = given.clone();
            if member == "said_by" {
                given[1]["name"] = Value::Null;
            }
            assert_eq!(read.json[member], given, "{label}: {member}");
        }
    }
    for (filter, count) in [
        (format!("question={}", id(&question)), 9),
        (format!("meeting={}&topic={}&priority={}&plan={}", stage.meeting, stage.topic, stage.priority, stage.plan), 9),
        ("kind=money".into(), 2),
        ("kind=money&kind=range".into(), 3),
        ("collected=manual&status=submitted&side=office".into(), 9),
        ("collected=estimated".into(), 0),
        ("q=printed+backlog".into(), 1),
        ("as_of_from=2019-01-30&as_of_to=2019-01-30".into(), 9),
        ("as_of_from=2019-01-31".into(), 0),
        ("sort=-as_of&limit=4".into(), 9),
    ] {
        assert_eq!(force.all(&format!("/v1/data-points?{filter}")).await.len(), count, "{filter}");
    }
    force.get("/v1/data-points?response=x").await.refused(400);
}

async fn a_draft_is_its_own_sides(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let figure = json!({"label": "Backlog", "value": {"kind": "exact", "value": "893"}});
    pcc.post("/v1/data-points", &figure).await.refused(403);
    let draft = force.create("/v1/data-points", &figure).await;
    for client in [&pcc, &opcc, &app.client("outsider")] {
        client.get(&draft).await.refused(404);
        client.act(&draft, "submit", &json!({})).await.refused(404);
        assert_eq!(client.get("/v1/data-points?count=exact").await.json["page"]["total"], 0);
    }
    let recorded = opcc.create("/v1/data-points", &figure).await;
    pcc.get(&recorded).await.expect(200);
    force.get(&recorded).await.refused(404);

    // What it refers to has to be there for the caller: a draft question is not, for the force.
    let question = app.question_in(&stage, "draft").await;
    let asks = |question: &str| json!({"label": "a", "value": {"kind": "exact", "value": "1"}, "question_id": id(question)});
    let refused = force.post("/v1/data-points", &asks(&question)).await.refused(422);
    assert_eq!(refused.json["errors"][0]["detail"], "is not the id of a question in this area");
    let refused = opcc.post("/v1/data-points", &asks(&question)).await.refused(422);
    assert_eq!(refused.json["errors"][0]["detail"], "the question has not been put: put it first");
    let hidden = json!({"label": "a", "value": {"kind": "exact", "value": "1"}, "conflicts_with": [id(&draft)]});
    assert_eq!(opcc.post("/v1/data-points", &hidden).await.refused(422).pointers(), ["/conflicts_with/0"]);

    // A draft answer is named to nobody else, until it is submitted.
    let question = app.question_in(&stage, "put").await;
    let answer = app.response_to(&question, "draft").await;
    force.patch(&draft, "\"1\"", &json!({"response_id": id(&answer)})).await.expect(200);
    let submitted = force.act(&draft, "submit", &json!({})).await.expect(200);
    assert_eq!((submitted.str("/status"), submitted.str("/response_id")), ("submitted", id(&answer)));
    assert_eq!(pcc.get(&draft).await.expect(200).json["response_id"], Value::Null);
    force.act(&answer, "submit", &json!({})).await.expect(200);
    assert_eq!(pcc.get(&draft).await.str("/response_id"), id(&answer));

    // Submitted, it is fixed.
    force.patch(&draft, &submitted.etag(), &json!({"label": "Another"})).await.refused(409);
    force.delete(&draft, &submitted.etag()).await.refused(409);
    force.act(&draft, "submit", &json!({})).await.refused(409);
    opcc.act(&draft, "submit", &json!({})).await.refused(403);
}

async fn a_wrong_figure_is_superseded(app: TestApp) {
    let (opcc, force) = (app.opcc(), app.force());
    let wrong = app.data_point_in("force", "submitted").await;
    let right = json!({
        "label": "Backlog", "value": {"kind": "range", "low": "866", "high": "893"}, "supersedes": id(&wrong),
        "supersede_reason": "A column was left out.",
    });
    let pointers = |reply: crate::support::Reply| reply.refused(422).pointers().join(" ");
    assert_eq!(pointers(opcc.post("/v1/data-points", &right).await), "/supersedes", "it is not the office's figure");
    let mut without = right.clone();
    without["supersede_reason"] = Value::Null;
    assert_eq!(pointers(force.post("/v1/data-points", &without).await), "/supersede_reason");
    let draft = force.create("/v1/data-points", &right).await;
    let another = force.create("/v1/data-points", &right).await;
    assert_eq!(opcc.get(&wrong).await.str("/status"), "submitted");
    force.act(&draft, "submit", &json!({})).await.expect(200);
    let old = opcc.get(&wrong).await.expect(200);
    assert_eq!((old.str("/status"), old.str("/superseded_by"), old.str("/value/low")), ("superseded", id(&draft), "865"));
    let new = opcc.get(&draft).await.expect(200);
    assert_eq!((new.str("/supersedes"), new.str("/supersede_reason")), (id(&wrong), "A column was left out."));
    assert_eq!(pointers(force.act(&another, "submit", &json!({})).await), "/supersedes");
    let trail = opcc.all(&format!("/v1/audit?resource_id={}&act=supersede", id(&wrong))).await;
    assert_eq!((trail.len(), trail[0]["reason"].as_str()), (1, Some("A column was left out.")));
}

async fn figures_that_contradict_each_other_stand_side_by_side(app: TestApp) {
    let (opcc, force) = (app.opcc(), app.force());
    let said = app.data_point_in("opcc", "submitted").await;
    let other = json!({"label": "Backlog", "value": {"kind": "exact", "value": "900"}, "conflicts_with": [id(&said)]});
    let other = force.create("/v1/data-points", &other).await;
    assert_eq!(opcc.get(&said).await.json["conflicts_with"], json!([]));
    assert_eq!(force.get(&said).await.json["conflicts_with"], json!([id(&other)]));
    force.act(&other, "submit", &json!({})).await.expect(200);
    for (one, names) in [(&said, &other), (&other, &said)] {
        assert_eq!(opcc.get(one).await.expect(200).json["conflicts_with"], json!([id(names)]));
    }
    assert_eq!(opcc.get(&said).await.str("/status"), "submitted");
}

async fn bad_figures_are_named(app: TestApp) {
    let force = app.force();
    let exact = json!({"kind": "exact", "value": "1"});
    let nowhere = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
    for (member, value, pointer) in [
        ("value", json!({"kind": "range", "low": "893", "high": "865"}), "/value/low"),
        ("value", json!({"kind": "fraction", "bound": "over", "numerator": 1, "denominator": 0}), "/value/denominator"),
        ("value", json!({"kind": "average", "value": "99", "low": "37", "high": "60"}), "/value/value"),
        ("value", json!({"kind": "exact", "value": 0.1}), "/value/value"),
        ("value", json!({"kind": "exact", "value": "1e9"}), "/value/value"),
        ("value", json!({"kind": "money", "pence": 9_223_372_036_854_775_808_u64, "currency": "GBP"}), "/value/pence"),
        ("value", json!({"kind": "money", "pence": 1, "currency": "EUR"}), "/value/currency"),
        ("value", json!({"kind": "money", "pence": 1, "currency": "GBP", "low": "1"}), "/value"),
        ("value", json!({"kind": "range", "low": "1"}), "/value"),
        ("value", json!({"kind": "text", "text": "a\u{0}"}), "/value/text"),
        ("value", json!(12), "/value"),
        ("label", json!(""), "/label"),
        ("period_to", json!("2018-12-31"), "/period_to"),
        ("as_of", json!("0019-01-30"), "/as_of"),
        ("collected", json!("guessed"), "/collected"),
        ("said_by", json!([{"capacity": "CC"}, {"capacity": " "}]), "/said_by/1/capacity"),
        ("measure_id", json!(nowhere), "/measure_id"),
        ("question_id", json!(nowhere), "/question_id"),
        ("response_id", json!(nowhere), "/response_id"),
        ("meeting_id", json!(nowhere), "/meeting_id"),
        ("topic_id", json!(nowhere), "/topic_id"),
        ("priority_ids", json!([nowhere]), "/priority_ids/0"),
        ("conflicts_with", json!([nowhere]), "/conflicts_with/0"),
        ("supersede_reason", json!("Because."), "/supersedes"),
    ] {
        let mut body = json!({"label": "a", "value": exact, "period_from": "2019-01-01"});
        body[member] = value;
        assert_eq!(force.post("/v1/data-points", &body).await.refused(422).pointers(), [pointer], "{body}");
    }
    assert!(force.all("/v1/data-points").await.is_empty());
    let point = force.create("/v1/data-points", &json!({"label": "a", "value": exact})).await;
    for (patch, pointer) in [
        (json!({"value": null}), "/value"),
        (json!({"value": {"kind": "range", "low": "2", "high": "1"}}), "/value/low"),
        (json!({"period_from": "2019-02-01", "period_to": "2019-01-01"}), "/period_to"),
        (json!({"conflicts_with": [id(&point)]}), "/conflicts_with/0"),
    ] {
        assert_eq!(force.patch(&point, "\"1\"", &patch).await.refused(422).pointers(), [pointer], "{patch}");
    }
}

async fn one_of_two_corrections_wins(app: TestApp) {
    let force = app.force();
    let wrong = app.data_point_in("force", "submitted").await;
    let right = json!({
        "label": "Backlog", "value": {"kind": "exact", "value": "893"}, "supersedes": id(&wrong), "supersede_reason": "A slip.",
    });
    let mut tasks = Vec::new();
    for _ in 0..16 {
        let draft = force.create("/v1/data-points", &right).await;
        let client = force.clone();
        let submit = client.request(Method::POST, &format!("{draft}/submit")).header(IF_MATCH, "\"1\"").json(&json!({}));
        tasks.push(async move { client.send(submit).await });
    }
    let tasks: Vec<_> = tasks.into_iter().map(actix_web::rt::spawn).collect();
    let mut won = 0;
    for task in tasks {
        let reply = task.await.expect("a reply");
        assert!([200, 409, 422].contains(&reply.status), "{}", reply.text);
        won += usize::from(reply.status == 200);
    }
    assert_eq!(won, 1);
    assert_eq!(force.all("/v1/data-points?status=submitted").await.len(), 1);
}
