//! Findings and ratings by role: drafted, shared, commented on, rated, confirmed, corrected; with what each side learns.

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};

use crate::access::findings::{finding, rating, scale};
use crate::support::stage::{Stage, meeting};
use crate::support::{Client, Reply, TestApp, both};

both!(
    a_finding_from_draft_to_confirmed,
    late_starts_the_day_after,
    a_correction_gives_the_force_its_time_again,
    ratings_of_a_draft_are_the_bodys,
    a_shared_finding_leads_to_nothing_hidden,
    bad_input_is_named,
    a_used_scale_is_fixed,
    a_priority_over_time,
    what_a_finding_refers_to_stays,
    one_confirmation_of_many_wins,
    references_have_no_gaps,
    a_scale_is_rated_with_or_changed,
);

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn a_finding_from_draft_to_confirmed(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = app.question_in(&stage, "answered").await;
    let mut draft = finding(&stage, "The backlog has grown and no plan has dates.");
    draft["question_id"] = json!(id_of(&question));
    let path = opcc.create("/v1/findings", &draft).await;
    let drafted = opcc.get(&path).await.expect(200);
    assert_eq!((drafted.str("/status"), &drafted.json["reference"]), ("draft", &Value::Null));
    assert_eq!(drafted.allowed(), ["edit", "delete", "share", "restrict", "cite"]);
    force.get(&path).await.refused(404);
    force.act(&path, "comment", &json!({"no_comment": true})).await.refused(404);
    let edited = opcc.patch(&path, &drafted.etag(), &json!({"kind": "acknowledged_failing", "acknowledged_by": "CC"})).await;
    assert_eq!(edited.expect(200).str("/acknowledged_by"), "CC");

    // The PCC rates it, the office shares it with the usual window.
    let scale = app.scale_in(&stage, "unused").await;
    let rated = rating(id_of(&scale), Some("Not assured"), Some("Little assured"));
    opcc.act(&path, "rate", &rated).await.refused(403);
    pcc.act(&path, "rate", &rated).await.expect(200);
    pcc.act(&path, "confirm", &json!({})).await.refused(409);
    let shared = opcc.act(&path, "share", &json!({})).await.expect(200);
    assert_eq!((shared.str("/reference"), shared.str("/comment_due_on")), ("WM-2019-F001", "2019-02-13"));
    opcc.patch(&path, &shared.etag(), &json!({"text": "Other words."})).await.refused(409);
    opcc.delete(&path, &shared.etag()).await.refused(409);
    let seen = force.get(&path).await.expect(200);
    assert_eq!(seen.allowed(), ["comment", "cite"]);
    assert_eq!(seen.json["performance"], json!({"label": "Not assured", "code": "not_assured"}));
    assert_eq!(seen.json["ratings"].as_array().map(Vec::len), Some(1));

    // Until the force has spoken or its time is over, nobody confirms; refusals say what may be done instead.
    let early = pcc.act(&path, "confirm", &json!({})).await.refused(409);
    assert_eq!(early.json["allowed_acts"], json!(["unshare", "rate", "correct", "set-action", "cite"]));
    pcc.act(&path, "comment", &json!({"text": "We know better."})).await.refused(403);
    let comment = json!({"text": "The figure is that of December,\nnot of January."});
    force.act(&path, "comment", &comment).await.expect(200);
    let second = force.act(&path, "comment", &json!({"text": "The plan has had dates since Monday."})).await.expect(200);
    assert_eq!((second.json["force_replied"].clone(), second.json["comments"].as_array().map(Vec::len)), (json!(true), Some(2)));
    assert_eq!(second.str("/comments/0/text"), "The figure is that of December,\nnot of January.");
    force.act(&path, "rate", &rated).await.refused(403);
    opcc.act(&path, "confirm", &json!({})).await.refused(403);

    let confirmed = pcc.act(&path, "confirm", &json!({})).await.expect(200);
    assert_eq!((confirmed.str("/status"), confirmed.str("/confirmed_on")), ("confirmed", "2019-01-30"));
    assert_eq!(confirmed.allowed(), ["correct", "reopen", "set-action", "cite"]);
    pcc.act(&path, "rate", &rated).await.refused(409);
    force.act(&path, "comment", &comment).await.refused(409);
    pcc.act(&path, "confirm", &json!({})).await.refused(409);
    let whole = force.get(&format!("{question}?include=findings")).await.expect(200);
    assert_eq!(whole.str("/findings/0/reference"), "WM-2019-F001");
    let trail = pcc.all(&format!("/v1/audit?resource_id={}&sort=created_at", id_of(&path))).await;
    let acts: Vec<&str> = trail.iter().map(|entry| entry["act"].as_str().expect("an act")).collect();
    assert_eq!(acts, ["create", "edit", "rate", "share", "comment", "comment", "confirm"]);
    assert_eq!(trail[2]["reason"], "Three months of growth.");
}

