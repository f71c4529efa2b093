//! The command line as its users meet it: the binary itself, its output and its exit status.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use reqwest::blocking::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::database::{TestDatabase, empty};
use crate::support::{Engine, PUBLIC_URL};

/// The binary with nothing of this environment.
pub fn answerable(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_answerable"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    answerable(arguments).output().expect("the binary runs")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// Standard output of a command that succeeds.
#[track_caller]
fn done(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Standard error of a command that ends with `status`.
#[track_caller]
fn refused(arguments: &[&str], status: i32) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stderr)
}

/// A server that was started by the binary.
struct Running {
    child: Child,
    url: String,
    stdout: BufReader<std::process::ChildStdout>,
    first_line: String,
}

impl Running {
    /// Starts `demo --json`, which says on standard output where it is.
    fn demo(database: &str) -> Self {
        let mut child = answerable(&["demo", "--json", "--listen", "127.0.0.1:0", "--database-url", database])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the demo starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("standard output"));
        let mut first_line = String::new();
        stdout.read_line(&mut first_line).expect("a line");
        let said: Value = serde_json::from_str(&first_line).expect("one line of JSON");
        Self { child, url: said["url"].as_str().expect("a URL").to_owned(), stdout, first_line }
    }

    /// Starts `serve`, which says in its log where it is.
    fn serve(arguments: &[&str]) -> Self {
        let mut child = answerable(&[&["serve", "--listen", "127.0.0.1:0", "--public-url", PUBLIC_URL], arguments].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let stdout = BufReader::new(child.stdout.take().expect("standard output"));
        let mut log = BufReader::new(child.stderr.take().expect("standard error")).lines();
        let first_line = log
            .by_ref()
            .map(|line| line.expect("text"))
            .find(|line| line.contains(" on http://"))
            .expect("a line of the log with the address");
        std::thread::spawn(move || log.for_each(drop));
        let url = first_line.rsplit_once(" on ").expect("an address").1.trim().to_owned();
        Self { child, url, stdout, first_line }
    }

    fn said(&self) -> Value {
        serde_json::from_str(&self.first_line).expect("JSON")
    }

    fn token(&self, role: &str) -> String {
        self.said()["tokens"][role].as_str().unwrap_or_else(|| panic!("no token for {role}")).to_owned()
    }

    fn get(&self, path: &str, token: &str) -> (u16, Value) {
        let reply = Client::new().get(format!("{}{path}", self.url)).bearer_auth(token).send().expect("a reply");
        (reply.status().as_u16(), reply.json().unwrap_or(Value::Null))
    }

    fn post(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let reply = Client::new().post(format!("{}{path}", self.url)).bearer_auth(token).json(body).send().expect("a reply");
        (reply.status().as_u16(), reply.json().unwrap_or(Value::Null))
    }

    /// The origin that an answer of `/v1` lets in, when a page of another one asks.
    fn lets_in(&self) -> Option<String> {
        let asked = Client::new().get(format!("{}/v1/me", self.url)).header("Origin", "https://front.example.org");
        let reply = asked.send().expect("a reply");
        reply.headers().get("access-control-allow-origin").map(|value| value.to_str().expect("a header of text").to_owned())
    }

    /// SIGTERM; what it still wrote to standard output. The exit status has to be 0.
    fn terminate(mut self) -> String {
        let sent = Command::new("kill").arg(self.child.id().to_string()).status().expect("kill");
        assert!(sent.success());
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).expect("text");
        assert_eq!(self.child.wait().expect("an end").code(), Some(0));
        rest
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn path(directory: &TempDir, name: &str) -> String {
    directory.path().join(name).display().to_string()
}

/// A fresh signing key; where it is.
fn key(directory: &TempDir) -> String {
    let file = path(directory, "keys.pem");
    done(&["key", "new", &file]);
    file
}

#[test]
fn every_command_explains_itself() {
    let commands = [
        "",
        "demo",
        "serve",
        "migrate",
        "import",
        "user",
        "user add",
        "user list",
        "user reset",
        "user deactivate",
        "user reactivate",
        "area add",
        "holidays load",
        "holidays list",
        "key new",
        "handover",
        "openapi",
        "health",
    ];
    for command in commands {
        let words: Vec<&str> = command.split_whitespace().chain(["--help"]).collect();
        let help = done(&words);
        assert!(help.contains("Usage:") && help.lines().count() > 4, "{command}: {help}");
    }
    assert!(refused(&["serv"], 2).contains("serve"));
}

#[test]
fn serve_refuses_what_is_unsafe_or_useless() {
    let directory = tempfile::tempdir().expect("a directory");
    let (keys, missing) = (key(&directory), format!("sqlite://{}", path(&directory, "missing.db")));
    let empty = empty(Engine::Postgres);
    let (unmigrated, migrated) = (empty.text(), TestDatabase::fresh(Engine::Postgres));
    let no_pem = path(&directory, "no.pem");
    std::fs::write(&no_pem, "secret").expect("a file");
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let keyed =
        |database: &str| owned(&["serve", "--public-url", PUBLIC_URL, "--signing-keys", &keys, "--database-url", database]);
    let demo_issuer = [keyed(&missing), owned(&["--issuer", "answerable-demo"])].concat();
    let table = [
        (owned(&["serve", "--database-url", &missing, "--signing-keys", &keys]), "--public-url or ANSWERABLE_PUBLIC_URL: "),
        (owned(&["serve", "--public-url", "record.example.org"]), "https://record.example.org"),
        (owned(&["export", "--public", &missing, "--database-url", &missing]), "--public-url or ANSWERABLE_PUBLIC_URL: "),
        (owned(&["serve", "--public-url", PUBLIC_URL, "--database-url", &missing]), "answerable key new"),
        (owned(&["serve", "--public-url", PUBLIC_URL, "--signing-keys", &no_pem]), "no.pem"),
        (keyed(&missing), "answerable migrate"),
        (keyed(&unmigrated), "answerable migrate"),
        (keyed("mysql://me:opensesame@localhost/record"), "--database-url"),
        (keyed("record.db"), "--database-url"),
        (keyed(&migrated.text()), "--signing-key-file"),
        (demo_issuer, "answerable-demo"),
        ([keyed(&missing), owned(&["--listen", "nowhere"])].concat(), "--listen"),
        ([keyed(&missing), owned(&["--config", &no_pem])].concat(), "no.pem"),
    ];
    for (arguments, wanted) in table {
        let said = refused(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), 2);
        assert!(said.contains(wanted), "{arguments:?}: {said}");
        assert!(!said.contains("opensesame"), "{said}");
        assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    }
    assert!(!Path::new(&path(&directory, "missing.db")).exists(), "a refusal makes no database");
}

