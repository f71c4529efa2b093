//! A published action, and the log of all actions of an area.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::links::PublishedPriorityLink;
use crate::record::actions::model::{ActionId, ActionStatus, OutcomeCheck};
use crate::record::meetings::model::MeetingId;
use crate::record::model::OwnerSide;
use crate::record::questions::model::QuestionId;

/// The record of an edition of the action log: every action of the area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedActionLog {
    /// Day of the log.
    #[schema(example = "2019-02-20")]
    pub as_of: NaiveDate,
    /// Every action of the area, by reference.
    pub actions: Vec<PublishedAction>,
}

/// An action that was set to hold the force or the body to what was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedAction {
    /// Permanent id.
    pub id: ActionId,
    /// Reference that people use.
    #[schema(example = "WM-2019-001")]
    pub reference: Option<String>,
    /// Wording of the action.
    #[schema(example = "Bring the backlog under four weeks.")]
    pub text: Option<String>,
    /// Conditions under which it is to be done.
    pub conditions: Vec<Option<String>>,
    /// Owners of the action.
    pub owners: Vec<PublishedOwner>,
    /// Day it is due.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the source.
    #[schema(example = "in two weeks")]
    pub due_text: Option<String>,
    /// Status of the action.
    pub status: ActionStatus,
    /// Result of the last outcome check: did the action work. `null` until there is one.
    pub outcome_check: Option<OutcomeCheck>,
    /// Day it was set.
    #[schema(example = "2019-01-30")]
    pub set_on: Option<NaiveDate>,
    /// Id of the question that it follows from.
    pub question_id: Option<QuestionId>,
    /// Id of the meeting at which it was set.
    pub meeting_id: Option<MeetingId>,
    /// Priorities that it serves.
    pub priorities: Vec<PublishedPriorityLink>,
    /// Day it was first raised, if before the meeting that set it.
    #[schema(example = "2018-08-29")]
    pub raised_on: Option<NaiveDate>,
    /// That day in the words of the source.
    #[schema(example = "August 2018")]
    pub raised_text: Option<String>,
    /// What shows that it is complete, as last claimed.
    #[schema(example = "The plan was sent on 12 February.")]
    pub evidence: Option<String>,
    /// True when something is missing in the source.
    pub needs_review: bool,
    /// Number of times its due date was moved or set later.
    #[serde(default)]
    #[schema(example = 3)]
    pub times_extended: i32,
    /// Number of times a claim that it is complete was rejected.
    #[serde(default)]
    #[schema(example = 0)]
    pub times_rejected: i32,
    /// Number of times it was reopened after it was accepted as complete.
    #[schema(example = 0)]
    pub times_reopened: i32,
    /// Reason for the status.
    #[schema(example = "The plan has no dates.")]
    pub status_reason: Option<String>,
    /// Id of the action that took its place.
    pub superseded_by_id: Option<ActionId>,
}

/// An owner of an action: a capacity, a person, or a person in a capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedOwner {
    /// Office or post that owns it.
    #[schema(example = "DCC")]
    pub capacity: Option<String>,
    /// Name; `null` when it is not recorded or not published.
    pub name: Option<String>,
    /// Side of the owner; `null` when unknown.
    pub side: Option<OwnerSide>,
}
