//! The two acts, for the slices whose records can be escalated: they load, decide and save; this changes the record.

use chrono::NaiveDate;

use super::model::{Escalate, Escalation};
use super::rules;
use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Faults, ITEMS, Reasoned};
use crate::http::call::Tx;
use crate::record::model::TakenBack;

/// The places of a record that hold its escalations.
pub struct Kept<'a> {
    pub due_on: Option<NaiveDate>,
    pub all: &'a mut JsonText<Vec<Escalation>>,
    pub escalated_on: &'a mut Option<NaiveDate>,
}

impl Kept<'_> {
    fn keep(&mut self, all: &Vec<Escalation>) -> Result<(), ApiError> {
        *self.escalated_on = rules::standing(all);
        *self.all = JsonText::new(all)?;
        Ok(())
    }
}

/// Takes a record to a higher step.
pub fn escalate(tx: &Tx<'_>, mut kept: Kept<'_>, input: &Escalate) -> Result<(), ApiError> {
    let mut all = kept.all.get()?;
    let escalated_on = input.escalated_on.unwrap_or(tx.today);
    let mut faults = Faults::default();
    if let Some(fault) = rules::day_fault(escalated_on, kept.due_on, rules::standing(&all), tx.today) {
        faults.add("/escalated_on", fault);
    }
    faults.finish()?;
    if all.len() >= ITEMS {
        return Err(ApiError::Conflict(format!("there are already {ITEMS} escalations, the maximum")));
    }
    all.push(Escalation {
        to: input.to,
        name: input.name.clone(),
        reason: input.reason.clone(),
        escalated_on,
        escalated_by: tx.actor.name.clone(),
        capacity: tx.actor.capacity.clone(),
        taken_back: None,
    });
    kept.keep(&all)
}

/// Takes back the last escalation that stands.
pub fn take_back(tx: &Tx<'_>, mut kept: Kept<'_>, input: &Reasoned) -> Result<(), ApiError> {
    let mut all = kept.all.get()?;
    if let Some(last) = all.iter_mut().rev().find(|one| one.taken_back.is_none()) {
        last.taken_back = Some(TakenBack { on: tx.today, reason: input.reason.clone() });
    }
    kept.keep(&all)
}
