//! JSON bodies: media type, size, time limit, and a pointer for every fault.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, dev, web};
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::foundation::digest::sha256_hex;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::input::{self, Fault, MOST_DEPTH, Tree, Unreadable};
use crate::foundation::numbers;
use crate::foundation::validate::Check;
use crate::http::app::App;
use crate::http::ranges::narrow_by_schema;

const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// A body that a handler takes: read and checked by its extractor, so that no handler can forget it.
pub trait Body: Sized + 'static {
    /// Reads the bytes of a request: malformed is 400, and 422 names every fault.
    fn read(bytes: &[u8]) -> Result<Self, ApiError>;
}

impl<T: DeserializeOwned + Check + ToSchema + 'static> Body for T {
    fn read(bytes: &[u8]) -> Result<Self, ApiError> {
        input::read::<Self>(tree(bytes)?).map_err(|fault| invalid(of_member::<Self>(fault)))?.parse()
    }
}

/// A checked body and the fingerprint of its bytes (for `Idempotency-Key`).
#[derive(Debug)]
pub struct JsonBody<T> {
    pub value: T,
    pub fingerprint: String,
}

/// A body that may be omitted when all its members are optional.
#[derive(Debug)]
pub struct OptionalJsonBody<T> {
    pub value: T,
    pub fingerprint: String,
}

impl<T: Body> FromRequest for JsonBody<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = received(request.clone(), payload.take(), false);
        Box::pin(async move {
            let (bytes, fingerprint) = read.await?;
            Ok(Self { value: T::read(&bytes)?, fingerprint })
        })
    }
}

impl<T: Body + Default> FromRequest for OptionalJsonBody<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let read = received(request.clone(), payload.take(), true);
        Box::pin(async move {
            let (bytes, fingerprint) = read.await?;
            let value = if bytes.is_empty() { T::default() } else { T::read(&bytes)? };
            Ok(Self { value, fingerprint })
        })
    }
}

/// The bytes of a JSON body and their fingerprint. One that may be left out needs no type where it is.
async fn received(request: HttpRequest, payload: dev::Payload, may_be_left_out: bool) -> Result<(web::Bytes, String), ApiError> {
    let bytes = collect(&request, payload).await?;
    if !(may_be_left_out && bytes.is_empty()) {
        require_json(&request)?;
    }
    let fingerprint = sha256_hex(&bytes);
    Ok((bytes, fingerprint))
}

/// Reads the whole body as bytes, within the limits of size and time.
pub async fn collect(request: &HttpRequest, payload: dev::Payload) -> Result<web::Bytes, ApiError> {
    let limit = request.app_data::<web::Data<App>>().map_or(256 * 1024, |app| app.settings.body_limit);
    let declared = request.headers().get("content-length").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if declared.is_some_and(|length| length > limit) {
        return Err(ApiError::TooLarge(limit));
    }
    let read = web::Payload::from_request(request, &mut { payload }).await;
    let payload = read.map_err(|_| ApiError::Malformed("the body could not be read: send the request again".into()))?;
    match tokio::time::timeout(LONGEST_WAIT, payload.to_bytes_limited(limit)).await {
        Err(_) => Err(ApiError::SlowBody),
        Ok(Err(_)) => Err(ApiError::TooLarge(limit)),
        Ok(Ok(Err(_))) => Err(ApiError::Malformed("the body is incomplete: send the request again".into())),
        Ok(Ok(Ok(bytes))) => Ok(bytes),
    }
}

fn require_json(request: &HttpRequest) -> Result<(), ApiError> {
    let value = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let essence = value.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let has = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_ascii_lowercase);
    if has("content-encoding").is_some_and(|coding| coding != "identity") {
        return Err(ApiError::UnsupportedMediaType("send the body without a Content-Encoding".into()));
    }
    let charset =
        value.split(';').skip(1).find_map(|part| part.trim().to_ascii_lowercase().strip_prefix("charset=").map(str::to_owned));
    if charset.is_some_and(|charset| charset.trim_matches('"') != "utf-8") {
        return Err(ApiError::UnsupportedMediaType("send the body as UTF-8".into()));
    }
    if essence == "application/json" || essence == "application/merge-patch+json" {
        Ok(())
    } else {
        Err(ApiError::UnsupportedMediaType("send the body as application/json".into()))
    }
}

