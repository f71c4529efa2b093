//! The queue in front of the database threads, with limits on jobs and on waiting time.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, TrySendError};

use super::pace::Pace;
use super::ticket::{Job, Ticket};
use crate::foundation::error::ApiError;

/// The queue, until it is closed.
pub struct Line {
    jobs: RwLock<Option<Sender<Arc<Ticket>>>>,
    pace: Arc<Pace>,
}

impl Line {
    /// Creates a queue of at most `capacity` jobs in front of `threads`, and the end that they receive from.
    pub fn new(capacity: usize, threads: usize) -> (Arc<Self>, Receiver<Arc<Ticket>>) {
        let (sender, jobs) = crossbeam_channel::bounded(capacity);
        (Arc::new(Self { jobs: RwLock::new(Some(sender)), pace: Pace::new(threads) }), jobs)
    }

    pub fn pace(&self) -> Arc<Pace> {
        Arc::clone(&self.pace)
    }

    /// Queues a job, or refuses it at once if it would wait longer than `longest` or the queue is full.
    pub fn join(&self, job: Job, longest: Duration) -> Result<Arc<Ticket>, ApiError> {
        let expected = self.pace.expected();
        if expected > longest {
            return Err(busy(expected));
        }
        let sender = self.jobs.read().unwrap_or_else(PoisonError::into_inner);
        let Some(sender) = sender.as_ref() else { return Err(ApiError::DatabaseAway) };
        let ticket = Arc::new(Ticket::new(job, self.pace.enter()));
        match sender.try_send(Arc::clone(&ticket)) {
            Ok(()) => Ok(ticket),
            Err(TrySendError::Full(_)) => Err(busy(expected)),
            Err(TrySendError::Disconnected(_)) => Err(ApiError::DatabaseAway),
        }
    }

    /// Accepts no more jobs. The threads end after the jobs that are waiting.
    pub fn close(&self) {
        self.jobs.write().unwrap_or_else(PoisonError::into_inner).take();
    }
}

fn busy(expected: Duration) -> ApiError {
    ApiError::Busy { retry_after: expected.as_secs().clamp(1, 60) }
}

#[cfg(test)]
mod tests {
    use super::super::ticket::After;
    use super::*;

    fn job() -> Job {
        Box::new(|_, _| After::Keep)
    }

    #[test]
    fn who_would_wait_too_long_is_turned_away_at_once() {
        let (line, jobs) = Line::new(100, 1);
        (0..10).for_each(|_| line.pace().note(Duration::from_millis(400)));
        let longest = Duration::from_secs(2);
        let joined = (0..100).map_while(|_| line.join(job(), longest).ok()).count();
        assert_eq!(joined, 6, "five before it are two seconds, six are more");
        let refused = line.join(job(), longest).err();
        assert!(matches!(refused, Some(ApiError::Busy { retry_after: 2 })), "{refused:?}");
        assert_eq!((line.pace().waiting(), jobs.len()), (6, 6), "who is turned away is not in the queue");
        // A caller that has gone no longer counts, although the queue still has the ticket.
        jobs.recv().expect("a ticket").give_up();
        assert!(line.join(job(), longest).is_ok());
        assert!(line.join(job(), Duration::MAX).is_ok());
    }

    #[test]
    fn a_queue_that_is_full_or_closed_takes_nothing() {
        let (line, jobs) = Line::new(2, 1);
        let all: Vec<_> = (0..3).map(|_| line.join(job(), Duration::MAX)).collect();
        assert!(matches!(&all[..], [Ok(_), Ok(_), Err(ApiError::Busy { .. })]));
        assert_eq!(line.pace().waiting(), 2);
        line.close();
        assert!(matches!(line.join(job(), Duration::MAX), Err(ApiError::DatabaseAway)));
        assert_eq!(jobs.iter().count(), 2, "what waits is still done");
    }
}
