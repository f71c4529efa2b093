//! Decisions about sets of recommendations: permissions, the consistency of numbers, and the clock of section 55. Pure.

use chrono::NaiveDate;

use super::model::{DraftRecommendationSet, DueCount, RecommendationSet, RecommendationSetAct as Act, ReportSource};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::deadlines::rules::section_55_last_day;
use crate::record::model::RecommendationSetStatus;
use crate::record::model::RecommendationSetStatus::{Draft, Recorded};
use crate::record::recommendations::report_responses::model::ReportResponseStatus;

/// The facts about a set that the rules need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetState {
    pub status: RecommendationSetStatus,
    /// The status of the response to the report, if there is one.
    pub response: Option<ReportResponseStatus>,
}

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete | Self::Record | Self::Unrecord => {
                (&[Pcc, Opcc], "only the body records reports from outside")
            }
            Self::Correct => (&[Pcc], "only the PCC corrects the facts that deadlines and progress depend on"),
            Self::Comment => (&[Force], "only the chief constable comments on a report"),
            Self::AddRecommendation => (&[Pcc, Opcc], "only the body records recommendations"),
            Self::ClaimProgress => (&[Force, Opcc], "only the force claims progress, and only the office records it"),
            Self::Respond => (&[Pcc, Opcc], "only the body responds to a report"),
        }
    }

    fn next(self, state: SetState) -> Result<RecommendationSetStatus, Refusal> {
        let SetState { status, response } = state;
        match (self, status) {
            (Self::Edit, Draft | Recorded) => Ok(status),
            (Self::AddRecommendation | Self::Correct, Recorded) if response == Some(ReportResponseStatus::Completed) => {
                Err(ANSWERED)
            }
            (Self::Respond, Recorded) if response.is_some() => {
                Err(Refusal::WrongState("this report already has a response: edit that one"))
            }
            (Self::AddRecommendation, Draft | Recorded) => Ok(status),
            (Self::Delete, Draft) => Ok(Draft),
            (Self::Delete, Recorded) => Err(Refusal::WrongState("only a draft can be deleted")),
            (Self::Record, Draft) => Ok(Recorded),
            (Self::Record, Recorded) => Err(Refusal::WrongState("this set is already recorded")),
            (Self::Unrecord, Recorded) if response.is_some() => {
                Err(Refusal::WrongState("this report has a response: correct the set instead"))
            }
            (Self::Unrecord, Recorded) => Ok(Draft),
            (Self::Unrecord, Draft) => Err(Refusal::WrongState("this set is not recorded: there is nothing to take back")),
            (Self::Correct, Recorded) => Ok(Recorded),
            (Self::Correct, Draft) => Err(Refusal::WrongState("only a recorded set can be corrected: edit the draft")),
            (Self::Comment | Self::ClaimProgress | Self::Respond, Recorded) => Ok(Recorded),
            (Self::Comment | Self::ClaimProgress | Self::Respond, Draft) => {
                Err(Refusal::WrongState("the set is still a draft: record it first"))
            }
        }
    }
}

/// The refusal to change anything that a completed response has answered.
pub const ANSWERED: Refusal =
    Refusal::WrongState("the body's response to this report is complete, so the recommendations it answers cannot be changed");

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, state: SetState, actor: &Actor) -> Result<RecommendationSetStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(state)
}

/// Decides if the caller may draft sets.
pub fn may_draft(actor: &Actor) -> Result<(), Refusal> {
    let (roles, sentence) = Act::Edit.roles();
    actor.must_be(roles, sentence)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(state: SetState, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, state, actor))
}

/// Returns the number of recommendations: the sum of the counts, otherwise the total stated in the report.
pub fn total(counts: &[DueCount], stated: Option<i32>) -> Option<i32> {
    if counts.is_empty() { stated } else { Some(counts.iter().map(|one| one.count).sum()) }
}

