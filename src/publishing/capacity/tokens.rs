//! A printed line as words and separators. Pure.

/// A word in lower case, or a separator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Word(String),
    /// A word printed with a capital letter, which may be the name of a place.
    Capital(String),
    Comma,
    Slash,
    /// Brackets, dashes, colons: the words after it explain those before.
    Break,
}

impl Token {
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) | Self::Capital(word) => Some(word),
            Self::Comma | Self::Slash | Self::Break => None,
        }
    }

    pub fn is(&self, word: &str) -> bool {
        self.word() == Some(word)
    }
}

/// The tokens behind the first `used`.
pub fn rest(tokens: &[Token], used: usize) -> &[Token] {
    tokens.get(used..).unwrap_or_default()
}

/// Splits a line into tokens. "C.C." and "CC" are the same word, "&" is "and", and all kinds of apostrophe and dash are the
/// same.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut word = String::new();
    // The number of letters since the last full stop: initials are joined, abbreviations ("temp.") end.
    let mut run = 0_usize;
    let mut is_capital = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let between = match letter {
            '\'' | '\u{2019}' | '\u{2018}' | '\u{2bc}' => {
                word.push('\'');
                continue;
            }
            '.' if run == 1 => {
                run = 0;
                continue;
            }
            _ if letter.is_alphanumeric() => {
                is_capital |= word.is_empty() && letter.is_uppercase();
                word.extend(letter.to_lowercase());
                run = run.saturating_add(1);
                continue;
            }
            // "Vice-Chair", "Dyfed-Powys": a hyphen inside a word is a space.
            '-' | '\u{2010}' | '\u{2011}' if !word.is_empty() && letters.peek().is_some_and(|next| next.is_alphanumeric()) => {
                None
            }
            ',' | ';' => Some(Token::Comma),
            '/' | '\\' | '|' => Some(Token::Slash),
            '&' | '+' => Some(Token::Word("and".to_owned())),
            _ if letter.is_whitespace() || letter == '.' => None,
            _ => Some(Token::Break),
        };
        flush(&mut found, &mut word, is_capital);
        is_capital = false;
        run = 0;
        found.extend(between);
    }
    flush(&mut found, &mut word, is_capital);
    found
}

fn flush(found: &mut Vec<Token>, word: &mut String, is_capital: bool) {
    let bare = word.trim_matches('\'');
    // "the Commissioners' office": the apostrophe after a word marks a possessive.
    let kept = if word.ends_with("s'") && !bare.is_empty() { word.trim_start_matches('\'') } else { bare };
    if !kept.is_empty() {
        found.push(if is_capital { Token::Capital(kept.to_owned()) } else { Token::Word(kept.to_owned()) });
    }
    word.clear();
}
