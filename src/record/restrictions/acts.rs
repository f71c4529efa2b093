//! The acts on restrictions, for any record with drafts of one side. The slice has found the record, decided and checked the version.

use serde_json::json;

use super::model::{NamedPerson, RestrictDraft, Restriction};
use super::{rules, store};
use crate::foundation::actor::{Side, UserId};
use crate::foundation::db::TextEnum;
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::record::audit::tracked::{self, Tracked};

/// Lets only the caller and the people named read a draft of `side`. Another restriction of the draft is replaced.
pub fn restrict<R: Tracked, A: TextEnum>(
    tx: &mut Tx<'_>,
    record: R,
    side: Side,
    act: A,
    input: &RestrictDraft,
) -> Result<R, ApiError> {
    let people = named(tx, record.id(), side, input)?;
    let restriction = Restriction {
        id: record.id().to_owned(),
        area: tx.actor.area.clone(),
        side,
        reason: input.reason.clone(),
        restricted_by: tx.actor.name.clone(),
        restricted_on: tx.today,
    };
    store::replace(tx.conn, &restriction, &people)?;
    let ids: Vec<_> = people.iter().map(|person| &person.user_id).collect();
    let changes = json!({ "reason": input.reason, "people": ids });
    let status = record.status();
    tracked::change(tx, record, status, act.as_str(), Some(&input.reason), &changes)
}

/// Lets everybody of the side read a draft again.
pub fn unrestrict<R: Tracked, A: TextEnum>(tx: &mut Tx<'_>, record: R, act: A, input: &Reasoned) -> Result<R, ApiError> {
    store::end(tx.conn, record.id())?;
    let status = record.status();
    tracked::change(tx, record, status, act.as_str(), Some(&input.reason), input)
}

/// Returns the people of a restriction: those of the input, and the caller, so that nobody locks themself out.
fn named(tx: &mut Tx<'_>, id: &str, side: Side, input: &RestrictDraft) -> Result<Vec<NamedPerson>, ApiError> {
    let accounts = store::accounts(tx.conn, &tx.actor.area, &input.people)?;
    let mut faults = Faults::default();
    let mut people = Vec::with_capacity(input.people.len() + 1);
    let person = |user_id: &UserId, name: &str| NamedPerson {
        restriction_id: id.to_owned(),
        user_id: user_id.clone(),
        area: tx.actor.area.clone(),
        name: name.to_owned(),
    };
    for (index, user_id) in input.people.iter().enumerate() {
        let account = accounts.get(user_id);
        match (rules::unfit(side, account.map(|(_, role, is_active)| (*role, *is_active))), account) {
            (Some(detail), _) => faults.add(&format!("/people/{index}"), detail),
            (None, account) => people.extend(account.map(|(name, ..)| person(user_id, name))),
        }
    }
    faults.finish()?;
    if let Some(caller) = &tx.actor.user_id
        && !input.people.contains(caller)
    {
        people.push(person(caller, &tx.actor.name));
    }
    Ok(people)
}
