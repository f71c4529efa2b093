//! Other systems are told what happens: signed, tried again, logged, and never anywhere they should not be.

use answerable::webhooks::{deliver, overdue};
use serde_json::{Value, json};

use crate::support::receiver::{Answer, Receiver};
use crate::support::stage::{Stage, despite};
use crate::support::{Client, TestApp, absolute, both};

both!(
    what_happens_is_told,
    a_reply_at_a_meeting_is_told_as_a_response,
    what_is_refused_is_not_told,
    a_failure_is_tried_again_and_can_be_replayed,
    who_is_gone_is_told_no_more,
    who_fails_for_days_is_given_up,
    secrets_are_rotated_with_an_overlap,
    an_action_becomes_overdue_once,
    targets_are_checked,
    two_deliverers_send_a_message_once,
    each_side_has_its_own,
);

const EVENTS: [&str; 5] =
    ["edition.published", "edition.withdrawn", "question.put", "response.submitted", "action.became_overdue"];

/// An application that may call this machine.
async fn local(app: &TestApp) -> TestApp {
    TestApp::start_with(app.engine(), |settings| settings.webhooks_allow_loopback = true).await
}

/// A webhook for `events`: its path and its secret.
async fn subscribe(client: &Client, receiver: &Receiver, events: &[&str]) -> (String, String) {
    let body = json!({"url": receiver.url("/hook?key=opensesame"), "events": events});
    let made = client.post("/v1/webhooks", &body).await.expect(201);
    (made.location(), made.str("/secret").to_owned())
}

async fn deliver(app: &TestApp) -> usize {
    deliver::deliver_due(app.inner()).await.expect("deliveries")
}

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

async fn what_happens_is_told(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    let (hook, secret) = subscribe(&app.force(), &receiver, &EVENTS).await;
    let question = app.question_in(&stage, "answered").await;
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
    assert_eq!((deliver(&app).await, deliver(&app).await), (4, 0));
    let messages: Vec<_> = (0..4).map(|_| receiver.got()).collect();
    let told: Vec<Value> = messages.iter().map(|message| message.json()["type"].clone()).collect();
    assert_eq!(told, ["question.put", "response.submitted", "edition.published", "edition.withdrawn"]);
    for message in &messages {
        assert!(message.is_signed_by(&secret), "{message:?}");
        assert_eq!(
            (message.path.as_str(), message.headers["content-type"].as_str()),
            ("/hook?key=opensesame", "application/json")
        );
        assert_eq!(message.headers["webhook-timestamp"], "1548838800");
        for word in ["backlog", "falling", "names a person", "Digital"] {
            assert!(!message.body.contains(word), "{word:?} is a word of the record: {}", message.body);
        }
    }
    let put = messages[0].json();
    let reference = app.force().get(&question).await.str("/reference").to_owned();
    let want = json!({"id": id(&question), "reference": reference, "links": {"self": absolute(&question)}});
    assert_eq!((&put["data"], &put["timestamp"]), (&want, &json!("2019-01-30T09:00:00Z")));
    let links = json!({"self": absolute(&edition), "public": absolute(&format!("/public{edition}"))});
    assert_eq!(messages[3].json()["data"]["links"], links);
    let log = app.force().all(&format!("{hook}/deliveries")).await;
    assert_eq!(log.len(), 4);
    for delivery in &log {
        assert_eq!(
            (&delivery["status"], &delivery["attempts"], &delivery["response_status"]),
            (&json!("delivered"), &json!(1), &json!(204))
        );
        assert!(delivery["duration_ms"].as_i64().is_some_and(|took| took >= 0));
        let sent = messages.iter().any(|message| message.json() == delivery["payload"]);
        assert!(sent, "{delivery} shows what was not sent");
    }
    // The secret is nowhere but in the one answer; the rest of the URL not in the trail.
    for path in ["/v1/webhooks", hook.as_str(), &format!("{hook}/deliveries"), "/v1/audit"] {
        let text = app.force().get(path).await.expect(200).text;
        assert!(!text.contains("whsec_") && !text.contains(secret.trim_start_matches("whsec_")), "{path}");
        assert!(path != "/v1/audit" || (text.contains("127.0.0.1") && !text.contains("opensesame")), "{text}");
    }
    app.stop().await;
}

