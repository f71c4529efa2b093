//! The local names by which parts of a file refer to each other.

use std::collections::BTreeSet;

use crate::foundation::validate::Faults;

const LONGEST: usize = 60;

/// The keys of one kind of thing.
pub struct Keys {
    kind: &'static str,
    known: BTreeSet<String>,
}

impl Keys {
    /// No keys yet; `kind` is the word for faults ("topic").
    pub fn of(kind: &'static str) -> Self {
        Self { kind, known: BTreeSet::new() }
    }

    /// Notes a key where it is given.
    pub fn declare(&mut self, faults: &mut Faults, pointer: &str, key: &str) {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if key.is_empty() || key.len() > LONGEST || !key.chars().all(plain) {
            faults.add(pointer, format!("a key is 1 to {LONGEST} letters (a to z), digits, hyphens, dots or underscores"));
        }
        if !self.known.insert(key.to_owned()) {
            faults.add(pointer, format!("the key {key:?} is given to two things: keys of one kind must differ"));
        }
    }

    /// Notes a reference to a key that is not given anywhere.
    pub fn refer(&self, faults: &mut Faults, pointer: &str, key: &str) {
        if self.known.contains(key) {
            return;
        }
        let known: Vec<&str> = self.known.iter().take(20).map(String::as_str).collect();
        let known = if known.is_empty() { "the file has none".to_owned() } else { format!("there are {}", known.join(", ")) };
        faults.add(pointer, format!("no {} has the key {key:?}; {known}", self.kind));
    }

    /// The same for a reference that may be absent.
    pub fn refer_optional(&self, faults: &mut Faults, pointer: &str, key: Option<&String>) {
        if let Some(key) = key {
            self.refer(faults, pointer, key);
        }
    }

    /// The same for a list of references.
    pub fn refer_all(&self, faults: &mut Faults, pointer: &str, keys: &[String]) {
        for (index, key) in keys.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            self.refer(faults, &pointer, key);
            if keys.iter().take(index).any(|earlier| earlier == key) {
                faults.add(&pointer, "stands here twice");
            }
        }
    }
}
