//! Published files: open to everybody while an edition that names one is not withdrawn, in the archive, and checked from outside.

use std::path::Path;

use answerable::foundation::schema::public_files;
use answerable::public::projection;
use diesel::prelude::*;
use reqwest::Method;
use reqwest::header::{IF_NONE_MATCH, IF_RANGE, RANGE};
use serde_json::{Value, json};

use crate::public::{fresh, publish, try_publish, withdraw};
use crate::support::{Reply, TestApp, both};
use crate::verify::{answerable, url};

both!(
    a_published_file_is_open_to_everybody,
    a_file_is_gone_when_every_edition_that_names_it_is,
    a_part_of_a_file_is_sent,
    a_file_without_bytes_is_never_published,
    an_archive_has_the_files_and_they_are_checked,
);

const CSV: &str = "month,backlog\n2018-11,865\n2019-01,893\n";

/// A file of the force as a record names it.
pub async fn file(app: &TestApp, name: &str, bytes: &str) -> Value {
    named(&app.force().upload(name, "text/csv", bytes.to_owned()).await.expect(201).json)
}

/// An attachment as a record names it.
pub fn named(kept: &Value) -> Value {
    json!({
        "id": kept["id"], "title": kept["name"], "media_type": kept["media_type"], "bytes": kept["bytes"],
        "sha256": kept["sha256"], "url": address(kept),
    })
}

fn address(file: &Value) -> String {
    format!("/public/v1/files/{}", file["sha256"].as_str().expect("a hash"))
}

fn naming(question: &str, files: &[&Value]) -> Value {
    json!({"question": {"id": question, "text": "How many?", "attachments": files}, "actions": []})
}

/// Publishes a question that names files; the id of the edition.
pub async fn published(app: &TestApp, files: &[&Value]) -> String {
    let question = fresh(app);
    publish(app, "question", &question, naming(&question, files)).await
}

async fn get(app: &TestApp, path: &str) -> Reply {
    app.nobody().get(path).await
}

async fn a_published_file_is_open_to_everybody(app: TestApp) {
    let file = file(&app, "Backlog £ by month.csv", CSV).await;
    let path = address(&file);
    get(&app, &path).await.refused(404);
    published(&app, &[&file]).await;
    let sent = get(&app, &path).await.expect(200);
    assert_eq!(sent.bytes, CSV.as_bytes());
    for (header, want) in [
        ("content-type", "text/csv; charset=utf-8"),
        ("content-length", CSV.len().to_string().as_str()),
        ("content-disposition", "attachment; filename*=UTF-8''Backlog%20%C2%A3%20by%20month.csv"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "sandbox; default-src 'none'"),
        ("cache-control", "public, max-age=300, must-revalidate"),
        ("etag", format!("\"{}\"", file["sha256"].as_str().expect("a hash")).as_str()),
        ("access-control-allow-origin", "*"),
        ("accept-ranges", "bytes"),
    ] {
        assert_eq!(sent.header(header), want, "{header}");
    }
    assert!(sent.header("link").contains("rel=\"license\""));
    assert!(!sent.headers.contains_key("content-encoding"));
    let nobody = app.nobody();
    let head = nobody.send_unchecked(nobody.request(Method::HEAD, &path)).await.expect(200);
    assert_eq!((head.header("content-length"), head.bytes.len()), (CSV.len().to_string().as_str(), 0));
    let known = nobody.send(nobody.request(Method::GET, &path).header(IF_NONE_MATCH, sent.etag())).await.expect(304);
    assert_eq!((known.bytes.len(), known.etag()), (0, sent.etag()));
    // One address for one file, and nothing beside it.
    let upper = path.replace("/files/", "/FILES/");
    let hash = file["sha256"].as_str().expect("a hash");
    for other in [
        format!("/public/v1/files/{}", hash.to_uppercase()),
        format!("/public/v1/files/{}", &hash[1..]),
        format!("/public/v1/files/{}", "0".repeat(64)),
        format!("/public/v1/files/{}", file["id"].as_str().expect("an id")),
        "/public/v1/files/..%2F..%2Fetc%2Fpasswd".to_owned(),
        upper,
    ] {
        get(&app, &other).await.refused(404);
    }
    get(&app, &format!("{path}?inline=true")).await.refused(400);
    // A title that is withheld in the newest edition is not told by the file.
    let mut untitled = file.clone();
    untitled["title"] = Value::Null;
    published(&app, &[&untitled]).await;
    let name = get(&app, &path).await.expect(200).header("content-disposition").to_owned();
    assert_eq!(name, format!("attachment; filename*=UTF-8''{hash}.csv"));
}

