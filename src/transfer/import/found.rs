//! Finds existing records of a file by the names people use, and earlier imports.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::format;
use super::words::MeetingKind;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    agenda_items, areas, attendance, bodies, imports, measures, meetings, plans, priorities, rating_scales, topics,
};
use crate::record::evidence::measures::model::MeasureId;
use crate::record::findings::rating_scales::model::RatingScaleId;
use crate::record::meetings::model::{MeetingId, MeetingStatus};
use crate::record::planning::areas::model::BodyId;
use crate::record::planning::plans::model::{PlanId, PlanStatus, PriorityId};
use crate::record::planning::topics::model::TopicId;

/// Returns the time and file name of an earlier import of the same bytes.
pub fn import(conn: &mut AnyConnection, sha256: &str) -> Result<Option<(String, NaiveDateTime)>, ApiError> {
    let row = imports::table.filter(imports::sha256.eq(sha256)).select((imports::file_name, imports::imported_at));
    Ok(row.first(conn).optional()?)
}

/// Records an import.
pub fn remember(conn: &mut AnyConnection, sha256: &str, area: &str, file_name: &str, now: NaiveDateTime) -> Result<(), ApiError> {
    diesel::insert_into(imports::table)
        .values((
            imports::sha256.eq(sha256),
            imports::area.eq(area),
            imports::file_name.eq(file_name),
            imports::imported_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Returns the code of an area.
pub fn area_code(conn: &mut AnyConnection, slug: &str) -> Result<Option<String>, ApiError> {
    Ok(areas::table.filter(areas::slug.eq(slug)).select(areas::code).first(conn).optional()?)
}

/// Returns the id of a body.
pub fn body(conn: &mut AnyConnection, area: &str, name: &str) -> Result<Option<BodyId>, ApiError> {
    let found = bodies::table.filter(bodies::area.eq(area).and(bodies::name.eq(name)));
    Ok(found.select(bodies::id).first(conn).optional()?)
}

/// Returns a plan with this title and period.
pub fn plan(conn: &mut AnyConnection, area: &str, plan: &format::Plan) -> Result<Option<(PlanId, PlanStatus)>, ApiError> {
    let found = plans::table
        .filter(plans::area.eq(area).and(plans::title.eq(&plan.title)))
        .filter(plans::period_from.eq(plan.period_from).and(plans::period_to.eq(plan.period_to)))
        .order(plans::id.desc());
    Ok(found.select((plans::id, plans::status)).first(conn).optional()?)
}

/// Returns a priority of a plan.
pub fn priority(conn: &mut AnyConnection, plan: &PlanId, title: &str) -> Result<Option<PriorityId>, ApiError> {
    let found = priorities::table.filter(priorities::plan_id.eq(plan).and(priorities::title.eq(title)));
    Ok(found.select(priorities::id).first(conn).optional()?)
}

/// Returns a topic.
pub fn topic(conn: &mut AnyConnection, area: &str, title: &str) -> Result<Option<TopicId>, ApiError> {
    let found = topics::table.filter(topics::area.eq(area).and(topics::title.eq(title)));
    Ok(found.select(topics::id).first(conn).optional()?)
}

/// Returns a measure.
pub fn measure(conn: &mut AnyConnection, area: &str, name: &str) -> Result<Option<MeasureId>, ApiError> {
    let found = measures::table.filter(measures::area.eq(area).and(measures::name.eq(name)));
    Ok(found.select(measures::id).first(conn).optional()?)
}

/// Returns a rating scale of a body.
pub fn scale(conn: &mut AnyConnection, body: &BodyId, name: &str) -> Result<Option<RatingScaleId>, ApiError> {
    let found = rating_scales::table.filter(rating_scales::body_id.eq(body).and(rating_scales::name.eq(name)));
    Ok(found.select(rating_scales::id).first(conn).optional()?)
}

/// Returns a meeting of this kind, day and title that was not cancelled.
pub fn meeting(
    conn: &mut AnyConnection,
    area: &str,
    kind: MeetingKind,
    held_on: NaiveDate,
    title: &str,
) -> Result<Option<(MeetingId, MeetingStatus)>, ApiError> {
    let found = meetings::table
        .filter(meetings::area.eq(area).and(meetings::kind.eq(kind)))
        .filter(meetings::held_on.eq(held_on).and(meetings::title.eq(title)))
        .filter(meetings::status.ne(MeetingStatus::Cancelled));
    Ok(found.select((meetings::id, meetings::status)).first(conn).optional()?)
}

/// True when a meeting has an agenda or an attendance list.
pub fn has_papers(conn: &mut AnyConnection, meeting: &MeetingId) -> Result<bool, ApiError> {
    let items: i64 = agenda_items::table.filter(agenda_items::meeting_id.eq(meeting)).count().get_result(conn)?;
    let people: i64 = attendance::table.filter(attendance::meeting_id.eq(meeting)).count().get_result(conn)?;
    Ok(items + people > 0)
}
