//! State of features: each wing keeps its own between requests, and the application knows none of it by name.

use std::any::Any;
use std::sync::OnceLock;

use crate::foundation::config::Settings;

/// State that one feature keeps for the life of an application, such as the pages that are held in memory.
///
/// It starts empty, and what it needs it takes from the settings alone: so it can be started by whoever asks for it first, in any
/// command, and is never missing.
pub trait Feature: Send + Sync + Sized + 'static {
    /// Returns the state of an application that has just begun.
    fn start(settings: &Settings) -> Self;
}

/// The state of every feature that was asked for, one of each type, in the order of their first use.
///
/// A chain that only ever grows at its end: readers follow it without a lock, past no more links than there are features.
#[derive(Default)]
pub struct Features(OnceLock<Box<Link>>);

struct Link {
    feature: Box<dyn Any + Send + Sync>,
    next: Features,
}

impl Features {
    /// Returns the state of a feature, started when this is the first use of it.
    pub fn get<T: Feature>(&self, settings: &Settings) -> &T {
        let mut end = self;
        loop {
            // Of two that are first at the same moment, one starts its feature and the other goes on to the next link.
            let start = || Box::new(Link { feature: Box::new(T::start(settings)), next: Self::default() });
            let link = end.0.get_or_init(start);
            if let Some(feature) = link.feature.downcast_ref() {
                return feature;
            }
            end = &link.next;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::foundation::config::Flags;

    struct Counted<const KIND: usize>(AtomicUsize);

    static STARTED: AtomicUsize = AtomicUsize::new(0);

    impl<const KIND: usize> Feature for Counted<KIND> {
        fn start(_: &Settings) -> Self {
            STARTED.fetch_add(1, Ordering::SeqCst);
            Self(AtomicUsize::new(0))
        }
    }

    #[test]
    fn each_is_started_once_and_is_the_same_for_everybody() {
        let settings = Flags::default().settings().expect("settings");
        let features = Features::default();
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        features.get::<Counted<0>>(&settings).0.fetch_add(1, Ordering::SeqCst);
                        features.get::<Counted<1>>(&settings).0.fetch_add(2, Ordering::SeqCst);
                        features.get::<Counted<2>>(&settings).0.fetch_add(3, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(STARTED.load(Ordering::SeqCst), 3);
        assert_eq!(features.get::<Counted<0>>(&settings).0.load(Ordering::SeqCst), 800);
        assert_eq!(features.get::<Counted<1>>(&settings).0.load(Ordering::SeqCst), 1600);
        assert_eq!(features.get::<Counted<2>>(&settings).0.load(Ordering::SeqCst), 2400);
    }
}
