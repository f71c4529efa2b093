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

/// What a list is asked for.
pub struct Asked<F, S> {
    pub filter: F,
    pub window: Window<S>,
}

/// Reads the query of a list; a parameter that is not declared is 400 with its name.
pub fn asked<F, S>(query: &str) -> Result<Asked<F, S>, ApiError>
where
    F: DeserializeOwned + IntoParams + 'static,
    S: PublicOrdered,
{
    known(query, &[&names::<F>(), &names::<S::Paging>()])?;
    let paging: S::Paging = parse(query)?;
    Ok(Asked { filter: parse(query)?, window: Window::parse(&paging.into())? })
}

/// What a row must be like, whatever the list.
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

/// Values as they stand in the projections.
fn texts<T: ToString>(values: impl IntoIterator<Item = T>) -> Vec<String> {
    values.into_iter().map(|value| value.to_string()).collect()
}

/// What an edition is about: an id, or of an action log the slug of the area.
fn optional_subject<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    let id = uuid::Uuid::try_parse(&text).map(|id| id.hyphenated().to_string());
    let subject = id.or_else(|_| slug(&text).map(str::to_owned));
    subject.map(Some).map_err(|what| de::Error::custom(format!("not an id, and {what}")))
}

/// Filters of the public list of meetings; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicMeetingFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<MeetingKind>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<MeetingStatus>,
    /// Held on this day or later.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Held on this day or earlier.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Published anew at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Words that must all occur.
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

/// Filters of the public list of questions; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicQuestionFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// The id of a priority.
    pub priority: Option<PriorityId>,
    /// The id of a topic.
    pub topic: Option<TopicId>,
    /// The id of a meeting.
    pub meeting: Option<MeetingId>,
    /// At published meetings of this kind. May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub meeting_kind: Vec<MeetingKind>,
    /// How it was asked. May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub form: Vec<QuestionForm>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<QuestionStatus>,
    /// Put on this day or later.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Put on this day or earlier.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Published anew at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Words that must all occur.
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

/// Filters of the public list of actions; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicActionFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// The id of a priority.
    pub priority: Option<PriorityId>,
    /// The id of a meeting.
    pub meeting: Option<MeetingId>,
    /// The id of a question.
    pub question: Option<QuestionId>,
    /// Of published meetings of this kind. May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub meeting_kind: Vec<MeetingKind>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<ActionStatus>,
    /// Due on this day or later.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Due on this day or earlier.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Published anew at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Words that must all occur.
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

/// Filters of the public list of priorities; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPriorityFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// The id of a plan.
    pub plan: Option<PlanId>,
    /// Published anew at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Words that must all occur.
    pub q: Option<String>,
}

impl From<PublicPriorityFilter> for Wanted {
    fn from(filter: PublicPriorityFilter) -> Self {
        let PublicPriorityFilter { area, plan, modified_since, q } = filter;
        let plan = plan.map(|id| id.to_string());
        Self { resource: vec![PublicResource::Priority], area, plan, modified_since, q, ..Self::default() }
    }
}

/// Filters of the public list of plans; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPlanFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Its period begins on this day or later.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Its period begins on this day or earlier.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Published anew at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Words that must all occur.
    pub q: Option<String>,
}

impl From<PublicPlanFilter> for Wanted {
    fn from(filter: PublicPlanFilter) -> Self {
        let PublicPlanFilter { area, from, to, modified_since, q } = filter;
        Self { resource: vec![PublicResource::Plan], area, from, to, modified_since, q, ..Self::default() }
    }
}

text_enum!(
    /// Whether the body has published its response to a report, with words that are not withheld.
    PublicResponseStatus {
        Open = "open",
        Responded = "responded",
    }
);

/// Filters of the public list of reports with recommendations; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicRecommendationFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    pub status: Option<PublicResponseStatus>,
    /// Published by its author on this day or later.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Published by its author on this day or earlier.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
    /// Published anew at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Words that must all occur.
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

/// What is searched for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicSearch {
    /// Words that must all occur, in any order and in capitals or not.
    #[param(example = "backlog")]
    pub q: String,
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// May be repeated: any of them.
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

/// Filters of the list of published editions; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicEditionFilter {
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// The id of the meeting, question, plan or recommendation set; of an action log the slug of the area.
    #[serde(default, deserialize_with = "optional_subject")]
    #[param(pattern = "^[0-9a-z-]{2,40}$")]
    pub subject: Option<String>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<EditionKind>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<PublicStatus>,
    /// Published, superseded or withdrawn at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

/// From where on changes are listed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// The number of the last change you have: `next_after` of the answer before. What follows it is listed; without it everything
    /// is, from leaf 0 on. A number that the log has not reached is 409.
    #[param(minimum = 0)]
    pub after: Option<u64>,
    /// The slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$")]
    pub area: Option<String>,
    /// Rows a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
}