/// Returns the maximum number of listed recommendations: the larger of two totals that disagree, because either may be right.
pub fn most_listed(counts: &[DueCount], stated: Option<i32>) -> Option<i32> {
    total(counts, stated).max(stated)
}

/// Returns the last lawful day of the response to a report, if any: only inspection reports have the clock of s.55.
pub fn statutory_due_on(source: ReportSource, published_on: Option<NaiveDate>) -> Option<NaiveDate> {
    match source {
        ReportSource::Inspectorate => published_on.and_then(section_55_last_day),
        ReportSource::PeerReview
        | ReportSource::Coroner
        | ReportSource::ComplaintsBody
        | ReportSource::Panel
        | ReportSource::Audit => None,
    }
}

/// Returns the last day for the response to a report, if any: the last of the 56 days, or the day that the panel has set.
pub fn response_due_on(set: &RecommendationSet) -> Option<NaiveDate> {
    set.statutory_due_on.or(set.response_due_on)
}

/// Returns the day on which the duty to respond to a report was met: by publishing the response (Police Act 1996 s.55(5A)), or by
/// giving it to the panel (Police Reform and Social Responsibility Act 2011 s.29(3)).
pub fn met_on(source: ReportSource, published_on: Option<NaiveDate>, given_to_panel_on: Option<NaiveDate>) -> Option<NaiveDate> {
    match source {
        ReportSource::Panel => given_to_panel_on,
        ReportSource::Inspectorate
        | ReportSource::PeerReview
        | ReportSource::Coroner
        | ReportSource::ComplaintsBody
        | ReportSource::Audit => published_on,
    }
}

/// True when a day is late, from the day after the due date.
pub fn is_late(due_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    due_on.is_some_and(|due| due < day)
}

/// The outstanding parts of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Awaited {
    pub comments: bool,
    pub response: bool,
}

/// Comments are awaited until there is one, or until the response is complete and it is too late for them. The response is
/// awaited until the duty is met ([`met_on`]).
pub fn awaited(has_comment: bool, is_completed: bool, met_on: Option<NaiveDate>) -> Awaited {
    Awaited { comments: !has_comment && !is_completed, response: met_on.is_none() }
}

/// True when the response to a report is still owed after its last day. The body must *publish* its response to an inspection
/// report (Police Act 1996 s.55(5A)): a complete but unpublished one is owed like a missing one.
pub fn response_overdue(due_on: Option<NaiveDate>, met_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    met_on.is_none() && is_late(due_on, today)
}

/// Returns true when the duty to respond was met on or before its last day. `None` while it can still be met, and when there is
/// no such duty.
pub fn response_in_time(due_on: Option<NaiveDate>, met_on: Option<NaiveDate>, today: NaiveDate) -> Option<bool> {
    let due_on = due_on?;
    match met_on {
        Some(met_on) => Some(met_on <= due_on),
        None if due_on < today => Some(false),
        None => None,
    }
}

