//! Questions as data: the stored record and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::clock::london_day;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::record::deadlines::model::{Rule, Wanted};
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
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
    /// How a question is asked.
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
    /// What is happening with a question.
    QuestionStatus {
        Draft = "draft",
        Put = "put",
        Answered = "answered",
        Returned = "returned",
        Closed = "closed",
        Withdrawn = "withdrawn",
    }
);

text_enum!(
    /// How a question ended.
    Outcome {
        Answered = "answered",
        PartAnswered = "part_answered",
        NotAnswered = "not_answered",
        Declined = "declined",
        /// Asked again at a later meeting: see `carried_forward_to`.
        CarriedForward = "carried_forward",
    }
);

text_enum!(
    /// What became of a question, or of a part of it, once it was put. Without one an answer is awaited, or its judgement.
    Fate {
        Answered = "answered",
        PartAnswered = "part_answered",
        NotAnswered = "not_answered",
        Declined = "declined",
        Withdrawn = "withdrawn",
        /// Asked again at a later meeting.
        CarriedForward = "carried_forward",
    }
);

text_enum!(
    /// What the chief constable must in particular be held to account for (Police Reform and Social Responsibility Act 2011
    /// s.1(8)).
    Head {
        /// (a): the duty to have regard to the Police and Crime Plan (s.8(2)).
        PoliceAndCrimePlan = "police_and_crime_plan",
        /// (b): the duty to have regard to the strategic policing requirement (Police Act 1996 s.37A(2)).
        StrategicPolicingRequirement = "strategic_policing_requirement",
        /// (c): the duty to have regard to codes of practice (Police Act 1996 s.39A(7)).
        CodesOfPractice = "codes_of_practice",
        /// (d): how well working with others is arranged.
        Cooperation = "cooperation",
        /// (e): how well engaging with local people is arranged (s.34).
        LocalEngagement = "local_engagement",
        /// (f): value for money (s.35).
        ValueForMoney = "value_for_money",
        /// (g): duties of equality and diversity, under any enactment.
        EqualityAndDiversity = "equality_and_diversity",
        /// (h): safeguarding children and promoting their welfare (Children Act 2004 ss.10 and 11).
        ChildSafeguarding = "child_safeguarding",
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
    /// How many numbered parts it has; what tells a reader that there is nothing to look for.
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
    /// The day of the first answer that stands or, while one is awaited, of the first holding response that does.
    pub replied_since: Option<NaiveDate>,
}

impl Question {
    /// The day in Europe/London of its last change.
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

/// Draft a question. Only `text` is required; links must be in the caller's area.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "What has changed since the backlog was reported?", "form": "direct", "priority_ids": [], "due_on": "2019-02-13"}))]
pub struct DraftQuestion {
    #[serde(default = "direct")]
    pub form: QuestionForm,
    /// The question itself, at most 20,000 characters.
    pub text: String,
    /// What the reader must know to understand the question; not part of what is asked.
    pub context: Option<String>,
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// The heads of s.1(8) of the Police Reform and Social Responsibility Act 2011 that it is about, each once.
    #[serde(default)]
    pub heads: Vec<Head>,
    pub topic_id: Option<TopicId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    /// The number as printed on the paper ("2"); text, because papers repeat and skip numbers.
    pub printed_number: Option<String>,
    /// Who asks, as the record names them ("PCC"; for a question from the public, whoever sent it).
    pub asked_by: Option<String>,
    /// The day a question from the public came in; for the form `public` only.
    #[serde(default, deserialize_with = "optional_day")]
    pub received_on: Option<NaiveDate>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// The group it stands in.
    pub group_id: Option<QuestionGroupId>,
    /// Its numbered parts, in their order; each is judged by itself. At most 100.
    #[serde(default)]
    pub parts: Vec<DraftPart>,
}

merge_patch!(
    /// Change a draft question (JSON Merge Patch, RFC 7396): absent members stay, `null` clears. Parts are records of their own.
    EditQuestion of DraftQuestion, such as {"text": "What has changed since the backlog was last reported?"};
    Question {
        edited: form, text, context, topic_id, meeting_id, agenda_item_id, printed_number, asked_by, received_on, due_on,
            group_id;
        as json: priority_ids, heads;
        only when created: parts;
        not in the draft: id, area, reference, revision, put_on, status, outcome, status_reason, brought_forward_from,
            carried_forward_to, part_count, first_response_on, final_response_on, created_by, created_at, updated_at, version,
            returned_on, replied_since;
    }
);

/// A part of a question.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"printed_number": "2", "text": "Who refers victims to the team?"}))]
pub struct DraftPart {
    /// The number as printed on the paper; text, because papers repeat and skip numbers.
    pub printed_number: Option<String>,
    pub text: String,
}

fn direct() -> QuestionForm {
    QuestionForm::Direct
}

/// Put a question to the chief constable.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"put_on": "2019-01-30"}))]
pub struct PutQuestion {
    /// The day it was put, when that was before today; today without it.
    #[serde(default, deserialize_with = "optional_day")]
    pub put_on: Option<NaiveDate>,
    /// The day by which an answer is due; replaces the draft's.
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Words that the day is read from, counted from `put_on`: "within two weeks". Beside `due_on`, the words for that day.
    pub due_text: Option<String>,
    /// A rule that the day follows from, counted from `put_on`, in place of `due_on`.
    pub due_rule: Option<Rule>,
}

/// Ask a question again at a later meeting. The new question is a draft until it is put; it has the parts that were not
/// answered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"meeting_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "reason": "There was no time for it."}))]
pub struct CarryQuestionForward {
    pub meeting_id: Option<MeetingId>,
    pub reason: String,
}

/// Correct the words of a question that has been put; the earlier wording stays readable.
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
        faults.at_most("/parts", self.parts.len(), ITEMS);
        for (index, part) in self.parts.iter_mut().enumerate() {
            part.check_at(faults, &format!("/parts/{index}"));
        }
        self
    }
}

fn check_heads(faults: &mut Faults, heads: &[Head]) {
    faults.at_most("/heads", heads.len(), ITEMS);
    for (index, head) in heads.iter().enumerate() {
        if heads.iter().take(index).any(|earlier| earlier == head) {
            faults.add(&format!("/heads/{index}"), "stands here twice");
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
        let mut wanted = self.wanted(None);
        wanted.check(faults);
        self.due_text = wanted.due_text;
        self
    }
}

impl PutQuestion {
    /// The date that is asked for; that of the draft when none is.
    pub fn wanted(&self, draft: Option<NaiveDate>) -> Wanted {
        let own = Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.clone() };
        if own.is_empty() { Wanted { due_on: draft, ..own } } else { own }
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
