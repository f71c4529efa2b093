//! Drafts of what happened to records after the meeting.

use super::format::Action;
use super::format_evidence::Recommendation;
use super::format_history::{Comment, Elsewhere, RecommendationAnswer, ReportResponse, SentTo, Update};
use super::words::{OwedParagraph, OwedSubject};
use crate::foundation::validate::DatedReason;
use crate::publishing::elsewhere::model::NotePublishedElsewhere;
use crate::record::actions::model::history::Completion;
use crate::record::actions::model::{ActionId, AddUpdate, ClaimAction};
use crate::record::findings::model::CommentOnFinding;
use crate::record::recommendations::model::AnswerRecommendation;
use crate::record::recommendations::recommendation_sets::model::CommentOnReport;
use crate::record::recommendations::report_responses::model::{DraftReportResponse, NoteSent, Recipient, RecipientKind};

/// An id in the place of that of a record which is not there yet: a draft only knows that there is one.
pub const SOME_ID: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

/// An update on an action.
pub fn update(update: &Update) -> AddUpdate {
    AddUpdate {
        text: update.text.clone(),
        on: update.on,
        author: update.author.clone(),
        side: update.side.filter(|_| update.author.is_some()),
    }
}

/// The claim that stands: the day of the work, or of the claim where only that is known.
pub fn completion(action: &Action) -> Completion {
    Completion {
        evidence: action.evidence.clone(),
        claimed_on: action.claimed_on.or(action.completed_on),
        completed_on: action.completed_on.or(action.claimed_on).filter(|_| action.completed_in.is_none()),
        completed_in: action.completed_in.clone(),
    }
}

/// Evidence, as a claim checks it.
pub fn evidence(evidence: &str) -> ClaimAction {
    ClaimAction { evidence: evidence.to_owned(), on: None, completed_on: None }
}

/// A reason, as an act checks it.
pub fn reason(reason: &str) -> DatedReason {
    DatedReason { reason: reason.to_owned(), on: None }
}

/// A comment of the force on a finding.
pub fn comment_on_finding(comment: &Comment) -> CommentOnFinding {
    CommentOnFinding { text: comment.text.clone(), no_comment: comment.no_comment, agrees: comment.agrees }
}

/// A comment of the chief officer on a report.
pub fn comment_on_report(comment: &Comment) -> CommentOnReport {
    CommentOnReport { text: comment.text.clone().unwrap_or_default() }
}

/// An answer to a recommendation.
pub fn answer(answer: &RecommendationAnswer, actions: Vec<ActionId>) -> AnswerRecommendation {
    AnswerRecommendation { kind: answer.kind, text: answer.text.clone(), action_ids: actions, given_on: Some(answer.given_on) }
}

/// The response of the body to a report.
pub fn response(response: &ReportResponse) -> DraftReportResponse {
    DraftReportResponse { text: response.text.clone() }
}

/// The recipients of a response. What each is follows from its name, unless the file says it.
pub fn sent_to(sent_to: &[SentTo]) -> NoteSent {
    let recipient = |one: &SentTo| Recipient {
        to: RecipientKind::ALL.iter().find(|kind| kind.as_str() == one.to).copied().unwrap_or(RecipientKind::of_name(&one.to)),
        name: one.name.clone().unwrap_or_else(|| one.to.clone()),
        sent_on: one.sent_on,
    };
    NoteSent { sent_to: sent_to.iter().map(recipient).collect() }
}

/// A publication elsewhere about a record.
pub fn elsewhere(
    (subject_kind, subject_id): (OwedSubject, &str),
    duty: OwedParagraph,
    one: &Elsewhere,
) -> NotePublishedElsewhere {
    NotePublishedElsewhere {
        duty,
        subject_kind,
        subject_id: subject_id.to_owned(),
        published_on: one.published_on,
        url: one.url.clone(),
        note: one.note.clone(),
    }
}

/// The evidence of a recommendation that is complete.
pub fn evidence_of(given: &Recommendation) -> Option<ClaimAction> {
    given.evidence.as_deref().map(evidence)
}
