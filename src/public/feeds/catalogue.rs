//! The catalogue of data sets (DCAT-AP 3, as JSON-LD): one for each table and area, with its formats and addresses.

use serde_json::{Map, Value, json};

use super::formats::Format;
use super::media::{ATOM, JSON_FEED};
use super::rows::ExportTable;
use super::store::Extent;
use super::{dcat, store};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::http::query::nothing;
use crate::public;
use crate::public::front::{Asking, Made};

/// The media type of JSON-LD.
pub const JSON_LD: &str = "application/ld+json";

/// The path of the catalogue.
const PATH: &str = "/public/v1/catalog.jsonld";

/// An area that has published something, as its data sets speak of it.
struct Area {
    slug: String,
    name: String,
    /// Name of the body that publishes.
    body: String,
}

/// The address of the service, from which every other address is made.
struct Place<'a>(&'a str);

impl Place<'_> {
    fn public(&self, path: &str) -> String {
        format!("{}/public/v1/{path}", self.0)
    }

    /// Returns the address of something that the catalogue itself describes.
    fn here(&self, name: &str) -> String {
        format!("{}{PATH}#{name}", self.0)
    }

    /// Returns the page for people.
    fn page(&self) -> String {
        format!("{}/", self.0)
    }
}

/// Builds the catalogue.
pub fn page(conn: &mut AnyConnection, asking: &Asking, base: &str) -> Result<Made, ApiError> {
    nothing(&asking.query)?;
    let (place, mut sets, mut areas, mut issued) = (Place(base), Vec::new(), Vec::new(), None);
    for (slug, name) in public::store::areas(conn)? {
        let body = body(conn, &slug)?.unwrap_or_else(|| format!("The police and crime oversight body of {name}"));
        let area = Area { slug, name, body };
        for table in ExportTable::ALL {
            let extent = match table {
                ExportTable::Editions => store::extent_of_editions(conn, &area.slug)?,
                table => store::extent(conn, &area.slug, table.resources())?,
            };
            if let Some(extent) = extent {
                issued = issued.into_iter().chain([extent.issued]).min();
                sets.push(data_set(&place, &area, *table, &extent));
            }
        }
        areas.push(area);
    }
    let mut catalogue = json!({
        "@context": dcat::context(),
        "@id": format!("{base}{PATH}"),
        "@type": "dcat:Catalog",
        "dct:title": dcat::english("The published record of how a police force is held to account"),
        "dct:description": dcat::english("Questions, answers, findings and agreements, as published in editions."),
        "dct:license": dcat::licence(),
        "dct:publisher": publisher(&place, &areas),
        "dct:language": dcat::language(),
        "dct:spatial": dcat::country(),
        "dct:modified": dcat::date_time(asking.state.at),
        "foaf:homepage": dcat::node(place.page(), "foaf:Document"),
        "dcat:themeTaxonomy": dcat::themes(),
        "dcat:service": service(&place, &areas, &sets),
        "dcat:dataset": sets,
    });
    add(&mut catalogue, issued.map(|at| ("dct:issued", dcat::date_time(at))));
    Ok(Made { content_type: JSON_LD, ..Made::page(catalogue.to_string(), asking.state.at) })
}

