//! All SQL about papers. Decides nothing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{exists, not, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{OwedBy, Paper, PaperId, PaperKind};
use super::rules::Scope;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::{AnyConnection, MultiBackend, folded, like_pattern, terms, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{meetings, papers};
use crate::http::paging::{Page, Position, SortKey, Window, counted, keyset};
use crate::record::audit::tracked::tracked;
use crate::record::meetings::model::{MeetingId, MeetingStatus};

tracked!(Paper in papers as "paper");

text_enum!(
    /// The sort keys of the lists of papers.
    PaperSort {
        CreatedAt = "created_at",
        UpdatedAt = "updated_at",
        DueOn = "due_on",
    }
);

impl SortKey for PaperSort {
    const KEYS: &'static [Self] = Self::ALL;
}

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

fn filtered(scope: &Scope, filter: &PaperFilter, today: NaiveDate) -> Boxed {
    let mut query = visible(scope);
    if let Some(area) = &filter.area {
        query = query.filter(papers::area.eq(area.clone()));
    }
    if let Some(meeting) = &filter.meeting {
        query = query.filter(papers::meeting_id.eq(meeting.clone()));
    }
    if !filter.kind.is_empty() {
        query = query.filter(papers::kind.eq_any(filter.kind.clone()));
    }
    if let Some(side) = filter.owed_by {
        query = query.filter(papers::owed_by.eq(side));
    }
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
    by_dates_and_words(query, filter, today)
}

fn by_dates_and_words(mut query: Boxed, filter: &PaperFilter, today: NaiveDate) -> Boxed {
    let cancelled =
        meetings::table.filter(meetings::id.eq(papers::meeting_id)).filter(meetings::status.eq(MeetingStatus::Cancelled));
    query = match filter.overdue {
        Some(true) => {
            let is_owed = papers::received_on.is_null().and(papers::url.is_null()).and(not(exists(cancelled)));
            query.filter(papers::due_on.lt(today)).filter(is_owed)
        }
        Some(false) => {
            let on_time = papers::due_on.is_null().or(papers::due_on.ge(today).assume_not_null());
            let has_come = papers::received_on.is_not_null().or(papers::url.is_not_null());
            query.filter(on_time.or(has_come).or(exists(cancelled)))
        }
        None => query,
    };
    if let Some(day) = filter.due_from {
        query = query.filter(papers::due_on.ge(day));
    }
    if let Some(day) = filter.due_to {
        query = query.filter(papers::due_on.le(day));
    }
    if let Some(instant) = filter.modified_since {
        query = query.filter(papers::updated_at.ge(instant.naive_utc()));
    }
    for word in terms(filter.q.as_deref().unwrap_or("")) {
        let pattern = like_pattern(&word);
        query = query.filter(
            folded(papers::title)
                .like(pattern.clone())
                .escape('\\')
                .or(folded(papers::owner.assume_not_null()).like(pattern).escape('\\')),
        );
    }
    query
}

fn due_key() -> SqlLiteral<Date> {
    sql("coalesce(papers.due_on, '9999-12-31')")
}

/// Returns one page of the papers in `scope` that match `filter`.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &PaperFilter,
    window: &Window<PaperSort>,
    today: NaiveDate,
) -> Result<Page<Paper>, ApiError> {
    let total = counted!(conn, window, filtered(scope, filter, today));
    let mut query = filtered(scope, filter, today);
    let query = match window.sort {
        PaperSort::CreatedAt => keyset!(query, window, papers::id),
        PaperSort::UpdatedAt => keyset!(query, window, papers::updated_at => NaiveDateTime, papers::id),
        PaperSort::DueOn => keyset!(query, window, due_key() => NaiveDate, papers::id),
    };
    let rows: Vec<Paper> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |paper| {
        let key = match window.sort {
            PaperSort::CreatedAt => String::new(),
            PaperSort::UpdatedAt => paper.updated_at.format("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
            PaperSort::DueOn => paper.due_on.map_or_else(|| "9999-12-31".to_owned(), |day| day.to_string()),
        };
        Position { key, id: paper.id.to_string() }
    }))
}
