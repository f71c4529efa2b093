//! The report on coverage: what was not asked about, to the day, and the heads that questions carry.

use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Client, TestApp, both};

both!(priorities_not_asked_about, plans_in_force_and_others, heads_of_the_act, heads_on_questions,);

const FIRST: &str = "Putting victims and survivors first";

async fn report(client: &Client, filter: &str) -> Value {
    client.get(&format!("/v1/reports/coverage?{filter}")).await.expect(200).json
}

/// Title of each priority with: not asked, the last day, days since, questions in the window.
fn told(report: &Value) -> Vec<(String, Value)> {
    let row = |row: &Value| {
        let asked = &row["asked"];
        let name = row["title"].as_str().or(row["head"].as_str()).expect("a name");
        (name.to_owned(), json!([asked["not_asked"], asked["last_on"], asked["days_since"], asked["questions"]]))
    };
    report["priorities"].as_array().expect("rows").iter().map(row).collect()
}

fn one(report: &Value) -> Value {
    let rows = told(report);
    assert_eq!((rows.len(), rows[0].0.as_str()), (1, FIRST));
    rows[0].1.clone()
}

async fn ask(app: &TestApp, stage: &Stage, put_on: &str, heads: Value) -> String {
    let draft = json!({"text": "What has changed?", "priority_ids": [stage.priority], "heads": heads});
    let path = app.opcc().create("/v1/questions", &draft).await;
    app.pcc().act(&path, "put", &json!({"put_on": put_on})).await.expect(200);
    path
}

async fn priorities_not_asked_about(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2019-07-15T10:00:00Z");
    let force = app.force();
    app.question_in(&stage, "draft").await;
    let never = report(&force, "").await;
    assert_eq!((&never["on"], &never["months"], &never["from"]), (&json!("2019-07-15"), &json!(6), &json!("2019-01-16")));
    assert_eq!(one(&never), json!([true, null, null, 0]), "a draft was not put to anybody");

    let withdrawn = ask(&app, &stage, "2018-12-30", json!([])).await;
    app.pcc().act(&withdrawn, "withdraw", &json!({"reason": "Overtaken."})).await.expect(200);
    for (filter, want) in [
        // Six months to the day have passed without a question: the window begins on 31 December.
        ("on=2019-06-30", json!([true, "2018-12-30", 182, 0])),
        ("on=2019-06-29", json!([false, "2018-12-30", 181, 1])),
        ("on=2019-06-30&months=7", json!([false, "2018-12-30", 182, 1])),
        ("on=2018-12-30&months=1", json!([false, "2018-12-30", 0, 1])),
        ("on=2018-12-29", json!([true, null, null, 0])),
    ] {
        assert_eq!(one(&report(&force, filter).await), want, "{filter}");
    }
    ask(&app, &stage, "2018-12-31", json!([])).await;
    ask(&app, &stage, "2019-07-01", json!([])).await;
    for (filter, want) in [
        ("on=2019-06-30", json!([false, "2018-12-31", 181, 1])),
        ("on=2019-07-01", json!([false, "2019-07-01", 0, 1])),
        ("on=2019-07-01&months=120", json!([false, "2019-07-01", 0, 3])),
        ("", json!([false, "2019-07-01", 14, 1])),
        ("on=2030-01-01", json!([true, "2019-07-01", 3837, 0])),
    ] {
        assert_eq!(one(&report(&force, filter).await), want, "{filter}");
    }
    let same = report(&app.pcc(), "on=2019-07-01").await;
    assert_eq!(report(&app.client("reader"), "on=2019-07-01").await, same, "the same to everybody in the area");
    assert_eq!(report(&force, "on=2019-07-01").await, same);
    for (bad, pointer) in [
        ("months=0", "months"),
        ("months=121", "months"),
        ("months=x", "months"),
        ("on=soon", "on"),
        ("on=1700-01-01", "on"),
        ("plan=x", "plan"),
        ("year=2019", "year"),
    ] {
        let refused = force.get(&format!("/v1/reports/coverage?{bad}")).await.refused(400);
        assert_eq!(refused.pointers(), [format!("/query/{pointer}")], "{bad}");
    }
    assert_eq!(report(&force, "on=1800-01-01&months=120").await["from"], "1790-01-02");
    app.nobody().get("/v1/reports/coverage").await.refused(401);
}

