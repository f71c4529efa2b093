//! What members and parameters mean, where their types do not say it: `openapi/glossary.toml`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;
use utoipa::openapi::{RefOr, Schema};

/// The glossary as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    members: Words,
    schemas: BTreeMap<String, Words>,
    parameters: Words,
}

type Words = BTreeMap<String, Entry>;

/// A sentence, empty where the types have their own, and an example.
#[derive(Deserialize)]
#[serde(try_from = "Vec<Value>")]
pub struct Entry {
    pub about: String,
    pub example: Option<Value>,
}

impl TryFrom<Vec<Value>> for Entry {
    type Error = String;

    fn try_from(parts: Vec<Value>) -> Result<Self, String> {
        let mut parts = parts.into_iter();
        match (parts.next(), parts.next(), parts.next()) {
            (Some(Value::String(about)), example, None) => Ok(Self { about, example }),
            _ => Err("an entry is a sentence, and perhaps an example".to_owned()),
        }
    }
}

impl Glossary {
    /// The glossary of this service.
    pub fn ours() -> &'static Self {
        static OURS: OnceLock<Glossary> = OnceLock::new();
        OURS.get_or_init(|| {
            let read = toml::from_str(include_str!("../../../openapi/glossary.toml"));
            read.unwrap_or_else(|error| {
                log::error!("openapi/glossary.toml cannot be read: {error}");
                Self { members: Words::new(), schemas: BTreeMap::new(), parameters: Words::new() }
            })
        })
    }

    /// Entries for a member of a schema, the nearest first.
    pub fn of_member(&self, schema: &str, name: &str) -> impl Iterator<Item = &Entry> {
        let of_schema = self.schemas.get(schema);
        let own = of_schema.into_iter().filter_map(move |words| words.get(name).or_else(|| words.get("*")));
        own.chain(self.members.get(name))
    }

    /// Entries for a parameter, the nearest first.
    pub fn of_parameter(&self, name: &str) -> impl Iterator<Item = &Entry> {
        self.parameters.get(name).into_iter().chain(self.members.get(name))
    }
}

/// The sentence for a member or a parameter that is the id of a record: its schema has the name of the record.
pub fn id_of(schema: &RefOr<Schema>) -> Option<String> {
    let name = match schema {
        RefOr::Ref(one) => one.ref_location.rsplit('/').next()?,
        RefOr::T(Schema::AnyOf(choices)) => return choices.items.iter().find_map(id_of),
        RefOr::T(_) => return None,
    };
    let record = name.strip_suffix("Id")?;
    let words: String =
        record.chars().flat_map(|c| [c.is_uppercase().then_some(' '), Some(c.to_ascii_lowercase())]).flatten().collect();
    Some(format!("Id of the{words}."))
}
