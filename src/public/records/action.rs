//! A published action with its history, and the log of all actions of an area.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::deadline::PublishedDeadline;
use super::escalation::PublishedEscalation;
use super::file::PublishedFile;
use super::links::{PublishedLink, PublishedPerson, PublishedTakenBack};
use crate::foundation::db::text_enum;
use crate::record::actions::model::{ActionId, ActionStatus, ClaimVerdict, OutcomeCheck};

text_enum!(
    /// The kind of record that an action came from.
    PublishedSourceKind {
        Question = "question",
        Response = "response",
        Finding = "finding",
        Recommendation = "recommendation",
        Decision = "decision",
        Meeting = "meeting",
        AgendaItem = "agenda_item",
        /// An earlier action that this one continues.
        Action = "action",
    }
);

text_enum!(
    /// The part that a meeting has in the life of an action.
    PublishedStandingKind {
        /// It was first raised, before the meeting that set it.
        Raised = "raised",
        /// The meeting set it.
        Set = "set",
        /// It was carried forward to the meeting.
        CarriedForward = "carried_forward",
    }
);

/// The record of an edition of the action log: every action of the area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedActionLog {
    /// Day of the log.
    #[schema(example = "2019-02-20")]
    pub as_of: NaiveDate,
    /// Every action of the area, by reference.
    pub actions: Vec<PublishedAction>,
}

/// An action that was set to hold the force or the body to what was agreed, with its whole history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedAction {
    /// Permanent id.
    pub id: ActionId,
    /// Reference that people use.
    #[schema(example = "WM-2019-001")]
    pub reference: Option<String>,
    /// Reference under which the office keeps it.
    #[serde(default)]
    #[schema(example = "PAM-22-117")]
    pub own_reference: Option<String>,
    /// Wording of the action.
    #[schema(example = "Bring the backlog under four weeks.")]
    pub text: Option<String>,
    /// Conditions under which it is to be done.
    pub conditions: Vec<Option<String>>,
    /// Owners of the action.
    pub owners: Vec<PublishedPerson>,
    /// Day it is due now.
    #[schema(example = "2019-02-13")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the source, as it was set.
    #[schema(example = "in two weeks")]
    pub due_text: Option<String>,
    /// Due date with every move.
    pub deadline: PublishedDeadline,
    /// Status of the action.
    pub status: ActionStatus,
    /// Reason for the status.
    #[schema(example = "The plan has no dates.")]
    pub status_reason: Option<String>,
    /// Claims that it is complete, oldest first, each with its verdict.
    pub claims: Vec<PublishedClaim>,
    /// Checks of the outcome after it was accepted, oldest first: did the action work.
    pub outcome_checks: Vec<PublishedOutcomeCheck>,
    /// Result of the last outcome check. `null` until there is one.
    pub outcome_check: Option<OutcomeCheck>,
    /// Day on which the work was done, as the claim that stands says; `null` before that, or when it is not known.
    #[serde(default)]
    #[schema(example = "2019-02-12")]
    pub completed_on: Option<NaiveDate>,
    /// Year or month in which it was done, when the source has no more.
    #[serde(default)]
    #[schema(example = "2019-02")]
    pub completed_in: Option<String>,
    /// Day on which it was accepted, closed or superseded; `null` before that, or when it is not known.
    #[serde(default)]
    #[schema(example = "2019-02-20")]
    pub ended_on: Option<NaiveDate>,
    /// Colour or label that was reported for its state, as printed. The status does not follow from it.
    #[serde(default)]
    #[schema(example = "Amber")]
    pub rag: Option<String>,
    /// Day of that report.
    #[serde(default)]
    #[schema(example = "2019-02-06")]
    pub rag_on: Option<NaiveDate>,
    /// Day it was set.
    #[schema(example = "2019-01-30")]
    pub set_on: Option<NaiveDate>,
    /// Day it was first raised, if before the meeting that set it.
    #[schema(example = "2018-08-29")]
    pub raised_on: Option<NaiveDate>,
    /// That day in the words of the source.
    #[schema(example = "August 2018")]
    pub raised_text: Option<String>,
    /// Question that it follows from.
    pub question: Option<PublishedLink>,
    /// Meeting at which it was set.
    pub meeting: Option<PublishedLink>,
    /// Item on the agenda of that meeting under which it was set.
    #[serde(default)]
    pub agenda_item: Option<PublishedLink>,
    /// Records that it came from.
    pub sources: Vec<PublishedSource>,
    /// Meetings in its life: where it was raised and set, and to which it was carried over.
    pub meetings: Vec<PublishedStanding>,
    /// Priorities that it serves.
    pub priorities: Vec<PublishedLink>,
    /// True when something is missing in the source.
    pub needs_review: bool,
    /// Number of times its due date was moved or set later.
    #[schema(example = 3)]
    pub times_extended: i32,
    /// Number of times a claim that it is complete was rejected.
    #[schema(example = 0)]
    pub times_rejected: i32,
    /// Number of times it was reopened after it was accepted as complete.
    #[schema(example = 0)]
    pub times_reopened: i32,
    /// Action that took its place.
    pub superseded_by: Option<PublishedLink>,
    /// Escalations to a higher step while it was overdue, oldest first.
    #[serde(default)]
    pub escalations: Vec<PublishedEscalation>,
    /// Times at which it was opened again after it had ended, oldest first.
    pub reopenings: Vec<PublishedReopening>,
    /// Set when the action was declared void, because it was set in error: then its words are no longer published.
    pub void: Option<PublishedTakenBack>,
    /// Files published with it.
    pub attachments: Vec<PublishedFile>,
}

