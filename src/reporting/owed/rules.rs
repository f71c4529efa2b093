//! The publications required about a meeting or a decision, their deadlines, and their state. Pure.
//!
//! The duties are those of paragraph 5(a) to (d) of the Schedule to the Elected Local Policing Bodies (Specified Information)
//! Order 2011 (SI 2011/3050); the times are the body's own standard. For the response to an inspection report the time is that
//! of the Police Act 1996 s.55(5A), and for that to the panel the panel's (Police Reform and Social Responsibility Act 2011
//! s.29(3)). What a body owes of itself is in [`super::information`].

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::model::{Decided, Elsewhere, Met, Owed, OwedParagraph, OwedSubject, OwedTally, Reported, Responded, Told};
use crate::foundation::actor::Actor;
use crate::foundation::actor::Role::{Opcc, Pcc};
use crate::foundation::error::Refusal;
use crate::publishing::standards::model::PublicationStandard;
use crate::record::deadlines::model::Calendar;
use crate::record::deadlines::rules::is_working_day;
use crate::record::meetings::model::MeetingStatus;
use crate::record::recommendations::recommendation_sets::model::ReportSource;
use crate::record::recommendations::report_responses::model::Copies;

/// Decides if the caller may read the full register; everybody may read the public one.
pub fn may_read(actor: &Actor) -> Result<(), Refusal> {
    if [Pcc, Opcc].contains(&actor.role) {
        Ok(())
    } else {
        Err(Refusal::NotYours("only the body may read this register: read the public one at /public/v1/owed"))
    }
}

/// Returns the day a number of working days before `day`. For years without known bank holidays only weekends are excluded.
pub fn days_before(day: NaiveDate, days: i32, calendar: &Calendar) -> NaiveDate {
    step(day, days, calendar, |day| day.pred_opt())
}

/// Returns the day a number of working days after `day`.
pub fn days_after(day: NaiveDate, days: i32, calendar: &Calendar) -> NaiveDate {
    step(day, days, calendar, |day| day.succ_opt())
}

fn step(from: NaiveDate, days: i32, calendar: &Calendar, next: impl Fn(NaiveDate) -> Option<NaiveDate>) -> NaiveDate {
    let (mut day, mut left) = (from, days);
    while left > 0 {
        let Some(other) = next(day) else { return day };
        day = other;
        left -= i32::from(is_working_day(day, calendar));
    }
    day
}

/// What lateness is counted by: the service standard of the body, the bank holidays and the day.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'a> {
    pub standard: &'a PublicationStandard,
    pub calendar: &'a Calendar,
    pub today: NaiveDate,
}

/// Returns the publications owed about a meeting: `told` is the content of its published edition, if it has one.
pub fn owed_of_meeting(meeting: &Met, told: Option<&Told>, clock: Clock<'_>) -> Vec<Owed> {
    let Clock { standard, calendar, today } = clock;
    let mut owed = Vec::new();
    if meeting.status == MeetingStatus::Cancelled {
        return owed;
    }
    let held = matches!(meeting.status, MeetingStatus::Held | MeetingStatus::Agreed);
    let mut add = |paragraph, missing: Vec<&'static str>, since: NaiveDate| {
        owed.push(Owed {
            paragraph,
            subject_kind: OwedSubject::Meeting,
            subject_id: meeting.id.clone(),
            area: meeting.area.clone(),
            name: Some(meeting.title.clone()),
            meeting_kind: Some(meeting.kind),
            day: meeting.held_on,
            missing,
            since,
            days_late: days_late(since, today),
            in_public: meeting.is_public,
        });
    };
    if meeting.is_public {
        let since = days_before(meeting.held_on, standard.notice_days, calendar);
        match told {
            Some(told) if told.notice_lacks.is_empty() => {}
            told => add(OwedParagraph::Notice, told.map(|told| told.notice_lacks.clone()).unwrap_or_default(), since),
        }
        let since = days_before(meeting.held_on, standard.agenda_days, calendar);
        let lacks = told.map(|told| agenda_lacks(meeting, told));
        if lacks.as_ref().is_none_or(|lacks| !lacks.is_empty()) {
            add(OwedParagraph::Agenda, lacks.unwrap_or_default(), since);
        }
    }
    if held && (meeting.is_public || meeting.significant) && !told.is_some_and(|told| told.has_minutes) {
        add(OwedParagraph::Minutes, Vec::new(), days_after(meeting.held_on, standard.minutes_days, calendar));
    }
    owed
}

