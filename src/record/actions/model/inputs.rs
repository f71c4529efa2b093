//! The inputs of callers about actions, each checked by its `parse`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::owners;
use super::owners::{Owner, Sides};
use super::record::{Action, ActionId, OutcomeCheck, Source};
use crate::foundation::dates::{day, optional_day, patch_day, present_day};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, ITEMS, patch, present};
use crate::record::deadlines::model::{ChangeDeadline, DeadlineAct, Wanted};
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::model::OwnerSide;
use crate::record::planning::plans::model::PriorityId;
use crate::record::questions::model::QuestionId;

/// A condition on the action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "It covers the whole cohort."}))]
pub struct Condition {
    pub text: String,
}

/// A new action. Text, owner or date may be missing, as in records, but not both text and owner.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Bring a plan of delivery with dates.", "owner": "CC", "owner_side": "force", "due_on": "2019-02-13", "due_text": "within two weeks"}))]
pub struct SetAction {
    pub text: Option<String>,
    /// A condition on the action: short form of one item of `conditions`.
    pub condition: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
    /// Owner as named in the record ("CC"): short form of one owner by capacity. With `owners`: the words of the record.
    pub owner: Option<String>,
    /// Side of the single `owner`; in `owners` each has its own.
    pub owner_side: Option<OwnerSide>,
    /// Owners, each with a capacity, a name, or both.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Owner>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the record ("within two weeks"). Without `due_on` the date is parsed from them, counted from
    /// the day of the meeting or from today; words that are not understood are only stored.
    pub due_text: Option<String>,
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// Id of the question it arises from; it must have been put.
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    /// Id of the item on the agenda of that meeting under which it was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda_item_id: Option<AgendaItemId>,
    /// Further sources; only records that the force may see too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Day it was first raised, if before the meeting of `meeting_id`.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub raised_on: Option<NaiveDate>,
    /// Words of the record for that day ("August 2018").
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_text: Option<String>,
    /// Reference under which the office keeps it. It gets ours as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<String>,
    /// Colour or label that is reported for its state, as printed ("Amber"). The status does not follow from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rag: Option<String>,
    /// Day of that report; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub rag_on: Option<NaiveDate>,
}

// Not a `merge_patch!` of `SetAction`: the short forms and the lists of conditions and owners say the same thing twice, so a member
// that is absent here is not one that stays.
/// Change an action that is not done (JSON Merge Patch). A due date that is set is moved by `extend` only.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Bring a plan of delivery with dates and an owner for each step."}))]
pub struct EditAction {
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub text: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub conditions: Option<Vec<Condition>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub owner: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub owner_side: Option<Option<OwnerSide>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub owners: Option<Vec<Owner>>,
    #[serde(default, deserialize_with = "present_day", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub due_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub due_text: Option<Option<String>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub priority_ids: Option<Vec<PriorityId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub question_id: Option<Option<QuestionId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<Option<MeetingId>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub agenda_item_id: Option<Option<AgendaItemId>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sources: Option<Vec<Source>>,
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub raised_on: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub raised_text: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub own_reference: Option<Option<String>>,
    /// Colour or label that is reported for its state, as printed.
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub rag: Option<Option<String>>,
    /// Day of that report; with a new `rag` the default is today.
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub rag_on: Option<Option<NaiveDate>>,
}

/// A claim that an action is complete.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"evidence": "The plan was sent to the office on 12 February."}))]
pub struct ClaimAction {
    /// Evidence that it is complete.
    pub evidence: String,
    /// Day of the claim; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Day on which the work was done; the default is that of the claim. Lateness goes by it.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<NaiveDate>,
}

