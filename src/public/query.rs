//! The parameters of the public lists.

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, de};
use utoipa::IntoParams;

use super::model::{PublicResource, PublicStatus};
use super::order::PublicOrdered;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::text_enum;
use crate::foundation::error::ApiError;
use crate::http::paging::Window;
use crate::http::query::{known, names, parse};
use crate::record::actions::model::ActionStatus;
use crate::record::meetings::model::{MeetingId, MeetingKind, MeetingStatus};
use crate::record::planning::areas::model::{optional_slug, slug};
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::topics::model::TopicId;
use crate::record::published::model::EditionKind;
use crate::record::questions::model::{QuestionForm, QuestionId, QuestionStatus};

/// The parsed query of a list.
pub struct Asked<F, S> {
    pub filter: F,
    pub window: Window<S>,
}

/// Parses the query of a list; an undeclared parameter is 400 with its name.
pub fn asked<F, S>(query: &str) -> Result<Asked<F, S>, ApiError>
where
    F: DeserializeOwned + IntoParams + 'static,
    S: PublicOrdered,
{
    known(query, &[&names::<F>(), &names::<S::Paging>()])?;
    let paging: S::Paging = parse(query)?;
    Ok(Asked { filter: parse(query)?, window: Window::parse(&paging.into())? })
}

/// The conditions on a row, for any list.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub resource: Vec<PublicResource>,
    pub area: Option<String>,
    pub priority: Option<String>,
    pub topic: Option<String>,
    pub meeting: Option<String>,
    pub question: Option<String>,
    pub plan: Option<String>,
    pub kind: Vec<String>,
    pub meeting_kind: Vec<String>,
    pub status: Vec<String>,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub modified_since: Option<DateTime<Utc>>,
    pub q: Option<String>,
}

/// Formats values as stored in the projections.
fn texts<T: ToString>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

/// Parses the subject of an edition: an id, or the slug of the area for an action log.
fn optional_subject<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let id = uuid::Uuid::try_parse(&text).map(|id| id.hyphenated().to_string());
    let subject = id.or_else(|_| slug(&text).map(str::to_owned));
    subject.map(Some).map_err(|what| de::Error::custom(format!("is not an id, so it {what}")))
}

/// Filters of the public list of meetings; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicMeetingFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Kind of meeting; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<MeetingKind>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<MeetingStatus>,
    /// Held on or after this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Held on or before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Republished at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur.
    pub q: Option<String>,
}

impl From<PublicMeetingFilter> for Wanted {
    fn from(filter: PublicMeetingFilter) -> Self {
        let PublicMeetingFilter { area, kind, status, from, to, modified_since, q } = filter;
        let resource = vec![PublicResource::Meeting];
        let (kind, status) = (texts(kind), texts(status));
        Self { resource, area, kind, status, from, to, modified_since, q, ..Self::default() }
    }
}

/// Filters of the public list of questions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicQuestionFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Id of a priority.
    pub priority: Option<PriorityId>,
    /// Id of a topic.
    pub topic: Option<TopicId>,
    /// Id of a meeting.
    pub meeting: Option<MeetingId>,
    /// Kind of published meeting; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub meeting_kind: Vec<MeetingKind>,
    /// Form of the question; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub form: Vec<QuestionForm>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<QuestionStatus>,
    /// Put on or after this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Put on or before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Republished at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur.
    pub q: Option<String>,
}

impl From<PublicQuestionFilter> for Wanted {
    fn from(filter: PublicQuestionFilter) -> Self {
        let PublicQuestionFilter { area, priority, topic, meeting, meeting_kind, form, status, from, to, modified_since, q } =
            filter;
        Self {
            resource: vec![PublicResource::Question],
            priority: priority.map(|id| id.to_string()),
            topic: topic.map(|id| id.to_string()),
            meeting: meeting.map(|id| id.to_string()),
            meeting_kind: texts(meeting_kind),
            kind: texts(form),
            status: texts(status),
            ..Self { area, from, to, modified_since, q, ..Self::default() }
        }
    }
}

