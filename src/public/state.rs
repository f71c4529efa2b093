//! How far the publication log has come, known without asking the database for each request.

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

/// A look at the log, from before it is read: what is committed later may be missing in what it finds.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    began: Instant,
    commits: u64,
}

impl Look {
    /// To be taken before the log is read, and given to [`Reach::learn`] with what was found.
    pub fn begin(db: &Db) -> Self {
        // The instant last: nothing that was committed before it may be taken for news.
        let commits = db.commits();
        Self { began: Instant::now(), commits }
    }
}

struct Known {
    state: State,
    commits: u64,
    looked: Instant,
    /// When it was learned: a look that began later and finds less is right, because the log was cut. One that began earlier is
    /// only late.
    learned: Instant,
}

/// What this process knows of the log. What it has committed itself is seen at once: the number of its commits says when to look.
/// What another process has committed is seen after a second, or when the first page is made that shows it.
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

    /// The state of the log. While the database is away it is the last one that was known: what is kept is still served.
    pub async fn now(&self, db: &Db) -> Result<State, ApiError> {
        let look = Look::begin(db);
        let mut before = None;
        if let Some(known) = self.known().as_mut() {
            if known.commits >= look.commits {
                if known.looked.elapsed() < LOOK_AGAIN {
                    return Ok(known.state);
                }
                // One request looks, the others go on.
                known.looked = Instant::now();
            }
            before = Some(known.state);
        }
        match (self.look(db, look).await, before) {
            (Ok(state), _) => Ok(state),
            (Err(error), Some(state)) => {
                log::debug!("the publication log could not be looked at: {error}");
                Ok(state)
            }
            (Err(error), None) => Err(error),
        }
    }

    /// The state of the log in the database, for what must not be a second behind another process.
    pub async fn newest(&self, db: &Db) -> Result<State, ApiError> {
        self.look(db, Look::begin(db)).await
    }

    async fn look(&self, db: &Db, look: Look) -> Result<State, ApiError> {
        let found = db.read(|conn| snapshot(conn, newest)).await?;
        Ok(self.learn(look, found))
    }

    /// Takes in what a look has found; what is known then. Looks may end in another order than they began, so that what is known
    /// never gives way to something older.
    pub fn learn(&self, look: Look, found: State) -> State {
        let mut known = self.known();
        let (mut commits, mut looked) = (look.commits, look.began);
        if let Some(before) = known.as_ref() {
            if found.leaf < before.state.leaf && look.began < before.learned {
                return before.state;
            }
            if found.leaf >= before.state.leaf {
                // It has all that the one before has.
                commits = commits.max(before.commits);
                looked = looked.max(before.looked);
            }
        }
        *known = Some(Known { state: found, commits, looked, learned: Instant::now() });
        found
    }
}

/// The state of the log that a connection sees. Asked by everything that is sent, so it stands by itself: what it needs, nothing
/// that is sent needs in turn.
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
        // It began before the other was known, and ends after it.
        assert_eq!(reach.learn(early, state(6)).leaf, 7);
        assert_eq!(known(&reach), (7, 2));
        // It has more leaves, and knows of fewer commits of this process: it has what they have published.
        assert_eq!(reach.learn(early, state(8)).leaf, 8);
        assert_eq!(known(&reach), (8, 2));
        // It began when the other was known: the log was cut, as a database is that was put back from a copy.
        assert_eq!(reach.learn(at(3), state(5)).leaf, 5);
        assert_eq!(known(&reach), (5, 3));
    }
}
