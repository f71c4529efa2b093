//! The day on which something happened, which may be recorded much later. Lateness goes by that day; the audit trail says when it was
//! recorded and by whom. Pure.

use chrono::NaiveDate;

use crate::foundation::error::{ApiError, FieldError};

/// A day that an event follows, and what it is the day of.
pub type Follows = Option<(NaiveDate, &'static str)>;

/// Returns the fault in the day of an event: it is in the future, or before what the event follows.
pub fn fault(on: NaiveDate, follows: Follows, today: NaiveDate) -> Option<String> {
    if on > today {
        return Some("must not be in the future".to_owned());
    }
    follows.filter(|(day, _)| on < *day).map(|(day, what)| format!("must be on or after {day}, {what}"))
}

/// Returns the day of an event as it is given at `pointer`, otherwise today.
pub fn day(today: NaiveDate, pointer: &str, on: Option<NaiveDate>, follows: Follows) -> Result<NaiveDate, ApiError> {
    let Some(on) = on else { return Ok(today) };
    match fault(on, follows, today) {
        Some(detail) => Err(ApiError::Invalid(vec![FieldError::new(pointer, detail)])),
        None => Ok(on),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_past_and_after_what_it_follows() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let (today, set) = (day("2023-01-10"), Some((day("2022-11-30"), "the day it was set")));
        for (on, follows, want) in [
            ("2022-12-12", set, None),
            ("2022-11-30", set, None),
            ("2023-01-10", set, None),
            ("2022-11-29", set, Some("must be on or after 2022-11-30, the day it was set")),
            ("1999-12-31", None, None),
            ("2023-01-11", None, Some("must not be in the future")),
            ("2023-01-11", set, Some("must not be in the future")),
        ] {
            assert_eq!(fault(day(on), follows, today).as_deref(), want, "{on}");
        }
    }

    #[test]
    fn without_a_day_it_is_today() {
        let day_of = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let today = day_of("2023-01-10");
        assert!(matches!(day(today, "/on", None, Some((day_of("2023-02-01"), "the day it was set"))), Ok(on) if on == today));
        assert!(matches!(day(today, "/on", Some(day_of("2022-12-12")), None), Ok(on) if on == day_of("2022-12-12")));
        assert!(day(today, "/on", Some(day_of("2023-01-11")), None).is_err());
    }
}