/// A new, later due date of an action.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_on": "2019-03-31", "reason": "The review it waits for ends in March."}))]
pub struct ExtendAction {
    #[serde(deserialize_with = "day")]
    pub due_on: NaiveDate,
    pub reason: String,
    /// Day of the decision; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// An outcome check of an accepted action.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"result": "refuted", "reason": "Follow-up has not become better in three months."}))]
pub struct CheckOutcome {
    /// Result; `refuted` reopens the action.
    pub result: OutcomeCheck,
    pub reason: String,
    /// Day of the check; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// A replacement of an action by another.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"superseded_by": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reason": "The wider review covers it."}))]
pub struct SupersedeAction {
    pub superseded_by: ActionId,
    pub reason: String,
    /// Day on which it was replaced; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// A later meeting that an action is carried forward to.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "note": "The review was not ready."}))]
pub struct CarryActionForward {
    pub meeting_id: MeetingId,
    /// Progress reported there.
    pub note: Option<String>,
}

/// The taking back of a carrying forward to a meeting.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reason": "It was for the meeting after."}))]
pub struct TakeBackCarryForward {
    /// Id of the meeting to which it was carried forward.
    pub meeting_id: MeetingId,
    pub reason: String,
}

/// An update on the progress of an action.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The first draft of the plan is with the deputy."}))]
pub struct AddUpdate {
    pub text: String,
    /// Day on which it was reported; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Person who reported it, if not the caller. Only the body names another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Side of that person; only with `author`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<OwnerSide>,
}

impl Check for SetAction {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.optional_prose("/text", self.text.as_deref());
        self.due_text = faults.optional_line("/due_text", self.due_text.as_deref());
        self.raised_text = faults.optional_line("/raised_text", self.raised_text.as_deref());
        self.own_reference = faults.optional_line("/own_reference", self.own_reference.as_deref());
        self.rag = faults.optional_line("/rag", self.rag.as_deref());
        if self.rag.is_none() && self.rag_on.is_some() {
            faults.add("/rag_on", "is the day of a report: add what was reported as rag");
        }
        if self.agenda_item_id.is_some() && self.meeting_id.is_none() {
            faults.add("/agenda_item_id", "is an item of a meeting: add meeting_id");
        }
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        faults.at_most("/sources", self.sources.len(), ITEMS);
        self.parse_conditions(faults);
        self.parse_owners(faults);
        if self.text.is_none() && self.owner.is_none() {
            faults.add("/text", "is required without an owner: add at least one of them");
        }
        self
    }
}

impl SetAction {
    /// Returns the requested date: a day, words to parse, or both.
    pub fn wanted_date(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: None }
    }

    fn parse_conditions(&mut self, faults: &mut Faults) {
        self.condition = faults.optional_prose("/condition", self.condition.as_deref());
        check_conditions(faults, &mut self.conditions);
        match (&self.condition, self.conditions.first()) {
            (Some(one), Some(first)) if *one != first.text => {
                faults.add("/condition", "must be the first of conditions: omit it or correct it");
            }
            (Some(_), _) => {}
            (None, first) => self.condition = first.map(|first| first.text.clone()),
        }
    }

    fn parse_owners(&mut self, faults: &mut Faults) {
        self.owner = faults.optional_line("/owner", self.owner.as_deref());
        owners::check(faults, &mut self.owners);
        if self.owners.is_empty() {
            return;
        }
        if self.owner_side.is_some() {
            faults.add("/owner_side", "must be given for each owner, in owners");
        }
        self.owner = self.owner.take().or_else(|| owners::in_print(&self.owners));
        self.owner_side = Sides::of(self.owners.iter().map(|owner| owner.side)).only();
    }

    /// True when something is missing that somebody must look into. Nothing is invented for it.
    pub fn needs_review(&self) -> bool {
        self.text.is_none() || self.owner.is_none() || (self.due_on.is_none() && self.due_text.is_none())
    }
}

fn check_conditions(faults: &mut Faults, conditions: &mut [Condition]) {
    faults.at_most("/conditions", conditions.len(), ITEMS);
    for (index, condition) in conditions.iter_mut().enumerate().take(ITEMS) {
        condition.text = faults.prose(&format!("/conditions/{index}/text"), &condition.text);
    }
}

impl Check for EditAction {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = self.text.map(|text| faults.optional_prose("/text", text.as_deref()));
        self.condition = self.condition.map(|text| faults.optional_prose("/condition", text.as_deref()));
        check_conditions(faults, self.conditions.as_deref_mut().unwrap_or_default());
        self.owner = self.owner.map(|text| faults.optional_line("/owner", text.as_deref()));
        owners::check(faults, self.owners.as_deref_mut().unwrap_or_default());
        self.due_text = self.due_text.map(|text| faults.optional_line("/due_text", text.as_deref()));
        self.raised_text = self.raised_text.map(|text| faults.optional_line("/raised_text", text.as_deref()));
        self.own_reference = self.own_reference.map(|text| faults.optional_line("/own_reference", text.as_deref()));
        self.rag = self.rag.map(|text| faults.optional_line("/rag", text.as_deref()));
        faults.at_most("/priority_ids", self.priority_ids.as_ref().map_or(0, Vec::len), ITEMS);
        faults.at_most("/sources", self.sources.as_ref().map_or(0, Vec::len), ITEMS);
        self
    }
}