/// Returns the faults of a set: pointer and sentence of each.
pub fn faults(set: &DraftRecommendationSet) -> Vec<(&'static str, String)> {
    let mut faults = Vec::new();
    if let (Some(counted), Some(stated)) = (total(&set.counts, None), set.stated_total) {
        match (counted == stated, &set.discrepancy_note) {
            (false, None) => faults.push((
                "/stated_total",
                format!("the counts add up to {counted}, not to {stated}: correct them, or explain why in discrepancy_note"),
            )),
            (true, Some(_)) => {
                faults.push(("/discrepancy_note", "must be absent: the counts add up to the stated total".to_owned()));
            }
            (true, None) | (false, Some(_)) => {}
        }
    } else if set.discrepancy_note.is_some() {
        faults.push(("/discrepancy_note", "must be absent without counts and a stated total that differ".to_owned()));
    }
    faults.extend(panel_faults(set));
    if set.is_peel && set.source != ReportSource::Inspectorate {
        faults.push(("/is_peel", "is only for inspection reports: leave it out, or send false".to_owned()));
    }
    let Some(comments) = set.comments_due_on else { return faults };
    match (set.source, statutory_due_on(set.source, set.published_on)) {
        (ReportSource::Inspectorate, Some(last)) if comments >= last => {
            faults.push(("/comments_due_on", format!("must be before {last}, the last lawful day of the body's response")));
        }
        (ReportSource::Inspectorate, _) if set.published_on.is_some_and(|published| comments < published) => {
            faults.push(("/comments_due_on", "must be on or after the day the report was published".to_owned()));
        }
        (ReportSource::Inspectorate, Some(_)) => {}
        (ReportSource::Inspectorate, None) => {
            faults.push(("/comments_due_on", "needs published_on, with which the 56 days begin: add it".to_owned()));
        }
        (
            ReportSource::PeerReview
            | ReportSource::Coroner
            | ReportSource::ComplaintsBody
            | ReportSource::Panel
            | ReportSource::Audit,
            _,
        ) => {
            faults.push(("/comments_due_on", "is only for inspection reports: remove it".to_owned()));
        }
    }
    faults
}

/// Returns the fault of a period that the panel is said to have set.
fn panel_faults(set: &DraftRecommendationSet) -> Option<(&'static str, String)> {
    let due_on = set.response_due_on?;
    let detail = match (set.source, set.published_on) {
        (ReportSource::Panel, None) => "needs published_on, from which the panel counts: add it",
        (ReportSource::Panel, Some(published)) if due_on < published => "must be on or after the day the report was published",
        (ReportSource::Panel, Some(_)) => return None,
        (ReportSource::Inspectorate, _) => {
            "is only for reports of the panel: the 56 days of an inspection report are fixed by law, so remove it"
        }
        (ReportSource::PeerReview | ReportSource::Coroner | ReportSource::ComplaintsBody | ReportSource::Audit, _) => {
            "is only for reports of the panel: remove it"
        }
    };
    Some(("/response_due_on", detail.to_owned()))
}

/// Returns the fault that prevents recording a draft.
pub fn not_ready(source: ReportSource, published_on: Option<NaiveDate>, today: NaiveDate) -> Option<&'static str> {
    match published_on {
        Some(day) if day > today => Some("must not be in the future"),
        None if source == ReportSource::Inspectorate => {
            Some("is required for an inspection report, because the 56 days begin with it")
        }
        Some(_) | None => None,
    }
}

/// Returns the facts of a recorded set that `revised` would change without the PCC's correction. A day for comments, and the day
/// of the panel, can be set once.
pub fn fixed_facts(set: &RecommendationSet, counts: &[DueCount], revised: &DraftRecommendationSet) -> Vec<&'static str> {
    if set.status == Draft {
        return Vec::new();
    }
    [
        ("/source", set.source != revised.source),
        ("/published_on", set.published_on != revised.published_on),
        ("/counts", counts != revised.counts),
        ("/stated_total", set.stated_total != revised.stated_total),
        ("/discrepancy_note", set.discrepancy_note != revised.discrepancy_note),
        ("/comments_due_on", set.comments_due_on.is_some() && set.comments_due_on != revised.comments_due_on),
        ("/response_due_on", set.response_due_on.is_some() && set.response_due_on != revised.response_due_on),
    ]
    .into_iter()
    .filter_map(|(pointer, differs)| differs.then_some(pointer))
    .collect()
}

