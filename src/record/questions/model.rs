//! Questions as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use super::heads::model::Head;
use crate::foundation::actor::UserId;
use crate::foundation::clock::london_day;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::deadlines::model::{Rule, Wanted};
use crate::record::escalations::model::Escalation;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;

id_type!(
    /// The id of a question.
    QuestionId
);

id_type!(
    /// The id of a group of questions.
    QuestionGroupId
);

id_type!(
    /// The id of a part of a question.
    QuestionPartId
);

text_enum!(
    /// The form of a question.
    QuestionForm {
        Direct = "direct",
        /// "Explain the outcome of this work."
        Request = "request",
        /// Put orally at the meeting.
        Challenge = "challenge",
        /// From a member of the public.
        Public = "public",
    }
);

text_enum!(
    /// The status of a question.
    QuestionStatus {
        Draft = "draft",
        Put = "put",
        Answered = "answered",
        Returned = "returned",
        Closed = "closed",
        Withdrawn = "withdrawn",
    }
);

impl QuestionStatus {
    /// Returns whether what is replied now, or corrected, still counts: what has ended stays as it ended.
    pub const fn takes_replies(self) -> bool {
        match self {
            Self::Put | Self::Returned | Self::Answered => true,
            Self::Draft | Self::Closed | Self::Withdrawn => false,
        }
    }
}

text_enum!(
    /// The acts on a question, and what can be added to it; `allowed_acts` lists them in this order.
    QuestionAct {
        Edit = "edit",
        Delete = "delete",
        Put = "put",
        Return = "return",
        Judge = "judge",
        TakeBackJudgement = "take-back-judgement",
        Close = "close",
        Withdraw = "withdraw",
        CarryForward = "carry-forward",
        Reopen = "reopen",
        Correct = "correct",
        Escalate = "escalate",
        TakeBackEscalation = "take-back-escalation",
        AddPart = "add-part",
        Respond = "respond",
        RecordExchange = "record-exchange",
        AddFinding = "add-finding",
        SetAction = "set-action",
        Restrict = "restrict",
        Unrestrict = "unrestrict",
        Cite = "cite",
    }
);

text_enum!(
    /// The acts on a question group; `allowed_acts` lists them in this order.
    QuestionGroupAct {
        Edit = "edit",
        Delete = "delete",
    }
);

text_enum!(
    /// The acts on a part of a question; `allowed_acts` lists them in this order.
    QuestionPartAct {
        Edit = "edit",
        Delete = "delete",
    }
);

text_enum!(
    /// The outcome of a closed question.
    Outcome {
        Answered = "answered",
        PartAnswered = "part_answered",
        NotAnswered = "not_answered",
        Declined = "declined",
        /// Carried forward to a later meeting: see `carried_forward_to`.
        CarriedForward = "carried_forward",
    }
);

text_enum!(
    /// The fate of a question, or of a part of it, once it was put. Without one it awaits an answer or a judgement.
    Fate {
        Answered = "answered",
        PartAnswered = "part_answered",
        NotAnswered = "not_answered",
        Declined = "declined",
        Withdrawn = "withdrawn",
        /// Carried forward to a later meeting.
        CarriedForward = "carried_forward",
    }
);

