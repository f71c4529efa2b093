//! The history of a record in its record file: every day, reference and reason that came in goes out and comes in again, and each
//! reader gets what that reader sees.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cases_days::{TODAY, file};
use crate::export_record::{exported, round_on};
use crate::import::import;
use crate::support::random::for_random;
use crate::support::{Engine, TestApp, both};

both!(
    what_a_history_says_goes_out_and_in_again,
    single_events_go_out_and_in_again,
    a_reader_gets_the_history_that_the_reader_sees,
    a_question_that_was_carried_forward_goes_out,
);

/// A file with everything that can happen after a meeting.
pub fn history() -> Value {
    let elsewhere = ["5(a)", "5(b)", "5(c)"].map(
        |duty| json!({"duty": duty, "published_on": "2022-12-20", "url": "http://pcc.example/notes", "note": "The old site."}),
    );
    let mut file = file(json!({
        "status": "agreed", "agreed_on": "2023-01-31", "starts_at": "10:00", "venue": "HQ",
        "agenda": [{"key": "calls", "kind": "holding_to_account", "title": "Calls"}],
        "papers": [{"kind": "report", "title": "Waits", "owed_by": "force", "received_on": "2022-11-21",
            "url": "http://pcc.example/waits"}],
        "published_elsewhere": elsewhere,
        "questions": [{"key": "q", "form": "direct", "text": "How long?", "put_on": "2022-11-20", "due_on": "2022-12-10",
            "heads": ["complaints"], "agenda_item": "calls",
            "responses": [{"text": "Two minutes.", "attribution": "unattributed", "mode": "written", "given_on": "2022-12-05"}],
            "judgement": {"outcome": "answered", "reason": "It says it.", "judged_on": "2022-12-08"}}],
        "exchanges": [{"reply": "It is winter.", "speakers": [{"capacity": "CC"}], "attribution": "single", "agenda_item": "calls"}],
        "findings": [{"key": "f", "kind": "finding", "text": "Nobody watches.", "shared_on": "2022-12-01",
            "comment_due_on": "2022-12-15", "confirmed_on": "2023-01-05",
            "ratings": [
                {"performance": {"scale": "s", "label": "Good"}, "reason": "At first.", "rated_on": "2022-11-30"},
                {"performance": {"scale": "s", "label": "Good"}, "reason": "Again.", "rated_on": "2022-12-18"}],
            "comments": [
                {"made_on": "2022-12-10", "text": "We do.", "agrees": "disagree", "author": "A. Officer", "capacity": "CC"},
                {"made_on": "2022-12-17", "no_comment": true, "author": "A. Officer"}]}],
        "decisions": [{"key": "d", "own_reference": "XPCC-0083", "title": "Outturn", "text": "Approve.", "reasons": "It fits.",
            "made_by": {"name": "Ann Sample", "capacity": "PCC"}, "made_on": "2022-11-30", "signed_on": "2022-12-02",
            "documents": [{"title": "Form", "url": "http://pcc.example/0083.pdf"}], "conflicts": "None.",
            "significant_public_interest": true, "significant_public_interest_reason": "Large.",
            "revoked_on": "2023-06-01", "status_reason": "It was void.",
            "published_elsewhere": [{"duty": "5(d)", "published_on": "2022-12-05", "url": "http://pcc.example/0083"}]}],
        "actions": actions(),
        "recommendation_sets": [report()],
    }));
    file["rating_scales"] = json!([{"key": "s", "name": "Assurance", "grades": [{"label": "Good", "code": "assured"}]}]);
    file
}

