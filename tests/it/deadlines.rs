//! Deadlines over HTTP and on the command line: words and rules become dates that explain themselves, the PCC stops clocks
//! and moves dates, and new bank holidays move what is counted around them.

use std::process::{Command, Output, Stdio};

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};

use crate::support::database::TestDatabase;
use crate::support::stage::{Stage, meeting};
use crate::support::{Engine, Reply, TestApp, both};

both!(
    a_question_is_put_with_words,
    a_question_is_put_by_a_rule_or_not_at_all,
    the_next_meeting_may_not_be_known,
    the_pcc_stops_the_clock_and_moves_the_date,
    an_action_takes_its_date_from_its_words,
    an_action_is_extended_through_its_ledger,
    a_phrase_or_a_rule_is_worked_out,
    the_bank_holidays_are_listed,
    the_ledger_is_only_added_to,
    one_extension_of_many_wins,
);

const REASON: &str = "The report it waits for is late.";

async fn deadline(app: &TestApp, who: &str, item: &str) -> Reply {
    app.client(who).get(&format!("{item}/deadline")).await
}

/// The PCC changes the deadline of the version that is there.
async fn change(app: &TestApp, item: &str, body: Value) -> Reply {
    app.pcc().act(item, "deadline", &body).await
}

async fn drafted(app: &TestApp, stage: &Stage) -> String {
    app.opcc().create("/v1/questions", &stage.question("What has changed?")).await
}

async fn a_question_is_put_with_words(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = drafted(&app, &stage).await;
    let draft = deadline(&app, "opcc", &question).await.expect(200);
    assert_eq!(draft.json["due_on"], "2019-02-13");
    assert_eq!((&draft.json["explanation"]["due_on"], draft.allowed().len()), (&Value::Null, 0));
    deadline(&app, "force", &question).await.refused(404);
    deadline(&app, "outsider", &question).await.refused(404);

    let put = app.pcc().act(&question, "put", &json!({"due_text": "by the end of March"})).await.expect(200);
    assert_eq!(put.json["due_on"], "2019-03-31");
    let seen = deadline(&app, "force", &question).await.expect(200);
    assert_eq!(seen.etag(), put.etag());
    let explained = &seen.json["explanation"];
    assert_eq!(explained["rule"], json!({"kind": "end_of_named_month", "month": 3, "year": null}));
    assert_eq!(explained["start"], "2019-01-30");
    assert_eq!((&explained["days"], &explained["late_from"]), (&json!(60), &json!("2019-04-01")));
    assert_eq!(explained["source_text"], "by the end of March");
    let entry = &seen.json["entries"][0];
    assert_eq!((&entry["kind"], &entry["sequence"], &entry["actor"]), (&json!("start"), &json!(1), &json!("The pcc")));
    assert!(seen.allowed().is_empty());
    assert_eq!(deadline(&app, "pcc", &question).await.allowed(), ["pause", "extend"]);
    deadline(&app, "outsider", &question).await.refused(404);

    // Without a date of its own, the draft's is the fixed day it starts with.
    let other = drafted(&app, &stage).await;
    app.pcc().act(&other, "put", &json!({})).await.expect(200);
    let kept = deadline(&app, "force", &other).await.expect(200);
    assert_eq!(kept.json["explanation"]["rule"], json!({"kind": "fixed_date", "date": "2019-02-13"}));
    // Words that come to the day that is given explain it; others are kept beside it.
    for (words, kind) in [("within two weeks", "weeks"), ("by the end of March", "fixed_date"), ("soon", "fixed_date")] {
        let question = drafted(&app, &stage).await;
        app.pcc().act(&question, "put", &json!({"due_on": "2019-02-13", "due_text": words})).await.expect(200);
        let seen = deadline(&app, "pcc", &question).await.expect(200);
        assert_eq!(seen.str("/explanation/rule/kind"), kind, "{words}");
        assert_eq!(seen.str("/explanation/source_text"), words);
        assert_eq!(seen.str("/due_on"), "2019-02-13");
    }
}

