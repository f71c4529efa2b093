//! Rows as CSV or NDJSON. Pure.

use serde_json::Value;

use super::rows::{ExportTable, Row};
use super::tables;
use crate::foundation::error::ApiError;

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8 with a byte order mark, CRLF.
    Csv,
    /// One JSON object per line.
    Ndjson,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Csv, Self::Ndjson];

    /// Returns the file extension.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ndjson => "ndjson",
        }
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Ndjson => "application/x-ndjson",
        }
    }
}

/// The member and the column that hold an address.
const ADDRESS: &str = "url";

/// Returns an address of this service as an absolute one; others are absolute already.
fn addressed(address: String, base: &str) -> String {
    if address.starts_with("/public/v1/") { format!("{base}{address}") } else { address }
}

/// Makes the addresses in a row absolute: a file is read far from the service.
fn address(value: &mut Value, base: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if name == ADDRESS => *text = addressed(std::mem::take(text), base),
                    member => address(member, base),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| address(item, base)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Encodes rows; the first rows of a table have the header before them. Addresses begin with `base`.
pub fn encode(table: ExportTable, format: Format, rows: &[Row], first: bool, base: &str) -> Result<Vec<u8>, ApiError> {
    match format {
        Format::Ndjson => {
            let mut out = Vec::new();
            for row in rows {
                let mut row = serde_json::to_value(row)?;
                address(&mut row, base);
                serde_json::to_writer(&mut out, &row)?;
                out.push(b'\n');
            }
            Ok(out)
        }
        Format::Csv => csv(table, rows, first, base).map_err(|error| ApiError::Internal(format!("writing CSV: {error}"))),
    }
}

/// The mark without which Excel takes UTF-8 for a code page of Windows.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

fn csv(table: ExportTable, rows: &[Row], first: bool, base: &str) -> Result<Vec<u8>, csv::Error> {
    let columns = tables::of(table);
    let begun = if first { BYTE_ORDER_MARK.to_vec() } else { Vec::new() };
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(begun);
    if first {
        out.write_record(columns.iter().map(|column| column.name))?;
    }
    for row in rows {
        let cells = row.cells().into_iter().zip(&columns);
        out.write_record(cells.map(|(cell, column)| if column.name == ADDRESS { addressed(cell, base) } else { cell }))?;
    }
    out.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_names_of_their_own() {
        for table in ExportTable::ALL {
            let mut names: Vec<&str> = tables::of(*table).iter().map(|column| column.name).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{table}");
        }
    }
}
