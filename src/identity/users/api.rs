//! Users over HTTP: the view, the handlers, the routes.

use actix_web::{HttpResponse, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{AddUser, EditUser, User, UserAct, UserKind, UserStatus};
use super::store::{UserFilter, UserSort};
use super::{acts, rules, secrets, store};
use crate::foundation::actor::{Role, TokenScope, UserId};
use crate::foundation::digest::sha256_hex;
use crate::foundation::error::{ApiError, Refusal};
use crate::foundation::validate::Reasoned;
use crate::http::body::JsonBody;
use crate::http::call::{Call, Changed, Versioned, View};
use crate::http::etag::IfMatchHeader;
use crate::http::mount::ServiceConfig;
use crate::http::paging::{ListQuery, Listing, PagesBy};
use crate::identity::auth::hashing::Hashing;

/// A user, without any secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserView {
    pub id: UserId,
    #[schema(example = "west-mercia")]
    pub area: String,
    pub kind: UserKind,
    #[schema(example = "policy.officer@example.org")]
    pub login: String,
    #[schema(example = "A. Officer")]
    pub name: String,
    pub role: Role,
    #[schema(example = "Policy Officer")]
    pub capacity: Option<String>,
    pub scope: TokenScope,
    pub status: UserStatus,
    /// Acts that this caller may perform now.
    #[schema(example = json!(["edit", "deactivate"]))]
    pub allowed_acts: Vec<UserAct>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    #[schema(example = 1)]
    pub version: i32,
}

impl Versioned for UserView {
    fn version(&self) -> i32 {
        self.version
    }
}

fn one_view(view: &View<'_>, user: User) -> UserView {
    UserView {
        allowed_acts: rules::allowed_acts(&user.id, user.role, user.status, view.actor),
        id: user.id,
        area: user.area,
        kind: user.kind,
        login: user.login,
        name: user.name,
        role: user.role,
        capacity: user.capacity,
        scope: user.scope,
        status: user.status,
        created_at: user.created_at.and_utc(),
        updated_at: user.updated_at.and_utc(),
        version: user.version,
    }
}

/// List users.
///
/// The body sees all users of its area; the force sees its own.
#[utoipa::path(tag = "users", params(UserFilter, PagesBy::<UserSort>), responses((status = 200, body = Listing<UserView>)))]
#[get("/users")]
pub async fn list_users(call: Call, list: ListQuery<UserFilter, UserSort>) -> Result<HttpResponse, ApiError> {
    call.list(list, |view, list| {
        let page = store::list(view.conn, &rules::scope(view.actor), &list.filter, &list.window)?;
        page.try_map(|rows| Ok(rows.into_iter().map(|user| one_view(view, user)).collect()))
    })
    .await
}

/// Add a person.
///
/// Each side manages its own accounts: the PCC those of the body, the office those of the office, the force those of the force.
#[utoipa::path(tag = "users", request_body = AddUser, responses((status = 201, body = UserView)))]
#[post("/users")]
pub async fn add_user(call: Call, body: JsonBody<AddUser>) -> Result<HttpResponse, ApiError> {
    let (mut user, password) = body.value.into_parts();
    // Refused before the expensive hash, and again by the act itself.
    rules::may_keep(user.role, &call.actor).map_err(Refusal::without_state)?;
    // Without the password: a plain hash of the body would let anybody who reads the table guess it.
    let fingerprint = sha256_hex(&serde_json::to_vec(&user)?);
    let hash = call.app.feature::<Hashing>().run(move |memory| secrets::hash_password(&password, memory)).await??;
    user.secret_hash = Some(hash);
    call.write(&fingerprint, move |tx| {
        let user = acts::add(tx, &user)?;
        Ok(Changed::created(format!("/v1/users/{}", user.id), one_view(&tx.view(), user)))
    })
    .await
}

/// Read a user.
#[utoipa::path(tag = "users", params(("id" = UserId, Path)), responses((status = 200, body = UserView)))]
#[get("/users/{id}")]
pub async fn get_user(call: Call, id: web::Path<UserId>) -> Result<HttpResponse, ApiError> {
    call.item(&[], move |view| {
        let user = store::find(view.conn, &rules::scope(view.actor), &id)?.ok_or(ApiError::NotFound)?;
        Ok(one_view(view, user))
    })
    .await
}

/// Edit a user's name, capacity or scope.
///
/// JSON Merge Patch. By the side that manages the account.
#[utoipa::path(
    tag = "users", params(("id" = UserId, Path), IfMatchHeader),
    request_body(content = EditUser, content_type = "application/merge-patch+json"),
    responses((status = 200, body = UserView))
)]
#[patch("/users/{id}")]
pub async fn edit_user(call: Call, id: web::Path<UserId>, body: JsonBody<EditUser>) -> Result<HttpResponse, ApiError> {
    let input = body.value;
    let (sessions, user_id) = (call.app.clone(), id.to_string());
    let response = call
        .write(&body.fingerprint, move |tx| {
            let user = acts::edit(tx, &id, &input)?;
            Ok(Changed::updated(one_view(&tx.view(), user)))
        })
        .await?;
    sessions.sessions.forget_user(&user_id);
    Ok(response)
}

/// Deactivate a user.
///
/// By the side that manages the account, with the reason; nobody can deactivate their own account. Every session and calendar
/// token of the user ends.
#[utoipa::path(
    tag = "users", params(("id" = UserId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = UserView))
)]
#[post("/users/{id}/deactivate")]
pub async fn deactivate_user(call: Call, id: web::Path<UserId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let why = body.value.into();
    let (app, user_id) = (call.app.clone(), id.to_string());
    let response = call
        .write(&body.fingerprint, move |tx| {
            let user = acts::deactivate(tx, &id, &why)?;
            Ok(Changed::updated(one_view(&tx.view(), user)))
        })
        .await?;
    app.sessions.forget_user(&user_id);
    Ok(response)
}

/// Reactivate a user.
///
/// By the side that manages the account, with the reason. The password or client secret is the same as before; sessions and
/// calendar tokens that had ended stay ended.
#[utoipa::path(
    tag = "users", params(("id" = UserId, Path), IfMatchHeader),
    request_body = Reasoned, responses((status = 200, body = UserView))
)]
#[post("/users/{id}/reactivate")]
pub async fn reactivate_user(call: Call, id: web::Path<UserId>, body: JsonBody<Reasoned>) -> Result<HttpResponse, ApiError> {
    let why = body.value.into();
    call.write(&body.fingerprint, move |tx| {
        let user = acts::reactivate(tx, &id, &why)?;
        Ok(Changed::updated(one_view(&tx.view(), user)))
    })
    .await
}

/// Mounts the slice.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_users)
        .service(add_user)
        .service(get_user)
        .service(edit_user)
        .service(deactivate_user)
        .service(reactivate_user);
}
