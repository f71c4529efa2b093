//! Areas and oversight bodies as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::foundation::dates::{day, optional_day};
use crate::foundation::db::{id_type, text_enum};
use crate::foundation::input::from_text;
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;

id_type!(
    /// The id of an area.
    AreaId
);
id_type!(
    /// The id of an oversight body.
    BodyId
);

text_enum!(
    /// The acts on a body; `allowed_acts` lists them in this order.
    BodyAct {
        Edit = "edit",
    }
);

text_enum!(
    /// The kind of an oversight body.
    BodyKind {
        /// Police and Crime Commissioner.
        Pcc = "pcc",
        /// Police, Fire and Crime Commissioner.
        Pfcc = "pfcc",
        /// A mayor who has the functions of a commissioner.
        Mayor = "mayor",
        /// The Mayor's Office for Policing and Crime, in London.
        Mopac = "mopac",
        /// The Common Council of the City of London.
        CommonCouncil = "common_council",
        Board = "board",
    }
);

/// An area as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::areas, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Area {
    pub id: AreaId,
    pub slug: String,
    pub code: String,
    pub name: String,
    pub force_name: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// A body as stored.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::bodies, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct Body {
    pub id: BodyId,
    pub area: String,
    pub kind: BodyKind,
    pub name: String,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub succeeded_by: Option<BodyId>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i32,
}

/// A new area, added by the operator or a record file.
#[derive(Debug, Clone, Serialize)]
pub struct AddArea {
    pub slug: String,
    pub code: String,
    pub name: String,
    pub force_name: String,
}

/// Add an oversight body.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "pcc", "name": "Police and Crime Commissioner for West Mercia", "valid_from": "2012-11-22"}))]
pub struct AddBody {
    pub kind: BodyKind,
    pub name: String,
    #[serde(deserialize_with = "day")]
    pub valid_from: NaiveDate,
    /// Last day of its term.
    #[serde(default, deserialize_with = "optional_day")]
    pub valid_to: Option<NaiveDate>,
    /// Id of the body that takes over its functions and open items.
    pub succeeded_by: Option<BodyId>,
}

merge_patch!(
    /// Change a body (JSON Merge Patch): absent members stay, `null` clears.
    EditBody of AddBody, such as {"valid_to": "2028-05-07"};
    Body {
        edited: name, valid_from, valid_to, succeeded_by;
        fixed: kind;
        not in the draft: id, area, created_at, updated_at, version;
    }
);

/// The form of a slug, which completes the sentence "send ...".
const A_SLUG: &str = "the slug of an area, 2 to 40 of a to z, 0 to 9 and -, such as west-mercia";

fn is_slug(text: &str) -> bool {
    let of_slugs = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (2..=40).contains(&text.len()) && text.chars().all(of_slugs)
}

/// Returns a text if it can be the slug of an area.
pub fn slug(text: &str) -> Option<&str> {
    is_slug(text).then_some(text)
}

/// A slug as it is sent.
struct Slug(String);

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, A_SLUG, |text| slug(text).map(str::to_owned).ok_or(A_SLUG)).map(Self)
    }
}

/// Reads the slug of an area in a filter (for `#[serde(deserialize_with)]`).
pub fn optional_slug<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer).map(|slug| slug.map(|Slug(slug)| slug))
}

impl Check for AddArea {
    fn check(mut self, faults: &mut Faults) -> Self {
        if !is_slug(&self.slug) {
            faults.add("/slug", format!("must be {A_SLUG}"));
        }
        if !(2..=6).contains(&self.code.len()) || !self.code.chars().all(|c| c.is_ascii_uppercase()) {
            faults.add("/code", "must be 2 to 6 capital letters");
        }
        self.name = faults.line("/name", &self.name);
        self.force_name = faults.line("/force_name", &self.force_name);
        self
    }
}

impl Check for AddBody {
    fn check(mut self, faults: &mut Faults) -> Self {
        self.name = faults.line("/name", &self.name);
        if self.valid_to.is_some_and(|to| to < self.valid_from) {
            faults.add("/valid_to", "must be on or after valid_from");
        }
        if self.succeeded_by.is_some() && self.valid_to.is_none() {
            faults.add("/valid_to", "is required for a body with a successor");
        }
        self
    }
}
