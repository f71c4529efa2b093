//! People and links, as published records name them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

/// A person who spoke, as the public record names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedSpeaker {
    /// Office or post in which the person spoke.
    #[schema(example = "CC")]
    pub capacity: Option<String>,
    /// Name; `null` when it is not recorded or not published.
    #[schema(example = "Anthony Bangham")]
    pub name: Option<String>,
}

/// A link to a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedTopic {
    /// Permanent id of the topic.
    pub id: TopicId,
    /// Title of the topic.
    #[schema(example = "Digital forensics")]
    pub title: Option<String>,
}

/// A link to a priority of an adopted plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PublishedPriorityLink {
    /// Permanent id of the priority.
    pub id: PriorityId,
    /// Title of the priority.
    #[schema(example = "Putting victims and survivors first")]
    pub title: Option<String>,
}