async fn late_starts_the_day_after(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, force) = (app.pcc(), app.force());
    // The last day lies in summer time: it ends at 23:00 UTC.
    let path = app.finding_in(&stage, "draft").await;
    pcc.act(&path, "share", &json!({"comment_due_on": "2019-04-01"})).await.expect(200);
    app.set_time("2019-04-01T22:59:59Z");
    assert_eq!(pcc.get(&path).await.json["comments_open"], true);
    pcc.act(&path, "confirm", &json!({})).await.refused(409);
    app.set_time("2019-04-01T23:00:00Z");
    let over = pcc.get(&path).await.expect(200);
    assert_eq!(
        (&over.json["comments_open"], over.allowed()),
        (&json!(false), vec!["unshare", "rate", "confirm", "correct", "set-action", "cite"])
    );
    let late = force.act(&path, "comment", &json!({"text": "We were away."})).await.expect(200);
    assert_eq!(late.json["comments"][0]["late"], true, "late, and kept");
    pcc.act(&path, "confirm", &json!({})).await.expect(200);

    // In time on the last day itself, which may be the day of sharing; and a silence that runs out.
    app.set_time("2019-01-30T23:59:59Z");
    let path = app.finding_in(&stage, "draft").await;
    pcc.act(&path, "share", &json!({"comment_days": 0})).await.expect(200);
    let in_time = force.act(&path, "comment", &json!({"no_comment": true})).await.expect(200);
    assert_eq!((&in_time.json["comments"][0]["late"], &in_time.json["comments"][0]["text"]), (&json!(false), &Value::Null));
    let silent = app.finding_in(&stage, "draft").await;
    pcc.act(&silent, "share", &json!({"comment_days": 0})).await.expect(200);
    pcc.act(&silent, "confirm", &json!({})).await.refused(409);
    app.set_time("2019-01-31T00:00:00Z");
    let confirmed = pcc.act(&silent, "confirm", &json!({})).await.expect(200);
    assert_eq!((&confirmed.json["force_replied"], confirmed.str("/confirmed_on")), (&json!(false), "2019-01-31"));
}

async fn a_correction_gives_the_force_its_time_again(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let path = app.finding_in(&stage, "shared_replied").await;
    app.set_time("2019-02-11T09:00:00Z");
    let words = json!({"text": "The backlog has grown since December.", "reason": "The month was missing.", "comment_days": 7});
    opcc.act(&path, "correct", &words).await.refused(403);
    force.act(&path, "correct", &words).await.refused(403);
    let corrected = pcc.act(&path, "correct", &words).await.expect(200);
    assert_eq!((corrected.str("/comment_due_on"), &corrected.json["force_replied"]), ("2019-02-18", &json!(false)));
    let earlier = &corrected.json["earlier_wordings"];
    assert_eq!((&earlier[0]["comment_due_on"], &earlier[0]["revision"]), (&json!("2019-02-13"), &json!(1)));
    assert_eq!(force.get(&path).await.json["earlier_wordings"], *earlier, "both sides read both wordings");
    pcc.act(&path, "confirm", &json!({})).await.refused(409);
    let replied = force.act(&path, "comment", &json!({"text": "Since November."})).await.expect(200);
    let said_to: Vec<&Value> =
        replied.json["comments"].as_array().expect("comments").iter().map(|comment| &comment["finding_revision"]).collect();
    assert_eq!(said_to, [1, 2]);
    pcc.act(&path, "confirm", &json!({})).await.expect(200);

    // Confirmed, only the words can be corrected, and there is no more window.
    let refused = pcc.act(&path, "correct", &words).await.refused(422);
    assert_eq!(refused.pointers(), ["/comment_days"]);
    let words = json!({"text": "The backlog has grown since November.", "reason": "The force was right."});
    let corrected = pcc.act(&path, "correct", &words).await.expect(200);
    assert_eq!((corrected.str("/status"), &corrected.json["revision"]), ("confirmed", &json!(3)));
    assert_eq!((corrected.str("/comment_due_on"), &corrected.json["force_replied"]), ("2019-02-18", &json!(true)));
}

