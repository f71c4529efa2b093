//! Descriptions of the CSV files for programs: Metadata Vocabulary for Tabular Data (W3C, CSV on the Web). Pure.

use serde_json::{Value, json};

use super::columns::{Cell, Described};
use super::rows::ExportTable;
use super::tables;
use crate::publication_log::document::LICENCE;

/// The media type of the metadata.
pub const CSVW: &str = "application/csvm+json";

/// Returns the metadata of a table of a service at `base`.
///
/// `url` is relative, as the standard has it, so that a copy of both files can be checked where it lies. `@id` says where the
/// table comes from.
pub fn metadata(table: ExportTable, base: &str) -> String {
    json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@id": format!("{base}/public/v1/export/{table}.csv"),
        "url": format!("{table}.csv"),
        "dc:title": table.title(),
        "dc:license": {"@id": LICENCE},
        "dc:source": {"@id": format!("{base}/public/v1")},
        "dialect": {"encoding": "utf-8", "header": true, "delimiter": ",", "quoteChar": "\"", "doubleQuote": true},
        "notes": [{
            "text": "A text that begins with = + - @, a tab or a carriage return is prefixed with an apostrophe, so that no \
                     spreadsheet takes it for a formula: remove one leading apostrophe to get the text as published.",
        }, {
            "text": "Content withheld from a row is replaced by [withheld: REASON] or an empty cell. The column withheld counts \
                     both and withheld_reasons names the reasons; the same row as NDJSON lists the members concerned.",
        }],
        "tableSchema": {"columns": tables::of(table).iter().map(column).collect::<Vec<_>>()},
    })
    .to_string()
}

fn column(column: &Described) -> Value {
    let datatype = match column.cell {
        Cell::Text | Cell::List => json!("string"),
        Cell::Day => json!("date"),
        Cell::Instant => json!("dateTime"),
        Cell::Whole => json!("integer"),
        Cell::Decimal => json!("decimal"),
        Cell::Truth => json!("boolean"),
    };
    let mut member = json!({
        "name": column.name, "titles": column.name, "dc:description": column.about, "datatype": datatype,
    });
    if column.cell == Cell::List
        && let Some(member) = member.as_object_mut()
    {
        member.insert("separator".into(), json!("; "));
    }
    member
}
