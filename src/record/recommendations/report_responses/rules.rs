//! Decisions about responses to reports: permissions, states and completeness. Pure.

use chrono::NaiveDate;

use super::model::ReportResponseStatus::{Completed, Draft};
use super::model::{Copies, Recipient, RecipientKind, ReportResponse, ReportResponseAct as Act, ReportResponseStatus};
use crate::foundation::actor::Role::{Force, Opcc, Pcc};
use crate::foundation::actor::{Actor, Role, allowed};
use crate::foundation::error::Refusal;
use crate::record::recommendations::recommendation_sets::model::ReportSource;
use crate::record::recommendations::rules::Needed;

impl Act {
    const fn roles(self) -> (&'static [Role], &'static str) {
        match self {
            Self::Edit | Self::Delete | Self::NoteSent | Self::TakeBackSent => {
                (&[Pcc, Opcc], "only the body responds to a report")
            }
            Self::Complete | Self::Reopen => (&[Pcc], "only the PCC completes the response to a report, and reopens it"),
        }
    }

    fn next(self, status: ReportResponseStatus, was_sent: bool) -> Result<ReportResponseStatus, Refusal> {
        match (self, status) {
            (Self::Edit | Self::Delete, Draft) => Ok(Draft),
            (Self::Edit | Self::Delete, Completed) => {
                Err(Refusal::WrongState("a completed response cannot be changed: reopen it"))
            }
            (Self::NoteSent, Draft | Completed) => Ok(status),
            (Self::TakeBackSent, Draft | Completed) if was_sent => Ok(status),
            (Self::TakeBackSent, Draft | Completed) => {
                Err(Refusal::WrongState("sent_to is empty: there is nothing to take back"))
            }
            (Self::Complete, Draft) => Ok(Completed),
            (Self::Complete, Completed) => Err(Refusal::WrongState("this response is already completed")),
            (Self::Reopen, Completed) => Ok(Draft),
            (Self::Reopen, Draft) => Err(Refusal::WrongState("this response is not completed: edit it")),
        }
    }
}

/// Returns the status after `act`, or the refusal; `was_sent` is true when `sent_to` has a line. The role is checked before the state.
pub fn decide(act: Act, status: ReportResponseStatus, was_sent: bool, actor: &Actor) -> Result<ReportResponseStatus, Refusal> {
    let (roles, sentence) = act.roles();
    actor.must_be(roles, sentence)?;
    act.next(status, was_sent)
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: ReportResponseStatus, was_sent: bool, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, was_sent, actor))
}

/// Returns the day of the last recommendation to be answered, if the response cannot have been complete on `completed_on`
/// because of it. `answered_on` contains the day from which each recommendation had the answer that it needs.
pub fn answered_after(completed_on: NaiveDate, answered_on: &[NaiveDate]) -> Option<NaiveDate> {
    answered_on.iter().max().copied().filter(|day| completed_on < *day)
}

/// A recommendation whose answer is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unanswered {
    pub id: String,
    pub printed_number: Option<String>,
    pub lacks: Needed,
}

impl Unanswered {
    /// Returns what is missing and what to do about it.
    fn sentence(&self) -> String {
        let number = self.printed_number.as_deref();
        let which = number.map_or("a recommendation".to_owned(), |number| format!("recommendation {number}"));
        let whose = match self.lacks {
            Needed::Body => "the body's own answer: respond to it as the PCC or the office with",
            Needed::Force => "the answer of the force, to whom it is addressed: ask the force to respond to it with",
            Needed::Both => "the answers of the body and the force, to whom it is addressed: each responds to it with",
            Needed::Either => "an answer of the body or the force: respond to it with",
        };
        format!("{which} needs {whose} the action taken or proposed, or why there is none")
    }
}

/// Returns everything that a response lacks to be complete: pointer into the response or its set, and sentence.
///
/// `unlisted` is the number of the report's recommendations that are not listed. The duty of s.55 covers each recommendation of an
/// inspection report, listed here or not. Copies are not part of it: they are of what was published (s.55(6)).
pub fn missing(source: ReportSource, unanswered: &[Unanswered], unlisted: i64) -> Vec<(String, String)> {
    let mut missing: Vec<(String, String)> =
        unanswered.iter().map(|one| (format!("/recommendations/{}", one.id), one.sentence())).collect();
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
    missing
}

/// Returns the days on which copies of what was published went out, if anybody gets one by law: those about an inspection report.
/// What went out before `published_on` was no copy of what was published (Police Act 1996 s.55(6)).
pub fn copies(source: ReportSource, sent_to: &[Recipient], published_on: Option<NaiveDate>) -> Option<Copies> {
    let is_copy = |one: &&Recipient| published_on.is_some_and(|published_on| one.sent_on >= published_on);
    let first = |kind| sent_to.iter().filter(is_copy).filter(|one| one.to == kind).map(|one| one.sent_on).min();
    match source {
        ReportSource::Inspectorate => Some(Copies {
            inspectors_on: first(RecipientKind::Inspectors),
            secretary_of_state_on: first(RecipientKind::SecretaryOfState),
        }),
        ReportSource::PeerReview
        | ReportSource::Coroner
        | ReportSource::ComplaintsBody
        | ReportSource::Panel
        | ReportSource::Audit => None,
    }
}