async fn noted(app: &TestApp) -> Vec<(String, Option<String>, bool)> {
    let columns = (public_files::edition_id, public_files::title, public_files::withdrawn);
    let read = move |conn: &mut answerable::foundation::db::AnyConnection| {
        Ok(public_files::table.order(public_files::leaf.asc()).select(columns).load(conn)?)
    };
    app.inner().db.read(read).await.expect("notes")
}

async fn a_file_is_gone_when_every_edition_that_names_it_is(app: TestApp) {
    let (one, other) = (file(&app, "One.csv", CSV).await, file(&app, "Two.csv", "month\n").await);
    let question = fresh(&app);
    // The same bytes under another id, in an edition of something else.
    let same = file(&app, "The same.csv", CSV).await;
    let first = publish(&app, "question", &question, naming(&question, &[&one, &one, &other])).await;
    let elsewhere = published(&app, &[&same]).await;
    // A superseded edition is read at its address, and so are its files.
    let second = publish(&app, "question", &question, naming(&question, &[&one])).await;
    get(&app, &address(&other)).await.expect(200);
    withdraw(&app, &second).await;
    get(&app, &address(&one)).await.expect(200);
    withdraw(&app, &first).await;
    let gone = get(&app, &address(&other)).await.expect(410);
    assert_eq!(
        (gone.str("/type"), gone.str("/id"), gone.str("/explanation")),
        ("withdrawal", first.as_str(), "It names a person.")
    );
    assert_eq!(get(&app, &address(&one)).await.expect(200).bytes, CSV.as_bytes());
    withdraw(&app, &elsewhere).await;
    assert_eq!(get(&app, &address(&one)).await.expect(410).str("/id"), elsewhere, "the last withdrawal");
    // No title is left, and what is gone stays gone when the rest is made anew, also when the file is deleted.
    let notes = noted(&app).await;
    assert_eq!(notes.iter().map(|note| (&note.1, note.2)).collect::<Vec<_>>(), vec![(&None, true); 4]);
    let path = format!("/v1/attachments/{}", other["id"].as_str().expect("an id"));
    app.force().delete(&path, "\"1\"").await.expect(204);
    app.inner().db.write(projection::rebuild).await.expect("made anew");
    assert_eq!(noted(&app).await, notes);
    get(&app, &address(&other)).await.expect(410);
    // What stands is made anew from the documents.
    let third = published(&app, &[&one]).await;
    app.inner().db.write(projection::rebuild).await.expect("made anew");
    assert_eq!(noted(&app).await.last(), Some(&(third, Some("One.csv".to_owned()), false)));
    get(&app, &address(&one)).await.expect(200);
}

async fn a_part_of_a_file_is_sent(app: TestApp) {
    let file = file(&app, "Backlog.csv", CSV).await;
    published(&app, &[&file]).await;
    let (path, nobody) = (address(&file), app.nobody());
    let ask = async |range: &str, tag: Option<&str>| {
        let mut request = nobody.request(Method::GET, &path).header(RANGE, range);
        if let Some(tag) = tag {
            request = request.header(IF_RANGE, tag);
        }
        nobody.send(request).await
    };
    let etag = get(&app, &path).await.etag();
    let length = CSV.len();
    for (range, first, last) in [("bytes=0-4", 0, 4), ("bytes=14-", 14, length - 1), ("bytes=-3", length - 3, length - 1)] {
        let part = ask(range, None).await.expect(206);
        assert_eq!(part.header("content-range"), format!("bytes {first}-{last}/{length}"), "{range}");
        assert_eq!(part.bytes, &CSV.as_bytes()[first..=last], "{range}");
        assert_eq!(part.header("content-length"), (last - first + 1).to_string(), "{range}");
    }
    assert_eq!(ask("bytes=0-4", Some(&etag)).await.expect(206).bytes, b"month");
    for (range, tag) in [("bytes=0-4", Some("\"another\"")), ("bytes=999-", None), ("bytes=0-1,3-4", None), ("lines=1-2", None)] {
        assert_eq!(ask(range, tag).await.expect(200).bytes, CSV.as_bytes(), "{range} {tag:?}");
    }
}

