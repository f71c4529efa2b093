//! What a caller sends about data points, and its checks. No I/O.

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
