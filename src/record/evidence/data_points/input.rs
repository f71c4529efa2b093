//! What a caller sends about data points, and its checks. No I/O.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::figure::FigureValue;
use super::model::{Collected, DataPoint, DataPointId};
use crate::foundation::dates::{optional_day, patch_day};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, ITEMS, patch, present};
use crate::record::evidence::measures::model::MeasureId;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::{ResponseId, Speaker};

/// Draft a data point. A figure without a measure is kept as well; links must be visible to the caller.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"label": "Backlog of devices", "unit": "devices", "value": {"kind": "range", "low": "865", "high": "893"}, "period_text": "the last three months", "collected": "manual", "said_by": [{"capacity": "ACC"}]}))]
pub struct DraftDataPoint {
    pub measure_id: Option<MeasureId>,
    /// What the figure is of.
    pub label: String,
    /// The unit of a figure without a measure, or the one it was given in where that is another than the measure's.
    pub unit: Option<String>,
    pub value: FigureValue,
    /// What has to happen for the figure to come true ("the budget is accepted").
    pub conditional_on: Option<String>,
    /// The first day of the period the figure is about.
    #[serde(default, deserialize_with = "optional_day")]
    pub period_from: Option<NaiveDate>,
    /// Its last day.
    #[serde(default, deserialize_with = "optional_day")]
    pub period_to: Option<NaiveDate>,
    /// The period as printed, where it has no days.
    pub period_text: Option<String>,
    /// The day the figure was true.
    #[serde(default, deserialize_with = "optional_day")]
    pub as_of: Option<NaiveDate>,
    #[serde(default = "unknown")]
    pub collected: Collected,
    /// What a reader must know before using the figure.
    pub caveat: Option<String>,
    /// Nobody when the record does not say.
    #[serde(default)]
    pub said_by: Vec<Speaker>,
    /// The words as printed.
    pub as_stated: Option<String>,
    /// A question that was put.
    pub question_id: Option<QuestionId>,
    pub response_id: Option<ResponseId>,
    pub meeting_id: Option<MeetingId>,
    pub topic_id: Option<TopicId>,
    /// Priorities of plans that were adopted.
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// Figures that say something else about the same thing. They stay as they are, and name this one in turn.
    #[serde(default)]
    pub conflicts_with: Vec<DataPointId>,
    /// The figure of your own side that this one corrects, once it is submitted.
    pub supersedes: Option<DataPointId>,
    /// Why; needed with `supersedes`.
    pub supersede_reason: Option<String>,
}

fn unknown() -> Collected {
    Collected::Unknown
}

/// Change a draft data point (JSON Merge Patch, RFC 7396): absent members stay, `null` clears; `value` is replaced as a whole.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"caveat": "Counted by hand at the end of each month."}))]
pub struct EditDataPoint {
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub measure_id: Option<Option<MeasureId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub label: Option<String>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub unit: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub value: Option<FigureValue>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub conditional_on: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub period_from: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub period_to: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub period_text: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub collected: Option<Collected>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub caveat: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub said_by: Option<Vec<Speaker>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub as_stated: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub question_id: Option<Option<QuestionId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub response_id: Option<Option<ResponseId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<Option<MeetingId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub topic_id: Option<Option<TopicId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub priority_ids: Option<Vec<PriorityId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub conflicts_with: Option<Vec<DataPointId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Option<DataPointId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub supersede_reason: Option<Option<String>>,
}

impl Check for DraftDataPoint {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.label = faults.line("/label", &self.label);
        self.unit = faults.optional_line("/unit", self.unit.as_deref());
        self.value = self.value.check("/value", faults);
        self.conditional_on = faults.optional_prose("/conditional_on", self.conditional_on.as_deref());
        self.period_text = faults.optional_line("/period_text", self.period_text.as_deref());
        self.caveat = faults.optional_prose("/caveat", self.caveat.as_deref());
        self.said_by = speakers(faults, self.said_by);
        self.as_stated = faults.optional_prose("/as_stated", self.as_stated.as_deref());
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        faults.at_most("/conflicts_with", self.conflicts_with.len(), ITEMS);
        self.supersede_reason = faults.optional_prose("/supersede_reason", self.supersede_reason.as_deref());
        if self.period_from.is_some_and(|from| self.period_to.is_some_and(|to| to < from)) {
            faults.add("/period_to", "is before period_from");
        }
        match (&self.supersedes, &self.supersede_reason) {
            (Some(_), None) => faults.add("/supersede_reason", "say why the earlier figure is corrected"),
            (None, Some(_)) => faults.add("/supersedes", "a reason needs the figure it is about"),
            (Some(_), Some(_)) | (None, None) => {}
        }
        self
    }
}

