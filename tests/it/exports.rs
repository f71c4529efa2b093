//! Tables that are taken away: what they say is withheld, how they are sent, and that a broken one is never taken for a whole one.

use serde_json::json;

use crate::public::get;
use crate::support::stage::{Stage, despite};
use crate::support::{TestApp, both};

both!(tables_say_what_is_withheld_and_why);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// The cells of the first row of a table under some names.
fn cells(csv: &[u8], names: &[&str]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv);
    let header = reader.headers().expect("a header").clone();
    let row = reader.records().next().expect("a row").expect("CSV");
    let at = |name: &&str| header.iter().position(|has| has == *name).unwrap_or_else(|| panic!("no {name} in {header:?}"));
    names.iter().map(|name| row[at(name)].to_owned()).collect()
}

async fn tables_say_what_is_withheld_and_why(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "answered").await;
    let point = json!({
        "label": "Ann Victim", "unit": "devices", "value": {"kind": "range", "low": "865", "high": "893"},
        "question_id": id(&question), "said_by": [{"capacity": "CC", "name": null}], "collected": "manual",
    });
    let point = app.opcc().create("/v1/data-points", &point).await;
    app.opcc().act(&point, "submit", &json!({})).await.expect(200);
    let whole = json!({"resource": "data_points", "resource_id": id(&point), "field": "label", "reason": "foia_s40"});
    app.opcc().create("/v1/redactions", &whole).await;
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id(&question)})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    let said = ["withheld", "withheld_reasons"];
    for table in ["data_points", "questions", "editions"] {
        let csv = get(&app, &format!("/public/v1/export/{table}.csv")).await.expect(200);
        assert!(!csv.text.contains("Ann"), "{}", csv.text);
        assert_eq!(cells(&csv.bytes, &said), ["1", "foia_s40"], "{table}: {}", csv.text);
    }
    let csv = get(&app, "/public/v1/export/data_points.csv").await;
    assert_eq!(cells(&csv.bytes, &["label", "unit"]), ["", "devices"]);
    let lines = get(&app, "/public/v1/export/data_points.ndjson").await.expect(200);
    let row: serde_json::Value = serde_json::from_str(&lines.text).expect("a line");
    assert_eq!((&row["label"], &row["withheld"][0]["pointer"]), (&json!(null), &json!("/label")), "{row}");
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
    let csv = get(&app, "/public/v1/export/editions.csv").await.expect(200);
    assert_eq!(cells(&csv.bytes, &said), ["0", ""], "{}", csv.text);
}
