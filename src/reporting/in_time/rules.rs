//! The calculations of the report on deadlines. Pure.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

use super::model::{
    Alike, DEFINITIONS, Done, DueKind, InTimeMonth, InTimeOfForm, InTimeOfKind, InTimeReport, InTimeTally, LeftOut,
    LeftOutReason, Span,
};
use crate::record::actions::model::ActionStatus;
use crate::record::meetings::model::MeetingStatus;
use crate::record::questions::model::{QuestionForm, QuestionStatus};
use crate::record::recommendations::model::RecommendationStatus;

/// The longest period, in months.
const MOST_MONTHS: i32 = 120;

/// Returns the period from what is asked: by default the twelve months that end with the month of `today`. Or says why not.
pub fn span(from: Option<NaiveDate>, to: Option<NaiveDate>, today: NaiveDate) -> Result<Span, (&'static str, String)> {
    let end_of = |day: NaiveDate| day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt();
    let to = to.or_else(|| end_of(from.map_or(today, |from| from.max(today)))).unwrap_or(today);
    let year_before = |day: NaiveDate| day.with_day(1)?.checked_sub_months(Months::new(11));
    let from = from.or_else(|| year_before(to)).unwrap_or(to);
    if from > to {
        return Err(("from", format!("must be on or before the last day, {to}")));
    }
    if month_number(to) - month_number(from) >= MOST_MONTHS {
        return Err(("from", format!("must be at most {MOST_MONTHS} months before the last day, {to}")));
    }
    Ok(Span { from, to })
}

fn month_number(day: NaiveDate) -> i32 {
    day.year() * 12 + i32::try_from(day.month0()).unwrap_or_default()
}

/// Returns what became of a question that was put.
pub fn question(status: QuestionStatus, answered_on: Option<NaiveDate>) -> Done {
    match (status, answered_on) {
        (QuestionStatus::Put | QuestionStatus::Returned, _) => Done::Awaited,
        (QuestionStatus::Answered | QuestionStatus::Closed, Some(day)) => Done::On(day),
        (QuestionStatus::Answered, None) => Done::Sometime,
        (QuestionStatus::Draft | QuestionStatus::Closed | QuestionStatus::Withdrawn, _) => Done::Ended,
    }
}

/// Returns what became of an action; `completed_on` is the day on which the work was done, as the claim that stands says.
pub fn action(status: ActionStatus, completed_on: Option<NaiveDate>) -> Done {
    match status {
        ActionStatus::Open | ActionStatus::InProgress => Done::Awaited,
        ActionStatus::ClaimedComplete | ActionStatus::Accepted => completed_on.map_or(Done::Sometime, Done::On),
        ActionStatus::ClosedNotImplemented | ActionStatus::Superseded => Done::Ended,
    }
}

/// Returns what became of a paper. A published copy counts as received.
pub fn paper(meeting: MeetingStatus, received_on: Option<NaiveDate>, published: bool) -> Done {
    match (received_on, meeting) {
        (Some(day), _) => Done::On(day),
        (None, _) if published => Done::Sometime,
        (None, MeetingStatus::Cancelled) => Done::Ended,
        (None, MeetingStatus::Scheduled | MeetingStatus::Held | MeetingStatus::Agreed) => Done::Awaited,
    }
}

/// Returns what became of a recommendation; `completed_on` is the day that the claim that stands says.
pub fn recommendation(status: RecommendationStatus, completed_on: Option<NaiveDate>) -> Done {
    match status {
        RecommendationStatus::Open => Done::Awaited,
        RecommendationStatus::ClaimedComplete | RecommendationStatus::Verified => completed_on.map_or(Done::Sometime, Done::On),
        RecommendationStatus::NotAccepted => Done::Ended,
    }
}

/// Builds the report as of a day.
pub fn report(groups: &[Alike], span: Span, today: NaiveDate) -> InTimeReport {
    let all = |_: &Alike| true;
    let of_kind = |kind: DueKind| move |one: &Alike| one.kind == kind;
    let of_form = |form: QuestionForm| move |one: &Alike| one.form == Some(form);
    InTimeReport {
        as_of: today,
        from: span.from,
        to: span.to,
        definitions: DEFINITIONS,
        total: tally(groups, span, today, all),
        by_kind: DueKind::ALL
            .iter()
            .map(|kind| InTimeOfKind {
                kind: *kind,
                counts: tally(groups, span, today, of_kind(*kind)),
                months: by_month(groups, span, today, of_kind(*kind)),
            })
            .collect(),
        by_form: QuestionForm::ALL
            .iter()
            .map(|form| InTimeOfForm {
                form: *form,
                counts: tally(groups, span, today, of_form(*form)),
                months: by_month(groups, span, today, of_form(*form)),
            })
            .collect(),
        left_out: left_out(groups, span),
    }
}

