//! Writing and reading the audit trail.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

use super::model::{AuditEntry, AuditId};
use super::rules::{DRAFT, OF_ONE_SIDE, Scope};
use crate::foundation::actor::{Role, Side, UserId};
use crate::foundation::dates::optional_instant;
use crate::foundation::db::{AnyConnection, MultiBackend};
use crate::foundation::error::ApiError;
use crate::foundation::schema::audit;
use crate::http::call::Tx;
use crate::http::listing::{list_orders, narrow};
use crate::http::paging::{Page, Window};

/// One act on one record, as reported by its slice.
pub struct Entry<'a, C: Serialize> {
    /// The collection: `questions`, `responses`, ...
    pub resource: &'static str,
    pub resource_id: &'a str,
    /// Name of the act as in `allowed_acts`, or `create`, `edit`, `delete`.
    pub act: &'static str,
    pub from_status: Option<&'static str>,
    pub to_status: Option<&'static str>,
    pub reason: Option<&'a str>,
    /// Values that were set, as JSON.
    pub changes: &'a C,
    /// Version of the record after the act.
    pub version: i32,
}

/// Adds an entry in the transaction of its act.
pub fn record<C: Serialize>(tx: &mut Tx<'_>, entry: &Entry<'_, C>) -> Result<(), ApiError> {
    diesel::insert_into(audit::table)
        .values((
            audit::id.eq(tx.ids.next()),
            audit::area.eq(&tx.actor.area),
            audit::at.eq(tx.now),
            audit::actor_id.eq(tx.actor.user_id.as_ref().map(UserId::as_str)),
            audit::actor_name.eq(&tx.actor.name),
            audit::actor_role.eq(tx.actor.role.as_str()),
            audit::resource.eq(entry.resource),
            audit::resource_id.eq(entry.resource_id),
            audit::act.eq(entry.act),
            audit::from_status.eq(entry.from_status),
            audit::to_status.eq(entry.to_status),
            audit::reason.eq(entry.reason),
            audit::changes.eq(serde_json::to_string(entry.changes)?),
            audit::version.eq(entry.version),
            audit::request_id.eq(tx.request_id),
        ))
        .execute(tx.conn)?;
    Ok(())
}

list_orders!(
    /// The sort key of the audit trail.
    AuditSort of AuditEntry in audit {
        CreatedAt = "created_at" by id,
    }
);

/// Filters of the audit trail; all must match.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditFilter {
    /// Slug of an area. Callers only ever see their own.
    pub area: Option<String>,
    /// Collection of the record, such as `questions`.
    pub resource: Option<String>,
    /// Id of a record.
    pub resource_id: Option<String>,
    pub act: Option<String>,
    /// Id of a user.
    pub actor: Option<UserId>,
    /// At or after this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub from: Option<chrono::DateTime<chrono::Utc>>,
    /// Before this instant (RFC 3339).
    #[serde(default, deserialize_with = "optional_instant")]
    pub to: Option<chrono::DateTime<chrono::Utc>>,
}

type Boxed = audit::BoxedQuery<'static, MultiBackend>;

/// Turns the scope of a caller into a filter. No other function does.
fn visible(scope: &Scope) -> Boxed {
    let mut query = audit::table.filter(audit::area.eq(scope.area.clone())).into_boxed();
    if scope.only_force {
        query = query.filter(audit::actor_role.eq(Role::Force));
    }
    if scope.no_drafts_of_force {
        let no_draft = audit::to_status.is_null().or(audit::to_status.ne(DRAFT).assume_not_null());
        query = query.filter(audit::actor_role.ne(Role::Force).or(no_draft.and(audit::resource.ne(OF_ONE_SIDE))));
    }
    query.filter(tells_of_no_hidden_draft(scope))
}

/// An SQL condition on an entry: whether it tells of no restricted draft that the reader is kept from.
type TellsOfNone = Box<dyn BoxableExpression<audit::table, MultiBackend, SqlType = Bool>>;

