//! Deadlines as data: rules, ledger entries, bank holidays, and the inputs of callers. No I/O.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::{Role, UserId};
pub use crate::foundation::dates::YEARS;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults};

text_enum!(
    /// State of a due date.
    KnownDue {
        Day = "day",
        /// Words, and no day: they are unclear or impossible, the next meeting is not known, or the clock is stopped.
        Words = "words",
        Nothing = "none",
    }
);

id_type!(
    /// The id of an entry in the ledger of a deadline.
    EntryId
);

text_enum!(
    /// The kind of record that a deadline belongs to.
    SubjectKind {
        Question = "question",
        Action = "action",
    }
);

text_enum!(
    /// The kind of an entry in the ledger of a deadline.
    EntryKind {
        /// Sets the date by a rule.
        Start = "start",
        /// Stops the clock on its day.
        Pause = "pause",
        /// Restarts the clock on its day.
        Resume = "resume",
        /// Moves the date to a later one.
        Extend = "extend",
        /// Takes back the last extension that stands.
        TakeBack = "take_back",
    }
);

text_enum!(
    /// The acts on a deadline that is set.
    DeadlineAct {
        Pause = "pause",
        Resume = "resume",
        Extend = "extend",
        TakeBackExtension = "take-back-extension",
    }
);

text_enum!(
    /// A day of the week.
    WeekDay {
        Monday = "monday",
        Tuesday = "tuesday",
        Wednesday = "wednesday",
        Thursday = "thursday",
        Friday = "friday",
        Saturday = "saturday",
        Sunday = "sunday",
    }
);

text_enum!(
    /// The kinds of rule.
    RuleKind {
        FixedDate = "fixed_date",
        CalendarDays = "calendar_days",
        WorkingDays = "working_days",
        Weeks = "weeks",
        Months = "months",
        EndOfMonth = "end_of_month",
        EndOfNamedMonth = "end_of_named_month",
        DayOfYear = "day_of_year",
        Weekday = "weekday",
        NextMeeting = "next_meeting",
        /// Police Act 1996 s.55.
        Section55 = "section_55",
    }
);

/// The rule for calculating a due date from the start of a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields, try_from = "GivenRule")]
#[schema(example = json!({"kind": "weeks", "weeks": 2}))]
pub enum Rule {
    /// On this day.
    #[schema(title = "FixedDateRule")]
    FixedDate { date: NaiveDate },
    /// A number of days after the start, 1 to 3660.
    #[schema(title = "CalendarDaysRule")]
    CalendarDays {
        #[schema(minimum = 1, maximum = 3660)]
        days: u16,
    },
    /// A number of working days after the start, 1 to 1000: not Saturdays, Sundays or bank holidays of England and Wales.
    #[schema(title = "WorkingDaysRule")]
    WorkingDays {
        #[schema(minimum = 1, maximum = 1000)]
        days: u16,
    },
    /// A number of weeks after the start, 1 to 520.
    #[schema(title = "WeeksRule")]
    Weeks {
        #[schema(minimum = 1, maximum = 520)]
        weeks: u16,
    },
    /// A number of months after the start, 1 to 120: the same day of the month, or the last day if it has no such day.
    #[schema(title = "MonthsRule")]
    Months {
        #[schema(minimum = 1, maximum = 120)]
        months: u16,
    },
    /// The last day of the month of the start, or of a later one: 0 to 120 months ahead.
    #[schema(title = "EndOfMonthRule")]
    EndOfMonth {
        #[serde(default)]
        #[schema(minimum = 0, maximum = 120)]
        months_ahead: u16,
    },
    /// The last day of a month, 1 to 12; without a year the next such day on or after the start.
    #[schema(title = "EndOfNamedMonthRule")]
    EndOfNamedMonth {
        #[schema(minimum = 1, maximum = 12)]
        month: u8,
        #[schema(minimum = 1800, maximum = 2199)]
        year: Option<i32>,
    },
    /// A day of the year; the next such day on or after the start.
    #[schema(title = "DayOfYearRule")]
    DayOfYear {
        #[schema(minimum = 1, maximum = 12)]
        month: u8,
        #[schema(minimum = 1, maximum = 31)]
        day: u8,
    },
    /// The first such day after the start.
    #[schema(title = "WeekdayRule")]
    Weekday { weekday: WeekDay },
    /// The day of the body's next scheduled meeting after the start.
    #[schema(title = "NextMeetingRule")]
    NextMeeting {},
    /// Police Act 1996 s.55: 56 days beginning with the start, which is the day of publication. Cannot be paused or moved.
    #[schema(title = "Section55Rule")]
    #[serde(rename = "section_55")]
    Section55 {},
}

