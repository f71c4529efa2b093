//! Rows as CSV or NDJSON. Pure.

use super::rows::{ExportTable, Row};
use super::tables;
use crate::foundation::error::ApiError;

/// The format of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8, CRLF.
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

/// Encodes rows; the first rows of a table have the header before them.
pub fn encode(table: ExportTable, format: Format, rows: &[Row], first: bool) -> Result<Vec<u8>, ApiError> {
    match format {
        Format::Ndjson => {
            let mut out = Vec::new();
            for row in rows {
                serde_json::to_writer(&mut out, row)?;
                out.push(b'\n');
            }
            Ok(out)
        }
        Format::Csv => csv(table, rows, first).map_err(|error| ApiError::Internal(format!("writing CSV: {error}"))),
    }
}

fn csv(table: ExportTable, rows: &[Row], first: bool) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    if first {
        out.write_record(tables::of(table).iter().map(|column| column.name))?;
    }
    for row in rows {
        out.write_record(row.cells())?;
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
