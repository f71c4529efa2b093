//! The search words of a published record: the words that people wrote in it, and nothing that only programs read. Pure.

use serde_json::{Map, Value};

use super::model::PublicResource;
use crate::foundation::db::fold;
use crate::publication_log::members::{Holds, holds};
use crate::publication_log::reasons::{REASONS, marker};

/// The words of a figure: its numbers and its text. Its unit is a code here.
const OF_FIGURES: &[&str] = &["basis", "by", "high", "low", "text", "value"];

/// Members about the record that are not part of it.
const ABOUT_IT: &[&str] = &["area", "edition", "withheld", "licence"];

/// Returns every text of a record, folded, each on its own lines; for a meeting without the texts of records that are found on their
/// own, such as its questions.
pub fn words(resource: PublicResource, alone: &Value) -> String {
    let mut words = String::new();
    for (name, member) in alone.as_object().into_iter().flatten() {
        let elsewhere: &[&str] = match resource {
            PublicResource::Meeting => &["actions", "data_points", "decisions", "exchanges", "findings", "questions"],
            // A judgement that is listed among the others.
            PublicResource::Question => &["actions", "answer"],
            PublicResource::Plan => &["priorities"],
            PublicResource::Action
            | PublicResource::Decision
            | PublicResource::Exchange
            | PublicResource::Figure
            | PublicResource::File
            | PublicResource::Finding
            | PublicResource::Measure
            | PublicResource::Priority
            | PublicResource::RecommendationSet
            | PublicResource::Topic => &[],
        };
        if !elsewhere.contains(&name.as_str()) && !ABOUT_IT.contains(&name.as_str()) {
            gather(name, member, is_words, &mut words);
        }
    }
    words
}

/// A member that is not known holds a code, and its words would find records that do not say them.
fn is_words(member: &str) -> bool {
    matches!(holds(member), Some(Holds::Prose | Holds::Label))
}

fn is_of_figure(member: &str) -> bool {
    OF_FIGURES.contains(&member)
}

fn is_link(members: &Map<String, Value>) -> bool {
    members.len() == 4 && ["id", "reference", "title", "url"].iter().all(|name| members.contains_key(*name))
}

fn gather(name: &str, value: &Value, is_text: fn(&str) -> bool, words: &mut String) {
    match value {
        Value::String(text) if is_text(name) => {
            words.push_str(&fold(&without_gaps(text)));
            words.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| gather(name, value, is_text, words)),
        // A link repeats words of another record. A topic or a priority is what people look for.
        Value::Object(members) if is_link(members) && !["priorities", "topic"].contains(&name) => {}
        Value::Object(members) => {
            let is_text = if name == "value" { is_of_figure } else { is_text };
            for (name, value) in members {
                gather(name, value, is_text, words);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Removes the markers of withheld words from a text. The words before and after a gap are not joined.
fn without_gaps(text: &str) -> String {
    let mut text = text.to_owned();
    for (code, _) in REASONS {
        let gap = marker(code);
        if text.contains(&gap) {
            text = text.replace(&gap, "\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_people_wrote_is_found_and_codes_are_not() {
        let record = json!({
            "id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reference": "WM-2019-Q001", "text": "CAFÉ and\n[withheld: foia_s40]s",
            "form": "challenge", "status": "answered", "outcome": "part_answered", "put_on": "2019-01-30",
            "asked_by": {"name": null, "capacity": "PCC", "side": "body"},
            "topic": {"id": "t", "reference": null, "title": "Digital forensics", "url": null},
            "meeting": {"id": "m", "reference": null, "title": "January", "url": null},
            "responses": [{"points": ["One", "Two"], "attribution": "unattributed", "mode": "oral", "holding": false,
                "speakers": [{"capacity": "ACC", "name": null}]}],
            "data_points": [{"label": "Share", "unit": "percent of calls", "value": {"kind": "change", "by": "12.5",
                "unit": "percentage_points", "basis": "last year"}, "collected": "routinely"}],
            "earlier_wordings": [{"text": "Why?", "reason": "Clearer", "replaced_on": "2019-01-31"}],
            "answer": {"state": "replied", "judged": {"reason": "Judged"}}, "area": "west-mercia", "licence": "https://x",
            "edition": {"kind": "question", "url": "/public/v1/editions/x"},
            "withheld": [{"pointer": "/text", "reason": "foia_s40", "reason_text": "Personal information"}],
            "something_new": "code_of_tomorrow",
        });
        let words = words(PublicResource::Question, &record);
        let mut lines: Vec<&str> = words.lines().filter(|line| !line.is_empty()).collect();
        lines.sort_unstable();
        let mut want = [
            "12.5",
            "acc",
            "café and",
            "clearer",
            "digital forensics",
            "last year",
            "one",
            "pcc",
            "percent of calls",
            "s",
            "share",
            "two",
            "why?",
            "wm-2019-q001",
        ];
        want.sort_unstable();
        assert_eq!(lines, want);
    }
}
