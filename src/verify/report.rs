//! What a check comes to.

/// What was checked, and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Sentences for people.
    pub checked: Vec<String>,
    /// Each names the edition it is about.
    pub faults: Vec<String>,
}

impl Report {
    pub fn checked(&mut self, sentence: impl Into<String>) {
        self.checked.push(sentence.into());
    }

    pub fn fault(&mut self, sentence: impl Into<String>) {
        self.faults.push(sentence.into());
    }
}
