//! Sessions that end while tokens of them are being given out: nothing of them is alive afterwards, in whatever order it happens.

use answerable::foundation::actor::{Role, TokenScope};
use answerable::identity::auth::acts;
use answerable::identity::auth::acts::Lives;
use answerable::identity::auth::grant::access_token;
use answerable::identity::users;
use answerable::identity::users::model::{NewUser, User, UserKind, Why};
use answerable::identity::users::secrets::{Memory, hash_password};
use reqwest::Method;
use serde_json::json;

use crate::sign_in::{PASSWORD, refresh, sign_in};
use crate::support::{Reply, TestApp, both, path_of};

both!(
    a_copy_ends_everything,
    nothing_outlives_a_sign_out,
    nothing_outlives_the_end_of_an_account,
    nothing_outlives_another_password,
    signing_out_with_either_token,
);

const ROUNDS: usize = 30;
const ANOTHER: &str = "another one that nobody guesses";

/// A person with a password, and a session that was begun without it.
struct Round {
    user: User,
    access: String,
    refresh: String,
}

/// What all rounds of a test share: a hash takes long to make.
async fn hash() -> String {
    tokio::task::spawn_blocking(|| hash_password(PASSWORD, &mut Memory::default()).expect("a hash")).await.expect("a thread")
}

async fn round(app: &TestApp, n: usize, hash: &str) -> Round {
    let person = NewUser {
        kind: UserKind::Person,
        login: format!("person{n}@example.org"),
        name: format!("Person {n}"),
        role: Role::Opcc,
        capacity: None,
        scope: TokenScope::Write,
        secret_hash: Some(hash.to_owned()),
    };
    let user = app.operate("west-mercia", Role::Opcc, move |tx| users::acts::add(tx, &person)).await.expect("a person");
    let (access, refresh) = session(app, &user).await;
    Round { user, access, refresh }
}

/// A session as a sign-in gives it.
async fn session(app: &TestApp, user: &User) -> (String, String) {
    let inner = app.inner();
    let (ids, user) = (inner.ids.clone(), user.clone());
    let lives = Lives::of(&inner.settings, inner.clock.now().naive_utc()).expect("lives");
    let begun = inner.db.write(move |conn| acts::begin(conn, &ids, &user, TokenScope::Write, &lives)).await;
    let begun = begun.expect("a session").expect("an active user");
    let access = access_token(inner, &begun.user, TokenScope::Write, begun.id).expect("a token");
    (access, begun.refresh_token.expect("a refresh token"))
}

/// How many of the tokens that were given out are still good.
async fn alive(app: &TestApp, round: &Round, granted: &[Reply]) -> usize {
    let given = granted.iter().filter(|reply| reply.status == 200).map(|reply| {
        let refresh_token = reply.str("/refresh_token").to_owned();
        (reply.str("/access_token").to_owned(), refresh_token)
    });
    let mut count = 0;
    for (access, refresh_token) in given.chain([(round.access.clone(), round.refresh.clone())]) {
        count += usize::from(app.nobody().with_token(&access).get("/v1/me").await.status == 200);
        count += usize::from(refresh(app, &refresh_token).await.status == 200);
    }
    count
}

/// Two things at the same moment.
macro_rules! at_once {
    ($one:expr, $other:expr) => {{
        let (one, other) = (actix_web::rt::spawn($one), actix_web::rt::spawn($other));
        (one.await.expect("one"), other.await.expect("the other"))
    }};
}

fn refreshing(app: &TestApp, round: &Round) -> impl Future<Output = Reply> + 'static {
    let (app, token) = (app.clone(), round.refresh.clone());
    async move { refresh(&app, &token).await }
}

async fn a_copy_ends_everything(app: TestApp) {
    let hash = hash().await;
    let (mut winners, mut living) = (0, 0);
    for n in 0..ROUNDS {
        let round = round(&app, n, &hash).await;
        let (one, other) = at_once!(refreshing(&app, &round), refreshing(&app, &round));
        let replies = [one, other];
        assert!(replies.iter().all(|reply| [200, 400].contains(&reply.status)), "{replies:?}");
        winners += replies.iter().filter(|reply| reply.status == 200).count();
        living += alive(&app, &round, &replies).await;
    }
    assert_eq!((winners, living), (ROUNDS, 0), "each time one of the two gets tokens, and they end with the copy");
}

async fn nothing_outlives_a_sign_out(app: TestApp) {
    let hash = hash().await;
    let mut living = 0;
    for n in 0..ROUNDS {
        let round = round(&app, n, &hash).await;
        let (client, token) = (app.nobody(), if n % 2 == 0 { round.refresh.clone() } else { round.access.clone() });
        let out = async move { client.post("/v1/auth/revoke", &json!({"token": token})).await };
        let (granted, out) = at_once!(refreshing(&app, &round), out);
        assert_eq!(out.status, 200, "{}", out.text);
        assert!([200, 400].contains(&granted.status), "{}", granted.text);
        living += alive(&app, &round, &[granted]).await;
    }
    assert_eq!(living, 0);
}

