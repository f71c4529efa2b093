//! Findings as data: the stored records and the parsed inputs. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::actor::UserId;
use crate::foundation::clock::london_day;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, id_type, text_enum};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{Check, Faults, ITEMS};
use crate::http::merge_patch::merge_patch;
use crate::record::deadlines::model::{Rule, Wanted};
use crate::record::findings::rating_scales::model::{RatingCode, RatingScaleId};
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;

id_type!(
    /// The id of a finding.
    FindingId
);
id_type!(
    /// The id of the force's comment on a finding.
    CommentId
);
id_type!(
    /// The id of a rating.
    RatingId
);

text_enum!(
    /// The kind of a conclusion.
    FindingKind {
        Finding = "finding",
        /// A commendation.
        Commendation = "commendation",
        /// A failing that the force itself acknowledged.
        AcknowledgedFailing = "acknowledged_failing",
    }
);

text_enum!(
    /// The status of a finding.
    FindingStatus {
        Draft = "draft",
        Shared = "shared",
        Confirmed = "confirmed",
    }
);

text_enum!(
    /// Whether the force agrees with a finding.
    Agreement {
        Agree = "agree",
        AgreeInPart = "agree_in_part",
        Disagree = "disagree",
    }
);

text_enum!(
    /// The acts on a finding; `allowed_acts` lists them in this order.
    FindingAct {
        Edit = "edit",
        Delete = "delete",
        Share = "share",
        Unshare = "unshare",
        Comment = "comment",
        Rate = "rate",
        Confirm = "confirm",
        Correct = "correct",
        Reopen = "reopen",
        Restrict = "restrict",
        Unrestrict = "unrestrict",
        SetAction = "set-action",
        Cite = "cite",
    }
);

/// A finding as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::findings, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Finding {
    pub id: FindingId,
    pub area: String,
    pub reference: Option<String>,
    pub kind: FindingKind,
    pub text: String,
    pub acknowledged_by: Option<String>,
    pub revision: i32,
    pub priority_ids: JsonText<Vec<PriorityId>>,
    pub topic_id: Option<TopicId>,
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub status: FindingStatus,
    pub shared_on: Option<NaiveDate>,
    pub comment_due_on: Option<NaiveDate>,
    /// True when the force has commented on this wording, or stated that it has no comment.
    pub force_replied: bool,
    pub confirmed_on: Option<NaiveDate>,
    /// The current rating; `finding_ratings` has all of them.
    pub performance_code: Option<RatingCode>,
    pub performance_label: Option<String>,
    pub plan_code: Option<RatingCode>,
    pub plan_label: Option<String>,
    pub created_by: Option<UserId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
    /// Last day for comments in words.
    pub comment_due_text: Option<String>,
    /// True when those words state a day that is impossible.
    pub needs_review: bool,
}

/// An earlier wording of a finding, kept when it was corrected.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::finding_revisions)]
pub struct FindingRevision {
    pub finding_id: FindingId,
    pub revision: i32,
    pub text: String,
    pub acknowledged_by: Option<String>,
    pub comment_due_on: Option<NaiveDate>,
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: NaiveDateTime,
}

/// A rating as given; later ones are stored beside it.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::finding_ratings, treat_none_as_default_value = false)]
pub struct FindingRating {
    pub id: RatingId,
    pub area: String,
    pub finding_id: FindingId,
    pub performance_scale_id: Option<RatingScaleId>,
    pub performance_code: Option<RatingCode>,
    pub performance_label: Option<String>,
    pub plan_scale_id: Option<RatingScaleId>,
    pub plan_code: Option<RatingCode>,
    pub plan_label: Option<String>,
    pub reason: String,
    pub given_while: FindingStatus,
    pub rated_by: String,
    pub rated_at: NaiveDateTime,
    /// Capacity at the time.
    pub capacity: Option<String>,
    /// Day of the rating.
    pub rated_on: Option<NaiveDate>,
}

/// A comment of the force on the accuracy of a finding.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::finding_comments, treat_none_as_default_value = false)]
pub struct FindingComment {
    pub id: CommentId,
    pub area: String,
    pub finding_id: FindingId,
    pub finding_revision: i32,
    pub text: Option<String>,
    pub no_comment: bool,
    pub late: bool,
    pub author: String,
    pub created_at: NaiveDateTime,
    /// Capacity of the author at the time.
    pub capacity: Option<String>,
    pub agrees: Option<Agreement>,
    /// Day of the comment.
    pub made_on: Option<NaiveDate>,
}

impl FindingRating {
    /// Returns the day of the rating, or that on which it was recorded.
    pub fn day(&self) -> NaiveDate {
        self.rated_on.unwrap_or(london_day(self.rated_at))
    }
}

