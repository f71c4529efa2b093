//! Checks of what happened to records after the meeting.

use chrono::NaiveDate;

use super::check::Checker;
use super::drafts_history as drafts;
use super::format::{Action, RecordFile};
use super::format_evidence::Recommendation;
use super::format_history::{ActionSource, Comment, Elsewhere, RecommendationAnswer, ReportResponse};
use super::format_spoken::Decision;
use super::keys::Keys;
use super::words::{ActionStatus, OwedParagraph, OwedSubject, RecommendationStatus};
use crate::foundation::clock::Ids;
use crate::foundation::dates::first_day_of;
use crate::foundation::validate::Faults;
use crate::record::actions::model::{ActionId, SourceKind};

impl Checker {
    /// Declares the keys that sources of actions name, and notes which actions were replaced.
    pub(super) fn declare_history(&mut self, file: &RecordFile) {
        let faults = &mut self.texts.faults;
        for (index, decision) in file.decisions.iter().enumerate() {
            declare(&mut self.decisions, faults, &format!("/decisions/{index}"), decision.key.as_ref());
        }
        for (number, meeting) in file.meetings.iter().enumerate() {
            let at = format!("/meetings/{number}");
            for (index, decision) in meeting.decisions.iter().enumerate() {
                declare(&mut self.decisions, faults, &format!("{at}/decisions/{index}"), decision.key.as_ref());
            }
            for (index, finding) in meeting.findings.iter().enumerate() {
                declare(&mut self.findings, faults, &format!("{at}/findings/{index}"), finding.key.as_ref());
            }
            for (set, of_set) in meeting.recommendation_sets.iter().enumerate() {
                for (index, one) in of_set.recommendations.iter().enumerate() {
                    let at = format!("{at}/recommendation_sets/{set}/recommendations/{index}");
                    declare(&mut self.recommendations, faults, &at, one.key.as_ref());
                }
            }
            self.superseded.extend(meeting.actions.iter().filter_map(|action| action.supersedes.clone()));
        }
    }

    pub(super) fn life(&mut self, at: &str, action: &mut Action) {
        let lines = &mut [("own_reference", &mut action.own_reference), ("rag", &mut action.rag)];
        self.texts.read_members(at, lines);
        let proses = &mut [("status_reason", &mut action.status_reason), ("evidence", &mut action.evidence)];
        self.texts.read_members(at, proses);
        for (index, update) in action.updates.iter_mut().enumerate() {
            let at = format!("{at}/updates/{index}");
            self.texts.read(&format!("{at}/text"), &mut update.text);
            self.texts.read_optional(&format!("{at}/author"), &mut update.author);
            self.draft(&at, drafts::update(update));
            self.past_day(&format!("{at}/on"), update.on);
        }
        for (index, claim) in action.rejected_claims.iter_mut().enumerate() {
            let at = format!("{at}/rejected_claims/{index}");
            self.texts.read(&format!("{at}/reason"), &mut claim.reason);
            self.texts.read_optional(&format!("{at}/evidence"), &mut claim.evidence);
            self.draft(&at, drafts::reason(&claim.reason));
            self.past_day(&format!("{at}/claimed_on"), claim.claimed_on);
            self.past_day(&format!("{at}/judged_on"), Some(claim.judged_on));
            self.in_order(&format!("{at}/judged_on"), claim.claimed_on, Some(claim.judged_on));
        }
        if let Some(evidence) = &action.evidence {
            self.draft(at, drafts::evidence(evidence));
        }
        self.status_of(at, action);
        self.refer_item(at, action.agenda_item.as_ref());
        self.actions.refer_optional(&mut self.texts.faults, &format!("{at}/supersedes"), action.supersedes.as_ref());
        self.sources(at, &action.sources);
    }

