//! Tokens seen lately: a signature is checked once, and the user behind it is looked up again every few seconds.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::Actor;
use super::token::Claims;

/// How long a deactivated user or revoked token can still be accepted by *another* instance of the service;
/// the instance that carried out the change forgets at once.
pub const RECHECK: Duration = Duration::from_secs(5);
const MOST: usize = 20_000;

/// A token whose signature was good, and the caller it names.
pub struct Session {
    pub claims: Claims,
    pub actor: Arc<Actor>,
    checked: Instant,
}

impl Session {
    pub fn new(claims: Claims, actor: Actor) -> Self {
        Self { claims, actor: Arc::new(actor), checked: Instant::now() }
    }

    /// Whether the user behind the token must be looked up again.
    pub fn is_stale(&self) -> bool {
        self.checked.elapsed() >= RECHECK
    }
}

/// The sessions of this process, by hash of their token.
#[derive(Default)]
pub struct Sessions(RwLock<HashMap<[u8; 32], Arc<Session>>>);

impl Sessions {
    /// What is kept for `token`, if anything.
    pub fn find(&self, token: &str) -> Option<Arc<Session>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&hash(token)).cloned()
    }

    /// Keeps a session; forgets all others when there are too many.
    pub fn keep(&self, token: &str, session: Arc<Session>) {
        let mut sessions = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() >= MOST {
            sessions.retain(|_, session| !session.is_stale());
            if sessions.len() >= MOST {
                sessions.clear();
            }
        }
        sessions.insert(hash(token), session);
    }

    /// Forgets one session, so that the next request looks its token up.
    pub fn forget_token(&self, token: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(&hash(token));
    }

    /// Forgets every session of a user, so that the next request looks the user up.
    pub fn forget_user(&self, user_id: &str) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).retain(|_, session| session.claims.sub != user_id);
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
