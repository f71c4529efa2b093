//! Builds the register: compares the required publications with the published editions.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;
use serde_json::Value;

use super::model::{Owed, Told};
use super::{rules, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publishing::standards;
use crate::record::deadlines;
use crate::record::published;

/// Returns everything owed in an area on a day, longest first.
pub fn owed(conn: &mut AnyConnection, area: &str, today: NaiveDate) -> Result<Vec<Owed>, ApiError> {
    let standard = standards::store::of_area(conn, area)?;
    let calendar = deadlines::store::calendar(conn)?;
    let mut told = HashMap::new();
    for (edition, subject) in store::published(conn, area)? {
        if let Some(what) = told_by(conn, &edition)? {
            told.insert(subject, what);
        }
    }
    let mut owed = Vec::new();
    for meeting in store::meetings(conn, area)? {
        let told = told.get(&meeting.id).map(AsRef::as_ref);
        owed.extend(rules::owed_of_meeting(&meeting, told, &standard, &calendar, today));
    }
    for decision in store::decisions(conn, area)? {
        let is_told = told.values().any(|told| told.decisions.contains(&decision.id));
        owed.extend(rules::owed_of_decision(&decision, is_told, &standard, &calendar, today));
    }
    let reports = store::reports(conn, area)?;
    let ids: Vec<_> = reports.iter().map(|report| report.id.clone()).collect();
    let responses = published::store::response_days(conn, &ids)?;
    for report in &reports {
        owed.extend(rules::owed_of_report(report, responses.get(report.id.as_str()).copied(), today));
    }
    owed.sort_by(|a, b| (a.since, a.paragraph.as_str(), &a.subject_id).cmp(&(b.since, b.paragraph.as_str(), &b.subject_id)));
    Ok(owed)
}

/// Returns the content of an edition. Documents never change and are large, so the content is cached.
fn told_by(conn: &mut AnyConnection, edition: &str) -> Result<Option<Arc<Told>>, ApiError> {
    const MOST: usize = 10_000;
    static KNOWN: OnceLock<Mutex<HashMap<String, Arc<Told>>>> = OnceLock::new();
    let known = KNOWN.get_or_init(Mutex::default);
    if let Some(told) = known.lock().unwrap_or_else(PoisonError::into_inner).get(edition) {
        return Ok(Some(Arc::clone(told)));
    }
    let Some(document) = store::document(conn, edition)? else { return Ok(None) };
    let told = Arc::new(told(&serde_json::from_str(&document)?));
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    if known.len() >= MOST {
        known.clear();
    }
    known.insert(edition.to_owned(), Arc::clone(&told));
    Ok(Some(told))
}

/// Returns the content of the document of a meeting's record, or of a decision, without members that are withheld as a whole.
fn told(document: &Value) -> Told {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
    let there = |member: &str| text(&format!("/record/meeting/{member}")).is_some();
    let ids_with = |list: &str, member: &str| -> BTreeSet<String> {
        let rows = document.pointer(&format!("/record/{list}")).and_then(Value::as_array).into_iter().flatten();
        let told = rows.filter(|row| row.get(member).is_some_and(Value::is_string));
        told.filter_map(|row| row.get("id").and_then(Value::as_str)).map(str::to_owned).collect()
    };
    let mut decisions = ids_with("decisions", "text");
    if let (Some(id), Some(_)) = (text("/record/decision/id"), text("/record/decision/text")) {
        decisions.insert(id.to_owned());
    }
    Told {
        notice_lacks: ["held_on", "starts_at", "venue"].into_iter().filter(|member| !there(member)).collect(),
        has_agenda: document.pointer("/record/meeting/agenda").and_then(Value::as_array).is_some_and(|items| !items.is_empty()),
        has_minutes: matches!(text("/record/meeting/status"), Some("held" | "agreed")),
        papers: ids_with("papers", "url"),
        decisions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_document_tells() {
        let document = json!({"record": {
            "meeting": {"held_on": "2019-01-30", "starts_at": null, "venue": "Hindlip", "status": "held", "agenda": [{"id": "i"}]},
            "decisions": [{"id": "told", "text": "More."}, {"id": "withheld", "text": null}],
            "papers": [{"id": "linked", "url": "https://example.org/1"}, {"id": "named", "url": null}],
        }});
        let want = Told {
            notice_lacks: vec!["starts_at"],
            has_agenda: true,
            has_minutes: true,
            papers: ["linked".to_owned()].into(),
            decisions: ["told".to_owned()].into(),
        };
        assert_eq!(told(&document), want);
        let alone = told(&json!({"record": {"decision": {"id": "alone", "text": "More."}}}));
        assert_eq!(alone.decisions, ["alone".to_owned()].into());
        assert!(told(&json!({"record": {"decision": {"id": "alone", "text": null}}})).decisions.is_empty());
        let nothing = Told { notice_lacks: vec!["held_on", "starts_at", "venue"], ..Told::default() };
        assert_eq!(told(&json!({"record": {"meeting": {"status": "scheduled", "agenda": []}}})), nothing);
    }
}