async fn ratings_of_a_draft_are_the_bodys(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let path = app.finding_in(&stage, "draft").await;
    let scale = app.scale_in(&stage, "unused").await;
    let before = force.get(&scale).await.expect(200);
    for (performance, plan) in [(Some("Not assured"), None), (Some("Little assured"), Some("Not assured"))] {
        pcc.act(&path, "rate", &rating(id_of(&scale), performance, plan)).await.expect(200);
    }
    assert_eq!(opcc.get(&path).await.json["ratings"].as_array().map(Vec::len), Some(2));
    let after = force.get(&scale).await.expect(200);
    assert_eq!((after.text, after.headers.get("etag")), (before.text, before.headers.get("etag")), "no sign of a rating");
    for filter in ["performance=partly_assured", "plan_rating=not_assured", "status=draft"] {
        let page = force.get(&format!("/v1/findings?{filter}&count=exact")).await.expect(200);
        assert_eq!(page.json["page"]["total"], 0, "{filter}");
        assert_eq!(opcc.get(&format!("/v1/findings?{filter}")).await.ids().len(), 1, "{filter}");
    }
    let series = format!("/v1/priorities/{}/assurance", stage.priority);
    assert_eq!(pcc.get(&series).await.expect(200).json["data"], json!([]));

    opcc.act(&path, "share", &json!({})).await.expect(200);
    let codes = |reply: &Reply| -> Vec<String> {
        let ratings = reply.json["ratings"].as_array().expect("ratings");
        ratings.iter().map(|rating| rating["performance"]["code"].as_str().unwrap_or("none").to_owned()).collect()
    };
    assert_eq!(codes(&force.get(&path).await), ["partly_assured"], "the one that stood when it was shared");
    // Shared, every rating is shown at once, also that there is none any more.
    let rated = pcc.act(&path, "rate", &rating(id_of(&scale), Some("Fully assured"), None)).await.expect(200);
    assert_eq!((&rated.json["plan"], codes(&rated).len()), (&Value::Null, 3));
    assert_eq!(codes(&force.get(&path).await), ["partly_assured", "assured"]);
    pcc.act(&path, "rate", &rating(id_of(&scale), None, None)).await.expect(200);
    assert_eq!(codes(&force.get(&path).await), ["partly_assured", "assured", "none"]);
    assert_eq!(force.get(&series).await.expect(200).json["data"], json!([]), "nothing stands");
    let none = pcc.act(&path, "rate", &rating(id_of(&scale), None, None)).await.refused(422);
    assert_eq!(none.pointers(), ["/performance"]);
}

async fn a_shared_finding_leads_to_nothing_hidden(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let question = app.question_in(&stage, "draft").await;
    let plan = app.plan_in(&stage, "draft").await;
    let hidden = pcc.get(&format!("/v1/priorities?plan={}", id_of(&plan))).await.ids();
    let draft = json!({"text": "A conclusion.", "question_id": id_of(&question), "priority_ids": [stage.priority, hidden[0]]});
    let path = opcc.create("/v1/findings", &draft).await;
    let refused = opcc.act(&path, "share", &json!({})).await.refused(422);
    assert_eq!(refused.pointers(), ["/question_id", "/priority_ids/1"]);
    force.get(&format!("/v1/priorities/{}/assurance", hidden[0])).await.refused(404);
    pcc.act(&question, "put", &json!({})).await.expect(200);
    pcc.act(&plan, "adopt", &json!({})).await.expect(200);
    let shared = opcc.act(&path, "share", &json!({})).await.expect(200);
    assert_eq!(shared.str("/reference"), "WM-2019-F001", "a refused share leaves no gap");
    assert_eq!(force.get(&path).await.expect(200).str("/question_id"), id_of(&question));
}

