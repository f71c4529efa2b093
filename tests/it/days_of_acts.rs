//! Every act either takes the day of its event or says in docs/DAYS.md why it has none; and a day is never in the future, never before
//! what it follows, and the one that is shown.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::report_publication::id;
use crate::support::stage::{Stage, meeting, response};
use crate::support::{TestApp, both, contract};

both!(days_of_actions, days_of_findings, days_of_questions_and_decisions, days_of_recommendations, days_come_back);

/// Parts of the service that no record is kept in.
const SERVICE: &[&str] = &["attachments", "auth", "calendar-tokens", "users", "webhooks"];

/// The acts in the tables of the page, each with the members that the first table names.
fn documented() -> BTreeMap<String, Vec<String>> {
    let mut acts = BTreeMap::new();
    for line in include_str!("../../docs/DAYS.md").lines().filter(|line| line.starts_with("| `/v1/")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let members = if cells.len() == 3 { quoted(cells[1]) } else { Vec::new() };
        for path in quoted(cells[0]) {
            assert!(acts.insert(path.clone(), members.clone()).is_none(), "{path} is listed twice");
        }
    }
    acts
}

#[test]
fn every_act_has_a_day_or_says_why_not() {
    let documented = documented();
    let mut acts = BTreeSet::new();
    for (method, path, operation) in contract::operations() {
        let parts: Vec<&str> = path.split('/').collect();
        let is_act = method.eq_ignore_ascii_case("post") && path.starts_with("/v1/") && path.contains("/{id}/");
        if !is_act || SERVICE.contains(&parts[2]) {
            continue;
        }
        let members = documented.get(&path).unwrap_or_else(|| panic!("docs/DAYS.md does not list {path}"));
        let schema = operation.pointer("/requestBody/content/application~1json/schema").unwrap_or(&Value::Null);
        let text = schema.to_string();
        let name = text.split("schemas/").nth(1).and_then(|rest| rest.split('"').next());
        let properties = name.map(|name| &contract::document()["components"]["schemas"][name]["properties"]);
        for member in members {
            let member = properties.and_then(|properties| properties.get(member)).unwrap_or(&Value::Null);
            assert!(member.to_string().contains("\"date\""), "{path}: {members:?}");
        }
        if members.is_empty() {
            assert!(properties.is_none_or(|properties| properties.get("on").is_none()), "{path} takes a day");
        }
        acts.insert(path);
    }
    assert_eq!(acts, documented.into_keys().collect());
}

/// An act that is refused for its day, with the pointer, and then done on another.
async fn on(app: &TestApp, who: &str, path: &str, act: &str, (body, day): (Value, &str), wrong: &[&str]) -> Value {
    let mut body = body;
    for wrong in wrong {
        body["on"] = json!(wrong);
        assert_eq!(app.client(who).act(path, act, &body).await.refused(422).pointers(), ["/on"], "{act} {wrong}");
    }
    body["on"] = json!(day);
    app.client(who).act(path, act, &body).await.expect(200).json
}

