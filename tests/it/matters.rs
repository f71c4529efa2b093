//! Matters from meeting to meeting: links in both directions, chains without circles, and what an agreed record fixes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::stage::{Stage, meeting};
use crate::support::{Client, TestApp, both};

both!(
    a_chain_is_readable_from_both_ends,
    a_matter_goes_forward_in_time,
    an_agreed_record_keeps_what_it_says,
    a_chain_is_no_circle,
    two_halves_of_a_circle_at_once,
    links_of_a_matter,
);

fn id_of(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// A meeting of the past that is held, or one that is to come; its path.
async fn meeting_on(app: &TestApp, stage: &Stage, title: &str, day: &str) -> String {
    let path = app.opcc().create("/v1/meetings", &meeting(&stage.body, title, day)).await;
    if day <= "2019-01-30" {
        app.opcc().act(&path, "hold", &json!({})).await.expect(200);
    }
    path
}

async fn patch(client: &Client, path: &str, body: &Value) -> crate::support::Reply {
    let etag = client.get(path).await.etag();
    client.patch(path, &etag, body).await
}

async fn a_chain_is_readable_from_both_ends(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let january = format!("/v1/meetings/{}", stage.meeting);
    let november = meeting_on(&app, &stage, "November", "2018-11-28").await;
    let title = "Integrated victim management";
    let first = json!({"title": title, "from_text": "August 2018", "to_meeting_id": id_of(&november), "topic_id": stage.topic});
    force.post(&format!("{november}/matters"), &first).await.refused(403);
    let first = opcc.create(&format!("{november}/matters"), &first).await;
    let item = json!({"kind": "brought_forward", "title": title, "printed_number": "1.1"});
    let item = opcc.create(&format!("{january}/agenda-items"), &item).await;
    let second = json!({
        "title": title, "from_meeting_id": id_of(&november), "to_meeting_id": id_of(&january),
        "to_agenda_item_id": id_of(&item), "continues": id_of(&first),
    });
    let second = opcc.create(&format!("{january}/matters"), &second).await;

    // From January back to August, and from August on to January.
    let seen = force.get(&second).await.expect(200);
    assert_eq!((seen.str("/continues"), &seen.json["continued_by"]), (id_of(&first), &Value::Null));
    assert_eq!(seen.allowed(), Vec::<&str>::new());
    let seen = force.get(&first).await.expect(200);
    assert_eq!((seen.str("/continued_by"), seen.str("/from_text")), (id_of(&second), "August 2018"));
    assert!(seen.json.get("direction").is_none());
    let directions = |rows: Vec<Value>| -> BTreeMap<String, String> {
        let of = |row: &Value, name: &str| row[name].as_str().expect("text").to_owned();
        rows.iter().map(|row| (of(row, "id"), of(row, "direction"))).collect()
    };
    let at_november = directions(force.all(&format!("{november}/matters?limit=1")).await);
    assert_eq!(at_november[id_of(&first)], "brought_forward");
    assert_eq!(at_november[id_of(&second)], "carried_forward");
    let at_january = directions(force.all(&format!("{january}/matters")).await);
    assert_eq!(at_january, BTreeMap::from([(id_of(&second).to_owned(), "brought_forward".to_owned())]));
    for (query, want) in
        [("direction=brought_forward", 1), ("direction=carried_forward", 1), (&*format!("topic={}", stage.topic), 1)]
    {
        let found = force.get(&format!("{november}/matters?{query}&count=exact")).await.expect(200);
        assert_eq!((found.ids().len(), found.json["page"]["total"].clone()), (want, json!(want)), "{query}");
    }
    app.client("outsider").get(&format!("{november}/matters")).await.refused(404);
    app.client("outsider").get(&first).await.refused(404);

    // What is linked stays.
    let etag = opcc.get(&first).await.etag();
    opcc.delete(&first, &etag).await.refused(409);
    let etag = opcc.get(&item).await.etag();
    opcc.delete(&item, &etag).await.refused(409);
    let etag = opcc.get(&second).await.etag();
    opcc.delete(&second, &etag).await.expect(204);
    assert_eq!(force.get(&first).await.json["continued_by"], Value::Null);
}

async fn a_matter_goes_forward_in_time(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let january = format!("/v1/meetings/{}", stage.meeting);
    let march = meeting_on(&app, &stage, "Child vulnerability", "2019-03-26").await;
    let (from, to) = (id_of(&january), id_of(&march));
    for (body, pointers) in [
        (json!({"title": "a"}), vec!["/from_meeting_id", "/to_meeting_id"]),
        (json!({"title": "a", "to_meeting_id": from}), vec!["/from_meeting_id"]),
        (json!({"title": "a", "from_text": "August 2018"}), vec!["/to_meeting_id"]),
        (json!({"title": "a", "from_meeting_id": from, "to_meeting_id": from}), vec!["/to_meeting_id"]),
        (json!({"title": "a", "from_meeting_id": to, "to_meeting_id": from}), vec!["/to_meeting_id"]),
        (json!({"title": "a", "from_text": "b", "to_meeting_id": to}), vec!["/to_meeting_id"]),
        (json!({"title": "a", "from_meeting_id": from, "to_agenda_item_id": from}), vec!["/to_agenda_item_id"]),
        (json!({"title": "a", "from_meeting_id": from, "from_agenda_item_id": from}), vec!["/from_agenda_item_id"]),
        (json!({"title": "a", "from_meeting_id": from, "to_meeting_id": stage.topic}), vec!["/to_meeting_id"]),
        (json!({"title": " ", "from_meeting_id": from}), vec!["/title"]),
    ] {
        assert_eq!(opcc.post(&format!("{january}/matters"), &body).await.refused(422).pointers(), pointers, "{body}");
    }
    // Its meetings cannot be moved past each other.
    let matter = json!({"title": "Recruitment", "from_meeting_id": from, "to_meeting_id": to});
    opcc.create(&format!("{january}/matters"), &matter).await;
    assert_eq!(patch(&opcc, &march, &json!({"held_on": "2019-01-29"})).await.refused(422).pointers(), ["/held_on"]);
    assert_eq!(patch(&opcc, &january, &json!({"held_on": "2019-03-27"})).await.refused(422).pointers(), ["/held_on"]);
    patch(&opcc, &march, &json!({"held_on": "2019-03-28"})).await.expect(200);
    let etag = opcc.get(&march).await.etag();
    opcc.delete(&march, &etag).await.refused(409);
}

async fn an_agreed_record_keeps_what_it_says(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc) = (app.pcc(), app.opcc());
    let november = meeting_on(&app, &stage, "November", "2018-11-28").await;
    let january = format!("/v1/meetings/{}", stage.meeting);
    let carried = json!({"title": "Recruitment", "from_meeting_id": id_of(&november)});
    let carried = opcc.create(&format!("{november}/matters"), &carried).await;
    pcc.act(&november, "agree", &json!({})).await.expect(200);

    // November's record says it is carried forward, and nothing more is added to it.
    assert_eq!(opcc.get(&carried).await.allowed(), ["carry-forward"]);
    patch(&opcc, &carried, &json!({"title": "Another"})).await.refused(409);
    let added = json!({"title": "Demand", "from_meeting_id": id_of(&november)});
    assert_eq!(opcc.post(&format!("{november}/matters"), &added).await.refused(422).pointers(), ["/to_meeting_id"]);
    let into = json!({"title": "Demand", "from_text": "August 2018", "to_meeting_id": id_of(&november)});
    assert_eq!(opcc.post(&format!("{november}/matters"), &into).await.refused(422).pointers(), ["/to_meeting_id"]);

    // Where it goes from there is said later; what November says of it stays.
    let cancelled = app.meeting_in(&stage, "cancelled").await;
    let to = |path: &str| json!({"to_meeting_id": id_of(path)});
    assert_eq!(opcc.act(&carried, "carry-forward", &to(&cancelled)).await.refused(422).pointers(), ["/to_meeting_id"]);
    assert_eq!(opcc.act(&carried, "carry-forward", &to(&november)).await.refused(422).pointers(), ["/to_meeting_id"]);
    app.force().act(&carried, "carry-forward", &to(&january)).await.refused(403);
    opcc.act(&carried, "carry-forward", &to(&january)).await.expect(200);
    opcc.act(&carried, "carry-forward", &to(&january)).await.refused(409);
    assert_eq!(opcc.get(&carried).await.allowed(), ["edit", "take-back-carry-forward"]);
    let rewritten = json!({"title": "Another", "from_meeting_id": null, "from_text": "Somewhen"});
    let fixed = patch(&opcc, &carried, &rewritten).await.refused(422);
    assert_eq!(fixed.pointers(), ["/title", "/from_meeting_id", "/from_text"]);
    patch(&opcc, &carried, &json!({"to_meeting_id": null})).await.refused(422);
    assert_eq!(patch(&opcc, &carried, &json!({"note": "For the whole force."})).await.refused(422).pointers(), ["/note"]);

    // The office of January may also say itself that something comes from November: that is January's record alone.
    let brought = json!({"title": "Demand", "from_meeting_id": id_of(&november), "to_meeting_id": id_of(&january)});
    let brought = opcc.create(&format!("{january}/matters"), &brought).await;
    patch(&opcc, &brought, &json!({"title": "Demand and capacity"})).await.expect(200);
    opcc.act(&brought, "take-back-carry-forward", &json!({"reason": "A slip."})).await.refused(409);
    opcc.act(&january, "hold", &json!({})).await.expect(200);
    pcc.act(&january, "agree", &json!({})).await.expect(200);
    for path in [&carried, &brought] {
        let seen = opcc.get(path).await.expect(200);
        assert_eq!(seen.allowed(), Vec::<&str>::new());
        opcc.patch(path, &seen.etag(), &json!({"note": null})).await.refused(409);
        opcc.delete(path, &seen.etag()).await.refused(409);
    }
}

