//! The public form of an action with its history, and the log of all actions of an area.

use chrono::NaiveDate;

use super::draft::{Draft, Named};
use super::history::{Due, Lives, deadline, linked};
use super::linked::Linked;
use super::origin::Source;
use super::{escalation, store};
use crate::foundation::clock::london_day;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::public::records::{
    PersonSide, PublishedAction, PublishedActionLog, PublishedClaim, PublishedDeadline, PublishedOutcomeCheck, PublishedPerson,
    PublishedReopening, PublishedSource, PublishedSourceKind, PublishedStanding, PublishedStandingKind, PublishedTakenBack,
};
use crate::record::actions::model::history::{ActionReopening, Standing};
use crate::record::actions::model::{Action, ActionCheck, ActionClaim, Owner, Particulars, SourceKind};
use crate::record::model::OwnerSide;
use crate::record::planning::areas;

/// Returns the current actions of the area.
pub fn log(conn: &mut AnyConnection, area: &str, subject_id: &str, today: NaiveDate) -> Result<Option<Source>, ApiError> {
    if subject_id != area {
        return Ok(None);
    }
    let actions = store::all_actions(conn, area)?;
    let mut meetings: Vec<_> = actions.iter().filter_map(|action| action.meeting_id.as_ref()).collect();
    meetings.sort();
    meetings.dedup();
    let lives = Lives::read(conn, area, &actions)?;
    let mut draft = Draft::begin_with(conn, area, &meetings)?;
    let actions = values(&mut draft, "/actions", &actions, &lives)?;
    let title = format!("Action log of {}", areas::store::name_of(conn, area)?);
    draft.finish(conn, &PublishedActionLog { as_of: today, actions }, title, None).map(Some)
}

/// Writes actions at a place of a record.
pub fn values(draft: &mut Draft, at: &str, actions: &[Action], lives: &Lives) -> Result<Vec<PublishedAction>, ApiError> {
    let numbered = actions.iter().enumerate();
    numbered.map(|(index, action)| value(draft, &format!("{at}/{index}"), action, lives)).collect()
}

fn value(draft: &mut Draft, at: &str, action: &Action, lives: &Lives) -> Result<PublishedAction, ApiError> {
    let Action {
        id,
        area: _, // the document names it
        reference,
        text,
        condition,
        owner: _,      // the owners say it
        owner_side: _, // the owners say it
        due_on,
        due_text,
        priority_ids,
        question_id,
        meeting_id,
        needs_review,
        status,
        status_reason,
        claimed_by: _, // an account
        evidence: _,   // the claims say it
        times_rejected,
        times_reopened,
        outcome_check,
        superseded_by,
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
        particulars,
        hands: _, // accounts
        times_extended,
        set_on,
        voided_on,
        void_reason,
        agenda_item_id,
        escalations,
        escalated_on: _, // the escalations say it
        completed_on: _, // as of the action
        completed_in: _, // as of the action
        ended_on: _,     // as of the action
        own_reference,
    } = action;
    if let Some(on) = voided_on {
        return Ok(void(draft, at, action, PublishedTakenBack { on: *on, reason: void_reason.clone() }));
    }
    let Particulars {
        owners: _, // as of the action
        further_conditions,
        raised_on,
        raised_text,
        rag,
        rag_on,
    } = particulars.get()?;
    let of = Named("actions", id.as_str());
    draft.place(of, at);
    let done = action.completed();
    let ledger = lives.ledgers.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
    Ok(PublishedAction {
        id: id.clone(),
        reference: Some(reference.clone()),
        own_reference: own_reference.clone(),
        text: text.clone(),
        conditions: condition.iter().cloned().chain(further_conditions).map(Some).collect(),
        owners: owners(draft, of, action)?,
        due_on: *due_on,
        due_text: due_text.clone(),
        deadline: deadline(draft, of, &format!("{at}/deadline"), Due { on: *due_on, text: due_text.as_deref() }, ledger),
        status: *status,
        status_reason: status_reason.clone(),
        claims: lives.claims.get(id).into_iter().flatten().map(|one| claim(draft, one)).collect(),
        outcome_checks: lives.checks.get(id).into_iter().flatten().map(|one| check(draft, one)).collect(),
        outcome_check: *outcome_check,
        completed_on: done.0,
        completed_in: done.1,
        ended_on: action.ended(),
        rag,
        rag_on,
        set_on: Some(*set_on),
        sources: sources(draft, &format!("{at}/sources"), action, lives),
        meetings: standings(draft, &format!("{at}/meetings"), action, (raised_on, raised_text.as_ref()), lives),
        raised_on,
        raised_text,
        question: draft.link(Linked::Question, format!("{at}/question"), question_id.as_ref()),
        meeting: draft.link(Linked::Meeting, format!("{at}/meeting"), meeting_id.as_ref()),
        agenda_item: draft.link(Linked::AgendaItem, format!("{at}/agenda_item"), agenda_item_id.as_ref()),
        priorities: draft.priorities(at, &priority_ids.get()?),
        needs_review: *needs_review,
        times_extended: *times_extended,
        times_rejected: *times_rejected,
        times_reopened: *times_reopened,
        superseded_by: draft.link(Linked::Action, format!("{at}/superseded_by"), superseded_by.as_ref()),
        escalations: escalation::values(draft, escalations)?,
        reopenings: lives.reopenings.get(id).into_iter().flatten().map(|one| reopening(draft, one)).collect(),
        void: None,
        attachments: Vec::new(),
    })
}

