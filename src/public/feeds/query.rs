//! The parameters of feeds, calendars and tables.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::foundation::error::ApiError;
use crate::http::query::{known, names, parse};
use crate::record::meetings::model::MeetingKind;
use crate::record::planning::areas::model::optional_slug;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

/// Filters of the entries of a feed; all must match.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FeedFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Id of a priority: editions in which anything is under it.
    pub priority: Option<PriorityId>,
    /// Id of a topic: editions in which anything is about it.
    pub topic: Option<TopicId>,
    /// Kind of meeting: editions of records of such meetings.
    pub meeting_kind: Option<MeetingKind>,
}

impl FeedFilter {
    /// Returns the terms that an entry must have.
    pub fn terms(&self) -> Vec<String> {
        let priority = self.priority.as_ref().map(|id| format!("priority:{id}"));
        let topic = self.topic.as_ref().map(|id| format!("topic:{id}"));
        let kind = self.meeting_kind.map(|kind| format!("meeting_kind:{kind}"));
        priority.into_iter().chain(topic).chain(kind).collect()
    }

    /// Returns the parameters in canonical order.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("area", self.area.clone()),
            ("meeting_kind", self.meeting_kind.map(|kind| kind.to_string())),
            ("priority", self.priority.as_ref().map(ToString::to_string)),
            ("topic", self.topic.as_ref().map(ToString::to_string)),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

/// Parses the query of a feed.
pub fn feed(query: &str) -> Result<FeedFilter, ApiError> {
    known(query, &[&names::<FeedFilter>()])?;
    parse(query)
}

/// A filter by area.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfArea {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
}

/// Parses the query of a calendar or table; `None` for all areas.
pub fn area(query: &str) -> Result<Option<String>, ApiError> {
    known(query, &[&names::<OfArea>()])?;
    let OfArea { area } = parse(query)?;
    Ok(area)
}
