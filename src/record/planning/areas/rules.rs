//! Decisions about areas and bodies. Pure.

use chrono::NaiveDate;

use super::model::{Body, BodyAct as Act};
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::actor::{Actor, allowed};
use crate::foundation::error::Refusal;

/// The areas and bodies a caller may see: its own area's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub area: String,
}

/// Returns the scope of `actor`; `store` turns it into a filter in one function for each table.
pub fn scope(actor: &Actor) -> Scope {
    Scope { area: actor.area.clone() }
}

/// Decides whether the caller may write bodies.
pub fn may_write(actor: &Actor) -> Result<(), Refusal> {
    actor.must_be(&[Pcc, Opcc], "only the body manages oversight bodies")
}

/// Decides whether the caller may do `act`.
pub fn decide(act: Act, actor: &Actor) -> Result<(), Refusal> {
    match act {
        Act::Edit => may_write(actor),
    }
}

/// Returns the acts that `actor` may perform on a body.
pub fn allowed_acts(actor: &Actor) -> Vec<Act> {
    allowed(|act| decide(act, actor))
}

/// Returns whether a body's term includes a day; both ends belong to it.
pub fn in_office(valid_from: NaiveDate, valid_to: Option<NaiveDate>, day: NaiveDate) -> bool {
    valid_from <= day && valid_to.is_none_or(|last| day <= last)
}

/// Returns the member that is at fault when the term of a body overlaps that of another.
pub fn end_that_overlaps(from: NaiveDate, other_from: NaiveDate) -> &'static str {
    if from < other_from { "/valid_to" } else { "/valid_from" }
}

/// Returns why a term cannot be, with the address of the body that is in office then.
pub fn overlap(other: &Body) -> String {
    let until = other.valid_to.map_or_else(|| "with no last day".to_owned(), |day| format!("to {day}"));
    format!(
        "two bodies cannot be in office at once, and /v1/bodies/{} ({}) is from {} {until}: end that term first, or choose another day",
        other.id, other.name, other.valid_from
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_that_overlaps() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for (from, other, want) in [
            ("2028-05-08", "2012-11-22", "/valid_from"),
            ("2012-11-22", "2012-11-22", "/valid_from"),
            ("2010-01-01", "2012-11-22", "/valid_to"),
        ] {
            assert_eq!(end_that_overlaps(day(from), day(other)), want, "{from} {other}");
        }
    }

    #[test]
    fn terms_include_both_ends() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let (from, to) = (day("2012-11-22"), Some(day("2028-05-07")));
        for (on, want) in [("2012-11-21", false), ("2012-11-22", true), ("2028-05-07", true), ("2028-05-08", false)] {
            assert_eq!(in_office(from, to, day(on)), want, "{on}");
        }
        assert!(in_office(from, None, day("2099-01-01")));
    }
}
