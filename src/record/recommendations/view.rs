//! The view of a recommendation.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{
    AddressedTo, Answer, Recommendation, RecommendationAct, RecommendationExtension, RecommendationId, RecommendationStatus,
};
use super::rules::{Answered, RecommendationState};
use super::{rules, store};
use crate::foundation::error::ApiError;
use crate::http::call::{Changed, Tx, Versioned, View};
use crate::record::deadlines::lateness::{Lateness, Limits, limits_of};
use crate::record::escalations::model::Escalation;
use crate::record::recommendations::recommendation_sets::model::{RecommendationSetId, ReportSource};
use crate::record::recommendations::recommendation_sets::rules::SetState;
use crate::record::recommendations::report_responses;

/// A recommendation as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecommendationView {
    pub id: RecommendationId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub recommendation_set_id: RecommendationSetId,
    #[schema(example = "3a")]
    pub printed_number: Option<String>,
    #[schema(example = "Inspect every kennel twice a year.")]
    pub text: String,
    pub addressed_to: AddressedTo,
    pub due_on: Option<NaiveDate>,
    /// Due date in the words of the report; no date is derived from them.
    pub due_text: Option<String>,
    /// True when it is open and the due date has passed in Europe/London (derived).
    pub overdue: bool,
    /// Lateness; `null` when it is not awaited any more, or has no due date (derived).
    pub lateness: Option<Lateness>,
    /// Extensions of the due date, oldest first, also those that were taken back.
    pub extensions: Vec<RecommendationExtension>,
    /// Escalations to a higher step, oldest first.
    pub escalations: Vec<Escalation>,
    pub status: RecommendationStatus,
    /// Reason for the status, if one was given.
    pub status_reason: Option<String>,
    /// Evidence that it is complete.
    pub evidence: Option<String>,
    /// Day on which it was complete, as the claim that stands says; `null` before that, or when it is not known.
    #[schema(example = "2018-12-20")]
    pub completed_on: Option<NaiveDate>,
    /// Day on which it was verified or not accepted; `null` before that, or when it is not known.
    #[schema(example = "2019-01-10")]
    pub ended_on: Option<NaiveDate>,
    pub times_rejected: i32,
    /// Answer of the force.
    pub force_answer: Option<Answer>,
    /// Answer of the body.
    pub body_answer: Option<Answer>,
    /// True when the answer is there that the body's response to the report needs, or the reason for which it is not accepted
    /// (derived). To a report of the inspectors or the panel the body answers itself.
    pub answered: bool,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["respond", "claim"]))]
    pub allowed_acts: Vec<RecommendationAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 2)]
    pub version: i32,
}

impl Versioned for RecommendationView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(
    view: &View<'_>,
    limits: Limits,
    (set, source): (SetState, ReportSource),
    one: Recommendation,
) -> Result<RecommendationView, ApiError> {
    let allowed_acts = rules::allowed_acts(&RecommendationState::of(set, &one, view.today)?, view.actor);
    let (force_answer, body_answer) = (one.force_answer.get()?, one.body_answer.get()?);
    let given = Answered::of(body_answer.as_ref(), force_answer.as_ref());
    let (completed_on, ended_on) = (one.completed(), one.ended());
    let lacking = rules::needed(source, one.addressed_to).lacking(one.status, given);
    Ok(RecommendationView {
        area: one.area,
        recommendation_set_id: one.set_id,
        printed_number: one.printed_number,
        text: one.text,
        addressed_to: one.addressed_to,
        due_on: one.due_on,
        due_text: one.due_text,
        overdue: rules::is_overdue(one.status, one.due_on, view.today),
        lateness: limits.lateness(rules::OUTSTANDING.contains(&one.status), one.due_on),
        extensions: one.extensions.get()?,
        escalations: one.escalations.get()?,
        status: one.status,
        status_reason: one.status_reason,
        evidence: one.evidence,
        completed_on,
        ended_on,
        times_rejected: one.times_rejected,
        answered: lacking.is_none(),
        force_answer,
        body_answer,
        allowed_acts,
        created_at: one.created_at.and_utc(),
        updated_at: one.updated_at.and_utc(),
        version: one.version,
        id: one.id,
    })
}

/// Builds the views of some recommendations.
pub fn views(view: &mut View<'_>, rows: Vec<Recommendation>) -> Result<Vec<RecommendationView>, ApiError> {
    let ids: BTreeSet<RecommendationSetId> = rows.iter().map(|one| one.set_id.clone()).collect();
    let ids: Vec<RecommendationSetId> = ids.into_iter().collect();
    let sets: HashMap<_, _> = store::set_statuses(view.conn, &ids)?.into_iter().collect();
    let limits = limits_of(view.conn, &view.actor.area, view.today)?;
    let scope = report_responses::rules::scope(view.actor);
    let responses = report_responses::store::of_sets(view.conn, &scope, &ids)?;
    let responses: HashMap<_, _> = responses.into_iter().map(|response| (response.set_id, response.status)).collect();
    let of = |one: &Recommendation| {
        let response = responses.get(&one.set_id).copied();
        sets.get(&one.set_id).map(|(status, source)| (SetState { status: *status, response }, *source))
    };
    rows.into_iter().map(|one| one_view(view, limits, of(&one).ok_or(ApiError::NotFound)?, one)).collect()
}

/// Builds the view of one recommendation.
pub fn view_of(view: &mut View<'_>, one: Recommendation) -> Result<RecommendationView, ApiError> {
    views(view, vec![one])?.pop().ok_or(ApiError::NotFound)
}

/// Builds the answer to an act.
pub fn updated(tx: &mut Tx<'_>, one: Recommendation) -> Result<Changed<RecommendationView>, ApiError> {
    view_of(&mut tx.view(), one).map(Changed::updated)
}
