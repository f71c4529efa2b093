//! What can be published: the kinds of editions.

use crate::foundation::db::text_enum;

text_enum!(
    /// What an edition is of.
    EditionKind {
        /// A meeting with all that was asked, answered, found and agreed at it.
        MeetingRecord = "meeting_record",
        /// One question and what became of it: holding to account outside the timetable.
        Question = "question",
        /// A decision that was taken, by itself.
        Decision = "decision",
        Plan = "plan",
        /// The actions of the area as they stand.
        ActionLog = "action_log",
        /// A report from outside, its recommendations and the response to it.
        RecommendationResponse = "recommendation_response",
    }
);
