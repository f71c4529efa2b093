//! Progress messages of slow commands on standard error, so that nobody thinks they hang.

use std::pin::pin;
use std::time::{Duration, Instant};

/// The time between two lines.
const EVERY: Duration = Duration::from_secs(3);

/// Runs `work`, and prints the elapsed time every few seconds.
pub async fn said<T>(work: impl Future<Output = T>) -> T {
    let (begun, mut work) = (Instant::now(), pin!(work));
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::time::sleep(EVERY) => eprintln!("still working after {} seconds", begun.elapsed().as_secs()),
        }
    }
}

/// The progress of a command through what it can count, said every few seconds.
pub struct Counter(Instant);

impl Counter {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Says that `done` of `of` are done, unless that was said a moment ago.
    pub fn tell(&mut self, done: usize, of: usize, what: &str) {
        if self.0.elapsed() > EVERY {
            self.0 = Instant::now();
            eprintln!("{done} of {of} {what}");
        }
    }
}
