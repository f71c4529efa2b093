//! All SQL about responses. Decides nothing.

use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Mode, Response, ResponseId, ResponseRevision, ResponseStatus};
use super::rules::Scope;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{meetings, response_revisions, responses};
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::{MeetingId, MeetingStatus};
use crate::record::questions::model::QuestionId;
use crate::record::restrictions::store::{by_restricted, hidden};

tracked!(Response in responses as "response" with ResponseStatus);

list_orders!(
    /// The sort key of the responses to a question.
    ResponseSort of Response in responses {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the responses to a question; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ResponseFilter {
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ResponseStatus>,
    pub mode: Option<Mode>,
    pub holding: Option<bool>,
    /// `true` for drafts that only named people read, `false` for the others.
    pub restricted: Option<bool>,
}

type Boxed = responses::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
pub fn visible(scope: &Scope) -> Boxed {
    responses::table
        .filter(responses::area.eq(scope.area.clone()))
        .filter(responses::status.ne(ResponseStatus::Draft).or(responses::side.eq(scope.drafts_of)))
        .filter(responses::id.ne_all(hidden(&scope.reader)))
        .into_boxed()
}

/// Returns the response, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &ResponseId) -> Result<Option<Response>, ApiError> {
    Ok(visible(scope).filter(responses::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns all responses in `scope` to the questions of `ids`, oldest first, in one query.
pub fn of_questions(conn: &mut AnyConnection, scope: &Scope, ids: &[QuestionId]) -> Result<Vec<Response>, ApiError> {
    let query = match ids {
        [] => return Ok(Vec::new()),
        // One question is the common case and keeps one prepared statement; a list needs a new one for each length.
        [only] => visible(scope).filter(responses::question_id.eq(only.clone())),
        several => visible(scope).filter(responses::question_id.eq_any(several.to_vec())),
    };
    Ok(query.order(responses::id.asc()).load(conn)?)
}

fn filtered(scope: &Scope, question: &QuestionId, filter: &ResponseFilter) -> Boxed {
    let mut query = visible(scope).filter(responses::question_id.eq(question.clone()));
    narrow!(query, filter, responses {
        status in status,
        mode = mode,
        holding = holding,
    });
    by_restricted!(query, scope, filter, responses::id);
    query
}

/// Returns one page of the responses to a question.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    question: &QuestionId,
    filter: &ResponseFilter,
    window: &Window<ResponseSort>,
) -> Result<Page<Response>, ApiError> {
    ResponseSort::page(conn, window, || filtered(scope, question, filter))
}

/// Stores the wording that a correction replaces.
pub fn keep_revision(conn: &mut AnyConnection, revision: &ResponseRevision) -> Result<(), ApiError> {
    diesel::insert_into(response_revisions::table).values(revision).execute(conn)?;
    Ok(())
}

/// Returns the earlier wordings of the responses of `ids`, oldest first, in one query.
pub fn revisions(conn: &mut AnyConnection, ids: &[ResponseId]) -> Result<Vec<ResponseRevision>, ApiError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(response_revisions::table
        .filter(response_revisions::response_id.eq_any(ids.to_vec()))
        .order((response_revisions::response_id.asc(), response_revisions::revision.asc()))
        .load(conn)?)
}

/// Returns the status of a meeting.
pub fn meeting_status(conn: &mut AnyConnection, id: &MeetingId) -> Result<Option<MeetingStatus>, ApiError> {
    Ok(meetings::table.filter(meetings::id.eq(id)).select(meetings::status).first(conn).optional()?)
}
