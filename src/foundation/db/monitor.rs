//! Watches PostgreSQL over a separate connection, so that requests learn of an outage at once instead of by timeout.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;

use super::connection::{AnyConnection, DatabaseUrl, Purpose};

const EVERY: Duration = Duration::from_millis(500);
/// A ping that takes longer than this counts as an outage. With `EVERY` it keeps the response within two seconds.
const PATIENCE: Duration = Duration::from_millis(1200);

/// Stops the monitor when the last handle of a database is dropped, even if it was never closed.
pub struct Watch(pub Monitor);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// The availability of the database. SQLite is part of the process and always available.
#[derive(Clone)]
pub struct Monitor(Arc<State>);

struct State {
    started: Instant,
    down: AtomicBool,
    /// Milliseconds since `started` at which the current ping began; 0 when there is none.
    ping_began: AtomicU64,
    generation: AtomicU64,
    stopped: AtomicBool,
}

impl Monitor {
    /// Starts the monitor; `timeout` is the statement timeout.
    pub fn start(url: &DatabaseUrl, timeout: Duration) -> Self {
        let monitor = Self(Arc::new(State {
            started: Instant::now(),
            down: AtomicBool::new(false),
            ping_began: AtomicU64::new(0),
            generation: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
        }));
        if let DatabaseUrl::Postgres(_) = url {
            let (watcher, url) = (monitor.clone(), url.clone());
            let watching = std::thread::Builder::new().name("db-monitor".into()).spawn(move || watcher.watch(&url, timeout));
            if let Err(error) = watching {
                log::error!("could not start the database monitor: {error}");
            }
        }
        monitor
    }

    /// True when a request can expect a response now.
    pub fn available(&self) -> bool {
        if self.0.down.load(Ordering::Relaxed) {
            return false;
        }
        let began = self.0.ping_began.load(Ordering::Relaxed);
        began == 0 || self.0.elapsed() < began + millis(PATIENCE)
    }

    /// Stops the monitor.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }

    /// Increases by one after each outage.
    pub fn generation(&self) -> u64 {
        self.0.generation.load(Ordering::Relaxed)
    }

    fn watch(&self, url: &DatabaseUrl, timeout: Duration) {
        let mut connection: Option<AnyConnection> = None;
        while !self.0.stopped.load(Ordering::Relaxed) {
            self.0.ping_began.store(self.0.elapsed().max(1), Ordering::Relaxed);
            let alive = ping(&mut connection, url, timeout);
            if !alive {
                connection = None;
            }
            let was_down = self.0.down.swap(!alive, Ordering::Relaxed);
            let slow = self.0.elapsed() > self.0.ping_began.swap(0, Ordering::Relaxed) + millis(PATIENCE);
            if !alive && !was_down {
                log::error!("the database is unavailable: requests get 503 until it responds");
            }
            if alive && was_down {
                log::info!("the database is available again");
            }
            if (!alive && !was_down) || slow {
                self.0.generation.fetch_add(1, Ordering::Relaxed);
            }
            std::thread::sleep(EVERY);
        }
    }
}

fn ping(connection: &mut Option<AnyConnection>, url: &DatabaseUrl, timeout: Duration) -> bool {
    if connection.is_none() {
        *connection = url.open(Purpose::Read, timeout).ok();
    }
    connection.as_mut().is_some_and(|connection| connection.batch_execute("SELECT 1").is_ok())
}

impl State {
    fn elapsed(&self) -> u64 {
        millis(self.started.elapsed())
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