/// A question as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::questions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Question {
    pub id: QuestionId,
    pub area: String,
    pub reference: Option<String>,
    pub form: QuestionForm,
    pub text: String,
    pub context: Option<String>,
    pub revision: i32,
    pub priority_ids: JsonText<Vec<PriorityId>>,
    pub topic_id: Option<TopicId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub printed_number: Option<String>,
    pub asked_by: Option<String>,
    pub put_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub status: QuestionStatus,
    pub outcome: Option<Outcome>,
    pub status_reason: Option<String>,
    pub brought_forward_from: Option<QuestionId>,
    pub carried_forward_to: Option<QuestionId>,
    pub group_id: Option<QuestionGroupId>,
    pub received_on: Option<NaiveDate>,
    /// The number of its parts, so that readers know when there is nothing to look up.
    pub part_count: i32,
    pub first_response_on: Option<NaiveDate>,
    pub final_response_on: Option<NaiveDate>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    pub heads: JsonText<Vec<Head>>,
    /// The day it was last returned.
    pub returned_on: Option<NaiveDate>,
    /// The day of the first valid answer or, while one is awaited, of the first valid holding response.
    pub replied_since: Option<NaiveDate>,
    /// Due date in words; those of a draft are read when it is put.
    pub due_text: Option<String>,
    /// Rule that a draft is put with.
    pub due_rule: JsonText<Option<Rule>>,
    /// True when the words state a day that is impossible.
    pub needs_review: bool,
    pub urgent: bool,
    pub urgent_reason: Option<String>,
    pub escalations: JsonText<Vec<Escalation>>,
    /// Day of the last escalation that stands.
    pub escalated_on: Option<NaiveDate>,
}

impl Question {
    /// Returns the date that a draft is put with.
    pub fn wanted(&self) -> Result<Wanted, ApiError> {
        Ok(Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.get()? })
    }

    /// Returns the day in Europe/London of its last change.
    pub fn last_changed_on(&self) -> NaiveDate {
        london_day(self.updated_at)
    }
}

/// An earlier wording of a question, kept when it was corrected.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::question_revisions)]
pub struct QuestionRevision {
    pub question_id: QuestionId,
    pub revision: i32,
    pub text: String,
    pub context: Option<String>,
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: NaiveDateTime,
}

/// A new question. Only `text` is required; links must be in the caller's area.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "What has changed since the backlog was reported?", "form": "direct", "priority_ids": [], "due_on": "2019-02-13"}))]
pub struct DraftQuestion {
    #[serde(default = "direct")]
    pub form: QuestionForm,
    /// Text of the question, at most 20,000 characters.
    pub text: String,
    /// Background for the reader; not part of the question.
    pub context: Option<String>,
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// Heads of s.1(8) of the Police Reform and Social Responsibility Act 2011 that it is about, without repeats.
    #[serde(default)]
    pub heads: Vec<Head>,
    pub topic_id: Option<TopicId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    /// Number as printed ("2"). It is text, because papers repeat and skip numbers.
    pub printed_number: Option<String>,
    /// Person who asks, as named in the record ("PCC"); for a question from the public, its sender.
    pub asked_by: Option<String>,
    /// Day a question from the public was received; for the form `public` only.
    #[serde(default, deserialize_with = "optional_day")]
    pub received_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Due date in words ("within two weeks"). Without `due_on` the date is read from them when the question is put, counted from
    /// that day; words that are unclear or impossible are only stored.
    pub due_text: Option<String>,
    /// Rule for the due date, counted from the day the question is put, in place of `due_on`.
    pub due_rule: Option<Rule>,
    /// True for a question that needs an answer within the urgent period of the body.
    #[serde(default)]
    pub urgent: bool,
    /// Reason it is urgent; required with `urgent`.
    pub urgent_reason: Option<String>,
    /// Id of its group.
    pub group_id: Option<QuestionGroupId>,
    /// Numbered parts, in order, each judged separately. At most 100.
    #[serde(default)]
    pub parts: Vec<DraftPart>,
}

merge_patch!(
    /// Change a draft question (JSON Merge Patch, RFC 7396): absent members stay, `null` clears. Parts are records of their own.
    EditQuestion of DraftQuestion, such as {"text": "What has changed since the backlog was last reported?"};
    Question {
        edited: form, text, context, topic_id, meeting_id, agenda_item_id, printed_number, asked_by, received_on, due_on,
            due_text, urgent_reason, group_id;
        as json: priority_ids, heads, due_rule;
        not cleared: urgent;
        only when created: parts;
        not in the draft: id, area, reference, revision, put_on, status, outcome, status_reason, brought_forward_from,
            carried_forward_to, part_count, first_response_on, final_response_on, created_by, created_at, updated_at, version,
            returned_on, replied_since, needs_review, escalations, escalated_on;
    }
);

