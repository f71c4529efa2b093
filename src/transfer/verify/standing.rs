//! Decides which faults are confirmed when they are checked again. Pure.
//!
//! A service consists of several processes, and responds while records are published. Two responses of a sound service can be
//! of two states a second apart, and look like tampering. So a fault that is found once is not reported if anything was
//! published in the meantime.

use std::collections::BTreeSet;

/// Maximum number of complete checks.
pub const LOOKS: usize = 5;

/// The result of one complete check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub faults: Vec<String>,
    /// True when something was published during the check.
    pub has_grown: bool,
}

/// The verdict from the checks so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// There is no fault.
    Sound,
    /// These faults are confirmed.
    Faults(Vec<String>),
    LookAgain,
    /// Something was published, and no fault was found twice.
    NothingCanBeSaid,
}

/// Returns the verdict from checks with a pause between them, the latest last.
pub fn verdict(looks: &[Look]) -> Verdict {
    let Some((last, before)) = looks.split_last() else { return Verdict::LookAgain };
    if last.faults.is_empty() {
        return Verdict::Sound;
    }
    if let Some(previous) = before.last().filter(|_| !last.has_grown) {
        let standing = in_all(&last.faults, std::slice::from_ref(previous));
        if !standing.is_empty() {
            return Verdict::Faults(standing);
        }
    }
    if looks.len() < LOOKS {
        return Verdict::LookAgain;
    }
    let standing = in_all(&last.faults, before);
    if !standing.is_empty() {
        return Verdict::Faults(standing);
    }
    // A service that gives different responses each time, while nothing is published, is not sound.
    if looks.iter().any(|look| look.has_grown) { Verdict::NothingCanBeSaid } else { Verdict::Faults(last.faults.clone()) }
}

/// Returns the faults that every check has found.
fn in_all(faults: &[String], looks: &[Look]) -> Vec<String> {
    let found: Vec<BTreeSet<&String>> = looks.iter().map(|look| look.faults.iter().collect()).collect();
    faults.iter().filter(|fault| found.iter().all(|found| found.contains(fault))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a check from a text: `a b` found two faults; `+` in front means that something was published.
    fn look(text: &str) -> Look {
        let (has_grown, faults) = text.strip_prefix('+').map_or((false, text), |rest| (true, rest));
        Look { faults: faults.split_whitespace().map(str::to_owned).collect(), has_grown }
    }

    #[test]
    fn only_what_stands_is_a_fault() {
        let faults = |text: &str| Verdict::Faults(look(text).faults);
        for (looks, want) in [
            (&[""][..], Verdict::Sound),
            (&["a"], Verdict::LookAgain),
            (&["a", ""], Verdict::Sound),
            (&["+a", "+"], Verdict::Sound),
            (&["a", "a"], faults("a")),
            (&["+a", "a"], faults("a")),
            (&["a b", "b c"], faults("b")),
            (&["a", "b"], Verdict::LookAgain),
            (&["a", "+a"], Verdict::LookAgain),
            (&["a", "+a", "a"], faults("a")),
            (&["a", "b", "c", ""], Verdict::Sound),
            (&["a", "b", "c", "d"], Verdict::LookAgain),
            (&["a", "b", "c", "d", "e f"], faults("e f")),
            (&["a", "b", "c", "d", "+e"], Verdict::NothingCanBeSaid),
            (&["a", "+b", "c", "d", "e"], Verdict::NothingCanBeSaid),
            (&["+a", "+b", "+b", "+b", "+b"], Verdict::NothingCanBeSaid),
            (&["+a x", "+b x", "+x c", "+d x", "+x e"], faults("x")),
            (&["+a", "+b", "+c", "+d", "+"], Verdict::Sound),
        ] {
            let looks: Vec<Look> = looks.iter().map(|text| look(text)).collect();
            assert_eq!(verdict(&looks), want, "{looks:?}");
        }
    }
}
