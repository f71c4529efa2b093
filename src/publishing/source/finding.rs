//! A confirmed finding as published.

use super::action::on_behalf_of;
use super::draft::{Draft, Named};
use super::gathered::Gathered;
use super::linked::Linked;
use crate::foundation::actor::reader::Reader;
use crate::foundation::error::ApiError;
use crate::public::records::{PersonSide, PublishedComment, PublishedFinding, PublishedRating, PublishedRatingGiven};
use crate::record::findings::model::{Finding, FindingComment, FindingRating};
use crate::record::findings::rating_scales::model::RatingCode;
use crate::record::findings::rules::Scope;

/// Writes findings at a place of a record.
pub fn values(
    draft: &mut Draft,
    at: &str,
    findings: &[&Finding],
    gathered: &Gathered,
) -> Result<Vec<PublishedFinding>, ApiError> {
    let numbered = findings.iter().enumerate();
    numbered.map(|(index, finding)| value(draft, &format!("{at}/{index}"), finding, gathered)).collect()
}

fn value(draft: &mut Draft, at: &str, finding: &Finding, gathered: &Gathered) -> Result<PublishedFinding, ApiError> {
    let Finding {
        id,
        area,
        reference,
        kind,
        text,
        acknowledged_by,
        revision, // earlier wordings were drafts between the sides; whether a comment is about one is published
        priority_ids,
        topic_id,
        question_id,
        meeting_id,
        agenda_item_id,
        status: _, // only confirmed findings are published
        shared_on,
        comment_due_on,
        force_replied: _, // the comments say it
        confirmed_on,
        performance_code,
        performance_label,
        plan_code,
        plan_label,
        created_by: _,       // who typed it
        created_at: _,       // of the row, not of the record
        updated_at: _,       // of the row, not of the record
        version: _,          // of the row, not of the record
        comment_due_text: _, // the day that follows from it is published
        needs_review: _,     // for the office
    } = finding;
    let of = Named("findings", id.as_str());
    draft.place(of, at);
    let given: Vec<FindingRating> = gathered.ratings.iter().filter(|one| one.finding_id == *id).cloned().collect();
    let shown = Scope { area: area.clone(), no_drafts: true, reader: Reader::nobody(area) }.shown(given);
    let actions = gathered.actions_of.get(id.as_str()).map(Vec::as_slice).unwrap_or_default();
    let mut comments = Vec::new();
    for (index, one) in gathered.comments.iter().filter(|one| one.finding_id == *id).enumerate() {
        comments.push(comment(draft, &format!("{at}/comments/{index}"), one, *revision));
    }
    Ok(PublishedFinding {
        reference: reference.clone(),
        kind: *kind,
        text: Some(text.clone()),
        acknowledged_by: draft.printed(of, "acknowledged_by", acknowledged_by.as_deref(), PersonSide::Force),
        performance: rating(*performance_code, performance_label.as_deref()),
        plan: rating(*plan_code, plan_label.as_deref()),
        ratings: shown.iter().map(|one| rated(draft, one)).collect(),
        priorities: draft.priorities(at, &priority_ids.get()?),
        topic: draft.topic(at, topic_id.as_ref()),
        shared_on: *shared_on,
        comments_due_on: *comment_due_on,
        comments,
        confirmed_on: *confirmed_on,
        question: draft.link(Linked::Question, format!("{at}/question"), question_id.as_ref()),
        meeting: draft.link(Linked::Meeting, format!("{at}/meeting"), meeting_id.as_ref()),
        agenda_item: draft.link(Linked::AgendaItem, format!("{at}/agenda_item"), agenda_item_id.as_ref()),
        actions: draft.links(Linked::Action, &format!("{at}/actions"), actions),
        attachments: Vec::new(),
        id: id.clone(),
    })
}

fn comment(draft: &mut Draft, at: &str, comment: &FindingComment, revision: i32) -> PublishedComment {
    let FindingComment {
        id,
        area: _,       // the document names it
        finding_id: _, // the comment is listed with its finding
        finding_revision,
        text,
        no_comment,
        late,
        author: _,     // who typed it
        created_at: _, // of the row, not of the record
        capacity,
        agrees,
        made_on: _, // as of the comment
    } = comment;
    draft.place(Named("finding_comments", id.as_str()), at);
    let by = draft.official(capacity.as_deref(), PersonSide::Force);
    let (text, on) = (text.clone(), comment.day());
    let agrees = *agrees;
    PublishedComment {
        text,
        no_comment: *no_comment,
        agrees,
        on_earlier_words: *finding_revision < revision,
        late: *late,
        on,
        on_behalf_of: on_behalf_of(&by),
        by,
    }
}

fn rated(draft: &Draft, one: &FindingRating) -> PublishedRatingGiven {
    let FindingRating {
        id: _,                   // a rating has no page of its own
        area: _,                 // the document names it
        finding_id: _,           // the rating is listed with its finding
        performance_scale_id: _, // the label says it
        performance_code,
        performance_label,
        plan_scale_id: _, // the label says it
        plan_code,
        plan_label,
        reason,
        given_while: _, // of the ratings of a draft only the last is published
        rated_by: _,    // who typed it
        rated_at: _,    // of the row, not of the record
        capacity,
        rated_on: _, // as of the rating
    } = one;
    PublishedRatingGiven {
        performance: rating(*performance_code, performance_label.as_deref()),
        plan: rating(*plan_code, plan_label.as_deref()),
        reason: Some(reason.clone()),
        on: one.day(),
        by: draft.official(capacity.as_deref(), PersonSide::Body),
    }
}

fn rating(code: Option<RatingCode>, label: Option<&str>) -> Option<PublishedRating> {
    let is_rated = code.is_some() || label.is_some();
    is_rated.then(|| PublishedRating { code, label: label.map(str::to_owned) })
}
