//! How what everybody reads is sent: tags, encodings, origins, and what is kept in memory and for how long.

use answerable::public::cache::Pages;
use answerable::public::projection;
use reqwest::Method;
use serde_json::{Value, json};

use crate::public::{asked_with, fresh, get, publish, withdraw};
use crate::support::{Reply, TestApp, both};

both!(pages_are_not_sent_twice, encodings_are_negotiated, any_origin_may_read, pages_are_kept_until_something_is_published,);

async fn pages_are_not_sent_twice(app: TestApp) {
    let id = fresh(&app);
    let edition = publish(&app, "question", &id, json!({"question": {"id": id, "text": "Why?"}})).await;
    for path in ["/public/v1/questions".to_owned(), format!("/public/v1/editions/{edition}")] {
        let first = get(&app, &path).await.expect(200);
        let (tag, at) = (first.etag(), first.header("last-modified").to_owned());
        assert_eq!(tag, format!("\"{}\"", answerable::foundation::digest::sha256_hex(&first.bytes)));
        assert_eq!(at, "Wed, 30 Jan 2019 09:00:00 GMT");
        for (name, value) in [
            ("if-none-match", tag.as_str()),
            ("if-none-match", &format!("\"other\", W/{tag}")),
            ("if-none-match", "*"),
            ("if-modified-since", &at),
        ] {
            let again = asked_with(&app, &path, name, value).await.expect(304);
            assert_eq!((again.text.as_str(), again.etag()), ("", tag.clone()));
            assert!(again.header("cache-control").starts_with("public, max-age="));
        }
        asked_with(&app, &path, "if-none-match", "\"other\"").await.expect(200);
        asked_with(&app, &path, "if-modified-since", "Wed, 30 Jan 2019 08:59:59 GMT").await.expect(200);
        asked_with(&app, &path, "if-modified-since", "yesterday").await.expect(200);
        let nobody = app.nobody();
        let head = nobody.send_unchecked(nobody.request(Method::HEAD, &path)).await.expect(200);
        assert_eq!((head.text.as_str(), head.etag()), ("", tag.clone()));
        assert_eq!(head.header("content-length"), first.bytes.len().to_string());
    }
    let list = get(&app, "/public/v1/questions").await.etag();
    publish(&app, "question", &fresh(&app), json!({"question": {"id": fresh(&app), "text": "Another?"}})).await;
    let changed = asked_with(&app, "/public/v1/questions", "if-none-match", &list).await.expect(200);
    assert_eq!(changed.ids().len(), 2);
    // Withdrawn: what was kept is no longer served, whatever the caller has.
    let document = format!("/public/v1/editions/{edition}");
    let tag = get(&app, &document).await.etag();
    withdraw(&app, &edition).await;
    asked_with(&app, &document, "if-none-match", &tag).await.expect(410);
    assert!(!get(&app, &document).await.header("cache-control").contains("immutable"));
}

async fn encodings_are_negotiated(app: TestApp) {
    let id = fresh(&app);
    let text = "What has changed? ".repeat(60);
    let edition = publish(&app, "question", &id, json!({"question": {"id": id, "text": text}})).await;
    for path in ["/public/v1/questions".to_owned(), format!("/public/v1/editions/{edition}")] {
        let plain = get(&app, &path).await.expect(200);
        assert!(plain.headers.get("content-encoding").is_none());
        let mut tags = vec![plain.etag()];
        for (accepted, encoding) in [("gzip", "gzip"), ("br;q=0.9, gzip;q=0.1", "br"), ("zstd, gzip;q=0.5", "zstd")] {
            for _ in 0..2 {
                let encoded = asked_bytes(&app, &path, accepted).await;
                assert_eq!((encoded.header("content-encoding"), encoded.header("vary")), (encoding, "Accept-Encoding"));
                assert_eq!(decoded(encoding, &encoded.bytes), plain.bytes, "{path} {encoding}");
                assert_eq!(encoded.header("content-length"), encoded.bytes.len().to_string());
                if !tags.contains(&encoded.etag()) {
                    tags.push(encoded.etag());
                }
            }
        }
        assert_eq!(tags.len(), 4, "{tags:?}");
        let nothing = asked_bytes(&app, &path, "identity;q=0, deflate").await.expect(200);
        assert_eq!(nothing.bytes, plain.bytes);
        let nobody = app.nobody();
        let request = nobody.request(Method::GET, &path).header("accept-encoding", "br").header("if-none-match", &tags[2]);
        nobody.send_unchecked(request).await.expect(304);
    }
    assert!(app.inner().feature::<Pages>().bytes() > 0);
}

