//! The token endpoint (RFC 6749), revocation (RFC 7009), and the caller's own account.

use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev, get, patch, post, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::sync::{Arc, Once};
use utoipa::ToSchema;

use super::network::Network;
use super::{acts, grant};
use crate::foundation::actor::sessions::Session;
use crate::foundation::actor::{Role, TokenScope, UserId};
use crate::foundation::db::text_enum;
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::{ApiError, FieldError};
use crate::foundation::input::{self, Tree};
use crate::http::app::App;
use crate::http::body::{self, JsonBody};
use crate::http::call::{Call, Changed};
use crate::http::mount::ServiceConfig;
use crate::http::query;
use crate::identity::users;
use crate::identity::users::model::ChangePassword;

const FORWARDED_FOR: &str = "x-forwarded-for";

text_enum!(
    /// Ways to get tokens (RFC 6749).
    GrantType {
        /// With `username` and `password`.
        Password = "password",
        /// With `refresh_token`, which works once.
        RefreshToken = "refresh_token",
        /// With `client_id` and `client_secret`, for machines.
        ClientCredentials = "client_credentials",
    }
);

/// A request for tokens: form-encoded as in RFC 6749, or the same members as JSON.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"grant_type": "password", "username": "policy.officer@example.org", "password": "correct horse battery staple"}))]
pub struct TokenRequest {
    /// How the caller shows who it is.
    #[schema(value_type = GrantType)]
    pub grant_type: String,
    pub username: Option<String>,
    pub password: Option<String>,
    pub refresh_token: Option<String>,
    /// Client id, with `client_credentials`. HTTP Basic works as well.
    pub client_id: Option<String>,
    pub client_secret: Option<String>,
    /// Scope of the tokens, at most that of the account.
    #[schema(value_type = Option<TokenScope>)]
    pub scope: Option<String>,
}

/// Tokens (RFC 6749 section 5.1).
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenAnswer {
    /// Access token. Send it in the header `Authorization`, after the word `Bearer`.
    pub access_token: String,
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Lifetime of the access token in seconds.
    #[schema(example = 900)]
    pub expires_in: i64,
    /// Refresh token for one use. Machines get none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    pub scope: TokenScope,
}

/// A token to revoke (RFC 7009).
#[derive(Deserialize, ToSchema)]
#[schema(example = json!({"token": "the access or refresh token"}))]
pub struct RevokeRequest {
    /// Access token or refresh token. Either ends the session that it belongs to.
    pub token: String,
    /// Optional hint; both kinds are tried.
    pub token_type_hint: Option<String>,
}

/// The bearer of a token.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeView {
    pub id: UserId,
    #[schema(example = "A. Officer")]
    pub name: String,
    pub role: Role,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub scope: TokenScope,
    pub capacity: Option<String>,
    pub token_expires_at: DateTime<Utc>,
}

/// A form-encoded or JSON body.
pub struct FormOrJson<T>(T);

impl<T: DeserializeOwned + 'static> FromRequest for FormOrJson<T> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body::collect(&request, payload).await?;
            let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
            let essence = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
            match essence.as_str() {
                "application/x-www-form-urlencoded" => {
                    let pairs = query::pairs(&bytes)?;
                    input::read(Tree::pairs(pairs)).map(Self).map_err(|fault| refused(&fault.into()))
                }
                "application/json" => body::parse(&bytes).map(Self).map_err(|error| match error {
                    ApiError::Invalid(faults) => faults.first().map_or(ApiError::Invalid(Vec::new()), refused),
                    other => other,
                }),
                _ => Err(ApiError::UnsupportedMediaType(
                    "send the body as application/x-www-form-urlencoded or application/json".into(),
                )),
            }
        })
    }
}

/// Converts a fault to the form of RFC 6749 section 5.2. The description has no quotation marks and no words of the caller: it
/// may not contain all characters.
fn refused(fault: &FieldError) -> ApiError {
    let member = fault.pointer.trim_start_matches('/');
    let is_name = member.len() <= 40 && member.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let subject = match (member, is_name) {
        ("", _) => String::new(),
        (member, true) => format!("{member} "),
        (_, false) => "a member ".to_owned(),
    };
    let allowed = |c: &char| matches!(c, ' ' | '!' | '#'..='[' | ']'..='~');
    let description: String = format!("{subject}{}", fault.detail).chars().filter(allowed).collect();
    ApiError::OAuth { code: "invalid_request", description: description.into() }
}

/// Get tokens.
///
/// Grants `password`, `refresh_token` (rotated: each works once) and `client_credentials`. Failed sign-ins slow down further
/// attempts. The body is a form, as RFC 6749 says; the same members as `application/json` are taken too.
#[utoipa::path(
    tag = "sign-in",
    request_body(content = TokenRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = TokenAnswer))
)]
#[post("/token")]
pub async fn issue_token(
    app: web::Data<App>,
    request: HttpRequest,
    form: FormOrJson<TokenRequest>,
) -> Result<HttpResponse, ApiError> {
    let form = form.0;
    let missing =
        |name: &str| ApiError::OAuth { code: "invalid_request", description: format!("{name} is missing: add it").into() };
    let scope = match form.scope.as_deref() {
        None => None,
        Some(text) => {
            let known = text.parse().map_err(|_| ApiError::OAuth {
                code: "invalid_scope",
                description: "scope is not valid: send read or write".into(),
            })?;
            Some(known)
        }
    };
    let network = network_of(&app, &request);
    let grant_type = form.grant_type.parse().map_err(|_| ApiError::OAuth {
        code: "unsupported_grant_type",
        description: "grant_type is not valid: send password, refresh_token or client_credentials".into(),
    })?;
    let granted = match grant_type {
        GrantType::Password => {
            let login = form.username.ok_or_else(|| missing("username"))?;
            let password = form.password.ok_or_else(|| missing("password"))?;
            grant::password(&app, network, &login, password, scope).await?
        }
        GrantType::RefreshToken => {
            let token = form.refresh_token.ok_or_else(|| missing("refresh_token"))?;
            grant::refresh(&app, token, scope).await?
        }
        GrantType::ClientCredentials => {
            let given = form.client_id.zip(form.client_secret).or_else(|| basic(&request));
            let (id, secret) = given.ok_or_else(|| ApiError::OAuth {
                code: "invalid_client",
                description: "send client_id and client_secret, or HTTP Basic".into(),
            })?;
            grant::client(&app, network, &id, secret, scope).await?
        }
    };
    let answer = TokenAnswer {
        access_token: granted.access_token,
        token_type: "Bearer",
        expires_in: app.tokens.lifetime,
        refresh_token: granted.refresh_token,
        scope: granted.scope,
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(answer))
}

