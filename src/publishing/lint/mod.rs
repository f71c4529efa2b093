//! Warnings for the approver before publication. Pure: a record goes in, warnings come out.
//!
//! Warnings do not stop a publication; each has a code, a JSON Pointer into the record and a sentence.

mod acronyms;
mod figures;
mod files;
mod people;
mod texts;
mod weekdays;

use serde_json::Value;

pub use files::files;
pub use texts::{each_text, warning};
use texts::{list, text};

use crate::publishing::editions::model::Warning;

/// Checks a record, in the order of its parts.
pub fn lint(record: &Value) -> Vec<Warning> {
    let mut warnings = Vec::new();
    people::present_and_apologies(record, &mut warnings);
    people::absent_owners(record, &mut warnings);
    each_question(record, &mut |at, question| answered(at, question, &mut warnings));
    for (index, action) in list(record, "/actions").iter().enumerate() {
        is_whole(&format!("/actions/{index}"), action, &mut warnings);
    }
    figures::out_of_range(record, &mut warnings);
    weekdays::mismatched(record, &mut warnings);
    acronyms::undefined(record, &mut warnings);
    warnings
}

fn each_question(record: &Value, look: &mut dyn FnMut(&str, &Value)) {
    for (index, question) in list(record, "/questions").iter().enumerate() {
        look(&format!("/questions/{index}"), question);
    }
    if let Some(question) = record.get("question") {
        look("/question", question);
    }
}

/// Warns when a question that was put has no judgement of its answer or of one of its parts.
fn answered(at: &str, question: &Value, warnings: &mut Vec<Warning>) {
    const DETAIL: &str = "was put, but its answer has not been judged";
    let status = text(question, "status");
    let outcome = question.get("outcome").is_some_and(|outcome| !outcome.is_null());
    if status == Some("withdrawn") || outcome {
        return;
    }
    let parts = list(question, "/parts");
    if parts.is_empty() {
        if list(question, "/judgements").is_empty() {
            warnings.push(warning("no_judgement", at, DETAIL));
        }
        return;
    }
    for (index, part) in parts.iter().enumerate() {
        if part.get("outcome").is_none_or(Value::is_null) {
            warnings.push(warning("no_judgement", format!("{at}/parts/{index}"), DETAIL));
        }
    }
}

/// Warns when an action has no owner or no due date.
fn is_whole(at: &str, action: &Value, warnings: &mut Vec<Warning>) {
    if matches!(text(action, "status"), Some("accepted" | "closed_not_implemented" | "superseded")) {
        return;
    }
    if list(action, "/owners").is_empty() {
        warnings.push(warning("action_without_owner", format!("{at}/owners"), "this action has no owner"));
    }
    if action.get("due_on").is_none_or(Value::is_null) {
        warnings.push(warning("action_without_due_date", format!("{at}/due_on"), "this action has no due date"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Code and place of each warning.
    fn found(record: &Value) -> Vec<String> {
        lint(record).into_iter().map(|warning| format!("{} {}", warning.code, warning.pointer)).collect()
    }

    #[test]
    fn a_record_without_a_fault() {
        let record = json!({
            "meeting": {"id": "m", "attendance": [{"name": "A", "capacity": "CC", "attended": "present"}]},
            "questions": [{"status": "closed", "outcome": "answered", "text": "What did the PCC ask the CC?", "parts": []}],
            "actions": [{"status": "open", "owners": [{"capacity": "CC", "name": null}], "due_on": "2019-02-13", "meeting": {"id": "m"}}],
        });
        assert_eq!(found(&record), Vec::<String>::new());
    }

    #[test]
    fn questions_are_judged() {
        for (question, want) in [
            (json!({"status": "put", "outcome": null, "parts": [], "judgements": []}), vec!["no_judgement /question"]),
            (json!({"status": "answered", "outcome": null, "parts": [], "judgements": [{"outcome": "answered"}]}), vec![]),
            (json!({"status": "withdrawn", "outcome": null, "parts": []}), vec![]),
            (json!({"status": "closed", "outcome": "not_answered", "parts": []}), vec![]),
            (
                json!({"status": "answered", "outcome": null, "parts": [{"outcome": "answered"}, {"outcome": null}]}),
                vec!["no_judgement /question/parts/1"],
            ),
        ] {
            assert_eq!(found(&json!({ "question": question })), want, "{question}");
        }
    }

    #[test]
    fn actions_are_whole() {
        for (action, want) in [
            (
                json!({"status": "open", "owners": [], "due_on": null}),
                vec!["action_without_owner /actions/0/owners", "action_without_due_date /actions/0/due_on"],
            ),
            (json!({"status": "accepted", "owners": [], "due_on": null}), vec![]),
            (json!({"status": "open", "owners": [{"capacity": "CC"}], "due_on": "2019-02-13"}), vec![]),
        ] {
            assert_eq!(found(&json!({ "actions": [action] })), want, "{action}");
        }
    }
}
