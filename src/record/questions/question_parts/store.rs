//! All SQL about parts of questions. Decides nothing.

use diesel::prelude::*;

use super::model::QuestionPart;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::question_parts;
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::questions::model::{QuestionId, QuestionPartId};

tracked!(QuestionPart in question_parts as "part");

list_orders!(
    /// The sort keys of the list of parts.
    QuestionPartSort of QuestionPart in question_parts {
        CreatedAt = "created_at" by id,
        Position = "position" by position,
    }
);

/// Returns the part, in an area; its question decides if the caller sees it.
pub fn find(conn: &mut AnyConnection, area: &str, id: &QuestionPartId) -> Result<Option<QuestionPart>, ApiError> {
    let parts = question_parts::table.filter(question_parts::area.eq(area));
    Ok(parts.filter(question_parts::id.eq(id)).first(conn).optional()?)
}

/// Returns the parts of the questions of `ids`, in order, in one query.
pub fn of_questions(conn: &mut AnyConnection, ids: &[QuestionId]) -> Result<Vec<QuestionPart>, ApiError> {
    let all = question_parts::table.into_boxed::<MultiBackend>();
    let query = match ids {
        [] => return Ok(Vec::new()),
        // One question is the common case and keeps one prepared statement; a list needs a new one for each length.
        [only] => all.filter(question_parts::question_id.eq(only.clone())),
        several => all.filter(question_parts::question_id.eq_any(several.to_vec())),
    };
    Ok(query.order((question_parts::position.asc(), question_parts::id.asc())).load(conn)?)
}

/// Returns one page of the parts of a question.
pub fn list(
    conn: &mut AnyConnection,
    question: &QuestionId,
    window: &Window<QuestionPartSort>,
) -> Result<Page<QuestionPart>, ApiError> {
    let of_question =
        || question_parts::table.filter(question_parts::question_id.eq(question.clone())).into_boxed::<MultiBackend>();
    QuestionPartSort::page(conn, window, of_question)
}
