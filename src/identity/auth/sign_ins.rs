//! Protection against guessing: failed sign-ins are counted for each account as tried from one network, and for each network.
//!
//! Nothing is counted for an account alone: anybody who knows a login could lock its owner out with wrong passwords from
//! anywhere. An attempt is counted before it is checked and given back when it succeeds, so that simultaneous guesses do not
//! slip through. Each instance keeps the counts in memory.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};

use super::network::Network;
use crate::foundation::config::Settings;
use crate::foundation::error::ApiError;
use crate::http::features::Feature;

/// Number of failures without a delay: for an account from one network, and for a network (which may be a whole office).
const FREE_BY_ACCOUNT: u32 = 5;
const FREE_BY_NETWORK: u32 = 20;
/// Seconds without a failure after which it is forgotten.
const MEMORY: i64 = 15 * 60;
/// Maximum number of accounts and networks remembered.
const MOST: usize = 50_000;

/// The failures of one account from one network, or of one network.
#[derive(Debug, Clone, Copy)]
struct Failures {
    free: u32,
    count: u32,
    last: i64,
    /// The value of `last` before the latest counted attempt. It is restored with that attempt, so that successful sign-ins
    /// prolong nobody's wait.
    earlier: i64,
}

impl Failures {
    fn is_stale(&self, now: i64) -> bool {
        now - self.last >= MEMORY
    }

    fn wait(&self, now: i64) -> i64 {
        if self.is_stale(now) { 0 } else { self.last + delay(self.count, self.free) - now }
    }
}

/// Of a fixed size, whatever the length of the login.
type Key = [u8; 32];

/// The sign-ins of this instance.
pub struct SignIns {
    failures: Mutex<HashMap<Key, Failures>>,
    most: usize,
}

impl Default for SignIns {
    fn default() -> Self {
        Self::remembering(MOST)
    }
}

/// Returns the seconds to wait after `failures` when `free` of them cost nothing: 1, 2, 4, ... up to fifteen minutes.
pub fn delay(failures: u32, free: u32) -> i64 {
    match failures.checked_sub(free) {
        None | Some(0) => 0,
        Some(over) => 1_i64.checked_shl(over - 1).map_or(MEMORY, |seconds| seconds.clamp(1, MEMORY)),
    }
}

/// Returns the counters of an attempt, and the number of free failures of each.
fn counted(login: Option<&str>, network: Network) -> impl Iterator<Item = (Key, u32)> {
    let account = login.map(|login| (Sha256::digest(format!("{network} {login}")).into(), FREE_BY_ACCOUNT));
    // A login is never empty, so no account has the key of a network.
    account.into_iter().chain([(Sha256::digest(format!("{network} ")).into(), FREE_BY_NETWORK)])
}

impl Feature for SignIns {
    fn start(_: &Settings) -> Self {
        Self::default()
    }
}

impl SignIns {
    fn remembering(most: usize) -> Self {
        Self { failures: Mutex::default(), most }
    }

    /// Counts an attempt from `network` at `now` (seconds since 1970), or refuses it with the time to wait. `login` is absent
    /// for a login that nobody can have.
    pub fn attempt(&self, login: Option<&str>, network: Network, now: i64) -> Result<(), ApiError> {
        let mut failures = self.lock();
        let wait = counted(login, network).filter_map(|(key, _)| Some(failures.get(&key)?.wait(now))).max();
        if let Some(wait) = wait.filter(|wait| *wait > 0) {
            return Err(ApiError::TooManySignIns { retry_after: u64::try_from(wait).unwrap_or(1) });
        }
        make_room(&mut failures, self.most, now);
        for (key, free) in counted(login, network) {
            let known = failures.entry(key).or_insert(Failures { free, count: 0, last: now, earlier: now });
            let count = if known.is_stale(now) { 1 } else { known.count.saturating_add(1) };
            *known = Failures { free, count, last: now, earlier: known.last };
        }
        Ok(())
    }

    /// Gives back a successful attempt: the account starts again from zero, the network gets this one back.
    pub fn succeeded(&self, login: &str, network: Network) {
        let mut failures = self.lock();
        for (key, free) in counted(Some(login), network) {
            if free == FREE_BY_ACCOUNT {
                failures.remove(&key);
            } else {
                give_back(&mut failures, key);
            }
        }
    }

