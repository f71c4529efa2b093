//! Due dates in words, wherever there is one: on draft questions, papers, the time to comment on a finding, and in record files; days
//! that are impossible; standing periods; lateness; the calculator without a token; the report on deadlines.

use serde_json::{Value, json};

use crate::import::import;
use crate::support::stage::{Stage, meeting, response};
use crate::support::{Reply, TestApp, both};

both!(
    a_draft_keeps_its_words_until_it_is_put,
    an_impossible_day_is_no_other_day,
    papers_have_words,
    the_time_to_comment_has_words,
    a_record_file_has_words_everywhere,
    only_words_are_found,
    a_question_gets_the_standing_period,
    late_and_very_late,
    everybody_can_calculate,
    what_was_done_in_time,
);

async fn deadline(app: &TestApp, item: &str) -> Reply {
    app.client("force").get(&format!("{item}/deadline")).await.expect(200)
}

/// A draft without a date, with some members of its own.
async fn drafted(app: &TestApp, stage: &Stage, own: Value) -> String {
    let mut question = stage.question("What has changed?");
    question["due_on"] = Value::Null;
    question.as_object_mut().expect("members").extend(own.as_object().expect("members").clone());
    app.opcc().create("/v1/questions", &question).await
}

async fn put(app: &TestApp, question: &str) -> Reply {
    app.pcc().act(question, "put", &json!({})).await.expect(200)
}

async fn a_draft_keeps_its_words_until_it_is_put(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = drafted(&app, &stage, json!({"due_text": "within two weeks"})).await;
    let draft = app.opcc().get(&question).await.expect(200);
    assert_eq!((&draft.json["due_on"], draft.str("/due_text")), (&Value::Null, "within two weeks"));
    app.set_time("2019-02-04T09:00:00Z");
    assert_eq!(put(&app, &question).await.str("/due_on"), "2019-02-18", "counted from the day it is put");
    let explained = deadline(&app, &question).await;
    assert_eq!(explained.json["explanation"]["rule"], json!({"kind": "weeks", "weeks": 2}));
    assert_eq!(explained.str("/explanation/source_text"), "within two weeks");

    let rule = json!({"kind": "working_days", "days": 5});
    let question = drafted(&app, &stage, json!({"due_rule": rule})).await;
    let draft = app.opcc().get(&question).await.expect(200);
    assert_eq!(draft.json["due_rule"], rule);
    assert_eq!(put(&app, &question).await.str("/due_on"), "2019-02-11");
    let question = drafted(&app, &stage, json!({"due_text": "in due course"})).await;
    let seen = put(&app, &question).await;
    assert_eq!((&seen.json["due_on"], seen.str("/due_text")), (&Value::Null, "in due course"));
    assert_eq!(seen.json["needs_review"], false, "unclear words are not impossible");
    assert!(deadline(&app, &question).await.str("/explanation/without_date").contains("not understood"));

    // What is given now takes the place of the draft's date; words that are given now must be understood.
    let question = drafted(&app, &stage, json!({"due_text": "within two weeks"})).await;
    let refused = app.pcc().act(&question, "put", &json!({"due_text": "in due course"})).await.refused(422);
    assert_eq!(refused.pointers(), ["/due_text"]);
    let seen = app.pcc().act(&question, "put", &json!({"due_text": "by COB on Fri 8 Feb"})).await.expect(200);
    assert_eq!((seen.str("/due_on"), seen.str("/due_text")), ("2019-02-08", "by COB on Fri 8 Feb"));
    let both = json!({"due_on": "2019-02-20", "due_rule": rule, "text": "Which?"});
    assert_eq!(app.opcc().post("/v1/questions", &both).await.refused(422).pointers(), ["/due_rule"]);
}