async fn bad_input_is_named(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let nowhere = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
    for (body, pointers) in [
        (json!({"text": " "}), vec!["/text"]),
        (json!({"text": "a", "kind": "verdict"}), vec!["/kind"]),
        (json!({"text": "a", "acknowledged_by": "CC"}), vec!["/acknowledged_by"]),
        (json!({"text": "a", "question_id": nowhere, "topic_id": nowhere}), vec!["/topic_id", "/question_id"]),
        (json!({"text": "a", "agenda_item_id": nowhere}), vec!["/agenda_item_id"]),
        (json!({"text": "a", "priority_ids": [stage.priority, stage.priority]}), vec!["/priority_ids/1"]),
        (json!({"text": "a", "performance": "assured"}), vec!["/performance"]),
    ] {
        assert_eq!(opcc.post("/v1/findings", &body).await.refused(422).pointers(), pointers, "{body}");
    }
    let path = app.finding_in(&stage, "draft").await;
    let draft = opcc.get(&path).await.etag();
    let mixed = opcc.patch(&path, &draft, &json!({"acknowledged_by": "CC"})).await.refused(422);
    assert_eq!(mixed.pointers(), ["/acknowledged_by"]);
    for (body, pointer) in [
        (json!({"comment_due_on": "2019-01-29"}), "/comment_due_on"),
        (json!({"comment_due_on": "2019-02-13", "comment_days": 14}), "/comment_days"),
        (json!({"comment_days": 366}), "/comment_days"),
        (json!({"comment_days": -1}), "/comment_days"),
        (json!({"comment_due_on": "0001-01-01"}), "/comment_due_on"),
    ] {
        assert_eq!(opcc.act(&path, "share", &body).await.refused(422).pointers(), [pointer], "{body}");
    }
    let scale = app.scale_in(&stage, "unused").await;
    let grade = |label: &str| json!({"scale_id": id_of(&scale), "label": label});
    for (body, pointers) in [
        (json!({"performance": grade("Fully assured"), "reason": "a"}), vec![""]),
        (json!({"performance": grade("Assured"), "plan": null, "reason": "a"}), vec!["/performance/label"]),
        (json!({"performance": null, "plan": {"scale_id": nowhere, "label": "a"}, "reason": "a"}), vec!["/plan/scale_id"]),
        (json!({"performance": grade(" "), "plan": null, "reason": ""}), vec!["/performance/label", "/reason"]),
        (json!({"performance": null, "plan": null, "reason": "a"}), vec!["/performance"]),
    ] {
        assert_eq!(pcc.act(&path, "rate", &body).await.refused(422).pointers(), pointers, "{body}");
    }
    app.move_finding(&path, "shared").await;
    for (body, pointer) in
        [(json!({}), "/text"), (json!({"text": "a", "no_comment": true}), "/no_comment"), (json!({"text": ""}), "/text")]
    {
        assert_eq!(force.act(&path, "comment", &body).await.refused(422).pointers(), [pointer], "{body}");
    }
    force.act_on(&path, "comment", "\"1\"", &json!({"no_comment": true})).await.refused(412);
    let correction = json!({"text": "b", "reason": "c", "acknowledged_by": "CC"});
    assert_eq!(pcc.act(&path, "correct", &correction).await.refused(422).pointers(), ["/acknowledged_by"]);
}