    /// Checks that the days of an action go with its status.
    fn status_of(&mut self, at: &str, action: &Action) {
        let status = action.status.unwrap_or(ActionStatus::Open);
        let done = matches!(status, ActionStatus::ClaimedComplete | ActionStatus::Accepted);
        let closed = matches!(status, ActionStatus::ClosedNotImplemented | ActionStatus::Superseded);
        for (member, day, fits) in [
            ("claimed_on", action.claimed_on, done),
            ("completed_on", action.completed_on, done),
            ("ended_on", action.ended_on, closed || status == ActionStatus::Accepted),
            ("completed_in", action.completed_in.as_deref().and_then(first_day_of), done),
        ] {
            self.past_day(&format!("{at}/{member}"), day);
            self.fits(&format!("{at}/{member}"), day.is_some() && !fits, status.as_str());
        }
        self.past_day(&format!("{at}/rag_on"), action.rag_on);
        self.fits(&format!("{at}/evidence"), action.evidence.is_some() && !done, status.as_str());
        self.fits(&format!("{at}/status_reason"), action.status_reason.is_some() && !closed, status.as_str());
        if action.completed_on.is_some() && action.completed_in.is_some() {
            self.fault(&format!("{at}/completed_in"), "is for a day that is not known: omit it, or completed_on");
        }
        if status == ActionStatus::ClosedNotImplemented && action.status_reason.is_none() {
            self.fault(&format!("{at}/status_reason"), "is required: add why it was not implemented");
        }
        let names = action.key.as_ref().is_some_and(|key| self.superseded.contains(key));
        if status == ActionStatus::Superseded && !names {
            self.fault(&format!("{at}/status"), "name it in supersedes of the action that replaced it");
        }
        if status != ActionStatus::Superseded && names {
            self.fault(&format!("{at}/status"), "must be superseded, because another action names it in supersedes");
        }
        self.in_order(&format!("{at}/claimed_on"), action.completed_on, action.claimed_on);
        let claimed_on = action.claimed_on.or(action.completed_on);
        self.in_order(&format!("{at}/ended_on"), claimed_on, action.ended_on);
    }

    fn fits(&mut self, at: &str, is_wrong: bool, status: &str) {
        if is_wrong {
            self.fault(at, format!("does not go with the status {status}: correct one of them"));
        }
    }

    fn in_order(&mut self, at: &str, first: Option<NaiveDate>, then: Option<NaiveDate>) {
        if let Some(first) = first.filter(|first| then.is_some_and(|then| then < *first)) {
            self.fault(at, format!("must be on or after {first}"));
        }
    }

    fn sources(&mut self, at: &str, sources: &[ActionSource]) {
        for (index, one) in sources.iter().enumerate() {
            let at = format!("{at}/sources/{index}");
            let faults = &mut self.texts.faults;
            let keys = match one.kind {
                SourceKind::Question => &self.questions,
                SourceKind::Meeting => &self.meetings,
                SourceKind::Action => &self.actions,
                SourceKind::Decision => &self.decisions,
                SourceKind::Finding => &self.findings,
                SourceKind::Recommendation => &self.recommendations,
                SourceKind::Response => {
                    faults.add(&format!("{at}/kind"), "has no keys in a record file: name the question instead");
                    continue;
                }
            };
            keys.refer(faults, &format!("{at}/key"), &one.key);
            if sources.iter().take(index).any(|earlier| earlier == one) {
                faults.add(&at, "is listed more than once");
            }
        }
    }

    pub(super) fn comments(&mut self, at: &str, comments: &mut [Comment], of_finding: bool) {
        for (index, comment) in comments.iter_mut().enumerate() {
            let at = format!("{at}/comments/{index}");
            self.texts.read_optional(&format!("{at}/text"), &mut comment.text);
            let lines = &mut [("author", &mut comment.author), ("capacity", &mut comment.capacity)];
            self.texts.read_members(&at, lines);
            if of_finding {
                self.draft(&at, drafts::comment_on_finding(comment));
            } else if comment.agrees.is_some() {
                self.fault(&format!("{at}/agrees"), "is for findings only: omit it");
            } else if comment.no_comment {
                self.fault(&format!("{at}/no_comment"), "is for findings only: omit the comment");
            } else {
                self.draft(&at, drafts::comment_on_report(comment));
            }
            self.past_day(&format!("{at}/made_on"), Some(comment.made_on));
        }
    }

    pub(super) fn progress(&mut self, at: &str, given: &mut Recommendation) {
        let proses = &mut [("status_reason", &mut given.status_reason), ("evidence", &mut given.evidence)];
        self.texts.read_members(at, proses);
        if let Some(evidence) = drafts::evidence_of(given) {
            self.draft(at, evidence);
        }
        let status = given.status.unwrap_or(RecommendationStatus::Open);
        let done = matches!(status, RecommendationStatus::ClaimedComplete | RecommendationStatus::Verified);
        let refused = status == RecommendationStatus::NotAccepted;
        for (member, day, fits) in [
            ("completed_on", given.completed_on, done),
            ("ended_on", given.ended_on, refused || status == RecommendationStatus::Verified),
        ] {
            self.past_day(&format!("{at}/{member}"), day);
            self.fits(&format!("{at}/{member}"), day.is_some() && !fits, status.as_str());
        }
        self.fits(&format!("{at}/evidence"), given.evidence.is_some() && !done, status.as_str());
        self.fits(&format!("{at}/status_reason"), given.status_reason.is_some() && !refused, status.as_str());
        if refused && given.status_reason.is_none() {
            self.fault(&format!("{at}/status_reason"), "is required: add why it is not accepted");
        }
        self.in_order(&format!("{at}/ended_on"), given.completed_on, given.ended_on);
        for (member, answer) in [("force_answer", &mut given.force_answer), ("body_answer", &mut given.body_answer)] {
            if let Some(answer) = answer {
                self.answer(&format!("{at}/{member}"), answer);
            }
        }
    }

