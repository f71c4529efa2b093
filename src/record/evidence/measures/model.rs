//! Measures as data. No I/O.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

id_type!(
    /// The id of a measure.
    MeasureId
);

text_enum!(
    /// The acts on a measure; `allowed_acts` lists them in this order.
    MeasureAct {
        Edit = "edit",
        Delete = "delete",
    }
);

text_enum!(
    /// The kind of a measure's unit.
    UnitKind {
        Count = "count",
        Percent = "percent",
        Money = "money",
        Duration = "duration",
        Other = "other",
    }
);

text_enum!(
    /// The desired direction.
    BetterWhen {
        HigherIsBetter = "higher_is_better",
        LowerIsBetter = "lower_is_better",
        /// No direction: the figure is good or bad only in context, such as recorded crime.
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

/// What a figure says of its measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeasureSummary {
    /// Id of the measure.
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
}

impl From<Measure> for MeasureSummary {
    fn from(measure: Measure) -> Self {
        let Measure { id, name, definition, unit, unit_kind, direction, .. } = measure;
        Self { id, name, definition, unit, unit_kind, direction }
    }
}

/// Add a measure.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Digital forensics backlog", "definition": "Devices received and not yet examined, at the end of the month.", "unit": "devices", "unit_kind": "count", "direction": "lower_is_better", "priority_ids": []}))]
pub struct AddMeasure {
    pub name: String,
    /// Definition: what is counted, where and when, in enough detail to repeat the count.
    pub definition: String,
    /// Unit as printed after a figure ("devices", "%", "working days").
    pub unit: String,
    pub unit_kind: UnitKind,
    pub direction: BetterWhen,
    /// Numerator of a share, for measures that are one.
    pub numerator: Option<String>,
    /// Denominator of a share; requires a numerator.
    pub denominator: Option<String>,
    pub topic_id: Option<TopicId>,
    /// Ids of priorities of adopted plans.
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
}

merge_patch!(
    /// Change a measure (JSON Merge Patch): absent members stay, `null` clears.
    EditMeasure of AddMeasure, such as {"definition": "Devices received and not yet examined, on the last day of the month."};
    Measure {
        edited: name, definition, unit, unit_kind, direction, numerator, denominator, topic_id;
        as json: priority_ids;
        not in the draft: id, area, created_at, updated_at, version;
    }
);

impl Check for AddMeasure {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.line("/name", &self.name);
        self.definition = faults.prose("/definition", &self.definition);
        self.unit = faults.line("/unit", &self.unit);
        self.numerator = faults.optional_prose("/numerator", self.numerator.as_deref());
        self.denominator = faults.optional_prose("/denominator", self.denominator.as_deref());
        if self.denominator.is_some() && self.numerator.is_none() {
            faults.add("/numerator", "is required with denominator");
        }
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        self
    }
}
