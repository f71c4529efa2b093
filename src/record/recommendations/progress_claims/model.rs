//! Claims of progress as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::{Side, UserId};
use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::record::meetings::model::MeetingId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::ResponseId;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

id_type!(
    /// The id of a claim of progress.
    ProgressClaimId
);

text_enum!(
    /// The status of a claim of progress.
    ProgressClaimStatus {
        Asserted = "asserted",
        Verified = "verified",
        /// It was checked and is false, or was never stated like this.
        Refuted = "refuted",
    }
);

text_enum!(
    /// The acts on a claim; `allowed_acts` lists them in this order.
    ProgressClaimAct {
        Resolve = "resolve",
        Verify = "verify",
        Refute = "refute",
        Reopen = "reopen",
    }
);

/// The maximum number in a figure.
const MOST: i32 = 10_000;

/// A figure as stated: "all but one" is `{"remaining": 1}`, without a total.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"remaining": 1}))]
pub struct Figure {
    /// Number done, 0 to 10,000.
    #[schema(minimum = 0, maximum = 10000)]
    pub done: Option<i32>,
    /// Number not done.
    #[schema(minimum = 0, maximum = 10000)]
    pub remaining: Option<i32>,
    /// Total, if stated.
    #[schema(minimum = 0, maximum = 10000)]
    pub of: Option<i32>,
}

impl Figure {
    /// True when it contains a number.
    pub const fn is_said(self) -> bool {
        self.done.is_some() || self.remaining.is_some()
    }
}

/// The speaker of a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Asserter {
    /// Name; absent when the record has only the capacity.
    pub name: Option<String>,
    /// Capacity; absent when the record has only the name.
    #[schema(example = "CC")]
    pub capacity: Option<String>,
}

/// The resolution of a figure with several readings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resolution {
    /// Total.
    #[schema(example = 17)]
    pub of: i32,
    pub reason: String,
    pub resolved_by: String,
    #[schema(example = "2019-02-06")]
    pub resolved_on: NaiveDate,
}

/// One reading of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reading {
    /// Total.
    #[schema(example = 12)]
    pub of: i32,
    #[schema(example = 11)]
    pub done: i32,
    #[schema(example = 1)]
    pub open: i32,
    /// Number of the set's recommendations that the claim does not cover in this reading.
    #[schema(example = 5)]
    pub unclaimed: i32,
}

/// The progress of a set, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// Number claimed or verified as done; while ambiguous, the number in every reading.
    #[schema(example = 11)]
    pub done: Option<i32>,
    /// Number reported as open; while ambiguous, the number in every reading. One that was not accepted is neither done nor
    /// open.
    #[schema(example = 1)]
    pub open: Option<i32>,
    /// Number with unknown progress; `null` when the total is unknown.
    #[schema(example = 5)]
    pub unknown: Option<i32>,
    /// True when the latest figure has several readings, or no known total: see its claim.
    pub ambiguous: bool,
    /// True when the PCC has verified everything reported as done, or nothing is.
    pub verified: bool,
    /// Day of the claim that this comes from; `null` when it comes from the listed recommendations as they are now.
    #[schema(example = "2019-01-30")]
    pub as_of: Option<NaiveDate>,
}

/// A claim as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::progress_claims, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ProgressClaim {
    pub id: ProgressClaimId,
    pub area: String,
    pub set_id: RecommendationSetId,
    pub side: Side,
    pub text: String,
    pub asserted_by: JsonText<Asserter>,
    pub asserted_on: NaiveDate,
    pub question_id: Option<QuestionId>,
    pub response_id: Option<ResponseId>,
    pub meeting_id: Option<MeetingId>,
    pub figure: JsonText<Figure>,
    pub resolution: JsonText<Option<Resolution>>,
    pub status: ProgressClaimStatus,
    pub status_reason: Option<String>,
    pub recorded_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// A new progress claim, or the record of one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Every recommendation but one is complete.", "asserted_by": {"capacity": "CC"},
    "asserted_on": "2019-01-30", "figure": {"remaining": 1}}))]
pub struct AssertProgress {
    /// The statement in its own words.
    pub text: String,
    /// Speaker. Required from the office; by default the force speaks for itself.
    pub asserted_by: Option<Asserter>,
    /// Day of the statement; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub asserted_on: Option<NaiveDate>,
    /// Id of the question that it answered.
    pub question_id: Option<QuestionId>,
    /// Id of the submitted response that it is part of.
    pub response_id: Option<ResponseId>,
    /// Id of the meeting it was made at.
    pub meeting_id: Option<MeetingId>,
    /// Number stated, if any.
    #[serde(default)]
    pub figure: Figure,
}

/// The resolution of a figure's total.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"of": 17, "reason": "The force has confirmed that it meant both batches."}))]
pub struct ResolveProgress {
    /// Total: one of the numbers in `readings`.
    #[schema(minimum = 0, maximum = 10000)]
    pub of: i32,
    pub reason: String,
}

impl Check for ResolveProgress {
    fn check(mut self, faults: &mut Faults) -> Self {
        if !(0..=MOST).contains(&self.of) {
            faults.add("/of", format!("must be 0 to {MOST}"));
        }
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl Check for AssertProgress {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        if let Some(who) = &mut self.asserted_by {
            who.name = faults.optional_line("/asserted_by/name", who.name.as_deref());
            who.capacity = faults.optional_line("/asserted_by/capacity", who.capacity.as_deref());
            if who.name.is_none() && who.capacity.is_none() {
                faults.add("/asserted_by", "must have a name, a capacity, or both");
            }
        }
        check_figure(faults, self.figure);
        self
    }
}

fn check_figure(faults: &mut Faults, figure: Figure) {
    for (pointer, number) in [("/figure/done", figure.done), ("/figure/remaining", figure.remaining), ("/figure/of", figure.of)] {
        if number.is_some_and(|number| !(0..=MOST).contains(&number)) {
            faults.add(pointer, format!("must be 0 to {MOST}"));
        }
    }
    let Some(of) = figure.of else { return };
    if !figure.is_said() {
        faults.add("/figure/of", "needs done or remaining: add one of them");
    }
    if figure.done.is_some_and(|done| done > of) {
        faults.add("/figure/done", format!("must be at most {of}, the total"));
    } else if figure.remaining.is_some_and(|remaining| remaining > of) {
        faults.add("/figure/remaining", format!("must be at most {of}, the total"));
    } else if let (Some(done), Some(remaining)) = (figure.done, figure.remaining)
        && i64::from(done) + i64::from(remaining) != i64::from(of)
    {
        faults.add("/figure", "done and remaining must add up to of");
    }
}