async fn plans_in_force_and_others(app: TestApp) {
    let stage = Stage::set(&app).await;
    let draft = app.plan_in(&stage, "draft").await;
    let draft = draft.rsplit_once('/').expect("a path").1;
    let later = app.plan_in(&stage, "draft").await;
    app.pcc().act(&later, "adopt", &json!({"adopted_on": "2018-06-01"})).await.expect(200);
    ask(&app, &stage, "2019-01-10", json!([])).await;
    let titles = |report: &Value| told(report).into_iter().map(|row| row.0).collect::<Vec<_>>();
    let (pcc, force, outsider) = (app.pcc(), app.force(), app.client("outsider"));
    assert_eq!(titles(&report(&force, "on=2018-05-31").await), [FIRST]);
    assert_eq!(titles(&report(&force, "on=2018-06-01").await), [FIRST, "Reassuring communities"]);
    assert_eq!(titles(&report(&force, "on=2016-10-24").await), Vec::<String>::new());
    assert_eq!(told(&report(&outsider, "").await), vec![], "another area has plans of its own");
    assert!(told(&report(&outsider, &format!("plan={}", stage.plan)).await).is_empty());

    let superseded =
        json!({"superseded_by": later.rsplit_once('/').expect("a path").1, "superseded_on": "2019-01-20", "reason": "New."});
    pcc.act(&format!("/v1/plans/{}", stage.plan), "supersede", &superseded).await.expect(200);
    assert_eq!(titles(&report(&force, "on=2019-01-19").await), [FIRST, "Reassuring communities"]);
    assert_eq!(titles(&report(&force, "on=2019-01-20").await), ["Reassuring communities"]);
    assert_eq!(one(&report(&force, &format!("on=2019-01-20&plan={}", stage.plan)).await), json!([false, "2019-01-10", 10, 1]));

    // A plan in draft is there for the body alone, and only when it is asked for.
    assert_eq!(titles(&report(&pcc, &format!("plan={draft}")).await), ["Reassuring communities"]);
    assert!(titles(&report(&force, &format!("plan={draft}")).await).is_empty());
    assert_eq!(titles(&report(&pcc, "").await), ["Reassuring communities"]);
}

async fn heads_of_the_act(app: TestApp) {
    let stage = Stage::set(&app).await;
    ask(&app, &stage, "2019-01-10", json!(["value_for_money", "cooperation"])).await;
    ask(&app, &stage, "2019-01-20", json!(["value_for_money"])).await;
    ask(&app, &stage, "2018-01-20", json!(["child_safeguarding"])).await;
    let report = report(&app.force(), "").await;
    let heads = report["heads"].as_array().expect("heads");
    let row = |head: &Value| {
        let asked = &head["asked"];
        let last = asked["last_on"].as_str().unwrap_or("-").to_owned();
        let paragraph = head["paragraph"].as_str().expect("a paragraph");
        format!("{paragraph} {} {} {last} {}", head["head"].as_str().expect("a head"), asked["not_asked"], asked["questions"])
    };
    assert_eq!(
        heads.iter().map(row).collect::<Vec<_>>(),
        [
            "s.1(8)(a) police_and_crime_plan true - 0",
            "s.1(8)(b) strategic_policing_requirement true - 0",
            "s.1(8)(c) codes_of_practice true - 0",
            "s.1(8)(d) cooperation false 2019-01-10 1",
            "s.1(8)(e) local_engagement true - 0",
            "s.1(8)(f) value_for_money false 2019-01-20 2",
            "s.1(8)(g) equality_and_diversity true - 0",
            "s.1(8)(h) child_safeguarding true 2018-01-20 0",
        ]
    );
    let elsewhere = self::report(&app.client("outsider"), "").await;
    assert!(elsewhere["heads"].as_array().expect("heads").iter().all(|head| head["asked"]["last_on"].is_null()));
}

async fn heads_on_questions(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let ask = |heads: Value| json!({"text": "What does it cost?", "heads": heads});
    assert_eq!(opcc.post("/v1/questions", &ask(json!(["cost"]))).await.refused(422).pointers(), ["/heads/0"]);
    let twice = json!(["value_for_money", "cooperation", "value_for_money"]);
    assert_eq!(opcc.post("/v1/questions", &ask(twice)).await.refused(422).pointers(), ["/heads/2"]);
    let bare = opcc.create("/v1/questions", &json!({"text": "Why?"})).await;
    assert_eq!(opcc.get(&bare).await.json["heads"], json!([]));

    let path = opcc.create("/v1/questions", &ask(json!(["value_for_money"]))).await;
    opcc.patch(&path, "\"1\"", &json!({"heads": null})).await.refused(422);
    let changed = opcc.patch(&path, "\"1\"", &json!({"heads": ["value_for_money", "local_engagement"]})).await.expect(200);
    assert_eq!(changed.json["heads"], json!(["value_for_money", "local_engagement"]));
    let kept = opcc.patch(&path, "\"2\"", &json!({"text": "What does it cost a year?"})).await.expect(200);
    assert_eq!(kept.json["heads"], json!(["value_for_money", "local_engagement"]));
    let under = |head: &str| format!("/v1/questions?head={head}&count=exact");
    assert_eq!(force.get(&under("value_for_money")).await.expect(200).json["page"]["total"], 0, "nobody else sees the draft");
    assert_eq!(pcc.get(&under("local_engagement")).await.expect(200).json["page"]["total"], 1);
    assert_eq!(force.get(&under("cost")).await.refused(400).pointers(), ["/query/head"]);

    pcc.act(&path, "put", &json!({})).await.expect(200);
    assert_eq!(force.get(&under("value_for_money")).await.expect(200).json["page"]["total"], 1);
    let carried = opcc.act(&path, "carry-forward", &json!({"reason": "No time."})).await.expect(200);
    let successor = opcc.get(&format!("/v1/questions/{}", carried.str("/carried_forward_to"))).await.expect(200);
    assert_eq!(successor.json["heads"], json!(["value_for_money", "local_engagement"]));
    assert_eq!(opcc.get(&under("value_for_money")).await.expect(200).json["page"]["total"], 2);
    let draft = opcc.create("/v1/questions", &ask(json!(["codes_of_practice"]))).await;
    opcc.delete(&draft, "\"1\"").await.expect(204);
    assert_eq!(stage.question("x")["heads"], Value::Null, "questions without heads are good");
}
