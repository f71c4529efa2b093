//! Rules for publishing names. Pure.
//!
//! The head of the body, chief officers and their deputies are named; others only if the attendance of a meeting says so. The
//! attendance takes precedence, also when it says no.

use crate::publishing::capacity::{held, is_bare_name, is_holder, is_only_capacity, is_whole};
use crate::publishing::typeset::{folded, whole_in};
use crate::record::meetings::attendance::model::Attendance;

/// True when the name in a line of attendance is published.
pub fn is_named(line: &Attendance) -> bool {
    line.publish_name.unwrap_or_else(|| held(&line.capacity).is_some())
}

/// The people who may be named according to the attendance of some meetings.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    name: String,
    capacity: String,
    printed_capacity: String,
    named: bool,
}

impl Naming {
    pub fn new(attendance: &[Attendance]) -> Self {
        let line = |line: &Attendance| Line {
            name: folded(&line.name),
            capacity: folded(&line.capacity),
            printed_capacity: line.capacity.clone(),
            named: is_named(line),
        };
        Self { lines: attendance.iter().map(line).collect() }
    }

    /// True when a person's name is published beside a capacity.
    pub fn names(&self, name: &str, capacity: Option<&str>) -> bool {
        self.says(name).unwrap_or_else(|| capacity.is_some_and(|capacity| held(capacity).is_some()))
    }

    /// Returns what the attendance says about a person, if it contains the name.
    fn says(&self, name: &str) -> Option<bool> {
        let name = folded(name);
        let mut lines = self.lines.iter().filter(|line| line.name == name).peekable();
        lines.peek().is_some().then(|| lines.all(|line| line.named))
    }

    /// True when a line that may contain a name, a capacity or both is published: each of its parts must be a capacity, the
    /// name of somebody who may be named, or such a name beside a capacity that is named.
    pub fn shows(&self, text: &str) -> bool {
        let parts = || text.split([',', ';', '&']).flat_map(|part| part.split(" and "));
        let is_one_person = || gaps(&folded(text)).any(|(name, capacity)| self.shows_behind(name, capacity));
        !self.hides(text) && (is_only_capacity(text) || is_one_person() || parts().all(|part| self.shows_part(part)))
    }

    /// Splits a printed line into the name and the capacity of the person it names. A line that names several people is a name; so
    /// is one that is not published, so that all of it is withheld with the name.
    pub fn split(&self, text: &str) -> (Option<String>, Option<String>) {
        let (whole, folded_text) = (text.trim(), folded(text));
        if !self.shows(text) {
            // A capacity in brackets names nobody, and stays when the name before it is withheld.
            return match self.in_brackets(whole) {
                Some((name, capacity)) => (Some(name.to_owned()), Some(capacity.to_owned())),
                None => (Some(whole.to_owned()), None),
            };
        }
        if is_only_capacity(text) || self.lines.iter().any(|line| line.capacity == folded_text) {
            return (None, Some(whole.to_owned()));
        }
        if let Some(line) = self.lines.iter().find(|line| line.name == folded_text) {
            return (Some(whole.to_owned()), Some(line.printed_capacity.clone()));
        }
        for (first, second) in gaps(whole) {
            if self.shows_before(&folded(first), &folded(second)) {
                return (Some(second.to_owned()), Some(first.trim().to_owned()));
            }
            if self.shows_behind(&folded(first), &folded(second)) {
                let (name, capacity) = (first.trim().trim_end_matches(','), second.trim_matches(['(', ')']));
                return (Some(name.to_owned()), Some(capacity.to_owned()));
            }
        }
        (Some(whole.to_owned()), None)
    }

