//! Files by role, and attacks on the upload: what is refused leaves nothing behind, in the tables or on disk.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use answerable::foundation::schema::{attachments, stray_files};
use answerable::record::evidence::attachments::strays;
use diesel::prelude::*;
use reqwest::Method;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::support::app::PATIENCE;
use crate::support::stage::Stage;
use crate::support::{Client, TestApp, both};

both!(
    the_other_sides_drafts_fill_no_limit,
    a_file_is_uploaded_cited_and_read,
    a_file_nobody_cites_is_deleted,
    hostile_files_are_refused,
    hostile_names_are_refused,
    too_large_is_too_large_however_it_is_sent,
    an_upload_that_breaks_off_leaves_nothing,
    a_key_makes_a_repeated_upload_safe,
    what_a_crash_leaves_is_swept,
);

const CSV: &str = "month,backlog\n2018-11,865\n2019-01,893\n";
/// What `sha256sum` says of it.
const CSV_SHA256: &str = "801f0267cf7a38e7eb2cacecff71563267aa0071ee208aa605af7b2db3f91ddc";

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// The rows of attachments, the notes of stray files, and the files on disk.
async fn left(app: &TestApp) -> (i64, i64, usize) {
    let rows = app
        .inner()
        .db
        .read(|conn| Ok((attachments::table.count().get_result(conn)?, stray_files::table.count().get_result(conn)?)));
    let (attachments, strays) = rows.await.expect("the tables");
    (attachments, strays, app.file_names().len())
}

async fn a_file_is_uploaded_cited_and_read(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, force) = (app.pcc(), app.force());
    let sent = force.upload("Backlog £ by month.csv", "text/csv", CSV).await.expect(201);
    let path = sent.location();
    assert_eq!((sent.str("/name"), sent.str("/media_type"), sent.str("/side")), ("Backlog £ by month.csv", "text/csv", "force"));
    assert_eq!((&sent.json["bytes"], sent.str("/sha256")), (&json!(CSV.len()), CSV_SHA256));
    assert_eq!(app.file_names(), [id(&path)], "on disk it has the name of its id");

    // Only its own side sees it until a record cites it that others see.
    pcc.get(&path).await.refused(404);
    let question = app.question_in(&stage, "put").await;
    let answer = app.response_to(&question, "draft").await;
    force.cite(&path, "responses", id(&answer)).await.expect(201);
    for what in ["", "/content", "/citations"] {
        pcc.get(&format!("{path}{what}")).await.refused(404);
    }
    pcc.cite(&path, "questions", id(&question)).await.refused(404);
    force.act(&answer, "submit", &json!({})).await.expect(200);
    let seen = pcc.get(&path).await.expect(200);
    assert_eq!((seen.str("/citations/0/resource"), seen.allowed()), ("responses", vec!["cite"]));
    assert_eq!(pcc.all(&format!("/v1/attachments?resource=responses&resource_id={}", id(&answer))).await.len(), 1);

    // Several records cite one file, each once, and only those that are seen.
    pcc.cite(&path, "questions", id(&question)).await.expect(201);
    pcc.cite(&path, "meetings", &stage.meeting).await.expect(201);
    assert_eq!(pcc.cite(&path, "questions", id(&question)).await.refused(422).pointers(), ["/resource_id"]);
    let draft = app.question_in(&stage, "draft").await;
    assert_eq!(
        force.cite(&path, "questions", id(&draft)).await.refused(422).json["errors"][0]["detail"],
        "is not the id of a record that you can see"
    );
    pcc.cite(&path, "questions", id(&draft)).await.expect(201);
    assert_eq!(force.all(&format!("{path}/citations")).await.len(), 3);
    assert_eq!(pcc.all(&format!("{path}/citations?limit=1")).await.len(), 4);
    assert_eq!(pcc.get(&path).await.json["citations"].as_array().map(Vec::len), Some(4));

    // The bytes come for saving, never to be shown.
    let content = pcc.get(&format!("{path}/content")).await.expect(200);
    assert_eq!(content.bytes, CSV.as_bytes());
    for (header, want) in [
        ("content-type", "text/csv; charset=utf-8"),
        ("content-length", &CSV.len().to_string()),
        ("content-disposition", "attachment; filename*=UTF-8''Backlog%20%C2%A3%20by%20month.csv"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "private, no-store"),
        ("etag", &format!("\"{}\"", sent.str("/sha256"))),
    ] {
        assert_eq!(content.header(header), want);
    }
    let head = pcc.send_unchecked(pcc.request(Method::HEAD, &format!("{path}/content"))).await.expect(200);
    assert_eq!((head.header("content-length"), head.bytes.len()), (CSV.len().to_string().as_str(), 0));

    // Two files with the same bytes are two files.
    let again = app.opcc().upload("Backlog.csv", "application/octet-stream", CSV).await.expect(201);
    assert_eq!((again.str("/sha256"), app.file_names().len()), (sent.str("/sha256"), 2));
    assert_ne!(again.id(), sent.id());
}

