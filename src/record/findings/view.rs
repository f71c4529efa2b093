//! The response shape of a finding: its words, its ratings and its comments, as far as the caller may see them.

use std::collections::HashMap;
use std::hash::Hash;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{
    Agreement, CommentId, Finding, FindingAct, FindingComment, FindingId, FindingKind, FindingRating, FindingRevision,
    FindingStatus, RatingId,
};
use super::rules::FindingState;
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::{Versioned, View};
use crate::record::findings::rating_scales::model::{Grade, RatingCode, RatingScaleId};
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::restrictions;
use crate::record::restrictions::view::RestrictionView;

/// A finding as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingView {
    pub id: FindingId,
    /// Reference, assigned when the finding is first shared; a draft that never was has none.
    #[schema(example = "WM-2019-F003")]
    pub reference: Option<String>,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub kind: FindingKind,
    #[schema(example = "The backlog has grown and there is no dated plan to bring it down.")]
    pub text: String,
    /// Person who acknowledged the failing, if recorded.
    #[schema(example = "CC")]
    pub acknowledged_by: Option<String>,
    /// Revision: 1 as drafted and shared, plus one for each correction.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first.
    pub earlier_wordings: Vec<EarlierFinding>,
    pub priority_ids: Vec<PriorityId>,
    pub topic_id: Option<TopicId>,
    pub question_id: Option<QuestionId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub status: FindingStatus,
    /// The people who read this draft, when only named people do; `null` otherwise.
    pub restricted: Option<RestrictionView>,
    /// Day the force first saw it.
    pub shared_on: Option<NaiveDate>,
    /// Last day, in Europe/London, on which a comment of the force is on time.
    pub comment_due_on: Option<NaiveDate>,
    /// The words for that day, if there are any.
    #[schema(example = "by close of play on Fri 8 Feb")]
    pub comment_due_text: Option<String>,
    /// True when those words state a day that is impossible, in an old record.
    pub needs_review: bool,
    /// True when the finding is shared and that day has not passed (derived).
    pub comments_open: bool,
    /// True when the force has commented on this wording, or stated that it has no comment.
    pub force_replied: bool,
    pub confirmed_on: Option<NaiveDate>,
    /// Current rating of performance; `null` when not rated.
    pub performance: Option<Grade>,
    /// Current rating of the plan to improve; `null` when not rated.
    pub plan: Option<Grade>,
    /// Ratings, oldest first. The force sees the one current when the finding was shared, and later ones.
    pub ratings: Vec<RatingView>,
    /// Comments of the force, oldest first, in its own words.
    pub comments: Vec<CommentView>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["rate", "confirm", "correct"]))]
    pub allowed_acts: Vec<FindingAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 3)]
    pub version: i32,
}

/// An earlier wording of a finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierFinding {
    pub revision: i32,
    pub text: String,
    pub acknowledged_by: Option<String>,
    /// Last day for comments on this wording.
    pub comment_due_on: Option<NaiveDate>,
    /// Reason for the correction.
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: DateTime<Utc>,
}

/// A rating as given.
#[derive(Debug, Serialize, ToSchema)]
pub struct RatingView {
    pub id: RatingId,
    /// Rating of performance at that time; `null` when not rated.
    pub performance: Option<ScaleGrade>,
    /// Rating of the plan to improve; `null` when not rated.
    pub plan: Option<ScaleGrade>,
    #[schema(example = "The backlog has grown in each of three months.")]
    pub reason: String,
    pub rated_by: String,
    pub rated_at: DateTime<Utc>,
    /// Day of the rating; `rated_at` is when it was recorded.
    #[schema(example = "2019-02-04")]
    pub rated_on: NaiveDate,
}

/// A grade with its scale.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScaleGrade {
    pub scale_id: RatingScaleId,
    /// Label as printed when the rating was given.
    #[schema(example = "Not assured")]
    pub label: String,
    pub code: RatingCode,
}

/// A comment of the force on a finding.
#[derive(Debug, Serialize, ToSchema)]
pub struct CommentView {
    pub id: CommentId,
    /// Revision of the finding that it is about.
    #[schema(example = 1)]
    pub finding_revision: i32,
    /// Text; `null` when the force stated that it has no comment.
    pub text: Option<String>,
    pub no_comment: bool,
    /// True when it was made after the last day for comments.
    pub late: bool,
    /// Whether the force agrees with the finding; `null` when it does not say.
    pub agrees: Option<Agreement>,
    pub author: String,
    /// Capacity of the author at the time; `null` when it is not known.
    #[schema(example = "CC")]
    pub capacity: Option<String>,
    /// Day of the comment; `created_at` is when it was recorded.
    #[schema(example = "2019-02-12")]
    pub made_on: NaiveDate,
    pub created_at: DateTime<Utc>,
}

impl Versioned for FindingView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds a grade from the columns of a finding.
pub fn grade(code: Option<RatingCode>, label: Option<String>) -> Option<Grade> {
    Some(Grade { code: code?, label: label? })
}

fn scale_grade(scale_id: Option<RatingScaleId>, code: Option<RatingCode>, label: Option<String>) -> Option<ScaleGrade> {
    Some(ScaleGrade { scale_id: scale_id?, label: label?, code: code? })
}

