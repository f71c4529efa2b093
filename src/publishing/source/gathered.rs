//! All records that belong to some questions, one query per kind.

use super::exchange::NamingAt;
use super::store;
use super::store::Said;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::evidence::data_points::model::DataPoint;
use crate::record::findings::model::{Finding, FindingComment};
use crate::record::meetings::model::MeetingId;
use crate::record::questions::judgements::model::AnswerJudgement;
use crate::record::questions::model::{Question, QuestionId, QuestionRevision};
use crate::record::questions::question_parts::model::QuestionPart;
use crate::record::questions::responses::model::Response;

/// The records of some questions, and the findings and exchanges of a meeting.
pub struct Gathered {
    pub revisions: Vec<QuestionRevision>,
    pub parts: Vec<QuestionPart>,
    pub judgements: Vec<AnswerJudgement>,
    pub responses: Vec<Response>,
    pub findings: Vec<Finding>,
    pub comments: Vec<FindingComment>,
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
        let meetings: Vec<&MeetingId> = exchanges.iter().map(|(one, _)| &one.meeting_id).collect();
        let naming = NamingAt::new(&store::attendance(conn, area, &meetings)?);
        Ok(Self {
            revisions: store::revisions(conn, &ids)?,
            parts: store::parts(conn, &ids)?,
            judgements: store::judgements(conn, &ids)?,
            comments: store::comments(conn, &finding_ids)?,
            data_points: store::data_points(conn, &ids, &response_ids)?,
            responses,
            findings,
            exchanges,
            naming,
        })
    }
}
