//! Numbers that JSON does not carry exactly: refused wherever they come in; the largest that are taken are the same everywhere.

use answerable::foundation::schema::data_points;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::import::import;
use crate::support::stage::{Stage, despite};
use crate::support::{TestApp, both};

both!(
    a_number_beyond_is_refused,
    a_file_with_one_is_refused,
    the_largest_is_the_same_everywhere,
    what_was_kept_before_is_said_in_words
);

const LARGEST: i64 = 9_007_199_254_740_991;

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

fn money(pence: &Value) -> Value {
    json!({"label": "Budget", "value": {"kind": "money", "pence": pence, "currency": "GBP"}})
}

fn fraction(numerator: i64, denominator: i64) -> Value {
    json!({"label": "Part", "value": {"kind": "fraction", "bound": "over", "numerator": numerator, "denominator": denominator}})
}

/// Publishes a question with these figures; the path of the edition.
async fn published(app: &TestApp, stage: &Stage, figures: &[Value]) -> (String, String) {
    let question = app.question_in(stage, "answered").await;
    for figure in figures {
        let mut figure = figure.clone();
        figure["question_id"] = json!(id(&question));
        let point = app.opcc().create("/v1/data-points", &figure).await;
        app.opcc().act(&point, "submit", &json!({})).await.expect(200);
    }
    (publish(app, &question).await, question)
}

async fn publish(app: &TestApp, question: &str) -> String {
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(question)})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    edition
}

async fn a_number_beyond_is_refused(app: TestApp) {
    let stage = Stage::set(&app).await;
    let opcc = app.opcc();
    let beyond = [json!(LARGEST + 1), json!(-LARGEST - 1), json!(LARGEST + 2), json!(i64::MAX), json!(u64::MAX), json!(1e300)];
    for number in &beyond {
        let refused = opcc.post("/v1/data-points", &money(number)).await.refused(422);
        assert_eq!(refused.pointers(), ["/value/pence"], "{number}");
        assert!(refused.text.contains("9007199254740991"), "{}", refused.text);
    }
    for (figure, pointer) in [(fraction(LARGEST + 1, 3), "/value/numerator"), (fraction(1, LARGEST + 1), "/value/denominator")] {
        assert_eq!(opcc.post("/v1/data-points", &figure).await.refused(422).pointers(), [pointer]);
    }
    let half = opcc.post("/v1/data-points", &money(&json!(1.5))).await.refused(422);
    assert!(half.pointers() == ["/value/pence"] && half.text.contains("whole number"), "{}", half.text);
    let draft = opcc.create("/v1/data-points", &money(&json!(5))).await;
    let etag = opcc.get(&draft).await.etag();
    let change = json!({"value": {"kind": "money", "pence": LARGEST + 1, "currency": "GBP"}});
    assert_eq!(opcc.patch(&draft, &etag, &change).await.refused(422).pointers(), ["/value/pence"]);
    // The same for every body with a number in it.
    let report = |count: i64| json!({"source": "audit", "title": "T", "published_by": "P", "counts": [{"count": count}]});
    for count in [LARGEST + 1, 3_000_000_000] {
        let refused = opcc.post("/v1/recommendation-sets", &report(count)).await.refused(422);
        assert_eq!(refused.pointers(), ["/counts/0/count"]);
    }
    let at = format!("/v1/meetings/{}", stage.meeting);
    let etag = opcc.get(&at).await.etag();
    assert_eq!(opcc.patch(&at, &etag, &json!({"venue": 9_007_199_254_740_993_i64})).await.refused(422).pointers(), ["/venue"]);
}

