//! The threads that own the database connections, and the queues in front of them.
//!
//! On SQLite one thread writes and a few read, so writers queue fairly in the process instead of polling a lock. On PostgreSQL
//! one set of threads does both. A request that would wait too long gets 503 at once. A broken connection is replaced with
//! back-off. Measured against r2d2 with `web::block`, this costs about half the CPU per request.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crossbeam_channel::Receiver;
use diesel::ConnectionError;
use tokio::sync::oneshot;

use super::close::{CloseError, end, settle};
use super::connection::{AnyConnection, DatabaseUrl, Purpose};
use super::line::Line;
use super::monitor::{Monitor, Watch};
use super::pace::Pace;
use super::ticket::{After, Job, Ticket};
use super::transaction::{Work, in_transaction, judge};
use super::waiting::{Kind, Waiting, Waits};
use crate::foundation::error::ApiError;

/// Time limit for one statement of a command, which is in no hurry.
const COMMAND_STATEMENT: Duration = Duration::from_secs(6 * 3600);

/// Limits on connections, the queue and statements.
#[derive(Debug, Clone)]
pub struct DbSettings {
    pub url: DatabaseUrl,
    /// Number of connections: on PostgreSQL for everything, on SQLite for reading (plus always one writer).
    pub connections: usize,
    /// Maximum number of waiting jobs; further requests get 503.
    pub queue: usize,
    /// Time limit for one statement on PostgreSQL.
    pub statement_timeout: Duration,
    /// Time limits for waiting for a job.
    pub waits: Waits,
}

impl DbSettings {
    /// Returns the settings for a command, which waits for its work without limit.
    pub fn of_command(self) -> Self {
        Self { statement_timeout: COMMAND_STATEMENT, waits: Waits::Unlimited, ..self }
    }
}

/// The handle that every part of the application shares.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    url: DatabaseUrl,
    readers: Arc<Line>,
    writers: Arc<Line>,
    monitor: Watch,
    waits: Waits,
    commits: Arc<AtomicU64>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Db {
    /// Opens the database and starts its threads; fails when the first connection does.
    pub fn start(settings: &DbSettings) -> Result<Self, ConnectionError> {
        let first = settings.url.open(Purpose::Write, settings.statement_timeout)?;
        let monitor = Monitor::start(&settings.url, settings.statement_timeout);
        let mut threads = Vec::new();
        let connections = settings.connections.max(1);
        let (readers, jobs) = Line::new(settings.queue, connections);
        let writers = match settings.url {
            DatabaseUrl::Postgres(_) => {
                spawn(&mut threads, settings, Purpose::Write, &monitor, (jobs.clone(), readers.pace()), Some(first));
                for _ in 1..connections {
                    spawn(&mut threads, settings, Purpose::Write, &monitor, (jobs.clone(), readers.pace()), None);
                }
                Arc::clone(&readers)
            }
            DatabaseUrl::Sqlite(_) => {
                for _ in 0..connections {
                    spawn(&mut threads, settings, Purpose::Read, &monitor, (jobs.clone(), readers.pace()), None);
                }
                let (writers, jobs) = Line::new(settings.queue, 1);
                spawn(&mut threads, settings, Purpose::Write, &monitor, (jobs, writers.pace()), Some(first));
                writers
            }
        };
        Ok(Self(Arc::new(Inner {
            url: settings.url.clone(),
            readers,
            writers,
            monitor: Watch(monitor),
            waits: settings.waits,
            commits: Arc::default(),
            threads: Mutex::new(threads),
        })))
    }

    /// Runs queries that change nothing.
    pub async fn read<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static,
    {
        let kept = Kept::default();
        self.run(Kind::Read, kept.by(work)).await?;
        kept.take()
    }

    /// Runs `work` in one transaction and returns after its commit. Any error but one means that everything was rolled back or
    /// never began. [`ApiError::OutcomeUnknown`] means the outcome is unknown: the work continues, or the response to its
    /// commit was lost.
    pub async fn write<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static,
    {
        let kept = Kept::default();
        self.run(Kind::Write, kept.by(work)).await?;
        kept.take()
    }

    /// Returns the number of transactions this process has committed. While it is unchanged, this process has written nothing
    /// new.
    pub fn commits(&self) -> u64 {
        self.0.commits.load(Ordering::Acquire)
    }

    /// Returns the number of jobs that are waiting for a thread.
    pub fn queued(&self) -> usize {
        self.0.readers.pace().waiting().max(self.0.writers.pace().waiting())
    }

    /// Accepts no more jobs, waits for those in progress for at most `patience`, and moves all writes into the database file.
    /// Remaining handles then return [`ApiError::DatabaseAway`].
    pub fn close(&self, patience: Duration) -> Result<(), CloseError> {
        let Inner { readers, writers, monitor, threads, url, .. } = &*self.0;
        readers.close();
        writers.close();
        monitor.0.stop();
        let threads = std::mem::take(&mut *threads.lock().unwrap_or_else(PoisonError::into_inner));
        end(threads, url, patience)?;
        settle(url)
    }

    async fn run(&self, kind: Kind, work: Work) -> Result<(), ApiError> {
        let Inner { readers, writers, monitor, waits, commits, .. } = &*self.0;
        if !monitor.0.available() {
            return Err(ApiError::DatabaseAway);
        }
        let (reply, answer) = oneshot::channel();
        let commits = (kind == Kind::Write).then(|| Arc::clone(commits));
        let job: Job = Box::new(move |connection, ticket| {
            let Some(connection) = connection else {
                // The receiver may have gone with its request: nobody is left to tell.
                drop(reply.send(Err(ApiError::DatabaseAway)));
                return After::Replace;
            };
            let (result, after) = judge(connection, |conn| match commits {
                Some(commits) => committed(conn, ticket, work, &commits),
                None => work(conn),
            });
            drop(reply.send(result));
            after
        });
        let line = if kind == Kind::Read { readers } else { writers };
        let ticket = line.join(job, waits.in_queue())?;
        Waiting { ticket, kind, waits: *waits }.answer(answer, &monitor.0).await
    }
}

