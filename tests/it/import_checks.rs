//! The check of a record file and the import of it say the same of every bad value: `--check-only` passes nothing that the import
//! refuses.

use answerable::foundation::clock::Ids;
use answerable::foundation::error::{ApiError, FieldError};
use answerable::foundation::json_file::read::read;
use answerable::transfer::import::check::check;
use answerable::transfer::import::format::RecordFile;
use answerable::transfer::import::load::load;
use serde_json::{Value, json};

use crate::import::later;
use crate::support::{TestApp, both};

both!(every_member_spoiled, a_slug_of_fifty_five_letters, rules_over_several_members);

/// A file with one record of every kind and every text that a record can have.
const WHOLE: &str = r#"{
    "format": "answerable-record/1",
    "area": {"slug": "north-shire", "code": "NS", "name": "North Shire", "force_name": "North Shire Police"},
    "body": {"kind": "mayor", "name": "Mayor of North Shire", "valid_from": "2012-05-08"},
    "plan": {
        "title": "Plan", "summary": "Safer.", "period_from": "2016-06-01", "period_to": "2021-03-31",
        "adopted_on": "2016-06-01", "priorities": [{"key": "calls", "title": "Calls", "description": "Answering them."}]
    },
    "topics": [{"key": "101", "title": "Calls to 101", "summary": "Waits."}],
    "rating_scales": [{"key": "ours", "name": "Assurance", "grades": [{"label": "Good", "code": "assured"}]}],
    "measures": [{
        "key": "waits", "name": "Waits", "definition": "Minutes.", "unit": "minutes", "unit_kind": "count",
        "direction": "lower_is_better", "numerator": "Calls.", "denominator": "All calls.", "topic": "101",
        "priorities": ["calls"]
    }],
    "meetings": [{
        "key": "january", "kind": "public", "title": "January", "held_on": "2019-01-10", "starts_at": "18:30",
        "ends_at": "20:00", "venue": "Town hall", "is_public": true, "chair": "Mayor", "minute_taker": "A. Clerk",
        "significant_public_interest": true, "significant_public_interest_reason": "Waits.", "status": "held",
        "attendance": [{"name": "A. Person", "capacity": "Mayor", "attended": "present"}],
        "agenda": [{
            "key": "item", "kind": "other", "printed_number": "1", "title": "Calls", "note": "Taken first.",
            "items": [{"kind": "other", "title": "Waits"}]
        }],
        "question_groups": [{"key": "group", "title": "Waits", "context": "In 2018.", "agenda_item": "item"}],
        "questions": [{
            "key": "q", "form": "direct", "text": "How long?", "context": "In 2018.", "printed_number": "1", "topic": "101",
            "agenda_item": "item", "priorities": ["calls"], "asked_by": "Mayor", "put_on": "2019-01-10",
            "due_on": "2019-01-30", "group": "group",
            "parts": [{"printed_number": "1a", "text": "By day?", "judgement": {"outcome": "answered", "reason": "Said."}}],
            "responses": [{
                "text": "Two minutes.", "points": ["By day."], "attribution": "single", "mode": "oral",
                "speakers": [{"name": "A. Chief", "capacity": "CC"}]
            }]
        }],
        "papers": [{
            "kind": "report", "title": "Waits", "owed_by": "force", "owner": "ACC", "agenda_item": "item",
            "due_on": "2019-01-03", "received_on": "2019-01-04", "url": "https://www.example.org/waits.pdf"
        }],
        "exchanges": [{
            "challenge": "Why?", "challenged_by": "Mayor", "reply": "Because.", "points": ["One."], "topic": "101",
            "speakers": [{"name": "A. Chief", "capacity": "CC"}], "attribution": "single", "question": "q",
            "agenda_item": "item"
        }],
        "findings": [{
            "kind": "acknowledged_failing", "text": "Too long.", "acknowledged_by": "CC", "priorities": ["calls"],
            "topic": "101", "question": "q", "agenda_item": "item", "shared_on": "2019-01-10",
            "ratings": [{"performance": {"scale": "ours", "label": "Good"}, "reason": "It is."}]
        }],
        "decisions": [{
            "text": "More staff.", "reasons": "Waits.", "made_by": {"name": "A. Person", "capacity": "Mayor"},
            "made_on": "2019-01-10", "agenda_item": "item", "topic": "101", "priorities": ["calls"],
            "significant_public_interest": true, "significant_public_interest_reason": "Costs."
        }],
        "data_points": [{
            "measure": "waits", "label": "Waits", "unit": "minutes", "value": {"kind": "exact", "value": "2"},
            "conditional_on": "Staff.", "period_from": "2018-01-01", "period_to": "2018-12-31", "period_text": "2018",
            "as_of": "2018-12-31", "collected": "manual", "caveat": "By hand.", "as_stated": "two minutes",
            "said_by": [{"name": "A. Chief", "capacity": "CC"}], "question": "q", "topic": "101", "priorities": ["calls"]
        }],
        "recommendation_sets": [{
            "source": "peer_review", "title": "Review", "published_by": "Peers", "published_text": "2018",
            "url": "https://www.example.org/review", "summary": "Of calls.", "topic": "101", "priorities": ["calls"],
            "question": "q", "counts": [{"count": 2, "due_on": "2019-03-31", "text": "by March"}], "stated_total": 2,
            "recommendations": [{"printed_number": "1", "text": "Answer.", "addressed_to": "force", "due_text": "soon"}],
            "claims": [{
                "text": "One is done.", "asserted_by": {"name": "A. Chief", "capacity": "CC"}, "asserted_on": "2019-01-10",
                "question": "q", "figure": {"remaining": 1}
            }]
        }],
        "actions": [{
            "key": "act", "text": "Publish.", "condition": "All.", "owner": "CC", "owner_side": "force",
            "due_on": "2019-02-01", "due_text": "by February", "priorities": ["calls"], "question": "q",
            "raised_on": "2018-12-01", "raised_text": "December", "stood_again": [{"meeting": "february", "note": "Not yet."}]
        }],
        "follow_ups": [{
            "text": "Again.", "how": "virtual", "stated_by": "Mayor", "topic": "101", "question": "q",
            "expected_on": "2019-06-01", "expected_text": "in June"
        }]
    }, {
        "key": "february", "kind": "public", "title": "February", "held_on": "2019-02-02", "is_public": true, "status": "held"
    }],
    "matters": [{
        "key": "matter", "title": "Waits", "note": "Goes on.", "from_meeting": "january", "from_text": "January",
        "to_meeting": "february", "topic": "101", "question": "q", "action": "act"
    }]
}"#;