async fn an_impossible_day_is_no_other_day(app: TestApp) {
    let stage = Stage::set(&app).await;
    for words in ["31 February", "Friday 14 February 2019", "Friday 14 February", "by 29 January 2019", "30/02/19"] {
        let question = drafted(&app, &stage, json!({"due_text": words})).await;
        let draft = app.opcc().get(&question).await.expect(200);
        assert_eq!(draft.json["needs_review"], true, "{words}");
        let seen = put(&app, &question).await;
        assert_eq!((&seen.json["due_on"], seen.str("/due_text")), (&Value::Null, words));
        assert_eq!(seen.json["needs_review"], true, "{words}");
        assert!(deadline(&app, &question).await.str("/explanation/without_date").contains("impossible"), "{words}");
        let action = json!({"text": "Report.", "owner": "CC", "due_text": words, "meeting_id": stage.meeting});
        let action = app.opcc().create("/v1/actions", &action).await;
        let seen = app.force().get(&action).await.expect(200);
        assert_eq!((&seen.json["due_on"], &seen.json["needs_review"]), (&Value::Null, &json!(true)), "{words}");
        // Better words settle it.
        let etag = app.opcc().get(&action).await.etag();
        let better = app.opcc().patch(&action, &etag, &json!({"due_text": "Thursday 14 February"})).await.expect(200);
        assert_eq!((better.str("/due_on"), &better.json["needs_review"]), ("2019-02-14", &json!(false)));
        let refused = app.pcc().get(&format!("/v1/deadlines/preview?start=2019-01-30&phrase={words}")).await.refused(400);
        assert!(refused.text.contains("impossible"), "{}", refused.text);
    }
    let found = app.opcc().get("/v1/questions?needs_review=true&due=words&count=exact").await.expect(200);
    assert_eq!(found.json["page"]["total"], 5);
    let question = found.str("/data/0/id").to_owned();
    let extend = json!({"kind": "extend", "due_on": "2019-02-14", "reason": "That Thursday was meant."});
    app.pcc().act(&format!("/v1/questions/{question}"), "deadline", &extend).await.expect(200);
    assert_eq!(app.pcc().get(&format!("/v1/questions/{question}")).await.json["needs_review"], false);
}

async fn papers_have_words(app: TestApp) {
    let stage = Stage::set(&app).await;
    let later = app.opcc().create("/v1/meetings", &meeting(&stage.body, "Later", "2019-02-27")).await;
    let papers = format!("{later}/papers");
    let paper = |own: Value| {
        let mut paper = json!({"kind": "report", "title": "The backlog", "owed_by": "force"});
        paper.as_object_mut().expect("members").extend(own.as_object().expect("members").clone());
        paper
    };
    // Due before the meeting, so counted from the day it is asked for.
    let one = app.opcc().create(&papers, &paper(json!({"due_text": "by close of play Fri 8 Feb"}))).await;
    let seen = app.force().get(&one).await.expect(200);
    assert_eq!((seen.str("/due_on"), seen.str("/due_text")), ("2019-02-08", "by close of play Fri 8 Feb"));
    let by_rule = app.opcc().create(&papers, &paper(json!({"due_rule": {"kind": "working_days", "days": 5}}))).await;
    assert_eq!(app.force().get(&by_rule).await.str("/due_on"), "2019-02-06");
    let wrong = app.opcc().create(&papers, &paper(json!({"due_text": "Mon 8 Feb"}))).await;
    let seen = app.force().get(&wrong).await.expect(200);
    assert_eq!((&seen.json["due_on"], &seen.json["needs_review"]), (&Value::Null, &json!(true)));
    assert_eq!(app.opcc().get("/v1/papers?due=words&count=exact").await.json["page"]["total"], 1);

    let edited = app.opcc().patch(&wrong, &seen.etag(), &json!({"due_text": "Fri 8 Feb"})).await.expect(200);
    assert_eq!((edited.str("/due_on"), &edited.json["needs_review"]), ("2019-02-08", &json!(false)));
    // Other members leave the date alone, also when the words would lead to another one today.
    app.set_time("2019-02-09T09:00:00Z");
    let edited = app.opcc().patch(&wrong, &edited.etag(), &json!({"owner": "ACC"})).await.expect(200);
    assert_eq!(edited.str("/due_on"), "2019-02-08");
    let edited = app.opcc().patch(&wrong, &edited.etag(), &json!({"due_on": "2019-02-11"})).await.expect(200);
    assert_eq!((edited.str("/due_on"), edited.str("/due_text")), ("2019-02-11", "Fri 8 Feb"));
    let both = app.opcc().post(&papers, &paper(json!({"due_on": "2019-02-11", "due_rule": {"kind": "weeks", "weeks": 1}}))).await;
    assert_eq!(both.refused(422).pointers(), ["/due_rule"]);
}

