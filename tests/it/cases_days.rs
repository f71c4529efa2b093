//! Record files that tell years of history: every event is stored, shown and published with the day on which it happened, and nothing
//! has the day of the import. Each case has a kind, and each kind a table of more inputs.

use serde_json::{Value, json};

use crate::import::import;
use crate::support::stage::despite;
use crate::support::{Reply, TestApp, both};

both!(
    an_action_with_its_history,
    lives_of_actions,
    an_action_that_replaces_another_and_its_sources,
    claims_that_were_rejected_and_updates,
    days_that_contradict_each_other_are_refused,
    a_response_under_section_55,
    progress_of_recommendations,
    comments_and_ratings_have_their_days,
    the_documented_histories_load,
);

/// The day of the import, on which nothing of these files happened.
pub const TODAY: &str = "2035-05-06";

/// Adds members to a record, in the place of those of the same name.
pub fn add(record: &mut Value, members: Value) {
    let Value::Object(members) = members else { panic!("not members: {members}") };
    record.as_object_mut().expect("a record").extend(members);
}

pub fn file(members: Value) -> Value {
    let mut meeting = json!({
        "key": "m", "kind": "public", "title": "Board", "held_on": "2022-11-30", "is_public": true, "status": "held",
    });
    add(&mut meeting, members);
    json!({
        "format": "answerable-record/1",
        "area": {"slug": "west-mercia", "code": "WM", "name": "West Mercia", "force_name": "West Mercia Police"},
        "body": {"kind": "pcc", "name": "PCC for West Mercia", "valid_from": "2012-11-22"},
        "meetings": [meeting],
    })
}

pub fn meeting(number: usize, members: Value) -> Value {
    let mut meeting = members;
    meeting["title"] = json!(format!("Board {number}"));
    meeting
}

pub async fn loaded(app: &TestApp, members: Value) {
    app.set_time(&format!("{TODAY}T09:00:00Z"));
    let file = file(members.clone());
    import(app, &file.to_string()).await.unwrap_or_else(|fault| panic!("{fault}: {members}"));
}

pub async fn refused(app: &TestApp, members: Value) -> String {
    app.set_time(&format!("{TODAY}T09:00:00Z"));
    import(app, &file(members).to_string()).await.expect_err("a refusal")
}

/// Reads the last record of a list, with its history.
pub async fn last(app: &TestApp, list: &str) -> Value {
    let rows = app.pcc().all(&format!("/v1/{list}?sort=created_at&limit=200")).await;
    let id = rows.last().expect("a record")["id"].as_str().expect("an id").to_owned();
    app.pcc().get(&format!("/v1/{list}/{id}")).await.expect(200).json
}

/// Publishes a record and returns what everybody reads at `path`.
pub async fn published(app: &TestApp, kind: &str, subject: &str, path: &str) -> Reply {
    let edition = app.opcc().create("/v1/editions", &json!({"kind": kind, "subject_id": subject})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.nobody().get(path).await.expect(200)
}

fn action(members: Value) -> Value {
    let mut action = json!({"text": "Send the plan.", "owner": "DCC", "owner_side": "force", "due_on": "2022-12-14"});
    add(&mut action, members);
    json!({"actions": [action]})
}

pub fn days<'a>(record: &'a Value, members: &[&str]) -> Vec<&'a str> {
    members.iter().map(|member| record.pointer(member).and_then(Value::as_str).unwrap_or("-")).collect()
}

