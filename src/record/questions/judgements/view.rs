//! A judgement as its callers see it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AnswerJudgement, JudgementId};
use super::store;
use crate::foundation::error::ApiError;
use crate::http::call::View;
use crate::record::questions::model::{Fate, QuestionId, QuestionPartId};

/// What became of a question or a part of it, in the opinion of whoever judged it.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgementView {
    pub id: JudgementId,
    pub question_id: QuestionId,
    /// Absent when the question has no parts.
    pub part_id: Option<QuestionPartId>,
    /// The wording of the question at that time.
    #[schema(example = 1)]
    pub question_revision: i32,
    pub outcome: Fate,
    #[schema(example = "The record of the meeting holds no answer.")]
    pub reason: String,
    #[schema(example = "The policy officer")]
    pub judged_by: String,
    /// The day it was judged; `created_at` is when it was written down.
    pub judged_on: NaiveDate,
    pub created_at: DateTime<Utc>,
}

/// A judgement as everybody in the area sees it.
pub fn one_view(judgement: AnswerJudgement) -> JudgementView {
    JudgementView {
        judged_on: judgement.on(),
        id: judgement.id,
        question_id: judgement.question_id,
        part_id: judgement.part_id,
        question_revision: judgement.question_revision,
        outcome: judgement.fate,
        reason: judgement.reason,
        judged_by: judgement.judged_by,
        created_at: judgement.created_at.and_utc(),
    }
}

/// The judgements of several questions that the caller sees, for `include=judgements`: one query. Who sees a question sees how
/// it was judged.
pub fn of_questions(view: &mut View<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<JudgementView>>, ApiError> {
    let mut by_question: HashMap<QuestionId, Vec<JudgementView>> = HashMap::new();
    for judgement in store::of_questions(view.conn, ids)? {
        by_question.entry(judgement.question_id.clone()).or_default().push(one_view(judgement));
    }
    Ok(by_question)
}