fn add(node: &mut Value, members: impl IntoIterator<Item = (&'static str, Value)>) {
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
    if let Some(node) = node.as_object_mut() {
        node.extend(members);
    }
}

/// Returns the name of the body of an area, as its newest published plan has it.
fn body(conn: &mut AnyConnection, area: &str) -> Result<Option<String>, ApiError> {
    let Some(plan) = store::newest_plan(conn, area)? else { return Ok(None) };
    let plan: Value = serde_json::from_str(&plan)?;
    Ok(plan.pointer("/body/name").and_then(Value::as_str).map(str::to_owned))
}

impl Area {
    fn publisher(&self, place: &Place<'_>) -> Value {
        dcat::local_authority(&place.here(&format!("{}-publisher", self.slug)), &self.body)
    }

    fn contact(&self, place: &Place<'_>) -> Value {
        dcat::contact(&place.here(&format!("{}-contact", self.slug)), &self.body, &place.page())
    }

    /// Returns the police area, in the country.
    fn spatial(&self, place: &Place<'_>) -> Value {
        let id = place.here(&format!("{}-area", self.slug));
        let here = json!({"@id": id, "@type": "dct:Location", "skos:prefLabel": dcat::english(&*self.name)});
        json!([here, dcat::country()])
    }
}

/// Returns the publisher of the catalogue: the one body that publishes here, or else the service.
fn publisher(place: &Place<'_>, areas: &[Area]) -> Value {
    match areas {
        [area] => area.publisher(place),
        _ => dcat::local_authority(&place.here("publisher"), &format!("Answerable at {}", place.0)),
    }
}

/// Returns what a data set and the service that serves it have in common.
fn subject() -> Map<String, Value> {
    let words = ["police", "police and crime commissioner", "accountability", "scrutiny", "transparency"];
    let members = [
        ("dct:license", dcat::licence()),
        ("dct:accessRights", dcat::access()),
        ("dct:language", dcat::language()),
        ("dcat:theme", dcat::theme()),
        ("dcat:keyword", json!(words.map(dcat::english))),
    ];
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Returns the API that lists are read from.
fn service(place: &Place<'_>, areas: &[Area], sets: &[Value]) -> Value {
    let served: Vec<Value> = sets.iter().filter_map(|set| Some(json!({"@id": set.get("@id")?}))).collect();
    let mut service = Value::Object(subject());
    add(
        &mut service,
        [
            ("@id", json!(place.here("api"))),
            ("@type", json!("dcat:DataService")),
            ("dct:title", dcat::english("Public API")),
            ("dct:description", dcat::english("Lists, single records, searches and changes as JSON. No key is needed.")),
            ("dct:publisher", publisher(place, areas)),
            ("dcat:contactPoint", dcat::contact(&place.here("contact"), "The operator of this service", &place.page())),
            ("dcat:endpointURL", json!({"@id": format!("{}/public/v1", place.0)})),
            ("dcat:endpointDescription", json!({"@id": format!("{}/openapi.json", place.0)})),
            ("dct:conformsTo", dcat::node("https://spec.openapis.org/oas/v3.1.0", "dct:Standard")),
            ("dcat:landingPage", dcat::node(place.page(), "foaf:Document")),
            ("dcat:servesDataset", json!(served)),
        ],
    );
    service
}

fn data_set(place: &Place<'_>, area: &Area, table: ExportTable, extent: &Extent) -> Value {
    let (slug, name, title) = (&area.slug, &area.name, table.title());
    let id = place.here(&format!("{slug}-{table}"));
    let about = format!(
        "{title}, in the police area {name}. Each row is of the newest published edition, and says what is withheld of it and why."
    );
    let mut set = Value::Object(subject());
    let words = [table.as_str().replace('_', " "), name.clone()].map(dcat::english);
    if let Some(keywords) = set.get_mut("dcat:keyword").and_then(Value::as_array_mut) {
        keywords.extend(words);
    }
    add(
        &mut set,
        [
            ("@id", json!(id)),
            ("@type", json!("dcat:Dataset")),
            ("dct:identifier", json!(id)),
            ("dct:title", dcat::english(format!("{title}, {name}"))),
            ("dct:description", dcat::english(about)),
            ("dct:publisher", area.publisher(place)),
            ("dcat:contactPoint", area.contact(place)),
            ("dct:spatial", area.spatial(place)),
            ("dct:issued", dcat::date_time(extent.issued)),
            ("dct:modified", dcat::date_time(extent.modified)),
            ("dct:accrualPeriodicity", dcat::frequency()),
            ("dcat:landingPage", dcat::node(place.page(), "foaf:Document")),
            ("dcat:distribution", json!(distributions(place, slug, table, extent))),
        ],
    );
    add(&mut set, extent.from.zip(extent.to).map(|(from, to)| ("dct:temporal", dcat::period(from, to))));
    set
}

/// A form in which a data set is taken away.
struct Form<'a> {
    /// The word for it in its address in the catalogue.
    name: &'a str,
    title: &'a str,
    about: &'a str,
    media_type: &'a str,
    /// Address under `/public/v1/`.
    path: String,
    /// A file that is downloaded whole, or a place from which to read on.
    is_file: bool,
}

fn distributions(place: &Place<'_>, area: &str, table: ExportTable, extent: &Extent) -> Vec<Value> {
    let mut forms: Vec<Form<'_>> = Format::ALL
        .into_iter()
        .map(|format| {
            let (name, about) = match format {
                Format::Csv => ("csv", "The whole table as CSV (RFC 4180), in UTF-8 with a byte order mark."),
                Format::Ndjson => ("ndjson", "The whole table, one JSON object to a line."),
            };
            let media_type = format.media_type().split(';').next().unwrap_or_default();
            let path = format!("export/{table}.{}?area={area}", format.ending());
            Form { name, title: if name == "csv" { "CSV" } else { "NDJSON" }, about, media_type, path, is_file: true }
        })
        .collect();
    let read = |name, title, about, media_type, path| Form { name, title, about, media_type, path, is_file: false };
    // Not every table is of records that have a list of their own.
    if let Some(list) = table.list() {
        let about = "The list of the public API: filters, pages, and changes since a time.";
        forms.push(read("api", "JSON, page by page", about, "application/json", format!("{list}?area={area}")));
    }
    if table == ExportTable::Editions {
        let about = "Publications and withdrawals as they happen, with the whole history.";
        forms.push(read("atom", "Atom", about, ATOM, format!("feeds/atom.xml?area={area}")));
        forms.push(read("feed", "JSON Feed", about, JSON_FEED, format!("feeds/feed.json?area={area}")));
    }
    forms.iter().map(|form| distribution(place, (area, table), form, extent)).collect()
}

fn distribution(place: &Place<'_>, (area, table): (&str, ExportTable), form: &Form<'_>, extent: &Extent) -> Value {
    let address = || json!({"@id": place.public(&form.path)});
    let mut distribution = json!({
        "@id": place.here(&format!("{area}-{table}-{}", form.name)),
        "@type": "dcat:Distribution",
        "dct:title": dcat::english(form.title),
        "dct:description": dcat::english(form.about),
        "dct:license": dcat::licence(),
        "dct:rights": dcat::access(),
        "dct:language": dcat::language(),
        "dct:issued": dcat::date_time(extent.issued),
        "dct:modified": dcat::date_time(extent.modified),
        "dcatap:availability": dcat::availability(),
        // Mandatory also where a file is downloaded.
        "dcat:accessURL": address(),
    });
    add(&mut distribution, dcat::format(form.media_type));
    add(&mut distribution, form.is_file.then(|| ("dcat:downloadURL", address())));
    if form.media_type == "text/csv" {
        let schema = dcat::node(place.public(&format!("export/{table}.csv-metadata.json")), "dct:Standard");
        add(&mut distribution, [("dct:conformsTo", schema)]);
    }
    if form.media_type == "application/json" {
        add(&mut distribution, [("dcat:accessService", json!({"@id": place.here("api")}))]);
    }
    distribution
}