async fn a_question_is_put_by_a_rule_or_not_at_all(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = drafted(&app, &stage).await;
    for (body, pointer) in [
        (json!({"due_text": "as soon as possible"}), "/due_text"),
        (json!({"due_text": ""}), "/due_text"),
        (json!({"due_on": "2019-02-13", "due_rule": {"kind": "weeks", "weeks": 2}}), "/due_rule"),
        (json!({"due_rule": {"kind": "weeks", "weeks": 0}}), "/due_rule"),
        (json!({"due_rule": {"kind": "weeks", "days": 2}}), "/due_rule"),
        (json!({"due_rule": {"kind": "moons", "moons": 2}}), "/due_rule/kind"),
        (json!({"put_on": "2011-12-01", "due_rule": {"kind": "working_days", "days": 2}}), "/due_rule"),
        (json!({"due_text": "by 29 January 2019"}), "/due_text"),
        (json!({"due_on": "2019-01-29"}), "/due_on"),
    ] {
        let refused = app.pcc().act(&question, "put", &body).await.refused(422);
        assert_eq!(refused.pointers(), [pointer], "{body}: {}", refused.text);
    }
    let body = json!({"put_on": "2019-01-21", "due_rule": {"kind": "working_days", "days": 10}});
    let put = app.pcc().act(&question, "put", &body).await.expect(200);
    assert_eq!(put.json["due_on"], "2019-02-04");
    let seen = deadline(&app, "force", &question).await.expect(200);
    assert_eq!((seen.str("/explanation/start"), &seen.json["explanation"]["source_text"]), ("2019-01-21", &Value::Null));
}

async fn the_next_meeting_may_not_be_known(app: TestApp) {
    let stage = Stage::set(&app).await;
    let words = json!({"due_text": "next meeting"});
    let early = drafted(&app, &stage).await;
    let put = app.pcc().act(&early, "put", &words).await.expect(200);
    assert_eq!(put.json["due_on"], Value::Null, "the only meeting is that of the day");
    let seen = deadline(&app, "force", &early).await.expect(200);
    assert_eq!(seen.str("/explanation/source_text"), "next meeting");
    assert!(seen.str("/explanation/without_date").contains("no meeting"));

    let next = meeting(&stage.body, "Thematic meeting", "2019-03-26");
    app.opcc().create("/v1/meetings", &meeting(&stage.body, "Later", "2019-04-30")).await;
    let next = app.opcc().create("/v1/meetings", &next).await;
    let late = drafted(&app, &stage).await;
    assert_eq!(app.pcc().act(&late, "put", &words).await.expect(200).json["due_on"], "2019-03-26");
    // A cancelled meeting is no next one; what was said before keeps its day.
    app.opcc().act(&next, "cancel", &json!({"reason": "Snow."})).await.expect(200);
    assert_eq!(app.pcc().get(&late).await.json["due_on"], "2019-03-26");
    let moved = change(&app, &early, json!({"kind": "extend", "due_text": "by the next meeting", "reason": REASON})).await;
    assert_eq!(moved.expect(200).json["due_on"], "2019-04-30");
}