async fn a_file_without_bytes_is_never_published(app: TestApp) {
    let file = file(&app, "Backlog.csv", CSV).await;
    let path = format!("/v1/attachments/{}", file["id"].as_str().expect("an id"));
    app.force().delete(&path, "\"1\"").await.expect(204);
    let question = fresh(&app);
    let refused = try_publish(&app, "question", &question, naming(&question, &[&file])).await.expect_err("refused");
    assert!(refused.to_string().contains("was deleted since it was prepared"), "{refused}");
    get(&app, &address(&file)).await.refused(404);
    // One that the store has lost, or has changed, is a failure and not another file.
    let file = self::file(&app, "Backlog.csv", CSV).await;
    published(&app, &[&file]).await;
    let place = app.files_folder().join(file["id"].as_str().expect("an id"));
    std::fs::write(&place, "month\n").expect("another file");
    get(&app, &address(&file)).await.refused(500);
    std::fs::remove_file(&place).expect("no file");
    get(&app, &address(&file)).await.refused(500);
}

/// What `verify` says of a source: whether it is sound, and its output.
async fn verified(arguments: &[&str]) -> (bool, String) {
    let (status, said, faults) = answerable(arguments).await;
    (status == 0, format!("{said}{faults}"))
}

async fn an_archive_has_the_files_and_they_are_checked(app: TestApp) {
    let (open, gone) = (file(&app, "Open.csv", CSV).await, file(&app, "Gone.csv", "month\n").await);
    published(&app, &[&open]).await;
    withdraw(&app, &published(&app, &[&gone]).await).await;
    // The service makes its key when it is first asked for it.
    get(&app, "/public/v1/log/key").await.expect(200);
    let home = tempfile::tempdir().expect("a directory");
    let (out, key) = (home.path().join("out"), app.inner().settings.signing.path.display().to_string());
    let (place, store) = (out.display().to_string(), format!("file://{}", app.files_folder().display()));
    let database = app.database_url();
    let export = [
        "export",
        "--public",
        &place,
        "--database-url",
        &database,
        "--signing-key-file",
        &key,
        "--public-url",
        "https://record.example.org",
        "--attachment-store",
    ];
    let (status, said, faults) = answerable(&[&export[..], &[&store]].concat()).await;
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    let held = |file: &Value| out.join(address(file).trim_start_matches('/'));
    assert_eq!(std::fs::read(held(&open)).expect("a file"), CSV.as_bytes());
    assert!(!held(&gone).exists());
    let tombstone = std::fs::read(format!("{}.withdrawn.json", held(&gone).display())).expect("a tombstone");
    assert_eq!(serde_json::from_slice::<Value>(&tombstone).expect("JSON")["type"], "withdrawal");
    let manifest = answerable::transfer::export::directory::manifest(&out).expect("a manifest");
    let listed = manifest.files.iter().find(|file| out.join(&file.file) == held(&open)).expect("the file");
    assert_eq!((listed.media_type.as_str(), json!(listed.sha256)), ("text/csv; charset=utf-8", open["sha256"].clone()));

    let (sound, said) = verified(&["verify", &place]).await;
    assert!(sound && said.contains("files with the bytes that documents name: 1"), "{said}");
    files_of_a_service(&app, &open).await;
    // Without a manifest the documents say what is missing, and what was changed.
    std::fs::remove_file(out.join("manifest.json")).expect("a manifest");
    let named = format!("the file {} is named in it, but", open["sha256"].as_str().expect("a hash"));
    for (bytes, fault) in [
        (Some(CSV.replace("865", "868")), "the bytes at"),
        (Some(format!("{CSV}\n")), "has another length at"),
        (None, "missing at"),
    ] {
        write_or_remove(&held(&open), bytes.as_deref());
        let (sound, said) = verified(&["verify", &place]).await;
        assert!(!sound && said.contains(&format!("{named} {fault}")), "{fault}: {said}");
    }
}

fn write_or_remove(file: &Path, bytes: Option<&str>) {
    match bytes {
        Some(bytes) => std::fs::write(file, bytes).expect("a file"),
        None => std::fs::remove_file(file).expect("no file"),
    }
}

/// A service is asked for its files, and for their bytes when the caller wants that.
async fn files_of_a_service(app: &TestApp, file: &Value) {
    let service = url(app);
    let (sound, said) = verified(&["verify", &service]).await;
    assert!(sound && said.contains("files that documents name and that are served: 1"), "{said}");
    let (sound, said) = verified(&["verify", &service, "--files"]).await;
    assert!(sound && said.contains("files with the bytes that documents name: 1"), "{said}");
    let place = app.files_folder().join(file["id"].as_str().expect("an id"));
    std::fs::write(&place, CSV.replace("865", "868")).expect("another file");
    assert!(verified(&["verify", &service]).await.0, "a file of the same length");
    let (sound, said) = verified(&["verify", &service, "--files"]).await;
    assert!(!sound && said.contains("but the bytes at /public/v1/files/"), "{said}");
}
