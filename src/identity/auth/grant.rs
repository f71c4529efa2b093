//! The three grants (RFC 6749 sections 4.3, 4.4 and 6): identify the caller and decide the scope of the token.

use std::borrow::Cow;

use actix_web::web;

use super::acts::{Begun, Lives, Refreshed};
use super::network::Network;
use super::{acts, rules};
use crate::foundation::actor::token::Claims;
use crate::foundation::actor::{Actor, TokenScope};
use crate::foundation::error::{ApiError, FieldError};
use crate::http::app::App;
use crate::identity::auth::hashing::Hashing;
use crate::identity::auth::sign_ins::SignIns;
use crate::identity::users;
use crate::identity::users::model::{ChangePassword, User, UserKind, UserStatus, login_of};
use crate::identity::users::{secrets, store};

const BAD_GRANT: ApiError =
    ApiError::OAuth { code: "invalid_grant", description: Cow::Borrowed("wrong login or password: check both and try again") };
const BAD_REFRESH: ApiError = ApiError::OAuth {
    code: "invalid_grant",
    description: Cow::Borrowed("the refresh token is unknown, used, expired or revoked: sign in again"),
};
const BAD_CLIENT: ApiError = ApiError::OAuth {
    code: "invalid_client",
    description: Cow::Borrowed("wrong client_id or client_secret: check both and try again"),
};
const BAD_SCOPE: ApiError =
    ApiError::OAuth { code: "invalid_scope", description: Cow::Borrowed("this account cannot have that scope: ask for read") };

/// The result of a grant.
pub struct Granted {
    pub access_token: String,
    pub refresh_token: Option<String>,
    pub scope: TokenScope,
}

/// Signs a person in.
pub async fn password(
    app: &web::Data<App>,
    network: Network,
    login: &str,
    password: String,
    scope: Option<TokenScope>,
) -> Result<Granted, ApiError> {
    let user = check_secret(app, network, login, UserKind::Person, password).await?.ok_or(BAD_GRANT)?;
    let scope = rules::granted(user.scope, scope).ok_or(BAD_SCOPE)?;
    begin(app, user, scope).await?.ok_or(BAD_GRANT)
}

/// Signs a machine in; it gets no refresh token (RFC 6749 section 4.4.3).
pub async fn client(
    app: &web::Data<App>,
    network: Network,
    client_id: &str,
    secret: String,
    scope: Option<TokenScope>,
) -> Result<Granted, ApiError> {
    let user = check_secret(app, network, client_id, UserKind::Machine, secret).await?.ok_or(BAD_CLIENT)?;
    let scope = rules::granted(user.scope, Some(scope.unwrap_or(TokenScope::Read))).ok_or(BAD_SCOPE)?;
    begin(app, user, scope).await?.ok_or(BAD_CLIENT)
}

/// Exchanges a refresh token for new tokens of the same session.
pub async fn refresh(app: &web::Data<App>, token: String, scope: Option<TokenScope>) -> Result<Granted, ApiError> {
    let lives = Lives::of(&app.settings, app.clock.now().naive_utc())?;
    // The result is not an error inside the transaction: reuse of a token ends its session, which must be committed.
    let refreshed = app.db.write(move |conn| acts::refresh(conn, &token, scope, &lives)).await.map_err(try_again)?;
    match refreshed {
        Refreshed::Good { session, scope } => tokens(app, *session, scope),
        Refreshed::Reused(session) => {
            log::warn!("a refresh token was used twice; its session was ended");
            app.sessions.forget_session(&session);
            Err(BAD_REFRESH)
        }
        Refreshed::Bad => Err(BAD_REFRESH),
        Refreshed::TooWide => Err(BAD_SCOPE),
    }
}

async fn begin(app: &web::Data<App>, proved: User, scope: TokenScope) -> Result<Option<Granted>, ApiError> {
    let (lives, ids) = (Lives::of(&app.settings, app.clock.now().naive_utc())?, app.ids.clone());
    let begun = app.db.write(move |conn| acts::begin(conn, &ids, &proved, scope, &lives)).await.map_err(try_again)?;
    begun.map(|session| tokens(app, session, scope)).transpose()
}

fn tokens(app: &App, session: Begun, scope: TokenScope) -> Result<Granted, ApiError> {
    let access_token = access_token(app, &session.user, scope, session.id)?;
    Ok(Granted { access_token, refresh_token: session.refresh_token, scope })
}

