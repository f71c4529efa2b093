//! Meetings whole, by role: public interest, the next meeting, papers with deadlines, and what the body means to come back to.

use serde_json::{Value, json};

use crate::support::stage::{Stage, meeting};
use crate::support::{TestApp, both};

both!(
    public_interest_has_its_reason,
    times_of_day,
    meetings_follow_each_other,
    papers_are_owed_and_handed_in,
    papers_of_an_agreed_meeting,
    papers_are_found,
    an_intention_is_taken_up_or_dropped,
    what_was_said_is_fixed_with_its_record,
    intentions_refer_to_what_everybody_sees,
    intentions_are_found,
    a_meeting_of_which_only_the_month_is_known,
);

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn public_interest_has_its_reason(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let mut body = meeting(&stage.body, "February", "2019-02-27");
    body["significant_public_interest"] = json!(true);
    let pointers = ["/significant_public_interest_reason"];
    assert_eq!(opcc.post("/v1/meetings", &body).await.refused(422).pointers(), pointers);
    body["significant_public_interest_reason"] = json!("The budget of the force is discussed.");
    let path = opcc.create("/v1/meetings", &body).await;
    let seen = force.get(&path).await.expect(200);
    assert_eq!(seen.str("/significant_public_interest_reason"), "The budget of the force is discussed.");
    force.patch(&path, &seen.etag(), &json!({"significant_public_interest": false})).await.refused(403);

    for (query, want) in [
        ("significant_public_interest=true", 1),
        ("significant_public_interest=false", 1),
        ("is_public=true", 0),
        ("is_public=false&significant_public_interest=true", 1),
    ] {
        assert_eq!(force.get(&format!("/v1/meetings?{query}")).await.expect(200).ids().len(), want, "{query}");
    }
    let without = opcc.patch(&path, &seen.etag(), &json!({"significant_public_interest_reason": null})).await.refused(422);
    assert_eq!(without.pointers(), pointers);
    // With the flag goes its reason; a reason alone says nothing.
    let cleared = opcc.patch(&path, &seen.etag(), &json!({"significant_public_interest": false})).await.expect(200);
    assert_eq!(cleared.json["significant_public_interest_reason"], Value::Null);
    let alone = json!({"significant_public_interest_reason": "The budget."});
    assert_eq!(opcc.patch(&path, &cleared.etag(), &alone).await.refused(422).pointers(), pointers);
    let agreed = app.meeting_in(&stage, "agreed").await;
    let flag = json!({"significant_public_interest": true, "significant_public_interest_reason": "The budget."});
    let etag = opcc.get(&agreed).await.etag();
    opcc.patch(&agreed, &etag, &flag).await.refused(409);
}

async fn times_of_day(app: TestApp) {
    let stage = Stage::set(&app).await;
    let path = format!("/v1/meetings/{}", stage.meeting);
    let etag = app.opcc().get(&path).await.etag();
    for (patch, pointers) in [
        (json!({"ends_at": "25:00"}), vec!["/ends_at"]),
        (json!({"ends_at": "9:00"}), vec!["/ends_at"]),
        (json!({"ends_at": "10:00"}), vec!["/ends_at"]),
        (json!({"ends_at": "09:59"}), vec!["/ends_at"]),
        (json!({"starts_at": "noon", "ends_at": "late"}), vec!["/starts_at", "/ends_at"]),
    ] {
        assert_eq!(app.opcc().patch(&path, &etag, &patch).await.refused(422).pointers(), pointers, "{patch}");
    }
    let changed = app.opcc().patch(&path, &etag, &json!({"ends_at": "12:30"})).await.expect(200);
    assert_eq!(changed.str("/ends_at"), "12:30");
    let later = app.opcc().patch(&path, &changed.etag(), &json!({"starts_at": "13:00"})).await.refused(422);
    assert_eq!(later.pointers(), ["/ends_at"]);
}

