//! What a search finds, and how much it may ask for: in the public record and in the working record.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::public::projection;
use diesel::prelude::*;
use reqwest::Method;
use serde_json::{Value, json};

use crate::commands::{answerable as command, text};
use crate::public::{fresh, get, publish};
use crate::support::contract::operations;
use crate::support::stage::Stage;
use crate::support::{Client, Reply, TestApp, both};

both!(
    codes_are_not_words,
    every_form_of_a_word_is_found,
    the_working_record_is_searched_alike,
    a_search_has_bounds,
    what_older_rules_made_is_made_anew,
);

async fn asked(client: &Client, path: &str, q: &str) -> Reply {
    client.send(client.request(Method::GET, path).query(&[("q", q)])).await
}

async fn found(client: &Client, path: &str, q: &str) -> Vec<String> {
    asked(client, path, q).await.expect(200).ids()
}

/// A meeting, a question, an action, a plan with a priority and a report, each with every code that it can have.
async fn everything(app: &TestApp) -> Vec<String> {
    let ids: Vec<String> = (0..8).map(|_| fresh(app)).collect();
    let [meeting, question, action, plan, priority, set, other, topic] = ids.as_slice() else { panic!("eight ids") };
    let asked = json!({"id": question, "reference": "WM-2019-Q001", "form": "challenge", "text": "Zebra crossings?", "status": "answered",
        "outcome": "part_answered", "put_on": "2019-01-30", "meeting_id": meeting, "topic": {"id": topic, "title": "Calls"},
        "answer": {"state": "part_answered", "since": "2019-01-30", "judged": null}, "heads": ["value_for_money"],
        "responses": [{"id": other, "text": "Painted. [withheld: foia_s40] [withheld: junior_staff]", "points": ["White", "Black"],
            "attribution": "unattributed", "mode": "oral", "status": "submitted"}],
        "data_points": [{"id": other, "label": "Share", "unit": "of roads", "collected": "manual",
            "value": {"kind": "change", "by": "12.5", "unit": "percentage_points", "basis": "last year"}}]});
    let act = json!({"id": action, "text": "Paint them.", "status": "claimed_complete", "outcome_check": "refuted",
        "owners": [{"capacity": "DCC", "name": null, "side": "force"}], "meeting_id": meeting});
    let record = json!({"meeting": {"id": meeting, "kind": "governance_board", "title": "On crossings", "held_on": "2019-01-30",
            "status": "agreed", "attendance": [{"id": other, "name": "A. Constable", "capacity": "CC", "attended": "apologies"}]},
        "matters": [{"id": other, "title": "Victims", "direction": "brought_forward", "from_meeting": {"id": other}}],
        "papers": [{"id": other, "title": "Roads", "kind": "report", "url": "https://www.example.org/paper_one.pdf"}],
        "questions": [asked], "actions": [act]});
    publish(app, "meeting_record", meeting, record).await;
    let record = json!({"plan": {"id": plan, "title": "A safer county", "body": {"kind": "pcc", "name": "PCC"}},
        "priorities": [{"id": priority, "title": "Roads first"}]});
    publish(app, "plan", plan, record).await;
    let record = json!({"set": {"id": set, "title": "Crossings", "source": "peer_review", "published_by": "The inspectorate"},
        "recommendations": [{"id": other, "text": "Paint", "status": "not_accepted", "addressed_to": "both",
            "force_answer": {"kind": "action_taken", "text": "We do.", "given_by": {"name": null, "capacity": "CC", "side": "force"}, "actions": [{"id": action}]}}]});
    publish(app, "recommendation_response", set, record).await;
    ids
}

/// The values of all enumerations, and the names of all members, of the description and of published documents.
fn codes() -> Vec<String> {
    fn gather(value: &Value, codes: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                let values = members.get("enum").and_then(Value::as_array).into_iter().flatten();
                codes.extend(values.filter_map(|value| value.as_str().map(str::to_owned)));
                if let Some(properties) = members.get("properties").and_then(Value::as_object) {
                    codes.extend(properties.keys().cloned());
                }
                members.values().for_each(|value| gather(value, codes));
            }
            Value::Array(values) => values.iter().for_each(|value| gather(value, codes)),
            _ => {}
        }
    }
    let document: Value = serde_json::from_str(answerable::service::openapi::json()).expect("JSON");
    let mut codes = Vec::new();
    gather(&document["components"]["schemas"], &mut codes);
    codes.retain(|code| code.contains('_'));
    codes.sort();
    codes.dedup();
    codes
}

