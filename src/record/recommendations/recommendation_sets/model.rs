//! Sets of recommendations as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::dates::{optional_day, patch_day};
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::validate::{Check, Faults, ITEMS, patch, present};
use crate::http::merge_patch::merge_patch;
use crate::record::meetings::model::MeetingId;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

id_type!(
    /// The id of a set of recommendations.
    RecommendationSetId
);

id_type!(
    /// The id of a comment on a report.
    SetCommentId
);

text_enum!(
    /// The kind of author of a report.
    ReportSource {
        /// HMICFRS: an inspection report under section 55 of the Police Act 1996.
        Inspectorate = "inspectorate",
        /// Another force, by invitation.
        PeerReview = "peer_review",
        Coroner = "coroner",
        /// Such as the IOPC.
        ComplaintsBody = "complaints_body",
        /// Such as the police and crime panel.
        Panel = "panel",
        Audit = "audit",
    }
);

text_enum!(
    /// The acts on a set, and on what is added to it; `allowed_acts` lists them in this order.
    RecommendationSetAct {
        Edit = "edit",
        Delete = "delete",
        Record = "record",
        Unrecord = "unrecord",
        Correct = "correct",
        Comment = "comment",
        AddRecommendation = "add-recommendation",
        ClaimProgress = "claim-progress",
        Respond = "respond",
    }
);

/// The maximum number in a count.
const MOST: i32 = 10_000;

/// A number of recommendations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DueCount {
    /// Number, 1 to 10,000.
    #[schema(example = 12, minimum = 1, maximum = 10_000)]
    pub count: i32,
    /// Due date of these recommendations.
    #[serde(default, deserialize_with = "optional_day")]
    #[schema(example = "2018-12-31")]
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the source.
    #[schema(example = "before the end of the year")]
    pub text: Option<String>,
}

/// A set as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::recommendation_sets, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct RecommendationSet {
    pub id: RecommendationSetId,
    pub area: String,
    pub source: ReportSource,
    pub title: String,
    pub published_by: String,
    pub published_on: Option<NaiveDate>,
    pub published_text: Option<String>,
    pub url: Option<String>,
    pub summary: Option<String>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: JsonText<Vec<PriorityId>>,
    pub meeting_id: Option<MeetingId>,
    pub question_id: Option<QuestionId>,
    pub counts: JsonText<Vec<DueCount>>,
    pub stated_total: Option<i32>,
    pub discrepancy_note: Option<String>,
    pub comments_due_on: Option<NaiveDate>,
    pub statutory_due_on: Option<NaiveDate>,
    pub status: RecommendationSetStatus,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    pub response_due_on: Option<NaiveDate>,
    pub is_peel: bool,
}

/// A comment of the chief constable on a report, as made.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::recommendation_set_comments)]
pub struct SetComment {
    pub id: SetCommentId,
    pub area: String,
    pub set_id: RecommendationSetId,
    pub text: String,
    pub author: String,
    pub capacity: Option<String>,
    pub made_on: NaiveDate,
    pub created_at: NaiveDateTime,
}

/// A new set. Links must be in the caller's area; the question must have been put, and plans adopted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"source": "peer_review", "title": "Care of police dogs", "published_by": "Staffordshire Police",
    "published_text": "October 2018", "counts": [{"count": 12, "due_on": "2018-12-31"}, {"count": 5, "due_on": "2019-03-31"}],
    "stated_total": 17}))]
pub struct DraftRecommendationSet {
    pub source: ReportSource,
    pub title: String,
    /// Publisher of the report, as it names itself.
    pub published_by: String,
    /// Day of publication. Required to record an inspection report or to set its day for comments: the 56 days begin with it.
    #[serde(default, deserialize_with = "optional_day")]
    pub published_on: Option<NaiveDate>,
    /// Words of the record for the date of publication, if it gives none ("October 2018").
    pub published_text: Option<String>,
    /// Address of the report; `https` only.
    #[schema(example = "https://www.westmercia.police.uk/peer-review")]
    pub url: Option<String>,
    pub summary: Option<String>,
    pub topic_id: Option<TopicId>,
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    /// Id of the meeting that raised the report.
    pub meeting_id: Option<MeetingId>,
    /// Id of the question about it.
    pub question_id: Option<QuestionId>,
    /// Known numbers of recommendations.
    #[serde(default)]
    pub counts: Vec<DueCount>,
    /// Total stated in the report; the counts must add up to it.
    #[schema(minimum = 1, maximum = 10_000)]
    pub stated_total: Option<i32>,
    /// Reason the counts do not add up to the stated total.
    pub discrepancy_note: Option<String>,
    /// Day set by the body for the chief constable's comments on an inspection report: before the last lawful day of the
    /// response.
    #[serde(default, deserialize_with = "optional_day")]
    pub comments_due_on: Option<NaiveDate>,
    /// Last day that the police and crime panel has set for the response to its report (Police Reform and Social Responsibility
    /// Act 2011 s.29(3)). Only for a report of the panel; needs `published_on`.
    #[serde(default, deserialize_with = "optional_day")]
    pub response_due_on: Option<NaiveDate>,
    /// True for the inspectors' report on the effectiveness, efficiency and legitimacy of the force (PEEL). Only for an inspection
    /// report.
    #[serde(default)]
    pub is_peel: bool,
}