async fn meetings_follow_each_other(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let january = format!("/v1/meetings/{}", stage.meeting);
    let march = opcc.create("/v1/meetings", &meeting(&stage.body, "Child vulnerability", "2019-03-26")).await;
    let november = opcc.create("/v1/meetings", &meeting(&stage.body, "November", "2018-11-28")).await;
    let link = |id: &str| json!({"next_meeting_id": id});
    let etag = opcc.get(&january).await.etag();
    for next in [&january, &november, &"/0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11".to_owned()] {
        let refused = opcc.patch(&january, &etag, &link(id_of(next))).await.refused(422);
        assert_eq!(refused.pointers(), ["/next_meeting_id"], "{next}");
    }
    let linked = opcc.patch(&january, &etag, &link(id_of(&march))).await.expect(200);
    assert_eq!(linked.str("/next_meeting_id"), id_of(&march));
    let seen = force.get(&march).await.expect(200);
    assert_eq!((seen.str("/previous_meeting_id"), &seen.json["next_meeting_id"]), (id_of(&january), &Value::Null));
    assert_eq!(force.get("/v1/meetings?held_from=2019-03-01").await.json["data"][0]["previous_meeting_id"], id_of(&january));

    // Of two that name it the later is the one before it.
    let etag = opcc.get(&november).await.etag();
    opcc.patch(&november, &etag, &link(id_of(&march))).await.expect(200);
    assert_eq!(force.get(&march).await.str("/previous_meeting_id"), id_of(&january));
    // It cannot be moved before them, nor they after it, nor can it go.
    let etag = opcc.get(&march).await.etag();
    assert_eq!(opcc.patch(&march, &etag, &json!({"held_on": "2019-01-29"})).await.refused(422).pointers(), ["/held_on"]);
    let moved = opcc.patch(&january, &linked.etag(), &json!({"held_on": "2019-03-27"})).await.refused(422);
    assert_eq!(moved.pointers(), ["/next_meeting_id"]);
    opcc.delete(&march, &etag).await.refused(409);
    opcc.patch(&march, &etag, &json!({"held_on": "2019-03-27"})).await.expect(200);

    // The link stands in the record of the earlier meeting and is fixed with it.
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    let agreed = pcc.act(&january, "agree", &json!({})).await.expect(200);
    assert_eq!(agreed.str("/next_meeting_id"), id_of(&march));
    opcc.patch(&january, &agreed.etag(), &json!({"next_meeting_id": null})).await.refused(409);
    // A meeting that is cancelled is still the one that was named; it names nobody's meeting any more.
    opcc.act(&november, "cancel", &json!({"reason": "Snow."})).await.expect(200);
    let cancelled = app.meeting_in(&stage, "cancelled").await;
    let mut april = meeting(&stage.body, "April", "2019-01-29");
    april["next_meeting_id"] = json!(id_of(&cancelled));
    assert_eq!(opcc.post("/v1/meetings", &april).await.refused(422).pointers(), ["/next_meeting_id"]);
}

fn paper(kind: &str, owed_by: &str) -> Value {
    json!({"kind": kind, "title": "Use of kiosks", "owed_by": owed_by, "owner": "ACC", "due_on": "2019-01-31"})
}

async fn papers_are_owed_and_handed_in(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let papers = format!("/v1/meetings/{}/papers", stage.meeting);
    force.post(&papers, &paper("report", "force")).await.refused(403);
    app.client("outsider").post(&papers, &paper("report", "force")).await.refused(404);
    let report = opcc.create(&papers, &paper("report", "force")).await;
    let ours = opcc.create(&papers, &paper("agenda", "body")).await;
    assert_eq!(force.get(&report).await.expect(200).allowed(), ["receive"]);
    assert_eq!(force.get(&ours).await.expect(200).allowed(), Vec::<&str>::new());
    assert_eq!(force.get(&papers).await.expect(200).ids().len(), 2);

    // Late from the day after; the force cannot date back, and hands in only what it owes.
    assert_eq!(opcc.get(&report).await.json["overdue"], false);
    app.set_time("2019-02-01T09:00:00Z");
    assert_eq!(opcc.get(&report).await.json["overdue"], true);
    let back = force.act(&report, "receive", &json!({"received_on": "2019-01-31"})).await.refused(422);
    assert_eq!(back.pointers(), ["/received_on"]);
    force.act(&ours, "receive", &json!({})).await.refused(403);
    let received = force.act(&report, "receive", &json!({})).await.expect(200);
    assert_eq!((received.str("/received_on"), received.json["overdue"].clone()), ("2019-02-01", json!(false)));
    opcc.act(&report, "receive", &json!({})).await.refused(409);
    opcc.delete(&report, &received.etag()).await.refused(409);

    // What was not asked for goes back and is due again.
    force.act(&report, "return", &json!({"reason": "It is the wrong quarter."})).await.refused(403);
    let back = opcc.act(&report, "return", &json!({"reason": "It is the wrong quarter."})).await.expect(200);
    assert_eq!((back.str("/returned_reason"), back.json["overdue"].clone()), ("It is the wrong quarter.", json!(true)));
    assert_eq!(force.get(&report).await.str("/returned_reason"), "It is the wrong quarter.");
    let again = opcc.act(&report, "receive", &json!({"received_on": "2019-01-31"})).await.expect(200);
    assert_eq!((again.str("/received_on"), &again.json["returned_reason"]), ("2019-01-31", &Value::Null));
    let future = opcc.act(&ours, "receive", &json!({"received_on": "2019-02-02"})).await.refused(422);
    assert_eq!(future.pointers(), ["/received_on"]);

    for (body, pointers) in [
        (json!({"kind": "report", "title": "", "owed_by": "force"}), vec!["/title"]),
        (json!({"kind": "report", "title": "a", "owed_by": "opcc"}), vec!["/owed_by"]),
        (json!({"kind": "report", "title": "a", "owed_by": "body", "url": "ftp://example.org/a"}), vec!["/url"]),
        (json!({"kind": "report", "title": "a", "owed_by": "body", "url": "javascript:alert(1)"}), vec!["/url"]),
        (json!({"kind": "report", "title": "a", "owed_by": "body", "agenda_item_id": stage.topic}), vec!["/agenda_item_id"]),
    ] {
        assert_eq!(opcc.post(&papers, &body).await.refused(422).pointers(), pointers, "{body}");
    }
    let published = opcc.act(&report, "publish", &json!({"url": "https://www.example.org/kiosks.pdf"})).await.expect(200);
    assert_eq!(published.str("/url"), "https://www.example.org/kiosks.pdf");
}

