//! Decisions about plans. Pure.

use chrono::NaiveDate;

use super::model::PlanStatus;

/// Whether a plan was in force on a day: adopted by then and not superseded before or on it.
pub fn in_force(status: PlanStatus, adopted_on: Option<NaiveDate>, superseded_on: Option<NaiveDate>, day: NaiveDate) -> bool {
    match status {
        PlanStatus::Draft => false,
        PlanStatus::Adopted | PlanStatus::Superseded => {
            adopted_on.is_some_and(|adopted| adopted <= day) && superseded_on.is_none_or(|superseded| day < superseded)
        }
    }
}
