//! The values of a handover: JSON that does not depend on the database.
//!
//! Texts, integers and booleans are those of JSON; a day is `2019-01-30`; an instant is RFC 3339 in UTC to the microsecond.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Map, Value};

use crate::foundation::numbers::is_exact;

/// The kind of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Bool,
    Day,
    Instant,
    /// The number of a document in the publication log of a service. In a handover it is the position among the documents of
    /// the area, from 0, because the receiving service numbers its own.
    Leaf,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    /// The position in the primary key, from 1; 0 when it is not part of it.
    pub key: i32,
}

/// The database, which determines the format of instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Kind {
    /// Returns the kind of a column from its declared type in either database; `None` for a type that the project does not use.
    pub fn of(column: &str, declared: &str) -> Option<Self> {
        match declared.to_ascii_lowercase().as_str() {
            "integer" | "bigint" if column == "leaf" => Some(Self::Leaf),
            "integer" | "bigint" => Some(Self::Integer),
            "text" => Some(Self::Text),
            "boolean" => Some(Self::Bool),
            "date" => Some(Self::Day),
            "timestamp" | "timestamp without time zone" => Some(Self::Instant),
            _ => None,
        }
    }

    /// Converts a database value to the handover format; `None` when it is not of this kind.
    pub fn to_handover(self, value: Value) -> Option<Value> {
        match (self, value) {
            (_, Value::Null) => Some(Value::Null),
            (Self::Text, value @ Value::String(_)) | (Self::Bool, value @ Value::Bool(_)) => Some(value),
            (Self::Integer | Self::Leaf, value) if value.as_i64().is_some_and(is_exact) => Some(value),
            (Self::Bool, value) => match value.as_i64()? {
                0 => Some(Value::Bool(false)),
                1 => Some(Value::Bool(true)),
                _ => None,
            },
            (Self::Day, Value::String(text)) => day(&text).map(|day| Value::String(day.to_string())),
            (Self::Instant, Value::String(text)) => {
                let at = instant(&text.replacen(' ', "T", 1))?;
                Some(Value::String(at.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()))
            }
            _ => None,
        }
    }

    /// Converts a handover value to the database format; `None` when it is not of this kind.
    pub fn to_database(self, value: &Value, engine: Engine) -> Option<Value> {
        match (self, value) {
            (Self::Instant, Value::String(text)) => {
                let at = instant(text.strip_suffix('Z')?)?;
                // On SQLite the text must be the one that the application writes, because texts are compared.
                let form = if engine == Engine::Sqlite { "%F %T%.f" } else { "%FT%T%.f" };
                Some(Value::String(at.format(form).to_string()))
            }
            (Self::Bool, value) if !value.is_boolean() && !value.is_null() => None,
            (_, value) => self.to_handover(value.clone()),
        }
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

fn instant(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()
}

/// Writes a row as a line: canonical JSON (RFC 8785), so that equal rows are equal bytes.
pub fn line(columns: &[Column], values: Vec<Value>) -> Result<String, serde_json::Error> {
    let row: Map<String, Value> = columns.iter().map(|column| column.name.clone()).zip(values).collect();
    Ok(format!("{}\n", serde_jcs::to_string(&row)?))
}

/// Reads the values of a line in the order of `columns`: exactly these.
pub fn values(columns: &[Column], line: &[u8]) -> Result<Vec<Value>, String> {
    let mut row: Map<String, Value> = serde_json::from_slice(line).map_err(|_| "is not a JSON object: get the file again")?;
    let mut take = |column: &Column| row.remove(&column.name).ok_or_else(|| format!("has no {}", column.name));
    let values = columns.iter().map(&mut take).collect::<Result<Vec<_>, _>>()?;
    match row.keys().next() {
        Some(more) => Err(format!("has {more}, which this version does not know")),
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_databases_say_the_same() {
        for (kind, sqlite, postgres, handover) in [
            (Kind::Text, json!("2019-01-30 é\n"), json!("2019-01-30 é\n"), json!("2019-01-30 é\n")),
            (Kind::Integer, json!(-7), json!(-7), json!(-7)),
            (Kind::Bool, json!(1), json!(true), json!(true)),
            (Kind::Bool, json!(0), json!(false), json!(false)),
            (Kind::Day, json!("2019-01-30"), json!("2019-01-30"), json!("2019-01-30")),
            (Kind::Instant, json!("2019-01-30 09:00:00"), json!("2019-01-30T09:00:00"), json!("2019-01-30T09:00:00Z")),
            (
                Kind::Instant,
                json!("2019-01-30 09:00:00.012300"),
                json!("2019-01-30T09:00:00.0123"),
                json!("2019-01-30T09:00:00.012300Z"),
            ),
            (Kind::Day, Value::Null, Value::Null, Value::Null),
        ] {
            assert_eq!(kind.to_handover(sqlite.clone()), Some(handover.clone()), "{kind:?} {sqlite}");
            assert_eq!(kind.to_handover(postgres.clone()), Some(handover.clone()), "{kind:?} {postgres}");
            for engine in [Engine::Sqlite, Engine::Postgres] {
                let back = kind.to_database(&handover, engine).expect("a value");
                assert_eq!(kind.to_handover(back), Some(handover.clone()), "{kind:?} {handover} {engine:?}");
            }
        }
        let sqlite = Kind::Instant.to_database(&json!("2019-01-30T09:00:00.012300Z"), Engine::Sqlite);
        assert_eq!(sqlite, Some(json!("2019-01-30 09:00:00.012300")));
    }

    #[test]
    fn other_values_are_none() {
        for (kind, bad) in [
            (Kind::Text, json!(1)),
            (Kind::Integer, json!("1")),
            (Kind::Integer, json!(1.5)),
            // The line of a row is canonical JSON, which would contain a neighbouring number.
            (Kind::Integer, json!(9_007_199_254_740_993_i64)),
            (Kind::Bool, json!(1)),
            (Kind::Bool, json!("true")),
            (Kind::Day, json!("30 January")),
            (Kind::Instant, json!("2019-01-30T09:00:00")),
            (Kind::Instant, json!("2019-01-30")),
            (Kind::Text, json!(["a"])),
        ] {
            assert_eq!(kind.to_database(&bad, Engine::Sqlite), None, "{kind:?} {bad}");
        }
    }

    #[test]
    fn a_line_has_every_column_and_no_other() {
        let column = |name: &str| Column { name: name.into(), kind: Kind::Text, key: 0 };
        let columns = [column("b"), column("a")];
        let text = line(&columns, vec![json!("1"), Value::Null]).expect("a line");
        assert_eq!(text, "{\"a\":null,\"b\":\"1\"}\n");
        assert_eq!(values(&columns, text.as_bytes()), Ok(vec![json!("1"), Value::Null]));
        assert_eq!(values(&columns, b"{\"a\":1}"), Err("has no b".into()));
        assert!(values(&columns, b"{\"a\":1,\"b\":2,\"c\":3}").is_err_and(|what| what.contains("has c")));
        assert!(values(&columns, b"[]").is_err());
    }
}
