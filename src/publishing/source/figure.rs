//! A figure as published.

use super::draft::{Draft, Named};
use super::linked::Linked;
use crate::foundation::error::ApiError;
use crate::public::records::{PersonSide, PublishedFigure, PublishedFigureValue};
use crate::record::evidence::data_points::figure::{FigureKind, FigureValue};
use crate::record::evidence::data_points::model::DataPoint;
use crate::record::questions::model::QuestionId;

/// Writes figures at a place of a record; `question` is the one they answer.
pub fn values(
    draft: &mut Draft,
    at: &str,
    points: &[&DataPoint],
    question: Option<&QuestionId>,
) -> Result<Vec<PublishedFigure>, ApiError> {
    let numbered = points.iter().enumerate();
    numbered.map(|(index, point)| figure(draft, &format!("{at}/{index}"), point, question)).collect()
}

fn figure(draft: &mut Draft, at: &str, point: &DataPoint, question: Option<&QuestionId>) -> Result<PublishedFigure, ApiError> {
    let DataPoint {
        id,
        area: _, // the document names it
        side: _, // of the account that typed it; who said it is in said_by
        measure_id,
        label,
        unit,
        kind: _, // the value has it
        value,
        conditional_on,
        period_from,
        period_to,
        period_text,
        as_of,
        collected,
        caveat,
        said_by,
        as_stated,
        question_id,
        response_id: _, // the figure is listed with the question that it answers
        meeting_id,
        topic_id,
        priority_ids,
        supersedes,
        supersede_reason,
        superseded_by,
        status: _,       // drafts are not published, and a correction says what it corrects
        submitted_at: _, // of the row, not of the record
        created_by: _,   // who typed it
        created_at: _,   // of the row, not of the record
        updated_at: _,   // of the row, not of the record
        version: _,      // of the row, not of the record
    } = point;
    let of = Named("data_points", id.as_str());
    draft.place(of, at);
    Ok(PublishedFigure {
        label: Some(label.clone()),
        measure: draft.measure(measure_id.as_ref()),
        unit: unit.clone(),
        value: carried(value.get()?.carried()),
        period_from: *period_from,
        period_to: *period_to,
        period_text: period_text.clone(),
        as_of: *as_of,
        collected: Some(*collected),
        caveat: caveat.clone(),
        conditional_on: conditional_on.clone(),
        said_by: draft.speakers(of, "said_by", &said_by.get()?, PersonSide::Other),
        as_stated: as_stated.clone(),
        topic: draft.topic(at, topic_id.as_ref()),
        priorities: draft.priorities(at, &priority_ids.get()?),
        question: draft.link(Linked::Question, format!("{at}/question"), question_id.as_ref().or(question)),
        meeting: draft.link(Linked::Meeting, format!("{at}/meeting"), meeting_id.as_ref()),
        supersedes: draft.link(Linked::Figure, format!("{at}/supersedes"), supersedes.as_ref()),
        supersede_reason: supersede_reason.clone(),
        superseded_by: draft.link(Linked::Figure, format!("{at}/superseded_by"), superseded_by.as_ref()),
        attachments: Vec::new(),
        id: id.clone(),
    })
}

/// A value without any of the members that depend on its kind.
const fn blank(kind: FigureKind) -> PublishedFigureValue {
    PublishedFigureValue {
        kind,
        value: None,
        low: None,
        high: None,
        bound: None,
        numerator: None,
        denominator: None,
        direction: None,
        by: None,
        unit: None,
        basis: None,
        pence: None,
        currency: None,
        text: None,
    }
}

fn carried(value: FigureValue) -> PublishedFigureValue {
    let blank = blank(value.kind());
    match value {
        FigureValue::Exact { value, bound } => PublishedFigureValue { value: Some(value.to_string()), bound, ..blank },
        FigureValue::Range { low, high } => {
            PublishedFigureValue { low: Some(low.to_string()), high: Some(high.to_string()), ..blank }
        }
        FigureValue::Average { value, low, high } => PublishedFigureValue {
            value: Some(value.to_string()),
            low: low.map(|low| low.to_string()),
            high: high.map(|high| high.to_string()),
            ..blank
        },
        FigureValue::Fraction { bound, numerator, denominator } => {
            PublishedFigureValue { bound: Some(bound), numerator: Some(numerator), denominator: Some(denominator), ..blank }
        }
        FigureValue::Direction { direction } => PublishedFigureValue { direction: Some(direction), ..blank },
        FigureValue::Change { by, unit, basis } => {
            PublishedFigureValue { by: Some(by.to_string()), unit: Some(unit), basis: Some(basis), ..blank }
        }
        FigureValue::Money { pence, currency } => PublishedFigureValue { pence: Some(pence), currency: Some(currency), ..blank },
        FigureValue::Text { text } => PublishedFigureValue { text: Some(text), ..blank },
    }
}
