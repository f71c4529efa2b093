//! Time and ids. Everything that needs either gets it here, so that tests can fix them.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SubsecRound, Utc};

/// A clock with a resolution of one microsecond.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Fixed(Arc<RwLock<DateTime<Utc>>>),
}

impl Clock {
    /// Returns the machine's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Returns a clock that stays at `at` until it is set, for tests.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Source::Fixed(Arc::new(RwLock::new(at.trunc_subsecs(6)))))
    }

    /// Sets a fixed clock; has no effect on the system clock.
    pub fn set(&self, at: DateTime<Utc>) {
        match &self.0 {
            Source::System => {}
            Source::Fixed(now) => *now.write().unwrap_or_else(PoisonError::into_inner) = at.trunc_subsecs(6),
        }
    }

    /// Returns the current time in UTC, rounded to microseconds as both databases store it.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.0 {
            Source::System => Utc::now().trunc_subsecs(6),
            Source::Fixed(now) => *now.read().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

/// Returns the calendar day in Europe/London at an instant: deadlines change day at midnight in London.
pub fn london_day(at: NaiveDateTime) -> NaiveDate {
    let utc = at.and_utc();
    let zoned = jiff::Timestamp::from_microsecond(utc.timestamp_micros())
        .and_then(|instant| instant.in_tz("Europe/London"))
        .map(|zoned| zoned.date());
    match zoned {
        Ok(day) => NaiveDate::from_ymd_opt(day.year().into(), day.month().unsigned_abs().into(), day.day().unsigned_abs().into())
            .unwrap_or(utc.date_naive()),
        // The zone is compiled in and the instant is in range, so this cannot happen. The UTC day is the closest answer.
        Err(_) => utc.date_naive(),
    }
}

/// Returns the instant, in UTC, at which a day begins in Europe/London.
pub fn london_midnight(day: NaiveDate) -> NaiveDateTime {
    let utc = day.and_time(chrono::NaiveTime::MIN);
    let date = || {
        let (month, number) = (i8::try_from(day.month()).ok()?, i8::try_from(day.day()).ok()?);
        jiff::civil::Date::new(i16::try_from(day.year()).ok()?, month, number).ok()
    };
    let begins = date().and_then(|date| date.in_tz("Europe/London").ok());
    // The zone is compiled in and the day is in range, so this cannot happen. UTC midnight is the closest answer.
    begins
        .and_then(|begins| DateTime::from_timestamp_micros(begins.timestamp().as_microsecond()))
        .map_or(utc, |at| at.naive_utc())
}

/// Generates ids: UUIDv7 (RFC 9562), in order of creation within a process.
#[derive(Clone, Default)]
pub struct Ids;

impl Ids {
    /// Returns a new id as lower-case hyphenated text.
    #[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
    pub fn next(&self) -> String {
        uuid::Uuid::now_v7().hyphenated().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_turn_over_at_londons_midnight() {
        for (utc, day) in [
            ("2019-01-30T23:59:59", "2019-01-30"),
            ("2019-03-30T23:59:59", "2019-03-30"),
            ("2019-03-31T00:59:59", "2019-03-31"),
            ("2019-03-31T23:00:00", "2019-04-01"),
            ("2019-07-01T22:59:59", "2019-07-01"),
            ("2019-07-01T23:00:00", "2019-07-02"),
            ("2019-10-26T23:30:00", "2019-10-27"),
            ("2019-10-27T23:30:00", "2019-10-27"),
        ] {
            let at: NaiveDateTime = utc.parse().expect(utc);
            assert_eq!(london_day(at).to_string(), day, "{utc}");
        }
    }

    #[test]
    fn days_begin_at_londons_midnight() {
        for (day, utc) in [
            ("2019-01-30", "2019-01-30T00:00:00"),
            ("2019-03-31", "2019-03-31T00:00:00"),
            ("2019-04-01", "2019-03-31T23:00:00"),
            ("2019-10-27", "2019-10-26T23:00:00"),
            ("2019-10-28", "2019-10-28T00:00:00"),
        ] {
            let day: NaiveDate = day.parse().expect(day);
            assert_eq!(london_midnight(day), utc.parse().expect(utc), "{day}");
            assert_eq!(london_day(london_midnight(day)), day);
        }
    }

    #[test]
    fn a_fixed_clock_stands_still() {
        let clock = Clock::fixed("2019-01-30T10:00:00Z".parse().expect("an instant"));
        assert_eq!(clock.now(), clock.now());
        clock.set("2019-01-30T10:00:01Z".parse().expect("an instant"));
        assert_eq!(clock.now().to_string(), "2019-01-30 10:00:01 UTC");
    }
}