/// Sign out.
///
/// Ends the session that the token belongs to, with all of its access tokens and refresh tokens, including any being issued at
/// this moment. The access token may have expired, the refresh token may have been used. The response for an unknown token is
/// the same (RFC 7009 section 2.2).
#[utoipa::path(
    tag = "sign-in",
    request_body(content = RevokeRequest, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "Done, or nothing to do"))
)]
#[post("/revoke")]
pub async fn revoke_token(app: web::Data<App>, form: FormOrJson<RevokeRequest>) -> Result<HttpResponse, ApiError> {
    let token = form.0.token;
    let now = app.clock.now().naive_utc();
    let claims = app.tokens.read(&token).ok();
    let ended = app
        .db
        .write(move |conn| match claims {
            Some(claims) => acts::end_by_access_token(conn, &claims, now),
            None => acts::end_by_refresh_token(conn, &token, now),
        })
        .await?;
    if let Some(session) = ended {
        app.sessions.forget_session(&session);
    }
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).finish())
}

/// Read your own account.
#[utoipa::path(tag = "sign-in", responses((status = 200, body = MeView)))]
#[get("/me")]
pub async fn get_me(call: Call, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    let session = request.extensions().get::<Arc<Session>>().cloned().ok_or(ApiError::NotFound)?;
    let expires_at = DateTime::from_timestamp(session.claims.exp, 0);
    let me = MeView {
        id: call.actor.user_id.clone().ok_or(ApiError::NotFound)?,
        name: call.actor.name.clone(),
        role: call.actor.role,
        area: call.actor.area.clone(),
        scope: call.actor.scope,
        capacity: call.actor.capacity.clone(),
        token_expires_at: expires_at.ok_or_else(|| ApiError::Internal(format!("a token expires at {}", session.claims.exp)))?,
    };
    Ok(HttpResponse::Ok().insert_header((CACHE_CONTROL, "private, no-store")).json(me))
}

/// Change your password.
///
/// All your other sessions end; this one continues, and so do your calendar tokens. A wrong `current` is 422 with the pointer
/// `/current`, and counts as a failed sign-in: after several of them the response is 429. Machines have no password (403).
/// There is no `If-Match`: `current` takes its place.
#[utoipa::path(tag = "sign-in", request_body = ChangePassword, responses((status = 204, description = "Changed")))]
#[patch("/me/password")]
pub async fn change_my_password(
    call: Call,
    request: HttpRequest,
    body: JsonBody<ChangePassword>,
) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    let session = request.extensions().get::<Arc<Session>>().cloned().ok_or(ApiError::NotFound)?;
    let network = network_of(&call.app, &request);
    let (proved, hash) = grant::new_password(&call.app, &call.actor, network, input).await?;
    let user_id = proved.id.to_string();
    // Of the salted hash, which differs each time, so that nobody who reads the table can guess the password from it.
    let fingerprint = sha256_hex(hash.as_bytes());
    let response = call
        .write(&fingerprint, move |tx| {
            users::acts::change_password(tx, &proved, hash, session.claims.session_id())?;
            Ok(Changed::<()>::Deleted)
        })
        .await?;
    call.app.sessions.forget_user(&user_id);
    Ok(response)
}

/// Returns the network that failures are counted for. Only our own proxies are trusted to report the client's address.
fn network_of(app: &App, request: &HttpRequest) -> Network {
    let proxies = &app.settings.trusted_proxies;
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.ip());
    let mut forwarded = request.headers().get_all(FORWARDED_FOR).filter_map(|value| value.to_str().ok()).peekable();
    if forwarded.peek().is_some() && !proxies.have(peer) {
        static SAID: Once = Once::new();
        SAID.call_once(|| {
            log::warn!(
                "{peer} sends X-Forwarded-For but is not in trusted_proxies: if it is your proxy, add it there, or everybody \
                 behind it shares one count of failed sign-ins"
            );
        });
    }
    Network::of(proxies.caller(peer, forwarded))
}

/// Reads client id and secret from HTTP Basic (RFC 7617).
fn basic(request: &HttpRequest) -> Option<(String, String)> {
    let (scheme, encoded) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    text.split_once(':').map(|(id, secret)| (id.to_owned(), secret.to_owned()))
}

/// Mounts the operations that need no token, under `/v1/auth`.
pub fn open_routes(config: &mut ServiceConfig<'_>) {
    config.service(issue_token).service(revoke_token);
}

/// Mounts the operations that need a token.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_me).service(change_my_password);
}