async fn a_chain_is_no_circle(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let january = format!("/v1/meetings/{}", stage.meeting);
    let mut chain: Vec<String> = Vec::new();
    for n in 0..3 {
        let matter = json!({
            "title": format!("Matter {n}"), "from_text": "Earlier", "to_meeting_id": stage.meeting,
            "continues": chain.last().map(|path| id_of(path)),
        });
        chain.push(opcc.create(&format!("{january}/matters"), &matter).await);
    }
    for earlier in &chain {
        let refused = patch(&opcc, &chain[0], &json!({"continues": id_of(earlier)})).await.refused(422);
        assert_eq!(refused.pointers(), ["/continues"], "{earlier}");
    }
    // One matter is continued by one, and goes on where it was left.
    let another = json!({"title": "a", "from_text": "Earlier", "to_meeting_id": stage.meeting, "continues": id_of(&chain[0])});
    assert_eq!(opcc.post(&format!("{january}/matters"), &another).await.refused(422).pointers(), ["/continues"]);
    let march = meeting_on(&app, &stage, "Child vulnerability", "2019-03-26").await;
    let april = meeting_on(&app, &stage, "April", "2019-04-30").await;
    let late = json!({"title": "a", "from_meeting_id": id_of(&march), "continues": id_of(&chain[2])});
    assert_eq!(opcc.post(&format!("{march}/matters"), &late).await.refused(422).pointers(), ["/continues"]);
    let on =
        json!({"title": "a", "from_meeting_id": stage.meeting, "to_meeting_id": id_of(&march), "continues": id_of(&chain[2])});
    let on = opcc.create(&format!("{march}/matters"), &on).await;
    let moved = patch(&opcc, &chain[2], &json!({"to_meeting_id": id_of(&april)})).await.refused(422);
    assert_eq!(moved.pointers(), ["/to_meeting_id"]);
    // Unlinked, each is free again.
    patch(&opcc, &on, &json!({"continues": null})).await.expect(200);
    patch(&opcc, &chain[2], &json!({"to_meeting_id": id_of(&april)})).await.expect(200);
    let nothing = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
    assert_eq!(patch(&opcc, &on, &json!({"continues": nothing})).await.refused(422).pointers(), ["/continues"]);
}

