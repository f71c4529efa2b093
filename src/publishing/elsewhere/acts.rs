//! The acts on publications elsewhere, each as one unit of work.

use super::model::{
    ElsewhereStatus, NotePublishedElsewhere, PublishedElsewhere, PublishedElsewhereAct as Act, PublishedElsewhereId,
};
use super::{rules, store};
use crate::foundation::actor::reader::Reader;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::record::audit::tracked::{self, advance, permit};

/// Notes that a duty was met elsewhere.
pub fn note(tx: &mut Tx<'_>, input: &NotePublishedElsewhere) -> Result<PublishedElsewhere, ApiError> {
    rules::may_note(tx.actor).map_err(Refusal::without_state)?;
    check(tx, input)?;
    let one = PublishedElsewhere {
        id: PublishedElsewhereId::new(tx.ids),
        area: tx.actor.area.clone(),
        duty: input.duty,
        subject_kind: input.subject_kind,
        subject_id: input.subject_id.clone(),
        published_on: input.published_on,
        url: input.url.clone(),
        note: input.note.clone(),
        status: ElsewhereStatus::Stands,
        taken_back_reason: None,
        created_by: tx.actor.user_id.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &one, None, input)?;
    Ok(one)
}

/// Takes back what was noted by mistake: it stays, and counts for nothing.
pub fn take_back(tx: &mut Tx<'_>, id: &PublishedElsewhereId, input: &Reasoned) -> Result<PublishedElsewhere, ApiError> {
    let mut one = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &one, Act::TakeBack, |act| rules::decide(act, one.status, tx.actor))?;
    one.taken_back_reason = Some(input.reason.clone());
    advance(tx, one, Act::TakeBack, next, Some(&input.reason), input)
}

/// Checks that the duty is one of the subject, and that the day can be one on which it was met.
fn check(tx: &mut Tx<'_>, input: &NotePublishedElsewhere) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if input.published_on > tx.today {
        faults.add("/published_on", "must not be in the future");
    }
    match rules::subject_of(input.duty) {
        Err(why) => faults.add("/duty", why),
        Ok(kind) if kind != input.subject_kind => {
            faults.add("/subject_kind", format!("must be {kind}, which {} is about", input.duty));
        }
        Ok(kind) => match store::subject(tx.conn, &Reader::of(tx.actor), kind, &input.subject_id)? {
            None => faults.add("/subject_id", format!("is not the id of a {kind} in this area")),
            Some(subject) => {
                if let Some(why) = rules::unfit(input.duty, subject) {
                    faults.add("/subject_id", why);
                }
                if let Some((day, why)) = rules::earliest(input.duty, subject).filter(|(day, _)| input.published_on < *day) {
                    faults.add("/published_on", format!("must be on or after {day}, {why}"));
                }
            }
        },
    }
    faults.finish()
}
