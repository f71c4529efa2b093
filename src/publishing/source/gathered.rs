//! All records that belong to some questions, one query per kind.

use std::collections::HashMap;

use super::exchange::NamingAt;
use super::history::Ledgers;
use super::store::Said;
use super::{history, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::deadlines::model::SubjectKind;
use crate::record::evidence::data_points::model::DataPoint;
use crate::record::findings::model::{Finding, FindingComment, FindingRating};
use crate::record::meetings::exchanges::model::ExchangeRevision;
use crate::record::meetings::model::MeetingId;
use crate::record::questions::judgements;
use crate::record::questions::judgements::model::{AnswerJudgement, JudgementId, JudgementTakenBack};
use crate::record::questions::model::{Question, QuestionId, QuestionRevision};
use crate::record::questions::question_parts::model::QuestionPart;
use crate::record::questions::responses::model::{Response, ResponseRevision};

/// The records of some questions, and the findings and exchanges of a meeting.
pub struct Gathered {
    pub revisions: Vec<QuestionRevision>,
    pub parts: Vec<QuestionPart>,
    pub judgements: Vec<AnswerJudgement>,
    /// Those of the judgements that were taken back.
    pub taken_back: HashMap<JudgementId, JudgementTakenBack>,
    pub responses: Vec<Response>,
    pub findings: Vec<Finding>,
    pub comments: Vec<FindingComment>,
    pub ratings: Vec<FindingRating>,
    /// The actions that follow from each finding.
    pub actions_of: HashMap<String, Vec<String>>,
    pub response_wordings: Vec<ResponseRevision>,
    pub exchange_wordings: Vec<ExchangeRevision>,
    /// The ledgers of the questions' deadlines.
    pub ledgers: Ledgers,
    pub data_points: Vec<DataPoint>,
    /// Exchanges about the questions at any meeting, and all exchanges at this meeting, in order.
    pub exchanges: Vec<Said>,
    /// The people who may be named, for the meetings of these exchanges.
    pub naming: NamingAt,
}

impl Gathered {
    pub fn read(
        conn: &mut AnyConnection,
        area: &str,
        questions: &[Question],
        meeting: Option<&MeetingId>,
    ) -> Result<Self, ApiError> {
        let ids: Vec<QuestionId> = questions.iter().map(|question| question.id.clone()).collect();
        let responses = store::responses(conn, &ids)?;
        let response_ids: Vec<_> = responses.iter().map(|response| response.id.clone()).collect();
        let findings = store::findings(conn, &ids, meeting)?;
        let finding_ids: Vec<_> = findings.iter().map(|finding| finding.id.clone()).collect();
        let exchanges = store::exchanges(conn, &ids, meeting)?;
        let exchange_ids: Vec<_> = exchanges.iter().map(|(one, _)| one.id.clone()).collect();
        let meetings: Vec<&MeetingId> = exchanges.iter().map(|(one, _)| &one.meeting_id).collect();
        let naming = NamingAt::new(&store::attendance(conn, area, &meetings)?);
        Ok(Self {
            revisions: store::revisions(conn, &ids)?,
            parts: store::parts(conn, &ids)?,
            judgements: store::judgements(conn, &ids)?,
            taken_back: judgements::store::taken_back(conn, &ids)?,
            comments: store::comments(conn, &finding_ids)?,
            ratings: store::ratings(conn, &finding_ids)?,
            actions_of: history::actions_of_findings(conn, area, &texts(&finding_ids))?,
            response_wordings: store::response_wordings(conn, &response_ids)?,
            exchange_wordings: store::exchange_wordings(conn, &exchange_ids)?,
            ledgers: history::ledgers(conn, area, SubjectKind::Question, &texts(&ids))?,
            data_points: store::data_points(conn, &ids, &response_ids)?,
            responses,
            findings,
            exchanges,
            naming,
        })
    }
}

fn texts<I: ToString>(ids: &[I]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
