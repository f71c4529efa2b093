//! All records of a meeting that a caller sees, as the API shows them. Decides nothing: each slice has its scope.

#![expect(clippy::indexing_slicing, reason = "a member that a JSON value does not have reads as null")]

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::foundation::error::ApiError;
use crate::http::call::View;
use crate::http::paging::{Page, Paging, SortKey, Window};
use crate::publishing::elsewhere;
use crate::record::actions::store::ActionFilter;
use crate::record::evidence::data_points::store::DataPointFilter;
use crate::record::evidence::{data_points, measures};
use crate::record::findings::rating_scales;
use crate::record::findings::store::FindingFilter;
use crate::record::meetings::decisions::store::DecisionFilter;
use crate::record::meetings::exchanges::store::ExchangeFilter;
use crate::record::meetings::follow_ups::store::FollowUpFilter;
use crate::record::meetings::matters::store::MatterFilter;
use crate::record::meetings::model::{MeetingId, MeetingStatus};
use crate::record::meetings::papers::store::PaperFilter;
use crate::record::meetings::store::{MeetingFilter, MeetingInclude};
use crate::record::meetings::{decisions, exchanges, follow_ups, matters, papers};
use crate::record::planning::{areas, plans, priorities, topics};
use crate::record::questions::question_groups;
use crate::record::questions::question_groups::store::QuestionGroupFilter;
use crate::record::questions::store::{QuestionFilter, QuestionInclude};
use crate::record::recommendations::progress_claims;
use crate::record::recommendations::progress_claims::store::ProgressClaimFilter;
use crate::record::recommendations::recommendation_sets as sets;
use crate::record::recommendations::recommendation_sets::store::RecommendationSetFilter;
use crate::record::recommendations::report_responses as responses;
use crate::record::recommendations::store::RecommendationFilter;
use crate::record::{actions, findings, meetings, questions, recommendations};

/// The records of a meeting, each list in the order in which it was recorded.
#[derive(Debug, Default)]
pub struct Gathered {
    pub area: Value,
    pub body: Value,
    /// The adopted plan under which most of the records are, with its priorities.
    pub plan: Value,
    pub topics: Vec<Value>,
    pub scales: Vec<Value>,
    pub measures: Vec<Value>,
    pub meeting: Value,
    pub papers: Vec<Value>,
    pub groups: Vec<Value>,
    pub questions: Vec<Value>,
    pub exchanges: Vec<Value>,
    pub findings: Vec<Value>,
    pub decisions: Vec<Value>,
    pub follow_ups: Vec<Value>,
    pub figures: Vec<Value>,
    /// Sets with their `recommendations` and `claims`, and the whole `response`.
    pub sets: Vec<Value>,
    pub actions: Vec<Value>,
    pub matters: Vec<Value>,
    /// Addresses at which the records of the meeting, its decisions and the responses to its reports were published outside this service.
    pub elsewhere: Vec<Value>,
    /// The other meetings of the matters, by id.
    pub other_meetings: BTreeMap<String, Value>,
}

/// Returns the meetings of the area that have a record file, in the order of their days.
pub fn in_order(view: &mut View<'_>) -> Result<Vec<MeetingId>, ApiError> {
    let scope = meetings::rules::scope(view.actor);
    let mut found = every(|window| meetings::store::list(view.conn, &scope, &MeetingFilter::default(), window))?;
    found.retain(|meeting| meeting.status != MeetingStatus::Cancelled);
    found.sort_by(|one, other| (one.held_on, &one.starts_at, &one.id).cmp(&(other.held_on, &other.starts_at, &other.id)));
    Ok(found.into_iter().map(|meeting| meeting.id).collect())
}