/// How many drafts of the office cite a file of the force is nothing that the force could count.
async fn the_other_sides_drafts_fill_no_limit(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force) = (app.opcc(), app.force());
    let file = force.upload("backlog.csv", "text/csv", CSV).await.expect(201).location();
    let answer = app.question_in(&stage, "answered").await;
    let answer = force.all(&format!("{answer}/responses")).await[0]["id"].as_str().expect("an id").to_owned();
    force.cite(&file, "responses", &answer).await.expect(201);
    for _ in 0..99 {
        let draft = opcc.create("/v1/questions", &stage.question("Of what?")).await;
        opcc.cite(&file, "questions", id(&draft)).await.expect(201);
    }
    let one_more = opcc.create("/v1/questions", &stage.question("Of what?")).await;
    opcc.cite(&file, "questions", id(&one_more)).await.refused(422);
    let put = app.question_in(&stage, "put").await;
    force.cite(&file, "questions", id(&put)).await.expect(201);
    assert_eq!(force.get(&format!("{file}/citations?count=exact")).await.expect(200).json["page"]["total"], 2);
}

async fn a_file_nobody_cites_is_deleted(app: TestApp) {
    let (opcc, force) = (app.opcc(), app.force());
    let path = app.attachment_in("force", "cited").await;
    let refused = force.delete(&path, "\"1\"").await.refused(409);
    assert_eq!(refused.json["allowed_acts"], json!(["cite"]));
    opcc.delete(&path, "\"1\"").await.refused(403);

    let draft = app.data_point_in("force", "draft").await;
    let path = force.upload("a.csv", "", CSV).await.expect(201).location();
    force.cite(&path, "data_points", id(&draft)).await.expect(201);
    force.delete(&path, "\"1\"").await.refused(409);
    force.delete(&draft, "\"1\"").await.expect(204);
    opcc.delete(&path, "\"1\"").await.refused(404);
    force.delete(&path, "\"2\"").await.refused(412);
    force.delete(&path, "\"1\"").await.expect(204);
    force.get(&format!("{path}/content")).await.refused(404);
    assert_eq!(left(&app).await, (1, 0, 1));
}

