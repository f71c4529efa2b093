//! What kind of operation one is: everything that its description does not have to say by itself follows from that.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterIn};

/// Whom an operation is for, by where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Under `/v1`: with a token.
    Record,
    /// Under `/v1/auth`: to get a token.
    SignIn,
    /// Under `/public/v1`: for everybody.
    Public,
    /// What the service says of itself: for everybody.
    Service,
}

/// The kind of an operation.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "four facts that have nothing to do with each other")]
pub struct Kind {
    pub place: Place,
    pub path: String,
    pub method: HttpMethod,
    /// It is for the version of a record that the caller has read.
    pub versioned: bool,
    /// It answers with a page of a list.
    pub paged: bool,
    pub has_parameters: bool,
    pub has_body: bool,
}

impl Kind {
    /// The kind of `operation`, before it is completed.
    pub fn of(path: &str, method: HttpMethod, operation: &Operation) -> Self {
        let place = match path {
            path if path.starts_with("/v1/auth/") => Place::SignIn,
            path if path.starts_with("/v1/") => Place::Record,
            path if path.starts_with("/public/v1") => Place::Public,
            _ => Place::Service,
        };
        let parameters = operation.parameters.as_deref().unwrap_or_default();
        let has = |place: ParameterIn, name: &str| {
            let is_it = |parameter: &Parameter| parameter.parameter_in == place && parameter.name == name;
            parameters.iter().any(|parameter| matches!(parameter, RefOr::T(parameter) if is_it(parameter)))
        };
        Self {
            place,
            path: path.to_owned(),
            method,
            versioned: has(ParameterIn::Header, "If-Match"),
            paged: has(ParameterIn::Query, "cursor"),
            has_parameters: !parameters.is_empty(),
            has_body: operation.request_body.is_some(),
        }
    }

    /// Whether callers need a token.
    pub fn needs_token(&self) -> bool {
        self.place == Place::Record
    }

    /// Whether answers are kept by callers and asked for again with their tag.
    pub fn is_kept(&self) -> bool {
        self.place == Place::Public || self.path == "/openapi.json"
    }

    /// Whether one record is what it is about.
    pub fn is_one(&self) -> bool {
        self.path.ends_with('}')
    }

    /// Whether it only reads.
    pub fn reads(&self) -> bool {
        self.method == HttpMethod::Get
    }
}
