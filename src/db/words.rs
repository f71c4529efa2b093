//! Searching for words, the same on both databases.

use diesel::sql_types::Text;

diesel::define_sql_function! {
    /// Lower case, as each database does it.
    fn lower(text: Text) -> Text;
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
