//! The acts on answer periods.

use super::model::{AnswerPeriods, AnswerPeriodsAct as Act, EditAnswerPeriods};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit};

/// Sets the periods of the caller's area. Questions that were put before keep their dates.
pub fn edit(tx: &mut Tx<'_>, area: &str, patch: &EditAnswerPeriods) -> Result<AnswerPeriods, ApiError> {
    let periods = store::find(tx.conn, &rules::scope(tx.actor), area)?.ok_or(ApiError::NotFound)?;
    permit(tx, &periods, Act::Edit, |act| rules::decide(act, tx.actor))?;
    let edited = patch.apply(&periods)?;
    let mut periods = periods.with(edited.draft)?;
    periods.applies_from.get_or_insert(tx.today);
    if periods.version > 0 {
        return tracked::change(tx, periods, None, Act::Edit.as_str(), None, &edited.changes);
    }
    let first = AnswerPeriods { created_at: tx.now, updated_at: tx.now, version: 1, ..periods };
    tracked::create(tx, &first, None, &edited.changes)?;
    Ok(first)
}