async fn days_of_actions(app: TestApp) {
    let stage = Stage::set(&app).await;
    let board = app.opcc().create("/v1/meetings", &meeting(&stage.body, "Board", "2019-01-30")).await;
    app.set_time("2019-06-03T12:00:00Z");
    let set =
        json!({"text": "Send the plan.", "owner": "CC", "owner_side": "force", "due_on": "2019-02-13", "meeting_id": id(&board)});
    let action = app.opcc().create("/v1/actions", &set).await;
    let (early, late) = ("2019-01-29", "2019-06-04");
    let update = |day: &str| json!({"text": "Begun.", "on": day, "author": "DCC", "side": "force"});
    for wrong in [early, late] {
        let updates = format!("{action}/updates");
        assert_eq!(app.opcc().post(&updates, &update(wrong)).await.refused(422).pointers(), ["/on"]);
    }
    let mut own = update("2019-02-04");
    assert_eq!(app.force().post(&format!("{action}/updates"), &own).await.refused(422).pointers(), ["/author"]);
    own.as_object_mut().expect("members").retain(|name, _| name == "text" || name == "on");
    app.force().post(&format!("{action}/updates"), &own).await.expect(201);
    let said = app.opcc().post(&format!("{action}/updates"), &update("2019-02-05")).await.expect(201);
    assert_eq!((said.str("/on"), said.str("/author"), said.str("/side")), ("2019-02-05", "DCC", "force"));
    app.force().act(&action, "start", &json!({})).await.expect(200);
    let evidence = json!({"evidence": "Sent."});
    let claimed = on(&app, "force", &action, "claim", (evidence.clone(), "2019-02-10"), &[early, late]).await;
    assert_eq!(claimed["completed_on"], "2019-02-10");
    let rejected =
        on(&app, "pcc", &action, "reject", (json!({"reason": "No dates."}), "2019-02-12"), &["2019-02-09", late]).await;
    assert_eq!((&rejected["completed_on"], &rejected["status"]), (&Value::Null, &json!("in_progress")));
    let earlier = json!({"evidence": "Sent.", "completed_on": "2019-03-02"});
    assert_eq!(
        app.force().act(&action, "claim", &json!({"evidence": "Sent.", "completed_on": late})).await.refused(422).pointers(),
        ["/completed_on"]
    );
    let claimed = on(&app, "force", &action, "claim", (earlier, "2019-03-04"), &[early]).await;
    assert_eq!((&claimed["completed_on"], &claimed["overdue"]), (&json!("2019-03-02"), &json!(false)));
    let accepted = on(&app, "pcc", &action, "accept", (json!({}), "2019-03-05"), &["2019-03-03", late]).await;
    assert_eq!(accepted["ended_on"], "2019-03-05");
    let refuted = json!({"result": "refuted", "reason": "It grew."});
    let refuted = on(&app, "pcc", &action, "check-outcome", (refuted, "2019-05-05"), &["2019-03-04", late]).await;
    assert_eq!((&refuted["ended_on"], &refuted["completed_on"]), (&Value::Null, &Value::Null));
    let longer = json!({"due_on": "2019-07-31", "reason": "More time."});
    on(&app, "pcc", &action, "extend", (longer, "2019-05-06"), &[early, late]).await;
    let closed =
        on(&app, "pcc", &action, "close-not-implemented", (json!({"reason": "No."}), "2019-05-20"), &[early, late]).await;
    assert_eq!(closed["ended_on"], "2019-05-20");
    let whole = app.pcc().get(&action).await.expect(200).json;
    let claims = whole["claims"].as_array().expect("claims").iter();
    let claims: Vec<_> = claims.map(|claim| (claim["claimed_on"].clone(), claim["judged_on"].clone())).collect();
    assert_eq!(claims, [("2019-02-10", "2019-02-12"), ("2019-03-04", "2019-03-05")].map(|(a, b)| (json!(a), json!(b))));
    assert_eq!(whole["outcome_checks"][0]["checked_on"], "2019-05-05");
    let other = app.opcc().create("/v1/actions", &set).await;
    let by = json!({"superseded_by": id(&app.opcc().create("/v1/actions", &set).await), "reason": "Wider."});
    assert_eq!(on(&app, "pcc", &other, "supersede", (by, "2019-02-20"), &[early, late]).await["ended_on"], "2019-02-20");
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={}", id(&action))).await;
    assert!(trail.iter().all(|entry| entry["at"].as_str().is_some_and(|at| at.starts_with("2019-06-03"))), "{trail:?}");
}

