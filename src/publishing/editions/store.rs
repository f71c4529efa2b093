//! All SQL about editions. Decides nothing.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{exists, max, not};
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::model::{Edition, EditionId};
use super::rules::Scope;
use crate::foundation::actor::UserId;
use crate::foundation::clock::london_day;
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, JsonText, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{editions, publication_delegations, publication_holds, redactions, users, withheld_values};
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};
use crate::identity::users::model::UserStatus;
use crate::publishing::holds::rules::keeps_back;
use crate::publishing::redact::Cut;
use crate::record::audit::tracked::tracked;
use crate::record::published::model::{EditionKind, EditionStatus, HoldKind};
use crate::record::published::rules::READABLE;

tracked!(Edition in editions as "edition" with EditionStatus);

list_orders!(
    /// The sort keys of the list of editions.
    EditionSort of Edition in editions {
        CreatedAt = "created_at" by id,
        UpdatedAt = "updated_at" by updated_at,
    }
);

/// Filters of the list of editions; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EditionFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Id of the meeting, question, plan or recommendation set; for an action log the slug of the area.
    pub subject: Option<String>,
    /// Kind of edition; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub kind: Vec<EditionKind>,
    /// Status; may be repeated to match any of several.
    #[serde(default)]
    #[param(nullable = false)]
    pub status: Vec<EditionStatus>,
    /// True for editions whose record or redactions have changed since, false for the others. Excludes superseded and withdrawn
    /// editions. For the body only.
    pub behind: Option<bool>,
    /// Changed at or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub modified_since: Option<DateTime<Utc>>,
}

type Boxed = editions::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let query = editions::table.filter(editions::area.eq(scope.area.clone())).into_boxed();
    if scope.only_public { query.filter(editions::published_at.is_not_null()) } else { query }
}

/// Returns the edition, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &EditionId) -> Result<Option<Edition>, ApiError> {
    Ok(visible(scope).filter(editions::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &EditionFilter, among: Option<&[EditionId]>) -> Boxed {
    let mut query = visible(scope);
    if let Some(ids) = among {
        query = query.filter(editions::id.eq_any(ids.to_vec()));
    }
    narrow!(query, filter, editions {
        area = area,
        subject_id = subject,
        kind in kind,
        status in status,
        updated_at since modified_since,
    });
    query
}

/// Returns one page of the editions in `scope` that match `filter`, limited to `among` if given.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &EditionFilter,
    among: Option<&[EditionId]>,
    window: &Window<EditionSort>,
) -> Result<Page<Edition>, ApiError> {
    EditionSort::page(conn, window, || filtered(scope, filter, among))
}

