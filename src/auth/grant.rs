//! The three grants (RFC 6749 sections 4.3, 4.4 and 6): who is it, and what may the token do.

use actix_web::web;
use chrono::TimeDelta;

use super::refresh::{self, Shown};
use crate::actor::token::Claims;
use crate::actor::{TokenScope, UserId};
use crate::app::App;
use crate::error::ApiError;
use crate::users::model::{User, UserKind, UserStatus};
use crate::users::{secrets, store};

const BAD_GRANT: ApiError = ApiError::OAuth { code: "invalid_grant", description: "the login or the password is not right" };
const BAD_REFRESH: ApiError = ApiError::OAuth {
    code: "invalid_grant",
    description: "the refresh token is unknown, used, expired or revoked: sign in again",
};
const BAD_CLIENT: ApiError = ApiError::OAuth { code: "invalid_client", description: "the client or its secret is not right" };
const BAD_SCOPE: ApiError = ApiError::OAuth { code: "invalid_scope", description: "this account may not have that scope" };

/// What a grant gives.
pub struct Granted {
    pub access_token: String,
    pub refresh_token: Option<String>,
    pub scope: TokenScope,
}

/// Signs a person in.
pub async fn password(
    app: &web::Data<App>,
    address: &str,
    login: &str,
    password: String,
    scope: Option<TokenScope>,
) -> Result<Granted, ApiError> {
    let user = check_secret(app, address, login, UserKind::Person, password).await?.ok_or(BAD_GRANT)?;
    let scope = narrowed(&user, scope.unwrap_or(user.scope))?;
    let family = app.ids.next();
    grant_with_refresh(app, user, scope, family).await
}

/// Signs a machine in; it gets no refresh token (RFC 6749 section 4.4.3).
pub async fn client(
    app: &web::Data<App>,
    address: &str,
    client_id: &str,
    secret: String,
    scope: Option<TokenScope>,
) -> Result<Granted, ApiError> {
    let user = check_secret(app, address, client_id, UserKind::Machine, secret).await?.ok_or(BAD_CLIENT)?;
    let scope = narrowed(&user, scope.unwrap_or(TokenScope::Read))?;
    Ok(Granted { access_token: access_token(app, &user, scope)?, refresh_token: None, scope })
}

/// Exchanges a refresh token for new tokens of the same family.
pub async fn refresh(app: &web::Data<App>, token: String, scope: Option<TokenScope>) -> Result<Granted, ApiError> {
    let now = app.clock.now().naive_utc();
    // Not an error inside the transaction: that a used token was shown again must be committed.
    let shown = app
        .db
        .write(move |conn| {
            let shown = refresh::show(conn, &token, now)?;
            let user = match &shown {
                Shown::Good { user_id, .. } => store::by_id(conn, user_id)?,
                Shown::Reused | Shown::Bad => None,
            };
            Ok((shown, user))
        })
        .await?;
    let (Shown::Good { family, scope: had, .. }, Some(user)) = shown else {
        if matches!(shown.0, Shown::Reused) {
            log::warn!("a refresh token was used twice; its family is revoked");
        }
        return Err(BAD_REFRESH);
    };
    if user.status != UserStatus::Active {
        return Err(BAD_REFRESH);
    }
    let wanted = scope.unwrap_or(had);
    if wanted == TokenScope::Write && had == TokenScope::Read {
        return Err(BAD_SCOPE);
    }
    let scope = narrowed(&user, wanted)?;
    grant_with_refresh(app, user, scope, family).await
}

/// The active user with this login and secret. An attempt is counted first; a good one is given back.
async fn check_secret(
    app: &web::Data<App>,
    address: &str,
    login: &str,
    kind: UserKind,
    secret: String,
) -> Result<Option<User>, ApiError> {
    let login = login.trim().to_lowercase();
    if login.chars().any(crate::input::is_refused) {
        return Ok(None);
    }
    app.sign_ins.attempt(&login, address, app.clock.now().timestamp())?;
    let wanted = login.clone();
    let found = app.db.read(move |conn| store::by_login(conn, &wanted)).await;
    // A database that is away is no fault of the one who signs in.
    let user = found.inspect_err(|_| app.sign_ins.not_judged(&login, address))?;
    let user = user.filter(|user| user.kind == kind && user.status == UserStatus::Active);
    let hash = user.as_ref().and_then(|user| user.secret_hash.clone());
    let good = match kind {
        UserKind::Person => app.sign_ins.off_thread(move || secrets::password_matches(&secret, hash.as_deref())).await?,
        UserKind::Machine => hash.is_some_and(|hash| same(&hash, &secrets::hash_secret(&secret))),
    };
    if good {
        app.sign_ins.succeeded(&login, address);
        Ok(user)
    } else {
        Ok(None)
    }
}

/// Compares two hashes in a time that does not depend on where they differ.
fn same(one: &str, other: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

fn narrowed(user: &User, wanted: TokenScope) -> Result<TokenScope, ApiError> {
    match (user.scope, wanted) {
        (TokenScope::Read, TokenScope::Write) => Err(BAD_SCOPE),
        (TokenScope::Read | TokenScope::Write, TokenScope::Read) | (TokenScope::Write, TokenScope::Write) => Ok(wanted),
    }
}

async fn grant_with_refresh(app: &web::Data<App>, user: User, scope: TokenScope, family: String) -> Result<Granted, ApiError> {
    let now = app.clock.now().naive_utc();
    let lifetime = TimeDelta::from_std(app.settings.refresh_token).map_err(|error| ApiError::Internal(error.to_string()))?;
    let access_token = access_token(app, &user, scope)?;
    let user_id: UserId = user.id;
    let refresh_token = app.db.write(move |conn| refresh::issue(conn, family, &user_id, scope, now, lifetime)).await?;
    Ok(Granted { access_token, refresh_token: Some(refresh_token), scope })
}

/// A signed access token for a user.
pub fn access_token(app: &App, user: &User, scope: TokenScope) -> Result<String, ApiError> {
    let now = app.clock.now().timestamp();
    let claims = Claims {
        iss: app.tokens.issuer.clone(),
        aud: app.tokens.audience.clone(),
        sub: user.id.to_string(),
        exp: now + app.tokens.lifetime,
        nbf: now,
        iat: now,
        jti: app.ids.next(),
        role: user.role,
        area: user.area.clone(),
        scope,
        capacity: user.capacity.clone(),
        name: user.name.clone(),
    };
    app.tokens.sign(&claims).map_err(|error| ApiError::Internal(format!("signing: {error}")))
}
