//! The parameters of the public lists.

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;

use super::model::{PublicResource, PublicStatus};
use super::order::PublicOrdered;
use crate::foundation::dates::{optional_day, optional_instant};
use crate::foundation::db::text_enum;
use crate::foundation::error::ApiError;
use crate::foundation::input::from_text;
use crate::http::paging::Window;
use crate::http::query::{known, names, parse};
use crate::record::actions::model::ActionStatus;
use crate::record::evidence::attachments::model::MediaType;
use crate::record::evidence::data_points::figure::FigureKind;
use crate::record::evidence::measures::model::MeasureId;
use crate::record::findings::model::FindingKind;
use crate::record::meetings::decisions::model::DecisionStatus;
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
    pub measure: Option<String>,
    pub reference: Option<String>,
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

/// The form of a subject, which completes the sentence "send ...".
const A_SUBJECT: &str = "the id of a record, or for an action log the slug of an area, such as west-mercia";

/// The subject of an edition: an id, or the slug of the area for an action log.
struct Subject(String);

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = |text: &str| {
            let id = uuid::Uuid::try_parse(text).ok().map(|id| id.hyphenated().to_string());
            id.or_else(|| slug(text).map(str::to_owned)).ok_or(A_SUBJECT)
        };
        from_text(deserializer, A_SUBJECT, read).map(Self)
    }
}

/// Reads the subject of an edition (for `#[serde(deserialize_with)]`).
fn optional_subject<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer).map(|subject| subject.map(|Subject(subject)| subject))
}

text_enum!(
    /// The publication status of the body's response to a report; published means with words that are not withheld.
    PublicResponseStatus {
        Open = "open",
        Responded = "responded",
    }
);

