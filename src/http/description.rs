//! The OpenAPI description as data, so that handlers that need it do not depend on the routes.

use std::collections::HashMap;
use std::io;
use std::sync::OnceLock;

use actix_web::{HttpRequest, web};

use crate::foundation::digest::sha256_hex;
use crate::http::encoding::Encoding;
use crate::http::mount::Ways;

/// The OpenAPI document, and the methods of each of its paths.
#[derive(Debug)]
pub struct Description {
    pub document: Document,
    /// Path templates such as `/v1/questions/{id}`, each with its methods.
    pub methods: Vec<(String, Vec<&'static str>)>,
    /// The query parameters of each operation, by method and path template.
    pub parameters: HashMap<(String, String), Vec<String>>,
    /// The way to every operation.
    pub ways: Ways,
}

/// The OpenAPI document as it is sent. It never changes while the service runs, so each encoding is made once.
#[derive(Debug)]
pub struct Document {
    json: web::Bytes,
    sha256: String,
    encoded: [(Encoding, OnceLock<web::Bytes>); 3],
}

impl Document {
    pub fn new(json: web::Bytes) -> Self {
        let encoded = [Encoding::Gzip, Encoding::Zstd, Encoding::Brotli].map(|encoding| (encoding, OnceLock::new()));
        Self { sha256: sha256_hex(&json), json, encoded }
    }

    /// Returns the entity tag of the document in an encoding.
    pub fn tag(&self, encoding: Encoding) -> String {
        encoding.tag(&self.sha256)
    }

    /// Returns the document in an encoding, if that encoding has been made.
    pub fn ready(&self, encoding: Encoding) -> Option<web::Bytes> {
        match self.encoded.iter().find(|(one, _)| *one == encoding) {
            Some((_, bytes)) => bytes.get().cloned(),
            None => Some(self.json.clone()),
        }
    }

    /// Returns the document in an encoding, and makes that encoding first if needed, which is slow.
    pub fn encode(&self, encoding: Encoding) -> io::Result<web::Bytes> {
        if let Some(ready) = self.ready(encoding) {
            return Ok(ready);
        }
        let bytes = web::Bytes::from(encoding.encode(&self.json, true)?);
        let place = self.encoded.iter().find(|(one, _)| *one == encoding);
        Ok(place.map_or(bytes.clone(), |(_, place)| place.get_or_init(|| bytes).clone()))
    }
}

impl Description {
    /// Returns the query parameters of the operation that matched the request; `HEAD` counts as `GET`.
    pub fn parameters_of(&self, request: &HttpRequest) -> &[String] {
        let method = if request.method() == "HEAD" { "GET" } else { request.method().as_str() };
        let template = request.match_pattern().unwrap_or_default();
        self.parameters.get(&(method.to_owned(), template)).map_or(&[], Vec::as_slice)
    }

    /// Returns the methods that the document has for a concrete path.
    pub fn methods_of(&self, path: &str) -> Vec<&'static str> {
        let fits = |template: &str| {
            template.split('/').count() == path.split('/').count()
                && template
                    .split('/')
                    .zip(path.split('/'))
                    .all(|(want, got)| (want.starts_with('{') && !got.is_empty()) || want == got)
        };
        self.methods.iter().find(|(template, _)| fits(template)).map(|(_, methods)| methods.clone()).unwrap_or_default()
    }
}
