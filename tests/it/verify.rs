//! `answerable verify` and `answerable export --public` as an outsider runs them, and what they find when somebody changes the
//! database behind the service.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use answerable::foundation::digest::hex;
use answerable::public::projection;
use answerable::publication_log::state::PublicationLog;
use answerable::service::server;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::publication_log::{another, publish};
use crate::support::stage::Stage;
use crate::support::{PUBLIC_URL, TestApp, both};
use crate::third_party::python;

both!(a_sound_service_is_sound, tampering_is_found_and_named, an_export_is_what_the_service_says);

/// Runs the binary while the application under test goes on answering. One process is not behind itself: a check need not wait.
pub async fn answerable(arguments: &[&str]) -> (i32, String, String) {
    let at_once: &[&str] = if arguments.first() == Some(&"verify") { &["--pause", "0"] } else { &[] };
    let arguments: Vec<String> = arguments.iter().chain(at_once).map(|&part| part.to_owned()).collect();
    let run = move || Command::new(env!("CARGO_BIN_EXE_answerable")).args(&arguments).env_clear().output();
    let output: Output = tokio::task::spawn_blocking(run).await.expect("a thread").expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("an exit status"), text(output.stdout), text(output.stderr))
}

pub fn url(app: &TestApp) -> String {
    format!("http://{}", app.address())
}

/// The application as it is after a restart; its address.
pub fn restarted(app: &TestApp) -> (String, actix_web::dev::ServerHandle) {
    served(another(app))
}

/// The address of an application.
pub fn served(app: actix_web::web::Data<answerable::http::app::App>) -> (String, actix_web::dev::ServerHandle) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let server = server::serve(app, listener).expect("a server");
    let handle = server.handle();
    actix_web::rt::spawn(server);
    (address, handle)
}

pub async fn sql(app: &TestApp, statements: &str) {
    let statements = statements.to_owned();
    app.inner().db.write(move |conn| Ok(conn.batch_execute(&statements)?)).await.expect("statements");
}

async fn a_sound_service_is_sound(app: TestApp) {
    let home = tempfile::tempdir().expect("a directory");
    let seen = home.path().join("seen.json").display().to_string();
    let check = [url(&app), "--state".into(), seen.clone()];
    let check: Vec<&str> = ["verify"].into_iter().chain(check.iter().map(String::as_str)).collect();
    let (status, said, faults) = answerable(&check).await;
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    let stage = Stage::set(&app).await;
    let ids = publish(&app, &stage, 3).await;
    assert_eq!(answerable(&check).await.0, 0);
    let why = json!({"explanation": "It named a person."});
    app.pcc().act(&format!("/v1/editions/{}", ids[1]), "withdraw", &why).await.expect(200);
    let (status, said, faults) = answerable(&check).await;
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    assert!(said.contains("4 documents checked, 1 of them withdrawn") && said.ends_with("sound\n"), "{said}");
    assert!(said.contains("begins with the 3 leaves that were seen before"), "{said}");
    // The key that somebody has from elsewhere.
    let key = app.inner().feature::<PublicationLog>().signer().expect("a key").verifier().note_key();
    assert_eq!(answerable(&["verify", &url(&app), "--key", &key]).await.0, 0);
    let other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    let (status, _, faults) = answerable(&["verify", &url(&app), "--key", other]).await;
    assert!(status == 1 && faults.contains("not signed by PeterNeumann"), "{faults}");
    // A state file that was meddled with is not believed.
    let text = std::fs::read_to_string(&seen).expect("the state").replacen("\"hash\": \"", "\"hash\": \"0", 1);
    std::fs::write(&seen, text).expect("the state");
    assert_eq!(answerable(&check).await.0, 2);
    assert_eq!(answerable(&["verify", "http://127.0.0.1:1"]).await.0, 1);
    assert_eq!(answerable(&["verify", "/nowhere/at/all"]).await.0, 2);
}

/// What somebody does to the database, and what is said of which of the three editions.
struct Meddling {
    what: &'static str,
    statements: String,
    edition: usize,
    /// Whether what is served is made anew from it, as whoever knows the service would.
    made_anew: bool,
    /// Whether it is found without a state file.
    at_first_sight: bool,
}

