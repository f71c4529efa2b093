//! All SQL about findings, their ratings and the comments on them. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Finding, FindingComment, FindingId, FindingKind, FindingRating, FindingRevision, FindingStatus};
use super::rules::Scope;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    action_sources, actions, finding_comments, finding_priorities, finding_ratings, finding_revisions, findings,
};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::findings::rating_scales::model::RatingCode;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::priorities::store::under;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::restrictions::store::{by_restricted, hidden};

tracked!(Finding in findings as "finding" with FindingStatus);

list_orders!(
    /// The sort keys of the list of findings.
    FindingSort of Finding in findings {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        CommentDueOn = "comment_due_on" by comment_due_on or last,
    }
);

/// Filters of the list of findings; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindingFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Reference that people use, whole.
    #[param(max_length = 100, example = "WM-2019-F001")]
    pub reference: Option<String>,
    /// Id of a plan: findings under any of its priorities.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    pub topic: Option<TopicId>,
    pub question: Option<QuestionId>,
    pub meeting: Option<MeetingId>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<FindingKind>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<FindingStatus>,
    /// `true` for drafts that only named people read, `false` for the others.
    pub restricted: Option<bool>,
    /// Current rating of performance.
    pub performance: Option<RatingCode>,
    /// Current rating of the plan to improve.
    pub plan_rating: Option<RatingCode>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the text or the reference.
    pub q: Option<String>,
}

/// A query of findings to which filters may be added.
pub type Boxed = findings::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
pub fn visible(scope: &Scope) -> Boxed {
    let query = findings::table
        .filter(findings::area.eq(scope.area.clone()))
        .filter(findings::id.ne_all(hidden(&scope.reader)))
        .filter(findings::question_id.is_null().or(findings::question_id.assume_not_null().ne_all(hidden(&scope.reader))))
        .into_boxed();
    if scope.no_drafts { query.filter(findings::status.ne(FindingStatus::Draft)) } else { query }
}

/// Returns the finding, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &FindingId) -> Result<Option<Finding>, ApiError> {
    Ok(visible(scope).filter(findings::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns all findings in `scope` about the questions of `ids`, oldest first, in one query.
pub fn of_questions(conn: &mut AnyConnection, scope: &Scope, ids: &[QuestionId]) -> Result<Vec<Finding>, ApiError> {
    let query = match ids {
        [] => return Ok(Vec::new()),
        // One question is the common case and keeps one prepared statement; a list needs a new one for each length.
        [only] => visible(scope).filter(findings::question_id.eq(only.clone())),
        several => visible(scope).filter(findings::question_id.eq_any(several.to_vec())),
    };
    Ok(query.order(findings::id.asc()).load(conn)?)
}

fn filtered(scope: &Scope, filter: &FindingFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, findings {
        area = area,
        reference = reference,
        topic_id = topic,
        question_id = question,
        meeting_id = meeting,
        kind in kind,
        status in status,
        performance_code = performance,
        plan_code = plan_rating,
        updated_at since modified_since,
    });
    by_restricted!(query, scope, filter, findings::id);
    under!(query, filter, findings in finding_priorities by finding_id);
    search!(query, filter, findings::text, findings::reference);
    query
}

/// Returns one page of the findings in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &FindingFilter,
    window: &Window<FindingSort>,
) -> Result<Page<Finding>, ApiError> {
    FindingSort::page(conn, window, || filtered(scope, filter))
}

/// Links a finding to its priorities.
pub fn link_priorities(conn: &mut AnyConnection, finding: &Finding) -> Result<(), ApiError> {
    for priority in finding.priority_ids.get()? {
        diesel::insert_into(finding_priorities::table)
            .values((finding_priorities::finding_id.eq(&finding.id), finding_priorities::priority_id.eq(priority)))
            .execute(conn)?;
    }
    Ok(())
}