/// Runs the work in a transaction, and counts it when it was committed or may have been.
fn committed(conn: &mut AnyConnection, ticket: &Ticket, work: Work, commits: &AtomicU64) -> Result<(), ApiError> {
    let done = in_transaction(conn, ticket, work);
    if matches!(done, Ok(()) | Err(ApiError::OutcomeUnknown)) {
        commits.fetch_add(1, Ordering::Release);
    }
    done
}

/// A place for what a job gives. So jobs are all of one type, and all that is done with a job is compiled once and not for each.
struct Kept<T>(Arc<Mutex<Option<T>>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(None)))
    }
}

impl<T: Send + 'static> Kept<T> {
    fn by(&self, work: impl FnOnce(&mut AnyConnection) -> Result<T, ApiError> + Send + 'static) -> Work {
        let place = Arc::clone(&self.0);
        Box::new(move |conn| {
            let value = work(conn)?;
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            Ok(())
        })
    }

    fn take(self) -> Result<T, ApiError> {
        let value = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.ok_or_else(|| ApiError::Internal("a database job gave nothing".into()))
    }
}

fn spawn(
    threads: &mut Vec<JoinHandle<()>>,
    settings: &DbSettings,
    purpose: Purpose,
    monitor: &Monitor,
    (jobs, pace): (Receiver<Arc<Ticket>>, Arc<Pace>),
    first: Option<AnyConnection>,
) {
    let (url, timeout, monitor) = (settings.url.clone(), settings.statement_timeout, monitor.clone());
    let name = format!("db-{}", threads.len());
    let body = move || serve(&jobs, &pace, &monitor, first, || url.open(purpose, timeout));
    match std::thread::Builder::new().name(name).spawn(body) {
        Ok(thread) => threads.push(thread),
        Err(error) => log::error!("could not start a database thread: {error}"),
    }
}

fn serve(
    jobs: &Receiver<Arc<Ticket>>,
    pace: &Pace,
    monitor: &Monitor,
    first: Option<AnyConnection>,
    open: impl Fn() -> Result<AnyConnection, ConnectionError>,
) {
    let mut generation = monitor.generation();
    let mut connection = first.or_else(|| open().ok());
    let mut try_again_at = Instant::now();
    let mut pause = Duration::from_millis(50);
    for ticket in jobs {
        // After an outage the monitor starts a new generation: all connections of the old one are stale.
        if generation != monitor.generation() {
            generation = monitor.generation();
            connection = None;
            try_again_at = Instant::now();
        }
        if connection.is_none() && ticket.is_waiting() && Instant::now() >= try_again_at {
            match open() {
                Ok(opened) => {
                    connection = Some(opened);
                    pause = Duration::from_millis(50);
                }
                Err(error) => {
                    log::warn!("the database is unavailable: {error}");
                    try_again_at = Instant::now() + pause;
                    pause = (pause * 2).min(Duration::from_secs(1));
                }
            }
        }
        // A job that was given up while waiting is skipped.
        let Some(job) = ticket.begin() else { continue };
        let begun = Instant::now();
        if job(connection.as_mut(), &ticket) == After::Replace {
            connection = None;
        }
        pace.note(begun.elapsed());
    }
}
