//! The response shape of a set of recommendations: the record, and the values derived from its other records.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{
    DueCount, RecommendationSet, RecommendationSetAct, RecommendationSetId, ReportSource, SetComment, SetCommentId,
};
use super::rules::SetState;
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::{Versioned, View};
use crate::record::meetings::model::MeetingId;
use crate::record::model::RecommendationSetStatus;
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::model::QuestionId;
use crate::record::recommendations::model::RecommendationTally;
use crate::record::recommendations::progress_claims::model::{Progress, ProgressClaim, ProgressClaimId};
use crate::record::recommendations::progress_claims::rules::Counted;
use crate::record::recommendations::report_responses::model::{ReportResponse, ReportResponseId, ReportResponseStatus};
use crate::record::recommendations::{progress_claims, report_responses};
use crate::record::{published, recommendations};

/// A report from outside and the progress of its recommendations, as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own on the wire")]
pub struct RecommendationSetView {
    pub id: RecommendationSetId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub source: ReportSource,
    #[schema(example = "Care of police dogs")]
    pub title: String,
    #[schema(example = "Staffordshire Police")]
    pub published_by: String,
    pub published_on: Option<NaiveDate>,
    #[schema(example = "October 2018")]
    pub published_text: Option<String>,
    pub url: Option<String>,
    pub summary: Option<String>,
    pub topic_id: Option<TopicId>,
    pub priority_ids: Vec<PriorityId>,
    pub meeting_id: Option<MeetingId>,
    pub question_id: Option<QuestionId>,
    pub counts: Vec<DueCount>,
    /// Sum of the counts, otherwise the stated total (derived).
    #[schema(example = 17)]
    pub total: Option<i32>,
    pub stated_total: Option<i32>,
    pub discrepancy_note: Option<String>,
    /// Numbers of the listed recommendations by status.
    pub listed: RecommendationTally,
    /// Number of those that are open after their due date (derived).
    pub recommendations_overdue: i32,
    pub progress: Progress,
    /// Id of the claim that the progress comes from.
    pub progress_claim_id: Option<ProgressClaimId>,
    /// True when the listed recommendations and the claims can both be true (derived).
    pub reconciles: bool,
    /// Contradiction between them, if any.
    pub reconciles_note: Option<String>,
    /// Day set by the body for the chief constable's comments.
    pub comments_due_on: Option<NaiveDate>,
    /// True when that day has passed in Europe/London without a comment (derived).
    pub comments_overdue: bool,
    /// Comments of the chief constable, oldest first.
    pub comments: Vec<SetCommentView>,
    /// Last of the 56 days beginning with the publication of an inspection report (Police Act 1996 s.55; derived).
    #[schema(example = "2019-03-31")]
    pub statutory_due_on: Option<NaiveDate>,
    /// Last day that the police and crime panel has set for the response to its report (Police Reform and Social Responsibility
    /// Act 2011 s.29(3)).
    pub response_due_on: Option<NaiveDate>,
    /// True for the inspectors' report on the effectiveness, efficiency and legitimacy of the force (PEEL).
    pub is_peel: bool,
    /// Response of the body, if visible to this caller.
    pub response: Option<SetResponse>,
    /// Day, in Europe/London, that the response was first published: in an edition that is still public, or elsewhere (derived).
    #[schema(example = "2019-03-29")]
    pub response_published_on: Option<NaiveDate>,
    /// True when the duty to publish it within the 56 days was met, or the panel had it by the day that it had set; false when
    /// it was not; `null` while it can still be met, and when there is none (derived).
    pub response_in_time: Option<bool>,
    /// True when the last lawful day has passed in Europe/London and the response is unpublished, complete or not. For a report of
    /// the panel: when its day has passed, and the panel has no complete response (derived).
    pub response_overdue: bool,
    /// True when the response or a recommendation is overdue (derived).
    pub overdue: bool,
    pub status: RecommendationSetStatus,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["correct", "respond"]))]
    pub allowed_acts: Vec<RecommendationSetAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

/// A comment on a report, word for word.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetCommentView {
    pub id: SetCommentId,
    pub text: String,
    pub author: String,
    pub capacity: Option<String>,
    pub made_on: NaiveDate,
    /// True when it was made after the day for comments (derived).
    pub late: bool,
}

/// A summary of the body's response to a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetResponse {
    pub id: ReportResponseId,
    pub status: ReportResponseStatus,
    pub completed_on: Option<NaiveDate>,
}

impl Versioned for RecommendationSetView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// The other records of a set.
#[derive(Default)]
struct Belongings {
    listed: RecommendationTally,
    overdue: i32,
    /// The latest valid claim with a figure.
    claim: Option<ProgressClaim>,
    comments: Vec<SetComment>,
    response: Option<ReportResponse>,
    published_on: Option<NaiveDate>,
}