/// Converts a conflict between two transactions, which is not the caller's fault.
fn try_again(error: ApiError) -> ApiError {
    match error {
        ApiError::Conflict(_) => ApiError::Overloaded,
        other => other,
    }
}

/// Returns the caller as it was when its password was verified, and the hash of the new one.
pub async fn new_password(
    app: &web::Data<App>,
    actor: &Actor,
    network: Network,
    input: ChangePassword,
) -> Result<(User, String), ApiError> {
    let id = actor.user_id.clone().ok_or(ApiError::NotFound)?;
    let user = app.db.read(move |conn| store::by_id(conn, &id)).await?.ok_or(ApiError::NotFound)?;
    users::rules::change_password(user.kind, user.status, user.scope, actor)
        .map_err(|refusal| refusal.into_error(user.status.as_str(), vec![]))?;
    let login = user.login.as_str();
    app.feature::<SignIns>().attempt(Some(login), network, app.clock.now().timestamp())?;
    let knows = knows_secret(app, Some(&user), UserKind::Person, input.current).await;
    // An overloaded service is not the caller's fault.
    if !knows.inspect_err(|_| app.feature::<SignIns>().not_judged(login, network))? {
        return Err(ApiError::Invalid(vec![FieldError::new("/current", "is not your password")]));
    }
    app.feature::<SignIns>().succeeded(login, network);
    let new = input.new;
    let hash = app.feature::<Hashing>().run(move |memory| secrets::hash_password(&new, memory)).await??;
    Ok((user, hash))
}

/// Returns the active user with this login and secret. An attempt is counted first, and given back when it succeeds.
async fn check_secret(
    app: &web::Data<App>,
    network: Network,
    login: &str,
    kind: UserKind,
    secret: String,
) -> Result<Option<User>, ApiError> {
    let now = app.clock.now().timestamp();
    let Some(login) = login_of(login) else {
        // A login that nobody can have: it counts for the network alone, and is not stored.
        app.feature::<SignIns>().attempt(None, network, now)?;
        return Ok(None);
    };
    app.feature::<SignIns>().attempt(Some(&login), network, now)?;
    // An overloaded service or an unavailable database is not the caller's fault.
    let judged = find(app, &login, kind, secret).await.inspect_err(|_| app.feature::<SignIns>().not_judged(&login, network))?;
    if judged.is_some() {
        app.feature::<SignIns>().succeeded(&login, network);
    }
    Ok(judged)
}

async fn find(app: &web::Data<App>, login: &str, kind: UserKind, secret: String) -> Result<Option<User>, ApiError> {
    let wanted = login.to_owned();
    let user = app.db.read(move |conn| store::by_login(conn, &wanted)).await?;
    let user = user.filter(|user| user.kind == kind && user.status == UserStatus::Active);
    let knows = knows_secret(app, user.as_ref(), kind, secret).await?;
    Ok(user.filter(|_| knows))
}

/// Verifies the secret of a user; without a user it takes as long to refuse.
async fn knows_secret(app: &web::Data<App>, user: Option<&User>, kind: UserKind, secret: String) -> Result<bool, ApiError> {
    let hash = user.and_then(|user| user.secret_hash.clone());
    match kind {
        UserKind::Person => {
            app.feature::<Hashing>().run(move |memory| secrets::password_matches(&secret, hash.as_deref(), memory)).await?
        }
        UserKind::Machine => Ok(hash.is_some_and(|hash| same(&hash, &secrets::hash_secret(&secret)))),
    }
}

/// Compares two hashes in a time that does not depend on where they differ.
fn same(one: &str, other: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

/// Returns a signed access token for a user's session.
pub fn access_token(app: &App, user: &User, scope: TokenScope, session: String) -> Result<String, ApiError> {
    let now = app.clock.now().timestamp();
    let claims = Claims {
        iss: app.tokens.issuer.clone(),
        aud: app.tokens.audience.clone(),
        sub: user.id.to_string(),
        exp: now + app.tokens.lifetime,
        nbf: now,
        iat: now,
        jti: app.ids.next(),
        sid: Some(session),
        role: user.role,
        area: user.area.clone(),
        scope,
        capacity: user.capacity.clone(),
        name: user.name.clone(),
    };
    app.tokens.sign(&claims).map_err(|error| ApiError::Internal(format!("signing: {error}")))
}