async fn papers_of_an_agreed_meeting(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let january = format!("/v1/meetings/{}", stage.meeting);
    let report = opcc.create(&format!("{january}/papers"), &paper("report", "force")).await;
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    pcc.act(&january, "agree", &json!({})).await.expect(200);
    let etag = opcc.get(&report).await.etag();
    opcc.patch(&report, &etag, &json!({"due_on": null})).await.refused(409);
    opcc.delete(&report, &etag).await.refused(409);
    opcc.post(&format!("{january}/papers"), &paper("report", "force")).await.refused(409);
    // What is owed still comes in, and the minutes are written afterwards; they do not become a report.
    force.act(&report, "receive", &json!({})).await.expect(200);
    let minutes = opcc.create(&format!("{january}/papers"), &paper("minutes", "body")).await;
    let etag = opcc.get(&minutes).await.etag();
    assert_eq!(opcc.patch(&minutes, &etag, &json!({"kind": "report"})).await.refused(422).pointers(), ["/kind"]);
    opcc.act(&minutes, "publish", &json!({"url": "https://www.example.org/minutes.pdf"})).await.expect(200);

    // Nothing is owed to a meeting that was cancelled.
    let snow = app.meeting_in(&stage, "scheduled").await;
    let owed = opcc.create(&format!("{snow}/papers"), &paper("report", "force")).await;
    app.set_time("2019-02-01T09:00:00Z");
    assert_eq!(force.get("/v1/papers?overdue=true").await.expect(200).ids(), [id_of(&owed)]);
    opcc.act(&snow, "cancel", &json!({"reason": "Snow."})).await.expect(200);
    assert_eq!(force.get(&owed).await.json["overdue"], false);
    assert!(force.get("/v1/papers?overdue=true").await.expect(200).ids().is_empty());
    force.act(&owed, "receive", &json!({})).await.refused(409);
}

async fn papers_are_found(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let papers = format!("/v1/meetings/{}/papers", stage.meeting);
    let late =
        opcc.create(&papers, &json!({"kind": "report", "title": "Demand", "owed_by": "force", "due_on": "2019-01-23"})).await;
    let came =
        opcc.create(&papers, &json!({"kind": "agenda", "title": "Agenda", "owed_by": "body", "due_on": "2019-01-23"})).await;
    opcc.act(&came, "receive", &json!({})).await.expect(200);
    let minutes = json!({"kind": "minutes", "title": "Minutes", "owed_by": "body", "url": "https://www.example.org/m.pdf"});
    opcc.create(&papers, &minutes).await;
    let other = app.meeting_in(&stage, "scheduled").await;
    opcc.create(&format!("{other}/papers"), &paper("report", "force")).await;
    for (query, want) in [
        (String::new(), 4),
        (format!("meeting={}", stage.meeting), 3),
        ("overdue=true".into(), 1),
        ("overdue=false".into(), 3),
        ("owed_by=force".into(), 2),
        ("received=true".into(), 1),
        ("received=false".into(), 3),
        ("published=true".into(), 1),
        ("published=false".into(), 3),
        ("kind=agenda&kind=minutes".into(), 2),
        ("due_from=2019-01-31".into(), 1),
        ("due_to=2019-01-23".into(), 2),
        ("q=acc%20kiosks".into(), 1),
        ("area=warwickshire".into(), 0),
    ] {
        let found = app.force().get(&format!("/v1/papers?{query}&count=exact")).await.expect(200);
        assert_eq!((found.ids().len(), found.json["page"]["total"].clone()), (want, json!(want)), "{query}");
        let outside = app.client("outside_force").get(&format!("/v1/papers?{query}")).await.expect(200);
        assert!(outside.ids().is_empty(), "{query}");
    }
    assert_eq!(app.force().all("/v1/papers?sort=due_on&limit=1").await[0]["id"], id_of(&late));
    app.client("outsider").get(&papers).await.refused(404);
}