/// Builds [`TellsOfNone`]. A restricted draft that was deleted keeps its restriction, so its entries stay hidden.
fn tells_of_no_hidden_draft(scope: &Scope) -> TellsOfNone {
    let condition = sql::<Bool>("NOT EXISTS (SELECT 1 FROM restrictions hidden WHERE hidden.area = ")
        .bind::<Text, _>(scope.reader.area.clone())
        .sql(" AND hidden.side <> ")
        .bind::<Text, _>(scope.reader.passed(Side::Office))
        .sql(" AND hidden.side <> ")
        .bind::<Text, _>(scope.reader.passed(Side::Force))
        .sql(" AND hidden.id NOT IN (SELECT people.restriction_id FROM restriction_people people WHERE people.user_id = ")
        .bind::<Text, _>(scope.reader.user_id.clone())
        .sql(TELLS);
    Box::new(condition)
}

/// The end of the condition: when an entry tells of the draft `hidden`. It does when it is about it, names its id in a member that holds
/// one (the quotes of a text are escaped, so nobody hides an entry by writing the id of a draft into it), or is about something that
/// hangs on it: a part of the question (a deleted part is known by the request that also changed the question); a finding or a draft
/// figure that named it at some time, because the trail has the words of that time; a file that one of these cites, and the citation.
const TELLS: &str = ") AND (audit.resource_id = hidden.id \
OR audit.changes LIKE '%id\":\"' || hidden.id || '\"%' OR audit.changes LIKE '%forward_to\":\"' || hidden.id || '\"%' \
OR (audit.resource = 'data_points' AND audit.changes LIKE '%\"' || hidden.id || '\"%') \
OR (audit.resource = 'question_parts' AND (EXISTS (SELECT 1 FROM question_parts \
WHERE question_parts.id = audit.resource_id AND question_parts.question_id = hidden.id) \
OR (NOT EXISTS (SELECT 1 FROM question_parts WHERE question_parts.id = audit.resource_id) \
AND EXISTS (SELECT 1 FROM audit same WHERE same.resource_id = hidden.id AND same.request_id = audit.request_id)))) \
OR (audit.resource IN ('findings', 'data_points') \
AND EXISTS (SELECT 1 FROM audit naming WHERE naming.resource_id = audit.resource_id AND naming.changes LIKE '%id\":\"' || hidden.id || '\"%') \
AND NOT EXISTS (SELECT 1 FROM findings WHERE findings.id = audit.resource_id AND findings.status <> 'draft') \
AND NOT EXISTS (SELECT 1 FROM data_points WHERE data_points.id = audit.resource_id AND data_points.status <> 'draft')) \
OR (audit.resource IN ('attachments', 'attachment_citations') AND EXISTS (SELECT 1 FROM attachment_citations cited \
WHERE (cited.attachment_id = audit.resource_id OR cited.id = audit.resource_id) AND (cited.resource_id = hidden.id \
OR cited.resource_id IN (SELECT findings.id FROM findings WHERE findings.question_id = hidden.id) \
OR cited.resource_id IN (SELECT data_points.id FROM data_points \
WHERE data_points.response_id = hidden.id AND data_points.status = 'draft'))))))";

/// Returns the entry, if `scope` includes it.
pub fn find(conn: &mut AnyConnection, scope: &Scope, id: &AuditId) -> Result<Option<AuditEntry>, ApiError> {
    Ok(visible(scope).filter(audit::id.eq(id.clone())).first(conn).optional()?)
}

fn filtered(scope: &Scope, filter: &AuditFilter) -> Boxed {
    let mut query = visible(scope);
    narrow!(query, filter, audit {
        area = area,
        resource = resource,
        resource_id = resource_id,
        act = act,
        at since from,
    });
    if let Some(actor) = &filter.actor {
        query = query.filter(audit::actor_id.eq(actor.as_str().to_owned()));
    }
    if let Some(to) = filter.to {
        query = query.filter(audit::at.lt(to.naive_utc()));
    }
    query
}

/// Returns one page of the entries in `scope` that match `filter`, in the order they were written.
pub fn list(
    conn: &mut AnyConnection,
    scope: &Scope,
    filter: &AuditFilter,
    window: &Window<AuditSort>,
) -> Result<Page<AuditEntry>, ApiError> {
    AuditSort::page(conn, window, || filtered(scope, filter))
}