async fn two_halves_of_a_circle_at_once(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let place = format!("/v1/meetings/{}/matters", stage.meeting);
    for _ in 0..8 {
        let matter = json!({"title": "a", "from_text": "Earlier", "to_meeting_id": stage.meeting});
        let (one, other) = (opcc.create(&place, &matter).await, opcc.create(&place, &matter).await);
        let halves = [(one.clone(), other.clone()), (other.clone(), one.clone())].map(|(matter, earlier)| {
            let client = app.opcc();
            actix_web::rt::spawn(
                async move { client.patch(&matter, "\"1\"", &json!({"continues": id_of(&earlier)})).await.status },
            )
        });
        let mut statuses = Vec::new();
        for half in halves {
            statuses.push(half.await.expect("a reply"));
        }
        statuses.sort_unstable();
        assert!(statuses == [200, 422] || statuses == [200, 409], "{statuses:?}");
    }
}

async fn links_of_a_matter(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let january = format!("/v1/meetings/{}", stage.meeting);
    let (draft, put) = (app.question_in(&stage, "draft").await, app.question_in(&stage, "put").await);
    let action = app.action_in(&stage, "open").await;
    let outside = app.client("outsider").create("/v1/topics", &json!({"title": "Roads"})).await;
    for (member, value) in [
        ("question_id", id_of(&draft)),
        ("topic_id", id_of(&outside)),
        ("action_id", id_of(&put)),
        ("to_agenda_item_id", id_of(&put)),
    ] {
        let body = json!({"title": "a", "from_text": "August 2018", "to_meeting_id": stage.meeting, member: value});
        let refused = opcc.post(&format!("{january}/matters"), &body).await.refused(422);
        assert_eq!(refused.pointers(), [format!("/{member}")], "{body}");
    }
    let body = json!({
        "title": "a", "from_text": "August 2018", "to_meeting_id": stage.meeting, "topic_id": stage.topic,
        "question_id": id_of(&put), "action_id": id_of(&action),
    });
    let path = opcc.create(&format!("{january}/matters"), &body).await;
    let seen = app.force().get(&path).await.expect(200);
    assert_eq!((seen.str("/question_id"), seen.str("/action_id")), (id_of(&put), id_of(&action)));
}
