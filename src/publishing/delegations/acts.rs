//! The acts on delegations of publication, each as one unit of work.

use super::model::{
    DelegationStatus, GrantDelegation, PublicationDelegation, PublicationDelegationAct as Act, PublicationDelegationId,
};
use super::{rules, store};
use crate::foundation::actor::Role;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::{Faults, Reasoned};
use crate::http::call::Tx;
use crate::identity::users;
use crate::identity::users::model::UserStatus;
use crate::record::audit::tracked::{self, advance, permit};

/// Lets a member of the office approve publication.
pub fn grant(tx: &mut Tx<'_>, input: &GrantDelegation) -> Result<PublicationDelegation, ApiError> {
    rules::may_grant(tx.actor).map_err(Refusal::without_state)?;
    let valid_from = input.valid_from.unwrap_or(tx.today);
    let mut faults = Faults::default();
    let user = users::store::find(tx.conn, &users::rules::scope(tx.actor), &input.user_id)?;
    if !user.is_some_and(|user| user.role == Role::Opcc && user.status == UserStatus::Active) {
        faults.add("/user_id", "must be an active member of the office");
    }
    if input.valid_to.is_some_and(|day| day < valid_from || day < tx.today) {
        faults.add("/valid_to", "must not be before valid_from or today");
    }
    faults.finish()?;
    let delegation = PublicationDelegation {
        id: PublicationDelegationId::new(tx.ids),
        area: tx.actor.area.clone(),
        user_id: input.user_id.clone(),
        reason: input.reason.clone(),
        valid_from,
        valid_to: input.valid_to,
        status: DelegationStatus::Active,
        granted_by: tx.actor.name.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
        revoked_reason: None,
    };
    tracked::create(tx, &delegation, Some(&input.reason), input)?;
    Ok(delegation)
}

/// Revokes a delegation. It also ends approvals under it of editions not yet published.
pub fn revoke(tx: &mut Tx<'_>, id: &PublicationDelegationId, input: &Reasoned) -> Result<PublicationDelegation, ApiError> {
    let mut delegation = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &delegation, Act::Revoke, |act| rules::decide(act, delegation.status, tx.actor))?;
    delegation.revoked_reason = Some(input.reason.clone());
    advance(tx, delegation, Act::Revoke, next, Some(&input.reason), input)
}
