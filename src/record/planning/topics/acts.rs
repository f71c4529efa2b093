//! The acts on topics, each as one unit of work.

use super::model::{AddTopic, EditTopic, Topic, TopicId};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked;

/// Adds a topic.
pub fn add(tx: &mut Tx<'_>, input: &AddTopic) -> Result<Topic, ApiError> {
    rules::may_write(tx.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    let topic = Topic {
        id: TopicId::new(tx.ids),
        area: tx.actor.area.clone(),
        title: input.title.clone(),
        summary: input.summary.clone(),
        created_at: tx.now,
        updated_at: tx.now,
        version: 1,
    };
    tracked::create(tx, &topic, None, input)?;
    Ok(topic)
}

/// Changes a topic.
pub fn edit(tx: &mut Tx<'_>, id: &TopicId, patch: &EditTopic) -> Result<Topic, ApiError> {
    let topic = begin(tx, id)?;
    let edited = patch.apply(&topic)?;
    tracked::change(tx, topic.with(edited.draft)?, None, "edit", None, &edited.changes)
}

/// Deletes a topic that no record refers to.
pub fn delete(tx: &mut Tx<'_>, id: &TopicId) -> Result<(), ApiError> {
    let topic = begin(tx, id)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict("other records refer to this topic: change them first".into()));
    }
    let title = serde_json::json!({ "title": topic.title });
    tracked::remove(tx, &topic, &title)
}

fn begin(tx: &mut Tx<'_>, id: &TopicId) -> Result<Topic, ApiError> {
    let topic = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    rules::may_write(tx.actor).map_err(|refusal| refusal.into_error("none", vec![]))?;
    tx.precondition.check(topic.version)?;
    Ok(topic)
}
