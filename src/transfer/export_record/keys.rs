//! The keys by which the records of an exported file name each other.
//!
//! A key says the same in every file of an area, because an import remembers it: that of a record with a reference is its
//! reference in small letters, that of another its name, and of what has neither its id.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// The longest key that an import accepts.
const LONGEST: usize = 60;

/// The key of each record by its id.
#[derive(Debug, Default)]
pub struct Keys {
    by_id: HashMap<String, String>,
    used: HashSet<(&'static str, String)>,
}

impl Keys {
    /// Returns the key of a record in the file.
    pub fn of(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(String::as_str)
    }

    /// Gives keys to records of one kind, by the member that names them.
    pub fn give(&mut self, kind: &'static str, records: &[Value], named_by: &str) {
        for record in records {
            let Some(id) = record["id"].as_str() else { continue };
            let name = record[named_by].as_str().map(slug).filter(|slug| !slug.is_empty());
            let wanted = name.unwrap_or_else(|| id.to_owned());
            let key = if self.used.contains(&(kind, wanted.clone())) { id.to_owned() } else { wanted };
            self.used.insert((kind, key.clone()));
            self.by_id.insert(id.to_owned(), key);
        }
    }

    /// Gives the records of one kind numbers.
    pub fn number<'a>(&mut self, kind: &str, records: impl Iterator<Item = &'a Value>) {
        for (number, record) in (1..).zip(records) {
            self.by_id.extend(record["id"].as_str().map(|id| (id.to_owned(), format!("{kind}-{number}"))));
        }
    }
}

/// Small letters, digits and hyphens of a name.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(LONGEST);
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_becomes_a_key() {
        for (name, key) in [
            ("Digital Forensics", "digital-forensics"),
            ("  101 & 999: calls!", "101-999-calls"),
            ("WM-2019-Q001", "wm-2019-q001"),
            ("Diogelwch y cyhoedd (â)", "diogelwch-y-cyhoedd"),
            ("", ""),
            ("???", ""),
        ] {
            assert_eq!(slug(name), key, "{name}");
        }
        assert_eq!(slug(&"ab ".repeat(40)).len(), 59);
    }

    #[test]
    fn no_two_records_of_a_kind_share_a_key() {
        let mut keys = Keys::default();
        keys.give(
            "topic",
            &[json!({"id": "1", "title": "A b"}), json!({"id": "2", "title": "a-B"}), json!({"id": "3"})],
            "title",
        );
        keys.give("measure", &[json!({"id": "4", "title": "A b"})], "title");
        assert_eq!(["1", "2", "3", "4", "5"].map(|id| keys.of(id)), [Some("a-b"), Some("2"), Some("3"), Some("a-b"), None]);
    }
}