/// Returns the number that the next edition of a subject gets: those that are not published have none, so there are no gaps.
pub fn next_number(conn: &mut AnyConnection, kind: EditionKind, subject_id: &str) -> Result<i32, ApiError> {
    let of_subject = editions::table.filter(editions::subject_id.eq(subject_id)).filter(editions::kind.eq(kind));
    let last: Option<i32> = of_subject.select(max(editions::number)).first(conn)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Returns the current published edition of a subject.
pub fn published(conn: &mut AnyConnection, kind: EditionKind, subject_id: &str) -> Result<Option<Edition>, ApiError> {
    let of_subject = editions::table.filter(editions::subject_id.eq(subject_id)).filter(editions::kind.eq(kind));
    Ok(of_subject.filter(editions::status.eq(EditionStatus::Published)).order(editions::number.desc()).first(conn).optional()?)
}

/// A public edition: published or superseded, and not withdrawn.
#[derive(Debug, Clone, Queryable)]
pub struct Readable {
    pub id: EditionId,
    pub kind: EditionKind,
    pub subject_id: String,
    pub number: i32,
}

/// Returns the public editions of an area.
pub fn readable(conn: &mut AnyConnection, area: &str) -> Result<Vec<Readable>, ApiError> {
    let of_area = editions::table.filter(editions::area.eq(area)).filter(editions::status.eq_any(READABLE));
    let columns = (editions::id, editions::kind, editions::subject_id, editions::number);
    Ok(of_area.order(editions::id.asc()).select(columns).load(conn)?)
}

/// Returns the number and the id of the edition of a subject that was published last, withdrawn or not.
pub fn last_published(
    conn: &mut AnyConnection,
    kind: EditionKind,
    subject_id: &str,
) -> Result<Option<(i32, EditionId)>, ApiError> {
    let of_subject = editions::table.filter(editions::subject_id.eq(subject_id)).filter(editions::kind.eq(kind));
    let published = of_subject.filter(editions::published_at.is_not_null()).order(editions::number.desc());
    Ok(published.select((editions::number, editions::id)).first(conn).optional()?)
}

/// The number of editions in one check.
pub const AT_A_TIME: usize = 100;

/// Returns approved editions that are due, oldest first, without the first `skipped`, and without those kept back by a hold or
/// a revoked delegation.
pub fn due(conn: &mut AnyConnection, now: NaiveDateTime, skipped: usize) -> Result<Vec<Edition>, ApiError> {
    let today = london_day(now);
    let is_kept_back = publication_holds::kind.eq(HoldKind::Other).or(editions::necessary_reason.is_null());
    let holds = publication_holds::table
        .filter(is_kept_back)
        .filter(publication_holds::area.eq(editions::area))
        .filter(publication_holds::status.eq("active"))
        .filter(publication_holds::from_on.le(today))
        .filter(publication_holds::to_on.ge(today));
    let revoked = publication_delegations::table
        .filter(publication_delegations::id.nullable().eq(editions::delegation_id))
        .filter(publication_delegations::status.ne("active"));
    let waiting = editions::table.filter(editions::publish_at.le(now)).filter(editions::published_at.is_null());
    let waiting = waiting.filter(editions::status.eq(EditionStatus::Approved));
    let waiting = waiting.filter(not(exists(holds))).filter(not(exists(revoked)));
    let waiting = waiting.order((editions::publish_at.asc(), editions::id.asc()));
    Ok(waiting.limit(rows(AT_A_TIME)).offset(rows(skipped)).load(conn)?)
}

fn rows(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Returns the active redactions of an area.
pub fn cuts(conn: &mut AnyConnection, area: &str) -> Result<Vec<(Cut, Option<NaiveDate>)>, ApiError> {
    type Row = (String, String, String, String, Option<String>, Option<i32>, String, Option<NaiveDate>);
    let rows: Vec<Row> = redactions::table
        .filter(redactions::area.eq(area))
        .filter(redactions::status.eq("active"))
        .order(redactions::id.asc())
        .select((
            redactions::id,
            redactions::resource,
            redactions::resource_id,
            redactions::field,
            redactions::span,
            redactions::occurrence,
            redactions::reason,
            redactions::review_on,
        ))
        .load(conn)?;
    let cut = |(id, resource, resource_id, field, span, occurrence, reason, review_on): Row| {
        let occurrence = occurrence.and_then(|number| usize::try_from(number).ok());
        (Cut { redaction_id: Some(id), resource, resource_id, field, span, occurrence, reason }, review_on)
    };
    Ok(rows.into_iter().map(cut).collect())
}

/// A redaction by position, and its original content.
#[derive(Debug, Clone, Queryable)]
pub struct Positioned {
    pub id: String,
    pub resource: String,
    pub resource_id: String,
    pub field: String,
    pub member_sha256: Option<String>,
}

/// Returns the active redactions by position of an area.
pub fn positioned(conn: &mut AnyConnection, area: &str) -> Result<Vec<Positioned>, ApiError> {
    Ok(redactions::table
        .filter(redactions::area.eq(area))
        .filter(redactions::status.eq("active"))
        .filter(redactions::member_sha256.is_not_null())
        .order(redactions::id.asc())
        .select((redactions::id, redactions::resource, redactions::resource_id, redactions::field, redactions::member_sha256))
        .load(conn)?)
}

/// A withheld value behind a commitment.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = crate::foundation::schema::withheld_values, treat_none_as_default_value = false)]
pub struct WithheldValue {
    pub edition_id: EditionId,
    pub position: i32,
    pub area: String,
    pub redaction_id: Option<String>,
    pub pointer: String,
    pub commitment: String,
    pub salt: Option<String>,
    pub value: Option<String>,
    pub erased_at: Option<NaiveDateTime>,
}

/// Replaces the withheld values of an edition that is not approved yet.
pub fn keep_withheld(conn: &mut AnyConnection, id: &EditionId, values: &[WithheldValue]) -> Result<(), ApiError> {
    diesel::delete(withheld_values::table.filter(withheld_values::edition_id.eq(id))).execute(conn)?;
    for value in values {
        diesel::insert_into(withheld_values::table).values(value).execute(conn)?;
    }
    Ok(())
}

/// Returns the withheld values of an edition, in the order of its document.
pub fn withheld(conn: &mut AnyConnection, id: &EditionId) -> Result<Vec<WithheldValue>, ApiError> {
    let of = withheld_values::table.filter(withheld_values::edition_id.eq(id));
    Ok(of.order(withheld_values::position.asc()).load(conn)?)
}

/// Erases the words and salts of an edition's commitments.
pub fn erase_withheld(conn: &mut AnyConnection, id: &EditionId, at: NaiveDateTime) -> Result<(), ApiError> {
    let left = withheld_values::table.filter(withheld_values::edition_id.eq(id)).filter(withheld_values::erased_at.is_null());
    let nothing = (
        withheld_values::salt.eq(None::<String>),
        withheld_values::value.eq(None::<String>),
        withheld_values::erased_at.eq(Some(at)),
    );
    diesel::update(left).set(nothing).execute(conn)?;
    Ok(())
}

/// The validity of an approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    Stands,
    /// It was given under a delegation that has been revoked.
    Revoked,
    /// The approver's account is deactivated. After a handover that applies to everybody of the previous office.
    Left,
}

/// Returns the validity of an edition's approval.
pub fn approval(conn: &mut AnyConnection, edition: &Edition) -> Result<Approval, ApiError> {
    if let Some(id) = &edition.delegation_id {
        let active = publication_delegations::table.filter(publication_delegations::id.eq(id));
        let active: i64 = active.filter(publication_delegations::status.eq("active")).count().get_result(conn)?;
        if active == 0 {
            return Ok(Approval::Revoked);
        }
    }
    let Some(id) = &edition.approved_by else { return Ok(Approval::Stands) };
    let left = users::table.filter(users::id.eq(id)).filter(users::status.eq(UserStatus::Deactivated));
    let left: i64 = left.count().get_result(conn)?;
    Ok(if left > 0 { Approval::Left } else { Approval::Stands })
}

/// A value of a public edition that is no longer withheld.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Lifted {
    pub edition_id: EditionId,
    pub pointer: String,
    pub salt: Option<String>,
    pub value: Option<String>,
    /// The record that it was withheld from, and its member.
    pub resource_id: String,
    pub field: String,
}

