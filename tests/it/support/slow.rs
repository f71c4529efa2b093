//! A database that takes its time: triggers that make one kind of change slow, and work that keeps the writers busy.

use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use actix_web::web;
use answerable::foundation::db::{AnyConnection, Db};
use answerable::foundation::error::ApiError;
use answerable::http::app::App;
use diesel::connection::SimpleConnection;

use super::Engine;

/// Makes every new question take about so long; on SQLite by counting, as it has nothing that sleeps.
pub fn slow_questions(conn: &mut AnyConnection, wait: Duration) {
    let sql = match conn {
        AnyConnection::Postgres(_) => format!(
            "CREATE FUNCTION take_time() RETURNS trigger AS $$ BEGIN PERFORM pg_sleep({}); RETURN NULL; END $$ LANGUAGE plpgsql;
             CREATE TRIGGER take_time AFTER INSERT ON questions FOR EACH ROW EXECUTE FUNCTION take_time();",
            wait.as_secs_f64()
        ),
        AnyConnection::Sqlite(conn) => format!(
            "CREATE VIEW take_time AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) SELECT i FROM n;
             CREATE TRIGGER take_time_too AFTER INSERT ON questions BEGIN SELECT count(*) FROM take_time; END;",
            wait.as_millis() * counted_in_a_millisecond(conn)
        ),
    };
    conn.batch_execute(&sql).expect("triggers");
}

fn counted_in_a_millisecond(conn: &mut diesel::SqliteConnection) -> u128 {
    let begun = std::time::Instant::now();
    let count = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT count(*) FROM n";
    conn.batch_execute(count).expect("a count");
    200_000 / begun.elapsed().as_millis().max(1)
}

/// Takes what [`slow_questions`] has made away.
pub async fn quick_again(app: &web::Data<App>) {
    let sql = |conn: &mut AnyConnection| {
        let sql = match conn {
            AnyConnection::Postgres(_) => "DROP FUNCTION take_time CASCADE",
            AnyConnection::Sqlite(_) => "DROP TRIGGER take_time_too; DROP VIEW take_time",
        };
        Ok(conn.batch_execute(sql)?)
    };
    app.db.write(sql).await.expect("no triggers");
}

/// Keeps every thread that writes busy for so long, from now on; the tasks that end with it.
pub async fn keep_busy(db: &Db, engine: Engine, connections: usize, wait: Duration) -> Vec<JoinHandle<()>> {
    let threads = if engine == Engine::Postgres { connections } else { 1 };
    let (entered, begun) = std::sync::mpsc::channel();
    let mut tasks = Vec::new();
    for _ in 0..threads {
        let (db, entered) = (db.clone(), entered.clone());
        tasks.push(actix_web::rt::spawn(async move {
            let sleep = move |_: &mut AnyConnection| {
                entered.send(()).expect("a listener");
                std::thread::sleep(wait);
                Ok(())
            };
            db.write(sleep).await.expect("a thread");
        }));
    }
    for _ in 0..threads {
        while begun.try_recv().is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
    tasks
}

/// Waits until nothing is queued and nothing is at work.
pub async fn all_idle(db: &Db, engine: Engine, connections: usize) {
    let threads = if engine == Engine::Postgres { connections } else { 1 };
    let meet = std::sync::Arc::new(std::sync::Barrier::new(threads));
    let waits = (0..threads).map(|_| async {
        loop {
            let meet = std::sync::Arc::clone(&meet);
            let done = db.write(move |_| {
                meet.wait();
                Ok(())
            });
            match done.await {
                Ok(()) => return,
                // On a busy machine even this may wait longer than anything may be queued.
                Err(ApiError::Busy { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
                Err(error) => panic!("every thread is idle at the same time: {error}"),
            }
        }
    });
    futures_util::future::join_all(waits).await;
}
