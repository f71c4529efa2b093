//! Decisions about publications elsewhere: who may note them, and which subject a duty can have. Pure.

use chrono::NaiveDate;

use super::model::ElsewhereStatus::{Stands, TakenBack};
use super::model::{ElsewhereStatus, OwedParagraph, OwedSubject, PublishedElsewhereAct as Act, Subject};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::model::MeetingStatus;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::areas::model::BodyKind;

/// Decides if the caller may note a publication elsewhere.
pub fn may_note(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body says what it has published elsewhere")
}

/// Returns the status after `act`, or the refusal. The role is checked before the state.
pub fn decide(act: Act, status: ElsewhereStatus, actor: &Actor) -> Result<ElsewhereStatus, Refusal> {
    match act {
        Act::TakeBack => may_note(actor)?,
    }
    match (act, status) {
        (Act::TakeBack, Stands) => Ok(TakenBack),
        (Act::TakeBack, TakenBack) => Err(Refusal::WrongState("this publication elsewhere is already taken back")),
    }
}

/// Returns the acts that `actor` may perform now.
pub fn allowed_acts(status: ElsewhereStatus, actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, status, actor))
}

/// Returns the kind of subject that a duty is about, or why no publication elsewhere can meet it.
pub const fn subject_of(duty: OwedParagraph) -> Result<OwedSubject, &'static str> {
    match duty {
        OwedParagraph::Notice | OwedParagraph::Agenda | OwedParagraph::Minutes => Ok(OwedSubject::Meeting),
        OwedParagraph::Decision => Ok(OwedSubject::Decision),
        OwedParagraph::Response => Ok(OwedSubject::RecommendationSet),
        OwedParagraph::Priorities | OwedParagraph::Inspections | OwedParagraph::Complaints => Ok(OwedSubject::Body),
        OwedParagraph::Copies | OwedParagraph::PanelResponse => {
            Err("is met by sending and not by publishing: note the recipient of the response with note-sent")
        }
    }
}

/// Returns why a duty is not one of this subject, if it is not.
pub const fn unfit(duty: OwedParagraph, subject: Subject) -> Option<&'static str> {
    match (duty, subject) {
        (_, Subject::Meeting { status: MeetingStatus::Cancelled, .. }) => {
            Some("the meeting was cancelled, so nothing is owed of it")
        }
        (OwedParagraph::Notice | OwedParagraph::Agenda, Subject::Meeting { is_public: false, .. }) => {
            Some("the meeting is not public, so neither notice nor agenda is owed of it")
        }
        (OwedParagraph::Minutes, Subject::Meeting { is_public: false, significant: false, .. }) => {
            Some("the meeting is not public and discussed nothing of significant public interest, so no minutes are owed of it")
        }
        (OwedParagraph::Minutes, Subject::Meeting { status: MeetingStatus::Scheduled, .. }) => {
            Some("the meeting was not held yet, so it has no minutes")
        }
        (OwedParagraph::Decision, Subject::Decision { status: DecisionStatus::Draft, .. }) => {
            Some("the decision was not taken yet: take it first")
        }
        (OwedParagraph::Decision, Subject::Decision { significant: false, .. }) => {
            Some("the decision is not of significant public interest, so no record of it is owed")
        }
        (OwedParagraph::Response, Subject::Report { status: RecommendationSetStatus::Draft, .. }) => {
            Some("the set is still a draft: record it first")
        }
        (OwedParagraph::Response, Subject::Report { has_clock: false, .. }) => {
            Some("is not an inspection report, so no response to it is owed in public")
        }
        (_, Subject::Body { kind: BodyKind::CommonCouncil | BodyKind::Board, .. }) => {
            Some("is not an elected local policing body, to which the Order applies")
        }
        (
            OwedParagraph::Notice
            | OwedParagraph::Agenda
            | OwedParagraph::Minutes
            | OwedParagraph::Decision
            | OwedParagraph::Priorities
            | OwedParagraph::Inspections
            | OwedParagraph::Complaints
            | OwedParagraph::Response
            | OwedParagraph::Copies
            | OwedParagraph::PanelResponse,
            Subject::Meeting { .. } | Subject::Decision { .. } | Subject::Report { .. } | Subject::Body { .. },
        ) => None,
    }
}

