//! Signing in: passwords, refresh tokens, client secrets, and what slows a guesser down.

use answerable::foundation::actor::{Role, TokenScope};
use answerable::identity::auth::hashing::Hashing;
use answerable::identity::users::model::{NewUser, UserKind};
use answerable::identity::users::secrets::{hash_secret, new_secret};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Client, Engine, Reply, TestApp, both};

both!(
    a_password_opens_the_door,
    refresh_tokens_are_used_once,
    a_stolen_refresh_token_ends_its_family,
    machines_have_client_secrets,
    guessing_is_slowed,
    a_deactivated_user_does_not_get_in,
    bad_token_requests,
    nobody_is_kept_out_from_elsewhere,
    logins_have_a_length,
    sign_in_at_its_limit_is_refused_at_once,
);

pub const PASSWORD: &str = "correct horse battery staple";

/// Makes an account of the office through the API.
pub async fn account(app: &TestApp, login: &str) -> String {
    let user = json!({"login": login, "name": "A. Officer", "role": "opcc", "capacity": "Policy Officer", "password": PASSWORD});
    app.pcc().create("/v1/users", &user).await
}

pub async fn sign_in(app: &TestApp, login: &str, password: &str) -> Reply {
    let form = [("grant_type", "password"), ("username", login), ("password", password)];
    let nobody = app.nobody();
    nobody.send(nobody.request(Method::POST, "/v1/auth/token").form(&form)).await
}

pub async fn refresh(app: &TestApp, token: &str) -> Reply {
    app.nobody().post("/v1/auth/token", &json!({"grant_type": "refresh_token", "refresh_token": token})).await
}

async fn a_password_opens_the_door(app: TestApp) {
    account(&app, "Officer@Example.org").await;
    let granted = sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    assert_eq!((granted.str("/token_type"), granted.str("/scope")), ("Bearer", "write"));
    assert_eq!(granted.json["expires_in"], 900);
    assert_eq!(granted.header("cache-control"), "no-store");
    let me = app.nobody().with_token(granted.str("/access_token")).get("/v1/me").await.expect(200);
    assert_eq!((me.str("/role"), me.str("/area"), me.str("/capacity")), ("opcc", "west-mercia", "Policy Officer"));

    let wrong = sign_in(&app, "officer@example.org", "correct horse battery stapler").await.expect(400);
    let nobody = sign_in(&app, "nobody@example.org", PASSWORD).await.expect(400);
    assert_eq!(wrong.str("/error"), "invalid_grant");
    assert_eq!(wrong.str("/detail"), nobody.str("/detail"), "the answer does not tell whether an account exists");

    // The whole trail of the account holds no password.
    let trail = app.pcc().get("/v1/audit?resource=users").await.expect(200);
    assert!(!trail.text.contains(PASSWORD) && !trail.text.contains("argon2"), "{}", trail.text);

    // An access token lives fifteen minutes.
    let token = granted.str("/access_token").to_owned();
    app.set_time("2019-01-30T09:14:59Z");
    app.nobody().with_token(&token).get("/v1/me").await.expect(200);
    app.set_time("2019-01-30T09:15:00Z");
    app.nobody().with_token(&token).get("/v1/me").await.refused(401);
}

async fn refresh_tokens_are_used_once(app: TestApp) {
    account(&app, "officer@example.org").await;
    let first = sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    let second = refresh(&app, first.str("/refresh_token")).await.expect(200);
    assert_ne!(first.str("/refresh_token"), second.str("/refresh_token"));
    app.nobody().with_token(second.str("/access_token")).get("/v1/me").await.expect(200);
    // A narrower scope may be asked for, and stays narrow.
    let read = json!({"grant_type": "refresh_token", "refresh_token": second.str("/refresh_token"), "scope": "read"});
    let read = app.nobody().post("/v1/auth/token", &read).await.expect(200);
    assert_eq!(read.str("/scope"), "read");
    let reader = app.nobody().with_token(read.str("/access_token"));
    reader.post("/v1/topics", &json!({"title": "Demand"})).await.refused(403);
    let wider = json!({"grant_type": "refresh_token", "refresh_token": read.str("/refresh_token"), "scope": "write"});
    assert_eq!(app.nobody().post("/v1/auth/token", &wider).await.expect(400).str("/error"), "invalid_scope");
}

async fn a_stolen_refresh_token_ends_its_family(app: TestApp) {
    account(&app, "officer@example.org").await;
    let first = sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    let other = sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    let second = refresh(&app, first.str("/refresh_token")).await.expect(200);
    // The thief comes second, or first: either way the one used twice ends them all.
    refresh(&app, first.str("/refresh_token")).await.expect(400);
    refresh(&app, second.str("/refresh_token")).await.expect(400);
    refresh(&app, other.str("/refresh_token")).await.expect(200);
}