async fn days_of_findings(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2019-06-03T12:00:00Z");
    let scale = json!({"body_id": stage.body, "name": "Assurance", "grades": [{"label": "Good", "code": "assured"}]});
    let scale = app.opcc().create("/v1/rating-scales", &scale).await;
    let finding = app.opcc().create("/v1/findings", &json!({"text": "Slow."})).await;
    let late = "2019-06-04";
    let shared = on(&app, "opcc", &finding, "share", (json!({"comment_days": 14}), "2019-02-01"), &[late]).await;
    assert_eq!((&shared["shared_on"], &shared["comment_due_on"]), (&json!("2019-02-01"), &json!("2019-02-15")));
    let rating = json!({"performance": {"scale_id": id(&scale), "label": "Good"}, "plan": null, "reason": "It is."});
    let rated = on(&app, "pcc", &finding, "rate", (rating, "2019-02-04"), &["2019-01-31", late]).await;
    assert_eq!(rated["ratings"][0]["rated_on"], "2019-02-04");
    // Too late for a comment, as of the day that the force does not choose.
    let comment = json!({"text": "It was the winter.", "on": "2019-02-10"});
    app.force().act(&finding, "comment", &comment).await.refused(422);
    let commented = app.force().act(&finding, "comment", &json!({"text": "It was the winter."})).await.expect(200);
    assert_eq!((commented.str("/comments/0/made_on"), &commented.json["comments"][0]["late"]), ("2019-06-03", &json!(true)));
    let confirmed = on(&app, "pcc", &finding, "confirm", (json!({}), "2019-06-03"), &["2019-03-01", late]).await;
    assert_eq!(confirmed["confirmed_on"], "2019-06-03");
    let other = app.opcc().create("/v1/findings", &json!({"text": "Slow too."})).await;
    on(&app, "opcc", &other, "share", (json!({"comment_days": 14}), "2019-02-01"), &[]).await;
    // Within the force's time to comment, as of that day.
    app.pcc().act(&other, "confirm", &json!({"on": "2019-02-15"})).await.refused(409);
    assert_eq!(on(&app, "pcc", &other, "confirm", (json!({}), "2019-02-16"), &[]).await["confirmed_on"], "2019-02-16");
}

async fn days_of_questions_and_decisions(app: TestApp) {
    let stage = Stage::set(&app).await;
    let board = app.opcc().create("/v1/meetings", &meeting(&stage.body, "Board", "2019-01-30")).await;
    app.set_time("2019-06-03T12:00:00Z");
    app.opcc().act(&board, "hold", &json!({})).await.expect(200);
    let mut draft = stage.question("Why?");
    draft["meeting_id"] = json!(id(&board));
    let question = app.opcc().create("/v1/questions", &draft).await;
    app.pcc().act(&question, "put", &json!({"put_on": "2019-01-30"})).await.expect(200);
    let responses = format!("{question}/responses");
    let oral = |day: &str| json!({"text": "So.", "mode": "oral", "given_on": day});
    for wrong in ["2019-01-29", "2019-06-04"] {
        assert_eq!(app.opcc().post(&responses, &oral(wrong)).await.refused(422).pointers(), ["/given_on"], "{wrong}");
    }
    let mut own = response("So.");
    own["given_on"] = json!("2019-02-01");
    assert_eq!(app.force().post(&responses, &own).await.refused(422).pointers(), ["/given_on"]);
    let answer = app.opcc().create(&responses, &oral("2019-02-06")).await;
    let given = app.opcc().act(&answer, "submit", &json!({})).await.expect(200);
    assert_eq!(given.str("/given_on"), "2019-02-06");
    assert_eq!(app.pcc().get(&question).await.expect(200).str("/first_response_on"), "2019-02-06");
    let why = json!({"reason": "Not the question."});
    let returned = on(&app, "pcc", &question, "return", (why.clone(), "2019-02-08"), &["2019-02-05", "2019-06-04"]).await;
    assert_eq!(returned["status"], "returned");
    let withdrawn = on(&app, "pcc", &question, "withdraw", (why.clone(), "2019-03-01"), &["2019-01-29", "2019-06-04"]).await;
    assert_eq!(withdrawn["status"], "withdrawn");
    let decision = json!({"text": "Approve.", "reasons": "As reported.", "made_by": {"name": "A. Commissioner", "capacity": "PCC"},
        "title": "Outturn", "own_reference": "XPCC-0083", "signed_on": "2019-02-02", "conflicts": "None.",
        "documents": [{"title": "Form", "url": "http://pcc.example/0083.pdf"}]});
    let mut wrong = decision.clone();
    (wrong["signed_on"], wrong["documents"][0]["url"]) = (json!("2019-06-04"), json!("pcc.example"));
    assert_eq!(app.opcc().post("/v1/decisions", &wrong).await.refused(422).pointers(), ["/documents/0/url"]);
    wrong["documents"] = json!([]);
    assert_eq!(app.opcc().post("/v1/decisions", &wrong).await.refused(422).pointers(), ["/signed_on"]);
    let decision = app.opcc().create("/v1/decisions", &decision).await;
    app.pcc().act(&decision, "take", &json!({"made_on": "2019-02-01"})).await.expect(200);
    let revoked = on(&app, "pcc", &decision, "revoke", (why, "2019-03-01"), &["2019-01-31", "2019-06-04"]).await;
    assert_eq!((&revoked["revoked_on"], &revoked["title"]), (&json!("2019-03-01"), &json!("Outturn")));
    let back = app.pcc().act(&decision, "reinstate", &json!({"reason": "By mistake."})).await.expect(200);
    assert_eq!(back.json["revoked_on"], Value::Null);
}

