//! The result of a check, and its progress.

/// A receiver of progress: the item, the number done, and the total.
pub type Progress<'a> = dyn FnMut(&str, usize, usize) + Send + 'a;

/// The completed checks, and the faults.
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
