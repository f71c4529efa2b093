//! Deadlines as data: rules, ledger entries, bank holidays, and what a caller may send. No I/O.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::{Role, UserId};
use crate::foundation::dates::{day, optional_day};
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults};

id_type!(
    /// The id of an entry in the ledger of a deadline.
    EntryId
);

text_enum!(
    /// What kind of record a deadline belongs to.
    SubjectKind {
        Question = "question",
        Action = "action",
    }
);

text_enum!(
    /// What an entry in the ledger of a deadline does.
    EntryKind {
        /// Sets the date by a rule.
        Start = "start",
        /// Stops the clock on its day.
        Pause = "pause",
        /// Lets the clock run again from its day.
        Resume = "resume",
        /// Moves the date to a later one.
        Extend = "extend",
    }
);

text_enum!(
    /// What can be done with a deadline that is set.
    DeadlineAct {
        Pause = "pause",
        Resume = "resume",
        Extend = "extend",
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

/// How a due date follows from the day a deadline starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({"kind": "weeks", "weeks": 2}))]
pub enum Rule {
    /// On this day.
    #[schema(title = "FixedDateRule")]
    FixedDate {
        #[serde(deserialize_with = "day")]
        date: NaiveDate,
    },
    /// So many days after the start, 1 to 3660.
    #[schema(title = "CalendarDaysRule")]
    CalendarDays { days: u16 },
    /// So many working days after the start, 1 to 1000: no Saturday, no Sunday, no bank holiday of England and Wales.
    #[schema(title = "WorkingDaysRule")]
    WorkingDays { days: u16 },
    /// So many weeks after the start, 1 to 520.
    #[schema(title = "WeeksRule")]
    Weeks { weeks: u16 },
    /// So many months after the start, 1 to 120: on the same day of the month, or on its last when it has no such day.
    #[schema(title = "MonthsRule")]
    Months { months: u16 },
    /// The last day of the month of the start, or of a later one: 0 to 120 months ahead.
    #[schema(title = "EndOfMonthRule")]
    EndOfMonth {
        #[serde(default)]
        months_ahead: u16,
    },
    /// The last day of a month, 1 to 12; without a year the next one on or after the start.
    #[schema(title = "EndOfNamedMonthRule")]
    EndOfNamedMonth { month: u8, year: Option<i32> },
    /// A day of the year; the next one on or after the start.
    #[schema(title = "DayOfYearRule")]
    DayOfYear { month: u8, day: u8 },
    /// The first such day after the start.
    #[schema(title = "WeekdayRule")]
    Weekday { weekday: WeekDay },
    /// The day of the body's next scheduled meeting after the start.
    #[schema(title = "NextMeetingRule")]
    NextMeeting {},
    /// Police Act 1996 s.55: 56 days beginning with the start, which is the day of publication. Neither stops nor moves.
    #[schema(title = "Section55Rule")]
    #[serde(rename = "section_55")]
    Section55 {},
}

/// One entry in the ledger of a deadline; entries are only ever added.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::deadline_entries, treat_none_as_default_value = false)]
pub struct DeadlineEntry {
    pub id: EntryId,
    pub area: String,
    pub subject_kind: SubjectKind,
    pub subject_id: String,
    /// From 1, without gaps, in the order they were written.
    pub sequence: i32,
    pub kind: EntryKind,
    /// The day from which it counts.
    pub day: NaiveDate,
    /// Of a start or an extension.
    pub rule: Option<JsonText<Rule>>,
    /// The day that "next meeting" meant when it was said; none when no meeting was known.
    pub next_meeting: Option<NaiveDate>,
    /// The words that the rule was read from.
    pub source_text: Option<String>,
    pub reason: Option<String>,
    /// Whether bank holidays have a part in it.
    pub counts_working_days: bool,
    /// What the ledger came to with this entry.
    pub due_on: Option<NaiveDate>,
    pub actor_id: Option<UserId>,
    pub actor_name: String,
    pub actor_role: Role,
    pub at: NaiveDateTime,
}

/// A bank holiday of England and Wales.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::bank_holidays)]
pub struct BankHoliday {
    /// The day as ISO 8601 text.
    pub id: String,
    pub day: NaiveDate,
    pub title: String,
    /// Such as "Substitute day"; may be empty.
    pub notes: String,
}

/// A bank holiday that the counting of working days has passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SkippedHoliday {
    #[schema(example = "2019-04-19")]
    pub day: NaiveDate,
    #[schema(example = "Good Friday")]
    pub title: String,
}

/// The bank holidays of whole years, as working days are counted around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<NaiveDate, String>,
}

impl Calendar {
    /// Of every day from the first year to the last.
    pub fn new(days: impl IntoIterator<Item = (NaiveDate, String)>) -> Self {
        Self { days: days.into_iter().collect() }
    }

    /// The title of a bank holiday.
    pub fn title(&self, day: NaiveDate) -> Option<&str> {
        self.days.get(&day).map(String::as_str)
    }

