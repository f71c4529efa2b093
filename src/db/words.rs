//! Searching for words, the same on both databases.

use diesel::sql_types::{Nullable, Text};
use diesel::{QueryResult, SqliteConnection};

diesel::define_sql_function! {
    /// Lower case. On SQLite this is ours ([`fold_beyond_ascii`]): its own stops at ASCII.
    fn lower(text: Text) -> Text;
}

diesel::define_sql_function! {
    /// The same function as it is registered: it is asked about columns without a value too.
    #[sql_name = "lower"]
    fn lower_or_null(text: Nullable<Text>) -> Nullable<Text>;
}

/// Lets SQLite's `lower` fold every letter, as PostgreSQL does and as [`like_pattern`] does with what is looked for.
pub fn fold_beyond_ascii(connection: &mut SqliteConnection) -> QueryResult<()> {
    lower_or_null_utils::register_impl(connection, |text: Option<String>| text.map(|text| text.to_lowercase()))
}

/// A LIKE pattern (with `\\` as escape) that finds `word` anywhere and takes its own wildcards literally.
pub fn like_pattern(word: &str) -> String {
    let literal = word.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    format!("%{literal}%")
}

#[cfg(test)]
mod tests {
    #[test]
    fn wildcards_are_literal() {
        assert_eq!(super::like_pattern("50%_\\A"), "%50\\%\\_\\\\a%");
    }
}