fn agenda_lacks(meeting: &Met, told: &Told) -> Vec<&'static str> {
    let mut lacks = Vec::new();
    if !told.has_agenda {
        lacks.push("agenda");
    }
    if !meeting.papers.is_subset(&told.papers) {
        lacks.push("papers");
    }
    lacks
}

/// Returns the publication owed about a decision of significant public interest: a record of it, in a published edition.
pub fn owed_of_decision(decision: &Decided, is_told: bool, clock: Clock<'_>) -> Option<Owed> {
    let Clock { standard, calendar, today } = clock;
    let since = days_after(decision.made_on, standard.decision_days, calendar);
    (!is_told).then(|| Owed {
        paragraph: OwedParagraph::Decision,
        subject_kind: OwedSubject::Decision,
        subject_id: decision.id.clone(),
        area: decision.area.clone(),
        name: decision.reference.clone(),
        meeting_kind: None,
        day: decision.made_on,
        missing: Vec::new(),
        since,
        days_late: days_late(since, today),
        in_public: decision.in_public,
    })
}

/// Returns what is owed of a report: the response, until it is published or the panel has it; and then, of an inspection report, copies
/// of what was published. The report itself is public already.
pub fn owed_of_report(report: &Reported, responded: Responded, clock: Clock<'_>) -> Option<Owed> {
    let Clock { standard, calendar, today } = clock;
    let owed = |paragraph, missing, since| Owed {
        paragraph,
        subject_kind: OwedSubject::RecommendationSet,
        subject_id: report.id.to_string(),
        area: report.area.clone(),
        name: Some(report.title.clone()),
        meeting_kind: None,
        day: report.published_on,
        missing,
        since,
        days_late: days_late(since, today),
        in_public: true,
    };
    let is_of_panel = report.source == ReportSource::Panel;
    let Some(met_on) = responded.met_on else {
        let duty = if is_of_panel { OwedParagraph::PanelResponse } else { OwedParagraph::Response };
        return Some(owed(duty, Vec::new(), report.due_on));
    };
    let Copies { inspectors_on, secretary_of_state_on } = responded.copies;
    let recipients = [("inspectors", inspectors_on), ("secretary_of_state", secretary_of_state_on)];
    let missing: Vec<&str> = recipients.into_iter().filter(|(_, on)| on.is_none()).map(|(who, _)| who).collect();
    // The Act names no time for the copies (s.55(6)), so it is the standard of the body.
    let since = days_after(met_on, standard.copies_days, calendar);
    (!is_of_panel && !missing.is_empty()).then(|| owed(OwedParagraph::Copies, missing, since))
}

/// True when the body has published elsewhere what is missing here.
pub fn is_met_elsewhere(owed: &Owed, elsewhere: &[Elsewhere]) -> bool {
    let meets = |one: &Elsewhere| {
        one.duty == owed.paragraph && one.subject_kind == owed.subject_kind && one.subject_id == owed.subject_id
    };
    elsewhere.iter().any(meets)
}

/// True when the public register shows a publication elsewhere: the public may know that its subject exists. `public` are the
/// meetings that the public may attend, and the decisions made at them.
pub fn is_shown(one: &Elsewhere, public: &BTreeSet<String>) -> bool {
    match one.subject_kind {
        OwedSubject::Meeting | OwedSubject::Decision => public.contains(&one.subject_id),
        OwedSubject::RecommendationSet | OwedSubject::Body => true,
    }
}

/// Counts days late, from the day after the last day on time.
pub fn days_late(since: NaiveDate, today: NaiveDate) -> i64 {
    (today - since).num_days().max(0)
}

/// True when the public register counts it: only once it is late. Earlier it would reveal what the body has not announced yet.
pub fn is_late(owed: &Owed) -> bool {
    owed.days_late > 0
}

/// True when the public register shows it as a row: only public events.
pub fn is_public(owed: &Owed) -> bool {
    owed.in_public && is_late(owed)
}

/// True when the public register shows it as a row of its own. Where the day of a subject is withheld from what is published, a row
/// would reveal it.
pub fn is_listed(owed: &Owed, with_days_withheld: &BTreeSet<String>) -> bool {
    is_public(owed) && !with_days_withheld.contains(&owed.subject_id)
}

