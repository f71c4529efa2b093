//! What records may refer to, what may still be removed, and what is kept from whom along a link.

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::json;

use crate::support::stage::Stage;
use crate::support::{TestApp, both};

both!(
    what_is_referred_to_stays,
    a_draft_plan_is_not_named_to_the_force,
    a_draft_of_the_force_is_in_no_trail_of_the_body,
    a_cancelled_meeting_takes_no_question,
    a_plan_is_adopted_as_it_was_read,
    an_ended_question_keeps_its_answers,
    a_removal_and_a_reference_at_one_moment,
    adopting_and_emptying_a_plan_at_one_moment,
    returning_and_answering_at_one_moment,
    positions_of_priorities_added_at_one_moment,
);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn draft_plan(app: &TestApp, stage: &Stage) -> (String, String) {
    let plan = json!({"body_id": stage.body, "title": "Next plan", "period_from": "2021-04-01", "period_to": "2025-03-31"});
    let plan = app.opcc().create("/v1/plans", &plan).await;
    let priority = app.opcc().create("/v1/priorities", &json!({"plan_id": id(&plan), "title": "Safer roads"})).await;
    (plan, priority)
}

async fn what_is_referred_to_stays(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    app.opcc().act(&question, "carry-forward", &json!({"reason": "No time."})).await.expect(200);
    let successor = app.pcc().get(&question).await.str("/carried_forward_to").to_owned();
    app.opcc().delete(&format!("/v1/questions/{successor}"), "*").await.refused(409);
    let (plan, priority) = draft_plan(&app, &stage).await;
    app.opcc().create("/v1/questions", &json!({"text": "How many crashes?", "priority_ids": [id(&priority)]})).await;
    app.opcc().delete(&plan, "*").await.refused(409);
    app.opcc().delete(&priority, "*").await.refused(409);
}

async fn a_draft_plan_is_not_named_to_the_force(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (plan, priority) = draft_plan(&app, &stage).await;
    let action = json!({"text": "Count the crashes.", "owner": "CC", "priority_ids": [id(&priority)]});
    assert_eq!(app.opcc().post("/v1/actions", &action).await.refused(422).pointers(), ["/priority_ids/0"]);
    assert_eq!(app.force().all(&format!("/v1/actions?plan={}", id(&plan))).await.len(), 0);
}

async fn a_draft_of_the_force_is_in_no_trail_of_the_body(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let response = app.force().create(&format!("{question}/responses"), &json!({"text": "Between ourselves."})).await;
    app.force().patch(&response, "\"1\"", &json!({"text": "Between the two of us."})).await.expect(200);
    app.force().act(&response, "submit", &json!({})).await.expect(200);
    for (who, acts) in [("force", vec!["create", "edit", "submit"]), ("pcc", vec!["submit"]), ("reader", vec!["submit"])] {
        let trail = app.client(who).get(&format!("/v1/audit?resource_id={}", id(&response))).await.expect(200);
        assert!(who == "force" || !trail.text.contains("Between ourselves"), "{}", trail.text);
        let seen: Vec<&str> = trail.json["data"].as_array().expect("rows").iter().filter_map(|row| row["act"].as_str()).collect();
        assert_eq!(seen, acts, "{who}");
    }
}

async fn a_cancelled_meeting_takes_no_question(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "draft").await;
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "cancel", &json!({"reason": "Snow."})).await.expect(200);
    assert_eq!(app.pcc().act(&question, "put", &json!({})).await.refused(422).pointers(), ["/meeting_id"]);
}

async fn a_plan_is_adopted_as_it_was_read(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (plan, priority) = draft_plan(&app, &stage).await;
    let read = app.pcc().get(&plan).await.etag();
    app.opcc().patch(&priority, "*", &json!({"title": "Faster roads"})).await.expect(200);
    app.pcc().act_on(&plan, "adopt", &read, &json!({})).await.refused(412);
    let meeting = app.meeting_in(&stage, "held").await;
    let read = app.pcc().get(&meeting).await.etag();
    let late = json!({"name": "A. Late", "capacity": "DCC", "attended": "present"});
    app.opcc().create(&format!("{meeting}/attendance"), &late).await;
    app.pcc().act_on(&meeting, "agree", &read, &json!({})).await.refused(412);
}

