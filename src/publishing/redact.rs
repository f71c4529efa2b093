//! Removes withheld content from a record, and marks the place. Pure.
//!
//! A gap in a text is a marker with the reason (`[withheld: foia_s40]`); a member that is withheld as a whole is `null`. The
//! removed content is returned with the record, for the commitments.

use serde_json::Value;

use crate::foundation::digest::sha256_hex;
use crate::publication_log::reasons::marker;
use crate::publishing::typeset::{folded, whole_in};

/// The members of a record that a link to it repeats: each with the name that it has in the link.
pub type Shows = &'static [(&'static str, &'static str)];

/// The place of a working record in a public one, or of a link to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The collection: `questions`, `responses`, `attendance`, ...
    pub resource: &'static str,
    pub id: String,
    /// JSON Pointer to the object.
    pub pointer: String,
    /// For a link: the members of the record that it repeats.
    pub shows: Option<Shows>,
}

/// Content to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    pub redaction_id: Option<String>,
    pub resource: String,
    pub resource_id: String,
    /// A member of the object, or a JSON Pointer below it without its first slash (`points/0`).
    pub field: String,
    /// The words to remove; all of the member without them.
    pub span: Option<String>,
    /// The occurrence of the words, from 1; all occurrences without it.
    pub occurrence: Option<usize>,
    pub reason: String,
}

/// Removed content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub redaction_id: Option<String>,
    /// Other redactions whose words overlap, and which also cover this content.
    pub others: Vec<String>,
    pub pointer: String,
    pub reason: String,
    pub whole: bool,
    /// The withheld text; JSON if the member is not a text.
    pub value: String,
}

/// True when withheld words are refused in titles and in statements about an edition: words that somebody asked to withhold,
/// and names of people. A line that may be a name or an office may not be secret: there a warning is enough.
pub fn is_refused_in_titles(redaction_id: Option<&str>, pointer: &str) -> bool {
    redaction_id.is_some() || (pointer.ends_with("/name") && !pointer.contains("/sent_to/"))
}

/// Removes every cut from `record`. A cut whose words or record are not found removes nothing.
///
/// All spans of a member are searched for, and counted, in its original text; overlapping spans give one gap.
pub fn redact(record: &mut Value, places: &[Place], cuts: &[Cut]) -> Vec<Taken> {
    let mut taken = Vec::new();
    // Whole members last: a span of the same member has its own reason and commitment first.
    let (spans, wholes): (Vec<&Cut>, Vec<&Cut>) = cuts.iter().partition(|cut| cut.span.is_some());
    for (pointer, cuts) in by_member(record, places, &spans) {
        // An occurrence is counted in the current wording. In earlier wordings nobody has counted, so all occurrences are
        // withheld.
        let counted = !pointer.contains("/earlier_wordings/");
        if let Some(member) = record.pointer_mut(&pointer) {
            taken.extend(cut_spans(member, &pointer, &cuts, counted));
        }
    }
    for (pointer, cuts) in by_member(record, places, &wholes) {
        for cut in cuts {
            let found = record.pointer_mut(&pointer).and_then(cut_whole);
            taken.extend(found.map(|value| cut.takes(&pointer, value)));
        }
    }
    taken
}

