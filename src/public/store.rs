//! All SQL of the public surface: its own projections, and the publication log that they are built from.

use chrono::NaiveDateTime;
use diesel::dsl::{exists, max};
use diesel::prelude::*;

use super::extract::Extracted;
use super::model::{PublicEdition, PublicItem, PublicResource};
use super::order::{PublicEditionSort, PublicSort};
use super::query::{PublicEditionFilter, Wanted};
use crate::foundation::dates::NEVER;
use crate::foundation::db::{AnyConnection, MultiBackend, like_pattern, terms};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{public_editions, public_item_priorities, public_items, public_rules, publication_log};
use crate::http::listing::{Key, counted, keyset, narrow};
use crate::http::paging::{Page, Position, Window};
use crate::publication_log::log::{Leaf, LeafKind};

/// Returns the editions of a subject.
pub fn editions_of_subject(conn: &mut AnyConnection, kind: &str, subject_id: &str) -> Result<Vec<PublicEdition>, ApiError> {
    let same = public_editions::table.filter(public_editions::subject_id.eq(subject_id)).filter(public_editions::kind.eq(kind));
    Ok(same.order(public_editions::leaf.asc()).load(conn)?)
}

/// Returns an edition by its id.
pub fn edition(conn: &mut AnyConnection, id: &str) -> Result<Option<PublicEdition>, ApiError> {
    Ok(public_editions::table.filter(public_editions::id.eq(id)).first(conn).optional()?)
}

/// Stores the new status of an edition.
pub fn keep_edition(conn: &mut AnyConnection, edition: &PublicEdition) -> Result<(), ApiError> {
    diesel::update(public_editions::table.filter(public_editions::id.eq(&edition.id))).set(edition).execute(conn)?;
    Ok(())
}

/// Removes the records of an edition and returns their ids.
pub fn take_out(conn: &mut AnyConnection, edition_id: &str) -> Result<Vec<(PublicResource, String)>, ApiError> {
    let items = public_items::table.filter(public_items::edition_id.eq(edition_id));
    let lost = items.select((public_items::resource, public_items::resource_id)).load(conn)?;
    diesel::delete(items).execute(conn)?;
    let links = public_item_priorities::table.filter(public_item_priorities::edition_id.eq(edition_id));
    diesel::delete(links).execute(conn)?;
    Ok(lost)
}

/// Adds an edition.
pub fn add_edition(conn: &mut AnyConnection, edition: &PublicEdition) -> Result<(), ApiError> {
    diesel::insert_into(public_editions::table).values(edition).execute(conn)?;
    Ok(())
}

/// Hides older versions of a record.
pub fn hide(conn: &mut AnyConnection, resource: PublicResource, id: &str) -> Result<(), ApiError> {
    let same = public_items::table.filter(public_items::resource.eq(resource)).filter(public_items::resource_id.eq(id));
    diesel::update(same.filter(public_items::shown.eq(true))).set(public_items::shown.eq(false)).execute(conn)?;
    Ok(())
}

/// Shows a record from the newest remaining edition, if there is one.
pub fn reveal(conn: &mut AnyConnection, resource: PublicResource, id: &str, at: NaiveDateTime) -> Result<(), ApiError> {
    let same =
        || public_items::table.filter(public_items::resource.eq(resource)).filter(public_items::resource_id.eq(id.to_owned()));
    let shown = same().filter(public_items::shown.eq(true)).select(public_items::leaf).first::<i32>(conn).optional()?;
    let newest: Option<i32> = same().select(max(public_items::leaf)).first(conn)?;
    if let (None, Some(leaf)) = (shown, newest) {
        let change = (public_items::shown.eq(true), public_items::updated_at.eq(at));
        diesel::update(same().filter(public_items::leaf.eq(leaf))).set(change).execute(conn)?;
    }
    Ok(())
}

/// Adds a record of an edition.
pub fn put_in(conn: &mut AnyConnection, extracted: &Extracted) -> Result<(), ApiError> {
    let item = &extracted.item;
    diesel::insert_into(public_items::table).values(item).execute(conn)?;
    for priority in &extracted.priorities {
        let link = (
            public_item_priorities::priority_id.eq(priority),
            public_item_priorities::edition_id.eq(&item.edition_id),
            public_item_priorities::resource.eq(item.resource),
            public_item_priorities::resource_id.eq(&item.resource_id),
            public_item_priorities::area.eq(&item.area),
        );
        diesel::insert_into(public_item_priorities::table).values(link).execute(conn)?;
    }
    Ok(())
}

/// Records the rules that build the projections; returns true if they were built by others. A simultaneous caller waits.
pub fn change_rules(conn: &mut AnyConnection, version: i32) -> Result<bool, ApiError> {
    let others = public_rules::table.filter(public_rules::version.ne(version));
    Ok(diesel::update(others).set(public_rules::version.eq(version)).execute(conn)? > 0)
}

