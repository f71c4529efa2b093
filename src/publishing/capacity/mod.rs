//! Parsing of printed capacities: the office that a person holds. Pure.
//!
//! A capacity names an office only if it begins with the office: "Temporary Chief Constable (T/CC)", "ACC Crime Operations",
//! "Deputy Mayor for Policing and Crime". Somebody who serves an office does not hold it: words before it ("PA to the", "on
//! behalf of") or a possessive ("CC's") mean that nobody holds it. So do unknown words after it: "ACC Crime" holds an office,
//! "ACC Bagman" does not. These may follow an office: another office, how it is held and attended, an honour, a portfolio of
//! listed words, and an area, a force or its body.

mod areas;
mod names;
mod offices;
mod parse;
mod portfolios;
mod sides;
#[cfg(test)]
mod tables;
mod tail;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

pub use names::is_name as is_bare_name;
pub use sides::side;
pub use tail::Held;

use crate::publishing::typeset::folded;

/// Returns the office held in this capacity, among those who answer in public: the head of the body, chief officers of the
/// force and of fire and rescue, their deputies and assistants by rank, and the statutory officers of the body.
///
/// `None` for everybody else, and if it is not clear that the office is held and not served.
pub fn held(capacity: &str) -> Option<Held> {
    tail::held(&tokens::tokens(capacity))
}

/// True when a line consists only of words for capacities and public bodies, so that it names nobody.
pub fn is_only_capacity(line: &str) -> bool {
    words::are_of_capacities(line) || held(line).is_some_and(|held| held.is_plain)
}

/// True when two capacities may be those of one person: the same office alone, and not two portfolios.
pub fn is_same(one: &str, other: &str) -> bool {
    let is_alike = |one: &Held, other: &Held| {
        let is_either = one.portfolio.is_empty() || other.portfolio.is_empty() || one.portfolio == other.portfolio;
        one.office == other.office && !one.has_another && !other.has_another && is_either
    };
    let both = held(one).zip(held(other));
    folded(one) == folded(other) || both.is_some_and(|(one, other)| is_alike(&one, &other))
}

/// True when a text is complete, not a beginning such as "PCC for".
pub fn is_whole(text: &str) -> bool {
    tokens::tokens(text).last().and_then(tokens::Token::word).is_none_or(|word| !words::relates(word))
}

/// True when a text after an office may be its holder: a name, with only words that may follow the office ("(Chair)").
pub fn is_holder(text: &str) -> bool {
    let ends_name = |letter: char| !letter.is_alphanumeric() && !letter.is_whitespace() && !"'\u{2019}.-".contains(letter);
    let end = text.find(ends_name).into_iter().chain(text.find(" -")).min().unwrap_or(text.len());
    text.split_at_checked(end).is_some_and(|(name, tail)| names::is_name(name) && tail::is_known(&tokens::tokens(tail)))
}
