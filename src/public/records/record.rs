//! The record of an edition of any kind.

use serde::Serialize;
use utoipa::ToSchema;

use super::action::PublishedActionLog;
use super::meeting::{PublishedDecisionRecord, PublishedMeetingRecord};
use super::plan::PublishedPlanRecord;
use super::question::PublishedQuestionRecord;
use super::report::PublishedReportRecord;

/// The record of an edition: its members depend on the `kind` of the edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum PublishedRecord {
    /// Of the kind `meeting_record`.
    #[schema(title = "OfMeeting")]
    Meeting(Box<PublishedMeetingRecord>),
    /// Of the kind `question`.
    #[schema(title = "OfQuestion")]
    Question(Box<PublishedQuestionRecord>),
    /// Of the kind `action_log`.
    #[schema(title = "OfActions")]
    ActionLog(PublishedActionLog),
    /// Of the kind `decision`.
    #[schema(title = "OfDecision")]
    Decision(Box<PublishedDecisionRecord>),
    /// Of the kind `plan`.
    #[schema(title = "OfPlan")]
    Plan(Box<PublishedPlanRecord>),
    /// Of the kind `recommendation_response`.
    #[schema(title = "OfReport")]
    Report(Box<PublishedReportRecord>),
}
