//! The gate of `/v1`: every request needs a valid token of an active user.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::AUTHORIZATION;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage, ResponseError, web};
use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::foundation::actor::sessions::Session;
use crate::foundation::actor::token::{Claims, check_times};
use crate::foundation::actor::{Actor, Role, TokenScope, UserId};
use crate::foundation::db::AnyConnection;
use crate::foundation::error::ApiError;
use crate::foundation::schema::{sessions, users};
use crate::http::app::App;

const NO_TOKEN: &str = "send a bearer token: Authorization: Bearer ... (see POST /v1/auth/token)";

/// Authenticates the caller and attaches the actor to the request.
pub async fn require_token(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let app = request.app_data::<web::Data<App>>().cloned().ok_or_else(|| ApiError::Internal("no application".into()))?;
    match authenticate(&app, &request).await {
        Ok(session) => {
            request.extensions_mut().insert(session);
            Ok(next.call(request).await?.map_into_left_body())
        }
        // A response, not an error: only a response passes through the access log.
        Err(error) => Ok(request.into_response(error.error_response()).map_into_right_body()),
    }
}

async fn authenticate(app: &App, request: &ServiceRequest) -> Result<Arc<Session>, ApiError> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let header = headers.next().ok_or(ApiError::Unauthenticated(NO_TOKEN))?;
    if headers.next().is_some() {
        return Err(ApiError::Unauthenticated("send one Authorization header"));
    }
    let (scheme, token) =
        header.to_str().ok().and_then(|value| value.split_once(' ')).ok_or(ApiError::Unauthenticated(NO_TOKEN))?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(ApiError::Unauthenticated(NO_TOKEN));
    }
    let now = app.clock.now();
    let claims = match app.sessions.find(token) {
        Some(session) => {
            check_times(&session.claims, now.timestamp()).map_err(ApiError::Unauthenticated)?;
            if !session.is_stale() {
                return Ok(session);
            }
            session.claims.clone()
        }
        None => app.tokens.verify(token, now).map_err(ApiError::Unauthenticated)?,
    };
    let before = app.sessions.before();
    let session = app.db.read(move |conn| look_up(conn, claims)).await?.map(Arc::new);
    match session {
        Some(session) => {
            app.sessions.keep(token, Arc::clone(&session), before);
            Ok(session)
        }
        None => Err(ApiError::Unauthenticated("the token was revoked, or its user has changed: sign in again")),
    }
}

type UserRow = (UserId, Role, String, TokenScope, Option<String>, String);

/// Returns the session of a token, if it has not ended and its user is active with the role and area in the token.
fn look_up(conn: &mut AnyConnection, claims: Claims) -> Result<Option<Session>, ApiError> {
    let user: Option<UserRow> = users::table
        .filter(users::id.eq(&claims.sub))
        .filter(users::status.eq("active"))
        .select((users::id, users::role, users::area, users::scope, users::capacity, users::name))
        .first(conn)
        .optional()?;
    let Some((id, role, area, scope, capacity, name)) = user else {
        return Ok(None);
    };
    if role != claims.role || area != claims.area || has_ended(conn, &claims)? {
        return Ok(None);
    }
    // The narrower of the token's scope and the user's current scope.
    let scope = if scope == TokenScope::Read { TokenScope::Read } else { claims.scope };
    let actor = Actor { user_id: Some(id), role, area, scope, capacity, name };
    Ok(Some(Session::new(claims, actor)))
}

/// Returns true when the session of a token has ended or never existed. A session without a token id exists only once it has
/// ended.
fn has_ended(conn: &mut AnyConnection, claims: &Claims) -> Result<bool, ApiError> {
    let session: Option<(String, Option<NaiveDateTime>)> = sessions::table
        .filter(sessions::id.eq(claims.session_id()))
        .select((sessions::user_id, sessions::ended_at))
        .first(conn)
        .optional()?;
    Ok(match session {
        Some((user, ended_at)) => user != claims.sub || ended_at.is_some(),
        None => claims.sid.is_some(),
    })
}