merge_patch!(
    /// Change a set (JSON Merge Patch): absent members stay, `null` clears. Once it is recorded, the facts that its deadlines and
    /// its progress hang on are changed with the act `correct`.
    EditRecommendationSet of DraftRecommendationSet, such as {"summary": "How police dogs are housed, transported and cared for."};
    RecommendationSet {
        edited: source, title, published_by, published_on, published_text, url, summary, topic_id, meeting_id, question_id,
            stated_total, discrepancy_note, comments_due_on, response_due_on, is_peel;
        as json: priority_ids, counts;
        not in the draft: id, area, statutory_due_on, status, created_by, created_at, updated_at, version;
    }
);

/// A correction of the facts that deadlines and progress depend on: absent members stay, `null` clears; with the reason.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"published_on": "2018-10-22", "reason": "The force has named the day."}))]
pub struct CorrectRecommendationSet {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub source: Option<ReportSource>,
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub counts: Option<Vec<DueCount>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10_000)]
    pub stated_total: Option<Option<i32>>,
    #[serde(default, deserialize_with = "patch", skip_serializing_if = "Option::is_none")]
    pub discrepancy_note: Option<Option<String>>,
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub comments_due_on: Option<Option<NaiveDate>>,
    #[serde(default, deserialize_with = "patch_day", skip_serializing_if = "Option::is_none")]
    pub response_due_on: Option<Option<NaiveDate>>,
    pub reason: String,
}

/// A comment of the chief constable on a report; stored word for word.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The force accepts the findings and has begun to act on each."}))]
pub struct CommentOnReport {
    pub text: String,
}

impl Check for DraftRecommendationSet {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.title = faults.line("/title", &self.title);
        self.published_by = faults.line("/published_by", &self.published_by);
        self.published_text = faults.optional_line("/published_text", self.published_text.as_deref());
        self.url = self.url.map(|url| faults.address("/url", &url));
        self.summary = faults.optional_prose("/summary", self.summary.as_deref());
        self.discrepancy_note = faults.optional_prose("/discrepancy_note", self.discrepancy_note.as_deref());
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        self.counts = checked_counts(faults, self.counts);
        check_number(faults, "/stated_total", self.stated_total);
        self
    }
}

impl Check for CorrectRecommendationSet {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.discrepancy_note = self.discrepancy_note.map(|text| faults.optional_prose("/discrepancy_note", text.as_deref()));
        self.counts = self.counts.map(|counts| checked_counts(faults, counts));
        check_number(faults, "/stated_total", self.stated_total.flatten());
        self.reason = faults.prose("/reason", &self.reason);
        let changes = self.source.is_some()
            || self.published_on.is_some()
            || self.counts.is_some()
            || self.stated_total.is_some()
            || self.discrepancy_note.is_some()
            || self.comments_due_on.is_some()
            || self.response_due_on.is_some();
        if !changes {
            faults.add("", "must contain something to correct besides the reason");
        }
        self
    }
}

impl CorrectRecommendationSet {
    /// Returns what the set says once it is corrected.
    pub fn apply(self, set: DraftRecommendationSet) -> DraftRecommendationSet {
        DraftRecommendationSet {
            source: self.source.unwrap_or(set.source),
            published_on: self.published_on.unwrap_or(set.published_on),
            counts: self.counts.unwrap_or(set.counts),
            stated_total: self.stated_total.unwrap_or(set.stated_total),
            discrepancy_note: self.discrepancy_note.unwrap_or(set.discrepancy_note),
            comments_due_on: self.comments_due_on.unwrap_or(set.comments_due_on),
            response_due_on: self.response_due_on.unwrap_or(set.response_due_on),
            ..set
        }
    }
}

impl Check for CommentOnReport {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self
    }
}

fn checked_counts(faults: &mut Faults, mut counts: Vec<DueCount>) -> Vec<DueCount> {
    faults.at_most("/counts", counts.len(), ITEMS);
    for (index, one) in counts.iter_mut().take(ITEMS).enumerate() {
        check_number(faults, &format!("/counts/{index}/count"), Some(one.count));
        one.text = faults.optional_line(&format!("/counts/{index}/text"), one.text.as_deref());
    }
    counts
}

fn check_number(faults: &mut Faults, pointer: &str, number: Option<i32>) {
    if number.is_some_and(|number| !(1..=MOST).contains(&number)) {
        faults.add(pointer, format!("must be 1 to {MOST}"));
    }
}