async fn a_used_scale_is_fixed(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let grades = |labels: &[&str]| {
        let grades: Vec<Value> = labels.iter().map(|label| json!({"label": label, "code": "assured"})).collect();
        json!({"body_id": stage.body, "name": "Assurance", "grades": grades})
    };
    for (body, pointers) in [
        (grades(&[]), vec!["/grades"]),
        (grades(&["Good", " good"]), vec!["/grades/1/label"]),
        (json!({"body_id": stage.plan, "name": "A", "grades": [{"label": "Good", "code": "assured"}]}), vec!["/body_id"]),
        (json!({"body_id": stage.body, "name": "A", "grades": [{"label": "Good", "code": "good"}]}), vec!["/grades/0/code"]),
    ] {
        assert_eq!(opcc.post("/v1/rating-scales", &body).await.refused(422).pointers(), pointers, "{body}");
    }
    let path = app.scale_in(&stage, "unused").await;
    let etag = opcc.get(&path).await.etag();
    let renamed = opcc.patch(&path, &etag, &json!({"name": "Assurance, from 2019"})).await.expect(200);
    assert_eq!((renamed.str("/grades/1/label"), renamed.allowed()), ("Reasonably assured", vec!["edit"]));
    let finding = app.finding_in(&stage, "draft").await;
    pcc.act(&finding, "rate", &rating(id_of(&path), Some("Reasonably assured"), None)).await.expect(200);
    let refused = opcc.patch(&path, &renamed.etag(), &json!({"name": "Another"})).await.refused(409);
    assert_eq!(refused.json["current_status"], "used");
    assert_eq!(opcc.get(&path).await.allowed(), Vec::<&str>::new());
    // A rating that was replaced has used it too; one that went with its draft has not.
    let other = opcc.create("/v1/rating-scales", &scale(&stage)).await;
    pcc.act(&finding, "rate", &rating(id_of(&other), Some("Not assured"), None)).await.expect(200);
    opcc.patch(&path, &renamed.etag(), &json!({"name": "Another"})).await.refused(409);
    opcc.delete(&finding, &opcc.get(&finding).await.etag()).await.expect(204);
    opcc.patch(&path, &renamed.etag(), &json!({"name": "Another"})).await.expect(200);
}

async fn a_priority_over_time(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let scale = app.scale_in(&stage, "unused").await;
    let mut made = Vec::new();
    for (day, performance, plan, status) in [
        (Some("2019-03-26"), Some("Fully assured"), None, "confirmed"),
        (Some("2018-11-28"), Some("Not assured"), Some("Not assured"), "confirmed"),
        (None, None, Some("Reasonably assured"), "shared"),
        (Some("2018-12-19"), None, None, "confirmed"),
        (Some("2019-04-24"), Some("Not assured"), Some("Not assured"), "draft"),
    ] {
        let mut input = finding(&stage, "A conclusion.");
        input["meeting_id"] = match day {
            Some(day) => json!(id_of(&opcc.create("/v1/meetings", &meeting(&stage.body, "Assurance", day)).await)),
            None => Value::Null,
        };
        let path = opcc.create("/v1/findings", &input).await;
        if performance.is_some() || plan.is_some() {
            pcc.act(&path, "rate", &rating(id_of(&scale), performance, plan)).await.expect(200);
        }
        app.move_finding(&path, status).await;
        made.push(path);
    }
    let path = format!("/v1/priorities/{}/assurance", stage.priority);
    for client in [&pcc, &force, &app.client("reader")] {
        let series = client.get(&format!("{path}?count=exact")).await.expect(200);
        let told: Vec<String> = series.json["data"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| format!("{} {} {} {}", row["on"], row["status"], row["performance"]["code"], row["plan"]["label"]))
            .map(|row| row.replace('"', ""))
            .collect();
        let wanted = [
            "2018-11-28 confirmed not_assured Not assured",
            "2019-01-30 shared null Reasonably assured",
            "2019-03-26 confirmed assured null",
        ];
        assert_eq!(told, wanted);
        assert_eq!(series.json["page"]["total"], 3);
        assert_eq!((series.str("/latest/performance/on"), series.str("/latest/performance/code")), ("2019-03-26", "assured"));
        assert_eq!((series.str("/latest/plan/on"), series.str("/latest/plan/label")), ("2019-01-30", "Reasonably assured"));
    }
    let backwards = pcc.all(&format!("{path}?sort=-on&limit=1")).await;
    let days: Vec<&str> = backwards.iter().map(|row| row["on"].as_str().expect("a day")).collect();
    assert_eq!(days, ["2019-03-26", "2019-01-30", "2018-11-28"]);
    let trimmed = pcc.get(&format!("{path}?fields=on&limit=1")).await.expect(200);
    assert_eq!(trimmed.json["data"], json!([{"on": "2018-11-28"}]));
    app.client("outsider").get(&path).await.refused(404);
    pcc.get("/v1/priorities/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11/assurance").await.refused(404);
    let refused = pcc.get(&format!("{path}?status=shared")).await.refused(400);
    assert_eq!(refused.pointers(), ["/query/status"]);
    assert_eq!(pcc.get(&made[0]).await.str("/reference"), "WM-2019-F001");
    assert_eq!(pcc.get(&made[1]).await.str("/reference"), "WM-2018-F001", "the year is that of the meeting");
}

