//! The calendar of staff: what is due, for each side what it may see, and the secrets that calendar programs read it with.

use reqwest::Method;
use serde_json::json;

use crate::support::stage::{Stage, despite};
use crate::support::{Client, Reply, TestApp, both, path_of};

both!(
    the_calendar_shows_what_the_lists_show,
    a_report_waits_for_comments_and_a_response,
    a_secret_opens_the_calendar_and_nothing_else,
    secrets_are_their_owners,
    a_secret_is_shown_once,
);

const CALENDAR: &str = "/v1/calendar.ics";

async fn token(client: &Client) -> Reply {
    client.post("/v1/calendar-tokens", &json!({"label": "Outlook on my laptop"})).await.expect(201)
}

async fn the_calendar_shows_what_the_lists_show(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.question_in(&stage, "put").await;
    app.opcc().create("/v1/questions", &stage.question("Quetzalcoatl in a draft")).await;
    app.action_in(&stage, "open").await;
    app.action_in(&stage, "accepted").await;
    app.meeting_in(&stage, "cancelled").await;
    for who in ["pcc", "opcc", "force", "reader"] {
        let calendar = app.client(who).get(CALENDAR).await.expect(200);
        assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8; method=PUBLISH");
        assert_eq!(calendar.header("cache-control"), "private, no-store");
        let text = calendar.text.replace("\r\n ", "");
        assert!(!text.contains("Quetzalcoatl"), "{text}");
        // Each event leads to its record.
        let urls: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("URL:")).collect();
        assert_eq!(urls.len(), text.matches("BEGIN:VEVENT").count(), "{text}");
        for url in urls {
            app.client(who).get(path_of(url)).await.expect(200);
        }
        for (what, times) in [
            ("SUMMARY:Answer due: WM-2019-Q001", 1),
            ("SUMMARY:Action due: ", 1),
            ("DTSTART;VALUE=DATE:20190213", 2),
            ("SUMMARY:Monthly assurance meeting", 1),
            ("DTSTART:20190130T100000Z", 2),
            ("STATUS:CANCELLED", 1),
        ] {
            assert_eq!(text.matches(what).count(), times, "{who}: {what} in {text}");
        }
    }
    // Another area has a calendar of its own.
    let elsewhere = app.client("outsider").get(CALENDAR).await.expect(200).text;
    assert!(!elsewhere.contains("VEVENT"), "{elsewhere}");
    app.nobody().get(CALENDAR).await.refused(401);
    app.opcc().get(&format!("{CALENDAR}?area=west-mercia")).await.refused(400);
}

async fn a_report_waits_for_comments_and_a_response(app: TestApp) {
    let report = json!({"source": "inspectorate", "title": "Effectiveness", "published_by": "HMICFRS", "published_on": "2019-01-20",
        "comments_due_on": "2019-02-20", "url": "https://www.justiceinspectorates.gov.uk/report"});
    let mut sets = Vec::new();
    for _ in 0..2 {
        let set = app.opcc().create("/v1/recommendation-sets", &report).await;
        app.opcc().act(&set, "record", &json!({})).await.expect(200);
        sets.push(set);
    }
    let due = async || {
        let mut counts = Vec::new();
        for who in ["opcc", "force"] {
            let text = app.client(who).get(CALENDAR).await.expect(200).text;
            counts.push((text.matches("SUMMARY:Response due").count(), text.matches("SUMMARY:Comments of the").count()));
        }
        counts
    };
    assert_eq!(due().await, [(2, 2), (2, 2)]);
    app.force().act(&sets[0], "comment", &json!({"text": "We accept it."})).await.expect(200);
    assert_eq!(due().await, [(2, 1), (2, 1)]);
    let words = json!({"text": "We have asked for a plan."});
    let response = app.opcc().create(&format!("{}/responses", sets[1]), &words).await;
    let sent = json!({"sent_to": [{"to": "secretary_of_state", "name": "The Secretary of State", "sent_on": "2019-01-30"}]});
    app.opcc().act(&response, "note-sent", &sent).await.expect(200);
    assert_eq!(due().await, [(2, 1), (2, 1)], "a draft answers nothing");
    app.pcc().act(&response, "complete", &json!({})).await.expect(200);
    assert_eq!(due().await, [(2, 0), (2, 0)], "nobody can read it yet");
    let id = sets[1].rsplit_once('/').expect("a path").1;
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "recommendation_response", "subject_id": id})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    assert_eq!(due().await, [(2, 0), (2, 0)]);
    app.pcc().act(&edition, "publish", &json!({})).await.expect(200);
    assert_eq!(due().await, [(1, 0), (1, 0)]);
}

