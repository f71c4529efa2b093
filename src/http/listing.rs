//! Lists in a store: from its filters and orders to one page.
//!
//! These are macros because the type of a boxed diesel query cannot be written generically over its table, its columns or what it
//! selects. `planning/topics/store.rs` and `questions/store.rs` show them in use.

use std::str::FromStr;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::sql_types::Date;

use super::paging::Position;
use crate::foundation::dates::NEVER;
use crate::foundation::error::{ApiError, FieldError};

/// A value that a list can be sorted by, and its text in a cursor.
pub trait Key {
    /// The value that the database compares; read from the text that [`Key::to_position`] writes.
    type Compared: FromStr;

    /// Writes the key into a cursor.
    fn to_position(&self) -> String;
}

impl Key for NaiveDateTime {
    type Compared = Self;

    fn to_position(&self) -> String {
        self.format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
    }
}

impl Key for NaiveDate {
    type Compared = Self;

    fn to_position(&self) -> String {
        self.to_string()
    }
}

/// A day that may be missing; then it comes last.
impl Key for Option<NaiveDate> {
    type Compared = NaiveDate;

    fn to_position(&self) -> String {
        self.unwrap_or(NEVER).to_position()
    }
}

impl Key for i32 {
    type Compared = Self;

    fn to_position(&self) -> String {
        self.to_string()
    }
}

/// Returns a nullable column of days as it is sorted by: a missing day comes last. The indexes are over this very expression.
pub fn day_or_last(column: &str) -> SqlLiteral<Date> {
    sql(&format!("coalesce({column}, '{NEVER}')"))
}

/// Reads the key of a position; anything else than a key of this order is 400.
pub fn key<K: Key>(position: &Position) -> Result<K::Compared, ApiError> {
    let fault = || {
        ApiError::BadParameters(vec![FieldError::new(
            "/query/cursor",
            "is not a cursor of this list: take it from links.next or links.prev",
        )])
    };
    position.key.parse().map_err(|_| fault())
}

/// Reads the key of a position that was written from a field of a row.
pub fn key_like<R, K: Key>(position: &Position, _: fn(&R) -> &K) -> Result<K::Compared, ApiError> {
    key::<K>(position)
}

