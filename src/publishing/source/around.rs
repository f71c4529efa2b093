//! What belongs to a meeting beside its questions, as published: follow-ups, matters and papers.

use super::draft::{Draft, Named};
use super::linked::Linked;
use crate::public::records::{PersonSide, PublishedFollowUp, PublishedMatter, PublishedPaper};
use crate::record::meetings::follow_ups::model::FollowUp;
use crate::record::meetings::matters::model::{Direction, Matter};
use crate::record::meetings::model::MeetingId;
use crate::record::meetings::papers::model::{OwedBy, Paper};

pub fn follow_up(draft: &mut Draft, index: usize, one: &FollowUp) -> PublishedFollowUp {
    let FollowUp {
        id,
        area: _, // the document names it
        text,
        how,
        stated_by,
        topic_id,
        question_id,
        meeting_id: _, // the follow-up is listed with its meeting
        expected_on,
        expected_text,
        status,
        status_reason,
        taken_up_meeting_id,
        taken_up_question_id,
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
    } = one;
    let of = Named("follow_ups", id.as_str());
    let at = format!("/follow_ups/{index}");
    draft.place(of, &at);
    PublishedFollowUp {
        id: id.clone(),
        text: Some(text.clone()),
        how: Some(*how),
        stated_by: draft.printed(of, "stated_by", stated_by.as_deref(), PersonSide::Other),
        topic: draft.topic(&at, topic_id.as_ref()),
        question: draft.link(Linked::Question, format!("{at}/question"), question_id.as_ref()),
        expected_on: *expected_on,
        expected_text: expected_text.clone(),
        status: *status,
        status_reason: status_reason.clone(),
        taken_up_meeting: draft.link(Linked::Meeting, format!("{at}/taken_up_meeting"), taken_up_meeting_id.as_ref()),
        taken_up_question: draft.link(Linked::Question, format!("{at}/taken_up_question"), taken_up_question_id.as_ref()),
    }
}

/// Writes a matter, with its direction as seen from `meeting`.
pub fn matter(draft: &mut Draft, index: usize, meeting: &MeetingId, one: &Matter) -> PublishedMatter {
    let Matter {
        id,
        area: _, // the document names it
        title,
        note,
        from_meeting_id,
        from_text,
        from_agenda_item_id,
        to_meeting_id,
        to_agenda_item_id,
        topic_id,
        question_id,
        action_id,
        recorded_at_source: _, // of the editing of the earlier record
        continues: _,          // the earlier meeting says it
        created_by: _,         // who typed it
        created_at: _,         // of the row, not of the record
        updated_at: _,         // of the row, not of the record
        version: _,            // of the row, not of the record
    } = one;
    let at = format!("/matters/{index}");
    draft.place(Named("matters", id.as_str()), &at);
    let is_here = to_meeting_id.as_ref() == Some(meeting);
    PublishedMatter {
        id: id.clone(),
        title: Some(title.clone()),
        note: note.clone(),
        direction: Some(if is_here { Direction::BroughtForward } else { Direction::CarriedForward }),
        from_meeting: draft.link(Linked::Meeting, format!("{at}/from_meeting"), from_meeting_id.as_ref()),
        from_text: from_text.clone(),
        from_agenda_item: draft.link(Linked::AgendaItem, format!("{at}/from_agenda_item"), from_agenda_item_id.as_ref()),
        to_meeting: draft.link(Linked::Meeting, format!("{at}/to_meeting"), to_meeting_id.as_ref()),
        to_agenda_item: draft.link(Linked::AgendaItem, format!("{at}/to_agenda_item"), to_agenda_item_id.as_ref()),
        topic: draft.topic(&at, topic_id.as_ref()),
        question: draft.link(Linked::Question, format!("{at}/question"), question_id.as_ref()),
        action: draft.link(Linked::Action, format!("{at}/action"), action_id.as_ref()),
    }
}

pub fn paper(draft: &mut Draft, index: usize, one: &Paper) -> PublishedPaper {
    let Paper {
        id,
        area: _,       // the document names it
        meeting_id: _, // the paper is listed with its meeting
        agenda_item_id,
        kind,
        title,
        owed_by,
        owner,
        due_on,
        received_on,
        returned_reason: _, // between the sides until the paper is there
        url,
        created_by: _,   // who typed it
        created_at: _,   // of the row, not of the record
        updated_at: _,   // of the row, not of the record
        version: _,      // of the row, not of the record
        due_text: _,     // the day that follows from it is published
        needs_review: _, // for the office
    } = one;
    let of = Named("papers", id.as_str());
    let at = format!("/papers/{index}");
    draft.place(of, &at);
    let side = match owed_by {
        OwedBy::Force => PersonSide::Force,
        OwedBy::Body => PersonSide::Body,
    };
    PublishedPaper {
        id: id.clone(),
        title: Some(title.clone()),
        kind: *kind,
        url: url.clone(),
        received_on: *received_on,
        due_on: *due_on,
        owed_by: Some(*owed_by),
        owner: draft.printed(of, "owner", owner.as_deref(), side),
        agenda_item: draft.link(Linked::AgendaItem, format!("{at}/agenda_item"), agenda_item_id.as_ref()),
        attachments: Vec::new(),
    }
}
