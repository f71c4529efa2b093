//! What a check comes to, and how far it has come.

/// Is told of what how many of how many are done.
pub type Progress<'a> = dyn FnMut(&str, usize, usize) + Send + 'a;

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
