//! Data points as stored. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::figure::{FigureKind, FigureValue};
use crate::foundation::actor::{Side, UserId};
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::record::evidence::measures::model::MeasureId;
use crate::record::meetings::model::MeetingId;
use crate::record::model::DataPointStatus;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::questions::responses::model::{ResponseId, Speaker};

id_type!(
    /// The id of a data point.
    DataPointId
);

text_enum!(
    /// The acts on a data point; `allowed_acts` lists them in this order.
    DataPointAct {
        Edit = "edit",
        Delete = "delete",
        Submit = "submit",
        Restrict = "restrict",
        Unrestrict = "unrestrict",
    }
);

text_enum!(
    /// The method of collection.
    Collected {
        /// By a system, as a by-product of its work.
        Automatic = "automatic",
        /// Counted by hand.
        Manual = "manual",
        Estimated = "estimated",
        Unknown = "unknown",
    }
);

/// A data point as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::data_points, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct DataPoint {
    pub id: DataPointId,
    pub area: String,
    pub side: Side,
    pub measure_id: Option<MeasureId>,
    pub label: String,
    pub unit: Option<String>,
    pub kind: FigureKind,
    pub value: JsonText<FigureValue>,
    pub conditional_on: Option<String>,
    pub period_from: Option<NaiveDate>,
    pub period_to: Option<NaiveDate>,
    pub period_text: Option<String>,
    pub as_of: Option<NaiveDate>,
    pub collected: Collected,
    pub caveat: Option<String>,
    pub said_by: JsonText<Vec<Speaker>>,
    pub as_stated: Option<String>,
    pub question_id: Option<QuestionId>,
    pub response_id: Option<ResponseId>,
    pub meeting_id: Option<MeetingId>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: JsonText<Vec<PriorityId>>,
    pub supersedes: Option<DataPointId>,
    pub supersede_reason: Option<String>,
    pub superseded_by: Option<DataPointId>,
    pub status: DataPointStatus,
    pub submitted_at: Option<NaiveDateTime>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}
