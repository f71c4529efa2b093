//! Values as they were sent, before anybody knows their type.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;

use super::not_json::{self, NotJson};

/// The maximum number of lists and objects inside one another: many more than any input has.
pub const MOST_DEPTH: usize = 64;

/// The largest whole number that a double represents unambiguously: 2^53 - 1.
const MOST_EXACT: f64 = 9_007_199_254_740_991.0;

/// A value as it was sent. Members keep their order and their repeats, so that a reader can refuse a repeated one.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
    /// The values of a parameter or of the field of a form: texts, which are read as whatever is wanted.
    Given(Vec<String>),
}

/// A number of JSON.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    Natural(u64),
    Negative(i64),
    /// One that is not whole, or too large for the others.
    Double(f64),
}

/// A text that is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    NotJson(NotJson),
    /// More than [`MOST_DEPTH`] lists and objects are inside one another.
    TooDeep,
}

impl Tree {
    /// Reads JSON.
    pub fn json(text: &[u8]) -> Result<Self, Unreadable> {
        let mut deserializer = serde_json::Deserializer::from_slice(text);
        let read = Branch { depth: 0 }.deserialize(&mut deserializer);
        let whole = read.and_then(|tree| deserializer.end().map(|()| tree));
        whole.map_err(|error| match error.classify() {
            // The only fault that a branch finds itself.
            Category::Data => Unreadable::TooDeep,
            Category::Syntax | Category::Eof | Category::Io => Unreadable::NotJson(not_json::explained(text, &error)),
        })
    }

    /// Gathers the pairs of a query or a form by their names.
    pub fn pairs(pairs: Vec<(String, String)>) -> Self {
        let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            members.entry(name).or_default().push(value);
        }
        Self::Object(members.into_iter().map(|(name, values)| (name, Self::Given(values))).collect())
    }

    /// Returns a member of an object; of a repeated one the last.
    pub fn get(&self, member: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().rev().find(|(name, _)| name == member).map(|(_, value)| value)
    }
}

/// A place in the tree that is read from JSON.
struct Branch {
    depth: usize,
}

impl Branch {
    fn below<E: de::Error>(&self) -> Result<Self, E> {
        if self.depth < MOST_DEPTH { Ok(Self { depth: self.depth + 1 }) } else { Err(E::custom("too deep")) }
    }
}

impl<'de> DeserializeSeed<'de> for Branch {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Branch {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(Number::Natural(number)))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(u64::try_from(number).map_or(Number::Negative(number), Number::Natural)))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Tree, E> {
        // JSON Schema takes 5.0 for a whole number, and so do those who generate clients from it.
        let whole = (number.fract() == 0.0 && number.abs() <= MOST_EXACT).then(|| format!("{number:.0}").parse().ok());
        whole.flatten().map_or(Ok(Tree::Number(Number::Double(number))), |whole| self.visit_i64(whole))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.below()?)? {
            list.push(item);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Tree, A::Error> {
        let mut object = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            object.push((name, members.next_value_seed(self.below()?)?));
        }
        Ok(Tree::Object(object))
    }
}
