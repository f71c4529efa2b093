//! The kind of an operation, from which the shared parts of its description follow.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterIn};

/// The audience of an operation, determined by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Under `/v1`: needs a token.
    Record,
    /// Under `/v1/auth`: issues tokens.
    SignIn,
    /// Under `/public/v1`: open to everybody.
    Public,
    /// The service's own endpoints: open to everybody.
    Service,
}

/// The kind of an operation.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "four facts that have nothing to do with each other")]
pub struct Kind {
    pub place: Place,
    pub path: String,
    pub method: HttpMethod,
    /// True when the operation applies to the version that the caller has read.
    pub versioned: bool,
    /// True when the operation returns a page of a list.
    pub paged: bool,
    pub has_parameters: bool,
    pub has_body: bool,
}

impl Kind {
    /// Determines the kind of `operation`, before it is completed.
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

    /// True when callers need a token.
    pub fn needs_token(&self) -> bool {
        self.place == Place::Record
    }

    /// True when callers may cache responses and revalidate them by tag.
    pub fn is_kept(&self) -> bool {
        self.place == Place::Public || self.path == "/openapi.json"
    }

    /// True when the operation is about one record.
    pub fn is_one(&self) -> bool {
        self.path.ends_with('}')
    }

    /// True when the operation only reads.
    pub fn reads(&self) -> bool {
        self.method == HttpMethod::Get
    }
}
