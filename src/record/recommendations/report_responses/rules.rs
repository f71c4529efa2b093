//! Decisions about responses to reports: permissions, states and completeness. Pure.

use chrono::NaiveDate;

use super::model::ReportResponseStatus::{Completed, Draft};
use super::model::{ReportResponseAct as Act, ReportResponseStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::recommendations::recommendation_sets::model::ReportSource;

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete | Self::NoteSent => (&[Pcc, Opcc], "only the body responds to a report"),
            Self::Complete => (&[Pcc], "only the PCC completes the response to a report"),
        }
    }

    fn next(self, status: ReportResponseStatus) -> Result<ReportResponseStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Completed) => Err(Refusal::WrongState("a completed response cannot be changed")),
            (Self::NoteSent, Draft | Completed) => Ok(status),
            (Self::Complete, Draft) => Ok(Completed),
            (Self::Complete, Completed) => Err(Refusal::WrongState("this response is already completed")),
        }
    }
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, status: ReportResponseStatus, actor: &Actor) -> Result<ReportResponseStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(status)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: ReportResponseStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, actor))
}

/// Returns the day of the last recommendation to be answered, if the response cannot have been complete on `completed_on`
/// because of it. `first_answers` contains the day of the first answer of each answered recommendation.
pub fn answered_after(completed_on: NaiveDate, first_answers: &[NaiveDate]) -> Option<NaiveDate> {
    first_answers.iter().max().copied().filter(|day| completed_on < *day)
}

/// Returns everything that a response lacks to be complete: pointer into the response or its set, and sentence.
///
/// `unanswered` are the ids and printed numbers of listed recommendations without an answer; `unlisted` is the number of the
/// report's recommendations that are not listed. The duty of s.55 covers each recommendation of an inspection report, listed
/// here or not.
pub fn missing(
    source: ReportSource,
    unanswered: &[(String, Option<String>)],
    unlisted: i64,
    sent: usize,
) -> Vec<(String, String)> {
    let mut missing: Vec<(String, String)> = unanswered
        .iter()
        .map(|(id, number)| {
            let which = number.as_deref().map_or("a recommendation".to_owned(), |number| format!("recommendation {number}"));
            let detail = format!("{which} needs the action taken or proposed, or the reason for none");
            (format!("/recommendations/{id}"), detail)
        })
        .collect();
    match source {
        ReportSource::Inspectorate if unlisted > 0 => {
            missing.push((
                "/recommendations".to_owned(),
                format!("{unlisted} recommendations of the report are not listed: add them"),
            ));
        }
        ReportSource::Inspectorate
        | ReportSource::PeerReview
        | ReportSource::Coroner
        | ReportSource::ComplaintsBody
        | ReportSource::Panel
        | ReportSource::Audit => {}
    }
    if sent == 0 {
        missing.push(("/sent_to".to_owned(), "must contain at least one recipient, with the date".to_owned()));
    }
    missing
}

/// The responses to reports a caller may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
    /// True for the force, which never sees a draft.
    pub only_completed: bool,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone(), only_completed: actor.role == Force }
}

impl Scope {
    /// True when the scope includes the record.
    pub fn sees(&self, area: &str, status: ReportResponseStatus) -> bool {
        self.area == area && (!self.only_completed || status == Completed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::TokenScope;
    use crate::foundation::actor::matrix::{actor, acts_in_states};

    #[test]
    fn a_response_is_not_complete_before_its_answers() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for (completed, answers, want) in [
            ("2019-03-01", vec![], None),
            ("2019-03-02", vec!["2019-03-02", "2019-02-27"], None),
            ("2019-03-01", vec!["2019-03-02", "2019-02-27"], Some("2019-03-02")),
            ("2019-02-01", vec!["2019-03-02", "2019-03-04"], Some("2019-03-04")),
        ] {
            let answers: Vec<NaiveDate> = answers.into_iter().map(day).collect();
            assert_eq!(answered_after(day(completed), &answers), want.map(day), "{completed} {answers:?}");
        }
    }

    /// One line per act and role: the new status from each status, `-` for not permitted, `x` for not possible.
    #[test]
    fn every_act_by_every_role_in_every_state() {
        let headings = "act       role  draft      completed";
        let table = acts_in_states(headings, ReportResponseStatus::ALL, |act, status, actor| decide(act, *status, actor));
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_a_complete_response_has() {
        let two = [("a".to_owned(), Some("3".to_owned())), ("b".to_owned(), None)];
        let mut table = String::new();
        for source in ReportSource::ALL {
            for (unanswered, unlisted, sent) in [(&two[..], 5, 0), (&two[..1], 0, 1), (&[], 5, 1), (&[], 0, 1)] {
                let lacks: Vec<String> = missing(*source, unanswered, unlisted, sent)
                    .into_iter()
                    .map(|(place, why)| format!("{place}: {why}"))
                    .collect();
                let lacks = if lacks.is_empty() { "complete".to_owned() } else { lacks.join("; ") };
                table.push_str(&format!(
                    "{source}, {} unanswered, {unlisted} not listed, {sent} sent: {lacks}\n",
                    unanswered.len()
                ));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_force_sees_no_draft() {
        for (role, draft) in [(Pcc, true), (Opcc, true), (Force, false)] {
            let scope = scope(&actor(role, TokenScope::Write));
            assert_eq!(scope.sees("west-mercia", Draft), draft, "{role}");
            assert!(scope.sees("west-mercia", Completed) && !scope.sees("warwickshire", Completed), "{role}");
        }
    }
}