async fn what_a_finding_refers_to_stays(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let question = app.question_in(&stage, "draft").await;
    let mut input = finding(&stage, "A conclusion.");
    input["question_id"] = json!(id_of(&question));
    let path = opcc.create("/v1/findings", &input).await;
    for record in [question.clone(), format!("/v1/meetings/{}", stage.meeting), format!("/v1/topics/{}", stage.topic)] {
        opcc.delete(&record, &opcc.get(&record).await.etag()).await.refused(409);
    }
    opcc.delete(&path, &opcc.get(&path).await.etag()).await.expect(204);
    opcc.delete(&question, &opcc.get(&question).await.etag()).await.expect(204);
}

const MANY: usize = 24;

/// Sends `MANY` requests at once: by whom, what, on which version.
async fn all_at_once(make: impl Fn(usize) -> (Client, Method, String, String, Value)) -> Vec<Reply> {
    let tasks: Vec<_> = (0..MANY)
        .map(|n| {
            let (client, method, path, etag, body) = make(n);
            let request = client.request(method, &path).header(IF_MATCH, etag).json(&body);
            actix_web::rt::spawn(async move { client.send(request).await })
        })
        .collect();
    let mut replies = Vec::new();
    for task in tasks {
        replies.push(task.await.expect("a reply"));
    }
    replies
}

fn one() -> String {
    "\"1\"".to_owned()
}

async fn one_confirmation_of_many_wins(app: TestApp) {
    let stage = Stage::set(&app).await;
    let path = app.finding_in(&stage, "shared_replied").await;
    let etag = app.pcc().get(&path).await.etag();
    let who = |n| if n % 2 == 0 { app.pcc() } else { app.client("deputy") };
    let replies = all_at_once(|n| (who(n), Method::POST, format!("{path}/confirm"), etag.clone(), json!({}))).await;
    let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 409, 412].contains(status)), "{statuses:?}");
    assert_eq!(app.pcc().all(&format!("/v1/audit?resource_id={}&act=confirm", id_of(&path))).await.len(), 1);
}

async fn drafts(app: &TestApp, stage: &Stage) -> Vec<String> {
    let mut paths = Vec::new();
    for _ in 0..MANY / 2 {
        paths.push(app.finding_in(stage, "draft").await);
    }
    paths
}

async fn references_have_no_gaps(app: TestApp) {
    let stage = Stage::set(&app).await;
    let paths = drafts(&app, &stage).await;
    // Each is shared twice at once: one of the two is refused, and its number must not be lost.
    let share = |n: usize| (app.opcc(), Method::POST, format!("{}/share", paths[n / 2]), one(), json!({}));
    let replies = all_at_once(share).await;
    let shared = replies.iter().filter(|reply| reply.status == 200);
    let mut references: Vec<String> = shared.map(|reply| reply.str("/reference").to_owned()).collect();
    references.sort();
    let wanted: Vec<String> = (1..=MANY / 2).map(|n| format!("WM-2019-F{n:03}")).collect();
    assert_eq!(references, wanted);
}

async fn a_scale_is_rated_with_or_changed(app: TestApp) {
    let stage = Stage::set(&app).await;
    let paths = drafts(&app, &stage).await;
    let scale = app.scale_in(&stage, "unused").await;
    let rated = rating(id_of(&scale), Some("Not assured"), Some("Fully assured"));
    let other = json!({"grades": [{"label": "Poor", "code": "not_assured"}]});
    let act = |n: usize| match n % 2 {
        0 => (app.pcc(), Method::POST, format!("{}/rate", paths[n / 2]), one(), rated.clone()),
        _ => (app.opcc(), Method::PATCH, scale.clone(), one(), other.clone()),
    };
    let replies = all_at_once(act).await;
    let succeeded = |rest: usize| replies.iter().enumerate().filter(|(n, reply)| n % 2 == rest && reply.status == 200).count();
    let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    assert!(statuses.iter().all(|status| [200, 409, 412, 422].contains(status)), "{statuses:?}");
    match app.pcc().get(&scale).await.json["version"].as_i64() {
        Some(1) => assert!(succeeded(0) > 0 && succeeded(1) == 0, "{statuses:?}"),
        version => assert!(version == Some(2) && succeeded(0) == 0 && succeeded(1) == 1, "{statuses:?}"),
    }
}
