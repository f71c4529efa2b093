//! The single query of the report on answers. Decides nothing.

use chrono::NaiveDate;
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::Alike;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{priorities, question_priorities, questions};
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::rules::Scope;

/// Filters of the report; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AnswersFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Id of a plan: questions under any of its priorities.
    pub plan: Option<PlanId>,
    pub priority: Option<PriorityId>,
    pub topic: Option<TopicId>,
    pub meeting: Option<MeetingId>,
    /// First day of the period in which the questions were put.
    #[serde(default, deserialize_with = "optional_day")]
    pub put_from: Option<NaiveDate>,
    /// Last day of the period.
    #[serde(default, deserialize_with = "optional_day")]
    pub put_to: Option<NaiveDate>,
}

/// Returns the questions that were put, grouped by everything the report counts. Everybody in the area sees every question that
/// was put, so the numbers are the same for all.
///
/// The index `questions_answers` contains all of these columns in this order.
pub fn groups(conn: &mut AnyConnection, scope: &Scope, filter: &AnswersFilter) -> Result<Vec<Alike>, ApiError> {
    let columns = (
        questions::put_on,
        questions::status,
        questions::outcome,
        questions::replied_since,
        questions::first_response_on,
        questions::final_response_on,
    );
    let mut query = questions::table
        .filter(questions::area.eq(scope.area.clone()))
        .filter(questions::put_on.is_not_null())
        .group_by(columns)
        .select((
            questions::put_on,
            questions::status,
            questions::outcome,
            questions::replied_since,
            questions::first_response_on,
            questions::final_response_on,
            count_star(),
        ))
        .into_boxed::<MultiBackend>();
    if let Some(area) = &filter.area {
        query = query.filter(questions::area.eq(area.clone()));
    }
    if let Some(plan) = &filter.plan {
        let links = question_priorities::table
            .inner_join(priorities::table.on(priorities::id.eq(question_priorities::priority_id)))
            .filter(question_priorities::question_id.eq(questions::id))
            .filter(priorities::plan_id.eq(plan.clone()));
        query = query.filter(exists(links));
    }
    if let Some(priority) = &filter.priority {
        let links = question_priorities::table
            .filter(question_priorities::question_id.eq(questions::id))
            .filter(question_priorities::priority_id.eq(priority.clone()));
        query = query.filter(exists(links));
    }
    if let Some(topic) = &filter.topic {
        query = query.filter(questions::topic_id.eq(topic.clone()));
    }
    if let Some(meeting) = &filter.meeting {
        query = query.filter(questions::meeting_id.eq(meeting.clone()));
    }
    if let Some(day) = filter.put_from {
        query = query.filter(questions::put_on.ge(day));
    }
    if let Some(day) = filter.put_to {
        query = query.filter(questions::put_on.le(day));
    }
    Ok(query.load(conn)?)
}
