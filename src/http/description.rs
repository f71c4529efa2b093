//! What the server knows of its own description, as data: the handlers that need it must not depend on what is mounted.

use std::collections::HashMap;

use actix_web::{HttpRequest, web};

/// The OpenAPI document, and which methods each of its paths has.
#[derive(Debug)]
pub struct Description {
    /// The document as JSON.
    pub json: web::Bytes,
    /// Path templates such as `/v1/questions/{id}`, each with its methods.
    pub methods: Vec<(String, Vec<&'static str>)>,
    /// The query parameters of each operation, by method and path template.
    pub parameters: HashMap<(String, String), Vec<String>>,
}

impl Description {
    /// The query parameters of the operation that a request has reached; `HEAD` is answered as `GET`.
    pub fn parameters_of(&self, request: &HttpRequest) -> &[String] {
        let method = if request.method() == "HEAD" { "GET" } else { request.method().as_str() };
        let template = request.match_pattern().unwrap_or_default();
        self.parameters.get(&(method.to_owned(), template)).map_or(&[], Vec::as_slice)
    }

    /// The methods that the document has for a concrete path.
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