fn meddlings(hashes: &[String], sha256: &str) -> Vec<Meddling> {
    let words = "replace(document, 'What has', 'What had')";
    let flipped = format!("{}{}", if hashes[1].starts_with('0') { '1' } else { '0' }, &hashes[1][1..]);
    let forged = hashes[2].clone();
    let forge =
        format!("UPDATE publication_log SET document = {words}, leaf_hash = '{forged}', sha256 = '{sha256}' WHERE leaf = 2");
    let cut = "DELETE FROM publication_log WHERE leaf = 2";
    let found = |what, statements: &str, edition| Meddling {
        what,
        statements: statements.to_owned(),
        edition,
        made_anew: false,
        at_first_sight: true,
    };
    let hidden = |meddling| Meddling { made_anew: true, at_first_sight: false, ..meddling };
    vec![
        found("one byte of a document", &format!("UPDATE publication_log SET document = {words} WHERE leaf = 0"), 0),
        found("one byte of a leaf hash", &format!("UPDATE publication_log SET leaf_hash = '{flipped}' WHERE leaf = 1"), 1),
        // What is served of it, and the list of editions, still have it.
        found("a document together with its hashes", &forge, 2),
        found("the last leaf is deleted", cut, 2),
        hidden(found("a document, its hashes, and what is made of it", &forge, 2)),
        hidden(found("the last leaf is deleted, and what is made of it", cut, 2)),
    ]
}

async fn tampering_is_found_and_named(app: TestApp) {
    use sha2::{Digest, Sha256};
    let home = tempfile::tempdir().expect("a directory");
    let seen = home.path().join("seen.json").display().to_string();
    let stage = Stage::set(&app).await;
    let ids = publish(&app, &stage, 3).await;
    assert_eq!(answerable(&["verify", &url(&app), "--state", &seen]).await.0, 0);
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(&seen).expect("the state")).expect("JSON");
    let mut hashes: Vec<String> =
        kept["leaves"].as_array().expect("leaves").iter().map(|leaf| leaf["hash"].as_str().expect("a hash").to_owned()).collect();
    // What an attacker who knows the construction would write beside the changed document.
    let document = app.nobody().get("/public/v1/log/leaves/2").await.expect(200).text.replace("What has", "What had");
    let forged = Sha256::new().chain_update([0]).chain_update(&document).finalize();
    let sha256 = hex(&Sha256::digest(&document));
    hashes[2] = hex(&forged);
    sql(&app, "CREATE TABLE kept AS SELECT * FROM publication_log").await;
    for meddling in meddlings(&hashes, &sha256) {
        let what = meddling.what;
        sql(&app, &meddling.statements).await;
        if meddling.made_anew {
            app.inner().db.write(projection::rebuild).await.expect("made anew");
        }
        let (address, server) = restarted(&app);
        let (status, said, faults) = answerable(&["verify", &address, "--state", &seen]).await;
        assert_eq!(status, 1, "{what}: {said}{faults}");
        assert!(faults.contains(&ids[meddling.edition]), "{what}: {faults}");
        assert!(faults.contains("WM-2019-Q") && faults.contains(&format!("(leaf {})", meddling.edition)), "{what}: {faults}");
        let others = ids.iter().enumerate().filter(|(number, _)| *number != meddling.edition);
        for (_, id) in others {
            assert!(!faults.contains(id.as_str()), "{what}: {faults}");
        }
        let (status, _, faults) = answerable(&["verify", &address]).await;
        assert_eq!(status == 1, meddling.at_first_sight, "{what}: {faults}");
        server.stop(false).await;
        // The service that was running has hashes and documents in memory: it goes on serving the true ones, as far as there are any.
        let (status, _, faults) = answerable(&["verify", &url(&app), "--state", &seen]).await;
        assert_eq!(status == 1, what.starts_with("the last leaf is deleted"), "{what}: {faults}");
        sql(&app, "DELETE FROM publication_log; INSERT INTO publication_log SELECT * FROM kept").await;
        app.inner().db.write(projection::rebuild).await.expect("made anew");
    }
    let (address, server) = restarted(&app);
    assert_eq!(answerable(&["verify", &address, "--state", &seen]).await.0, 0);
    server.stop(false).await;
    sql(&app, "DROP TABLE kept").await;
}

fn write(directory: &Path, file: &str, body: &[u8]) {
    let path = directory.join(file);
    std::fs::create_dir_all(path.parent().expect("a directory")).expect("a directory");
    std::fs::write(path, body).expect("a file");
}

