//! Answer periods as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;
use crate::record::deadlines::model::Rule;

text_enum!(
    /// The acts on the answer periods of a body; `allowed_acts` lists them in this order.
    AnswerPeriodsAct {
        Edit = "edit",
    }
);

text_enum!(
    /// The way in which the days of a period are counted.
    Counting {
        /// Not Saturdays, Sundays or bank holidays of England and Wales.
        Working = "working",
        Calendar = "calendar",
    }
);

/// The longest period, in either counting.
const LONGEST: u16 = 366;

/// A number of days, counted from the day after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"days": 10, "counting": "working"}))]
pub struct Period {
    #[schema(minimum = 1, maximum = 366)]
    pub days: u16,
    pub counting: Counting,
}

impl Period {
    /// Returns the rule of a deadline after this period.
    pub fn rule(self) -> Rule {
        match self.counting {
            Counting::Working => Rule::WorkingDays { days: self.days },
            Counting::Calendar => Rule::CalendarDays { days: self.days },
        }
    }
}

/// The answer periods of an area as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::answer_periods, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct AnswerPeriods {
    /// The slug of the area.
    pub id: String,
    pub area: String,
    pub direct: JsonText<Option<Period>>,
    pub request: JsonText<Option<Period>>,
    pub challenge: JsonText<Option<Period>>,
    pub public: JsonText<Option<Period>>,
    pub urgent: JsonText<Option<Period>>,
    pub very_late: JsonText<Option<Period>>,
    /// First day on which questions that are put get a period.
    pub applies_from: Option<NaiveDate>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    /// 0 while the body has set none.
    pub version: i32,
}

impl AnswerPeriods {
    /// Returns the periods of a body that has set none: nothing.
    pub fn unset(area: &str) -> Result<Self, ApiError> {
        let none = JsonText::new(&None)?;
        Ok(Self {
            id: area.to_owned(),
            area: area.to_owned(),
            direct: none.clone(),
            request: none.clone(),
            challenge: none.clone(),
            public: none.clone(),
            urgent: none.clone(),
            very_late: none,
            applies_from: None,
            created_at: NaiveDateTime::default(),
            updated_at: NaiveDateTime::default(),
            version: 0,
        })
    }

    /// Returns the periods for answers.
    pub fn given(&self) -> Result<StandingPeriods, ApiError> {
        Ok(StandingPeriods {
            direct: self.direct.get()?,
            request: self.request.get()?,
            challenge: self.challenge.get()?,
            public: self.public.get()?,
            urgent: self.urgent.get()?,
        })
    }

    /// Returns whether a question that is put on `day` gets a period: what was put before the body set them does not.
    pub fn applies_on(&self, day: NaiveDate) -> bool {
        self.applies_from.is_some_and(|from| from <= day)
    }
}

/// The periods for answers, by the form of the question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StandingPeriods {
    pub direct: Option<Period>,
    pub request: Option<Period>,
    pub challenge: Option<Period>,
    pub public: Option<Period>,
    pub urgent: Option<Period>,
}

/// The answer periods that can be edited; each is `null` for none.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenPeriods {
    /// Period for direct questions.
    pub direct: Option<Period>,
    /// Period for requests.
    pub request: Option<Period>,
    /// Period for challenges, which are put at the meeting.
    pub challenge: Option<Period>,
    /// Period for questions from the public.
    pub public: Option<Period>,
    /// Period for urgent questions, of any form.
    pub urgent: Option<Period>,
    /// Time after the due date at the end of which anything late is very late.
    pub very_late: Option<Period>,
    /// First day on which questions that are put get a period; at first the day on which the periods were set.
    #[serde(default, deserialize_with = "optional_day")]
    pub applies_from: Option<NaiveDate>,
}

merge_patch!(
    /// Changes to the answer periods of a body (JSON Merge Patch): absent members stay, `null` clears.
    EditAnswerPeriods of GivenPeriods, such as {"direct": {"days": 10, "counting": "working"}};
    AnswerPeriods {
        edited: applies_from;
        as json: direct, request, challenge, public, urgent, very_late;
        not in the draft: id, area, created_at, updated_at, version;
    }
);

impl Check for GivenPeriods {
    fn check(self, faults: &mut Faults) -> Self {
        for (pointer, period) in [
            ("/direct/days", self.direct),
            ("/request/days", self.request),
            ("/challenge/days", self.challenge),
            ("/public/days", self.public),
            ("/urgent/days", self.urgent),
            ("/very_late/days", self.very_late),
        ] {
            if period.is_some_and(|period| !(1..=LONGEST).contains(&period.days)) {
                faults.add(pointer, format!("must be 1 to {LONGEST}"));
            }
        }
        self
    }
}
