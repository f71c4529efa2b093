//! The queries of the report on deadlines: one for each kind of record. Decides nothing.
//!
//! Only questions that were put and recommendations of recorded sets count, which everybody in the area can see.

use chrono::NaiveDate;
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::Deserialize;
use utoipa::IntoParams;

use super::model::{Alike, DueKind};
use super::rules;
use crate::foundation::dates::optional_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{actions, meetings, papers, questions, recommendation_sets, recommendations};
use crate::record::actions::model::ActionStatus;
use crate::record::meetings::model::MeetingStatus;
use crate::record::model::RecommendationSetStatus;
use crate::record::questions::model::{QuestionForm, QuestionStatus};
use crate::record::recommendations::model::RecommendationStatus;

/// Filters of the report.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InTimeFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// First due date; the default is eleven months before the month of the last one.
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<NaiveDate>,
    /// Last due date; the default is the end of this month.
    #[serde(default, deserialize_with = "optional_day")]
    pub to: Option<NaiveDate>,
}

/// Returns everything that the report counts.
pub fn groups(conn: &mut AnyConnection, area: &str) -> Result<Vec<Alike>, ApiError> {
    let mut groups = questions(conn, area)?;
    groups.extend(actions(conn, area)?);
    groups.extend(papers(conn, area)?);
    groups.extend(recommendations(conn, area)?);
    Ok(groups)
}

fn questions(conn: &mut AnyConnection, area: &str) -> Result<Vec<Alike>, ApiError> {
    type Days = (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>);
    type Row = (QuestionForm, QuestionStatus, Days, i64);
    let rows: Vec<Row> = questions::table
        .filter(questions::area.eq(area))
        .filter(questions::put_on.is_not_null())
        .group_by((questions::form, questions::status, questions::due_on, questions::replied_since, questions::final_response_on))
        .select((
            questions::form,
            questions::status,
            (questions::due_on, questions::replied_since, questions::final_response_on),
            count_star(),
        ))
        .load(conn)?;
    let alike = |(form, status, (due_on, replied_since, final_response_on), count): Row| Alike {
        kind: DueKind::Question,
        form: Some(form),
        due_on,
        // Without a final response the replies are holding responses, which answer nothing.
        done: rules::question(status, final_response_on.and(replied_since)),
        count,
    };
    Ok(rows.into_iter().map(alike).collect())
}

fn actions(conn: &mut AnyConnection, area: &str) -> Result<Vec<Alike>, ApiError> {
    type Row = (ActionStatus, Option<NaiveDate>, Option<NaiveDate>, i64);
    let rows: Vec<Row> = actions::table
        .filter(actions::area.eq(area))
        .filter(actions::voided_on.is_null())
        .group_by((actions::status, actions::due_on, actions::completed_on))
        .select((actions::status, actions::due_on, actions::completed_on, count_star()))
        .load(conn)?;
    let alike = |(status, due_on, completed_on, count): Row| Alike {
        kind: DueKind::Action,
        form: None,
        due_on,
        done: rules::action(status, completed_on),
        count,
    };
    Ok(rows.into_iter().map(alike).collect())
}

fn papers(conn: &mut AnyConnection, area: &str) -> Result<Vec<Alike>, ApiError> {
    type Row = (MeetingStatus, Option<NaiveDate>, Option<NaiveDate>, Option<String>);
    let rows: Vec<Row> = papers::table
        .inner_join(meetings::table.on(meetings::id.eq(papers::meeting_id)))
        .filter(papers::area.eq(area))
        .select((meetings::status, papers::due_on, papers::received_on, papers::url))
        .load(conn)?;
    let alike = |(meeting, due_on, received_on, url): Row| Alike {
        kind: DueKind::Paper,
        form: None,
        due_on,
        done: rules::paper(meeting, received_on, url.is_some()),
        count: 1,
    };
    Ok(rows.into_iter().map(alike).collect())
}

fn recommendations(conn: &mut AnyConnection, area: &str) -> Result<Vec<Alike>, ApiError> {
    type Row = (RecommendationStatus, Option<NaiveDate>, Option<NaiveDate>, i64);
    let rows: Vec<Row> = recommendations::table
        .inner_join(recommendation_sets::table.on(recommendation_sets::id.eq(recommendations::set_id)))
        .filter(recommendations::area.eq(area))
        .filter(recommendation_sets::status.eq(RecommendationSetStatus::Recorded))
        .group_by((recommendations::status, recommendations::due_on, recommendations::completed_on))
        .select((recommendations::status, recommendations::due_on, recommendations::completed_on, count_star()))
        .load(conn)?;
    let alike = |(status, due_on, completed_on, count): Row| Alike {
        kind: DueKind::Recommendation,
        form: None,
        due_on,
        done: rules::recommendation(status, completed_on),
        count,
    };
    Ok(rows.into_iter().map(alike).collect())
}
