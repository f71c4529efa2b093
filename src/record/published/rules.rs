//! Decisions about what was published of the record. Pure.

use super::model::EditionStatus;
use super::model::EditionStatus::{Published, Superseded};
use super::model::PublishedReport;

/// The states of an edition that the public can read the record in: a later edition does not take an earlier one away, only a
/// withdrawal does.
pub const READABLE: [EditionStatus; 2] = [Published, Superseded];

/// Returns true when the words of the body's response stand in a published report. `store::responses` says the same in SQL.
pub fn tells_response(report: &PublishedReport) -> bool {
    report.response.as_ref().is_some_and(|response| response.text.is_some())
}

#[cfg(test)]
mod tests {
    use super::super::model::PublishedResponse;
    use super::*;

    #[test]
    fn a_response_is_told_by_its_words() {
        let report = |response| PublishedReport { response };
        assert!(!tells_response(&report(None)));
        assert!(!tells_response(&report(Some(PublishedResponse { text: None }))));
        assert!(tells_response(&report(Some(PublishedResponse { text: Some("Accepted.".into()) }))));
    }
}
