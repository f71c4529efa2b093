//! The published records: one type for each, from which everything public is made: documents, lists, tables, feeds, the search and
//! the description of the API. No I/O.
//!
//! Members that hold words or days are optional, because each of them may be withheld: it is then `null`, and `withheld` of the
//! record says why. What is needed to read the record at all is never withheld (`publishing::redactions::acts` tries it). A member is
//! never renamed or removed within a version of the schema (`publication_log::document::SCHEMA`); a later one may be absent.

mod action;
mod around;
mod deadline;
mod decision;
mod escalation;
mod exchange;
mod figure;
mod file;
mod finding;
mod links;
mod meeting;
mod plan;
mod question;
mod record;
mod report;
mod response;

pub use action::{
    PublishedAction, PublishedActionLog, PublishedClaim, PublishedOutcomeCheck, PublishedReopening, PublishedSource,
    PublishedSourceKind, PublishedStanding, PublishedStandingKind,
};
pub use around::{PublishedFollowUp, PublishedMatter, PublishedPaper};
pub use deadline::{PublishedDeadline, PublishedMove};
pub use decision::{PublishedDecision, PublishedDecisionRecord, PublishedDecisionWording, PublishedDocument};
pub use escalation::PublishedEscalation;
pub use exchange::{PublishedExchange, PublishedExchangeWording};
pub use figure::{PublishedFigure, PublishedFigureValue, PublishedMeasure};
pub use file::PublishedFile;
pub use finding::{PublishedComment, PublishedFinding, PublishedRating, PublishedRatingGiven};
pub use links::{PersonSide, PublishedLink, PublishedPerson, PublishedTakenBack};
pub use meeting::{
    PublishedAgendaItem, PublishedAttendance, PublishedGroup, PublishedMeeting, PublishedMeetingRecord, PublishedNextMeeting,
};
pub use plan::{PublishedBody, PublishedPlan, PublishedPlanRecord, PublishedPriority};
pub use question::{
    PublishedAnswer, PublishedJudged, PublishedJudgement, PublishedPart, PublishedQuestion, PublishedQuestionRecord,
    PublishedWording,
};
pub use record::PublishedRecord;
pub use report::{
    PublishedCount, PublishedExtension, PublishedRecipient, PublishedRecommendation, PublishedRecommendationAnswer,
    PublishedReport, PublishedReportRecord, PublishedReportResponse, PublishedSetComment,
};
pub use response::{PublishedResponse, PublishedResponseWording};