/// A reply whose bytes are encoded, so that they are not read as JSON.
pub async fn asked_bytes(app: &TestApp, path: &str, accepted: &str) -> Reply {
    let url = format!("http://{}{path}", app.address());
    let request = reqwest::Client::new().get(url).header("accept-encoding", accepted);
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.expect("a body").to_vec();
    Reply { request: format!("GET {path}"), status, headers, text: String::new(), bytes, json: Value::Null }
}

pub fn decoded(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match encoding {
        "gzip" => drop(std::io::copy(&mut flate2::read::GzDecoder::new(bytes), &mut out)),
        "br" => drop(std::io::copy(&mut brotli::Decompressor::new(bytes, 4096), &mut out)),
        _ => out = zstd::bulk::decompress(bytes, 1 << 20).expect("zstd"),
    }
    out
}

async fn any_origin_may_read(app: TestApp) {
    let nobody = app.nobody();
    let asked = nobody.request(Method::OPTIONS, "/public/v1/questions").header("origin", "https://anybody.example");
    let asked = asked.header("access-control-request-method", "GET").header("access-control-request-headers", "if-none-match");
    let allowed = nobody.send_unchecked(asked).await.expect(204);
    assert_eq!((allowed.header("access-control-allow-origin"), allowed.text.as_str()), ("*", ""));
    assert_eq!(allowed.header("access-control-allow-methods"), "GET, HEAD, OPTIONS");
    let read = asked_with(&app, "/public/v1/questions", "origin", "https://anybody.example").await.expect(200);
    assert_eq!((read.header("access-control-allow-origin"), read.header("vary")), ("*", "Accept-Encoding"));
    assert!(read.header("access-control-expose-headers").contains("etag"));
    assert!(read.headers.get("access-control-allow-credentials").is_none());
    // The working record is as closed as before.
    let closed = asked_with(&app, "/v1/me", "origin", "https://anybody.example").await;
    assert!(closed.headers.get("access-control-allow-origin").is_none());
}

async fn pages_are_kept_until_something_is_published(app: TestApp) {
    use answerable::publication_log::document::{WithdrawalDocument, canonical};
    use answerable::publication_log::log;
    use answerable::publication_log::log::{About, LeafKind};
    use diesel::prelude::*;
    let id = fresh(&app);
    let edition = publish(&app, "question", &id, json!({"question": {"id": id, "text": "Why?"}})).await;
    let (list, document) = ("/public/v1/questions", format!("/public/v1/editions/{edition}"));
    let kept = get(&app, list).await.expect(200).text;
    get(&app, &document).await.expect(200);
    let emptied = |conn: &mut answerable::foundation::db::AnyConnection| {
        Ok(diesel::delete(answerable::foundation::schema::public_items::table).execute(conn)?)
    };
    assert_eq!(app.inner().db.write(emptied).await.expect("emptied"), 1);
    assert_eq!(get(&app, list).await.expect(200).text, kept);
    assert_eq!(get(&app, &format!("{list}?limit=1")).await.expect(200).ids(), Vec::<String>::new());
    // Another process takes the edition back.
    let other = answerable::foundation::db::Db::start(&app.inner().settings.database).expect("another process");
    let at = app.inner().clock.now();
    let taken_back = move |conn: &mut answerable::foundation::db::AnyConnection| {
        let about = About {
            area: "west-mercia",
            kind: LeafKind::Withdrawal,
            edition_id: &edition,
            edition_kind: "question",
            subject_id: &id,
        };
        let document = canonical(&WithdrawalDocument {
            schema: String::new(),
            document: "withdrawal".into(),
            id: edition.clone(),
            kind: "question".into(),
            area: "west-mercia".into(),
            subject_id: id.clone(),
            number: 1,
            licence: String::new(),
            published_at: at,
            withdrawn_at: at,
            explanation: "It names a person.".into(),
            withdrawn_sha256: String::new(),
        })?;
        let leaf = log::append(conn, &about, document, at.naive_utc())?;
        projection::apply(conn, &leaf)
    };
    other.write(taken_back).await.expect("taken back");
    actix_web::rt::time::sleep(std::time::Duration::from_millis(1100)).await;
    // The first to ask after a second looks; it may be answered with what was kept, the next is not.
    get(&app, &document).await;
    get(&app, &document).await.expect(410);
    assert_eq!(get(&app, list).await.expect(200).ids(), Vec::<String>::new());
    other.close(crate::support::app::PATIENCE).expect("nothing is at work");
}