fn rating_view(rating: FindingRating) -> RatingView {
    let rated_on = rating.day();
    RatingView {
        id: rating.id,
        performance: scale_grade(rating.performance_scale_id, rating.performance_code, rating.performance_label),
        plan: scale_grade(rating.plan_scale_id, rating.plan_code, rating.plan_label),
        reason: rating.reason,
        rated_on,
        rated_by: rating.rated_by,
        rated_at: rating.rated_at.and_utc(),
    }
}

fn comment_view(comment: FindingComment) -> CommentView {
    CommentView {
        id: comment.id.clone(),
        made_on: comment.day(),
        finding_revision: comment.finding_revision,
        text: comment.text,
        no_comment: comment.no_comment,
        late: comment.late,
        agrees: comment.agrees,
        author: comment.author,
        capacity: comment.capacity,
        created_at: comment.created_at.and_utc(),
    }
}

fn earlier(revision: FindingRevision) -> EarlierFinding {
    EarlierFinding {
        revision: revision.revision,
        text: revision.text,
        acknowledged_by: revision.acknowledged_by,
        comment_due_on: revision.comment_due_on,
        reason: revision.reason,
        replaced_by: revision.replaced_by,
        replaced_at: revision.replaced_at.and_utc(),
    }
}

fn grouped<K: Eq + Hash, R>(rows: Vec<R>, key: impl Fn(&R) -> K) -> HashMap<K, Vec<R>> {
    let mut groups: HashMap<K, Vec<R>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

/// Builds views of records. A page takes as many queries as one record.
pub fn views(view: &mut View<'_>, findings: Vec<Finding>) -> Result<Vec<FindingView>, ApiError> {
    let ids: Vec<FindingId> = findings.iter().map(|finding| finding.id.clone()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let scope = rules::scope(view.actor);
    let mut revisions = grouped(store::revisions(view.conn, &ids)?, |row| row.finding_id.clone());
    let mut ratings = grouped(store::ratings(view.conn, &ids)?, |row| row.finding_id.clone());
    let mut comments = grouped(store::comments(view.conn, &ids)?, |row| row.finding_id.clone());
    let drafts = findings.iter().filter(|finding| finding.status == FindingStatus::Draft);
    let mut restricted = restrictions::view::of(view.conn, drafts.map(|finding| finding.id.to_string()).collect())?;
    let one = |finding: Finding| {
        let id = finding.id.clone();
        let restricted = restricted.remove(id.as_str());
        let revisions = revisions.remove(&id).unwrap_or_default();
        let ratings = scope.shown(ratings.remove(&id).unwrap_or_default());
        let comments = comments.remove(&id).unwrap_or_default();
        Ok(FindingView {
            earlier_wordings: revisions.into_iter().map(earlier).collect(),
            ratings: ratings.into_iter().map(rating_view).collect(),
            comments: comments.into_iter().map(comment_view).collect(),
            ..bare(view, finding, restricted)?
        })
    };
    findings.into_iter().map(one).collect()
}

/// Builds a finding without its data in other tables.
fn bare(view: &View<'_>, finding: Finding, restricted: Option<RestrictionView>) -> Result<FindingView, ApiError> {
    let state = FindingState { is_restricted: restricted.is_some(), ..FindingState::from(&finding) };
    Ok(FindingView {
        reference: finding.reference,
        area: finding.area,
        kind: finding.kind,
        text: finding.text,
        acknowledged_by: finding.acknowledged_by,
        revision: finding.revision,
        earlier_wordings: Vec::new(),
        priority_ids: finding.priority_ids.get()?,
        topic_id: finding.topic_id,
        question_id: finding.question_id,
        meeting_id: finding.meeting_id,
        agenda_item_id: finding.agenda_item_id,
        status: finding.status,
        restricted,
        shared_on: finding.shared_on,
        comment_due_on: finding.comment_due_on,
        comment_due_text: finding.comment_due_text,
        needs_review: finding.needs_review,
        comments_open: rules::comments_open(state, view.today),
        force_replied: finding.force_replied,
        confirmed_on: finding.confirmed_on,
        performance: grade(finding.performance_code, finding.performance_label),
        plan: grade(finding.plan_code, finding.plan_label),
        ratings: Vec::new(),
        comments: Vec::new(),
        allowed_acts: rules::allowed_acts(state, view.actor, view.today),
        created_at: finding.created_at.and_utc(),
        updated_at: finding.updated_at.and_utc(),
        version: finding.version,
        id: finding.id,
    })
}

/// Builds the view of one finding.
pub fn one_view(view: &mut View<'_>, finding: Finding) -> Result<FindingView, ApiError> {
    views(view, vec![finding])?.pop().ok_or(ApiError::NotFound)
}

/// Returns the findings about several questions, for `include=findings`, in as many queries as for one.
pub fn of_questions(view: &mut View<'_>, ids: &[QuestionId]) -> Result<HashMap<QuestionId, Vec<FindingView>>, ApiError> {
    let findings = store::of_questions(view.conn, &rules::scope(view.actor), ids)?;
    let views = views(view, findings)?;
    let about = views.into_iter().filter_map(|view| Some((view.question_id.clone()?, view)));
    let mut by_question: HashMap<QuestionId, Vec<FindingView>> = HashMap::new();
    for (question, view) in about {
        by_question.entry(question).or_default().push(view);
    }
    Ok(by_question)
}