/// Filters of the public list of actions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicActionFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Id of a priority.
    pub priority: Option<PriorityId>,
    /// Id of a meeting.
    pub meeting: Option<MeetingId>,
    /// Id of a question.
    pub question: Option<QuestionId>,
    /// Kind of published meeting; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub meeting_kind: Vec<MeetingKind>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ActionStatus>,
    /// Due on or after this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Due on or before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Republished at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur.
    pub q: Option<String>,
}

impl From<PublicActionFilter> for Wanted {
    fn from(filter: PublicActionFilter) -> Self {
        let PublicActionFilter { area, priority, meeting, question, meeting_kind, status, from, to, modified_since, q } = filter;
        Self {
            resource: vec![PublicResource::Action],
            priority: priority.map(|id| id.to_string()),
            meeting: meeting.map(|id| id.to_string()),
            question: question.map(|id| id.to_string()),
            meeting_kind: texts(meeting_kind),
            status: texts(status),
            ..Self { area, from, to, modified_since, q, ..Self::default() }
        }
    }
}

/// Filters of the public list of priorities; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPriorityFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Id of a plan.
    pub plan: Option<PlanId>,
    /// Republished at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur.
    pub q: Option<String>,
}

impl From<PublicPriorityFilter> for Wanted {
    fn from(filter: PublicPriorityFilter) -> Self {
        let PublicPriorityFilter { area, plan, modified_since, q } = filter;
        let plan = plan.map(|id| id.to_string());
        Self { resource: vec![PublicResource::Priority], area, plan, modified_since, q, ..Self::default() }
    }
}

/// Filters of the public list of plans; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPlanFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Its period begins on or after this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Its period begins on or before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Republished at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur.
    pub q: Option<String>,
}

impl From<PublicPlanFilter> for Wanted {
    fn from(filter: PublicPlanFilter) -> Self {
        let PublicPlanFilter { area, from, to, modified_since, q } = filter;
        Self { resource: vec![PublicResource::Plan], area, from, to, modified_since, q, ..Self::default() }
    }
}

text_enum!(
    /// The publication status of the body's response to a report; published means with words that are not withheld.
    PublicResponseStatus {
        Open = "open",
        Responded = "responded",
    }
);

/// Filters of the public list of reports with recommendations; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicRecommendationFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    pub status: Option<PublicResponseStatus>,
    /// Published by its author on or after this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Published by its author on or before this day.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Republished at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Search words, all of which must occur.
    pub q: Option<String>,
}

impl From<PublicRecommendationFilter> for Wanted {
    fn from(filter: PublicRecommendationFilter) -> Self {
        let PublicRecommendationFilter { area, status, from, to, modified_since, q } = filter;
        let status = texts(status);
        Self {
            resource: vec![PublicResource::RecommendationSet],
            ..Self { area, status, from, to, modified_since, q, ..Self::default() }
        }
    }
}

/// Parameters of a search.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicSearch {
    /// Search words, all of which must occur, in any order and case.
    #[param(example = "backlog")]
    pub q: String,
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Kind of record; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub resource: Vec<PublicResource>,
}

impl From<PublicSearch> for Wanted {
    fn from(search: PublicSearch) -> Self {
        let PublicSearch { q, area, resource } = search;
        Self { resource, area, q: Some(q), ..Self::default() }
    }
}

/// Filters of the list of published editions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicEditionFilter {
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Id of the meeting, question, plan or recommendation set; for an action log the slug of the area.
    #[serde(default, deserialize_with = "optional_subject")]
    #[param(pattern = "^[0-9a-z-]{2,40}$")]
    pub subject: Option<String>,
    /// Kind of edition; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<EditionKind>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<PublicStatus>,
    /// Published, superseded or withdrawn at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

/// Parameters of the list of changes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// Number of the last change you have: `next_after` of the previous response. Later changes are listed; without it all
    /// changes are, from leaf 0 on. A number that the log has not reached is 409.
    #[param(minimum = 0)]
    pub after: Option<u64>,
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Maximum number of rows on a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
}
