//! Builds the register: compares the required publications with the published editions.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::NaiveDate;
use serde_json::Value;

use super::model::{Elsewhere, Holder, Owed, OwedSubject, Reported, Responded, Standing, Told};
use super::rules::Clock;
use super::{information, rules, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::publishing::standards;
use crate::record::deadlines;
use crate::record::published;
use crate::record::recommendations::report_responses::model::ReportResponse;
use crate::record::recommendations::{recommendation_sets, report_responses};

/// Returns everything owed in an area on a day, longest first.
pub fn owed(conn: &mut AnyConnection, area: &str, today: NaiveDate) -> Result<Vec<Owed>, ApiError> {
    let standard = standards::store::of_area(conn, area)?;
    let calendar = deadlines::store::calendar(conn)?;
    let elsewhere = store::elsewhere(conn, area)?;
    let clock = Clock { standard: &standard, calendar: &calendar, today };
    let mut told = HashMap::new();
    for (edition, subject) in store::published(conn, area)? {
        if let Some(what) = told_by(conn, &edition)? {
            told.insert(subject, what);
        }
    }
    let mut owed = Vec::new();
    for meeting in store::meetings(conn, area)? {
        let told = told.get(&meeting.id).map(AsRef::as_ref);
        owed.extend(rules::owed_of_meeting(&meeting, told, clock));
    }
    for decision in store::decisions(conn, area)? {
        let is_told = told.values().any(|told| told.decisions.contains(&decision.id));
        owed.extend(rules::owed_of_decision(&decision, is_told, clock));
    }
    // What was published elsewhere is not owed. Of reports and of the body its day counts too.
    owed.retain(|owed| !rules::is_met_elsewhere(owed, &elsewhere));
    let reports = store::reports(conn, area)?;
    let responded = responded(conn, area, &reports)?;
    for report in &reports {
        owed.extend(rules::owed_of_report(report, responded.get(report.id.as_str()).copied().unwrap_or_default(), clock));
    }
    for holder in store::holders(conn, area, today)? {
        let standing = standing(conn, &holder, &elsewhere, today)?;
        owed.extend(information::rules::owed_of_body(&holder, &standing, clock));
    }
    owed.sort_by(|a, b| (a.since, a.paragraph.as_str(), &a.subject_id).cmp(&(b.since, b.paragraph.as_str(), &b.subject_id)));
    Ok(owed)
}

/// Returns what has become of the responses to reports, by report.
fn responded(conn: &mut AnyConnection, area: &str, reports: &[Reported]) -> Result<HashMap<String, Responded>, ApiError> {
    let ids: Vec<_> = reports.iter().map(|report| report.id.clone()).collect();
    let published = published::store::response_days(conn, &ids)?;
    let scope = report_responses::rules::Scope { area: area.to_owned(), only_completed: false };
    let mut noted = HashMap::new();
    for response in report_responses::store::of_sets(conn, &scope, &ids)? {
        noted.insert(response.set_id.clone(), response);
    }
    let mut all = HashMap::new();
    for report in reports {
        let response = noted.get(&report.id);
        let sent_to = response.map(ReportResponse::recipients).transpose()?.unwrap_or_default();
        let given_on = response.and_then(report_responses::rules::given_to_panel_on);
        let published_on = published.get(report.id.as_str()).copied();
        let met_on = recommendation_sets::rules::met_on(report.source, published_on, given_on);
        let copies = report_responses::rules::copies(report.source, &sent_to, published_on).unwrap_or_default();
        all.insert(report.id.to_string(), Responded { met_on, copies });
    }
    Ok(all)
}

/// Returns what the duties of a body itself hang on.
fn standing(conn: &mut AnyConnection, holder: &Holder, elsewhere: &[Elsewhere], today: NaiveDate) -> Result<Standing, ApiError> {
    let of_body = elsewhere.iter().filter(|one| one.subject_kind == OwedSubject::Body && one.subject_id == holder.id);
    Ok(Standing {
        plan_from: store::plan_from(conn, &holder.area, today)?,
        peel_on: store::peel_on(conn, &holder.area)?,
        published: of_body.map(|one| (one.duty, one.published_on)).collect(),
    })
}

/// Returns the publications elsewhere of an area whose subjects the public may know of, latest first. Where the day of a subject is
/// withheld, they could tell it.
pub fn shown_elsewhere(conn: &mut AnyConnection, area: &str, withheld: &BTreeSet<String>) -> Result<Vec<Elsewhere>, ApiError> {
    let mut public = store::public_meetings(conn, area)?;
    let decisions = store::decisions(conn, area)?.into_iter().filter(|decision| decision.in_public);
    public.extend(decisions.map(|decision| decision.id));
    let mut shown = store::elsewhere(conn, area)?;
    shown.retain(|one| rules::is_shown(one, &public) && !withheld.contains(&one.subject_id));
    Ok(shown)
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
    let was_held = matches!(text("/record/meeting/status"), Some("held" | "agreed"));
    let mut decisions = ids_with("decisions", "text");
    if let (Some(id), Some(_)) = (text("/record/decision/id"), text("/record/decision/text")) {
        decisions.insert(id.to_owned());
    }
    Told {
        notice_lacks: ["held_on", "starts_at", "venue"].into_iter().filter(|member| !there(member)).collect(),
        has_agenda: document.pointer("/record/meeting/agenda").and_then(Value::as_array).is_some_and(|items| !items.is_empty()),
        has_minutes: was_held
            && document.get("record").is_some_and(|record| has_proceedings(record) || has_minutes_paper(record)),
        papers: ids_with("papers", "url"),
        decisions,
    }
}

/// Lists of what happened at a meeting, each with the members of which one has words. A record that has none of them tells that there
/// was a meeting, and nothing about it.
const PROCEEDINGS: [(&str, &[&str]); 6] = [
    ("exchanges", &["challenge", "reply", "points"]),
    ("findings", &["text"]),
    ("decisions", &["text"]),
    ("actions", &["text"]),
    ("follow_ups", &["text"]),
    ("data_points", &["label", "as_stated"]),
];

/// The same for each question: what was answered, and not that it was put. Its exchanges are those of other meetings.
const ANSWERS: [(&str, &[&str]); 3] =
    [("responses", &["text", "points"]), ("findings", &["text"]), ("data_points", &["label", "as_stated"])];

/// True when a record of a meeting tells anything that happened there.
fn has_proceedings(record: &Value) -> bool {
    rows(record, "questions").any(|question| tells(question, &ANSWERS)) || tells(record, &PROCEEDINGS)
}

/// True when a record has a paper with the minutes: an address, or a published file.
fn has_minutes_paper(record: &Value) -> bool {
    let mut minutes = rows(record, "papers").filter(|paper| paper.get("kind").and_then(Value::as_str) == Some("minutes"));
    minutes.any(|paper| has_words(paper.get("url")) || rows(paper, "attachments").next().is_some())
}

fn tells(record: &Value, lists: &[(&str, &[&str])]) -> bool {
    lists.iter().any(|(list, members)| rows(record, list).any(|row| members.iter().any(|member| has_words(row.get(member)))))
}

/// A text, or a list with one. What is withheld as a whole is neither.
fn has_words(value: Option<&Value>) -> bool {
    match value {
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(items)) => items.iter().any(Value::is_string),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
    }
}

