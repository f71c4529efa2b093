//! The inputs of callers about data points, and their checks. No I/O.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::figure::FigureValue;
use super::model::{Collected, DataPoint, DataPointId};
use crate::foundation::dates::optional_day;
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::evidence::measures::model::MeasureId;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::{ResponseId, Speaker};

/// A new data point. A measure is optional; links must be visible to the caller.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"label": "Backlog of devices", "unit": "devices", "value": {"kind": "range", "low": "865", "high": "893"}, "period_text": "the last three months", "collected": "manual", "said_by": [{"capacity": "ACC"}]}))]
pub struct DraftDataPoint {
    pub measure_id: Option<MeasureId>,
    /// Subject of the figure.
    pub label: String,
    /// Unit of a figure without a measure, or a unit other than the measure's.
    pub unit: Option<String>,
    pub value: FigureValue,
    /// Condition for the figure to come true ("the budget is accepted").
    pub conditional_on: Option<String>,
    /// First day of the period of the figure.
    #[serde(default, deserialize_with = "optional_day")]
    pub period_from: Option<NaiveDate>,
    /// Last day of the period.
    #[serde(default, deserialize_with = "optional_day")]
    pub period_to: Option<NaiveDate>,
    /// Period as printed, if it has no dates.
    pub period_text: Option<String>,
    /// Date of the figure.
    #[serde(default, deserialize_with = "optional_day")]
    pub as_of: Option<NaiveDate>,
    #[serde(default = "unknown")]
    pub collected: Collected,
    /// Caveat to read before using the figure.
    pub caveat: Option<String>,
    /// People who stated it; empty when the record names none.
    #[serde(default)]
    pub said_by: Vec<Speaker>,
    /// Figure in the words of the source.
    pub as_stated: Option<String>,
    /// Id of a question that was put.
    pub question_id: Option<QuestionId>,
    pub response_id: Option<ResponseId>,
    pub meeting_id: Option<MeetingId>,
    pub topic_id: Option<TopicId>,
    /// Ids of priorities of adopted plans.
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// Ids of contradicting figures. They stay as they are, and refer to this one in turn.
    #[serde(default)]
    pub conflicts_with: Vec<DataPointId>,
    /// Id of the figure of your own side that this one corrects, once it is submitted.
    pub supersedes: Option<DataPointId>,
    /// Reason for the correction; required with `supersedes`.
    pub supersede_reason: Option<String>,
}

merge_patch!(
    /// Change a draft data point (JSON Merge Patch, RFC 7396): absent members stay, `null` clears; `value` is replaced as a whole.
    EditDataPoint of DraftDataPoint, such as {"caveat": "Counted by hand at the end of each month."};
    DataPoint {
        edited: measure_id, label, unit, conditional_on, period_from, period_to, period_text, as_of, collected, caveat, as_stated,
            question_id, response_id, meeting_id, topic_id, supersedes, supersede_reason;
        as json: value, said_by, priority_ids;
        stored elsewhere: conflicts_with;
        not in the draft: id, area, side, kind, superseded_by, status, submitted_at, created_by, created_at, updated_at, version;
    }
);

fn unknown() -> Collected {
    Collected::Unknown
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
            faults.add("/period_to", "must be on or after period_from");
        }
        match (&self.supersedes, &self.supersede_reason) {
            (Some(_), None) => faults.add("/supersede_reason", "is required with supersedes: give the reason for the correction"),
            (None, Some(_)) => faults.add("/supersedes", "is required with supersede_reason: add the figure"),
            (Some(_), Some(_)) | (None, None) => {}
        }
        self
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
