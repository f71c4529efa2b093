//! A job and its stage. The caller that waits for it and the thread that runs it agree here, under one lock, whether it can
//! still be given up: "nothing was done" is only ever reported of a job that will never run.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::connection::AnyConnection;
use super::pace::Place;

/// The state of the connection after a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    Keep,
    Replace,
}

/// A job for a thread with its connection, or without one while the database is unavailable.
pub type Job = Box<dyn FnOnce(Option<&mut AnyConnection>, &Ticket) -> After + Send>;

/// The ticket of one job.
pub struct Ticket(Mutex<Stage>);

enum Stage {
    /// The place in the queue, released with the job.
    Waiting {
        job: Job,
        _place: Place,
    },
    Begun(Instant),
    /// From here on nobody can say that nothing was done.
    Committing(Instant),
    GivenUp,
}

impl Ticket {
    pub fn new(job: Job, place: Place) -> Self {
        Self(Mutex::new(Stage::Waiting { job, _place: place }))
    }

    /// Begins the job; returns nothing when it was given up.
    pub fn begin(&self) -> Option<Job> {
        let mut stage = self.stage();
        match std::mem::replace(&mut *stage, Stage::Begun(Instant::now())) {
            Stage::Waiting { job, .. } => Some(job),
            other => {
                *stage = other;
                None
            }
        }
    }

    /// True while the job waits for a thread.
    pub fn is_waiting(&self) -> bool {
        matches!(*self.stage(), Stage::Waiting { .. })
    }

    /// Returns the time the job began, if it did.
    pub fn begun_at(&self) -> Option<Instant> {
        match *self.stage() {
            Stage::Begun(at) | Stage::Committing(at) => Some(at),
            Stage::Waiting { .. } | Stage::GivenUp => None,
        }
    }

    /// Marks the job as about to commit; returns false when it was given up.
    pub fn commit(&self) -> bool {
        let mut stage = self.stage();
        let Stage::Begun(at) = *stage else { return false };
        *stage = Stage::Committing(at);
        true
    }

    /// Gives up a job that has not begun; returns true when it will never run.
    pub fn give_up(&self) -> bool {
        self.end(|stage| matches!(stage, Stage::Waiting { .. }))
    }

    /// Gives up a job that is not committing yet; returns true when nothing of it will be kept.
    pub fn abandon(&self) -> bool {
        self.end(|stage| !matches!(stage, Stage::Committing(_)))
    }

    fn end(&self, may: impl FnOnce(&Stage) -> bool) -> bool {
        let mut stage = self.stage();
        if !may(&stage) {
            return false;
        }
        let before = std::mem::replace(&mut *stage, Stage::GivenUp);
        // The job's resources are released outside the lock.
        drop(stage);
        drop(before);
        true
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::super::pace::Pace;
    use super::*;

    fn ticket() -> (Ticket, Arc<AtomicBool>) {
        let done = Arc::new(AtomicBool::new(false));
        let does = Arc::clone(&done);
        let job: Job = Box::new(move |_, ticket| {
            if ticket.commit() {
                does.store(true, Ordering::SeqCst);
            }
            After::Keep
        });
        (Ticket::new(job, Pace::new(1).enter()), done)
    }

    #[test]
    fn stages() {
        let (given_up, _) = ticket();
        assert!(given_up.is_waiting() && given_up.give_up() && given_up.begin().is_none() && !given_up.commit());
        let (begun, _) = ticket();
        assert!(begun.begin().is_some() && begun.begun_at().is_some() && !begun.give_up());
        assert!(begun.abandon() && !begun.commit(), "an abandoned job is not committed");
        let (committing, _) = ticket();
        assert!(committing.begin().is_some() && committing.commit() && !committing.give_up() && !committing.abandon());
    }

    /// A report that nothing was done is true, whatever the timing.
    #[test]
    fn giving_up_and_doing_exclude_each_other() {
        let (given_up, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        for round in 0..2000 {
            let (ticket, did) = ticket();
            let gave = std::thread::scope(|scope| {
                scope.spawn(|| {
                    if let Some(job) = ticket.begin() {
                        job(None, &ticket);
                    }
                });
                if round % 2 == 0 { ticket.give_up() } else { ticket.abandon() }
            });
            let did = did.load(Ordering::SeqCst);
            assert!(!(gave && did), "round {round}: given up and done");
            given_up.fetch_add(usize::from(gave), Ordering::SeqCst);
            done.fetch_add(usize::from(did), Ordering::SeqCst);
        }
        assert_eq!(given_up.into_inner() + done.into_inner(), 2000, "each was given up or done");
    }
}
