//! Loads what happened to records after the meeting, each event on its day.

use chrono::NaiveDate;

use super::drafts::Links;
use super::format::{Action, Meeting, RecordFile};
use super::format_evidence::{Recommendation, RecommendationSet};
use super::format_history::{ActionSource, Elsewhere, RecommendationAnswer};
use super::format_spoken::{Decision, Paper};
use super::load::{Loader, Place};
use super::refused::{in_file, on_day};
use super::words::{ActionStatus, OwedBy, OwedParagraph, OwedSubject, PaperKind, RecommendationStatus, Stage};
use super::{steps_history as steps, steps_spoken};
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::actions::model::{ActionId, Sides, Source, SourceKind};
use crate::record::meetings::decisions::model::DecisionId;
use crate::record::planning::areas::model::BodyId;
use crate::record::recommendations::model::{AddressedTo, RecommendationId};
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

/// The side that acts on an action or a recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doer {
    Force,
    Office,
}

impl Loader<'_> {
    fn doer(&mut self, doer: Doer) -> Tx<'_> {
        match doer {
            Doer::Force => self.force(),
            Doer::Office => self.office(),
        }
    }

    /// Returns the records of the file that an action came from.
    pub(super) fn sources(&self, named: &[ActionSource]) -> Vec<Source> {
        let known = |one: &ActionSource| match one.kind {
            SourceKind::Question => self.question_id(Some(&one.key)).map(|id| id.to_string()),
            SourceKind::Meeting => self.meetings.get(&one.key).map(ToString::to_string),
            SourceKind::Action => self.actions.get(&one.key).map(ToString::to_string),
            SourceKind::Decision | SourceKind::Finding | SourceKind::Recommendation | SourceKind::Response => {
                self.keyed.get(&(one.kind, one.key.clone())).cloned()
            }
        };
        named.iter().filter_map(|one| Some(Source { kind: one.kind, id: known(one)?.parse().ok()? })).collect()
    }

    /// Remembers a record that an action may name as its source.
    pub(super) fn key(&mut self, kind: SourceKind, key: Option<&String>, id: &str) {
        self.keyed.extend(key.map(|key| ((kind, key.clone()), id.to_owned())));
    }

    /// Loads what became of an action, up to its status in the file. What ends as superseded does so when all actions are there.
    pub(super) fn life(&mut self, at: &str, id: &ActionId, action: &Action) -> Result<(), ApiError> {
        for (index, update) in action.updates.iter().enumerate() {
            in_file(&format!("{at}/updates/{index}"), steps::update(&mut self.office(), id, update))?;
        }
        let status = action.status.unwrap_or(ActionStatus::Open);
        let begun = matches!(status, ActionStatus::InProgress | ActionStatus::ClaimedComplete | ActionStatus::Accepted);
        if begun || !action.rejected_claims.is_empty() {
            in_file(at, steps::start(&mut self.office(), id))?;
        }
        let doer = doer_of(action);
        for (index, claim) in action.rejected_claims.iter().enumerate() {
            let at = format!("{at}/rejected_claims/{index}");
            in_file(&at, steps::claim_in_vain(&mut self.doer(doer), id, claim))?;
            on_day(&at, "/judged_on", steps::reject(&mut self.head(), id, claim))?;
        }
        match status {
            ActionStatus::Open | ActionStatus::InProgress | ActionStatus::Superseded => Ok(()),
            ActionStatus::ClaimedComplete => in_file(at, steps::claim(&mut self.doer(doer), id, action)),
            ActionStatus::Accepted => {
                in_file(at, steps::claim(&mut self.doer(doer), id, action))?;
                let on = action.ended_on.or(action.claimed_on).or(action.completed_on);
                on_day(at, "/ended_on", steps::accept(&mut self.head(), id, on))
            }
            ActionStatus::ClosedNotImplemented => {
                let reason = action.status_reason.as_deref().unwrap_or_default();
                on_day(at, "/ended_on", steps::close(&mut self.head(), id, reason, action.ended_on))
            }
        }
    }

    /// Ends the actions that a later one of the file replaced.
    pub(super) fn superseded(&mut self, file: &RecordFile, places: &[Place]) -> Result<(), ApiError> {
        let all = || file.meetings.iter().flat_map(|meeting| &meeting.actions);
        for (meeting, place) in file.meetings.iter().zip(places) {
            for (index, later) in meeting.actions.iter().enumerate() {
                let Some(key) = &later.supersedes else { continue };
                let at = format!("{}/actions/{index}/supersedes", place.at);
                let of_file = all().find(|action| action.key.as_ref() == Some(key));
                let reason = of_file.and_then(|action| action.status_reason.clone());
                let on = of_file.and_then(|action| action.ended_on).unwrap_or(place.held_on).min(self.today);
                let ids = self.actions.get(key).cloned().zip(self.loaded_actions.get(&at_of(place, index)).cloned());
                let Some((earlier, later)) = ids else { continue };
                let reason = reason.unwrap_or_else(|| "A later action of the record replaces it.".to_owned());
                in_file(&at, steps::supersede(&mut self.head(), &earlier, &later, &reason, on))?;
            }
        }
        Ok(())
    }

    /// Loads what became of the reports of a meeting: comments, answers, statuses, the response.
    pub(super) fn reports(&mut self, place: &Place, meeting: &Meeting) -> Result<(), ApiError> {
        for (index, set) in meeting.recommendation_sets.iter().enumerate() {
            let at = format!("{}/recommendation_sets/{index}", place.at);
            let Some((id, listed)) = self.loaded_sets.remove(&at) else { continue };
            for (number, comment) in set.comments.iter().enumerate() {
                in_file(&format!("{at}/comments/{number}"), steps::comment_on_report(&mut self.force(), &id, comment))?;
            }
            for (number, (given, recommendation)) in set.recommendations.iter().zip(&listed).enumerate() {
                self.recommendation(&format!("{at}/recommendations/{number}"), recommendation, given)?;
            }
            self.response_to(&at, &id, set)?;
        }
        Ok(())
    }

    fn recommendation(&mut self, at: &str, id: &RecommendationId, given: &Recommendation) -> Result<(), ApiError> {
        for (member, doer, answer) in
            [("force_answer", Doer::Force, &given.force_answer), ("body_answer", Doer::Office, &given.body_answer)]
        {
            if let Some(answer) = answer {
                let actions = self.actions_of(answer);
                in_file(&format!("{at}/{member}"), steps::answer(&mut self.doer(doer), id, answer, actions))?;
            }
        }
        let doer = match given.addressed_to {
            AddressedTo::Force => Doer::Force,
            AddressedTo::Body | AddressedTo::Both => Doer::Office,
        };
        let evidence = given.evidence.as_deref();
        match given.status.unwrap_or(RecommendationStatus::Open) {
            RecommendationStatus::Open => Ok(()),
            RecommendationStatus::ClaimedComplete => {
                in_file(at, steps::claim_recommendation(&mut self.doer(doer), id, evidence, given.completed_on))
            }
            RecommendationStatus::Verified => {
                in_file(at, steps::claim_recommendation(&mut self.doer(doer), id, evidence, given.completed_on))?;
                let on = given.ended_on.or(given.completed_on);
                on_day(at, "/ended_on", steps::verify(&mut self.head(), id, on))
            }
            RecommendationStatus::NotAccepted => {
                let reason = given.status_reason.as_deref().unwrap_or_default();
                on_day(at, "/ended_on", steps::not_accept(&mut self.head(), id, reason, given.ended_on))
            }
        }
    }

    fn actions_of(&self, answer: &RecommendationAnswer) -> Vec<ActionId> {
        answer.actions.iter().filter_map(|key| self.actions.get(key)).cloned().collect()
    }

    fn response_to(&mut self, at: &str, set: &RecommendationSetId, given: &RecommendationSet) -> Result<(), ApiError> {
        let Some(response) = &given.response else { return Ok(()) };
        let at = format!("{at}/response");
        let id = in_file(&at, steps::response(&mut self.office(), set, response))?;
        if let Some(on) = response.completed_on {
            in_file(&at, steps::complete(&mut self.head(), &id, on))?;
        }
        if let (Some(published_on), Some(url)) = (response.published_on, &response.url) {
            let one = Elsewhere { duty: None, published_on, url: url.clone(), note: None };
            let subject = (OwedSubject::RecommendationSet, set.as_str());
            in_file(&at, steps::elsewhere(&mut self.office(), subject, OwedParagraph::Response, &one))?;
        }
        Ok(())
    }

    /// Loads the decisions that no meeting took.
    pub(super) fn decisions(&mut self, file: &RecordFile) -> Result<(), ApiError> {
        for (index, decision) in file.decisions.iter().enumerate() {
            let links = Links {
                topic: self.topic_id(decision.topic.as_ref()),
                priorities: self.priority_ids(&decision.priorities),
                ..Links::default()
            };
            self.decision(&format!("/decisions/{index}"), decision, &links)?;
        }
        Ok(())
    }

    /// Loads a decision, with where its record was published.
    pub(super) fn decision(&mut self, at: &str, decision: &Decision, links: &Links) -> Result<(), ApiError> {
        let id: DecisionId = in_file(at, steps_spoken::decision(&mut self.office(), decision, links))?;
        if decision.made_on.is_some() {
            in_file(at, steps_spoken::take(&mut self.head(), &id, decision))?;
        }
        if let Some(on) = decision.revoked_on {
            let reason = decision.status_reason.as_deref().unwrap_or_default();
            on_day(at, "/revoked_on", steps::revoke(&mut self.head(), &id, reason, on))?;
        }
        self.key(SourceKind::Decision, decision.key.as_ref(), id.as_str());
        let duty = Some(OwedParagraph::Decision);
        self.elsewhere(at, (OwedSubject::Decision, id.as_str()), duty, &decision.published_elsewhere)
    }

    fn elsewhere(
        &mut self,
        at: &str,
        subject: (OwedSubject, &str),
        duty: Option<OwedParagraph>,
        lines: &[Elsewhere],
    ) -> Result<(), ApiError> {
        for (index, one) in lines.iter().enumerate() {
            let Some(duty) = one.duty.or(duty) else { continue };
            let at = format!("{at}/published_elsewhere/{index}");
            in_file(&at, steps::elsewhere(&mut self.office(), subject, duty, one))?;
        }
        Ok(())
    }

    /// Loads what the body published of itself outside this service.
    pub(super) fn body_elsewhere(&mut self, body: &BodyId, file: &RecordFile) -> Result<(), ApiError> {
        self.elsewhere("", (OwedSubject::Body, body.as_str()), None, &file.published_elsewhere)
    }

    /// Loads where the notice, the agenda and the minutes of a meeting were published. Published notes of a meeting that was held tell
    /// its day, its place and what was on its agenda, so they meet what is still owed of it.
    pub(super) fn meeting_elsewhere(&mut self, place: &Place, meeting: &Meeting) -> Result<(), ApiError> {
        let subject = (OwedSubject::Meeting, place.meeting.as_str());
        self.elsewhere(&place.at, subject, None, &meeting.published_elsewhere)?;
        let told = |duty| meeting.published_elsewhere.iter().any(|one| one.duty == Some(duty));
        let Some((index, published_on, url)) = published_notes(meeting, place.held_on) else { return Ok(()) };
        let one = Elsewhere { duty: None, published_on, url, note: None };
        let owed: &[OwedParagraph] = if meeting.is_public {
            &[OwedParagraph::Notice, OwedParagraph::Agenda, OwedParagraph::Minutes]
        } else {
            &[OwedParagraph::Minutes]
        };
        for duty in owed.iter().copied().filter(|duty| !told(*duty)) {
            let at = format!("{}/papers/{index}", place.at);
            in_file(&at, steps::elsewhere(&mut self.office(), subject, duty, &one))?;
        }
        Ok(())
    }
}