async fn a_reply_at_a_meeting_is_told_as_a_response(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    subscribe(&app.force(), &receiver, &["response.submitted"]).await;
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let question = app.question_in(&stage, "put").await;
    let mut exchange = stage.exchange("How sure are you?");
    exchange["question_id"] = json!(id(&question));
    let exchange = app.opcc().create("/v1/exchanges", &exchange).await;
    assert_eq!(deliver(&app).await, 0, "a draft is the office's own");
    app.opcc().act(&exchange, "record", &json!({})).await.expect(200);
    // What answers no question is no response.
    app.exchange_in(&stage, "recorded").await;
    assert_eq!(deliver(&app).await, 1);
    let want =
        json!({"id": id(&exchange), "reference": null, "links": {"self": absolute(&exchange), "question": absolute(&question)}});
    assert_eq!(receiver.got().json()["data"], want);
    app.stop().await;
}

async fn what_is_refused_is_not_told(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    subscribe(&app.opcc(), &receiver, &["question.put"]).await;
    let question = app.question_in(&stage, "draft").await;
    app.opcc().act(&question, "put", &json!({})).await.refused(403);
    app.pcc().act(&question, "put", &json!({"put_on": "2019-03-01"})).await.refused(422);
    assert_eq!(deliver(&app).await, 0);
    // Nor does the neighbour hear, nor who has not asked for it.
    let (outside, other) = (Receiver::start(), Receiver::start());
    subscribe(&app.client("outsider"), &outside, &EVENTS).await;
    subscribe(&app.force(), &other, &["edition.published"]).await;
    app.pcc().act(&question, "put", &json!({})).await.expect(200);
    assert_eq!(deliver(&app).await, 1);
    assert_eq!((receiver.all().len(), outside.all().len(), other.all().len()), (1, 0, 0));
    app.stop().await;
}

async fn a_failure_is_tried_again_and_can_be_replayed(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    let (hook, _) = subscribe(&app.opcc(), &receiver, &["question.put"]).await;
    receiver.answers(Answer::With(302, "location: http://127.0.0.1:1/\r\n", "busy\u{0}\u{1b}".to_owned() + &"x".repeat(100_000)));
    app.question_in(&stage, "put").await;
    assert_eq!((deliver(&app).await, deliver(&app).await), (1, 0));
    let log = format!("{hook}/deliveries");
    let first = app.opcc().all(&log).await.remove(0);
    assert_eq!((&first["status"], &first["attempts"], &first["response_status"]), (&json!("pending"), &json!(1), &json!(302)));
    let excerpt = first["response_excerpt"].as_str().expect("an excerpt");
    assert!(excerpt.starts_with("busy\u{fffd}\u{fffd}x") && excerpt.chars().count() == 1000, "{excerpt}");
    // Again after at most 6 seconds, under the same id; then over more than a day, and no more.
    for (attempt, time) in [
        (2, "2019-01-30T09:00:06Z"),
        (3, "2019-01-30T09:06:06Z"),
        (4, "2019-01-30T09:42:06Z"),
        (5, "2019-01-30T12:06:06Z"),
        (6, "2019-01-30T18:06:06Z"),
        (7, "2019-01-31T06:06:06Z"),
        (8, "2019-01-31T22:54:06Z"),
    ] {
        app.set_time(time);
        assert_eq!(deliver(&app).await, 1, "attempt {attempt}");
        assert_eq!(deliver(&app).await, 0, "attempt {attempt}");
    }
    app.set_time("2019-02-28T09:00:00Z");
    assert_eq!(deliver(&app).await, 0);
    let messages = receiver.all();
    assert!(messages.len() == 8 && messages.iter().all(|message| message.id() == messages[0].id()));
    let failed = app.opcc().get(&format!("{log}?status=failed&event=question.put")).await.expect(200);
    assert_eq!(failed.json["data"][0]["attempts"], 8);
    let place = format!("{log}/{}", failed.str("/data/0/id"));
    app.force().post(&format!("{place}/replay"), &json!({})).await.refused(404);
    app.client("reader").post(&format!("{place}/replay"), &json!({})).await.refused(403);
    app.opcc().act(&hook, "disable", &json!({"reason": "It is being mended."})).await.expect(200);
    app.opcc().post(&format!("{place}/replay"), &json!({})).await.refused(409);
    app.opcc().act(&hook, "enable", &json!({})).await.expect(200);
    receiver.answers(Answer::With(200, "", String::new()));
    let again = app.opcc().post(&format!("{place}/replay"), &json!({})).await.expect(201);
    assert_eq!(again.str("/replay_of"), failed.str("/data/0/id"));
    assert_eq!((deliver(&app).await, receiver.got().id()), (1, messages[0].id()));
    assert_eq!(app.opcc().get(&again.location()).await.str("/status"), "delivered");
    // The log is kept for 90 days.
    app.set_time("2019-05-28T09:00:00Z");
    assert_eq!(deliver::sweep(app.inner()).await.expect("a sweep"), 1);
    app.set_time("2019-05-30T09:00:01Z");
    assert_eq!(deliver::sweep(app.inner()).await.expect("a sweep"), 1);
    app.stop().await;
}

