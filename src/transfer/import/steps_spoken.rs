//! What was asked in groups, said live, decided, intended and carried on: the acts of the slices with the drafts of what the file
//! says.

use super::drafts::Links;
use super::drafts_spoken as drafts;
use super::drafts_spoken::Way;
use super::format::StoodAgain;
use super::format_spoken::{Decision, Exchange, FollowUp, Judgement, Matter, Paper, QuestionGroup};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Check;
use crate::http::call::Tx;
use crate::record::actions::acts as actions;
use crate::record::actions::model::ActionId;
use crate::record::meetings::decisions::acts as decisions;
use crate::record::meetings::decisions::model::{DecisionId, TakeDecision};
use crate::record::meetings::exchanges::acts as exchanges;
use crate::record::meetings::follow_ups::acts as follow_ups;
use crate::record::meetings::matters::acts as matters;
use crate::record::meetings::matters::model::MatterId;
use crate::record::meetings::model::MeetingId;
use crate::record::meetings::papers::acts as papers;
use crate::record::meetings::papers::model::ReceivePaper;
use crate::record::questions::acts as questions;
use crate::record::questions::model::{QuestionGroupId, QuestionId, QuestionPartId};
use crate::record::questions::question_groups::acts as groups;

/// Adds a group of questions of a meeting.
pub fn group(tx: &mut Tx<'_>, group: &QuestionGroup, links: &Links) -> Result<QuestionGroupId, ApiError> {
    Ok(groups::add(tx, &drafts::group(group, links).parse()?)?.id)
}

/// Judges the answer to a question or a part.
pub fn judge(
    tx: &mut Tx<'_>,
    question: &QuestionId,
    part: Option<&QuestionPartId>,
    judgement: &Judgement,
) -> Result<(), ApiError> {
    questions::judge(tx, question, &drafts::judgement(part, judgement).parse()?).map(|_| ())
}

/// Adds an exchange, recorded at once when the meeting was held.
pub fn exchange(tx: &mut Tx<'_>, meeting: &MeetingId, exchange: &Exchange, links: &Links, held: bool) -> Result<(), ApiError> {
    let draft = exchanges::draft(tx, &drafts::exchange(meeting, exchange, links).parse()?)?;
    if held {
        exchanges::record(tx, &draft.id)?;
    }
    Ok(())
}

/// Adds a draft decision.
pub fn decision(tx: &mut Tx<'_>, decision: &Decision, links: &Links) -> Result<DecisionId, ApiError> {
    Ok(decisions::draft(tx, &drafts::decision(decision, links).parse()?)?.id)
}

/// Takes a decision on the day in the file (role pcc).
pub fn take(tx: &mut Tx<'_>, id: &DecisionId, decision: &Decision) -> Result<(), ApiError> {
    decisions::take(tx, id, &TakeDecision { made_on: decision.made_on, made_by: None }).map(|_| ())
}

/// Adds a paper of a meeting, received if the file has the day.
pub fn paper(tx: &mut Tx<'_>, meeting: &MeetingId, paper: &Paper, links: &Links) -> Result<(), ApiError> {
    let (added, _) = papers::add(tx, meeting, &drafts::paper(paper, links).parse()?)?;
    if paper.received_on.is_some() {
        papers::receive(tx, &added.id, &ReceivePaper { received_on: paper.received_on })?;
    }
    Ok(())
}

/// Adds a follow-up intention.
pub fn follow_up(tx: &mut Tx<'_>, follow_up: &FollowUp, links: &Links) -> Result<(), ApiError> {
    follow_ups::state(tx, &drafts::follow_up(follow_up, links).parse()?).map(|_| ())
}

/// Adds a matter that continues from one meeting to another.
pub fn matter(tx: &mut Tx<'_>, matter: &Matter, way: Way, links: Links) -> Result<MatterId, ApiError> {
    let place = way.to.clone().or_else(|| way.from.clone());
    let input = drafts::matter(matter, way, links).parse()?;
    // The check has refused a matter of no meeting.
    let place = place.ok_or(ApiError::NotFound)?;
    Ok(matters::add(tx, &place, &input)?.id)
}

/// Carries an action over to a later meeting.
pub fn stood_again(tx: &mut Tx<'_>, action: &ActionId, meeting: MeetingId, again: &StoodAgain) -> Result<(), ApiError> {
    actions::carry_forward(tx, action, &drafts::stood_again(meeting, again).parse()?).map(|_| ())
}
