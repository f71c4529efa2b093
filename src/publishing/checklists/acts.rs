//! The acts on a check list.

use super::model::{Checked, EditPublicationChecklist, GivenCheck, PublicationChecklist, PublicationChecklistAct as Act};
use super::{rules, store};
use crate::foundation::db::JsonText;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::record::audit::tracked::{self, permit};

/// Says what was found about requirements of the check list of the caller's area.
pub fn edit(tx: &mut Tx<'_>, area: &str, patch: &EditPublicationChecklist) -> Result<PublicationChecklist, ApiError> {
    let list = store::find(tx.conn, &rules::scope(tx.actor), area)?.ok_or(ApiError::NotFound)?;
    permit(tx, &list, Act::Edit, |act| rules::decide(act, tx.actor))?;
    let edited = patch.apply_to(list.given()?)?;
    let mut faults = Faults::default();
    let checks = edited.draft;
    for (name, check) in [
        ("national_priorities", &checks.national_priorities),
        ("inspections", &checks.inspections),
        ("complaints", &checks.complaints),
    ] {
        if check.as_ref().and_then(|check| check.checked_on).is_some_and(|day| day > tx.today) {
            faults.add(&format!("/{name}/checked_on"), "must not be in the future");
        }
    }
    faults.finish()?;
    let after = |before: &JsonText<Option<Checked>>, given: Option<GivenCheck>| -> Result<_, ApiError> {
        Ok(JsonText::new(&rules::checked(before.get()?, given, tx.actor, tx.today))?)
    };
    let list = PublicationChecklist {
        national_priorities: after(&list.national_priorities, checks.national_priorities)?,
        inspections: after(&list.inspections, checks.inspections)?,
        complaints: after(&list.complaints, checks.complaints)?,
        ..list
    };
    if list.version > 0 {
        return tracked::change(tx, list, None, Act::Edit.as_str(), None, &edited.changes);
    }
    let first = PublicationChecklist { created_at: tx.now, updated_at: tx.now, version: 1, ..list };
    tracked::create(tx, &first, None, &edited.changes)?;
    Ok(first)
}
