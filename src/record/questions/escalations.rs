//! The escalations of a question.

use super::acts::{advance, begin};
use super::model::{Question, QuestionAct as Act, QuestionId};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::call::Tx;
use crate::record::escalations::acts as escalations;
use crate::record::escalations::acts::Kept;
use crate::record::escalations::model::Escalate;

/// Takes an overdue question to a higher step.
pub fn escalate(tx: &mut Tx<'_>, id: &QuestionId, input: &Escalate) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::Escalate)?;
    escalations::escalate(tx, kept(&mut question), input)?;
    advance(tx, question, Act::Escalate, next, Some(&input.reason), input)
}

/// Takes back the last escalation that stands.
pub fn take_back_escalation(tx: &mut Tx<'_>, id: &QuestionId, input: &Reasoned) -> Result<Question, ApiError> {
    let (mut question, next) = begin(tx, id, Act::TakeBackEscalation)?;
    escalations::take_back(tx, kept(&mut question), input)?;
    advance(tx, question, Act::TakeBackEscalation, next, Some(&input.reason), input)
}

const fn kept(question: &mut Question) -> Kept<'_> {
    Kept { due_on: question.due_on, all: &mut question.escalations, escalated_on: &mut question.escalated_on }
}