/// Gathers a meeting that the caller sees.
pub fn meeting(view: &mut View<'_>, id: &MeetingId) -> Result<Gathered, ApiError> {
    let scope = meetings::rules::scope(view.actor);
    let found = meetings::store::find(view.conn, &scope, id)?.ok_or(ApiError::NotFound)?;
    let body = areas::store::find_body(view.conn, &areas::rules::scope(view.actor), &found.body_id)?;
    let area = areas::store::area_by_slug(view.conn, &found.area)?.ok_or(ApiError::NotFound)?;
    let embedded = [MeetingInclude::Attendance, MeetingInclude::AgendaItems];
    let meeting = meetings::api::views(view, vec![found], &embedded)?.pop().ok_or(ApiError::NotFound)?;
    let mut gathered = Gathered {
        area: json(&areas::api::area_view(area))?,
        body: json(&areas::api::body_view(view, body.ok_or(ApiError::NotFound)?))?,
        meeting: json(&meeting)?,
        ..Gathered::default()
    };
    gathered.asked(view, id)?;
    gathered.said(view, id)?;
    gathered.found(view, id)?;
    gathered.recommended(view, id)?;
    gathered.elsewhere(view, id)?;
    gathered.others(view)?;
    gathered.planning(view)?;
    Ok(gathered)
}

impl Gathered {
    fn asked(&mut self, view: &mut View<'_>, id: &MeetingId) -> Result<(), ApiError> {
        let filter = QuestionGroupFilter { meeting: Some(id.clone()), ..QuestionGroupFilter::default() };
        let scope = question_groups::rules::scope(view.actor);
        let groups = every(|window| question_groups::store::list(view.conn, &scope, &filter, window))?;
        self.groups = all(groups.into_iter().map(|group| question_groups::api::one_view(view, group)))?;
        let filter = QuestionFilter { meeting: Some(id.clone()), ..QuestionFilter::default() };
        let scope = questions::rules::scope(view.actor);
        let found = every(|window| questions::store::list(view.conn, &scope, &filter, window, view.today))?;
        let embedded = [QuestionInclude::Responses, QuestionInclude::Judgements];
        self.questions = all(questions::api::view::of_all(view, found, &embedded)?)?;
        Ok(())
    }

    fn said(&mut self, view: &mut View<'_>, id: &MeetingId) -> Result<(), ApiError> {
        let filter = PaperFilter { meeting: Some(id.clone()), ..PaperFilter::default() };
        let scope = papers::rules::scope(view.actor);
        let found = every(|window| papers::store::list(view.conn, &scope, &filter, window, view.today))?;
        self.papers = all(papers::api::views(view, found)?)?;
        let filter = ExchangeFilter { meeting: Some(id.clone()), ..ExchangeFilter::default() };
        let scope = exchanges::rules::scope(view.actor);
        let found = every(|window| exchanges::store::list(view.conn, &scope, &filter, window))?;
        self.exchanges = all(exchanges::api::views(view, found)?)?;
        let filter = DecisionFilter { meeting: Some(id.clone()), ..DecisionFilter::default() };
        let scope = decisions::rules::scope(view.actor);
        let found = every(|window| decisions::store::list(view.conn, &scope, &filter, window))?;
        self.decisions = all(decisions::api::views(view, found)?)?;
        let filter = FollowUpFilter { meeting: Some(id.clone()), ..FollowUpFilter::default() };
        let scope = follow_ups::rules::scope(view.actor);
        let found = every(|window| follow_ups::store::list(view.conn, &scope, &filter, window))?;
        self.follow_ups = all(follow_ups::api::views(view, found)?)?;
        let scope = matters::rules::scope(view.actor);
        let found = every(|window| matters::store::list(view.conn, &scope, id, &MatterFilter::default(), window))?;
        self.matters = all(matters::api::views(view, found, Some(id))?)?;
        Ok(())
    }