/// Deletes the links of a finding to priorities.
pub fn unlink_priorities(conn: &mut AnyConnection, finding: &Finding) -> Result<(), ApiError> {
    diesel::delete(finding_priorities::table.filter(finding_priorities::finding_id.eq(&finding.id))).execute(conn)?;
    Ok(())
}

/// Stores the wording that a correction replaces.
pub fn keep_revision(conn: &mut AnyConnection, revision: &FindingRevision) -> Result<(), ApiError> {
    diesel::insert_into(finding_revisions::table).values(revision).execute(conn)?;
    Ok(())
}

/// Stores a rating.
pub fn insert_rating(conn: &mut AnyConnection, rating: &FindingRating) -> Result<(), ApiError> {
    diesel::insert_into(finding_ratings::table).values(rating).execute(conn)?;
    Ok(())
}

/// Deletes the ratings of a draft that is being deleted.
pub fn delete_ratings(conn: &mut AnyConnection, finding: &Finding) -> Result<(), ApiError> {
    diesel::delete(finding_ratings::table.filter(finding_ratings::finding_id.eq(&finding.id))).execute(conn)?;
    Ok(())
}

/// Returns the number of ratings of a finding.
pub fn count_ratings(conn: &mut AnyConnection, id: &FindingId) -> Result<i64, ApiError> {
    Ok(finding_ratings::table.filter(finding_ratings::finding_id.eq(id)).count().get_result(conn)?)
}

/// Stores a comment.
pub fn insert_comment(conn: &mut AnyConnection, comment: &FindingComment) -> Result<(), ApiError> {
    diesel::insert_into(finding_comments::table).values(comment).execute(conn)?;
    Ok(())
}

/// Returns the number of comments on a finding.
pub fn count_comments(conn: &mut AnyConnection, id: &FindingId) -> Result<i64, ApiError> {
    Ok(finding_comments::table.filter(finding_comments::finding_id.eq(id)).count().get_result(conn)?)
}

/// Returns whether an action that is not void names a finding as its source.
pub fn is_source(conn: &mut AnyConnection, id: &FindingId) -> Result<bool, ApiError> {
    let named = action_sources::table
        .inner_join(actions::table.on(actions::id.eq(action_sources::action_id)))
        .filter(action_sources::kind.eq("finding"))
        .filter(action_sources::source_id.eq(id.as_str()))
        .filter(actions::voided_on.is_null());
    let found: i64 = named.count().get_result(conn)?;
    Ok(found > 0)
}

/// Returns the day of the last comment on a finding.
pub fn last_comment(conn: &mut AnyConnection, id: &FindingId) -> Result<Option<NaiveDate>, ApiError> {
    let comments = finding_comments::table.filter(finding_comments::finding_id.eq(id));
    Ok(comments.select(diesel::dsl::max(finding_comments::made_on)).first(conn)?)
}

/// Returns the earlier wordings of several findings, oldest first, in one query.
pub fn revisions(conn: &mut AnyConnection, ids: &[FindingId]) -> Result<Vec<FindingRevision>, ApiError> {
    Ok(finding_revisions::table
        .filter(finding_revisions::finding_id.eq_any(ids.to_vec()))
        .order((finding_revisions::finding_id.asc(), finding_revisions::revision.asc()))
        .load(conn)?)
}

/// Returns the ratings of several findings, oldest first, in one query.
pub fn ratings(conn: &mut AnyConnection, ids: &[FindingId]) -> Result<Vec<FindingRating>, ApiError> {
    Ok(finding_ratings::table
        .filter(finding_ratings::finding_id.eq_any(ids.to_vec()))
        .order((finding_ratings::rated_at.asc(), finding_ratings::id.asc()))
        .load(conn)?)
}

/// Returns the comments on several findings, oldest first, in one query.
pub fn comments(conn: &mut AnyConnection, ids: &[FindingId]) -> Result<Vec<FindingComment>, ApiError> {
    Ok(finding_comments::table
        .filter(finding_comments::finding_id.eq_any(ids.to_vec()))
        .order((finding_comments::created_at.asc(), finding_comments::id.asc()))
        .load(conn)?)
}
