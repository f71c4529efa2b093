//! Reads a tree as the type that is wanted.

use std::fmt;
use std::vec;

use serde::de::value::StringDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::fault::Fault;
use super::tree::{Number, Tree};

/// Reads a value of type `T`, or says what is wrong with the first that does not fit.
pub fn read<T: DeserializeOwned>(tree: Tree) -> Result<T, Fault> {
    T::deserialize(Reader(tree))
}

/// Reads a text that is written in a form of its own, such as a day (for `#[serde(deserialize_with)]`). `wanted` completes the
/// sentence "send ...", and so does the error of `read`.
pub fn from_text<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    wanted: &'static str,
    read: fn(&str) -> Result<T, &'static str>,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Written { wanted, read })
}

struct Written<T> {
    wanted: &'static str,
    read: fn(&str) -> Result<T, &'static str>,
}

impl<T> Visitor<'_> for Written<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.wanted)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.read)(text).map_err(|wanted| E::invalid_value(Unexpected::Str(text), &wanted))
    }
}

struct Reader(Tree);

/// A parameter that stands for one value.
fn only(mut values: Vec<String>) -> Result<String, Fault> {
    match (values.pop(), values.len()) {
        (Some(value), 0) => Ok(value),
        (_, more) => Err(Fault::repeated_value(more + 1)),
    }
}

impl Reader {
    /// A number; a parameter is parsed as one.
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Tree::Given(values) = self.0 else { return self.deserialize_any(visitor) };
        let text = only(values)?;
        if let Ok(number) = text.parse::<u64>() {
            visitor.visit_u64(number).map_err(Fault::quoted)
        } else if let Ok(number) = text.parse::<i64>() {
            visitor.visit_i64(number).map_err(Fault::quoted)
        } else {
            Err(Fault::invalid_value(Unexpected::Str(&text), &visitor))
        }
    }
}

/// Reads each of these types as a number.
macro_rules! numbers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> { self.number(visitor) })+
    };
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(value),
            Tree::Number(Number::Natural(number)) => visitor.visit_u64(number),
            Tree::Number(Number::Negative(number)) => visitor.visit_i64(number),
            Tree::Number(Number::Double(number)) => visitor.visit_f64(number),
            Tree::Text(text) => visitor.visit_string(text),
            Tree::List(items) => list(items, visitor),
            Tree::Object(members) => visitor.visit_map(Members { rest: members.into_iter(), next: None }),
            Tree::Given(values) => visitor.visit_string(only(values)?),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.0 == Tree::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Tree::Given(values) = self.0 else { return self.deserialize_any(visitor) };
        match only(values)?.as_str() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(Fault::invalid_value(Unexpected::Str(other), &visitor)),
        }
    }

    numbers! { deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16 deserialize_u32
    deserialize_u64 }

    /// A parameter that may be repeated is a list of its values.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Tree::Given(values) = self.0 else { return self.deserialize_any(visitor) };
        list(values.into_iter().map(|value| Tree::Given(vec![value])).collect(), visitor)
    }

    /// serde takes a list for an object, in the order of our source. Callers must not come to rely on that.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if matches!(self.0, Tree::List(_)) {
            return Err(Fault::invalid_type(Unexpected::Seq, &visitor));
        }
        self.deserialize_any(visitor)
    }

    /// Our enumerations are texts; those with members of their own are read from a type that has the members of all.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        values: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Tree::Text(text) => visitor.visit_enum(StringDeserializer::new(text)),
            Tree::Given(given) => visitor.visit_enum(StringDeserializer::new(only(given)?)),
            other => Err(Fault::not_one_of(&other, values)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { f32 f64 char str string bytes byte_buf unit unit_struct tuple tuple_struct map identifier }
}

fn list<'de, V: Visitor<'de>>(items: Vec<Tree>, visitor: V) -> Result<V::Value, Fault> {
    visitor.visit_seq(Items { rest: items.into_iter().enumerate() })
}

struct Items {
    rest: std::iter::Enumerate<vec::IntoIter<Tree>>,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        let Some((index, item)) = self.rest.next() else { return Ok(None) };
        seed.deserialize(Reader(item)).map(Some).map_err(|fault| fault.inside(&index.to_string()))
    }
}

struct Members {
    rest: vec::IntoIter<(String, Tree)>,
    next: Option<(String, Tree)>,
}

impl<'de> MapAccess<'de> for Members {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        let key = seed.deserialize(StringDeserializer::new(name.clone())).map_err(|fault: Fault| fault.inside(&name))?;
        self.next = Some((name, value));
        Ok(Some(key))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        let (name, value) = self.next.take().unwrap_or((String::new(), Tree::Null));
        seed.deserialize(Reader(value)).map_err(|fault| fault.inside(&name))
    }
}
