//! All SQL about sets of recommendations. Decides nothing.

use chrono::NaiveDate;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{RecommendationSet, RecommendationSetId, ReportSource, SetComment};
use super::rules::Scope;
use crate::foundation::dates::{FIRST, LAST, optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    action_sources, editions, progress_claims, published_elsewhere, recommendation_set_comments, recommendation_set_due_days,
    recommendation_set_priorities, recommendation_sets, recommendations, report_responses,
};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::MeetingId;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::priorities::store::under;
use crate::record::planning::topics::model::TopicId;
use crate::record::published;
use crate::record::questions::model::QuestionId;
use crate::record::recommendations::model::RecommendationStatus;
use crate::record::recommendations::report_responses::model::ReportResponseStatus;
use crate::record::recommendations::rules::OUTSTANDING;

tracked!(RecommendationSet in recommendation_sets as "set of recommendations" with RecommendationSetStatus);

list_orders!(
    /// The sort keys of the list of sets.
    RecommendationSetSort of RecommendationSet in recommendation_sets {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        PublishedOn = "published_on" by published_on or last,
    }
);

/// Filters of the list of sets; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RecommendationSetFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub source: Vec<ReportSource>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<RecommendationSetStatus>,
    pub topic: Option<TopicId>,
    pub priority: Option<PriorityId>,
    pub meeting: Option<MeetingId>,
    pub question: Option<QuestionId>,
    /// `true` for sets whose statutory response is unpublished, whose panel has no response, or one of whose recommendations is
    /// open, after its last day; `false` for the others.
    pub overdue: Option<bool>,
    /// A counted batch, or the response to the inspectors or the panel, is due on or after this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_from: Option<NaiveDate>,
    /// A counted batch, or the response to the inspectors or the panel, is due on or before this day. With `due_from`, a single day
    /// must be between the two.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<chrono::DateTime<chrono::Utc>>,
    /// Search words, all of which must occur in the title, the summary or the publisher's name.
    pub q: Option<String>,
}

type Boxed = recommendation_sets::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = recommendation_sets::table.filter(recommendation_sets::area.eq(scope.area.clone())).into_boxed();
    if scope.only_recorded { query.filter(recommendation_sets::status.ne(RecommendationSetStatus::Draft)) } else { query }
}

/// Returns the set, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &RecommendationSetId) -> Result<Option<RecommendationSet>, ApiError> {
    Ok(visible(scope).filter(recommendation_sets::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &RecommendationSetFilter, today: NaiveDate) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, recommendation_sets {
        area = area,
        source in source,
        status in status,
        topic_id = topic,
        meeting_id = meeting,
        question_id = question,
        updated_at since modified_since,
    });
    under!(query, filter, only priority, recommendation_sets in recommendation_set_priorities by set_id);
    search!(query, filter, recommendation_sets::title, recommendation_sets::published_by, recommendation_sets::summary);
    by_dates(query, filter, today)
}

fn by_dates(mut query: Boxed, filter: &RecommendationSetFilter, today: NaiveDate) -> Boxed {
    if filter.due_from.is_some() || filter.due_to.is_some() {
        // A single day must be between the two: an open end is the limit of the days that a record can have
        // (`crate::foundation::dates`).
        let (from, to) = (filter.due_from.unwrap_or(FIRST), filter.due_to.unwrap_or(LAST));
        let days = recommendation_set_due_days::table
            .filter(recommendation_set_due_days::set_id.eq(recommendation_sets::id))
            .filter(recommendation_set_due_days::due_on.between(from, to));
        let statutory = recommendation_sets::statutory_due_on
            .is_not_null()
            .and(recommendation_sets::statutory_due_on.assume_not_null().between(from, to));
        let of_panel = recommendation_sets::response_due_on
            .is_not_null()
            .and(recommendation_sets::response_due_on.assume_not_null().between(from, to));
        query = query.filter(statutory.or(of_panel).or(exists(days)));
    }
    let Some(overdue) = filter.overdue else { return query };
    let response = recommendation_sets::statutory_due_on
        .is_not_null()
        .and(recommendation_sets::statutory_due_on.assume_not_null().lt(today))
        .and(not(exists(published::store::responses().filter(editions::subject_id.eq(recommendation_sets::id)))))
        .and(not(exists(
            published::store::responses_elsewhere().filter(published_elsewhere::subject_id.eq(recommendation_sets::id)),
        )));
    let to_panel = recommendation_sets::response_due_on
        .is_not_null()
        .and(recommendation_sets::response_due_on.assume_not_null().lt(today))
        .and(not(exists(
            report_responses::table
                .filter(report_responses::set_id.eq(recommendation_sets::id))
                .filter(report_responses::status.eq(ReportResponseStatus::Completed))
                .filter(report_responses::sent_to_panel_on.is_not_null()),
        )));
    let late = response.or(to_panel).or(exists(
        recommendations::table
            .filter(recommendations::set_id.eq(recommendation_sets::id))
            .filter(recommendations::due_on.is_not_null())
            .filter(recommendations::due_on.assume_not_null().lt(today))
            .filter(recommendations::status.eq_any(OUTSTANDING)),
    ));
    if overdue { query.filter(late) } else { query.filter(not(late)) }
}

