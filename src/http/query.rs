//! Query strings: a closed list of parameters, each parsed as its type. Anything else is 400 with its name.

use std::any::TypeId;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::str::FromStr;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use crate::foundation::db::{LONGEST_SEARCH, MOST_TERMS, terms};
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::input::{self, Fault, Tree, near};
use crate::foundation::validate::is_refused;
use crate::http::ranges::narrow_by_parameters;

/// The limit on parameters: links repeat them, and each filter value is one more in the database query.
const MOST_PARAMETERS: usize = 200;

/// The limit on a reference that is looked for, in characters: many times the longest that there is.
const LONGEST_REFERENCE: usize = 100;

/// The limit on a value, in bytes.
pub const LONGEST_VALUE: usize = 2000;

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
            let names: Vec<&str> = allowed.iter().copied().flatten().map(String::as_str).collect();
            let meant = near(&name, &names).map_or(String::new(), |name| format!("; did you mean {name}?"));
            let detail = match names.as_slice() {
                [] => "unknown parameter: remove it, because this operation has none".to_owned(),
                names => format!("unknown parameter: use one of {}{meant}", names.join(", ")),
            };
            faults.push(FieldError::new(format!("/query/{name}"), detail));
        } else if value.chars().any(|c| is_refused(c) || c == '\n') {
            faults.push(FieldError::new(format!("/query/{name}"), "contains a control character: remove it"));
        } else if value.contains('\u{fffd}') {
            // The parser's replacement for bytes that are not UTF-8.
            faults.push(FieldError::new(format!("/query/{name}"), "is not UTF-8: percent-encode it as UTF-8"));
        } else if let Some(detail) = Some(&value).filter(|_| name == "q").and_then(|search| too_much(search)) {
            faults.push(FieldError::new("/query/q", detail));
        } else if name == "reference" && value.chars().count() > LONGEST_REFERENCE {
            faults.push(FieldError::new("/query/reference", format!("must be at most {LONGEST_REFERENCE} characters")));
        } else if value.len() > LONGEST_VALUE {
            faults.push(FieldError::new(format!("/query/{name}"), format!("must be at most {LONGEST_VALUE} bytes")));
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

/// Parses a query or a form into names and values, in order.
pub fn pairs(encoded: impl AsRef<[u8]>) -> Result<Vec<(String, String)>, ApiError> {
    let unreadable = |_| ApiError::Malformed("the query or the form cannot be decoded: percent-encode it as UTF-8".into());
    serde_html_form::from_bytes(encoded.as_ref()).map_err(unreadable)
}

/// Parses the parameters of `T`; [`known`] has checked the others. Empty values count as absent, because forms send empty fields.
pub fn parse<T: DeserializeOwned + IntoParams>(query: &str) -> Result<T, ApiError> {
    let mut given = pairs(query)?;
    given.retain(|(_, value)| !value.is_empty());
    input::read(Tree::pairs(given)).map_err(|fault| unusable(fault, || T::into_params(|| Some(ParameterIn::Query))))
}

/// Returns the words of a parameter that lists them, separated by commas or each with the name again.
pub fn words(given: &[String]) -> impl Iterator<Item = &str> {
    given.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|word| !word.is_empty())
}

/// Reads a parameter that lists values, separated by commas or each with the name again.
pub fn listed<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: FromStr<Err = String>,
    D: Deserializer<'de>,
{
    let given = Vec::<String>::deserialize(deserializer)?;
    words(&given).map(|word| word.parse().map_err(D::Error::custom)).collect()
}

fn unusable(mut fault: Fault, declared: fn() -> Vec<Parameter>) -> ApiError {
    if let Some(name) = fault.missing() {
        return ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), "is required: add it")]);
    }
    narrow_by_parameters(&mut fault, &declared());
    // The name alone: a query has no place for an index.
    ApiError::BadParameters(vec![FieldError::new(format!("/query/{}", fault.member()), fault.to_string())])
}
