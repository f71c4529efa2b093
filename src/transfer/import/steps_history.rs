//! The history of records after the meeting: the acts of the slices, each with the day of the file.

use chrono::NaiveDate;

use super::drafts_history as drafts;
use super::format::Action;
use super::format_history::{Comment, Elsewhere, RecommendationAnswer, RejectedClaim, ReportResponse, Update};
use super::words::{OwedParagraph, OwedSubject};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Check;
use crate::http::call::Tx;
use crate::publishing::elsewhere::acts as elsewhere;
use crate::record::actions::acts as actions;
use crate::record::actions::model::history::Completion;
use crate::record::actions::model::{ActionId, SupersedeAction};
use crate::record::findings::acts as findings;
use crate::record::findings::model::FindingId;
use crate::record::meetings::decisions::acts as decisions;
use crate::record::meetings::decisions::model::DecisionId;
use crate::record::recommendations::acts as recommendations;
use crate::record::recommendations::model::RecommendationId;
use crate::record::recommendations::recommendation_sets::acts as sets;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;
use crate::record::recommendations::report_responses::acts as responses;
use crate::record::recommendations::report_responses::model::{CompleteReportResponse, ReportResponseId};

/// Adds an update on an action.
pub fn update(tx: &mut Tx<'_>, id: &ActionId, update: &Update) -> Result<(), ApiError> {
    actions::update_as_recorded(tx, id, &drafts::update(update).parse()?).map(|_| ())
}

/// Begins the work on an action.
pub fn start(tx: &mut Tx<'_>, id: &ActionId) -> Result<(), ApiError> {
    actions::start(tx, id).map(|_| ())
}

/// Claims an action complete.
pub fn claim(tx: &mut Tx<'_>, id: &ActionId, action: &Action) -> Result<(), ApiError> {
    actions::claim_as_recorded(tx, id, &drafts::completion(action)).map(|_| ())
}

/// Claims an action complete with a claim that was rejected.
pub fn claim_in_vain(tx: &mut Tx<'_>, id: &ActionId, claim: &RejectedClaim) -> Result<(), ApiError> {
    let said = Completion { evidence: claim.evidence.clone(), claimed_on: claim.claimed_on, ..Completion::default() };
    actions::claim_as_recorded(tx, id, &said).map(|_| ())
}

/// Rejects a claim (role pcc).
pub fn reject(tx: &mut Tx<'_>, id: &ActionId, claim: &RejectedClaim) -> Result<(), ApiError> {
    let mut input = drafts::reason(&claim.reason).parse()?;
    input.on = Some(claim.judged_on);
    actions::reject(tx, id, &input).map(|_| ())
}

/// Accepts a claim (role pcc).
pub fn accept(tx: &mut Tx<'_>, id: &ActionId, on: Option<NaiveDate>) -> Result<(), ApiError> {
    actions::accept_as_recorded(tx, id, on).map(|_| ())
}

/// Closes an action that was not implemented (role pcc).
pub fn close(tx: &mut Tx<'_>, id: &ActionId, reason: &str, on: Option<NaiveDate>) -> Result<(), ApiError> {
    actions::close_as_recorded(tx, id, reason, on).map(|_| ())
}

/// Replaces an action by a later one (role pcc).
pub fn supersede(tx: &mut Tx<'_>, earlier: &ActionId, later: &ActionId, reason: &str, on: NaiveDate) -> Result<(), ApiError> {
    let input = SupersedeAction { superseded_by: later.clone(), reason: reason.to_owned(), on: Some(on) };
    actions::supersede(tx, earlier, &input).map(|_| ())
}

/// Adds a comment of the force on a finding.
pub fn comment_on_finding(tx: &mut Tx<'_>, id: &FindingId, comment: &Comment) -> Result<(), ApiError> {
    let (author, capacity) = commenter(tx, comment);
    let by = findings::Commenter { author, capacity, made_on: comment.made_on };
    findings::comment_as_recorded(tx, id, &drafts::comment_on_finding(comment).parse()?, by).map(|_| ())
}

/// Adds a comment of the chief officer on a report.
pub fn comment_on_report(tx: &mut Tx<'_>, id: &RecommendationSetId, comment: &Comment) -> Result<(), ApiError> {
    let (author, capacity) = commenter(tx, comment);
    let by = sets::Commenter { author, capacity, made_on: comment.made_on };
    sets::comment_as_recorded(tx, id, &drafts::comment_on_report(comment).parse()?, by).map(|_| ())
}

/// Returns the name and the capacity of a person who commented; where the file names nobody, the import did.
fn commenter(tx: &Tx<'_>, comment: &Comment) -> (String, Option<String>) {
    let name = comment.author.as_ref().or(comment.capacity.as_ref());
    (name.unwrap_or(&tx.actor.name).clone(), comment.capacity.clone())
}

/// Answers a recommendation for the side of `tx`.
pub fn answer(
    tx: &mut Tx<'_>,
    id: &RecommendationId,
    answer: &RecommendationAnswer,
    actions: Vec<ActionId>,
) -> Result<(), ApiError> {
    let input = drafts::answer(answer, actions).parse()?;
    recommendations::respond_as_recorded(tx, id, &input, answer.given_by.as_deref()).map(|_| ())
}

/// Claims a recommendation complete.
pub fn claim_recommendation(
    tx: &mut Tx<'_>,
    id: &RecommendationId,
    evidence: Option<&str>,
    on: Option<NaiveDate>,
) -> Result<(), ApiError> {
    recommendations::claim_as_recorded(tx, id, evidence, on).map(|_| ())
}

/// Verifies that a recommendation is complete (role pcc).
pub fn verify(tx: &mut Tx<'_>, id: &RecommendationId, on: Option<NaiveDate>) -> Result<(), ApiError> {
    recommendations::verify_as_recorded(tx, id, on).map(|_| ())
}

/// Records that a recommendation is not accepted (role pcc).
pub fn not_accept(tx: &mut Tx<'_>, id: &RecommendationId, reason: &str, on: Option<NaiveDate>) -> Result<(), ApiError> {
    recommendations::not_accept_as_recorded(tx, id, reason, on).map(|_| ())
}

/// Drafts the response to a report, with those to whom it was sent.
pub fn response(tx: &mut Tx<'_>, set: &RecommendationSetId, response: &ReportResponse) -> Result<ReportResponseId, ApiError> {
    let draft = responses::draft(tx, set, &drafts::response(response).parse()?)?;
    if !response.sent_to.is_empty() {
        responses::note_sent(tx, &draft.id, &drafts::sent_to(&response.sent_to).parse()?)?;
    }
    Ok(draft.id)
}

/// Completes the response to a report (role pcc).
pub fn complete(tx: &mut Tx<'_>, id: &ReportResponseId, on: NaiveDate) -> Result<(), ApiError> {
    responses::complete(tx, id, &CompleteReportResponse { completed_on: Some(on) }).map(|_| ())
}

/// Notes that something was published elsewhere.
pub fn elsewhere(tx: &mut Tx<'_>, subject: (OwedSubject, &str), duty: OwedParagraph, one: &Elsewhere) -> Result<(), ApiError> {
    elsewhere::note(tx, &drafts::elsewhere(subject, duty, one).parse()?).map(|_| ())
}

/// Revokes a decision (role pcc).
pub fn revoke(tx: &mut Tx<'_>, id: &DecisionId, reason: &str, on: NaiveDate) -> Result<(), ApiError> {
    let mut input = drafts::reason(reason).parse()?;
    input.on = Some(on);
    decisions::revoke(tx, id, &input).map(|_| ())
}
