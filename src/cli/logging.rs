//! The log: plain lines for people or JSON lines for machines, always on standard error.

use std::io::Write;

use env_logger::fmt::Formatter;
use log::Record;
use log::kv::{Error, Key, Value, VisitSource};
use serde_json::{Map, json};

use crate::foundation::config::LogFormat;

/// Starts the log; `filter` has the syntax of `env_logger`.
pub fn start(filter: &str, format: LogFormat) {
    let mut builder = env_logger::Builder::new();
    builder.parse_filters(filter);
    match format {
        LogFormat::Plain => {
            builder.format_target(false);
        }
        LogFormat::Json => {
            builder.format(json_line);
        }
    }
    if builder.try_init().is_err() {
        eprintln!("another logger is already running in this process");
    }
}

/// Writes a record as one line: `ts`, `level`, `target`, `message`, and the record's own members.
fn json_line(out: &mut Formatter, record: &Record<'_>) -> std::io::Result<()> {
    let mut members = Members(Map::new());
    let _ = record.key_values().visit(&mut members);
    let Members(mut line) = members;
    line.insert("ts".into(), json!(out.timestamp_micros().to_string()));
    line.insert("level".into(), json!(record.level().as_str()));
    line.insert("target".into(), json!(record.target()));
    line.insert("message".into(), json!(record.args().to_string()));
    writeln!(out, "{}", serde_json::Value::Object(line))
}

struct Members(Map<String, serde_json::Value>);

impl<'kvs> VisitSource<'kvs> for Members {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        let value = match (value.to_u64(), value.to_f64()) {
            (Some(number), _) => json!(number),
            (None, Some(number)) => json!(number),
            (None, None) => json!(value.to_string()),
        };
        self.0.insert(key.to_string(), value);
        Ok(())
    }
}