async fn the_pcc_stops_the_clock_and_moves_the_date(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let pause = json!({"kind": "pause", "reason": REASON});
    let resume = json!({"kind": "resume", "reason": REASON});
    let extend = json!({"kind": "extend", "due_text": "in 3 months", "reason": REASON});
    for who in ["opcc", "force", "reader"] {
        for body in [&pause, &resume, &extend] {
            app.client(who).act(&question, "deadline", body).await.refused(403);
        }
    }
    app.pcc().post(&format!("{question}/deadline"), &pause).await.refused(428);
    app.pcc().act_on(&question, "deadline", "\"1\"", &pause).await.refused(412);
    let refused = change(&app, &question, resume.clone()).await.refused(409);
    assert_eq!(refused.allowed(), ["pause", "extend"]);
    for (body, pointer) in [
        (json!({"kind": "pause", "reason": REASON, "on": "2019-01-31"}), "/on"),
        (json!({"kind": "pause", "reason": REASON, "on": "2019-01-29"}), "/on"),
        (json!({"kind": "pause", "reason": " "}), "/reason"),
        (json!({"kind": "pause", "reason": REASON, "due_on": "2019-03-01"}), "/kind"),
        (json!({"kind": "extend", "reason": REASON}), "/due_on"),
        (json!({"kind": "extend", "reason": REASON, "due_on": "2019-02-13"}), "/due_on"),
        (json!({"kind": "extend", "reason": REASON, "due_text": "within a week"}), "/due_text"),
        (json!({"kind": "extend", "reason": REASON, "due_text": "some day"}), "/due_text"),
        (json!({"kind": "extend", "reason": REASON, "due_text": "next meeting"}), "/due_text"),
        (json!({"kind": "shorten", "reason": REASON}), "/kind"),
    ] {
        let refused = change(&app, &question, body.clone()).await.refused(422);
        assert_eq!(refused.pointers(), [pointer], "{body}: {}", refused.text);
    }

    app.set_time("2019-02-04T09:00:00Z");
    let stopped = change(&app, &question, pause.clone()).await.expect(200);
    assert_eq!((&stopped.json["due_on"], stopped.str("/explanation/paused_since")), (&Value::Null, "2019-02-04"));
    assert_eq!(stopped.allowed(), ["resume"]);
    assert_eq!(app.pcc().get(&question).await.etag(), stopped.etag());
    change(&app, &question, pause).await.refused(409);
    change(&app, &question, extend.clone()).await.refused(409);
    app.set_time("2019-02-20T09:00:00Z");
    assert_eq!(app.pcc().get(&question).await.json["overdue"], json!(false), "a clock that is stopped is never late");
    // Decided on the 18th, written down two days later: fourteen days are given back.
    let running = change(&app, &question, json!({"kind": "resume", "reason": REASON, "on": "2019-02-18"})).await.expect(200);
    assert_eq!((running.str("/due_on"), &running.json["explanation"]["paused_days"]), ("2019-02-27", &json!(14)));

    app.set_time("2019-02-28T09:00:00Z");
    assert_eq!(app.force().get("/v1/questions?overdue=true").await.ids().len(), 1);
    let moved = change(&app, &question, extend).await.expect(200);
    assert_eq!(moved.str("/due_on"), "2019-05-28");
    let extension = &moved.json["explanation"]["extensions"][0];
    assert_eq!((&extension["from"], &extension["due_on"]), (&json!("2019-02-27"), &json!("2019-05-28")));
    assert_eq!((&extension["reason"], &extension["source_text"]), (&json!(REASON), &json!("in 3 months")));
    assert_eq!(app.force().get("/v1/questions?overdue=true").await.ids().len(), 0);
    let id = question.rsplit_once('/').expect("a path").1;
    let trail = app.pcc().all(&format!("/v1/audit?resource_id={id}")).await;
    let acts: Vec<&str> = trail.iter().filter_map(|entry| entry["act"].as_str()).collect();
    assert_eq!(acts, ["create", "put", "pause", "resume", "extend"]);
    assert_eq!(deadline(&app, "force", &question).await.json["entries"].as_array().map(Vec::len), Some(4));
}

async fn set(app: &TestApp, stage: &Stage, change: Value) -> String {
    let mut action = json!({"text": "Bring a plan.", "owner": "CC", "owner_side": "force", "meeting_id": stage.meeting});
    action.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
    app.opcc().create("/v1/actions", &action).await
}

