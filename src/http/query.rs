//! Query strings: a closed list of parameters, each parsed as its type. Anything else is 400 with its name.

use std::any::TypeId;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::foundation::db::{LONGEST_SEARCH, MOST_TERMS, terms};
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::pointer::pointer;
use crate::foundation::validate::is_refused;

/// The limit on parameters: links repeat them, and each filter value is one more in the database query.
const MOST_PARAMETERS: usize = 200;

/// The parameters of an operation, as its OpenAPI description declares them.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + IntoParams + 'static> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let query = request.query_string();
        ready(known(query, &[&names::<T>()]).and_then(|()| parse(query)).map(Self))
    }
}

/// Returns the names that `T` declares, which are those in the OpenAPI document.
pub fn names<T: IntoParams + 'static>() -> Arc<[String]> {
    static KNOWN: OnceLock<RwLock<HashMap<TypeId, Arc<[String]>>>> = OnceLock::new();
    let known = KNOWN.get_or_init(RwLock::default);
    if let Some(names) = known.read().unwrap_or_else(PoisonError::into_inner).get(&TypeId::of::<T>()) {
        return Arc::clone(names);
    }
    let declared = T::into_params(|| Some(ParameterIn::Query));
    let names: Arc<[String]> = declared.into_iter().map(|parameter| parameter.name).collect();
    known.write().unwrap_or_else(PoisonError::into_inner).insert(TypeId::of::<T>(), Arc::clone(&names));
    names
}

/// Refuses parameters that are not in `allowed`, and control characters in any value.
pub fn known(query: &str, allowed: &[&[String]]) -> Result<(), ApiError> {
    let pairs = pairs(query)?;
    let mut faults = Vec::new();
    if pairs.len() > MOST_PARAMETERS {
        faults.push(FieldError::new("/query", format!("has {} parameters: send at most {MOST_PARAMETERS}", pairs.len())));
    }
    for (name, value) in pairs.into_iter().take(MOST_PARAMETERS) {
        if !allowed.iter().any(|names| names.contains(&name)) {
            let detail = match allowed.concat().as_slice() {
                [] => "unknown parameter: this operation has none".to_owned(),
                names => format!("unknown parameter: use one of {}", names.join(", ")),
            };
            faults.push(FieldError::new(format!("/query/{name}"), detail));
        } else if value.chars().any(|c| is_refused(c) || c == '\n') {
            faults.push(FieldError::new(format!("/query/{name}"), "contains a control character: remove it"));
        } else if value.contains('\u{fffd}') {
            // The parser's replacement for bytes that are not UTF-8.
            faults.push(FieldError::new(format!("/query/{name}"), "must be UTF-8"));
        } else if let Some(detail) = Some(&value).filter(|_| name == "q").and_then(|search| too_much(search)) {
            faults.push(FieldError::new("/query/q", detail));
        } else if value.len() > 2000 {
            faults.push(FieldError::new(format!("/query/{name}"), "must be at most 2000 bytes"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::BadParameters(faults)) }
}

/// Refuses every parameter.
pub fn nothing(query: &str) -> Result<(), ApiError> {
    known(query, &[])
}

/// Explains the limit that a search exceeds, if any.
fn too_much(search: &str) -> Option<String> {
    let (characters, words) = (search.chars().count(), terms(search).len());
    if characters > LONGEST_SEARCH {
        Some(format!("has {characters} characters: search for at most {LONGEST_SEARCH} characters"))
    } else if words > MOST_TERMS {
        Some(format!("has {words} words: search for at most {MOST_TERMS} words"))
    } else {
        None
    }
}

/// Parses a query into names and values, in order.
pub fn pairs(query: &str) -> Result<Vec<(String, String)>, ApiError> {
    serde_html_form::from_str(query).map_err(|_| unreadable())
}

fn unreadable() -> ApiError {
    ApiError::Malformed("the query string cannot be decoded: percent-encode it as UTF-8".into())
}

/// The first of the `declared` parameters that cannot be done without and is not among `given`.
fn missing(declared: Vec<Parameter>, given: &[(String, String)]) -> Option<String> {
    let mut required = declared.into_iter().filter(|one| matches!(one.required, Required::True)).map(|one| one.name);
    required.find(|name| !given.iter().any(|(known, _)| known == name))
}

/// Returns the value of a parameter that occurs once.
fn only_value<'a>(given: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut values = given.iter().filter(|(one, _)| one == name).map(|(_, value)| value.as_str());
    values.next().filter(|_| values.next().is_none())
}

/// Parses the parameters of `T`; [`known`] has checked the others. Empty values count as absent, because forms send empty fields.
pub fn parse<T: DeserializeOwned + IntoParams>(query: &str) -> Result<T, ApiError> {
    let (given, text) = filled_in(query)?;
    let deserializer = serde_html_form::Deserializer::from_bytes(text.as_bytes());
    serde_path_to_error::deserialize(deserializer)
        .map_err(|error| unusable(&given, error.path(), error.inner(), || T::into_params(|| Some(ParameterIn::Query))))
}

/// The parameters that have a value, and the query with them alone.
fn filled_in(query: &str) -> Result<(Vec<(String, String)>, String), ApiError> {
    let mut given = pairs(query)?;
    given.retain(|(_, value)| !value.is_empty());
    let text = serde_html_form::to_string(&given).map_err(|_| unreadable())?;
    Ok((given, text))
}

fn unusable(
    given: &[(String, String)],
    path: &serde_path_to_error::Path,
    error: &serde_html_form::de::Error,
    declared: fn() -> Vec<Parameter>,
) -> ApiError {
    // The name alone: a query has no place for an index.
    let place = pointer(path);
    let name = place.split('/').nth(1).unwrap_or_default();
    if name.is_empty()
        && let Some(name) = missing(declared(), given)
    {
        return ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), "is required")]);
    }
    let detail = error.to_string();
    // The detail quotes a value that cannot be parsed, whichever parser refused it.
    let detail = match only_value(given, name) {
        Some(value) if !detail.contains(&format!("{value:?}")) => format!("{value:?} is not valid: {detail}"),
        Some(_) | None => detail,
    };
    ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), detail)])
}