    fn found(&mut self, view: &mut View<'_>, id: &MeetingId) -> Result<(), ApiError> {
        let filter = FindingFilter { meeting: Some(id.clone()), ..FindingFilter::default() };
        let scope = findings::rules::scope(view.actor);
        let found = every(|window| findings::store::list(view.conn, &scope, &filter, window))?;
        self.findings = all(findings::view::views(view, found)?)?;
        let filter = DataPointFilter { meeting: Some(id.clone()), ..DataPointFilter::default() };
        let scope = data_points::rules::scope(view.actor);
        let found = every(|window| data_points::store::list(view.conn, &scope, &filter, window))?;
        self.figures = all(data_points::api::views(view, found)?)?;
        let filter = ActionFilter { meeting: Some(id.clone()), ..ActionFilter::default() };
        let scope = actions::rules::scope(view.actor);
        for found in every(|window| actions::store::list(view.conn, &scope, &filter, window, view.today))? {
            self.actions.push(json(&actions::view::whole_view(view, found, true)?)?);
        }
        Ok(())
    }

    fn recommended(&mut self, view: &mut View<'_>, id: &MeetingId) -> Result<(), ApiError> {
        let scope = sets::rules::scope(view.actor);
        let filter = RecommendationSetFilter { meeting: Some(id.clone()), ..RecommendationSetFilter::default() };
        for set in every(|window| sets::store::list(view.conn, &scope, &filter, window, view.today))? {
            let filter = RecommendationFilter { set: Some(set.id.clone()), ..RecommendationFilter::default() };
            let listed = every(|window| recommendations::store::list(view.conn, &scope, &filter, window, view.today))?;
            let listed = all(recommendations::view::views(view, listed)?)?;
            let none = ProgressClaimFilter::default();
            let claims = every(|window| progress_claims::store::list(view.conn, &scope, &set.id, &none, window))?;
            let claims = claims.into_iter().map(|claim| progress_claims::api::one_view(view, &set, claim));
            let claims = all(claims.collect::<Result<Vec<_>, _>>()?)?;
            let of_reader = responses::rules::scope(view.actor);
            let response = responses::store::of_sets(view.conn, &of_reader, std::slice::from_ref(&set.id))?.pop();
            let response = response.map(|one| responses::api::view_of(view, one)).transpose()?;
            let mut whole = json(&sets::view::view_of(view, set)?)?;
            whole["response"] = json(&response)?;
            whole["recommendations"] = listed.into();
            whole["claims"] = claims.into();
            self.sets.push(whole);
        }
        Ok(())
    }

    fn elsewhere(&mut self, view: &mut View<'_>, id: &MeetingId) -> Result<(), ApiError> {
        let subjects = self.decisions.iter().chain(&self.sets).filter_map(|one| one["id"].as_str());
        let subjects = subjects.chain([id.as_str()]).map(str::to_owned).collect();
        let found = elsewhere::store::of_subjects(view.conn, &elsewhere::rules::scope(view.actor), subjects)?;
        self.elsewhere = all(found.into_iter().map(|one| elsewhere::api::one_view(view, one)))?;
        Ok(())
    }

    /// The meetings that matters come from or go to.
    fn others(&mut self, view: &mut View<'_>) -> Result<(), ApiError> {
        let ends = self.matters.iter().flat_map(|matter| [&matter["from_meeting_id"], &matter["to_meeting_id"]]);
        let ids: BTreeSet<String> = ends.filter_map(|id| id.as_str().map(str::to_owned)).collect();
        let scope = meetings::rules::scope(view.actor);
        for id in ids.iter().filter_map(|id| id.parse().ok()) {
            let Some(other) = meetings::store::find(view.conn, &scope, &id)? else { continue };
            for other in all(meetings::api::views(view, vec![other], &[])?)? {
                self.other_meetings.insert(id.to_string(), other);
            }
        }
        Ok(())
    }