/// Two editions of the record with a change note, a passage withheld, and a log that bears it out.
fn what_the_demo_publishes(demo: &Running) {
    let (status, editions) = demo.get("/public/v1/editions?kind=meeting_record", "");
    assert_eq!(status, 200);
    let [first, second] = editions["data"].as_array().expect("editions").as_slice() else { panic!("{editions}") };
    assert_eq!((&first["status"], &first["superseded_by"]), (&json!("superseded"), &second["id"]));
    assert_eq!((&second["significance"], second["change_note"].is_string()), (&json!("minor"), true));
    let document = demo.get(second["url"].as_str().expect("a path"), "").1;
    let reasons: Vec<&str> =
        document["withheld"].as_array().expect("a list").iter().filter_map(|one| one["reason"].as_str()).collect();
    assert_eq!(reasons, ["foia_s31", "junior_staff", "junior_staff"]);
    let text = document.to_string();
    assert!(text.contains("[withheld: foia_s31]") && text.contains("the Digital Forensic Unit (DFU)"), "{text}");
    for word in ["overnight", "Noorbakhsh"] {
        assert!(!text.contains(word), "{word}");
        assert_eq!(demo.get(&format!("/public/v1/search?q={word}"), "").1["data"], json!([]), "{word}");
    }
    let url = demo.said()["url"].as_str().expect("a URL").to_owned();
    let feed = demo.get("/public/v1/feeds/feed.json", "").1;
    assert_eq!(feed["feed_url"], json!(format!("{url}/public/v1/feeds/feed.json")), "it knows its own address");
    let threads = demo.get("/public/v1/priorities", "").1["data"].as_array().map(Vec::len);
    assert_eq!(threads, Some(4));
    let verified = answerable(&["verify", &url]).output().expect("the binary runs");
    assert!(verified.status.success(), "{verified:?}");
}

fn the_demo_lives_and_goes_on(database: &str, keys: &str) {
    let demo = Running::demo(database);
    assert_eq!(demo.said()["area"], "west-mercia");
    for role in ["pcc", "opcc", "force"] {
        let (status, me) = demo.get("/v1/me", &demo.token(role));
        assert_eq!((status, &me["role"]), (200, &json!(role)));
    }
    assert_eq!(demo.lets_in().as_deref(), Some("*"), "a front end is tried against it");
    what_the_demo_publishes(&demo);
    let before = demo.get("/v1/questions?count=exact", &demo.token("pcc")).1["page"]["total"].as_u64().expect("a count");
    assert!(before >= 20, "{before}");
    assert_eq!(demo.post("/v1/questions", &demo.token("opcc"), &json!({"text": "And since?"})).0, 201);
    let colleague = json!({"login": "new@example.org", "name": "N. Colleague", "role": "opcc", "password": "a long enough one"});
    assert_eq!(demo.post("/v1/users", &demo.token("opcc"), &colleague).0, 201);
    let old = demo.token("pcc");
    assert_eq!(demo.terminate(), "", "one line is all it prints");

    let again = Running::demo(database);
    let after = again.get("/v1/questions?count=exact", &again.token("pcc")).1["page"]["total"].as_u64().expect("a count");
    assert_eq!(after, before + 1);
    assert_eq!(again.get("/v1/me", &old).0, 401, "a token ends with its run");
    let current = again.token("pcc");
    again.terminate();

    let real = Running::serve(&["--signing-keys", keys, "--signing-key-file", keys, "--database-url", database]);
    assert_eq!(real.get("/v1/me", &current).0, 401, "a token of the demo is good nowhere else");
    assert_eq!(real.get("/readyz", "").0, 200);
    assert_eq!(real.lets_in(), None);
    let feed = real.get("/public/v1/feeds/feed.json", "").1;
    assert_eq!(feed["feed_url"], json!(format!("{PUBLIC_URL}/public/v1/feeds/feed.json")));
    let address = real.url.trim_start_matches("http://").to_owned();
    assert_eq!(done(&["health", "--listen", &address]), "ready\n");
    real.terminate();
    refused(&["health", "--listen", &address], 1);
}