async fn the_time_to_comment_has_words(app: TestApp) {
    let stage = Stage::set(&app).await;
    let drafted = || async {
        let finding = json!({"text": "The backlog has grown.", "meeting_id": stage.meeting});
        app.opcc().create("/v1/findings", &finding).await
    };
    for (body, pointer) in [
        (json!({"comment_due_text": "soon"}), "/comment_due_text"),
        (json!({"comment_due_text": "31 February"}), "/comment_due_text"),
        (json!({"comment_due_text": "next meeting"}), "/comment_due_text"),
        (json!({"comment_due_text": "in a week", "comment_days": 7}), "/comment_due_text"),
        (json!({"comment_due_on": "2019-02-08", "comment_due_rule": {"kind": "weeks", "weeks": 1}}), "/comment_due_rule"),
        (json!({"comment_due_rule": {"kind": "weeks", "weeks": 0}}), "/comment_due_rule"),
    ] {
        let refused = app.opcc().act(&drafted().await, "share", &body).await.refused(422);
        assert_eq!(refused.pointers(), [pointer], "{body}: {}", refused.text);
    }
    let words = json!({"comment_due_text": "by close of play on Fri 8 Feb"});
    let shared = app.opcc().act(&drafted().await, "share", &words).await.expect(200);
    assert_eq!((shared.str("/comment_due_on"), shared.str("/comment_due_text")), ("2019-02-08", "by close of play on Fri 8 Feb"));
    assert_eq!(shared.json["needs_review"], false);
    let rule = json!({"comment_due_rule": {"kind": "working_days", "days": 10}});
    let finding = drafted().await;
    assert_eq!(app.opcc().act(&finding, "share", &rule).await.expect(200).str("/comment_due_on"), "2019-02-13");
    let again = json!({"text": "It has grown.", "reason": "Shorter.", "comment_due_text": "in three weeks"});
    let corrected = app.pcc().act(&finding, "correct", &again).await.expect(200);
    assert_eq!((corrected.str("/comment_due_on"), corrected.str("/comment_due_text")), ("2019-02-20", "in three weeks"));
}

/// The record file of an office that writes "Fri 9th Dec".
fn file(action: &str) -> Value {
    json!({
        "format": "answerable-record/1",
        "area": {"slug": "west-mercia", "code": "WM", "name": "West Mercia", "force_name": "West Mercia Police"},
        "body": {"kind": "pcc", "name": "PCC for West Mercia", "valid_from": "2012-11-22"},
        "meetings": [{
            "key": "m", "kind": "public", "title": "Board", "held_on": "2018-11-30", "is_public": true, "status": "held",
            "questions": [
                {"form": "direct", "text": "Why?", "put_on": "2018-11-30", "due_text": "COB Fri 7th Dec"},
                {"form": "direct", "text": "And?", "put_on": "2018-11-30", "due_text": "Mon 7th Dec"},
            ],
            "papers": [{"kind": "report", "title": "Custody", "owed_by": "force", "due_text": "by 14/12/18"}],
            "findings": [
                {"kind": "finding", "text": "It is so.", "shared_on": "2018-12-03", "comment_due_text": "end of next week"},
                {"kind": "finding", "text": "It was so.", "shared_on": "2018-12-03", "comment_due_text": "31st November"},
            ],
            "actions": [{"text": "Report.", "owner": "CC", "due_text": action}],
        }],
    })
}