/// Parses JSON strictly. Malformed text is 400 with its line and column; a wrong shape is 422 with a pointer, and so is a
/// number that JSON cannot represent exactly.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    input::read(tree(bytes)?).map_err(|fault| invalid(fault.into()))
}

/// Reads what was sent, before its type matters.
pub fn tree(bytes: &[u8]) -> Result<Tree, ApiError> {
    let tree = Tree::json(bytes).map_err(unreadable)?;
    let beyond = numbers::beyond_in(&tree);
    if beyond.is_empty() { Ok(tree) } else { Err(ApiError::Invalid(beyond)) }
}

/// A fault in a body of type `T`, with the range of the member that the description gives.
pub fn of_member<T: ToSchema>(mut fault: Fault) -> FieldError {
    narrow_by_schema::<T>(&mut fault);
    fault.into()
}

fn unreadable(unreadable: Unreadable) -> ApiError {
    match unreadable {
        Unreadable::NotJson(fault) => {
            let (line, column) = (fault.place.line, fault.place.column);
            ApiError::Malformed(format!("the body is not JSON: at line {line}, column {column} it {}", fault.detail))
        }
        Unreadable::TooDeep => {
            let detail = format!("has more than {MOST_DEPTH} lists and objects inside one another: remove some");
            invalid(FieldError::new("", detail))
        }
    }
}

fn invalid(fault: FieldError) -> ApiError {
    ApiError::Invalid(vec![fault])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code, reason = "only its shape matters")]
        name: String,
    }
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code, reason = "only its shape matters")]
        items: Vec<Inner>,
        #[expect(dead_code, reason = "only its shape matters")]
        count: Option<i32>,
        #[expect(dead_code, reason = "only its shape matters")]
        kind: Option<Kind>,
    }
    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        A,
    }

    #[test]
    fn faults_have_pointers() {
        for (body, want) in [
            (r#"{"items":[{"name":"a"}]}"#, "ok"),
            (r#"{"items":[{"name":1}]}"#, "422 /items/0/name"),
            (r#"{"items":[{"name":"a","nmae":1}]}"#, "422 /items/0/nmae"),
            (r#"{"items":[],"count":99999999999999999999}"#, "422 /count"),
            (r#"{"items":[],"count":3000000000}"#, "422 /count"),
            (r#"{"items":[],"count":9007199254740992}"#, "422 /count"),
            (r#"{"items":[{"name":"a","more":[9007199254740992.5]}]}"#, "422 /items/0/more/0"),
            (r#"{"items":[{"name":"\ud800"}]}"#, "400"),
            (r#"{"items":[]} x"#, "400"),
            (r#"{"items":["#, "400"),
            ("", "400"),
            (r#"{"items":[],"kind":7}"#, "422 /kind"),
            (r#"{"items":[],"kind":"b"}"#, "422 /kind"),
            (r#"{"items":[["a"]]}"#, "422 /items/0"),
            (r#"{"items":[],"items":[]}"#, "422 "),
            (r#"[[], 1, "a"]"#, "422 "),
            (&format!("{}{}", "[".repeat(5000), "]".repeat(5000)), "422 "),
        ] {
            let got = match parse::<Outer>(body.as_bytes()) {
                Ok(_) => "ok".to_owned(),
                Err(ApiError::Malformed(_)) => "400".to_owned(),
                Err(ApiError::Invalid(faults)) => format!("422 {}", faults[0].pointer),
                Err(other) => panic!("{other}"),
            };
            assert_eq!(got, want, "{body:.60}");
        }
    }
}