    /// Gives back an attempt that could not be judged.
    pub fn not_judged(&self, login: &str, network: Network) {
        let mut failures = self.lock();
        for (key, _) in counted(Some(login), network) {
            give_back(&mut failures, key);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn give_back(failures: &mut HashMap<Key, Failures>, key: Key) {
    let Some(known) = failures.get_mut(&key) else { return };
    known.count = known.count.saturating_sub(1);
    known.last = known.earlier;
    if known.count == 0 {
        failures.remove(&key);
    }
}

/// Makes room for one more attempt. Counters that delay somebody now are removed last: a flood of attempts from many networks,
/// none of which costs its sender anything yet, removes only itself.
fn make_room(failures: &mut HashMap<Key, Failures>, most: usize, now: i64) {
    if failures.len() + 2 <= most {
        return;
    }
    failures.retain(|_, known| !known.is_stale(now));
    if failures.len() + 2 <= most {
        return;
    }
    let weight = |known: &Failures| (delay(known.count, known.free), known.last);
    let mut all: Vec<((i64, i64), Key)> = failures.iter().map(|(key, known)| (weight(known), *key)).collect();
    // A tenth at a time, so that a flood does not cause a full scan for every attempt.
    let gone = (most / 10).max(2).min(all.len());
    all.sort_unstable();
    for (_, key) in all.into_iter().take(gone) {
        failures.remove(&key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        Network::of(text.parse().expect("an address"))
    }

    /// Returns the seconds to wait, 0 for an attempt that was counted.
    fn wait(sign_ins: &SignIns, login: &str, address: &str, now: i64) -> u64 {
        match sign_ins.attempt(Some(login), network(address), now) {
            Err(ApiError::TooManySignIns { retry_after }) => retry_after,
            Ok(()) => 0,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn delays_double_up_to_a_quarter_of_an_hour() {
        let delays: Vec<i64> = (0..20).map(|failures| delay(failures, 5)).collect();
        assert_eq!(delays, [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900]);
        assert_eq!(delay(u32::MAX, 5), 900);
    }

    #[test]
    fn an_account_is_slowed_from_one_network_and_forgotten() {
        let sign_ins = SignIns::default();
        for _ in 0..6 {
            assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1000), 0);
        }
        assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1000), 1);
        assert_eq!(wait(&sign_ins, "b", "192.0.2.1", 1000), 0, "another account from the same network");
        assert_eq!(wait(&sign_ins, "a", "192.0.2.2", 1000), 0, "its owner, who is elsewhere");
        assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1001), 0);
        assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1001), 2);
        assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1001 + MEMORY), 0);
        sign_ins.succeeded("a", network("192.0.2.1"));
        assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1002 + MEMORY), 0);
    }

    #[test]
    fn nobody_is_kept_out_by_wrong_passwords_from_elsewhere() {
        let sign_ins = SignIns::default();
        for n in 0..5000 {
            drop(sign_ins.attempt(Some("a"), network(&format!("198.51.{}.{}", n / 250, n % 250)), 1000));
            drop(sign_ins.attempt(Some("a"), network(&format!("2001:db8:{:x}:{:x}::1", n / 9, n % 9)), 1000));
        }
        assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1000), 0);
    }

    #[test]
    fn a_network_is_slowed_over_many_accounts() {
        let sign_ins = SignIns::default();
        let tried = (0..100).take_while(|n| wait(&sign_ins, &format!("user{n}"), "192.0.2.1", 1000) == 0).count();
        assert_eq!(tried, 21);
        assert_eq!(wait(&sign_ins, "user0", "192.0.2.2", 1000), 0);
        // A login that nobody can have counts for the network alone.
        let tried = (0..100).take_while(|_| sign_ins.attempt(None, network("192.0.2.3"), 1000).is_ok()).count();
        assert_eq!(tried, 21);
    }

    /// An office behind one address: once the wait after its failures is over, correct passwords are accepted one after the
    /// other.
    #[test]
    fn good_sign_ins_prolong_no_wait() {
        let sign_ins = SignIns::default();
        for n in 0..21 {
            assert_eq!(wait(&sign_ins, &format!("user{n}"), "192.0.2.1", 1000), 0);
        }
        for (again, now) in [1001, 1001, 1001, 1002, 1010].into_iter().enumerate() {
            assert_eq!(wait(&sign_ins, "good", "192.0.2.1", now), 0, "sign-in {again}");
            if again == 2 {
                sign_ins.not_judged("good", network("192.0.2.1"));
            } else {
                sign_ins.succeeded("good", network("192.0.2.1"));
            }
        }
        // A failure prolongs it.
        assert_eq!(wait(&sign_ins, "good", "192.0.2.1", 1011), 0);
        assert_eq!(wait(&sign_ins, "good", "192.0.2.1", 1011), 2);
    }

    #[test]
    fn what_was_not_judged_leaves_nothing() {
        let sign_ins = SignIns::default();
        sign_ins.attempt(Some("a"), network("192.0.2.1"), 1000).expect("free");
        sign_ins.not_judged("a", network("192.0.2.1"));
        assert_eq!(sign_ins.lock().len(), 0);
    }

    /// A delayed caller cannot clear the delay by failing elsewhere, from however many networks.
    #[test]
    fn a_flood_pushes_out_itself() {
        let sign_ins = SignIns::remembering(100);
        for _ in 0..6 {
            assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1000), 0);
        }
        let tried = (0..30).filter(|n| wait(&sign_ins, &format!("user{n}"), "192.0.2.2", 1000) == 0).count();
        assert_eq!(tried, 21);
        for n in 0..10_000 {
            let address = format!("198.{}.{}.{}", n % 50, n / 250, n % 250);
            assert_eq!(wait(&sign_ins, &format!("flood{n}"), &address, 1000), 0);
            assert!(sign_ins.lock().len() <= 100);
        }
        assert_eq!(wait(&sign_ins, "a", "192.0.2.1", 1000), 1);
        assert_eq!(wait(&sign_ins, "another", "192.0.2.2", 1000), 1);
    }
}
