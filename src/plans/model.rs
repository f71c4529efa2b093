//! Plans and priorities as data.

use crate::db::{id_type, text_enum};

id_type!(
    /// The id of a plan.
    PlanId
);
id_type!(
    /// The id of a priority.
    PriorityId
);

text_enum!(
    /// Where a plan is in its life.
    PlanStatus {
        Draft = "draft",
        Adopted = "adopted",
        Superseded = "superseded",
    }
);