/// Returns the day on which the panel had the response: when it was complete and sent to the panel, whichever came last.
pub fn given_to_panel_on(response: &ReportResponse) -> Option<NaiveDate> {
    let complete = response.completed_on.filter(|_| response.status == Completed);
    complete.zip(response.sent_to_panel_on).map(|(completed_on, sent_on)| completed_on.max(sent_on))
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
        let headings = "act             role  draft      completed";
        let table = acts_in_states(headings, ReportResponseStatus::ALL, |act, status, actor| decide(act, *status, true, actor));
        insta::assert_snapshot!(table);
        let pcc = actor(Pcc, TokenScope::Write);
        for act in Act::ALL.iter().copied() {
            for status in ReportResponseStatus::ALL.iter().copied() {
                let sent = decide(act, status, true, &pcc).is_ok();
                let want = sent && act != Act::TakeBackSent;
                assert_eq!(decide(act, status, false, &pcc).is_ok(), want, "{} {status}", act.as_str());
            }
        }
    }

    #[test]
    fn what_a_complete_response_has() {
        let all = [Needed::Body, Needed::Force, Needed::Both, Needed::Either];
        let one = |(index, lacks): (usize, &Needed)| Unanswered {
            id: format!("r{index}"),
            printed_number: (index != 1).then(|| (index + 1).to_string()),
            lacks: *lacks,
        };
        let unanswered: Vec<Unanswered> = all.iter().enumerate().map(one).collect();
        let mut table = String::new();
        for source in ReportSource::ALL {
            let cases: &[(&[Unanswered], i64)] = match source {
                ReportSource::Inspectorate => &[(&unanswered, 5), (&unanswered[..1], 0), (&[], 5), (&[], 0)],
                ReportSource::PeerReview
                | ReportSource::Coroner
                | ReportSource::ComplaintsBody
                | ReportSource::Panel
                | ReportSource::Audit => &[(&unanswered[..1], 0), (&[], 5)],
            };
            for (unanswered, unlisted) in cases {
                let lacks = missing(*source, unanswered, *unlisted);
                table.push_str(&format!("{source}, {} unanswered, {unlisted} not listed:", unanswered.len()));
                table.push_str(if lacks.is_empty() { " complete\n" } else { "\n" });
                for (place, why) in lacks {
                    table.push_str(&format!("  {place}: {why}\n"));
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn copies_go_to_the_inspectors_and_the_secretary_of_state() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let sent = |to, on| Recipient { to, name: "N".into(), sent_on: day(on) };
        let all = [
            sent(RecipientKind::Panel, "2019-03-01"),
            sent(RecipientKind::Inspectors, "2019-03-05"),
            sent(RecipientKind::Inspectors, "2019-03-04"),
            sent(RecipientKind::Other, "2019-03-01"),
            sent(RecipientKind::SecretaryOfState, "2019-03-06"),
        ];
        let both = Copies { inspectors_on: Some(day("2019-03-04")), secretary_of_state_on: Some(day("2019-03-06")) };
        let later = Copies { inspectors_on: Some(day("2019-03-05")), ..both };
        for (lines, published_on, want) in [
            (&all[..], Some("2019-02-28"), both),
            (&all[..], Some("2019-03-04"), both),
            (&all[..], Some("2019-03-05"), later),
            (&all[..], Some("2019-03-07"), Copies::default()),
            (&all[..], None, Copies::default()),
            (&all[..1], Some("2019-02-28"), Copies::default()),
        ] {
            assert_eq!(copies(ReportSource::Inspectorate, lines, published_on.map(day)), Some(want), "{published_on:?}");
        }
        assert_eq!(copies(ReportSource::Panel, &all, Some(day("2019-02-28"))), None);
    }

    #[test]
    fn the_panel_has_what_is_complete_and_was_sent() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let (one, other) = (Some(day("2019-03-04")), Some(day("2019-03-06")));
        for (status, completed_on, sent_to_panel_on, want) in [
            (Draft, None, other, None),
            (Completed, one, None, None),
            (Completed, one, other, other),
            (Completed, other, one, other),
        ] {
            let now = chrono::NaiveDateTime::default();
            let id = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
            let response = ReportResponse {
                id: id.parse().expect("an id"),
                area: "a".into(),
                set_id: id.parse().expect("an id"),
                text: "T".into(),
                sent_to: crate::foundation::db::JsonText::new(&Vec::new()).expect("no line"),
                status,
                completed_on,
                created_by: None,
                created_at: now,
                updated_at: now,
                version: 1,
                sent_to_panel_on,
            };
            assert_eq!(given_to_panel_on(&response), want, "{status} {completed_on:?} {sent_to_panel_on:?}");
        }
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
