//! The heads that count in an area on a day.

use chrono::NaiveDate;

use super::model::{Head, HeadsOnDay};
use super::rules;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::validate::Faults;
use crate::record::planning::areas;

/// Returns the heads that count for the body in office in an area on a day.
pub fn on(conn: &mut AnyConnection, area: &str, day: NaiveDate) -> Result<HeadsOnDay, ApiError> {
    let body = areas::store::in_office(conn, area, day)?;
    let kind = body.as_ref().map(|body| body.kind);
    Ok(HeadsOnDay {
        on: day,
        heads: kind.map(|kind| rules::on(kind, day)).unwrap_or_default(),
        note: kind.and_then(rules::note),
        body: body.as_ref().map(Into::into),
    })
}

/// Adds a fault for each head of a question that does not count on the day it is put.
pub fn check(
    conn: &mut AnyConnection,
    area: &str,
    heads: &[Head],
    put_on: NaiveDate,
    faults: &mut Faults,
) -> Result<(), ApiError> {
    if heads.is_empty() {
        return Ok(());
    }
    let kind = areas::store::in_office(conn, area, put_on)?.map(|body| body.kind);
    for (index, head) in heads.iter().enumerate() {
        if let Some(detail) = rules::fault(*head, kind, put_on) {
            faults.add(&format!("/heads/{index}"), detail);
        }
    }
    Ok(())
}
