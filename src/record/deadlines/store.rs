//! All SQL about ledgers and bank holidays. Decides nothing.

use chrono::{Datelike, NaiveDate};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{BankHoliday, Calendar, DeadlineEntry, SubjectKind};
use super::rules::HolidayChange;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{areas, bank_holidays, deadline_entries, meetings};
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::record::meetings::model::MeetingStatus;

/// Returns the ledger of a record, oldest entry first.
pub fn entries(conn: &mut AnyConnection, area: &str, kind: SubjectKind, id: &str) -> Result<Vec<DeadlineEntry>, ApiError> {
    Ok(deadline_entries::table
        .filter(deadline_entries::area.eq(area))
        .filter(deadline_entries::subject_kind.eq(kind))
        .filter(deadline_entries::subject_id.eq(id))
        .order(deadline_entries::sequence.asc())
        .load(conn)?)
}

/// Adds an entry.
pub fn insert(conn: &mut AnyConnection, entry: &DeadlineEntry) -> Result<(), ApiError> {
    diesel::insert_into(deadline_entries::table).values(entry).execute(conn)?;
    Ok(())
}

/// Returns the records of an area whose ledgers count working days.
pub fn counted_in_working_days(conn: &mut AnyConnection, area: &str) -> Result<Vec<(SubjectKind, String)>, ApiError> {
    Ok(deadline_entries::table
        .filter(deadline_entries::area.eq(area))
        .filter(deadline_entries::counts_working_days)
        .select((deadline_entries::subject_kind, deadline_entries::subject_id))
        .distinct()
        .order(deadline_entries::subject_id.asc())
        .load(conn)?)
}

/// Returns the day of the first scheduled meeting of the area after `day`.
pub fn next_meeting(conn: &mut AnyConnection, area: &str, day: NaiveDate) -> Result<Option<NaiveDate>, ApiError> {
    Ok(meetings::table
        .filter(meetings::area.eq(area))
        .filter(meetings::held_on.gt(day))
        .filter(meetings::status.eq(MeetingStatus::Scheduled))
        .filter(meetings::held_in.is_null())
        .order((meetings::held_on.asc(), meetings::id.asc()))
        .select(meetings::held_on)
        .first(conn)
        .optional()?)
}

/// Returns the slugs of all areas.
pub fn areas(conn: &mut AnyConnection) -> Result<Vec<String>, ApiError> {
    Ok(areas::table.select(areas::slug).order(areas::slug.asc()).load(conn)?)
}

/// Returns every bank holiday, in order.
pub fn holidays(conn: &mut AnyConnection) -> Result<Vec<BankHoliday>, ApiError> {
    Ok(bank_holidays::table.order(bank_holidays::id.asc()).load(conn)?)
}

/// Returns the bank holidays for counting working days.
pub fn calendar(conn: &mut AnyConnection) -> Result<Calendar, ApiError> {
    Ok(Calendar::new(holidays(conn)?.into_iter().map(|holiday| (holiday.day, holiday.title))))
}

/// Stores a change of the bank holidays.
pub fn change_holidays(conn: &mut AnyConnection, change: &HolidayChange) -> Result<(), ApiError> {
    for holiday in change.removed.iter().chain(&change.renamed) {
        diesel::delete(bank_holidays::table.filter(bank_holidays::id.eq(&holiday.id))).execute(conn)?;
    }
    for holiday in change.added.iter().chain(&change.renamed) {
        diesel::insert_into(bank_holidays::table).values(holiday).execute(conn)?;
    }
    Ok(())
}

list_orders!(
    /// The sort keys of the list of bank holidays.
    HolidaySort of BankHoliday in bank_holidays {
        Day = "day" by id,
    }
);

/// Filters of the list of bank holidays; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HolidayFilter {
    /// On or after this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// On or before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
}

type Boxed = bank_holidays::BoxedQuery<'static, MultiBackend>;

fn filtered(filter: &HolidayFilter) -> Boxed {
    let mut query = bank_holidays::table.into_boxed();
    narrow!(query, filter, bank_holidays {
        day >= from,
        day <= to,
    });
    query
}

/// Returns one page of the bank holidays, by date: the id is the date.
pub fn list(
    conn: &mut AnyConnection,
    filter: &HolidayFilter,
    window: &Window<HolidaySort>,
) -> Result<Page<BankHoliday>, ApiError> {
    HolidaySort::page(conn, window, || filtered(filter))
}

/// Returns the bank holidays of one year, or all.
pub fn of_year(conn: &mut AnyConnection, year: Option<i32>) -> Result<Vec<BankHoliday>, ApiError> {
    let mut all = holidays(conn)?;
    all.retain(|holiday| year.is_none_or(|year| holiday.day.year() == year));
    Ok(all)
}
