//! The OpenAPI document: the same in the file, at `/openapi.json` and on the page at `/docs/`.
//!
//! A debug build puts it together from the mounted operations, and the suite holds it against the file `openapi/openapi.json`. A
//! release build has that file in it instead of the code that makes it, which would be a tenth of the binary and run once.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use actix_web::web;
use serde::Deserialize;

use crate::http::description::{Description, Document};
use crate::http::mount::{self, Ways};
use crate::service::routes;

#[cfg(debug_assertions)]
mod compose;
#[cfg(debug_assertions)]
mod errors;
#[cfg(debug_assertions)]
mod examples;
#[cfg(debug_assertions)]
mod glossary;
#[cfg(debug_assertions)]
mod headers;
#[cfg(debug_assertions)]
mod kind;
#[cfg(debug_assertions)]
mod limits;
#[cfg(debug_assertions)]
mod operation;
#[cfg(debug_assertions)]
mod required;
#[cfg(debug_assertions)]
mod schemas;
#[cfg(debug_assertions)]
mod shapes;
#[cfg(debug_assertions)]
mod trimmed;
#[cfg(debug_assertions)]
mod words;

/// Returns the document as committed: pretty-printed JSON with a final newline.
#[cfg(debug_assertions)]
pub fn json() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        // The document consists of plain maps and strings, so serialising cannot fail.
        let mut text = serde_json::to_string_pretty(&compose::document()).unwrap_or_default();
        text.push('\n');
        text
    })
}

/// The document as it is committed.
#[cfg(not(debug_assertions))]
pub fn json() -> &'static str {
    include_str!("../../../openapi/openapi.json")
}

/// Returns the document as the server keeps it: one for all servers of the process.
pub fn describe() -> Arc<Description> {
    static DESCRIPTION: OnceLock<Arc<Description>> = OnceLock::new();
    Arc::clone(DESCRIPTION.get_or_init(|| Arc::new(read(json()))))
}

/// What the server needs of the document.
#[derive(Deserialize)]
struct Paths {
    paths: BTreeMap<String, Operations>,
}

#[derive(Deserialize)]
struct Operations {
    get: Option<Operation>,
    post: Option<Operation>,
    patch: Option<Operation>,
    delete: Option<Operation>,
    put: Option<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    #[serde(default)]
    parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
struct Parameter {
    name: String,
    #[serde(rename = "in")]
    place: String,
}

impl Operations {
    fn by_method(self) -> impl Iterator<Item = (&'static str, Operation)> {
        let all = [("GET", self.get), ("POST", self.post), ("PATCH", self.patch), ("DELETE", self.delete), ("PUT", self.put)];
        all.into_iter().filter_map(|(method, operation)| operation.map(|operation| (method, operation)))
    }
}

fn read(json: &'static str) -> Description {
    let document = Paths::deserialize(&mut serde_json::Deserializer::from_str(json));
    let document = document.unwrap_or_else(|error| {
        log::error!("the description of the API cannot be read: {error}");
        Paths { paths: BTreeMap::new() }
    });
    let (mut methods, mut parameters) = (Vec::new(), HashMap::new());
    for (path, operations) in document.paths {
        let mut here = Vec::new();
        for (method, operation) in operations.by_method() {
            // HEAD is available wherever GET is.
            here.extend(if method == "GET" { vec!["GET", "HEAD"] } else { vec![method] });
            let in_query = operation.parameters.into_iter().filter(|one| one.place == "query").map(|one| one.name);
            parameters.insert((method.to_owned(), path.clone()), in_query.collect());
        }
        methods.push((path, here));
    }
    let document = Document::new(web::Bytes::from_static(json.as_bytes()));
    Description { document, methods, parameters, ways: Ways::of(&mount::list(routes::mount)) }
}
