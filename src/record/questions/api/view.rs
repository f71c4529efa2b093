//! A question as visible to the caller, with embedded records.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::foundation::error::ApiError;
use crate::http::call::{Changed, Tx, Versioned, View};
use crate::record::deadlines::lateness::{Lateness, Limits, limits_of};
use crate::record::deadlines::model::Rule;
use crate::record::escalations::model::Escalation;
use crate::record::meetings::model::{AgendaItemId, MeetingId};
use crate::record::planning::plans::model::PriorityId;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::answer::model::QuestionAnswer;
use crate::record::questions::answer::rules::{answer, is_judged};
use crate::record::questions::judgements::model::AnswerJudgement;
use crate::record::questions::model::{
    Fate, Head, Outcome, Question, QuestionAct, QuestionForm, QuestionGroupId, QuestionId, QuestionRevision, QuestionStatus,
};
use crate::record::questions::question_parts::api::QuestionPartView;
use crate::record::questions::rules::QuestionState;
use crate::record::questions::store::QuestionInclude;
use crate::record::questions::{question_parts, rules, store};
use crate::record::restrictions;
use crate::record::restrictions::view::RestrictionView;

/// A question as visible to the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionView {
    pub id: QuestionId,
    /// Reference, assigned when the question is put; a draft has none.
    #[schema(example = "WM-2019-Q012")]
    pub reference: Option<String>,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub form: QuestionForm,
    #[schema(example = "What has changed since the backlog was reported?")]
    pub text: String,
    pub context: Option<String>,
    /// Revision: 1 as drafted and put, plus one for each correction.
    #[schema(example = 1)]
    pub revision: i32,
    /// Earlier wordings, oldest first.
    pub earlier_wordings: Vec<EarlierWording>,
    pub priority_ids: Vec<PriorityId>,
    /// Heads of s.1(8) of the Police Reform and Social Responsibility Act 2011 that it is about.
    #[schema(example = json!(["value_for_money"]))]
    pub heads: Vec<Head>,
    pub topic_id: Option<TopicId>,
    pub meeting_id: Option<MeetingId>,
    pub agenda_item_id: Option<AgendaItemId>,
    pub printed_number: Option<String>,
    pub asked_by: Option<String>,
    /// Id of its group.
    pub group_id: Option<QuestionGroupId>,
    /// Day a question from the public was received.
    pub received_on: Option<NaiveDate>,
    /// Numbered parts, in order, each judged separately.
    pub parts: Vec<QuestionPartView>,
    pub put_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    /// Due date in words, as drafted or put.
    #[schema(example = "within two weeks")]
    pub due_text: Option<String>,
    /// Rule that a draft is put with, or that the question was put with.
    pub due_rule: Option<Rule>,
    /// True when the words state a day that is impossible, so that nobody knows when it is due.
    pub needs_review: bool,
    /// True when it needs an answer within the urgent period of the body.
    pub urgent: bool,
    /// Reason it is urgent.
    #[schema(example = "The inspection begins next week.")]
    pub urgent_reason: Option<String>,
    /// True when an answer is awaited and the due date has passed in Europe/London (derived).
    pub overdue: bool,
    /// Lateness; `null` when it is not awaited any more, or has no due date (derived).
    pub lateness: Option<Lateness>,
    /// Escalations to a higher step, oldest first.
    pub escalations: Vec<Escalation>,
    pub status: QuestionStatus,
    /// The people who read this draft, when only named people do; `null` otherwise.
    pub restricted: Option<RestrictionView>,
    /// Reason for the status, if one was given.
    pub status_reason: Option<String>,
    /// Outcome in the body's opinion, derived from its parts once all of them are judged.
    pub outcome: Option<Outcome>,
    /// Fate; absent while it awaits an answer or a judgement.
    pub fate: Option<Fate>,
    /// State of the answer; absent for a draft.
    pub answer: Option<QuestionAnswer>,
    /// Day of the first response or reply at a meeting, including holding responses.
    pub first_response_on: Option<NaiveDate>,
    /// Day of the latest valid answer, other than a holding response; absent again while the question is returned.
    pub final_response_on: Option<NaiveDate>,
    pub brought_forward_from: Option<QuestionId>,
    pub carried_forward_to: Option<QuestionId>,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["return", "judge", "close"]))]
    pub allowed_acts: Vec<QuestionAct>,
    /// Responses, with `include=responses`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responses: Option<Vec<crate::record::questions::responses::api::ResponseView>>,
    /// Exchanges about it at meetings, in chronological order, with `include=exchanges`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exchanges: Option<Vec<crate::record::meetings::exchanges::api::ExchangeView>>,
    /// Actions, with `include=actions`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<crate::record::actions::view::ActionView>>,
    /// Findings, with `include=findings`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<crate::record::findings::view::FindingView>>,
    /// Judgements of it and of its parts, oldest first, with `include=judgements`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgements: Option<Vec<crate::record::questions::judgements::view::JudgementView>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 3)]
    pub version: i32,
}

