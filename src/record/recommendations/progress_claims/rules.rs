//! Decisions about progress claims, and the comparison of their figures with a set's counts. Pure.

use chrono::NaiveDate;

use super::model::ProgressClaimStatus::{Asserted, Refuted, Verified};
use super::model::{Figure, Progress, ProgressClaimAct as Act, ProgressClaimStatus, Reading};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, UserId, allowed};
use crate::foundation::error::Refusal;
use crate::record::recommendations::model::RecommendationTally;
use crate::record::recommendations::recommendation_sets::model::DueCount;
use crate::record::recommendations::recommendation_sets::rules::{most_listed, total};

/// The facts that the rules need of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimState {
    pub status: ProgressClaimStatus,
    /// The number of readings of its figure.
    pub readings: usize,
    pub ambiguous: bool,
    pub recorded_by: Option<UserId>,
}

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Resolve => (&[Pcc, Opcc], "only the body resolves the total of a figure"),
            Self::Verify => (&[Pcc], "only the PCC verifies a progress claim"),
            Self::Refute => (&[Pcc], "only the PCC refutes a progress claim"),
            Self::Reopen => (&[Pcc], "only the PCC takes back a verdict on a progress claim"),
        }
    }

    fn next(self, state: &ClaimState) -> Result<ProgressClaimStatus, Refusal> {
        let no = |sentence| Err(Refusal::WrongState(sentence));
        match (self, state.status) {
            (Self::Resolve, Asserted) if state.readings > 1 => Ok(Asserted),
            (Self::Resolve, Asserted) => no("this claim has at most one reading: there is nothing to resolve"),
            (Self::Verify, Asserted) if state.ambiguous && state.readings > 1 => {
                no("this claim has several readings: resolve it first")
            }
            (Self::Verify, Asserted) => Ok(Verified),
            (Self::Refute, Asserted) => Ok(Refuted),
            (Self::Reopen, Verified | Refuted) => Ok(Asserted),
            (Self::Reopen, Asserted) => no("this claim has no verdict to take back"),
            (Self::Resolve | Self::Verify | Self::Refute, Verified | Refuted) => {
                no("this claim has already been verified or refuted")
            }
        }
    }
}

/// Returns the status after `act`, or the refusal: the role first, then that nobody checks what they recorded themselves, then the state.
pub fn decide(act: Act, state: &ClaimState, actor: &Actor) -> Result<ProgressClaimStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    if act != Act::Resolve && state.recorded_by.is_some() && state.recorded_by == actor.user_id {
        return Err(Refusal::NotYours("you recorded this claim yourself: ask a colleague to check it"));
    }
    act.next(state)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: &ClaimState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// The counts of a set: the possible totals of a figure.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    pub counts: &'a [DueCount],
    pub stated_total: Option<i32>,
}

/// Returns the possible totals of a figure stated on a day, largest first: the whole set; the recommendations due up to each
/// day that the set names; and each batch that was already due. A later batch alone is meant only if its number is stated: "all
/// but one is done" in January does not refer to the batch due in March alone.
fn bases(counted: Counted<'_>, said_on: NaiveDate) -> Vec<i32> {
    let Counted { counts, stated_total } = counted;
    let up_to = |day: NaiveDate| {
        let due = counts.iter().filter(|one| one.due_on.is_some_and(|due| due <= day));
        due.map(|one| one.count).sum()
    };
    let days = counts.iter().filter_map(|one| one.due_on).map(up_to);
    let due = counts.iter().filter(|one| one.due_on.is_none_or(|due| due <= said_on)).map(|one| one.count);
    let mut bases: Vec<i32> = total(counts, None).into_iter().chain(stated_total).chain(days).chain(due).collect();
    bases.sort_unstable_by(|a, b| b.cmp(a));
    bases.dedup();
    bases
}

/// Returns every reading of a figure stated on a day, against the set's counts.
pub fn readings(figure: Figure, counted: Counted<'_>, said_on: NaiveDate) -> Vec<Reading> {
    let named = figure.of.or_else(|| figure.done.zip(figure.remaining).map(|(done, remaining)| done + remaining));
    let known = bases(counted, said_on);
    let whole = most_listed(counted.counts, counted.stated_total);
    let candidates = match named {
        Some(of) if known.is_empty() => vec![of],
        Some(of) if known.contains(&of) || counted.counts.iter().any(|one| one.count == of) => vec![of],
        Some(_) => Vec::new(),
        None => known,
    };
    candidates
        .into_iter()
        .filter_map(|of| {
            let done = figure.done.or_else(|| figure.remaining.map(|remaining| of - remaining))?;
            let open = of - done;
            (done >= 0 && open >= 0).then(|| Reading { of, done, open, unclaimed: whole.map_or(0, |whole| whole - of) })
        })
        .collect()
}

