//! Decisions about findings and ratings: permissions, states and transitions. Pure.

use chrono::{Days, NaiveDate};

use super::model::FindingStatus::{Confirmed, Draft, Shared};
use super::model::{Finding, FindingAct as Act, FindingRating, FindingStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Actor, Role, Side, allowed};
use crate::foundation::error::Refusal;
use crate::record::planning::plans::model::PlanStatus;
use crate::record::restrictions::rules as restriction_rules;

/// The facts that the rules need of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingState {
    pub status: FindingStatus,
    /// The last day on which a comment is on time.
    pub comment_due_on: Option<NaiveDate>,
    pub force_replied: bool,
    /// True when only named people read it.
    pub is_restricted: bool,
    /// True when the force has been shown it, also when that was taken back.
    pub was_shared: bool,
}

impl From<&Finding> for FindingState {
    fn from(finding: &Finding) -> Self {
        Self {
            status: finding.status,
            comment_due_on: finding.comment_due_on,
            force_replied: finding.force_replied,
            is_restricted: false,
            was_shared: finding.reference.is_some(),
        }
    }
}

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete => (&[Pcc, Opcc], "only the body edits draft findings"),
            Self::Share | Self::Unshare => (&[Pcc, Opcc], "only the body shares findings"),
            Self::Comment => (&[Force], "only the force comments on the accuracy of a finding"),
            Self::Rate => (&[Pcc], "only the PCC rates findings"),
            Self::Confirm => (&[Pcc], "only the PCC confirms a finding"),
            Self::Correct => (&[Pcc], "only the PCC corrects a shared finding"),
            Self::Reopen => (&[Pcc], "only the PCC reopens a finding"),
            Self::Restrict | Self::Unrestrict => restriction_rules::keepers(Side::Office),
            Self::SetAction => (&[Pcc, Opcc], "only the body sets actions"),
            Self::Cite => (&[Pcc, Opcc, Force], ""),
        }
    }

    fn next(self, state: FindingState, today: NaiveDate) -> Result<FindingStatus, Refusal> {
        let no = |sentence| Err(Refusal::WrongState(sentence));
        match (self, state.status) {
            (Self::Delete, Draft) if state.was_shared => {
                no("the force has read this finding: share it again and correct it, or leave it as a draft")
            }
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Shared | Confirmed) => {
                no("only a draft can be edited or deleted: use correct for a shared finding")
            }
            (Self::Share, Draft) => Ok(Shared),
            (Self::Share, Shared | Confirmed) => no("this finding has already been shared"),
            (Self::Unshare, Shared) if state.force_replied => no("the force has commented on this finding: correct it instead"),
            (Self::Unshare, Shared) => Ok(Draft),
            (Self::Unshare, Draft | Confirmed) => no("only a shared finding can be taken back: reopen a confirmed one first"),
            (Self::Comment, Shared) => Ok(Shared),
            (Self::Comment, Draft) => no("this finding has not been shared yet"),
            (Self::Comment, Confirmed) => no("this finding is confirmed, and comments are closed"),
            (Self::Rate, Draft | Shared) => Ok(state.status),
            (Self::Rate, Confirmed) => no("this finding is confirmed, so its rating cannot be changed: draft another finding"),
            (Self::Confirm, Shared) if state.force_replied || !may_be_in_time(state.comment_due_on, today) => Ok(Confirmed),
            (Self::Confirm, Shared) => no(
                "the force still has time to comment: wait until the last day, or until it has commented or stated that it has no comment",
            ),
            (Self::Confirm, Draft) => no("share the finding first, so that the force can comment on its accuracy"),
            (Self::Confirm, Confirmed) => no("this finding is already confirmed"),
            (Self::Correct, Shared | Confirmed) => Ok(state.status),
            (Self::Correct, Draft) => no("a draft cannot be corrected: edit it instead"),
            (Self::Reopen, Confirmed) => Ok(Shared),
            (Self::Reopen, Draft | Shared) => no("only a confirmed finding can be reopened"),
            (Self::SetAction, Confirmed | Shared) => Ok(state.status),
            (Self::SetAction, Draft) => no("share the finding first: the force sees the action, and what it came from"),
            (Self::Restrict, _) => restriction_rules::may_restrict(state.status == Draft).map(|()| state.status),
            (Self::Unrestrict, _) => {
                restriction_rules::may_lift(state.status == Draft, state.is_restricted).map(|()| state.status)
            }
            (Self::Cite, Draft | Shared | Confirmed) => Ok(state.status),
        }
    }
}

