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
    /// What is happening with a claim of progress.
    ProgressClaimStatus {
        Asserted = "asserted",
        Verified = "verified",
        /// It was checked and does not hold, or was never said like this.
        Refuted = "refuted",
    }
);

/// The most that a figure can say.
const MOST: i32 = 10_000;

/// A figure as it was said: "all but one" is `{"remaining": 1}`, of a number that is not named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"remaining": 1}))]
pub struct Figure {
    /// How many are done, 0 to 10,000.
    pub done: Option<i32>,
    /// How many are not.
    pub remaining: Option<i32>,
    /// Of how many; only when it was said.
    pub of: Option<i32>,
}

impl Figure {
    /// Whether it says a number at all.
    pub const fn is_said(self) -> bool {
        self.done.is_some() || self.remaining.is_some()
    }
}

/// Who said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Asserter {
    /// Absent when the record names only the capacity.
    pub name: Option<String>,
    /// Absent when the record names only the person.
    #[schema(example = "CC")]
    pub capacity: Option<String>,
}

/// How somebody read a figure that could be read in several ways.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Resolution {
    /// Of how many.
    #[schema(example = 17)]
    pub of: i32,
    pub reason: String,
    pub resolved_by: String,
    #[schema(example = "2019-02-06")]
    pub resolved_on: NaiveDate,
}

/// One way to read a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reading {
    /// Of how many.
    #[schema(example = 12)]
    pub of: i32,
    #[schema(example = 11)]
    pub done: i32,
    #[schema(example = 1)]
    pub open: i32,
    /// Recommendations of the set that the claim says nothing of in this reading.
    #[schema(example = 5)]
    pub unclaimed: i32,
}

/// How far a set is, as far as it can be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Progress {
    /// Said to be done. While ambiguous: what holds in every reading.
    #[schema(example = 11)]
    pub done: Option<i32>,
    /// Said to be open. While ambiguous: what holds in every reading. One that was not accepted is neither done nor open.
    #[schema(example = 1)]
    pub open: Option<i32>,
    /// What is known of neither; `null` when nobody knows how many there are.
    #[schema(example = 5)]
    pub unknown: Option<i32>,
    /// The latest figure can be read in several ways, or of no known number: see its claim.
    pub ambiguous: bool,
    /// Nothing is said to be done that the PCC has not verified; so also where nothing is.
    pub verified: bool,
    /// The day of the claim that this comes from; `null` when it comes from the recommendations listed, as they are now.
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

/// Claim progress, or record what was said of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Every recommendation but one is complete.", "asserted_by": {"capacity": "CC"},
    "asserted_on": "2019-01-30", "figure": {"remaining": 1}}))]
pub struct AssertProgress {
    /// What was said, in the words it was said in.
    pub text: String,
    /// Who said it. The office has to name them; without it the force speaks for itself.
    pub asserted_by: Option<Asserter>,
    /// The day it was said; today without it.
    #[serde(default, deserialize_with = "optional_day")]
    pub asserted_on: Option<NaiveDate>,
    /// The question it was an answer to.
    pub question_id: Option<QuestionId>,
    /// The response it is part of, once that is submitted.
    pub response_id: Option<ResponseId>,
    /// The meeting it was said at.
    pub meeting_id: Option<MeetingId>,
    /// The number that was said, if there was one.
    #[serde(default)]
    pub figure: Figure,
}

/// Settle of how many a figure was said.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"of": 17, "reason": "The force has confirmed that it meant both batches."}))]
pub struct ResolveProgress {
    /// One of the numbers in `readings`.
    pub of: i32,
    pub reason: String,
}

impl Check for AssertProgress {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        if let Some(who) = &mut self.asserted_by {
            who.name = faults.optional_line("/asserted_by/name", who.name.as_deref());
            who.capacity = faults.optional_line("/asserted_by/capacity", who.capacity.as_deref());
            if who.name.is_none() && who.capacity.is_none() {
                faults.add("/asserted_by", "name the person, the capacity, or both");
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
        faults.add("/figure/of", "needs done or remaining beside it");
    }
    if figure.done.is_some_and(|done| done > of) {
        faults.add("/figure/done", format!("is more than the {of} it is counted of"));
    } else if figure.remaining.is_some_and(|remaining| remaining > of) {
        faults.add("/figure/remaining", format!("is more than the {of} it is counted of"));
    } else if let (Some(done), Some(remaining)) = (figure.done, figure.remaining)
        && i64::from(done) + i64::from(remaining) != i64::from(of)
    {
        faults.add("/figure", "done and remaining do not add up to of");
    }
}

impl Check for ResolveProgress {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}
