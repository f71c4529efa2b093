//! The public form of a meeting, with its questions, answers, findings, decisions and actions.

use std::collections::HashMap;

use super::around::{follow_up, matter, paper};
use super::draft::{Draft, Named};
use super::gathered::Gathered;
use super::history::Lives;
use super::linked::Linked;
use super::origin::Source;
use super::store::Said;
use super::{action, decision, exchange, figure, finding, naming, plan, question, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{
    PersonSide, PublishedAgendaItem, PublishedAttendance, PublishedGroup, PublishedMeeting, PublishedMeetingRecord,
    PublishedNextMeeting, PublishedQuestion,
};
use crate::record::findings::model::Finding;
use crate::record::meetings;
use crate::record::meetings::agenda;
use crate::record::meetings::agenda::model::AgendaItem;
use crate::record::meetings::attendance::model::Attendance;
use crate::record::meetings::model::{Meeting, MeetingId, MinutesStatus};
use crate::record::planning::areas::model::Body;
use crate::record::questions::model::{Question, QuestionId};
use crate::record::questions::question_groups::model::QuestionGroup;

/// Returns a whole meeting.
pub fn read(conn: &mut AnyConnection, area: &str, subject_id: &str) -> Result<Option<Source>, ApiError> {
    let Ok(id) = subject_id.parse() else { return Ok(None) };
    let scope = meetings::rules::Scope { area: area.to_owned() };
    let Some(meeting) = meetings::store::find(conn, &scope, &id)? else { return Ok(None) };
    let next = match &meeting.next_meeting_id {
        Some(next) => meetings::store::find(conn, &scope, next)?,
        None => None,
    };
    let attendance = store::attendance(conn, area, &[&id])?;
    let agenda = agenda::store::of_meetings(conn, std::slice::from_ref(&id))?;
    let mut questions = store::questions_at(conn, &id)?;
    let group_ids: Vec<String> = questions.iter().filter_map(|one| one.group_id.as_ref()).map(ToString::to_string).collect();
    let groups = store::groups(conn, &group_ids)?;
    in_order(&mut questions, &agenda, &groups);
    let ids: Vec<QuestionId> = questions.iter().map(|one| one.id.clone()).collect();
    let gathered = Gathered::read(conn, area, &questions, Some(&id))?;
    let exchanges: Vec<&Said> = gathered.exchanges.iter().filter(|(one, _)| one.meeting_id == id).collect();
    let actions = store::actions(conn, &ids, Some(&id))?;
    let lives = Lives::read(conn, area, &actions)?;
    let follow_ups = store::follow_ups(conn, &id)?;
    let matters = store::matters(conn, &id)?;
    let body = store::body(conn, &meeting.body_id)?;
    let mut draft = Draft::begin(conn, area, &attendance)?;
    let outside = |one: &&Finding| one.question_id.as_ref().is_none_or(|id| !ids.contains(id));
    let findings: Vec<_> = gathered.findings.iter().filter(outside).collect();
    let points = store::data_points_at(conn, &id)?;
    let record = PublishedMeetingRecord {
        meeting: published(&mut draft, &meeting, (next.as_ref(), &body), &attendance, &agenda),
        groups: groups_of(&mut draft, &groups),
        questions: questions_of(&mut draft, &id, &questions, &gathered)?,
        exchanges: exchange::values(&mut draft, "/exchanges", &exchanges, (&gathered.naming, &gathered.exchange_wordings))?,
        findings: finding::values(&mut draft, "/findings", &findings, &gathered)?,
        actions: action::values(&mut draft, "/actions", &actions, &lives)?,
        decisions: {
            let decisions = store::decisions(conn, &id)?;
            decision::values(conn, &mut draft, &decisions)?
        },
        follow_ups: follow_ups.iter().enumerate().map(|(index, one)| follow_up(&mut draft, index, one)).collect(),
        matters: matters.iter().enumerate().map(|(index, one)| matter(&mut draft, index, &id, one)).collect(),
        data_points: figure::values(&mut draft, "/data_points", &points.iter().collect::<Vec<_>>(), None)?,
        papers: store::papers(conn, &id)?.iter().enumerate().map(|(index, one)| paper(&mut draft, index, one)).collect(),
    };
    draft.finish(conn, &record, meeting.title, Some("/meeting/title")).map(Some)
}

/// Sorts questions by agenda, then by group, then in the order they were drafted.
fn in_order(questions: &mut [Question], agenda: &[AgendaItem], groups: &[QuestionGroup]) {
    let last = usize::MAX;
    let items: HashMap<_, usize> = agenda.iter().enumerate().map(|(place, item)| (&item.id, place)).collect();
    let of_group: HashMap<_, usize> = groups.iter().enumerate().map(|(place, group)| (&group.id, place)).collect();
    questions.sort_by_key(|one| {
        let item = one.agenda_item_id.as_ref().and_then(|id| items.get(id).copied()).unwrap_or(last);
        let group = one.group_id.as_ref().and_then(|id| of_group.get(id).copied()).unwrap_or(last);
        (item, group, one.id.to_string())
    });
}

fn published(
    draft: &mut Draft,
    meeting: &Meeting,
    (next, body): (Option<&Meeting>, &Body),
    attendance: &[Attendance],
    agenda: &[AgendaItem],
) -> PublishedMeeting {
    let Meeting {
        id,
        area: _,    // the document names it
        body_id: _, // the body is shown by its kind and name
        kind,
        title,
        held_on,
        starts_at,
        ends_at,
        venue,
        is_public,
        significant_public_interest,
        significant_public_interest_reason,
        chair,
        minute_taker,
        next_meeting_id: _, // the next meeting is shown by its title and day
        status,
        cancelled_reason,
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
        agreed_on,
        agreed_by: _, // a person of the body, shown by the office
        agreed_capacity,
        reinstated_reason,
        held_in,
    } = meeting;
    let of = Named("meetings", id.as_str());
    draft.place(of, "/meeting");
    PublishedMeeting {
        id: id.clone(),
        kind: *kind,
        title: Some(title.clone()),
        held_on: held_in.is_none().then_some(*held_on),
        held_in: held_in.clone(),
        starts_at: starts_at.clone(),
        ends_at: ends_at.clone(),
        venue: venue.clone(),
        is_public: *is_public,
        significant_public_interest: *significant_public_interest,
        significant_public_interest_reason: significant_public_interest_reason.clone(),
        status: *status,
        minutes: MinutesStatus::of(*status),
        cancelled_reason: cancelled_reason.clone(),
        reinstated_reason: reinstated_reason.clone(),
        agreed_on: *agreed_on,
        agreed_by: agreed_on.map(|_| draft.official(agreed_capacity.as_deref(), PersonSide::Body)),
        body: plan::named(body),
        chair: draft.printed(of, "chair", chair.as_deref(), PersonSide::Body),
        minute_taker: draft.printed(of, "minute_taker", minute_taker.as_deref(), PersonSide::Body),
        next_meeting: next.map(|next| next_meeting(draft, next)),
        attendance: attendance.iter().enumerate().map(|(index, line)| attended(draft, index, line)).collect(),
        agenda: items_below(draft, "/meeting/agenda", None, agenda),
        attachments: Vec::new(),
    }
}

/// A meeting that has not been held is announced, and no more.
fn next_meeting(draft: &mut Draft, next: &Meeting) -> PublishedNextMeeting {
    draft.place(Named("meetings", next.id.as_str()), "/meeting/next_meeting");
    PublishedNextMeeting {
        id: next.id.clone(),
        title: Some(next.title.clone()),
        held_on: next.day(),
        held_in: next.held_in.clone(),
        starts_at: next.starts_at.clone(),
        venue: next.venue.clone(),
        is_public: next.is_public,
    }
}

fn attended(draft: &mut Draft, index: usize, line: &Attendance) -> PublishedAttendance {
    let Attendance {
        id,
        area: _,       // the document names it
        meeting_id: _, // the line is listed with its meeting
        name,
        capacity,
        attended,
        created_at: _,   // of the row, not of the record
        updated_at: _,   // of the row, not of the record
        version: _,      // of the row, not of the record
        publish_name: _, // the name is there or withheld
    } = line;
    let of = Named("attendance", id.as_str());
    draft.place(of, &format!("/meeting/attendance/{index}"));
    if !naming::is_named(line) {
        draft.withhold_name(of, "name");
    }
    PublishedAttendance {
        id: id.clone(),
        name: Some(name.clone()),
        capacity: Some(capacity.clone()),
        side: draft.side(capacity),
        attended: Some(*attended),
    }
}

fn items_below(draft: &mut Draft, at: &str, parent: Option<&AgendaItem>, agenda: &[AgendaItem]) -> Vec<PublishedAgendaItem> {
    let children = agenda.iter().filter(|item| item.parent_id.as_ref() == parent.map(|parent| &parent.id)).enumerate();
    let item = |(index, item): (usize, &AgendaItem)| {
        let AgendaItem {
            id,
            area: _,       // the document names it
            meeting_id: _, // the item is listed with its meeting
            parent_id: _,  // the item is listed below its parent
            position: _,   // the items are in order
            printed_number,
            kind,
            title,
            note,
            created_at: _, // of the row, not of the record
            updated_at: _, // of the row, not of the record
            version: _,    // of the row, not of the record
        } = item;
        let at = format!("{at}/{index}");
        draft.place(Named("agenda_items", id.as_str()), &at);
        PublishedAgendaItem {
            id: id.clone(),
            printed_number: printed_number.clone(),
            kind: *kind,
            title: Some(title.clone()),
            note: note.clone(),
            items: items_below(draft, &format!("{at}/items"), Some(item), agenda),
        }
    };
    children.map(item).collect()
}

fn groups_of(draft: &mut Draft, groups: &[QuestionGroup]) -> Vec<PublishedGroup> {
    let group = |(index, group): (usize, &QuestionGroup)| {
        let QuestionGroup {
            id,
            area: _, // the document names it
            title,
            context,
            meeting_id: _, // the group is listed with its meeting
            agenda_item_id,
            position: _,     // the groups are in order
            first_put_on: _, // its questions say it
            created_at: _,   // of the row, not of the record
            updated_at: _,   // of the row, not of the record
            version: _,      // of the row, not of the record
        } = group;
        let at = format!("/groups/{index}");
        draft.place(Named("question_groups", id.as_str()), &at);
        PublishedGroup {
            id: id.clone(),
            title: Some(title.clone()),
            context: context.clone(),
            agenda_item: draft.link(Linked::AgendaItem, format!("{at}/agenda_item"), agenda_item_id.as_ref()),
        }
    };
    groups.iter().enumerate().map(group).collect()
}

fn questions_of(
    draft: &mut Draft,
    meeting: &MeetingId,
    questions: &[Question],
    gathered: &Gathered,
) -> Result<Vec<PublishedQuestion>, ApiError> {
    let numbered = questions.iter().enumerate();
    numbered.map(|(index, one)| question::value(draft, &format!("/questions/{index}"), one, gathered, Some(meeting))).collect()
}
