//! Actions that other records refer to, and what an action comes from, must be there, in the same area; this says so with a pointer
//! when one is not.

use diesel::prelude::*;

use super::model::{ActionId, Source, SourceKind};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{
    actions, decisions, findings, meetings, questions, recommendation_sets, recommendations, responses,
};
use crate::foundation::validate::Faults;
use crate::record::findings::model::FindingStatus;
use crate::record::meetings::decisions::model::DecisionStatus;
use crate::record::model::RecommendationSetStatus;
use crate::record::questions::responses::model::ResponseStatus;

/// Adds a fault for an action that does not exist.
pub fn check_action(conn: &mut AnyConnection, area: &str, id: Option<&ActionId>, faults: &mut Faults) -> Result<(), ApiError> {
    let Some(id) = id else { return Ok(()) };
    let found: i64 = actions::table.filter(actions::id.eq(id).and(actions::area.eq(area))).count().get_result(conn)?;
    if found == 0 {
        faults.add("/action_id", "is not the id of an action in this area");
    }
    Ok(())
}

/// Adds a fault for each of `sources` that does not exist, or that the force may not see: it sees every action with its
/// sources.
pub fn check_sources(conn: &mut AnyConnection, area: &str, sources: &[Source], faults: &mut Faults) -> Result<(), ApiError> {
    for (index, source) in sources.iter().enumerate() {
        let (found, missing) = find_source(conn, area, source)?;
        if found == 0 {
            faults.add(&format!("/sources/{index}/id"), missing);
        }
        if sources.iter().take(index).any(|earlier| earlier == source) {
            faults.add(&format!("/sources/{index}"), "is listed more than once");
        }
    }
    Ok(())
}

/// Counts the records that a source names; with the words for none. A kind is an arm.
fn find_source(conn: &mut AnyConnection, area: &str, source: &Source) -> Result<(i64, &'static str), ApiError> {
    let id = source.id.as_str();
    Ok(match source.kind {
        SourceKind::Question => {
            let put = questions::table.filter(questions::id.eq(id).and(questions::area.eq(area)));
            (put.filter(questions::put_on.is_not_null()).count().get_result(conn)?, "is not the id of a question that was put")
        }
        SourceKind::Response => {
            let said = responses::table.filter(responses::id.eq(id).and(responses::area.eq(area)));
            let said = said.filter(responses::status.ne(ResponseStatus::Draft));
            (said.count().get_result(conn)?, "is not the id of a submitted response")
        }
        SourceKind::Finding => {
            let shared = findings::table.filter(findings::id.eq(id).and(findings::area.eq(area)));
            let shared = shared.filter(findings::status.ne(FindingStatus::Draft));
            (shared.count().get_result(conn)?, "is not the id of a shared finding")
        }
        SourceKind::Recommendation => {
            let recorded = recommendations::table
                .inner_join(recommendation_sets::table.on(recommendation_sets::id.eq(recommendations::set_id)))
                .filter(recommendations::id.eq(id).and(recommendations::area.eq(area)))
                .filter(recommendation_sets::status.eq(RecommendationSetStatus::Recorded));
            (recorded.count().get_result(conn)?, "is not the id of a recorded recommendation")
        }
        SourceKind::Decision => {
            let taken = decisions::table.filter(decisions::id.eq(id).and(decisions::area.eq(area)));
            let taken = taken.filter(decisions::status.ne(DecisionStatus::Draft));
            (taken.count().get_result(conn)?, "is not the id of a decision that was taken")
        }
        SourceKind::Meeting => {
            let meeting = meetings::table.filter(meetings::id.eq(id).and(meetings::area.eq(area)));
            (meeting.count().get_result(conn)?, "is not the id of a meeting in this area")
        }
        SourceKind::Action => {
            let action = actions::table.filter(actions::id.eq(id).and(actions::area.eq(area)));
            (action.count().get_result(conn)?, "is not the id of an action in this area")
        }
    })
}