/// No member of a record but an instant of recording has the day of the import.
pub fn never_today(record: &Value) {
    match record {
        Value::Object(members) => {
            members.iter().filter(|(name, _)| !name.ends_with("_at")).for_each(|(_, value)| never_today(value));
        }
        Value::Array(items) => items.iter().for_each(never_today),
        Value::String(text) => assert!(!text.starts_with(TODAY), "{text}"),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

async fn an_action_with_its_history(app: TestApp) {
    loaded(&app, action(json!({"status": "accepted", "completed_on": "2022-12-12"}))).await;
    let stored = last(&app, "actions").await;
    assert_eq!((&stored["status"], &stored["overdue"]), (&json!("accepted"), &json!(false)));
    let members = ["/completed_on", "/ended_on", "/claims/0/claimed_on", "/claims/0/judged_on", "/set_on"];
    assert_eq!(days(&stored, &members), ["2022-12-12", "2022-12-12", "2022-12-12", "2022-12-12", "2022-11-30"]);
    assert_eq!(stored["claims"][0]["evidence"], Value::Null, "the file has none");
    never_today(&stored);
    // In time, as the report counts it.
    let report = app.pcc().get("/v1/reports/in-time?from=2022-12-01&to=2022-12-31").await.expect(200);
    assert_eq!((&report.json["total"]["in_time"], &report.json["total"]["late"]), (&json!(1), &json!(0)));
    // The trail says when it was recorded, and by whom.
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={}", stored["id"].as_str().expect("an id"))).await;
    assert!(trail.iter().all(|entry| entry["at"].as_str().is_some_and(|at| at.starts_with(TODAY))), "{trail:?}");
    assert!(trail.iter().all(|entry| entry["actor_name"] == "import of january.json"), "{trail:?}");
    let public = published(&app, "action_log", "west-mercia", "/public/v1/actions").await;
    let row = &public.json["data"][0];
    let members = ["/completed_on", "/ended_on", "/claims/0/on", "/claims/0/judged_on"];
    assert_eq!(days(row, &members), ["2022-12-12"; 4]);
    never_today(row);
}

/// Members of an action, and its status, completed, in, ended, days of claim and verdict, overdue.
async fn lives_of_actions(app: TestApp) {
    let table = [
        (json!({}), ["open", "-", "-", "-", "-", "-"], true),
        (json!({"status": "open"}), ["open", "-", "-", "-", "-", "-"], true),
        (json!({"status": "in_progress"}), ["in_progress", "-", "-", "-", "-", "-"], true),
        (
            json!({"status": "claimed_complete", "completed_on": "2022-12-20"}),
            ["claimed_complete", "2022-12-20", "-", "-", "2022-12-20", "-"],
            false,
        ),
        (
            json!({"status": "accepted", "completed_on": "2022-12-12", "claimed_on": "2022-12-15", "ended_on": "2023-01-10"}),
            ["accepted", "2022-12-12", "-", "2023-01-10", "2022-12-15", "2023-01-10"],
            false,
        ),
        (json!({"status": "accepted"}), ["accepted", "-", "-", "-", "-", "-"], false),
        (json!({"status": "accepted", "completed_in": "2022-12"}), ["accepted", "-", "2022-12", "-", "-", "-"], false),
        (
            json!({"status": "accepted", "completed_in": "2023", "ended_on": "2023-03-01"}),
            ["accepted", "-", "2023", "2023-03-01", "-", "2023-03-01"],
            false,
        ),
        (
            json!({"status": "closed_not_implemented", "status_reason": "No money.", "ended_on": "2023-02-01"}),
            ["closed_not_implemented", "-", "-", "2023-02-01", "-", "-"],
            false,
        ),
        (
            json!({"status": "closed_not_implemented", "status_reason": "No money."}),
            ["closed_not_implemented", "-", "-", "-", "-", "-"],
            false,
        ),
        // Owned by the body, and by nobody whose side is known.
        (
            json!({"status": "accepted", "owner_side": "body", "completed_on": "2022-12-01"}),
            ["accepted", "2022-12-01", "-", "2022-12-01", "2022-12-01", "2022-12-01"],
            false,
        ),
        (
            json!({"status": "accepted", "owner_side": null, "completed_on": "2022-12-01", "evidence": "Sent by post."}),
            ["accepted", "2022-12-01", "-", "2022-12-01", "2022-12-01", "2022-12-01"],
            false,
        ),
    ];
    for (number, (members, want, overdue)) in table.into_iter().enumerate() {
        loaded(&app, meeting(number, action(members.clone()))).await;
        let stored = last(&app, "actions").await;
        let shown = ["/status", "/completed_on", "/completed_in", "/ended_on", "/claims/0/claimed_on", "/claims/0/judged_on"];
        assert_eq!((days(&stored, &shown), &stored["overdue"]), (want.to_vec(), &json!(overdue)), "{members}");
        never_today(&stored);
    }
}

async fn an_action_that_replaces_another_and_its_sources(app: TestApp) {
    let members = json!({
        "agenda": [{"key": "calls", "kind": "holding_to_account", "title": "Calls"}],
        "questions": [{"key": "q", "form": "direct", "text": "Why?", "put_on": "2022-11-30"}],
        "decisions": [{"key": "d", "text": "Go on.", "reasons": "It works.", "made_on": "2022-11-30",
            "made_by": {"name": "Ann Sample", "capacity": "PCC"}}],
        "findings": [{"key": "f", "kind": "finding", "text": "Slow.", "shared_on": "2022-12-01"}],
        "actions": [
            {"key": "old", "text": "Send the plan.", "owner": "DCC", "status": "superseded", "ended_on": "2022-12-20",
                "status_reason": "The review covers it."},
            {"key": "new", "text": "Review it all.", "owner": "DCC", "supersedes": "old", "own_reference": "PAM-22-117",
                "agenda_item": "calls", "rag": "Amber/Green", "rag_on": "2023-01-31",
                "sources": [{"kind": "question", "key": "q"}, {"kind": "decision", "key": "d"}, {"kind": "finding", "key": "f"},
                    {"kind": "action", "key": "old"}, {"kind": "meeting", "key": "m"}]},
            {"text": "Look again.", "owner": "DCC", "rag": "Red"},
        ],
    });
    loaded(&app, members).await;
    let all = app.pcc().all("/v1/actions?sort=created_at").await;
    assert_eq!(all.len(), 3);
    assert_eq!(days(&all[0], &["/status", "/ended_on", "/status_reason"]), ["superseded", "2022-12-20", "The review covers it."]);
    assert_eq!(all[0]["superseded_by"], all[1]["id"]);
    let found = app.pcc().get("/v1/actions?reference=PAM-22-117").await.expect(200);
    assert_eq!(found.ids(), [all[1]["id"].as_str().expect("an id")]);
    assert_eq!(app.pcc().get("/v1/actions?q=pam-22").await.expect(200).ids(), found.ids());
    let stored = app.pcc().get(&format!("/v1/actions/{}", found.ids()[0])).await.expect(200).json;
    assert_eq!(days(&stored, &["/rag", "/rag_on", "/own_reference"]), ["Amber/Green", "2023-01-31", "PAM-22-117"]);
    assert_eq!((&all[2]["rag"], &all[2]["rag_on"]), (&json!("Red"), &json!("2022-11-30")));
    let kinds: Vec<&str> = stored["sources"].as_array().expect("sources").iter().filter_map(|one| one["kind"].as_str()).collect();
    assert_eq!(kinds, ["meeting", "question", "decision", "finding", "action"]);
    let item =
        app.pcc().get("/v1/meetings?include=agenda_items").await.expect(200).json["data"][0]["agenda_items"][0]["id"].clone();
    assert_eq!(stored["agenda_item_id"], item);
    let path = format!("/v1/agenda-items/{}", item.as_str().expect("an id"));
    assert_eq!(app.opcc().delete(&path, "\"1\"").await.status, 409, "an action is under it");
    let public = published(&app, "action_log", "west-mercia", "/public/v1/actions?reference=PAM-22-117").await;
    let row = &public.json["data"][0];
    assert_eq!(days(row, &["/own_reference", "/rag", "/rag_on"]), ["PAM-22-117", "Amber/Green", "2023-01-31"]);
    let search = app.nobody().get("/public/v1/search?q=PAM-22-117").await.expect(200);
    assert!(search.text.contains(stored["id"].as_str().expect("an id")), "{}", search.text);
}

async fn claims_that_were_rejected_and_updates(app: TestApp) {
    let members = action(json!({
        "status": "accepted", "completed_on": "2023-02-01", "ended_on": "2023-02-10",
        "rejected_claims": [{"claimed_on": "2022-12-10", "evidence": "A note.", "judged_on": "2022-12-20", "reason": "No dates."}],
        "updates": [{"text": "Begun.", "on": "2022-12-05", "author": "DCC", "side": "force"}, {"text": "Slow."}],
    }));
    loaded(&app, members).await;
    let stored = last(&app, "actions").await;
    let shown = ["/claims/0/claimed_on", "/claims/0/judged_on", "/claims/1/claimed_on", "/claims/1/judged_on", "/ended_on"];
    assert_eq!(days(&stored, &shown), ["2022-12-10", "2022-12-20", "2023-02-01", "2023-02-10", "2023-02-10"]);
    assert_eq!((&stored["times_rejected"], &stored["claims"][0]["reason"]), (&json!(1), &json!("No dates.")));
    let updates = format!("/v1/actions/{}?include=updates", stored["id"].as_str().expect("an id"));
    let updates = app.pcc().get(&updates).await.expect(200).json["updates"].clone();
    assert_eq!(days(&updates, &["/0/on", "/0/author", "/0/side", "/1/on"]), ["2022-12-05", "DCC", "force", "-"]);
    never_today(&stored);
    // The claim that counted came late.
    let report = app.pcc().get("/v1/reports/in-time?from=2022-12-01&to=2022-12-31").await.expect(200);
    assert_eq!(report.json["total"]["late"], json!(1));
}

async fn days_that_contradict_each_other_are_refused(app: TestApp) {
    for (members, want) in [
        (json!({"completed_on": "2022-12-12"}), "/completed_on: does not go with the status open"),
        (json!({"status": "in_progress", "ended_on": "2022-12-12"}), "/ended_on: does not go with the status in_progress"),
        (json!({"status": "accepted", "completed_on": "2036-01-01"}), "/completed_on: must not be in the future"),
        (json!({"status": "accepted", "completed_on": "2022-11-29"}), "/completed_on: must be on or after 2022-11-30"),
        (
            json!({"status": "accepted", "completed_on": "2022-12-12", "ended_on": "2022-12-11"}),
            "/ended_on: must be on or after 2022-12-12",
        ),
        (json!({"status": "closed_not_implemented"}), "/status_reason: is required"),
        (json!({"status": "superseded"}), "/status: name it in supersedes"),
        (json!({"status": "accepted", "completed_in": "2022-12", "completed_on": "2022-12-12"}), "/completed_in: is for a day"),
        (json!({"status": "accepted", "completed_in": "2022-13"}), "a year or a month as YYYY or YYYY-MM"),
        (json!({"status": "finished"}), "/status"),
        (json!({"sources": [{"kind": "decision", "key": "d"}]}), "/sources/0/key: no decision has the key"),
        (json!({"sources": [{"kind": "response", "key": "d"}]}), "/sources/0/kind: has no keys"),
    ] {
        let fault = refused(&app, action(members.clone())).await;
        assert!(fault.contains(want), "{members}: {fault}");
    }
}

fn report(members: Value, recommendation: Value) -> Value {
    let mut one = json!({"text": "Answer calls.", "addressed_to": "force"});
    add(&mut one, recommendation);
    let mut set = json!({
        "source": "inspectorate", "title": "PEEL", "published_by": "HMICFRS", "published_on": "2022-10-13", "recommendations": [one],
    });
    add(&mut set, members);
    json!({"recommendation_sets": [set]})
}

pub async fn owed(app: &TestApp, path: &str) -> Vec<String> {
    let rows = app.opcc().get(path).await.expect(200).json["rows"].as_array().expect("rows").clone();
    rows.iter().map(|row| row["paragraph"].as_str().expect("a paragraph").to_owned()).collect()
}

async fn a_response_under_section_55(app: TestApp) {
    let response = json!({"response": {
        "text": "We agree.", "completed_on": "2022-12-01", "published_on": "2022-12-02", "url": "https://pcc.example/response-peel-2022",
        "sent_to": [{"to": "HMICFRS", "on": "2022-12-02"}, {"to": "Secretary of State", "on": "2022-12-02"}],
    }, "comments": [{"text": "Accepted.", "made_on": "2022-11-10", "author": "Cal Sample", "capacity": "CC"}]});
    let answered = json!({"status": "verified", "body_answer": {
        "kind": "action", "text": "Funded six more call handlers.", "given_on": "2022-11-20", "given_by": "PCC",
    }});
    loaded(&app, report(response, answered)).await;
    assert_eq!(owed(&app, "/v1/reports/owed?paragraph=s.55(5A)&paragraph=s.55(6)").await, Vec::<String>::new());
    let sets = app.pcc().get("/v1/recommendation-sets").await.expect(200);
    let set = app.pcc().get(&format!("/v1/recommendation-sets/{}", sets.ids()[0])).await.expect(200).json;
    never_today(&set);
    assert_eq!(set["overdue"], json!(false), "{set}");
    let one = last(&app, "recommendations").await;
    assert_eq!(days(&one, &["/status", "/body_answer/given_on", "/completed_on"]), ["verified", "2022-11-20", "-"]);
    never_today(&one);
    let public =
        published(&app, "recommendation_response", &sets.ids()[0], &format!("/public/v1/recommendations/{}", sets.ids()[0]))
            .await;
    let shown = [
        "/response/completed_on",
        "/response/sent_to/0/to",
        "/response/sent_to/0/sent_on",
        "/response/copies/inspectors_on",
        "/response/copies/secretary_of_state_on",
        "/comments/0/on",
        "/recommendations/0/body_answer/given_on",
    ];
    let want = ["2022-12-01", "inspectors", "2022-12-02", "2022-12-02", "2022-12-02", "2022-11-10", "2022-11-20"];
    assert_eq!(days(&public.json, &shown), want);
    never_today(&public.json["response"]);
    let elsewhere = app.nobody().get("/public/v1/owed?area=west-mercia").await.expect(200);
    assert!(elsewhere.text.contains("https://pcc.example/response-peel-2022"), "{}", elsewhere.text);
}

/// A recommendation, its status, the days of completion and end; or what is wrong.
async fn progress_of_recommendations(app: TestApp) {
    let answer = |kind: &str| json!({"kind": kind, "text": "Done.", "given_on": "2022-11-20"});
    for (number, (members, want)) in [
        (json!({}), ["open", "-", "-", "-"]),
        (json!({"status": "claimed_complete", "completed_on": "2023-01-05"}), ["claimed_complete", "2023-01-05", "-", "-"]),
        (json!({"status": "verified", "completed_on": "2023-01-05"}), ["verified", "2023-01-05", "2023-01-05", "-"]),
        (
            json!({"status": "verified", "completed_on": "2023-01-05", "ended_on": "2023-02-05", "evidence": "The log."}),
            ["verified", "2023-01-05", "2023-02-05", "-"],
        ),
        (json!({"status": "verified", "addressed_to": "body"}), ["verified", "-", "-", "-"]),
        (
            json!({"status": "not_accepted", "status_reason": "It is done elsewhere.", "ended_on": "2022-12-01"}),
            ["not_accepted", "-", "2022-12-01", "-"],
        ),
        (json!({"status": "not_accepted", "status_reason": "It is done elsewhere."}), ["not_accepted", "-", "-", "-"]),
        (json!({"force_answer": answer("action_taken"), "body_answer": answer("no_action")}), ["open", "-", "-", "2022-11-20"]),
    ]
    .into_iter()
    .enumerate()
    {
        loaded(&app, meeting(number, report(json!({"title": format!("Report {number}")}), members.clone()))).await;
        let one = last(&app, "recommendations").await;
        assert_eq!(days(&one, &["/status", "/completed_on", "/ended_on", "/force_answer/given_on"]), want, "{members}");
        never_today(&one);
    }
    for (set, members, want) in [
        (json!({}), json!({"status": "open", "completed_on": "2023-01-05"}), "/completed_on: does not go with"),
        (json!({}), json!({"status": "not_accepted"}), "/status_reason: is required"),
        (json!({}), json!({"status": "verified", "completed_on": "2022-10-12"}), "must be on or after 2022-10-13"),
        (json!({"response": {"text": "Yes.", "published_on": "2022-12-02"}}), json!({}), "/response/url: add the address"),
        (json!({"response": {"text": "Yes.", "completed_on": "2022-12-01"}}), json!({}), "needs the body's own answer"),
        (
            json!({"response": {"text": "Yes.", "completed_on": "2022-11-01"}}),
            json!({"body_answer": answer("action")}),
            "/response/completed_on: must be on or after the day the last recommendation was answered",
        ),
        (
            json!({"response": {"text": "Yes.", "sent_to": [{"to": "HMICFRS", "on": "2036-01-01"}]}}),
            json!({}),
            "must not be in the future",
        ),
    ] {
        let fault = refused(&app, report(set.clone(), members.clone())).await;
        assert!(fault.contains(want), "{set} {members}: {fault}");
    }
}

async fn comments_and_ratings_have_their_days(app: TestApp) {
    let mut file = file(json!({"findings": [{
        "kind": "finding", "text": "Slow.", "shared_on": "2022-12-01", "comment_due_on": "2022-12-15", "confirmed_on": "2022-12-20",
        "ratings": [
            {"performance": {"scale": "s", "label": "Good"}, "reason": "At first."},
            {"performance": {"scale": "s", "label": "Good"}, "reason": "Again.", "rated_on": "2022-12-01"},
        ],
        "comments": [
            {"text": "It was the winter.", "made_on": "2022-12-10", "capacity": "CC"},
            {"no_comment": true, "made_on": "2022-12-16"},
        ],
    }]}));
    file["rating_scales"] = json!([{"key": "s", "name": "Assurance", "grades": [{"label": "Good", "code": "assured"}]}]);
    app.set_time(&format!("{TODAY}T09:00:00Z"));
    import(&app, &file.to_string()).await.expect("an import");
    let stored = last(&app, "findings").await;
    let shown = [
        "/shared_on",
        "/confirmed_on",
        "/ratings/0/rated_on",
        "/ratings/1/rated_on",
        "/comments/0/made_on",
        "/comments/1/made_on",
    ];
    let want = ["2022-12-01", "2022-12-20", "2022-11-30", "2022-12-01", "2022-12-10", "2022-12-16"];
    assert_eq!(days(&stored, &shown), want);
    assert_eq!((&stored["comments"][0]["late"], &stored["comments"][1]["late"]), (&json!(false), &json!(true)));
    never_today(&stored);
    file["meetings"][0]["title"] = json!("Another");
    file["meetings"][0]["findings"][0]["comments"][0]["made_on"] = json!("2022-11-30");
    let fault = import(&app, &file.to_string()).await.expect_err("a refusal");
    assert!(fault.contains("/findings/0/comments/0/made_on: must be on or after 2022-12-01"), "{fault}");
    file["meetings"][0]["findings"][0]["comments"] = json!([{"text": "Late.", "made_on": "2022-12-30"}]);
    let fault = import(&app, &file.to_string()).await.expect_err("a refusal");
    assert!(fault.contains("must be on or after 2022-12-30, the day it was shared or last commented on"), "{fault}");
}

async fn the_documented_histories_load(app: TestApp) {
    let page = include_str!("../../docs/RECORD-FILE.md");
    let examples = page.split("```json\n").skip(2).filter_map(|rest| rest.split("```").next()).take(2);
    let members: serde_json::Map<String, Value> = examples
        .flat_map(|example| serde_json::from_str::<serde_json::Map<_, _>>(&format!("{{{example}}}")).expect("JSON"))
        .collect();
    loaded(&app, Value::Object(members)).await;
    let actions = app.pcc().all("/v1/actions?sort=created_at").await;
    assert_eq!(days(&actions[0], &["/completed_on", "/ended_on", "/rag_on"]), ["2022-12-12", "2022-12-20", "2022-11-30"]);
    assert_eq!(days(&actions[1], &["/completed_on", "/completed_in", "/status"]), ["-", "2023-03", "accepted"]);
    assert_eq!(owed(&app, "/v1/reports/owed?paragraph=s.55(5A)&paragraph=s.55(6)").await, Vec::<String>::new());
}