async fn days_of_recommendations(app: TestApp) {
    app.set_time("2019-06-03T12:00:00Z");
    let set = json!({"source": "inspectorate", "title": "Kennels", "published_by": "HMICFRS", "published_on": "2019-01-10",
        "url": "http://inspectors.example/kennels"});
    let set = app.opcc().create("/v1/recommendation-sets", &set).await;
    let one = json!({"text": "Inspect.", "addressed_to": "force", "due_on": "2019-03-31"});
    let mut listed = Vec::new();
    for _ in 0..2 {
        listed.push(app.opcc().create(&format!("{set}/recommendations"), &one).await);
    }
    app.opcc().act(&set, "record", &json!({})).await.expect(200);
    let (early, late) = ("2019-01-09", "2019-06-04");
    let answer = |day: &str| json!({"kind": "action", "text": "Done.", "given_on": day});
    for wrong in [early, late] {
        assert_eq!(app.opcc().act(&listed[0], "respond", &answer(wrong)).await.refused(422).pointers(), ["/given_on"]);
    }
    assert_eq!(app.force().act(&listed[0], "respond", &answer("2019-02-01")).await.refused(422).pointers(), ["/given_on"]);
    let answered = app.opcc().act(&listed[0], "respond", &answer("2019-02-01")).await.expect(200);
    assert_eq!(answered.str("/body_answer/given_on"), "2019-02-01");
    let evidence = json!({"evidence": "The log."});
    on(&app, "force", &listed[0], "claim", (evidence.clone(), "2019-02-20"), &[early, late]).await;
    let rejected = on(&app, "pcc", &listed[0], "reject", (json!({"reason": "No."}), "2019-02-21"), &["2019-02-19", late]).await;
    assert_eq!(rejected["completed_on"], Value::Null);
    on(&app, "force", &listed[0], "claim", (evidence, "2019-03-30"), &[]).await;
    let verified = on(&app, "pcc", &listed[0], "verify", (json!({}), "2019-04-02"), &["2019-03-29", late]).await;
    assert_eq!((&verified["completed_on"], &verified["ended_on"]), (&json!("2019-03-30"), &json!("2019-04-02")));
    on(&app, "pcc", &listed[1], "extend", (json!({"due_on": "2019-07-01", "reason": "Later."}), "2019-02-01"), &[early, late])
        .await;
    let refused = on(&app, "pcc", &listed[1], "not-accept", (json!({"reason": "No."}), "2019-02-02"), &[early, late]).await;
    assert_eq!(refused["ended_on"], "2019-02-02");
    // In time by the day on which it was complete, and not by the day on which that was recorded.
    let report = app.pcc().get("/v1/reports/in-time?from=2019-03-01&to=2019-03-31").await.expect(200);
    let kinds = report.json["by_kind"].as_array().expect("kinds").clone();
    let of_recommendations = kinds.iter().find(|kind| kind["kind"] == "recommendation").expect("a row");
    assert_eq!(
        (&of_recommendations["counts"]["in_time"], &of_recommendations["counts"]["late"]),
        (&json!(1), &json!(0)),
        "{of_recommendations}"
    );
}

