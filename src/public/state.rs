//! The length of the publication log, known without a database query for each request.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use crate::foundation::config::Settings;
use crate::foundation::db::{AnyConnection, Db, snapshot};
use crate::foundation::error::ApiError;
use crate::foundation::schema::publication_log;
use crate::http::features::Feature;
use crate::publication_log::log::LeafKind;

/// Maximum age of our knowledge of another process's publications.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// The state of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Number of the last document; -1 while there is none.
    pub leaf: i32,
    /// Time it was added.
    pub at: NaiveDateTime,
    /// Number of the last withdrawal; -1 while there is none.
    pub withdrawal: i32,
}

/// A check of the log, from before it is read: its result may lack later commits.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    began: Instant,
    commits: u64,
}

impl Look {
    /// Begins a check, before the log is read, for [`Reach::learn`] with the result.
    pub fn begin(db: &Db) -> Self {
        // The instant is taken last: nothing committed before it may be mistaken for news.
        let commits = db.commits();
        Self { began: Instant::now(), commits }
    }
}

struct Known {
    state: State,
    commits: u64,
    looked: Instant,
    /// The time it was learned: a check that began later and finds less is right, because the log was truncated. One that began
    /// earlier is only late.
    learned: Instant,
}

/// This process's knowledge of the log. Its own commits are seen at once: their number says when to check. Commits of another
/// process are seen after a second, or when the first page is built that shows them.
#[derive(Default)]
pub struct Reach(Mutex<Option<Known>>);

impl Feature for Reach {
    fn start(_: &Settings) -> Self {
        Self::default()
    }
}

impl Reach {
    fn known(&self) -> MutexGuard<'_, Option<Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the state of the log. While the database is unavailable it is the last known one, and cached pages are still
    /// served.
    pub async fn now(&self, db: &Db) -> Result<State, ApiError> {
        let look = Look::begin(db);
        let mut before = None;
        if let Some(known) = self.known().as_mut() {
            if known.commits >= look.commits {
                if known.looked.elapsed() < LOOK_AGAIN {
                    return Ok(known.state);
                }
                // One request checks, the others continue.
                known.looked = Instant::now();
            }
            before = Some(known.state);
        }
        match (self.look(db, look).await, before) {
            (Ok(state), _) => Ok(state),
            (Err(error), Some(state)) => {
                log::debug!("the publication log could not be checked: {error}");
                Ok(state)
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Returns the state of the log in the database, for data that must not be a second behind another process.
    pub async fn newest(&self, db: &Db) -> Result<State, ApiError> {
        self.look(db, Look::begin(db)).await
    }

    async fn look(&self, db: &Db, look: Look) -> Result<State, ApiError> {
        let found = db.read(|conn| snapshot(conn, newest)).await?;
        Ok(self.learn(look, found))
    }

    /// Records the result of a check and returns the state known then. Checks may end in another order than they began, so the
    /// known state is never replaced by an older one.
    pub fn learn(&self, look: Look, found: State) -> State {
        let mut known = self.known();
        let (mut commits, mut looked) = (look.commits, look.began);
        if let Some(before) = known.as_ref() {
            if found.leaf < before.state.leaf && look.began < before.learned {
                return before.state;
            }
            if found.leaf >= before.state.leaf {
                // It includes all commits of the one before.
                commits = commits.max(before.commits);
                looked = looked.max(before.looked);
            }
        }
        *known = Some(Known { state: found, commits, looked, learned: Instant::now() });
        found
    }
}

/// Returns the state of the log that a connection sees. Every response needs it, so it is a function of its own and needs
/// nothing from the other modules.
pub fn newest(conn: &mut AnyConnection) -> Result<State, ApiError> {
    let last = publication_log::table.order(publication_log::leaf.desc()).select((publication_log::leaf, publication_log::at));
    let last: Option<(i32, NaiveDateTime)> = last.first(conn).optional()?;
    let withdrawals = publication_log::table.filter(publication_log::kind.eq(LeafKind::Withdrawal));
    let withdrawal: Option<i32> = withdrawals.select(max(publication_log::leaf)).first(conn)?;
    let (leaf, at) = last.unwrap_or((-1, NaiveDateTime::default()));
    Ok(State { leaf, at, withdrawal: withdrawal.unwrap_or(-1) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(leaf: i32) -> State {
        State { leaf, at: NaiveDateTime::default(), withdrawal: -1 }
    }

    fn known(reach: &Reach) -> (i32, u64) {
        let known = reach.known();
        known.as_ref().map(|known| (known.state.leaf, known.commits)).expect("a state")
    }

    #[test]
    fn what_is_known_gives_way_to_nothing_older() {
        let reach = Reach::default();
        let at = |commits| Look { began: Instant::now(), commits };
        let (early, late) = (at(1), at(2));
        assert_eq!(reach.learn(late, state(7)).leaf, 7);
        // It began before the other was known, and ended after it.
        assert_eq!(reach.learn(early, state(6)).leaf, 7);
        assert_eq!(known(&reach), (7, 2));
        // It has more leaves, and fewer commits of this process: it includes their publications.
        assert_eq!(reach.learn(early, state(8)).leaf, 8);
        assert_eq!(known(&reach), (8, 2));
        // It began when the other was known: the log was truncated, as in a database restored from a backup.
        assert_eq!(reach.learn(at(3), state(5)).leaf, 5);
        assert_eq!(known(&reach), (5, 3));
    }
}