async fn an_action_takes_its_date_from_its_words(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2019-02-04T09:00:00Z");
    // Counted from the day of the meeting, not from the day it is written down.
    let action = set(&app, &stage, json!({"due_text": "within two weeks"})).await;
    let seen = app.force().get(&action).await.expect(200);
    assert_eq!((seen.str("/due_on"), seen.str("/due_text")), ("2019-02-13", "within two weeks"));
    let explained = deadline(&app, "force", &action).await.expect(200);
    assert_eq!(explained.json["explanation"]["rule"], json!({"kind": "weeks", "weeks": 2}));
    assert_eq!(explained.str("/explanation/start"), "2019-01-30");
    let today = set(&app, &stage, json!({"meeting_id": null, "due_text": "within two weeks"})).await;
    assert_eq!(app.pcc().get(&today).await.str("/due_on"), "2019-02-18");

    let vague = set(&app, &stage, json!({"due_text": "in due course"})).await;
    let seen = deadline(&app, "pcc", &vague).await.expect(200);
    assert_eq!((&seen.json["due_on"], seen.str("/explanation/source_text")), (&Value::Null, "in due course"));
    assert!(seen.str("/explanation/without_date").contains("not understood"));
    assert_eq!(seen.json["entries"], json!([]));
    // The words are replaced by better ones; once there is a date, only extend moves it.
    let etag = app.opcc().get(&vague).await.etag();
    let edited = app.opcc().patch(&vague, &etag, &json!({"due_text": "by the end of March"})).await.expect(200);
    assert_eq!(edited.str("/due_on"), "2019-03-31");
    let edited = app.opcc().patch(&vague, &edited.etag(), &json!({"due_text": "by the end of April"})).await.expect(200);
    assert_eq!(edited.str("/due_on"), "2019-03-31");
    let refused = app.opcc().patch(&vague, &edited.etag(), &json!({"due_on": "2019-04-30"})).await.refused(422);
    assert_eq!(refused.pointers(), ["/due_on"]);

    let waiting = set(&app, &stage, json!({"due_text": "next meeting"})).await;
    assert_eq!(app.pcc().get(&waiting).await.json["due_on"], Value::Null);
    let etag = app.opcc().get(&waiting).await.etag();
    let dated = app.opcc().patch(&waiting, &etag, &json!({"due_on": "2019-03-26"})).await.expect(200);
    assert_eq!(dated.str("/due_on"), "2019-03-26");
    assert_eq!(deadline(&app, "pcc", &waiting).await.str("/explanation/due_on"), "2019-03-26");
}

async fn an_action_is_extended_through_its_ledger(app: TestApp) {
    let stage = Stage::set(&app).await;
    let action = app.action_in(&stage, "open").await;
    let started = deadline(&app, "force", &action).await.expect(200);
    assert_eq!(started.str("/explanation/rule/kind"), "weeks", "the words of the record come to its date");
    let body = json!({"due_on": "2019-03-31", "reason": REASON});
    app.opcc().act(&action, "extend", &body).await.refused(403);
    let extended = app.pcc().act(&action, "extend", &body).await.expect(200);
    assert_eq!(extended.str("/due_on"), "2019-03-31");
    let refused = app.pcc().act(&action, "extend", &body).await.refused(422);
    assert_eq!(refused.pointers(), ["/due_on"]);
    let ledger = deadline(&app, "force", &action).await.expect(200);
    assert_eq!(ledger.str("/explanation/extensions/0/reason"), REASON);
    assert_eq!(ledger.str("/entries/1/due_on"), "2019-03-31");

    change(&app, &action, json!({"kind": "pause", "reason": REASON})).await.expect(200);
    app.pcc().act(&action, "extend", &json!({"due_on": "2019-04-30", "reason": REASON})).await.refused(409);
    let etag = app.opcc().get(&action).await.etag();
    let refused = app.opcc().patch(&action, &etag, &json!({"due_on": "2019-04-30"})).await.refused(422);
    assert_eq!(refused.pointers(), ["/due_on"]);
    app.set_time("2019-02-02T09:00:00Z");
    let running = change(&app, &action, json!({"kind": "resume", "reason": REASON})).await.expect(200);
    assert_eq!(running.str("/due_on"), "2019-04-03");
    app.force().act(&action, "start", &json!({})).await.expect(200);
    app.force().act(&action, "claim", &json!({"evidence": "Sent."})).await.expect(200);
    let over = change(&app, &action, json!({"kind": "pause", "reason": REASON})).await.refused(409);
    assert_eq!(over.json["current_status"], "claimed_complete");
}