async fn who_is_gone_is_told_no_more(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    let (hook, _) = subscribe(&app.opcc(), &receiver, &["question.put"]).await;
    receiver.answers(Answer::With(410, "", "gone".to_owned()));
    app.question_in(&stage, "put").await;
    deliver(&app).await;
    let gone = app.opcc().get(&hook).await.expect(200);
    assert_eq!((gone.str("/status"), gone.str("/status_reason")), ("disabled", "the receiver responded with 410 Gone"));
    let trail = app.opcc().get(&format!("/v1/audit?resource_id={}&act=disable", id(&hook))).await;
    assert_eq!(trail.str("/data/0/actor_name"), "the service");
    app.question_in(&stage, "put").await;
    app.opcc().act(&hook, "test", &json!({})).await.refused(409);
    app.opcc().act(&hook, "enable", &json!({})).await.expect(200);
    assert_eq!(deliver(&app).await, 0, "what happened meanwhile is not told");
    receiver.answers(Answer::With(200, "", String::new()));
    let test = app.opcc().act(&hook, "test", &json!({})).await.expect(201);
    assert_eq!(test.str("/event"), "webhook.test");
    deliver(&app).await;
    receiver.got();
    assert_eq!(receiver.got().json()["type"], "webhook.test");
    // Disabled by hand: what waits has failed.
    app.question_in(&stage, "put").await;
    app.opcc().act(&hook, "disable", &json!({"reason": "The system is being replaced."})).await.expect(200);
    assert_eq!(deliver(&app).await, 0);
    assert_eq!(app.opcc().get(&format!("{hook}/deliveries?status=failed&count=exact")).await.json["page"]["total"], 2);
    let etag = app.opcc().get(&hook).await.etag();
    app.opcc().delete(&hook, &etag).await.expect(204);
    app.opcc().get(&format!("{hook}/deliveries")).await.refused(404);
    app.stop().await;
}

async fn who_fails_for_days_is_given_up(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    let (hook, _) = subscribe(&app.opcc(), &receiver, &["question.put"]).await;
    receiver.answers(Answer::With(500, "", String::new()));
    for (time, status) in [
        ("2019-01-30T10:00:00Z", "enabled"),
        ("2019-02-02T10:00:00Z", "enabled"),
        ("2019-02-04T09:59:59Z", "enabled"),
        ("2019-02-04T10:00:10Z", "disabled"),
    ] {
        app.set_time(time);
        app.question_in(&stage, "put").await;
        deliver(&app).await;
        assert_eq!(app.opcc().get(&hook).await.str("/status"), status, "{time}");
    }
    app.stop().await;
}