impl FindingComment {
    /// Returns the day of the comment, or that on which it was recorded.
    pub fn day(&self) -> NaiveDate {
        self.made_on.unwrap_or(london_day(self.created_at))
    }
}

/// A new finding. Only `text` is required; links must be in the caller's area.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The backlog has grown and there is no dated plan to bring it down.", "kind": "finding", "priority_ids": []}))]
pub struct DraftFinding {
    #[serde(default = "finding")]
    pub kind: FindingKind,
    /// Text of the conclusion, at most 20,000 characters.
    pub text: String,
    /// Person who acknowledged the failing ("CC"), if recorded; only with kind `acknowledged_failing`.
    pub acknowledged_by: Option<String>,
    #[serde(default)]
    pub priority_ids: Vec<PriorityId>,
    pub topic_id: Option<TopicId>,
    /// Id of the question it is about; it must have been put when the finding is shared.
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
}

merge_patch!(
    /// Change a draft finding (JSON Merge Patch, RFC 7396): absent members stay, `null` clears.
    EditFinding of DraftFinding, such as {"text": "The backlog has grown over three months and there is no dated plan to bring it down."};
    Finding {
        edited: kind, text, acknowledged_by, topic_id, question_id, meeting_id, agenda_item_id;
        as json: priority_ids;
        not in the draft: id, area, reference, revision, status, shared_on, comment_due_on, force_replied, confirmed_on,
            performance_code, performance_label, plan_code, plan_label, created_by, created_at, updated_at, version,
            comment_due_text, needs_review;
    }
);

fn finding() -> FindingKind {
    FindingKind::Finding
}

/// The sharing of a draft finding with the force, which has 14 days to comment unless a day or a number of days is given.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"comment_due_on": "2019-02-13"}))]
pub struct ShareFinding {
    /// Day on which it was shared; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// Last day on which a comment is on time; not before the day it was shared.
    #[serde(default, deserialize_with = "optional_day")]
    pub comment_due_on: Option<NaiveDate>,
    /// Number of calendar days after the day it was shared, 0 to 365, in place of a day.
    #[schema(minimum = 0, maximum = 365)]
    pub comment_days: Option<u16>,
    /// Words to parse the last day from, counted from today: "by close of play on Fri 8 Feb". With `comment_due_on`, the words for
    /// that day. They must be understood: the force has to know its time.
    pub comment_due_text: Option<String>,
    /// Rule for the last day, counted from today, in place of a day.
    pub comment_due_rule: Option<Rule>,
}

/// A comment on the accuracy of a finding, or the statement that there is none.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The number of cases waiting is that of December, not of January."}))]
pub struct CommentOnFinding {
    pub text: Option<String>,
    /// True to state that the force has no comment; requires that there is no text.
    #[serde(default)]
    pub no_comment: bool,
    /// Whether the force agrees with the finding, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agrees: Option<Agreement>,
}

/// A grade as printed in its scale.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"scale_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "label": "Reasonably assured"}))]
pub struct GivenGrade {
    pub scale_id: RatingScaleId,
    pub label: String,
}

/// A rating of a finding. Both judgements are always required, `null` for none: otherwise an omission would remove one by
/// mistake.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "performance": {"scale_id": "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11", "label": "Not assured"},
    "plan": null, "reason": "The backlog has grown in each of three months."
}))]
pub struct RateFinding {
    /// Rating of performance now.
    #[serde(deserialize_with = "stated")]
    #[schema(required = true)]
    pub performance: Option<GivenGrade>,
    /// Rating of the plan to improve.
    #[serde(deserialize_with = "stated")]
    #[schema(required = true)]
    pub plan: Option<GivenGrade>,
    pub reason: String,
    /// Day of the rating; the default is today.
    #[serde(default, deserialize_with = "optional_day", skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
}

/// Reads a member that must be present, even as `null`: serde otherwise treats a missing `Option` as `null`.
fn stated<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<GivenGrade>, D::Error> {
    Option::deserialize(deserializer)
}

/// A correction of a shared finding; the earlier words stay readable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "The backlog has grown since December and there is no dated plan to bring it down.", "reason": "The month was missing."}))]
pub struct CorrectFinding {
    pub text: String,
    /// Person who acknowledged the failing; unchanged if absent.
    pub acknowledged_by: Option<String>,
    pub reason: String,
    /// Last day for comments. Until the finding is confirmed, a correction restarts the force's time, as in `share`.
    #[serde(default, deserialize_with = "optional_day")]
    pub comment_due_on: Option<NaiveDate>,
    #[schema(minimum = 0, maximum = 365)]
    pub comment_days: Option<u16>,
    pub comment_due_text: Option<String>,
    pub comment_due_rule: Option<Rule>,
}

/// The requested time to comment.
#[derive(Debug, Clone, Default)]
pub struct Window {
    pub due_on: Option<NaiveDate>,
    pub days: Option<u16>,
    pub due_text: Option<String>,
    pub due_rule: Option<Rule>,
}