/// Returns the fault in a figure, given the set's counts: pointer and sentence.
pub fn figure_fault(figure: Figure, counted: Counted<'_>, said_on: NaiveDate) -> Option<(&'static str, String)> {
    let most = most_listed(counted.counts, counted.stated_total)?;
    if !figure.is_said() || !readings(figure, counted, said_on).is_empty() {
        return None;
    }
    let counts: Vec<String> = bases(counted, said_on).iter().map(ToString::to_string).collect();
    let counts = counts.join(", ");
    Some(match figure {
        Figure { done: Some(done), .. } if done > most => {
            ("/figure/done", format!("must be at most {most}, the number in the report"))
        }
        Figure { remaining: Some(remaining), .. } if remaining > most => {
            ("/figure/remaining", format!("must be at most {most}, the number in the report"))
        }
        Figure { of: Some(_), .. } => {
            ("/figure/of", format!("must be one of the set's counts ({counts}): omit it, because the text contains it"))
        }
        Figure { .. } => ("/figure", format!("must add up to one of the set's counts ({counts})")),
    })
}

/// A figure with its readings, and the valid one: the only one, or the resolved one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    pub figure: Figure,
    pub readings: Vec<Reading>,
    pub chosen: Option<Reading>,
    pub said_on: NaiveDate,
    pub verified: bool,
}

impl Weighed {
    /// Compares a figure with the counts. A resolution that is no longer a reading, because the counts were corrected, has no
    /// effect.
    pub fn new(figure: Figure, counted: Counted<'_>, said_on: NaiveDate, resolved: Option<i32>, verified: bool) -> Self {
        let readings = readings(figure, counted, said_on);
        let chosen = match readings.as_slice() {
            [only] => Some(*only),
            several => several.iter().find(|reading| Some(reading.of) == resolved).copied(),
        };
        Self { figure, readings, chosen, said_on, verified }
    }

    /// Returns whether a number was said and nobody knows yet of how many.
    pub fn ambiguous(&self) -> bool {
        self.figure.is_said() && self.chosen.is_none()
    }
}

/// Returns the progress of a set: from the latest claim with a figure, otherwise from the listed recommendations.
pub fn progress(counted: Counted<'_>, listed: RecommendationTally, claim: Option<&Weighed>) -> Progress {
    let total = total(counted.counts, counted.stated_total);
    let rest = |known: i32| total.map(|total| (total - known).max(0));
    let Some(claim) = claim else {
        let nothing = listed.listed() == 0;
        return Progress {
            done: (!nothing).then(|| listed.done()),
            open: (!nothing).then_some(listed.open),
            unknown: rest(listed.listed()),
            ambiguous: false,
            verified: !nothing && listed.done() == listed.verified,
            as_of: None,
        };
    };
    let (done, open) = match claim.chosen {
        Some(reading) => (Some(reading.done), Some(reading.open)),
        None if claim.readings.is_empty() => (claim.figure.done, claim.figure.remaining),
        None => {
            (claim.readings.iter().map(|reading| reading.done).min(), claim.readings.iter().map(|reading| reading.open).min())
        }
    };
    Progress {
        done,
        open,
        unknown: done.zip(open).and_then(|(done, open)| rest(done + open)),
        ambiguous: claim.ambiguous(),
        verified: claim.verified,
        as_of: Some(claim.said_on),
    }
}

