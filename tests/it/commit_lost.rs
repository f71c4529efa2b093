//! A connection that is lost in the middle: before the commit nothing was done, in it nobody knows, and that is what is said.

use std::time::Duration;

use answerable::foundation::actor::Role;
use answerable::foundation::db::DatabaseUrl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::Bool;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};
use reqwest::Method;
use serde_json::json;

use crate::commands::{answerable, text};
use crate::support::cutting::Cutter;
use crate::support::database::TestDatabase;
use crate::support::{Engine, Reply, TestApp};

async fn ask(app: &TestApp, text: &str, key: &str) -> Reply {
    let client = app.opcc();
    let request = client.request(Method::POST, "/v1/questions").header("Idempotency-Key", key).json(&json!({ "text": text }));
    client.send(request).await
}

#[track_caller]
fn unknown(reply: Reply) -> Reply {
    let reply = reply.refused(504);
    assert_eq!(reply.str("/type"), "/problems/outcome-unknown");
    assert!(!reply.text.contains("nothing"), "{}", reply.text);
    reply
}

#[test]
fn a_commit_whose_answer_is_lost_is_not_known_and_repeated_safely() {
    actix_web::rt::System::new().block_on(async {
        let (database, cutter) = Cutter::fresh();
        let app = TestApp::start_on(Engine::Postgres, database, |settings| settings.database.connections = 2).await;
        for round in 0..8 {
            let (text, key) = (format!("Round {round}?"), format!("key {round}"));
            cutter.arm();
            unknown(ask(&app, &text, &key).await);
            assert!(cutter.has_cut());
            let there = app.opcc().all("/v1/questions?sort=created_at").await;
            assert_eq!(there.len(), round + 1, "it was done");
            let again = ask(&app, &text, &key).await.expect(201);
            assert_eq!(there[round]["id"], again.id().as_str(), "the answer that was lost");
        }
        // Without a key: the version says whether it was done.
        let made = ask(&app, "What is known?", "one").await.expect(201);
        let (item, etag) = (made.location(), made.etag());
        cutter.arm();
        unknown(app.opcc().patch(&item, &etag, &json!({"text": "What is not known?"})).await);
        assert_eq!(app.opcc().get(&item).await.expect(200).str("/text"), "What is not known?");
        app.opcc().patch(&item, &etag, &json!({"text": "What is not known?"})).await.refused(412);
        assert_eq!(app.opcc().all("/v1/questions").await.len(), 9);
        app.stop().await;
    });
}

#[derive(QueryableByName)]
struct Ended {
    #[diesel(sql_type = Bool)]
    #[expect(dead_code, reason = "a row is enough")]
    ended: bool,
}

/// Ends the connection that sleeps inside a statement that begins so; waits for one.
async fn end_connection(database: &str, statement: &str) {
    let mut admin = PgConnection::establish(database).expect("the database");
    let sql = format!(
        "SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity \
         WHERE datname = current_database() AND wait_event = 'PgSleep' AND query LIKE '{statement}%'"
    );
    while sql_query(&sql).load::<Ended>(&mut admin).expect("an answer").is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A server that ends a connection in a statement, and one that does so in the commit itself.
#[test]
fn a_connection_that_is_ended_in_the_middle() {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start_with(Engine::Postgres, |settings| settings.database.connections = 2).await;
        let (url, mut made) = (app.database_url(), 0);
        let mut admin = PgConnection::establish(&url).expect("the database");
        let sleeps =
            "CREATE FUNCTION sleeps() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep(4); RETURN NULL; END $$ LANGUAGE plpgsql";
        admin.batch_execute(sleeps).expect("a function");
        for (round, (kind, when, statement)) in [("", "", "INSERT"), ("CONSTRAINT", "DEFERRABLE INITIALLY DEFERRED", "COMMIT")]
            .into_iter()
            .cycle()
            .take(6)
            .enumerate()
        {
            let trigger =
                format!("CREATE {kind} TRIGGER sleeps AFTER INSERT ON questions {when} FOR EACH ROW EXECUTE FUNCTION sleeps()");
            admin.batch_execute(&trigger).expect("a trigger");
            let (text, key) = (format!("Round {round}?"), format!("key {round}"));
            let (reply, ()) = futures_util::future::join(ask(&app, &text, &key), end_connection(&url, statement)).await;
            admin.batch_execute("DROP TRIGGER sleeps ON questions").expect("no trigger");
            if statement == "COMMIT" {
                unknown(reply);
            } else {
                assert_eq!(reply.refused(503).str("/type"), "/problems/database-away");
            }
            assert_eq!(app.opcc().all("/v1/questions").await.len(), made, "{statement}: it was not done");
            ask(&app, &text, &key).await.expect(201);
            made += 1;
            assert_eq!(app.opcc().all("/v1/questions").await.len(), made);
        }
        app.stop().await;
    });
}

