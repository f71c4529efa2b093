//! Measures as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, ITEMS, patch, present};
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

id_type!(
    /// The id of a measure.
    MeasureId
);

text_enum!(
    /// What kind of unit a measure has.
    UnitKind {
        Count = "count",
        Percent = "percent",
        Money = "money",
        Duration = "duration",
        Other = "other",
    }
);

text_enum!(
    /// Which way is better.
    BetterWhen {
        HigherIsBetter = "higher_is_better",
        LowerIsBetter = "lower_is_better",
        /// A figure that is good or bad only beside others, such as recorded crime.
        Neither = "neither",
    }
);

/// A measure as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::measures, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Measure {
    pub id: MeasureId,
    pub area: String,
    pub name: String,
    pub definition: String,
    pub unit: String,
    pub unit_kind: UnitKind,
    pub direction: BetterWhen,
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: JsonText<Vec<PriorityId>>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Add a measure.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Digital forensics backlog", "definition": "Devices received and not yet examined, at the end of the month.", "unit": "devices", "unit_kind": "count", "direction": "lower_is_better", "priority_ids": []}))]
pub struct AddMeasure {
    pub name: String,
    /// What is counted, where and when; enough for somebody else to count it again.
    pub definition: String,
    /// The unit as it is printed behind a figure ("devices", "%", "working days").
    pub unit: String,
    pub unit_kind: UnitKind,
    pub direction: BetterWhen,
    /// What a share counts, for measures that are one.
    pub numerator: Option<String>,
    /// What a share is a share of; needs a numerator beside it.
    pub denominator: Option<String>,
    pub topic_id: Option<TopicId>,
    /// Priorities of plans that were adopted.
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
}

/// Change a measure (JSON Merge Patch): absent members stay, `null` clears.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"definition": "Devices received and not yet examined, on the last day of the month."}))]
pub struct EditMeasure {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub definition: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unit: Option<String>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub unit_kind: Option<UnitKind>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub direction: Option<BetterWhen>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<Option<TopicId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub priority_ids: Option<Vec<PriorityId>>,
}

impl Check for AddMeasure {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.line("/name", &self.name);
        self.definition = faults.prose("/definition", &self.definition);
        self.unit = faults.line("/unit", &self.unit);
        self.numerator = faults.optional_prose("/numerator", self.numerator.as_deref());
        self.denominator = faults.optional_prose("/denominator", self.denominator.as_deref());
        if self.denominator.is_some() && self.numerator.is_none() {
            faults.add("/numerator", "a denominator needs a numerator beside it");
        }
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        self
    }
}

impl Check for EditMeasure {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = self.name.map(|text| faults.line("/name", &text));
        self.definition = self.definition.map(|text| faults.prose("/definition", &text));
        self.unit = self.unit.map(|text| faults.line("/unit", &text));
        self.numerator = self.numerator.map(|text| faults.optional_prose("/numerator", text.as_deref()));
        self.denominator = self.denominator.map(|text| faults.optional_prose("/denominator", text.as_deref()));
        faults.at_most("/priority_ids", self.priority_ids.as_ref().map_or(0, Vec::len), ITEMS);
        self
    }
}

impl EditMeasure {
    /// The measure that this change makes of `measure`, as if it were added now.
    pub fn apply(self, measure: &Measure) -> Result<AddMeasure, ApiError> {
        AddMeasure {
            name: self.name.unwrap_or_else(|| measure.name.clone()),
            definition: self.definition.unwrap_or_else(|| measure.definition.clone()),
            unit: self.unit.unwrap_or_else(|| measure.unit.clone()),
            unit_kind: self.unit_kind.unwrap_or(measure.unit_kind),
            direction: self.direction.unwrap_or(measure.direction),
            numerator: self.numerator.unwrap_or_else(|| measure.numerator.clone()),
            denominator: self.denominator.unwrap_or_else(|| measure.denominator.clone()),
            topic_id: self.topic_id.unwrap_or_else(|| measure.topic_id.clone()),
            priority_ids: self.priority_ids.map_or_else(|| measure.priority_ids.get(), Ok)?,
        }
        .parse()
    }
}
