//! New questions as they are stored: drafts, and those that continue another.

use super::model::{CarryQuestionForward, DraftPart, DraftQuestion, Question, QuestionId, QuestionStatus};
use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::questions::question_parts::model::QuestionPart;

/// Returns a draft as it is stored; `from` is the question that it continues.
pub(super) fn new_question(tx: &Tx<'_>, input: &DraftQuestion, from: Option<QuestionId>) -> Result<Question, ApiError> {
    Ok(Question {
        id: QuestionId::new(tx.ids),
        area: tx.actor.area.clone(),
        reference: None,
        form: input.form,
        text: input.text.clone(),
        context: input.context.clone(),
        revision: 1,
        priority_ids: JsonText::new(&input.priority_ids)?,
        heads: JsonText::new(&input.heads)?,
        returned_on: None,
        replied_since: None,
        due_text: input.due_text.clone(),
        due_rule: JsonText::new(&input.due_rule)?,
        needs_review: false,
        urgent: input.urgent,
        urgent_reason: input.urgent_reason.clone(),
        escalations: JsonText::new(&Vec::new())?,
        escalated_on: None,
        topic_id: input.topic_id.clone(),
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: input.agenda_item_id.clone(),
        printed_number: input.printed_number.clone(),
        asked_by: input.asked_by.clone(),
        put_on: None,
        due_on: input.due_on,
        status: QuestionStatus::Draft,
        outcome: None,
        status_reason: None,
        brought_forward_from: from,
        carried_forward_to: None,
        group_id: input.group_id.clone(),
        received_on: input.received_on,
        // At most ITEMS.
        part_count: i32::try_from(input.parts.len()).unwrap_or(i32::MAX),
        first_response_on: None,
        final_response_on: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    })
}

/// Builds the successor of a question: the same words and group, with the parts that are left.
pub(super) fn successor(
    question: &Question,
    left: Vec<QuestionPart>,
    input: &CarryQuestionForward,
) -> Result<DraftQuestion, ApiError> {
    Ok(DraftQuestion {
        form: question.form,
        text: question.text.clone(),
        context: question.context.clone(),
        priority_ids: question.priority_ids.get()?,
        heads: question.heads.get()?,
        topic_id: question.topic_id.clone(),
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: None,
        printed_number: None,
        asked_by: question.asked_by.clone(),
        received_on: question.received_on,
        due_on: None,
        due_text: None,
        due_rule: None,
        urgent: question.urgent,
        urgent_reason: question.urgent_reason.clone(),
        group_id: question.group_id.clone(),
        parts: left.into_iter().map(|part| DraftPart { printed_number: part.printed_number, text: part.text }).collect(),
    })
}
