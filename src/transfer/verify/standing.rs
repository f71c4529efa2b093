//! What of a fault stands when it is looked at again. Pure.
//!
//! A service is made of several processes, and answers while things are published: two answers of a sound one can be of two states
//! that are a second apart, and look as if somebody had meddled with one of them. So nobody is
//! accused of what is found once, as long as anything was published.

use std::collections::BTreeSet;

/// How often everything is looked at, at most.
pub const LOOKS: usize = 5;

/// What one look at everything found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub faults: Vec<String>,
    /// Something was published meanwhile.
    pub has_grown: bool,
}

/// What follows from the looks so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// There is no fault.
    Sound,
    /// These faults stand.
    Faults(Vec<String>),
    LookAgain,
    /// Something was published, and no fault is found twice.
    NothingCanBeSaid,
}

/// What follows from looks with a pause between them, the latest last.
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
    // A service that says something else each time, while nothing is published in all of them, is not sound.
    if looks.iter().any(|look| look.has_grown) { Verdict::NothingCanBeSaid } else { Verdict::Faults(last.faults.clone()) }
}

/// The faults that are among those of every look.
fn in_all(faults: &[String], looks: &[Look]) -> Vec<String> {
    let found: Vec<BTreeSet<&String>> = looks.iter().map(|look| look.faults.iter().collect()).collect();
    faults.iter().filter(|fault| found.iter().all(|found| found.contains(fault))).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `a b` is a look that found two faults; with `+` before it something was published meanwhile.
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