async fn hostile_files_are_refused(app: TestApp) {
    let opcc = app.opcc();
    let html: &[u8] = b"<!DOCTYPE html><script>alert(1)</script>";
    let pdf: &[u8] = b"%PDF-1.7\n%%EOF\n";
    let large = [pdf.to_vec(), vec![b'x'; 6 << 20]].concat();
    for (about, name, content_type, bytes, status) in [
        ("HTML as text", "a.txt", "text/plain", html, 415),
        ("HTML as itself", "a.html", "text/html", html, 415),
        ("HTML, not declared", "a.txt", "", html, 415),
        ("SVG as an image", "a.png", "image/png", b"<svg onload='alert(1)'/>", 415),
        ("a script", "a.txt", "text/plain", b"#!/bin/sh\n", 415),
        ("JavaScript", "a.js", "text/javascript", b"alert(1)", 415),
        ("JavaScript as text", "a.js", "text/plain", b"alert(1)", 422),
        ("a program", "a.pdf", "application/pdf", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", 415),
        ("a PDF with another name", "a.pdf.exe", "application/pdf", pdf, 422),
        ("a PDF declared as text", "a.pdf", "text/plain", pdf, 422),
        ("text declared as a PDF", "a.pdf", "application/pdf", b"not a PDF", 422),
        ("a large PDF with another name", "a.png", "", &large, 422),
        ("a ZIP with nothing in it", "a.docx", "", b"PK\x03\x04 and nothing", 415),
        ("text with a zero byte", "a.txt", "text/plain", b"a\0b", 415),
        ("text in Latin-1", "a.txt", "text/plain; charset=iso-8859-1", b"a\xa3", 415),
        ("nothing", "a.txt", "text/plain", b"", 422),
        ("a form", "a.txt", "multipart/form-data; boundary=b", b"--b--", 415),
        ("JSON", "a.json", "application/json", b"{}", 415),
    ] {
        let reply = opcc.upload(name, content_type, bytes.to_vec()).await;
        assert_eq!(reply.status, status, "{about}: {}", reply.text);
        assert_eq!(left(&app).await, (0, 0, 0), "{about}");
    }
    let packed = opcc.request(Method::POST, "/v1/attachments?filename=a.txt").header(CONTENT_ENCODING, "gzip").body(CSV);
    opcc.send(packed).await.refused(415);
    app.client("reader").upload("a.csv", "text/csv", CSV).await.refused(403);
    app.nobody().upload("a.csv", "text/csv", CSV).await.refused(401);
    assert_eq!(left(&app).await, (0, 0, 0));
}

async fn hostile_names_are_refused(app: TestApp) {
    let opcc = app.opcc();
    let long = format!("{}.csv", "a".repeat(120));
    for name in [
        "../../etc/cron.d/a.csv",
        "..\\a.csv",
        "/a.csv",
        ".csv",
        "..",
        "",
        " ",
        "a\u{0}.csv",
        "a\nb.csv",
        "a\r.csv",
        "vsc.\u{202e}a.csv",
        &long,
    ] {
        let refused = opcc.upload(name, "text/csv", CSV).await.refused(400);
        assert_eq!(refused.pointers()[0], "/query/filename", "{name:?}");
    }
    opcc.send(opcc.request(Method::POST, "/v1/attachments").body(CSV)).await.refused(400);
    opcc.send(opcc.request(Method::POST, "/v1/attachments?filename=a.csv&path=/etc").body(CSV)).await.refused(400);
    let odd = opcc.upload("\"; filename=\"b.exe\" %00 .csv", "text/csv", CSV).await.expect(201);
    let header = opcc.get(&format!("{}/content", odd.location())).await.expect(200).header("content-disposition").to_owned();
    assert_eq!(header, "attachment; filename*=UTF-8''%22%3B%20filename%3D%22b.exe%22%20%2500%20.csv");
    assert_eq!(left(&app).await, (1, 0, 1));
}

/// Sends a body that is too large. The service answers before it has all of it, and on a busy machine the connection can break while
/// the client still sends: then it has to be tried again.
async fn refused_as_too_large(client: &Client, body: impl Fn() -> reqwest::Body) {
    for _ in 0..5 {
        let request = client.request(Method::POST, "/v1/attachments?filename=a.txt").header(CONTENT_TYPE, "text/plain");
        if let Ok(reply) = request.body(body()).send().await {
            assert_eq!(reply.status(), 413);
            return;
        }
    }
    panic!("no answer to five bodies that are too large");
}

async fn too_large_is_too_large_however_it_is_sent(app: TestApp) {
    app.stop().await;
    let app = TestApp::start_with(app.engine(), |settings| settings.attachment_limit = 6 << 20).await;
    let opcc = app.opcc();
    let text = |length: usize| vec![b'a'; length];
    refused_as_too_large(&opcc, || text((6 << 20) + 1).into()).await;
    assert_eq!(left(&app).await, (0, 0, 0));
    // Without a Content-Length, in pieces.
    let pieces = || (0..7).map(|_| Ok::<_, std::io::Error>(vec![b'a'; 1 << 20]));
    refused_as_too_large(&opcc, || reqwest::Body::wrap_stream(futures_util::stream::iter(pieces()))).await;
    assert_eq!(left(&app).await, (0, 0, 0));
    let whole = opcc.upload("a.txt", "text/plain", text(6 << 20)).await.expect(201);
    assert_eq!(opcc.get(&format!("{}/content", whole.location())).await.expect(200).bytes.len(), 6 << 20);
    assert_eq!(left(&app).await, (1, 0, 1));
    // The limit of JSON bodies is another one.
    let large = json!({"text": "a".repeat(3 << 20)});
    opcc.post("/v1/questions", &large).await.refused(413);
    app.stop().await;
}

async fn an_upload_that_breaks_off_leaves_nothing(app: TestApp) {
    let token = app.token(&app.claims("force"));
    let address = app.address();
    for (about, announced, sent) in [("at once", 100, 0), ("in the middle", 100, 50), ("in a second part", 20 << 20, 7 << 20)] {
        let head = format!(
            "POST /v1/attachments?filename=a.txt HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: text/plain\r\nContent-Length: {announced}\r\n\r\n"
        );
        let address = address.clone();
        let send = move || {
            let mut stream = TcpStream::connect(address).expect("a connection");
            stream.write_all(head.as_bytes()).expect("a head");
            stream.write_all(&vec![b'a'; sent]).expect("half a body");
            stream.shutdown(std::net::Shutdown::Both).expect("an end");
        };
        actix_web::rt::task::spawn_blocking(send).await.expect("half an upload");
        let began = Instant::now();
        while left(&app).await != (0, 0, 0) {
            assert!(began.elapsed() < PATIENCE, "{about}: {:?} {:?}", left(&app).await, app.file_names());
            actix_web::rt::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
    app.force().upload("a.txt", "text/plain", "whole").await.expect(201);
    assert_eq!(left(&app).await, (1, 0, 1));
}

async fn a_key_makes_a_repeated_upload_safe(app: TestApp) {
    let force = app.force();
    let send = |name: &'static str, bytes: &'static str| {
        let force = force.clone();
        async move {
            let request = force.request(Method::POST, "/v1/attachments").query(&[("filename", name)]);
            force.send(request.header("Idempotency-Key", "one").header(CONTENT_TYPE, "text/csv").body(bytes)).await
        }
    };
    let first = send("a.csv", CSV).await.expect(201);
    let second = send("a.csv", CSV).await.expect(201);
    assert_eq!((first.id(), first.location()), (second.id(), second.location()));
    send("b.csv", CSV).await.refused(422);
    send("a.csv", "month\n").await.refused(422);
    assert_eq!(left(&app).await, (1, 0, 1));
    let (one, two) = (first.id(), app.file_names());
    assert_eq!(two, [one]);
}

async fn what_a_crash_leaves_is_swept(app: TestApp) {
    let force = app.force();
    let path = force.upload("a.csv", "text/csv", CSV).await.expect(201).location();
    // As if the process had died: in the middle of a body, and after the file was whole.
    let folder = app.files_folder();
    let crashed = ["0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12"];
    std::fs::write(folder.join(format!("{}#1", crashed[0])), "half").expect("half a file");
    std::fs::write(folder.join(crashed[1]), "whole").expect("a file");
    let now = app.inner().clock.now().naive_utc();
    let note = move |conn: &mut answerable::foundation::db::AnyConnection| {
        for id in crashed {
            strays::note(conn, "west-mercia", &id.parse().expect("an id"), false, now)?;
        }
        Ok(())
    };
    app.inner().db.write(note).await.expect("notes");
    assert_eq!(strays::sweep(app.inner()).await.expect("a sweep"), 0, "an upload may still be under way");
    app.set_time("2019-01-30T10:00:01Z");
    assert_eq!(strays::sweep(app.inner()).await.expect("a sweep"), 2);
    assert_eq!(left(&app).await, (1, 0, 1));
    assert_eq!(app.file_names(), [id(&path)]);
    let missing: Value = force.get(&path).await.expect(200).json;
    assert_eq!(missing["citations"], json!([]));
}

#[test]
fn the_directory_is_the_services_own() {
    crate::support::run(crate::support::Engine::Sqlite, |app| async move {
        app.force().upload("a.csv", "text/csv", CSV).await.expect(201);
        let about = std::fs::metadata(app.files_folder()).expect("the directory");
        let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions());
        assert_eq!(mode & 0o777, 0o700);
        let mut file = std::fs::File::open(app.files_folder().join(&app.file_names()[0])).expect("the file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        assert_eq!(text, CSV);
    });
}
