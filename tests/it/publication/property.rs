//! Whatever is withheld is in no byte that could leave: previews, documents, withdrawals, and the table of the public log.

use answerable::foundation::schema::publication_log;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::id;
use crate::support::random::for_random;
use crate::support::stage::Stage;
use crate::support::{Engine, TestApp};

/// A field of the meeting's record and, if not all of it is withheld, which of its words.
type Plan = (usize, Option<usize>, bool);

/// The texts of the record; each of its words stands nowhere else.
const FIELDS: usize = 15;
const WORDS: usize = 5;

fn word(field: usize, place: usize) -> String {
    format!("zq{field}x{place}word")
}

fn text(field: usize) -> String {
    (0..WORDS).map(|place| word(field, place)).collect::<Vec<_>>().join(" ")
}

#[test]
fn on_sqlite() {
    for_random_redactions(Engine::Sqlite);
}

#[test]
fn on_postgres() {
    for_random_redactions(Engine::Postgres);
}

fn for_random_redactions(engine: Engine) {
    let one = (0..FIELDS, proptest::option::of(0..WORDS), any::<bool>());
    let plans = proptest::collection::vec(one, 1..8);
    for_random(engine, 4, &plans, nothing_withheld_leaves);
}

/// A record with a text in each of the fields: resource, id and field.
async fn make(app: &TestApp, stage: &Stage) -> Vec<(&'static str, String, &'static str)> {
    let opcc = app.opcc();
    let at = format!("/v1/meetings/{}", stage.meeting);
    let item = opcc.create(&format!("{at}/agenda-items"), &json!({"kind": "other", "title": text(0), "note": text(1)})).await;
    opcc.act(&at, "hold", &json!({})).await.expect(200);
    let (priority, topic) = links(app, stage).await;
    let mut question = stage.question(&text(2));
    question["context"] = json!(text(3));
    question["priority_ids"] = json!([stage.priority, id(&priority)]);
    question["topic_id"] = json!(id(&topic));
    let question = opcc.create("/v1/questions", &question).await;
    app.pcc().act(&question, "put", &json!({})).await.expect(200);
    let answer = json!({"text": text(4), "points": ["plain", text(5)], "mode": "oral"});
    let answer = app.force().create(&format!("{question}/responses"), &answer).await;
    app.force().act(&answer, "submit", &json!({})).await.expect(200);
    let said = json!({"meeting_id": stage.meeting, "topic_id": id(&topic), "challenge": text(6), "reply": text(7)});
    let exchange = opcc.create("/v1/exchanges", &said).await;
    opcc.act(&exchange, "record", &json!({})).await.expect(200);
    let follows = json!({
        "text": text(10), "condition": text(11), "meeting_id": stage.meeting, "owner": "CC", "owner_side": "force",
        "due_on": "2019-02-13", "priority_ids": [id(&priority)],
    });
    let action = opcc.create("/v1/actions", &follows).await;
    let found = json!({
        "text": text(12), "meeting_id": stage.meeting, "question_id": id(&question), "priority_ids": [id(&priority)],
        "topic_id": id(&topic),
    });
    let finding = opcc.create("/v1/findings", &found).await;
    app.move_finding(&finding, "confirmed").await;
    let decided = json!({
        "text": text(13), "reasons": text(14), "meeting_id": stage.meeting, "made_by": {"name": "J. Principal", "capacity": "PCC"},
    });
    let decision = opcc.create("/v1/decisions", &decided).await;
    app.pcc().act(&decision, "take", &json!({})).await.expect(200);
    let said = json!({"text": "We may look again.", "meeting_id": stage.meeting, "how": "virtual", "topic_id": id(&topic)});
    opcc.create("/v1/follow-ups", &said).await;
    vec![
        ("agenda_items", id(&item).to_owned(), "title"),
        ("agenda_items", id(&item).to_owned(), "note"),
        ("questions", id(&question).to_owned(), "text"),
        ("questions", id(&question).to_owned(), "context"),
        ("responses", id(&answer).to_owned(), "text"),
        ("responses", id(&answer).to_owned(), "points/1"),
        ("exchanges", id(&exchange).to_owned(), "challenge"),
        ("exchanges", id(&exchange).to_owned(), "reply"),
        ("priorities", id(&priority).to_owned(), "title"),
        ("topics", id(&topic).to_owned(), "title"),
        ("actions", id(&action).to_owned(), "text"),
        ("actions", id(&action).to_owned(), "conditions/0"),
        ("findings", id(&finding).to_owned(), "text"),
        ("decisions", id(&decision).to_owned(), "text"),
        ("decisions", id(&decision).to_owned(), "reasons"),
    ]
}

