//! An independent mirror in Python, with the list of changes and the documents alone: it ends equal to what is published, whatever
//! happens to the log.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::public::{asked_with, fresh, get, publish, withdraw};
use crate::support::client::connections;
use crate::support::{Client, TestApp, both};
use crate::third_party::python;
use crate::verify::{restarted, sql};

both!(a_mirror_ends_equal, another_log_is_noticed);

async fn mirrored(base: &str, state: &Path) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mirror.py");
    let mut command = Command::new(python());
    command.arg(script).arg(base).arg(state);
    let output = actix_web::rt::task::spawn_blocking(move || command.output()).await.expect("a thread").expect("Python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What can be read now: each edition that is not withdrawn, with the SHA-256 of its document.
async fn published(client: &Client) -> Value {
    let mut documents = serde_json::Map::new();
    for row in client.all("/public/v1/changes").await {
        if row["change"] == "published" && row["edition"]["status"] != "withdrawn" {
            documents.insert(row["edition"]["id"].as_str().expect("an id").to_owned(), row["sha256"].clone());
        }
    }
    Value::Object(documents)
}

async fn question(app: &TestApp, id: &str, text: &str) -> String {
    publish(app, "question", id, json!({"question": {"id": id, "text": text}})).await
}

async fn a_mirror_ends_equal(app: TestApp) {
    let home = tempfile::tempdir().expect("a directory");
    let state = home.path().join("mirror.json");
    let follow = async |app: &TestApp| {
        let (base, server) = restarted(app);
        let mirrored = mirrored(&base, &state).await;
        let there = published(&Client::new(connections(), base.clone(), None)).await;
        server.stop(false).await;
        assert_eq!(mirrored, there);
        mirrored.as_object().expect("documents").len()
    };
    let ids: Vec<String> = (0..3).map(|_| fresh(&app)).collect();
    assert_eq!(follow(&app).await, 0);
    let mut editions = Vec::new();
    for id in &ids {
        editions.push(question(&app, id, "Why?").await);
    }
    assert_eq!(follow(&app).await, 3);
    sql(&app, "CREATE TABLE backup AS SELECT * FROM publication_log").await;
    // A correction supersedes, and both can be read; a withdrawal takes away.
    question(&app, &ids[0], "Why now?").await;
    withdraw(&app, &editions[1]).await;
    assert_eq!(follow(&app).await, 3);
    // An older backup is restored, and the log grows another way.
    sql(&app, "DELETE FROM publication_log; INSERT INTO publication_log SELECT * FROM backup").await;
    app.inner().db.write(answerable::public::projection::rebuild).await.expect("made anew");
    sql(&app, "DROP TABLE backup").await;
    for text in ["Something else?", "And more?", "And more again?"] {
        question(&app, &fresh(&app), text).await;
    }
    assert_eq!(follow(&app).await, 6);
}

async fn another_log_is_noticed(app: TestApp) {
    for text in ["One?", "Two?", "Three?"] {
        question(&app, &fresh(&app), text).await;
    }
    let page = get(&app, "/public/v1/changes?limit=2").await.expect(200);
    let hash = page.str("/next_leaf_hash").to_owned();
    assert_eq!((&page.json["next_after"], &page.json["data"][1]["leaf_hash"]), (&json!(1), &json!(hash)));
    let on = format!("/public/v1/changes?after=1&leaf_hash={hash}");
    assert_eq!(get(&app, &on).await.expect(200).json["data"].as_array().map(Vec::len), Some(1));
    let other = "0".repeat(64);
    for path in [format!("after=1&leaf_hash={other}"), format!("after=0&leaf_hash={hash}"), format!("after=17&leaf_hash={hash}")]
    {
        let refused = get(&app, &format!("/public/v1/changes?{path}")).await.refused(409);
        assert!(refused.str("/detail").contains("without after"), "{path}: {}", refused.text);
        assert_eq!(refused.json["log_length"], 3, "{path}");
    }
    for (path, pointer) in [("after=1&leaf_hash=abc", "/query/leaf_hash"), (&*format!("leaf_hash={hash}"), "/query/leaf_hash")] {
        assert_eq!(get(&app, &format!("/public/v1/changes?{path}")).await.refused(400).pointers(), [pointer], "{path}");
    }
    // The end of the log is as good a place to wait as any.
    let end = get(&app, "/public/v1/changes").await.expect(200);
    let wait = format!("/public/v1/changes?after=2&leaf_hash={}", end.str("/next_leaf_hash"));
    let page = asked_with(&app, &wait, "accept", "*/*").await.expect(200);
    assert_eq!((page.str("/next_leaf_hash"), &page.json["data"]), (end.str("/next_leaf_hash"), &json!([])));
}