async fn an_intention_is_taken_up_or_dropped(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    let said = json!({
        "text": "Digital forensics will probably be looked at again.", "how": "virtual", "stated_by": "PCC",
        "topic_id": stage.topic, "meeting_id": stage.meeting, "expected_text": "later this year",
    });
    force.post("/v1/follow-ups", &said).await.refused(403);
    let path = opcc.create("/v1/follow-ups", &said).await;
    let seen = force.get(&path).await.expect(200);
    assert_eq!((seen.str("/how"), seen.str("/status"), seen.allowed()), ("virtual", "intended", vec![]));
    force.act(&path, "drop", &json!({"reason": "No."})).await.refused(403);
    app.client("outsider").get(&path).await.refused(404);

    let march = opcc.create("/v1/meetings", &meeting(&stage.body, "Child vulnerability", "2019-03-26")).await;
    let november = opcc.create("/v1/meetings", &meeting(&stage.body, "November", "2018-11-28")).await;
    for body in [json!({}), json!({"meeting_id": stage.meeting}), json!({"meeting_id": id_of(&november)})] {
        assert_eq!(opcc.act(&path, "take-up", &body).await.refused(422).pointers(), ["/meeting_id"], "{body}");
    }
    let draft = app.question_in(&stage, "draft").await;
    let with_draft = json!({"question_id": id_of(&draft)});
    assert_eq!(opcc.act(&path, "take-up", &with_draft).await.refused(422).pointers(), ["/question_id"]);
    let put = app.question_in(&stage, "put").await;
    let both = json!({"meeting_id": id_of(&march), "question_id": id_of(&put)});
    let taken_up = opcc.act(&path, "take-up", &both).await.expect(200);
    assert_eq!((taken_up.str("/status"), taken_up.str("/taken_up_meeting_id")), ("taken_up", id_of(&march)));
    assert_eq!(force.get(&path).await.str("/taken_up_question_id"), id_of(&put));
    let later = opcc.patch(&path, &taken_up.etag(), &json!({"text": "Never."})).await.refused(409);
    assert_eq!(later.str("/current_status"), "taken_up");
    opcc.act(&path, "drop", &json!({"reason": "No."})).await.refused(409);

    let other = opcc.create("/v1/follow-ups", &json!({"text": "The kiosks."})).await;
    assert_eq!(opcc.get(&other).await.str("/how"), "unspecified");
    let dropped = pcc.act(&other, "drop", &json!({"reason": "The review covers it."})).await.expect(200);
    assert_eq!((dropped.str("/status"), dropped.str("/status_reason")), ("dropped", "The review covers it."));
}

async fn what_was_said_is_fixed_with_its_record(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let january = format!("/v1/meetings/{}", stage.meeting);
    let said = json!({"text": "The kiosks.", "meeting_id": stage.meeting});
    let path = opcc.create("/v1/follow-ups", &said).await;
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    pcc.act(&january, "agree", &json!({})).await.expect(200);
    let seen = opcc.get(&path).await.expect(200);
    assert_eq!(seen.allowed(), ["take-up", "drop"]);
    opcc.patch(&path, &seen.etag(), &json!({"text": "The kiosks, soon."})).await.refused(409);
    assert_eq!(opcc.post("/v1/follow-ups", &said).await.refused(422).pointers(), ["/meeting_id"]);
    let free = opcc.create("/v1/follow-ups", &json!({"text": "The kiosks."})).await;
    let moved = opcc.patch(&free, "\"1\"", &json!({"meeting_id": stage.meeting})).await.refused(422);
    assert_eq!(moved.pointers(), ["/meeting_id"]);
    // What becomes of it is no part of that record.
    opcc.act(&path, "drop", &json!({"reason": "The review covers it."})).await.expect(200);
}

