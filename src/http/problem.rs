//! Errors as RFC 9457 `application/problem+json`. No other module renders errors.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, ETAG, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use super::problem_kind::ProblemKind;
use crate::foundation::error::{ApiError, FieldError};

/// The maximum number of faults in a problem.
pub const MOST_FAULTS: usize = 20;

/// Maximum sizes in bytes: all faults of a problem as JSON, one pointer, and one sentence.
const MOST_BYTES: usize = 12_000;
const MOST_POINTER: usize = 200;
const MOST_DETAIL: usize = 1000;

/// An error (RFC 9457). `type` is documented in docs/API-DESIGN.md; `instance` is the request id.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    #[schema(example = "/problems/wrong-state")]
    pub kind: ProblemKind,
    #[schema(example = "Not possible in this state")]
    pub title: &'static str,
    #[schema(example = 409)]
    pub status: u16,
    /// A sentence that says what is wrong and what to do next.
    #[schema(example = "only a draft question can be put")]
    pub detail: String,
    /// The request id. Quote it when you report a fault.
    #[schema(example = "urn:request:0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11")]
    pub instance: String,
    /// The invalid fields, each fault once; at most 20.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The total number of faults, repeats included, when not all are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 201)]
    pub errors_total: Option<usize>,
    /// With 409: the current status of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_status: Option<&'static str>,
    /// With 409: the acts this caller may perform now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_acts: Option<Vec<&'static str>>,
    /// With 409 of `/public/v1/changes`: the number of documents in the publication log.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 18)]
    pub log_length: Option<u64>,
    /// From the token endpoint: the error code of RFC 6749 section 5.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<&'static str>,
    /// From the token endpoint: the same sentence as `detail`, under its RFC 6749 name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
            Self::OAuth { code: "invalid_client", .. } => StatusCode::UNAUTHORIZED,
            Self::OAuth { .. } | Self::Malformed(_) | Self::BadParameters(_) => StatusCode::BAD_REQUEST,
            Self::Invalid(_) | Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed(..) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::WrongState { .. } | Self::Conflict(_) | Self::KeyInFlight => StatusCode::CONFLICT,
            Self::BeyondLog { .. } | Self::AnotherLog { .. } => StatusCode::CONFLICT,
            Self::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::PreconditionFailed { .. } => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooManySignIns { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Self::DatabaseAway | Self::FilesAway | Self::Overloaded | Self::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::OutcomeUnknown => StatusCode::GATEWAY_TIMEOUT,
            Self::Database(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CACHE_CONTROL, "private, no-store")).content_type("application/problem+json");
        match self {
            Self::Unauthenticated(_) => {
                response.insert_header((WWW_AUTHENTICATE, "Bearer realm=\"answerable\", error=\"invalid_token\""));
            }
            Self::OAuth { code: "invalid_client", .. } => {
                response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"answerable\""));
            }
            Self::PreconditionFailed { etag } => {
                response.insert_header((ETAG, etag.clone()));
            }
            Self::MethodNotAllowed(_, allowed) => {
                response.insert_header((ALLOW, allowed.join(", ")));
            }
            Self::TooManySignIns { retry_after } | Self::Busy { retry_after } => {
                response.insert_header((RETRY_AFTER, retry_after.to_string()));
            }
            Self::DatabaseAway | Self::FilesAway | Self::Overloaded | Self::OutcomeUnknown | Self::KeyInFlight => {
                response.insert_header((RETRY_AFTER, "1"));
            }
            Self::OAuth { .. }
            | Self::Malformed(_)
            | Self::BadParameters(_)
            | Self::Invalid(_)
            | Self::NotFound
            | Self::Forbidden(_)
            | Self::WrongState { .. }
            | Self::Conflict(_)
            | Self::BeyondLog { .. }
            | Self::AnotherLog { .. }
            | Self::PreconditionRequired
            | Self::TooLarge(_)
            | Self::UnsupportedMediaType(_)
            | Self::KeyReused
            | Self::SlowBody
            | Self::Database(_)
            | Self::Internal(_) => {}
        }
        let request_id = crate::http::observe::current_request_id();
        if self.status_code() == StatusCode::INTERNAL_SERVER_ERROR {
            log::error!("request {request_id} failed: {}", chain(self));
        }
        response.json(self.problem(&request_id))
    }
}

impl ApiError {
    fn problem(&self, request_id: &str) -> Problem {
        let kind = self.kind();
        let status = self.status_code();
        let inside = status == StatusCode::INTERNAL_SERVER_ERROR;
        let detail = if inside {
            "the service failed: try again later, and quote the request id when you report it".to_owned()
        } else {
            self.to_string()
        };
        let wrong_state =
            if let Self::WrongState { status, allowed_acts, .. } = self { Some((*status, allowed_acts)) } else { None };
        let error = if let Self::OAuth { code, .. } = self { Some(*code) } else { None };
        let errors = bounded(self.faults());
        let errors_total = Some(self.faults().len()).filter(|total| *total > errors.len());
        let mut detail = shortened(&detail, MOST_DETAIL);
        if let Some(total) = errors_total {
            detail.push_str(&format!("; {} of {total} faults are listed", errors.len()));
        }
        Problem {
            kind,
            title: kind.title(),
            status: status.as_u16(),
            error_description: error.map(|_| detail.clone()),
            detail,
            instance: format!("urn:request:{request_id}"),
            errors,
            errors_total,
            current_status: wrong_state.map(|(status, _)| status),
            allowed_acts: wrong_state.map(|(_, acts)| acts.clone()),
            log_length: match self {
                Self::BeyondLog { log_length, .. } | Self::AnotherLog { log_length, .. } => Some(*log_length),
                _ => None,
            },
            error,
        }
    }