impl EditAction {
    /// Applies this change to `action`, as if it were set now; its sources only if they are sent.
    pub fn apply(mut self, action: &Action) -> Result<SetAction, ApiError> {
        let kept = action.particulars.get()?;
        let mut faults = Faults::default();
        let (condition, conditions) = self.conditions(action, kept.further_conditions, &mut faults);
        let (owner, owner_side, owners) = self.owners(action, kept.owners, &mut faults);
        faults.finish()?;
        SetAction {
            text: self.text.unwrap_or_else(|| action.text.clone()),
            condition,
            conditions,
            owner,
            owner_side,
            owners,
            due_on: self.due_on.or(action.due_on),
            due_text: self.due_text.unwrap_or_else(|| action.due_text.clone()),
            priority_ids: self.priority_ids.map_or_else(|| action.priority_ids.get(), Ok)?,
            question_id: self.question_id.unwrap_or_else(|| action.question_id.clone()),
            meeting_id: self.meeting_id.unwrap_or_else(|| action.meeting_id.clone()),
            agenda_item_id: self.agenda_item_id.unwrap_or_else(|| action.agenda_item_id.clone()),
            sources: self.sources.unwrap_or_default(),
            raised_on: self.raised_on.unwrap_or(kept.raised_on),
            raised_text: self.raised_text.unwrap_or(kept.raised_text),
            own_reference: self.own_reference.unwrap_or_else(|| action.own_reference.clone()),
            // What is reported now has a day of its own.
            rag_on: self.rag_on.unwrap_or(if self.rag.is_some() { None } else { kept.rag_on }),
            rag: self.rag.unwrap_or(kept.rag),
        }
        .parse()
    }

    /// Replaces all conditions by a list that was sent; the short form must not silently drop items of a list.
    fn conditions(&mut self, action: &Action, further: Vec<String>, faults: &mut Faults) -> (Option<String>, Vec<Condition>) {
        let short = self.condition.take();
        if let Some(conditions) = self.conditions.take() {
            return (short.flatten(), conditions);
        }
        if further.is_empty() {
            return (short.unwrap_or_else(|| action.condition.clone()), Vec::new());
        }
        if short.is_some() {
            faults.add("/condition", "cannot be used, because there are several conditions: send conditions");
        }
        let all = action.condition.clone().into_iter().chain(further);
        (None, all.map(|text| Condition { text }).collect())
    }

    fn owners(
        &mut self,
        action: &Action,
        listed: Vec<Owner>,
        faults: &mut Faults,
    ) -> (Option<String>, Option<OwnerSide>, Vec<Owner>) {
        let (owner, side) = (self.owner.take(), self.owner_side.take());
        if let Some(owners) = self.owners.take() {
            return (owner.flatten(), side.flatten(), owners);
        }
        if listed.is_empty() {
            let owner = owner.unwrap_or_else(|| action.owner.clone());
            return (owner, side.unwrap_or(action.owner_side), Vec::new());
        }
        if owner.is_some() || side.is_some() {
            let place = if owner.is_some() { "/owner" } else { "/owner_side" };
            faults.add(place, "cannot be used, because there is a list of owners: send owners");
        }
        let in_print = owners::in_print(&listed);
        (action.owner.clone().filter(|printed| Some(printed) != in_print.as_ref()), None, listed)
    }
}

impl Check for CarryActionForward {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.note = faults.optional_prose("/note", self.note.as_deref());
        self
    }
}

impl Check for TakeBackCarryForward {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl Check for ClaimAction {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.evidence = faults.prose("/evidence", &self.evidence);
        self
    }
}

impl Check for ExtendAction {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl ExtendAction {
    /// Converts it to a change of the deadline.
    pub fn as_change(&self) -> ChangeDeadline {
        let (kind, reason, due_on) = (DeadlineAct::Extend, self.reason.clone(), Some(self.due_on));
        ChangeDeadline { kind, reason, on: self.on, due_on, due_text: None, due_rule: None }
    }
}

impl Check for CheckOutcome {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl Check for SupersedeAction {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl Check for AddUpdate {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.author = faults.optional_line("/author", self.author.as_deref());
        if self.side.is_some() && self.author.is_none() {
            faults.add("/side", "is the side of the person in author: add author");
        }
        self
    }
}
