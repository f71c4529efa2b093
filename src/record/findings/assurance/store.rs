//! SQL for rated findings as a series. Visibility is decided by `findings::store::visible`.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Date;

use crate::foundation::db::{AnyConnection, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{finding_priorities, findings};
use crate::http::listing::{Key, counted, keyset};
use crate::http::paging::{Page, Position, SortKey, Window};
use crate::record::findings::model::{Finding, FindingStatus};
use crate::record::findings::rules::Scope;
use crate::record::findings::store::{Boxed, visible};
use crate::record::planning::plans::model::PriorityId;

text_enum!(
    /// The sort key of the series.
    AssuranceSort {
        On = "on",
    }
);

impl SortKey for AssuranceSort {
    const KEYS: &'static [Self] = Self::ALL;
}

/// The two judgements of a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    Performance,
    Plan,
}

/// Returns the day of a finding: that of its meeting, unless it was cancelled; otherwise that of its confirmation, or of its
/// sharing.
pub fn day_key() -> SqlLiteral<Date> {
    sql("coalesce((SELECT m.held_on FROM meetings m WHERE m.id = findings.meeting_id AND m.status <> 'cancelled'), \
         findings.confirmed_on, findings.shared_on)")
}

/// Returns the shared findings under a priority.
fn shared_under(scope: &Scope, priority: &PriorityId) -> Boxed {
    let under = finding_priorities::table
        .filter(finding_priorities::priority_id.eq(priority.clone()))
        .select(finding_priorities::finding_id);
    visible(scope).filter(findings::status.ne(FindingStatus::Draft)).filter(findings::id.eq_any(under))
}

fn rated(scope: &Scope, priority: &PriorityId) -> Boxed {
    shared_under(scope, priority).filter(findings::performance_code.is_not_null().or(findings::plan_code.is_not_null()))
}

/// Returns one page of the rated findings under a priority, each with its day.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    priority: &PriorityId,
    window: &Window<AssuranceSort>,
) -> Result<Page<(Finding, NaiveDate)>, ApiError> {
    let total = counted!(conn, window, rated(scope, priority));
    let mut query = rated(scope, priority);
    let query = match window.sort {
        AssuranceSort::On => keyset!(query, window, day_key() => NaiveDate, findings::id),
    };
    let rows = query.select((findings::all_columns, day_key())).limit(window.fetch()).load(conn)?;
    let place = |(finding, day): &(Finding, NaiveDate)| Position { key: day.to_position(), id: finding.id.to_string() };
    Ok(window.page(rows, total, place))
}

/// Returns the latest finding under a priority with a judgement, and its day.
pub fn latest(
    conn: &mut AnyConnection,
    scope: &Scope,
    priority: &PriorityId,
    judgement: Judgement,
) -> Result<Option<(Finding, NaiveDate)>, ApiError> {
    let query = match judgement {
        Judgement::Performance => shared_under(scope, priority).filter(findings::performance_code.is_not_null()),
        Judgement::Plan => shared_under(scope, priority).filter(findings::plan_code.is_not_null()),
    };
    let query = query.order((day_key().desc(), findings::id.desc())).select((findings::all_columns, day_key()));
    Ok(query.first(conn).optional()?)
}