#[test]
fn the_demo_on_sqlite() {
    let directory = tempfile::tempdir().expect("a directory");
    the_demo_lives_and_goes_on(&format!("sqlite://{}", path(&directory, "demo.db")), &key(&directory));
}

#[test]
fn the_demo_on_postgres() {
    let directory = tempfile::tempdir().expect("a directory");
    let database = empty(Engine::Postgres);
    the_demo_lives_and_goes_on(&database.text(), &key(&directory));
}

fn a_real_instance(database: &str) {
    let directory = tempfile::tempdir().expect("a directory");
    let keys = key(&directory);
    let at = |words: &[&str]| [words, &["--database-url", database]].concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let run_at = |words: &[&str]| done(&at(words).iter().map(String::as_str).collect::<Vec<_>>());
    let refused_at = |words: &[&str], status| refused(&at(words).iter().map(String::as_str).collect::<Vec<_>>(), status);
    assert!(run_at(&["migrate"]).contains("applied"));
    assert!(run_at(&["migrate"]).contains("nothing to do"));

    let person = ["user", "add", "--area", "west-mercia", "--login", "pcc@example.org", "--name", "A. Name", "--role", "pcc"];
    let person = [&person[..], &["--generate-password"]].concat();
    assert!(refused_at(&person, 1).contains("area"));
    run_at(&["area", "add", "--slug", "west-mercia", "--code", "WM", "--name", "West Mercia", "--force-name", "WM Police"]);
    let said = run_at(&person);
    let password = said.lines().find_map(|line| line.strip_prefix("password: ")).expect("a password").to_owned();
    assert!(refused_at(&person, 1).contains("in use"));
    // An account of its own makes it somebody's database: the demo keeps off.
    assert!(refused_at(&["demo", "--listen", "127.0.0.1:0"], 1).contains("not the demo's"));

    let server = Running::serve(&["--signing-keys", &keys, "--signing-key-file", &keys, "--database-url", database]);
    let body = format!("grant_type=password&username=pcc%40example.org&password={password}");
    let sign_in = Client::new()
        .post(format!("{}/v1/auth/token", server.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let token: Value = sign_in.send().expect("a reply").json().expect("JSON");
    let token = token["access_token"].as_str().unwrap_or_else(|| panic!("{token}")).to_owned();
    assert_eq!(server.get("/v1/me", &token).1["role"], "pcc");
    server.terminate();
}

#[test]
fn a_real_instance_on_sqlite() {
    let directory = tempfile::tempdir().expect("a directory");
    a_real_instance(&format!("sqlite://{}", path(&directory, "record.db")));
}

#[test]
fn a_real_instance_on_postgres() {
    let database = empty(Engine::Postgres);
    a_real_instance(&database.text());
}

fn records_come_in_whole_or_not_at_all(database: &TestDatabase) {
    let directory = tempfile::tempdir().expect("a directory");
    let good = concat!(env!("CARGO_MANIFEST_DIR"), "/data/west-mercia-2019-01.json");
    let record = std::fs::read_to_string(good).expect("the record");
    let bad = path(&directory, "bad.json");
    std::fs::write(&bad, record.replacen("\"2018-12-31\"", "\"2018-11-31\"", 1)).expect("a file");
    let url = database.text();
    for arguments in [vec!["import", &bad, "--database-url", &url], vec!["import", "--check-only", &bad]] {
        let said = refused(&arguments, 1);
        let fault = said.lines().find(|line| line.contains("bad.json:")).unwrap_or_else(|| panic!("{said}"));
        let line = record.lines().position(|line| line.contains("2018-12-31")).expect("a line") + 1;
        assert!(fault.contains(&format!("bad.json:{line}:")) && fault.contains(" /"), "{fault}");
    }
    assert!(done(&["import", "--check-only", good]).contains("no fault"));
    // Nothing of the bad file is in the way of the good one.
    assert!(done(&["import", good, "--database-url", &url]).contains("20"));
    assert!(done(&["import", good, "--database-url", &url]).contains("nothing to do"));
    assert!(refused(&["import", "absent.json"], 2).contains("absent.json"));
}

#[test]
fn records_on_sqlite() {
    records_come_in_whole_or_not_at_all(&TestDatabase::fresh(Engine::Sqlite));
}

#[test]
fn records_on_postgres() {
    records_come_in_whole_or_not_at_all(&TestDatabase::fresh(Engine::Postgres));
}
