//! What was concluded, recommended and measured, as the input of an act of its slice.

use std::collections::HashMap;

use super::format_evidence::{
    DataPoint, Finding, Measure, ProgressClaim, Rated, Rating, RatingScale, Recommendation, RecommendationSet,
};
use super::steps::Links;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Check;
use crate::http::call::Tx;
use crate::record::evidence::data_points::acts as data_points;
use crate::record::evidence::data_points::input::DraftDataPoint;
use crate::record::evidence::measures::acts as measures;
use crate::record::evidence::measures::model::{AddMeasure, MeasureId};
use crate::record::findings::acts as findings;
use crate::record::findings::model::{DraftFinding, FindingId, GivenGrade, RateFinding, ShareFinding};
use crate::record::findings::rating_scales::acts as scales;
use crate::record::findings::rating_scales::model::{AddRatingScale, RatingScaleId};
use crate::record::planning::areas::model::BodyId;
use crate::record::recommendations::acts as recommendations;
use crate::record::recommendations::model::AddRecommendation;
use crate::record::recommendations::progress_claims::acts as claims;
use crate::record::recommendations::progress_claims::model::AssertProgress;
use crate::record::recommendations::recommendation_sets::acts as sets;
use crate::record::recommendations::recommendation_sets::model::{DraftRecommendationSet, RecommendationSetId};

/// A rating scale of the body.
pub fn scale(tx: &mut Tx<'_>, body: &BodyId, scale: &RatingScale) -> Result<RatingScaleId, ApiError> {
    let input = AddRatingScale { body_id: body.clone(), name: scale.name.clone(), grades: scale.grades.clone() };
    Ok(scales::add(tx, &input.parse()?)?.id)
}

/// A measure.
pub fn measure(tx: &mut Tx<'_>, measure: &Measure, links: Links) -> Result<MeasureId, ApiError> {
    let input = AddMeasure {
        name: measure.name.clone(),
        definition: measure.definition.clone(),
        unit: measure.unit.clone(),
        unit_kind: measure.unit_kind,
        direction: measure.direction,
        numerator: measure.numerator.clone(),
        denominator: measure.denominator.clone(),
        topic_id: links.topic,
        priority_ids: links.priorities,
    };
    Ok(measures::add(tx, &input.parse()?)?.id)
}

/// A draft finding.
pub fn finding(tx: &mut Tx<'_>, finding: &Finding, links: Links) -> Result<FindingId, ApiError> {
    let input = DraftFinding {
        kind: finding.kind,
        text: finding.text.clone(),
        acknowledged_by: finding.acknowledged_by.clone(),
        priority_ids: links.priorities,
        topic_id: links.topic,
        question_id: links.question,
        meeting_id: links.meeting,
        agenda_item_id: links.agenda_item,
    };
    Ok(findings::draft(tx, &input.parse()?)?.id)
}

/// A rating of a finding (role pcc).
pub fn rate(tx: &mut Tx<'_>, id: &FindingId, rating: &Rating, scales: &HashMap<String, RatingScaleId>) -> Result<(), ApiError> {
    let given = |rated: Option<&Rated>| {
        let rated = rated?;
        scales.get(&rated.scale).map(|scale| GivenGrade { scale_id: scale.clone(), label: rated.label.clone() })
    };
    let input = RateFinding {
        performance: given(rating.performance.as_ref()),
        plan: given(rating.plan.as_ref()),
        reason: rating.reason.clone(),
    };
    findings::rate(tx, id, &input.parse()?).map(|_| ())
}

/// Shares a finding on the day of `tx`.
pub fn share(tx: &mut Tx<'_>, id: &FindingId, finding: &Finding) -> Result<(), ApiError> {
    let input = ShareFinding { comment_due_on: finding.comment_due_on, comment_days: None };
    findings::share(tx, id, &input.parse()?).map(|_| ())
}

/// Confirms a finding on the day of `tx` (role pcc).
pub fn confirm(tx: &mut Tx<'_>, id: &FindingId) -> Result<(), ApiError> {
    findings::confirm(tx, id, &serde_json::json!({})).map(|_| ())
}

/// A figure, submitted.
pub fn data_point(tx: &mut Tx<'_>, point: &DataPoint, measure: Option<MeasureId>, links: Links) -> Result<(), ApiError> {
    let input = DraftDataPoint {
        measure_id: measure,
        label: point.label.clone(),
        unit: point.unit.clone(),
        value: point.value.clone(),
        conditional_on: point.conditional_on.clone(),
        period_from: point.period_from,
        period_to: point.period_to,
        period_text: point.period_text.clone(),
        as_of: point.as_of,
        collected: point.collected,
        caveat: point.caveat.clone(),
        said_by: point.said_by.clone(),
        as_stated: point.as_stated.clone(),
        question_id: links.question,
        response_id: None,
        meeting_id: links.meeting,
        topic_id: links.topic,
        priority_ids: links.priorities,
        conflicts_with: vec![],
        supersedes: None,
        supersede_reason: None,
    };
    let draft = data_points::draft(tx, &input.parse()?)?;
    data_points::submit(tx, &draft.id).map(|_| ())
}

/// A set of recommendations without them, not recorded yet.
pub fn set(tx: &mut Tx<'_>, set: &RecommendationSet, links: Links) -> Result<RecommendationSetId, ApiError> {
    let input = DraftRecommendationSet {
        source: set.source,
        title: set.title.clone(),
        published_by: set.published_by.clone(),
        published_on: set.published_on,
        published_text: set.published_text.clone(),
        url: set.url.clone(),
        summary: set.summary.clone(),
        topic_id: links.topic,
        priority_ids: links.priorities,
        meeting_id: links.meeting,
        question_id: links.question,
        counts: set.counts.clone(),
        stated_total: set.stated_total,
        discrepancy_note: set.discrepancy_note.clone(),
        comments_due_on: set.comments_due_on,
    };
    Ok(sets::draft(tx, &input.parse()?)?.id)
}

/// A recommendation whose text is known.
pub fn recommendation(tx: &mut Tx<'_>, set: &RecommendationSetId, given: &Recommendation) -> Result<(), ApiError> {
    let input = AddRecommendation {
        printed_number: given.printed_number.clone(),
        text: given.text.clone(),
        addressed_to: given.addressed_to,
        due_on: given.due_on,
        due_text: given.due_text.clone(),
    };
    recommendations::add(tx, set, &input.parse()?).map(|_| ())
}

/// Records a set with what stands in it.
pub fn record(tx: &mut Tx<'_>, set: &RecommendationSetId) -> Result<(), ApiError> {
    sets::record(tx, set).map(|_| ())
}

/// What was said of the progress of a recorded set.
pub fn claim(tx: &mut Tx<'_>, set: &RecommendationSetId, claim: &ProgressClaim, links: Links) -> Result<(), ApiError> {
    let input = AssertProgress {
        text: claim.text.clone(),
        asserted_by: Some(claim.asserted_by.clone()),
        asserted_on: Some(claim.asserted_on),
        question_id: links.question,
        response_id: None,
        meeting_id: links.meeting,
        figure: claim.figure,
    };
    claims::assert(tx, set, &input.parse()?).map(|_| ())
}
