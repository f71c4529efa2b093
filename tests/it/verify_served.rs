//! `answerable verify` against what is served of the record: words that somebody changes in the database behind the service, and
//! not in the log, are found, and the edition is named that says otherwise.

use serde_json::json;

use crate::public::{fresh, publish, withdraw};
use crate::support::{TestApp, both};
use crate::verify::{answerable, restarted, sql, url};

both!(what_is_served_is_held_against_the_log);

/// The tables that are made of the log.
const TABLES: [&str; 5] = ["public_items", "public_item_priorities", "public_editions", "feed_entries", "feed_entry_terms"];

/// A record with something of every kind, editions that were superseded and withdrawn, and an archived page of the feed.
struct Published {
    plan: String,
    meeting: String,
    log: String,
    report: String,
    /// A question by itself, in its first and its second edition; the second is the newest that the question stands in.
    questions: [String; 2],
    /// Withdrawn; it had taken the place of another.
    withdrawn: String,
    priority: String,
}

async fn published(app: &TestApp) -> Published {
    let (plan, priority, set, action) = (fresh(app), fresh(app), fresh(app), fresh(app));
    let (meeting, question, other) = (fresh(app), fresh(app), fresh(app));
    let under = json!([{"id": priority, "title": "Victims first"}]);
    let body = json!({"plan": {"id": plan, "title": "A safer county", "period_from": "2016-11-01"},
        "priorities": [{"id": priority, "position": 1, "title": "Victims first", "description": null}]});
    let plan = publish(app, "plan", &plan, body).await;
    let alone = |text: &str| json!({"question": {"id": question, "text": text, "priorities": under}, "actions": []});
    let first = publish(app, "question", &question, alone("First")).await;
    let body = json!({
        "meeting": {"id": meeting, "kind": "thematic", "title": "On fraud", "held_on": "2019-03-26", "status": "held"},
        "questions": [{"id": question, "text": "In the record", "priorities": under, "meeting_id": meeting},
            {"id": fresh(app), "text": "Another", "priorities": [], "meeting_id": meeting}],
        "decisions": [{"id": set, "text": "To buy 50% more"}], "actions": [],
    });
    let meeting = publish(app, "meeting_record", &meeting, body).await;
    let log =
        |text: &str| json!({"as_of": "2019-03-27", "actions": [{"id": action, "text": text, "priorities": under, "set": 1.50}]});
    publish(app, "action_log", "west-mercia", log("Count.")).await;
    let log = publish(app, "action_log", "west-mercia", log("Count them.")).await;
    let body = json!({"set": {"id": set, "title": "Data integrity", "published_on": "2018-11-20"},
        "recommendations": [{"id": fresh(app), "text": "Train everybody"}], "response": {"text": "We do."}});
    let report = publish(app, "recommendation_response", &set, body).await;
    app.set_time("2019-04-30T09:00:00.123456Z");
    let second = publish(app, "question", &question, alone("Second")).await;
    let body = |text: &str| json!({"question": {"id": other, "text": text}, "actions": []});
    publish(app, "question", &other, body("Before")).await;
    let withdrawn = publish(app, "question", &other, body("Names a person")).await;
    withdraw(app, &withdrawn).await;
    for number in 0..44 {
        let id = fresh(app);
        publish(app, "question", &id, json!({"question": {"id": id, "text": format!("Number {number}")}, "actions": []})).await;
    }
    Published { plan, meeting, log, report, questions: [first, second], withdrawn, priority }
}

/// What somebody does to what is served, the edition that says otherwise, and what is said of it.
struct Meddling<'a> {
    statements: String,
    edition: &'a str,
    fault: &'a str,
}