async fn a_record_file_has_words_everywhere(app: TestApp) {
    import(&app, &file("Fri 7th Dec").to_string()).await.expect("an import");
    let pcc = app.pcc();
    let actions = pcc.all("/v1/actions").await;
    assert_eq!((&actions[0]["due_on"], &actions[0]["due_text"]), (&json!("2018-12-07"), &json!("Fri 7th Dec")));
    let questions = pcc.all("/v1/questions").await;
    assert_eq!((&questions[0]["due_on"], &questions[0]["needs_review"]), (&json!("2018-12-07"), &json!(false)));
    assert_eq!((&questions[1]["due_on"], &questions[1]["needs_review"]), (&Value::Null, &json!(true)));
    assert_eq!(questions[1]["due_text"], "Mon 7th Dec");
    let papers = pcc.all("/v1/papers").await;
    assert_eq!((&papers[0]["due_on"], &papers[0]["due_text"]), (&json!("2018-12-14"), &json!("by 14/12/18")));
    let findings = pcc.all("/v1/findings").await;
    assert_eq!((&findings[0]["comment_due_on"], &findings[0]["needs_review"]), (&json!("2018-12-14"), &json!(false)));
    assert_eq!((&findings[1]["comment_due_on"], &findings[1]["needs_review"]), (&Value::Null, &json!(true)));
    assert_eq!(findings[1]["comment_due_text"], "31st November");
}

async fn only_words_are_found(app: TestApp) {
    let stage = Stage::set(&app).await;
    for own in [json!({"due_text": "soon"}), json!({"due_text": "in a week"}), json!({})] {
        let mut action = json!({"text": "Report.", "owner": "CC"});
        action.as_object_mut().expect("members").extend(own.as_object().expect("members").clone());
        app.opcc().create("/v1/actions", &action).await;
        put(&app, &drafted(&app, &stage, own).await).await;
    }
    for list in ["actions", "questions"] {
        for due in ["words", "day", "none"] {
            let found = app.force().all(&format!("/v1/{list}?due={due}")).await;
            assert_eq!(found.len(), 1, "{list} {due}");
            assert_eq!(found[0]["due_on"].is_string(), due == "day", "{list}");
            assert_eq!(found[0]["due_text"].is_string(), due != "none", "{list}");
        }
        app.force().get(&format!("/v1/{list}?due=date")).await.refused(400);
    }
    let set = json!({"source": "panel", "title": "Kennels", "published_by": "The panel", "counts": [{"count": 2}]});
    let set = app.opcc().create("/v1/recommendation-sets", &set).await;
    for due_text in [json!("when the building is ready"), Value::Null] {
        let one = json!({"text": "Inspect them.", "addressed_to": "force", "due_text": due_text});
        app.opcc().create(&format!("{set}/recommendations"), &one).await;
    }
    assert_eq!(app.opcc().all("/v1/recommendations?due=words").await.len(), 1);
    assert_eq!(app.opcc().all("/v1/recommendations?due=day").await.len(), 0);
}

const PERIODS: &str = "/v1/answer-periods/west-mercia";