fn rows<'a>(record: &'a Value, list: &str) -> impl Iterator<Item = &'a Value> {
    record.get(list).and_then(Value::as_array).into_iter().flatten()
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
            "exchanges": [{"challenge": "Why?", "reply": null}],
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

    /// Record of a held meeting, and whether it is the minutes of it.
    #[test]
    fn what_makes_minutes() {
        let held = |rest: Value| {
            let mut record = json!({"meeting": {"status": "held", "agenda": []}});
            record.as_object_mut().expect("members").extend(rest.as_object().expect("members").clone());
            told(&json!({"record": record})).has_minutes
        };
        for (record, want) in [
            (json!({}), false),
            (json!({"questions": [{"text": "How many?", "responses": [], "exchanges": []}]}), false),
            (json!({"questions": [{"text": "How many?", "responses": [{"text": null, "points": null}]}]}), false),
            (json!({"questions": [{"text": "How many?", "responses": [{"text": "Nine.", "points": []}]}]}), true),
            (json!({"questions": [{"text": "How many?", "responses": [{"text": null, "points": ["Nine."]}]}]}), true),
            (json!({"questions": [{"text": "How many?", "findings": [{"text": "Too few."}]}]}), true),
            (json!({"questions": [{"text": "How many?", "exchanges": [{"challenge": "How many?", "reply": "Nine."}]}]}), false),
            (json!({"exchanges": [{"challenge": null, "reply": null}]}), false),
            (json!({"exchanges": [{"challenge": "How many?", "reply": null}]}), true),
            (json!({"findings": [{"text": "Too few."}]}), true),
            (json!({"decisions": [{"text": "More."}]}), true),
            (json!({"actions": [{"text": "Count them."}]}), true),
            (json!({"actions": [{"text": null}]}), false),
            (json!({"follow_ups": [{"text": "We may look again."}]}), true),
            (json!({"matters": [{"title": "Victims"}]}), false),
            (json!({"data_points": [{"label": "Officers", "as_stated": null}]}), true),
            (json!({"papers": [{"id": "p", "kind": "report", "url": "https://example.org/1"}]}), false),
            (json!({"papers": [{"id": "p", "kind": "minutes", "url": null, "attachments": []}]}), false),
            (json!({"papers": [{"id": "p", "kind": "minutes", "url": "https://example.org/1"}]}), true),
            (json!({"papers": [{"id": "p", "kind": "minutes", "url": null, "attachments": [{"sha256": "0"}]}]}), true),
        ] {
            assert_eq!(held(record.clone()), want, "{record}");
        }
        let scheduled = json!({"record": {"meeting": {"status": "scheduled", "agenda": []}, "decisions": [{"text": "More."}]}});
        assert!(!told(&scheduled).has_minutes);
    }
}