/// One entry in the ledger of a deadline. Entries are never changed.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::deadline_entries, treat_none_as_default_value = false)]
pub struct DeadlineEntry {
    pub id: EntryId,
    pub area: String,
    pub subject_kind: SubjectKind,
    pub subject_id: String,
    /// Number from 1, without gaps, in the order of writing.
    pub sequence: i32,
    pub kind: EntryKind,
    /// Day from which it counts.
    pub day: NaiveDate,
    /// Rule, for a start or an extension.
    pub rule: Option<JsonText<Rule>>,
    /// Day of the next meeting as known at the time; none when no meeting was scheduled.
    pub next_meeting: Option<NaiveDate>,
    /// Words that the rule was parsed from.
    pub source_text: Option<String>,
    pub reason: Option<String>,
    /// True when bank holidays affect the result.
    pub counts_working_days: bool,
    /// Result of the ledger including this entry.
    pub due_on: Option<NaiveDate>,
    pub actor_id: Option<UserId>,
    pub actor_name: String,
    pub actor_role: Role,
    pub at: NaiveDateTime,
    /// Capacity of the actor at the time.
    pub actor_capacity: Option<String>,
}

/// A bank holiday of England and Wales.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::bank_holidays)]
pub struct BankHoliday {
    /// The date as ISO 8601 text.
    pub id: String,
    pub day: NaiveDate,
    pub title: String,
    /// Note such as "Substitute day"; may be empty.
    pub notes: String,
}

/// A bank holiday that was excluded from the count of working days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SkippedHoliday {
    #[schema(example = "2019-04-19")]
    pub day: NaiveDate,
    #[schema(example = "Good Friday")]
    pub title: String,
}

/// The bank holidays of whole years, for counting working days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, String>,
}

impl Calendar {
    /// Creates the calendar from every day from the first year to the last.
    pub fn new(days: impl IntoIterator<Item = (NaiveDate, String)>) -> Self {
        Self { days: days.into_iter().collect() }
    }

    /// Returns the title of a bank holiday.
    pub fn title(&self, day: NaiveDate) -> Option<&str> {
        self.days.get(&day).map(String::as_str)
    }

    /// Returns the first and the last year whose bank holidays are known.
    pub fn years(&self) -> Option<(i32, i32)> {
        Some((self.days.first_key_value()?.0.year(), self.days.last_key_value()?.0.year()))
    }
}

/// A date from a caller: a day, the words of a note, or a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub due_on: Option<NaiveDate>,
    pub due_text: Option<String>,
    pub due_rule: Option<Rule>,
}

impl Wanted {
    /// True when no date is given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks the words and the numbers, and that there is only one date.
    pub fn check(&mut self, faults: &mut Faults) {
        self.due_text = faults.optional_line("/due_text", self.due_text.as_deref());
        if self.due_on.is_some() && self.due_rule.is_some() {
            faults.add("/due_rule", "must be absent with due_on: give one of them");
        }
        if let Some(fault) = self.due_rule.as_ref().and_then(Rule::fault) {
            faults.add("/due_rule", fault);
        }
    }
}

/// A pause, a resumption or an extension of a deadline, or the taking back of an extension that was made by mistake.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "extend", "due_text": "by the end of March", "reason": "The review it waits for ends in March."}))]
pub struct ChangeDeadline {
    pub kind: DeadlineAct,
    pub reason: String,
    /// Day of the decision; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
    /// New date, with `extend`.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Words to parse the new date from, counted from `on`, with `extend`. With `due_on` as well, the words of the record for
    /// that date.
    pub due_text: Option<String>,
    /// Rule counted from `on`, with `extend`, in place of `due_on`.
    pub due_rule: Option<Rule>,
}

impl Check for ChangeDeadline {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        let mut wanted = self.wanted();
        wanted.check(faults);
        match (self.kind, wanted.is_empty()) {
            (DeadlineAct::Extend, true) => faults.add("/due_on", "is required with extend, unless due_text or due_rule is given"),
            (DeadlineAct::Pause | DeadlineAct::Resume | DeadlineAct::TakeBackExtension, false) => {
                faults.add("/kind", "must be extend if a date is given: remove the date or use extend");
            }
            (DeadlineAct::Extend, false) | (DeadlineAct::Pause | DeadlineAct::Resume | DeadlineAct::TakeBackExtension, true) => {}
        }
        self.due_text = wanted.due_text;
        self
    }
}

