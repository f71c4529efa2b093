//! Question groups and parts, exchanges, decisions, follow-up intentions and matters in the record file.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::format_history::Elsewhere;
use super::words::{Attribution, FollowUpHow, OwedBy, PaperKind, Verdict};
use crate::foundation::dates::optional_day;
use crate::record::meetings::decisions::model::{DecisionDocument, DecisionId, Maker};
use crate::record::meetings::exchanges::model::ExchangeId;
use crate::record::meetings::follow_ups::model::FollowUpId;
use crate::record::meetings::matters::model::MatterId;
use crate::record::meetings::papers::model::PaperId;
use crate::record::questions::model::{QuestionGroupId, QuestionPartId};
use crate::record::questions::responses::model::Speaker;

/// Questions of a meeting under one heading.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileQuestionGroup)]
#[serde(deny_unknown_fields)]
pub struct QuestionGroup {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<QuestionGroupId>,
    /// Key for `group` of this meeting's questions.
    pub key: String,
    pub title: String,
    /// Context shared by its questions.
    pub context: Option<String>,
    /// Key of an agenda item of this meeting.
    pub agenda_item: Option<String>,
}

/// A part of a question that is answered and judged separately.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFilePart)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<QuestionPartId>,
    /// Number as printed: `2a`.
    pub printed_number: Option<String>,
    pub text: String,
    /// Judgement of the answer to this part by the body.
    pub judgement: Option<Judgement>,
}

/// The body's judgement of the answer to a question or a part.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileJudgement)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    pub outcome: Verdict,
    pub reason: String,
    /// Day of the judgement; the default is the day of the meeting, or of the last answer if that is later.
    #[serde(default, deserialize_with = "optional_day")]
    pub judged_on: Option<NaiveDate>,
}

/// A challenge at the meeting and its reply, or a statement: `reply` without `challenge`. The exchanges of a meeting are in the
/// order they took place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileExchange)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<ExchangeId>,
    /// Challenge; omitted for a statement, which nobody asked for.
    pub challenge: Option<String>,
    /// Challenger, as named in the record: `PCC`.
    pub challenged_by: Option<String>,
    /// Reply, or the words of a statement.
    pub reply: Option<String>,
    /// Points of a reply that was recorded as a list.
    #[serde(default)]
    pub points: Vec<String>,
    /// For a `split` reply: for each point the index of its speaker in `speakers`, from 0, or null.
    #[serde(default)]
    pub point_speakers: Vec<Option<u16>>,
    /// Speakers of the reply; empty when the record names none.
    #[serde(default)]
    pub speakers: Vec<Speaker>,
    pub attribution: Option<Attribution>,
    /// Key of a topic; the default is that of the question.
    pub topic: Option<String>,
    /// Key of the question it was about.
    pub question: Option<String>,
    /// Key of an agenda item of this meeting.
    pub agenda_item: Option<String>,
}

/// A decision, of the meeting or of none. Without `made_on` it stays a draft.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileDecision)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<DecisionId>,
    pub text: String,
    /// Reasons; required for a decision that was taken.
    pub reasons: Option<String>,
    pub made_by: Option<Maker>,
    /// Day it was taken. Without it the decision stays a draft.
    #[serde(default, deserialize_with = "optional_day")]
    pub made_on: Option<NaiveDate>,
    /// Key of an agenda item of the meeting.
    pub agenda_item: Option<String>,
    /// Key of a topic of this file.
    pub topic: Option<String>,
    /// Keys of priorities of the plan.
    #[serde(default)]
    pub priorities: Vec<String>,
    #[serde(default)]
    pub significant_public_interest: bool,
    pub significant_public_interest_reason: Option<String>,
    /// Key for `sources` of actions.
    pub key: Option<String>,
    /// Reference under which the office keeps it: `XPCC-0083`.
    #[serde(alias = "reference")]
    pub own_reference: Option<String>,
    pub title: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub signed_on: Option<NaiveDate>,
    #[serde(default)]
    pub documents: Vec<DecisionDocument>,
    /// Interests that were declared, in the words of the record.
    pub conflicts: Option<String>,
    /// Day on which it was revoked.
    #[serde(default, deserialize_with = "optional_day")]
    pub revoked_on: Option<NaiveDate>,
    /// Reason for the revocation.
    pub status_reason: Option<String>,
    /// Publications of its record outside this service.
    #[serde(default)]
    pub published_elsewhere: Vec<Elsewhere>,
}

/// A paper of the meeting.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFilePaper)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<PaperId>,
    pub kind: PaperKind,
    pub title: String,
    pub owed_by: OwedBy,
    pub owner: Option<String>,
    /// Key of an agenda item of the meeting.
    pub agenda_item: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub due_on: Option<NaiveDate>,
    /// Last day in words, read from the day of the meeting, or from today if that is earlier.
    pub due_text: Option<String>,
    /// Day it was received. Without it the paper is still owed.
    #[serde(default, deserialize_with = "optional_day")]
    pub received_on: Option<NaiveDate>,
    /// Address, `http` or `https`.
    pub url: Option<String>,
}

/// A follow-up intention stated at the meeting.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileFollowUp)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<FollowUpId>,
    pub text: String,
    pub how: FollowUpHow,
    /// Person who stated it.
    pub stated_by: Option<String>,
    /// Key of a topic of this file.
    pub topic: Option<String>,
    /// Key of a question of this file.
    pub question: Option<String>,
    #[serde(default, deserialize_with = "optional_day")]
    pub expected_on: Option<NaiveDate>,
    /// When it is expected, in the words that were used.
    pub expected_text: Option<String>,
}

/// A matter brought forward to a meeting or carried forward from one. At least one of the two is a meeting of the file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = RecordFileMatter)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Id, in an exported file. An import gives ids of its own.
    pub id: Option<MatterId>,
    /// Key for `continues` of later matters of the file.
    pub key: Option<String>,
    pub title: String,
    pub note: Option<String>,
    /// Key of the earlier meeting.
    pub from_meeting: Option<String>,
    /// Words of the record for its origin, if that meeting is not in the record.
    pub from_text: Option<String>,
    /// Key of the later meeting.
    pub to_meeting: Option<String>,
    /// Key of a topic of this file.
    pub topic: Option<String>,
    /// Key of a question of this file.
    pub question: Option<String>,
    /// Key of an action of this file.
    pub action: Option<String>,
    /// Key of an earlier matter of this list.
    pub continues: Option<String>,
}
