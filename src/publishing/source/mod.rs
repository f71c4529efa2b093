//! A record as the public would read it now, before redaction, with the place of each part.
//!
//! Only public acts are read: questions that were put, responses that were submitted, findings that were confirmed, decisions
//! that were taken. The result does not depend on the caller. Each record takes a fixed number of queries.

mod action;
mod around;
mod days;
mod decision;
mod draft;
mod escalation;
mod exchange;
mod figure;
mod files;
mod finding;
mod gathered;
mod history;
mod linked;
mod measure;
mod meeting;
pub mod naming;
mod origin;
mod plan;
mod question;
mod report;
mod store;
mod subject;

use chrono::NaiveDate;

use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::record::published::model::EditionKind;

pub use origin::Source;
pub use subject::subject_of;

/// Reads the source of an edition; `None` when there is no such subject, or nothing of it may be published.
pub fn read(
    conn: &mut AnyConnection,
    area: &str,
    kind: EditionKind,
    subject_id: &str,
    today: NaiveDate,
) -> Result<Option<Source>, ApiError> {
    match kind {
        EditionKind::Question => question::read(conn, area, subject_id),
        EditionKind::MeetingRecord => meeting::read(conn, area, subject_id),
        EditionKind::Plan => plan::read(conn, area, subject_id),
        EditionKind::Decision => decision::read(conn, area, subject_id),
        EditionKind::ActionLog => action::log(conn, area, subject_id, today),
        EditionKind::RecommendationResponse => report::read(conn, area, subject_id),
    }
}
