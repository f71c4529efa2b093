//! Acts that restrict a draft question to named people of the body, and lift that.

use super::acts::begin;
use super::model::{Question, QuestionAct as Act, QuestionId};
use crate::foundation::actor::Side;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Reasoned;
use crate::http::call::Tx;
use crate::record::restrictions::acts;
use crate::record::restrictions::model::RestrictDraft;

/// Lets only named people read a draft.
pub fn restrict(tx: &mut Tx<'_>, id: &QuestionId, input: &RestrictDraft) -> Result<Question, ApiError> {
    let (question, _) = begin(tx, id, Act::Restrict)?;
    acts::restrict(tx, question, Side::Office, Act::Restrict, input)
}

/// Lets the whole body read a draft again.
pub fn unrestrict(tx: &mut Tx<'_>, id: &QuestionId, input: &Reasoned) -> Result<Question, ApiError> {
    let (question, _) = begin(tx, id, Act::Unrestrict)?;
    acts::unrestrict(tx, question, Act::Unrestrict, input)
}
