//! Warnings about acronyms that are not explained to readers from outside.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::texts::{each_own_text, is_prose, warning};
use crate::publishing::editions::model::Warning;

/// Acronyms that need no explanation: common ones, capacities at a meeting, and names of the domain.
const KNOWN: &[&str] = &[
    "ACC", "AM", "AOB", "BBC", "CC", "DCC", "DPCC", "DPFCC", "GBP", "HMIC", "HMICFRS", "ICT", "II", "III", "IOPC", "IT", "IV",
    "LPA", "MP", "MPS", "NHS", "OK", "OPCC", "OPFCC", "PC", "PCC", "PCCS", "PDF", "PFCC", "PM", "SIB", "TV", "UK", "USA", "VI",
    "VII", "WM",
];

/// Reports each acronym once, where it is first used.
pub fn undefined(record: &Value, warnings: &mut Vec<Warning>) {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut explained: BTreeSet<String> = BTreeSet::new();
    each_own_text(record, &mut |at, name, text| {
        if !is_prose(name) || !text.chars().any(char::is_lowercase) {
            return;
        }
        for (acronym, is_explained) in acronyms(text) {
            if is_explained {
                explained.insert(acronym.clone());
            }
            if let Entry::Vacant(place) = first.entry(acronym) {
                order.push(place.key().clone());
                place.insert(at.to_owned());
            }
        }
    });
    for acronym in order.into_iter().filter(|one| !explained.contains(one) && !KNOWN.contains(&one.as_str())) {
        let at = first.remove(&acronym).unwrap_or_default();
        warnings.push(warning("undefined_acronym", at, format!("explain this acronym at its first use: {acronym}")));
    }
}

/// Returns the acronyms of a text, each with true when it is explained there: in parentheses itself, or followed by an
/// explanation in them.
fn acronyms(text: &str) -> Vec<(String, bool)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        if word.contains(['@', '/', '_']) || word.contains(|c: char| c.is_ascii_digit()) || word.starts_with('[') {
            continue;
        }
        let in_parentheses = word.starts_with('(') && word.contains(')') && place > 0;
        let followed = words.get(place + 1).is_some_and(|next| next.starts_with('('));
        for piece in word.split(|c: char| !c.is_alphanumeric()).filter(|piece| !piece.is_empty()) {
            let bare = piece.strip_suffix('s').unwrap_or(piece);
            if (2..=6).contains(&bare.len()) && bare.chars().all(|c| c.is_ascii_uppercase()) {
                found.push((bare.to_owned(), in_parentheses || followed));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn acronyms_and_their_meanings() {
        for (texts, want) in [
            (vec!["The PCC asked the CC and the DCC."], vec![]),
            (vec!["The IVM pilot has begun."], vec!["IVM"]),
            (vec!["Integrated Victim Management (IVM) has begun.", "The IVM pilot."], vec![]),
            (vec!["The IVM pilot.", "IVM (integrated victim management) has begun."], vec![]),
            (vec!["MASHs and the MARAC's chair"], vec!["MASH", "MARAC"]),
            (vec!["DOMESTIC ABUSE UPDATE"], vec![]),
            (vec!["Room A1 of HQ2, see WM-2019-004"], vec![]),
            (vec!["He is not sure. I am."], vec![]),
            (vec!["The ABCDEFG is too long to be one."], vec![]),
            (vec!["[withheld: foia_s40] told the DFU"], vec!["DFU"]),
        ] {
            let questions: Vec<Value> = texts.iter().map(|text| json!({"id": "ABC", "reference": "ABC", "text": text})).collect();
            let mut warnings = Vec::new();
            undefined(&json!({ "questions": questions }), &mut warnings);
            let words = warnings.iter().filter_map(|one| one.detail.rsplit(' ').next());
            assert_eq!(words.collect::<Vec<_>>(), want, "{texts:?}");
        }
    }
}
