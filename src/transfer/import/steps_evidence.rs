//! What was concluded, recommended and measured: the acts of the slices with the drafts of what the file says.

use std::collections::HashMap;

use super::drafts::Links;
use super::drafts_evidence as drafts;
use super::format_evidence::{
    DataPoint, Finding, Measure, ProgressClaim, Rating, RatingScale, Recommendation, RecommendationSet,
};
use crate::foundation::error::ApiError;
use crate::foundation::validate::{ActDay, Check};
use crate::http::call::Tx;
use crate::record::evidence::data_points::acts as data_points;
use crate::record::evidence::measures::acts as measures;
use crate::record::evidence::measures::model::MeasureId;
use crate::record::findings::acts as findings;
use crate::record::findings::model::FindingId;
use crate::record::findings::rating_scales::acts as scales;
use crate::record::findings::rating_scales::model::RatingScaleId;
use crate::record::planning::areas::model::BodyId;
use crate::record::recommendations::acts as recommendations;
use crate::record::recommendations::model::RecommendationId;
use crate::record::recommendations::progress_claims::acts as claims;
use crate::record::recommendations::recommendation_sets::acts as sets;
use crate::record::recommendations::recommendation_sets::model::RecommendationSetId;

/// Adds a rating scale of the body.
pub fn scale(tx: &mut Tx<'_>, body: &BodyId, scale: &RatingScale) -> Result<RatingScaleId, ApiError> {
    Ok(scales::add(tx, &drafts::scale(body, scale).parse()?)?.id)
}

/// Adds a measure.
pub fn measure(tx: &mut Tx<'_>, measure: &Measure, links: Links) -> Result<MeasureId, ApiError> {
    Ok(measures::add(tx, &drafts::measure(measure, links).parse()?)?.id)
}

/// Adds a draft finding.
pub fn finding(tx: &mut Tx<'_>, finding: &Finding, links: Links) -> Result<FindingId, ApiError> {
    Ok(findings::draft(tx, &drafts::finding(finding, links).parse()?)?.id)
}

/// Rates a finding (role pcc).
pub fn rate(tx: &mut Tx<'_>, id: &FindingId, rating: &Rating, scales: &HashMap<String, RatingScaleId>) -> Result<(), ApiError> {
    let input = drafts::rating(rating, |key| scales.get(key).cloned());
    findings::rate(tx, id, &input.parse()?).map(|_| ())
}

/// Shares a finding on the day of `tx`.
pub fn share(tx: &mut Tx<'_>, id: &FindingId, finding: &Finding) -> Result<(), ApiError> {
    findings::share_as_recorded(tx, id, &drafts::share(finding).parse()?).map(|_| ())
}

/// Confirms a finding on the day of `tx` (role pcc).
pub fn confirm(tx: &mut Tx<'_>, id: &FindingId) -> Result<(), ApiError> {
    findings::confirm(tx, id, &ActDay::default()).map(|_| ())
}

/// Adds a figure, submitted.
pub fn data_point(tx: &mut Tx<'_>, point: &DataPoint, measure: Option<MeasureId>, links: Links) -> Result<(), ApiError> {
    let draft = data_points::draft(tx, &drafts::data_point(point, measure, links).parse()?)?;
    data_points::submit(tx, &draft.id).map(|_| ())
}

/// Adds a set without its recommendations, not recorded yet.
pub fn set(tx: &mut Tx<'_>, set: &RecommendationSet, links: Links) -> Result<RecommendationSetId, ApiError> {
    Ok(sets::draft(tx, &drafts::set(set, links).parse()?)?.id)
}

/// Adds a recommendation with a known text.
pub fn recommendation(tx: &mut Tx<'_>, set: &RecommendationSetId, given: &Recommendation) -> Result<RecommendationId, ApiError> {
    Ok(recommendations::add(tx, set, &drafts::recommendation(given).parse()?)?.id)
}

/// Records a set with its recommendations.
pub fn record(tx: &mut Tx<'_>, set: &RecommendationSetId) -> Result<(), ApiError> {
    sets::record(tx, set).map(|_| ())
}

/// Adds a progress claim to a recorded set.
pub fn claim(tx: &mut Tx<'_>, set: &RecommendationSetId, claim: &ProgressClaim, links: Links) -> Result<(), ApiError> {
    claims::assert(tx, set, &drafts::claim(claim, links).parse()?).map(|_| ())
}