impl Window {
    /// Returns the day, the words or the rule, if any is given.
    pub fn wanted(&self) -> Wanted {
        Wanted { due_on: self.due_on, due_text: self.due_text.clone(), due_rule: self.due_rule.clone() }
    }

    fn check(&mut self, faults: &mut Faults) {
        check_days(faults, self.due_on, self.days);
        self.due_text = faults.optional_line("/comment_due_text", self.due_text.as_deref());
        if self.due_rule.is_some() && (self.due_on.is_some() || self.days.is_some()) {
            faults.add("/comment_due_rule", "must be absent with comment_due_on or comment_days: give one of them");
        }
        if self.due_text.is_some() && self.days.is_some() {
            faults.add("/comment_due_text", "must be absent with comment_days: give one of them");
        }
        if let Some(fault) = self.due_rule.as_ref().and_then(Rule::fault) {
            faults.add("/comment_due_rule", fault);
        }
    }
}

fn check_acknowledged(faults: &mut Faults, kind: FindingKind, acknowledged_by: Option<&String>) {
    if acknowledged_by.is_some() && kind != FindingKind::AcknowledgedFailing {
        faults.add("/acknowledged_by", "is only for the kind acknowledged_failing: remove it or change the kind");
    }
}

fn check_days(faults: &mut Faults, due_on: Option<NaiveDate>, days: Option<u16>) {
    if days.is_some_and(|days| days > 365) {
        faults.add("/comment_days", "must be a whole number from 0 to 365");
    }
    if due_on.is_some() && days.is_some() {
        faults.add("/comment_days", "must be absent with comment_due_on: give one of them");
    }
}

impl Check for DraftFinding {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.acknowledged_by = faults.optional_line("/acknowledged_by", self.acknowledged_by.as_deref());
        faults.at_most("/priority_ids", self.priority_ids.len(), ITEMS);
        check_acknowledged(faults, self.kind, self.acknowledged_by.as_ref());
        self
    }
}

impl Check for ShareFinding {
    fn check(mut self, faults: &mut Faults) -> Self {
        let mut window = self.window();
        window.check(faults);
        self.comment_due_text = window.due_text;
        self
    }
}

impl ShareFinding {
    /// Returns the requested time to comment.
    pub fn window(&self) -> Window {
        Window {
            due_on: self.comment_due_on,
            days: self.comment_days,
            due_text: self.comment_due_text.clone(),
            due_rule: self.comment_due_rule.clone(),
        }
    }
}

impl Check for CommentOnFinding {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.optional_prose("/text", self.text.as_deref());
        match (&self.text, self.no_comment) {
            (None, false) => faults.add("/text", "is required without no_comment: add a text, or set no_comment"),
            (Some(_), true) => faults.add("/no_comment", "must be false with a text: remove one of the two"),
            (Some(_), false) | (None, true) => {}
        }
        self
    }
}

impl Check for RateFinding {
    fn check(mut self, faults: &mut Faults) -> Self {
        for (pointer, grade) in [("/performance/label", &mut self.performance), ("/plan/label", &mut self.plan)] {
            if let Some(grade) = grade {
                grade.label = faults.line(pointer, &grade.label);
            }
        }
        self.reason = faults.prose("/reason", &self.reason);
        self
    }
}

impl Check for CorrectFinding {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.text = faults.prose("/text", &self.text);
        self.acknowledged_by = faults.optional_line("/acknowledged_by", self.acknowledged_by.as_deref());
        self.reason = faults.prose("/reason", &self.reason);
        let mut window = self.window();
        window.check(faults);
        self.comment_due_text = window.due_text;
        self
    }
}

impl CorrectFinding {
    /// Returns the requested time to comment.
    pub fn window(&self) -> Window {
        Window {
            due_on: self.comment_due_on,
            days: self.comment_days,
            due_text: self.comment_due_text.clone(),
            due_rule: self.comment_due_rule.clone(),
        }
    }

    /// Checks the parts that depend on the finding.
    pub fn check_against(&self, finding: &Finding) -> Result<(), ApiError> {
        let mut faults = Faults::default();
        check_acknowledged(&mut faults, finding.kind, self.acknowledged_by.as_ref());
        if finding.status == FindingStatus::Confirmed {
            for (pointer, given) in [
                ("/comment_due_on", self.comment_due_on.is_some()),
                ("/comment_days", self.comment_days.is_some()),
                ("/comment_due_text", self.comment_due_text.is_some()),
                ("/comment_due_rule", self.comment_due_rule.is_some()),
            ] {
                if given {
                    faults.add(pointer, "must be absent: the finding is confirmed, and comments are closed");
                }
            }
        }
        faults.finish()
    }
}