async fn a_question_gets_the_standing_period(app: TestApp) {
    let stage = Stage::set(&app).await;
    let unset = app.force().get(PERIODS).await.expect(200);
    assert_eq!((&unset.json["direct"], &unset.json["set_by_body"]), (&Value::Null, &json!(false)));
    let none = drafted(&app, &stage, json!({})).await;
    assert_eq!(put(&app, &none).await.json["due_on"], Value::Null, "nothing changes for a body that sets no period");

    let periods = json!({
        "direct": {"days": 10, "counting": "working"}, "request": {"days": 28, "counting": "calendar"},
        "urgent": {"days": 2, "counting": "working"},
    });
    for who in ["opcc", "force", "reader"] {
        app.client(who).patch(PERIODS, &unset.etag(), &periods).await.refused(403);
    }
    app.client("outsider").get(PERIODS).await.refused(404);
    let set = app.pcc().patch(PERIODS, &unset.etag(), &periods).await.expect(200);
    assert_eq!((&set.json["applies_from"], &set.json["version"]), (&json!("2019-01-30"), &json!(1)));
    for (days, pointer) in [(0, "/direct/days"), (367, "/direct/days")] {
        let wrong = json!({"direct": {"days": days, "counting": "working"}});
        assert_eq!(app.pcc().patch(PERIODS, &set.etag(), &wrong).await.refused(422).pointers(), [pointer]);
    }

    let urgent = json!({"urgent": true, "urgent_reason": "The inspection begins next week."});
    for (own, due, reason) in [
        (json!({}), json!("2019-02-13"), "standing period for direct questions"),
        (json!({"form": "request"}), json!("2019-02-27"), "standing period for requests"),
        (urgent.clone(), json!("2019-02-01"), "standing period for urgent questions"),
        (json!({"form": "public"}), Value::Null, ""),
        (json!({"due_on": "2019-02-20"}), json!("2019-02-20"), ""),
        (json!({"due_text": "in due course"}), Value::Null, ""),
    ] {
        let question = drafted(&app, &stage, own.clone()).await;
        assert_eq!(put(&app, &question).await.json["due_on"], due, "{own}");
        let explained = deadline(&app, &question).await;
        assert_eq!(explained.json["explanation"]["reason"].as_str().unwrap_or_default(), reason, "{own}");
    }
    // What was put before the periods were set does not get one, also when it is recorded now.
    let question = drafted(&app, &stage, json!({})).await;
    let old = app.pcc().act(&question, "put", &json!({"put_on": "2019-01-29"})).await.expect(200);
    assert_eq!(old.json["due_on"], Value::Null);
    assert_eq!(app.force().all("/v1/questions?urgent=true").await.len(), 1);
    for (own, pointer) in [(json!({"urgent": true}), "/urgent_reason"), (json!({"urgent_reason": "Why?"}), "/urgent_reason")] {
        let mut body = stage.question("Which?");
        body.as_object_mut().expect("members").extend(own.as_object().expect("members").clone());
        assert_eq!(app.opcc().post("/v1/questions", &body).await.refused(422).pointers(), [pointer]);
    }
    let cleared = app.pcc().patch(PERIODS, &set.etag(), &json!({"direct": null})).await.expect(200);
    assert_eq!((&cleared.json["direct"], &cleared.json["urgent"]["days"]), (&Value::Null, &json!(2)));
}

