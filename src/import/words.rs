//! The closed lists of words a record file may use: those of the API, and two of its own.

pub use crate::actions::model::OwnerSide;
pub use crate::agenda::model::AgendaItemKind;
pub use crate::areas::model::BodyKind;
pub use crate::attendance::model::Attended;
pub use crate::data_points::model::Collected;
use crate::db::text_enum;
pub use crate::findings::model::FindingKind;
pub use crate::follow_ups::model::FollowUpHow;
pub use crate::judgements::model::Verdict;
pub use crate::measures::model::{BetterWhen, UnitKind};
pub use crate::meetings::model::MeetingKind;
pub use crate::papers::model::{OwedBy, PaperKind};
pub use crate::recommendation_sets::model::ReportSource;
pub use crate::recommendations::model::AddressedTo;
pub use crate::responses::model::{Attribution, Mode};

text_enum!(
    /// How the texts of a file are written.
    #[derive(Default)]
    TextFormat {
        /// As they are read.
        #[default]
        Plain = "plain",
        /// As HTML, from which the text is taken.
        Html = "html",
    }
);

text_enum!(
    /// How far a meeting of the file has come.
    Stage {
        Scheduled = "scheduled",
        Held = "held",
        /// Held, and its record agreed.
        Agreed = "agreed",
    }
);
