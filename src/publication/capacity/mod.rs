//! What a capacity, as a record prints it, says of its holder. Pure.
//!
//! A capacity names an office only where it begins with the office: "Temporary Chief Constable (T/CC)", "ACC Crime Operations",
//! "Deputy Mayor for Policing and Crime". Who serves an office does not hold it: whatever stands before it ("PA to the", "on
//! behalf of"), a possessive ("CC's") and every word for staff behind it ("PCC Support Officer") make it nobody's.

mod areas;
mod offices;
mod parse;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

pub use parse::Held;
pub use tokens::folded;

/// The office that somebody of this capacity holds, of those who answer in public: the head of the body, chief officers of the
/// force and of fire and rescue, their deputies and assistants by rank, and the statutory officers of the body.
///
/// `None` for everybody else, and where it is not plain that the office is held and not served.
pub fn held(capacity: &str) -> Option<Held> {
    parse::held(&tokens::tokens(capacity))
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
    tokens::folded(one) == tokens::folded(other) || both.is_some_and(|(one, other)| is_alike(&one, &other))
}

/// Whether a text may be the name of one person and no more: without a word for staff, or a relation to somebody else. A word of
/// capacities is only a surname ("Ann Mayor").
pub fn is_bare_name(text: &str) -> bool {
    let tokens = tokens::tokens(text);
    let is_surname = |place: usize| place == 1 && tokens.len() == 2;
    tokens.iter().enumerate().all(|(place, token)| {
        token.word().is_some_and(|word| {
            !words::serves(word) && !words::relates(word) && (is_surname(place) || !words::is_of_capacities(word))
        })
    })
}

/// Whether a text is no beginning that waits for more ("PCC for").
pub fn is_whole(text: &str) -> bool {
    tokens::tokens(text).last().and_then(tokens::Token::word).is_none_or(|word| !words::relates(word))
}

/// Whether no word of a text says that somebody serves, stands for or speaks for somebody else.
pub fn says_nothing_of_serving(text: &str) -> bool {
    !tokens::tokens(text).iter().filter_map(tokens::Token::word).any(|word| words::serves(word) || words::relates(word))
}
