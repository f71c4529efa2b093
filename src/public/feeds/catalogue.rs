//! The catalogue of data sets (DCAT 3, as JSON-LD): one for each table and area, with its formats and addresses.

use chrono::NaiveDateTime;
use serde_json::{Value, json};

use super::csvw::CSVW;
use super::formats::Format;
use super::media::{ATOM, JSON_FEED, instant};
use super::rows::ExportTable;
use super::store;
use super::store::Extent;
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::query::nothing;
use crate::public;
use crate::public::front::{Asking, Made};
use crate::publication_log::document::LICENCE;

/// The media type of JSON-LD.
pub const JSON_LD: &str = "application/ld+json";

/// Builds the catalogue.
pub fn page(conn: &mut AnyConnection, asking: &Asking, base: &str) -> Result<Made, ApiError> {
    nothing(&asking.query)?;
    let mut sets = Vec::new();
    for (area, name) in public::store::areas(conn)? {
        for table in ExportTable::ALL {
            let extent = match table {
                ExportTable::Editions => store::extent_of_editions(conn, &area)?,
                table => store::extent(conn, &area, table.resources())?,
            };
            sets.extend(extent.map(|extent| data_set(base, (&area, &name), *table, &extent)));
        }
    }
    let catalogue = json!({
        "@context": context(),
        "@id": format!("{base}/public/v1/catalog.jsonld"),
        "@type": "dcat:Catalog",
        "dct:title": "The published record of how a police force is held to account",
        "dct:description": "Questions, answers, findings and agreements, as published in editions.",
        "dct:license": {"@id": LICENCE},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": "Answerable"},
        "dct:language": "en",
        "dct:modified": date_time(asking.state.at),
        "dcat:dataset": sets,
    });
    Ok(Made { content_type: JSON_LD, ..Made::page(catalogue.to_string(), asking.state.at) })
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn date_time(at: NaiveDateTime) -> Value {
    json!({"@type": "xsd:dateTime", "@value": instant(at)})
}

fn data_set(base: &str, (area, name): (&str, &str), table: ExportTable, extent: &Extent) -> Value {
    let address = |path: &str| format!("{base}/public/v1/{path}");
    let mut set = json!({
        "@id": format!("{}#{area}-{table}", address("catalog.jsonld")),
        "@type": "dcat:Dataset",
        "dct:identifier": format!("{area}-{table}"),
        "dct:title": format!("{}, {name}", table.title()),
        "dct:license": {"@id": LICENCE},
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": format!("The police and crime oversight body of {name}")},
        "dct:spatial": {"@type": "dct:Location", "dct:title": name},
        "dct:modified": date_time(extent.modified),
        "dcat:landingPage": {"@id": format!("{base}/public/v1")},
        "dcat:distribution": distributions(base, area, table),
    });
    if let (Some(from), Some(to), Some(set)) = (extent.from, extent.to, set.as_object_mut()) {
        let day = |day: chrono::NaiveDate| json!({"@type": "xsd:date", "@value": day.to_string()});
        let period = json!({"@type": "dct:PeriodOfTime", "dcat:startDate": day(from), "dcat:endDate": day(to)});
        set.insert("dct:temporal".into(), period);
    }
    set
}

fn distributions(base: &str, area: &str, table: ExportTable) -> Vec<Value> {
    let one = |title: &str, media_type: &str, kind: &str, path: String| {
        json!({
            "@type": "dcat:Distribution", "dct:title": title, "dcat:mediaType": media_type, "dct:license": {"@id": LICENCE},
            kind: {"@id": format!("{base}/public/v1/{path}")},
        })
    };
    let mut all: Vec<Value> = Format::ALL
        .into_iter()
        .map(|format| {
            let media_type = format.media_type().split(';').next().unwrap_or_default();
            let path = format!("export/{table}.{}?area={area}", format.ending());
            one(&format.ending().to_uppercase(), media_type, "dcat:downloadURL", path)
        })
        .collect();
    if let Some(csv) = all.first_mut().and_then(Value::as_object_mut) {
        let schema = format!("{base}/public/v1/export/{table}.csv-metadata.json");
        csv.insert("dct:conformsTo".into(), json!({"@id": schema, "dcat:mediaType": CSVW}));
    }
    if let Some(list) = table.list() {
        all.push(one("JSON, page by page", "application/json", "dcat:accessURL", format!("{list}?area={area}")));
    }
    if table == ExportTable::Editions {
        all.push(one("Atom", ATOM, "dcat:accessURL", format!("feeds/atom.xml?area={area}")));
        all.push(one("JSON Feed", JSON_FEED, "dcat:accessURL", format!("feeds/feed.json?area={area}")));
    }
    all
}
