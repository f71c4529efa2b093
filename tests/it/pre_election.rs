//! Before an election: publication waits and says so, what is necessary is published with its reason, and nothing owed is forgiven.

use serde_json::{Value, json};

use crate::support::stage::{Stage, meeting};
use crate::support::{TestApp, both};

both!(a_hold_tells_the_public, what_is_necessary_is_published, what_is_owed_is_counted_on,);

const INDEX: &str = "/public/v1";

fn hold(kind: &str, explanation: &Value) -> Value {
    json!({"kind": kind, "from_on": "2019-03-25", "to_on": "2019-05-02", "reason": "The office said so.", "explanation": explanation})
}

async fn look(app: &TestApp) -> usize {
    answerable::publishing::editions::due::publish(app.inner()).await.expect("a look")
}

async fn holds(app: &TestApp, path: &str) -> Vec<Value> {
    app.nobody().get(path).await.expect(200).json["holds"].as_array().expect("holds").clone()
}

async fn a_hold_tells_the_public(app: TestApp) {
    Stage::set(&app).await;
    let opcc = app.opcc();
    let path = opcc.create("/v1/publication-holds", &hold("pre_election", &Value::Null)).await;
    let other = json!({"from_on": "2019-04-01", "to_on": "2019-04-01", "reason": "We move.", "explanation": "The office moves."});
    let other = opcc.create("/v1/publication-holds", &other).await;
    let seen = opcc.get(&path).await.expect(200);
    assert_eq!((seen.str("/kind"), opcc.get(&other).await.str("/kind")), ("pre_election", "other"));
    app.force().get(&path).await.refused(404);
    assert_eq!(holds(&app, INDEX).await, Vec::<Value>::new(), "it has not begun");

    app.set_time("2019-03-25T00:00:00Z");
    for place in [INDEX, "/public/v1/owed", "/public/v1/owed?area=west-mercia"] {
        let on = holds(&app, place).await;
        let [one] = on.as_slice() else { panic!("{on:?}") };
        assert_eq!(
            (&one["area"], &one["kind"], &one["from_on"], &one["to_on"]),
            (&json!("west-mercia"), &json!("pre_election"), &json!("2019-03-25"), &json!("2019-05-02")),
            "{place}"
        );
        let words = one["explanation"].as_str().expect("an explanation");
        assert!(words.contains("2019-05-02") && words.contains("day after the poll"), "{words}");
        assert_eq!(words, seen.str("/explanation"), "the body reads what the public reads");
        assert!(!one.to_string().contains("The office said so."), "the reason is the body's own");
    }
    assert_eq!(holds(&app, "/public/v1/owed?area=no-where").await, Vec::<Value>::new());
    app.set_time("2019-04-01T09:00:00Z");
    let words: Vec<Value> = holds(&app, INDEX).await.iter().map(|one| one["explanation"].clone()).collect();
    assert_eq!((words.len(), &words[1]), (2, &json!("The office moves.")));
    // The last moment of the day of the poll in London, and the first of the day after.
    app.set_time("2019-05-02T22:59:59Z");
    assert_eq!(holds(&app, INDEX).await.len(), 1);
    app.set_time("2019-05-02T23:00:00Z");
    assert_eq!(holds(&app, INDEX).await, Vec::<Value>::new());
    app.set_time("2019-04-30T09:00:00Z");
    app.pcc().act(&path, "end", &json!({"reason": "It was called off."})).await.expect(200);
    app.set_time("2019-04-30T09:01:00Z");
    assert_eq!(holds(&app, INDEX).await, Vec::<Value>::new(), "one that has ended");
    let bad = hold("by_election", &Value::Null);
    assert_eq!(opcc.post("/v1/publication-holds", &bad).await.refused(422).pointers(), ["/kind"]);
    assert_eq!(opcc.post("/v1/publication-holds", &hold("other", &json!(" "))).await.refused(422).pointers(), ["/explanation"]);
}

