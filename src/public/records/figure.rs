//! A published figure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::file::PublishedFile;
use super::links::{PublishedLink, PublishedPerson};
use crate::record::evidence::data_points::figure::{Bound, ChangeUnit, Currency, FigureKind, Trend};
use crate::record::evidence::data_points::model::{Collected, DataPointId};
use crate::record::evidence::measures::model::{BetterWhen, MeasureId, UnitKind};

/// A figure given as evidence, as it was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedFigure {
    /// Permanent id.
    pub id: DataPointId,
    /// Subject of the figure.
    #[schema(example = "Devices waiting")]
    pub label: Option<String>,
    /// Measure of which it is a value; `null` for a figure that was given once.
    pub measure: Option<PublishedMeasure>,
    /// Unit of the figure, if it is not that of its measure.
    #[schema(example = "devices")]
    pub unit: Option<String>,
    /// Value as given.
    pub value: PublishedFigureValue,
    /// First day of the period.
    #[schema(example = "2018-12-01")]
    pub period_from: Option<NaiveDate>,
    /// Last day of the period.
    #[schema(example = "2018-12-31")]
    pub period_to: Option<NaiveDate>,
    /// Period in the words of the source.
    #[schema(example = "in December")]
    pub period_text: Option<String>,
    /// Day of a figure at one point in time.
    #[schema(example = "2019-01-30")]
    pub as_of: Option<NaiveDate>,
    /// Method of collection.
    pub collected: Option<Collected>,
    /// Caveat to read before using it.
    #[schema(example = "Counted by hand.")]
    pub caveat: Option<String>,
    /// Condition that it depends on.
    pub conditional_on: Option<String>,
    /// People who stated it.
    pub said_by: Vec<PublishedPerson>,
    /// Figure in the words of the source.
    #[schema(example = "between 865 and 893")]
    pub as_stated: Option<String>,
    /// Topic of the figure.
    pub topic: Option<PublishedLink>,
    /// Priorities that it concerns.
    pub priorities: Vec<PublishedLink>,
    /// Question in answer to which it was given.
    pub question: Option<PublishedLink>,
    /// Meeting at which it was given.
    pub meeting: Option<PublishedLink>,
    /// Figure that it corrects.
    pub supersedes: Option<PublishedLink>,
    /// Reason for the correction.
    #[schema(example = "The first figure left out one site.")]
    pub supersede_reason: Option<String>,
    /// Figure that corrects it.
    pub superseded_by: Option<PublishedLink>,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

/// A measure: what a series of figures counts, and in what unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedMeasure {
    /// Permanent id.
    pub id: MeasureId,
    /// Name of the measure.
    #[schema(example = "Digital forensics backlog")]
    pub name: String,
    /// Definition: what is counted, where and when.
    #[schema(example = "Devices received and not yet examined, at the end of the month.")]
    pub definition: String,
    /// Unit as printed after a figure.
    #[schema(example = "devices")]
    pub unit: String,
    /// Kind of unit.
    pub unit_kind: UnitKind,
    /// Direction that is wanted.
    pub direction: BetterWhen,
    /// Numerator of a share.
    #[schema(example = "Devices examined within four weeks")]
    pub numerator: Option<String>,
    /// Denominator of a share.
    #[schema(example = "Devices received")]
    pub denominator: Option<String>,
}

/// The value of a figure: `kind` determines which of the other members are there. Decimals are texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"kind": "range", "low": "865", "high": "893"}))]
pub struct PublishedFigureValue {
    /// Kind of figure.
    pub kind: FigureKind,
    /// Number of an exact figure or an average.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "52.5")]
    pub value: Option<String>,
    /// Lower end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "865")]
    pub low: Option<String>,
    /// Upper end of a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "893")]
    pub high: Option<String>,
    /// Bound of a fraction or a number: "over a third" and "over 200" are `over`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<Bound>,
    /// Numerator of a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1)]
    pub numerator: Option<i64>,
    /// Denominator of a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 3)]
    pub denominator: Option<i64>,
    /// Direction of a development without a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Trend>,
    /// Amount of a change, negative for a fall.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "-5.5")]
    pub by: Option<String>,
    /// Unit of a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<ChangeUnit>,
    /// Basis of a change, and the comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "time a case, against the year before")]
    pub basis: Option<String>,
    /// Money, in pence.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1_250_000)]
    pub pence: Option<i64>,
    /// Currency of money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Text that fits no other kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "most of them")]
    pub text: Option<String>,
}