/// Returns the first day on which a publication can have met the duty, and why. Notice and agenda come before the meeting.
pub const fn earliest(duty: OwedParagraph, subject: Subject) -> Option<(NaiveDate, &'static str)> {
    match (duty, subject) {
        (OwedParagraph::Minutes, Subject::Meeting { held_on, .. }) => Some((held_on, "the day of the meeting")),
        (_, Subject::Decision { made_on: Some(made_on), .. }) => Some((made_on, "the day of the decision")),
        (_, Subject::Report { published_on: Some(published_on), .. }) => {
            Some((published_on, "the day on which the report was published"))
        }
        (_, Subject::Body { valid_from, .. }) => Some((valid_from, "the first day of the body")),
        (
            OwedParagraph::Notice
            | OwedParagraph::Agenda
            | OwedParagraph::Minutes
            | OwedParagraph::Decision
            | OwedParagraph::Priorities
            | OwedParagraph::Inspections
            | OwedParagraph::Complaints
            | OwedParagraph::Response
            | OwedParagraph::Copies
            | OwedParagraph::PanelResponse,
            Subject::Meeting { .. } | Subject::Decision { .. } | Subject::Report { .. },
        ) => None,
    }
}

/// The publications elsewhere that a caller may see: those of its area. Everybody can read what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};

    #[test]
    fn every_act_by_every_role_in_every_state() {
        let actor = |role, scope| Actor { user_id: None, role, area: "a".into(), scope, capacity: None, name: "A".into() };
        let mut table = String::new();
        for role in Role::ALL {
            table.push_str(&format!("{role} notes one: {}", may_note(&actor(*role, TokenScope::Write)).is_ok()));
            for status in ElsewhereStatus::ALL {
                assert!(allowed_acts(*status, &actor(*role, TokenScope::Read)).is_empty());
                let acts = allowed_acts(*status, &actor(*role, TokenScope::Write));
                table.push_str(&format!(", {status} {:?}", acts.iter().map(|act| act.as_str()).collect::<Vec<_>>()));
            }
            table.push('\n');
        }
        insta::assert_snapshot!(table);
    }

    fn subjects() -> Vec<(&'static str, Subject)> {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let meeting =
            |is_public, significant, status| Subject::Meeting { is_public, significant, status, held_on: day("2022-11-30") };
        let decision = |significant, status| Subject::Decision { significant, status, made_on: Some(day("2022-12-01")) };
        let report = |has_clock, status| Subject::Report { has_clock, status, published_on: Some(day("2022-10-13")) };
        let body = |kind| Subject::Body { kind, valid_from: day("2012-11-22") };
        vec![
            ("public meeting held", meeting(true, false, MeetingStatus::Held)),
            ("public meeting scheduled", meeting(true, false, MeetingStatus::Scheduled)),
            ("public meeting cancelled", meeting(true, false, MeetingStatus::Cancelled)),
            ("significant meeting held", meeting(false, true, MeetingStatus::Agreed)),
            ("other meeting held", meeting(false, false, MeetingStatus::Held)),
            ("significant decision", decision(true, DecisionStatus::Taken)),
            ("other decision", decision(false, DecisionStatus::Taken)),
            ("draft decision", decision(true, DecisionStatus::Draft)),
            ("inspection report", report(true, RecommendationSetStatus::Recorded)),
            ("draft report", report(true, RecommendationSetStatus::Draft)),
            ("other report", report(false, RecommendationSetStatus::Recorded)),
            ("commissioner", body(BodyKind::Pcc)),
            ("board", body(BodyKind::Board)),
        ]
    }

    const fn kind(subject: Subject) -> OwedSubject {
        match subject {
            Subject::Meeting { .. } => OwedSubject::Meeting,
            Subject::Decision { .. } => OwedSubject::Decision,
            Subject::Report { .. } => OwedSubject::RecommendationSet,
            Subject::Body { .. } => OwedSubject::Body,
        }
    }

    /// Each duty with the subjects of its kind: the first day, or why not.
    #[test]
    fn which_subject_a_duty_has() {
        let mut table = String::new();
        for duty in OwedParagraph::ALL {
            match subject_of(*duty) {
                Err(why) => table.push_str(&format!("{duty}: {why}\n")),
                Ok(wanted) => {
                    for (name, subject) in subjects().into_iter().filter(|(_, subject)| kind(*subject) == wanted) {
                        let first =
                            || earliest(*duty, subject).map_or("any day".to_owned(), |(day, why)| format!("from {day}, {why}"));
                        let told = unfit(*duty, subject).map_or_else(first, |why| format!("no: {why}"));
                        table.push_str(&format!("{duty} {name}: {told}\n"));
                    }
                }
            }
        }
        insta::assert_snapshot!(table);
    }
}
