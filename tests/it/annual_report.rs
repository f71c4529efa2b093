//! The evidence of a financial year: what falls into it, to the day and to London's midnight.

use serde_json::{Value, json};

use crate::access::findings::{finding, rating, scale};
use crate::access::recommendation_sets::peer_review;
use crate::support::stage::Stage;
use crate::support::{Client, TestApp, both};

both!(
    questions_and_decisions_of_a_year,
    findings_and_ratings_of_a_year,
    actions_of_a_year,
    recommendations_of_a_year,
    plans_of_a_year_and_bad_years,
);

fn last(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn report(client: &Client, year: &str) -> Value {
    client.get(&format!("/v1/reports/annual?year={year}")).await.expect(200).json
}

/// The one priority of the stage.
async fn evidence(client: &Client, year: &str) -> Value {
    let report = report(client, year).await;
    let rows = report["priorities"].as_array().expect("rows");
    assert_eq!(rows.len(), 1, "{report}");
    rows[0].clone()
}

/// The labels of what was counted, which are as many as there are.
fn labels(counted: &Value) -> Vec<String> {
    let rows = counted["references"].as_array().expect("references");
    assert_eq!((&counted["count"], &counted["truncated"]), (&json!(rows.len()), &json!(false)));
    rows.iter().map(|row| row["label"].as_str().expect("a label").to_owned()).collect()
}

async fn questions_and_decisions_of_a_year(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2019-04-10T10:00:00Z");
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    app.question_in(&stage, "draft").await;
    for day in ["2018-03-31", "2018-04-01", "2019-03-31", "2019-04-01"] {
        let draft = json!({"text": "Why?", "priority_ids": [stage.priority]});
        let path = opcc.create("/v1/questions", &draft).await;
        pcc.act(&path, "put", &json!({"put_on": day})).await.expect(200);
        if day == "2018-04-01" {
            opcc.act(&path, "judge", &json!({"outcome": "declined", "reason": "It was said so."})).await.expect(200);
        }
        let decision = json!({"text": "It moves.", "reasons": "Space.", "made_by": {"name": "A. Commissioner", "capacity": "PCC"}, "made_on": day,
            "priority_ids": [stage.priority]});
        let path = opcc.create("/v1/decisions", &decision).await;
        if day != "2019-03-31" {
            pcc.act(&path, "take", &json!({})).await.expect(200);
        }
    }
    let year = evidence(&force, "2018-19").await;
    assert_eq!(labels(&year["questions"]["put"]), ["WM-2018-Q002", "WM-2019-Q001"]);
    assert_eq!((&year["questions"]["by_fate"]["declined"], &year["questions"]["by_fate"]["awaiting"]), (&json!(1), &json!(1)));
    assert_eq!(labels(&year["decisions"]), ["WM-2018-D002"], "the other one is a draft");
    assert_eq!(year["decisions"]["references"][0]["on"], "2018-04-01");
    assert_eq!(labels(&evidence(&force, "2017-18").await["questions"]["put"]), ["WM-2018-Q001"]);
    let next = evidence(&force, "2019-20").await;
    assert_eq!((labels(&next["questions"]["put"]), labels(&next["decisions"]).len()), (vec!["WM-2019-Q002".to_owned()], 1));
    assert_eq!(report(&pcc, "2018-19").await, report(&force, "2018-19").await, "the same to everybody in the area");
}

async fn findings_and_ratings_of_a_year(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2019-05-10T10:00:00Z");
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let scale = opcc.create("/v1/rating-scales", &scale(&stage)).await;
    let rated = async |kind: &str, meeting: Option<&str>, performance: Option<&str>, status: &str| {
        let mut draft = finding(&stage, "A conclusion.");
        (draft["kind"], draft["meeting_id"]) = (json!(kind), json!(meeting));
        let path = opcc.create("/v1/findings", &draft).await;
        if performance.is_some() {
            pcc.act(&path, "rate", &rating(last(&scale), performance, None)).await.expect(200);
        }
        app.move_finding(&path, status).await;
        opcc.get(&path).await.json["reference"].as_str().unwrap_or_default().to_owned()
    };
    let met = crate::support::stage::meeting(&stage.body, "Earlier", "2018-03-31");
    let earlier = opcc.create("/v1/meetings", &met).await;
    let before = rated("finding", Some(last(&earlier)), Some("Not assured"), "confirmed").await;
    let praise = rated("commendation", Some(&stage.meeting), None, "confirmed").await;
    let inside = rated("finding", Some(&stage.meeting), Some("Little assured"), "confirmed").await;
    rated("finding", Some(&stage.meeting), Some("Fully assured"), "shared").await;
    rated("finding", Some(&stage.meeting), Some("Fully assured"), "draft").await;
    let after = rated("finding", None, Some("Fully assured"), "confirmed").await;

    let year = evidence(&force, "2018-19").await;
    assert_eq!(labels(&year["findings"]), [praise.clone(), inside.clone()]);
    assert_eq!(labels(&year["commendations"]), [praise]);
    let ratings = &year["ratings"];
    let of =
        |when: &str| (ratings[when]["performance"]["reference"].clone(), ratings[when]["performance"]["grade"]["label"].clone());
    assert_eq!(of("at_start"), (json!(before), json!("Not assured")));
    assert_eq!(of("at_end"), (json!(inside), json!("Little assured")));
    assert_eq!((&ratings["at_end"]["performance"]["on"], &ratings["at_end"]["plan"]), (&json!("2019-01-30"), &Value::Null));
    let next = evidence(&force, "2019-20").await;
    assert_eq!(labels(&next["findings"]), std::slice::from_ref(&after), "without a meeting, by the day it was confirmed");
    assert_eq!(next["ratings"]["at_end"]["performance"]["reference"], json!(after));
    assert_eq!(next["ratings"]["at_start"], ratings["at_end"]);
    let first = evidence(&force, "2016-17").await;
    assert_eq!(
        first["ratings"],
        json!({"at_start": {"performance": null, "plan": null}, "at_end": {"performance": null, "plan": null}})
    );
}

async fn actions_of_a_year(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let set = async |text: &str, due: &str| {
        let action = json!({"text": text, "owner": "CC", "owner_side": "force", "due_on": due, "priority_ids": [stage.priority]});
        let path = opcc.create("/v1/actions", &action).await;
        (opcc.get(&path).await.str("/reference").to_owned(), path)
    };
    let claim = async |path: &str| {
        // After a rejection it is in progress already.
        if opcc.get(path).await.str("/status") == "open" {
            force.act(path, "start", &json!({})).await.expect(200);
        }
        force.act(path, "claim", &json!({"evidence": "It was sent."})).await.expect(200);
    };
    let (late, _) = set("Late and open.", "2019-03-30").await;
    let (on_time, _) = set("Due on the last day of the year.", "2019-03-31").await;
    let (done, done_at) = set("Done in the year.", "2019-02-13").await;
    claim(&done_at).await;
    pcc.act(&done_at, "accept", &json!({})).await.expect(200);
    let (claimed, claimed_at) = set("Claimed in the year.", "2019-02-13").await;
    claim(&claimed_at).await;
    let (dropped, dropped_at) = set("Closed in the year.", "2019-02-13").await;
    pcc.act(&dropped_at, "close-not-implemented", &json!({"reason": "The unit is gone."})).await.expect(200);
    let (slow, slow_at) = set("Accepted an hour into the next year.", "2019-02-13").await;
    let old = json!({"text": "Set before the year.", "owner": "CC", "due_on": "2018-05-01", "raised_on": "2018-03-31", "priority_ids": [stage.priority]});
    let old = opcc.get(&opcc.create("/v1/actions", &old).await).await.str("/reference").to_owned();

    // Half past eleven in the evening in UTC is already 1 April in London.
    app.set_time("2019-03-31T22:59:00Z");
    claim(&slow_at).await;
    pcc.act(&slow_at, "reject", &json!({"reason": "Not all of it."})).await.expect(200);
    app.set_time("2019-03-31T23:30:00Z");
    claim(&slow_at).await;
    pcc.act(&slow_at, "accept", &json!({})).await.expect(200);
    pcc.act(&done_at, "check-outcome", &json!({"result": "refuted", "reason": "It slipped."})).await.expect(200);
    let (written_later, later_at) = set("Written down after the year.", "2019-04-30").await;

    let year = evidence(&force, "2018-19").await["actions"].clone();
    let all = [&late, &on_time, &done, &claimed, &dropped, &slow].map(String::clone);
    assert_eq!(labels(&year["set"]), all);
    assert_eq!(labels(&year["accepted"]), std::slice::from_ref(&done));
    assert_eq!(year["accepted"]["references"][0]["on"], "2019-01-30");
    assert_eq!(labels(&year["overdue_at_end"]), [old.clone(), slow.clone(), late.clone()], "by their due dates");
    let next = evidence(&force, "2019-20").await["actions"].clone();
    assert_eq!((labels(&next["set"]), labels(&next["accepted"])), (vec![written_later], vec![slow]));
    assert_eq!(next["accepted"]["references"][0]["on"], "2019-04-01");
    assert_eq!(labels(&evidence(&force, "2017-18").await["actions"]["set"]), [old]);
    assert_eq!(opcc.get(&later_at).await.str("/status"), "open");
    assert!(labels(&next["overdue_at_end"]).contains(&done), "reopened, by the audit trail of the year it is asked of");
}

async fn recommendations_of_a_year(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let published = async |day: &str, record: bool| {
        let mut review = peer_review(&stage);
        (review["published_on"], review["title"]) = (json!(day), json!(format!("Review of {day}")));
        review["published_text"] = Value::Null;
        let set = opcc.create("/v1/recommendation-sets", &review).await;
        let one = json!({"text": "Inspect every kennel.", "addressed_to": "force"});
        opcc.create(&format!("{set}/recommendations"), &one).await;
        if record {
            opcc.act(&set, "record", &json!({})).await.expect(200);
        }
    };
    published("2018-04-01", true).await;
    published("2018-12-31", true).await;
    published("2018-10-01", false).await;
    published("2018-03-31", true).await;
    app.recommendation_set_in(&stage, "recorded").await;
    let year = evidence(&app.force(), "2018-19").await["recommendations"].clone();
    assert_eq!(labels(&year["sets"]), ["Review of 2018-04-01", "Review of 2018-12-31"]);
    assert_eq!(year["listed"], json!({"open": 2, "claimed_complete": 0, "verified": 0, "not_accepted": 0}));
}

async fn plans_of_a_year_and_bad_years(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, force) = (app.pcc(), app.force());
    app.plan_in(&stage, "draft").await;
    let later = app.plan_in(&stage, "draft").await;
    pcc.act(&later, "adopt", &json!({"adopted_on": "2019-01-01"})).await.expect(200);
    let superseded = json!({"superseded_by": last(&later), "superseded_on": "2019-01-10", "reason": "New."});
    pcc.act(&format!("/v1/plans/{}", stage.plan), "supersede", &superseded).await.expect(200);
    let titles = async |year: &str| {
        let report = report(&force, year).await;
        let rows = report["priorities"].as_array().expect("rows").clone();
        rows.iter()
            .map(|row| (row["title"].clone(), row["in_force_from"].clone(), row["in_force_to"].clone()))
            .collect::<Vec<_>>()
    };
    let first = (json!("Putting victims and survivors first"), json!("2016-10-25"), json!("2019-01-09"));
    let second = (json!("Reassuring communities"), json!("2019-01-01"), Value::Null);
    assert_eq!(titles("2018-19").await, [first.clone(), second.clone()]);
    assert_eq!(titles("2017-18").await, [first]);
    assert_eq!(titles("2019-20").await, [second]);
    assert_eq!(titles("2015-16").await, vec![]);
    let now = force.get("/v1/reports/annual").await.expect(200).json;
    assert_eq!((&now["year"], &now["from"], &now["to"]), (&json!("2018-19"), &json!("2018-04-01"), &json!("2019-03-31")));
    for definition in now["definitions"].as_object().expect("definitions").values() {
        assert!(definition.as_str().is_some_and(|text| text.len() > 20));
    }
    for bad in ["2018", "2018-20", "2018-2019", "18-19", "2018%2F19", "2018-19%20", "2200-01"] {
        let refused = force.get(&format!("/v1/reports/annual?year={bad}")).await.refused(400);
        assert_eq!(refused.pointers(), ["/query/year"], "{bad}");
    }
    assert!(report(&app.client("outsider"), "2018-19").await["priorities"].as_array().expect("rows").is_empty());
    app.nobody().get("/v1/reports/annual?year=2018-19").await.refused(401);
}