fn actions() -> Value {
    json!([
        {"key": "a1", "text": "Send the plan.", "owner": "DCC", "owner_side": "force", "due_on": "2022-12-14",
            "status": "superseded", "status_reason": "A wider one.", "ended_on": "2022-12-03"},
        {"key": "a2", "text": "Send all plans.", "own_reference": "PAM-22-117", "owner": "DCC", "owner_side": "force",
            "due_on": "2022-12-14", "due_text": "in two weeks", "question": "q", "agenda_item": "calls", "rag": "Amber",
            "rag_on": "2022-12-02", "raised_on": "2022-10-01", "raised_text": "in October", "supersedes": "a1",
            "sources": [{"kind": "decision", "key": "d"}, {"kind": "finding", "key": "f"}, {"kind": "recommendation", "key": "r"}],
            "status": "accepted", "completed_on": "2022-12-12", "claimed_on": "2022-12-13", "ended_on": "2022-12-20",
            "evidence": "All are here.",
            "rejected_claims": [{"claimed_on": "2022-12-05", "judged_on": "2022-12-07", "reason": "No dates.", "evidence": "A draft."}],
            "updates": [{"on": "2022-12-01", "author": "DCC", "side": "force", "text": "A draft is with the chief officers."},
                {"text": "It is late."}]},
        {"key": "a3", "text": "Visit the kennels.", "owner": "PCC", "owner_side": "body", "status": "accepted",
            "completed_in": "2023-03", "continues": "a2"},
        {"text": "Buy dogs.", "owners": [{"capacity": "CC", "side": "force"}, {"name": "B. Body", "side": "body"}],
            "conditions": [{"text": "Dogs are cheap."}, {"text": "Dogs are good."}],
            "status": "closed_not_implemented", "status_reason": "No money.", "ended_on": "2023-02-01"},
        {"text": "Ring back.", "owner": "CC", "owner_side": "force", "condition": "If it rings.", "status": "claimed_complete",
            "completed_on": "2023-01-10", "claimed_on": "2023-01-11"},
        {"text": "Wait.", "owner": "CC", "owner_side": "force", "status": "in_progress", "due_text": "soon"},
        {"text": "Look.", "owner": "CC", "owner_side": "force", "status": "open"},
    ])
}

fn report() -> Value {
    json!({
        "source": "inspectorate", "title": "PEEL 2022", "published_by": "HMICFRS", "published_on": "2022-10-13", "is_peel": true,
        "url": "http://inspectors.example/peel", "comments_due_on": "2022-11-20", "question": "q",
        "recommendations": [
            {"key": "r", "printed_number": "1", "text": "Answer calls.", "addressed_to": "force", "status": "verified",
                "completed_on": "2023-02-01", "ended_on": "2023-02-10", "evidence": "Graphs.", "due_on": "2023-03-01",
                "force_answer": {"kind": "action_proposed", "text": "We will.", "given_on": "2022-11-02", "given_by": "CC"},
                "body_answer": {"kind": "action", "text": "Paid.", "given_on": "2022-11-20", "given_by": "PCC", "actions": ["a2"]}},
            {"text": "Buy a horse.", "addressed_to": "body", "status": "not_accepted", "status_reason": "No stable.",
                "ended_on": "2022-11-22",
                "body_answer": {"kind": "no_action", "text": "No stable.", "given_on": "2022-11-21", "given_by": "PCC"}},
            {"text": "Feed it.", "addressed_to": "both", "status": "claimed_complete", "completed_on": "2023-01-02",
                "body_answer": {"kind": "action_taken", "text": "Fed.", "given_on": "2022-11-21"}},
            {"text": "Ride it.", "addressed_to": "force", "due_text": "next year", "status": "open",
                "body_answer": {"kind": "action_proposed", "text": "Ridden soon.", "given_on": "2022-11-21"}}],
        "comments": [{"made_on": "2022-11-10", "author": "Cal Example", "capacity": "CC", "text": "The force accepts the finding."}],
        "claims": [{"text": "One is done.", "asserted_by": {"capacity": "CC"}, "asserted_on": "2022-11-30", "figure": {"done": 1}}],
        "response": {"text": "We agree.", "completed_on": "2022-12-01", "published_on": "2022-12-02",
            "url": "http://pcc.example/peel-2022",
            "sent_to": [{"to": "inspectors", "name": "HMICFRS", "sent_on": "2022-12-02"},
                {"to": "secretary_of_state", "name": "Secretary of State", "sent_on": "2022-12-03"}]},
    })
}

/// Members that name another record, by a key that the export chooses.
const LINKS: [&str; 7] = ["key", "question", "agenda_item", "supersedes", "continues", "scale", "topic"];

/// Panics unless everything that a file told is in another one.
fn says_all_of(told: &Value, said: &Value, at: &str) {
    match told {
        Value::Object(members) => {
            for (name, told) in members {
                let at = format!("{at}/{name}");
                match (LINKS.contains(&name.as_str()), told) {
                    (true, _) => assert!(said[name].is_string(), "{at} is gone: {said}"),
                    (false, Value::Array(keys)) if keys.iter().all(Value::is_string) && name != "heads" => {
                        assert_eq!(keys.len(), said[name].as_array().map_or(0, Vec::len), "{at}");
                    }
                    (false, told) => says_all_of(told, &said[name], &at),
                }
            }
        }
        Value::Array(items) => {
            assert_eq!(items.len(), said.as_array().map_or(0, Vec::len), "{at}: {said}");
            for (index, told) in items.iter().enumerate() {
                says_all_of(told, &said[index], &format!("{at}/{index}"));
            }
        }
        told => assert_eq!(told, said, "{at}"),
    }
}

