//! Word search with the same result on both databases.
//!
//! The searched text and the search words are folded alike: compatibility forms of a letter become that letter (NFKC), and
//! capitals become small letters. Accents are significant.

use diesel::sql_types::{Nullable, Text};
use diesel::{QueryResult, SqliteConnection};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

diesel::define_sql_function! {
    /// The text as [`fold`] returns it: a function of the schema on PostgreSQL, and our own on SQLite ([`register_folding`]).
    #[sql_name = "answerable_fold"]
    fn folded(text: Text) -> Text;
}

diesel::define_sql_function! {
    /// The strings of a JSON array, each folded and on its own line.
    #[sql_name = "answerable_fold_texts"]
    fn folded_texts(json: Text) -> Text;
}

diesel::define_sql_function! {
    /// The same function for columns that may be without a value, and as it is registered.
    #[sql_name = "answerable_fold"]
    fn folded_or_null(text: Nullable<Text>) -> Nullable<Text>;
}

diesel::define_sql_function! {
    /// The same function as registered, which also accepts NULL.
    #[sql_name = "answerable_fold_texts"]
    fn folded_texts_or_null(json: Nullable<Text>) -> Nullable<Text>;
}

/// Maximum number of words in a search. Each is a condition over every row.
pub const MOST_TERMS: usize = 8;

/// Maximum number of characters in a search.
pub const LONGEST_SEARCH: usize = 200;

/// Registers the folding on SQLite, as PostgreSQL and [`fold`] do it.
pub fn register_folding(connection: &mut SqliteConnection) -> QueryResult<()> {
    folded_or_null_utils::register_impl(connection, |text: Option<String>| text.map(|text| fold(&text)))?;
    folded_texts_or_null_utils::register_impl(connection, |json: Option<String>| {
        let texts: Option<Vec<String>> = json.and_then(|json| serde_json::from_str(&json).ok());
        texts.map(|texts| fold(&texts.join("\n")))
    })
}

/// Folds a text for comparison: compatibility forms and capitals become plain small letters, and the two small sigmas are one.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.to_lowercase()
    } else {
        text.nfkc().collect::<String>().to_lowercase()
    };
    if lower.contains('ς') { lower.replace('ς', "σ") } else { lower }
}

/// Splits a search into folded words.
pub fn terms(search: &str) -> Vec<String> {
    fold(search).split_whitespace().map(str::to_owned).collect()
}

/// Builds a LIKE pattern (with `\\` as escape) that finds one of the [`terms`] anywhere and takes its wildcards literally.
pub fn like_pattern(word: &str) -> String {
    let literal = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter may fold again: search words are folded once, like the text they are searched in.
    #[test]
    fn letters_find_themselves() {
        for text in ["J\u{30c}", "H\u{331} T\u{308} W\u{30a} Y\u{30a}", "Straße", "ΟΔΟΣ"] {
            for word in terms(text) {
                assert!(fold(text).contains(like_pattern(&word).trim_matches('%')), "{text} {word}");
            }
        }
    }

    #[test]
    fn wildcards_are_literal() {
        assert_eq!(like_pattern("50%_\\a"), "%50\\%\\_\\\\a%");
    }

    #[test]
    fn forms_of_a_letter_are_one() {
        for (text, want) in [
            ("BACKLOG", "backlog"),
            ("Cafe\u{301}", "café"),
            ("CAFÉ", "café"),
            ("cafe", "cafe"),
            ("ﬁnance №\u{a0}５", "finance no 5"),
            ("Ÿ", "ÿ"),
            ("ΟΔΟΣ οδος οδοσ", "οδοσ οδοσ οδοσ"),
            ("Straße", "straße"),
            ("\u{212b}ngström", "ångström"),
        ] {
            assert_eq!(fold(text), want, "{text}");
            assert_eq!(fold(&fold(text)), want, "{text}");
        }
    }

    #[test]
    fn words_are_counted_as_they_are_looked_for() {
        assert_eq!(terms(" One\u{a0}Two\tthree "), ["one", "two", "three"]);
        // One letter that folds to four words.
        assert_eq!(terms("\u{fdfa}").len(), 4);
        assert!(terms(" \n").is_empty());
    }
}