/// Returns the contradiction between the listed recommendations and a claim, if any. A reading may be true as long as the
/// recommendations that are not listed, and those that it does not cover, can make up the difference.
pub fn contradiction(counted: Counted<'_>, listed: RecommendationTally, claim: Option<&Weighed>) -> Option<String> {
    let claim = claim?;
    let whole = most_listed(counted.counts, counted.stated_total)?;
    let possible: &[Reading] = claim.chosen.as_ref().map_or(&claim.readings, std::slice::from_ref);
    let first = possible.first()?;
    let unlisted = whole - listed.listed();
    let agrees =
        |reading: &Reading| listed.done() <= reading.done + reading.unclaimed && reading.done <= listed.done() + unlisted;
    if listed.listed() == 0 || possible.iter().any(agrees) {
        return None;
    }
    let (done, of, day) = (first.done, first.of, claim.said_on);
    let now = format!("{} of the {} listed are claimed or verified", listed.done(), listed.listed());
    Some(if first.done > listed.done() {
        format!("{done} of {of} were reported as done on {day}, but {now}")
    } else {
        format!("{now}, but only {done} of {of} were reported as done on {day}: record later claims")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::Matrix;

    const ME: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

    fn actor(role: Role, scope: TokenScope) -> Actor {
        let user_id = Some(ME.parse().expect("an id"));
        Actor { user_id, role, area: "west-mercia".into(), scope, capacity: None, name: "A".into() }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn state(status: ProgressClaimStatus, readings: usize, ambiguous: bool) -> ClaimState {
        ClaimState { status, readings, ambiguous, recorded_by: None }
    }

    /// One line per act, role and figure: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let figures = [("no number", 0, false), ("one way", 1, false), ("two ways", 2, true), ("resolved", 2, false)];
        let mut matrix = Matrix::new("act     role  figure     asserted   verified   refuted", 10);
        for act in Act::ALL {
            for role in Role::ALL {
                for (figure, readings, ambiguous) in figures {
                    let label = format!("{:7} {:5} {figure:10}", act.as_str(), role.as_str());
                    let actor = actor(*role, TokenScope::Write);
                    let states = ProgressClaimStatus::ALL.iter().map(|status| state(*status, readings, ambiguous));
                    matrix.line(&label, states.map(|state| decide(*act, &state, &actor)));
                }
            }
        }
        insta::assert_snapshot!(matrix.table());
    }

    #[test]
    fn nobody_checks_what_they_recorded() {
        let mine = ClaimState { recorded_by: Some(ME.parse().expect("an id")), ..state(Asserted, 1, false) };
        for act in [Act::Verify, Act::Refute] {
            assert!(matches!(decide(act, &mine, &actor(Pcc, TokenScope::Write)), Err(Refusal::NotYours(_))));
        }
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            for status in ProgressClaimStatus::ALL {
                assert!(allowed_acts(&state(*status, 2, true), &actor(*role, TokenScope::Read)).is_empty());
            }
        }
    }

    fn batches(counts: &[(i32, Option<&str>)]) -> Vec<DueCount> {
        counts.iter().map(|(count, due)| DueCount { count: *count, due_on: due.map(day), text: None }).collect()
    }

    const fn figure(done: Option<i32>, remaining: Option<i32>, of: Option<i32>) -> Figure {
        Figure { done, remaining, of }
    }

    const ALL_BUT_ONE: Figure = figure(None, Some(1), None);

    fn show(readings: &[Reading]) -> String {
        let ways = readings.iter().map(|one| format!("{}/{} ({} open, {} unclaimed)", one.done, one.of, one.open, one.unclaimed));
        let ways: Vec<String> = ways.collect();
        if ways.is_empty() { "no reading".to_owned() } else { ways.join(" or ") }
    }

    /// Compares figures with twelve due at the end of December and five at the end of March, as in the record of January 2019.
    #[test]
    fn figures_against_twelve_and_five() {
        let counts = batches(&[(12, Some("2018-12-31")), (5, Some("2019-03-31"))]);
        let counted = Counted { counts: &counts, stated_total: None };
        let mut table = String::new();
        for said_on in ["2018-12-30", "2019-01-30", "2019-04-01"] {
            for (words, figure) in [
                ("all but one", ALL_BUT_ONE),
                ("all", figure(None, Some(0), None)),
                ("none", figure(Some(0), None, None)),
                ("all but one of 12", figure(None, Some(1), Some(12))),
                ("all but one of 5", figure(None, Some(1), Some(5))),
                ("16 of 17", figure(Some(16), None, Some(17))),
                ("13 done", figure(Some(13), None, None)),
                ("11 done, 1 left", figure(Some(11), Some(1), None)),
                ("11 done, 2 left", figure(Some(11), Some(2), None)),
                ("18 done", figure(Some(18), None, None)),
                ("18 left", figure(None, Some(18), None)),
                ("3 of 20", figure(Some(3), None, Some(20))),
                ("no number", figure(None, None, None)),
            ] {
                let ways = show(&readings(figure, counted, day(said_on)));
                let fault = figure_fault(figure, counted, day(said_on));
                let fault = fault.map_or(String::new(), |(pointer, detail)| format!("; {pointer} {detail}"));
                table.push_str(&format!("{said_on} {words}: {ways}{fault}\n"));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn figures_against_other_counts() {
        let mut table = String::new();
        let cases: [(&str, Vec<DueCount>, Option<i32>); 6] = [
            ("nothing", batches(&[]), None),
            ("a stated 17", batches(&[]), Some(17)),
            ("12 and 5, stated 18", batches(&[(12, Some("2018-12-31")), (5, Some("2019-03-31"))]), Some(18)),
            ("12 and 5 without days", batches(&[(12, None), (5, None)]), None),
            ("12, 5 and 3", batches(&[(12, Some("2018-12-31")), (5, Some("2019-01-31")), (3, Some("2019-03-31"))]), None),
            ("5 and 5", batches(&[(5, Some("2018-12-31")), (5, Some("2018-12-31"))]), None),
        ];
        for (name, counts, stated_total) in cases {
            let counted = Counted { counts: &counts, stated_total };
            for (words, figure) in [("all but one", ALL_BUT_ONE), ("16 of 17", figure(Some(16), None, Some(17)))] {
                table.push_str(&format!("{name}, {words}: {}\n", show(&readings(figure, counted, day("2019-02-01")))));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn how_far_a_set_is() {
        let counts = batches(&[(12, Some("2018-12-31")), (5, Some("2019-03-31"))]);
        let unknown = batches(&[]);
        let said = day("2019-01-30");
        let none = RecommendationTally::default();
        let listed = RecommendationTally { open: 2, claimed_complete: 3, verified: 4, not_accepted: 1 };
        let mut table = String::new();
        let claim = |figure, resolved| Some((figure, resolved));
        for (name, counts, listed, claim) in [
            ("nothing said or listed", &counts, none, None),
            ("10 listed", &counts, listed, None),
            ("10 listed of nobody knows how many", &unknown, listed, None),
            ("all but one", &counts, none, claim(ALL_BUT_ONE, None)),
            ("all but one, of 17", &counts, none, claim(ALL_BUT_ONE, Some(17))),
            ("all but one, of 12", &counts, none, claim(ALL_BUT_ONE, Some(12))),
            ("all but one, of a number no longer counted", &counts, none, claim(ALL_BUT_ONE, Some(15))),
            ("all but one of nobody knows how many", &unknown, none, claim(ALL_BUT_ONE, None)),
            ("13 done", &counts, none, claim(figure(Some(13), None, None), None)),
        ] {
            let counted = Counted { counts, stated_total: None };
            let weighed = claim.map(|(figure, resolved)| Weighed::new(figure, counted, said, resolved, false));
            let far = progress(counted, listed, weighed.as_ref());
            let number = |number: Option<i32>| number.map_or("?".to_owned(), |number| number.to_string());
            let ambiguous = if far.ambiguous { ", ambiguous" } else { "" };
            let (done, open, unknown) = (number(far.done), number(far.open), number(far.unknown));
            table.push_str(&format!("{name}: {done} done, {open} open, {unknown} unknown{ambiguous}\n"));
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_is_listed_and_what_was_said() {
        let counts = batches(&[(12, Some("2018-12-31")), (5, Some("2019-03-31"))]);
        let counted = Counted { counts: &counts, stated_total: None };
        let tally = |verified, open| RecommendationTally { open, verified, ..RecommendationTally::default() };
        let mut table = String::new();
        for (resolved, listed) in [
            (Some(17), tally(0, 0)),
            (Some(17), tally(16, 1)),
            (Some(17), tally(10, 0)),
            (Some(17), tally(10, 1)),
            (Some(17), tally(10, 2)),
            (Some(17), tally(17, 0)),
            (Some(12), tally(11, 6)),
            (Some(12), tally(16, 1)),
            (Some(12), tally(10, 7)),
            (Some(12), tally(17, 0)),
            (None, tally(11, 6)),
            (None, tally(16, 1)),
            (None, tally(10, 7)),
        ] {
            let claim = Weighed::new(ALL_BUT_ONE, counted, day("2019-01-30"), resolved, false);
            let sentence = contradiction(counted, listed, Some(&claim)).unwrap_or_else(|| "reconciles".to_owned());
            let of = resolved.map_or("12 or 17".to_owned(), |of| of.to_string());
            table.push_str(&format!("all but one of {of}; {} done, {} open: {sentence}\n", listed.done(), listed.open));
        }
        assert_eq!(contradiction(counted, tally(3, 3), None), None);
        insta::assert_snapshot!(table);
    }
}
