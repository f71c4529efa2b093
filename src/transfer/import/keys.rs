//! The local names that parts of a file use to refer to each other.

use std::collections::BTreeSet;

use crate::foundation::validate::Faults;

const LONGEST: usize = 60;

/// The keys of one kind of record.
pub struct Keys {
    kind: &'static str,
    known: BTreeSet<String>,
}

impl Keys {
    /// Creates an empty set of keys; `kind` is the word for faults ("topic").
    pub fn of(kind: &'static str) -> Self {
        Self { kind, known: BTreeSet::new() }
    }

    /// Declares a key.
    pub fn declare(&mut self, faults: &mut Faults, pointer: &str, key: &str) {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if key.is_empty() || key.len() > LONGEST || !key.chars().all(plain) {
            faults.add(pointer, format!("must be 1 to {LONGEST} letters (a to z), digits, hyphens, dots or underscores"));
        }
        if !self.known.insert(key.to_owned()) {
            faults.add(pointer, format!("the key {key:?} is used twice: keys of one kind must differ"));
        }
    }

    /// Adds a fault for a reference to an undeclared key.
    pub fn refer(&self, faults: &mut Faults, pointer: &str, key: &str) {
        if self.known.contains(key) {
            return;
        }
        let known: Vec<&str> = self.known.iter().take(20).map(String::as_str).collect();
        let known =
            if known.is_empty() { "the file has no such keys".to_owned() } else { format!("use one of {}", known.join(", ")) };
        faults.add(pointer, format!("no {} has the key {key:?}: {known}", self.kind));
    }

    /// Checks a reference that may be absent.
    pub fn refer_optional(&self, faults: &mut Faults, pointer: &str, key: Option<&String>) {
        if let Some(key) = key {
            self.refer(faults, pointer, key);
        }
    }

    /// Checks a list of references.
    pub fn refer_all(&self, faults: &mut Faults, pointer: &str, keys: &[String]) {
        for (index, key) in keys.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            self.refer(faults, &pointer, key);
            if keys.iter().take(index).any(|earlier| earlier == key) {
                faults.add(&pointer, "is listed more than once");
            }
        }
    }
}
