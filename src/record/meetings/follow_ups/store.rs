//! All SQL about follow-up intentions. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{FollowUp, FollowUpHow, FollowUpId, FollowUpStatus};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::follow_ups;
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

tracked!(FollowUp in follow_ups as "follow-up" with FollowUpStatus);

list_orders!(
    /// The sort keys of the list of follow-up intentions.
    FollowUpSort of FollowUp in follow_ups {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
    }
);

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
    narrow!(query, filter, follow_ups {
        area = area,
        status in status,
        how in how,
        topic_id = topic,
        question_id = question,
        meeting_id = meeting,
        taken_up_meeting_id = taken_up_meeting,
        expected_on >= expected_from,
        expected_on <= expected_to,
        updated_at since modified_since,
    });
    search!(query, filter, follow_ups::text);
    query
}

/// Returns one page of the intentions in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &FollowUpFilter,
    window: &Window<FollowUpSort>,
) -> Result<Page<FollowUp>, ApiError> {
    FollowUpSort::page(conn, window, || filtered(scope, filter))
}
