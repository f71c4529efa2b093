//! Words that several parts of the record share, so that what stands below can ask about what stands above. No I/O.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::db::text_enum;

text_enum!(
    /// The side of an action's owner or of an update's author.
    OwnerSide {
        Force = "force",
        Body = "body",
    }
);

text_enum!(
    /// The status of a data point.
    DataPointStatus {
        Draft = "draft",
        Submitted = "submitted",
        /// Replaced by another point: see `superseded_by`.
        Superseded = "superseded",
    }
);

text_enum!(
    /// The status of a set.
    RecommendationSetStatus {
        Draft = "draft",
        Recorded = "recorded",
    }
);

/// The taking back of something that was done by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TakenBack {
    /// Day it was taken back.
    #[schema(example = "2019-02-14")]
    pub on: NaiveDate,
    /// Reason it was taken back.
    #[schema(example = "It was meant for another record.")]
    pub reason: String,
}