/// Groups the cuts by member of the record, members in the order of their first cuts.
fn by_member<'a>(record: &Value, places: &[Place], cuts: &[&'a Cut]) -> Vec<(String, Vec<&'a Cut>)> {
    let mut members: Vec<(String, Vec<&'a Cut>)> = Vec::new();
    for &cut in cuts {
        for place in places.iter().filter(|place| place.resource == cut.resource && place.id == cut.resource_id) {
            for pointer in texts(record, pointers(record, place, &cut.field)) {
                match members.iter_mut().find(|(other, _)| *other == pointer) {
                    Some((_, cuts)) => cuts.push(cut),
                    None => members.push((pointer, vec![cut])),
                }
            }
        }
    }
    members
}

impl Cut {
    fn takes(&self, pointer: &str, value: String) -> Taken {
        Taken {
            redaction_id: self.redaction_id.clone(),
            others: Vec::new(),
            pointer: pointer.to_owned(),
            reason: self.reason.clone(),
            whole: self.span.is_none(),
            value,
        }
    }
}

/// True for a person, who is withheld by name and capacity: the side stays.
pub fn is_person(value: &Value) -> bool {
    let Some(members) = value.as_object() else { return false };
    ["name", "capacity", "side"].iter().all(|name| members.contains_key(*name)) && !members.contains_key("id")
}

/// Returns the places of the texts at some places: those of a person are the name and the capacity.
fn texts(record: &Value, pointers: Vec<String>) -> Vec<String> {
    let of = |pointer: String| match record.pointer(&pointer) {
        Some(value) if is_person(value) => vec![format!("{pointer}/name"), format!("{pointer}/capacity")],
        _ => vec![pointer],
    };
    pointers.into_iter().flat_map(of).collect()
}

/// Returns the places of a field: in the object, and in each earlier wording of it; in a link, the member that repeats it.
fn pointers(record: &Value, place: &Place, field: &str) -> Vec<String> {
    if let Some(shows) = place.shows {
        let repeats = shows.iter().filter(|(of, _)| *of == field);
        return repeats.map(|(_, member)| format!("{}/{member}", place.pointer)).collect();
    }
    let earlier = record.pointer(&format!("{}/earlier_wordings", place.pointer)).and_then(Value::as_array);
    let earlier = (0..earlier.map_or(0, Vec::len)).map(|index| format!("{}/earlier_wordings/{index}/{field}", place.pointer));
    std::iter::once(format!("{}/{field}", place.pointer)).chain(earlier).collect()
}

fn cut_whole(member: &mut Value) -> Option<String> {
    match member.take() {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

fn cut_spans(member: &mut Value, pointer: &str, cuts: &[&Cut], counted: bool) -> Vec<Taken> {
    let Value::String(text) = member else { return Vec::new() };
    let mut out = String::with_capacity(text.len());
    let mut taken = Vec::new();
    let mut done = 0;
    for gap in gaps(text, cuts, counted) {
        let [first, others @ ..] = gap.cuts.as_slice() else { continue };
        out.push_str(text.get(done..gap.from).unwrap_or_default());
        out.push_str(&marker(&first.reason));
        let value = text.get(gap.from..gap.to).unwrap_or_default().to_owned();
        let others = others.iter().filter_map(|cut| cut.redaction_id.clone()).collect();
        taken.push(Taken { others, ..first.takes(pointer, value) });
        done = gap.to;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    *text = out;
    taken
}

/// A part of a text that is removed, and the cuts that cover it, earliest beginning first.
struct Gap<'a> {
    from: usize,
    to: usize,
    cuts: Vec<&'a Cut>,
}

fn gaps<'a>(text: &str, cuts: &[&'a Cut], counted: bool) -> Vec<Gap<'a>> {
    let mut found: Vec<Gap<'a>> = Vec::new();
    for &cut in cuts {
        let Some(span) = cut.span.as_deref().filter(|span| !span.is_empty()) else { continue };
        let occurrence = cut.occurrence.filter(|_| counted);
        let wanted = text.match_indices(span).enumerate().filter(|(place, _)| occurrence.is_none_or(|one| one == place + 1));
        found.extend(wanted.map(|(_, (at, _))| Gap { from: at, to: at + span.len(), cuts: vec![cut] }));
    }
    found.sort_by_key(|gap| gap.from);
    let mut merged: Vec<Gap<'a>> = Vec::new();
    for gap in found {
        match merged.last_mut().filter(|last| gap.from < last.to) {
            Some(last) => {
                last.to = last.to.max(gap.to);
                last.cuts.extend(gap.cuts);
            }
            None => merged.push(gap),
        }
    }
    merged
}

/// True when a text contains withheld words, as whole words, in any case and typesetting. Words too short to search for, such
/// as a number or an initial, never match.
pub fn stands_in(text: &str, words: &str) -> bool {
    let (text, words) = (folded(text), folded(words));
    if words.chars().count() < 3 || !words.chars().any(char::is_alphabetic) {
        return false;
    }
    whole_in(&text, &words)
}

