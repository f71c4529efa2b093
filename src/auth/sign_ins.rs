//! What slows a guesser down: failed sign-ins are counted for each account and each address.
//!
//! An attempt is counted before it is checked and given back when it succeeds, so that guesses made at the same time do not
//! slip through. The counts live in the memory of each instance.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::Semaphore;

use crate::error::ApiError;

/// Failures that cost nothing: for an account, and for an address (behind which a whole office may sit).
const FREE_BY_ACCOUNT: u32 = 5;
const FREE_BY_ADDRESS: u32 = 20;
/// After this many seconds without a failure an account or address is forgotten.
const MEMORY: i64 = 15 * 60;
const MOST: usize = 50_000;

/// The failures of one account or address.
#[derive(Debug, Clone, Copy)]
struct Failures {
    count: u32,
    last: i64,
}

/// The sign-ins of this instance.
pub struct SignIns {
    failures: Mutex<HashMap<String, Failures>>,
    /// Two hashes at a time: each takes 19 MiB and tens of milliseconds of a core.
    hashing: Semaphore,
}

impl Default for SignIns {
    fn default() -> Self {
        Self { failures: Mutex::new(HashMap::new()), hashing: Semaphore::new(2) }
    }
}

/// Seconds to wait after `failures` when `free` of them cost nothing: 1, 2, 4, ... up to fifteen minutes.
pub fn delay(failures: u32, free: u32) -> i64 {
    match failures.checked_sub(free) {
        None | Some(0) => 0,
        Some(over) => 1_i64.checked_shl(over - 1).map_or(MEMORY, |seconds| seconds.clamp(1, MEMORY)),
    }
}

impl SignIns {
    /// Counts an attempt by `account` from `address` at `now` (seconds since 1970), or refuses it with the time to wait.
    pub fn attempt(&self, account: &str, address: &str, now: i64) -> Result<(), ApiError> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() > MOST {
            failures.retain(|_, failures| now - failures.last < MEMORY);
            if failures.len() > MOST {
                failures.clear();
            }
        }
        let keys = [(format!("account {account}"), FREE_BY_ACCOUNT), (format!("address {address}"), FREE_BY_ADDRESS)];
        for (key, free) in &keys {
            if let Some(known) = failures.get(key).filter(|known| now - known.last < MEMORY) {
                let wait = known.last + delay(known.count, *free) - now;
                if wait > 0 {
                    return Err(ApiError::TooManySignIns { retry_after: u64::try_from(wait).unwrap_or(1) });
                }
            }
        }
        for (key, _) in keys {
            let known = failures.entry(key).or_insert(Failures { count: 0, last: now });
            let stale = now - known.last >= MEMORY;
            *known = Failures { count: if stale { 1 } else { known.count.saturating_add(1) }, last: now };
        }
        Ok(())
    }

    /// Gives an attempt back that was good: the account starts anew, the address gets this one back.
    pub fn succeeded(&self, account: &str, address: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&format!("account {account}"));
        if let Some(known) = failures.get_mut(&format!("address {address}")) {
            known.count = known.count.saturating_sub(1);
        }
    }

    /// Gives an attempt back that could not be judged.
    pub fn not_judged(&self, account: &str, address: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        for key in [format!("account {account}"), format!("address {address}")] {
            if let Some(known) = failures.get_mut(&key) {
                known.count = known.count.saturating_sub(1);
            }
        }
    }

    /// Runs costly hashing on a blocking thread, two at a time.
    pub async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let _place = self.hashing.acquire().await.map_err(|_| ApiError::Internal("the service is stopping".into()))?;
        actix_web::web::block(work).await.map_err(|_| ApiError::Internal("a blocking thread was lost".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_double_up_to_a_quarter_of_an_hour() {
        let delays: Vec<i64> = (0..20).map(|failures| delay(failures, 5)).collect();
        assert_eq!(delays, [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
        assert_eq!(delay(u32::MAX, 5), 900);
    }

    #[test]
    fn an_account_is_slowed_and_forgotten() {
        let sign_ins = SignIns::default();
        for _ in 0..6 {
            sign_ins.attempt("a", "192.0.2.1", 1000).expect("free");
        }
        let wait = |account: &str, now| match sign_ins.attempt(account, "192.0.2.1", now) {
            Err(ApiError::TooManySignIns { retry_after }) => retry_after,
            Ok(()) => 0,
            Err(other) => panic!("{other}"),
        };
        assert_eq!(wait("a", 1000), 1);
        assert_eq!(wait("b", 1000), 0, "another account from the same address");
        assert_eq!(wait("a", 1001), 0);
        assert_eq!(wait("a", 1001), 2);
        assert_eq!(wait("a", 1001 + MEMORY), 0);
        sign_ins.succeeded("a", "192.0.2.1");
        assert_eq!(wait("a", 1002 + MEMORY), 0);
    }

    #[test]
    fn an_address_is_slowed_over_many_accounts() {
        let sign_ins = SignIns::default();
        let tried = (0..100).take_while(|n| sign_ins.attempt(&format!("user{n}"), "192.0.2.1", 1000).is_ok()).count();
        assert_eq!(tried, 21);
        assert!(sign_ins.attempt("user0", "192.0.2.2", 1000).is_ok());
    }
}