/// Returns one page of the sets in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &RecommendationSetFilter,
    window: &Window<RecommendationSetSort>,
    today: NaiveDate,
) -> Result<Page<RecommendationSet>, ApiError> {
    RecommendationSetSort::page(conn, window, || filtered(scope, filter, today))
}

/// Writes the columns that lists are filtered by: the links to priorities and the days of the counted batches.
pub fn link(conn: &mut AnyConnection, set: &RecommendationSet) -> Result<(), ApiError> {
    use {recommendation_set_due_days as due_days, recommendation_set_priorities as links};
    for priority in set.priority_ids.get()? {
        diesel::insert_into(links::table).values((links::set_id.eq(&set.id), links::priority_id.eq(priority))).execute(conn)?;
    }
    let mut days: Vec<NaiveDate> = set.counts.get()?.into_iter().filter_map(|one| one.due_on).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        diesel::insert_into(due_days::table).values((due_days::set_id.eq(&set.id), due_days::due_on.eq(day))).execute(conn)?;
    }
    Ok(())
}

/// Deletes what [`link`] wrote.
pub fn unlink(conn: &mut AnyConnection, set: &RecommendationSet) -> Result<(), ApiError> {
    use {recommendation_set_due_days as due_days, recommendation_set_priorities as links};
    diesel::delete(links::table.filter(links::set_id.eq(&set.id))).execute(conn)?;
    diesel::delete(due_days::table.filter(due_days::set_id.eq(&set.id))).execute(conn)?;
    Ok(())
}

/// Returns whether anybody has said or done anything about a set since it was recorded.
pub fn is_used(conn: &mut AnyConnection, id: &RecommendationSetId) -> Result<bool, ApiError> {
    let of_set = || recommendations::table.filter(recommendations::set_id.eq(id.clone())).into_boxed::<MultiBackend>();
    // An answer that is missing is stored as the JSON `null`.
    let untouched = of_set()
        .filter(recommendations::status.eq(RecommendationStatus::Open))
        .filter(recommendations::evidence.is_null())
        .filter(recommendations::force_answer.eq("null"))
        .filter(recommendations::body_answer.eq("null"));
    let (all, untouched): (i64, i64) = (of_set().count().get_result(conn)?, untouched.count().get_result(conn)?);
    let comments = recommendation_set_comments::table.filter(recommendation_set_comments::set_id.eq(id));
    let claims = progress_claims::table.filter(progress_claims::set_id.eq(id));
    let said: i64 = comments.count().get_result::<i64>(conn)? + claims.count().get_result::<i64>(conn)?;
    let ids: Vec<String> = of_set().select(recommendations::id).load(conn)?;
    let named = action_sources::table.filter(action_sources::kind.eq("recommendation"));
    let named: i64 = named.filter(action_sources::source_id.eq_any(ids)).count().get_result(conn)?;
    Ok(all > untouched || said > 0 || named > 0)
}

/// Adds a comment.
pub fn insert_comment(conn: &mut AnyConnection, comment: &SetComment) -> Result<(), ApiError> {
    diesel::insert_into(recommendation_set_comments::table).values(comment).execute(conn)?;
    Ok(())
}

/// Returns the comments on the sets of `ids`, oldest first, in one query.
pub fn comments(conn: &mut AnyConnection, ids: &[RecommendationSetId]) -> Result<Vec<SetComment>, ApiError> {
    let of_sets = recommendation_set_comments::table.filter(recommendation_set_comments::set_id.eq_any(ids.to_vec()));
    Ok(of_sets.order(recommendation_set_comments::id.asc()).load(conn)?)
}