/// Declares the orders of a list, and how a page in each of them is read: `Sort::page(conn, window, query)`.
///
/// An order is a name in `sort=` and a column, which is also a field of the row: `id` for the order of creation, `due_on or last`
/// for a day that may be missing. The first is the default.
#[doc(hidden)]
#[macro_export]
macro_rules! __list_orders {
    (
        $(#[$doc:meta])*
        $sort:ident of $row:ident in $table:ident { $($variant:ident = $name:tt by $column:ident $(or $last:ident)?),+ $(,)? }
    ) => {
        $crate::foundation::db::text_enum!($(#[$doc])* $sort { $($variant = $name),+ });

        impl $crate::http::paging::SortKey for $sort {
            const KEYS: &'static [Self] = Self::ALL;
        }

        impl $sort {
            /// Reads one page of the rows of `query`, and counts them when the window asks for it.
            pub fn page(
                conn: &mut $crate::foundation::db::AnyConnection,
                window: &$crate::http::paging::Window<Self>,
                query: impl Fn() -> $table::BoxedQuery<'static, $crate::foundation::db::MultiBackend>,
            ) -> Result<$crate::http::paging::Page<$row>, $crate::foundation::error::ApiError> {
                let total = $crate::http::listing::counted!(conn, window, query());
                let mut page = query();
                let page = match window.sort {
                    $(Self::$variant => $crate::http::listing::list_orders!(@order page, window, $row, $table, $column $($last)?)),+
                };
                let rows: Vec<$row> = page.limit(window.fetch()).load(conn)?;
                Ok(window.page(rows, total, |row| {
                    let key = match window.sort {
                        $(Self::$variant => $crate::http::listing::list_orders!(@key row, $column)),+
                    };
                    $crate::http::paging::Position { key, id: row.id.as_str().to_owned() }
                }))
            }
        }
    };
    (@order $query:ident, $window:ident, $row:ident, $table:ident, id) => {
        $crate::http::listing::keyset!($query, $window, $table::id)
    };
    (@order $query:ident, $window:ident, $row:ident, $table:ident, $column:ident) => {
        $crate::http::listing::keyset!(@key $query, $window, $table::$column, $table::id, |position| {
            $crate::http::listing::key_like(position, |row: &$row| &row.$column)
        })
    };
    (@order $query:ident, $window:ident, $row:ident, $table:ident, $column:ident last) => {{
        let day = $crate::http::listing::day_or_last(concat!(stringify!($table), ".", stringify!($column)));
        $crate::http::listing::keyset!(@key $query, $window, day.clone(), $table::id, |position| {
            $crate::http::listing::key_like(position, |row: &$row| &row.$column)
        })
    }};
    (@key $row:ident, id) => { String::new() };
    (@key $row:ident, $column:ident) => { $crate::http::listing::Key::to_position(&$row.$column) };
}
pub use __list_orders as list_orders;

/// Narrows and orders a boxed query to one page: `keyset!(query, window, column => Type, id_column)`, or without the column for the
/// order of creation.
///
/// The redundant `>=` gives both planners an index range; the rest breaks ties by id.
#[doc(hidden)]
#[macro_export]
macro_rules! __keyset {
    ($query:ident, $window:ident, $column:expr => $key:ty, $id:expr) => {
        $crate::http::listing::keyset!(@key $query, $window, $column, $id, $crate::http::listing::key::<$key>)
    };
    (@key $query:ident, $window:ident, $column:expr, $id:expr, $key:expr) => {{
        if let Some(position) = &$window.position {
            let read = $key;
            let (key, id) = (read(position)?, position.id.clone());
            $query = if $window.ascending() {
                $query.filter($column.ge(key.clone())).filter($column.gt(key).or($id.gt(id)))
            } else {
                $query.filter($column.le(key.clone())).filter($column.lt(key).or($id.lt(id)))
            };
        }
        if $window.ascending() { $query.order(($column.asc(), $id.asc())) } else { $query.order(($column.desc(), $id.desc())) }
    }};
    ($query:ident, $window:ident, $id:expr) => {{
        if let Some(position) = &$window.position {
            let id = position.id.clone();
            $query = if $window.ascending() { $query.filter($id.gt(id)) } else { $query.filter($id.lt(id)) };
        }
        if $window.ascending() { $query.order($id.asc()) } else { $query.order($id.desc()) }
    }};
}
pub use __keyset as keyset;

/// Counts the rows of a query when the page asks for a total: `counted!(conn, window, query)` is `None` otherwise. The database
/// stops one row after the maximum that is reported, however many rows there are.
#[doc(hidden)]
#[macro_export]
macro_rules! __counted {
    ($conn:ident, $window:ident, $query:expr) => {
        if $window.count {
            let one = diesel::dsl::sql::<diesel::sql_types::Integer>("1");
            let rows = $query.select(one).limit($crate::http::paging::MOST_COUNTED + 1);
            Some($crate::foundation::db::CountOf(rows).get_result::<i64>($conn)?)
        } else {
            None
        }
    };
}
pub use __counted as counted;

/// Narrows a boxed query by those filters that are given, each a line `column operator filter`:
///
/// - `=` for a filter of one value, `in` for one that may be repeated, `>=` and `<=` for the ends of a range of days;
/// - `since` for an instant.
#[doc(hidden)]
#[macro_export]
macro_rules! __narrow {
    ($query:ident, $filter:ident, $table:ident { $($column:ident $operator:tt $field:ident),+ $(,)? }) => {
        $($query = $crate::http::listing::narrow!(@by $operator $query, $table::$column, $filter.$field);)+
    };
    (@by = $query:ident, $column:expr, $value:expr) => {
        match &$value {
            Some(value) => $query.filter($column.eq(Clone::clone(value))),
            None => $query,
        }
    };
    (@by in $query:ident, $column:expr, $values:expr) => {
        if $values.is_empty() { $query } else { $query.filter($column.eq_any(Clone::clone(&$values))) }
    };
    (@by >= $query:ident, $column:expr, $day:expr) => {
        match $day {
            Some(day) => $query.filter($column.ge(day)),
            None => $query,
        }
    };
    (@by <= $query:ident, $column:expr, $day:expr) => {
        match $day {
            Some(day) => $query.filter($column.le(day)),
            None => $query,
        }
    };
    (@by since $query:ident, $column:expr, $instant:expr) => {
        match $instant {
            Some(instant) => $query.filter($column.ge(instant.naive_utc())),
            None => $query,
        }
    };
}
pub use __narrow as narrow;

/// Narrows a boxed query to the rows in which every word of `filter.q` occurs in one of the columns.
#[doc(hidden)]
#[macro_export]
macro_rules! __search {
    ($query:ident, $filter:ident, $first:expr $(, $other:expr)* $(,)?) => {
        for word in $crate::foundation::db::terms($filter.q.as_deref().unwrap_or("")) {
            let pattern = $crate::foundation::db::like_pattern(&word);
            let found = $crate::foundation::db::folded_or_null($first.nullable()).like(pattern.clone()).escape('\\');
            $(
                let other = $crate::foundation::db::folded_or_null($other.nullable()).like(pattern.clone()).escape('\\');
                let found = found.or(other);
            )*
            $query = $query.filter(found);
        }
    };
}
pub use __search as search;

#[cfg(test)]
mod tests {
    use super::*;

    fn read_again<K: Key>(key: &K) -> (String, Option<K::Compared>) {
        let text = key.to_position();
        let read = text.parse().ok();
        (text, read)
    }

    #[test]
    fn keys_are_read_as_they_were_written() {
        let day: NaiveDate = "2019-01-30".parse().expect("a day");
        let instant: NaiveDateTime = "2019-01-30T09:00:00.000120".parse().expect("an instant");
        assert_eq!(read_again(&instant), ("2019-01-30T09:00:00.000120".into(), Some(instant)));
        assert_eq!(read_again(&day), ("2019-01-30".into(), Some(day)));
        assert_eq!(read_again(&Some(day)), ("2019-01-30".into(), Some(day)));
        assert_eq!(read_again(&None::<NaiveDate>), ("9999-12-31".into(), Some(NEVER)));
        assert_eq!(read_again(&-3), ("-3".into(), Some(-3)));
    }

    #[test]
    fn another_key_is_no_key() {
        let at = |key: &str| Position { key: key.into(), id: "a".into() };
        assert!(key::<NaiveDateTime>(&at("2019-01-30")).is_err());
        assert!(key::<NaiveDate>(&at("2019-01-30T09:00:00.000000")).is_err());
        assert!(key::<Option<NaiveDate>>(&at("")).is_err());
        assert!(key::<i32>(&at("1.5")).is_err());
    }
}
