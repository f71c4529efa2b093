//! Whose name is published. Pure.
//!
//! The head of the body, chief officers and their deputies are named; everybody else only when the attendance of a meeting
//! says so. What the attendance says of somebody comes first, also when it says no.

use crate::attendance::model::Attendance;

/// The capacities whose holders answer in public.
const PRINCIPALS: &[&str] = &[
    "acc",
    "aco",
    "assistant chief constable",
    "assistant chief officer",
    "assistant commissioner",
    "cc",
    "chief constable",
    "commissioner",
    "dcc",
    "deputy chief constable",
    "deputy commissioner",
    "deputy mayor",
    "deputy police and crime commissioner",
    "deputy police, fire and crime commissioner",
    "dpcc",
    "dpfcc",
    "mayor",
    "pcc",
    "pfcc",
    "police and crime commissioner",
    "police, fire and crime commissioner",
];

/// Words of which capacities and public bodies are made: a line of nothing else names nobody.
const OF_CAPACITIES: &[&str] = &[
    "a",
    "acting",
    "administrator",
    "analyst",
    "and",
    "assistant",
    "assurance",
    "audit",
    "authority",
    "board",
    "body",
    "chair",
    "chief",
    "clerk",
    "commander",
    "commissioner",
    "commissioner's",
    "committee",
    "communications",
    "constable",
    "constabulary",
    "coroner",
    "crime",
    "deputy",
    "detective",
    "director",
    "executive",
    "external",
    "finance",
    "fire",
    "force",
    "governance",
    "head",
    "hmic",
    "hmicfrs",
    "home",
    "inspector",
    "inspectorate",
    "internal",
    "iopc",
    "lead",
    "legal",
    "local",
    "majesty's",
    "manager",
    "mayor",
    "meeting",
    "member",
    "minute",
    "minutes",
    "note",
    "of",
    "office",
    "officer",
    "opcc",
    "opfcc",
    "panel",
    "performance",
    "police",
    "policing",
    "policy",
    "principal",
    "public",
    "research",
    "resident",
    "scrutiny",
    "secretariat",
    "secretary",
    "senior",
    "sergeant",
    "services",
    "staff",
    "state",
    "strategic",
    "superintendent",
    "support",
    "supt",
    "taker",
    "team",
    "temporary",
    "the",
    "treasurer",
    "vice",
];

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether whoever holds this capacity is named, unless the attendance says otherwise.
pub fn is_principal(capacity: &str) -> bool {
    let capacity = folded(capacity);
    let bare = ["t/", "a/", "temporary ", "acting ", "the "].iter().find_map(|prefix| capacity.strip_prefix(prefix));
    PRINCIPALS.contains(&bare.unwrap_or(&capacity))
}

fn is_capacity(text: &str) -> bool {
    let text = folded(text);
    is_principal(&text)
        || text.split([' ', ',', '/', '-', '(', ')']).filter(|word| !word.is_empty()).all(|word| {
            let is_initial = word.len() == 2 && word.ends_with('.');
            let word = word.trim_end_matches('.');
            !is_initial && (OF_CAPACITIES.contains(&word) || PRINCIPALS.contains(&word))
        })
}

/// Whether the name in a line of attendance is published.
pub fn is_named(line: &Attendance) -> bool {
    line.publish_name.unwrap_or_else(|| is_principal(&line.capacity))
}

/// Whom the attendance of some meetings lets be named.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    name: String,
    capacity: String,
    named: bool,
}

impl Naming {
    pub fn new(attendance: &[Attendance]) -> Self {
        let line = |line: &Attendance| Line { name: folded(&line.name), capacity: folded(&line.capacity), named: is_named(line) };
        Self { lines: attendance.iter().map(line).collect() }
    }

    /// Whether somebody's name is published beside a capacity.
    pub fn names(&self, name: &str, capacity: Option<&str>) -> bool {
        let name = folded(name);
        let mut lines = self.lines.iter().filter(|line| line.name == name).peekable();
        if lines.peek().is_some() { lines.all(|line| line.named) } else { capacity.is_some_and(is_principal) }
    }

    /// Whether a line that may hold a name, a capacity or both is published: when each of its parts is a capacity, the name of
    /// somebody who is named, or such a name beside a capacity that is named.
    pub fn shows(&self, text: &str) -> bool {
        is_capacity(text) || text.split([',', ';', '&']).flat_map(|part| part.split(" and ")).all(|part| self.shows_part(part))
    }

    fn shows_part(&self, part: &str) -> bool {
        let folded = folded(part);
        if is_capacity(&folded) || self.lines.iter().any(|line| line.capacity == folded) || self.names(&folded, None) {
            return true;
        }
        let (first, rest) = folded.split_once(' ').unwrap_or((folded.as_str(), ""));
        let (before, last) = folded.rsplit_once(' ').unwrap_or(("", folded.as_str()));
        let last = last.trim_matches(['(', ')']);
        (is_principal(first) && self.names(rest, Some(first))) || (is_principal(last) && self.names(before, Some(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendance::model::Attended;

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
            ("Eve Elsewhere", Some("ACC"), true),
            ("Eve Elsewhere", Some("Temporary Assistant Chief Constable"), true),
            ("Eve Elsewhere", Some("Sergeant"), false),
            ("Eve Elsewhere", None, false),
        ] {
            assert_eq!(naming().names(name, capacity), want, "{name} {capacity:?}");
        }
    }

    #[test]
    fn lines_that_may_hold_a_name() {
        for (text, want) in [
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
            ("Pat Nobody", false),
            ("CC, Pat Nobody", false),
        ] {
            assert_eq!(naming().shows(text), want, "{text}");
        }
    }
}