    /// Splits a line of one name with a capacity in brackets behind it, in which nobody is named.
    fn in_brackets<'a>(&self, line: &'a str) -> Option<(&'a str, &'a str)> {
        let (name, capacity) = line.strip_suffix(')')?.split_once(" (")?;
        let is_capacity = !capacity.contains(['(', ')']) && is_only_capacity(capacity) && !self.hides(capacity);
        (is_capacity && !name.contains(['(', ')', ',', ';', '&'])).then_some((name.trim(), capacity))
    }

    /// True when a line contains the name of somebody who may not be named according to the attendance.
    fn hides(&self, text: &str) -> bool {
        let text = folded(text);
        let is_name = |line: &&Line| !line.named && !is_only_capacity(&line.name);
        self.lines.iter().filter(is_name).any(|line| whole_in(&text, &line.name))
    }

    fn shows_part(&self, part: &str) -> bool {
        let folded = folded(part);
        if is_only_capacity(&folded) || self.lines.iter().any(|line| line.capacity == folded) || self.names(&folded, None) {
            return true;
        }
        gaps(&folded).any(|(first, second)| self.shows_before(first, second) || self.shows_behind(first, second))
    }

    /// True for an office followed by the name of its holder, or by words for the holder's responsibilities.
    fn shows_before(&self, capacity: &str, name: &str) -> bool {
        let is_end = |letter: char| letter.is_alphanumeric() || letter == ')';
        capacity.ends_with(is_end) && is_whole(capacity) && self.shows_both(name, capacity, is_holder)
    }

    /// True for a name followed by the office of its holder.
    fn shows_behind(&self, name: &str, capacity: &str) -> bool {
        self.shows_both(name.trim_end_matches(','), capacity.trim_matches(['(', ')']), is_bare_name)
    }

    /// True when a name is published beside an office printed with it. A person who serves the office must not be named:
    /// `is_name` checks a name that is not in the attendance.
    fn shows_both(&self, name: &str, capacity: &str, is_name: fn(&str) -> bool) -> bool {
        let is_shown = || self.says(name).unwrap_or_else(|| is_name(name));
        held(capacity).is_some_and(|held| held.is_plain) && is_shown()
    }
}

