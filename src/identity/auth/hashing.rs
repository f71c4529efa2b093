//! Password hashing: a fixed number of slots, each a thread with its own memory, and a short queue in front of them.
//!
//! A hash takes 19 MiB and tens of milliseconds of a core by design. If any thread took it from the heap, that memory would
//! never be released, and a hundred simultaneous hashes would take two gigabytes. A slot allocates it once and keeps it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::{Receiver, Sender, TrySendError};
use tokio::sync::oneshot;

use crate::foundation::config::Settings;
use crate::foundation::error::ApiError;
use crate::http::features::Feature;
use crate::identity::users::secrets::Memory;

/// Number of simultaneous hashes.
const SLOTS: usize = 2;
/// Number of hashes that may wait: about a second and a half of work.
const QUEUE: usize = 64;

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// The slots of this process, which live as long as it does.
pub struct Hashing {
    jobs: Sender<Job>,
}

impl Default for Hashing {
    fn default() -> Self {
        Self::of(SLOTS, QUEUE)
    }
}

impl Feature for Hashing {
    fn start(_: &Settings) -> Self {
        Self::default()
    }
}

impl Hashing {
    /// Creates a number of slots, and a queue of a given length.
    pub fn of(slots: usize, queue: usize) -> Self {
        let (sender, jobs) = crossbeam_channel::bounded(queue);
        for slot in 0..slots {
            let jobs = jobs.clone();
            if let Err(error) = std::thread::Builder::new().name(format!("hash-{slot}")).spawn(move || serve(&jobs)) {
                log::error!("could not start a password hashing thread: {error}");
            }
        }
        Self { jobs: sender }
    }

    /// Runs expensive hashing in a slot, or refuses it at once when the queue is full.
    pub async fn run<T, F>(&self, work: F) -> Result<T, ApiError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Memory) -> T + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |memory| {
            // A caller that has gone costs nothing more.
            if !reply.is_closed() {
                drop(reply.send(work(memory)));
            }
        });
        match self.jobs.try_send(job) {
            Ok(()) => answer.await.map_err(|_| ApiError::Internal("a password could not be hashed".into())),
            Err(TrySendError::Full(_)) => Err(ApiError::Overloaded),
            Err(TrySendError::Disconnected(_)) => Err(ApiError::Internal("no password hashing thread is running".into())),
        }
    }

    /// Returns the number of jobs waiting for a slot.
    pub fn waiting(&self) -> usize {
        self.jobs.len()
    }
}

fn serve(jobs: &Receiver<Job>) {
    let mut memory = Memory::default();
    for job in jobs {
        // A slot that panicked would be lost for good.
        if catch_unwind(AssertUnwindSafe(|| job(&mut memory))).is_err() {
            log::error!("hashing a password panicked");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use super::*;
    use crate::identity::users::secrets::hash_password;

    /// Returns the result of a future in a runtime for one test.
    fn block_on<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
    }

    #[test]
    fn what_is_too_much_is_refused_and_the_rest_is_done() {
        block_on(async {
            let hashing = Arc::new(Hashing::of(2, 3));
            let (open, door) = crossbeam_channel::bounded::<()>(0);
            let (entered, begun) = crossbeam_channel::unbounded();
            let work = || {
                let (hashing, door, entered) = (Arc::clone(&hashing), door.clone(), entered.clone());
                async move {
                    let waits = move |_: &mut Memory| {
                        entered.send(()).expect("a listener");
                        door.recv().expect_err("nobody sends anything");
                    };
                    hashing.run(waits).await
                }
            };
            // Two are running and three wait.
            let mut asked: Vec<_> = (0..2).map(|_| Box::pin(work())).collect();
            for one in &mut asked {
                assert!(futures_util::poll!(one.as_mut()).is_pending());
                begun.recv().expect("it has begun");
            }
            for _ in 0..3 {
                let mut one = Box::pin(work());
                assert!(futures_util::poll!(one.as_mut()).is_pending());
                asked.push(one);
            }
            assert_eq!(hashing.waiting(), 3);
            for _ in 0..10 {
                assert!(matches!(work().await, Err(ApiError::Overloaded)));
            }
            // A caller that has gone is skipped.
            drop(asked.pop());
            drop(open);
            for one in asked {
                one.await.expect("it was let in");
            }
            hashing.run(|_| ()).await.expect("a slot");
            assert_eq!(begun.try_iter().count(), 2, "two of the three that waited were carried out");
        });
    }

    #[test]
    fn slots_keep_their_memory() {
        block_on(async {
            let hashing = Hashing::of(2, 40);
            let hash = |n: u32| {
                hashing.run(move |memory| {
                    hash_password(&format!("password number {n}"), memory).expect("a hash");
                    memory.place()
                })
            };
            let places = futures_util::future::join_all((0..40).map(hash)).await;
            let places: HashSet<usize> = places.into_iter().map(|place| place.expect("a slot")).collect();
            assert!((1..=2).contains(&places.len()), "{places:?}");
        });
    }

    #[test]
    fn a_panic_costs_no_slot() {
        block_on(async {
            let hashing = Hashing::of(1, 4);
            let lost = hashing.run(|_| panic!("on purpose")).await;
            assert!(matches!(lost, Err(ApiError::Internal(_))));
            assert_eq!(hashing.run(|_| 7).await.expect("a slot"), 7);
        });
    }
}