async fn a_phrase_or_a_rule_is_worked_out(app: TestApp) {
    let stage = Stage::set(&app).await;
    for (query, want) in [
        ("phrase=within+two+weeks", "2019-02-13"),
        ("phrase=by+the+end+of+March", "2019-03-31"),
        ("phrase=next+meeting&next_meeting=2019-03-26", "2019-03-26"),
        ("rule=working_days&days=10", "2019-02-13"),
        ("rule=section_55", "2019-03-26"),
        ("rule=months&months=1", "2019-02-28"),
        ("rule=weekday&weekday=friday", "2019-02-01"),
        ("rule=end_of_named_month&month=2&year=2020", "2020-02-29"),
        ("rule=fixed_date&date=2019-02-13", "2019-02-13"),
    ] {
        for who in ["pcc", "opcc", "force", "reader", "outsider"] {
            let reply = app.client(who).get(&format!("/v1/deadlines/preview?start=2019-01-30&{query}")).await.expect(200);
            assert_eq!(reply.str("/due_on"), want, "{query}");
            assert_eq!(reply.str("/start"), "2019-01-30");
        }
    }
    let easter = app.force().get("/v1/deadlines/preview?start=2019-04-17&rule=working_days&days=2").await.expect(200);
    assert_eq!(easter.str("/due_on"), "2019-04-23");
    assert_eq!(easter.str("/holidays_skipped/0/title"), "Good Friday");
    assert_eq!(easter.json["days"], json!(6));
    let unknown = app.force().get("/v1/deadlines/preview?start=2019-01-30&phrase=next+meeting").await.expect(200);
    assert_eq!(unknown.json["due_on"], Value::Null);
    app.opcc().create("/v1/meetings", &meeting(&stage.body, "Next", "2019-02-27")).await;
    let known = app.force().get("/v1/deadlines/preview?start=2019-01-30&phrase=next+meeting").await.expect(200);
    assert_eq!(known.str("/due_on"), "2019-02-27");
    let beyond = app.pcc().get("/v1/deadlines/preview?start=2036-01-30&rule=working_days&days=10").await.expect(200);
    assert!(beyond.str("/without_date").contains("2036"));
    for (query, pointer) in [
        ("start=2019-01-30", "/query/phrase"),
        ("start=2019-01-30&phrase=in+a+week&rule=next_meeting", "/query/phrase"),
        ("start=2019-01-30&phrase=soon", "/query/phrase"),
        ("start=2019-01-30&phrase=in+a+week&days=7", "/query/days"),
        ("start=2019-01-30&rule=weeks", "/query/rule"),
        ("start=2019-01-30&rule=weeks&days=7", "/query/rule"),
        ("start=2019-01-30&rule=weeks&weeks=7&days=7", "/query/rule"),
        ("start=2019-01-30&rule=next_meeting&days=7", "/query/rule"),
        ("start=2019-01-30&rule=weeks&weeks=0", "/query/rule"),
        ("start=2019-01-30&rule=moons", "/query/rule"),
        ("start=2019-01-30&rule=weeks&weeks=-1", "/query/weeks"),
        ("start=2019-02-30&phrase=in+a+week", "/query/start"),
        ("start=2019-01-30&phrase=in+a+week&end=2019-02-06", "/query/end"),
    ] {
        let refused = app.pcc().get(&format!("/v1/deadlines/preview?{query}")).await.refused(400);
        assert_eq!(refused.pointers(), [pointer], "{query}: {}", refused.text);
    }
    app.nobody().get("/v1/deadlines/preview?start=2019-01-30&phrase=in+a+week").await.refused(401);
}

