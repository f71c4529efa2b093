//! The public form of a confirmed finding.

use serde_json::{Value, json};

use super::draft::{Draft, Named};
use super::gathered::Gathered;
use crate::foundation::error::ApiError;
use crate::record::findings::model::Finding;
use crate::record::findings::rating_scales::model::RatingCode;

/// Writes findings at a place of a record.
pub fn values(draft: &mut Draft, at: &str, findings: &[&Finding], gathered: &Gathered) -> Result<Vec<Value>, ApiError> {
    let numbered = findings.iter().enumerate();
    numbered.map(|(index, finding)| value(draft, &format!("{at}/{index}"), finding, gathered)).collect()
}

fn value(draft: &mut Draft, at: &str, finding: &Finding, gathered: &Gathered) -> Result<Value, ApiError> {
    let of = Named("findings", finding.id.as_str());
    draft.place(of, at);
    draft.line(of, "acknowledged_by", finding.acknowledged_by.as_deref());
    let mut comments = Vec::new();
    for (index, one) in gathered.comments.iter().filter(|one| one.finding_id == finding.id).enumerate() {
        draft.place(Named("finding_comments", one.id.as_str()), &format!("{at}/comments/{index}"));
        comments.push(json!({ "text": one.text, "no_comment": one.no_comment, "late": one.late }));
    }
    Ok(json!({
        "id": finding.id,
        "reference": finding.reference,
        "kind": finding.kind,
        "text": finding.text,
        "acknowledged_by": finding.acknowledged_by,
        "performance": rating(finding.performance_code, finding.performance_label.as_deref()),
        "plan": rating(finding.plan_code, finding.plan_label.as_deref()),
        "priorities": draft.priorities(at, &finding.priority_ids.get()?),
        "topic": draft.topic(at, finding.topic_id.as_ref()),
        "comments": comments,
        "confirmed_on": finding.confirmed_on,
        "question_id": draft.question(finding.question_id.as_ref()),
        "meeting_id": finding.meeting_id,
    }))
}

fn rating(code: Option<RatingCode>, label: Option<&str>) -> Value {
    if code.is_none() && label.is_none() { Value::Null } else { json!({ "code": code, "label": label }) }
}