    fn answer(&mut self, at: &str, answer: &mut RecommendationAnswer) {
        self.texts.read(&format!("{at}/text"), &mut answer.text);
        self.texts.read_optional(&format!("{at}/given_by"), &mut answer.given_by);
        let actions = answer.actions.iter().map(|_| ActionId::new(&Ids)).collect();
        self.draft(at, drafts::answer(answer, actions));
        self.past_day(&format!("{at}/given_on"), Some(answer.given_on));
        self.actions.refer_all(&mut self.texts.faults, &format!("{at}/actions"), &answer.actions);
    }

    pub(super) fn report_response(&mut self, at: &str, response: &mut ReportResponse) {
        self.texts.read(&format!("{at}/text"), &mut response.text);
        self.draft(at, drafts::response(response));
        for (index, one) in response.sent_to.iter_mut().enumerate() {
            self.texts.read(&format!("{at}/sent_to/{index}/to"), &mut one.to);
            self.texts.read_optional(&format!("{at}/sent_to/{index}/name"), &mut one.name);
            self.past_day(&format!("{at}/sent_to/{index}/sent_on"), Some(one.sent_on));
        }
        if !response.sent_to.is_empty() {
            self.draft(at, drafts::sent_to(&response.sent_to));
        }
        self.past_day(&format!("{at}/completed_on"), response.completed_on);
        self.past_day(&format!("{at}/published_on"), response.published_on);
        match (response.published_on, &response.url) {
            (None, None) => {}
            (Some(_), None) => self.fault(&format!("{at}/url"), "add the address at which it was published"),
            (None, Some(_)) => self.fault(&format!("{at}/published_on"), "add the day on which it was published at url"),
            (Some(published_on), Some(url)) => {
                let one = Elsewhere { duty: None, published_on, url: url.clone(), note: None };
                self.draft(
                    at,
                    drafts::elsewhere((OwedSubject::RecommendationSet, drafts::SOME_ID), OwedParagraph::Response, &one),
                );
                if response.completed_on.is_none() {
                    self.fault(&format!("{at}/completed_on"), "add the day on which it was complete: it was published");
                }
            }
        }
        self.in_order(&format!("{at}/published_on"), response.completed_on, response.published_on);
    }

    pub(super) fn decision_form(&mut self, at: &str, decision: &mut Decision) {
        let lines = &mut [("own_reference", &mut decision.own_reference), ("title", &mut decision.title)];
        self.texts.read_members(at, lines);
        let proses = &mut [("conflicts", &mut decision.conflicts), ("status_reason", &mut decision.status_reason)];
        self.texts.read_members(at, proses);
        for (index, document) in decision.documents.iter_mut().enumerate() {
            self.texts.read(&format!("{at}/documents/{index}/title"), &mut document.title);
        }
        self.past_day(&format!("{at}/signed_on"), decision.signed_on);
        self.past_day(&format!("{at}/revoked_on"), decision.revoked_on);
        self.in_order(&format!("{at}/revoked_on"), decision.made_on, decision.revoked_on);
        if decision.revoked_on.is_some() != decision.status_reason.is_some() {
            let member = if decision.revoked_on.is_some() { "status_reason" } else { "revoked_on" };
            self.fault(&format!("{at}/{member}"), "add it: a revocation has a day and a reason");
        }
        if decision.made_on.is_none() && decision.revoked_on.is_some() {
            self.fault(&format!("{at}/made_on"), "add the day it was taken: it was revoked later");
        }
        self.elsewhere(at, &mut decision.published_elsewhere, Some(OwedParagraph::Decision));
    }

    /// Checks publications elsewhere; `duty` is that of the record where there is only one.
    pub(super) fn elsewhere(&mut self, at: &str, lines: &mut [Elsewhere], duty: Option<OwedParagraph>) {
        for (index, one) in lines.iter_mut().enumerate() {
            let at = format!("{at}/published_elsewhere/{index}");
            self.texts.read_optional(&format!("{at}/note"), &mut one.note);
            self.past_day(&format!("{at}/published_on"), Some(one.published_on));
            match one.duty.or(duty) {
                None => self.fault(&format!("{at}/duty"), "is required: add the paragraph, such as 5(c)"),
                // The kind of the subject is the loader's to check.
                Some(duty) => self.draft(&at, drafts::elsewhere((OwedSubject::Body, drafts::SOME_ID), duty, one)),
            }
        }
    }
}

fn declare(keys: &mut Keys, faults: &mut Faults, at: &str, key: Option<&String>) {
    if let Some(key) = key {
        keys.declare(faults, &format!("{at}/key"), key);
    }
}
