//! The single query of the report on answers. Decides nothing.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::Alike;
use crate::foundation::dates::optional_day;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{question_priorities, questions};
use crate::http::listing::narrow;
use crate::record::meetings::model::MeetingId;
use crate::record::planning::plans::model::{PlanId, PriorityId};
use crate::record::planning::priorities::store::under;
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
    narrow!(query, filter, questions {
        area = area,
        topic_id = topic,
        meeting_id = meeting,
        put_on >= put_from,
        put_on <= put_to,
    });
    under!(query, filter, questions in question_priorities by question_id);
    Ok(query.load(conn)?)
}