/// The words that records are found by.
fn kept(conn: &mut AnyConnection) -> Result<Vec<String>, ApiError> {
    use answerable::foundation::schema::public_items;
    Ok(public_items::table.select(public_items::words).load(conn)?)
}

async fn codes_are_not_words(app: TestApp) {
    let ids = everything(&app).await;
    let nobody = app.nobody();
    let kept = app.inner().db.read(kept).await.expect("the words").join("\n");
    let codes = codes();
    assert!(codes.len() > 100 && codes.contains(&"brought_forward".to_owned()), "{}", codes.len());
    for code in &codes {
        assert!(!kept.contains(code.as_str()), "{code} is a word of {kept}");
    }
    for word in [
        "_",
        "unattributed",
        "brought_forward",
        "foia_s40",
        "junior",
        "withheld",
        "oral",
        "manual",
        "apologies",
        "https",
        "paper_one",
        "challenge",
        "2019-01-30",
        "west-mercia",
        "/text",
        "null",
        "\"",
        "[",
        "edition",
        "licence",
        "governance",
        &ids[0],
        &ids[6],
    ] {
        assert_eq!(found(&nobody, "/public/v1/search", word).await, Vec::<String>::new(), "{word}");
        for list in ["meetings", "questions", "actions", "plans", "priorities", "recommendations"] {
            assert_eq!(found(&nobody, &format!("/public/v1/{list}"), word).await, Vec::<String>::new(), "{list} {word}");
        }
    }
    let [meeting, question, action, plan, priority, set, ..] = ids.as_slice() else { panic!("eight ids") };
    for (words, id) in [
        ("crossings constable", meeting),
        ("victims roads", meeting),
        ("zebra painted", question),
        ("wm-2019-q001", question),
        ("white black 12.5 last", question),
        ("share of roads calls", question),
        ("paint dcc", action),
        ("safer pcc", plan),
        ("first", priority),
        ("inspectorate paint we", set),
    ] {
        assert_eq!(found(&nobody, "/public/v1/search", words).await, std::slice::from_ref(id), "{words}");
        assert_eq!(found(&nobody, "/public/v1/search", &format!("{words} zzz")).await, Vec::<String>::new(), "{words}");
    }
}

/// A text, and forms of words in it.
const TEXT: &str = "Café No 5: ﬁnance of the Straße, 12 ㎡, ΟΔΟΣ and Ａ１";
const FORMS: [&str; 12] =
    ["café", "cafe\u{301}", "CAFÉ", "CAFE\u{301}", "finance", "FINANCE", "ﬁnance", "straße", "m2", "οδος", "ΟΔΟΣ", "a1"];
const OTHERS: [&str; 4] = ["cafe", "strasse", "finanсe", "a2"];

async fn every_form_of_a_word_is_found(app: TestApp) {
    let id = fresh(&app);
    publish(&app, "question", &id, json!({"question": {"id": id, "text": TEXT}})).await;
    for path in ["/public/v1/search", "/public/v1/questions"] {
        for word in FORMS {
            assert_eq!(found(&app.nobody(), path, word).await, std::slice::from_ref(&id), "{path} {word}");
        }
        for word in OTHERS {
            assert!(found(&app.nobody(), path, word).await.is_empty(), "{path} {word}");
        }
    }
}

