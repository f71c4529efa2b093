//! The golden thread of a priority: from the question to the outcome, page by page, by role.

use serde_json::{Value, json};

use crate::access::findings::finding;
use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(
    from_the_question_to_the_outcome,
    a_thread_of_a_hidden_plan_is_not_there,
    a_thread_is_read_by_pages,
    what_is_apart_is_bounded,
);

fn last(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

fn thread(stage: &Stage) -> String {
    format!("/v1/priorities/{}/thread", stage.priority)
}

fn ids(rows: &Value) -> Vec<&str> {
    rows.as_array().expect("rows").iter().map(|row| row["id"].as_str().expect("an id")).collect()
}

async fn from_the_question_to_the_outcome(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let empty = force.get(&thread(&stage)).await.expect(200);
    assert_eq!((empty.str("/priority/title"), &empty.json["data"]), ("Putting victims and survivors first", &json!([])));
    assert_eq!(empty.json["page"], json!({"limit": 20}));

    let question = app.question_in(&stage, "answered").await;
    let answer = force.all(&format!("{question}/responses")).await[0]["id"].clone();
    let judged = json!({"outcome": "part_answered", "reason": "One month of three."});
    opcc.act(&question, "judge", &judged).await.expect(200);
    let mut concluded = finding(&stage, "The backlog has grown.");
    concluded["question_id"] = json!(last(&question));
    let concluded = opcc.create("/v1/findings", &concluded).await;
    let action = json!({"text": "A plan with dates.", "owner": "CC", "owner_side": "force", "question_id": last(&question),
        "priority_ids": [stage.priority]});
    let action = opcc.create("/v1/actions", &action).await;
    force.act(&action, "start", &json!({})).await.expect(200);
    force.act(&action, "claim", &json!({"evidence": "It was sent."})).await.expect(200);
    pcc.act(&action, "accept", &json!({})).await.expect(200);
    pcc.act(&action, "check-outcome", &json!({"result": "refuted", "reason": "The dates slipped."})).await.expect(200);
    let draft = app.question_in(&stage, "draft").await;
    let elsewhere = opcc.create("/v1/questions", &json!({"text": "Of nothing in particular?"})).await;
    // Linked to the priority, while its question is not: it would be lost between the two.
    pcc.act(&elsewhere, "put", &json!({})).await.expect(200);
    let mut other = finding(&stage, "Something else.");
    other["question_id"] = json!(last(&elsewhere));
    let other = opcc.create("/v1/findings", &other).await;
    let loose = app.action_in(&stage, "accepted").await;
    let recorded = app.recommendation_set_in(&stage, "recorded").await;
    let set_in_draft = app.recommendation_set_in(&stage, "draft").await;
    let figure = json!({"label": "Backlog", "value": {"kind": "exact", "value": "893"}, "priority_ids": [stage.priority]});
    let figure = force.create("/v1/data-points", &figure).await;

    let seen = opcc.get(&thread(&stage)).await.expect(200).json;
    assert_eq!(ids(&seen["data"]), [last(&draft), last(&question)], "drafts stand before what was put");
    let one = &seen["data"][1];
    assert_eq!((ids(&one["responses"]), ids(&one["findings"])), (vec![answer.as_str().expect("an id")], vec![last(&concluded)]));
    assert_eq!(ids(&one["actions"]), [last(&action)]);
    assert_eq!(one["judgements"][0]["outcome"], "part_answered");
    assert_eq!(one["actions"][0]["outcome_checks"][0]["result"], "refuted");
    assert_eq!(
        (ids(&seen["apart"]["findings"]["data"]), ids(&seen["apart"]["actions"]["data"])),
        (vec![last(&other)], vec![last(&loose)])
    );
    assert_eq!(seen["apart"]["actions"]["data"][0]["outcome_checks"], json!([]));
    assert_eq!(ids(&seen["apart"]["recommendation_sets"]["data"]), [last(&set_in_draft), last(&recorded)]);
    assert_eq!(ids(&seen["apart"]["data_points"]["data"]), Vec::<&str>::new(), "the figure is a draft of the force");
    let alone = opcc.get(&format!("{question}?include=responses,exchanges,findings,actions,judgements")).await.expect(200).json;
    let mut embedded = one.clone();
    embedded["actions"][0].as_object_mut().expect("an action").remove("outcome_checks");
    assert_eq!(embedded, alone, "as the question is read by itself");

    let seen = force.get(&thread(&stage)).await.expect(200).json;
    assert_eq!(ids(&seen["data"]), [last(&question)]);
    assert_eq!(seen["data"][0]["findings"], json!([]), "the finding is not shared yet");
    assert_eq!(ids(&seen["apart"]["findings"]["data"]), Vec::<&str>::new());
    assert_eq!(ids(&seen["apart"]["recommendation_sets"]["data"]), [last(&recorded)]);
    assert_eq!(ids(&seen["apart"]["data_points"]["data"]), [last(&figure)]);
}

async fn a_thread_of_a_hidden_plan_is_not_there(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, force) = (app.pcc(), app.force());
    app.client("outsider").get(&thread(&stage)).await.refused(404);
    app.nobody().get(&thread(&stage)).await.refused(401);
    let draft_plan = app.plan_in(&stage, "draft").await;
    let hidden = pcc.get(&format!("/v1/priorities?plan={}", last(&draft_plan))).await.ids();
    force.get(&format!("/v1/priorities/{}/thread", hidden[0])).await.refused(404);
    pcc.get(&format!("/v1/priorities/{}/thread", hidden[0])).await.expect(200);
}