pub fn whole() -> Value {
    serde_json::from_str(WHOLE).expect("JSON")
}

/// JSON Pointers to every text and number of a value.
pub fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| leaves(value, &format!("{at}/{name}"), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| leaves(value, &format!("{at}/{index}"), found)),
        Value::String(_) | Value::Number(_) => found.push(at.to_owned()),
        Value::Bool(_) | Value::Null => {}
    }
}

fn spoiled(pointer: &str, value: Value) -> Value {
    let mut file = whole();
    *file.pointer_mut(pointer).expect(pointer) = value;
    file
}

/// What the check and the import say of a file; nothing of one that has another shape, which neither reads.
async fn both_say(app: &TestApp, file: &Value) -> Option<(Vec<FieldError>, Vec<FieldError>)> {
    let text = file.to_string();
    let unchecked = read::<RecordFile>(&text).ok()?;
    let now = app.inner().clock.now().naive_utc();
    let checked = check(&text, now.date()).err().unwrap_or_default();
    let checked = checked.into_iter().map(|fault| FieldError::new(fault.pointer, fault.detail)).collect();
    // Never kept: every import is of an empty database.
    let loaded = app.inner().db.write(move |conn| -> Result<(), ApiError> {
        load(conn, &Ids, now, "whole.json", &text, &unchecked)?;
        Err(ApiError::Internal("imported".into()))
    });
    let refused = match loaded.await.expect_err("nothing is kept") {
        ApiError::Invalid(faults) => faults,
        ApiError::Internal(done) if done == "imported" => vec![],
        other => panic!("{other}"),
    };
    Some((checked, refused))
}

/// Where the check says something else, because it knows the whole file and the import only what is there so far.
fn is_of_the_file(fault: &FieldError) -> bool {
    ["is before the meeting (", "is in the future", "cannot be meant", "has the key", "is before it was shared"]
        .iter()
        .any(|part| fault.detail.contains(part))
}

