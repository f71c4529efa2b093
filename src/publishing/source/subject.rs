//! The record in which an item of the working record would be published.

use diesel::prelude::*;

use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    agenda_items, answer_judgements, attachment_citations, attendance, data_points, decisions, exchanges, finding_comments,
    findings, follow_ups, matters, papers, priorities, question_parts, questions, recommendation_set_comments, recommendations,
    report_responses, responses,
};
use crate::record::published::model::EditionKind;

type Subject = Option<(EditionKind, String)>;

/// Returns the record that shows an item of a collection; `None` when none does. The record itself decides if it is public yet.
pub fn subject_of(conn: &mut AnyConnection, area: &str, resource: &str, id: &str) -> Result<Subject, ApiError> {
    macro_rules! column {
        ($table:ident . $column:ident) => {
            $table::table.filter($table::id.eq(id)).select($table::$column).first::<String>(conn).optional()?
        };
    }
    macro_rules! link {
        ($table:ident . $column:ident) => {
            $table::table.filter($table::id.eq(id)).select($table::$column).first::<Option<String>>(conn).optional()?.flatten()
        };
    }
    let meeting = |id: String| (EditionKind::MeetingRecord, id);
    let question = |id: String| (EditionKind::Question, id);
    let plan = |id: String| (EditionKind::Plan, id);
    let report = |id: String| (EditionKind::RecommendationResponse, id);
    Ok(match resource {
        "meetings" => Some(meeting(id.to_owned())),
        "attendance" => column!(attendance.meeting_id).map(meeting),
        "agenda_items" => column!(agenda_items.meeting_id).map(meeting),
        "exchanges" => column!(exchanges.meeting_id).map(meeting),
        "papers" => column!(papers.meeting_id).map(meeting),
        // A decision outside a meeting is published on its own.
        "decisions" => Some(link!(decisions.meeting_id).map_or_else(|| (EditionKind::Decision, id.to_owned()), meeting)),
        "follow_ups" => link!(follow_ups.meeting_id).map(meeting),
        "matters" => link!(matters.to_meeting_id).or(link!(matters.from_meeting_id)).map(meeting),
        "question_groups" => of_group(conn, id)?.map(meeting),
        "questions" => Some(question(id.to_owned())),
        "question_parts" => column!(question_parts.question_id).map(question),
        "responses" => column!(responses.question_id).map(question),
        "judgements" => column!(answer_judgements.question_id).map(question),
        "findings" => of_finding(conn, id)?,
        "finding_comments" => match column!(finding_comments.finding_id) {
            Some(finding) => of_finding(conn, &finding)?,
            None => None,
        },
        "data_points" => of_figure(conn, id)?,
        "actions" => Some((EditionKind::ActionLog, area.to_owned())),
        "plans" => Some(plan(id.to_owned())),
        "priorities" => column!(priorities.plan_id).map(plan),
        "topics" => of_topic(conn, id)?,
        "recommendation_sets" => Some(report(id.to_owned())),
        "recommendations" => column!(recommendations.set_id).map(report),
        "recommendation_set_comments" => column!(recommendation_set_comments.set_id).map(report),
        "report_responses" => column!(report_responses.set_id).map(report),
        "attachments" => of_file(conn, area, id)?,
        _ => None,
    })
}

/// Returns the meeting that shows a group: that of one of its questions that was put.
fn of_group(conn: &mut AnyConnection, id: &str) -> Result<Option<String>, ApiError> {
    let of = questions::table.filter(questions::group_id.eq(id)).filter(questions::put_on.is_not_null());
    Ok(of.filter(questions::meeting_id.is_not_null()).select(questions::meeting_id.assume_not_null()).first(conn).optional()?)
}

/// Returns the record that shows a file: that of the first record that cites it and is published on its own.
fn of_file(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Subject, ApiError> {
    let citing = attachment_citations::table.filter(attachment_citations::attachment_id.eq(id));
    let citing: Vec<(String, String)> = citing
        .order(attachment_citations::id.asc())
        .select((attachment_citations::resource, attachment_citations::resource_id))
        .load(conn)?;
    for (resource, id) in citing {
        // A file is cited by no file.
        if let Some(subject) = subject_of(conn, area, &resource, &id)? {
            return Ok(Some(subject));
        }
    }
    Ok(None)
}

fn of_finding(conn: &mut AnyConnection, id: &str) -> Result<Subject, ApiError> {
    let links = findings::table.filter(findings::id.eq(id)).select((findings::question_id, findings::meeting_id));
    let (question, meeting) = links.first::<(Option<String>, Option<String>)>(conn).optional()?.unwrap_or_default();
    let question = question.map(|id| (EditionKind::Question, id));
    Ok(question.or(meeting.map(|id| (EditionKind::MeetingRecord, id))))
}

/// Returns a record that shows a topic by its title: any published one is enough.
fn of_topic(conn: &mut AnyConnection, id: &str) -> Result<Subject, ApiError> {
    let put = questions::table.filter(questions::topic_id.eq(id)).filter(questions::put_on.is_not_null());
    if let Some(question) = put.order(questions::id.asc()).select(questions::id).first(conn).optional()? {
        return Ok(Some((EditionKind::Question, question)));
    }
    let confirmed = findings::table.filter(findings::topic_id.eq(id)).filter(findings::status.eq("confirmed"));
    if let Some(finding) = confirmed.order(findings::id.asc()).select(findings::id).first::<String>(conn).optional()? {
        return of_finding(conn, &finding);
    }
    let said = follow_ups::table.filter(follow_ups::topic_id.eq(id)).filter(follow_ups::meeting_id.is_not_null());
    let said = said.order(follow_ups::id.asc()).select(follow_ups::meeting_id.assume_not_null());
    if let Some(meeting) = said.first(conn).optional()? {
        return Ok(Some((EditionKind::MeetingRecord, meeting)));
    }
    let recorded = exchanges::table.filter(exchanges::topic_id.eq(id)).filter(exchanges::status.eq("recorded"));
    let meeting = recorded.order(exchanges::id.asc()).select(exchanges::meeting_id).first(conn).optional()?;
    Ok(meeting.map(|id| (EditionKind::MeetingRecord, id)))
}

fn of_figure(conn: &mut AnyConnection, id: &str) -> Result<Subject, ApiError> {
    type Links = (Option<String>, Option<String>, Option<String>);
    let point = data_points::table.filter(data_points::id.eq(id));
    let links = point.select((data_points::question_id, data_points::response_id, data_points::meeting_id));
    let (question, response, meeting) = links.first::<Links>(conn).optional()?.unwrap_or_default();
    let answered = match response {
        Some(id) => responses::table.filter(responses::id.eq(id)).select(responses::question_id).first(conn).optional()?,
        None => None,
    };
    let question = question.or(answered).map(|id| (EditionKind::Question, id));
    Ok(question.or(meeting.map(|id| (EditionKind::MeetingRecord, id))))
}
