//! All SQL about decisions. Decides nothing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Decision, DecisionId, DecisionRevision, DecisionStatus};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, folded, like_pattern, terms, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{decision_priorities, decision_revisions, decisions};
use crate::http::paging::{Page, Position, SortKey, Window, counted, keyset};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

tracked!(Decision in decisions as "decision" with status);

text_enum!(
    /// The sort keys of the list of decisions.
    DecisionSort {
        CreatedAt = "created_at",
        UpdatedAt = "updated_at",
        MadeOn = "made_on",
    }
);

impl SortKey for DecisionSort {
    const KEYS: &'static [Self] = Self::ALL;
}

/// Filters of the list of decisions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DecisionFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub meeting: Option<MeetingId>,
    pub topic: Option<TopicId>,
    pub priority: Option<PriorityId>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<DecisionStatus>,
    /// `true` for those of significant public interest, `false` for the others.
    pub significant_public_interest: Option<bool>,
    #[serde(default, deserialize_with = "optional_day")]
    pub made_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub made_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the text, the reasons or the reference.
    pub q: Option<String>,
}

type Boxed = decisions::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = decisions::table.filter(decisions::area.eq(scope.area.clone())).into_boxed();
    if scope.only_taken { query.filter(decisions::status.ne(DecisionStatus::Draft)) } else { query }
}

/// Returns the decision, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &DecisionId) -> Result<Option<Decision>, ApiError> {
    Ok(visible(scope).filter(decisions::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &DecisionFilter) -> Boxed {
    let mut query = visible(scope);
    if let Some(area) = &filter.area {
        query = query.filter(decisions::area.eq(area.clone()));
    }
    if let Some(meeting) = &filter.meeting {
        query = query.filter(decisions::meeting_id.eq(meeting.clone()));
    }
    if let Some(topic) = &filter.topic {
        query = query.filter(decisions::topic_id.eq(topic.clone()));
    }
    if let Some(priority) = &filter.priority {
        let links = decision_priorities::table
            .filter(decision_priorities::decision_id.eq(decisions::id))
            .filter(decision_priorities::priority_id.eq(priority.clone()));
        query = query.filter(exists(links));
    }
    if !filter.status.is_empty() {
        query = query.filter(decisions::status.eq_any(filter.status.clone()));
    }
    if let Some(significant) = filter.significant_public_interest {
        query = query.filter(decisions::significant_public_interest.eq(significant));
    }
    by_dates_and_words(query, filter)
}

fn by_dates_and_words(mut query: Boxed, filter: &DecisionFilter) -> Boxed {
    if let Some(day) = filter.made_from {
        query = query.filter(decisions::made_on.ge(day));
    }
    if let Some(day) = filter.made_to {
        query = query.filter(decisions::made_on.le(day));
    }
    if let Some(instant) = filter.modified_since {
        query = query.filter(decisions::updated_at.ge(instant.naive_utc()));
    }
    for word in terms(filter.q.as_deref().unwrap_or("")) {
        let pattern = like_pattern(&word);
        query = query.filter(
            folded(decisions::text)
                .like(pattern.clone())
                .escape('\\')
                .or(folded(decisions::reasons.assume_not_null()).like(pattern.clone()).escape('\\'))
                .or(folded(decisions::reference.assume_not_null()).like(pattern).escape('\\')),
        );
    }
    query
}

fn made_key() -> SqlLiteral<Date> {
    sql("coalesce(decisions.made_on, '9999-12-31')")
}

/// Returns one page of the decisions in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &DecisionFilter,
    window: &Window<DecisionSort>,
) -> Result<Page<Decision>, ApiError> {
    let total = counted!(conn, window, filtered(scope, filter));
    let mut query = filtered(scope, filter);
    let query = match window.sort {
        DecisionSort::CreatedAt => keyset!(query, window, decisions::id),
        DecisionSort::UpdatedAt => keyset!(query, window, decisions::updated_at => NaiveDateTime, decisions::id),
        DecisionSort::MadeOn => keyset!(query, window, made_key() => NaiveDate, decisions::id),
    };
    let rows: Vec<Decision> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |decision| {
        let key = match window.sort {
            DecisionSort::CreatedAt => String::new(),
            DecisionSort::UpdatedAt => decision.updated_at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
            DecisionSort::MadeOn => decision.made_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
        };
        Position { key, id: decision.id.to_string() }
    }))
}

/// Removes the links of a decision to priorities.
pub fn unlink_priorities(conn: &mut AnyConnection, decision: &Decision) -> Result<(), ApiError> {
    diesel::delete(decision_priorities::table.filter(decision_priorities::decision_id.eq(&decision.id))).execute(conn)?;
    Ok(())
}

/// Links a decision to its priorities.
pub fn link_priorities(conn: &mut AnyConnection, decision: &Decision) -> Result<(), ApiError> {
    for priority in decision.priority_ids.get()? {
        diesel::insert_into(decision_priorities::table)
            .values((decision_priorities::decision_id.eq(&decision.id), decision_priorities::priority_id.eq(priority)))
            .execute(conn)?;
    }
    Ok(())
}

/// Stores the wording that a correction replaces.
pub fn keep_revision(conn: &mut AnyConnection, revision: &DecisionRevision) -> Result<(), ApiError> {
    diesel::insert_into(decision_revisions::table).values(revision).execute(conn)?;
    Ok(())
}

/// Returns the earlier wordings of several decisions, oldest first, in one query.
pub fn revisions(conn: &mut AnyConnection, ids: &[DecisionId]) -> Result<HashMap<DecisionId, Vec<DecisionRevision>>, ApiError> {
    let mut by_decision: HashMap<DecisionId, Vec<DecisionRevision>> = HashMap::new();
    if ids.is_empty() {
        return Ok(by_decision);
    }
    let rows: Vec<DecisionRevision> = decision_revisions::table
        .filter(decision_revisions::decision_id.eq_any(ids.to_vec()))
        .order(decision_revisions::revision.asc())
        .load(conn)?;
    for row in rows {
        by_decision.entry(row.decision_id.clone()).or_default().push(row);
    }
    Ok(by_decision)
}
