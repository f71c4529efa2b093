//! The history of records after the meeting, in the record file: each event with its day.
//!
//! A day that is not known is left out, and stays unknown: nothing gets the day of the import.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::words::{Agreement, AnswerKind, OwedParagraph, OwnerSide};
use crate::foundation::dates::{day, optional_day};
use crate::record::actions::model::SourceKind;

/// An update on an action.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileUpdate)]
#[serde(deny_unknown_fields)]
pub struct Update {
    pub text: String,
    /// Day on which it was reported, if known.
    #[serde(default, deserialize_with = "optional_day")]
    pub on: Option<NaiveDate>,
    /// Person who reported it, as named in the record: `DCC`.
    pub author: Option<String>,
    /// Side of that person; the default is `body`.
    pub side: Option<OwnerSide>,
}

/// A claim that an action is complete which the body rejected.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileRejectedClaim)]
#[serde(deny_unknown_fields)]
pub struct RejectedClaim {
    /// Day of the claim, if known.
    #[serde(default, deserialize_with = "optional_day")]
    pub claimed_on: Option<NaiveDate>,
    pub evidence: Option<String>,
    /// Day on which it was rejected.
    #[serde(deserialize_with = "day")]
    pub judged_on: NaiveDate,
    pub reason: String,
}

/// A record of the file that an action came from, beside its question and its meeting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = RecordFileSource)]
#[serde(deny_unknown_fields)]
pub struct ActionSource {
    pub kind: SourceKind,
    /// Key of the record.
    pub key: String,
}

/// A comment of the force on a finding, or of the chief officer on a report.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileComment)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// Text; omitted only with `no_comment`.
    pub text: Option<String>,
    /// True when the force stated that it has no comment on a finding.
    #[serde(default)]
    pub no_comment: bool,
    /// Agreement of the force with the finding, if it said so: `agree`, `agree_in_part`, `disagree`.
    pub agrees: Option<Agreement>,
    #[serde(deserialize_with = "day")]
    pub made_on: NaiveDate,
    /// Name of the person who made it.
    pub author: Option<String>,
    /// Capacity of that person: `CC`.
    pub capacity: Option<String>,
}

/// An answer to a recommendation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileAnswer)]
#[serde(deny_unknown_fields)]
pub struct RecommendationAnswer {
    pub kind: AnswerKind,
    /// Action taken or proposed, or the reason for none.
    pub text: String,
    #[serde(deserialize_with = "day")]
    pub given_on: NaiveDate,
    /// Person who gave it, as named in the record: `PCC`.
    pub given_by: Option<String>,
    /// Keys of the actions that carry it out.
    #[serde(default)]
    pub actions: Vec<String>,
}

/// The response of the body to a report. With `completed_on` it is complete.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileReportResponse)]
#[serde(deny_unknown_fields)]
pub struct ReportResponse {
    pub text: String,
    #[serde(default, deserialize_with = "optional_day")]
    pub completed_on: Option<NaiveDate>,
    /// Day on which the body published it, with the address.
    #[serde(default, deserialize_with = "optional_day")]
    pub published_on: Option<NaiveDate>,
    /// Address at which it was published, `http` or `https`.
    pub url: Option<String>,
    /// Those to whom it was sent, or a copy of what was published.
    #[serde(default)]
    pub sent_to: Vec<SentTo>,
}

/// A recipient of a response.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileRecipient)]
#[serde(deny_unknown_fields)]
pub struct SentTo {
    /// Kind of recipient, or the name from which it follows: `HMICFRS`, `Secretary of State`.
    pub to: String,
    /// Name of the recipient; the default is `to`.
    pub name: Option<String>,
    /// Day on which it was sent.
    #[serde(alias = "on", deserialize_with = "day")]
    pub sent_on: NaiveDate,
}

/// A publication, outside this service, of something that is owed to the public.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileElsewhere)]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// Paragraph of the register of what is owed; of a decision it is `5(d)`.
    pub duty: Option<OwedParagraph>,
    #[serde(deserialize_with = "day")]
    pub published_on: NaiveDate,
    /// Address, `http` or `https`.
    pub url: String,
    pub note: Option<String>,
}
