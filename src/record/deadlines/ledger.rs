//! The result of a ledger: the due date, and its explanation. Pure.

use chrono::{NaiveDate, TimeDelta};

use super::model::{Calendar, DeadlineEntry, EntryKind, Explanation, Extension, Rule};
use super::rules;
use super::rules::{Clock, Resolved, Unresolved};
use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;

/// An entry as needed for the calculation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub kind: EntryKind,
    pub day: NaiveDate,
    pub rule: Option<Rule>,
    pub next_meeting: Option<NaiveDate>,
    pub source_text: Option<String>,
    pub reason: Option<String>,
}

impl Step {
    /// Converts a stored entry to a step.
    pub fn of(entry: &DeadlineEntry) -> Result<Self, ApiError> {
        Ok(Self {
            kind: entry.kind,
            day: entry.day,
            rule: entry.rule.as_ref().map(JsonText::get).transpose()?,
            next_meeting: entry.next_meeting,
            source_text: entry.source_text.clone(),
            reason: entry.reason.clone(),
        })
    }
}

/// True when any of the steps counts working days, so that the calendar is needed.
pub fn counts_working_days(steps: &[Step]) -> bool {
    steps.iter().any(|step| step.rule.as_ref().is_some_and(Rule::counts_working_days))
}

/// Returns the steps that stand: an extension that was taken back is as if it had never been decided.
fn standing(steps: &[Step]) -> Vec<&Step> {
    let mut standing: Vec<&Step> = Vec::with_capacity(steps.len());
    for step in steps {
        match step.kind {
            EntryKind::Start | EntryKind::Pause | EntryKind::Resume | EntryKind::Extend => standing.push(step),
            EntryKind::TakeBack => {
                if let Some(last) = standing.iter().rposition(|one| one.kind == EntryKind::Extend) {
                    standing.remove(last);
                }
            }
        }
    }
    standing
}

/// True when there is an extension that was not taken back.
pub fn is_extended(steps: &[Step]) -> bool {
    standing(steps).iter().any(|step| step.kind == EntryKind::Extend)
}

/// Returns the state of a ledger's clock; `awaited` is true while the record awaits anything.
pub fn clock(explanation: &Explanation, awaited: bool) -> Clock {
    if !awaited {
        Clock::Over
    } else if matches!(explanation.rule, Some(Rule::Section55 {})) {
        Clock::Statutory
    } else if explanation.paused_since.is_some() {
        Clock::Paused
    } else if explanation.due_on.is_some() {
        Clock::Running
    } else {
        Clock::Undated
    }
}

/// Calculates the result of the steps, in order.
///
/// A start sets the date by its rule, and an extension by its own, counted from the day it was decided. A pause stops the clock
/// on its day, and each day until it is resumed is added: working days where working days are counted, otherwise calendar days.
/// While the clock is stopped there is no date. An extension that was taken back counts for nothing.
pub fn explain(steps: &[Step], calendar: &Calendar) -> Explanation {
    let mut ledger = Ledger { calendar, explanation: Explanation::default(), by_working_days: false, before_pause: None };
    for step in standing(steps) {
        match step.kind {
            EntryKind::Start => ledger.start(step),
            EntryKind::Pause => ledger.pause(step),
            EntryKind::Resume => ledger.resume(step),
            EntryKind::Extend => ledger.extend(step),
            // It stands for nothing by itself.
            EntryKind::TakeBack => {}
        }
    }
    let mut explanation = ledger.explanation;
    explanation.late_from = explanation.due_on.and_then(|due| due.succ_opt());
    explanation.days = explanation.due_on.zip(explanation.start).map(|(due, start)| (due - start).num_days());
    explanation
}

struct Ledger<'a> {
    calendar: &'a Calendar,
    explanation: Explanation,
    /// True when the rule of the current date counts working days.
    by_working_days: bool,
    /// The date at the time the clock was stopped.
    before_pause: Option<NaiveDate>,
}

