//! Responses to reports as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::{day, optional_day};
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

id_type!(
    /// The id of a response to a report.
    ReportResponseId
);

text_enum!(
    /// The status of a response to a report.
    ReportResponseStatus {
        Draft = "draft",
        Completed = "completed",
    }
);

text_enum!(
    /// The acts on a response; `allowed_acts` lists them in this order.
    ReportResponseAct {
        Edit = "edit",
        Delete = "delete",
        NoteSent = "note-sent",
        Complete = "complete",
    }
);

/// A recipient of the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    #[schema(example = "The Secretary of State")]
    pub name: String,
    /// Day it was sent.
    #[serde(deserialize_with = "day")]
    #[schema(example = "2019-03-29")]
    pub sent_on: NaiveDate,
}

/// A response as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::report_responses, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct ReportResponse {
    pub id: ReportResponseId,
    pub area: String,
    pub set_id: RecommendationSetId,
    pub text: String,
    pub sent_to: JsonText<Vec<Recipient>>,
    pub status: ReportResponseStatus,
    pub completed_on: Option<NaiveDate>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// A new response to a report.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The body welcomes the report and has asked for progress each quarter."}))]
pub struct DraftReportResponse {
    pub text: String,
}

merge_patch!(
    /// Change the draft of a response to a report (JSON Merge Patch): absent members stay.
    EditReportResponse of DraftReportResponse, such as {"text": "The body welcomes the report and will ask for progress each quarter."};
    ReportResponse {
        edited: text;
        not in the draft: id, area, set_id, sent_to, status, completed_on, created_by, created_at, updated_at, version;
    }
);

/// New recipients of the response, in addition to those already recorded.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"sent_to": [{"name": "The Secretary of State", "sent_on": "2019-03-29"}]}))]
pub struct NoteSent {
    /// Recipients, 1 to 100.
    pub sent_to: Vec<Recipient>,
}

/// The completion of the response.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"completed_on": "2019-03-29"}))]
pub struct CompleteReportResponse {
    /// Day the body completed it; the default is today. It is published with an edition.
    #[serde(default, deserialize_with = "optional_day")]
    pub completed_on: Option<NaiveDate>,
}

impl Check for CompleteReportResponse {}

impl Check for DraftReportResponse {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self
    }
}

impl Check for NoteSent {
    fn check(mut self, faults: &mut Faults) -> Self {
        if self.sent_to.is_empty() {
            faults.add("/sent_to", "must contain at least one recipient");
        }
        faults.at_most("/sent_to", self.sent_to.len(), ITEMS);
        for (index, one) in self.sent_to.iter_mut().take(ITEMS).enumerate() {
            one.name = faults.line(&format!("/sent_to/{index}/name"), &one.name);
        }
        self
    }
}