/// A part of a question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"printed_number": "2", "text": "Who refers victims to the team?"}))]
pub struct DraftPart {
    /// Number as printed. It is text, because papers repeat and skip numbers.
    pub printed_number: Option<String>,
    pub text: String,
}

fn direct() -> QuestionForm {
    QuestionForm::Direct
}

/// The putting of a question to the chief constable.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"put_on": "2019-01-30"}))]
pub struct PutQuestion {
    /// Day it was put; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub put_on: Option<NaiveDate>,
    /// Day by which an answer is due, in place of the draft's.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Words to parse the due date from, counted from `put_on`: "within two weeks". With `due_on`, the words for that day.
    pub due_text: Option<String>,
    /// Rule for the due date, counted from `put_on`, in place of `due_on`.
    pub due_rule: Option<Rule>,
}

/// A question to ask again at a later meeting. The new question is a draft until it is put; it has the parts that were not
/// answered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reason": "There was no time for it."}))]
pub struct CarryQuestionForward {
    pub meeting_id: Option<MeetingId>,
    pub reason: String,
    /// Day on which it was carried forward; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// A correction of a put question; the earlier wording stays readable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "What has changed since the backlog was reported in March?", "reason": "The month was missing."}))]
pub struct CorrectQuestion {
    pub text: String,
    pub context: Option<String>,
    pub reason: String,
}

impl Check for DraftQuestion {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.context = faults.optional_prose("/context", self.context.as_deref());
        self.printed_number = faults.optional_line("/printed_number", self.printed_number.as_deref());
        self.asked_by = faults.optional_line("/asked_by", self.asked_by.as_deref());
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        check_heads(faults, &self.heads);
        let mut wanted = self.wanted();
        wanted.check(faults);
        self.due_text = wanted.due_text;
        self.urgent_reason = faults.optional_prose("/urgent_reason", self.urgent_reason.as_deref());
        match (self.urgent, &self.urgent_reason) {
            (true, None) => faults.add("/urgent_reason", "is required with urgent: say why"),
            (false, Some(_)) => faults.add("/urgent_reason", "is only for an urgent question: remove it or set urgent"),
            (true, Some(_)) | (false, None) => {}
        }
        faults.at_most("/parts", self.parts.len(), ITEMS);
        for (index, part) in self.parts.iter_mut().enumerate() {
            part.check_at(faults, &format!("/parts/{index}"));
        }
        self
    }
}

impl DraftQuestion {
    /// Returns the date that it is drafted with.
    pub fn wanted(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.clone() }
    }
}

fn check_heads(faults: &mut Faults, heads: &[Head]) {
    faults.at_most("/heads", heads.len(), ITEMS);
    for (index, head) in heads.iter().enumerate() {
        if heads.iter().take(index).any(|earlier| earlier == head) {
            faults.add(&format!("/heads/{index}"), "is listed more than once");
        }
    }
}

impl Check for DraftPart {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.check_at(faults, "");
        self
    }
}

impl DraftPart {
    fn check_at(&mut self, faults: &mut Faults, at: &str) {
        let number = self.printed_number.as_deref();
        self.printed_number = faults.optional_line(&format!("{at}/printed_number"), number);
        self.text = faults.prose(&format!("{at}/text"), &self.text);
    }
}

impl Check for PutQuestion {
    fn check(mut self, faults: &mut Faults) -> Self {
        let mut wanted = self.wanted();
        wanted.check(faults);
        self.due_text = wanted.due_text;
        self
    }
}

impl PutQuestion {
    /// Returns the requested date, in place of the draft's.
    pub fn wanted(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.clone() }
    }
}

impl Check for CarryQuestionForward {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl Check for CorrectQuestion {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.context = faults.optional_prose("/context", self.context.as_deref());
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}
