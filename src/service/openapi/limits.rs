//! The limits on what a body may hold, which `foundation::validate` enforces.
//!
//! A text is a line or prose, by the name of its member; a list has at most [`ITEMS`] items. What differs is below.
//! `tests/it/openapi_limits.rs` sends values on both sides of every limit.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::{AdditionalProperties, Array, ArrayItems, Object, Schema};

use super::shapes::is_text;
use crate::foundation::validate::{ITEMS, LINE, PROSE};

type Schemas = BTreeMap<String, RefOr<Schema>>;

/// Members of one line.
const LINES: &[&str] = &[
    "acknowledged_by",
    "asked_by",
    "basis",
    "capacity",
    "chair",
    "challenged_by",
    "comment_due_text",
    "due_text",
    "expected_text",
    "field",
    "from_text",
    "label",
    "minute_taker",
    "name",
    "owner",
    "own_reference",
    "period_text",
    "printed_number",
    "published_by",
    "published_text",
    "rag",
    "raised_text",
    "resource_id",
    "stated_by",
    "subject_id",
    "title",
    "unit",
    "venue",
];

/// Lines of these schemas only.
const LINES_OF: &[(&str, &str)] = &[
    ("AddWebhook", "description"),
    ("EditWebhook", "description"),
    ("DueCount", "text"),
    ("AddPaper", "url"),
    ("EditPaper", "url"),
    ("PublishPaper", "url"),
    ("AddUpdate", "author"),
];

/// Texts with limits of their own: the least and the greatest number of characters, where there is one.
const OTHERS: &[(&str, &str, Option<usize>, Option<usize>)] = &[
    ("AddUser", "login", Some(1), Some(320)),
    ("AddWebhook", "url", Some(1), Some(2000)),
    ("EditWebhook", "url", Some(1), Some(2000)),
    ("DraftRecommendationSet", "url", Some(1), Some(2000)),
    ("NotePublishedElsewhere", "url", Some(1), Some(2000)),
    ("EditRecommendationSet", "url", Some(1), Some(2000)),
    ("AddUser", "password", Some(12), Some(200)),
    ("ChangePassword", "new", Some(12), Some(200)),
    ("ChangePassword", "current", None, None),
    ("TokenRequest", "*", None, None),
    ("RevokeRequest", "*", None, None),
];

/// Lists of other lengths: the least and the greatest number of items.
const LENGTHS: &[(&str, usize, usize)] = &[("grades", 1, 20), ("events", 1, 5), ("sent_to", 1, ITEMS)];

/// Lists in which a value may stand once.
const UNIQUE: &[&str] = &["action_ids", "conflicts_with", "events", "heads", "people", "priority_ids"];

/// An address of a host, without a user (RFC 3986). Old documents of an office may still be at http.
const ADDRESS: &str =
    "^https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\\[\\]-]*)?$";

/// The greatest whole number that a double holds exactly, 2^53 - 1.
const MOST_EXACT: usize = 9_007_199_254_740_991;

/// A time of day.
const TIMES: &[&str] = &["starts_at", "ends_at"];

/// A month.
const MONTHS: &[&str] = &["held_in"];

/// The names of all schemas that callers send.
pub fn sent<'a>(items: impl Iterator<Item = &'a PathItem>, schemas: &Schemas) -> BTreeSet<String> {
    let operations = items.flat_map(|item| [&item.post, &item.patch, &item.put].into_iter().flatten());
    let mut names = BTreeSet::new();
    for body in operations.filter_map(body_of) {
        gather(&json!(body), schemas, &mut names);
    }
    names
}

/// States the limits on every member of what callers send.
pub fn state(sent: &BTreeSet<String>, schemas: &mut Schemas) {
    for name in sent {
        if let Some(RefOr::T(schema)) = schemas.get_mut(name) {
            limit_members(name, schema);
        }
    }
}

/// States the limits on the members of a record, or of each form that it can have. A form has no other members.
fn limit_members(owner: &str, schema: &mut Schema) {
    match schema {
        Schema::Object(object) => {
            for (member, schema) in &mut object.properties {
                limit(owner, member, schema);
            }
        }
        Schema::OneOf(forms) => {
            for form in &mut forms.items {
                if let RefOr::T(form) = form {
                    if let Schema::Object(object) = form
                        && !object.properties.is_empty()
                    {
                        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
                    }
                    limit_members(owner, form);
                }
            }
        }
        _ => {}
    }
}

