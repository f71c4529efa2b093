//! Takes out of a record what is kept from the public, and says so in its place. Pure.
//!
//! A gap in a text is a marker that says why (`[withheld: foia_s40]`); a member that is withheld as a whole is `null`. What was
//! taken out comes back beside the record, to be committed to.

use serde_json::Value;

use crate::digest::sha256_hex;

/// Where a record of the working record stands in a public one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The collection: `questions`, `responses`, `attendance`, ...
    pub resource: &'static str,
    pub id: String,
    /// JSON Pointer to the object.
    pub pointer: String,
}

/// Something to be taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    pub redaction_id: Option<String>,
    pub resource: String,
    pub resource_id: String,
    /// A member of the object, or a JSON Pointer below it without its first slash (`points/0`).
    pub field: String,
    /// The words; all of the member without them.
    pub span: Option<String>,
    /// Which occurrence of the words, from 1; every one without it.
    pub occurrence: Option<usize>,
    pub reason: String,
}

/// What was taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub redaction_id: Option<String>,
    pub pointer: String,
    pub reason: String,
    pub whole: bool,
    /// The text that is withheld; JSON where the member is no text.
    pub value: String,
}

/// Whether withheld words are refused in titles and in what is said of an edition: those that somebody asked to withhold, and
/// names of people. Of a line that may be a name or an office nobody knows whether it is a secret: there a warning is enough.
pub fn is_refused_in_titles(redaction_id: Option<&str>, pointer: &str) -> bool {
    redaction_id.is_some() || (pointer.ends_with("/name") && !pointer.contains("/sent_to/"))
}

/// What stands in a text where words were.
pub fn marker(reason: &str) -> String {
    format!("[withheld: {reason}]")
}

/// Takes every cut out of `record`. A cut whose words are not there, or whose record is not in this one, takes nothing.
pub fn redact(record: &mut Value, places: &[Place], cuts: &[Cut]) -> Vec<Taken> {
    let mut taken = Vec::new();
    // Whole members last: a span of the same member has its own reason and commitment first.
    let (spans, wholes): (Vec<&Cut>, Vec<&Cut>) = cuts.iter().partition(|cut| cut.span.is_some());
    for cut in spans.into_iter().chain(wholes) {
        for place in places.iter().filter(|place| place.resource == cut.resource && place.id == cut.resource_id) {
            for pointer in pointers(record, place, &cut.field) {
                let Some(member) = record.pointer_mut(&pointer) else { continue };
                let found = match &cut.span {
                    Some(span) => cut_span(member, span, cut.occurrence, &cut.reason),
                    None => cut_whole(member),
                };
                taken.extend(found.into_iter().map(|value| Taken {
                    redaction_id: cut.redaction_id.clone(),
                    pointer: pointer.clone(),
                    reason: cut.reason.clone(),
                    whole: cut.span.is_none(),
                    value,
                }));
            }
        }
    }
    taken
}

/// Where a field stands: in the object, and in each earlier wording of it.
fn pointers(record: &Value, place: &Place, field: &str) -> Vec<String> {
    let earlier = record.pointer(&format!("{}/earlier_wordings", place.pointer)).and_then(Value::as_array);
    let earlier = (0..earlier.map_or(0, Vec::len)).map(|index| format!("{}/earlier_wordings/{index}/{field}", place.pointer));
    std::iter::once(format!("{}/{field}", place.pointer)).chain(earlier).collect()
}

fn cut_whole(member: &mut Value) -> Vec<String> {
    match member.take() {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text],
        other => vec![other.to_string()],
    }
}

fn cut_span(member: &mut Value, span: &str, occurrence: Option<usize>, reason: &str) -> Vec<String> {
    let Value::String(text) = member else { return Vec::new() };
    let mut out = String::with_capacity(text.len());
    let mut values = Vec::new();
    let mut rest = text.as_str();
    let mut seen = 0;
    while let Some((before, after)) = (!span.is_empty()).then(|| rest.split_once(span)).flatten() {
        seen += 1;
        out.push_str(before);
        if occurrence.is_none_or(|wanted| wanted == seen) {
            out.push_str(&marker(reason));
            values.push(span.to_owned());
        } else {
            out.push_str(span);
        }
        rest = after;
    }
    out.push_str(rest);
    *text = out;
    values
}

/// A text as it is compared: in lower case, with one kind of space, apostrophe and dash, and without what nobody sees.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '\u{02bc}' | '`' | '\u{b4}' => out.push('\''),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out.trim().to_owned()
}

/// Whether withheld words stand in a text, as words of their own, in whatever case and however they are typeset. Too little to be
/// looked for, such as a number or an initial, is found nowhere.
pub fn stands_in(text: &str, words: &str) -> bool {
    let (text, words) = (folded(text), folded(words));
    if words.chars().count() < 3 || !words.chars().any(char::is_alphabetic) {
        return false;
    }
    let is_open = |near: Option<char>, own: Option<char>| {
        !(near.is_some_and(char::is_alphanumeric) && own.is_some_and(char::is_alphanumeric))
    };
    text.match_indices(&words).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        is_open(before, words.chars().next()) && is_open(after, words.chars().next_back())
    })
}

/// Whether a redaction says where its words are by counting: such a place may come to hold other words.
pub fn is_by_position(field: &str, occurrence: bool) -> bool {
    occurrence || field.split('/').any(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

/// A member as a redaction by position remembers it, in hexadecimal. The id of the redaction is the salt: it is never published.
pub fn member_sha256(redaction_id: &str, member: &Value) -> String {
    sha256_hex(format!("{redaction_id}{member}").as_bytes())
}

/// How many words a withheld text has: at least one.
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
            let places = [Place { resource: "questions", id: "q".into(), pointer: "/questions/0".into() }];
            let found = redact(&mut record, &places, &cuts);
            assert_eq!(record["questions"][0]["text"], want);
            assert_eq!(found.iter().map(|taken| taken.value.as_str()).collect::<Vec<_>>(), taken);
        }
    }

    #[test]
    fn earlier_wordings_are_cut_too() {
        let mut record = json!({"text": "Ann left", "earlier_wordings": [{"text": "Where is Ann?"}, {"text": "Where?"}]});
        let places = [Place { resource: "questions", id: "q".into(), pointer: String::new() }];
        let found = redact(&mut record, &places, &[cut("text", Some("Ann"), None)]);
        assert_eq!(record["earlier_wordings"][0]["text"], "Where is [withheld: foia_s40]?");
        assert_eq!(found.iter().map(|taken| taken.pointer.as_str()).collect::<Vec<_>>(), ["/text", "/earlier_wordings/0/text"]);
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
        let places = [Place { resource: "questions", id: "q".into(), pointer: String::new() }];
        let found = redact(&mut record, &places, &[cut("text", None, None), cut("points/1", None, None)]);
        assert_eq!(record, json!({"text": null, "points": ["a", null]}));
        assert_eq!(found.iter().map(|taken| taken.pointer.as_str()).collect::<Vec<_>>(), ["/text", "/points/1"]);
        assert_eq!(words(" two words "), 2);
    }
}