async fn a_thread_is_read_by_pages(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let mut put = Vec::new();
    for day in ["2019-01-10", "2018-11-28", "2019-01-29", "2018-08-29", "2019-01-10"] {
        let path = opcc.create("/v1/questions", &json!({"text": "Why?", "priority_ids": [stage.priority]})).await;
        pcc.act(&path, "put", &json!({"put_on": day})).await.expect(200);
        put.push((day, last(&path).to_owned()));
    }
    put.sort();
    put.reverse();
    let newest_first: Vec<String> = put.into_iter().map(|(_, id)| id).collect();
    let walked = force.all(&format!("{}?limit=2", thread(&stage))).await;
    let walked: Vec<&str> = walked.iter().map(|row| row["id"].as_str().expect("an id")).collect();
    assert_eq!(walked, newest_first);
    let first = force.get(&format!("{}?limit=2&count=exact", thread(&stage))).await.expect(200);
    assert_eq!(first.json["page"], json!({"limit": 2, "total": 5, "total_relation": "exact"}));
    assert!(first.header("link").contains("rel=\"next\""));
    let second = force.get(first.str("/links/next")).await.expect(200);
    assert_eq!(second.ids(), newest_first[2..4]);
    assert_eq!(force.get(second.str("/links/prev")).await.expect(200).ids(), newest_first[..2]);
    assert_eq!(force.get(&format!("{}?limit=50", thread(&stage))).await.expect(200).ids(), newest_first);
    for (bad, name) in
        [("limit=51", "limit"), ("limit=0", "limit"), ("sort=put_on", "sort"), ("fields=id", "fields"), ("cursor=x", "cursor")]
    {
        let refused = force.get(&format!("{}?{bad}", thread(&stage))).await.refused(400);
        assert_eq!(refused.pointers(), [format!("/query/{name}")], "{bad}");
    }
}

async fn what_is_apart_is_bounded(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let mut made = Vec::new();
    for number in 0..51 {
        let action = json!({"text": format!("Number {number}."), "priority_ids": [stage.priority]});
        made.push(last(&opcc.create("/v1/actions", &action).await).to_owned());
    }
    made.reverse();
    let apart = app.force().get(&thread(&stage)).await.expect(200).json["apart"].clone();
    assert_eq!(
        (ids(&apart["actions"]["data"]), &apart["actions"]["truncated"]),
        (made[..50].iter().map(String::as_str).collect(), &json!(true))
    );
    assert_eq!(apart["findings"], json!({"data": [], "truncated": false}));
}
