//! The threads that own the database connections, and the queues in front of them.
//!
//! On SQLite one thread writes and a few read, so writers wait fairly in the process instead of polling a lock;
//! on PostgreSQL one set of threads does both. A full queue answers at once with 503; a broken connection is replaced
//! with back-off. Measured against r2d2 with `web::block`, this costs about half the CPU a request.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, TrySendError};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::{ConnectionError, QueryResult};
use tokio::sync::oneshot;

use super::connection::{AnyConnection, DatabaseUrl, Purpose};
use super::monitor::{Monitor, Watch};
use crate::error::ApiError;

/// How many connections, how long a queue, how long a statement.
#[derive(Debug, Clone)]
pub struct DbSettings {
    pub url: DatabaseUrl,
    /// Connections: on PostgreSQL for everything, on SQLite for reading (there is always one writer beside them).
    pub connections: usize,
    /// Jobs that may wait before a request is turned away with 503.
    pub queue: usize,
    /// Longest run of one statement on PostgreSQL.
    pub statement_timeout: Duration,
}

/// Whether the connection is still good after a job.
enum After {
    Keep,
    Replace,
}

type Job = Box<dyn FnOnce(Option<&mut AnyConnection>) -> After + Send>;

/// The handle that every part of the application shares.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    readers: Sender<Job>,
    writers: Sender<Job>,
    monitor: Watch,
    longest_wait: Duration,
    commits: Arc<AtomicU64>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Db {
    /// Opens the database and starts its threads; fails when the first connection does.
    pub fn start(settings: &DbSettings) -> Result<Self, ConnectionError> {
        let first = settings.url.open(Purpose::Write, settings.statement_timeout)?;
        let monitor = Monitor::start(&settings.url, settings.statement_timeout);
        let mut threads = Vec::new();
        let (readers, jobs) = crossbeam_channel::bounded(settings.queue);
        let writers = match settings.url {
            DatabaseUrl::Postgres(_) => {
                spawn(&mut threads, settings, Purpose::Write, &monitor, jobs.clone(), Some(first));
                for _ in 1..settings.connections.max(1) {
                    spawn(&mut threads, settings, Purpose::Write, &monitor, jobs.clone(), None);
                }
                readers.clone()
            }
            DatabaseUrl::Sqlite(_) => {
                for _ in 0..settings.connections.max(1) {
                    spawn(&mut threads, settings, Purpose::Read, &monitor, jobs.clone(), None);
                }
                let (writers, jobs) = crossbeam_channel::bounded(settings.queue);
                spawn(&mut threads, settings, Purpose::Write, &monitor, jobs, Some(first));
                writers
            }
        };
        let longest_wait = settings.statement_timeout + Duration::from_secs(2);
        let (monitor, threads) = (Watch(monitor), Mutex::new(threads));
        Ok(Self(Arc::new(Inner { readers, writers, monitor, longest_wait, commits: Arc::default(), threads })))
    }

    /// Runs queries that change nothing.
    pub async fn read<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static,
    {
        self.run(&self.0.readers, work).await
    }

    /// Runs `work` in one transaction and answers after its commit; any error rolls all of it back.
    pub async fn write<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static,
    {
        let commits = Arc::clone(&self.0.commits);
        let counted = move |conn: &mut AnyConnection| {
            let done = in_transaction(conn, work)?;
            commits.fetch_add(1, Ordering::Release);
            Ok(done)
        };
        self.run(&self.0.writers, counted).await
    }

    /// How many transactions this process has committed: as long as it is the same, nothing that it wrote is new.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Acquire)
    }

    /// Jobs that wait for a thread at this moment.
    pub fn queued(&self) -> usize {
        self.0.readers.len().max(self.0.writers.len())
    }

    /// Waits for the threads to finish what is queued, once every other handle is gone.
    pub fn close(self) {
        if let Some(inner) = Arc::into_inner(self.0) {
            let Inner { readers, writers, monitor, threads, .. } = inner;
            drop((readers, writers, monitor));
            for thread in threads.into_inner().unwrap_or_else(PoisonError::into_inner) {
                if thread.join().is_err() {
                    log::error!("a database thread ended in a panic");
                }
            }
        }
    }

    async fn run<T, F>(&self, queue: &Sender<Job>, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static,
    {
        if !self.0.monitor.0.available() {
            return Err(ApiError::DatabaseAway);
        }
        let (reply, mut answer) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let Some(connection) = connection else {
                // The receiver may be gone with its request: nobody is left to tell.
                drop(reply.send(Err(ApiError::DatabaseAway)));
                return After::Replace;
            };
            if reply.is_closed() {
                return After::Keep;
            }
            let (result, after) = judge(connection, work);
            drop(reply.send(result));
            after
        });
        match queue.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(_)) => return Err(ApiError::Overloaded),
            Err(TrySendError::Disconnected(_)) => return Err(ApiError::DatabaseAway),
        }
        let asked = Instant::now();
        loop {
            tokio::select! {
                result = &mut answer => return result.unwrap_or(Err(ApiError::Internal("a database job died".into()))),
                () = tokio::time::sleep(Duration::from_millis(200)) => {
                    if !self.0.monitor.0.available() || asked.elapsed() > self.0.longest_wait {
                        return Err(ApiError::DatabaseAway);
                    }
                }
            }
        }
    }
}

