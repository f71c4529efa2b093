//! All SQL about papers. Decides nothing.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{OwedBy, Paper, PaperId, PaperKind};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{meetings, papers};
use crate::http::listing::{list_orders, narrow, search};
use crate::http::paging::{Page, Window};
use crate::record::audit::tracked::tracked;
use crate::record::deadlines::lateness;
use crate::record::deadlines::lateness::{Lateness, Limits, by_known_due, by_lateness};
use crate::record::deadlines::model::KnownDue;
use crate::record::meetings::model::{MeetingId, MeetingStatus};

tracked!(Paper in papers as "paper");

list_orders!(
    /// The sort keys of the lists of papers.
    PaperSort of Paper in papers {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
        DueOn = "due_on" by due_on or last,
    }
);

/// Filters of the list of papers; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PaperFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    pub meeting: Option<MeetingId>,
    /// May be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<PaperKind>,
    /// Side that owes it.
    pub owed_by: Option<OwedBy>,
    /// `true` for received papers, `false` for the others.
    pub received: Option<bool>,
    /// `true` for late papers, `false` for the others.
    pub overdue: Option<bool>,
    /// State of the due date: a day, only words for one, or nothing.
    pub due: Option<KnownDue>,
    /// Lateness of what is awaited and has a due date.
    pub lateness: Option<Lateness>,
    pub needs_review: Option<bool>,
    /// `true` for papers with a published copy, `false` for the others.
    pub published: Option<bool>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_to: Option<NaiveDate>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur in the title or the owner.
    pub q: Option<String>,
}

type Boxed = papers::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    papers::table.filter(papers::area.eq(scope.area.clone())).into_boxed()
}

/// Returns the paper, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &PaperId) -> Result<Option<Paper>, ApiError> {
    Ok(visible(scope).filter(papers::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &PaperFilter, today: NaiveDate, limits: Option<(Limits, Lateness)>) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, papers {
        area = area,
        meeting_id = meeting,
        kind in kind,
        owed_by = owed_by,
        needs_review = needs_review,
        due_on >= due_from,
        due_on <= due_to,
        updated_at since modified_since,
    });
    query = match filter.received {
        Some(true) => query.filter(papers::received_on.is_not_null()),
        Some(false) => query.filter(papers::received_on.is_null()),
        None => query,
    };
    query = match filter.published {
        Some(true) => query.filter(papers::url.is_not_null()),
        Some(false) => query.filter(papers::url.is_null()),
        None => query,
    };
    let cancelled =
        || meetings::table.filter(meetings::id.eq(papers::meeting_id)).filter(meetings::status.eq(MeetingStatus::Cancelled));
    query = match filter.overdue {
        Some(true) => query
            .filter(papers::due_on.lt(today))
            .filter(papers::received_on.is_null())
            .filter(papers::url.is_null())
            .filter(not(exists(cancelled()))),
        Some(false) => {
            let on_time = papers::due_on.is_null().or(papers::due_on.ge(today).assume_not_null());
            let has_come = papers::received_on.is_not_null().or(papers::url.is_not_null());
            query.filter(on_time.or(has_come).or(exists(cancelled())))
        }
        None => query,
    };
    by_known_due!(query, filter, papers);
    let is_owed = papers::received_on.is_null().and(papers::url.is_null()).and(not(exists(cancelled())));
    by_lateness!(query, limits, papers, is_owed);
    search!(query, filter, papers::title, papers::owner);
    query
}

/// Returns one page of the papers in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &PaperFilter,
    window: &Window<PaperSort>,
    today: NaiveDate,
) -> Result<Page<Paper>, ApiError> {
    let limits = lateness::asked(conn, &scope.area, today, filter.lateness)?;
    PaperSort::page(conn, window, || filtered(scope, filter, today, limits))
}