/// A command does not say that nothing was done when the answer to its commit was lost.
#[test]
fn commands_whose_commit_is_not_known_say_so() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    let (keys, package, store) = (path("keys.pem"), path("wm.tar"), format!("file://{}", path("files")));
    let record = concat!(env!("CARGO_MANIFEST_DIR"), "/data/west-mercia-2019-01.json");
    let run = |words: &[&str], url: &str| {
        let output = answerable(&[words, &["--database-url", url]].concat()).output().expect("the binary runs");
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let lost = |words: &[&str], again: &str, status: i32| {
        let (database, cutter) = Cutter::fresh();
        cutter.arm();
        let (code, _, said) = run(words, &database.text());
        assert!(cutter.has_cut() && code == Some(1), "{words:?}: {code:?} {said}");
        assert!(
            !said.contains("nothing") && (said.contains("outcome is unknown") || said.contains("all of it was imported")),
            "{said}"
        );
        let (code, out, said) = run(words, &database.text());
        assert!(code == Some(status) && format!("{out}{said}").contains(again), "{words:?}: {code:?} {out} {said}");
    };
    lost(&["import", record], "nothing to do", 0);
    let area = ["area", "add", "--slug", "west-mercia", "--code", "WM", "--name", "West Mercia", "--force-name", "WM Police"];
    lost(&area, "already exists", 1);
    let old = TestDatabase::fresh(Engine::Sqlite);
    run(&area, &old.text());
    answerable(&["key", "new", &keys]).status().expect("a key");
    let written = run(&["handover", "--signing-key-file", &keys, "--area", "west-mercia", "--out", &package], &old.text());
    assert_eq!(written.0, Some(0), "{}", written.2);
    lost(&["import", &package, "--trust-on-first-use", "--attachment-store", &store], "already", 1);
}

/// What is said of a commit that the database itself refuses is known: it has rolled it back.
#[test]
fn a_commit_that_is_refused_is_no_riddle() {
    actix_web::rt::System::new().block_on(async {
        let app = TestApp::start(Engine::Postgres).await;
        let DatabaseUrl::Postgres(url) = &app.inner().settings.database.url else { panic!("PostgreSQL") };
        let refuses = "CREATE FUNCTION refuses() RETURNS trigger AS $$ BEGIN RAISE unique_violation; END $$ LANGUAGE plpgsql;
            CREATE CONSTRAINT TRIGGER refuses AFTER INSERT ON questions DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION refuses()";
        PgConnection::establish(url).expect("the database").batch_execute(refuses).expect("a trigger");
        for _ in 0..3 {
            ask(&app, "Is it so?", "one").await.refused(409);
        }
        assert_eq!(app.opcc().all("/v1/questions").await.len(), 0);
        // The connection is as good as before.
        app.operate("west-mercia", Role::Pcc, |_| Ok(())).await.expect("a transaction");
        app.stop().await;
    });
}