/// Splits a text at each of its spaces.
fn gaps(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices(' ').filter_map(|(at, _)| text.split_at_checked(at)).map(|(first, second)| (first, second.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::meetings::attendance::model::Attended;

    fn line(name: &str, capacity: &str, publish_name: Option<bool>) -> Attendance {
        let id = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";
        Attendance {
            id: id.parse().expect("an id"),
            area: "west-mercia".into(),
            meeting_id: id.parse().expect("an id"),
            name: name.into(),
            capacity: capacity.into(),
            attended: Attended::Present,
            created_at: chrono::NaiveDateTime::MIN,
            updated_at: chrono::NaiveDateTime::MIN,
            version: 1,
            publish_name,
        }
    }

    fn naming() -> Naming {
        Naming::new(&[
            line("Ann Officer", "Policy Officer", None),
            line("Bob Analyst", "Data Wizard", Some(true)),
            line("Cal Chief", "T/CC", None),
            line("Dee Deputy", "DCC", Some(false)),
            line("Flo O'Deputy-Smith", "DCC", Some(false)),
        ])
    }

    #[test]
    fn names_beside_capacities() {
        for (name, capacity, want) in [
            ("Ann Officer", Some("Policy Officer"), false),
            ("ann  officer", Some("CC"), false),
            ("Bob Analyst", None, true),
            ("Cal Chief", None, true),
            ("Dee Deputy", Some("DCC"), false),
            // In any typesetting.
            ("Flo O\u{2019}Deputy\u{2010}Smith", Some("DCC"), false),
            ("Flo\u{a0}O'Deputy-Smith\u{200b}", Some("DCC"), false),
            ("Eve Elsewhere", Some("ACC"), true),
            ("Eve Elsewhere", Some("Temporary Assistant Chief Constable"), true),
            ("Eve Elsewhere", Some("Sergeant"), false),
            ("Eve Elsewhere", None, false),
        ] {
            assert_eq!(naming().names(name, capacity), want, "{name} {capacity:?}");
        }
    }

    const LINES: &[(&str, bool)] = &[
        ("PCC", true),
        ("t/CC", true),
        ("Policy Officer", true),
        ("Data Wizard", true),
        ("A member of the public", true),
        ("Police and Crime Commissioner", true),
        ("The Secretary of State for the Home Office", false),
        ("CC and DCC", true),
        ("CC, ACC", true),
        ("Cal Chief", true),
        ("Bob Analyst and PCC", true),
        ("Ann Officer", false),
        ("Ann Officer, Policy Officer", false),
        ("PCC Pat Principal", true),
        ("Pat Principal (PCC)", true),
        ("CC Ann Officer", false),
        ("DCC Flo O\u{2019}Deputy\u{2011}Smith", false),
        ("ACC Crime Ann Officer", false),
        ("Ann Officer-CC", false),
        ("Police and Crime Commissioner (PCC)", true),
        ("Police, Fire & Crime Commissioner", true),
        ("Deputy Mayor for Policing and Crime", true),
        ("Chief Constable Pat Principal", true),
        ("Temporary Assistant Chief Constable Pat Principal", true),
        ("Pat Principal, Chief Constable", true),
        ("Pat Principal (Chief Constable)", true),
        ("ACC Crime Operations", true),
        ("ACC Rural Matters", true),
        ("Pat Principal, Police, Fire and Crime Commissioner (PFCC)", true),
        ("Pat Nobody, Ann Officer, Chief Constable", false),
        ("Pat Nobody, Eve Elsewhere, Chief Constable", false),
        ("CC for Mrs Resident", false),
        ("PCC on behalf of Pat Nobody", false),
        ("Pat Nobody PA to CC", false),
        ("Pat Nobody, PA to the Chief Constable", false),
        ("Pat Nobody policy lead CC", false),
        ("PCC Pat Nobody Policy Officer", false),
        ("Chief Constable's Staff Officer", true),
        ("Pat Nobody (Chief Constable's Staff Officer)", false),
        ("Pat Nobody", false),
        ("CC, Pat Nobody", false),
        ("ACC Crime Pat Principal", true),
        ("AC Frontline Policing Pat Principal", true),
        ("Chief Constable Pat O\u{2019}Principal-Smith QPM", true),
        ("PCC Pat J. Principal (Chair)", true),
        ("CC Sir Pat Principal (via Teams)", true),
        ("Pat Principal QPM, Chief Constable", true),
        ("Pat Principal, ACC Local Policing", true),
        ("ACC Crime DI Pat Nobody", false),
        ("DCC DI Pat Nobody", false),
        ("ACC Bagman Pat Nobody", false),
        ("ACC Bagman Nobody", false),
        ("ACC Work Experience Pat Nobody", false),
        ("ACC Pat Nobody (work experience)", false),
        ("ACC scribed Pat Nobody", false),
        ("ACC quoting Pat Nobody", false),
        ("ACC quoting Nobody", false),
        ("PCC - Pat Nobody's question", false),
        ("PCC reading Pat Nobody's question", false),
        ("PCC (deputy) Pat Nobody", false),
        ("PCC Youth Pat Nobody", false),
        ("PCC Youth Nobody", false),
        ("Pat Nobody, CC (acting for)", false),
        ("Zara Child, PCC - Youth", false),
        ("Zed Junior, CC (acting for)", false),
        ("Pat Nobody (DCC Communications)", false),
        ("Pat Nobody, ACC security", false),
        ("Pat Nobody, Police Commander", false),
        ("Chief Executive Pat Nobody (Women's Aid, OPCC)", false),
        ("Commander Pat Nobody (Royal Navy)", false),
        ("AC Pat Nobody", false),
        ("Inspector Young", false),
    ];

    #[test]
    fn lines_are_split_into_name_and_capacity() {
        for (text, name, capacity) in [
            ("PCC", None, Some("PCC")),
            ("CC and DCC", None, Some("CC and DCC")),
            ("Data Wizard", None, Some("Data Wizard")),
            ("Cal Chief", Some("Cal Chief"), Some("T/CC")),
            ("PCC Pat Principal", Some("Pat Principal"), Some("PCC")),
            ("Chief Constable Pat Principal", Some("Pat Principal"), Some("Chief Constable")),
            ("Pat Principal, Chief Constable", Some("Pat Principal"), Some("Chief Constable")),
            ("Pat Principal (Chief Constable)", Some("Pat Principal"), Some("Chief Constable")),
            ("Bob Analyst and PCC", Some("Bob Analyst and PCC"), None),
            // Not published: all of it is withheld.
            ("Ann Officer, Policy Officer", Some("Ann Officer, Policy Officer"), None),
            ("Pat Nobody", Some("Pat Nobody"), None),
            // The name is withheld, and the capacity is not.
            ("Jo Minutes (Policy Officer, OPCC)", Some("Jo Minutes"), Some("Policy Officer, OPCC")),
            ("Jo Minutes (Pat Nobody)", Some("Jo Minutes (Pat Nobody)"), None),
            ("Jo Minutes (Ann Officer)", Some("Jo Minutes (Ann Officer)"), None),
            ("Jo Minutes (OPCC) and Pat Nobody (OPCC)", Some("Jo Minutes (OPCC) and Pat Nobody (OPCC)"), None),
        ] {
            let want = (name.map(str::to_owned), capacity.map(str::to_owned));
            assert_eq!(naming().split(text), want, "{text}");
        }
    }

    #[test]
    fn lines_that_may_hold_a_name() {
        for (text, want) in LINES {
            assert_eq!(naming().shows(text), *want, "{text}");
        }
    }
}