    fn faults(&self) -> &[FieldError] {
        if let Self::Invalid(faults) | Self::BadParameters(faults) = self { faults } else { &[] }
    }

    /// The kind of the problem.
    fn kind(&self) -> ProblemKind {
        match self {
            Self::Unauthenticated(_) => ProblemKind::Unauthenticated,
            Self::OAuth { .. } => ProblemKind::SignIn,
            Self::Malformed(_) => ProblemKind::Malformed,
            Self::BadParameters(_) => ProblemKind::BadParameters,
            Self::Invalid(_) => ProblemKind::Invalid,
            Self::NotFound => ProblemKind::NotFound,
            Self::MethodNotAllowed(..) => ProblemKind::MethodNotAllowed,
            Self::Forbidden(_) => ProblemKind::Forbidden,
            Self::WrongState { .. } => ProblemKind::WrongState,
            Self::Conflict(_) => ProblemKind::Conflict,
            Self::BeyondLog { .. } => ProblemKind::BeyondTheLog,
            Self::AnotherLog { .. } => ProblemKind::AnotherLog,
            Self::PreconditionRequired => ProblemKind::PreconditionRequired,
            Self::PreconditionFailed { .. } => ProblemKind::Stale,
            Self::TooLarge(_) => ProblemKind::TooLarge,
            Self::UnsupportedMediaType(_) => ProblemKind::MediaType,
            Self::KeyReused => ProblemKind::IdempotencyKeyReused,
            Self::KeyInFlight => ProblemKind::IdempotencyKeyInFlight,
            Self::TooManySignIns { .. } => ProblemKind::TooManySignIns,
            Self::SlowBody => ProblemKind::SlowBody,
            Self::DatabaseAway => ProblemKind::DatabaseAway,
            Self::FilesAway => ProblemKind::FilesAway,
            Self::Overloaded | Self::Busy { .. } => ProblemKind::Overloaded,
            Self::OutcomeUnknown => ProblemKind::OutcomeUnknown,
            Self::Database(_) | Self::Internal(_) => ProblemKind::Internal,
        }
    }
}

/// Returns the first faults, each once, with long quotes from the request shortened: a caller controls their number and length.
fn bounded(faults: &[FieldError]) -> Vec<FieldError> {
    let (mut kept, mut bytes) = (Vec::<FieldError>::new(), 0);
    for fault in faults {
        let pointer = shortened(&fault.pointer, MOST_POINTER);
        let fault = FieldError { pointer, detail: shortened(&fault.detail, MOST_DETAIL) };
        if kept.contains(&fault) {
            continue;
        }
        bytes += serde_json::to_string(&fault).map_or(0, |text| text.len());
        if kept.len() == MOST_FAULTS || (bytes > MOST_BYTES && !kept.is_empty()) {
            break;
        }
        kept.push(fault);
    }
    kept
}

/// Shortens a text to at most `most` bytes with `…` in the middle: the beginning says what it is, the end how to correct it.
fn shortened(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub('…'.len_utf8());
    let before = (0..=room / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
    let after = (text.len() - room / 2..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    format!("{}…{}", text.get(..before).unwrap_or_default(), text.get(after..).unwrap_or_default())
}

/// Formats the error and its causes for the log.
fn chain(error: &ApiError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(faults: Vec<FieldError>) -> (Problem, usize) {
        let problem = ApiError::BadParameters(faults).problem("r");
        let bytes = serde_json::to_string(&problem).expect("JSON").len();
        (problem, bytes)
    }

    #[test]
    fn a_problem_is_short_whatever_was_sent() {
        let numbered = |count: usize| (0..count).map(|n| FieldError::new(format!("/query/{n}"), "unknown")).collect::<Vec<_>>();
        for (count, listed, total) in [(0, 0, None), (1, 1, None), (20, 20, None), (21, 20, Some(21)), (9000, 20, Some(9000))] {
            let (problem, _) = problem(numbered(count));
            assert_eq!((problem.errors.len(), problem.errors_total), (listed, total), "{count}");
            let said = total.map(|total| problem.detail.ends_with(&format!("; 20 of {total} faults are listed")));
            assert!(said.unwrap_or(!problem.detail.contains("listed")), "{}", problem.detail);
        }
        let same = problem(vec![FieldError::new("/query/a", "unknown"); 9000]).0;
        assert_eq!((same.errors, same.errors_total), (vec![FieldError::new("/query/a", "unknown")], Some(9000)));
        for hostile in ["a", "é", "\u{202e}", "\u{1}", "🜁", "\"", "\u{fffd}"] {
            let long = hostile.repeat(10_000);
            let faults =
                (0..1000).map(|n| FieldError::new(format!("/query/{n}{long}"), format!("{long} is none; there are a, b")));
            let (problem, bytes) = problem(faults.collect());
            assert!(bytes < 16_000, "{hostile:?}: {bytes} bytes");
            assert!(!problem.errors.is_empty() && problem.errors_total == Some(1000));
            assert!(
                problem
                    .errors
                    .iter()
                    .all(|fault| fault.pointer.starts_with("/query/") && fault.detail.ends_with("there are a, b"))
            );
        }
        for error in [ApiError::Malformed("x".repeat(90_000)), ApiError::MethodNotAllowed("X".repeat(90_000), vec![])] {
            assert!(error.problem("r").detail.len() <= MOST_DETAIL);
        }
    }

    #[test]
    fn the_middle_of_a_long_text_is_left_out() {
        for (text, most, want) in [("short", 5, "short"), ("0123456789", 9, "012…789"), ("éééééééééé", 11, "éé…éé"), ("", 0, "")]
        {
            assert_eq!(shortened(text, most), want);
        }
    }
}