impl Check for EditDataPoint {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.label = self.label.map(|text| faults.line("/label", &text));
        self.unit = self.unit.map(|text| faults.optional_line("/unit", text.as_deref()));
        self.value = self.value.map(|value| value.check("/value", faults));
        self.conditional_on = self.conditional_on.map(|text| faults.optional_prose("/conditional_on", text.as_deref()));
        self.period_text = self.period_text.map(|text| faults.optional_line("/period_text", text.as_deref()));
        self.caveat = self.caveat.map(|text| faults.optional_prose("/caveat", text.as_deref()));
        self.said_by = self.said_by.map(|said_by| speakers(faults, said_by));
        self.as_stated = self.as_stated.map(|text| faults.optional_prose("/as_stated", text.as_deref()));
        faults.at_most("/priority_ids", self.priority_ids.as_ref().map_or(0, Vec::len), ITEMS);
        faults.at_most("/conflicts_with", self.conflicts_with.as_ref().map_or(0, Vec::len), ITEMS);
        self.supersede_reason = self.supersede_reason.map(|text| faults.optional_prose("/supersede_reason", text.as_deref()));
        self
    }
}

impl EditDataPoint {
    /// The draft that this change makes of `point`, which names `conflicts` now.
    pub fn apply(self, point: &DataPoint, conflicts: Vec<DataPointId>) -> Result<DraftDataPoint, ApiError> {
        DraftDataPoint {
            measure_id: self.measure_id.unwrap_or_else(|| point.measure_id.clone()),
            label: self.label.unwrap_or_else(|| point.label.clone()),
            unit: self.unit.unwrap_or_else(|| point.unit.clone()),
            value: self.value.map_or_else(|| point.value.get().map(FigureValue::carried), Ok)?,
            conditional_on: self.conditional_on.unwrap_or_else(|| point.conditional_on.clone()),
            period_from: self.period_from.unwrap_or(point.period_from),
            period_to: self.period_to.unwrap_or(point.period_to),
            period_text: self.period_text.unwrap_or_else(|| point.period_text.clone()),
            as_of: self.as_of.unwrap_or(point.as_of),
            collected: self.collected.unwrap_or(point.collected),
            caveat: self.caveat.unwrap_or_else(|| point.caveat.clone()),
            said_by: self.said_by.map_or_else(|| point.said_by.get(), Ok)?,
            as_stated: self.as_stated.unwrap_or_else(|| point.as_stated.clone()),
            question_id: self.question_id.unwrap_or_else(|| point.question_id.clone()),
            response_id: self.response_id.unwrap_or_else(|| point.response_id.clone()),
            meeting_id: self.meeting_id.unwrap_or_else(|| point.meeting_id.clone()),
            topic_id: self.topic_id.unwrap_or_else(|| point.topic_id.clone()),
            priority_ids: self.priority_ids.map_or_else(|| point.priority_ids.get(), Ok)?,
            conflicts_with: self.conflicts_with.unwrap_or(conflicts),
            supersedes: self.supersedes.unwrap_or_else(|| point.supersedes.clone()),
            supersede_reason: self.supersede_reason.unwrap_or_else(|| point.supersede_reason.clone()),
        }
        .parse()
    }
}

fn speakers(faults: &mut Faults, speakers: Vec<Speaker>) -> Vec<Speaker> {
    faults.at_most("/said_by", speakers.len(), ITEMS);
    let mut checked = Vec::with_capacity(speakers.len());
    for (index, speaker) in speakers.into_iter().enumerate() {
        let name = faults.optional_line(&format!("/said_by/{index}/name"), speaker.name.as_deref());
        let capacity = faults.line(&format!("/said_by/{index}/capacity"), &speaker.capacity);
        checked.push(Speaker { name, capacity });
    }
    checked
}