async fn machines_have_client_secrets(app: TestApp) {
    let secret = new_secret().expect("a secret");
    let machine = NewUser {
        kind: UserKind::Machine,
        login: "reports".into(),
        name: "Reporting tool".into(),
        role: Role::Opcc,
        capacity: None,
        scope: TokenScope::Read,
        secret_hash: Some(hash_secret(&secret)),
    };
    app.operate("west-mercia", Role::Opcc, move |tx| answerable::identity::users::acts::add(tx, &machine))
        .await
        .expect("a machine");
    let ask = |secret: &str, scope: &str| json!({"grant_type": "client_credentials", "client_id": "reports", "client_secret": secret, "scope": scope});
    let granted = app.nobody().post("/v1/auth/token", &ask(&secret, "read")).await.expect(200);
    assert_eq!(granted.json.get("refresh_token"), None::<&Value>);
    let tool = app.nobody().with_token(granted.str("/access_token"));
    tool.get("/v1/questions").await.expect(200);
    tool.post("/v1/questions", &json!({"text": "May I?"})).await.refused(403);
    app.nobody().post("/v1/auth/token", &ask("not the secret", "read")).await.expect(401);
    app.nobody().post("/v1/auth/token", &ask(&secret, "write")).await.expect(400);
    let nobody = app.nobody();
    let basic = nobody.request(Method::POST, "/v1/auth/token").basic_auth("reports", Some(&secret));
    nobody.send(basic.form(&[("grant_type", "client_credentials")])).await.expect(200);
    // A machine has no password.
    sign_in(&app, "reports", &secret).await.expect(400);
}

async fn guessing_is_slowed(app: TestApp) {
    account(&app, "officer@example.org").await;
    for _ in 0..6 {
        sign_in(&app, "officer@example.org", "guess guess guess").await.expect(400);
    }
    let slowed = sign_in(&app, "officer@example.org", PASSWORD).await.expect(429);
    assert_eq!(slowed.header("retry-after"), "1");
    app.set_time("2019-01-30T09:00:02Z");
    sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
}

async fn a_deactivated_user_does_not_get_in(app: TestApp) {
    let user = account(&app, "officer@example.org").await;
    let granted = sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    app.pcc().act(&user, "deactivate", &json!({"reason": "Left."})).await.expect(200);
    app.nobody().with_token(granted.str("/access_token")).get("/v1/me").await.refused(401);
    refresh(&app, granted.str("/refresh_token")).await.expect(400);
    sign_in(&app, "officer@example.org", PASSWORD).await.expect(400);
}

async fn bad_token_requests(app: TestApp) {
    for (body, error) in [
        (json!({"grant_type": "password", "username": "a"}), "invalid_request"),
        (json!({"grant_type": "implicit"}), "unsupported_grant_type"),
        (json!({"grant_type": "password", "username": "a", "password": "b", "admin": true}), "invalid_request"),
        (json!({"grant_type": "refresh_token", "refresh_token": "made up"}), "invalid_grant"),
        (json!({"grant_type": "password", "username": "a", "password": "b", "scope": "all"}), "invalid_scope"),
    ] {
        let reply = app.nobody().post("/v1/auth/token", &body).await.expect(400);
        assert_eq!(reply.str("/error"), error, "{body}");
    }
    let short = json!({"login": "a@example.org", "name": "A", "role": "opcc", "password": "too short"});
    assert_eq!(app.pcc().post("/v1/users", &short).await.refused(422).pointers(), ["/password"]);
}

fn guess(login: &str) -> Value {
    json!({"grant_type": "password", "username": login, "password": "guess guess guess"})
}

/// The statuses of as many wrong passwords.
async fn guesses(client: &Client, login: &str, many: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for _ in 0..many {
        statuses.push(client.post("/v1/auth/token", &guess(login)).await.status);
    }
    statuses
}

async fn nobody_is_kept_out_from_elsewhere(app: TestApp) {
    account(&app, "officer@example.org").await;
    let stranger = app.nobody_at("127.0.0.9");
    let statuses = guesses(&stranger, "Officer@example.org", 25).await;
    assert_eq!(statuses.iter().filter(|status| **status == 400).count(), 6, "{statuses:?}");
    assert_eq!(statuses.last(), Some(&429));
    // Whoever guesses cannot be somebody else by saying so.
    let forged = stranger.request(Method::POST, "/v1/auth/token").header("X-Forwarded-For", "203.0.113.9");
    stranger.send(forged.json(&guess("officer@example.org"))).await.expect(429);
    // The owner is somewhere else, and is not slowed.
    sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    // Over many accounts, a network is slowed as a whole, and no other one.
    let mut statuses = Vec::new();
    for n in 0..25 {
        statuses.extend(guesses(&stranger, &format!("person{n}@example.org"), 1).await);
    }
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
    sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
}

