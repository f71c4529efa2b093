//! The closed lists of values in a record file: those of the API, and two of its own.

use crate::foundation::db::text_enum;
pub use crate::record::actions::model::ActionStatus;
pub use crate::record::evidence::data_points::model::Collected;
pub use crate::record::evidence::measures::model::{BetterWhen, UnitKind};
pub use crate::record::findings::model::{Agreement, FindingKind};
pub use crate::record::meetings::agenda::model::AgendaItemKind;
pub use crate::record::meetings::attendance::model::Attended;
pub use crate::record::meetings::follow_ups::model::FollowUpHow;
pub use crate::record::meetings::model::MeetingKind;
pub use crate::record::meetings::papers::model::{OwedBy, PaperKind};
pub use crate::record::model::OwnerSide;
pub use crate::record::planning::areas::model::BodyKind;
pub use crate::record::published::model::{OwedParagraph, OwedSubject};
pub use crate::record::questions::judgements::model::Verdict;
pub use crate::record::questions::responses::model::{Attribution, Mode};
pub use crate::record::recommendations::model::{AddressedTo, AnswerKind, RecommendationStatus};
pub use crate::record::recommendations::recommendation_sets::model::ReportSource;

text_enum!(
    /// The format of the texts of a file.
    #[derive(Default)]
    TextFormat {
        /// Plain text.
        #[default]
        Plain = "plain",
        /// HTML, which is converted to text.
        Html = "html",
    }
);

text_enum!(
    /// The stage of a meeting in the file.
    Stage {
        Scheduled = "scheduled",
        Held = "held",
        /// Held, and its record agreed.
        Agreed = "agreed",
    }
);
