//! All SQL about what happened to an action. Decides nothing.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{action_checks, action_claims, action_meetings, action_reopenings, action_updates, meetings};
use crate::http::call::Tx;
use crate::http::listing::list_orders;
use crate::http::paging::{Page, Window};
use crate::record::actions::model::history::{ActionMeeting, ActionReopening, Standing};
use crate::record::actions::model::{
    ActionCheck, ActionClaim, ActionId, ActionUpdate, CheckId, ClaimId, ClaimVerdict, OutcomeCheck,
};
use crate::record::meetings::model::MeetingId;

/// The maximum number of entries of each kind shown with an action; the latest, if there are more.
const SHOWN: i64 = 200;

list_orders!(
    /// The sort key of the updates on an action.
    UpdateSort of ActionUpdate in action_updates {
        CreatedAt = "created_at" by id,
    }
);

fn oldest_first<T>(mut latest_first: Vec<T>) -> Vec<T> {
    latest_first.reverse();
    latest_first
}

/// Adds an update.
pub fn insert_update(conn: &mut AnyConnection, update: &ActionUpdate) -> Result<(), ApiError> {
    diesel::insert_into(action_updates::table).values(update).execute(conn)?;
    Ok(())
}

/// Returns one page of the updates on an action, oldest first.
pub fn updates(conn: &mut AnyConnection, action: &ActionId, window: &Window<UpdateSort>) -> Result<Page<ActionUpdate>, ApiError> {
    let of_action = || action_updates::table.filter(action_updates::action_id.eq(action.clone())).into_boxed::<MultiBackend>();
    UpdateSort::page(conn, window, of_action)
}

/// Returns the latest updates on an action, oldest first.
pub fn latest_updates(conn: &mut AnyConnection, action: &ActionId) -> Result<Vec<ActionUpdate>, ApiError> {
    let rows = action_updates::table.filter(action_updates::action_id.eq(action)).order(action_updates::id.desc());
    Ok(oldest_first(rows.limit(SHOWN).load(conn)?))
}

/// Adds a claim.
pub fn insert_claim(conn: &mut AnyConnection, claim: &ActionClaim) -> Result<(), ApiError> {
    diesel::insert_into(action_claims::table).values(claim).execute(conn)?;
    Ok(())
}

/// Returns the day of the claim that has no verdict yet.
pub fn waiting_since(conn: &mut AnyConnection, action: &ActionId) -> Result<Option<NaiveDate>, ApiError> {
    let waiting = action_claims::table.filter(action_claims::action_id.eq(action)).filter(action_claims::verdict.is_null());
    let waiting = waiting.filter(action_claims::taken_back_on.is_null()).order(action_claims::id.desc());
    Ok(waiting.select(action_claims::claimed_on).first::<Option<NaiveDate>>(conn).optional()?.flatten())
}

