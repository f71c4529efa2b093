//! What was said about a question at meetings, as the public reads it with the question and in the record of the meeting: the same
//! words, the same names, the same gaps.

use serde_json::{Value, json};

use super::id;
use crate::support::stage::{Stage, despite, meeting};
use crate::support::{TestApp, both};

both!(a_question_carries_what_was_said_about_it);

async fn attended(app: &TestApp, meeting: &str, people: &[(&str, &str, Option<bool>)]) {
    for (name, capacity, publish_name) in people {
        let line = json!({"name": name, "capacity": capacity, "attended": "present", "publish_name": publish_name});
        app.opcc().create(&format!("{meeting}/attendance"), &line).await;
    }
    app.opcc().act(meeting, "hold", &json!({})).await.expect(200);
}

/// What was said about a question at a meeting by a deputy and an analyst; its path.
async fn said(app: &TestApp, meeting: &str, question: &str, reply: &str) -> String {
    let exchange = json!({
        "meeting_id": id(meeting), "question_id": id(question), "challenge": "How sure are you?", "challenged_by": "PCC", "reply": reply,
        "speakers": [{"name": "D. Deputy", "capacity": "DCC"}, {"name": "B. Analyst", "capacity": "Analyst"}],
    });
    let exchange = app.opcc().create("/v1/exchanges", &exchange).await;
    app.opcc().act(&exchange, "record", &json!({})).await.expect(200);
    exchange
}

async fn withhold(app: &TestApp, resource: &str, of: &str, field: &str, span: Option<&str>) {
    let redaction = json!({"resource": resource, "resource_id": of, "field": field, "span": span, "reason": "foia_s40"});
    app.opcc().create("/v1/redactions", &redaction).await;
}

async fn publish(app: &TestApp, kind: &str, subject: &str) {
    let edition = app.opcc().create("/v1/editions", &json!({"kind": kind, "subject_id": subject})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
}

/// Names of the speakers of an exchange.
fn names(exchange: &Value) -> [&Value; 2] {
    [&exchange["speakers"][0]["name"], &exchange["speakers"][1]["name"]]
}

/// Every gap is where the record says that it is.
#[track_caller]
fn gaps_are_told(record: &Value) -> usize {
    let told = record["withheld"].as_array().expect("a list");
    for gap in told {
        let at = record.pointer(gap["pointer"].as_str().expect("a pointer")).expect("a place");
        let text = at.as_str().is_some_and(|text| text.contains("[withheld: foia_s40]"));
        assert_eq!(at.is_null(), gap["whole"] == true, "{gap} in {record:#}");
        assert!(at.is_null() || text, "{gap} in {record:#}");
    }
    told.len()
}

async fn a_question_carries_what_was_said_about_it(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, nobody) = (app.opcc(), app.nobody());
    let earlier = opcc.create("/v1/meetings", &meeting(&stage.body, "The meeting before", "2019-01-29")).await;
    let later = format!("/v1/meetings/{}", stage.meeting);
    attended(&app, &earlier, &[("B. Analyst", "Analyst", None)]).await;
    attended(&app, &later, &[("D. Deputy", "DCC", Some(false)), ("B. Analyst", "Analyst", Some(true))]).await;
    let question = opcc.create("/v1/questions", &stage.question("How many devices wait?")).await;
    app.pcc().act(&question, "put", &json!({"put_on": "2019-01-20"})).await.expect(200);
    let second = said(&app, &later, &question, "Ann Victim told us so.").await;
    let first = said(&app, &earlier, &question, "We shall ask Ann Victim.").await;
    let draft = json!({"meeting_id": stage.meeting, "question_id": id(&question), "challenge": "DRAFTEXCHANGE"});
    opcc.create("/v1/exchanges", &draft).await;
    opcc.act(&question, "judge", &json!({"outcome": "answered", "reason": "Ann Victim was heard."})).await.expect(200);
    let judgement = opcc.all(&format!("{question}/judgements")).await[0]["id"].as_str().expect("an id").to_owned();
    withhold(&app, "exchanges", id(&first), "reply", Some("Ann Victim")).await;
    withhold(&app, "exchanges", id(&second), "reply", Some("Ann Victim")).await;
    withhold(&app, "judgements", &judgement, "reason", None).await;

    let public = format!("/public/v1/questions/{}", id(&question));
    let mut seen = Vec::new();
    for (kind, subject) in [("question", id(&question)), ("meeting_record", stage.meeting.as_str())] {
        publish(&app, kind, subject).await;
        let read = nobody.get(&public).await.expect(200);
        assert!(
            !read.text.contains("Ann Victim") && !read.text.contains("DRAFT") && !read.text.contains("The opcc"),
            "{}",
            read.text
        );
        assert_eq!(read.str("/edition/kind"), kind);
        assert_eq!((read.str("/answer/state"), &read.json["answer"]["judged"]["reason"]), ("answered", &Value::Null));
        let exchanges = &read.json["exchanges"];
        assert_eq!((exchanges[0]["id"].as_str(), exchanges[1]["id"].as_str()), (Some(id(&first)), Some(id(&second))), "as said");
        assert_eq!((&exchanges[0]["said_on"], &exchanges[1]["said_on"]), (&json!("2019-01-29"), &json!("2019-01-30")));
        // Each meeting says by itself whom it names.
        assert_eq!(names(&exchanges[0]), [&json!("D. Deputy"), &Value::Null]);
        assert_eq!(names(&exchanges[1]), [&Value::Null, &json!("B. Analyst")]);
        assert_eq!(exchanges[1]["reply"], "[withheld: foia_s40] told us so.");
        // A passage and a name of each exchange, and the judgement in both of its places.
        assert_eq!(gaps_are_told(&read.json), 6, "{}", read.text);
        let listed = nobody.all("/public/v1/questions").await.remove(0);
        assert_eq!((&listed["exchanges"], gaps_are_told(&listed)), (exchanges, 6));
        seen.push(exchanges.clone());
    }
    assert_eq!(seen[0], seen[1]);
    let whole = nobody.get(&format!("/public/v1/meetings/{}", stage.meeting)).await.expect(200).json;
    assert_eq!(whole["exchanges"], json!([seen[0][1]]), "the record of the meeting has what was said at it, once");
    gaps_are_told(&whole);
}
