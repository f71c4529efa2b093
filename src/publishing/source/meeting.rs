//! The public form of a meeting, with its questions, answers, findings, decisions and actions.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::gathered::Gathered;
use super::origin::Source;
use super::store::Said;
use super::{action, decision, exchange, figure, finding, naming, question, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::meetings;
use crate::record::meetings::agenda;
use crate::record::meetings::agenda::model::AgendaItem;
use crate::record::meetings::attendance::model::Attendance;
use crate::record::meetings::follow_ups::model::FollowUp;
use crate::record::meetings::matters::model::Matter;
use crate::record::meetings::model::{Meeting, MeetingId};
use crate::record::meetings::papers::model::Paper;
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
    let linked: Vec<&QuestionId> = ids
        .iter()
        .chain(gathered.findings.iter().filter_map(|one| one.question_id.as_ref()))
        .chain(exchanges.iter().filter_map(|(one, _)| one.question_id.as_ref()))
        .chain(actions.iter().filter_map(|one| one.question_id.as_ref()))
        .collect();
    let mut draft = Draft::begin(conn, area, &attendance, &linked)?;
    let outside = |one: &&crate::record::findings::model::Finding| one.question_id.as_ref().is_none_or(|id| !ids.contains(id));
    let findings: Vec<_> = gathered.findings.iter().filter(outside).collect();
    let points = store::data_points_at(conn, &id)?;
    let record = json!({
        "meeting": meeting_value(&mut draft, &meeting, next.as_ref(), &attendance, &agenda),
        "groups": group_values(&mut draft, &groups),
        "questions": question_values(&mut draft, &id, &questions, &gathered)?,
        "exchanges": exchange::values(&mut draft, "/exchanges", &exchanges, &gathered.naming)?,
        "findings": finding::values(&mut draft, "/findings", &findings, &gathered)?,
        "actions": action::values(&mut draft, "/actions", &actions)?,
        "decisions": decision::values(&mut draft, &store::decisions(conn, &id)?)?,
        "follow_ups": follow_up_values(&mut draft, &store::follow_ups(conn, &id)?),
        "matters": matter_values(&mut draft, &meeting, &store::matters(conn, &id)?),
        "data_points": figure::values(&mut draft, "/data_points", &points.iter().collect::<Vec<_>>())?,
        "papers": paper_values(&mut draft, &store::papers(conn, &id)?),
    });
    Ok(Some(Source { title: meeting.title, title_at: Some("/meeting/title"), record, places: draft.places, cuts: draft.cuts }))
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

fn meeting_value(
    draft: &mut Draft,
    meeting: &Meeting,
    next: Option<&Meeting>,
    attendance: &[Attendance],
    agenda: &[AgendaItem],
) -> Value {
    let of = Named("meetings", meeting.id.as_str());
    draft.place(of, "/meeting");
    draft.line(of, "chair", meeting.chair.as_deref());
    draft.line(of, "minute_taker", meeting.minute_taker.as_deref());
    let next = next.map(|next| {
        draft.place(Named("meetings", next.id.as_str()), "/meeting/next_meeting");
        json!({
            "id": next.id, "title": next.title, "held_on": next.held_on, "starts_at": next.starts_at, "venue": next.venue,
            "is_public": next.is_public,
        })
    });
    json!({
        "id": meeting.id,
        "kind": meeting.kind,
        "title": meeting.title,
        "held_on": meeting.held_on,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "venue": meeting.venue,
        "is_public": meeting.is_public,
        "significant_public_interest": meeting.significant_public_interest,
        "significant_public_interest_reason": meeting.significant_public_interest_reason,
        "status": meeting.status,
        "chair": meeting.chair,
        "minute_taker": meeting.minute_taker,
        "next_meeting": next,
        "attendance": attendance_values(draft, attendance),
        "agenda": items_below(draft, "/meeting/agenda", None, agenda),
    })
}

fn attendance_values(draft: &mut Draft, attendance: &[Attendance]) -> Value {
    let numbered = attendance.iter().enumerate();
    numbered
        .map(|(index, line)| {
            let of = Named("attendance", line.id.as_str());
            draft.place(of, &format!("/meeting/attendance/{index}"));
            if !naming::is_named(line) {
                draft.withhold_name(of, "name");
            }
            json!({ "id": line.id, "name": line.name, "capacity": line.capacity, "attended": line.attended })
        })
        .collect()
}

fn items_below(draft: &mut Draft, at: &str, parent: Option<&AgendaItem>, agenda: &[AgendaItem]) -> Value {
    let children = agenda.iter().filter(|item| item.parent_id.as_ref() == parent.map(|parent| &parent.id)).enumerate();
    let children = children.map(|(index, item)| {
        let at = format!("{at}/{index}");
        draft.place(Named("agenda_items", item.id.as_str()), &at);
        json!({
            "id": item.id, "printed_number": item.printed_number, "kind": item.kind, "title": item.title, "note": item.note,
            "items": items_below(draft, &format!("{at}/items"), Some(item), agenda),
        })
    });
    children.collect()
}

fn group_values(draft: &mut Draft, groups: &[QuestionGroup]) -> Value {
    let numbered = groups.iter().enumerate();
    numbered
        .map(|(index, group)| {
            draft.place(Named("question_groups", group.id.as_str()), &format!("/groups/{index}"));
            json!({ "id": group.id, "title": group.title, "context": group.context, "agenda_item_id": group.agenda_item_id })
        })
        .collect()
}

fn question_values(
    draft: &mut Draft,
    meeting: &MeetingId,
    questions: &[Question],
    gathered: &Gathered,
) -> Result<Vec<Value>, ApiError> {
    let numbered = questions.iter().enumerate();
    numbered.map(|(index, one)| question::value(draft, &format!("/questions/{index}"), one, gathered, Some(meeting))).collect()
}

fn follow_up_values(draft: &mut Draft, follow_ups: &[FollowUp]) -> Value {
    let numbered = follow_ups.iter().enumerate();
    numbered
        .map(|(index, one)| {
            let of = Named("follow_ups", one.id.as_str());
            let at = format!("/follow_ups/{index}");
            draft.place(of, &at);
            draft.line(of, "stated_by", one.stated_by.as_deref());
            json!({
                "id": one.id, "text": one.text, "how": one.how, "stated_by": one.stated_by,
                "topic": draft.topic(&at, one.topic_id.as_ref()), "status": one.status,
            })
        })
        .collect()
}

fn matter_values(draft: &mut Draft, meeting: &Meeting, matters: &[Matter]) -> Value {
    let numbered = matters.iter().enumerate();
    numbered
        .map(|(index, one)| {
            draft.place(Named("matters", one.id.as_str()), &format!("/matters/{index}"));
            let here = one.to_meeting_id.as_ref() == Some(&meeting.id);
            json!({
                "id": one.id, "title": one.title, "note": one.note,
                "direction": if here { "brought_forward" } else { "carried_forward" },
                "from_meeting_id": one.from_meeting_id, "from_text": one.from_text, "to_meeting_id": one.to_meeting_id,
            })
        })
        .collect()
}

fn paper_values(draft: &mut Draft, papers: &[Paper]) -> Value {
    let numbered = papers.iter().enumerate();
    numbered
        .map(|(index, one)| {
            draft.place(Named("papers", one.id.as_str()), &format!("/papers/{index}"));
            json!({
                "id": one.id, "title": one.title, "kind": one.kind, "url": one.url, "received_on": one.received_on,
                "due_on": one.due_on,
            })
        })
        .collect()
}
