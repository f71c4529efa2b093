//! Waiting for a job: how long, and what may be said when the wait is over before the job is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::monitor::Monitor;
use super::ticket::Ticket;
use crate::foundation::error::ApiError;

/// Between two looks at the time and at the database.
const LOOK: Duration = Duration::from_millis(100);

/// How long a job is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Requests: so long in the queue, and so long for what has begun.
    Limited { queue: Duration, begun: Duration },
    /// Commands: as long as it takes.
    Unlimited,
}

impl Waits {
    /// The longest wait in the queue.
    pub fn in_queue(self) -> Duration {
        match self {
            Self::Limited { queue, .. } => queue,
            Self::Unlimited => Duration::MAX,
        }
    }
}

/// Whether a job changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Read,
    Write,
}

/// One who waits for a job. Dropped, because its caller has gone, it gives up a job that has not begun; what has begun is finished.
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
    /// The answer of the job, or the truth about a job that is waited for no longer.
    pub async fn answer(self, mut answer: oneshot::Receiver<Result<(), ApiError>>, monitor: &Monitor) -> Result<(), ApiError> {
        let asked = Instant::now();
        loop {
            tokio::select! {
                biased;
                result = &mut answer => return result.unwrap_or_else(|_| Err(self.lost())),
                () = tokio::time::sleep(LOOK) => {}
            }
            if let Some(error) = self.over(asked, monitor.available()) {
                // It may have come at this very moment.
                return answer.try_recv().unwrap_or(Err(error));
            }
        }
    }

    /// Why it is waited for no longer, if it is not.
    fn over(&self, asked: Instant, available: bool) -> Option<ApiError> {
        let Some(begun) = self.ticket.begun_at() else {
            let too_long = asked.elapsed() > self.waits.in_queue();
            // When it was begun at this moment, it goes on.
            let over = (!available || too_long) && self.ticket.give_up();
            return over.then_some(if available { ApiError::Overloaded } else { ApiError::DatabaseAway });
        };
        let Waits::Limited { begun: longest, .. } = self.waits else { return None };
        let change = self.kind == Kind::Write;
        if !available {
            // Not committed yet, it never will be.
            return Some(if self.ticket.abandon() { ApiError::DatabaseAway } else { ApiError::OutcomeUnknown });
        }
        (begun.elapsed() > longest).then_some(if change { ApiError::OutcomeUnknown } else { ApiError::Overloaded })
    }

    /// Its thread ended without an answer.
    fn lost(&self) -> ApiError {
        if self.ticket.abandon() { ApiError::Internal("a database job died".into()) } else { ApiError::OutcomeUnknown }
    }
}