/// Returns every month of the period, also those in which nothing was due.
fn by_month(groups: &[Alike], span: Span, today: NaiveDate, counts: impl Fn(&Alike) -> bool) -> Vec<InTimeMonth> {
    let mut months: BTreeMap<i32, Vec<Alike>> =
        (month_number(span.from)..=month_number(span.to)).map(|one| (one, vec![])).collect();
    for one in groups.iter().filter(|one| counts(one)) {
        if let Some(month) = one.due_on.and_then(|due| months.get_mut(&month_number(due))) {
            month.push(*one);
        }
    }
    let month = |(number, groups): (i32, Vec<Alike>)| InTimeMonth {
        month: format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12) + 1),
        counts: tally(&groups, span, today, |_| true),
    };
    months.into_iter().map(month).collect()
}

fn tally(groups: &[Alike], span: Span, today: NaiveDate, counts: impl Fn(&Alike) -> bool) -> InTimeTally {
    let mut tally = InTimeTally::default();
    let mut days_late: BTreeMap<i64, i64> = BTreeMap::new();
    for one in groups.iter().filter(|one| counts(one)) {
        let Some(due) = one.due_on.filter(|due| (span.from..=span.to).contains(due)) else { continue };
        match one.done {
            Done::On(day) if day <= due => tally.in_time += one.count,
            Done::On(day) => {
                tally.late += one.count;
                *days_late.entry((day - due).num_days()).or_default() += one.count;
            }
            Done::Awaited => {
                tally.outstanding += one.count;
                tally.overdue += if due < today { one.count } else { 0 };
            }
            Done::Ended | Done::Sometime => {}
        }
    }
    tally.due = tally.in_time + tally.late + tally.outstanding;
    tally.in_time_percent = percent(tally.in_time, tally.in_time + tally.late + tally.overdue);
    tally.median_days_late = median(&days_late, tally.late);
    tally
}

/// Returns a share to one decimal, halves rounded up, while it is still a whole number.
fn percent(part: i64, whole: i64) -> Option<f64> {
    let tenths = (part * 2000 + whole).checked_div(whole * 2)?;
    i32::try_from(tenths).ok().map(|tenths| f64::from(tenths) / 10.0)
}

fn median(days: &BTreeMap<i64, i64>, count: i64) -> Option<i64> {
    let rank = count.div_euclid(2) + count.rem_euclid(2);
    let mut seen = 0;
    days.iter().find_map(|(days, count)| {
        seen += count;
        (seen >= rank).then_some(*days)
    })
}