/// The sets visible to a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which never sees a draft.
    pub only_recorded: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_recorded: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the set, or a record of it.
    pub fn sees(&self, area: &str, status: RecommendationSetStatus) -> bool {
        self.area == area && (!self.only_recorded || status == Recorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::matrix::{actor, acts_in_states};

    #[test]
    fn what_a_report_waits_for() {
        let published = Some(day("2019-03-01"));
        for (has_comment, is_completed, published_on, comments, response) in [
            (false, false, None, true, true),
            (true, false, None, false, true),
            (false, true, None, false, true),
            (true, true, None, false, true),
            (false, true, published, false, false),
            (true, true, published, false, false),
        ] {
            let got = awaited(has_comment, is_completed, published_on);
            assert_eq!(got, Awaited { comments, response }, "{has_comment} {is_completed} {published_on:?}");
        }
    }

    use crate::foundation::actor::TokenScope;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// All states: a draft has no response.
    const STATES: [SetState; 4] = [
        SetState { status: Draft, response: None },
        SetState { status: Recorded, response: None },
        SetState { status: Recorded, response: Some(ReportResponseStatus::Draft) },
        SetState { status: Recorded, response: Some(ReportResponseStatus::Completed) },
    ];

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act                role  draft      recorded   responding responded";
        let table = acts_in_states(headings, &STATES, |act, state, actor| decide(act, *state, actor));
        insta::assert_snapshot!(table);
    }

    #[test]
    fn a_read_only_token_may_do_nothing() {
        for role in Role::ALL {
            let reader = actor(*role, TokenScope::Read);
            assert!(may_draft(&reader).is_err());
            for state in STATES {
                assert!(allowed_acts(state, &reader).is_empty());
            }
        }
    }

    /// Leap years, both clock changes, ends of years. Only dates matter, so a day of 23 or 25 hours is one day.
    #[test]
    fn the_period_begins_with_the_day_of_publication() {
        for (published, last) in [
            ("2019-01-01", "2019-02-25"),
            ("2019-01-06", "2019-03-02"),
            ("2020-01-06", "2020-03-01"),
            ("2020-01-05", "2020-02-29"),
            ("2020-02-29", "2020-04-24"),
            ("2100-01-05", "2100-03-01"),
            ("2019-02-04", "2019-03-31"),
            ("2019-03-31", "2019-05-25"),
            ("2019-09-02", "2019-10-27"),
            ("2019-10-27", "2019-12-21"),
            ("2018-11-06", "2018-12-31"),
            ("2018-11-07", "2019-01-01"),
        ] {
            assert_eq!(section_55_last_day(day(published)), Some(day(last)), "{published}");
            for source in ReportSource::ALL {
                let wanted = (*source == ReportSource::Inspectorate).then(|| day(last));
                assert_eq!(statutory_due_on(*source, Some(day(published))), wanted, "{source}");
            }
        }
        assert_eq!(statutory_due_on(ReportSource::Inspectorate, None), None);
    }

    /// Published on, today, still owed, met.
    #[test]
    fn a_response_is_owed_until_it_is_published() {
        let due = Some(day("2019-03-31"));
        for (published, today, overdue, in_time) in [
            (None, "2019-03-31", false, None),
            (None, "2019-04-01", true, Some(false)),
            (Some("2019-03-31"), "2019-03-31", false, Some(true)),
            (Some("2019-03-31"), "2019-04-01", false, Some(true)),
            // Late, but no longer owed.
            (Some("2019-04-01"), "2019-04-01", false, Some(false)),
            (Some("2019-04-02"), "2030-04-03", false, Some(false)),
        ] {
            let published = published.map(day);
            assert_eq!(response_overdue(due, published, day(today)), overdue, "{published:?} {today}");
            assert_eq!(response_in_time(due, published, day(today)), in_time, "{published:?} {today}");
        }
        for published in [None, Some(day("2019-03-31"))] {
            assert!(!response_overdue(None, published, day("2030-01-01")));
            assert_eq!(response_in_time(None, published, day("2030-01-01")), None);
        }
    }

    fn set(source: ReportSource, counts: &[i32], stated: Option<i32>, note: bool) -> DraftRecommendationSet {
        DraftRecommendationSet {
            source,
            title: "T".into(),
            published_by: "P".into(),
            published_on: None,
            published_text: None,
            url: None,
            summary: None,
            topic_id: None,
            priority_ids: vec![],
            meeting_id: None,
            question_id: None,
            counts: counts.iter().map(|count| DueCount { count: *count, due_on: None, text: None }).collect(),
            stated_total: stated,
            discrepancy_note: note.then(|| "The summary says so.".into()),
            comments_due_on: None,
            response_due_on: None,
            is_peel: false,
        }
    }

    #[test]
    fn counts_add_up_or_say_why_not() {
        let mut table = String::new();
        let cases: [(&[i32], Option<i32>); 6] =
            [(&[12, 5], None), (&[12, 5], Some(17)), (&[12, 5], Some(18)), (&[], Some(18)), (&[], None), (&[3], Some(2))];
        for (counts, stated) in cases {
            for note in [false, true] {
                let set = set(ReportSource::PeerReview, counts, stated, note);
                let faults: Vec<&str> = faults(&set).into_iter().map(|(pointer, _)| pointer).collect();
                let (total, most) = (total(&set.counts, stated), most_listed(&set.counts, stated));
                let stated = stated.map_or("-".to_owned(), |total| total.to_string());
                table.push_str(&format!("{counts:?} stated {stated}, note {note}: {total:?}, at most {most:?}, {faults:?}\n"));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn comments_come_before_the_response() {
        for (source, published, due, wanted) in [
            (ReportSource::Inspectorate, Some("2019-02-04"), "2019-03-30", true),
            (ReportSource::Inspectorate, Some("2019-02-04"), "2019-03-31", false),
            (ReportSource::Inspectorate, Some("2019-02-04"), "2019-02-04", true),
            (ReportSource::Inspectorate, Some("2019-02-04"), "2019-02-03", false),
            (ReportSource::Inspectorate, None, "2019-02-20", false),
            (ReportSource::PeerReview, Some("2019-02-04"), "2019-02-20", false),
        ] {
            let mut set = set(source, &[], None, false);
            set.published_on = published.map(day);
            set.comments_due_on = Some(day(due));
            assert_eq!(faults(&set).is_empty(), wanted, "{source} {published:?} {due}");
        }
    }

    #[test]
    fn only_the_panel_sets_a_period_and_only_inspectors_make_peel_reports() {
        let mut table = String::new();
        for source in ReportSource::ALL {
            for (published, due) in [(None, "2019-03-01"), (Some("2019-02-04"), "2019-02-03"), (Some("2019-02-04"), "2019-03-01")]
            {
                let mut set = set(*source, &[], None, false);
                (set.published_on, set.response_due_on, set.is_peel) = (published.map(day), Some(day(due)), true);
                let faults: Vec<String> =
                    faults(&set).into_iter().map(|(pointer, detail)| format!("{pointer} {detail}")).collect();
                table.push_str(&format!("{source}, {published:?}, due {due}: {faults:?}\n"));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_panel_is_answered_and_the_inspectors_in_public() {
        let (published, given) = (Some(day("2019-03-01")), Some(day("2019-03-08")));
        for source in ReportSource::ALL {
            let want = if *source == ReportSource::Panel { given } else { published };
            assert_eq!(met_on(*source, published, given), want, "{source}");
        }
    }

    #[test]
    fn what_is_recorded_has_happened() {
        let today = day("2019-01-30");
        for source in ReportSource::ALL {
            assert_eq!(not_ready(*source, None, today).is_some(), *source == ReportSource::Inspectorate, "{source}");
            assert_eq!(not_ready(*source, Some(today), today), None);
            assert!(not_ready(*source, Some(day("2019-01-31")), today).is_some());
        }
    }

    #[test]
    fn the_force_sees_no_draft() {
        for (role, draft) in [(Pcc, true), (Opcc, true), (Force, false)] {
            let scope = scope(&actor(role, TokenScope::Write));
            assert_eq!(scope.sees("west-mercia", Draft), draft, "{role}");
            assert!(scope.sees("west-mercia", Recorded) && !scope.sees("warwickshire", Recorded), "{role}");
        }
    }
}
