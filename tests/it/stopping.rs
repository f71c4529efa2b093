//! The end of a process on SQLite: the database file alone has everything that was acknowledged, or the process says that it has not.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel::{SqliteConnection, sql_query};
use reqwest::blocking::Client;
use serde_json::{Value, json};

use crate::commands::{answerable, text};
use crate::support::Engine;
use crate::support::database::TestDatabase;
use crate::support::receiver::{Answer, Receiver};

/// A demo on a file of its own.
struct Demo {
    child: Child,
    said: Value,
}

impl Demo {
    fn start(file: &Path) -> Self {
        let url = format!("sqlite://{}", file.display());
        let mut command = answerable(&["demo", "--json", "--listen", "127.0.0.1:0", "--database-url", &url]);
        command.env("ANSWERABLE_WEBHOOKS_ALLOW_LOOPBACK", "true").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the demo starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output")).read_line(&mut line).expect("a line");
        Self { child, said: serde_json::from_str(&line).expect("one line of JSON") }
    }

    /// Sends a request; its answer, if there was one.
    fn post(&self, http: &Client, path: &str, role: &str, body: &Value) -> Option<(u16, Value)> {
        let url = format!("{}{path}", self.said["url"].as_str().expect("a URL"));
        let token = self.said["tokens"][role].as_str().expect("a token");
        let reply = http.post(url).bearer_auth(token).header("if-match", "*").json(body).send().ok()?;
        Some((reply.status().as_u16(), reply.json().ok()?))
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().expect("kill");
        assert!(sent.success());
    }

    /// Exit status and standard error.
    fn end(mut self) -> (Option<i32>, String) {
        let mut said = String::new();
        self.child.stderr.take().expect("standard error").read_to_string(&mut said).expect("text");
        (self.child.wait().expect("an end").code(), said)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.child.kill());
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
}

fn ids(file: &Path) -> BTreeSet<String> {
    let mut connection = SqliteConnection::establish(&file.display().to_string()).expect("the copy");
    let rows: Vec<Row> = sql_query("SELECT id FROM questions").load(&mut connection).expect("questions");
    rows.into_iter().map(|row| row.id).collect()
}

/// A copy of the file alone, as a cold backup takes it.
fn cold_copy(file: &Path, directory: &Path, name: &str) -> PathBuf {
    let copy = directory.join(name);
    std::fs::copy(file, &copy).expect("a copy");
    copy
}

/// Writes from several clients until the server is gone; the ids of what was acknowledged.
fn write_until_gone(demo: &Demo, clients: usize, stop: impl FnOnce() + Send) -> BTreeSet<String> {
    let all = Mutex::new(BTreeSet::new());
    let acknowledged = &all;
    std::thread::scope(|scope| {
        for client in 0..clients {
            scope.spawn(move || {
                let http = Client::new();
                while let Some((status, made)) =
                    demo.post(&http, "/v1/questions", "opcc", &json!({"text": format!("Client {client} asks?")}))
                {
                    // Before it is gone it refuses at the most.
                    if status == 201 {
                        acknowledged.lock().expect("a list").insert(made["id"].as_str().expect("an id").to_owned());
                    }
                }
            });
        }
        scope.spawn(move || {
            while acknowledged.lock().expect("a list").len() < 20 {
                std::thread::sleep(Duration::from_millis(5));
            }
            stop();
        });
    });
    all.into_inner().expect("a list")
}

