//! The acts on calendar tokens, each as one unit of work.

use super::model::{AddCalendarToken, CalendarToken, CalendarTokenAct, CalendarTokenId, CalendarTokenStatus};
use super::{rules, store};
use crate::foundation::actor::UserId;
use crate::foundation::error::{ApiError, Refusal};
use crate::http::call::Tx;
use crate::identity::auth::store as sessions;
use crate::identity::users::secrets::{hash_secret, new_secret};
use crate::record::audit::tracked::{self, advance, permit};

/// Creates a calendar token and returns its secret, which is not stored.
pub fn add(tx: &mut Tx<'_>, input: &AddCalendarToken) -> Result<(CalendarToken, String), ApiError> {
    rules::may_add(tx.actor).map_err(Refusal::without_state)?;
    let user_id = tx
        .actor
        .user_id
        .clone()
        .ok_or_else(|| ApiError::Forbidden("only users can have calendar tokens: sign in as a user".into()))?;
    // Locked, so that no token is created while the user's access is being ended.
    sessions::held_user(tx.conn, &user_id)?
        .ok_or_else(|| ApiError::Forbidden("this account is deactivated: ask for it to be reactivated".into()))?;
    if store::active(tx.conn, &rules::scope(tx.actor))? >= rules::MOST {
        let most = rules::MOST;
        return Err(ApiError::Conflict(format!("you already have {most} active calendar tokens: revoke one that is not used")));
    }
    let secret = new_secret()?;
    let token = CalendarToken {
        id: CalendarTokenId::new(tx.ids),
        area: tx.actor.area.clone(),
        user_id,
        label: input.label.clone(),
        secret_hash: hash_secret(&secret),
        status: CalendarTokenStatus::Active,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    // The label is private to the user: the audit trail records only that the token exists.
    tracked::create(tx, &token, None, &serde_json::json!({}))?;
    Ok((token, secret))
}

/// Revokes a calendar token, which gives no access from now on.
pub fn revoke(tx: &mut Tx<'_>, id: &CalendarTokenId) -> Result<CalendarToken, ApiError> {
    let token = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let next = permit(tx, &token, CalendarTokenAct::Revoke, |act| rules::decide(act, token.status, tx.actor))?;
    advance(tx, token, CalendarTokenAct::Revoke, next, None, &serde_json::json!({}))
}

/// Revokes every calendar token of a user whose access ends.
pub fn revoke_all_of(tx: &mut Tx<'_>, owner: &UserId) -> Result<(), ApiError> {
    for token in store::active_of(tx.conn, owner)? {
        advance(tx, token, CalendarTokenAct::Revoke, CalendarTokenStatus::Revoked, None, &serde_json::json!({}))?;
    }
    Ok(())
}