impl Ledger<'_> {
    fn start(&mut self, step: &Step) {
        self.explanation = Explanation {
            rule: step.rule.clone(),
            start: Some(step.day),
            source_text: step.source_text.clone(),
            reason: step.reason.clone(),
            ..Explanation::default()
        };
        self.apply(step);
    }

    fn extend(&mut self, step: &Step) {
        let from = self.explanation.due_on;
        self.apply(step);
        self.explanation.extensions.extend(step.rule.clone().map(|rule| Extension {
            on: step.day,
            from,
            due_on: self.explanation.due_on,
            rule,
            reason: step.reason.clone(),
            source_text: step.source_text.clone(),
        }));
        // The first date in the ledger, from which days are counted.
        self.explanation.start.get_or_insert(step.day);
    }

    fn apply(&mut self, step: &Step) {
        let Some(rule) = &step.rule else { return };
        self.by_working_days = rule.counts_working_days();
        self.settle(rules::resolve(rule, step.day, self.calendar, step.next_meeting));
    }

    fn settle(&mut self, resolved: Result<Resolved, Unresolved>) {
        match resolved {
            Ok(resolved) => {
                self.explanation.due_on = Some(resolved.due_on);
                self.explanation.holidays_skipped = resolved.holidays_skipped;
                self.explanation.without_date = None;
            }
            Err(unresolved) => {
                self.explanation.due_on = None;
                self.explanation.holidays_skipped = Vec::new();
                self.explanation.without_date = Some(unresolved.sentence());
            }
        }
    }

    fn pause(&mut self, step: &Step) {
        self.before_pause = self.explanation.due_on.take();
        self.explanation.paused_since = Some(step.day);
        self.explanation.without_date = Some(format!("the clock has been stopped since {}", step.day));
    }

    fn resume(&mut self, step: &Step) {
        let Some((paused, due)) = self.explanation.paused_since.take().zip(self.before_pause.take()) else { return };
        let days = (step.day - paused).num_days();
        self.explanation.paused_days += days;
        let mut skipped = std::mem::take(&mut self.explanation.holidays_skipped);
        let resolved = if self.by_working_days {
            rules::working_days_between(paused, step.day, self.calendar)
                .and_then(|lost| rules::working_days_after(due, lost, self.calendar))
        } else {
            let moved = TimeDelta::try_days(days).and_then(|days| due.checked_add_signed(days));
            moved.map(|due_on| Resolved { due_on, holidays_skipped: Vec::new() }).ok_or(Unresolved::OutOfRange)
        };
        self.settle(resolved.map(|mut resolved| {
            skipped.append(&mut resolved.holidays_skipped);
            Resolved { holidays_skipped: skipped, ..resolved }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::deadlines::properties::{day, seeded};

    fn step(kind: EntryKind, on: &str, rule: Option<Rule>) -> Step {
        Step { kind, day: day(on), rule, next_meeting: None, source_text: None, reason: None }
    }

    /// One line per ledger: its entries, and its result.
    #[test]
    fn ledgers() {
        use EntryKind::{Extend, Pause, Resume, Start};
        let weeks = Some(Rule::Weeks { weeks: 2 });
        let working = Some(Rule::WorkingDays { days: 10 });
        let fixed = |text| Some(Rule::FixedDate { date: day(text) });
        let table: Vec<(&str, Vec<Step>)> = vec![
            ("nothing", vec![]),
            ("two weeks", vec![step(Start, "2019-01-30", weeks.clone())]),
            ("stopped", vec![step(Start, "2019-01-30", weeks.clone()), step(Pause, "2019-02-04", None)]),
            (
                "three days given back",
                vec![step(Start, "2019-01-30", weeks.clone()), step(Pause, "2019-02-04", None), step(Resume, "2019-02-07", None)],
            ),
            (
                "stopped and let run on one day",
                vec![step(Start, "2019-01-30", weeks.clone()), step(Pause, "2019-02-04", None), step(Resume, "2019-02-04", None)],
            ),
            (
                "stopped on the last day, in summer time again",
                vec![step(Start, "2019-03-17", weeks.clone()), step(Pause, "2019-03-31", None), step(Resume, "2019-04-01", None)],
            ),
            ("ten working days at Easter", vec![step(Start, "2019-04-10", working.clone())]),
            (
                "a weekend costs no working day",
                vec![
                    step(Start, "2019-04-10", working.clone()),
                    step(Pause, "2019-04-13", None),
                    step(Resume, "2019-04-15", None),
                ],
            ),
            (
                "a week gives five working days back",
                vec![step(Start, "2019-01-30", working), step(Pause, "2019-02-04", None), step(Resume, "2019-02-11", None)],
            ),
            (
                "moved twice",
                vec![
                    step(Start, "2019-01-30", weeks.clone()),
                    step(Extend, "2019-02-11", fixed("2019-03-31")),
                    step(Extend, "2019-03-20", Some(Rule::Months { months: 3 })),
                ],
            ),
            ("next meeting, none known", vec![step(Start, "2019-01-30", Some(Rule::NextMeeting {}))]),
            (
                "a date where there was none",
                vec![step(Start, "2019-01-30", Some(Rule::NextMeeting {})), step(Extend, "2019-02-11", fixed("2019-03-31"))],
            ),
            ("no start", vec![step(Extend, "2019-02-11", weeks)]),
            ("statute", vec![step(Start, "2019-01-30", Some(Rule::Section55 {}))]),
        ];
        let lines: Vec<String> = table.into_iter().map(|(name, steps)| format!("{name}: {}", line(&steps))).collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    /// What was taken back counts as if it had never been decided.
    #[test]
    fn extensions_taken_back() {
        use EntryKind::{Extend, Pause, Resume, Start, TakeBack};
        let weeks = Some(Rule::Weeks { weeks: 2 });
        let begun = |rule| step(Start, "2019-01-30", rule);
        let moved = || step(Extend, "2019-02-11", Some(Rule::FixedDate { date: day("2019-03-31") }));
        let again = || step(Extend, "2019-03-20", Some(Rule::Months { months: 3 }));
        let back = |on| step(TakeBack, on, None);
        let table: Vec<(&str, Vec<Step>)> = vec![
            ("moved and moved back", vec![begun(weeks.clone()), moved(), back("2019-02-12")]),
            ("moved twice, the second move taken back", vec![begun(weeks.clone()), moved(), again(), back("2019-03-21")]),
            (
                "moved twice, both moves taken back",
                vec![begun(weeks.clone()), moved(), again(), back("2019-03-21"), back("2019-03-21")],
            ),
            (
                "a move taken back after a pause of three days, which are given back all the same",
                vec![
                    begun(weeks.clone()),
                    moved(),
                    step(Pause, "2019-02-18", None),
                    step(Resume, "2019-02-21", None),
                    back("2019-02-22"),
                ],
            ),
            ("the only date taken back", vec![begun(Some(Rule::NextMeeting {})), moved(), back("2019-02-12")]),
            ("nothing to take back", vec![begun(weeks.clone()), back("2019-02-12")]),
        ];
        let lines: Vec<String> = table.into_iter().map(|(name, steps)| format!("{name}: {}", line(&steps))).collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    fn line(steps: &[Step]) -> String {
        let got = explain(steps, &seeded());
        let shown = |day: Option<NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
        let skipped: Vec<String> = got.holidays_skipped.iter().map(|holiday| holiday.day.to_string()).collect();
        let moves: Vec<String> = got.extensions.iter().map(|e| format!("{} to {}", shown(e.from), shown(e.due_on))).collect();
        format!(
            "due {}, late {}, {} days, paused {}, skipped {skipped:?}, moved {moves:?}, {:?}, {:?}",
            shown(got.due_on),
            shown(got.late_from),
            got.days.unwrap_or_default(),
            got.paused_days,
            clock(&got, true),
            got.without_date.unwrap_or_default(),
        )
    }
}
