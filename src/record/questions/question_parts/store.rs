//! All SQL about parts of questions. Decides nothing.

use diesel::prelude::*;

use super::model::QuestionPart;
use crate::foundation::db::{AnyConnection, MultiBackend, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::question_parts;
use crate::http::paging::{Page, Position, SortKey, Window, counted, keyset};
use crate::record::audit::tracked::tracked;
use crate::record::questions::model::{QuestionId, QuestionPartId};

tracked!(QuestionPart in question_parts as "part");

text_enum!(
    /// The sort keys of the list of parts.
    QuestionPartSort {
        CreatedAt = "created_at",
        /// Position among the parts of the question.
        Position = "position",
    }
);

impl SortKey for QuestionPartSort {
    const KEYS: &'static [Self] = Self::ALL;
}

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
    let total = counted!(conn, window, of_question());
    let mut query = of_question();
    let query = match window.sort {
        QuestionPartSort::CreatedAt => keyset!(query, window, question_parts::id),
        QuestionPartSort::Position => keyset!(query, window, question_parts::position => i32, question_parts::id),
    };
    let rows: Vec<QuestionPart> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |part| {
        let key = match window.sort {
            QuestionPartSort::CreatedAt => String::new(),
            QuestionPartSort::Position => part.position.to_string(),
        };
        Position { key, id: part.id.to_string() }
    }))
}