async fn secrets_are_rotated_with_an_overlap(app: TestApp) {
    let app = local(&app).await;
    let receiver = Receiver::start();
    let (hook, old) = subscribe(&app.opcc(), &receiver, &["question.put"]).await;
    let new = app.opcc().act(&hook, "rotate-secret", &json!({})).await.expect(200).str("/secret").to_owned();
    assert_ne!(old, new);
    for (time, by_old) in [("2019-01-31T08:59:59Z", true), ("2019-01-31T09:00:00Z", false)] {
        app.set_time(time);
        app.opcc().act(&hook, "test", &json!({})).await.expect(201);
        deliver(&app).await;
        let message = receiver.got();
        assert_eq!((message.is_signed_by(&new), message.is_signed_by(&old)), (true, by_old), "{time}");
        assert_eq!(message.headers["webhook-signature"].split(' ').count(), 1 + usize::from(by_old));
    }
    let etag = app.opcc().get(&hook).await.etag();
    app.opcc().act_on(&hook, "rotate-secret", "\"1\"", &json!({})).await.refused(412);
    app.client("reader").act_on(&hook, "rotate-secret", &etag, &json!({})).await.refused(403);
    app.stop().await;
}

async fn an_action_becomes_overdue_once(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    let (action, done) = (app.action_in(&stage, "open").await, app.action_in(&stage, "claimed_complete").await);
    let (hook, _) = subscribe(&app.force(), &receiver, &["action.became_overdue"]).await;
    let noticed = async |at: &str| {
        app.set_time(at);
        let noticed = overdue::notice(app.inner()).await.expect("a look");
        deliver(&app).await;
        noticed
    };
    assert_eq!(noticed("2019-02-13T23:59:59Z").await, 0, "due on the 13th");
    assert_eq!(noticed("2019-02-14T00:00:00Z").await, 1);
    assert_eq!(noticed("2019-02-15T00:00:00Z").await, 0);
    let told = receiver.got().json();
    let reference = app.force().get(&action).await.str("/reference").to_owned();
    assert_eq!((&told["data"]["reference"], &told["data"]["links"]["self"]), (&json!(reference), &json!(absolute(&action))));
    // Another date that is missed is another thing to tell.
    let extended = json!({"due_on": "2019-03-01", "reason": "The supplier is late."});
    app.pcc().act(&action, "extend", &extended).await.expect(200);
    assert_eq!(noticed("2019-03-01T12:00:00Z").await, 0);
    assert_eq!(noticed("2019-03-02T12:00:00Z").await, 1);
    // Rejected, the claimed one is late as well.
    app.pcc().act(&done, "reject", &json!({"reason": "There are no dates in it."})).await.expect(200);
    assert_eq!(noticed("2019-03-02T12:01:00Z").await, 1);
    assert_eq!(receiver.all().len(), 2);
    assert_eq!(app.force().get(&format!("{hook}/deliveries?count=exact")).await.json["page"]["total"], 3);
    app.stop().await;
}

