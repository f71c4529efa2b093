//! Waiting for a job: time limits, and the error when the wait ends before the job does.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::monitor::Monitor;
use super::ticket::Ticket;
use crate::foundation::error::ApiError;

/// The interval between checks of the time and the database.
const LOOK: Duration = Duration::from_millis(100);

/// Time limits for waiting for a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Limits for requests: one in the queue, one for work in progress.
    Limited { queue: Duration, begun: Duration },
    /// No limit, for commands.
    Unlimited,
}

impl Waits {
    /// Returns the time limit in the queue.
    pub fn in_queue(self) -> Duration {
        match self {
            Self::Limited { queue, .. } => queue,
            Self::Unlimited => Duration::MAX,
        }
    }
}

/// The kind of job: a read or a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Read,
    Write,
}

/// A caller waiting for a job. Dropped, because its client has gone, it gives up a job that has not begun; a job in progress is
/// finished.
pub struct Waiting {
    pub ticket: Arc<Ticket>,
    pub kind: Kind,
    pub waits: Waits,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.ticket.give_up();
    }
}

impl Waiting {
    /// Returns the result of the job, or the true state of a job that is no longer waited for.
    pub async fn answer(self, mut answer: oneshot::Receiver<Result<(), ApiError>>, monitor: &Monitor) -> Result<(), ApiError> {
        let asked = Instant::now();
        loop {
            tokio::select! {
                biased;
                result = &mut answer => return result.unwrap_or_else(|_| Err(self.lost())),
                () = tokio::time::sleep(LOOK) => {}
            }
            if let Some(error) = self.over(asked, monitor.available()) {
                // The result may have arrived at this moment.
                return answer.try_recv().unwrap_or(Err(error));
            }
        }
    }

    /// Returns the reason to stop waiting, if there is one.
    fn over(&self, asked: Instant, available: bool) -> Option<ApiError> {
        let Some(begun) = self.ticket.begun_at() else {
            let too_long = asked.elapsed() > self.waits.in_queue();
            // If it began at this moment, it continues.
            let over = (!available || too_long) && self.ticket.give_up();
            return over.then_some(if available { ApiError::Overloaded } else { ApiError::DatabaseAway });
        };
        let Waits::Limited { begun: longest, .. } = self.waits else { return None };
        let change = self.kind == Kind::Write;
        if !available {
            // A job that is not committing yet never will.
            return Some(if self.ticket.abandon() { ApiError::DatabaseAway } else { ApiError::OutcomeUnknown });
        }
        (begun.elapsed() > longest).then_some(if change { ApiError::OutcomeUnknown } else { ApiError::Overloaded })
    }

    /// Returns the error for a thread that ended without a result.
    fn lost(&self) -> ApiError {
        if self.ticket.abandon() {
            ApiError::Internal("a database thread ended without a result".into())
        } else {
            ApiError::OutcomeUnknown
        }
    }
}