async fn a_file_with_one_is_refused(app: TestApp) {
    app.set_time("2025-05-06T09:00:00Z");
    let file = |pence: i64| {
        json!({
            "format": "answerable-record/1",
            "area": {"slug": "west-mercia", "code": "WM", "name": "West Mercia", "force_name": "West Mercia Police"},
            "body": {"kind": "pcc", "name": "PCC for West Mercia", "valid_from": "2012-11-22"},
            "meetings": [{
                "key": "m", "kind": "public", "title": "Board", "held_on": "2022-11-30", "is_public": true, "status": "held",
                "data_points": [{"label": "Budget", "value": {"kind": "money", "pence": pence, "currency": "GBP"}}],
            }],
        })
        .to_string()
    };
    let fault = import(&app, &file(LARGEST + 2)).await.expect_err("a refusal");
    assert!(fault.contains("/meetings/0/data_points/0/value/pence: ") && fault.contains("9007199254740991"), "{fault}");
    import(&app, &file(LARGEST)).await.expect("an import");
}

async fn the_largest_is_the_same_everywhere(app: TestApp) {
    let stage = Stage::set(&app).await;
    let numbers = [LARGEST, -LARGEST, LARGEST - 1, 0, 154_000_000];
    let figures: Vec<Value> =
        numbers.iter().map(|number| money(&json!(number))).chain([fraction(LARGEST - 1, LARGEST)]).collect();
    let (edition, question) = published(&app, &stage, &figures).await;
    let nobody = app.nobody();
    let document = nobody.get(&format!("/public/v1/editions/{}", id(&edition))).await.expect(200).text;
    let question = nobody.get(&format!("/public/v1/questions/{}", id(&question))).await.expect(200).text;
    let lines = nobody.get("/public/v1/export/data_points.ndjson").await.expect(200).text;
    let table = nobody.get("/public/v1/export/data_points.csv").await.expect(200).bytes;
    for number in numbers {
        for text in [&document, &question, &lines] {
            assert!(
                text.contains(&format!("\"pence\":{number},")) || text.contains(&format!("\"pence\":{number}}}")),
                "{number}: {text}"
            );
        }
    }
    for text in [&document, &question, &lines] {
        let fraction = format!("\"denominator\":{LARGEST}");
        assert!(text.contains(&fraction) && text.contains(&format!("\"numerator\":{}", LARGEST - 1)), "{text}");
    }
    let mut reader = csv::Reader::from_reader(&table[..]);
    let header = reader.headers().expect("a header").clone();
    let place = header.iter().position(|name| name == "pence").expect("pence");
    let mut cells: Vec<String> = reader.records().map(|row| row.expect("CSV")[place].to_owned()).collect();
    let mut want: Vec<String> = numbers.iter().map(ToString::to_string).chain([String::new()]).collect();
    cells.sort();
    want.sort();
    assert_eq!(cells, want);
}

/// Earlier versions took such numbers: they are published in words, and no signature says another number.
async fn what_was_kept_before_is_said_in_words(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (_, question) = published(&app, &stage, &[]).await;
    let mut figure = money(&json!(5));
    figure["question_id"] = json!(id(&question));
    let point = app.opcc().create("/v1/data-points", &figure).await;
    app.opcc().act(&point, "submit", &json!({})).await.expect(200);
    let kept = id(&point).to_owned();
    let change = move |conn: &mut answerable::foundation::db::AnyConnection| {
        let value = r#"{"kind":"money","pence":9007199254740993,"currency":"GBP"}"#;
        diesel::update(data_points::table.filter(data_points::id.eq(&kept))).set(data_points::value.eq(value)).execute(conn)?;
        Ok(())
    };
    app.inner().db.write(change).await.expect("a change");
    let words = json!({"kind": "text", "text": "9007199254740993 pence (GBP)"});
    assert_eq!(app.opcc().get(&point).await.expect(200).json["value"], words);
    let next =
        json!({"kind": "question", "subject_id": id(&question), "significance": "minor", "change_note": "A figure was added."});
    let edition = app.opcc().create("/v1/editions", &next).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    let document = app.nobody().get(&format!("/public/v1/editions/{}", id(&edition))).await.expect(200);
    assert_eq!(document.json["record"]["question"]["data_points"][0]["value"], words, "{}", document.text);
    assert!(!document.text.contains("9007199254740992"), "{}", document.text);
}
