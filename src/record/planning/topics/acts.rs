//! The acts on topics, each as one unit of work.

use super::model::{AddTopic, EditTopic, Topic, TopicAct as Act, TopicId};
use super::{rules, store};
use crate::foundation::error::{ApiError, Refusal};
use crate::http::call::Tx;
use crate::http::merge_patch::Drafted;
use crate::record::audit::tracked::{self, permit};

/// Adds a topic.
pub fn add(tx: &mut Tx<'_>, input: &AddTopic) -> Result<Topic, ApiError> {
    rules::may_write(tx.actor).map_err(Refusal::without_state)?;
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
    let topic = begin(tx, id, Act::Edit)?;
    let edited = patch.apply(&topic)?;
    tracked::change(tx, topic.with(edited.draft)?, None, Act::Edit.as_str(), None, &edited.changes)
}

/// Deletes a topic that no record refers to.
pub fn delete(tx: &mut Tx<'_>, id: &TopicId) -> Result<(), ApiError> {
    let topic = begin(tx, id, Act::Delete)?;
    if store::is_used(tx.conn, id)? {
        return Err(ApiError::Conflict("other records refer to this topic: change them first".into()));
    }
    let title = serde_json::json!({ "title": topic.title });
    tracked::remove(tx, &topic, &title)
}

fn begin(tx: &mut Tx<'_>, id: &TopicId, act: Act) -> Result<Topic, ApiError> {
    let topic = store::find(tx.conn, &rules::scope(tx.actor), id)?.ok_or(ApiError::NotFound)?;
    permit(tx, &topic, act, |act| rules::decide(act, tx.actor))?;
    Ok(topic)
}
