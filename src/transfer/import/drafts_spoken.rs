//! Drafts of what was asked in groups, said live, decided, intended and carried on.

use super::drafts::Links;
use super::format::StoodAgain;
use super::format_spoken::{Decision, Exchange, FollowUp, Judgement, Matter, Paper, QuestionGroup};
use crate::record::actions::model::{ActionId, CarryActionForward};
use crate::record::meetings::decisions::model::DraftDecision;
use crate::record::meetings::exchanges::model::DraftExchange;
use crate::record::meetings::follow_ups::model::StateFollowUp;
use crate::record::meetings::matters::model::{AddMatter, MatterId};
use crate::record::meetings::model::MeetingId;
use crate::record::meetings::papers::model::AddPaper;
use crate::record::questions::judgements::model::JudgeQuestion;
use crate::record::questions::model::QuestionPartId;
use crate::record::questions::question_groups::model::AddQuestionGroup;

/// The draft of a group of questions of a meeting.
pub fn group(group: &QuestionGroup, links: &Links) -> AddQuestionGroup {
    AddQuestionGroup {
        title: group.title.clone(),
        context: group.context.clone(),
        meeting_id: links.meeting.clone(),
        agenda_item_id: links.agenda_item.clone(),
        position: None,
    }
}

/// A judgement of a question, or of a part of it.
pub fn judgement(part: Option<&QuestionPartId>, judgement: &Judgement) -> JudgeQuestion {
    let Judgement { outcome, reason, judged_on } = judgement.clone();
    JudgeQuestion { part_id: part.cloned(), outcome, reason, judged_on }
}

/// An exchange at a meeting.
pub fn exchange(meeting: &MeetingId, exchange: &Exchange, links: &Links) -> DraftExchange {
    DraftExchange {
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
    }
}

/// A decision.
pub fn decision(decision: &Decision, links: &Links) -> DraftDecision {
    DraftDecision {
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
        title: decision.title.clone(),
        own_reference: decision.own_reference.clone(),
        signed_on: decision.signed_on,
        documents: decision.documents.clone(),
        conflicts: decision.conflicts.clone(),
    }
}

/// A paper of a meeting.
pub fn paper(paper: &Paper, links: &Links) -> AddPaper {
    AddPaper {
        kind: paper.kind,
        title: paper.title.clone(),
        agenda_item_id: links.agenda_item.clone(),
        owed_by: paper.owed_by,
        owner: paper.owner.clone(),
        due_on: paper.due_on,
        due_text: paper.due_text.clone(),
        due_rule: None,
        url: paper.url.clone(),
    }
}

/// The draft of a follow-up intention.
pub fn follow_up(follow_up: &FollowUp, links: &Links) -> StateFollowUp {
    StateFollowUp {
        text: follow_up.text.clone(),
        how: follow_up.how,
        stated_by: follow_up.stated_by.clone(),
        topic_id: links.topic.clone(),
        question_id: links.question.clone(),
        meeting_id: links.meeting.clone(),
        expected_on: follow_up.expected_on,
        expected_text: follow_up.expected_text.clone(),
    }
}

/// The meetings that a matter comes from and goes to, and what else it refers to, as ids.
#[derive(Debug, Clone, Default)]
pub struct Way {
    pub from: Option<MeetingId>,
    pub to: Option<MeetingId>,
    pub action: Option<ActionId>,
    pub continues: Option<MatterId>,
}

/// The draft of a matter that continues from one meeting to another.
pub fn matter(matter: &Matter, way: Way, links: Links) -> AddMatter {
    AddMatter {
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
}

/// A later meeting that an action was carried forward to.
pub fn stood_again(meeting: MeetingId, again: &StoodAgain) -> CarryActionForward {
    CarryActionForward { meeting_id: meeting, note: again.note.clone() }
}