/// Returns the status after `act` by `actor` on `today`, or the refusal: role before state.
pub fn decide(act: Act, state: FindingState, actor: &Actor, today: NaiveDate) -> Result<FindingStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(state, today)
}

/// Decides whether the caller may draft findings at all.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body drafts findings")
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: FindingState, actor: &Actor, today: NaiveDate) -> Vec<Act> {
    allowed(|act| decide(act, state, actor, today))
}

/// The default time for the force to comment: ten working days, as calendar days.
const USUAL_DAYS: u16 = 14;

/// Returns the last day for comments on a finding that is shared or corrected today, from a day or a number of days.
pub fn comment_due(today: NaiveDate, due_on: Option<NaiveDate>, days: Option<u16>) -> Result<NaiveDate, &'static str> {
    match due_on {
        Some(day) if day < today => Err("must be today or later: the force must have time to comment"),
        Some(day) => Ok(day),
        None => today.checked_add_days(Days::new(days.unwrap_or(USUAL_DAYS).into())).ok_or("is out of range: use an earlier day"),
    }
}

/// Returns whether a comment on `today` is in time: the last day belongs to the window, late starts the day after.
fn may_be_in_time(comment_due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    comment_due_on.is_some_and(|due| today <= due)
}

/// Returns whether a comment made today is late. It is taken all the same.
pub fn is_late(state: FindingState, today: NaiveDate) -> bool {
    !may_be_in_time(state.comment_due_on, today)
}

/// Returns whether the force's time to comment runs.
pub fn comments_open(state: FindingState, today: NaiveDate) -> bool {
    state.status == Shared && may_be_in_time(state.comment_due_on, today)
}

/// True when the force may see a finding under a priority of a plan in this status: the force must not learn of a draft plan.
pub fn may_be_shown_under(plan: PlanStatus) -> bool {
    plan != PlanStatus::Draft
}

/// The findings a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which never sees a draft or its ratings.
    pub no_drafts: bool,
    pub reader: Reader,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), no_drafts: actor.role == Force, reader: Reader::of(actor) }
}

impl Scope {
    /// True when the scope includes the finding, unless a restriction keeps it from the reader.
    pub fn sees(&self, area: &str, status: FindingStatus) -> bool {
        self.area == area && (!self.no_drafts || status != Draft)
    }

