//! Comparison of texts regardless of typesetting. Pure.

/// Folds a text for comparison: lower case, one kind of space, apostrophe and dash, and no invisible characters.
pub fn folded(text: &str) -> String {
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

/// True when a text contains words as whole words; both are [`folded`].
pub fn whole_in(text: &str, words: &str) -> bool {
    let is_open = |near: Option<char>, own: Option<char>| {
        !(near.is_some_and(char::is_alphanumeric) && own.is_some_and(char::is_alphanumeric))
    };
    text.match_indices(words).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        is_open(before, words.chars().next()) && is_open(after, words.chars().next_back())
    })
}
