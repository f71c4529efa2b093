//! A printed line as words and what stands between them. Pure.

/// A word in lower case, or what stands between words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Word(String),
    Comma,
    Slash,
    /// Brackets, dashes, colons: what follows explains what was before.
    Break,
}

impl Token {
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Comma | Self::Slash | Self::Break => None,
        }
    }

    pub fn is(&self, word: &str) -> bool {
        self.word() == Some(word)
    }
}

/// The text in lower case with single spaces.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The tokens of a line. "C.C." and "CC" are the same word, "&" is "and", and every kind of apostrophe and dash is one.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut word = String::new();
    // How many letters stand since the last full stop: initials are joined, abbreviations ("temp.") end.
    let mut run = 0_usize;
    for letter in text.to_lowercase().chars() {
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
                word.push(letter);
                run = run.saturating_add(1);
                continue;
            }
            ',' | ';' => Some(Token::Comma),
            '/' | '\\' | '|' => Some(Token::Slash),
            '&' | '+' => Some(Token::Word("and".to_owned())),
            _ if letter.is_whitespace() || letter == '.' => None,
            _ => Some(Token::Break),
        };
        flush(&mut found, &mut word);
        run = 0;
        found.extend(between);
    }
    flush(&mut found, &mut word);
    found
}

fn flush(found: &mut Vec<Token>, word: &mut String) {
    let bare = word.trim_matches('\'');
    // "the Commissioners' office": the apostrophe behind a word says that something is theirs.
    let kept = if word.ends_with("s'") && !bare.is_empty() { word.trim_start_matches('\'') } else { bare };
    if !kept.is_empty() {
        found.push(Token::Word(kept.to_owned()));
    }
    word.clear();
}
