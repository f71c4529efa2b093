//! Questions and groups that other records refer to must be there, in the same area; this says so with a pointer when one is not.

use diesel::prelude::*;

use super::model::{QuestionGroupId, QuestionId};
use super::{rules, store};
use crate::foundation::actor::Actor;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{question_groups, questions};
use crate::foundation::validate::Faults;
use crate::record::planning::topics::model::TopicId;

/// Adds a fault for a question that the caller does not see. For records that the force does not see yet; others use
/// [`check_question_put`].
pub fn check_question(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: Option<&QuestionId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    if let Some(id) = id
        && store::find(conn, &rules::scope(actor), id)?.is_none()
    {
        faults.add("/question_id", "is not the id of a question in this area");
    }
    Ok(())
}

/// Adds a fault for a question that the caller does not see, or that was never put.
pub fn check_question_put(
    conn: &mut AnyConnection,
    actor: &Actor,
    id: Option<&QuestionId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    let Some(id) = id else { return Ok(()) };
    match store::find(conn, &rules::scope(actor), id)?.map(|question| question.put_on) {
        None => faults.add("/question_id", "is not the id of a question in this area"),
        // The force sees records linked to it; a link to a draft would reveal the draft.
        Some(None) => faults.add("/question_id", "the question has not been put: put it first"),
        Some(Some(_)) => {}
    }
    Ok(())
}

/// Adds a fault for a group that does not exist. Only the body links questions to groups, and it sees all of them.
pub fn check_group(
    conn: &mut AnyConnection,
    area: &str,
    id: Option<&QuestionGroupId>,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    if let Some(id) = id {
        let group = question_groups::table.filter(question_groups::id.eq(id).and(question_groups::area.eq(area)));
        let found: i64 = group.count().get_result(conn)?;
        if found == 0 {
            faults.add("/group_id", "is not the id of a question group in this area");
        }
    }
    Ok(())
}

/// Returns the topic of an existing question.
pub fn topic_of(conn: &mut AnyConnection, id: &QuestionId) -> Result<Option<TopicId>, ApiError> {
    Ok(questions::table.filter(questions::id.eq(id)).select(questions::topic_id).first(conn)?)
}
