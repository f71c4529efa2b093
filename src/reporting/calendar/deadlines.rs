//! The entries of a reader's calendar: meetings and outstanding due dates, read through the list of each record, so that the
//! calendar shows exactly what the lists show.

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDate, NaiveDateTime};

use crate::foundation::error::ApiError;
use crate::http::call::View;
use crate::http::paging::{Page, Position, Window};
use crate::public::feeds::ics::{Item, Standing};
use crate::record::actions::model::Action;
use crate::record::actions::store::{ActionFilter, ActionSort};
use crate::record::meetings::model::{Meeting, MeetingStatus};
use crate::record::meetings::papers;
use crate::record::meetings::papers::store::{PaperFilter, PaperSort};
use crate::record::meetings::store::{MeetingFilter, MeetingSort};
use crate::record::published;
use crate::record::questions::model::Question;
use crate::record::questions::store::{QuestionFilter, QuestionSort};
use crate::record::recommendations::model::RecommendationStatus;
use crate::record::recommendations::recommendation_sets::store::{RecommendationSetFilter, RecommendationSetSort};
use crate::record::recommendations::store::{RecommendationFilter, RecommendationSort};
use crate::record::recommendations::{recommendation_sets, report_responses};
use crate::record::{actions, meetings, questions, recommendations};

/// Maximum number of records of a kind in a calendar.
const MOST: usize = 5000;
const AT_A_TIME: usize = 200;

/// Returns every row of a list in order of id.
fn all<R, S: Copy>(
    sort: S,
    mut read: impl FnMut(&Window<S>) -> Result<Page<R>, ApiError>,
    id: impl Fn(&R) -> String,
) -> Result<Vec<R>, ApiError> {
    let mut window = Window { sort, descending: false, backwards: false, position: None, limit: AT_A_TIME, count: false };
    let mut rows = Vec::new();
    loop {
        let page = read(&window)?;
        let more = page.next.is_some() && rows.len() < MOST;
        rows.extend(page.rows);
        match rows.last().filter(|_| more) {
            Some(last) => window.position = Some(Position { key: String::new(), id: id(last) }),
            None => return Ok(rows),
        }
    }
}

/// A kind of deadline: the word for it in the id of the event, and the collection of its record.
type Kind = (&'static str, &'static str);

const QUESTION: Kind = ("question", "questions");
const ACTION: Kind = ("action", "actions");
const PAPER: Kind = ("paper", "papers");
const RESPONSE: Kind = ("set-response", "recommendation-sets");
const COMMENTS: Kind = ("set-comments", "recommendation-sets");
const RECOMMENDATION: Kind = ("recommendation", "recommendations");

/// A deadline: an event that lasts a day.
struct Due<'a> {
    kind: Kind,
    id: &'a str,
    version: i32,
    changed: NaiveDateTime,
    day: NaiveDate,
    summary: String,
    text: Option<&'a str>,
}

impl Due<'_> {
    fn item(self) -> Item {
        let (kind, collection) = self.kind;
        Item {
            // Different from the id in the public calendar: a program may have both.
            uid: format!("staff-{kind}-{}", self.id),
            sequence: self.version - 1,
            changed: self.changed,
            day: self.day,
            starts_at: None,
            ends_at: None,
            summary: self.summary,
            description: self.text.map(str::to_owned),
            location: None,
            category: Some("Deadline".to_owned()),
            url: format!("/v1/{collection}/{}", self.id),
            standing: Standing::Confirmed,
        }
    }
}

/// Returns everything in the caller's calendar.
pub fn of(view: &mut View<'_>) -> Result<Vec<Item>, ApiError> {
    let mut items = meetings(view)?;
    items.extend(questions(view)?);
    items.extend(actions(view)?);
    items.extend(papers(view)?);
    items.extend(sets(view)?);
    items.extend(recommendations(view)?);
    Ok(items)
}

fn meetings(view: &mut View<'_>) -> Result<Vec<Item>, ApiError> {
    let (scope, filter) = (meetings::rules::scope(view.actor), MeetingFilter::default());
    let read = |window: &Window<MeetingSort>| meetings::store::list(view.conn, &scope, &filter, window);
    let rows = all(MeetingSort::CreatedAt, read, |meeting: &Meeting| meeting.id.to_string())?;
    let item = |meeting: Meeting| Item {
        uid: format!("staff-meeting-{}", meeting.id),
        sequence: meeting.version - 1,
        changed: meeting.updated_at,
        day: meeting.held_on,
        starts_at: meeting.starts_at,
        ends_at: meeting.ends_at,
        summary: meeting.title,
        description: meeting.cancelled_reason,
        location: meeting.venue,
        category: Some("Meeting".to_owned()),
        url: format!("/v1/meetings/{}", meeting.id),
        standing: if meeting.status == MeetingStatus::Cancelled { Standing::Cancelled } else { Standing::Confirmed },
    };
    // A calendar has days: a meeting of which only the month is known has no place in it.
    Ok(rows.into_iter().filter(|meeting| meeting.held_in.is_none()).map(item).collect())
}