/// Any web server can host an export: here one of another's, which knows nothing of it.
async fn hosted_files_are_sound(out: &Path) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port").port().to_string();
    let arguments = ["-m", "http.server", &port, "--bind", "127.0.0.1", "--directory", &out.display().to_string()];
    let mut host =
        Command::new(python()).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a web server");
    let address = format!("http://127.0.0.1:{port}");
    let mut tries = 0;
    while reqwest::get(&address).await.is_err() {
        tries += 1;
        assert!(tries < 400, "the web server does not answer");
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
    }
    let (status, said, faults) = answerable(&["verify", &address]).await;
    host.kill().and_then(|()| host.wait()).expect("the web server ends");
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    assert!(said.contains("3 listed editions checked against the log"), "{said}");
}

/// Every path of the description is a file, but those that answer what a file cannot be asked.
fn every_public_path_is_in(out: &Path) {
    let description: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).expect("JSON");
    let manifest = answerable::transfer::export::directory::manifest(out).expect("a manifest");
    let files: Vec<&str> = manifest.files.iter().map(|file| file.file.as_str()).collect();
    let mut missing = Vec::new();
    for path in description["paths"].as_object().expect("paths").keys().filter(|path| path.starts_with("/public/")) {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let is_it = |file: &&&str| {
            let file = file.trim_end_matches("/index.json").trim_end_matches(".withdrawn.json");
            let names: Vec<&str> = file.splitn(parts.len(), '/').collect();
            names.len() == parts.len() && names.iter().zip(&parts).all(|(name, part)| name == part || part.starts_with('{'))
        };
        if files.iter().find(is_it).is_none() {
            missing.push(path.as_str());
        }
    }
    let not_of_these_records = [
        "actions",
        "decisions",
        "exchanges",
        "figures",
        "findings",
        "measures",
        "meetings",
        "plans",
        "priorities",
        "recommendations",
    ];
    missing.retain(|path| !not_of_these_records.iter().any(|name| path.starts_with(&format!("/public/v1/{name}/{{id}}"))));
    // The records here have no files: `public_files` has.
    missing.retain(|path| *path != "/public/v1/files/{sha256}");
    assert_eq!(
        missing,
        [
            "/public/v1/deadlines/preview",
            "/public/v1/feeds/archive/{page}/atom.xml",
            "/public/v1/feeds/archive/{page}/feed.json",
            "/public/v1/heads",
            "/public/v1/log/proof/consistency",
            "/public/v1/log/proof/inclusion",
            "/public/v1/search"
        ]
    );
}

async fn an_export_is_what_the_service_says(app: TestApp) {
    let home = tempfile::tempdir().expect("a directory");
    let (out, key) = (home.path().join("out"), app.inner().settings.signing.path.display().to_string());
    let (place, seen) = (out.display().to_string(), home.path().join("seen.json").display().to_string());
    let stage = Stage::set(&app).await;
    let ids = publish(&app, &stage, 3).await;
    let why = json!({"explanation": "It named a person."});
    app.pcc().act(&format!("/v1/editions/{}", ids[1]), "withdraw", &why).await.expect(200);
    assert_eq!(answerable(&["verify", &url(&app), "--state", &seen]).await.0, 0);
    let database = app.database_url();
    let from = ["--database-url", &*database, "--signing-key-file", &*key, "--public-url", PUBLIC_URL];
    let export = [&["export", "--public", &*place][..], &from].concat();
    let (status, said, faults) = answerable(&export).await;
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    assert!(said.contains("4 leaves"), "{said}");
    for path in ["public/v1/log/checkpoint", "public/v1/log/leaves/0", "public/v1/log/tile/0/000.p/4"] {
        let nobody = app.nobody();
        let served = nobody.send_unchecked(nobody.request(reqwest::Method::GET, &format!("/{path}"))).await.expect(200);
        assert_eq!(std::fs::read(out.join(path)).expect("a file"), served.bytes, "{path}");
    }
    assert!(!out.join("public/v1/log/leaves/1").exists() && out.join("public/v1/log/leaves/1.withdrawn.json").exists());
    let (status, said, faults) = answerable(&["verify", &place, "--state", &seen]).await;
    assert_eq!((status, faults.as_str()), (0, ""), "{said}");
    // Again in the same place, but over nothing else.
    assert_eq!(answerable(&export).await.0, 0);
    let mine = home.path().join("mine");
    write(&mine, "letter.txt", b"mine");
    let elsewhere = mine.display().to_string();
    assert_eq!(answerable(&[&["export", "--public", &*elsewhere][..], &from].concat()).await.0, 1);
    for name in ["catalog.jsonld", "feeds/atom.xml", "export/questions.csv", "export/editions.csv", "export/manifest.json"] {
        let (path, file) = (format!("/public/v1/{name}"), out.join(format!("public/v1/{name}")));
        assert_eq!(std::fs::read(file).expect("a file"), app.nobody().get(&path).await.expect(200).bytes, "{name}");
    }

    every_public_path_is_in(&out);
    hosted_files_are_sound(&out).await;
    assert!(said.contains("3 listed editions checked against the log"), "{said}");

    // A file that was changed is found by the manifest; without one, the list of editions is held against the log all the same.
    let changed = out.join(format!("public/v1/editions/{}", ids[2]));
    let whole = std::fs::read(&changed).expect("a file");
    std::fs::write(&changed, String::from_utf8_lossy(&whole).replacen("has", "had", 1)).expect("a file");
    let (status, _, faults) = answerable(&["verify", &place]).await;
    assert!(status == 1 && faults.contains(&format!("editions/{} does not match the manifest", ids[2])), "{faults}");
    std::fs::remove_file(out.join("manifest.json")).expect("a manifest");
    let named = format!("edition {} \"WM-2019-Q003\" (leaf 2)", ids[2]);
    let (status, _, faults) = answerable(&["verify", &place]).await;
    assert!(
        status == 1 && faults.contains(&format!("{named} has been changed: the served document is not the one in the log")),
        "{faults}"
    );
    std::fs::write(&changed, whole).expect("a file");
    lists_of_an_export(&out, &ids[2], &named).await;
}