async fn late_and_very_late(app: TestApp) {
    let stage = Stage::set(&app).await;
    let etag = app.pcc().get(PERIODS).await.etag();
    app.pcc().patch(PERIODS, &etag, &json!({"very_late": {"days": 5, "counting": "working"}})).await.expect(200);
    let question = drafted(&app, &stage, json!({"due_on": "2019-02-13"})).await;
    let question = {
        put(&app, &question).await;
        question
    };
    let undated = drafted(&app, &stage, json!({})).await;
    put(&app, &undated).await;
    let action = json!({"text": "Report.", "owner": "CC", "due_on": "2019-02-13"});
    let action = app.opcc().create("/v1/actions", &action).await;
    let paper = json!({"kind": "report", "title": "Custody", "owed_by": "force", "due_on": "2019-02-13"});
    let paper = app.opcc().create(&format!("/v1/meetings/{}/papers", stage.meeting), &paper).await;
    let set = json!({"source": "panel", "title": "Kennels", "published_by": "The panel", "counts": [{"count": 1}]});
    let set = app.opcc().create("/v1/recommendation-sets", &set).await;
    let one = json!({"text": "Inspect them.", "addressed_to": "force", "due_on": "2019-02-13"});
    let one = app.opcc().create(&format!("{set}/recommendations"), &one).await;
    for (today, want) in [("2019-02-13", "on_time"), ("2019-02-14", "late"), ("2019-02-20", "late"), ("2019-02-21", "very_late")]
    {
        app.set_time(&format!("{today}T09:00:00Z"));
        for (list, item) in [("questions", &question), ("actions", &action), ("papers", &paper), ("recommendations", &one)] {
            let seen = app.opcc().get(item).await.expect(200);
            assert_eq!(seen.str("/lateness"), want, "{list} {today}");
            assert_eq!(seen.json["overdue"], want != "on_time", "{list} {today}");
            for lateness in ["on_time", "late", "very_late"] {
                let found = app.opcc().all(&format!("/v1/{list}?lateness={lateness}")).await;
                assert_eq!(found.len(), usize::from(lateness == want), "{list} {today} {lateness}");
            }
        }
    }
    assert_eq!(app.force().get(&undated).await.json["lateness"], Value::Null);
    app.force().act(&paper, "receive", &json!({})).await.expect(200);
    assert_eq!(app.force().get(&paper).await.json["lateness"], Value::Null, "it is not awaited any more");
}

async fn everybody_can_calculate(app: TestApp) {
    for (query, want) in [
        ("phrase=within+two+weeks", "2019-02-13"),
        ("phrase=COB+Fri+8th+Feb", "2019-02-08"),
        ("phrase=next+meeting&next_meeting=2019-03-26", "2019-03-26"),
        ("rule=working_days&days=10", "2019-02-13"),
        ("rule=section_55", "2019-03-26"),
    ] {
        let path = format!("/public/v1/deadlines/preview?start=2019-01-30&{query}");
        let reply = app.nobody().get(&path).await.expect(200);
        assert_eq!(reply.str("/due_on"), want, "{query}");
        assert!(reply.header("cache-control").contains("max-age=60"), "{query}");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        let staff = app.pcc().get(&path.replace("/public", "")).await;
        if want != "2019-03-26" {
            assert_eq!(staff.expect(200).json, reply.json, "{query}");
        }
    }
    let stage = Stage::set(&app).await;
    app.opcc().create("/v1/meetings", &meeting(&stage.body, "Next", "2019-02-27")).await;
    for (query, pointer) in [
        // A meeting that is scheduled is not published.
        ("start=2019-01-30&phrase=next+meeting", "/query/next_meeting"),
        ("start=2019-01-30&phrase=soon", "/query/phrase"),
        ("start=2019-01-30&phrase=31+February", "/query/phrase"),
        ("start=2019-01-30", "/query/phrase"),
        ("start=2019-01-30&rule=weeks&weeks=521", "/query/rule"),
        ("start=2019-01-30&phrase=in+a+week&area=west-mercia", "/query/area"),
    ] {
        let refused = app.nobody().get(&format!("/public/v1/deadlines/preview?{query}")).await.refused(400);
        assert_eq!(refused.pointers(), [pointer], "{query}: {}", refused.text);
    }
}