/// Deletes everything that can be rebuilt from the log.
pub fn clear(conn: &mut AnyConnection) -> Result<(), ApiError> {
    diesel::delete(public_item_priorities::table).execute(conn)?;
    diesel::delete(public_items::table).execute(conn)?;
    diesel::delete(public_editions::table).execute(conn)?;
    Ok(())
}

/// Returns documents of the log after a leaf, in order.
pub fn leaves(conn: &mut AnyConnection, after: i32, limit: i64) -> Result<Vec<Leaf>, ApiError> {
    let following = publication_log::table.filter(publication_log::leaf.gt(after));
    Ok(following.order(publication_log::leaf.asc()).limit(limit).load(conn)?)
}

/// Returns the current document for an edition: its own, or its withdrawal.
pub fn document(conn: &mut AnyConnection, edition_id: &str) -> Result<Option<Leaf>, ApiError> {
    let leaves = publication_log::table.filter(publication_log::edition_id.eq(edition_id));
    Ok(leaves.order(publication_log::leaf.desc()).first(conn).optional()?)
}

/// The largest number of records that are offered for a reference.
const MOST_CHOICES: i64 = 100;

type Boxed = public_items::BoxedQuery<'static, MultiBackend>;

/// Returns a record as it is shown.
pub fn item(conn: &mut AnyConnection, resource: PublicResource, id: &str) -> Result<Option<PublicItem>, ApiError> {
    let same = public_items::table.filter(public_items::resource.eq(resource)).filter(public_items::resource_id.eq(id));
    Ok(same.filter(public_items::shown.eq(true)).first(conn).optional()?)
}

/// Returns the shown records of a kind with a reference: one in each area that uses it.
pub fn by_reference(conn: &mut AnyConnection, resource: PublicResource, reference: &str) -> Result<Vec<PublicItem>, ApiError> {
    let same = public_items::table.filter(public_items::resource.eq(resource));
    let own = public_items::own_reference.eq(reference).assume_not_null();
    let same = same.filter(public_items::reference.eq(reference).assume_not_null().or(own));
    let shown = same.filter(public_items::shown.eq(true)).order((public_items::area.asc(), public_items::resource_id.asc()));
    Ok(shown.limit(MOST_CHOICES).load(conn)?)
}

/// Returns the hash of a leaf of the log.
pub fn leaf_hash(conn: &mut AnyConnection, leaf: i32) -> Result<Option<String>, ApiError> {
    Ok(publication_log::table.find(leaf).select(publication_log::leaf_hash).first(conn).optional()?)
}

/// Returns the ids of all shown records of a kind.
pub fn shown_ids(conn: &mut AnyConnection, resource: PublicResource) -> Result<Vec<String>, ApiError> {
    let shown = public_items::table.filter(public_items::resource.eq(resource)).filter(public_items::shown.eq(true));
    Ok(shown.order(public_items::resource_id.asc()).select(public_items::resource_id).load(conn)?)
}

fn wanted(wanted: &Wanted, meetings: Option<&Vec<String>>) -> Boxed {
    let mut query = public_items::table.filter(public_items::shown.eq(true)).into_boxed();
    narrow!(query, wanted, public_items {
        resource in resource,
        area = area,
        topic_id = topic,
        meeting_id = meeting,
        question_id = question,
        plan_id = plan,
        measure_id = measure,
        kind in kind,
        status in status,
        day <= to,
        updated_at since modified_since,
    });
    if let Some(reference) = &wanted.reference {
        let own = public_items::own_reference.eq(reference.clone()).assume_not_null();
        query = query.filter(public_items::reference.eq(reference.clone()).assume_not_null().or(own));
    }
    if let Some(priority) = &wanted.priority {
        let links = public_item_priorities::table
            .filter(public_item_priorities::edition_id.eq(public_items::edition_id))
            .filter(public_item_priorities::resource.eq(public_items::resource))
            .filter(public_item_priorities::resource_id.eq(public_items::resource_id))
            .filter(public_item_priorities::priority_id.eq(priority.clone()));
        query = query.filter(exists(links));
    }
    if let Some(meetings) = meetings {
        query = query.filter(public_items::meeting_id.eq_any(meetings.clone()));
    }
    if let Some(day) = wanted.from {
        query = query.filter(public_items::day.ge(day)).filter(public_items::day.lt(NEVER));
    }
    for word in terms(wanted.q.as_deref().unwrap_or("")) {
        query = query.filter(public_items::words.like(like_pattern(&word)).escape('\\'));
    }
    query
}

