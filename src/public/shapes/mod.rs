//! The response shapes of the public surface.

mod editions;
mod pages;
mod records;

pub use editions::{PublicChange, PublicChangeKind, PublicChanges, PublicEditionView};
pub use pages::{
    PublicArea, PublicAssurance, PublicChoice, PublicChoices, PublicHit, PublicHold, PublicIndex, PublicIndexLinks,
    PublicListing, PublicMeasureSeries, PublicSeriesLinks, PublicThread, PublicThreadLinks,
};
pub use records::{
    PublicAction, PublicDecision, PublicEditionLink, PublicExchange, PublicFigure, PublicFile, PublicFinding, PublicMeasure,
    PublicMeeting, PublicOrigin, PublicPlan, PublicPriority, PublicQuestion, PublicRecommendationSet, PublicTopic,
};