/// Writes the caller's verdict, with its day, on the claim that has none yet.
pub fn judge_claim(
    tx: &mut Tx<'_>,
    action: &ActionId,
    (verdict, on): (ClaimVerdict, Option<NaiveDate>),
    reason: Option<&str>,
) -> Result<(), ApiError> {
    let waiting = action_claims::table.filter(action_claims::action_id.eq(action)).filter(action_claims::verdict.is_null());
    diesel::update(waiting.filter(action_claims::taken_back_on.is_null()))
        .set((
            action_claims::verdict.eq(verdict),
            action_claims::verdict_reason.eq(reason),
            action_claims::judged_by.eq(&tx.actor.name),
            action_claims::judged_capacity.eq(&tx.actor.capacity),
            action_claims::judged_at.eq(tx.now),
            action_claims::judged_on.eq(on),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Takes the verdict from the last claim, which waits for one again. The trail has the verdict, and why it was taken back.
pub fn take_back_verdict(tx: &mut Tx<'_>, action: &ActionId) -> Result<(), ApiError> {
    let judged = action_claims::table.filter(action_claims::action_id.eq(action)).filter(action_claims::verdict.is_not_null());
    let last: Option<ClaimId> = judged.select(diesel::dsl::max(action_claims::id)).first(tx.conn)?;
    let Some(last) = last else { return Ok(()) };
    diesel::update(action_claims::table.filter(action_claims::id.eq(last)))
        .set((
            action_claims::verdict.eq(None::<ClaimVerdict>),
            action_claims::verdict_reason.eq(None::<String>),
            action_claims::judged_by.eq(None::<String>),
            action_claims::judged_capacity.eq(None::<String>),
            action_claims::judged_at.eq(None::<NaiveDateTime>),
            action_claims::judged_on.eq(None::<NaiveDate>),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// Writes that the last outcome check was taken back; returns the result of the one before it since the last claim.
pub fn take_back_check(tx: &mut Tx<'_>, action: &ActionId, reason: &str) -> Result<Option<OutcomeCheck>, ApiError> {
    let claims = action_claims::table.filter(action_claims::action_id.eq(action));
    let last: Option<ClaimId> = claims.select(diesel::dsl::max(action_claims::id)).first(tx.conn)?;
    let since = last.map_or_else(String::new, |claim| claim.to_string());
    let checks = action_checks::table.filter(action_checks::action_id.eq(action)).filter(action_checks::taken_back_on.is_null());
    let standing = checks.filter(action_checks::id.gt(since)).order(action_checks::id.desc()).limit(2);
    let standing: Vec<(CheckId, OutcomeCheck)> = standing.select((action_checks::id, action_checks::result)).load(tx.conn)?;
    let mut standing = standing.into_iter();
    let Some((last, _)) = standing.next() else { return Ok(None) };
    diesel::update(action_checks::table.filter(action_checks::id.eq(last)))
        .set((action_checks::taken_back_on.eq(tx.today), action_checks::taken_back_reason.eq(reason)))
        .execute(tx.conn)?;
    Ok(standing.next().map(|(_, result)| result))
}

/// Deletes that an action was carried forward to a meeting; returns false when it was not.
pub fn delete_standing(conn: &mut AnyConnection, action: &ActionId, meeting: &MeetingId) -> Result<bool, ApiError> {
    let this = action_meetings::table.filter(action_meetings::action_id.eq(action));
    Ok(diesel::delete(this.filter(action_meetings::meeting_id.eq(meeting))).execute(conn)? > 0)
}

/// Writes that the claim which has no verdict yet was taken back.
pub fn take_back_claim(tx: &mut Tx<'_>, action: &ActionId, reason: &str) -> Result<(), ApiError> {
    let waiting = action_claims::table.filter(action_claims::action_id.eq(action)).filter(action_claims::verdict.is_null());
    diesel::update(waiting.filter(action_claims::taken_back_on.is_null()))
        .set((action_claims::taken_back_on.eq(tx.today), action_claims::taken_back_reason.eq(reason)))
        .execute(tx.conn)?;
    Ok(())
}

/// Adds that an action was opened again.
pub fn insert_reopening(conn: &mut AnyConnection, reopening: &ActionReopening) -> Result<(), ApiError> {
    diesel::insert_into(action_reopenings::table).values(reopening).execute(conn)?;
    Ok(())
}

/// Returns the times at which an action was opened again, oldest first.
pub fn reopenings(conn: &mut AnyConnection, action: &ActionId) -> Result<Vec<ActionReopening>, ApiError> {
    let rows = action_reopenings::table.filter(action_reopenings::action_id.eq(action)).order(action_reopenings::id.desc());
    Ok(oldest_first(rows.limit(SHOWN).load(conn)?))
}

/// Returns the claims on an action, oldest first.
pub fn claims(conn: &mut AnyConnection, action: &ActionId) -> Result<Vec<ActionClaim>, ApiError> {
    let rows = action_claims::table.filter(action_claims::action_id.eq(action)).order(action_claims::id.desc());
    Ok(oldest_first(rows.limit(SHOWN).load(conn)?))
}

/// Adds a check.
pub fn insert_check(conn: &mut AnyConnection, check: &ActionCheck) -> Result<(), ApiError> {
    diesel::insert_into(action_checks::table).values(check).execute(conn)?;
    Ok(())
}

/// Returns the outcome checks of an action, oldest first.
pub fn checks(conn: &mut AnyConnection, action: &ActionId) -> Result<Vec<ActionCheck>, ApiError> {
    let rows = action_checks::table.filter(action_checks::action_id.eq(action)).order(action_checks::id.desc());
    Ok(oldest_first(rows.limit(SHOWN).load(conn)?))
}

/// Returns the outcome checks of several actions, oldest first, in one query.
pub fn checks_of(conn: &mut AnyConnection, ids: &[ActionId]) -> Result<Vec<ActionCheck>, ApiError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = action_checks::table.filter(action_checks::action_id.eq_any(ids.to_vec()));
    Ok(rows.order(action_checks::id.asc()).load(conn)?)
}

/// Adds a meeting that an action is carried forward to.
pub fn insert_standing(conn: &mut AnyConnection, meeting: &ActionMeeting) -> Result<(), ApiError> {
    diesel::insert_into(action_meetings::table).values(meeting).execute(conn)?;
    Ok(())
}

/// Returns the later meetings that an action was carried forward to, by date.
pub fn standings(conn: &mut AnyConnection, action: &ActionId) -> Result<Vec<Standing>, ApiError> {
    let rows = action_meetings::table
        .inner_join(meetings::table.on(meetings::id.eq(action_meetings::meeting_id)))
        .filter(action_meetings::action_id.eq(action))
        .order((meetings::held_on.desc(), meetings::id.desc()))
        .select((action_meetings::meeting_id, meetings::held_on, action_meetings::note, action_meetings::recorded_by));
    Ok(oldest_first(rows.limit(SHOWN).load(conn)?))
}

/// Returns the day of the last meeting that an action was carried forward to.
pub fn last_standing(conn: &mut AnyConnection, action: &ActionId) -> Result<Option<NaiveDate>, ApiError> {
    let days = action_meetings::table
        .inner_join(meetings::table.on(meetings::id.eq(action_meetings::meeting_id)))
        .filter(action_meetings::action_id.eq(action));
    Ok(days.select(diesel::dsl::max(meetings::held_on)).first(conn)?)
}
