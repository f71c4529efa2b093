//! Tables that are taken away: what they say is withheld, how they are sent, and that a broken one is never taken for a whole one.

use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::Service;
use actix_web::test::{TestRequest, init_service};
use actix_web::web::Bytes;
use answerable::foundation::dates::NEVER;
use answerable::foundation::db::AnyConnection;
use answerable::foundation::digest::sha256_hex;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::public_items;
use answerable::public::feeds::pace::{AHEAD, Pace};
use answerable::public::model::{PublicItem, PublicResource};
use answerable::service::server;
use diesel::prelude::*;
use serde_json::json;

use crate::public::{fresh, get, publish};
use crate::public_pages::{asked_bytes, decoded};
use crate::support::stage::{Stage, despite};
use crate::support::{TestApp, both, contract};

both!(
    tables_say_what_is_withheld_and_why,
    tables_are_encoded_as_they_are_sent,
    a_table_is_read_no_faster_than_it_is_taken,
    a_table_breaks_off_when_something_is_published,
    a_reader_over_the_network_sees_that_it_broke_off,
);

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

/// Questions that are shown, with a text of a length, as if they had been published.
async fn fill(app: &TestApp, count: usize, length: usize) {
    let ids: Vec<String> = (0..count).map(|_| fresh(app)).collect();
    let at = app.inner().clock.now().naive_utc();
    let write = move |conn: &mut AnyConnection| {
        for id in ids {
            let mut alone =
                json!({"id": id, "text": "x".repeat(length), "area": "west-mercia", "withheld": [], "licence": "OGL"});
            alone["edition"] = json!({"kind": "question", "published_at": "2019-01-30T10:00:00Z"});
            contract::fill(&contract::document()["components"]["schemas"]["PublicQuestion"], &mut alone);
            let item = PublicItem {
                edition_id: "none".into(),
                resource: PublicResource::Question,
                resource_id: id,
                area: "west-mercia".into(),
                leaf: 0,
                shown: true,
                title: String::new(),
                reference: None,
                kind: None,
                status: None,
                topic_id: None,
                meeting_id: None,
                question_id: None,
                plan_id: None,
                measure_id: None,
                day: NEVER,
                listed: "{}".into(),
                alone: alone.to_string(),
                words: String::new(),
                updated_at: at,
                own_reference: None,
            };
            diesel::insert_into(public_items::table).values(&item).execute(conn)?;
        }
        Ok::<_, ApiError>(())
    };
    app.inner().db.write(write).await.expect("questions");
}

async fn publish_one(app: &TestApp) {
    let id = fresh(app);
    publish(app, "question", &id, json!({"question": {"id": id, "text": "Why?"}})).await;
}

async fn tables_are_encoded_as_they_are_sent(app: TestApp) {
    publish_one(&app).await;
    fill(&app, 249, 300).await;
    let manifest = get(&app, "/public/v1/export/manifest.json").await.expect(200);
    let files = manifest.json["files"].as_array().expect("files");
    for name in ["questions.csv", "questions.ndjson", "actions.ndjson"] {
        let path = format!("/public/v1/export/{name}");
        let plain = get(&app, &path).await.expect(200);
        let mut tags = vec![plain.etag()];
        for (accepted, encoding) in [("br", "br"), ("gzip", "gzip"), ("zstd;q=0.9, gzip;q=0.1", "zstd")] {
            let sent = asked_bytes(&app, &path, accepted).await.expect(200);
            assert_eq!((sent.header("content-encoding"), sent.header("vary")), (encoding, "Accept-Encoding"), "{path}");
            let back = decoded(encoding, &sent.bytes);
            assert_eq!(back, plain.bytes, "{path} {encoding}");
            let file = files.iter().find(|file| file["name"] == name).expect("in the manifest");
            assert_eq!(file["sha256"], json!(sha256_hex(&back)), "{path} {encoding}");
            assert!(plain.bytes.len() < 1000 || sent.bytes.len() * 4 < plain.bytes.len(), "{path} {encoding}");
            let nobody = app.nobody();
            let request = nobody.request(reqwest::Method::GET, &path).header("accept-encoding", accepted);
            nobody.send_unchecked(request.header("if-none-match", sent.etag())).await.expect(304);
            assert!(!tags.contains(&sent.etag()), "{path} {encoding}");
            tags.push(sent.etag());
        }
    }
}

