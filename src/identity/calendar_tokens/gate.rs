//! The gate of the staff calendar: a bearer token as elsewhere, or the secret of a calendar token in the query.
//!
//! The access log contains paths without their query, and no response repeats the secret, so it is never written anywhere.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError, web};

use super::store;
use crate::foundation::actor::sessions::Session;
use crate::foundation::actor::token::Claims;
use crate::foundation::error::ApiError;
use crate::http::app::App;
use crate::identity::gate::require_token;
use crate::identity::users::secrets::hash_secret;

const BAD: &str = "the calendar token is unknown or revoked: create a new one (see POST /v1/calendar-tokens)";

/// Authenticates the owner of the secret in `token`, as a reader.
pub async fn require_feed_token(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    // A bearer token takes precedence.
    let has_bearer = request.headers().contains_key(AUTHORIZATION);
    let Some(secret) = secret_of(request.query_string()).filter(|_| !has_bearer) else {
        return Ok(require_token(request, next).await?.map_into_left_body());
    };
    let app = request.app_data::<web::Data<App>>().cloned().ok_or_else(|| ApiError::Internal("no application".into()))?;
    match session(&app, &secret).await {
        Ok(session) => {
            request.extensions_mut().insert(Arc::new(session));
            Ok(next.call(request).await?.map_into_left_body().map_into_right_body())
        }
        // A response, not an error: only a response passes through the access log.
        Err(error) => Ok(request.into_response(error.error_response()).map_into_right_body().map_into_right_body()),
    }
}

fn secret_of(query: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = serde_html_form::from_str(query).ok()?;
    pairs.into_iter().find(|(name, _)| name == "token").map(|(_, secret)| secret)
}

async fn session(app: &App, secret: &str) -> Result<Session, ApiError> {
    let hash = hash_secret(secret);
    let owner = app.db.read(move |conn| store::owner_of(conn, &hash)).await?;
    let (token, user, actor) = owner.ok_or(ApiError::Unauthenticated(BAD))?;
    let now = app.clock.now().timestamp();
    let claims = Claims {
        iss: app.tokens.issuer.clone(),
        aud: app.tokens.audience.clone(),
        sub: user.to_string(),
        exp: now,
        nbf: now,
        iat: now,
        jti: token.to_string(),
        sid: None,
        role: actor.role,
        area: actor.area.clone(),
        scope: actor.scope,
        capacity: actor.capacity.clone(),
        name: actor.name.clone(),
    };
    Ok(Session::new(claims, actor))
}

#[cfg(test)]
mod tests {
    use super::secret_of;

    #[test]
    fn the_secret_is_read_from_the_query() {
        for (query, want) in
            [("", None), ("token=abc", Some("abc")), ("a=b&token=c", Some("c")), ("token=", Some("")), ("Token=a", None)]
        {
            assert_eq!(secret_of(query).as_deref(), want, "{query}");
        }
    }
}