async fn every_member_spoiled(app: TestApp) {
    later(&app);
    let (checked, refused) = both_say(&app, &whole()).await.expect("a file");
    assert_eq!((checked.as_slice(), refused.as_slice()), (&[][..], &[][..]), "the whole file is good");
    let mut pointers = Vec::new();
    leaves(&whole(), "", &mut pointers);
    let mut refusals = 0;
    for pointer in pointers {
        let is_number = whole().pointer(&pointer).expect("a value").is_number();
        let texts = [json!(" "), json!("two\nlines"), json!("a".repeat(301)), json!("a".repeat(20_001))];
        let values = if is_number { vec![json!(0), json!(-1), json!(1_000_000)] } else { texts.to_vec() };
        for value in values {
            let Some((checked, refused)) = both_say(&app, &spoiled(&pointer, value.clone())).await else { continue };
            refusals += usize::from(!refused.is_empty());
            assert!(refused.is_empty() || !checked.is_empty(), "{pointer} {value:.20}: only the import refuses: {refused:?}");
            for fault in refused {
                let said = checked.contains(&fault) || checked.iter().any(is_of_the_file);
                assert!(said, "{pointer} {value:.20}: the import says {fault:?}, and the check {checked:?}");
            }
        }
    }
    assert!(refusals > 150, "{refusals} files were refused");
}

/// Once it passed the check and was refused by the import.
async fn a_slug_of_fifty_five_letters(app: TestApp) {
    later(&app);
    let (checked, refused) = both_say(&app, &spoiled("/area/slug", json!("a".repeat(55)))).await.expect("a file");
    assert_eq!(checked, refused);
    assert_eq!(
        checked,
        [FieldError::new("/area/slug", "must be the slug of an area, 2 to 40 of a to z, 0 to 9 and -, such as west-mercia")]
    );
}

async fn rules_over_several_members(app: TestApp) {
    later(&app);
    let meeting = "/meetings/0";
    for (pointer, value) in [
        ("/body/valid_to".into(), json!("2012-01-01")),
        ("/plan/period_to".into(), json!("2016-01-01")),
        ("/rating_scales/0/grades".into(), json!([])),
        ("/rating_scales/0/grades".into(), json!([{"label": "A", "code": "assured"}, {"label": "a", "code": "assured"}])),
        ("/measures/0/numerator".into(), json!(null)),
        (format!("{meeting}/ends_at"), json!("18:00")),
        (format!("{meeting}/significant_public_interest"), json!(false)),
        (format!("{meeting}/significant_public_interest_reason"), json!(null)),
        (format!("{meeting}/questions/0/responses/0/attribution"), json!("joint")),
        (format!("{meeting}/papers/0/url"), json!("ftp://www.example.org/")),
        (format!("{meeting}/exchanges/0/speakers"), json!([])),
        (format!("{meeting}/exchanges/0/attribution"), json!("split")),
        (format!("{meeting}/findings/0/kind"), json!("commendation")),
        (format!("{meeting}/decisions/0/significant_public_interest"), json!(false)),
        (format!("{meeting}/data_points/0/period_to"), json!("2017-01-01")),
        (format!("{meeting}/data_points/0/value"), json!({"kind": "range", "low": "3", "high": "2"})),
        (format!("{meeting}/recommendation_sets/0/url"), json!("javascript:alert(1)")),
        (format!("{meeting}/recommendation_sets/0/claims/0/asserted_by"), json!({})),
        (format!("{meeting}/actions/0/owners"), json!([{}])),
        ("/matters/0/to_meeting".into(), json!("january")),
    ] {
        let mut file = whole();
        let (parent, member) = pointer.rsplit_once('/').expect("a member");
        file.pointer_mut(parent).expect(parent)[member] = value.clone();
        let (checked, refused) = both_say(&app, &file).await.expect("a file");
        assert!(!refused.is_empty(), "{pointer} {value}: the import takes it");
        for fault in refused {
            assert!(checked.contains(&fault), "{pointer} {value}: the import says {fault:?}, and the check {checked:?}");
        }
    }
}
