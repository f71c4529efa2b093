//! The name of one person, as printed beside an office. Pure.

use super::words::{is_honour, is_never_of_name, is_only_surname, is_title};

/// Words between the parts of a name.
const PARTICLES: &[&str] = &["al", "bin", "da", "de", "del", "der", "du", "el", "la", "le", "van", "von", "y"];

/// True when a text may be the name of one person and nothing more: a surname or two names, with a title, initials, particles
/// and honours.
///
/// More words are not accepted: "ACC scribed Ann Example" cannot be told apart from three names. A word of capacities is only
/// accepted as a surname ("Ann Mayor").
pub fn is_name(text: &str) -> bool {
    let folded = text.to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = folded.split_whitespace().map(|word| word.trim_end_matches('.')).collect();
    let words = words.get(words.iter().take_while(|word| is_title(word)).count()..).unwrap_or_default();
    let honours = words.iter().rev().take_while(|word| is_honour(word)).count();
    let words = words.get(..words.len().saturating_sub(honours)).unwrap_or_default();
    let names: Vec<&str> = words.iter().filter(|word| !is_between(word)).copied().collect();
    let is_doing = |first: &str| first.len() > 5 && first.ends_with("ing");
    let is_ended = words.last().is_some_and(|word| !is_between(word));
    is_ended
        && match names.as_slice() {
            [surname] => is_part(surname) && !is_only_surname(surname),
            [first, surname] => is_part(first) && !is_only_surname(first) && !is_doing(first) && is_part(surname),
            _ => false,
        }
}

/// True for an initial, with or without its full stop, and for a particle.
fn is_between(word: &str) -> bool {
    let is_initials = word.split('.').all(|initial| initial.chars().count() == 1 && initial.chars().all(char::is_alphabetic));
    is_initials || PARTICLES.contains(&word)
}

/// True for a part of a name such as "O'Neill" or "Smith-Jones", but not for a possessive.
fn is_part(word: &str) -> bool {
    let is_of_letters = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    let parts = || word.split(['\'', '-']);
    let is_possessive = word.ends_with("'s") || word.ends_with('\'');
    !is_possessive
        && parts().all(is_of_letters)
        && !is_never_of_name(word)
        && !parts().any(|part| is_never_of_name(part) && part.len() > 2)
}