/// The body of a table, asked of the service without a socket: nothing stands between it and its reader.
async fn body_of(app: &TestApp, path: &str, accepted: &str) -> BoxBody {
    let service = init_service(server::application(app.inner(), &server::description())).await;
    let request = TestRequest::get().uri(path).insert_header(("accept-encoding", accepted)).to_request();
    let response = service.call(request).await.expect("an answer");
    assert_eq!(response.status(), 200);
    response.into_body()
}

/// The next chunk; `None` at the end, and an error where the body breaks off.
async fn next(body: &mut BoxBody) -> Option<Result<Bytes, String>> {
    let chunk = poll_fn(|context| Pin::new(&mut *body).poll_next(context)).await;
    chunk.map(|chunk| chunk.map_err(|error| error.to_string()))
}

/// Waits until so many pages were read, and a while for more: how many there are then.
async fn pages_read(app: &TestApp, wanted: u64) -> u64 {
    for _ in 0..1000 {
        if app.inner().feature::<Pace>().pages() >= wanted {
            break;
        }
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    for _ in 0..20 {
        app.inner().db.read(|_| Ok(())).await.expect("the database");
        actix_web::rt::time::sleep(Duration::from_millis(1)).await;
    }
    app.inner().feature::<Pace>().pages()
}

async fn a_table_is_read_no_faster_than_it_is_taken(app: TestApp) {
    const PAGES: u64 = 9;
    publish_one(&app).await;
    // The last page is not full, so that it is known to be the last.
    fill(&app, 850, 10).await;
    let ahead = u64::try_from(AHEAD).expect("a number") + 1;
    let mut before = 0;
    for accepted in ["identity", "br"] {
        let mut body = body_of(&app, "/public/v1/export/questions.ndjson", accepted).await;
        let mut taken = 0;
        loop {
            let wanted = before + PAGES.min(taken + ahead);
            assert_eq!(pages_read(&app, wanted).await, wanted, "after {taken} chunks of {accepted}");
            match next(&mut body).await {
                Some(chunk) => drop(chunk.expect("a chunk")),
                None => break,
            }
            taken += 1;
        }
        assert_eq!(taken, PAGES, "a chunk for each page");
        before += PAGES;
    }
    // Whoever goes away is read nothing more.
    drop(body_of(&app, "/public/v1/export/questions.ndjson", "identity").await);
    assert!(pages_read(&app, before + ahead).await <= before + ahead);
}

async fn a_table_breaks_off_when_something_is_published(app: TestApp) {
    publish_one(&app).await;
    fill(&app, 850, 10).await;
    for (number, accepted) in ["identity", "gzip", "zstd", "br"].into_iter().enumerate() {
        let mut body = body_of(&app, "/public/v1/export/questions.csv", accepted).await;
        next(&mut body).await.expect("a chunk").expect("bytes");
        publish_one(&app).await;
        let mut taken = 1;
        let broken = loop {
            match next(&mut body).await {
                Some(Ok(_)) => taken += 1,
                Some(Err(error)) => break error,
                None => panic!("{accepted}: it ends as if it were whole, after {taken} chunks"),
            }
        };
        assert!(taken <= AHEAD + 2, "{accepted}: {taken} chunks, {broken}");
        assert!(next(&mut body).await.is_none());
        let whole = get(&app, "/public/v1/export/questions.csv").await.expect(200);
        assert_eq!(whole.text.matches("\r\n").count(), 1 + 851 + number + 1);
    }
}

async fn a_reader_over_the_network_sees_that_it_broke_off(app: TestApp) {
    publish_one(&app).await;
    // More than all buffers between the service and a reader that waits.
    fill(&app, 3000, 8000).await;
    let url = format!("http://{}/public/v1/export/questions.ndjson", app.address());
    let mut response = reqwest::Client::new().get(&url).send().await.expect("an answer");
    assert_eq!(response.status().as_u16(), 200);
    let mut taken = response.chunk().await.expect("bytes").expect("a chunk").len();
    publish_one(&app).await;
    let broken = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => taken += chunk.len(),
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken, "it ends as if it were whole, after {taken} bytes");
    let whole = get(&app, "/public/v1/export/questions.ndjson").await.expect(200);
    assert_eq!(whole.text.lines().count(), 3002);
}