impl ChangeDeadline {
    /// Returns the requested date.
    pub fn wanted(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.clone() }
    }
}

impl Rule {
    /// Returns the fault in its numbers, if any.
    pub fn fault(&self) -> Option<&'static str> {
        let good = match self {
            Self::CalendarDays { days } => (1..=3660).contains(days),
            Self::WorkingDays { days } => (1..=1000).contains(days),
            Self::Weeks { weeks } => (1..=520).contains(weeks),
            Self::Months { months } => (1..=120).contains(months),
            Self::EndOfMonth { months_ahead } => *months_ahead <= 120,
            Self::EndOfNamedMonth { month, year } => (1..=12).contains(month) && year.is_none_or(|year| YEARS.contains(&year)),
            // In a leap year, so that 29 February is valid.
            Self::DayOfYear { month, day } => NaiveDate::from_ymd_opt(2020, (*month).into(), (*day).into()).is_some(),
            Self::FixedDate { .. } | Self::Weekday { .. } | Self::NextMeeting {} | Self::Section55 {} => true,
        };
        if good {
            None
        } else {
            Some("has a number out of range: use days up to 3660, working days up to 1000, weeks up to 520, months up to 120")
        }
    }

    /// True when bank holidays affect the result.
    pub fn counts_working_days(&self) -> bool {
        matches!(self, Self::WorkingDays { .. })
    }
}

/// An extension of the due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Extension {
    /// Day of the decision.
    #[schema(example = "2019-02-11")]
    pub on: NaiveDate,
    /// Previous date; null when there was none.
    pub from: Option<NaiveDate>,
    #[schema(example = "2019-03-31")]
    pub due_on: Option<NaiveDate>,
    pub rule: Rule,
    pub reason: Option<String>,
    pub source_text: Option<String>,
}

/// A due date and its explanation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explanation {
    /// Last day on time; null while the clock is stopped, or when there is no date: see `without_date`.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    /// First day on which it is late.
    #[schema(example = "2019-02-14")]
    pub late_from: Option<NaiveDate>,
    /// Initial rule.
    pub rule: Option<Rule>,
    /// Start day.
    #[schema(example = "2019-01-30")]
    pub start: Option<NaiveDate>,
    /// Number of calendar days from the start to the due date.
    #[schema(example = 14)]
    pub days: Option<i64>,
    /// Bank holidays excluded from the count of working days.
    pub holidays_skipped: Vec<SkippedHoliday>,
    /// Number of calendar days of finished pauses.
    #[schema(example = 0)]
    pub paused_days: i64,
    /// Day since which the clock is stopped.
    pub paused_since: Option<NaiveDate>,
    pub extensions: Vec<Extension>,
    /// Words that the date was parsed from.
    #[schema(example = "within two weeks")]
    pub source_text: Option<String>,
    /// Reason for the first date, when it follows from a standing period of the body.
    #[schema(example = "standing period for direct questions")]
    pub reason: Option<String>,
    /// Reason there is no date.
    pub without_date: Option<String>,
}

// A tagged enumeration could not name the member of a fault: serde reads its members only after the tag, without their places.
/// The members of all kinds of rule.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenRule {
    pub kind: Option<RuleKind>,
    #[serde(default, deserialize_with = "optional_day")]
    pub date: Option<NaiveDate>,
    pub days: Option<u16>,
    pub weeks: Option<u16>,
    pub months: Option<u16>,
    pub months_ahead: Option<u16>,
    pub month: Option<u8>,
    pub year: Option<i32>,
    pub day: Option<u8>,
    pub weekday: Option<WeekDay>,
}

impl TryFrom<GivenRule> for Rule {
    type Error = String;

