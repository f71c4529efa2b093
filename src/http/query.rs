//! Query strings: a closed list of parameters, each read as its type; anything else is 400 with its name.

use std::any::TypeId;
use std::collections::HashMap;
use std::future::{Ready, ready};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use actix_web::{FromRequest, HttpRequest, dev};
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::path::ParameterIn;

use crate::foundation::db::{LONGEST_SEARCH, MOST_TERMS, terms};
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::pointer::pointer;
use crate::foundation::validate::is_refused;

/// A list repeats the parameters in its links, and each value of a filter is one more in the query to the database.
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

/// The names that `T` declares: the same list that OpenAPI shows, so neither can lie.
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

/// Refuses parameters that are in none of the lists of `allowed`, and control characters in any value.
pub fn known(query: &str, allowed: &[&[String]]) -> Result<(), ApiError> {
    let pairs: Vec<(String, String)> =
        serde_html_form::from_str(query).map_err(|_| ApiError::Malformed("the query string cannot be read".into()))?;
    let mut faults = Vec::new();
    if pairs.len() > MOST_PARAMETERS {
        faults.push(FieldError::new("/query", format!("has {} parameters; there may be {MOST_PARAMETERS}", pairs.len())));
    }
    for (name, value) in pairs.into_iter().take(MOST_PARAMETERS) {
        if !allowed.iter().any(|names| names.contains(&name)) {
            let detail = match allowed.concat().as_slice() {
                [] => "unknown parameter; there are none here".to_owned(),
                names => format!("unknown parameter; there are {}", names.join(", ")),
            };
            faults.push(FieldError::new(format!("/query/{name}"), detail));
        } else if value.chars().any(|c| is_refused(c) || c == '\n') {
            faults.push(FieldError::new(format!("/query/{name}"), "holds a control character"));
        } else if value.contains('\u{fffd}') {
            // What the reader puts in place of bytes that are no UTF-8.
            faults.push(FieldError::new(format!("/query/{name}"), "is not UTF-8"));
        } else if let Some(detail) = Some(&value).filter(|_| name == "q").and_then(|search| too_much(search)) {
            faults.push(FieldError::new("/query/q", detail));
        } else if value.len() > 2000 {
            faults.push(FieldError::new(format!("/query/{name}"), "is longer than 2000 bytes"));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(ApiError::BadParameters(faults)) }
}

/// Why a search is more than the database is asked for.
fn too_much(search: &str) -> Option<String> {
    let (characters, words) = (search.chars().count(), terms(search).len());
    if characters > LONGEST_SEARCH {
        Some(format!("has {characters} characters: at most {LONGEST_SEARCH} characters can be looked for"))
    } else if words > MOST_TERMS {
        Some(format!("has {words} words: at most {MOST_TERMS} words can be looked for"))
    } else {
        None
    }
}

/// The query without what has no value: a form sends its empty fields too, and they say nothing.
fn given(query: &str) -> Result<String, ApiError> {
    let unreadable = |_| ApiError::Malformed("the query string cannot be read".into());
    let mut pairs: Vec<(String, String)> = serde_html_form::from_str(query).map_err(unreadable)?;
    pairs.retain(|(_, value)| !value.is_empty());
    serde_html_form::to_string(&pairs).map_err(|_| ApiError::Malformed("the query string cannot be read".into()))
}

/// The first parameter that was sent without a value: where one is missing, it is that one.
fn without_value(query: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).ok()?;
    pairs.into_iter().find(|(_, value)| value.is_empty()).map(|(name, _)| name)
}

/// The value of a parameter that is there once.
fn refused_value(query: &str, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).ok()?;
    let mut values = pairs.into_iter().filter(|(one, _)| one == name).map(|(_, value)| value);
    values.next().filter(|_| values.next().is_none())
}

/// Reads the parameters of `T`; the others were checked by [`known`].
pub fn parse<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let given = given(query)?;
    let deserializer = serde_html_form::Deserializer::from_bytes(given.as_bytes());
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        // The name alone: which of several equal names it was is no place in a query.
        let place = pointer(error.path());
        let named = place.split('/').nth(1).filter(|name| !name.is_empty()).map(str::to_owned);
        let name = named.or_else(|| without_value(query)).unwrap_or_default();
        let mut detail = error.inner().to_string();
        // What cannot be read is named, whoever reads it; a name without a value was left out.
        if let Some(value) = refused_value(query, &name)
            && !detail.contains(&value)
        {
            detail = format!("{value:?} cannot be used: {detail}");
        }
        ApiError::BadParameters(vec![FieldError::new(format!("/query/{name}"), detail)])
    })
}
