//! The search words of a published record: the words that people wrote in it, and nothing that only programs read. Pure.

use serde_json::Value;

use super::model::PublicResource;
use crate::foundation::db::fold;
use crate::publication_log::reasons::{REASONS, marker};

/// Members with text by people: titles, texts, names, reasons, and numbers as printed. Any other member contains a code, an id,
/// a day, an address or a link, whose words would match records that do not contain them.
const TEXTS: &[&str] = &[
    "acknowledged_by",
    "as_stated",
    "asked_by",
    "author",
    "basis",
    "capacity",
    "caveat",
    "chair",
    "challenge",
    "challenged_by",
    "conditional_on",
    "conditions",
    "context",
    "description",
    "due_text",
    "from_text",
    "given_by",
    "label",
    "minute_taker",
    "name",
    "note",
    "period_text",
    "points",
    "printed_number",
    "published_by",
    "published_text",
    "reason",
    "reasons",
    "reference",
    "reply",
    "returned_reason",
    "significant_public_interest_reason",
    "stated_by",
    "status_reason",
    "summary",
    "text",
    "title",
    "unit",
    "venue",
];

/// The words of a figure: its numbers and its text. Its unit is a code here.
const OF_FIGURES: &[&str] = &["basis", "by", "high", "low", "text", "value"];

/// Members about the record that are not part of it.
const ABOUT_IT: &[&str] = &["area", "edition", "withheld", "licence"];

/// Returns every text of a record, folded, each on its own lines; for a meeting without the texts of questions and actions,
/// which are found on their own.
pub fn words(resource: PublicResource, alone: &Value) -> String {
    let mut words = String::new();
    for (name, member) in alone.as_object().into_iter().flatten() {
        let elsewhere = match resource {
            PublicResource::Meeting => ["questions", "actions"].contains(&name.as_str()),
            // A judgement that is listed among the others.
            PublicResource::Question => ["actions", "answer"].contains(&name.as_str()),
            PublicResource::Plan => name == "priorities",
            PublicResource::Action | PublicResource::Priority | PublicResource::RecommendationSet => false,
        };
        if !elsewhere && !ABOUT_IT.contains(&name.as_str()) {
            gather(name, member, TEXTS, &mut words);
        }
    }
    words
}

fn gather(name: &str, value: &Value, texts: &[&str], words: &mut String) {
    match value {
        Value::String(text) if texts.contains(&name) => {
            words.push_str(&fold(&without_gaps(text)));
            words.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| gather(name, value, texts, words)),
        Value::Object(members) => {
            let texts = if name == "value" { OF_FIGURES } else { texts };
            members.iter().for_each(|(name, value)| gather(name, value, texts, words));
        }
        _ => {}
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

    /// Members of published records without text by people: codes, ids, days, times, addresses.
    const CODES: &[&str] = &[
        "addressed_to",
        "attended",
        "attribution",
        "collected",
        "currency",
        "direction",
        "form",
        "how",
        "id",
        "kind",
        "mode",
        "on",
        "outcome",
        "side",
        "since",
        "source",
        "starts_at",
        "state",
        "status",
        "url",
    ];

    fn unknown(name: &str, value: &Value, names: &mut Vec<String>) {
        match value {
            Value::String(_) => {
                let is_id_or_day = name.ends_with("_id") || name.ends_with("_on");
                if !is_id_or_day && !CODES.contains(&name) && !TEXTS.contains(&name) && !OF_FIGURES.contains(&name) {
                    names.push(name.to_owned());
                }
            }
            Value::Array(values) => values.iter().for_each(|value| unknown(name, value, names)),
            Value::Object(members) => members.iter().for_each(|(name, value)| unknown(name, value, names)),
            _ => {}
        }
    }

    #[test]
    fn of_every_member_it_is_known_whether_people_wrote_it() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/publication/snapshots");
        let mut documents = 0;
        for file in std::fs::read_dir(folder).expect("the documents of the suite") {
            let text = std::fs::read_to_string(file.expect("a file").path()).expect("text");
            let document: Value = serde_json::from_str(text.splitn(3, "---\n").nth(2).expect("a document")).expect("JSON");
            let mut names = Vec::new();
            unknown("", &document["record"], &mut names);
            assert_eq!(names, Vec::<String>::new(), "words of people, or codes?");
            documents += 1;
        }
        assert!(documents >= 2);
        for code in CODES {
            assert!(!TEXTS.contains(code), "{code}");
        }
    }

    #[test]
    fn what_people_wrote_is_found_and_codes_are_not() {
        let record = json!({
            "id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reference": "WM-2019-Q001", "text": "CAFÉ and\n[withheld: foia_s40]s",
            "form": "challenge", "status": "answered", "outcome": "part_answered", "asked_by": "PCC", "put_on": "2019-01-30",
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
