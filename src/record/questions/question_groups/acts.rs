//! The acts on question groups, each as one unit of work.

use chrono::NaiveDate;

use super::model::{AddQuestionGroup, EditQuestionGroup, QuestionGroup};
use super::{rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::Faults;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit_in};
use crate::record::questions::model::{QuestionGroupAct as Act, QuestionGroupId};
use crate::record::{meetings, questions};

/// The highest position of a group.
const LAST: i32 = 1000;

/// Adds a group.
pub fn add(tx: &mut Tx<'_>, input: &AddQuestionGroup) -> Result<QuestionGroup, ApiError> {
    rules::may_write(tx.actor).map_err(Refusal::without_state)?;
    let position = match input.position {
        Some(position) => position,
        None => LAST.min(store::last_position(tx.conn, &tx.actor.area, input.meeting_id.as_ref())? + 1),
    };
    let group = QuestionGroup {
        id: QuestionGroupId::new(tx.ids),
        area: tx.actor.area.clone(),
        title: input.title.clone(),
        context: input.context.clone(),
        meeting_id: input.meeting_id.clone(),
        agenda_item_id: input.agenda_item_id.clone(),
        position,
        first_put_on: None,
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    check_links(tx, &group)?;
    tracked::create(tx, &group, None, input)?;
    Ok(group)
}

/// Edits a group in which no question was put.
pub fn edit(tx: &mut Tx<'_>, id: &QuestionGroupId, patch: &EditQuestionGroup) -> Result<QuestionGroup, ApiError> {
    let group = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&group)?;
    let group = group.with(edited.draft)?;
    check_links(tx, &group)?;
    // A simultaneous put of one of them has not read these words above it.
    for draft in questions::store::of_group(tx.conn, id)? {
        let status = draft.status.as_str();
        tracked::change(tx, draft, Some(status), "edit-group", None, &serde_json::json!({ "group_id": id }))?;
    }
    tracked::change(tx, group, None, Act::Edit.as_str(), None, &edited.changes)
}

/// Deletes a group without questions.
pub fn delete(tx: &mut Tx<'_>, id: &QuestionGroupId) -> Result<(), ApiError> {
    let group = begin(tx, id, Act::Delete)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict("this group has questions: remove them from it first".into()));
    }
    let title = serde_json::json!({ "title": group.title });
    tracked::remove(tx, &group, &title)
}

/// Fixes the words of a group when one of its questions is put on `day`, so that nobody changes them at the same time.
pub fn fix(tx: &mut Tx<'_>, id: &QuestionGroupId, day: NaiveDate) -> Result<(), ApiError> {
    let mut group = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    if group.first_put_on.is_none() {
        group.first_put_on = Some(day);
        tracked::change(tx, group, None, "fix", None, &serde_json::json!({ "first_put_on": day }))?;
    }
    Ok(())
}

fn begin(tx: &mut Tx<'_>, id: &QuestionGroupId, act: Act) -> Result<QuestionGroup, ApiError> {
    let group = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    permit_in(tx, &group, rules::status(group.first_put_on), act, |act| rules::decide(act, group.first_put_on, tx.actor))?;
    Ok(group)
}

fn check_links(tx: &mut Tx<'_>, group: &QuestionGroup) -> Result<(), ApiError> {
    let mut faults = Faults::default();
    meetings::references::check_meeting(
        tx.conn,
        &group.area,
        group.meeting_id.as_ref(),
        group.agenda_item_id.as_ref(),
        &mut faults,
    )?;
    faults.finish()
}
