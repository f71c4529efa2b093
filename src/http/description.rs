//! What the server knows of its own description, as data: the handlers that need it must not depend on what is mounted.

use actix_web::web;

/// The OpenAPI document, and which methods each of its paths has.
#[derive(Debug)]
pub struct Description {
    /// The document as JSON.
    pub json: web::Bytes,
    /// Path templates such as `/v1/questions/{id}`, each with its methods.
    pub methods: Vec<(String, Vec<&'static str>)>,
}

impl Description {
    /// The methods that the document has for a concrete path.
    pub fn methods_of(&self, path: &str) -> Vec<&'static str> {
        let fits = |template: &str| {
            template.split('/').count() == path.split('/').count()
                && template.split('/').zip(path.split('/')).all(|(want, got)| want.starts_with('{') || want == got)
        };
        self.methods.iter().find(|(template, _)| fits(template)).map(|(_, methods)| methods.clone()).unwrap_or_default()
    }
}
