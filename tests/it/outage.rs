//! What callers get while the database is away, and that the service finds back by itself.

use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use serde_json::{Value, json};

use crate::support::app::PATIENCE;
use crate::support::database::{TestDatabase, postgres_script};
use crate::support::{Engine, Reply, TestApp, both};

both!(a_database_that_is_not_migrated_is_not_ready);

/// Asks until `wanted` comes, or patience ends; the reply.
async fn until(app: &TestApp, path: &str, wanted: u16) -> Reply {
    let begun = Instant::now();
    loop {
        let reply = app.opcc().get(path).await;
        if reply.status == wanted {
            return reply;
        }
        assert!(begun.elapsed() < PATIENCE, "{path} still answers {} {}", reply.status, reply.text);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Asks until a question is recorded, or patience ends: a machine with much to do may be slow to answer its own monitor, and says
/// 503 again for a moment.
async fn until_created(app: &TestApp, body: &Value) {
    let begun = Instant::now();
    loop {
        let reply = app.opcc().post("/v1/questions", body).await;
        if reply.status == 201 {
            return;
        }
        assert!(reply.status == 503 && begun.elapsed() < PATIENCE, "still {} {}", reply.status, reply.text);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[test]
fn an_outage_is_said_and_survived() {
    actix_web::rt::System::new().block_on(async {
        let directory = std::env::temp_dir().join(format!("answerable-outage-{}", std::process::id()));
        let cluster = directory.display().to_string();
        // Stopping is as hard as a power cut: without `--durable` the data would be lost with it.
        let url = postgres_script(&["start", "--durable", &cluster, &std::process::id().to_string()]);
        let app = TestApp::start_on(Engine::Postgres, TestDatabase::at(&url), |_| ()).await;
        let question = app.opcc().create("/v1/questions", &json!({"text": "Before the outage?"})).await;

        postgres_script(&["pause", &cluster]);
        let begun = Instant::now();
        // The database is still away when each of these is answered: they do not wait for it.
        let refused = until(&app, &question, 503).await;
        println!("an outage is answered after {:?}", begun.elapsed());
        assert!(refused.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        let lost = app.opcc().post("/v1/questions", &json!({"text": "During the outage?"})).await.refused(503);
        lost.header("retry-after");
        app.nobody().get("/readyz").await.expect(503);
        app.nobody().get("/healthz").await.expect(200);

        postgres_script(&["resume", &cluster]);
        let back = until(&app, &question, 200).await;
        assert_eq!(back.str("/text"), "Before the outage?");
        until(&app, "/readyz", 200).await;
        // What was refused was not written; what is asked now is.
        until_created(&app, &json!({"text": "After the outage?"})).await;
        let asked = until(&app, "/v1/questions?sort=created_at", 200).await;
        let texts: Vec<Value> = asked.json["data"].as_array().expect("rows").iter().map(|row| row["text"].clone()).collect();
        assert_eq!(texts, ["Before the outage?", "After the outage?"]);
        app.stop().await;
        postgres_script(&["stop", &cluster]);
    });
}

async fn a_database_that_is_not_migrated_is_not_ready(app: TestApp) {
    app.nobody().get("/readyz").await.expect(200);
    let unmigrate = |conn: &mut answerable::foundation::db::AnyConnection| {
        Ok(diesel::sql_query("DELETE FROM __diesel_schema_migrations").execute(conn)?)
    };
    app.inner().db.write(unmigrate).await.expect("a table of migrations");
    app.nobody().get("/readyz").await.expect(503).header("retry-after");
}