async fn a_secret_opens_the_calendar_and_nothing_else(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.question_in(&stage, "put").await;
    let made = token(&app.force()).await;
    let (secret, url) = (made.str("/secret").to_owned(), path_of(made.str("/url")).to_owned());
    assert_eq!(url, format!("{CALENDAR}?token={secret}"));
    let nobody = app.nobody();
    let calendar = nobody.get(&url).await.expect(200);
    assert_eq!(calendar.text, app.force().get(CALENDAR).await.text);
    assert_eq!((calendar.header("cache-control"), calendar.header("referrer-policy")), ("private, no-store", "no-referrer"));
    assert!(!calendar.text.contains(&secret) && !format!("{:?}", calendar.headers).contains(&secret));
    for path in ["/v1/questions", "/v1/me", "/v1/calendar-tokens"] {
        nobody.get(&format!("{path}?token={secret}")).await.refused(401);
        nobody.with_token(&secret).get(path).await.refused(401);
    }
    nobody.with_token(&secret).get(CALENDAR).await.refused(401);
    for bad in ["", "x", &format!("{secret}x")] {
        let refused = nobody.get(&format!("{CALENDAR}?token={bad}")).await.refused(401);
        assert!(bad.is_empty() || bad == "x" || !refused.text.contains(bad));
    }
    app.opcc().get(&format!("{CALENDAR}?token=x")).await.expect(200);
    let write = nobody.request(Method::POST, &url).json(&json!({}));
    assert!([401, 404, 405].contains(&nobody.send_unchecked(write).await.status));
    // Revoked, it opens nothing more; neither does that of a user who is no longer active.
    app.force().act(&made.location(), "revoke", &json!({})).await.expect(200);
    nobody.get(&url).await.refused(401);
    app.force().act(&made.location(), "revoke", &json!({})).await.refused(409);
    let of_staff = token(&app.opcc()).await;
    nobody.get(path_of(of_staff.str("/url"))).await.expect(200);
    let person = format!("/v1/users/{}", app.person("opcc").id);
    app.pcc().act(&person, "deactivate", &json!({"reason": "Left."})).await.expect(200);
    nobody.get(path_of(of_staff.str("/url"))).await.refused(401);
}

async fn secrets_are_their_owners(app: TestApp) {
    let made = token(&app.opcc()).await.location();
    for other in ["pcc", "force", "outsider"] {
        let other = app.client(other);
        other.get(&made).await.refused(404);
        other.act(&made, "revoke", &json!({})).await.refused(404);
        assert_eq!(other.get("/v1/calendar-tokens?count=exact").await.json["page"]["total"], 0);
    }
    let listed = app.opcc().get("/v1/calendar-tokens?count=exact").await.expect(200);
    assert_eq!((listed.ids().len(), &listed.json["page"]["total"]), (1, &json!(1)));
    assert_eq!(listed.json["data"][0].get("secret"), None);
    app.client("reader").post("/v1/calendar-tokens", &json!({"label": "A"})).await.refused(403);
    let bad = app.opcc().post("/v1/calendar-tokens", &json!({"label": " "})).await.refused(422);
    assert_eq!(bad.pointers(), ["/label"]);
    // What the program is called stands in nobody's trail.
    let trail = app.pcc().get("/v1/audit?resource=calendar_tokens").await.expect(200);
    assert!(
        trail.json["data"].as_array().is_some_and(|rows| rows.len() == 1) && !trail.text.contains("Outlook"),
        "{}",
        trail.text
    );
    for _ in 1..20 {
        token(&app.opcc()).await;
    }
    app.opcc().post("/v1/calendar-tokens", &json!({"label": "One too many"})).await.refused(409);
}

async fn a_secret_is_shown_once(app: TestApp) {
    let opcc = app.opcc();
    let ask = || {
        let request = opcc.request(Method::POST, "/v1/calendar-tokens").header("idempotency-key", "once");
        opcc.send(request.json(&json!({"label": "A program"})))
    };
    let first = ask().await.expect(201);
    let again = ask().await.expect(201);
    assert_eq!((first.id(), first.location(), first.etag()), (again.id(), again.location(), again.etag()));
    assert!(first.str("/secret").len() > 40 && again.json.get("secret").is_none() && again.json.get("url").is_none());
    let read = app.opcc().get(&first.location()).await.expect(200);
    assert!(!read.text.contains(first.str("/secret")) && read.json.get("secret").is_none());
}