/// Panics when a file has the day of its import.
fn never_today(file: &Value) {
    assert!(!file.to_string().contains(TODAY), "{file:#}");
}

fn now() -> String {
    format!("{TODAY}T09:00:00Z")
}

async fn what_a_history_says_goes_out_and_in_again(app: TestApp) {
    let told = history();
    round_on(&app, &told.to_string(), "2022-11-30", &now()).await;
    let said = exported(&app.opcc(), "2022-11-30").await;
    says_all_of(&told["meetings"][0], &said["meetings"][0], "");
    never_today(&said);
}

/// Members of a meeting, each alone with what it needs.
async fn single_events_go_out_and_in_again(app: TestApp) {
    let action = |members: Value| {
        let mut action = json!({"text": "Send the plan.", "owner": "DCC", "owner_side": "force"});
        action.as_object_mut().expect("an action").extend(members.as_object().expect("members").clone());
        json!({"actions": [action]})
    };
    let report = |members: Value| {
        let mut report =
            json!({"source": "inspectorate", "title": "PEEL", "published_by": "HMICFRS", "published_on": "2022-10-13"});
        report.as_object_mut().expect("a report").extend(members.as_object().expect("members").clone());
        json!({"recommendation_sets": [report]})
    };
    let table = [
        json!({"status": "agreed", "agreed_on": "2022-12-31"}),
        json!({"status": "agreed"}),
        action(json!({"status": "accepted"})),
        action(json!({"status": "accepted", "completed_in": "2023"})),
        action(json!({"status": "accepted", "completed_in": "2023", "ended_on": "2023-03-01"})),
        action(json!({"status": "claimed_complete", "claimed_on": "2023-01-02"})),
        action(json!({"rejected_claims": [{"judged_on": "2022-12-07", "reason": "No dates."}]})),
        action(json!({"updates": [{"text": "It is late."}]})),
        action(json!({"owner": null, "owner_side": null, "owners": [{"name": "B. Body", "side": "body"}]})),
        action(json!({"conditions": [{"text": "If it rains."}], "due_text": "Fri 9th Dec"})),
        json!({"questions": [{"form": "direct", "text": "Why?", "put_on": "2022-11-20"}]}),
        json!({"questions": [{"form": "direct", "text": "Why?", "put_on": "2022-11-20", "due_text": "by Fri 9th Dec"}]}),
        json!({"questions": [{"form": "direct", "text": "Why?", "put_on": "2022-11-20",
            "responses": [{"text": "Later.", "attribution": "unattributed", "mode": "oral", "holding": true}]}]}),
        json!({"findings": [{"kind": "finding", "text": "Slow."}]}),
        json!({"findings": [{"kind": "finding", "text": "Slow.", "shared_on": "2022-12-01", "comment_due_text": "by Fri 9th Dec"}]}),
        json!({"decisions": [{"text": "Approve."}]}),
        json!({"decisions": [{"text": "Approve.", "reasons": "It fits.", "made_by": {"name": "A", "capacity": "PCC"},
            "made_on": "2022-11-30", "signed_on": "2022-12-02"}]}),
        report(json!({"response": {"text": "We agree."}})),
        report(json!({"recommendations": [{"text": "Answer.", "addressed_to": "force", "status": "verified"}]})),
        report(
            json!({"source": "peer_review", "published_on": null, "published_text": "autumn 2022", "counts": [{"count": 2, "due_on": "2023-01-01"}]}),
        ),
    ];
    for (number, mut members) in table.into_iter().enumerate() {
        let day = format!("2022-11-{:02}", number + 1);
        members["held_on"] = json!(day);
        for question in members.get_mut("questions").and_then(Value::as_array_mut).into_iter().flatten() {
            question["put_on"] = json!(day);
        }
        let told = file(members);
        round_on(&app, &told.to_string(), &day, &now()).await;
        let said = exported(&app.opcc(), &day).await;
        never_today(&said);
    }
}

