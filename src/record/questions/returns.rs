//! The return of a question to the force: the question and what answered it, in one act.

use super::acts;
use super::model::{Question, QuestionId};
use super::responses;
use crate::foundation::error::ApiError;
use crate::foundation::validate::DatedReason;
use crate::http::call::Tx;
use crate::record::meetings::exchanges;

/// Returns an answered question to the force, with everything that answered it (`responses::acts`, `exchanges::acts`).
pub fn send_back(tx: &mut Tx<'_>, id: &QuestionId, input: &DatedReason) -> Result<Question, ApiError> {
    let question = acts::send_back(tx, id, input)?;
    responses::acts::returned_with_question(tx, &question, input)?;
    exchanges::acts::returned_with_question(tx, &question, input)?;
    Ok(question)
}
