//! Nothing is lost when the process is killed between the commit and the delivery.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::blocking::Client;
use serde_json::{Value, json};

use crate::support::Engine;
use crate::support::database::empty;
use crate::support::receiver::{Answer, Receiver};

/// A demo that may call this machine, killed when it is dropped.
struct Demo {
    child: Child,
    said: Value,
}

impl Demo {
    fn start(database: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_answerable"))
            .args(["demo", "--json", "--listen", "127.0.0.1:0", "--database-url", database])
            .env_clear()
            .env("ANSWERABLE_WEBHOOKS_ALLOW_LOOPBACK", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the demo starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("standard output")).read_line(&mut line).expect("a line");
        Self { child, said: serde_json::from_str(&line).expect("one line of JSON") }
    }

    fn post(&self, path: &str, role: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.said["url"].as_str().expect("a URL"));
        let token = self.said["tokens"][role].as_str().expect("a token");
        let request = Client::new().post(url).bearer_auth(token).header("if-match", "*").json(body);
        let reply = request.send().expect("a reply").error_for_status().expect("success");
        reply.json().expect("JSON")
    }
}

impl Drop for Demo {
    /// SIGKILL.
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn what_was_committed_is_told(engine: Engine) {
    let (database, receiver) = (empty(engine), Receiver::start());
    let demo = Demo::start(&database.text());
    let hook = json!({"url": receiver.url("/hook"), "events": ["question.put"]});
    let secret = demo.post("/v1/webhooks", "force", &hook)["secret"].as_str().expect("a secret").to_owned();
    receiver.answers(Answer::Silence);
    let drafts = ["What has changed?", "And since?"].map(|text| demo.post("/v1/questions", "opcc", &json!({"text": text})));
    let put =
        |draft: &Value| demo.post(&format!("/v1/questions/{}/put", draft["id"].as_str().expect("an id")), "pcc", &json!({}));
    // One is under way when the process dies, the other was committed a moment before.
    let first = put(&drafts[0]);
    let under_way = receiver.next(Duration::from_secs(30)).expect("an attempt");
    let second = put(&drafts[1]);
    drop(demo);
    receiver.answers(Answer::With(200, "", String::new()));
    receiver.all();
    let _again = Demo::start(&database.text());
    let mut told: Vec<(Value, String)> = Vec::new();
    while told.len() < 2 {
        let message = receiver.next(Duration::from_secs(60)).expect("a message after the restart");
        assert!(message.is_verified_by(&secret));
        let data = message.json()["data"]["id"].clone();
        if told.iter().all(|(id, _)| *id != data) {
            told.push((data, message.id().to_owned()));
        }
    }
    let message_of = |question: &Value| told.iter().find(|(id, _)| *id == question["id"]).expect("both are told").1.clone();
    assert_eq!(message_of(&first), under_way.id(), "the same message under the same id");
    assert_ne!(message_of(&second), under_way.id());
}

#[test]
fn on_sqlite() {
    what_was_committed_is_told(Engine::Sqlite);
}

#[test]
fn on_postgres() {
    what_was_committed_is_told(Engine::Postgres);
}