fn body_of(operation: &Operation) -> Option<Vec<&RefOr<Schema>>> {
    let Some(RefOr::T(body)) = &operation.request_body else { return None };
    let contents = body.content.values().filter_map(|content| match content {
        RefOr::T(content) => content.schema.as_ref(),
        RefOr::Ref(_) => None,
    });
    Some(contents.collect())
}

/// Gathers the names of all components that a schema refers to.
fn gather(schema: &Value, schemas: &Schemas, names: &mut BTreeSet<String>) {
    match schema {
        Value::Array(items) => items.iter().for_each(|item| gather(item, schemas, names)),
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
            if let Some(name) = name
                && names.insert(name.to_owned())
            {
                gather(&json!(schemas.get(name)), schemas, names);
            }
            members.values().for_each(|member| gather(member, schemas, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn limit(owner: &str, name: &str, schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(text)) if is_free(text) => limit_text(owner, name, text),
        RefOr::T(Schema::Object(number)) if name == "point_speakers" => number.maximum = Some(u16::MAX.into()),
        RefOr::T(Schema::Object(day)) => limit_day(day),
        RefOr::T(Schema::Array(list)) => limit_list(owner, name, list),
        RefOr::T(Schema::AnyOf(choices)) => choices.items.iter_mut().for_each(|choice| limit(owner, name, choice)),
        RefOr::T(_) | RefOr::Ref(_) => {}
    }
}

/// True for a text that may say anything.
fn is_free(object: &Object) -> bool {
    let is_secret = json!(object.format) == "password";
    is_text(object) && object.enum_values.is_none() && object.pattern.is_none() && (object.format.is_none() || is_secret)
}

/// States the years that a day or an instant can be of.
pub fn limit_day(day: &mut Object) {
    let format = json!(day.format);
    if (format == "date" || format == "date-time") && day.pattern.is_none() {
        let day_only = if format == "date" { "$" } else { "" };
        day.pattern = Some(format!("^(1[89]|2[01])[0-9]{{2}}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]){day_only}"));
    }
}

/// States how great a whole number can be: what its type holds, or what every reader of JSON keeps exactly (RFC 8259 section 6).
pub fn limit_number(number: &mut Object) {
    if json!(number.schema_type) == "integer" && number.maximum.is_none() {
        let is_short = json!(number.format) == "int32";
        number.maximum = Some(if is_short { i32::MAX.into() } else { MOST_EXACT.into() });
    }
}

fn limit_text(owner: &str, name: &str, text: &mut Object) {
    let own = OTHERS.iter().find(|(schema, member, ..)| *schema == owner && [name, "*"].contains(member));
    // What a webhook may be sent to is decided by more than its form.
    match owner {
        "AddWebhook" | "EditWebhook" => {}
        _ if name == "url" => text.pattern = Some(ADDRESS.to_owned()),
        _ => {}
    }
    if let Some((_, _, least, most)) = own {
        (text.min_length, text.max_length) = (*least, *most);
        return;
    }
    if TIMES.contains(&name) {
        text.pattern = Some("^([01][0-9]|2[0-3]):[0-5][0-9]$".to_owned());
        return;
    }
    if MONTHS.contains(&name) {
        text.pattern = Some("^(1[89][0-9]{2}|2[01][0-9]{2})-(0[1-9]|1[0-2])$".to_owned());
        return;
    }
    if text.max_length.is_none() {
        let is_line = LINES.contains(&name) || LINES_OF.contains(&(owner, name));
        text.max_length = Some(if is_line { LINE } else { PROSE });
    }
    text.min_length = Some(1);
}

fn limit_list(owner: &str, name: &str, list: &mut Array) {
    let own = LENGTHS.iter().find(|(member, ..)| *member == name);
    let (least, most) = own.map_or((None, ITEMS), |(_, least, most)| (Some(*least), *most));
    (list.min_items, list.max_items) = (list.min_items.or(least), list.max_items.or(Some(most)));
    list.unique_items |= UNIQUE.contains(&name);
    if let ArrayItems::RefOrSchema(item) = &mut list.items {
        limit(owner, name, item);
    }
}
