//! A cache of verified tokens: a signature is checked once, and the user behind it is looked up again every few seconds.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::Actor;
use super::token::Claims;

/// The longest time that *another* instance of the service can still accept a deactivated user or revoked token. The instance
/// that made the change forgets it at once.
pub const RECHECK: Duration = Duration::from_secs(5);
const MOST: usize = 20_000;

/// A token with a valid signature, and the caller it names.
pub struct Session {
    pub claims: Claims,
    pub actor: Arc<Actor>,
    checked: Instant,
}

impl Session {
    pub fn new(claims: Claims, actor: Actor) -> Self {
        Self { claims, actor: Arc::new(actor), checked: Instant::now() }
    }

    /// True when the user behind the token must be looked up again.
    pub fn is_stale(&self) -> bool {
        self.checked.elapsed() >= RECHECK
    }
}

/// The sessions of this process, by hash of their token.
#[derive(Default)]
pub struct Sessions(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    by_token: HashMap<[u8; 32], Arc<Session>>,
    /// The number of times anything was forgotten.
    forgotten: u64,
}

/// The value of that counter before a token is looked up.
#[derive(Clone, Copy)]
pub struct Before(u64);

impl Sessions {
    /// Returns the session of `token`, if it is cached.
    pub fn find(&self, token: &str) -> Option<Arc<Session>> {
        self.read().by_token.get(&hash(token)).cloned()
    }

    /// Returns the state to take before looking a token up, for [`Sessions::keep`].
    pub fn before(&self) -> Before {
        Before(self.read().forgotten)
    }

    /// Caches a session, unless something was forgotten since it was looked up: it may have been this session, and the data
    /// read may be older than its end. Forgets all others when there are too many.
    pub fn keep(&self, token: &str, session: Arc<Session>, before: Before) {
        let mut kept = self.write();
        if kept.forgotten != before.0 {
            return;
        }
        if kept.by_token.len() >= MOST {
            kept.by_token.retain(|_, session| !session.is_stale());
            if kept.by_token.len() >= MOST {
                kept.by_token.clear();
            }
        }
        kept.by_token.insert(hash(token), session);
    }

    /// Forgets the tokens of one session, so that the next request looks them up.
    pub fn forget_session(&self, id: &str) {
        self.forget(|session| session.claims.session_id() == id);
    }

    /// Forgets every session of a user, so that the next request looks the user up.
    pub fn forget_user(&self, user_id: &str) {
        self.forget(|session| session.claims.sub == user_id);
    }

    fn forget(&self, is_over: impl Fn(&Session) -> bool) {
        let mut kept = self.write();
        kept.forgotten += 1;
        kept.by_token.retain(|_, session| !is_over(session));
    }

    fn read(&self) -> RwLockReadGuard<'_, Kept> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    fn session(user: &str, sid: &str) -> Arc<Session> {
        let claims = Claims {
            iss: "i".into(),
            aud: "a".into(),
            sub: user.into(),
            exp: 2,
            nbf: 1,
            iat: 1,
            jti: "j".into(),
            sid: Some(sid.into()),
            role: Role::Pcc,
            area: "a".into(),
            scope: TokenScope::Read,
            capacity: None,
            name: "A".into(),
        };
        let actor =
            Actor { user_id: None, role: Role::Pcc, area: "a".into(), scope: TokenScope::Read, capacity: None, name: "A".into() };
        Arc::new(Session::new(claims, actor))
    }

    #[test]
    fn what_has_ended_is_not_kept_by_a_request_that_looked_it_up_before() {
        let sessions = Sessions::default();
        sessions.keep("one", session("u", "s"), sessions.before());
        sessions.keep("two", session("u", "t"), sessions.before());
        sessions.keep("three", session("v", "w"), sessions.before());
        let before = sessions.before();
        sessions.forget_session("s");
        assert_eq!(["one", "two", "three"].map(|token| sessions.find(token).is_some()), [false, true, true]);
        sessions.keep("one", session("u", "s"), before);
        assert!(sessions.find("one").is_none(), "looked up before its end, and kept after it");
        sessions.forget_user("u");
        assert_eq!(["one", "two", "three"].map(|token| sessions.find(token).is_some()), [false, false, true]);
    }
}