/// Writes that an action which was published is void: its reference and its days, and no words.
fn void(draft: &mut Draft, at: &str, action: &Action, void: PublishedTakenBack) -> PublishedAction {
    draft.place(Named("actions", action.id.as_str()), at);
    PublishedAction {
        id: action.id.clone(),
        reference: Some(action.reference.clone()),
        own_reference: None,
        text: None,
        conditions: Vec::new(),
        owners: Vec::new(),
        due_on: None,
        due_text: None,
        deadline: PublishedDeadline { due_on: None, first_due_on: None, first_due_text: None, moves: Vec::new() },
        status: action.status,
        status_reason: None,
        claims: Vec::new(),
        outcome_checks: Vec::new(),
        outcome_check: None,
        completed_on: None,
        completed_in: None,
        ended_on: None,
        rag: None,
        rag_on: None,
        set_on: Some(action.set_on),
        sources: Vec::new(),
        meetings: Vec::new(),
        raised_on: None,
        raised_text: None,
        question: draft.link(Linked::Question, format!("{at}/question"), action.question_id.as_ref()),
        meeting: draft.link(Linked::Meeting, format!("{at}/meeting"), action.meeting_id.as_ref()),
        agenda_item: None,
        escalations: Vec::new(),
        priorities: Vec::new(),
        needs_review: false,
        times_extended: 0,
        times_rejected: 0,
        times_reopened: 0,
        superseded_by: None,
        reopenings: Vec::new(),
        void: Some(void),
        attachments: Vec::new(),
    }
}

fn reopening(draft: &Draft, one: &ActionReopening) -> PublishedReopening {
    let ActionReopening {
        id: _,        // a reopening has no page of its own
        area: _,      // the document names it
        action_id: _, // the reopening is listed with its action
        from_status,
        reason,
        reopened_by: _, // who typed it
        capacity,
        reopened_on,
        created_at: _, // the day is published
    } = one;
    PublishedReopening {
        on: *reopened_on,
        by: draft.official(capacity.as_deref(), PersonSide::Body),
        from_status: *from_status,
        reason: Some(reason.clone()),
    }
}

/// Returns the side of people, as published.
pub const fn side_of(side: OwnerSide) -> PersonSide {
    match side {
        OwnerSide::Force => PersonSide::Force,
        OwnerSide::Body => PersonSide::Body,
    }
}

/// Returns the office for which somebody acted who does not hold one that answers in public.
pub fn on_behalf_of(person: &PublishedPerson) -> Option<String> {
    let office = match person.side {
        PersonSide::Force => "Chief Constable",
        PersonSide::Body => "Oversight body",
        PersonSide::Public | PersonSide::Other => return None,
    };
    person.capacity.is_none().then(|| office.to_owned())
}

fn owners(draft: &mut Draft, of: Named<'_>, action: &Action) -> Result<Vec<PublishedPerson>, ApiError> {
    let mut people = Vec::new();
    for (index, Owner { capacity, name, side }) in action.ownership()?.owners().into_iter().enumerate() {
        let (field, side) = (format!("owners/{index}"), side.map_or(PersonSide::Other, side_of));
        people.extend(match (&capacity, &name) {
            // The printed owner may be a capacity or a person's name.
            (Some(printed), None) => draft.printed(of, &field, Some(printed), side),
            (capacity, name) => {
                if let Some(capacity) = capacity {
                    draft.line(of, &format!("{field}/capacity"), capacity);
                }
                Some(draft.person(of, &field, (name.as_deref(), capacity.as_deref()), side))
            }
        });
    }
    Ok(people)
}

fn claim(draft: &Draft, claim: &ActionClaim) -> PublishedClaim {
    let ActionClaim {
        id: _,         // a claim has no page of its own
        area: _,       // the document names it
        action_id: _,  // the claim is listed with its action
        claimed_by: _, // who typed it
        side,
        claimed_at: _, // of the row, not of the record
        evidence: _,   // as of the claim
        verdict,
        verdict_reason,
        judged_by: _, // who typed it
        judged_at: _, // of the row, not of the record
        capacity,
        judged_capacity,
        taken_back_on,
        taken_back_reason,
        claimed_on,
        judged_on,
    } = claim;
    let by = draft.official(capacity.as_deref(), side_of(*side));
    PublishedClaim {
        on: *claimed_on,
        on_behalf_of: on_behalf_of(&by),
        by,
        evidence: claim.evidence(),
        verdict: *verdict,
        reason: verdict_reason.clone(),
        judged_on: *judged_on,
        judged_by: verdict.map(|_| draft.official(judged_capacity.as_deref(), PersonSide::Body)),
        taken_back: taken_back_on.map(|on| PublishedTakenBack { on, reason: taken_back_reason.clone() }),
    }
}

