//! What can be done with a service standard: set it.

use super::model::{EditPublicationStandard, PublicationStandard};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::record::audit::tracked;

/// Sets the standard of the caller's area.
pub fn edit(tx: &mut Tx<'_>, area: &str, input: &EditPublicationStandard) -> Result<PublicationStandard, ApiError> {
    let mut standard = store::find(tx.conn, &rules::scope(tx.actor), area)?.ok_or(ApiError::NotFound)?;
    rules::may_edit(tx.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    tx.precondition.check(standard.version)?;
    standard.notice_days = input.notice_days.unwrap_or(standard.notice_days);
    standard.agenda_days = input.agenda_days.unwrap_or(standard.agenda_days);
    standard.minutes_days = input.minutes_days.unwrap_or(standard.minutes_days);
    standard.decision_days = input.decision_days.unwrap_or(standard.decision_days);
    if standard.version > 0 {
        return tracked::change(tx, standard, None, "edit", None, input);
    }
    let first = PublicationStandard { created_at: tx.now, updated_at: tx.now, version: 1, ..standard };
    tracked::create(tx, &first, None, input)?;
    Ok(first)
}
