//! The number of jobs waiting in one queue and the expected wait of the next, so that a request that would wait too long is
//! refused at once.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The number of jobs whose time is remembered, and for how long: older times say nothing about now.
const REMEMBERED: usize = 32;
const FOR: Duration = Duration::from_secs(10);
/// The maximum that one job counts for. Without it, one job of a minute would make a queue of quick ones refuse requests.
const MOST: Duration = Duration::from_millis(500);

/// The pace of one queue.
pub struct Pace {
    threads: u32,
    waiting: AtomicUsize,
    took: Mutex<VecDeque<(Instant, Duration)>>,
}

/// A place in the queue, released when dropped.
pub struct Place(Arc<Pace>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Pace {
    pub fn new(threads: usize) -> Arc<Self> {
        let threads = u32::try_from(threads).unwrap_or(u32::MAX).max(1);
        Arc::new(Self { threads, waiting: AtomicUsize::new(0), took: Mutex::default() })
    }

    /// Takes a place.
    pub fn enter(self: &Arc<Self>) -> Place {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        Place(Arc::clone(self))
    }

    /// Returns the number of waiting jobs that were not given up.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// Records the duration of a job.
    pub fn note(&self, took: Duration) {
        self.note_at(Instant::now(), took);
    }

    /// Estimates the wait of a new job: the jobs before it, times the mean duration of recent jobs, divided by the threads.
    pub fn expected(&self) -> Duration {
        self.expected_at(Instant::now())
    }

    fn note_at(&self, now: Instant, took: Duration) {
        let mut all = self.took.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.pop_front();
        }
        all.push_back((now, took.min(MOST)));
    }

    fn expected_at(&self, now: Instant) -> Duration {
        let waiting = u32::try_from(self.waiting()).unwrap_or(u32::MAX);
        if waiting == 0 {
            return Duration::ZERO;
        }
        let all = self.took.lock().unwrap_or_else(PoisonError::into_inner);
        let lately: Vec<Duration> =
            all.iter().filter(|(at, _)| now.saturating_duration_since(*at) < FOR).map(|(_, took)| *took).collect();
        // The slowest job is excluded: it may be an exception.
        let slowest = lately.iter().max().copied().unwrap_or_default();
        let others = u32::try_from(lately.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let sum = lately.iter().sum::<Duration>().saturating_sub(slowest);
        sum.checked_div(others).unwrap_or_default().saturating_mul(waiting) / self.threads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(threads: usize, took: &[u64], waiting: usize) -> (Arc<Pace>, Vec<Place>, Instant) {
        let (pace, now) = (Pace::new(threads), Instant::now());
        for ms in took {
            pace.note_at(now, Duration::from_millis(*ms));
        }
        let places = (0..waiting).map(|_| pace.enter()).collect();
        (pace, places, now)
    }

    #[test]
    fn the_wait_that_is_expected() {
        let quick = [2; 31];
        let one_slow = [&quick[..], &[60_000]].concat();
        for (threads, took, waiting, want) in [
            (1, &[][..], 900, 0),
            (1, &[100; 32][..], 0, 0),
            (1, &[100; 32][..], 30, 3000),
            (4, &[100; 32][..], 40, 1000),
            (1, &one_slow[..], 1000, 2000),
            (1, &[60_000, 60_000, 60_000][..], 4, 2000),
        ] {
            let (pace, _places, now) = pace(threads, took, waiting);
            assert_eq!(pace.expected_at(now), Duration::from_millis(want), "{threads} {took:?} {waiting}");
        }
    }

    /// A slow job has no effect after some seconds, or after as many quick jobs as are remembered.
    #[test]
    fn what_was_slow_is_forgotten() {
        let (slow, places, now) = pace(1, &[60_000; 32], 100);
        assert!(slow.expected_at(now) > Duration::from_secs(10));
        assert_eq!(slow.expected_at(now + FOR), Duration::ZERO);
        (0..REMEMBERED).for_each(|_| slow.note_at(now, Duration::from_millis(1)));
        assert_eq!(slow.expected_at(now), Duration::from_millis(100));
        drop(places);
        assert_eq!(slow.waiting(), 0);
    }
}