async fn an_ended_question_keeps_its_answers(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let (one, two) = (app.response_to(&question, "submitted").await, app.response_to(&question, "submitted").await);
    // One of two answers goes back: the other still answers.
    app.pcc().act(&one, "return", &json!({"reason": "Said twice."})).await.expect(200);
    assert_eq!(app.pcc().get(&question).await.str("/status"), "answered");
    app.opcc().act(&question, "close", &json!({"outcome": "answered", "reason": "All of it."})).await.expect(200);
    app.pcc().act(&two, "return", &json!({"reason": "Too late."})).await.refused(409);
    assert_eq!(app.pcc().get(&two).await.str("/status"), "submitted");
    let question = app.question_in(&stage, "put").await;
    let only = app.response_to(&question, "submitted").await;
    app.pcc().act(&only, "return", &json!({"reason": "Half of it."})).await.expect(200);
    assert_eq!(app.pcc().get(&question).await.str("/status"), "returned");
}

/// Two requests at once, as many times as `rounds` asks for.
async fn both_at_once(
    one: (crate::support::Client, Method, String, serde_json::Value),
    other: (crate::support::Client, Method, String, serde_json::Value),
) -> (u16, u16) {
    let send = |(client, method, path, body): (crate::support::Client, Method, String, serde_json::Value)| {
        actix_web::rt::spawn(
            async move { client.send(client.request(method, &path).header(IF_MATCH, "*").json(&body)).await.status },
        )
    };
    let (one, other) = (send(one), send(other));
    (one.await.expect("a reply"), other.await.expect("a reply"))
}

async fn a_removal_and_a_reference_at_one_moment(app: TestApp) {
    for _ in 0..12 {
        let topic = app.opcc().create("/v1/topics", &json!({"title": "Demand"})).await;
        let about = json!({"text": "How many calls?", "topic_id": id(&topic)});
        let (removed, made) = both_at_once(
            (app.pcc(), Method::DELETE, topic.clone(), json!({})),
            (app.opcc(), Method::POST, "/v1/questions".into(), about),
        )
        .await;
        assert!(matches!((removed, made), (204, 409 | 422) | (409, 201)), "removed {removed}, made {made}");
    }
}

async fn adopting_and_emptying_a_plan_at_one_moment(app: TestApp) {
    let stage = Stage::set(&app).await;
    for _ in 0..12 {
        let (plan, priority) = draft_plan(&app, &stage).await;
        both_at_once(
            (app.pcc(), Method::POST, format!("{plan}/adopt"), json!({})),
            (app.opcc(), Method::DELETE, priority, json!({})),
        )
        .await;
        let adopted = app.pcc().get(&plan).await.str("/status") == "adopted";
        let priorities = app.pcc().all(&format!("/v1/priorities?plan={}", id(&plan))).await.len();
        assert_eq!((adopted, priorities), (priorities == 1, priorities), "an adopted plan has its priority");
    }
}

async fn returning_and_answering_at_one_moment(app: TestApp) {
    let stage = Stage::set(&app).await;
    for _ in 0..12 {
        let question = app.question_in(&stage, "answered").await;
        let draft = app.response_to(&question, "draft").await;
        both_at_once(
            (app.pcc(), Method::POST, format!("{question}/return"), json!({"reason": "Half of it."})),
            (app.force(), Method::POST, format!("{draft}/submit"), json!({})),
        )
        .await;
        let question = app.pcc().get(&format!("{question}?include=responses")).await.expect(200);
        let standing = question.json["responses"].as_array().expect("responses").iter();
        let standing = standing.filter(|response| response["status"] == "submitted").count();
        let wanted = if standing == 0 { "returned" } else { "answered" };
        assert_eq!(question.str("/status"), wanted, "{standing} responses stand");
    }
}

async fn positions_of_priorities_added_at_one_moment(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (plan, _) = draft_plan(&app, &stage).await;
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (opcc, body) = (app.opcc(), json!({"plan_id": id(&plan), "title": format!("Priority {n}")}));
            actix_web::rt::spawn(async move { opcc.post("/v1/priorities", &body).await.expect(201) })
        })
        .collect();
    for task in tasks {
        task.await.expect("a reply");
    }
    let rows = app.opcc().all(&format!("/v1/priorities?plan={}", id(&plan))).await;
    let mut positions: Vec<i64> = rows.iter().filter_map(|row| row["position"].as_i64()).collect();
    positions.sort_unstable();
    assert_eq!(positions, (1..=9).collect::<Vec<_>>());
}
