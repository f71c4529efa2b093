//! The information about a force that its body has to publish, and when it is late. Pure.
//!
//! The duties are those of paragraphs 7A to 7C of the Schedule to SI 2011/3050, which SI 2021/547 inserted. The times that the Order
//! names for them could not be confirmed, so lateness is counted by the service standard of the body. What counts as published is
//! what the office notes as published elsewhere, because this service has no such documents of its own.

use chrono::{Months, NaiveDate};

use crate::record::planning::areas::model::BodyKind;
use crate::reporting::owed::model::{Holder, Owed, OwedParagraph, OwedSubject, Standing};
use crate::reporting::owed::rules::{Clock, days_after, days_late};

/// The day on which SI 2021/547 came into force.
const IN_FORCE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2021, 5, 31);

/// How long what is published about complaints stands.
const A_YEAR: Months = Months::new(12);

/// The paragraphs that a body owes of itself.
const PARAGRAPHS: [OwedParagraph; 3] = [OwedParagraph::Priorities, OwedParagraph::Inspections, OwedParagraph::Complaints];

/// True for an elected local policing body, to which the Order applies. A mayor is treated as a commissioner.
pub const fn is_elected(kind: BodyKind) -> bool {
    match kind {
        BodyKind::Pcc | BodyKind::Pfcc | BodyKind::Mopac | BodyKind::Mayor => true,
        BodyKind::CommonCouncil | BodyKind::Board => false,
    }
}

/// Returns what a body in office owes of itself.
pub fn owed_of_body(holder: &Holder, standing: &Standing, clock: Clock<'_>) -> Vec<Owed> {
    let begin = IN_FORCE.map_or(holder.valid_from, |day| day.max(holder.valid_from));
    if !is_elected(holder.kind) || clock.today < begin {
        return Vec::new();
    }
    let owed_from = |paragraph: OwedParagraph| owed_from(paragraph, standing, (begin, clock.today)).map(|from| (paragraph, from));
    let owed = |(paragraph, day): (OwedParagraph, NaiveDate)| {
        let since = days_after(day, clock.standard.information_days, clock.calendar);
        Owed {
            paragraph,
            subject_kind: OwedSubject::Body,
            subject_id: holder.id.clone(),
            area: holder.area.clone(),
            name: Some(holder.name.clone()),
            meeting_kind: None,
            day,
            missing: Vec::new(),
            since,
            days_late: days_late(since, clock.today),
            in_public: true,
        }
    };
    PARAGRAPHS.into_iter().filter_map(owed_from).map(owed).collect()
}

/// Returns the day from which a paragraph is owed, if it is owed today; nothing is owed before the duty began.
fn owed_from(paragraph: OwedParagraph, standing: &Standing, (begin, today): (NaiveDate, NaiveDate)) -> Option<NaiveDate> {
    let published = standing.published.iter().filter(|(duty, _)| *duty == paragraph).map(|(_, day)| *day);
    let latest = published.max();
    match paragraph {
        // A statement during the term of the plan in force.
        OwedParagraph::Priorities => unless_since(latest, standing.plan_from, begin),
        // The most recent report: what was published before it was of an earlier one.
        OwedParagraph::Inspections => unless_since(latest, standing.peel_on, begin),
        // The most recent data of each quarter and year, and a report of the body: what is a year old is not the most recent.
        OwedParagraph::Complaints => {
            let ends = latest.map(|day| day.checked_add_months(A_YEAR).unwrap_or(day));
            if ends.is_some_and(|ends| today < ends) { None } else { Some(ends.map_or(begin, |ends| ends.max(begin))) }
        }
        OwedParagraph::Notice
        | OwedParagraph::Agenda
        | OwedParagraph::Minutes
        | OwedParagraph::Decision
        | OwedParagraph::Response
        | OwedParagraph::Copies
        | OwedParagraph::PanelResponse => None,
    }
}

/// Returns the day from which something is owed, unless it was published on or after `from`; without that day, at all.
fn unless_since(latest: Option<NaiveDate>, from: Option<NaiveDate>, begin: NaiveDate) -> Option<NaiveDate> {
    let is_published = latest.is_some_and(|latest| from.is_none_or(|from| latest >= from));
    (!is_published).then(|| from.map_or(begin, |from| from.max(begin)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publishing::standards::model::PublicationStandard;
    use crate::record::deadlines::model::Calendar;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn holder(kind: BodyKind, valid_from: &str) -> Holder {
        Holder { id: "b".into(), area: "a".into(), kind, name: "The body".into(), valid_from: day(valid_from) }
    }

    fn owed(holder: &Holder, standing: &Standing, today: &str) -> String {
        let (standard, calendar) = (PublicationStandard::usual("a"), Calendar::new([]));
        let clock = Clock { standard: &standard, calendar: &calendar, today: day(today) };
        let rows = owed_of_body(holder, standing, clock);
        let rows: Vec<String> = rows
            .iter()
            .map(|one| format!("{} from {} since {} late {}", one.paragraph, one.day, one.since, one.days_late))
            .collect();
        if rows.is_empty() { "nothing".to_owned() } else { rows.join("; ") }
    }

    /// Plan in force, latest PEEL report, what was published, today: what is owed.
    #[test]
    fn what_a_body_owes_of_itself() {
        use OwedParagraph::{Complaints, Inspections, Priorities};
        let mut table = String::new();
        let pcc = holder(BodyKind::Pcc, "2012-11-22");
        let all = [Priorities, Inspections, Complaints];
        for (plan_from, peel_on, published, today) in [
            (None, None, "", "2021-05-30"),
            (None, None, "", "2021-05-31"),
            (None, None, "2021-06-01", "2021-06-02"),
            (None, None, "2020-01-01", "2021-06-02"),
            (Some("2021-11-01"), None, "2021-06-01", "2022-01-04"),
            (Some("2021-11-01"), None, "2021-11-01", "2022-01-04"),
            (Some("2016-11-01"), Some("2022-10-13"), "2022-10-12", "2022-11-30"),
            (Some("2016-11-01"), Some("2022-10-13"), "2022-10-13", "2022-11-30"),
            (None, None, "2022-02-28", "2023-02-27"),
            (None, None, "2022-02-28", "2023-02-28"),
        ] {
            let published = published.split_terminator(' ').map(day).flat_map(|day| all.map(|one| (one, day))).collect();
            let standing = Standing { plan_from: plan_from.map(day), peel_on: peel_on.map(day), published };
            let days: Vec<String> = standing.published.iter().take(1).map(|(_, day)| day.to_string()).collect();
            let (plan, peel) = (plan_from.unwrap_or("-"), peel_on.unwrap_or("-"));
            let owed = owed(&pcc, &standing, today);
            table.push_str(&format!("plan {plan}, peel {peel}, published {days:?}, on {today}: {owed}\n"));
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn the_order_binds_elected_bodies() {
        for kind in BodyKind::ALL {
            let is_owed = owed(&holder(*kind, "2012-11-22"), &Standing::default(), "2022-01-04") != "nothing";
            assert_eq!(is_owed, is_elected(*kind), "{kind}");
        }
        let later = owed(&holder(BodyKind::Mayor, "2024-05-07"), &Standing::default(), "2024-06-05");
        assert!(later.starts_with("7A from 2024-05-07 since 2024-06-04 late 1"), "{later}");
    }
}