fn left_out(groups: &[Alike], span: Span) -> Vec<LeftOut> {
    let mut counts: BTreeMap<(usize, usize), LeftOut> = BTreeMap::new();
    for one in groups {
        let is_within = one.due_on.is_none_or(|due| (span.from..=span.to).contains(&due));
        let reason = match (one.due_on, one.done) {
            (None, _) => LeftOutReason::WithoutDay,
            (Some(_), Done::Ended) => LeftOutReason::Ended,
            (Some(_), Done::Sometime) => LeftOutReason::DayUnknown,
            (Some(_), Done::On(_) | Done::Awaited) => continue,
        };
        if is_within {
            let place = |kind: DueKind| DueKind::ALL.iter().position(|one| *one == kind).unwrap_or_default();
            let order = LeftOutReason::ALL.iter().position(|one| *one == reason).unwrap_or_default();
            let empty = LeftOut { kind: one.kind, reason, count: 0 };
            counts.entry((place(one.kind), order)).or_insert(empty).count += one.count;
        }
    }
    counts.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn what_becomes_of_each_record() {
        let on = Some(day("2019-02-13"));
        let mut lines = Vec::new();
        for known in [None, on] {
            let shown = if known.is_some() { "known" } else { "none" };
            lines.extend(QuestionStatus::ALL.iter().map(|one| format!("question {one} {shown}: {:?}", question(*one, known))));
            lines.extend(ActionStatus::ALL.iter().map(|one| format!("action {one} {shown}: {:?}", action(*one, known))));
            let papers = MeetingStatus::ALL.iter().flat_map(|one| [(one, false), (one, true)]);
            lines.extend(papers.map(|(one, url)| format!("paper {one} {shown} published {url}: {:?}", paper(*one, known, url))));
            let all = RecommendationStatus::ALL.iter();
            lines.extend(all.map(|one| format!("recommendation {one} {shown}: {:?}", recommendation(*one, known))));
        }
        insta::assert_snapshot!(lines.join("\n"));
    }

    fn alike(due: Option<&str>, done: Done, count: i64) -> Alike {
        Alike { kind: DueKind::Question, form: Some(QuestionForm::Direct), due_on: due.map(day), done, count }
    }

    #[test]
    fn months_shares_and_what_is_left_out() {
        let on = |text| Done::On(day(text));
        let groups = [
            alike(Some("2019-01-31"), on("2019-01-31"), 3),
            alike(Some("2019-01-31"), on("2019-02-01"), 1),
            alike(Some("2019-02-13"), on("2019-02-10"), 1),
            alike(Some("2019-02-13"), on("2019-02-20"), 2),
            alike(Some("2019-02-13"), Done::Awaited, 1),
            alike(Some("2019-03-30"), Done::Awaited, 1),
            alike(Some("2019-02-14"), Done::Ended, 4),
            alike(Some("2019-02-14"), Done::Sometime, 2),
            alike(None, Done::Awaited, 5),
            alike(None, on("2019-02-14"), 1),
            // Outside the period.
            alike(Some("2018-12-31"), on("2019-02-14"), 7),
            alike(Some("2019-04-01"), Done::Ended, 7),
            Alike { kind: DueKind::Paper, form: None, ..alike(Some("2019-01-01"), on("2019-01-02"), 1) },
        ];
        let span = Span { from: day("2019-01-01"), to: day("2019-03-31") };
        let report = report(&groups, span, day("2019-03-30"));
        let line = |name: &str, tally: &InTimeTally| {
            let InTimeTally { due, in_time, late, outstanding, overdue, in_time_percent, median_days_late } = *tally;
            format!(
                "{name:12} {due:3} {in_time:7} {late:4} {outstanding:11} {overdue:7} {in_time_percent:?} {median_days_late:?}"
            )
        };
        let mut lines =
            vec!["              due in_time late outstanding overdue percent median".to_owned(), line("total", &report.total)];
        for kind in &report.by_kind {
            lines.push(line(kind.kind.as_str(), &kind.counts));
            lines.extend(kind.months.iter().map(|month| line(&format!("  {}", month.month), &month.counts)));
        }
        lines.extend(report.by_form.iter().map(|form| line(form.form.as_str(), &form.counts)));
        lines.extend(report.left_out.iter().map(|one| format!("left out: {} {} {}", one.kind, one.reason, one.count)));
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn periods() {
        let today = day("2019-02-15");
        for (from, to, want) in [
            (None, None, Ok(("2018-03-01", "2019-02-28"))),
            (None, Some("2018-12-31"), Ok(("2018-01-01", "2018-12-31"))),
            (Some("2018-12-05"), None, Ok(("2018-12-05", "2019-02-28"))),
            (Some("2020-12-05"), None, Ok(("2020-12-05", "2020-12-31"))),
            (Some("2019-02-01"), Some("2019-01-31"), Err("from")),
            (Some("2009-03-01"), None, Ok(("2009-03-01", "2019-02-28"))),
            (Some("2009-02-28"), None, Err("from")),
        ] {
            let got = span(from.map(day), to.map(day), today).map_err(|(name, _)| name);
            assert_eq!(got, want.map(|(from, to)| Span { from: day(from), to: day(to) }), "{from:?} {to:?}");
        }
    }

    #[test]
    fn shares() {
        for (part, whole, want) in
            [(0, 0, None), (0, 3, Some(0.0)), (1, 3, Some(33.3)), (2, 3, Some(66.7)), (1, 8, Some(12.5)), (3, 3, Some(100.0))]
        {
            assert_eq!(percent(part, whole), want, "{part} of {whole}");
        }
    }
}