async fn intentions_refer_to_what_everybody_sees(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let draft = app.question_in(&stage, "draft").await;
    let march = opcc.create("/v1/meetings", &meeting(&stage.body, "Child vulnerability", "2019-03-26")).await;
    let cancelled = app.meeting_in(&stage, "cancelled").await;
    for (body, pointers) in [
        (json!({"text": "a", "question_id": id_of(&draft)}), vec!["/question_id"]),
        (json!({"text": "a", "topic_id": stage.meeting}), vec!["/topic_id"]),
        (json!({"text": "a", "meeting_id": id_of(&march)}), vec!["/meeting_id"]),
        (json!({"text": "a", "meeting_id": id_of(&cancelled)}), vec!["/meeting_id"]),
        (json!({"text": "a", "meeting_id": stage.topic}), vec!["/meeting_id"]),
        (json!({"text": "", "how": "virtual"}), vec!["/text"]),
        (json!({"text": "a", "how": "soon"}), vec!["/how"]),
        (json!({"text": "a", "status": "taken_up"}), vec!["/status"]),
    ] {
        assert_eq!(opcc.post("/v1/follow-ups", &body).await.refused(422).pointers(), pointers, "{body}");
    }
    let put = app.question_in(&stage, "put").await;
    let path = opcc.create("/v1/follow-ups", &json!({"text": "a", "question_id": id_of(&put)})).await;
    let same = opcc.act(&path, "take-up", &json!({"question_id": id_of(&put)})).await.refused(422);
    assert_eq!(same.pointers(), ["/question_id"]);
}

async fn intentions_are_found(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let put = app.question_in(&stage, "put").await;
    let first = json!({
        "text": "The kiosks.", "how": "meeting", "meeting_id": stage.meeting, "topic_id": stage.topic,
        "question_id": id_of(&put), "expected_on": "2019-06-30",
    });
    opcc.create("/v1/follow-ups", &first).await;
    let second = opcc.create("/v1/follow-ups", &json!({"text": "The power supply.", "how": "written"})).await;
    opcc.act(&second, "take-up", &json!({"meeting_id": stage.meeting})).await.expect(200);
    for (query, want) in [
        (String::new(), 2),
        ("status=intended".into(), 1),
        ("status=intended&status=taken_up".into(), 2),
        ("how=written&how=virtual".into(), 1),
        (format!("topic={}", stage.topic), 1),
        (format!("question={}", id_of(&put)), 1),
        (format!("meeting={}", stage.meeting), 1),
        (format!("taken_up_meeting={}", stage.meeting), 1),
        ("expected_from=2019-06-30&expected_to=2019-06-30".into(), 1),
        ("expected_from=2019-07-01".into(), 0),
        ("q=POWER".into(), 1),
        ("area=warwickshire".into(), 0),
        ("modified_since=2019-01-30T09:00:00Z".into(), 2),
    ] {
        let found = app.force().get(&format!("/v1/follow-ups?{query}")).await.expect(200).ids().len();
        assert_eq!(found, want, "{query}");
    }
    assert_eq!(app.force().all("/v1/follow-ups?sort=-updated_at&limit=1").await.len(), 2);
}

