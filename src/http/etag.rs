//! Versions as ETags, and `If-Match` (RFC 9110 section 13.1.1).

use actix_web::HttpRequest;
use actix_web::http::header::IF_MATCH;

use crate::foundation::error::{ApiError, FieldError};

/// The version of the record that the caller has read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Precondition {
    /// No `If-Match`.
    Absent,
    /// `If-Match: *`, or a caller that has not read the record (an import).
    Any,
    /// Strong ETags; weak ones never match and are left out.
    OneOf(Vec<String>),
}

/// The `If-Match` header, for the OpenAPI description.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only describes a header; the values are read by Precondition")]
pub struct IfMatchHeader {
    /// ETag of the version you have read, such as `"7"`.
    #[param(rename = "If-Match", required = true, example = "\"1\"", pattern = r#"^(\*|(W/)?"[0-9A-Za-z-]*")$"#)]
    if_match: String,
}

impl Precondition {
    /// Reads `If-Match`; 400 when it is not a list of entity tags.
    pub fn of(request: &HttpRequest) -> Result<Self, ApiError> {
        let mut tags = Vec::new();
        let mut any = false;
        let mut seen = false;
        for header in request.headers().get_all(IF_MATCH) {
            seen = true;
            let text = header.to_str().map_err(|_| malformed())?;
            for tag in text.split(',').map(str::trim) {
                match tag {
                    "*" => any = true,
                    tag if tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"') => tags.push(tag.to_owned()),
                    tag if tag.starts_with("W/\"") && tag.ends_with('"') => {}
                    _ => return Err(malformed()),
                }
            }
        }
        Ok(match (seen, any) {
            (false, _) => Self::Absent,
            (true, true) => Self::Any,
            (true, false) => Self::OneOf(tags),
        })
    }

    /// Checks the precondition against `version`: missing is 428, stale is 412 with the current ETag.
    pub fn check(&self, version: i32) -> Result<(), ApiError> {
        let current = of_version(version);
        match self {
            Self::Absent => Err(ApiError::PreconditionRequired),
            Self::Any => Ok(()),
            Self::OneOf(tags) if tags.contains(&current) => Ok(()),
            Self::OneOf(_) => Err(ApiError::PreconditionFailed { etag: current }),
        }
    }
}

/// Returns the ETag of a version.
pub fn of_version(version: i32) -> String {
    format!("\"{version}\"")
}

fn malformed() -> ApiError {
    ApiError::BadParameters(vec![FieldError::new("/header/If-Match", "send an ETag in double quotes, such as \"7\"")])
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn if_match() {
        for (header, version, want) in [
            (None, 1, "428"),
            (Some("\"1\""), 1, "ok"),
            (Some("\"2\", \"1\""), 1, "ok"),
            (Some("*"), 9, "ok"),
            (Some("\"2\""), 1, "412"),
            (Some("W/\"1\""), 1, "412"),
            (Some("1"), 1, "400"),
            (Some(""), 1, "400"),
        ] {
            let mut request = TestRequest::default();
            if let Some(header) = header {
                request = request.insert_header((IF_MATCH, header));
            }
            let got = Precondition::of(&request.to_http_request()).and_then(|precondition| precondition.check(version));
            let got = match got {
                Ok(()) => "ok",
                Err(ApiError::PreconditionRequired) => "428",
                Err(ApiError::PreconditionFailed { .. }) => "412",
                Err(ApiError::BadParameters(_)) => "400",
                Err(other) => panic!("{other}"),
            };
            assert_eq!(got, want, "{header:?}");
        }
    }
}