/// The opening again of an action that had ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedReopening {
    /// Day it was opened again.
    #[schema(example = "2019-02-14")]
    pub on: NaiveDate,
    /// Person who did it.
    pub by: PublishedPerson,
    /// Status in which it was.
    pub from_status: ActionStatus,
    /// Reason it was opened again.
    #[schema(example = "It was accepted by mistake.")]
    pub reason: Option<String>,
}

/// A claim that an action is complete, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedClaim {
    /// Day of the claim.
    #[schema(example = "2019-02-12")]
    pub on: Option<NaiveDate>,
    /// Person who claimed it.
    pub by: PublishedPerson,
    /// Office for which it was claimed, if its holder did not claim it in person.
    #[schema(example = "Chief Constable")]
    pub on_behalf_of: Option<String>,
    /// What shows that it is complete.
    #[schema(example = "The plan was sent on 12 February.")]
    pub evidence: Option<String>,
    /// Verdict of the body; `null` until there is one.
    pub verdict: Option<ClaimVerdict>,
    /// Reason it was rejected.
    #[schema(example = "The plan has no dates.")]
    pub reason: Option<String>,
    /// Day of the verdict.
    #[schema(example = "2019-02-20")]
    pub judged_on: Option<NaiveDate>,
    /// Person who judged it.
    pub judged_by: Option<PublishedPerson>,
    /// Set when its side took it back.
    pub taken_back: Option<PublishedTakenBack>,
}

/// A check of the outcome of an action that was accepted as complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedOutcomeCheck {
    /// Day of the check.
    #[schema(example = "2019-05-20")]
    pub on: NaiveDate,
    /// Person who checked.
    pub by: PublishedPerson,
    /// Result; `refuted` reopens the action.
    pub result: OutcomeCheck,
    /// Reason for the result.
    #[schema(example = "The backlog grew in two of three months.")]
    pub reason: Option<String>,
    /// Set when it was taken back, because it was made by mistake.
    #[serde(default)]
    pub taken_back: Option<PublishedTakenBack>,
}

/// A record that an action came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedSource {
    /// Kind of record.
    pub kind: PublishedSourceKind,
    /// The record.
    pub record: PublishedLink,
}

/// A meeting in the life of an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedStanding {
    /// Part that the meeting has.
    pub kind: PublishedStandingKind,
    /// The meeting; `null` when it is not in the record.
    pub meeting: Option<PublishedLink>,
    /// Day of the meeting.
    #[schema(example = "2019-01-30")]
    pub on: Option<NaiveDate>,
    /// That day in the words of the source.
    #[schema(example = "August 2018")]
    pub text: Option<String>,
    /// Progress that was noted there.
    #[schema(example = "The review was not ready.")]
    pub note: Option<String>,
}