impl OwedTally {
    /// Counts one more.
    pub fn add(&mut self, owed: &Owed) {
        let late = i64::from(owed.days_late > 0);
        self.owed += 1;
        self.late += late;
        self.in_time += 1 - late;
    }
}

/// Returns true when the sums have a line for a paragraph: always for those on meetings and decisions, else where there is something.
pub const fn has_line(paragraph: OwedParagraph, is_any: bool) -> bool {
    match paragraph {
        OwedParagraph::Notice | OwedParagraph::Agenda | OwedParagraph::Minutes | OwedParagraph::Decision => true,
        OwedParagraph::Priorities
        | OwedParagraph::Inspections
        | OwedParagraph::Complaints
        | OwedParagraph::Response
        | OwedParagraph::Copies
        | OwedParagraph::PanelResponse => is_any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::foundation::actor::{Role, TokenScope};
    use crate::record::meetings::model::MeetingKind;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn calendar() -> Calendar {
        Calendar::new([(day("2018-12-25"), "Christmas".to_owned()), (day("2018-12-26"), "Boxing Day".to_owned())])
    }

    fn meeting(is_public: bool, significant: bool, status: MeetingStatus) -> Met {
        Met {
            id: "m".into(),
            area: "a".into(),
            kind: MeetingKind::Public,
            title: "Title".into(),
            held_on: day("2019-01-30"),
            is_public,
            significant,
            status,
            papers: ["p".to_owned()].into(),
        }
    }

    fn told(what: &str) -> Option<Told> {
        let full = Told { has_agenda: true, has_minutes: true, papers: ["p".to_owned()].into(), ..Told::default() };
        match what {
            "nothing" => None,
            "notice" => Some(Told::default()),
            "no place" => Some(Told { notice_lacks: vec!["venue"], ..Told::default() }),
            "no papers" => Some(Told { papers: [].into(), ..full }),
            "no minutes" => Some(Told { has_minutes: false, ..full }),
            _ => Some(full),
        }
    }

    #[test]
    fn what_is_owed_of_a_meeting() {
        let (standard, calendar) = (PublicationStandard::usual("a"), calendar());
        let mut table = String::from("meeting              status    published   owed on 2019-03-01 (since, days late)\n");
        for (is_public, significant) in [(true, false), (false, true), (false, false)] {
            for status in MeetingStatus::ALL {
                for what in ["nothing", "notice", "no place", "no papers", "no minutes", "everything"] {
                    let meeting = meeting(is_public, significant, *status);
                    let clock = Clock { standard: &standard, calendar: &calendar, today: day("2019-03-01") };
                    let owed = owed_of_meeting(&meeting, told(what).as_ref(), clock);
                    let owed: Vec<String> = owed
                        .iter()
                        .map(|owed| {
                            let missing = if owed.missing.is_empty() { String::new() } else { format!(" {:?}", owed.missing) };
                            format!("{}{missing} ({}, {})", owed.paragraph, owed.since, owed.days_late)
                        })
                        .collect();
                    let about = if is_public {
                        "public"
                    } else if significant {
                        "of public interest"
                    } else {
                        "neither"
                    };
                    table.push_str(&format!("{about:20} {:9} {what:11} {}\n", status.as_str(), owed.join("; ")));
                }
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn days_are_working_days() {
        for (from, days, before, after) in [
            ("2018-12-28", 0, "2018-12-28", "2018-12-28"),
            ("2018-12-28", 1, "2018-12-27", "2018-12-31"),
            ("2018-12-28", 2, "2018-12-24", "2019-01-01"),
            ("2018-12-24", 5, "2018-12-17", "2019-01-02"),
            ("2019-01-30", 20, "2019-01-02", "2019-02-27"),
        ] {
            assert_eq!(days_before(day(from), days, &calendar()), day(before), "{days} before {from}");
            assert_eq!(days_after(day(from), days, &calendar()), day(after), "{days} after {from}");
        }
    }

    #[test]
    fn a_decision_is_late_the_day_after() {
        let (standard, calendar) = (PublicationStandard::usual("a"), calendar());
        let on = |today: &str| Clock { standard: &standard, calendar: &calendar, today: day(today) };
        let decision = Decided { id: "d".into(), area: "a".into(), reference: None, made_on: day("2019-01-30"), in_public: true };
        for (today, is_told, want) in
            [("2019-02-06", false, Some((0, false))), ("2019-02-07", false, Some((1, true))), ("2019-02-07", true, None)]
        {
            let owed = owed_of_decision(&decision, is_told, on(today));
            assert_eq!(owed.as_ref().map(|owed| (owed.days_late, is_public(owed))), want, "{today}");
        }
        let secret = Decided { in_public: false, ..decision };
        let owed = owed_of_decision(&secret, false, on("2019-03-01")).expect("owed");
        assert!(is_late(&owed) && !is_public(&owed));
    }

    /// A report of 4 February, due on 31 March. Met on, copies, today: what is owed, of whom, since when, days late.
    #[test]
    fn what_is_owed_of_a_report() {
        let (standard, calendar) = (PublicationStandard::usual("a"), calendar());
        let id = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
        let mut table = String::new();
        for source in [ReportSource::Inspectorate, ReportSource::Panel] {
            let report = Reported {
                id: id.parse().expect("an id"),
                area: "a".into(),
                source,
                title: "T".into(),
                published_on: day("2019-02-04"),
                due_on: day("2019-03-31"),
            };
            for (met_on, inspectors_on, secretary_of_state_on, today) in [
                (None, None, None, "2019-03-31"),
                (None, Some("2019-03-01"), Some("2019-03-01"), "2019-04-01"),
                (Some("2019-03-29"), None, None, "2019-04-05"),
                (Some("2019-03-29"), Some("2019-04-01"), None, "2019-04-06"),
                (Some("2019-03-29"), None, Some("2019-04-01"), "2019-04-06"),
                (Some("2019-03-29"), Some("2019-04-01"), Some("2019-04-01"), "2019-04-06"),
                (Some("2019-05-01"), Some("2019-05-02"), Some("2019-05-02"), "2019-05-02"),
            ] {
                let copies =
                    Copies { inspectors_on: inspectors_on.map(day), secretary_of_state_on: secretary_of_state_on.map(day) };
                let responded = Responded { met_on: met_on.map(day), copies };
                let clock = Clock { standard: &standard, calendar: &calendar, today: day(today) };
                let owed = owed_of_report(&report, responded, clock).map_or("nothing".to_owned(), |owed| {
                    format!("{} {:?} since {}, {} days late", owed.paragraph, owed.missing, owed.since, owed.days_late)
                });
                let seen = [met_on, inspectors_on, secretary_of_state_on].map(|day| day.unwrap_or("-"));
                table.push_str(&format!("{source}, met {}, copies {} {}, on {today}: {owed}\n", seen[0], seen[1], seen[2]));
            }
        }
        insta::assert_snapshot!(table);
    }

    #[test]
    fn what_was_published_elsewhere() {
        let one = |subject_kind, subject_id: &str| Elsewhere {
            area: "a".into(),
            duty: OwedParagraph::Minutes,
            subject_kind,
            subject_id: subject_id.into(),
            published_on: day("2019-02-20"),
            url: "https://example.org".into(),
        };
        let (standard, calendar) = (PublicationStandard::usual("a"), calendar());
        let clock = Clock { standard: &standard, calendar: &calendar, today: day("2019-03-01") };
        let owed = owed_of_meeting(&meeting(true, false, MeetingStatus::Held), None, clock);
        let met: Vec<(OwedParagraph, bool)> =
            owed.iter().map(|owed| (owed.paragraph, is_met_elsewhere(owed, &[one(OwedSubject::Meeting, "m")]))).collect();
        let want = [(OwedParagraph::Notice, false), (OwedParagraph::Agenda, false), (OwedParagraph::Minutes, true)];
        assert_eq!(met, want);
        assert!(!owed.iter().any(|owed| is_met_elsewhere(owed, &[one(OwedSubject::Meeting, "another")])));
        let public: BTreeSet<String> = ["m".to_owned()].into();
        let shown = |kind| ["m", "hidden"].map(|id| is_shown(&one(kind, id), &public));
        assert_eq!(
            OwedSubject::ALL.iter().map(|kind| shown(*kind)).collect::<Vec<_>>(),
            [[true, false], [true, false], [true, true], [true, true]]
        );
    }

    #[test]
    fn the_body_reads_it() {
        for role in Role::ALL {
            let actor =
                Actor { user_id: None, role: *role, area: "a".into(), scope: TokenScope::Read, capacity: None, name: "A".into() };
            assert_eq!(may_read(&actor).is_ok(), role.is_body());
        }
    }
}
