//! Public data: records of published editions, and the editions themselves. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::foundation::db::text_enum;

/// Maximum number of records of a kind in the thread of a priority.
pub const IN_A_THREAD: usize = 200;

text_enum!(
    /// The kinds of records that the public can read on their own.
    PublicResource {
        Meeting = "meeting",
        Question = "question",
        Action = "action",
        Priority = "priority",
        RecommendationSet = "recommendation_set",
        Plan = "plan",
        Exchange = "exchange",
        Finding = "finding",
        Decision = "decision",
        Figure = "figure",
        Measure = "measure",
        Topic = "topic",
        File = "file",
    }
);

impl PublicResource {
    /// Returns the collection under `/public/v1/`.
    pub const fn collection(self) -> &'static str {
        match self {
            Self::Meeting => "meetings",
            Self::Question => "questions",
            Self::Action => "actions",
            Self::Priority => "priorities",
            Self::RecommendationSet => "recommendations",
            Self::Plan => "plans",
            Self::Exchange => "exchanges",
            Self::Finding => "findings",
            Self::Decision => "decisions",
            Self::Figure => "figures",
            Self::Measure => "measures",
            Self::Topic => "topics",
            Self::File => "files",
        }
    }

    /// True when a record of this kind has a page of its own: a file has its bytes there.
    pub const fn has_page(self) -> bool {
        !matches!(self, Self::File)
    }

    /// True when people know records of this kind by a reference, which leads to them.
    pub const fn has_reference(self) -> bool {
        matches!(self, Self::Question | Self::Action | Self::Finding | Self::Decision)
    }
}

text_enum!(
    /// The public status of an edition.
    PublicStatus {
        Published = "published",
        Superseded = "superseded",
        Withdrawn = "withdrawn",
    }
);

/// A record in one published edition.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::public_items, treat_none_as_default_value = false)]
pub struct PublicItem {
    pub edition_id: String,
    pub resource: PublicResource,
    pub resource_id: String,
    pub area: String,
    pub leaf: i32,
    /// True when this is the newest edition that contains the record.
    pub shown: bool,
    pub title: String,
    pub reference: Option<String>,
    /// The kind of a meeting, of a finding or of a figure, the form of a question.
    pub kind: Option<String>,
    pub status: Option<String>,
    pub topic_id: Option<String>,
    pub meeting_id: Option<String>,
    pub question_id: Option<String>,
    pub plan_id: Option<String>,
    pub measure_id: Option<String>,
    pub day: NaiveDate,
    /// The record as a JSON object in a list.
    pub listed: String,
    /// The record as a JSON object on its own.
    pub alone: String,
    /// The words for search, folded like the search terms.
    pub words: String,
    pub updated_at: NaiveDateTime,
    /// The reference under which the office keeps it.
    pub own_reference: Option<String>,
}

/// The public data of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::public_editions, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct PublicEdition {
    pub id: String,
    pub area: String,
    pub area_name: String,
    pub kind: String,
    pub subject_id: String,
    pub number: i32,
    pub title: Option<String>,
    pub significance: Option<String>,
    pub change_note: Option<String>,
    pub status: PublicStatus,
    pub published_at: NaiveDateTime,
    pub superseded_by: Option<String>,
    pub withdrawn_at: Option<NaiveDateTime>,
    pub explanation: Option<String>,
    pub leaf: i32,
    pub updated_at: NaiveDateTime,
    pub necessary_reason: Option<String>,
}
