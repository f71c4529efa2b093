//! The queries for published records: each returns only rows that may be public. Decides nothing.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    actions, answer_judgements, attendance, bodies, data_points, decision_revisions, decisions, exchange_revisions, exchanges,
    finding_comments, finding_ratings, findings, follow_ups, matters, measures, meetings, papers, plans, priorities,
    public_items, question_groups, question_parts, question_revisions, questions, recommendations, report_responses,
    response_revisions, responses, topics,
};
use crate::record::actions::model::Action;
use crate::record::evidence::data_points::model::DataPoint;
use crate::record::evidence::measures::model::Measure;
use crate::record::findings::model::{Finding, FindingComment, FindingId, FindingRating, FindingStatus};
use crate::record::meetings::attendance::model::Attendance;
use crate::record::meetings::decisions::model::{Decision, DecisionId, DecisionRevision, DecisionStatus};
use crate::record::meetings::exchanges::model::{Exchange, ExchangeId, ExchangeRevision, ExchangeStatus};
use crate::record::meetings::follow_ups::model::FollowUp;
use crate::record::meetings::matters::model::Matter;
use crate::record::meetings::model::MeetingId;
use crate::record::meetings::papers::model::Paper;
use crate::record::model::DataPointStatus;
use crate::record::planning::areas::model::{Body, BodyId};
use crate::record::planning::plans::model::{Plan, PlanStatus, PriorityId};
use crate::record::planning::priorities::model::Priority;
use crate::record::planning::topics::model::TopicId;
use crate::record::questions::judgements::model::AnswerJudgement;
use crate::record::questions::model::{Question, QuestionId, QuestionRevision};
use crate::record::questions::question_groups::model::QuestionGroup;
use crate::record::questions::question_parts::model::QuestionPart;
use crate::record::questions::responses::model::{Response, ResponseId, ResponseRevision, ResponseStatus};
use crate::record::recommendations::model::Recommendation;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;
use crate::record::recommendations::report_responses::model::{ReportResponse, ReportResponseStatus};

type Rows<T> = Result<Vec<T>, ApiError>;

/// An exchange, and the day of its meeting.
pub type Said = (Exchange, Option<NaiveDate>);