/// A priority of a plan in force and a topic, which records are linked to: they stand in those by their titles.
async fn links(app: &TestApp, stage: &Stage) -> (String, String) {
    let plan = json!({"body_id": stage.body, "title": "Another plan", "period_from": "2016-10-25", "period_to": "2021-03-31"});
    let plan = app.opcc().create("/v1/plans", &plan).await;
    let priority = app.opcc().create("/v1/priorities", &json!({"plan_id": id(&plan), "title": text(8)})).await;
    app.pcc().act(&plan, "adopt", &json!({"adopted_on": "2016-10-25"})).await.expect(200);
    let topic = app.opcc().create("/v1/topics", &json!({"title": text(9)})).await;
    (priority, topic)
}

fn holds_none(words: &[String], bytes: &str, about: &str) {
    for word in words {
        assert!(!bytes.contains(word.as_str()), "{about}: {word} in {bytes}");
    }
}

async fn nothing_withheld_leaves(app: TestApp, plans: Vec<Plan>) {
    let stage = Stage::set(&app).await;
    let places = make(&app, &stage).await;
    let mut withheld = Vec::new();
    for (field, span, once) in &plans {
        let (resource, resource_id, member) = &places[*field];
        let span_text = span.map(|place| word(*field, place));
        let occurrence = span.filter(|_| *once).map(|_| 1);
        let body = json!({
            "resource": resource, "resource_id": resource_id, "field": member, "span": span_text, "occurrence": occurrence,
            "reason": "foia_s40",
        });
        app.opcc().create("/v1/redactions", &body).await;
        match span {
            Some(place) => withheld.push(word(*field, *place)),
            None => withheld.extend((0..WORDS).map(|place| word(*field, place))),
        }
    }
    let about = format!("{plans:?}");
    let mut edition = json!({"kind": "meeting_record", "subject_id": stage.meeting});
    for round in 0..2 {
        let path = app.opcc().create("/v1/editions", &edition).await;
        let preview = app.opcc().get(&format!("{path}/preview")).await.expect(200);
        holds_none(&withheld, &preview.text, &about);
        holds_none(&withheld, &app.opcc().get(&path).await.text, &about);
        app.pcc().act(&path, "approve", &json!({"despite_warnings": "They are known."})).await.expect(200);
        app.pcc().act(&path, "publish", &json!({})).await.expect(200);
        holds_none(&withheld, &app.force().get(&format!("{path}/preview")).await.text, &about);
        edition["significance"] = json!("minor");
        edition["change_note"] = json!("Nothing but the date.");
        if round == 1 {
            app.pcc().act(&path, "withdraw", &json!({"explanation": "Too early."})).await.expect(200);
            holds_none(&withheld, &app.force().get(&format!("{path}/preview")).await.text, &about);
        }
    }
    holds_none(&withheld, &app.force().get("/v1/editions").await.text, &about);
    let read = |conn: &mut answerable::foundation::db::AnyConnection| {
        Ok(publication_log::table.select(publication_log::document).load::<String>(conn)?)
    };
    let documents: Vec<String> = app.inner().db.read(read).await.expect("the log");
    assert_eq!(documents.len(), 3);
    // What others make of it: the feed, the tables.
    for path in ["/public/v1/feeds/atom.xml", "/public/v1/export/questions.csv", "/public/v1/export/actions.csv"] {
        holds_none(&withheld, &app.nobody().get(path).await.expect(200).text, &about);
    }
    for document in documents {
        holds_none(&withheld, &document, &about);
        let document: Value = serde_json::from_str(&document).expect("JSON");
        let told = document["withheld"].as_array().map_or(0, Vec::len);
        assert!(document["type"] == "withdrawal" || told > 0, "{about}: the reader is not told");
    }
}
