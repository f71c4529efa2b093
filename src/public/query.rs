//! The parameters of the public lists.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{PublicResource, PublicStatus};
use crate::day::{optional_day, optional_instant};
use crate::db::text_enum;
use crate::editions::model::EditionKind;
use crate::error::ApiError;
use crate::http::paging::{Paging, SortKey, Window};
use crate::http::query::{known, names, parse};
use crate::meetings::model::MeetingKind;

text_enum!(
    /// The orders of the public lists: by id (the order of creation), by when it was last published anew, by its own day.
    PublicSort {
        Id = "id",
        UpdatedAt = "updated_at",
        Day = "day",
    }
);

impl SortKey for PublicSort {
    const KEYS: &'static [Self] = Self::ALL;
}

text_enum!(
    /// The orders of the list of published editions.
    PublicEditionSort {
        Id = "id",
        UpdatedAt = "updated_at",
    }
);

impl SortKey for PublicEditionSort {
    const KEYS: &'static [Self] = Self::ALL;
}

/// The page of a public list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPaging {
    /// Where to go on: from `links.next` or `links.prev`, not made by hand.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// The order: `id`, `updated_at` (when it was last published anew) or `day`, `-` before it for descending.
    #[param(example = "-updated_at")]
    pub sort: Option<String>,
    /// `exact` adds `page.total` and `page.total_relation`; counting stops at 10000.
    #[param(pattern = "^exact$")]
    pub count: Option<String>,
}

/// What a list is asked for.
pub struct Asked<F, S> {
    pub filter: F,
    pub window: Window<S>,
}

/// Reads the query of a list; a parameter that is not declared is 400 with its name.
pub fn asked<F, S>(query: &str) -> Result<Asked<F, S>, ApiError>
where
    F: serde::de::DeserializeOwned + IntoParams + 'static,
    S: SortKey,
{
    known(query, &[&names::<F>(), &names::<PublicPaging>()])?;
    let PublicPaging { cursor, limit, sort, count } = parse(query)?;
    let window = Window::parse(&Paging { cursor, limit, sort, count, fields: None })?;
    Ok(Asked { filter: parse(query)?, window })
}

/// Refuses any parameter.
pub fn nothing(query: &str) -> Result<(), ApiError> {
    let none: Arc<[String]> = Arc::new([]);
    known(query, &[&none])
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

fn kinds(kinds: Vec<MeetingKind>) -> Vec<String> {
    kinds.into_iter().map(|kind| kind.as_str().to_owned()).collect()
}

/// Filters of the public list of meetings; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicMeetingFilter {
    /// The slug of an area.
    pub area: Option<String>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<MeetingKind>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<String>,
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
        Self { resource, area, kind: kinds(kind), status, from, to, modified_since, q, ..Self::default() }
    }
}

/// Filters of the public list of questions; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicQuestionFilter {
    /// The slug of an area.
    pub area: Option<String>,
    /// The id of a priority.
    pub priority: Option<String>,
    /// The id of a topic.
    pub topic: Option<String>,
    /// The id of a meeting.
    pub meeting: Option<String>,
    /// At published meetings of this kind. May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub meeting_kind: Vec<MeetingKind>,
    /// `question` or `request`. May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub form: Vec<String>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<String>,
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
            meeting_kind: kinds(meeting_kind),
            kind: form,
            ..Self { area, priority, topic, meeting, status, from, to, modified_since, q, ..Self::default() }
        }
    }
}

/// Filters of the public list of actions; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicActionFilter {
    /// The slug of an area.
    pub area: Option<String>,
    /// The id of a priority.
    pub priority: Option<String>,
    /// The id of a meeting.
    pub meeting: Option<String>,
    /// The id of a question.
    pub question: Option<String>,
    /// Of published meetings of this kind. May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub meeting_kind: Vec<MeetingKind>,
    /// May be repeated: any of them.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<String>,
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
            meeting_kind: kinds(meeting_kind),
            ..Self { area, priority, meeting, question, status, from, to, modified_since, q, ..Self::default() }
        }
    }
}

/// Filters of the public list of priorities; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPriorityFilter {
    /// The slug of an area.
    pub area: Option<String>,
    /// The id of a plan.
    pub plan: Option<String>,
    /// Published anew at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
    /// Words that must all occur.
    pub q: Option<String>,
}

impl From<PublicPriorityFilter> for Wanted {
    fn from(filter: PublicPriorityFilter) -> Self {
        let PublicPriorityFilter { area, plan, modified_since, q } = filter;
        Self { resource: vec![PublicResource::Priority], area, plan, modified_since, q, ..Self::default() }
    }
}

/// Filters of the public list of plans; all given ones must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPlanFilter {
    /// The slug of an area.
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
    /// Whether the body has published its response to a report: an edition of the report holds the words of the response.
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
        let status = status.into_iter().map(|status| status.as_str().to_owned()).collect();
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
    pub area: Option<String>,
    /// The id of the meeting, question, plan or recommendation set; of an action log the slug of the area.
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
    /// The number of the last change you have: `next_after` of the answer before. Without it: from the first.
    #[param(minimum = 0)]
    pub after: Option<u32>,
    /// The slug of an area.
    pub area: Option<String>,
    /// Rows a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
}