/// Defines the filters of a public list: what every list can be narrowed by, and the conditions of its own.
macro_rules! filters {
    (
        $(#[$doc:meta])* $name:ident of $resource:ident;
        one { $($(#[$one_doc:meta])* $one:ident: $one_type:ty,)* }
        any { $($(#[$any_doc:meta])* $any:ident as $column:ident: $any_type:ty,)* }
        days { $($(#[$day_doc:meta])* $day:ident,)* }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize, IntoParams)]
        #[into_params(parameter_in = Query)]
        pub struct $name {
            /// Slug of an area.
            #[serde(default, deserialize_with = "optional_slug")]
            #[param(pattern = "^[a-z0-9-]{2,40}$", example = "west-mercia")]
            pub area: Option<String>,
            /// Reference that people use, whole: ours, or that of the office.
            #[param(max_length = 100, example = "WM-2019-Q001")]
            pub reference: Option<String>,
            $($(#[$one_doc])* pub $one: Option<$one_type>,)*
            $($(#[$any_doc])* #[serde(default)] #[param(nullable = false)] pub $any: Vec<$any_type>,)*
            $($(#[$day_doc])* #[serde(default, deserialize_with = "optional_day")] pub $day: Option<NaiveDate>,)*
            /// Republished at or after this instant (RFC 3339).
            #[serde(default, deserialize_with = "optional_instant")]
            #[param(example = "2019-02-20T09:00:00Z")]
            pub modified_since: Option<DateTime<Utc>>,
            /// Search words, all of which must occur.
            #[param(example = "backlog")]
            pub q: Option<String>,
        }

        impl From<$name> for Wanted {
            fn from(filter: $name) -> Self {
                Self {
                    resource: vec![PublicResource::$resource],
                    area: filter.area,
                    reference: filter.reference,
                    $($one: filter.$one.map(|id| id.to_string()),)*
                    $($column: texts(filter.$any),)*
                    $($day: filter.$day,)*
                    modified_since: filter.modified_since,
                    q: filter.q,
                    ..Self::default()
                }
            }
        }
    };
}

filters!(
    /// Filters of the public list of meetings; all must match.
    PublicMeetingFilter of Meeting;
    one {}
    any {
        /// Kind of meeting; may be repeated to match any of several.
        kind as kind: MeetingKind,
        /// Status; may be repeated to match any of several.
        status as status: MeetingStatus,
    }
    days {
        /// Held on or after this day.
        from,
        /// Held on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of questions; all must match.
    PublicQuestionFilter of Question;
    one {
        /// Id of a priority.
        priority: PriorityId,
        /// Id of a topic.
        topic: TopicId,
        /// Id of a meeting.
        meeting: MeetingId,
    }
    any {
        /// Kind of published meeting; may be repeated to match any of several.
        meeting_kind as meeting_kind: MeetingKind,
        /// Form of the question; may be repeated to match any of several.
        form as kind: QuestionForm,
        /// Status; may be repeated to match any of several.
        status as status: QuestionStatus,
    }
    days {
        /// Put on or after this day.
        from,
        /// Put on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of exchanges; all must match.
    PublicExchangeFilter of Exchange;
    one {
        /// Id of a topic.
        topic: TopicId,
        /// Id of a meeting.
        meeting: MeetingId,
        /// Id of a question.
        question: QuestionId,
    }
    any {
        /// Kind of published meeting; may be repeated to match any of several.
        meeting_kind as meeting_kind: MeetingKind,
    }
    days {
        /// Said on or after this day.
        from,
        /// Said on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of findings; all must match.
    PublicFindingFilter of Finding;
    one {
        /// Id of a priority.
        priority: PriorityId,
        /// Id of a topic.
        topic: TopicId,
        /// Id of a meeting.
        meeting: MeetingId,
        /// Id of a question.
        question: QuestionId,
    }
    any {
        /// Kind of published meeting; may be repeated to match any of several.
        meeting_kind as meeting_kind: MeetingKind,
        /// Kind of finding; may be repeated to match any of several.
        kind as kind: FindingKind,
    }
    days {
        /// Confirmed on or after this day.
        from,
        /// Confirmed on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of decisions; all must match.
    PublicDecisionFilter of Decision;
    one {
        /// Id of a priority.
        priority: PriorityId,
        /// Id of a topic.
        topic: TopicId,
        /// Id of a meeting.
        meeting: MeetingId,
    }
    any {
        /// Kind of published meeting; may be repeated to match any of several.
        meeting_kind as meeting_kind: MeetingKind,
        /// Status; may be repeated to match any of several.
        status as status: DecisionStatus,
    }
    days {
        /// Made on or after this day.
        from,
        /// Made on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of actions; all must match.
    PublicActionFilter of Action;
    one {
        /// Id of a priority.
        priority: PriorityId,
        /// Id of a meeting.
        meeting: MeetingId,
        /// Id of a question.
        question: QuestionId,
    }
    any {
        /// Kind of published meeting; may be repeated to match any of several.
        meeting_kind as meeting_kind: MeetingKind,
        /// Status; may be repeated to match any of several.
        status as status: ActionStatus,
    }
    days {
        /// Due on or after this day.
        from,
        /// Due on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of figures; all must match.
    PublicFigureFilter of Figure;
    one {
        /// Id of a measure.
        measure: MeasureId,
        /// Id of a priority.
        priority: PriorityId,
        /// Id of a topic.
        topic: TopicId,
        /// Id of a meeting.
        meeting: MeetingId,
        /// Id of a question.
        question: QuestionId,
    }
    any {
        /// Kind of published meeting; may be repeated to match any of several.
        meeting_kind as meeting_kind: MeetingKind,
        /// Kind of figure; may be repeated to match any of several.
        kind as kind: FigureKind,
    }
    days {
        /// Of a period or a day that ends on or after this day.
        from,
        /// Of a period or a day that ends on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of measures; all must match.
    PublicMeasureFilter of Measure;
    one {}
    any {}
    days {}
);

filters!(
    /// Filters of the public list of priorities; all must match.
    PublicPriorityFilter of Priority;
    one {
        /// Id of a plan.
        plan: PlanId,
    }
    any {}
    days {}
);

filters!(
    /// Filters of the public list of plans; all must match.
    PublicPlanFilter of Plan;
    one {}
    any {}
    days {
        /// Its period begins on or after this day.
        from,
        /// Its period begins on or before this day.
        to,
    }
);

filters!(
    /// Filters of the public list of topics; all must match.
    PublicTopicFilter of Topic;
    one {}
    any {}
    days {}
);

filters!(
    /// Filters of the public list of files; all must match.
    PublicFileFilter of File;
    one {}
    any {
        /// Media type; may be repeated to match any of several.
        media_type as kind: MediaType,
    }
    days {}
);

filters!(
    /// Filters of the public list of reports with recommendations; all must match.
    PublicRecommendationFilter of RecommendationSet;
    one {
        /// Id of a priority.
        priority: PriorityId,
        /// Id of a topic.
        topic: TopicId,
        /// Id of a meeting.
        meeting: MeetingId,
        /// Id of a question.
        question: QuestionId,
    }
    any {
        /// Status of the body's response; may be repeated to match any of several.
        status as status: PublicResponseStatus,
    }
    days {
        /// Published by its author on or after this day.
        from,
        /// Published by its author on or before this day.
        to,
    }
);

/// Parameters of a search.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicSearch {
    /// Search words, all of which must occur, in any order and case.
    #[param(example = "backlog")]
    pub q: String,
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$", example = "west-mercia")]
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
    #[param(pattern = "^[a-z0-9-]{2,40}$", example = "west-mercia")]
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
    #[param(minimum = 0, example = 17)]
    pub after: Option<u64>,
    /// Hash of the leaf `after`: `next_leaf_hash` of the previous response. If this log has another document there, because it was
    /// restored from an older backup, the answer is 409.
    #[param(pattern = "^[0-9a-f]{64}$", example = "8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4")]
    pub leaf_hash: Option<String>,
    /// Slug of an area.
    #[serde(default, deserialize_with = "optional_slug")]
    #[param(pattern = "^[a-z0-9-]{2,40}$", example = "west-mercia")]
    pub area: Option<String>,
    /// Maximum number of rows on a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
}
