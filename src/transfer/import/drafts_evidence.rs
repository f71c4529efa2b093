//! Drafts of what was concluded, recommended and measured.

use super::drafts::Links;
use super::format_evidence::{
    DataPoint, Finding, Measure, ProgressClaim, Rated, Rating, RatingScale, Recommendation, RecommendationSet,
};
use crate::record::evidence::data_points::input::DraftDataPoint;
use crate::record::evidence::measures::model::{AddMeasure, MeasureId};
use crate::record::findings::model::{DraftFinding, GivenGrade, RateFinding, ShareFinding};
use crate::record::findings::rating_scales::model::{AddRatingScale, RatingScaleId};
use crate::record::planning::areas::model::BodyId;
use crate::record::recommendations::model::AddRecommendation;
use crate::record::recommendations::progress_claims::model::AssertProgress;
use crate::record::recommendations::recommendation_sets::model::DraftRecommendationSet;

/// A rating scale of the body.
pub fn scale(body: &BodyId, scale: &RatingScale) -> AddRatingScale {
    AddRatingScale { body_id: body.clone(), name: scale.name.clone(), grades: scale.grades.clone() }
}

/// A measure.
pub fn measure(measure: &Measure, links: Links) -> AddMeasure {
    AddMeasure {
        name: measure.name.clone(),
        definition: measure.definition.clone(),
        unit: measure.unit.clone(),
        unit_kind: measure.unit_kind,
        direction: measure.direction,
        numerator: measure.numerator.clone(),
        denominator: measure.denominator.clone(),
        topic_id: links.topic,
        priority_ids: links.priorities,
    }
}

/// A finding.
pub fn finding(finding: &Finding, links: Links) -> DraftFinding {
    DraftFinding {
        kind: finding.kind,
        text: finding.text.clone(),
        acknowledged_by: finding.acknowledged_by.clone(),
        priority_ids: links.priorities,
        topic_id: links.topic,
        question_id: links.question,
        meeting_id: links.meeting,
        agenda_item_id: links.agenda_item,
    }
}

/// A rating of a finding; `scale` finds the scale of a key.
pub fn rating(rating: &Rating, scale: impl Fn(&str) -> Option<RatingScaleId>) -> RateFinding {
    let given = |rated: Option<&Rated>| {
        let rated = rated?;
        Some(GivenGrade { scale_id: scale(&rated.scale)?, label: rated.label.clone() })
    };
    RateFinding {
        performance: given(rating.performance.as_ref()),
        plan: given(rating.plan.as_ref()),
        reason: rating.reason.clone(),
        on: rating.rated_on,
    }
}

/// The time that the force has to comment on a finding.
pub fn share(finding: &Finding) -> ShareFinding {
    ShareFinding {
        comment_due_on: finding.comment_due_on,
        comment_due_text: finding.comment_due_text.clone(),
        ..ShareFinding::default()
    }
}

/// A figure.
pub fn data_point(point: &DataPoint, measure: Option<MeasureId>, links: Links) -> DraftDataPoint {
    DraftDataPoint {
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
    }
}

/// A set of recommendations without them.
pub fn set(set: &RecommendationSet, links: Links) -> DraftRecommendationSet {
    DraftRecommendationSet {
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
        response_due_on: set.response_due_on,
        is_peel: set.is_peel,
    }
}

/// A recommendation whose text is known.
pub fn recommendation(given: &Recommendation) -> AddRecommendation {
    AddRecommendation {
        printed_number: given.printed_number.clone(),
        text: given.text.clone(),
        addressed_to: given.addressed_to,
        due_on: given.due_on,
        due_text: given.due_text.clone(),
    }
}

/// A claim about the progress of a set.
pub fn claim(claim: &ProgressClaim, links: Links) -> AssertProgress {
    AssertProgress {
        text: claim.text.clone(),
        asserted_by: Some(claim.asserted_by.clone()),
        asserted_on: Some(claim.asserted_on),
        question_id: links.question,
        response_id: None,
        meeting_id: links.meeting,
        figure: claim.figure,
    }
}
