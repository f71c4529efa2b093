//! The parameters of feeds, calendars and tables.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::foundation::error::ApiError;
use crate::http::query::{known, names, parse};
use crate::record::meetings::model::MeetingKind;
use crate::record::planning::areas::model::optional_slug;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

/// Which entries a feed has; all given ones must hold.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FeedFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// The id of a priority: editions in which anything is under it.
    pub priority: Option<PriorityId>,
    /// The id of a topic: editions in which anything is about it.
    pub topic: Option<TopicId>,
    /// Editions of records of meetings of this kind.
    pub meeting_kind: Option<MeetingKind>,
}

impl FeedFilter {
    /// The terms that an entry must have.
    pub fn terms(&self) -> Vec<String> {
        let priority = self.priority.as_ref().map(|id| format!("priority:{id}"));
        let topic = self.topic.as_ref().map(|id| format!("topic:{id}"));
        let kind = self.meeting_kind.map(|kind| format!("meeting_kind:{kind}"));
        priority.into_iter().chain(topic).chain(kind).collect()
    }

    /// The parameters again, in one order.
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

/// What a feed is asked for.
pub fn feed(query: &str) -> Result<FeedFilter, ApiError> {
    known(query, &[&names::<FeedFilter>()])?;
    parse(query)
}

/// One area, or all of them.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfArea {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
}

/// The area that is asked for, if one is.
pub fn area(query: &str) -> Result<Option<String>, ApiError> {
    known(query, &[&names::<OfArea>()])?;
    let OfArea { area } = parse(query)?;
    Ok(area)
}