/// Five questions with a date, of which one was answered in time, one late, one withdrawn and one extended; one without a date; an action
/// that was extended, and a paper that was late.
async fn due_and_done(app: &TestApp) {
    let stage = Stage::set(app).await;
    let dated = json!({"due_on": "2019-02-13"});
    let mut questions = Vec::new();
    for _ in 0..5 {
        let question = drafted(app, &stage, dated.clone()).await;
        put(app, &question).await;
        questions.push(question);
    }
    put(app, &drafted(app, &stage, json!({})).await).await;
    let answer = |question: String| {
        let app = app.clone();
        async move {
            let draft = app.force().create(&format!("{question}/responses"), &response("It has.")).await;
            app.force().act(&draft, "submit", &json!({})).await.expect(200);
        }
    };
    let action = app.opcc().create("/v1/actions", &json!({"text": "Report.", "owner": "CC", "due_on": "2019-02-10"})).await;
    let extended = json!({"kind": "extend", "due_on": "2019-02-28", "reason": "It snowed."});
    app.pcc().act(&action, "deadline", &extended).await.expect(200);
    let paper = json!({"kind": "report", "title": "Custody", "owed_by": "force", "due_on": "2019-01-31"});
    let paper = app.opcc().create(&format!("/v1/meetings/{}/papers", stage.meeting), &paper).await;

    app.set_time("2019-02-13T23:30:00Z");
    answer(questions[0].clone()).await;
    app.force().act(&paper, "receive", &json!({})).await.expect(200);
    app.set_time("2019-02-19T09:00:00Z");
    answer(questions[1].clone()).await;
    // In time, because the extension counts.
    app.force().act(&action, "start", &json!({})).await.expect(200);
    app.force().act(&action, "claim", &json!({"evidence": "Sent."})).await.expect(200);
    app.pcc().act(&questions[2], "withdraw", &json!({"reason": "Overtaken."})).await.expect(200);
    app.pcc()
        .act(&questions[3], "deadline", &json!({"kind": "extend", "due_on": "2019-03-15", "reason": "It snowed."}))
        .await
        .expect(200);
}

fn figures(counts: &Value) -> [i64; 5] {
    ["due", "in_time", "late", "outstanding", "overdue"].map(|name| counts[name].as_i64().expect("a number"))
}

async fn what_was_done_in_time(app: TestApp) {
    due_and_done(&app).await;
    let path = "/v1/reports/in-time?from=2019-01-01&to=2019-03-31";
    let report = app.pcc().get(path).await.expect(200);
    let of_kind = |kind: &str| {
        report.json["by_kind"].as_array().expect("kinds").iter().find(|row| row["kind"] == kind).expect("a kind").clone()
    };
    let asked = of_kind("question");
    assert_eq!(figures(&asked["counts"]), [4, 1, 1, 2, 1]);
    assert_eq!((&asked["counts"]["in_time_percent"], &asked["counts"]["median_days_late"]), (&json!(33.3), &json!(6)));
    let months: Vec<(&str, i64)> = asked["months"]
        .as_array()
        .expect("months")
        .iter()
        .map(|row| (row["month"].as_str().expect("text"), figures(&row["counts"])[0]))
        .collect();
    assert_eq!(months, [("2019-01", 0), ("2019-02", 3), ("2019-03", 1)]);
    assert_eq!(figures(&of_kind("action")["counts"]), [1, 1, 0, 0, 0]);
    assert_eq!(figures(&of_kind("paper")["counts"]), [1, 0, 1, 0, 0]);
    assert_eq!(figures(&of_kind("recommendation")["counts"]), [0; 5]);
    assert_eq!(figures(&report.json["total"]), [6, 2, 2, 2, 1]);
    assert_eq!(figures(&report.json["by_form"][0]["counts"]), [4, 1, 1, 2, 1]);
    let left_out =
        json!([{"kind": "question", "reason": "without_day", "count": 1}, {"kind": "question", "reason": "ended", "count": 1}]);
    assert_eq!(report.json["left_out"], left_out);
    for who in ["opcc", "force", "reader"] {
        assert_eq!(app.client(who).get(path).await.expect(200).json, report.json, "{who}");
    }
    let outside = app.client("outsider").get(&format!("{path}&area=west-mercia")).await.expect(200);
    assert_eq!(figures(&outside.json["total"]), [0; 5]);
    let refused = app.pcc().get("/v1/reports/in-time?from=2019-03-01&to=2019-02-01").await.refused(400);
    assert_eq!(refused.pointers(), ["/query/from"]);
}