fn check(draft: &Draft, check: &ActionCheck) -> PublishedOutcomeCheck {
    let ActionCheck {
        id: _,        // a check has no page of its own
        area: _,      // the document names it
        action_id: _, // the check is listed with its action
        result,
        reason,
        checked_by: _, // who typed it
        checked_at,
        capacity,
        taken_back_on,
        taken_back_reason,
        checked_on,
    } = check;
    PublishedOutcomeCheck {
        on: checked_on.unwrap_or(london_day(*checked_at)),
        by: draft.official(capacity.as_deref(), PersonSide::Body),
        result: *result,
        reason: Some(reason.clone()),
        taken_back: taken_back_on.map(|on| PublishedTakenBack { on, reason: taken_back_reason.clone() }),
    }
}

/// Writes what an action came from: its question, its meeting, the agenda item of it or of the question, and the sources that it names, each once.
fn sources(draft: &mut Draft, at: &str, action: &Action, lives: &Lives) -> Vec<PublishedSource> {
    let question = action.question_id.as_ref().and_then(|id| lives.questions.get(id));
    let of_question = question.and_then(|question| question.agenda_item_id.as_ref());
    let item = action.agenda_item_id.as_ref().or(of_question);
    let mut all: Vec<(PublishedSourceKind, Linked, String)> = Vec::new();
    all.extend(question.map(|question| (PublishedSourceKind::Question, Linked::Question, question.id.to_string())));
    all.extend(action.meeting_id.as_ref().map(|id| (PublishedSourceKind::Meeting, Linked::Meeting, id.to_string())));
    all.extend(item.map(|id| (PublishedSourceKind::AgendaItem, Linked::AgendaItem, id.to_string())));
    for (kind, id) in lives.sources.get(&action.id).into_iter().flatten() {
        let source = (published(*kind), linked(*kind), id.clone());
        if !all.contains(&source) {
            all.push(source);
        }
    }
    let mut sources = Vec::with_capacity(all.len());
    for (kind, linked, id) in all {
        let at = format!("{at}/{}/record", sources.len());
        sources.extend(draft.link(linked, at, Some(&id)).map(|record| PublishedSource { kind, record }));
    }
    sources
}

const fn published(kind: SourceKind) -> PublishedSourceKind {
    match kind {
        SourceKind::Question => PublishedSourceKind::Question,
        SourceKind::Response => PublishedSourceKind::Response,
        SourceKind::Finding => PublishedSourceKind::Finding,
        SourceKind::Recommendation => PublishedSourceKind::Recommendation,
        SourceKind::Decision => PublishedSourceKind::Decision,
        SourceKind::Meeting => PublishedSourceKind::Meeting,
        SourceKind::Action => PublishedSourceKind::Action,
    }
}

fn standings(
    draft: &mut Draft,
    at: &str,
    action: &Action,
    (raised_on, raised_text): (Option<NaiveDate>, Option<&String>),
    lives: &Lives,
) -> Vec<PublishedStanding> {
    let mut meetings = Vec::new();
    if raised_on.is_some() || raised_text.is_some() {
        draft.repeats(Named("actions", action.id.as_str()), &format!("{at}/0"), &[("raised_text", "text")]);
        let (kind, text) = (PublishedStandingKind::Raised, raised_text.cloned());
        meetings.push(PublishedStanding { kind, meeting: None, on: raised_on, text, note: None });
    }
    if let Some(id) = &action.meeting_id {
        let meeting = draft.link(Linked::Meeting, format!("{at}/{}/meeting", meetings.len()), Some(id));
        // An action that was raised before is as old as that.
        let on = Some(action.set_on).filter(|_| raised_on.is_none());
        meetings.push(PublishedStanding { kind: PublishedStandingKind::Set, meeting, on, text: None, note: None });
    }
    for standing in lives.standings.get(&action.id).into_iter().flatten() {
        let Standing {
            meeting_id,
            held_on,
            note,
            recorded_by: _, // who typed it
        } = standing;
        let meeting = draft.link(Linked::Meeting, format!("{at}/{}/meeting", meetings.len()), Some(meeting_id));
        let (kind, on, note) = (PublishedStandingKind::CarriedForward, Some(*held_on), note.clone());
        meetings.push(PublishedStanding { kind, meeting, on, text: None, note });
    }
    meetings
}
