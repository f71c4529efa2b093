//! How far the publication log has come, known without asking the database for each request.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use crate::db::{AnyConnection, Db};
use crate::error::ApiError;
use crate::publication::log::LeafKind;
use crate::schema::publication_log;

/// How long another process may have published before we look.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// How far the log has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The last document; -1 while there is none.
    pub leaf: i32,
    /// When it was added.
    pub at: NaiveDateTime,
    /// The last document that is a withdrawal; -1 while there is none.
    pub withdrawal: i32,
}

struct Known {
    state: State,
    commits: u64,
    looked: Instant,
}

/// What this process knows of the log. What it has committed itself is seen at once: the number of its commits says when to look.
/// What another process has committed is seen after a second.
#[derive(Default)]
pub struct Reach(Mutex<Option<Known>>);

impl Reach {
    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state of the log. While the database is away it is the last one that was known: what is kept is still served.
    pub async fn now(&self, db: &Db) -> Result<State, ApiError> {
        // Before looking: what is committed after this line is for the next request.
        let commits = db.commits();
        let mut before = None;
        if let Some(known) = self.known().as_mut() {
            if known.commits == commits {
                if known.looked.elapsed() < LOOK_AGAIN {
                    return Ok(known.state);
                }
                // One request looks, the others go on.
                known.looked = Instant::now();
            }
            before = Some(known.state);
        }
        match (db.read(newest).await, before) {
            (Ok(state), _) => {
                let mut known = self.known();
                if known.as_ref().is_none_or(|known| known.commits <= commits) {
                    *known = Some(Known { state, commits, looked: Instant::now() });
                }
                Ok(state)
            }
            (Err(error), Some(state)) => {
                log::debug!("the publication log could not be looked at: {error}");
                Ok(state)
            }
            (Err(error), None) => Err(error),
        }
    }
}

/// Asked by everything that is sent, so it stands by itself: what it needs, nothing that is sent needs in turn.
fn newest(conn: &mut AnyConnection) -> Result<State, ApiError> {
    let last = publication_log::table.order(publication_log::leaf.desc()).select((publication_log::leaf, publication_log::at));
    let last: Option<(i32, NaiveDateTime)> = last.first(conn).optional()?;
    let withdrawals = publication_log::table.filter(publication_log::kind.eq(LeafKind::Withdrawal));
    let withdrawal: Option<i32> = withdrawals.select(max(publication_log::leaf)).first(conn)?;
    let (leaf, at) = last.unwrap_or((-1, NaiveDateTime::default()));
    Ok(State { leaf, at, withdrawal: withdrawal.unwrap_or(-1) })
}
