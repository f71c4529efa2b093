//! SQL for the records linked to a priority beside its questions. Visibility is decided by `visible` of each slice.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::foundation::db::{AnyConnection, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    action_priorities, action_sources, actions as action_rows, finding_priorities, findings as finding_rows,
    question_priorities as asked,
};
use crate::http::paging::{SortKey, Window};
use crate::record::actions::model::{Action, SourceKind};
use crate::record::findings::model::Finding;
use crate::record::planning::plans::model::PriorityId;
use crate::record::questions::store::QuestionSort;
use crate::record::{actions, findings};

text_enum!(
    /// The sort key of the thread.
    ThreadSort {
        PutOn = "put_on",
    }
);

impl SortKey for ThreadSort {
    const KEYS: &'static [Self] = Self::ALL;
    const DESCENDING: bool = true;
    const ROWS: (u16, u16) = (20, 50);
}

/// Returns the same page of the list of questions.
pub fn of_questions(window: &Window<ThreadSort>) -> Window<QuestionSort> {
    let sort = match window.sort {
        ThreadSort::PutOn => QuestionSort::PutOn,
    };
    let Window { descending, backwards, position, limit, count, .. } = window.clone();
    Window { sort, descending, backwards, position, limit, count }
}

/// Returns the latest findings under a priority that are about no question under it.
pub fn findings_apart(
    conn: &mut AnyConnection,
    scope: &findings::rules::Scope,
    priority: &PriorityId,
    most: i64,
) -> Result<Vec<Finding>, ApiError> {
    let under = finding_priorities::table
        .filter(finding_priorities::finding_id.eq(finding_rows::id))
        .filter(finding_priorities::priority_id.eq(priority.clone()));
    let about = asked::table
        .filter(asked::question_id.nullable().eq(finding_rows::question_id))
        .filter(asked::priority_id.eq(priority.clone()));
    let query = findings::store::visible(scope).filter(exists(under)).filter(not(exists(about)));
    Ok(query.order(finding_rows::id.desc()).limit(most).load(conn)?)
}

/// Returns the latest actions under a priority that arise from no question under it.
pub fn actions_apart(
    conn: &mut AnyConnection,
    scope: &actions::rules::Scope,
    priority: &PriorityId,
    most: i64,
) -> Result<Vec<Action>, ApiError> {
    let under = action_priorities::table
        .filter(action_priorities::action_id.eq(action_rows::id))
        .filter(action_priorities::priority_id.eq(priority.clone()));
    let from = asked::table
        .filter(asked::question_id.nullable().eq(action_rows::question_id))
        .filter(asked::priority_id.eq(priority.clone()));
    let named = action_sources::table
        .inner_join(asked::table.on(asked::question_id.eq(action_sources::source_id)))
        .filter(action_sources::action_id.eq(action_rows::id))
        .filter(action_sources::kind.eq(SourceKind::Question))
        .filter(asked::priority_id.eq(priority.clone()));
    let query = actions::store::visible(scope).filter(exists(under)).filter(not(exists(from))).filter(not(exists(named)));
    Ok(query.order(action_rows::id.desc()).limit(most).load(conn)?)
}
