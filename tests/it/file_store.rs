//! Files in an S3-compatible store: a small server that speaks as much of S3 as is asked of it, and one that is away.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use actix_web::http::Method;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use answerable::foundation::file_store::FileStore;
use reqwest::StatusCode;

use crate::public_files::{named, published};
use crate::support::database::TestDatabase;
use crate::support::{Engine, TestApp, both};

both!(files_live_in_a_bucket, a_store_that_is_away_is_said_to_be);

/// What the server has: whole objects, and the parts of uploads under way.
#[derive(Default)]
struct Bucket {
    objects: BTreeMap<String, Vec<u8>>,
    uploads: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    /// Whether every request so far was signed.
    unsigned: usize,
    requests: Vec<String>,
}

type Shared = web::Data<Mutex<Bucket>>;

/// PutObject, GetObject, DeleteObject and the four requests of a multipart upload, as the API reference of S3 has them.
async fn s3(request: HttpRequest, bucket: Shared, body: web::Bytes) -> HttpResponse {
    let mut bucket = bucket.lock().expect("the bucket");
    let key = request.path().trim_start_matches("/evidence/").to_owned();
    let query: BTreeMap<String, String> =
        web::Query::from_query(request.query_string()).map(web::Query::into_inner).expect("a query");
    let signed = request
        .headers()
        .get("authorization")
        .is_some_and(|value| value.to_str().is_ok_and(|value| value.starts_with("AWS4-HMAC-SHA256 Credential=AKIATEST/")));
    bucket.unsigned += usize::from(!signed);
    bucket.requests.push(format!("{} {}", request.method(), if query.is_empty() { "" } else { "parts" }));
    let xml = |text: String| HttpResponse::Ok().content_type("application/xml").body(text);
    let upload = query.get("uploadId").cloned();
    match (request.method().clone(), upload) {
        (Method::POST, None) if query.contains_key("uploads") => {
            let id = format!("upload-{}", bucket.uploads.len());
            bucket.uploads.insert(id.clone(), BTreeMap::new());
            xml(format!("<InitiateMultipartUploadResult><UploadId>{id}</UploadId></InitiateMultipartUploadResult>"))
        }
        (Method::PUT, Some(id)) => {
            let number = query["partNumber"].parse().expect("a number");
            // A part may come after its upload was given up.
            let Some(parts) = bucket.uploads.get_mut(&id) else { return HttpResponse::NotFound().finish() };
            parts.insert(number, body.to_vec());
            HttpResponse::Ok().insert_header(("ETag", format!("\"part-{number}\""))).finish()
        }
        (Method::POST, Some(id)) => {
            let parts = bucket.uploads.remove(&id).expect("an upload");
            bucket.objects.insert(key, parts.into_values().flatten().collect());
            xml("<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>".into())
        }
        (Method::DELETE, Some(id)) => {
            bucket.uploads.remove(&id);
            HttpResponse::NoContent().finish()
        }
        (Method::PUT, None) => {
            bucket.objects.insert(key, body.to_vec());
            HttpResponse::Ok().insert_header(("ETag", "\"whole\"")).finish()
        }
        (Method::GET, None) => {
            bucket.objects.get(&key).map_or_else(|| HttpResponse::NotFound().finish(), |all| got(&request, all))
        }
        (Method::DELETE, None) => {
            bucket.objects.remove(&key);
            HttpResponse::NoContent().finish()
        }
        _ => HttpResponse::NotImplemented().finish(),
    }
}

/// The whole of an object, or the range of it that is asked for.
fn got(request: &HttpRequest, bytes: &[u8]) -> HttpResponse {
    let range = request.headers().get("range").map(|range| range.to_str().expect("text").trim_start_matches("bytes="));
    let range = range.map(|range| range.split_once('-').expect("a range"));
    let number = |text: &str| text.parse::<usize>().expect("a number");
    let mut response = HttpResponse::Ok();
    response.insert_header(("ETag", "\"whole\"")).insert_header(("Last-Modified", "Wed, 30 Jan 2019 10:00:00 GMT"));
    let Some((first, last)) = range.map(|(first, last)| (number(first), number(last))) else {
        return response.body(bytes.to_vec());
    };
    let place = format!("bytes {first}-{last}/{}", bytes.len());
    response.status(actix_web::http::StatusCode::PARTIAL_CONTENT).insert_header(("Content-Range", place));
    response.body(bytes[first..=last].to_vec())
}

