//! What was asked in groups, judged, said live, decided, intended and carried on, as the input of an act of its slice.

use super::format::StoodAgain;
use super::format_spoken::{Decision, Exchange, FollowUp, Judgement, Matter, Paper, QuestionGroup};
use super::steps::Links;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Check;
use crate::http::call::Tx;
use crate::record::actions::acts as actions;
use crate::record::actions::model::{ActionId, CarryOver};
use crate::record::meetings::decisions::acts as decisions;
use crate::record::meetings::decisions::model::{DecisionId, DraftDecision, TakeDecision};
use crate::record::meetings::exchanges::acts as exchanges;
use crate::record::meetings::exchanges::model::DraftExchange;
use crate::record::meetings::follow_ups::acts as follow_ups;
use crate::record::meetings::follow_ups::model::StateFollowUp;
use crate::record::meetings::matters::acts as matters;
use crate::record::meetings::matters::model::{AddMatter, MatterId};
use crate::record::meetings::model::MeetingId;
use crate::record::meetings::papers::acts as papers;
use crate::record::meetings::papers::model::{AddPaper, ReceivePaper};
use crate::record::questions::acts as questions;
use crate::record::questions::judgements::model::JudgeQuestion;
use crate::record::questions::model::{QuestionGroupId, QuestionId, QuestionPartId};
use crate::record::questions::question_groups::acts as groups;
use crate::record::questions::question_groups::model::AddQuestionGroup;

/// A group of the questions of a meeting.
pub fn group(tx: &mut Tx<'_>, group: &QuestionGroup, links: &Links) -> Result<QuestionGroupId, ApiError> {
    let input = AddQuestionGroup {
        title: group.title.clone(),
        context: group.context.clone(),
        meeting_id: links.meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        position: None,
    };
    Ok(groups::add(tx, &input.parse()?)?.id)
}

/// How a question, or a part of it, was answered.
pub fn judge(
    tx: &mut Tx<'_>,
    question: &QuestionId,
    part: Option<&QuestionPartId>,
    judgement: &Judgement,
) -> Result<(), ApiError> {
    let Judgement { outcome, reason, judged_on } = judgement.clone();
    let input = JudgeQuestion { part_id: part.cloned(), outcome, reason, judged_on };
    questions::judge(tx, question, &input.parse()?).map(|_| ())
}

/// What was said live; recorded at once when the meeting was held.
pub fn exchange(tx: &mut Tx<'_>, meeting: &MeetingId, exchange: &Exchange, links: &Links, held: bool) -> Result<(), ApiError> {
    let input = DraftExchange {
        meeting_id: meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        position: None,
        topic_id: links.topic.clone(),
        question_id: links.question.clone(),
        challenge: exchange.challenge.clone(),
        challenged_by: exchange.challenged_by.clone(),
        reply: exchange.reply.clone(),
        points: exchange.points.clone(),
        point_speakers: exchange.point_speakers.clone(),
        speakers: exchange.speakers.clone(),
        attribution: exchange.attribution,
    };
    let draft = exchanges::draft(tx, &input.parse()?)?;
    if held {
        exchanges::record(tx, &draft.id)?;
    }
    Ok(())
}

/// A draft decision.
pub fn decision(tx: &mut Tx<'_>, decision: &Decision, links: &Links) -> Result<DecisionId, ApiError> {
    let input = DraftDecision {
        text: decision.text.clone(),
        reasons: decision.reasons.clone(),
        made_by: decision.made_by.clone(),
        made_on: decision.made_on,
        meeting_id: links.meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        topic_id: links.topic.clone(),
        priority_ids: links.priorities.clone(),
        significant_public_interest: decision.significant_public_interest,
        significant_public_interest_reason: decision.significant_public_interest_reason.clone(),
    };
    Ok(decisions::draft(tx, &input.parse()?)?.id)
}

/// Takes a decision on the day the file gives (role pcc).
pub fn take(tx: &mut Tx<'_>, id: &DecisionId, decision: &Decision) -> Result<(), ApiError> {
    decisions::take(tx, id, &TakeDecision { made_on: decision.made_on, made_by: None }).map(|_| ())
}

/// A paper of a meeting, received when the file says on which day.
pub fn paper(tx: &mut Tx<'_>, meeting: &MeetingId, paper: &Paper, links: &Links) -> Result<(), ApiError> {
    let input = AddPaper {
        kind: paper.kind,
        title: paper.title.clone(),
        agenda_item_id: links.agenda_item.clone(),
        owed_by: paper.owed_by,
        owner: paper.owner.clone(),
        due_on: paper.due_on,
        url: paper.url.clone(),
    };
    let (added, _) = papers::add(tx, meeting, &input.parse()?)?;
    if paper.received_on.is_some() {
        papers::receive(tx, &added.id, &ReceivePaper { received_on: paper.received_on })?;
    }
    Ok(())
}

/// An intention to come back to something.
pub fn follow_up(tx: &mut Tx<'_>, follow_up: &FollowUp, links: &Links) -> Result<(), ApiError> {
    let input = StateFollowUp {
        text: follow_up.text.clone(),
        how: follow_up.how,
        stated_by: follow_up.stated_by.clone(),
        topic_id: links.topic.clone(),
        question_id: links.question.clone(),
        meeting_id: links.meeting.clone(),
        expected_on: follow_up.expected_on,
        expected_text: follow_up.expected_text.clone(),
    };
    follow_ups::state(tx, &input.parse()?).map(|_| ())
}

/// Where a matter comes from and goes to, as ids.
#[derive(Debug, Clone, Default)]
pub struct Way {
    pub from: Option<MeetingId>,
    pub to: Option<MeetingId>,
    pub action: Option<ActionId>,
    pub continues: Option<MatterId>,
}

/// A matter that went from one meeting to another.
pub fn matter(tx: &mut Tx<'_>, matter: &Matter, way: Way, links: Links) -> Result<MatterId, ApiError> {
    let place = way.to.clone().or_else(|| way.from.clone());
    let input = AddMatter {
        title: matter.title.clone(),
        note: matter.note.clone(),
        from_meeting_id: way.from,
        from_text: matter.from_text.clone(),
        from_agenda_item_id: None,
        to_meeting_id: way.to,
        to_agenda_item_id: None,
        topic_id: links.topic,
        question_id: links.question,
        action_id: way.action,
        continues: way.continues,
    }
    .parse()?;
    // `parse` has refused a matter of no meeting.
    let place = place.ok_or(ApiError::NotFound)?;
    Ok(matters::add(tx, &place, &input)?.id)
}

/// A later meeting at which an action stood again.
pub fn stood_again(tx: &mut Tx<'_>, action: &ActionId, meeting: MeetingId, again: &StoodAgain) -> Result<(), ApiError> {
    let input = CarryOver { meeting_id: meeting, note: again.note.clone() };
    actions::carry_over(tx, action, &input.parse()?).map(|_| ())
}
