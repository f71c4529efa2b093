//! The acts on a service standard.

use super::model::{EditPublicationStandard, PublicationStandard, PublicationStandardAct as Act};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit};

/// Sets the standard of the caller's area.
pub fn edit(tx: &mut Tx<'_>, area: &str, patch: &EditPublicationStandard) -> Result<PublicationStandard, ApiError> {
    let standard = store::find(tx.conn, &rules::scope(tx.actor), area)?.ok_or(ApiError::NotFound)?;
    permit(tx, &standard, Act::Edit, |act| rules::decide(act, tx.actor))?;
    let edited = patch.apply(&standard)?;
    let standard = standard.with(edited.draft)?;
    if standard.version > 0 {
        return tracked::change(tx, standard, None, Act::Edit.as_str(), None, &edited.changes);
    }
    let first = PublicationStandard { created_at: tx.now, updated_at: tx.now, version: 1, ..standard };
    tracked::create(tx, &first, None, &edited.changes)?;
    Ok(first)
}
