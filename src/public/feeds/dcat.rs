//! The terms of DCAT-AP 3 that the catalogue is written in: nodes, texts, and entries of controlled vocabularies. Pure.
//!
//! Harvesters compare such entries by their address, and check the class of every node that a property leads to. So each node
//! here has its class, and each entry the scheme that it is from.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::media::{ATOM, RIGHTS, instant};
use crate::publication_log::document::LICENCE;

/// The controlled vocabularies of the European Union, by which DCAT-AP names languages, formats and the like.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";

/// Returns the prefixes of a catalogue.
pub fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#", "dcatap": "http://data.europa.eu/r5r/",
        "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
        "skos": "http://www.w3.org/2004/02/skos/core#", "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

/// Returns a text in English.
pub fn english(text: impl Into<String>) -> Value {
    json!({"@language": "en", "@value": text.into()})
}

/// Returns an instant.
pub fn date_time(at: NaiveDateTime) -> Value {
    json!({"@type": "xsd:dateTime", "@value": instant(at)})
}

/// Returns a period of days, both included.
pub fn period(from: NaiveDate, to: NaiveDate) -> Value {
    let day = |day: NaiveDate| json!({"@type": "xsd:date", "@value": day.to_string()});
    json!({"@type": "dct:PeriodOfTime", "dcat:startDate": day(from), "dcat:endDate": day(to)})
}

/// Returns a node of a class.
pub fn node(id: impl Into<String>, class: &str) -> Value {
    json!({"@id": id.into(), "@type": class})
}

/// Returns an entry of a vocabulary of the European Union.
fn authority(list: &str, code: &str, class: &str) -> Value {
    node(format!("{AUTHORITY}/{list}/{code}"), class)
}

/// Returns an entry of a vocabulary with its name.
fn concept(id: &str, name: &str, scheme: &str) -> Value {
    json!({"@id": id, "@type": "skos:Concept", "skos:prefLabel": english(name), "skos:inScheme": {"@id": scheme}})
}

/// Returns the vocabulary of the themes.
pub fn themes() -> Value {
    json!({"@id": format!("{AUTHORITY}/data-theme"), "@type": "skos:ConceptScheme", "dct:title": english("Data themes")})
}

/// Returns the themes of every data set here.
pub fn theme() -> Value {
    let scheme = format!("{AUTHORITY}/data-theme");
    let theme = |code: &str, name: &str| concept(&format!("{scheme}/{code}"), name, &scheme);
    json!([theme("JUST", "Justice, legal system and public safety"), theme("GOVE", "Government and public sector")])
}

pub fn language() -> Value {
    authority("language", "ENG", "dct:LinguisticSystem")
}

pub fn country() -> Value {
    authority("country", "GBR", "dct:Location")
}

/// Returns the right of access: anybody.
pub fn access() -> Value {
    authority("access-right", "PUBLIC", "dct:RightsStatement")
}

/// Returns the frequency of changes: with each publication, on no fixed day.
pub fn frequency() -> Value {
    authority("frequency", "IRREG", "dct:Frequency")
}

/// Returns the time that a distribution is meant to stay.
pub fn availability() -> Value {
    let scheme = format!("{AUTHORITY}/planned-availability");
    concept(&format!("{scheme}/STABLE"), "stable", &scheme)
}

pub fn licence() -> Value {
    let kinds = "http://purl.org/adms/licencetype";
    json!({
        "@id": LICENCE, "@type": "dct:LicenseDocument", "dct:title": english(RIGHTS),
        "dct:type": concept(&format!("{kinds}/Attribution"), "Attribution", &format!("{kinds}/1.0")),
    })
}

/// Returns a body as the publisher of its data. Among the kinds of publisher there are, a local policing body is a local
/// authority.
pub fn local_authority(id: &str, name: &str) -> Value {
    let kinds = "http://purl.org/adms/publishertype";
    json!({
        "@id": id, "@type": "foaf:Agent", "foaf:name": english(name),
        "dct:type": concept(&format!("{kinds}/LocalAuthority"), "Local Authority", &format!("{kinds}/1.0")),
    })
}

/// Returns who to write to. The record has no address of theirs, so it is the page of the service.
pub fn contact(id: &str, name: &str, page: &str) -> Value {
    json!({"@id": id, "@type": ["vcard:Kind", "vcard:Organization"], "vcard:fn": name, "vcard:hasURL": {"@id": page}})
}

/// Returns the members that state a media type. A type that is not registered has only its format.
pub fn format(media_type: &str) -> Vec<(&'static str, Value)> {
    let (code, is_registered) = match media_type {
        "text/csv" => ("CSV", true),
        ATOM => ("ATOM", true),
        "application/json" => ("JSON", true),
        _ => ("JSON", false),
    };
    let mut members = vec![("dct:format", authority("file-type", code, "dct:MediaTypeOrExtent"))];
    if is_registered {
        let registered = format!("https://www.iana.org/assignments/media-types/{media_type}");
        members.push(("dcat:mediaType", node(registered, "dct:MediaType")));
    }
    members
}
