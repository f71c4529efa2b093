//! A confirmed finding as published.

use super::draft::{Draft, Named};
use super::gathered::Gathered;
use crate::foundation::error::ApiError;
use crate::public::records::{PublishedComment, PublishedFinding, PublishedRating};
use crate::record::findings::model::{Finding, FindingComment};
use crate::record::findings::rating_scales::model::RatingCode;

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
        area: _, // the document names it
        reference,
        kind,
        text,
        acknowledged_by,
        revision: _, // earlier wordings were drafts between the sides
        priority_ids,
        topic_id,
        question_id,
        meeting_id,
        agenda_item_id,
        status: _,         // only confirmed findings are published
        shared_on: _,      // a draft shared with the force is not public
        comment_due_on: _, // comments say if they were late
        force_replied: _,  // the comments say it
        confirmed_on,
        performance_code,
        performance_label,
        plan_code,
        plan_label,
        created_by: _, // who typed it
        created_at: _, // of the row, not of the record
        updated_at: _, // of the row, not of the record
        version: _,    // of the row, not of the record
    } = finding;
    let of = Named("findings", id.as_str());
    draft.place(of, at);
    draft.line(of, "acknowledged_by", acknowledged_by.as_deref());
    let mut comments = Vec::new();
    for (index, one) in gathered.comments.iter().filter(|one| one.finding_id == *id).enumerate() {
        comments.push(comment(draft, &format!("{at}/comments/{index}"), one));
    }
    Ok(PublishedFinding {
        reference: reference.clone(),
        kind: *kind,
        text: Some(text.clone()),
        acknowledged_by: acknowledged_by.clone(),
        performance: rating(*performance_code, performance_label.as_deref()),
        plan: rating(*plan_code, plan_label.as_deref()),
        priorities: draft.priorities(at, &priority_ids.get()?),
        topic: draft.topic(at, topic_id.as_ref()),
        comments,
        confirmed_on: *confirmed_on,
        question_id: draft.question(question_id.as_ref()),
        meeting_id: meeting_id.clone(),
        agenda_item_id: agenda_item_id.clone(),
        id: id.clone(),
    })
}

fn comment(draft: &mut Draft, at: &str, comment: &FindingComment) -> PublishedComment {
    let FindingComment {
        id,
        area: _,             // the document names it
        finding_id: _,       // the comment is listed with its finding
        finding_revision: _, // earlier wordings were drafts between the sides
        text,
        no_comment,
        late,
        author: _,     // not yet: the office that commented, as against who typed it
        created_at: _, // not yet: the day of the comment
    } = comment;
    draft.place(Named("finding_comments", id.as_str()), at);
    PublishedComment { text: text.clone(), no_comment: *no_comment, late: *late }
}

fn rating(code: Option<RatingCode>, label: Option<&str>) -> Option<PublishedRating> {
    let is_rated = code.is_some() || label.is_some();
    is_rated.then(|| PublishedRating { code, label: label.map(str::to_owned) })
}