/// The month is kept, ordered by its last day, and no day is made up; what needs a day says so.
async fn a_meeting_of_which_only_the_month_is_known(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let mut body = meeting(&stage.body, "November", "2018-11-30");
    body["held_in"] = json!("2018-11");
    assert_eq!(opcc.post("/v1/meetings", &body).await.refused(422).pointers(), ["/held_in"], "one or the other");
    body.as_object_mut().expect("members").remove("held_on");
    body["is_public"] = json!(true);
    for (month, detail) in
        [("2018-13", "send a month"), ("2018-1", "send a month"), ("2019-03", "is over"), ("1700-01", "send a month")]
    {
        let mut wrong = body.clone();
        wrong["held_in"] = json!(month);
        let refused = opcc.post("/v1/meetings", &wrong).await.refused(422);
        assert_eq!(refused.pointers(), ["/held_in"], "{month}");
        assert!(refused.str("/errors/0/detail").contains(detail), "{month}: {}", refused.text);
    }
    let path = opcc.create("/v1/meetings", &body).await;
    let held = opcc.act(&path, "hold", &json!({})).await.expect(200);
    assert_eq!((&held.json["held_on"], held.str("/held_in")), (&Value::Null, "2018-11"));
    let titles = |reply: &crate::support::Reply| -> Vec<Value> {
        reply.json["data"].as_array().expect("rows").iter().map(|row| row["title"].clone()).collect()
    };
    let by_day = opcc.get("/v1/meetings?sort=held_on").await.expect(200);
    assert_eq!(titles(&by_day), ["November", "Monthly assurance meeting"]);
    assert_eq!(titles(&opcc.get("/v1/meetings?held_from=2018-11-30&held_to=2018-11-30").await.expect(200)), ["November"]);
    let calendar = opcc.get("/v1/calendar.ics").await.expect(200);
    assert!(!calendar.text.contains("November") && calendar.text.contains("Monthly assurance meeting"), "{}", calendar.text);
    let owed = opcc.get("/v1/reports/owed").await.expect(200);
    assert!(!owed.text.contains("November"), "nothing can be counted without a day: {}", owed.text);

    let id = id_of(&path);
    let reply = what_needs_a_day(&app, &stage, id).await;
    let edition = opcc.create("/v1/editions", &json!({"kind": "meeting_record", "subject_id": id})).await;
    pcc.act(&edition, "approve", &crate::support::stage::despite()).await.expect(200);
    opcc.act(&edition, "publish", &json!({})).await.expect(200);
    let nobody = app.nobody();
    let document = nobody.get(&format!("/public{edition}")).await.expect(200);
    assert!(!document.text.contains("2018-11-30"), "{}", document.text);
    let public = nobody.get("/public/v1/meetings?from=2018-11-30&to=2018-11-30").await.expect(200);
    assert_eq!((&public.json["data"][0]["held_on"], public.str("/data/0/held_in")), (&Value::Null, "2018-11"));
    assert!(!nobody.get("/public/v1/calendar.ics").await.expect(200).text.contains("November"));

    // Without its month it would have nothing.
    let etag = opcc.get(&path).await.etag();
    assert_eq!(opcc.patch(&path, &etag, &json!({"held_in": null})).await.refused(422).pointers(), ["/held_on"]);

    // The day that becomes known takes the place of the month; a day never becomes a month.
    let etag = opcc.get(&path).await.etag();
    let other = opcc.patch(&path, &etag, &json!({"held_in": "2018-10", "title": "October"})).await.expect(200);
    assert_eq!((&other.json["held_on"], other.str("/held_in")), (&Value::Null, "2018-10"));
    let known = opcc.patch(&path, &other.etag(), &json!({"held_on": "2018-11-28"})).await.expect(200);
    assert_eq!((known.str("/held_on"), &known.json["held_in"]), ("2018-11-28", &Value::Null));
    let refused = opcc.patch(&path, &known.etag(), &json!({"held_in": "2018-11"})).await.refused(422);
    assert_eq!(refused.pointers(), ["/held_in"]);
    opcc.act(&reply, "record", &json!({})).await.expect(200);
}

/// What needs the day of a meeting is refused with a sentence; returns the reply that waits for it.
async fn what_needs_a_day(app: &TestApp, stage: &Stage, id: &str) -> String {
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let question = json!({"text": "How many?", "topic_id": stage.topic, "priority_ids": [stage.priority]});
    let question = opcc.create("/v1/questions", &question).await;
    pcc.act(&question, "put", &json!({"put_on": "2018-11-01"})).await.expect(200);
    let reply = json!({"meeting_id": id, "question_id": id_of(&question), "challenge": "How many?", "reply": "Ten.", "speakers": [{"capacity": "CC"}]});
    let reply = opcc.create("/v1/exchanges", &reply).await;
    let refused = opcc.act(&reply, "record", &json!({})).await.refused(422);
    assert_eq!(refused.pointers(), ["/meeting_id"]);
    assert!(refused.str("/errors/0/detail").contains("2018-11"), "{}", refused.text);
    let action = json!({"text": "Count them.", "owner": "CC", "meeting_id": id});
    assert_eq!(opcc.post("/v1/actions", &action).await.refused(422).pointers(), ["/meeting_id"]);
    // Something said there needs none.
    let said = json!({"meeting_id": id, "topic_id": stage.topic, "challenge": "And else?", "reply": "Nothing."});
    let said = opcc.create("/v1/exchanges", &said).await;
    assert_eq!(opcc.act(&said, "record", &json!({})).await.expect(200).json["said_on"], Value::Null);
    reply
}