    /// Returns the visible ratings of a visible finding, oldest first: of the ratings of a draft the force sees only the one
    /// current when it was shared.
    pub fn shown(&self, ratings: Vec<FindingRating>) -> Vec<FindingRating> {
        // A finding may have been shared, taken back and shared again: each time one rating was current.
        let while_shared = |place: usize| ratings.get(place).is_none_or(|rating| rating.given_while != Draft);
        let stood = |place: usize, rating: &FindingRating| {
            while_shared(place + 1) && (rating.performance_code.is_some() || rating.plan_code.is_some())
        };
        let keeps =
            |(place, rating): &(usize, &FindingRating)| !self.no_drafts || rating.given_while != Draft || stood(*place, rating);
        let kept: Vec<bool> = ratings.iter().enumerate().map(|one| keeps(&one)).collect();
        ratings.into_iter().zip(kept).filter_map(|(rating, is_kept)| is_kept.then_some(rating)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::{actor, acts_in_states};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    const TODAY: &str = "2019-02-13";

    /// Returns every state that matters: shared with the window open or over, and with or without a reply.
    fn states() -> Vec<(&'static str, FindingState)> {
        let state = |status, due: Option<&str>, force_replied| FindingState {
            status,
            comment_due_on: due.map(day),
            force_replied,
            is_restricted: true,
            was_shared: status != Draft,
        };
        vec![
            ("draft", state(Draft, None, false)),
            ("open", state(Shared, Some("2019-02-13"), false)),
            ("replied", state(Shared, Some("2019-02-13"), true)),
            ("over", state(Shared, Some("2019-02-12"), false)),
            ("confirmed", state(Confirmed, Some("2019-02-12"), false)),
        ]
    }

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let mut headings = format!("{:17}", "act         role");
        for (name, _) in states() {
            let name = if ["open", "replied", "over"].contains(&name) { format!("shared,_{name}") } else { name.into() };
            headings.push_str(&format!(" {name:15}"));
        }
        let table =
            acts_in_states(headings.trim_end(), &states(), |act, (_, state), actor| decide(act, *state, actor, day(TODAY)));
        insta::assert_snapshot!(table.replace("shared,_", "shared, "));
    }

    #[test]
    fn the_window_ends_with_its_last_day() {
        let due = |on: Option<&str>, days| comment_due(day("2019-01-30"), on.map(day), days).map(|due| due.to_string());
        for (on, days, want) in [
            (None, None, Ok("2019-02-13")),
            (None, Some(0), Ok("2019-01-30")),
            (None, Some(30), Ok("2019-03-01")),
            (Some("2019-01-30"), None, Ok("2019-01-30")),
            (Some("2019-01-29"), None, Err("must be today or later: the force must have time to comment")),
        ] {
            assert_eq!(due(on, days), want.map(str::to_owned), "{on:?} {days:?}");
        }
        let shared = |due| FindingState {
            status: Shared,
            comment_due_on: Some(day(due)),
            force_replied: false,
            is_restricted: false,
            was_shared: true,
        };
        assert!(!is_late(shared("2019-02-13"), day("2019-02-13")) && comments_open(shared("2019-02-13"), day("2019-02-13")));
        assert!(is_late(shared("2019-02-13"), day("2019-02-14")) && !comments_open(shared("2019-02-13"), day("2019-02-14")));
        let confirmed = FindingState { status: Confirmed, ..shared("2019-02-13") };
        assert!(!comments_open(confirmed, day("2019-02-01")));
    }

    #[test]
    fn who_sees_what() {
        for (role, sees_drafts) in [(Pcc, true), (Opcc, true), (Force, false)] {
            let scope = scope(&actor(role, TokenScope::Read));
            for status in FindingStatus::ALL {
                assert_eq!(scope.sees("west-mercia", *status), sees_drafts || *status != Draft, "{role} {status}");
                assert!(!scope.sees("warwickshire", *status));
            }
        }
        assert!(!may_be_shown_under(PlanStatus::Draft));
        assert!(may_be_shown_under(PlanStatus::Adopted) && may_be_shown_under(PlanStatus::Superseded));
    }

    /// The visible ratings: those of a draft, in order, then one given after it was shared.
    #[test]
    fn ratings_of_a_draft_are_the_bodys() {
        let rating = |reason: &str, given_while, performance_code| FindingRating {
            id: "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11".parse().expect("an id"),
            area: "west-mercia".into(),
            finding_id: "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e12".parse().expect("an id"),
            performance_scale_id: None,
            performance_code,
            performance_label: None,
            plan_scale_id: None,
            plan_code: None,
            plan_label: None,
            reason: reason.into(),
            given_while,
            rated_by: "A".into(),
            rated_at: chrono::NaiveDateTime::default(),
            capacity: None,
        };
        let poor = Some(crate::record::findings::rating_scales::model::RatingCode::NotAssured);
        let first = rating("first", Draft, poor);
        for (ratings, force) in [
            (vec![first.clone(), rating("second", Draft, poor), rating("third", Shared, poor)], vec!["second", "third"]),
            (vec![first.clone(), rating("none", Draft, None), rating("third", Shared, None)], vec!["third"]),
            (
                vec![first.clone(), rating("third", Shared, poor), rating("after it was taken back", Draft, poor)],
                vec!["first", "third", "after it was taken back"],
            ),
            (vec![first], vec!["first"]),
            (vec![rating("third", Shared, poor)], vec!["third"]),
            (vec![], vec![]),
        ] {
            let all: Vec<String> = ratings.iter().map(|rating| rating.reason.clone()).collect();
            let shown = |role| -> Vec<String> {
                let ratings = scope(&actor(role, TokenScope::Read)).shown(ratings.clone());
                ratings.into_iter().map(|rating| rating.reason).collect()
            };
            assert_eq!(shown(Force), force);
            assert_eq!((shown(Pcc), shown(Opcc)), (all.clone(), all));
        }
    }
}
