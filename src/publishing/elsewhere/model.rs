//! Publications elsewhere as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::day;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::meetings::model::MeetingStatus;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::areas::model::BodyKind;
pub use crate::record::published::model::{ElsewhereStatus, OwedParagraph, OwedSubject};

id_type!(
    /// The id of a publication elsewhere.
    PublishedElsewhereId
);

text_enum!(
    /// The acts on a publication elsewhere; `allowed_acts` lists them in this order.
    PublishedElsewhereAct {
        TakeBack = "take-back",
    }
);

/// A publication elsewhere as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::published_elsewhere, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PublishedElsewhere {
    pub id: PublishedElsewhereId,
    pub area: String,
    pub duty: OwedParagraph,
    pub subject_kind: OwedSubject,
    pub subject_id: String,
    pub published_on: NaiveDate,
    pub url: String,
    pub note: Option<String>,
    pub status: ElsewhereStatus,
    pub taken_back_reason: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// Facts about the subject of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    Meeting {
        is_public: bool,
        significant: bool,
        status: MeetingStatus,
        held_on: NaiveDate,
    },
    Decision {
        significant: bool,
        status: DecisionStatus,
        made_on: Option<NaiveDate>,
    },
    /// `has_clock` for an inspection report with its day of publication.
    Report {
        has_clock: bool,
        status: RecommendationSetStatus,
        published_on: Option<NaiveDate>,
    },
    Body {
        kind: BodyKind,
        valid_from: NaiveDate,
    },
}

/// Note that a duty was met by a publication elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"duty": "5(c)", "subject_kind": "meeting", "subject_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11",
    "published_on": "2022-12-20", "url": "https://www.example.org/minutes-november-2022"}))]
pub struct NotePublishedElsewhere {
    /// Paragraph of the register that it meets: 5(a) to 5(d), 7A to 7C, or s.55(5A).
    pub duty: OwedParagraph,
    /// A meeting for 5(a) to 5(c), a decision for 5(d), a set of recommendations for s.55(5A), the body for 7A to 7C.
    pub subject_kind: OwedSubject,
    /// Id of the meeting, decision, set of recommendations or body.
    #[schema(format = Uuid)]
    pub subject_id: String,
    /// Day on which it was published.
    #[serde(deserialize_with = "day")]
    pub published_on: NaiveDate,
    /// Address of what was published; `http` or `https`.
    pub url: String,
    pub note: Option<String>,
}

impl Check for NotePublishedElsewhere {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.subject_id = faults.line("/subject_id", &self.subject_id).to_ascii_lowercase();
        self.url = faults.address("/url", &self.url);
        self.note = faults.optional_prose("/note", self.note.as_deref());
        self
    }
}