async fn targets_are_checked(app: TestApp) {
    let opcc = app.opcc();
    for url in [
        "http://127.0.0.1:9/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://[fd00::1]/",
        "ftp://a.example/",
    ] {
        let refused = opcc.post("/v1/webhooks", &json!({"url": url, "events": ["question.put"]})).await.refused(422);
        assert_eq!(refused.pointers(), ["/url"], "{url}");
    }
    for (body, pointers) in [
        (json!({"url": "https://hooks.example.org/", "events": []}), vec!["/events"]),
        (json!({"url": "https://hooks.example.org/", "events": ["question.put", "question.put"]}), vec!["/events/1"]),
        (json!({"url": "https://hooks.example.org/", "events": ["question.asked"]}), vec!["/events/0"]),
        (json!({"url": "", "events": ["question.put"]}), vec!["/url"]),
        (json!({"url": format!("https://a.example/{}", "x".repeat(2000)), "events": ["question.put"]}), vec!["/url"]),
        (json!({"url": "https://hooks.example.org/", "events": ["question.put"], "secret": "mine"}), vec!["/secret"]),
    ] {
        assert_eq!(opcc.post("/v1/webhooks", &body).await.refused(422).pointers(), pointers, "{body}");
    }
    let hook = opcc.create("/v1/webhooks", &json!({"url": "https://hooks.example.org/", "events": ["question.put"]})).await;
    let etag = opcc.get(&hook).await.etag();
    opcc.patch(&hook, &etag, &json!({"url": "https://192.168.0.1/"})).await.refused(422);
    // A name that leads here is found out when it is called: no name of the outside has to be known for that.
    let here = "https://localhost:9443/hook?key=opensesame";
    let write = move |conn: &mut answerable::foundation::db::AnyConnection| {
        use diesel::prelude::*;
        let all = diesel::update(answerable::foundation::schema::webhooks::table);
        Ok(all.set(answerable::foundation::schema::webhooks::url.eq(here)).execute(conn)?)
    };
    app.inner().db.write(write).await.expect("a row");
    opcc.act(&hook, "test", &json!({})).await.expect(201);
    deliver(&app).await;
    let log = opcc.all(&format!("{hook}/deliveries")).await;
    let error = log[0]["error"].as_str().expect("an error");
    assert!(error.contains("is this machine") && !error.contains("opensesame"), "{error}");
}

async fn two_deliverers_send_a_message_once(app: TestApp) {
    let app = local(&app).await;
    let (stage, receiver) = (Stage::set(&app).await, Receiver::start());
    subscribe(&app.opcc(), &receiver, &["question.put"]).await;
    for _ in 0..4 {
        app.question_in(&stage, "put").await;
    }
    let inner = app.inner();
    let rounds = futures_util::future::join_all((0..4).map(|_| deliver::deliver_due(inner))).await;
    let attempts: usize = rounds.into_iter().map(|round| round.expect("deliveries")).sum();
    let messages = receiver.all();
    let ids: std::collections::BTreeSet<_> = messages.iter().map(|message| message.id().to_owned()).collect();
    assert_eq!((attempts, messages.len(), ids.len()), (4, 4, 4));
    app.stop().await;
}

async fn each_side_has_its_own(app: TestApp) {
    let body = |host: &str| json!({"url": format!("https://{host}.example.org/"), "events": ["question.put"]});
    let office = app.opcc().create("/v1/webhooks", &body("office")).await;
    let force = app.force().create("/v1/webhooks", &body("force")).await;
    app.client("reader").post("/v1/webhooks", &body("reader")).await.refused(403);
    for (who, mine, others) in [("pcc", &office, &force), ("force", &force, &office)] {
        let client = app.client(who);
        assert_eq!(client.all("/v1/webhooks").await.len(), 1);
        assert_eq!(client.get(mine).await.expect(200).allowed().len(), 6);
        client.get(others).await.refused(404);
        client.get(&format!("{others}/deliveries")).await.refused(404);
        client.act(others, "test", &json!({})).await.refused(404);
        client.delete(others, "*").await.refused(404);
        let trail = client.get("/v1/audit?resource=webhooks&count=exact").await;
        assert_eq!((&trail.json["page"]["total"], trail.str("/data/0/resource_id")), (&json!(1), id(mine)), "{who}");
    }
    let reader = app.client("reader");
    assert_eq!(reader.get(&office).await.expect(200).allowed(), Vec::<&str>::new());
    // There is a limit to them.
    for number in 2..=50 {
        app.opcc().create("/v1/webhooks", &body(&format!("office{number}"))).await;
    }
    app.opcc().post("/v1/webhooks", &body("one-more")).await.refused(409);
    app.force().create("/v1/webhooks", &body("not-counted")).await;
}
