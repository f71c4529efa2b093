//! Topics as data.

use crate::db::id_type;

id_type!(
    /// The id of a topic.
    TopicId
);