#[test]
fn a_stop_leaves_everything_in_the_file() {
    let directory = tempfile::tempdir().expect("a directory");
    let (file, receiver) = (directory.path().join("record.db"), Receiver::start());
    receiver.answers(Answer::Silence);
    let mut acknowledged = BTreeSet::new();
    for round in 0..6 {
        let (demo, http) = (Demo::start(&file), Client::new());
        // Something for the background: messages that are on their way when the server stops.
        if round == 0 {
            let hook = json!({"url": receiver.url("/hook"), "events": ["question.put"]});
            assert_eq!(demo.post(&http, "/v1/webhooks", "force", &hook).expect("an answer").0, 201);
        }
        let (_, draft) = demo.post(&http, "/v1/questions", "opcc", &json!({"text": "What is told?"})).expect("an answer");
        let id = draft["id"].as_str().expect("an id").to_owned();
        assert_eq!(demo.post(&http, &format!("/v1/questions/{id}/put"), "pcc", &json!({})).expect("an answer").0, 200);
        acknowledged.insert(id);
        if round % 3 == 2 {
            // At rest: the last write was acknowledged a moment ago, and nothing follows it.
            demo.signal("-TERM");
        } else {
            acknowledged.extend(write_until_gone(&demo, 4, || {
                demo.signal("-TERM");
                if round % 2 == 1 {
                    demo.signal("-TERM");
                    demo.signal("-INT");
                }
            }));
        }
        let (code, said) = demo.end();
        assert_eq!(code, Some(0), "round {round}: {said}");
        let there = ids(&cold_copy(&file, directory.path(), &format!("copy-{round}.db")));
        let lost = acknowledged.difference(&there).count();
        assert_eq!(lost, 0, "round {round}: {lost} of {} are not in the file", acknowledged.len());
        let log = std::fs::metadata(directory.path().join("record.db-wal")).map_or(0, |about| about.len());
        assert_eq!(log, 0, "round {round}: the log is not empty");
    }
}

/// A reader of another process keeps what is in the log from being moved: that is said, and is no success.
#[test]
fn a_stop_that_cannot_empty_the_log_says_so() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("record.db");
    let (demo, http) = (Demo::start(&file), Client::new());
    let mut reader = SqliteConnection::establish(&file.display().to_string()).expect("the database");
    reader.batch_execute("BEGIN; SELECT count(*) FROM questions;").expect("a reader");
    let (status, _) = demo.post(&http, "/v1/questions", "opcc", &json!({"text": "Who reads this?"})).expect("an answer");
    assert_eq!(status, 201);
    let url = format!("sqlite://{}", file.display());
    let area = ["area", "add", "--slug", "warwickshire", "--code", "WK", "--name", "Warwickshire", "--force-name", "WK Police"];
    let command = answerable(&[&area[..], &["--database-url", &url]].concat()).stderr(Stdio::piped()).spawn().expect("a command");
    let command = command.wait_with_output().expect("an end");
    demo.signal("-TERM");
    let said = text(&command.stderr);
    assert_eq!(command.status.code(), Some(1), "{said}");
    assert!(said.contains("done, but") && said.contains("record.db-wal"), "{said}");
    let (code, said) = demo.end();
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("record.db-wal") && said.contains("together"), "{said}");
    // What it says is so: with the log beside it, everything is there.
    drop(reader);
    let areas =
        answerable(&["user", "list", "--area", "warwickshire", "--database-url", &url]).output().expect("the binary runs");
    assert!(areas.status.success(), "{}", text(&areas.stderr));
    assert!(cold_copy(&file, directory.path(), "copy.db").exists());
}

/// Every command leaves the file whole, whether it did what it was asked to or not.
#[test]
fn commands_leave_everything_in_the_file() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let database = TestDatabase::fresh(Engine::Sqlite);
    let (url, log) = (database.text(), format!("{}-wal", database.text().trim_start_matches("sqlite://")));
    let record = concat!(env!("CARGO_MANIFEST_DIR"), "/data/west-mercia-2019-01.json");
    let (package, out) = (path("wm.tar"), path("out"));
    let account = ["user", "add", "--area", "west-mercia", "--login", "a@example.org", "--name", "A", "--role", "pcc"];
    let account = [&account[..], &["--generate-password"]].concat();
    let nobody = ["user", "deactivate", "--login", "b@example.org"];
    let table: [(&[&str], i32); 11] = [
        (&["migrate"], 0),
        (&["import", record], 0),
        (&["import", record], 0),
        (&account, 0),
        (&account, 1),
        (&nobody, 1),
        (&["holidays", "list"], 0),
        (&["public", "rebuild"], 0),
        (&["export", "--public", &out, "--public-url", "https://record.example.org"], 0),
        (&["handover", "--area", "west-mercia", "--out", &package], 0),
        (&["import", &package, "--trust-on-first-use"], 1),
    ];
    for (words, status) in table {
        let output = answerable(&[words, &["--database-url", &url]].concat()).output().expect("the binary runs");
        assert_eq!(output.status.code(), Some(status), "{words:?}: {}", text(&output.stderr));
        assert_eq!(std::fs::metadata(&log).map_or(0, |about| about.len()), 0, "{words:?}");
    }
}