async fn the_bank_holidays_are_listed(app: TestApp) {
    assert_eq!(app.force().all("/v1/bank-holidays?limit=100").await.len(), 196);
    let year = app.force().get("/v1/bank-holidays?from=2022-01-01&to=2022-12-31&count=exact").await.expect(200);
    assert_eq!(year.json["page"]["total"], json!(10));
    assert!(year.ids().contains(&"2022-09-19".to_owned()));
    let substitute = app.pcc().get("/v1/bank-holidays?from=2021-12-27&limit=1").await.expect(200);
    assert_eq!(substitute.str("/data/0/notes"), "Substitute day");
}

async fn the_ledger_is_only_added_to(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.question_in(&stage, "put").await;
    for statement in ["DELETE FROM deadline_entries", "UPDATE deadline_entries SET reason = 'another'"] {
        let done = app.inner().db.write(move |conn| Ok(diesel::RunQueryDsl::execute(diesel::sql_query(statement), conn)?)).await;
        assert!(done.is_err(), "{statement}");
    }
}

async fn one_extension_of_many_wins(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "put").await;
    let etag = app.pcc().get(&question).await.etag();
    let tasks: Vec<_> = (0..16)
        .map(|n| {
            let (client, etag, question) = (app.pcc(), etag.clone(), question.clone());
            actix_web::rt::spawn(async move {
                let body = json!({"kind": "extend", "due_on": format!("2019-03-{:02}", n + 10), "reason": REASON});
                let request = client.request(Method::POST, &format!("{question}/deadline")).header(IF_MATCH, &etag).json(&body);
                client.send(request).await.status
            })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        let status = task.await.expect("a reply");
        assert!([200, 409, 412].contains(&status), "{status}");
        won += u32::from(status == 200);
    }
    assert_eq!(won, 1);
    let ledger = deadline(&app, "pcc", &question).await.expect(200);
    assert_eq!(ledger.json["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(ledger.json["due_on"], ledger.json["explanation"]["due_on"]);
}

fn answerable(arguments: &[&str], database: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_answerable"));
    command.args(arguments).args(["--database-url", database]).env_clear().stdin(Stdio::null());
    command.output().expect("the binary runs")
}

#[track_caller]
fn done(arguments: &[&str], database: &str) -> String {
    let output = answerable(arguments, database);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The official list of 2019 with 1 February as a day of mourning, and early May moved to the 10th.
fn official(mourning: bool) -> String {
    let mut days = vec![
        ("2019-01-01", "New Year’s Day"),
        ("2019-04-19", "Good Friday"),
        ("2019-04-22", "Easter Monday"),
        ("2019-05-27", "Spring bank holiday"),
        ("2019-08-26", "Summer bank holiday"),
        ("2019-12-25", "Christmas Day"),
        ("2019-12-26", "Boxing Day"),
    ];
    days.extend(if mourning {
        vec![("2019-05-10", "Early May bank holiday"), ("2019-02-01", "Day of mourning")]
    } else {
        vec![("2019-05-06", "Early May bank holiday")]
    });
    let events: Vec<Value> =
        days.iter().map(|(date, title)| json!({"title": title, "date": date, "notes": "", "bunting": true})).collect();
    let division = |name: &str, events: Value| json!({"division": name, "events": events});
    json!({"england-and-wales": division("england-and-wales", json!(events)), "scotland": division("scotland", json!([]))})
        .to_string()
}

fn written(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name).display().to_string();
    std::fs::write(&path, text).expect("a file");
    path
}

async fn new_holidays_move_open_deadlines(engine: Engine) {
    let database = TestDatabase::fresh(engine);
    let url = database.text();
    let app = TestApp::start_on(engine, database, |_| ()).await;
    let stage = Stage::set(&app).await;
    let put = |body: Value| {
        let (app, stage) = (app.clone(), stage.clone());
        async move {
            let question = drafted(&app, &stage).await;
            app.pcc().act(&question, "put", &body).await.expect(200);
            question
        }
    };
    let ten = json!({"due_rule": {"kind": "working_days", "days": 10}});
    let (open, ended, fixed) = (put(ten.clone()).await, put(ten).await, put(json!({"due_text": "within two weeks"})).await);
    app.pcc().act(&ended, "withdraw", &json!({"reason": "Overtaken."})).await.expect(200);
    let action = set(&app, &stage, json!({"due_text": "within 5 working days"})).await;
    assert_eq!(app.pcc().get(&action).await.str("/due_on"), "2019-02-06");

    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| written(&folder, name, text);
    let good = file("good.json", &official(true));
    let bad = file("bad.json", &official(true).replace("2019-08-26", "2019-08-32"));
    let refused = answerable(&["holidays", "load", &bad], &url);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("bad.json:1:") && said.contains("/england-and-wales/events/4/date"), "{said}");

    let dry = done(&["holidays", "load", "--dry-run", &good], &url);
    let reference = app.pcc().get(&open).await.str("/reference").to_owned();
    assert!(dry.contains(&format!("west-mercia: question {reference} from 2019-02-13 to 2019-02-14")), "{dry}");
    assert!(dry.contains("WM-2019-001 from 2019-02-06 to 2019-02-07") && dry.contains("- 2019-05-06"), "{dry}");
    assert!(dry.contains("days added 2, removed 1, renamed 0; deadlines moved 2; nothing was written"), "{dry}");
    assert_eq!(app.pcc().get(&open).await.str("/due_on"), "2019-02-13");
    assert!(!done(&["holidays", "list", "--year", "2019"], &url).contains("mourning"));

    let etag = app.pcc().get(&open).await.etag();
    let real = done(&["holidays", "load", &good], &url);
    assert!(real.contains("deadlines moved 2") && !real.contains("nothing was written"), "{real}");
    for (item, due) in [(&open, "2019-02-14"), (&ended, "2019-02-13"), (&fixed, "2019-02-13"), (&action, "2019-02-07")] {
        assert_eq!(app.pcc().get(item).await.str("/due_on"), due);
    }
    assert_ne!(app.pcc().get(&open).await.etag(), etag);
    let seen = deadline(&app, "force", &open).await.expect(200);
    assert_eq!(seen.str("/explanation/holidays_skipped/0/title"), "Day of mourning");
    let trail = app.pcc().all("/v1/audit?act=recompute").await;
    assert_eq!(trail.len(), 2);
    assert_eq!(app.client("outsider").all("/v1/audit?act=load").await.len(), 1, "each area's trail says so");
    assert_eq!(done(&["holidays", "list", "--year", "2019"], &url).lines().count(), 9);
    assert!(done(&["holidays", "load", &good], &url).contains("nothing to do"));

    let back = done(&["holidays", "load", &file("back.json", &official(false))], &url);
    assert!(back.contains("from 2019-02-14 to 2019-02-13"), "{back}");
    assert_eq!(app.force().all("/v1/bank-holidays").await.len(), 196);
    assert_eq!(answerable(&["holidays", "load", "absent.json"], &url).status.code(), Some(2));
    app.stop().await;
}

#[test]
fn new_holidays_move_open_deadlines_on_sqlite() {
    actix_web::rt::System::new().block_on(new_holidays_move_open_deadlines(Engine::Sqlite));
}

#[test]
fn new_holidays_move_open_deadlines_on_postgres() {
    actix_web::rt::System::new().block_on(new_holidays_move_open_deadlines(Engine::Postgres));
}
