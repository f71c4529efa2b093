//! All SQL about restrictions: whom they hide what from, and the people they name. Decides nothing.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::model::{NamedPerson, Restriction};
use crate::foundation::actor::reader::Reader;
use crate::foundation::actor::{Role, Side, UserId};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{data_points, findings, restriction_people, restrictions, users};
use crate::record::audit::tracked::Tracked;
use crate::record::model::DataPointStatus;

/// Selects the ids of the drafts that are kept from `reader`. Every `visible` of a slice with such drafts leaves them out.
#[diesel::dsl::auto_type]
pub fn hidden(reader: &Reader) -> _ {
    // The macro needs a type for every value; no side has an empty name.
    let (area, user): (String, String) = (reader.area.clone(), reader.user_id.clone());
    let (office, force): (String, String) = (reader.passed(Side::Office), reader.passed(Side::Force));
    let named = restriction_people::table.filter(restriction_people::user_id.eq(user)).select(restriction_people::restriction_id);
    restrictions::table
        .filter(restrictions::area.eq(area))
        .filter(restrictions::side.ne(office))
        .filter(restrictions::side.ne(force))
        .filter(restrictions::id.ne_all(named))
        .select(restrictions::id)
}

/// Selects the ids of the findings about a question that `reader` does not read: such a finding is a draft too, and tells of it.
#[diesel::dsl::auto_type]
pub fn hidden_findings(reader: &Reader) -> _ {
    let questions: hidden = hidden(reader);
    findings::table.filter(findings::question_id.assume_not_null().eq_any(questions)).select(findings::id)
}

/// Selects the ids of the draft figures of a response that `reader` does not read.
#[diesel::dsl::auto_type]
pub fn hidden_points(reader: &Reader) -> _ {
    let responses: hidden = hidden(reader);
    let draft: DataPointStatus = DataPointStatus::Draft;
    data_points::table
        .filter(data_points::status.eq(draft))
        .filter(data_points::response_id.assume_not_null().eq_any(responses))
        .select(data_points::id)
}

/// Selects the ids of all restricted drafts of an area.
#[diesel::dsl::auto_type]
pub fn of_area(area: &str) -> _ {
    let area: String = area.to_owned();
    restrictions::table.filter(restrictions::area.eq(area)).select(restrictions::id)
}

/// Narrows a boxed query by the filter `restricted`.
#[doc(hidden)]
#[macro_export]
macro_rules! __by_restricted {
    ($query:ident, $scope:ident, $filter:ident, $id:expr) => {
        $query = match $filter.restricted {
            Some(true) => $query.filter($id.eq_any($crate::record::restrictions::store::of_area(&$scope.area))),
            Some(false) => $query.filter($id.ne_all($crate::record::restrictions::store::of_area(&$scope.area))),
            None => $query,
        };
    };
}
pub use __by_restricted as by_restricted;

/// Returns those of `ids` that are restricted.
pub fn among(conn: &mut AnyConnection, ids: Vec<String>) -> Result<HashSet<String>, ApiError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let these = restrictions::table.filter(restrictions::id.eq_any(ids)).select(restrictions::id);
    Ok(these.load::<String>(conn)?.into_iter().collect())
}

/// Returns those of `ids` that are kept from `reader`.
pub fn kept_from(conn: &mut AnyConnection, reader: &Reader, ids: Vec<String>) -> Result<HashSet<String>, ApiError> {
    let restricted = of(conn, ids)?.into_iter().filter(|(_, (restriction, people))| {
        let people: Vec<UserId> = people.iter().map(|person| person.user_id.clone()).collect();
        reader.is_kept_from(restriction.side, &people)
    });
    Ok(restricted.map(|(id, _)| id).collect())
}

/// Returns whether a record is restricted.
pub fn is_restricted<R: Tracked>(conn: &mut AnyConnection, record: &R) -> Result<bool, ApiError> {
    let this = restrictions::table.filter(restrictions::id.eq(record.id()));
    Ok(this.count().get_result::<i64>(conn)? > 0)
}

/// Returns the restrictions of `ids` with the people that each names, in two queries.
pub fn of(conn: &mut AnyConnection, ids: Vec<String>) -> Result<HashMap<String, (Restriction, Vec<NamedPerson>)>, ApiError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<Restriction> = restrictions::table.filter(restrictions::id.eq_any(ids)).load(conn)?;
    let mut all: HashMap<String, (Restriction, Vec<NamedPerson>)> =
        rows.into_iter().map(|row| (row.id.clone(), (row, Vec::new()))).collect();
    if all.is_empty() {
        return Ok(all);
    }
    let named = restriction_people::table
        .filter(restriction_people::restriction_id.eq_any(all.keys().cloned().collect::<Vec<_>>()))
        .order((restriction_people::name.asc(), restriction_people::user_id.asc()));
    for person in named.load::<NamedPerson>(conn)? {
        if let Some((_, people)) = all.get_mut(&person.restriction_id) {
            people.push(person);
        }
    }
    Ok(all)
}

/// Stores a restriction in place of an earlier one of the same draft.
pub fn replace(conn: &mut AnyConnection, restriction: &Restriction, people: &[NamedPerson]) -> Result<(), ApiError> {
    end(conn, &restriction.id)?;
    diesel::insert_into(restrictions::table).values(restriction).execute(conn)?;
    for person in people {
        diesel::insert_into(restriction_people::table).values(person).execute(conn)?;
    }
    Ok(())
}

/// Ends the restriction of a draft, if there is one: it was lifted, or the draft is no draft any more.
pub fn end(conn: &mut AnyConnection, id: &str) -> Result<(), ApiError> {
    diesel::delete(restriction_people::table.filter(restriction_people::restriction_id.eq(id))).execute(conn)?;
    diesel::delete(restrictions::table.filter(restrictions::id.eq(id))).execute(conn)?;
    Ok(())
}

/// Restricts `id` as `like` is, unless it has a restriction of its own: it hung on a restricted draft and is being deleted, and the trail
/// keeps its words.
pub fn leave(conn: &mut AnyConnection, like: &str, id: &str) -> Result<(), ApiError> {
    let mut both = of(conn, vec![like.to_owned(), id.to_owned()])?;
    let (None, Some((restriction, people))) = (both.remove(id), both.remove(like)) else { return Ok(()) };
    let people: Vec<NamedPerson> =
        people.into_iter().map(|person| NamedPerson { restriction_id: id.to_owned(), ..person }).collect();
    replace(conn, &Restriction { id: id.to_owned(), ..restriction }, &people)
}

/// Returns the accounts of an area among `ids`: the name and the role of each, and whether it is active.
pub fn accounts(conn: &mut AnyConnection, area: &str, ids: &[UserId]) -> Result<HashMap<UserId, (String, Role, bool)>, ApiError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(UserId, String, Role, String)> = users::table
        .filter(users::area.eq(area))
        .filter(users::id.eq_any(ids.to_vec()))
        .select((users::id, users::name, users::role, users::status))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, name, role, status)| (id, (name, role, status == "active"))).collect())
}
