//! What a capacity, as a record prints it, says of its holder. Pure.
//!
//! A capacity names an office only where it begins with the office: "Temporary Chief Constable (T/CC)", "ACC Crime Operations",
//! "Deputy Mayor for Policing and Crime". Who serves an office does not hold it: whatever stands before it ("PA to the", "on
//! behalf of") or is its possessive ("CC's") makes it nobody's. So does everything behind it that is not known: "ACC Crime" holds an
//! office, "ACC Bagman" does not. What may stand behind an office is another office, how it is held and attended, an honour, a
//! portfolio of listed words, and an area, a force or its body.

mod areas;
mod names;
mod offices;
mod parse;
mod portfolios;
#[cfg(test)]
mod tables;
mod tail;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

pub use names::is_name as is_bare_name;
pub use tail::Held;

use crate::publishing::typeset::folded;

/// The office that somebody of this capacity holds, of those who answer in public: the head of the body, chief officers of the
/// force and of fire and rescue, their deputies and assistants by rank, and the statutory officers of the body.
///
/// `None` for everybody else, and where it is not plain that the office is held and not served.
pub fn held(capacity: &str) -> Option<Held> {
    tail::held(&tokens::tokens(capacity))
}

/// Whether a line is made of nothing but words for capacities and public bodies: it names nobody.
pub fn is_only_capacity(line: &str) -> bool {
    words::are_of_capacities(line) || held(line).is_some_and(|held| held.is_plain)
}

/// Whether two capacities may be those of one person: the same office alone, and no two portfolios.
pub fn is_same(one: &str, other: &str) -> bool {
    let is_alike = |one: &Held, other: &Held| {
        let is_either = one.portfolio.is_empty() || other.portfolio.is_empty() || one.portfolio == other.portfolio;
        one.office == other.office && !one.has_another && !other.has_another && is_either
    };
    let both = held(one).zip(held(other));
    folded(one) == folded(other) || both.is_some_and(|(one, other)| is_alike(&one, &other))
}

/// Whether a text is no beginning that waits for more ("PCC for").
pub fn is_whole(text: &str) -> bool {
    tokens::tokens(text).last().and_then(tokens::Token::word).is_none_or(|word| !words::relates(word))
}

/// Whether a text behind an office may be its holder: a name, and beside it only what may stand behind the office ("(Chair)").
pub fn is_holder(text: &str) -> bool {
    let ends_name = |letter: char| !letter.is_alphanumeric() && !letter.is_whitespace() && !"'\u{2019}.-".contains(letter);
    let end = text.find(ends_name).into_iter().chain(text.find(" -")).min().unwrap_or(text.len());
    text.split_at_checked(end).is_some_and(|(name, tail)| names::is_name(name) && tail::is_known(&tokens::tokens(tail)))
}
