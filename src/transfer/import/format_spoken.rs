//! What was asked in parts and groups, said live, decided, intended and carried on, as the record file has it.

use chrono::NaiveDate;
use serde::Deserialize;

use super::words::{Attribution, FollowUpHow, OwedBy, PaperKind, Verdict};
use crate::foundation::dates::optional_day;
use crate::record::meetings::decisions::model::Maker;
use crate::record::questions::responses::model::Speaker;

/// Questions of a meeting that stand together under one heading.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionGroup {
    /// What the questions of this meeting call it in `group`.
    pub key: String,
    pub title: String,
    /// What all its questions have in common.
    pub context: Option<String>,
    /// The key of an item on the agenda of this meeting.
    pub agenda_item: Option<String>,
}

/// A part of a question that is answered and judged by itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// As printed: `2a`.
    pub printed_number: Option<String>,
    pub text: String,
    /// How this part was answered, in the opinion of the body.
    pub judgement: Option<Judgement>,
}

/// How a question, or a part of it, was answered in the opinion of the body.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    pub outcome: Verdict,
    pub reason: String,
    /// The day it was judged; that of the meeting without it, or that of the last answer where that came later.
    #[serde(default, deserialize_with = "optional_day")]
    pub judged_on: Option<NaiveDate>,
}

/// A challenge put at the meeting, and what was replied. The exchanges of a meeting stand in the order they happened.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    pub challenge: String,
    /// As the record names them: `PCC`.
    pub challenged_by: Option<String>,
    pub reply: Option<String>,
    /// The points of a reply that was recorded as a list.
    #[serde(default)]
    pub points: Vec<String>,
    /// For a `split` reply: for each point the place of its speaker in `speakers`, from 0, or null.
    #[serde(default)]
    pub point_speakers: Vec<Option<u16>>,
    /// Who replied; nobody when the record does not say.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    pub attribution: Option<Attribution>,
    /// The key of a topic; that of the question without it.
    pub topic: Option<String>,
    /// The key of the question it was about.
    pub question: Option<String>,
    /// The key of an item on the agenda of this meeting.
    pub agenda_item: Option<String>,
}

/// A decision of the meeting; without `made_on` it stays a draft.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub text: String,
    /// Why; required for one that was taken.
    pub reasons: Option<String>,
    pub made_by: Option<Maker>,
    /// The day it was taken; without it the decision stays a draft.
    #[serde(default, deserialize_with = "optional_day")]
    pub made_on: Option<NaiveDate>,
    pub agenda_item: Option<String>,
    pub topic: Option<String>,
    #[serde(default)]
    pub priorities: Vec<String>,
    #[serde(default)]
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
}

/// A paper of the meeting.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    pub kind: PaperKind,
    pub title: String,
    pub owed_by: OwedBy,
    pub owner: Option<String>,
    pub agenda_item: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// The day it came; without it the paper is still owed.
    #[serde(default, deserialize_with = "optional_day")]
    pub received_on: Option<NaiveDate>,
    /// `https` only.
    pub url: Option<String>,
}

/// An intention, said at the meeting, to come back to something.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    pub text: String,
    pub how: FollowUpHow,
    pub stated_by: Option<String>,
    pub topic: Option<String>,
    pub question: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub expected_on: Option<NaiveDate>,
    pub expected_text: Option<String>,
}

/// A matter brought forward to a meeting or carried forward from one. At least one of the two is a meeting of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// What a later matter of the file calls it in `continues`.
    pub key: Option<String>,
    pub title: String,
    pub note: Option<String>,
    /// The key of the earlier meeting.
    pub from_meeting: Option<String>,
    /// The words of the record for where it comes from, when that meeting is not in the record.
    pub from_text: Option<String>,
    /// The key of the later meeting.
    pub to_meeting: Option<String>,
    pub topic: Option<String>,
    pub question: Option<String>,
    pub action: Option<String>,
    /// The key of an earlier matter of this list.
    pub continues: Option<String>,
}