fn questions(view: &mut View<'_>) -> Result<Vec<Item>, ApiError> {
    let (scope, today) = (questions::rules::scope(view.actor), view.today);
    let filter = QuestionFilter { status: questions::rules::AWAITING.to_vec(), ..QuestionFilter::default() };
    let read = |window: &Window<QuestionSort>| questions::store::list(view.conn, &scope, &filter, window, today);
    let rows = all(QuestionSort::CreatedAt, read, |question: &Question| question.id.to_string())?;
    let item = |question: &Question| {
        let name = question.reference.as_deref().unwrap_or("a question");
        let (id, version, changed) = (question.id.as_str(), question.version, question.updated_at);
        let summary = format!("Answer due: {name}");
        Some(Due { kind: QUESTION, id, version, changed, day: question.due_on?, summary, text: Some(&question.text) }.item())
    };
    Ok(rows.iter().filter_map(item).collect())
}

fn actions(view: &mut View<'_>) -> Result<Vec<Item>, ApiError> {
    let (scope, today) = (actions::rules::scope(view.actor), view.today);
    let filter = ActionFilter { status: actions::rules::OUTSTANDING.to_vec(), ..ActionFilter::default() };
    let read = |window: &Window<ActionSort>| actions::store::list(view.conn, &scope, &filter, window, today);
    let rows = all(ActionSort::CreatedAt, read, |action: &Action| action.id.to_string())?;
    let item = |action: &Action| {
        let owner = action.owner.as_ref().map(|owner| format!(" ({owner})")).unwrap_or_default();
        let (id, version, changed) = (action.id.as_str(), action.version, action.updated_at);
        let summary = format!("Action due: {}{owner}", action.reference);
        Some(Due { kind: ACTION, id, version, changed, day: action.due_on?, summary, text: action.text.as_deref() }.item())
    };
    Ok(rows.iter().filter_map(item).collect())
}

fn papers(view: &mut View<'_>) -> Result<Vec<Item>, ApiError> {
    let (scope, today) = (papers::rules::scope(view.actor), view.today);
    let filter = PaperFilter { received: Some(false), ..PaperFilter::default() };
    let read = |window: &Window<PaperSort>| papers::store::list(view.conn, &scope, &filter, window, today);
    let rows = all(PaperSort::CreatedAt, read, |paper| paper.id.to_string())?;
    let item = |paper: &papers::model::Paper| {
        let (id, version, changed) = (paper.id.as_str(), paper.version, paper.updated_at);
        let summary = format!("Paper due: {}", paper.title);
        Some(Due { kind: PAPER, id, version, changed, day: paper.due_on?, summary, text: paper.owner.as_deref() }.item())
    };
    Ok(rows.iter().filter_map(item).collect())
}

fn sets(view: &mut View<'_>) -> Result<Vec<Item>, ApiError> {
    let (scope, today) = (recommendation_sets::rules::scope(view.actor), view.today);
    let filter = RecommendationSetFilter::default();
    let read =
        |window: &Window<RecommendationSetSort>| recommendation_sets::store::list(view.conn, &scope, &filter, window, today);
    let rows = all(RecommendationSetSort::CreatedAt, read, |set| set.id.to_string())?;
    let ids: Vec<_> = rows.iter().map(|set| set.id.clone()).collect();
    let commented: HashSet<_> =
        recommendation_sets::store::comments(view.conn, &ids)?.into_iter().map(|one| one.set_id).collect();
    let responses = report_responses::store::of_sets(view.conn, &report_responses::rules::scope(view.actor), &ids)?;
    let responses: HashMap<_, _> = responses.into_iter().map(|one| (one.set_id.clone(), one)).collect();
    let published = published::store::response_days(view.conn, &ids)?;
    let mut items = Vec::new();
    for set in &rows {
        let response = responses.get(&set.id);
        let is_completed = response.is_some_and(|one| one.completed_on.is_some());
        let given_on = response.and_then(report_responses::rules::given_to_panel_on);
        let met_on = recommendation_sets::rules::met_on(set.source, published.get(set.id.as_str()).copied(), given_on);
        let awaited = recommendation_sets::rules::awaited(commented.contains(&set.id), is_completed, met_on);
        let due_on = recommendation_sets::rules::response_due_on(set);
        let dates = [
            (RESPONSE, due_on.filter(|_| awaited.response), "Response due"),
            (COMMENTS, set.comments_due_on.filter(|_| awaited.comments), "Comments of the chief constable due"),
        ];
        for (kind, day, what) in dates {
            let (id, version, changed) = (set.id.as_str(), set.version, set.updated_at);
            let summary = format!("{what}: {}", set.title);
            items.extend(day.map(|day| Due { kind, id, version, changed, day, summary, text: set.summary.as_deref() }.item()));
        }
    }
    Ok(items)
}

fn recommendations(view: &mut View<'_>) -> Result<Vec<Item>, ApiError> {
    let (scope, today) = (recommendation_sets::rules::scope(view.actor), view.today);
    let filter = RecommendationFilter { status: vec![RecommendationStatus::Open], ..RecommendationFilter::default() };
    let read = |window: &Window<RecommendationSort>| recommendations::store::list(view.conn, &scope, &filter, window, today);
    let rows = all(RecommendationSort::CreatedAt, read, |row| row.id.to_string())?;
    let item = |row: &recommendations::model::Recommendation| {
        let number = row.printed_number.as_deref().unwrap_or("(without a number)");
        let (id, version, changed) = (row.id.as_str(), row.version, row.updated_at);
        let summary = format!("Recommendation due: {number}");
        Some(Due { kind: RECOMMENDATION, id, version, changed, day: row.due_on?, summary, text: Some(&row.text) }.item())
    };
    Ok(rows.iter().filter_map(item).collect())
}
