//! The members of published records, and which of them hold words of people: one list for the search, the lint and the redactions.
//! Pure.

/// The content of a member that holds a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Sentences, titles and names: a record is found by them, and what people write is looked through for what should not be there.
    Prose,
    /// Words that people know a record or a person by, such as a reference or a capacity: it is found by them, and they are no
    /// sentences.
    Label,
    /// A code, an id, a day, an address, or a number as text: no words of people.
    Code,
}

use Holds::{Code, Label, Prose};

/// Every member of a published record that holds a text, but for ids, days and instants, which end alike. A test in `tests/it/kept.rs`
/// compares it with the published types.
const MEMBERS: &[(&str, Holds)] = &[
    ("addressed_to", Code),
    ("agrees", Code),
    ("as_of", Code),
    ("as_stated", Prose),
    ("attended", Code),
    ("attribution", Code),
    ("basis", Prose),
    ("bound", Code),
    ("by", Code),
    ("cancelled_reason", Prose),
    ("capacity", Label),
    ("caveat", Prose),
    ("challenge", Prose),
    ("code", Code),
    ("collected", Code),
    ("completed_in", Code),
    ("conditional_on", Prose),
    ("conditions", Prose),
    ("conflicts", Prose),
    ("context", Prose),
    ("currency", Code),
    ("definition", Prose),
    ("denominator", Prose),
    ("description", Prose),
    ("direction", Code),
    ("discrepancy_note", Prose),
    ("due_text", Prose),
    ("evidence", Prose),
    ("expected_text", Prose),
    ("first_due_text", Prose),
    ("form", Code),
    ("from", Code),
    ("from_status", Code),
    ("from_text", Prose),
    ("heads", Code),
    ("held_in", Code),
    ("high", Code),
    ("how", Code),
    ("id", Code),
    ("kind", Code),
    ("label", Prose),
    ("low", Code),
    ("media_type", Code),
    ("minutes", Code),
    ("mode", Code),
    ("name", Prose),
    ("note", Prose),
    ("numerator", Prose),
    ("on", Code),
    ("on_behalf_of", Label),
    ("outcome", Code),
    ("outcome_check", Code),
    ("owed_by", Code),
    ("own_reference", Label),
    ("period_from", Code),
    ("period_text", Prose),
    ("period_to", Code),
    ("points", Prose),
    ("printed_number", Label),
    ("published_by", Prose),
    ("published_text", Prose),
    ("rag", Label),
    ("raised_text", Prose),
    ("reason", Prose),
    ("reasons", Prose),
    ("reference", Label),
    ("reinstated_reason", Prose),
    ("reply", Prose),
    ("result", Code),
    ("returned_reason", Prose),
    ("sha256", Code),
    ("side", Code),
    ("significant_public_interest_reason", Prose),
    ("since", Code),
    ("source", Code),
    ("starts_at", Code),
    ("state", Code),
    ("status", Code),
    ("status_reason", Prose),
    ("summary", Prose),
    ("supersede_reason", Prose),
    ("text", Prose),
    ("title", Prose),
    ("to", Code),
    ("unit", Label),
    ("unit_kind", Code),
    ("url", Code),
    ("value", Code),
    ("venue", Prose),
    ("verdict", Code),
];

/// Returns what a member holds; `None` for one that is not known here.
pub fn holds(member: &str) -> Option<Holds> {
    if ["_id", "_ids", "_on", "_at"].iter().any(|end| member.ends_with(end)) {
        return Some(Code);
    }
    MEMBERS.iter().find(|(name, _)| *name == member).map(|(_, holds)| *holds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_stands_once_and_in_order() {
        assert!(MEMBERS.is_sorted_by(|(one, _), (next, _)| one < next));
        assert_eq!(
            (holds("text"), holds("capacity"), holds("put_on"), holds("of_tomorrow")),
            (Some(Prose), Some(Label), Some(Code), None)
        );
    }
}