/// The force has neither the drafts of the body nor what was before a finding was shared.
async fn a_reader_gets_the_history_that_the_reader_sees(app: TestApp) {
    let grade =
        |reason: &str, day: &str| json!({"performance": {"scale": "s", "label": "Good"}, "reason": reason, "rated_on": day});
    let mut told = file(json!({
        "findings": [
            {"kind": "finding", "text": "Slow.", "shared_on": "2022-12-05", "comment_due_on": "2022-12-15",
                "ratings": [grade("Zebra.", "2022-12-01"), grade("Mild.", "2022-12-02"), grade("Later.", "2022-12-10")]},
            {"kind": "finding", "text": "Zebra found."}],
        "decisions": [{"text": "Zebra decided.", "documents": [{"title": "Zebra", "url": "https://pcc.example/z"}]}],
        "recommendation_sets": [{"source": "inspectorate", "title": "PEEL", "published_by": "HMICFRS", "published_on": "2022-10-13",
            "response": {"text": "Zebra answered.", "sent_to": [{"to": "inspectors", "name": "Zebra", "sent_on": "2022-12-02"}]}}],
    }));
    told["rating_scales"] = json!([{"key": "s", "name": "Assurance", "grades": [{"label": "Good", "code": "assured"}]}]);
    app.set_time(&now());
    import(&app, &told.to_string()).await.expect("an import");
    let office = exported(&app.opcc(), "2022-11-30").await;
    assert_eq!(office, exported(&app.pcc(), "2022-11-30").await);
    let (said, list) = (office["meetings"][0].to_string(), &office["meetings"][0]["findings"]);
    assert_eq!(said.matches("Zebra").count(), 6, "{said}");
    assert_eq!(list[0]["ratings"].as_array().map(Vec::len), Some(3));
    let force = exported(&app.force(), "2022-11-30").await;
    assert!(!force.to_string().contains("Zebra"), "{force:#}");
    let ratings = force["meetings"][0]["findings"][0]["ratings"].as_array().expect("ratings");
    let shown: Vec<&Value> = ratings.iter().map(|rating| &rating["reason"]).collect();
    assert_eq!(shown, ["Mild.", "Later."]);
}

/// Members that a history may lack.
const OPTIONAL: [&str; 21] = [
    "agreed_on",
    "published_elsewhere",
    "documents",
    "conflicts",
    "signed_on",
    "own_reference",
    "title",
    "rag_on",
    "raised_on",
    "sources",
    "evidence",
    "rejected_claims",
    "updates",
    "claimed_on",
    "author",
    "capacity",
    "given_by",
    "rated_on",
    "ratings",
    "force_answer",
    "sent_to",
];

fn pruned(value: &mut Value, numbers: &mut impl Iterator<Item = u8>) {
    match value {
        Value::Object(members) => {
            let is_decision = members.contains_key("reasons");
            let is_comment = members.contains_key("made_on") && !is_decision;
            for name in OPTIONAL {
                let is_needed = match name {
                    "title" => !is_decision,
                    "capacity" => !is_comment,
                    _ => false,
                };
                if !is_needed && members.contains_key(name) && numbers.next().is_some_and(|number| number < 90) {
                    members.remove(name);
                }
            }
            members.values_mut().for_each(|member| pruned(member, numbers));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| pruned(item, numbers)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Import, export, import, export: equal, whatever of its history a record tells.
#[test]
fn whatever_a_history_tells() {
    for_random(Engine::Sqlite, 8, &proptest::collection::vec(any::<u8>(), 400), part_of_a_history);
}

async fn part_of_a_history(app: TestApp, numbers: Vec<u8>) {
    let mut told = history();
    let meeting = &mut told["meetings"][0];
    let mut numbers = numbers.into_iter();
    for list in ["questions", "findings", "decisions", "actions", "recommendation_sets", "published_elsewhere"] {
        pruned(&mut meeting[list], &mut numbers);
    }
    round_on(&app, &told.to_string(), "2022-11-30", &now()).await;
}

/// That it was carried forward is no judgement: a file tells the one before.
async fn a_question_that_was_carried_forward_goes_out(app: TestApp) {
    let stage = crate::support::stage::Stage::set(&app).await;
    let (opcc, january) = (app.opcc(), format!("/v1/meetings/{}/record", stage.meeting));
    let mut asked = stage.question("How many wait?");
    asked["meeting_id"] = json!(stage.meeting);
    for judged in [false, true] {
        let question = opcc.create("/v1/questions", &asked).await;
        app.pcc().act(&question, "put", &json!({})).await.expect(200);
        if judged {
            opcc.act(&question, "judge", &json!({"outcome": "not_answered", "reason": "Evasive."})).await.expect(200);
        }
        opcc.act(&question, "carry-forward", &json!({"reason": "No time."})).await.expect(200);
        let told = opcc.get(&january).await.expect(200);
        let questions = told.json["meetings"][0]["questions"].as_array().cloned().unwrap_or_default();
        let last = questions.iter().rfind(|one| one["text"] == "How many wait?").expect("the question");
        assert_eq!(last["judgement"]["outcome"].as_str(), judged.then_some("not_answered"), "{last}");
    }
}
