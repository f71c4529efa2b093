//! The acts on agenda items, each as one unit of work. The rules are those of the meeting.

use super::model::{AddAgendaItem, AgendaItem, EditAgendaItem};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked;
use crate::record::meetings;
use crate::record::meetings::model::{AgendaItemId, Meeting, MeetingId, MeetingPartAct};
use crate::record::meetings::rules::scope;

/// Adds an item to the agenda of a meeting.
pub fn add(tx: &mut Tx<'_>, meeting: &MeetingId, input: &AddAgendaItem) -> Result<(AgendaItem, Meeting), ApiError> {
    let meeting = meetings::acts::to_write_parts(tx, meeting)?;
    let agenda = store::of_meetings(tx.conn, std::slice::from_ref(&meeting.id))?;
    check_parent(&agenda, None, input.parent_id.as_ref())?;
    let siblings = agenda.iter().filter(|item| item.parent_id == input.parent_id);
    let next = siblings.map(|item| item.position).max().unwrap_or(0) + 1;
    let item = AgendaItem {
        id: AgendaItemId::new(tx.ids),
        area: meeting.area.clone(),
        meeting_id: meeting.id.clone(),
        parent_id: input.parent_id.clone(),
        position: input.position.unwrap_or(next),
        printed_number: input.printed_number.clone(),
        kind: input.kind,
        title: input.title.clone(),
        note: input.note.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &item, None, input)?;
    Ok((item, meeting))
}

/// Edits an item, or moves it with the items under it.
pub fn edit(tx: &mut Tx<'_>, id: &AgendaItemId, patch: &EditAgendaItem) -> Result<(AgendaItem, Meeting), ApiError> {
    let (item, meeting) = begin(tx, id)?;
    let edited = patch.apply(&item)?;
    if patch.get("parent_id").is_some() {
        let agenda = store::of_meetings(tx.conn, std::slice::from_ref(&meeting.id))?;
        check_parent(&agenda, Some(id), edited.draft.parent_id.as_ref())?;
    }
    let item = tracked::change(tx, item.with(edited.draft)?, None, MeetingPartAct::Edit.as_str(), None, &edited.changes)?;
    Ok((item, meeting))
}

/// Deletes an item without items under it or references to it.
pub fn delete(tx: &mut Tx<'_>, id: &AgendaItemId) -> Result<(), ApiError> {
    let (item, _) = begin(tx, id)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict("this item has items under it or records that refer to it: move them first".into()));
    }
    let gone = serde_json::json!({ "title": item.title, "printed_number": item.printed_number });
    tracked::remove(tx, &item, &gone)
}

fn check_parent(agenda: &[AgendaItem], item: Option<&AgendaItemId>, parent: Option<&AgendaItemId>) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    if let Err(detail) = rules::check_parent(agenda, item, parent) {
        faults.add("/parent_id", detail);
    }
    faults.finish()
}

fn begin(tx: &mut Tx<'_>, id: &AgendaItemId) -> Result<(AgendaItem, Meeting), ApiError> {
    let item = store::find(tx.conn, &scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    let meeting = meetings::acts::to_write_parts(tx, &item.meeting_id)?;
    tx.precondition.check(item.version)?;
    Ok((item, meeting))
}
