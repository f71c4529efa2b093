//! All SQL of the feeds: their own tables, and the records on the public surface.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::dsl::{exists, max, min};
use diesel::prelude::*;

use super::entry::Entry;
use super::event::Event;
use super::query::FeedFilter;
use crate::foundation::dates::NEVER;
use crate::foundation::db::{AnyConnection, MultiBackend, like_pattern};
use crate::foundation::error::ApiError;
use crate::foundation::schema::{feed_entries, feed_entry_terms, feed_events, public_editions, public_items, publication_log};
use crate::public::model::{PublicEdition, PublicItem, PublicResource};

/// Adds an entry with its filter terms.
pub fn add_entry(conn: &mut AnyConnection, entry: &Entry, terms: &[String]) -> Result<(), ApiError> {
    diesel::insert_into(feed_entries::table).values(entry).execute(conn)?;
    for term in terms {
        let row =
            (feed_entry_terms::term.eq(term), feed_entry_terms::leaf.eq(entry.leaf), feed_entry_terms::area.eq(&entry.area));
        diesel::insert_into(feed_entry_terms::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// Returns the terms of the entry of an edition.
pub fn terms_of(conn: &mut AnyConnection, edition_id: &str) -> Result<Vec<String>, ApiError> {
    let leaf: Option<i32> =
        feed_entries::table.filter(feed_entries::edition_id.eq(edition_id)).select(feed_entries::leaf).first(conn).optional()?;
    let Some(leaf) = leaf else { return Ok(Vec::new()) };
    let terms = feed_entry_terms::table.filter(feed_entry_terms::leaf.eq(leaf));
    Ok(terms.order(feed_entry_terms::term.asc()).select(feed_entry_terms::term).load(conn)?)
}

/// Deletes every word of the entry of an edition.
pub fn forget_words(conn: &mut AnyConnection, edition_id: &str) -> Result<(), ApiError> {
    let nothing = (
        feed_entries::title.eq(None::<String>),
        feed_entries::summary.eq(None::<String>),
        feed_entries::content.eq(None::<String>),
        feed_entries::categories.eq(None::<String>),
    );
    diesel::update(feed_entries::table.filter(feed_entries::edition_id.eq(edition_id))).set(nothing).execute(conn)?;
    Ok(())
}

/// Deletes everything that can be rebuilt from the log.
pub fn clear(conn: &mut AnyConnection) -> Result<(), ApiError> {
    diesel::delete(feed_entry_terms::table).execute(conn)?;
    diesel::delete(feed_entries::table).execute(conn)?;
    diesel::delete(feed_events::table).execute(conn)?;
    Ok(())
}

fn entries(filter: &FeedFilter) -> feed_entries::BoxedQuery<'static, MultiBackend> {
    let mut query = feed_entries::table.into_boxed();
    if let Some(area) = &filter.area {
        query = query.filter(feed_entries::area.eq(area.clone()));
    }
    for term in filter.terms() {
        let has =
            feed_entry_terms::table.filter(feed_entry_terms::leaf.eq(feed_entries::leaf)).filter(feed_entry_terms::term.eq(term));
        query = query.filter(exists(has));
    }
    query
}

/// Returns the number of entries of a feed.
pub fn count(conn: &mut AnyConnection, filter: &FeedFilter) -> Result<i64, ApiError> {
    Ok(entries(filter).count().get_result(conn)?)
}

/// Returns the entries of a feed from a number on, in the order of the log.
pub fn window(conn: &mut AnyConnection, filter: &FeedFilter, from: i64, limit: i64) -> Result<Vec<Entry>, ApiError> {
    Ok(entries(filter).order(feed_entries::leaf.asc()).offset(from).limit(limit).load(conn)?)
}

/// Returns the records in an edition.
pub fn items_of(conn: &mut AnyConnection, edition_id: &str) -> Result<Vec<PublicItem>, ApiError> {
    let items = public_items::table.filter(public_items::edition_id.eq(edition_id));
    Ok(items.order((public_items::resource.asc(), public_items::resource_id.asc())).load(conn)?)
}

/// Returns a record that may have a date, as it is shown.
pub fn shown(conn: &mut AnyConnection, id: &str) -> Result<Option<PublicItem>, ApiError> {
    use PublicResource::{Action, Meeting, Question, RecommendationSet};
    let same = public_items::table
        .filter(public_items::resource.eq_any([Meeting, Question, Action, RecommendationSet]))
        .filter(public_items::resource_id.eq(id));
    Ok(same.filter(public_items::shown.eq(true)).first(conn).optional()?)
}

/// Returns the meetings of an area whose own words contain an id, newest edition first. An area has a few dozen a year.
pub fn meetings_that_name(conn: &mut AnyConnection, area: &str, id: &str) -> Result<Vec<PublicItem>, ApiError> {
    let meetings = public_items::table
        .filter(public_items::resource.eq(PublicResource::Meeting))
        .filter(public_items::area.eq(area))
        .filter(public_items::shown.eq(true))
        .filter(public_items::listed.like(like_pattern(id)).escape('\\'));
    Ok(meetings.order(public_items::leaf.desc()).load(conn)?)
}

/// Returns the subject of an edition: its kind and id.
pub fn subject_of(conn: &mut AnyConnection, edition_id: &str) -> Result<Option<(String, String)>, ApiError> {
    let edition = feed_entries::table.filter(feed_entries::edition_id.eq(edition_id));
    Ok(edition.select((feed_entries::edition_kind, feed_entries::subject_id)).first(conn).optional()?)
}

/// Returns an event by its id.
pub fn event(conn: &mut AnyConnection, id: &str) -> Result<Option<Event>, ApiError> {
    Ok(feed_events::table.filter(feed_events::id.eq(id)).first(conn).optional()?)
}

/// Returns the events that are, or were last, in editions of a subject.
pub fn events_of(conn: &mut AnyConnection, kind: &str, subject_id: &str) -> Result<Vec<Event>, ApiError> {
    let same = feed_events::table.filter(feed_events::subject_id.eq(subject_id)).filter(feed_events::edition_kind.eq(kind));
    Ok(same.order(feed_events::id.asc()).load(conn)?)
}

/// Stores an event, replacing its earlier version.
pub fn keep_event(conn: &mut AnyConnection, event: &Event) -> Result<(), ApiError> {
    diesel::delete(feed_events::table.filter(feed_events::id.eq(&event.id))).execute(conn)?;
    diesel::insert_into(feed_events::table).values(event).execute(conn)?;
    Ok(())
}

/// Returns every event of the public calendar, or those of an area.
pub fn events(conn: &mut AnyConnection, area: Option<&String>) -> Result<Vec<Event>, ApiError> {
    let mut query = feed_events::table.into_boxed();
    if let Some(area) = area {
        query = query.filter(feed_events::area.eq(area.clone()));
    }
    Ok(query.order(feed_events::id.asc()).load(conn)?)
}

/// Returns shown records of some kinds after an id: a page of a table.
pub fn items_after(
    conn: &mut AnyConnection,
    resources: &[PublicResource],
    area: Option<&String>,
    after: &str,
    limit: i64,
) -> Result<Vec<PublicItem>, ApiError> {
    let mut query = public_items::table
        .filter(public_items::shown.eq(true))
        .filter(public_items::resource.eq_any(resources.to_vec()))
        .filter(public_items::resource_id.gt(after.to_owned()))
        .into_boxed();
    if let Some(area) = area {
        query = query.filter(public_items::area.eq(area.clone()));
    }
    Ok(query.order(public_items::resource_id.asc()).limit(limit).load(conn)?)
}

/// Returns editions after an id: a page of a table.
pub fn editions_after(
    conn: &mut AnyConnection,
    area: Option<&String>,
    after: &str,
    limit: i64,
) -> Result<Vec<PublicEdition>, ApiError> {
    let mut query = public_editions::table.filter(public_editions::id.gt(after.to_owned())).into_boxed();
    if let Some(area) = area {
        query = query.filter(public_editions::area.eq(area.clone()));
    }
    Ok(query.order(public_editions::id.asc()).limit(limit).load(conn)?)
}

/// Returns the document of a leaf of the log.
pub fn document(conn: &mut AnyConnection, leaf: i32) -> Result<Option<String>, ApiError> {
    Ok(publication_log::table.find(leaf).select(publication_log::document).first(conn).optional()?)
}

/// Returns the newest plan of an area, as it is listed.
pub fn newest_plan(conn: &mut AnyConnection, area: &str) -> Result<Option<String>, ApiError> {
    let plans = public_items::table
        .filter(public_items::resource.eq(PublicResource::Plan))
        .filter(public_items::area.eq(area))
        .filter(public_items::shown.eq(true))
        .filter(public_items::day.lt(NEVER));
    Ok(plans.order(public_items::day.desc()).select(public_items::listed).first(conn).optional()?)
}

/// The extent of a data set: its first and last day, and the times anything in it was first published and last republished.
pub struct Extent {
    pub issued: NaiveDateTime,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub modified: NaiveDateTime,
}

/// Returns the extent of the shown records of some kinds in an area; `None` when there are none.
pub fn extent(conn: &mut AnyConnection, area: &str, resources: &[PublicResource]) -> Result<Option<Extent>, ApiError> {
    let shown = || {
        public_items::table
            .filter(public_items::shown.eq(true))
            .filter(public_items::area.eq(area.to_owned()))
            .filter(public_items::resource.eq_any(resources.to_vec()))
    };
    let modified: Option<NaiveDateTime> = shown().select(max(public_items::updated_at)).first(conn)?;
    let Some(modified) = modified else { return Ok(None) };
    // The records of superseded editions are no longer kept: the first edition of a kind that has such records stands for them.
    let holding = public_editions::table.filter(public_editions::id.eq_any(shown().select(public_items::edition_id)));
    let kinds: Vec<String> = holding.select(public_editions::kind).distinct().load(conn)?;
    let same = public_editions::table.filter(public_editions::area.eq(area)).filter(public_editions::kind.eq_any(kinds));
    let issued: Option<NaiveDateTime> = same.select(min(public_editions::published_at)).first(conn)?;
    let issued = issued.unwrap_or(modified);
    let dated = shown().filter(public_items::day.lt(NEVER));
    let (from, to) = dated.select((min(public_items::day), max(public_items::day))).first(conn)?;
    Ok(Some(Extent { issued, from, to, modified }))
}

/// Returns the extent of the editions of an area.
pub fn extent_of_editions(conn: &mut AnyConnection, area: &str) -> Result<Option<Extent>, ApiError> {
    type Times = (Option<NaiveDateTime>, Option<NaiveDateTime>, Option<NaiveDateTime>);
    let (first, last, modified): Times = public_editions::table
        .filter(public_editions::area.eq(area))
        .select((min(public_editions::published_at), max(public_editions::published_at), max(public_editions::updated_at)))
        .first(conn)?;
    let day = |at: NaiveDateTime| at.date();
    let of = |modified| Extent { issued: first.unwrap_or(modified), from: first.map(day), to: last.map(day), modified };
    Ok(modified.map(of))
}
