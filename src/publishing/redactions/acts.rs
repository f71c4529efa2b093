//! The acts on redactions, each as one unit of work. Withheld words never enter the audit trail.

use serde_json::{Value, json};

use super::found::Found;
use super::model::{EditRedaction, Redaction, RedactionAct as Act, RedactionId, RedactionStatus, Withhold};
use super::{found, rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::publishing::redact;
use crate::publishing::redact::Cut;
use crate::record::audit::tracked::{self, advance, permit};

/// Withholds a field, or words of it, from every edition prepared from now on.
pub fn withhold(tx: &mut Tx<'_>, input: &Withhold) -> Result<Redaction, ApiError> {
    rules::may_withhold(tx.actor).map_err(Refusal::without_state)?;
    let member = check_place(tx, input)?;
    let id = RedactionId::new(tx.ids);
    let is_by_position = redact::is_by_position(&input.field, input.occurrence.is_some());
    let redaction = Redaction {
        member_sha256: is_by_position.then(|| redact::member_sha256(id.as_str(), &member)),
        id,
        area: tx.actor.area.clone(),
        resource: input.resource,
        resource_id: input.resource_id.clone(),
        field: input.field.clone(),
        span: input.span.clone(),
        occurrence: input.occurrence,
        reason: input.reason,
        note: input.note.clone(),
        review_on: input.review_on,
        status: RedactionStatus::Active,
        author: tx.actor.name.clone(),
        lifted_reason: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        erased_at: None,
    };
    let changes = json!({
        "resource": input.resource, "resource_id": input.resource_id, "field": input.field, "whole": input.span.is_none(),
        "occurrence": input.occurrence, "reason": input.reason, "review_on": input.review_on,
    });
    tracked::create(tx, &redaction, None, &changes)?;
    Ok(redaction)
}

/// Edits the reason, note and review date.
pub fn edit(tx: &mut Tx<'_>, id: &RedactionId, patch: &EditRedaction) -> Result<Redaction, ApiError> {
    let (redaction, next) = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&redaction)?;
    let redaction = redaction.with(edited.draft)?;
    // Not the note: it may say what is withheld.
    let changes = json!({ "reason": redaction.reason, "review_on": redaction.review_on });
    advance(tx, redaction, Act::Edit, next, None, &changes)
}

/// Lifts a redaction, so that the next edition contains the content.
pub fn lift(tx: &mut Tx<'_>, id: &RedactionId, input: &Reasoned) -> Result<Redaction, ApiError> {
    let (mut redaction, next) = begin(tx, id, Act::Lift)?;
    check_reason(&redaction, &input.reason)?;
    redaction.lifted_reason = Some(input.reason.clone());
    advance(tx, redaction, Act::Lift, next, Some(&input.reason), input)
}

/// Erases the words and the note of a lifted redaction. Copies stored with editions are erased with those.
pub fn erase(tx: &mut Tx<'_>, id: &RedactionId, input: &Reasoned) -> Result<Redaction, ApiError> {
    let (mut redaction, next) = begin(tx, id, Act::Erase)?;
    check_reason(&redaction, &input.reason)?;
    redaction.span = None;
    redaction.note = None;
    redaction.member_sha256 = None;
    redaction.erased_at = Some(tx.now);
    advance(tx, redaction, Act::Erase, next, Some(&input.reason), input)
}

/// Refuses withheld words in the reason: the audit trail is never erased.
fn check_reason(redaction: &Redaction, reason: &str) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if redaction.span.as_ref().is_some_and(|span| redact::stands_in(reason, span)) {
        faults.add("/reason", "contains the withheld words, and is kept in the audit trail: remove them");
    }
    faults.finish()
}

/// Checks that the field would be published, is a text, a number or a day, and contains the words; returns its content.
fn check_place(tx: &mut Tx<'_>, input: &Withhold) -> Result<Value, ApiError> {
    let mut faults = Faults::default();
    let mut member = Value::Null;
    let area = tx.actor.area.as_str();
    let cut = Cut {
        redaction_id: None,
        resource: input.resource.to_string(),
        resource_id: input.resource_id.clone(),
        field: input.field.clone(),
        span: input.span.clone(),
        occurrence: None,
        reason: input.reason.to_string(),
    };
    match found::found(tx.conn, area, tx.today, input.resource, &input.resource_id, &input.field)? {
        Found::Nothing => faults.add("/resource_id", "is not the id of a record that can be published"),
        Found::Empty | Found::Member(_) if rules::is_fixed(&input.field) => {
            faults.add(
                "/field",
                "records are found or linked by this member, or other days follow from it, so it cannot be withheld",
            );
        }
        Found::Empty => faults.add("/field", "is not a member with a value in this record as published"),
        Found::Member(value) if value.is_array() || (value.is_object() && !redact::is_person(&value)) => {
            faults.add("/field", "contains other members: name one of them, such as points/0");
        }
        Found::Member(_) if !found::is_read_without(tx.conn, area, tx.today, &cut)? => {
            faults.add("/field", "the record cannot be read without this member, so it cannot be withheld");
        }
        Found::Member(value) => {
            let words = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let text = match &value {
                Value::String(text) => Some(text.clone()),
                Value::Object(_) => Some(format!("{}\n{}", words("name"), words("capacity"))),
                _ => None,
            };
            check_span(input, text.as_deref(), &mut faults);
            member = value;
        }
    }
    faults.finish().map(|()| member)
}

fn check_span(input: &Withhold, text: Option<&str>, faults: &mut Faults) {
    let Some(span) = &input.span else { return };
    let Some(text) = text else {
        faults.add("/span", "the field is not a text: omit span to withhold all of it");
        return;
    };
    let found = text.matches(span.as_str()).count();
    if found == 0 {
        faults.add("/span", "these words are not in the field: copy them exactly");
    } else if input.occurrence.is_some_and(|wanted| usize::try_from(wanted).is_ok_and(|wanted| wanted > found)) {
        faults.add("/occurrence", format!("must be at most {found}, the number of times the words occur in the field"));
    }
}

/// Loads the redaction if visible, decides the new status, then checks the precondition.
fn begin(tx: &mut Tx<'_>, id: &RedactionId, act: Act) -> Result<(Redaction, RedactionStatus), ApiError> {
    let redaction = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let erased = redaction.erased_at.is_some();
    let next = permit(tx, &redaction, act, |act| rules::decide(act, redaction.status, erased, tx.actor))?;
    Ok((redaction, next))
}
