//! The words of a phrase, and what its forms share.

use chrono::NaiveDate;

use super::super::model::{Rule, WeekDay};

/// The reasons a day is impossible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// "31 February".
    NoSuchDay,
    /// "Friday 8 December 2022".
    OtherWeekday { date: NaiveDate, weekday: WeekDay },
    /// A whole date before the day from which the words are read.
    Past { date: NaiveDate },
}

impl Impossible {
    /// Returns a sentence for people.
    pub fn sentence(self) -> String {
        match self {
            Self::NoSuchDay => "there is no such day".to_owned(),
            Self::OtherWeekday { date, weekday } => format!("{date} is a {}", capital(weekday.as_str())),
            Self::Past { date } => format!("{date} is before the day from which the words are read"),
        }
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A form that was recognised: its rule, or the reason it is impossible.
pub type Found = Result<Rule, Impossible>;

/// Splits the text into words in lower case, without the punctuation around them. A hyphen splits a word, but not a date.
pub fn words(text: &str) -> Option<Vec<String>> {
    // Longer than any phrase for one date.
    if text.chars().count() > 120 {
        return None;
    }
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'").replace(['\u{a0}', '\u{2009}'], " ");
    let text = text.replace(['\u{2013}', '\u{2011}'], "-");
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '(' | ')' | '"' | '\u{201c}' | '\u{201d}'));
        let word = word.strip_suffix("'s").unwrap_or(word).trim_matches('\'');
        if word.starts_with(|c: char| c.is_ascii_digit()) && word.matches('-').count() == 2 {
            words.push(word.to_owned());
        } else {
            words.extend(word.split('-').filter(|part| !part.is_empty()).map(undotted));
        }
    }
    Some(words)
}

/// Returns "cob" for "c.o.b", and any other word as it is.
fn undotted(word: &str) -> String {
    let initials =
        word.contains('.') && word.split('.').all(|part| part.len() == 1 && part.chars().all(|c| c.is_ascii_lowercase()));
    if initials { word.replace('.', "") } else { word.to_owned() }
}

/// Returns the words after the first of `leads` that `words` begins with; all of them when there is none.
pub fn after<'a, 'b>(words: &'a [&'b str], leads: &[&[&str]]) -> &'a [&'b str] {
    leads.iter().find(|lead| words.starts_with(lead)).and_then(|lead| words.get(lead.len()..)).unwrap_or(words)
}

/// "No later than".
pub const NO_LATER: &[&str] = &["no", "later", "than"];
/// "Not later than".
pub const NOT_LATER: &[&str] = &["not", "later", "than"];
/// Words that may precede a named day.
pub const BY: &[&[&str]] = &[NO_LATER, NOT_LATER, &["on", "or", "before"], &["by"], &["on"]];

/// Reads a number in digits.
pub fn digits(word: &str) -> Option<u16> {
    if word.chars().all(|c| c.is_ascii_digit()) { word.parse().ok() } else { None }
}
