//! Progress messages of slow commands on standard error, so that nobody thinks they hang.

use std::pin::pin;
use std::time::{Duration, Instant};

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