async fn the_working_record_is_searched_alike(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let question = opcc.create("/v1/questions", &json!({"text": TEXT})).await;
    let topic = opcc.create("/v1/topics", &json!({"title": TEXT})).await;
    let mut exchange = stage.exchange("How sure is sure?");
    exchange["points"] = json!([TEXT, "A \"quoted\" word"]);
    let exchange = opcc.create("/v1/exchanges", &exchange).await;
    let silent = opcc.create("/v1/exchanges", &stage.exchange("Nothing was said to this.")).await;
    for path in [&question, &topic, &exchange] {
        let (list, id) = path.rsplit_once('/').expect("a path");
        for word in FORMS {
            assert_eq!(found(&opcc, list, word).await, [id.to_owned()], "{list} {word}");
        }
        for word in OTHERS {
            assert!(found(&opcc, list, word).await.is_empty(), "{list} {word}");
        }
    }
    // Points are a list in the database; what makes it one is no word of it.
    for (word, is_found) in [("[", false), ("]", false), ("\",\"", false), ("\\", false), ("_", false), ("\"quoted\"", true)] {
        assert_eq!(!found(&opcc, "/v1/exchanges", word).await.is_empty(), is_found, "{word}");
    }
    let (_, silent) = silent.rsplit_once('/').expect("a path");
    assert_eq!(found(&opcc, "/v1/exchanges", "nothing").await, [silent.to_owned()]);
}

async fn a_search_has_bounds(app: TestApp) {
    let mut lists = 0;
    for (method, path, operation) in operations() {
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let Some(search) = parameters.iter().find(|one| one["name"] == "q" && one["in"] == "query") else { continue };
        assert_eq!((method.as_str(), &search["schema"]["maxLength"]), ("GET", &json!(200)), "{path}");
        assert!(search["description"].as_str().is_some_and(|about| about.contains("At most 8 words")), "{path}");
        lists += 1;
        let client = if path.starts_with("/public") { app.nobody() } else { app.pcc() };
        let (eight, accents) = ("a b c d e f g h".to_owned(), "e\u{301}".repeat(100));
        for taken in [eight.clone(), format!("  {}  ", eight.replace(' ', "   ")), "é".repeat(200), accents] {
            asked(&client, &path, &taken).await.expect(200);
        }
        for (refused, limit) in [
            (format!("{eight} i"), "8 words"),
            (vec!["a"; 19].join(" "), "8 words"),
            // Spaces of every kind, and letters that are several words.
            (eight.replace(' ', "\u{a0}") + "\u{3000}i", "8 words"),
            ("\u{fdfa} \u{fdfa} \u{fdfa}".to_owned(), "8 words"),
            ("é".repeat(201), "200 characters"),
            (vec!["a"; 200].join(" "), "200 characters"),
        ] {
            let reply = asked(&client, &path, &refused).await.refused(400);
            assert_eq!(reply.pointers(), ["/query/q"], "{path}");
            let detail = reply.str("/errors/0/detail");
            assert!(detail.contains(&format!("at most {limit}")), "{path}: {detail}");
        }
    }
    assert!(lists > 20, "{lists}");
}

/// As a version of other rules left it.
fn as_before(conn: &mut AnyConnection) -> Result<(), ApiError> {
    use answerable::foundation::schema::{public_items, public_rules};
    diesel::update(public_items::table).set(public_items::words.eq("unattributed")).execute(conn)?;
    diesel::update(public_rules::table).set(public_rules::version.eq(0)).execute(conn)?;
    Ok(())
}

async fn what_older_rules_made_is_made_anew(app: TestApp) {
    let id = fresh(&app);
    publish(&app, "question", &id, json!({"question": {"id": id, "text": "Zebra crossings?"}})).await;
    let database = app.inner().db.clone();
    let migrate = || command(&["migrate", "--database-url", &app.database_url()]).output().expect("the binary runs");
    database.write(as_before).await.expect("as before");
    assert_eq!(found(&app.nobody(), "/public/v1/search", "unattributed").await, std::slice::from_ref(&id));
    let output = migrate();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("the public lists were rebuilt for this version, from 1 documents"),
        "{}",
        text(&output.stdout)
    );
    assert_eq!(found(&app.nobody(), "/public/v1/search", "zebra").await, std::slice::from_ref(&id));
    assert!(!text(&migrate().stdout).contains("rebuilt"));
    // Once for each change of the rules, whoever comes first.
    database.write(as_before).await.expect("as before");
    assert_eq!(database.write(projection::keep_up).await.expect("made anew"), Some(1));
    assert_eq!(database.write(projection::keep_up).await.expect("nothing to do"), None);
    assert_eq!(get(&app, "/public/v1/search?q=CROSSINGS").await.expect(200).ids(), [id]);
}