/// What is done to the lists of an export, and what is said of it.
async fn lists_of_an_export(out: &Path, id: &str, named: &str) {
    let place = out.display().to_string();
    let list = "public/v1/editions/index.json";
    let whole: Value = serde_json::from_slice(&std::fs::read(out.join(list)).expect("the list")).expect("JSON");
    let row = whole["data"].as_array().expect("rows").iter().position(|row| row["id"] == id).expect("the edition");
    let mut linked = whole.clone();
    linked["data"][row]["links"] = json!({"document": format!("https://example.org/public/v1/editions/{id}")});
    write(out, list, linked.to_string().as_bytes());
    let (status, said, faults) = answerable(&["verify", &place]).await;
    assert!(status == 0 && said.contains("3 listed editions"), "{said}{faults}");
    for (member, value, fault) in [
        ("title", json!("A title"), format!("{named} has a different title at /public/v1/editions than in the log")),
        ("leaf", json!(7), format!("{named} is listed as leaf 7")),
        ("leaf", Value::Null, format!("{named} is listed without a leaf")),
        ("id", json!("x"), "edition x \"WM-2019-Q003\" (leaf 2) is listed, but is not in the log".into()),
        ("links", json!({"document": "//example.org/x"}), format!("{named} is linked to a document elsewhere: //example.org/x")),
        ("sha256", json!("00"), format!("{named} is listed with the hash of another document")),
    ] {
        let mut changed = whole.clone();
        changed["data"][row][member] = value;
        write(out, list, changed.to_string().as_bytes());
        let (status, _, faults) = answerable(&["verify", &place]).await;
        assert!(status == 1 && faults.contains(&fault), "{faults}");
    }
    let mut short = whole.clone();
    short["data"].as_array_mut().expect("rows").remove(row);
    write(out, list, short.to_string().as_bytes());
    let (status, _, faults) = answerable(&["verify", &place]).await;
    assert!(status == 1 && faults.contains(&format!("{named} is in the log, but not in the list of editions")), "{faults}");
    for (file, fault) in [
        (list, "the log has 3 editions, but there is no list of them at /public/v1/editions"),
        ("public/v1/questions/index.json", "/public/v1/questions is empty, but the log has 2 records"),
        ("public/v1/changes/index.json", "the log has 4 leaves, but there is no list of changes"),
        ("public/v1/feeds/feed.json", "the log has 4 leaves, but there is no feed of them"),
    ] {
        let kept = if file == list { whole.to_string().into_bytes() } else { std::fs::read(out.join(file)).expect("a file") };
        std::fs::remove_file(out.join(file)).expect("a file");
        let (status, _, faults) = answerable(&["verify", &place]).await;
        assert!(status == 1 && faults.contains(fault), "{faults}");
        write(out, file, &kept);
    }
    let (status, said, faults) = answerable(&["verify", &place]).await;
    assert_eq!(status, 0, "{said}{faults}");
}
