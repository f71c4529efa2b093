//! The published records: one type for each, from which its document and the description of the public API are made. No I/O.
//!
//! Members that hold words, days or numbers are optional, because each of them may be withheld: it is then `null`, and `withheld`
//! of the record says why. Members by which records are found and linked are never withheld
//! (`publishing::redactions::rules::is_fixed`). A member that came later is absent from earlier editions; none is
//! renamed or removed.

mod action;
mod exchange;
mod figure;
mod links;
mod meeting;
mod plan;
mod question;
mod record;
mod report;

pub use action::{PublishedAction, PublishedActionLog, PublishedOwner};
pub use exchange::PublishedExchange;
pub use figure::{PublishedFigure, PublishedFigureValue};
pub use links::{PublishedPriorityLink, PublishedSpeaker, PublishedTopic};
pub use meeting::{
    PublishedAgendaItem, PublishedAttendance, PublishedDecision, PublishedDecisionRecord, PublishedFollowUp, PublishedGroup,
    PublishedMaker, PublishedMatter, PublishedMeeting, PublishedMeetingRecord, PublishedNextMeeting, PublishedPaper,
};
pub use plan::{PublishedBody, PublishedPlan, PublishedPlanRecord, PublishedPriority};
pub use question::{
    PublishedAnswer, PublishedComment, PublishedFinding, PublishedJudge, PublishedJudged, PublishedJudgement, PublishedPart,
    PublishedQuestion, PublishedQuestionRecord, PublishedRating, PublishedResponse, PublishedWording,
};
pub use record::PublishedRecord;
pub use report::{
    PublishedCount, PublishedRecipient, PublishedRecommendation, PublishedRecommendationAnswer, PublishedReport,
    PublishedReportRecord, PublishedReportResponse, PublishedSetComment,
};
