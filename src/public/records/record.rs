//! The record of an edition of any kind.

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use super::action::PublishedActionLog;
use super::decision::PublishedDecisionRecord;
use super::links::PublishedLink;
use super::meeting::PublishedMeetingRecord;
use super::plan::PublishedPlanRecord;
use super::question::PublishedQuestionRecord;
use super::report::PublishedReportRecord;
use crate::record::meetings::model::MinutesStatus;
use crate::record::published::model::EditionKind;

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

impl PublishedRecord {
    /// The priorities of each question in the record, by the id of the question: what follows from it is found under them too.
    pub fn priorities_of_questions(&self) -> HashMap<String, Vec<String>> {
        let questions = match self {
            Self::Meeting(record) => record.questions.as_slice(),
            Self::Question(record) => std::slice::from_ref(&record.question),
            Self::ActionLog(_) | Self::Decision(_) | Self::Plan(_) | Self::Report(_) => &[],
        };
        let ids = |links: &[PublishedLink]| links.iter().map(|link| link.id.clone()).collect();
        questions.iter().map(|question| (question.id.to_string(), ids(&question.priorities))).collect()
    }

    /// Reads the record of an edition of a kind. Members that this version does not know are passed over.
    pub fn read(kind: EditionKind, record: &Value) -> Result<Self, serde_json::Error> {
        fn parse<T: DeserializeOwned>(record: &Value) -> Result<Box<T>, serde_json::Error> {
            T::deserialize(record).map(Box::new)
        }
        Ok(match kind {
            EditionKind::MeetingRecord => {
                let mut record: Box<PublishedMeetingRecord> = parse(record)?;
                // Documents of before have no such member, and the status of the meeting tells it.
                record.meeting.minutes = record.meeting.minutes.or_else(|| MinutesStatus::of(record.meeting.status));
                Self::Meeting(record)
            }
            EditionKind::Question => Self::Question(parse(record)?),
            EditionKind::ActionLog => Self::ActionLog(*parse(record)?),
            EditionKind::Decision => Self::Decision(parse(record)?),
            EditionKind::Plan => Self::Plan(parse(record)?),
            EditionKind::RecommendationResponse => Self::Report(parse(record)?),
        })
    }
}