fn meddlings(made: &Published) -> Vec<Meddling<'_>> {
    let Published { plan, meeting, log, report, questions: [first, second], withdrawn, priority } = made;
    let items = |member: &str, edition: &str, from: &str, to: &str| {
        format!("UPDATE public_items SET {member} = replace({member}, '{from}', '{to}') WHERE edition_id = '{edition}'")
    };
    let edition = |change: &str, id: &str| format!("UPDATE public_editions SET {change} WHERE id = '{id}'");
    let entry = |change: &str, id: &str| format!("UPDATE feed_entries SET {change} WHERE edition_id = '{id}'");
    let row = |statements: String, edition, fault| Meddling { statements, edition, fault };
    vec![
        row(items("alone", meeting, "50%", "60%"), meeting, "the meeting"),
        row(items("alone", second, "Second", "Forged"), second, "differs from the edition"),
        row(items("listed", second, "Second", "Forged"), second, "at /public/v1/questions differs from the edition"),
        row(items("listed", log, "Count", "Do not count"), log, "/thread differs from the edition"),
        row(items("alone", report, "We do", "We do not"), report, "the recommendation set"),
        row(items("alone", plan, "Victims", "Others"), plan, "the priority"),
        row(
            format!("DELETE FROM public_items WHERE edition_id = '{report}'"),
            report,
            "is in it, but missing from /public/v1/recommendations",
        ),
        row(
            format!("UPDATE public_items SET shown = FALSE WHERE edition_id = '{log}'"),
            log,
            "is not served at /public/v1/actions/",
        ),
        row(
            format!(
                "UPDATE public_items SET resource_id = 'x', listed = '{{\"id\":\"x\",\"edition\":{{\"id\":\"{log}\"}}}}' WHERE edition_id = '{log}'"
            ),
            log,
            "but is in no edition of the log",
        ),
        row(
            format!("DELETE FROM public_item_priorities WHERE priority_id = '{priority}' AND edition_id = '{log}'"),
            log,
            "/thread",
        ),
        row(edition("title = 'Forged'", plan), plan, "has a different title at /public/v1/editions than in the log"),
        row(edition("change_note = 'Forged'", second), second, "a different change_note at"),
        row(edition("explanation = 'Forged'", withdrawn), withdrawn, "a different explanation at"),
        row(edition("explanation = 'Forged', status = 'withdrawn'", report), report, "a different explanation, status at"),
        row(edition("status = 'published', superseded_by = NULL", first), first, "a different status, superseded_by at"),
        row(edition("number = 9, significance = 'minor'", meeting), meeting, "a different number, significance at"),
        row(format!("DELETE FROM public_editions WHERE id = '{meeting}'"), meeting, "but not in the list of editions"),
        row(format!("DELETE FROM public_editions WHERE id = '{meeting}'"), meeting, "but not among the changes"),
        row(
            entry("title = 'Forged'", meeting),
            meeting,
            "its entry in /public/v1/feeds/archive/1/feed.json differs from the edition",
        ),
        row(entry("summary = 'Forged'", second), second, "its entry in /public/v1/feeds/feed.json differs from the edition"),
        row(entry("content = replace(content, 'In', 'Not in')", meeting), meeting, "its entry in"),
        row(entry("explanation = 'Forged'", withdrawn), withdrawn, "its withdrawal in"),
        row(entry("title = 'Names a person'", withdrawn), withdrawn, "still has an entry of it"),
        row(format!("DELETE FROM feed_entries WHERE edition_id = '{log}'"), log, "is in the log, but not in the feed"),
    ]
}

async fn what_is_served_is_held_against_the_log(app: TestApp) {
    let made = published(&app).await;
    let (status, said, faults) = answerable(&["verify", &url(&app)]).await;
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    for checked in ["54 documents checked", "53 listed editions", "52 records match", "54 changes", "54 entries of the feed"] {
        assert!(said.contains(checked), "{checked}: {said}");
    }
    for table in TABLES {
        sql(&app, &format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
    }
    let others = editions(&app).await;
    for Meddling { statements, edition, fault } in meddlings(&made) {
        sql(&app, &statements).await;
        let (address, server) = restarted(&app);
        let (status, said, faults) = answerable(&["verify", &address]).await;
        server.stop(false).await;
        assert_eq!(status, 1, "{statements}: {said}{faults}");
        let named = faults.lines().filter(|line| line.contains(edition) && line.contains("\"As published\" (leaf "));
        // The title of what is withdrawn is gone with it.
        let named = named.chain(faults.lines().filter(|line| edition == made.withdrawn && line.contains(edition)));
        assert!(named.clone().any(|line| line.contains(fault)), "{statements}: {faults}");
        for other in others.iter().filter(|other| *other != edition) {
            assert!(!faults.contains(other.as_str()), "{statements}: {other}: {faults}");
        }
        for table in TABLES {
            sql(&app, &format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table}")).await;
        }
    }
    let (address, server) = restarted(&app);
    let (status, said, faults) = answerable(&["verify", &address]).await;
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    server.stop(false).await;
    for table in TABLES {
        sql(&app, &format!("DROP TABLE kept_{table}")).await;
    }
}

/// The ids of all editions.
async fn editions(app: &TestApp) -> Vec<String> {
    let list = app.nobody().get("/public/v1/editions?limit=200").await.expect(200);
    let ids = list.json["data"].as_array().expect("rows").iter().map(|row| row["id"].as_str().map(str::to_owned));
    ids.map(|id| id.expect("an id")).collect()
}