/// Behind a proxy, what the proxy says of its callers decides.
#[test]
fn a_proxy_says_who_signs_in() {
    actix_web::rt::System::new().block_on(async {
        let trust = |settings: &mut answerable::foundation::config::Settings| {
            settings.trusted_proxies = "127.0.0.1, 10.0.0.0/8".parse().expect("proxies");
        };
        let app = TestApp::start_with(Engine::Sqlite, trust).await;
        let through = async |forwarded: &str| {
            let nobody = app.nobody();
            let request = nobody.request(Method::POST, "/v1/auth/token").header("X-Forwarded-For", forwarded);
            nobody.send(request.json(&guess("officer@example.org"))).await.status
        };
        for n in 0..6 {
            assert_eq!(through(&format!("198.51.100.{n}, 203.0.113.9, 10.0.0.1")).await, 400);
        }
        assert_eq!(through("203.0.113.9").await, 429);
        assert_eq!(through("::ffff:203.0.113.9").await, 429);
        assert_eq!(through("203.0.113.9, 203.0.113.10").await, 400);
        for n in 0..6 {
            assert_eq!(through(&format!("2001:db8::{n}")).await, 400);
        }
        assert_eq!(through("2001:db8::ffff").await, 429, "all of a /64 is one");
        assert_eq!(through("2001:db8:0:1::1").await, 400);
        app.stop().await;
    });
}

async fn logins_have_a_length(app: TestApp) {
    let longest = "é".repeat(320);
    account(&app, &longest).await;
    sign_in(&app, &longest, PASSWORD).await.expect(200);
    let user = |login: &str| json!({"login": login, "name": "A. Officer", "role": "opcc", "password": PASSWORD});
    assert_eq!(app.pcc().post("/v1/users", &user(&"é".repeat(321))).await.refused(422).pointers(), ["/login"]);

    let wrong = sign_in(&app, &longest, "guess guess guess").await.expect(400);
    for login in ["é".repeat(321), "a".repeat(1_000_000), "a\u{0}b".into(), String::new()] {
        let reply = app.nobody_at("127.0.0.8").post("/v1/auth/token", &guess(&login)).await.expect(400);
        assert_eq!((&reply.json["error"], &reply.json["detail"]), (&wrong.json["error"], &wrong.json["detail"]));
    }
    // Each of them counts for the network that sends them.
    let statuses = guesses(&app.nobody_at("127.0.0.8"), &"a".repeat(321), 30).await;
    assert_eq!(statuses.last(), Some(&429), "{statuses:?}");
}

/// Both slots are taken and the queue before them is full: what comes then is refused, and counts for nothing.
async fn sign_in_at_its_limit_is_refused_at_once(app: TestApp) {
    account(&app, "officer@example.org").await;
    let granted = sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    let (open, door) = std::sync::mpsc::channel::<()>();
    let (door, begun) = (std::sync::Arc::new(std::sync::Mutex::new(door)), std::sync::Arc::new(tokio::sync::Semaphore::new(0)));
    let mut under_way = Vec::new();
    let mut occupy = |many: usize| {
        for _ in 0..many {
            let (app, door, begun) = (app.clone(), door.clone(), begun.clone());
            under_way.push(actix_web::rt::spawn(async move {
                let wait = move |_: &mut _| {
                    begun.add_permits(1);
                    door.lock().expect("the door").recv().expect_err("nobody sends anything");
                };
                app.inner().feature::<Hashing>().run(wait).await
            }));
        }
    };
    occupy(2);
    begun.acquire_many(2).await.expect("both slots").forget();
    occupy(64);
    while app.inner().feature::<Hashing>().waiting() < 64 {
        tokio::task::yield_now().await;
    }
    for _ in 0..10 {
        let refused = sign_in(&app, "officer@example.org", PASSWORD).await.expect(503);
        assert!(!refused.header("retry-after").is_empty());
    }
    let member = app.nobody().with_token(granted.str("/access_token"));
    let change = json!({"current": PASSWORD, "new": "another one that nobody guesses"});
    member.send(member.request(Method::PATCH, "/v1/me/password").json(&change)).await.refused(503);
    let user = json!({"login": "new@example.org", "name": "N", "role": "opcc", "password": PASSWORD});
    app.pcc().post("/v1/users", &user).await.refused(503);
    // What needs no hash is answered.
    member.get("/v1/me").await.expect(200);
    drop(open);
    for one in under_way {
        one.await.expect("a task").expect("a slot");
    }
    sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
}