/// What is taken back leaves the days that counted before it.
async fn days_come_back(app: TestApp) {
    let stage = Stage::set(&app).await;
    let board = app.opcc().create("/v1/meetings", &meeting(&stage.body, "Board", "2019-01-30")).await;
    let set = json!({"source": "inspectorate", "title": "Kennels", "published_by": "HMICFRS", "published_on": "2019-01-10"});
    let set = app.opcc().create("/v1/recommendation-sets", &set).await;
    let one = json!({"text": "Inspect.", "addressed_to": "force", "due_on": "2019-03-31"});
    let one = app.opcc().create(&format!("{set}/recommendations"), &one).await;
    app.opcc().act(&set, "record", &json!({})).await.expect(200);
    app.set_time("2019-06-03T12:00:00Z");
    let action = json!({"text": "Send the plan.", "owner": "CC", "owner_side": "force", "meeting_id": id(&board)});
    let action = app.opcc().create("/v1/actions", &action).await;
    app.force().act(&action, "start", &json!({})).await.expect(200);
    let (no, back) = (json!({"reason": "No.", "on": "2019-02-12"}), json!({"reason": "By mistake."}));
    let (completed, nothing) = (json!("2019-02-10"), Value::Null);
    for (path, accept) in [(&action, "accept"), (&one, "verify")] {
        app.force().act(path, "claim", &json!({"evidence": "Sent.", "on": "2019-02-10"})).await.expect(200);
        let rejected = app.pcc().act(path, "reject", &no).await.expect(200).json;
        assert_eq!((&rejected["completed_on"], &rejected["ended_on"]), (&nothing, &nothing), "{path}");
        let waiting = app.pcc().act(path, "take-back-rejection", &back).await.expect(200).json;
        assert_eq!((&waiting["completed_on"], &waiting["ended_on"]), (&completed, &nothing), "{path}");
        let ended = app.pcc().act(path, accept, &json!({"on": "2019-02-14"})).await.expect(200).json;
        assert_eq!((&ended["completed_on"], &ended["ended_on"]), (&completed, &json!("2019-02-14")), "{path}");
    }
    let refuted = json!({"result": "refuted", "reason": "It grew.", "on": "2019-05-05"});
    let refuted = app.pcc().act(&action, "check-outcome", &refuted).await.expect(200).json;
    assert_eq!((&refuted["completed_on"], &refuted["ended_on"]), (&nothing, &nothing));
    let accepted = app.pcc().act(&action, "take-back-check", &back).await.expect(200).json;
    assert_eq!((&accepted["completed_on"], &accepted["ended_on"]), (&completed, &json!("2019-02-14")));
    let whole = app.pcc().get(&action).await.expect(200).json;
    assert_eq!(whole["claims"][0]["judged_on"], "2019-02-14");
    let reopened = app.pcc().act(&one, "reopen", &back).await.expect(200).json;
    assert_eq!((&reopened["completed_on"], &reopened["ended_on"]), (&completed, &nothing));
    let taken_back = app.force().act(&one, "take-back-claim", &back).await.expect(200).json;
    assert_eq!((&taken_back["completed_on"], &taken_back["evidence"]), (&nothing, &nothing));
    let longer = json!({"due_on": "2019-07-01", "reason": "Later.", "on": "2019-02-20"});
    let extended = app.pcc().act(&one, "extend", &longer).await.expect(200).json;
    assert_eq!(extended["extensions"][0]["on"], "2019-02-20");
}