/// Runs the work and decides whether its connection can be used again.
fn judge<T>(
    connection: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, ApiError>,
) -> (Result<T, ApiError>, After) {
    match catch_unwind(AssertUnwindSafe(|| work(connection))) {
        Ok(Err(ApiError::Database(error))) => {
            if connection.batch_execute("SELECT 1").is_ok() {
                (Err(ApiError::Database(error)), After::Keep)
            } else {
                log::warn!("a database connection was lost: {error}");
                (Err(ApiError::DatabaseAway), After::Replace)
            }
        }
        Ok(result) => (result, After::Keep),
        Err(_) => (Err(ApiError::Internal("a database job panicked".into())), After::Replace),
    }
}

fn in_transaction<T>(
    conn: &mut AnyConnection,
    work: impl FnOnce(&mut AnyConnection) -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    begin(conn)?;
    match work(conn) {
        Ok(value) => {
            commit(conn)?;
            Ok(value)
        }
        Err(error) => {
            if let Err(failure) = roll_back(conn) {
                log::warn!("rolling back failed: {failure}");
            }
            Err(error)
        }
    }
}

/// Takes SQLite's write lock first: a deferred transaction that reads and then writes loses to any other writer.
fn begin(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        AnyConnection::Postgres(conn) => AnsiTransactionManager::begin_transaction(conn),
    }
}

fn commit(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
        AnyConnection::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn),
    }
}

fn roll_back(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
        AnyConnection::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
    }
}

fn spawn(
    threads: &mut Vec<JoinHandle<()>>,
    settings: &DbSettings,
    purpose: Purpose,
    monitor: &Monitor,
    jobs: Receiver<Job>,
    first: Option<AnyConnection>,
) {
    let (url, timeout, monitor) = (settings.url.clone(), settings.statement_timeout, monitor.clone());
    let name = format!("db-{}", threads.len());
    let body = move || serve(&jobs, &monitor, first, || url.open(purpose, timeout));
    match std::thread::Builder::new().name(name).spawn(body) {
        Ok(thread) => threads.push(thread),
        Err(error) => log::error!("could not start a database thread: {error}"),
    }
}

fn serve(
    jobs: &Receiver<Job>,
    monitor: &Monitor,
    first: Option<AnyConnection>,
    open: impl Fn() -> Result<AnyConnection, ConnectionError>,
) {
    let mut generation = monitor.generation();
    let mut connection = first.or_else(|| open().ok());
    let mut try_again_at = Instant::now();
    let mut pause = Duration::from_millis(50);
    for job in jobs {
        // After an outage the monitor starts a new generation: connections of the old one are stale, all of them.
        if generation != monitor.generation() {
            generation = monitor.generation();
            connection = None;
            try_again_at = Instant::now();
        }
        if connection.is_none() && Instant::now() >= try_again_at {
            match open() {
                Ok(opened) => {
                    connection = Some(opened);
                    pause = Duration::from_millis(50);
                }
                Err(error) => {
                    log::warn!("the database is away: {error}");
                    try_again_at = Instant::now() + pause;
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
            }
        }
        match job(connection.as_mut()) {
            After::Keep => {}
            After::Replace => connection = None,
        }
    }
}