/// Returns the ids of the published meetings of some kinds; `None` without kinds. Areas hold a few dozen meetings a year.
fn meetings_of(conn: &mut AnyConnection, kinds: &[String]) -> Result<Option<Vec<String>>, ApiError> {
    if kinds.is_empty() {
        return Ok(None);
    }
    let meetings = public_items::table
        .filter(public_items::resource.eq(PublicResource::Meeting))
        .filter(public_items::shown.eq(true))
        .filter(public_items::kind.eq_any(kinds.to_vec()));
    Ok(Some(meetings.select(public_items::resource_id).load(conn)?))
}

/// Returns one page of the records that match `filter`.
pub fn list(conn: &mut AnyConnection, filter: &Wanted, window: &Window<PublicSort>) -> Result<Page<PublicItem>, ApiError> {
    let meetings = meetings_of(conn, &filter.meeting_kind)?;
    let total = counted!(conn, window, wanted(filter, meetings.as_ref()));
    let mut query = wanted(filter, meetings.as_ref());
    let query = match window.sort {
        PublicSort::Id => keyset!(query, window, public_items::resource_id),
        PublicSort::UpdatedAt => keyset!(query, window, public_items::updated_at => NaiveDateTime, public_items::resource_id),
        PublicSort::Day => keyset!(query, window, public_items::day => chrono::NaiveDate, public_items::resource_id),
    };
    let rows: Vec<PublicItem> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |item| {
        let key = match window.sort {
            PublicSort::Id => String::new(),
            PublicSort::UpdatedAt => item.updated_at.to_position(),
            PublicSort::Day => item.day.to_position(),
        };
        Position { key, id: item.resource_id.clone() }
    }))
}

fn editions_of(filter: &PublicEditionFilter) -> public_editions::BoxedQuery<'static, MultiBackend> {
    let mut query = public_editions::table.into_boxed();
    narrow!(query, filter, public_editions {
        area = area,
        subject_id = subject,
        status in status,
        updated_at since modified_since,
    });
    if !filter.kind.is_empty() {
        let kinds: Vec<&'static str> = filter.kind.iter().map(|kind| kind.as_str()).collect();
        query = query.filter(public_editions::kind.eq_any(kinds));
    }
    query
}

/// Returns one page of the editions that match `filter`.
pub fn editions(
    conn: &mut AnyConnection,
    filter: &PublicEditionFilter,
    window: &Window<PublicEditionSort>,
) -> Result<Page<PublicEdition>, ApiError> {
    let total = counted!(conn, window, editions_of(filter));
    let mut query = editions_of(filter);
    let query = match window.sort {
        PublicEditionSort::Id => keyset!(query, window, public_editions::id),
        PublicEditionSort::UpdatedAt => {
            keyset!(query, window, public_editions::updated_at => NaiveDateTime, public_editions::id)
        }
    };
    let rows: Vec<PublicEdition> = query.limit(window.fetch()).load(conn)?;
    Ok(window.page(rows, total, |edition| {
        let key = match window.sort {
            PublicEditionSort::Id => String::new(),
            PublicEditionSort::UpdatedAt => edition.updated_at.to_position(),
        };
        Position { key, id: edition.id.clone() }
    }))
}

/// Returns the areas that have published something, each with its name.
pub fn areas(conn: &mut AnyConnection) -> Result<Vec<(String, String)>, ApiError> {
    let areas = public_editions::table.group_by(public_editions::area).order(public_editions::area.asc());
    // A group has a row, and a row a name.
    Ok(areas.select((public_editions::area, max(public_editions::area_name).assume_not_null())).load(conn)?)
}

/// A leaf of the log without its document.
#[derive(Debug, Clone, Queryable)]
pub struct Entry {
    pub leaf: i32,
    pub kind: LeafKind,
    pub leaf_hash: String,
    pub sha256: String,
    pub at: NaiveDateTime,
}

/// Returns the documents added to the log after a leaf, each with the public data of its edition.
pub fn changes(
    conn: &mut AnyConnection,
    after: i32,
    area: Option<&String>,
    limit: i64,
) -> Result<Vec<(Entry, PublicEdition)>, ApiError> {
    let mut query = publication_log::table
        .inner_join(public_editions::table.on(public_editions::id.eq(publication_log::edition_id)))
        .filter(publication_log::leaf.gt(after))
        .into_boxed();
    if let Some(area) = area {
        query = query.filter(publication_log::area.eq(area.clone()));
    }
    let hashes = (publication_log::leaf_hash, publication_log::sha256);
    let entry = (publication_log::leaf, publication_log::kind, hashes.0, hashes.1, publication_log::at);
    let rows = query.select((entry, public_editions::all_columns)).order(publication_log::leaf.asc()).limit(limit);
    Ok(rows.load(conn)?)
}