    fn try_from(mut given: GivenRule) -> Result<Self, String> {
        let Some(kind) = given.kind.take() else {
            let kinds: Vec<&str> = RuleKind::ALL.iter().map(|kind| kind.as_str()).collect();
            return Err(format!("kind is missing: add it, one of {}", kinds.join(", ")));
        };
        let needs = |member: &str| format!("a rule of kind {kind} needs {member}: add it");
        let rule = match kind {
            RuleKind::FixedDate => Self::FixedDate { date: given.date.take().ok_or_else(|| needs("date"))? },
            RuleKind::CalendarDays => Self::CalendarDays { days: given.days.take().ok_or_else(|| needs("days"))? },
            RuleKind::WorkingDays => Self::WorkingDays { days: given.days.take().ok_or_else(|| needs("days"))? },
            RuleKind::Weeks => Self::Weeks { weeks: given.weeks.take().ok_or_else(|| needs("weeks"))? },
            RuleKind::Months => Self::Months { months: given.months.take().ok_or_else(|| needs("months"))? },
            RuleKind::EndOfMonth => Self::EndOfMonth { months_ahead: given.months_ahead.take().unwrap_or_default() },
            RuleKind::EndOfNamedMonth => {
                Self::EndOfNamedMonth { month: given.month.take().ok_or_else(|| needs("month"))?, year: given.year.take() }
            }
            RuleKind::DayOfYear => Self::DayOfYear {
                month: given.month.take().ok_or_else(|| needs("month"))?,
                day: given.day.take().ok_or_else(|| needs("day"))?,
            },
            RuleKind::Weekday => Self::Weekday { weekday: given.weekday.take().ok_or_else(|| needs("weekday"))? },
            RuleKind::NextMeeting => Self::NextMeeting {},
            RuleKind::Section55 => Self::Section55 {},
        };
        match given.left_over() {
            None => Ok(rule),
            Some(member) => Err(format!("{member} is not a member of a rule of kind {kind}: remove it")),
        }
    }
}

impl GivenRule {
    /// Returns a member that the rule does not use.
    pub fn left_over(&self) -> Option<&'static str> {
        let members = [
            ("date", self.date.is_some()),
            ("days", self.days.is_some()),
            ("weeks", self.weeks.is_some()),
            ("months", self.months.is_some()),
            ("months_ahead", self.months_ahead.is_some()),
            ("month", self.month.is_some()),
            ("year", self.year.is_some()),
            ("day", self.day.is_some()),
            ("weekday", self.weekday.is_some()),
        ];
        members.into_iter().find(|(_, is_there)| *is_there).map(|(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::input::{Tree, read};

    #[test]
    fn rules_and_their_faults() {
        for (text, want) in [
            (r#"{"kind": "weeks", "weeks": 2}"#, r#"{"kind":"weeks","weeks":2}"#),
            (r#"{"kind": "fixed_date", "date": "2019-01-30"}"#, r#"{"kind":"fixed_date","date":"2019-01-30"}"#),
            (r#"{"kind": "end_of_month"}"#, r#"{"kind":"end_of_month","months_ahead":0}"#),
            (
                r#"{"kind": "end_of_named_month", "month": 3, "year": null}"#,
                r#"{"kind":"end_of_named_month","month":3,"year":null}"#,
            ),
            (r#"{"kind": "section_55"}"#, r#"{"kind":"section_55"}"#),
            (r#"{"kind": "weeks"}"#, ": a rule of kind weeks needs weeks: add it"),
            (r#"{"kind": "weeks", "days": 2, "weeks": 2}"#, ": days is not a member of a rule of kind weeks: remove it"),
            (
                r#"{"kind": "weeks", "weeks": "two"}"#,
                "/weeks: is a text: send a whole number from 0 to 65535, without quotation marks",
            ),
            (
                r#"{"kind": "fixed_date", "date": "30 January"}"#,
                "/date: \"30 January\" is not valid: send a day as YYYY-MM-DD, such as 2027-01-31",
            ),
            (
                r#"{"kind": "week", "weeks": 2}"#,
                "/kind: \"week\" is not valid: send one of fixed_date, calendar_days, working_days, weeks, months, end_of_month, end_of_named_month, day_of_year, weekday, next_meeting, section_55; did you mean weeks?",
            ),
            (r#"{"kind": "weeks", "week": 2}"#, "/week: is not known here: did you mean weeks?"),
            (r#"["weeks", 2]"#, ": is a list: send an object, in braces"),
        ] {
            let got = match read::<Rule>(Tree::json(text.as_bytes()).expect("JSON")) {
                Ok(rule) => {
                    let stored = serde_json::to_string(&rule).expect("JSON");
                    assert_eq!(serde_json::from_str::<Rule>(&stored).expect("a rule"), rule);
                    stored
                }
                Err(fault) => format!("{}: {fault}", fault.pointer()),
            };
            assert_eq!(got, want, "{text}");
        }
    }
}