/// Builds the views of several sets, in a fixed number of queries.
pub fn views(view: &mut View<'_>, sets: Vec<RecommendationSet>) -> Result<Vec<RecommendationSetView>, ApiError> {
    let ids: Vec<RecommendationSetId> = sets.iter().map(|set| set.id.clone()).collect();
    let mut belongings = belongings(view, &ids)?;
    sets.into_iter().map(|set| one_view(view, belongings.remove(&set.id).unwrap_or_default(), set)).collect()
}

/// Builds the view of one set.
pub fn view_of(view: &mut View<'_>, set: RecommendationSet) -> Result<RecommendationSetView, ApiError> {
    views(view, vec![set])?.pop().ok_or(ApiError::NotFound)
}

fn belongings(view: &mut View<'_>, ids: &[RecommendationSetId]) -> Result<HashMap<RecommendationSetId, Belongings>, ApiError> {
    let mut all: HashMap<RecommendationSetId, Belongings> = HashMap::new();
    if ids.is_empty() {
        return Ok(all);
    }
    for (set, status, number) in recommendations::store::tallies(view.conn, ids)? {
        all.entry(set).or_default().listed.add(status, bounded(number));
    }
    for (set, number) in recommendations::store::overdue(view.conn, ids, view.today)? {
        all.entry(set).or_default().overdue = bounded(number);
    }
    for claim in progress_claims::store::standing(view.conn, ids)? {
        let latest = &mut all.entry(claim.set_id.clone()).or_default().claim;
        if latest.is_none() && claim.figure.get()?.is_said() {
            *latest = Some(claim);
        }
    }
    for comment in store::comments(view.conn, ids)? {
        all.entry(comment.set_id.clone()).or_default().comments.push(comment);
    }
    let scope = report_responses::rules::scope(view.actor);
    for response in report_responses::store::of_sets(view.conn, &scope, ids)? {
        let set = all.entry(response.set_id.clone()).or_default();
        set.response = Some(response);
    }
    let days = published::store::response_days(view.conn, ids)?;
    for set in ids {
        if let Some(day) = days.get(set.as_str()) {
            all.entry(set.clone()).or_default().published_on = Some(*day);
        }
    }
    Ok(all)
}

/// A set never has more recommendations than its total, which is far below the largest number.
fn bounded(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn one_view(view: &View<'_>, owned: Belongings, set: RecommendationSet) -> Result<RecommendationSetView, ApiError> {
    let counts = set.counts.get()?;
    let counted = Counted { counts: &counts, stated_total: set.stated_total };
    let weighed = owned.claim.as_ref().map(|claim| progress_claims::acts::weigh(&set, claim)).transpose()?;
    let reconciles_note = progress_claims::rules::contradiction(counted, owned.listed, weighed.as_ref());
    let progress = progress_claims::rules::progress(counted, owned.listed, weighed.as_ref());
    let state = SetState { status: set.status, response: owned.response.as_ref().map(|response| response.status) };
    let given_on = owned.response.as_ref().and_then(report_responses::rules::given_to_panel_on);
    let (due_on, met_on) = (rules::response_due_on(&set), rules::met_on(set.source, owned.published_on, given_on));
    let response_overdue = rules::response_overdue(due_on, met_on, view.today);
    Ok(RecommendationSetView {
        area: set.area,
        source: set.source,
        title: set.title,
        published_by: set.published_by,
        published_on: set.published_on,
        published_text: set.published_text,
        url: set.url,
        summary: set.summary,
        topic_id: set.topic_id,
        priority_ids: set.priority_ids.get()?,
        meeting_id: set.meeting_id,
        question_id: set.question_id,
        total: rules::total(&counts, set.stated_total),
        stated_total: set.stated_total,
        discrepancy_note: set.discrepancy_note,
        listed: owned.listed,
        recommendations_overdue: owned.overdue,
        progress,
        progress_claim_id: owned.claim.map(|claim| claim.id),
        reconciles: reconciles_note.is_none(),
        reconciles_note,
        comments_due_on: set.comments_due_on,
        comments_overdue: owned.comments.is_empty() && rules::is_late(set.comments_due_on, view.today),
        comments: owned.comments.into_iter().map(|comment| comment_view(set.comments_due_on, comment)).collect(),
        statutory_due_on: set.statutory_due_on,
        response_due_on: set.response_due_on,
        is_peel: set.is_peel,
        response: owned.response.map(|one| SetResponse { id: one.id, status: one.status, completed_on: one.completed_on }),
        response_published_on: owned.published_on,
        response_in_time: rules::response_in_time(due_on, met_on, view.today),
        response_overdue,
        overdue: response_overdue || owned.overdue > 0,
        status: set.status,
        allowed_acts: rules::allowed_acts(state, view.actor),
        created_at: set.created_at.and_utc(),
        updated_at: set.updated_at.and_utc(),
        version: set.version,
        id: set.id,
        counts,
    })
}

fn comment_view(due_on: Option<NaiveDate>, comment: SetComment) -> SetCommentView {
    SetCommentView {
        late: rules::is_late(due_on, comment.made_on),
        id: comment.id,
        text: comment.text,
        author: comment.author,
        capacity: comment.capacity,
        made_on: comment.made_on,
    }
}