async fn what_is_necessary_is_published(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let (draft, edition) = (app.edition_in(&stage, "prepared").await, app.edition_in(&stage, "approved").await);
    let (due, waiting) = (app.edition_in(&stage, "approved").await, app.edition_in(&stage, "approved").await);
    opcc.create("/v1/publication-holds", &hold("pre_election", &Value::Null)).await;
    app.set_time("2019-04-01T09:00:00Z");
    let because = json!({"reason": "The law sets a day for it."});
    pcc.act(&draft, "mark-necessary", &because).await.refused(409);
    opcc.act(&edition, "publish", &json!({})).await.refused(409);
    opcc.act(&edition, "mark-necessary", &because).await.refused(403);
    pcc.act(&edition, "mark-necessary", &json!({"reason": " "})).await.refused(422);
    let marked = pcc.act(&edition, "mark-necessary", &because).await.expect(200);
    assert_eq!((marked.str("/status"), marked.str("/necessary_reason")), ("approved", "The law sets a day for it."));
    // A recall takes it back.
    let recalled = opcc.act(&edition, "recall", &json!({"reason": "A slip."})).await.expect(200);
    assert_eq!(recalled.json["necessary_reason"], Value::Null);
    pcc.act(&edition, "approve", &crate::support::stage::despite()).await.expect(200);
    opcc.act(&edition, "publish", &json!({})).await.refused(409);
    pcc.act(&edition, "mark-necessary", &because).await.expect(200);
    opcc.act(&edition, "publish", &json!({})).await.expect(200);

    let document = app.nobody().get(&format!("/public{edition}")).await.expect(200);
    assert_eq!(document.str("/necessary_reason"), "The law sets a day for it.");
    let listed = app.nobody().get("/public/v1/editions").await.expect(200);
    assert_eq!(listed.str("/data/0/necessary_reason"), "The law sets a day for it.");
    pcc.act(&edition, "mark-necessary", &because).await.refused(409);

    // At its time it goes out too, and another one waits; a hold of another kind lets nothing through.
    pcc.act(&due, "mark-necessary", &because).await.expect(200);
    opcc.act(&due, "publish", &json!({"publish_at": "2019-04-02T09:00:00Z"})).await.expect(200);
    opcc.act(&waiting, "publish", &json!({"publish_at": "2019-04-02T09:00:00Z"})).await.refused(409);
    let other = opcc.create("/v1/publication-holds", &hold("other", &Value::Null)).await;
    app.set_time("2019-04-02T09:00:00Z");
    assert_eq!(look(&app).await, 0);
    pcc.act(&other, "end", &json!({"reason": "Done."})).await.expect(200);
    assert_eq!(look(&app).await, 1);
    assert_eq!(opcc.get(&due).await.str("/status"), "published");
}

async fn what_is_owed_is_counted_on(app: TestApp) {
    let stage = Stage::set(&app).await;
    let mut open = meeting(&stage.body, "Open meeting", "2019-02-27");
    open["is_public"] = json!(true);
    app.opcc().create("/v1/meetings", &open).await;
    app.opcc().create("/v1/publication-holds", &hold("pre_election", &Value::Null)).await;
    let late = async |at: &str| {
        app.set_time(at);
        let public = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200).json;
        assert_eq!(public["holds"].as_array().map(Vec::len), Some(1));
        let says = public["definitions"]["holds"].as_str().expect("a definition");
        assert!(says.contains("no law stops the days"), "{says}");
        let office = app.opcc().get("/v1/reports/owed").await.expect(200).json;
        assert_eq!(office["holds"], public["holds"]);
        public["rows"][0]["days_late"].as_i64().expect("days")
    };
    let first = late("2019-03-25T09:00:00Z").await;
    assert_eq!(late("2019-04-04T09:00:00Z").await, first + 10, "ten days of the hold are ten days late");
}
