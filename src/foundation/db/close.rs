//! Closing a database handle: no new jobs start, and everything written is in the database file itself.

use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use diesel::sql_types::Integer;
use diesel::{RunQueryDsl, sql_query};

use super::connection::{DatabaseUrl, Purpose};

/// The interval between checks of the threads.
const LOOK: Duration = Duration::from_millis(5);

/// A database that was not closed cleanly, and the consequence for its file.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error("a request was still in progress after {seconds} seconds and was interrupted{}", beside(.file.as_ref()))]
    AtWork { seconds: u64, file: Option<String> },
    #[error("the latest writes could not be moved into {file}: {why}{}", beside(Some(.file)))]
    NotSettled { file: String, why: String },
}

/// Advises on an SQLite database whose write-ahead log is still needed.
fn beside(file: Option<&String>) -> String {
    file.map_or_else(String::new, |file| {
        format!("; every acknowledged change is safe, but some are in {file}-wal: keep or copy the two files together")
    })
}

/// Waits for the threads to end, for at most `patience`.
pub fn end(threads: Vec<JoinHandle<()>>, url: &DatabaseUrl, patience: Duration) -> Result<(), CloseError> {
    let begun = Instant::now();
    while !threads.iter().all(JoinHandle::is_finished) {
        if begun.elapsed() > patience {
            return Err(CloseError::AtWork { seconds: patience.as_secs(), file: file(url) });
        }
        std::thread::sleep(LOOK);
    }
    for thread in threads {
        if thread.join().is_err() {
            log::error!("a database thread panicked");
        }
    }
    Ok(())
}

fn file(url: &DatabaseUrl) -> Option<String> {
    match url {
        DatabaseUrl::Sqlite(path) => Some(path.clone()),
        DatabaseUrl::Postgres(_) => None,
    }
}

#[derive(diesel::QueryableByName)]
struct Checkpoint {
    /// 1 when another process was reading or writing.
    #[diesel(sql_type = Integer)]
    busy: i32,
}

/// Moves everything in SQLite's write-ahead log into the database file and empties the log, so that the file alone is the whole
/// database. The last connection does so by itself when it closes, but it does not report a failure, and it is not the last one
/// while another process has the file open.
pub fn settle(url: &DatabaseUrl) -> Result<(), CloseError> {
    let DatabaseUrl::Sqlite(path) = url else { return Ok(()) };
    let failed = |why: String| CloseError::NotSettled { file: path.clone(), why };
    let mut connection = url.open(Purpose::Write, Duration::ZERO).map_err(|error| failed(error.to_string()))?;
    let done: Checkpoint =
        sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(&mut connection).map_err(|error| failed(error.to_string()))?;
    if done.busy == 0 { Ok(()) } else { Err(failed("another process is using the database".to_owned())) }
}
