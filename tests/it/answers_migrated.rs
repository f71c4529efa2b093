//! Databases from before a reply at a meeting answered its question, and before the day of a response was kept: they are put right when
//! they are migrated.

use answerable::foundation::db::{AnyConnection, DatabaseUrl, migrate};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};

use crate::support::stage::{Stage, response};
use crate::support::{Engine, TestApp, both};

both!(what_was_recorded_before_is_put_right);

fn id(path: &str) -> &str {
    path.rsplit_once('/').expect("a path").1
}

/// A question put on 20 January, and what was said about it at the meeting of 30 January, recorded now.
async fn put(app: &TestApp, stage: &Stage) -> String {
    let question = app.opcc().create("/v1/questions", &stage.question("How sure are you?")).await;
    app.pcc().act(&question, "put", &json!({"put_on": "2019-01-20"})).await.expect(200);
    question
}

async fn said(app: &TestApp, stage: &Stage, question: &str) -> String {
    let mut exchange = stage.exchange("How sure is sure?");
    exchange["question_id"] = json!(id(question));
    let exchange = app.opcc().create("/v1/exchanges", &exchange).await;
    app.opcc().act(&exchange, "record", &json!({})).await.expect(200);
    exchange
}

/// Takes the two migrations back, and makes of some questions what they were: nobody's reply had moved them.
fn as_before(conn: &mut AnyConnection, engine: Engine, moved: &[String]) {
    let list = moved.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(", ");
    // What the acts of today noted of replies at meetings was not noted then.
    let trail = match engine {
        Engine::Sqlite => "DROP TRIGGER audit_no_delete;",
        Engine::Postgres => "ALTER TABLE audit DISABLE TRIGGER USER;",
    };
    let back = match engine {
        Engine::Sqlite => {
            "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;"
        }
        Engine::Postgres => "ALTER TABLE audit ENABLE TRIGGER USER;",
    };
    // An index of later stands on what goes.
    let sql = format!(
        "DROP INDEX IF EXISTS questions_in_time; UPDATE questions SET status = 'put', first_response_on = NULL, final_response_on = NULL, version = version - 1 \
            WHERE id IN ({list}); {trail} DELETE FROM audit WHERE act = 'answer' AND resource_id IN ({list}); {back} {}",
        include_str!("../../migrations/portable/0125_answers/down.sql")
    );
    conn.batch_execute(&sql).expect("the schema of before");
    diesel::sql_query("DELETE FROM __diesel_schema_migrations WHERE version IN ('0125', '0125a')")
        .execute(conn)
        .expect("forgotten");
}

async fn what_was_recorded_before_is_put_right(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (pcc, opcc, force) = (app.pcc(), app.opcc(), app.force());
    opcc.act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let (spoken, silent, written) = (put(&app, &stage).await, put(&app, &stage).await, put(&app, &stage).await);
    // On a summer evening: London is a day ahead of UTC.
    app.set_time("2019-07-05T23:30:00Z");
    said(&app, &stage, &spoken).await;
    let holding = json!({"text": "An answer will come.", "holding": true});
    let holding = force.create(&format!("{silent}/responses"), &holding).await;
    force.act(&holding, "submit", &json!({})).await.expect(200);
    let answer = force.create(&format!("{written}/responses"), &response("It is falling.")).await;
    force.act(&answer, "submit", &json!({})).await.expect(200);
    let oral = opcc.create(&format!("{written}/responses"), &json!({"text": "It was said.", "mode": "oral"})).await;
    opcc.act(&oral, "submit", &json!({})).await.expect(200);
    // Answered at the meeting and in writing, returned, and answered at the meeting again.
    let again = put(&app, &stage).await;
    let first = said(&app, &stage, &again).await;
    pcc.act(&again, "return", &json!({"reason": "Not for March."})).await.expect(200);
    let returned = put(&app, &stage).await;
    app.response_to(&returned, "submitted").await;
    said(&app, &stage, &returned).await;
    pcc.act(&returned, "return", &json!({"reason": "Half of it."})).await.expect(200);

    let paths = [&spoken, &silent, &written, &again, &returned, &answer, &oral, &holding, &first];
    let mut wanted = Vec::new();
    for path in paths {
        wanted.push((path.clone(), pcc.get(path).await.expect(200).json));
    }
    let (engine, moved) = (app.engine(), vec![id(&spoken).to_owned()]);
    app.inner()
        .db
        .write(move |conn| {
            as_before(conn, engine, &moved);
            Ok(())
        })
        .await
        .expect("as before");
    let url: DatabaseUrl = app.database_url().parse().expect("a URL");
    assert_eq!(migrate::run(&url).expect("migrations").len(), 2);

    for (path, want) in wanted {
        let seen = pcc.get(&path).await.expect(200).json;
        let mut told = seen.clone();
        if path == spoken {
            told["updated_at"] = want["updated_at"].clone();
        }
        assert_eq!(told, want, "{path}");
    }
    let trail = pcc.all(&format!("/v1/audit?resource_id={}", id(&spoken))).await;
    let told: Vec<&Value> = trail.iter().map(|entry| &entry["to_status"]).collect();
    assert_eq!(told.last(), Some(&&json!("answered")), "{trail:#?}");
    assert_eq!((&trail[trail.len() - 1]["actor_name"], &trail[trail.len() - 1]["version"]), (&json!("migration"), &json!(3)));
    // And it goes on from there.
    let judged = json!({"outcome": "answered", "reason": "It was."});
    assert_eq!(opcc.act(&spoken, "close", &judged).await.expect(200).str("/status"), "closed");
}