/// Returns the values in other editions of a subject whose redactions are lifted, and that are not erased.
pub fn lifted(conn: &mut AnyConnection, edition: &Edition) -> Result<Vec<Lifted>, ApiError> {
    let of_subject = editions::subject_id.eq(&edition.subject_id).and(editions::kind.eq(edition.kind));
    let lifted = redactions::id.nullable().eq(withheld_values::redaction_id).and(redactions::status.eq("lifted"));
    let columns = (
        withheld_values::edition_id,
        withheld_values::pointer,
        withheld_values::salt,
        withheld_values::value,
        redactions::resource_id,
        redactions::field,
    );
    Ok(withheld_values::table
        .inner_join(editions::table.on(editions::id.eq(withheld_values::edition_id)))
        .inner_join(redactions::table.on(lifted))
        .filter(of_subject)
        .filter(editions::status.eq_any(READABLE))
        .filter(editions::id.ne(&edition.id))
        .filter(withheld_values::erased_at.is_null())
        .order((editions::number.asc(), withheld_values::position.asc()))
        .select(columns)
        .load(conn)?)
}

/// Returns the record of an edition.
pub fn record(conn: &mut AnyConnection, id: &EditionId) -> Result<Value, ApiError> {
    let record: JsonText<Value> = editions::table.filter(editions::id.eq(id)).select(editions::record).first(conn)?;
    Ok(record.get()?)
}

/// True when an edition is approved and not published yet.
pub fn is_waiting(conn: &mut AnyConnection, id: &EditionId) -> Result<bool, ApiError> {
    let waiting = editions::table.filter(editions::id.eq(id)).filter(editions::status.eq(EditionStatus::Approved));
    Ok(waiting.count().get_result::<i64>(conn)? > 0)
}

/// Returns the number of approved, unpublished editions of an area.
pub fn waiting(conn: &mut AnyConnection, area: &str) -> Result<i64, ApiError> {
    let waiting = editions::table.filter(editions::area.eq(area)).filter(editions::status.eq(EditionStatus::Approved));
    Ok(waiting.count().get_result(conn)?)
}

/// Returns the current editions of an area, for comparison with the record.
pub fn standing(conn: &mut AnyConnection, area: &str) -> Result<Vec<Edition>, ApiError> {
    let stands = [EditionStatus::Prepared, EditionStatus::Approved, EditionStatus::Published];
    let of_area = editions::table.filter(editions::area.eq(area)).filter(editions::status.eq_any(stands));
    Ok(of_area.order(editions::id.asc()).load(conn)?)
}

/// Returns the delegation under which a user may approve publication on a day.
pub fn delegation(conn: &mut AnyConnection, area: &str, user: &UserId, day: NaiveDate) -> Result<Option<String>, ApiError> {
    let open = publication_delegations::valid_to.is_null().or(publication_delegations::valid_to.ge(day).assume_not_null());
    Ok(publication_delegations::table
        .filter(publication_delegations::area.eq(area))
        .filter(publication_delegations::user_id.eq(user))
        .filter(publication_delegations::status.eq("active"))
        .filter(publication_delegations::valid_from.le(day))
        .filter(open)
        .select(publication_delegations::id)
        .first(conn)
        .optional()?)
}

/// Returns the last day of the publication holds that cover a day and keep back an edition, which may be necessary.
pub fn held_until(conn: &mut AnyConnection, area: &str, day: NaiveDate, necessary: bool) -> Result<Option<NaiveDate>, ApiError> {
    let kinds: Vec<HoldKind> = HoldKind::ALL.iter().copied().filter(|kind| keeps_back(*kind, necessary)).collect();
    Ok(publication_holds::table
        .filter(publication_holds::kind.eq_any(kinds))
        .filter(publication_holds::area.eq(area))
        .filter(publication_holds::status.eq("active"))
        .filter(publication_holds::from_on.le(day))
        .filter(publication_holds::to_on.ge(day))
        .order(publication_holds::to_on.desc())
        .select(publication_holds::to_on)
        .first(conn)
        .optional()?)
}
