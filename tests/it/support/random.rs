//! Random tests: the same cases at every run of the suite, so that a red suite is always about the change at hand; others, and
//! many more, in scripts/nightly.sh, which sets `PROPTEST_CASES`.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{Engine, TestApp, run};

/// Runs a test on one engine with as many random values as are named, each against a fresh application.
pub fn for_random<S, F, T>(engine: Engine, cases: u32, values: &S, test: T)
where
    S: Strategy,
    T: Fn(TestApp, S::Value) -> F + Copy + 'static,
    F: Future<Output = ()>,
    S::Value: 'static,
{
    let many = std::env::var_os("PROPTEST_CASES").is_some();
    // Each case is a whole application and hundreds of requests: to shrink one takes longer than to read it.
    let config = Config { failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    let mut runner = if many {
        TestRunner::new(config)
    } else {
        TestRunner::new_with_rng(Config { cases, ..config }, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
    };
    let outcome = runner.run(values, |value| {
        run(engine, move |app| test(app, value));
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