/// Deactivating, over HTTP, beside a refresh and beside the making of a calendar token; reactivated, nothing of before is good.
async fn nothing_outlives_the_end_of_an_account(app: TestApp) {
    let hash = hash().await;
    let mut living = 0;
    for n in 0..ROUNDS {
        let round = round(&app, n, &hash).await;
        let (pcc, path) = (app.pcc(), format!("/v1/users/{}", round.user.id));
        let (ending, user) = (pcc.clone(), path.clone());
        let end = async move { ending.act_on(&user, "deactivate", "\"1\"", &json!({"reason": "Left."})).await };
        let caller = app.nobody().with_token(&round.access);
        let calendar = async move { caller.post("/v1/calendar-tokens", &json!({"label": "Mine"})).await };
        let tokens = async { at_once!(refreshing(&app, &round), calendar) };
        let (ended, (granted, calendar)) = futures_util::join!(end, tokens);
        assert_eq!(ended.status, 200, "{}", ended.text);
        assert!([201, 401, 403].contains(&calendar.status), "{}", calendar.text);
        pcc.act(&path, "reactivate", &json!({"reason": "Back."})).await.expect(200);
        living += alive(&app, &round, &[granted]).await;
        if calendar.status == 201 {
            living += usize::from(app.nobody().get(path_of(calendar.str("/url"))).await.status == 200);
        }
    }
    assert_eq!(living, 0);
}

/// A reset by the operator, and a password changed in another session, beside a refresh and beside a sign-in with the old one.
async fn nothing_outlives_another_password(app: TestApp) {
    let hash = hash().await;
    let other_hash =
        tokio::task::spawn_blocking(|| hash_password(ANOTHER, &mut Memory::default()).expect("a hash")).await.expect("a thread");
    let (mut living, mut current) = (0, 0);
    for n in 0..ROUNDS {
        let round = round(&app, n, &hash).await;
        let (here, _) = session(&app, &round.user).await;
        let (changing, user, other_hash) = (app.clone(), round.user.clone(), other_hash.clone());
        let token = here.clone();
        let change = async move {
            if n % 2 == 0 {
                let id = user.id;
                changing
                    .operate("west-mercia", Role::Opcc, move |tx| users::acts::reset(tx, &id, other_hash, &Why::default()))
                    .await
                    .expect("a reset");
            } else {
                let client = changing.nobody().with_token(&token);
                let body = json!({"current": PASSWORD, "new": ANOTHER});
                client.send(client.request(Method::PATCH, "/v1/me/password").json(&body)).await.expect(204);
            }
        };
        let (app_of_sign_in, login) = (app.clone(), round.user.login.clone());
        let signing_in = async move { sign_in(&app_of_sign_in, &login, PASSWORD).await };
        let tokens = async { at_once!(refreshing(&app, &round), signing_in) };
        let ((), (granted, signed_in)) = futures_util::join!(change, tokens);
        assert!([200, 400].contains(&granted.status) && [200, 400].contains(&signed_in.status), "{signed_in:?}");
        living += alive(&app, &round, &[granted, signed_in]).await;
        current += usize::from(app.nobody().with_token(&here).get("/v1/me").await.status == 200);
    }
    assert_eq!(living, 0);
    assert_eq!(current, ROUNDS / 2, "the session that changed the password goes on, and none that was reset");
}

async fn signing_out_with_either_token(app: TestApp) {
    let hash = hash().await;
    let round = round(&app, 0, &hash).await;
    let (other_access, other_refresh) = session(&app, &round.user).await;
    let me = |token: String| {
        let client = app.nobody().with_token(&token);
        async move { client.get("/v1/me").await.status }
    };
    let out = async |token: &str| app.nobody().post("/v1/auth/revoke", &json!({"token": token})).await.expect(200);
    // The access token has been seen, and is forgotten with its session.
    assert_eq!(me(round.access.clone()).await, 200);
    let next = refresh(&app, &round.refresh).await.expect(200);
    // A refresh token that was used names its session as well.
    out(&round.refresh).await;
    assert_eq!(alive(&app, &round, &[next]).await, 0);
    // Another session of the same user goes on.
    assert_eq!(me(other_access.clone()).await, 200);

    // An access token that has expired still says what is to end.
    app.set_time("2019-01-30T09:20:00Z");
    assert_eq!(me(other_access.clone()).await, 401);
    out(&other_access).await;
    refresh(&app, &other_refresh).await.expect(400);
    out("no such token").await;
}
