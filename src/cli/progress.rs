//! What a command that takes long says on standard error, so that nobody takes it for dead.

use std::pin::pin;
use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_secs(3);

/// Does `work`, and says every few seconds for how long it has been at it.
pub async fn said<T>(work: impl Future<Output = T>) -> T {
    let (begun, mut work) = (Instant::now(), pin!(work));
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            () = tokio::time::sleep(EVERY) => eprintln!("still at work after {} seconds", begun.elapsed().as_secs()),
        }
    }
}
