//! All SQL about judgements. Decides nothing.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{AnswerJudgement, JudgementId, JudgementTakenBack};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{answer_judgements, judgements_taken_back};
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::questions::model::{QuestionId, QuestionPartId};

list_orders!(
    /// The sort key of the judgements of a question.
    JudgementSort of AnswerJudgement in answer_judgements {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the judgements of a question.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JudgementFilter {
    /// The id of a part of the question.
    pub part: Option<QuestionPartId>,
}

/// Adds a judgement; the tables refuse to change or delete one.
pub fn insert(conn: &mut AnyConnection, judgement: &AnswerJudgement) -> Result<(), ApiError> {
    diesel::insert_into(answer_judgements::table).values(judgement).execute(conn)?;
    Ok(())
}

type Boxed = answer_judgements::BoxedQuery<'static, MultiBackend>;

fn filtered(question: &QuestionId, filter: &JudgementFilter) -> Boxed {
    let query = answer_judgements::table.filter(answer_judgements::question_id.eq(question.clone())).into_boxed();
    match &filter.part {
        Some(part) => query.filter(answer_judgements::part_id.eq(part.clone())),
        None => query,
    }
}

/// Returns all judgements of the questions of `ids`, oldest first, in one query.
pub fn of_questions(conn: &mut AnyConnection, ids: &[QuestionId]) -> Result<Vec<AnswerJudgement>, ApiError> {
    let query = match ids {
        [] => return Ok(Vec::new()),
        // One question is the common case and keeps one prepared statement; a list needs a new one for each length.
        [only] => answer_judgements::table.filter(answer_judgements::question_id.eq(only.clone())).into_boxed::<MultiBackend>(),
        several => answer_judgements::table.filter(answer_judgements::question_id.eq_any(several.to_vec())).into_boxed(),
    };
    let mut judgements: Vec<AnswerJudgement> = query.order(answer_judgements::id.asc()).load(conn)?;
    // The day it was judged, which may be before the day it was typed.
    judgements.sort_by_key(AnswerJudgement::on);
    Ok(judgements)
}

/// Returns the judgements of the questions of `ids` that were not taken back, oldest first.
pub fn standing_of(conn: &mut AnyConnection, ids: &[QuestionId]) -> Result<Vec<AnswerJudgement>, ApiError> {
    let gone = taken_back(conn, ids)?;
    let mut judgements = of_questions(conn, ids)?;
    judgements.retain(|one| !gone.contains_key(&one.id));
    Ok(judgements)
}

/// Returns which judgements of the questions of `ids` were taken back.
pub fn taken_back(conn: &mut AnyConnection, ids: &[QuestionId]) -> Result<HashMap<JudgementId, JudgementTakenBack>, ApiError> {
    let query = match ids {
        [] => return Ok(HashMap::new()),
        [only] => {
            judgements_taken_back::table.filter(judgements_taken_back::question_id.eq(only.clone())).into_boxed::<MultiBackend>()
        }
        several => judgements_taken_back::table.filter(judgements_taken_back::question_id.eq_any(several.to_vec())).into_boxed(),
    };
    let rows: Vec<JudgementTakenBack> = query.load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row)).collect())
}

/// Adds that a judgement was taken back.
pub fn insert_taken_back(conn: &mut AnyConnection, row: &JudgementTakenBack) -> Result<(), ApiError> {
    diesel::insert_into(judgements_taken_back::table).values(row).execute(conn)?;
    Ok(())
}

/// Returns one page of the judgements of a question, oldest first.
pub fn list(
    conn: &mut AnyConnection,
    question: &QuestionId,
    filter: &JudgementFilter,
    window: &Window<JudgementSort>,
) -> Result<Page<AnswerJudgement>, ApiError> {
    JudgementSort::page(conn, window, || filtered(question, filter))
}
