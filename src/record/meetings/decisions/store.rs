//! All SQL about decisions. Decides nothing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Decision, DecisionId, DecisionRevision, DecisionStatus};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{decision_priorities, decision_revisions, decisions};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::priorities::store::under;
use crate::record::planning::topics::model::TopicId;
use crate::record::restrictions::store::{by_restricted, hidden};

tracked!(Decision in decisions as "decision" with DecisionStatus);

list_orders!(
    /// The sort keys of the list of decisions.
    DecisionSort of Decision in decisions {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        MadeOn = "made_on" by made_on or last,
    }
);

/// Filters of the list of decisions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DecisionFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Reference that people use, whole: ours, or that of the office.
    #[param(max_length = 100, example = "WM-2019-D001")]
    pub reference: Option<String>,
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
    /// `true` for drafts that only named people read, `false` for the others.
    pub restricted: Option<bool>,
    /// Search words, all of which must occur in the title, the text, the reasons or a reference.
    pub q: Option<String>,
}

type Boxed = decisions::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = decisions::table
        .filter(decisions::area.eq(scope.area.clone()))
        .filter(decisions::id.ne_all(hidden(&scope.reader)))
        .into_boxed();
    if scope.only_taken { query.filter(decisions::status.ne(DecisionStatus::Draft)) } else { query }
}

/// Returns the decision, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &DecisionId) -> Result<Option<Decision>, ApiError> {
    Ok(visible(scope).filter(decisions::id.eq(id.clone())).first(conn).optional()?)
}

/// Returns the decisions of a meeting that were made on a day.
pub fn made_at(conn: &mut AnyConnection, meeting: &MeetingId, day: NaiveDate) -> Result<Vec<Decision>, ApiError> {
    let made = decisions::table.filter(decisions::meeting_id.eq(meeting)).filter(decisions::made_on.eq(day));
    Ok(made.order(decisions::id.asc()).load(conn)?)
}

fn filtered(scope: &Scope, filter: &DecisionFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, decisions {
        area = area,
        meeting_id = meeting,
        topic_id = topic,
        status in status,
        significant_public_interest = significant_public_interest,
        made_on >= made_from,
        made_on <= made_to,
        updated_at since modified_since,
    });
    if let Some(reference) = &filter.reference {
        let own = decisions::own_reference.eq(reference.clone()).assume_not_null();
        query = query.filter(decisions::reference.eq(reference.clone()).assume_not_null().or(own));
    }
    by_restricted!(query, scope, filter, decisions::id);
    under!(query, filter, only priority, decisions in decision_priorities by decision_id);
    search!(query, filter, decisions::text, decisions::reasons, decisions::reference, decisions::title, decisions::own_reference);
    query
}

/// Returns one page of the decisions in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &DecisionFilter,
    window: &Window<DecisionSort>,
) -> Result<Page<Decision>, ApiError> {
    DecisionSort::page(conn, window, || filtered(scope, filter))
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