/// True when a redacted record still contains the content of a cut. It is searched for by record id, because its subject may
/// have changed.
pub fn still_says(record: &Value, cut: &Cut) -> bool {
    match record {
        Value::Array(items) => items.iter().any(|item| still_says(item, cut)),
        Value::Object(members) => {
            let is_it = members.get("id").and_then(Value::as_str) == Some(cut.resource_id.as_str());
            let says = |pointer: &String| match (record.pointer(pointer), &cut.span) {
                (None | Some(Value::Null), _) => false,
                (Some(Value::String(text)), Some(span)) => {
                    !gaps(text, &[cut], !pointer.contains("/earlier_wordings/")).is_empty() && !is_marker_only(text, span)
                }
                (Some(_), Some(_)) => false,
                (Some(_), None) => true,
            };
            let place = Place { resource: "", id: String::new(), pointer: String::new(), shows: None };
            is_it && texts(record, pointers(record, &place, &cut.field)).iter().any(says)
                || members.values().any(|one| still_says(one, cut))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// True when words occur only in the markers of a text.
fn is_marker_only(text: &str, span: &str) -> bool {
    let mut outside = String::with_capacity(text.len());
    for (place, part) in text.split("[withheld: ").enumerate() {
        outside.push_str(if place == 0 { part } else { part.split_once(']').map_or("", |(_, after)| after) });
        outside.push('\n');
    }
    !outside.contains(span)
}

/// True when a redaction finds its words by counting, so that its place may later contain other words.
pub fn is_by_position(field: &str, occurrence: bool) -> bool {
    occurrence || field.split('/').any(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

/// Returns the hash of a member for a redaction by position, in hexadecimal. The redaction's id is the salt: it is never
/// published.
pub fn member_sha256(redaction_id: &str, member: &Value) -> String {
    sha256_hex(format!("{redaction_id}{member}").as_bytes())
}

/// Returns the number of words in a withheld text: at least one.
pub fn words(value: &str) -> i64 {
    i64::try_from(value.split_whitespace().count()).unwrap_or(i64::MAX).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn cut(field: &str, span: Option<&str>, occurrence: Option<usize>) -> Cut {
        Cut {
            redaction_id: None,
            resource: "questions".into(),
            resource_id: "q".into(),
            field: field.into(),
            span: span.map(str::to_owned),
            occurrence,
            reason: "foia_s40".into(),
        }
    }

    #[test]
    fn gaps_say_why_and_the_words_are_gone() {
        for (cuts, want, taken) in [
            (vec![cut("text", Some("Ann"), None)], "[withheld: foia_s40] saw Bob and [withheld: foia_s40]", vec!["Ann", "Ann"]),
            (vec![cut("text", Some("Ann"), Some(2))], "Ann saw Bob and [withheld: foia_s40]", vec!["Ann"]),
            (vec![cut("text", Some("Eve"), None)], "Ann saw Bob and Ann", vec![]),
            (vec![cut("text", Some(""), None)], "Ann saw Bob and Ann", vec![]),
            (vec![cut("gone", Some("Ann"), None)], "Ann saw Bob and Ann", vec![]),
        ] {
            let mut record = json!({"questions": [{"text": "Ann saw Bob and Ann"}]});
            let places = [Place { resource: "questions", id: "q".into(), pointer: "/questions/0".into(), shows: None }];
            let found = redact(&mut record, &places, &cuts);
            assert_eq!(record["questions"][0]["text"], want);
            assert_eq!(found.iter().map(|taken| taken.value.as_str()).collect::<Vec<_>>(), taken);
        }
    }

    #[test]
    fn spans_are_counted_in_the_text_as_it_is_and_overlap() {
        for (text, cuts, want, taken) in [
            (
                "first Ann, second Ann, third Ann",
                vec![cut("text", Some("Ann"), Some(1)), cut("text", Some("Ann"), Some(2))],
                "first [withheld: foia_s40], second [withheld: foia_s40], third Ann",
                vec!["Ann", "Ann"],
            ),
            (
                "It was John Henry Miller of Ludlow.",
                vec![cut("text", Some("John Henry"), None), cut("text", Some("Henry Miller of Ludlow"), None)],
                "It was [withheld: foia_s40].",
                vec!["John Henry Miller of Ludlow"],
            ),
            (
                "Mary Jane Watson and Jane",
                vec![cut("text", Some("Jane"), None), cut("text", Some("Mary Jane Watson"), None)],
                "[withheld: foia_s40] and [withheld: foia_s40]",
                vec!["Mary Jane Watson", "Jane"],
            ),
            ("Ann", vec![cut("text", Some("Ann"), None), cut("text", Some("Ann"), None)], "[withheld: foia_s40]", vec!["Ann"]),
            ("AnnAnn", vec![cut("text", Some("Ann"), None)], "[withheld: foia_s40][withheld: foia_s40]", vec!["Ann", "Ann"]),
        ] {
            let mut record = json!({ "text": text });
            let places = [Place { resource: "questions", id: "q".into(), pointer: String::new(), shows: None }];
            let found = redact(&mut record, &places, &cuts);
            assert_eq!(record["text"], want);
            assert_eq!(found.iter().map(|taken| taken.value.as_str()).collect::<Vec<_>>(), taken);
        }
    }

    #[test]
    fn what_a_record_still_says() {
        let record = json!({"questions": [
            {"id": "q", "text": "Ann saw [withheld: foia_s40]", "context": null, "earlier_wordings": [{"text": "Bob left"}]},
        ]});
        for (cut, want) in [
            (cut("text", Some("Ann"), None), true),
            (cut("text", Some("Ann"), Some(2)), false),
            (cut("text", Some("withheld"), None), false),
            (cut("text", Some("Bob"), Some(3)), true),
            (cut("text", Some("Eve"), None), false),
            (cut("text", None, None), true),
            (cut("context", None, None), false),
            (Cut { resource_id: "r".into(), ..cut("text", Some("Ann"), None) }, false),
        ] {
            assert_eq!(still_says(&record, &cut), want, "{cut:?}");
        }
    }

    #[test]
    fn earlier_wordings_are_cut_too() {
        let mut record = json!({"text": "Ann left", "earlier_wordings": [{"text": "Where is Ann?"}, {"text": "Where?"}]});
        let places = [Place { resource: "questions", id: "q".into(), pointer: String::new(), shows: None }];
        let found = redact(&mut record, &places, &[cut("text", Some("Ann"), None)]);
        assert_eq!(record["earlier_wordings"][0]["text"], "Where is [withheld: foia_s40]?");
        assert_eq!(found.iter().map(|taken| taken.pointer.as_str()).collect::<Vec<_>>(), ["/text", "/earlier_wordings/0/text"]);
    }

    #[test]
    fn people_and_links_are_cut_too() {
        let record = json!({
            "id": "q", "text": "Where is Ann?", "asked_by": {"name": "Ann", "capacity": "PCC", "side": "body"},
            "next": {"id": "q", "reference": "Q1", "title": "Where is Ann?", "url": null},
        });
        let places = [
            Place { resource: "questions", id: "q".into(), pointer: String::new(), shows: None },
            Place { resource: "questions", id: "q".into(), pointer: "/next".into(), shows: Some(&[("text", "title")]) },
        ];
        for (cut, want) in [
            (cut("asked_by", None, None), vec!["/asked_by/name", "/asked_by/capacity"]),
            (cut("asked_by", Some("Ann"), None), vec!["/asked_by/name"]),
            (cut("asked_by/capacity", None, None), vec!["/asked_by/capacity"]),
            (cut("text", Some("Ann"), None), vec!["/text", "/next/title"]),
            (cut("text", None, None), vec!["/text", "/next/title"]),
        ] {
            let mut public = record.clone();
            assert!(still_says(&public, &cut), "{cut:?}");
            let found = redact(&mut public, &places, std::slice::from_ref(&cut));
            assert_eq!(found.iter().map(|taken| taken.pointer.as_str()).collect::<Vec<_>>(), want, "{cut:?}");
            assert_eq!(public["asked_by"]["side"], "body");
            assert!(!still_says(&public, &cut), "{cut:?}");
        }
    }

    #[test]
    fn words_that_stand_somewhere() {
        for (text, words, want) in [
            ("Report of Ann Smith", "Ann Smith", true),
            ("REPORT OF ANN SMITH.", "Ann Smith", true),
            ("Report of Joann Smithers", "Ann Smith", false),
            ("Annex", "Ann", false),
            ("The Ann-line", "Ann", true),
            ("Complaint of Vera O\u{2019}Brien", "O'Brien", true),
            ("Vera\u{a0}\n O'Brien", "Vera O'Brien", true),
            ("O\u{200b}'Brien", "O'Brien", true),
            ("Anne\u{2013}Marie", "anne-marie", true),
            ("12 cases", "12", false),
            ("A b", "b", false),
            ("said (he left) so", "(he left)", true),
        ] {
            assert_eq!(stands_in(text, words), want, "{text} {words}");
        }
    }

    #[test]
    fn words_that_are_refused_in_titles() {
        for (redaction, pointer, want) in [
            (Some("r"), "/question/text", true),
            (None, "/meeting/attendance/2/name", true),
            (None, "/response/sent_to/0/name", false),
            (None, "/recommendations/0/force_answer/given_by", false),
        ] {
            assert_eq!(is_refused_in_titles(redaction, pointer), want, "{pointer}");
        }
    }

    #[test]
    fn whole_members_are_null() {
        let mut record = json!({"text": "Ann", "points": ["a", "b"]});
        let places = [Place { resource: "questions", id: "q".into(), pointer: String::new(), shows: None }];
        let found = redact(&mut record, &places, &[cut("text", None, None), cut("points/1", None, None)]);
        assert_eq!(record, json!({"text": null, "points": ["a", null]}));
        assert_eq!(found.iter().map(|taken| taken.pointer.as_str()).collect::<Vec<_>>(), ["/text", "/points/1"]);
        assert_eq!(words(" two words "), 2);
    }
}