/// Starts the server and an application that keeps its files there.
async fn with_bucket(engine: Engine, endpoint: &str) -> TestApp {
    let environment = [
        ("AWS_ENDPOINT", endpoint),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "eu-west-2"),
        ("AWS_ACCESS_KEY_ID", "AKIATEST"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
        ("PATH", "/bin"),
    ];
    let environment = environment.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let store = FileStore::S3 { bucket: "evidence".into(), prefix: "west-mercia".into() };
    TestApp::start_in(engine, TestDatabase::fresh(engine), environment, |settings| settings.attachment_store = store).await
}

async fn files_live_in_a_bucket(app: TestApp) {
    let bucket: Shared = web::Data::from(Arc::new(Mutex::new(Bucket::default())));
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let shared = bucket.clone();
    let server = HttpServer::new(move || {
        let large = web::PayloadConfig::new(64 << 20);
        App::new().app_data(shared.clone()).app_data(large).default_service(web::to(s3))
    });
    let server = server.workers(1).disable_signals().listen(listener).expect("a listener").run();
    let handle = server.handle();
    actix_web::rt::spawn(server);
    let app = {
        let engine = app.engine();
        with_bucket(engine, &endpoint).await
    };
    let force = app.force();

    // A small file is one request, a large one is sent in parts.
    let small = force.upload("a.txt", "text/plain", "small").await.expect(201);
    let text = "0123456789abcdef".repeat(700_000);
    let large = force.upload("b.txt", "text/plain", text.clone()).await.expect(201);
    {
        let bucket = bucket.lock().expect("the bucket");
        let keys: Vec<String> = [&small, &large].map(|reply| format!("west-mercia/{}", reply.id())).to_vec();
        assert_eq!(bucket.objects.keys().cloned().collect::<Vec<_>>(), keys);
        assert!(bucket.requests.iter().any(|request| request == "PUT parts") && bucket.uploads.is_empty());
        assert_eq!(bucket.unsigned, 0);
    }
    assert_eq!(force.get(&format!("{}/content", small.location())).await.expect(200).text, "small");
    assert!(force.get(&format!("{}/content", large.location())).await.expect(200).text == text);
    assert_eq!(app.file_names(), Vec::<String>::new());
    // The public gets a published file from there, or a part of it.
    let file = named(&large.json);
    published(&app, &[&file]).await;
    let (path, nobody) = (file["url"].as_str().expect("an address"), app.nobody());
    assert!(nobody.get(path).await.expect(200).text == text);
    let part = nobody.request(reqwest::Method::GET, path).header("range", "bytes=16-33");
    assert_eq!(nobody.send(part).await.expect(206).text, text[16..34]);

    // What is refused leaves neither an object nor parts of one; what is deleted goes.
    force.upload("c.png", "", text.clone()).await.refused(422);
    force.upload("d.txt", "", [text.as_bytes(), b"\0"].concat()).await.refused(415);
    force.delete(&small.location(), "\"1\"").await.expect(204);
    {
        let bucket = bucket.lock().expect("the bucket");
        assert_eq!((bucket.objects.len(), bucket.uploads.len()), (1, 0), "{:?}", bucket.requests);
    }
    app.stop().await;
    handle.stop(false).await;
}

async fn a_store_that_is_away_is_said_to_be(app: TestApp) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let app = with_bucket(app.engine(), &endpoint).await;
    let refused = app.force().upload("a.txt", "text/plain", "small").await.refused(503);
    assert_eq!(refused.str("/type"), "/problems/files-away");
    assert_eq!(refused.header("retry-after"), "1");
    assert!(!refused.text.contains("AKIATEST") && !refused.text.contains(&endpoint), "{}", refused.text);
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE.as_u16());
    assert!(app.force().all("/v1/attachments").await.is_empty());
    app.stop().await;
}