pub fn topics(conn: &mut AnyConnection, area: &str) -> Result<HashMap<TopicId, String>, ApiError> {
    let rows: Vec<(TopicId, String)> =
        topics::table.filter(topics::area.eq(area)).select((topics::id, topics::title)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Returns the titles of the priorities of adopted plans.
pub fn priorities(conn: &mut AnyConnection, area: &str) -> Result<HashMap<PriorityId, String>, ApiError> {
    let rows: Vec<(PriorityId, String)> = priorities::table
        .inner_join(plans::table.on(plans::id.eq(priorities::plan_id)))
        .filter(priorities::area.eq(area))
        .filter(plans::status.ne(PlanStatus::Draft))
        .select((priorities::id, priorities::title))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

pub fn measures(conn: &mut AnyConnection, area: &str) -> Rows<Measure> {
    Ok(measures::table.filter(measures::area.eq(area)).load(conn)?)
}

/// Returns those of some questions that were put.
pub fn put_questions(conn: &mut AnyConnection, area: &str, ids: &[QuestionId]) -> Rows<Question> {
    let of_area = questions::table.filter(questions::area.eq(area)).filter(questions::put_on.is_not_null());
    Ok(of_area.filter(questions::id.eq_any(ids.to_vec())).order(questions::id.asc()).load(conn)?)
}

pub fn attendance(conn: &mut AnyConnection, area: &str, meetings: &[&MeetingId]) -> Rows<Attendance> {
    let of_area = attendance::table.filter(attendance::area.eq(area));
    Ok(of_area.filter(attendance::meeting_id.eq_any(meetings.to_vec())).order(attendance::id.asc()).load(conn)?)
}

pub fn questions_at(conn: &mut AnyConnection, meeting: &MeetingId) -> Rows<Question> {
    let at = questions::table.filter(questions::meeting_id.eq(meeting)).filter(questions::put_on.is_not_null());
    Ok(at.order(questions::id.asc()).load(conn)?)
}

pub fn groups(conn: &mut AnyConnection, ids: &[String]) -> Rows<QuestionGroup> {
    let groups = question_groups::table.filter(question_groups::id.eq_any(ids.to_vec()));
    Ok(groups.order((question_groups::position.asc(), question_groups::id.asc())).load(conn)?)
}

pub fn revisions(conn: &mut AnyConnection, ids: &[QuestionId]) -> Rows<QuestionRevision> {
    let of = question_revisions::table.filter(question_revisions::question_id.eq_any(ids.to_vec()));
    Ok(of.order((question_revisions::question_id.asc(), question_revisions::revision.asc())).load(conn)?)
}

pub fn parts(conn: &mut AnyConnection, ids: &[QuestionId]) -> Rows<QuestionPart> {
    let of = question_parts::table.filter(question_parts::question_id.eq_any(ids.to_vec()));
    Ok(of.order((question_parts::position.asc(), question_parts::id.asc())).load(conn)?)
}

pub fn judgements(conn: &mut AnyConnection, ids: &[QuestionId]) -> Rows<AnswerJudgement> {
    let of = answer_judgements::table.filter(answer_judgements::question_id.eq_any(ids.to_vec()));
    Ok(of.order(answer_judgements::id.asc()).load(conn)?)
}

pub fn responses(conn: &mut AnyConnection, ids: &[QuestionId]) -> Rows<Response> {
    let of = responses::table.filter(responses::question_id.eq_any(ids.to_vec()));
    Ok(of.filter(responses::status.ne(ResponseStatus::Draft)).order(responses::id.asc()).load(conn)?)
}

pub fn findings(conn: &mut AnyConnection, questions: &[QuestionId], meeting: Option<&MeetingId>) -> Rows<Finding> {
    let of_questions = findings::question_id.eq_any(questions.to_vec()).assume_not_null();
    let query = findings::table.filter(findings::status.eq(FindingStatus::Confirmed)).order(findings::id.asc()).into_boxed();
    let query = match meeting {
        Some(meeting) => query.filter(of_questions.or(findings::meeting_id.eq(meeting.clone()).assume_not_null())),
        None => query.filter(of_questions),
    };
    Ok(query.load(conn)?)
}

pub fn comments(conn: &mut AnyConnection, ids: &[FindingId]) -> Rows<FindingComment> {
    let of = finding_comments::table.filter(finding_comments::finding_id.eq_any(ids.to_vec()));
    Ok(of.order(finding_comments::id.asc()).load(conn)?)
}

pub fn ratings(conn: &mut AnyConnection, ids: &[FindingId]) -> Rows<FindingRating> {
    let of = finding_ratings::table.filter(finding_ratings::finding_id.eq_any(ids.to_vec()));
    Ok(of.order(finding_ratings::id.asc()).load(conn)?)
}

pub fn response_wordings(conn: &mut AnyConnection, ids: &[ResponseId]) -> Rows<ResponseRevision> {
    let of = response_revisions::table.filter(response_revisions::response_id.eq_any(ids.to_vec()));
    Ok(of.order((response_revisions::response_id.asc(), response_revisions::revision.asc())).load(conn)?)
}

pub fn exchange_wordings(conn: &mut AnyConnection, ids: &[ExchangeId]) -> Rows<ExchangeRevision> {
    let of = exchange_revisions::table.filter(exchange_revisions::exchange_id.eq_any(ids.to_vec()));
    Ok(of.order((exchange_revisions::exchange_id.asc(), exchange_revisions::revision.asc())).load(conn)?)
}

pub fn decision_wordings(conn: &mut AnyConnection, ids: &[DecisionId]) -> Rows<DecisionRevision> {
    let of = decision_revisions::table.filter(decision_revisions::decision_id.eq_any(ids.to_vec()));
    Ok(of.order((decision_revisions::decision_id.asc(), decision_revisions::revision.asc())).load(conn)?)
}

/// Returns the figures of questions and of the responses to them.
pub fn data_points(conn: &mut AnyConnection, questions: &[QuestionId], responses: &[ResponseId]) -> Rows<DataPoint> {
    let of_questions = data_points::question_id.eq_any(questions.to_vec()).assume_not_null();
    let of_responses = data_points::response_id.eq_any(responses.to_vec()).assume_not_null();
    let given = data_points::table.filter(data_points::status.ne(DataPointStatus::Draft));
    Ok(given.filter(of_questions.or(of_responses)).order(data_points::id.asc()).load(conn)?)
}

/// Returns the figures of a meeting that belong to no question.
pub fn data_points_at(conn: &mut AnyConnection, meeting: &MeetingId) -> Rows<DataPoint> {
    let at = data_points::table.filter(data_points::meeting_id.eq(meeting));
    let at = at.filter(data_points::status.ne(DataPointStatus::Draft)).filter(data_points::question_id.is_null());
    Ok(at.filter(data_points::response_id.is_null()).order(data_points::id.asc()).load(conn)?)
}

/// Returns the exchanges about questions or at a meeting, in order of day and position, with the days.
pub fn exchanges(conn: &mut AnyConnection, questions: &[QuestionId], meeting: Option<&MeetingId>) -> Rows<Said> {
    let about = exchanges::question_id.eq_any(questions.to_vec()).assume_not_null();
    let recorded = exchanges::table
        .inner_join(meetings::table.on(meetings::id.eq(exchanges::meeting_id)))
        .filter(exchanges::status.eq(ExchangeStatus::Recorded))
        .order((meetings::held_on.asc(), exchanges::position.asc(), exchanges::id.asc()))
        .select((exchanges::all_columns, meetings::held_on, meetings::held_in))
        .into_boxed();
    let query = match meeting {
        Some(meeting) => recorded.filter(about.or(exchanges::meeting_id.eq(meeting.clone()))),
        None => recorded.filter(about),
    };
    let rows: Vec<(Exchange, NaiveDate, Option<String>)> = query.load(conn)?;
    let said: Vec<Said> = rows.into_iter().map(|(said, day, month)| (said, month.is_none().then_some(day))).collect();
    without_void(conn, said, "exchange", |(one, _)| one.voided_on.map(|_| one.id.to_string()))
}

/// Leaves out what is void and was never public; of what was, the public is told. `void` gives the id of a row that is void.
fn without_void<T>(conn: &mut AnyConnection, mut rows: Vec<T>, resource: &str, void: impl Fn(&T) -> Option<String>) -> Rows<T> {
    let ids: Vec<String> = rows.iter().filter_map(&void).collect();
    if ids.is_empty() {
        return Ok(rows);
    }
    let public = public_items::table.filter(public_items::resource.eq(resource));
    let public: Vec<String> =
        public.filter(public_items::resource_id.eq_any(ids)).select(public_items::resource_id).load(conn)?;
    rows.retain(|row| void(row).is_none_or(|id| public.contains(&id)));
    Ok(rows)
}

fn void_action(action: &Action) -> Option<String> {
    action.voided_on.map(|_| action.id.to_string())
}

/// Returns the actions that follow from questions or were set at a meeting.
pub fn actions(conn: &mut AnyConnection, questions: &[QuestionId], meeting: Option<&MeetingId>) -> Rows<Action> {
    let of_questions = actions::question_id.eq_any(questions.to_vec()).assume_not_null();
    let query = actions::table.order((actions::reference.asc(), actions::id.asc())).into_boxed();
    let query = match meeting {
        Some(meeting) => query.filter(of_questions.or(actions::meeting_id.eq(meeting.clone()).assume_not_null())),
        None => query.filter(of_questions),
    };
    let actions: Vec<Action> = query.load(conn)?;
    without_void(conn, actions, "action", void_action)
}

pub fn all_actions(conn: &mut AnyConnection, area: &str) -> Rows<Action> {
    let of_area = actions::table.filter(actions::area.eq(area)).order((actions::reference.asc(), actions::id.asc()));
    let actions: Vec<Action> = of_area.load(conn)?;
    without_void(conn, actions, "action", void_action)
}

pub fn decisions(conn: &mut AnyConnection, meeting: &MeetingId) -> Rows<Decision> {
    let at = decisions::table.filter(decisions::meeting_id.eq(meeting)).filter(decisions::status.ne(DecisionStatus::Draft));
    Ok(at.order(decisions::id.asc()).load(conn)?)
}

pub fn follow_ups(conn: &mut AnyConnection, meeting: &MeetingId) -> Rows<FollowUp> {
    Ok(follow_ups::table.filter(follow_ups::meeting_id.eq(meeting)).order(follow_ups::id.asc()).load(conn)?)
}

/// Returns the matters brought forward to a meeting or carried forward from it, without those that were linked to its record after that
/// was agreed: they are in the record of the later meeting.
pub fn matters(conn: &mut AnyConnection, meeting: &MeetingId) -> Rows<Matter> {
    let to = matters::to_meeting_id.eq(meeting).assume_not_null();
    let from = matters::from_meeting_id.eq(meeting).assume_not_null().and(matters::recorded_at_source);
    Ok(matters::table.filter(to.or(from)).order(matters::id.asc()).load(conn)?)
}

pub fn papers(conn: &mut AnyConnection, meeting: &MeetingId) -> Rows<Paper> {
    Ok(papers::table.filter(papers::meeting_id.eq(meeting)).order(papers::id.asc()).load(conn)?)
}

/// Returns a body by its id.
pub fn body(conn: &mut AnyConnection, id: &BodyId) -> Result<Body, ApiError> {
    Ok(bodies::table.filter(bodies::id.eq(id)).first(conn)?)
}

pub fn priorities_of(conn: &mut AnyConnection, plan: &Plan) -> Rows<Priority> {
    let of = priorities::table.filter(priorities::plan_id.eq(&plan.id));
    Ok(of.order((priorities::position.asc(), priorities::id.asc())).load(conn)?)
}

pub fn recommendations(conn: &mut AnyConnection, set: &RecommendationSetId) -> Rows<Recommendation> {
    Ok(recommendations::table.filter(recommendations::set_id.eq(set)).order(recommendations::id.asc()).load(conn)?)
}

/// Returns the body's response to a report, once it is completed.
pub fn report_response(conn: &mut AnyConnection, set: &RecommendationSetId) -> Result<Option<ReportResponse>, ApiError> {
    let of = report_responses::table.filter(report_responses::set_id.eq(set));
    Ok(of.filter(report_responses::status.eq(ReportResponseStatus::Completed)).first(conn).optional()?)
}