/// Returns the pointer of an action.
pub(super) fn at_of(place: &Place, index: usize) -> String {
    format!("{}/actions/{index}", place.at)
}

/// Returns the paper with which the body published the notes of a meeting that it had to publish: its index, its day, its address.
fn published_notes(meeting: &Meeting, held_on: NaiveDate) -> Option<(usize, NaiveDate, String)> {
    let is_owed = meeting.is_public || meeting.significant_public_interest;
    if meeting.status == Stage::Scheduled || meeting.held_on.is_none() || !is_owed {
        return None;
    }
    meeting.papers.iter().enumerate().find_map(|(index, paper)| {
        let Paper { kind, owed_by, received_on, url, .. } = paper;
        let is_notes = matches!(kind, PaperKind::Minutes | PaperKind::Notes) && *owed_by == OwedBy::Body;
        let published_on = received_on.filter(|day| is_notes && *day >= held_on)?;
        Some((index, published_on, url.clone()?))
    })
}

/// Returns who claims an action complete: a side that owns it.
fn doer_of(action: &Action) -> Doer {
    let sides = if action.owners.is_empty() {
        Sides::of([action.owner_side])
    } else {
        Sides::of(action.owners.iter().map(|owner| owner.side))
    };
    match sides {
        Sides::Body | Sides::Both => Doer::Office,
        Sides::Force | Sides::Unknown => Doer::Force,
    }
}