/// A wording that was corrected.
#[derive(Debug, Serialize, ToSchema)]
pub struct EarlierWording {
    pub revision: i32,
    pub text: String,
    pub context: Option<String>,
    /// Reason for the correction.
    pub reason: String,
    pub replaced_by: String,
    pub replaced_at: DateTime<Utc>,
}

impl Versioned for QuestionView {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Builds views of records. A page takes as many queries as one record.
pub fn of_all(view: &mut View<'_>, questions: Vec<Question>, include: &[QuestionInclude]) -> Result<Vec<QuestionView>, ApiError> {
    let mut beside = Beside::of(view, &questions)?;
    let wordings: Vec<(QuestionId, i32)> = questions.iter().map(|question| (question.id.clone(), question.revision)).collect();
    let mut views = Vec::with_capacity(questions.len());
    for question in questions {
        views.push(one_view(view, question, &mut beside)?);
    }
    if include.contains(&QuestionInclude::Responses) {
        let mut embedded = crate::record::questions::responses::api::of_questions(view, &wordings)?;
        for view in &mut views {
            view.responses = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    let ids: Vec<QuestionId> = wordings.into_iter().map(|(id, _)| id).collect();
    if include.contains(&QuestionInclude::Exchanges) {
        let mut embedded = crate::record::meetings::exchanges::api::of_questions(view, &ids)?;
        for view in &mut views {
            view.exchanges = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    if include.contains(&QuestionInclude::Actions) {
        let mut embedded = crate::record::actions::view::of_questions(view, &ids)?;
        for view in &mut views {
            view.actions = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    if include.contains(&QuestionInclude::Findings) {
        let mut embedded = crate::record::findings::view::of_questions(view, &ids)?;
        for view in &mut views {
            view.findings = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    if include.contains(&QuestionInclude::Judgements) {
        let mut embedded = crate::record::questions::judgements::view::of_questions(view, &ids)?;
        for view in &mut views {
            view.judgements = Some(embedded.remove(&view.id).unwrap_or_default());
        }
    }
    Ok(views)
}

/// Builds the answer to an act.
pub fn updated(tx: &mut Tx<'_>, question: Question) -> Result<Changed<QuestionView>, ApiError> {
    of_one(&mut tx.view(), question).map(Changed::updated)
}

/// Builds the view of one question, with only its parts embedded.
pub fn of_one(view: &mut View<'_>, question: Question) -> Result<QuestionView, ApiError> {
    let mut beside = Beside::of(view, std::slice::from_ref(&question))?;
    one_view(view, question, &mut beside)
}

/// Data of several questions in other tables: at most ten queries, and none when the questions show that there is none.
struct Beside {
    parts: HashMap<QuestionId, Vec<QuestionPartView>>,
    wordings: HashMap<QuestionId, Vec<EarlierWording>>,
    /// The visible successors of the questions.
    successors: HashSet<QuestionId>,
    /// The latest judgement of each question with an outcome.
    judged: HashMap<QuestionId, AnswerJudgement>,
    states: HashMap<QuestionId, QuestionState>,
    restricted: HashMap<String, RestrictionView>,
    limits: Limits,
}

impl Beside {
    fn of(view: &mut View<'_>, questions: &[Question]) -> Result<Self, ApiError> {
        let parts = question_parts::api::of_questions(view, questions)?;
        let corrected = questions.iter().filter(|question| question.revision > 1);
        let corrected: Vec<QuestionId> = corrected.map(|question| question.id.clone()).collect();
        let mut wordings: HashMap<QuestionId, Vec<EarlierWording>> = HashMap::new();
        for old in store::revisions(view.conn, &corrected)? {
            wordings.entry(old.question_id.clone()).or_default().push(earlier_wording(old));
        }
        let later: Vec<QuestionId> = questions.iter().filter_map(|question| question.carried_forward_to.clone()).collect();
        // A successor may be a draft of which the caller must not learn.
        let successors = store::seen_of(view.conn, &rules::scope(view.actor), &later)?;
        let told: Vec<QuestionId> = questions.iter().filter(|one| is_judged(one)).map(|one| one.id.clone()).collect();
        let all = crate::record::questions::judgements::store::standing_of(view.conn, &told)?;
        let judged = all.into_iter().map(|one| (one.question_id.clone(), one)).collect();
        let states = store::states(view.conn, questions, view.today)?;
        let unput = questions.iter().filter(|one| one.put_on.is_none());
        let restricted = restrictions::view::of(view.conn, unput.map(|one| one.id.to_string()).collect())?;
        let limits = limits_of(view.conn, &view.actor.area, view.today)?;
        Ok(Self { parts, wordings, successors, judged, states, restricted, limits })
    }
}

fn earlier_wording(old: QuestionRevision) -> EarlierWording {
    EarlierWording {
        revision: old.revision,
        text: old.text,
        context: old.context,
        reason: old.reason,
        replaced_by: old.replaced_by,
        replaced_at: old.replaced_at.and_utc(),
    }
}

fn one_view(view: &View<'_>, question: Question, beside: &mut Beside) -> Result<QuestionView, ApiError> {
    let parts = beside.parts.remove(&question.id).unwrap_or_default();
    let earlier_wordings = beside.wordings.remove(&question.id).unwrap_or_default();
    let state = beside.states.remove(&question.id).unwrap_or_else(|| QuestionState::of(&question, view.today));
    let answer = answer(&question, beside.judged.get(&question.id));
    let carried_forward_to = question.carried_forward_to.filter(|id| beside.successors.contains(id));
    Ok(QuestionView {
        reference: question.reference,
        area: question.area,
        form: question.form,
        text: question.text,
        context: question.context,
        revision: question.revision,
        earlier_wordings,
        priority_ids: question.priority_ids.get()?,
        heads: question.heads.get()?,
        topic_id: question.topic_id,
        meeting_id: question.meeting_id,
        agenda_item_id: question.agenda_item_id,
        printed_number: question.printed_number,
        asked_by: question.asked_by,
        group_id: question.group_id,
        received_on: question.received_on,
        parts,
        put_on: question.put_on,
        due_on: question.due_on,
        due_text: question.due_text,
        due_rule: question.due_rule.get()?,
        needs_review: question.needs_review,
        urgent: question.urgent,
        urgent_reason: question.urgent_reason,
        overdue: rules::is_overdue(question.status, question.due_on, view.today),
        lateness: beside.limits.lateness(rules::AWAITING.contains(&question.status), question.due_on),
        escalations: question.escalations.get()?,
        status: question.status,
        restricted: beside.restricted.remove(question.id.as_str()),
        status_reason: question.status_reason,
        outcome: question.outcome,
        fate: rules::fate(question.status, question.outcome),
        answer,
        first_response_on: question.first_response_on,
        final_response_on: question.final_response_on,
        brought_forward_from: question.brought_forward_from,
        carried_forward_to,
        allowed_acts: rules::allowed_acts(state, view.actor),
        responses: None,
        exchanges: None,
        actions: None,
        findings: None,
        judgements: None,
        created_at: question.created_at.and_utc(),
        updated_at: question.updated_at.and_utc(),
        version: question.version,
        id: question.id,
    })
}