    /// The plan, topics, scales and measures that the records name.
    fn planning(&mut self, view: &mut View<'_>) -> Result<(), ApiError> {
        for id in self.named("topic_id") {
            let Some(id) = id.parse().ok() else { continue };
            let found = topics::store::find(view.conn, &topics::rules::scope(view.actor), &id)?;
            self.topics.extend(all(found.map(|topic| topics::api::one_view(view, topic)))?);
        }
        for id in self.named("measure_id") {
            let Some(id) = id.parse().ok() else { continue };
            let found = measures::store::find(view.conn, &measures::rules::scope(view.actor), &id)?;
            self.measures.extend(all(found.map(|measure| measures::api::one_view(view, measure)).transpose()?)?);
        }
        for id in self.named("scale_id") {
            let Some(id) = id.parse().ok() else { continue };
            let found = rating_scales::store::find(view.conn, &rating_scales::rules::scope(view.actor), &id)?;
            self.scales.extend(all(rating_scales::api::views(view, found.into_iter().collect())?)?);
        }
        // A measure has a topic and priorities too.
        let known: Vec<String> = self.topics.iter().filter_map(|topic| topic["id"].as_str().map(str::to_owned)).collect();
        for id in self.named("topic_id").into_iter().filter(|id| !known.contains(id)) {
            let Some(id) = id.parse().ok() else { continue };
            let found = topics::store::find(view.conn, &topics::rules::scope(view.actor), &id)?;
            self.topics.extend(all(found.map(|topic| topics::api::one_view(view, topic)))?);
        }
        self.plan(view)
    }

    fn plan(&mut self, view: &mut View<'_>) -> Result<(), ApiError> {
        let scope = plans::rules::scope(view.actor);
        let mut links = BTreeMap::new();
        for id in self.named("priority_ids") {
            let Some(id) = id.parse().ok() else { continue };
            if let Some((priority, _)) = priorities::store::find(view.conn, &scope, &id)? {
                *links.entry(priority.plan_id).or_insert(0) += 1;
            }
        }
        let Some((id, _)) = links.into_iter().max_by_key(|(_, count)| *count) else { return Ok(()) };
        let Some(plan) = plans::store::find(view.conn, &scope, &id)?.filter(|plan| plan.adopted_on.is_some()) else {
            return Ok(());
        };
        for plan in all(plans::api::views(view, vec![plan], true)?)? {
            self.plan = plan;
        }
        Ok(())
    }

    /// The ids in a member of any record, at any depth.
    fn named(&self, member: &str) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        let lists = [
            &self.questions,
            &self.exchanges,
            &self.findings,
            &self.decisions,
            &self.follow_ups,
            &self.figures,
            &self.sets,
            &self.actions,
            &self.matters,
            &self.measures,
        ];
        for value in lists.into_iter().flatten() {
            collect(value, member, &mut ids);
        }
        ids
    }
}

fn collect(value: &Value, member: &str, ids: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(id) if name == member => drop(ids.insert(id.clone())),
                    Value::Array(many) if name == member => {
                        ids.extend(many.iter().filter_map(|id| id.as_str().map(str::to_owned)));
                    }
                    other => collect(other, member, ids),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, member, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn json<V: Serialize>(view: &V) -> Result<Value, ApiError> {
    Ok(serde_json::to_value(view)?)
}

fn all<V: Serialize>(views: impl IntoIterator<Item = V>) -> Result<Vec<Value>, ApiError> {
    views.into_iter().map(|view| json(&view)).collect()
}

/// Reads all pages of a list.
fn every<R, S: SortKey>(mut page_of: impl FnMut(&Window<S>) -> Result<Page<R>, ApiError>) -> Result<Vec<R>, ApiError> {
    let mut paging = Paging { cursor: None, limit: Some(S::ROWS.1), sort: None, count: None, fields: Vec::new() };
    let mut rows = Vec::new();
    loop {
        let page = page_of(&Window::parse(&paging)?)?;
        rows.extend(page.rows);
        match page.next {
            Some(next) => paging.cursor = Some(next),
            None => return Ok(rows),
        }
    }
}