    /// The first and the last year whose bank holidays are known.
    pub fn years(&self) -> Option<(i32, i32)> {
        Some((self.days.first_key_value()?.0.year(), self.days.last_key_value()?.0.year()))
    }
}

/// A date as a caller gives it: as a day, as the words of a note, or as a rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub due_on: Option<NaiveDate>,
    pub due_text: Option<String>,
    pub due_rule: Option<Rule>,
}

impl Wanted {
    /// Whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks the words and the numbers, and that there are not two dates.
    pub fn check(&mut self, faults: &mut Faults) {
        self.due_text = faults.optional_line("/due_text", self.due_text.as_deref());
        if self.due_on.is_some() && self.due_rule.is_some() {
            faults.add("/due_rule", "give due_on or due_rule, not both");
        }
        if let Some(fault) = self.due_rule.as_ref().and_then(Rule::fault) {
            faults.add("/due_rule", fault);
        }
    }
}

/// Stop the clock of a deadline, let it run again, or move the date to a later one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "extend", "due_text": "by the end of March", "reason": "The review it waits for ends in March."}))]
pub struct ChangeDeadline {
    pub kind: DeadlineAct,
    pub reason: String,
    /// The day it was decided, when that was before today; today without it.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
    /// With `extend`: the new date.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// With `extend`: the words it is read from, counted from `on`; beside `due_on`, the words the record has for that date.
    pub due_text: Option<String>,
    /// With `extend`: a rule, counted from `on`, in place of `due_on`.
    pub due_rule: Option<Rule>,
}

impl Check for ChangeDeadline {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        let mut wanted = self.wanted();
        wanted.check(faults);
        match (self.kind, wanted.is_empty()) {
            (DeadlineAct::Extend, true) => faults.add("/due_on", "say to when: due_on, due_text or due_rule"),
            (DeadlineAct::Pause | DeadlineAct::Resume, false) => faults.add("/kind", "only extend takes a date"),
            (DeadlineAct::Extend, false) | (DeadlineAct::Pause | DeadlineAct::Resume, true) => {}
        }
        self.due_text = wanted.due_text;
        self
    }
}

impl ChangeDeadline {
    /// The date that is asked for.
    pub fn wanted(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.clone() }
    }
}

impl Rule {
    /// What is wrong with its numbers.
    pub fn fault(&self) -> Option<&'static str> {
        let good = match self {
            Self::CalendarDays { days } => (1..=3660).contains(days),
            Self::WorkingDays { days } => (1..=1000).contains(days),
            Self::Weeks { weeks } => (1..=520).contains(weeks),
            Self::Months { months } => (1..=120).contains(months),
            Self::EndOfMonth { months_ahead } => *months_ahead <= 120,
            Self::EndOfNamedMonth { month, year } => {
                (1..=12).contains(month) && year.is_none_or(|year| (1800..=2199).contains(&year))
            }
            // In a leap year, so that 29 February is one.
            Self::DayOfYear { month, day } => NaiveDate::from_ymd_opt(2020, (*month).into(), (*day).into()).is_some(),
            Self::FixedDate { .. } | Self::Weekday { .. } | Self::NextMeeting {} | Self::Section55 {} => true,
        };
        if good {
            None
        } else {
            Some("has a number that is out of range: days to 3660, working days to 1000, weeks to 520, months to 120")
        }
    }

    /// Whether bank holidays have a part in it.
    pub fn counts_working_days(&self) -> bool {
        matches!(self, Self::WorkingDays { .. })
    }
}

/// A move of the due date to a later one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Extension {
    /// The day it was decided.
    #[schema(example = "2019-02-11")]
    pub on: NaiveDate,
    /// The date before; null when there was none.
    pub from: Option<NaiveDate>,
    #[schema(example = "2019-03-31")]
    pub due_on: Option<NaiveDate>,
    pub rule: Rule,
    pub reason: Option<String>,
    pub source_text: Option<String>,
}

/// A due date and why it is that date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explanation {
    /// The last day on which it is in time; null while the clock is stopped, or when no date can be told: see `without_date`.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    /// The first day on which it is late.
    #[schema(example = "2019-02-14")]
    pub late_from: Option<NaiveDate>,
    /// The rule it started with.
    pub rule: Option<Rule>,
    /// The day it started.
    #[schema(example = "2019-01-30")]
    pub start: Option<NaiveDate>,
    /// Calendar days from the start to the due date.
    #[schema(example = 14)]
    pub days: Option<i64>,
    /// Bank holidays that the counting of working days has passed over.
    pub holidays_skipped: Vec<SkippedHoliday>,
    /// Calendar days on which the clock was stopped, without a pause that has not ended.
    #[schema(example = 0)]
    pub paused_days: i64,
    /// The day since which the clock is stopped.
    pub paused_since: Option<NaiveDate>,
    pub extensions: Vec<Extension>,
    /// The words that the date was read from.
    #[schema(example = "within two weeks")]
    pub source_text: Option<String>,
    /// Why there is no date.
    pub without_date: Option<String>,
}
