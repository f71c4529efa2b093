//! What is said under load is true: what was answered 503 was never done, what was answered with success was, and of what is not
//! known it is said so, and can be repeated.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use answerable::foundation::config::Settings;
use answerable::foundation::db::{AnyConnection, DatabaseUrl, Waits};
use diesel::{Connection, PgConnection, SqliteConnection};
use reqwest::Method;
use serde_json::json;

use crate::commands::{answerable, text};
use crate::support::database::TestDatabase;
use crate::support::slow::{all_idle, keep_busy, quick_again, slow_questions};
use crate::support::{Client, Engine, Reply, TestApp};

const CONNECTIONS: usize = 3;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// Runs a test on both databases, where a request waits so long in the queue and so long for what has begun.
fn on(engine: Engine, queue: u64, begun: u64, test: impl AsyncFnOnce(&TestApp)) {
    actix_web::rt::System::new().block_on(async {
        let change = |settings: &mut Settings| {
            settings.database.connections = CONNECTIONS;
            settings.database.queue = 48;
            settings.database.waits = Waits::Limited { queue: ms(queue), begun: ms(begun) };
        };
        let app = TestApp::start_with(engine, change).await;
        test(&app).await;
        app.stop().await;
    });
}

macro_rules! on_both {
    ($($name:ident: $queue:literal, $begun:literal;)+) => {
        mod sqlite {
            use crate::support::Engine::Sqlite;
            $(#[test] fn $name() { super::on(Sqlite, $queue, $begun, super::$name) })+
        }
        mod postgres {
            use crate::support::Engine::Postgres;
            $(#[test] fn $name() { super::on(Postgres, $queue, $begun, super::$name) })+
        }
    };
}

on_both! {
    what_is_refused_was_not_done: 200, 60_000;
    a_burst_after_one_long_job_is_served: 5000, 60_000;
    what_has_begun_is_waited_for: 150, 60_000;
    what_is_not_known_is_repeated_safely: 10_000, 300;
    who_sends_no_more_is_answered: 5000, 60_000;
}

async fn ask(client: &Client, text: &str, key: Option<&str>) -> Reply {
    let mut request = client.request(Method::POST, "/v1/questions").json(&json!({ "text": text }));
    if let Some(key) = key {
        request = request.header("Idempotency-Key", key);
    }
    client.send(request).await
}

async fn texts(app: &TestApp) -> Vec<String> {
    let all = app.opcc().all("/v1/questions?limit=200").await;
    all.iter().map(|row| row["text"].as_str().expect("a text").to_owned()).collect()
}

async fn what_is_refused_was_not_done(app: &TestApp) {
    let (db, engine) = (&app.inner().db, app.engine());
    let (mut created, mut refused) = (BTreeSet::new(), 0);
    // Around the limit the thread that begins and the one who gives up meet.
    for (round, busy) in [0, 600, 190, 200, 210, 230, 290, 300, 310, 330, 0].into_iter().enumerate() {
        app.opcc().get("/v1/me").await.expect(200);
        let tasks = if busy > 0 { keep_busy(db, engine, CONNECTIONS, ms(busy)).await } else { Vec::new() };
        let asked = (0..60).map(|n| {
            let (client, text, key) = (app.opcc(), format!("Round {round}, question {n}?"), format!("{round}-{n}"));
            async move { (ask(&client, &text, (n % 2 == 0).then_some(&key)).await, text) }
        });
        for (reply, text) in futures_util::future::join_all(asked).await {
            if reply.status == 201 {
                created.insert(text);
                continue;
            }
            refused += 1;
            let reply = reply.refused(503);
            assert_eq!(reply.str("/type"), "/problems/overloaded");
            assert!(reply.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        }
        for task in tasks {
            task.await.expect("the end of a sleep");
        }
        all_idle(db, engine, CONNECTIONS).await;
    }
    assert!(refused > 0 && !created.is_empty(), "{refused} refused, {} created", created.len());
    let there = texts(app).await;
    assert_eq!(there.len(), created.len(), "{refused} were refused");
    assert_eq!(there.into_iter().collect::<BTreeSet<_>>(), created);
    // What was not done can be done, also under the key that was refused.
    for n in 0..60 {
        ask(&app.opcc(), &format!("Round 1, question {n}?"), (n % 2 == 0).then_some(&format!("1-{n}"))).await.expect(201);
    }
}

async fn a_burst_after_one_long_job_is_served(app: &TestApp) {
    keep_busy(&app.inner().db, app.engine(), CONNECTIONS, ms(1500)).await;
    all_idle(&app.inner().db, app.engine(), CONNECTIONS).await;
    app.opcc().get("/v1/me").await.expect(200);
    let client = app.opcc();
    let texts: Vec<String> = (0..40).map(|n| format!("Question {n}?")).collect();
    for reply in futures_util::future::join_all(texts.iter().map(|text| ask(&client, text, None))).await {
        reply.expect(201);
    }
}

async fn what_has_begun_is_waited_for(app: &TestApp) {
    let slow = |conn: &mut AnyConnection| {
        slow_questions(conn, ms(1000));
        Ok(())
    };
    app.inner().db.write(slow).await.expect("triggers");
    // Six times as long as anything may be queued.
    ask(&app.opcc(), "What takes so long?", None).await.expect(201);
    quick_again(app.inner()).await;
    assert_eq!(texts(app).await, ["What takes so long?"]);
}

async fn what_is_not_known_is_repeated_safely(app: &TestApp) {
    let slow = |conn: &mut AnyConnection| {
        slow_questions(conn, ms(1200));
        Ok(())
    };
    app.inner().db.write(slow).await.expect("triggers");
    let beside = app.beside("2019-01-30T09:00:00Z").with_token(&app.token(&app.claims("opcc")));
    let mut seen: BTreeMap<u16, usize> = BTreeMap::new();
    for round in 0..3 {
        let (text, key) = (format!("Round {round}: and then?"), format!("key {round}"));
        let unknown = ask(&app.opcc(), &text, Some(&key)).await.refused(504);
        assert_eq!(unknown.str("/type"), "/problems/outcome-unknown");
        assert!(unknown.str("/detail").contains("Idempotency-Key"));
        unknown.header("retry-after");
        // Here and at another instance, while the first still runs and after it.
        let mut answers = Vec::new();
        while answers.len() < 4 {
            for client in [&app.opcc(), &beside] {
                let reply = ask(client, &text, Some(&key)).await;
                *seen.entry(reply.status).or_default() += 1;
                match reply.status {
                    201 => answers.push(reply.id()),
                    409 => assert_eq!(reply.str("/type"), "/problems/idempotency-key-in-flight"),
                    503 => assert_eq!(reply.str("/type"), "/problems/overloaded"),
                    504 => assert_eq!(reply.str("/type"), "/problems/outcome-unknown"),
                    other => panic!("{other}: {}", reply.text),
                }
            }
            tokio::time::sleep(ms(20)).await;
        }
        assert!(answers.iter().all(|id| *id == answers[0]), "{answers:?}");
        // A read is held to the same short limit.
        let there = loop {
            let page = app.opcc().get("/v1/questions?sort=created_at").await;
            if page.status == 200 {
                break page.ids();
            }
        };
        assert_eq!(there.len(), round + 1, "one for each key");
        assert_eq!(there[round], answers[0]);
    }
    assert!(seen.contains_key(&409), "the repeat was refused while the first ran: {seen:?}");
}

/// Whatever is set for requests: a command has no limit, and says that it goes on.
fn commands_take_as_long_as_they_take(engine: Engine) {
    let database = TestDatabase::fresh(engine);
    let mut connection = match &database.url {
        DatabaseUrl::Sqlite(path) => AnyConnection::Sqlite(SqliteConnection::establish(path).expect("the database")),
        DatabaseUrl::Postgres(url) => AnyConnection::Postgres(PgConnection::establish(url).expect("the database")),
    };
    slow_questions(&mut connection, ms(250));
    drop(connection);
    let record = concat!(env!("CARGO_MANIFEST_DIR"), "/data/west-mercia-2019-01.json");
    let mut command = answerable(&["import", record, "--database-url", &database.text()]);
    for limit in ["QUEUE_WAIT", "ANSWER_WAIT", "STATEMENT_TIMEOUT"] {
        command.env(format!("ANSWERABLE_{limit}_MS"), "100");
    }
    let output = command.output().expect("the binary runs");
    let (said, done) = (text(&output.stderr), text(&output.stdout));
    assert!(output.status.success(), "{said}");
    assert!(said.contains("still working") && done.contains("questions 20"), "{done}{said}");
}

#[test]
fn commands_on_sqlite() {
    commands_take_as_long_as_they_take(Engine::Sqlite);
}

#[test]
fn commands_on_postgres() {
    commands_take_as_long_as_they_take(Engine::Postgres);
}

/// A client that has closed its sending half still reads.
async fn who_sends_no_more_is_answered(app: &TestApp) {
    app.opcc().get("/v1/me").await.expect(200);
    keep_busy(&app.inner().db, app.engine(), CONNECTIONS, ms(400)).await;
    let (address, token) = (app.address(), app.token(&app.claims("opcc")));
    let answer = std::thread::spawn(move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        let body = r#"{"text": "Who is still there?"}"#;
        let head = format!(
            "POST /v1/questions HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("a request");
        stream.shutdown(Shutdown::Write).expect("half a connection");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    });
    while !answer.is_finished() {
        tokio::time::sleep(ms(10)).await;
    }
    let answer = answer.join().expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(texts(app).await, ["Who is still there?"]);
}
