//! All SQL about follow-up intentions. Decides nothing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{FollowUp, FollowUpHow, FollowUpId, FollowUpStatus};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, folded, like_pattern, terms, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::follow_ups;
use crate::http::paging::{Page, Position, SortKey, Window, counted, keyset};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

tracked!(FollowUp in follow_ups as "follow-up" with status);

text_enum!(
    /// The sort keys of the list of follow-up intentions.
    FollowUpSort {
        CreatedAt = "created_at",
        UpdatedAt = "updated_at",
    }
);

impl SortKey for FollowUpSort {
    const KEYS: &'static [Self] = Self::ALL;
}

/// Filters of the list of follow-up intentions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FollowUpFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<FollowUpStatus>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub how: Vec<FollowUpHow>,
    pub topic: Option<TopicId>,
    /// Id of the question it was about.
    pub question: Option<QuestionId>,
    /// Id of the meeting it was stated at.
    pub meeting: Option<MeetingId>,
    /// Id of the meeting that took it up.
    pub taken_up_meeting: Option<MeetingId>,
    #[serde(default, deserialize_with = "optional_day")]
    pub expected_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub expected_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the text.
    pub q: Option<String>,
}

type Boxed = follow_ups::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    follow_ups::table.filter(follow_ups::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the intention, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &FollowUpId) -> Result<Option<FollowUp>, ApiError> {
    Ok(visible(scope).filter(follow_ups::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &FollowUpFilter) -> Boxed {
    let mut query = visible(scope);
    if let Some(area) = &filter.area {
        query = query.filter(follow_ups::area.eq(area.clone()));
    }
    if !filter.status.is_empty() {
        query = query.filter(follow_ups::status.eq_any(filter.status.clone()));
    }
    if !filter.how.is_empty() {
        query = query.filter(follow_ups::how.eq_any(filter.how.clone()));
    }
    if let Some(topic) = &filter.topic {
        query = query.filter(follow_ups::topic_id.eq(topic.clone()));
    }
    if let Some(question) = &filter.question {
        query = query.filter(follow_ups::question_id.eq(question.clone()));
    }
    if let Some(meeting) = &filter.meeting {
        query = query.filter(follow_ups::meeting_id.eq(meeting.clone()));
    }
    if let Some(meeting) = &filter.taken_up_meeting {
        query = query.filter(follow_ups::taken_up_meeting_id.eq(meeting.clone()));
    }
    if let Some(day) = filter.expected_from {
        query = query.filter(follow_ups::expected_on.ge(day));
    }
    if let Some(day) = filter.expected_to {
        query = query.filter(follow_ups::expected_on.le(day));
    }
    if let Some(instant) = filter.modified_since {
        query = query.filter(follow_ups::updated_at.ge(instant.naive_utc()));
    }
    for word in terms(filter.q.as_deref().unwrap_or("")) {
        query = query.filter(folded(follow_ups::text).like(like_pattern(&word)).escape('\\'));
    }
    query
}

/// Returns one page of the intentions in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &FollowUpFilter,
    window: &Window<FollowUpSort>,
) -> Result<Page<FollowUp>, ApiError> {
    let total = counted!(conn, window, filtered(scope, filter));
    let mut query = filtered(scope, filter);
    let query = match window.sort {
        FollowUpSort::CreatedAt => keyset!(query, window, follow_ups::id),
        FollowUpSort::UpdatedAt => keyset!(query, window, follow_ups::updated_at => NaiveDateTime, follow_ups::id),
    };
    let rows: Vec<FollowUp> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |follow_up| {
        let key = match window.sort {
            FollowUpSort::CreatedAt => String::new(),
            FollowUpSort::UpdatedAt => follow_up.updated_at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
        };
        Position { key, id: follow_up.id.to_string() }
    }))
}
