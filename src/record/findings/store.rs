//! All SQL about findings, their ratings and the comments on them. Decides nothing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Finding, FindingComment, FindingId, FindingKind, FindingRating, FindingRevision, FindingStatus};
use super::rules::Scope;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend, folded, like_pattern, terms, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{finding_comments, finding_priorities, finding_ratings, finding_revisions, findings, priorities};
use crate::http::paging::{Page, Position, SortKey, Window, counted, keyset};
use crate::record::audit::tracked::tracked;
use crate::record::findings::rating_scales::model::RatingCode;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

tracked!(Finding in findings as "finding" with status);

text_enum!(
    /// The sort keys of the list of findings.
    FindingSort {
        CreatedAt = "created_at",
        UpdatedAt = "updated_at",
        CommentDueOn = "comment_due_on",
    }
);

impl SortKey for FindingSort {
    const KEYS: &'static [Self] = Self::ALL;
}

/// Filters of the list of findings; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindingFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
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
    let query = findings::table.filter(findings::area.eq(scope.area.clone())).into_boxed();
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
    if let Some(area) = &filter.area {
        query = query.filter(findings::area.eq(area.clone()));
    }
    if let Some(plan) = &filter.plan {
        let links = finding_priorities::table
            .inner_join(priorities::table.on(priorities::id.eq(finding_priorities::priority_id)))
            .filter(finding_priorities::finding_id.eq(findings::id))
            .filter(priorities::plan_id.eq(plan.clone()));
        query = query.filter(exists(links));
    }
    if let Some(priority) = &filter.priority {
        let links = finding_priorities::table
            .filter(finding_priorities::finding_id.eq(findings::id))
            .filter(finding_priorities::priority_id.eq(priority.clone()));
        query = query.filter(exists(links));
    }
    if let Some(topic) = &filter.topic {
        query = query.filter(findings::topic_id.eq(topic.clone()));
    }
    if let Some(question) = &filter.question {
        query = query.filter(findings::question_id.eq(question.clone()));
    }
    if let Some(meeting) = &filter.meeting {
        query = query.filter(findings::meeting_id.eq(meeting.clone()));
    }
    by_what_it_says(query, filter)
}

fn by_what_it_says(mut query: Boxed, filter: &FindingFilter) -> Boxed {
    if !filter.kind.is_empty() {
        query = query.filter(findings::kind.eq_any(filter.kind.clone()));
    }
    if !filter.status.is_empty() {
        query = query.filter(findings::status.eq_any(filter.status.clone()));
    }
    if let Some(code) = filter.performance {
        query = query.filter(findings::performance_code.eq(code));
    }
    if let Some(code) = filter.plan_rating {
        query = query.filter(findings::plan_code.eq(code));
    }
    if let Some(instant) = filter.modified_since {
        query = query.filter(findings::updated_at.ge(instant.naive_utc()));
    }
    for word in terms(filter.q.as_deref().unwrap_or("")) {
        let pattern = like_pattern(&word);
        query = query.filter(
            folded(findings::text)
                .like(pattern.clone())
                .escape('\\')
                .or(folded(findings::reference.assume_not_null()).like(pattern).escape('\\')),
        );
    }
    query
}

fn due_key() -> SqlLiteral<Date> {
    sql("coalesce(findings.comment_due_on, '9999-12-31')")
}

/// Returns one page of the findings in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &FindingFilter,
    window: &Window<FindingSort>,
) -> Result<Page<Finding>, ApiError> {
    let total = counted!(conn, window, filtered(scope, filter));
    let mut query = filtered(scope, filter);
    let query = match window.sort {
        FindingSort::CreatedAt => keyset!(query, window, findings::id),
        FindingSort::UpdatedAt => keyset!(query, window, findings::updated_at => NaiveDateTime, findings::id),
        FindingSort::CommentDueOn => keyset!(query, window, due_key() => NaiveDate, findings::id),
    };
    let rows: Vec<Finding> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |finding| place(window.sort, finding)))
}

fn place(sort: FindingSort, finding: &Finding) -> Position {
    let key = match sort {
        FindingSort::CreatedAt => String::new(),
        FindingSort::UpdatedAt => finding.updated_at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
        FindingSort::CommentDueOn => finding.comment_due_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
    };
    Position { key, id: finding.id.to_string() }
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
