//! Judgements as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::clock::london_day;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::record::questions::model::{Fate, QuestionId, QuestionPartId};

id_type!(
    /// The id of a judgement.
    JudgementId
);

text_enum!(
    /// The body's opinion of the answer to a question or a part of it.
    Verdict {
        Answered = "answered",
        PartAnswered = "part_answered",
        NotAnswered = "not_answered",
        /// The force declined to answer.
        Declined = "declined",
    }
);

impl Verdict {
    /// Returns the resulting fate.
    pub const fn fate(self) -> Fate {
        match self {
            Self::Answered => Fate::Answered,
            Self::PartAnswered => Fate::PartAnswered,
            Self::NotAnswered => Fate::NotAnswered,
            Self::Declined => Fate::Declined,
        }
    }
}

/// A judgement as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::answer_judgements, treat_none_as_default_value = false)]
pub struct AnswerJudgement {
    pub id: JudgementId,
    pub area: String,
    pub question_id: QuestionId,
    /// Absent when the question has no parts.
    pub part_id: Option<QuestionPartId>,
    /// The revision of the question at that time.
    pub question_revision: i32,
    pub fate: Fate,
    pub reason: String,
    pub judged_by: String,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    /// Absent in judgements from before it was stored.
    pub judged_on: Option<NaiveDate>,
    /// The capacity of the author in the office.
    pub judged_capacity: Option<String>,
    /// Fate of the question or the part before it ended with this.
    pub fate_before: Option<Fate>,
}

impl AnswerJudgement {
    /// Returns the day of the judgement.
    pub fn on(&self) -> NaiveDate {
        self.judged_on.unwrap_or_else(|| london_day(self.created_at))
    }
}

/// A judgement of the answer to a question, or to one of its parts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"outcome": "not_answered", "reason": "The record of the meeting holds no answer."}))]
pub struct JudgeQuestion {
    /// Id of the part to judge; required when the question has parts.
    pub part_id: Option<QuestionPartId>,
    pub outcome: Verdict,
    /// Reason for the judgement.
    pub reason: String,
    /// Day of the judgement; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub judged_on: Option<NaiveDate>,
}

/// A judgement that was taken back, as stored.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::judgements_taken_back, treat_none_as_default_value = false)]
pub struct JudgementTakenBack {
    pub id: JudgementId,
    pub area: String,
    pub question_id: QuestionId,
    pub reason: String,
    pub taken_back_by: String,
    pub taken_back_on: NaiveDate,
    pub created_at: NaiveDateTime,
}

/// The judgement to take back: the current one of the question, or of one of its parts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "It was the judgement of another question."}))]
pub struct TakeBackJudgement {
    /// Id of the part whose judgement is taken back; required when the question has parts.
    pub part_id: Option<QuestionPartId>,
    pub reason: String,
}

impl Check for TakeBackJudgement {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

/// A judgement of one part.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"part_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "outcome": "answered", "reason": "The model was set out."}))]
pub struct JudgePart {
    pub part_id: QuestionPartId,
    pub outcome: Verdict,
    pub reason: String,
}

/// The closing of an answered question. All of it must be judged, before or with this.
///
/// A question without parts takes `outcome` and `reason`; one with parts takes a judgement of each in `parts`. Earlier
/// judgements may be omitted.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"outcome": "part_answered", "reason": "Figures were given for one month of three."}))]
pub struct CloseQuestion {
    /// Outcome, for a question without parts.
    pub outcome: Option<Verdict>,
    /// Reason for the judgement; required with `outcome`.
    pub reason: Option<String>,
    /// Judgements of parts, for a question with parts; at most 100.
    #[serde(default)]
    pub parts: Vec<JudgePart>,
    /// Day of these judgements; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub judged_on: Option<NaiveDate>,
}

impl Check for JudgeQuestion {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl Check for CloseQuestion {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.optional_prose("/reason", self.reason.as_deref());
        if self.outcome.is_some() && self.reason.is_none() {
            faults.add("/reason", "is required with outcome: give the reason for the judgement");
        }
        faults.at_most("/parts", self.parts.len(), ITEMS);
        for (index, part) in self.parts.iter_mut().enumerate() {
            part.reason = faults.prose(&format!("/parts/{index}/reason"), &part.reason);
        }
        self
    }
}
