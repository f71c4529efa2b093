//! Words that several parts of the record share, so that what stands below can ask about what stands above. No I/O.

use crate::foundation::db::text_enum;

text_enum!(
    /// Which side an action's owner, or an update's author, belongs to.
    OwnerSide {
        Force = "force",
        Body = "body",
    }
);

text_enum!(
    /// What is happening with a data point.
    DataPointStatus {
        Draft = "draft",
        Submitted = "submitted",
        /// Another point has taken its place: see `superseded_by`.
        Superseded = "superseded",
    }
);

text_enum!(
    /// What is happening with a set.
    RecommendationSetStatus {
        Draft = "draft",
        Recorded = "recorded",
    }
);
