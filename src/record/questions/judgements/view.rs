//! The response shape of a judgement.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AnswerJudgement, JudgementId, JudgementTakenBack};
use super::store;
use crate::foundation::error::ApiError;
use crate::http::call::View;
use crate::record::questions::model::{Fate, QuestionId, QuestionPartId};

/// A judgement of the answer to a question or a part.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgementView {
    pub id: JudgementId,
    pub question_id: QuestionId,
    /// Id of the part; absent when the question has no parts.
    pub part_id: Option<QuestionPartId>,
    /// Revision of the question at that time.
    #[schema(example = 1)]
    pub question_revision: i32,
    pub outcome: Fate,
    #[schema(example = "The record of the meeting holds no answer.")]
    pub reason: String,
    #[schema(example = "The policy officer")]
    pub judged_by: String,
    /// Day of the judgement; `created_at` is the time it was recorded.
    pub judged_on: NaiveDate,
    /// Day it was taken back: it no longer counts.
    #[schema(example = "2019-02-21")]
    pub taken_back_on: Option<NaiveDate>,
    /// Reason it was taken back.
    #[schema(example = "It was the judgement of another question.")]
    pub taken_back_reason: Option<String>,
    pub created_at: DateTime<Utc>,
}

/// Builds the view of a judgement, which is the same for everybody in the area.
pub fn one_view(judgement: AnswerJudgement, taken_back: Option<JudgementTakenBack>) -> JudgementView {
    JudgementView {
        taken_back_on: taken_back.as_ref().map(|one| one.taken_back_on),
        taken_back_reason: taken_back.map(|one| one.reason),
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

/// Returns the judgements of several questions, for `include=judgements`, in one query. Everybody who sees a question sees its
/// judgements.
pub fn of_questions(view: &mut View<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<JudgementView>>, ApiError> {
    let mut by_question: HashMap<QuestionId, Vec<JudgementView>> = HashMap::new();
    let mut gone = store::taken_back(view.conn, ids)?;
    for judgement in store::of_questions(view.conn, ids)? {
        let taken_back = gone.remove(&judgement.id);
        by_question.entry(judgement.question_id.clone()).or_default().push(one_view(judgement, taken_back));
    }
    Ok(by_question)
}
