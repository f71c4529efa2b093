//! Decisions about escalations. Pure.

use chrono::NaiveDate;

use super::model::Escalation;
use crate::foundation::error::Refusal;

/// Facts that decide whether a record can be escalated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Escalating {
    /// True when it is awaited and the day it was due has passed.
    pub overdue: bool,
    /// True when an escalation stands.
    pub escalated: bool,
}

impl Escalating {
    /// Decides whether the record can be taken to a higher step: what is in time gives no reason to. It may be taken to several.
    pub const fn may_escalate(self) -> Result<(), Refusal> {
        if self.overdue { Ok(()) } else { Err(Refusal::WrongState("only what is awaited and overdue can be escalated")) }
    }

    /// Decides whether there is an escalation to take back, whatever became of the record.
    pub const fn may_take_back(self) -> Result<(), Refusal> {
        if self.escalated { Ok(()) } else { Err(Refusal::WrongState("there is no escalation to take back")) }
    }
}

/// Returns the day of the last escalation that stands.
pub fn standing(all: &[Escalation]) -> Option<NaiveDate> {
    all.iter().rev().find(|one| one.taken_back.is_none()).map(|one| one.escalated_on)
}

/// Returns the fault in the day of an escalation, for something that was due on `due_on`.
pub fn day_fault(on: NaiveDate, due_on: Option<NaiveDate>, before: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    if on > today {
        return Some("must not be in the future".to_owned());
    }
    if let Some(due) = due_on.filter(|due| on <= *due) {
        return Some(format!("must be after the day it was due, {due}"));
    }
    before.filter(|before| on < *before).map(|before| format!("must be on or after the escalation before it, {before}"))
}

#[cfg(test)]
mod tests {
    use super::super::model::EscalationStep;
    use super::*;
    use crate::record::model::TakenBack;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn only_what_is_overdue_is_escalated_and_only_what_stands_is_taken_back() {
        for (overdue, escalated) in [(false, false), (false, true), (true, false), (true, true)] {
            let one = Escalating { overdue, escalated };
            assert_eq!((one.may_escalate().is_ok(), one.may_take_back().is_ok()), (overdue, escalated));
        }
    }

    #[test]
    fn the_last_that_stands() {
        let one = |on: &str, back: bool| Escalation {
            to: EscalationStep::Hmicfrs,
            name: None,
            reason: "R".into(),
            escalated_on: day(on),
            escalated_by: "A".into(),
            capacity: None,
            taken_back: back.then(|| TakenBack { on: day("2019-06-01"), reason: "R".into() }),
        };
        for (all, want) in [
            (vec![], None),
            (vec![one("2019-05-01", false)], Some("2019-05-01")),
            (vec![one("2019-05-01", false), one("2019-05-20", false)], Some("2019-05-20")),
            (vec![one("2019-05-01", false), one("2019-05-20", true)], Some("2019-05-01")),
            (vec![one("2019-05-01", true)], None),
        ] {
            assert_eq!(standing(&all), want.map(day));
        }
    }

    #[test]
    fn days_of_an_escalation() {
        let due = Some(day("2019-02-13"));
        for (on, before, want) in [
            ("2019-02-13", None, Some("must be after the day it was due, 2019-02-13")),
            ("2019-02-14", None, None),
            ("2019-03-01", None, None),
            ("2019-03-02", None, Some("must not be in the future")),
            ("2019-02-20", Some("2019-02-21"), Some("must be on or after the escalation before it, 2019-02-21")),
            ("2019-02-21", Some("2019-02-21"), None),
        ] {
            assert_eq!(day_fault(day(on), due, before.map(day), day("2019-03-01")).as_deref(), want, "{on}");
        }
    }
}
