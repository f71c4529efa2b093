//! Tokens that must not open the door (RFC 8725), and those that must stop doing so.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use answerable::foundation::actor::keys::{KeyRing, new_pem};
use answerable::foundation::actor::token::{Claims, Tokens};

use crate::sign_in::{PASSWORD, account, sign_in};
use crate::support::{TestApp, both};

both!(
    forged_and_stale_tokens,
    a_token_of_a_user_who_is_gone,
    a_revoked_token,
    keys_are_rotated,
    jwks_are_public_halves,
    clocks_of_two_instances,
);

/// A JWT put together by hand: header and claims as given, signed by `sign`.
fn by_hand(header: &Value, claims: &Claims, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(&json!(claims)));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

fn kid(app: &TestApp) -> String {
    app.inner().tokens.keys.signing().expect("a key").0.to_owned()
}

async fn forged_and_stale_tokens(app: TestApp) {
    app.pcc().get("/v1/me").await.expect(200);
    for (attack, token) in forged(&app).into_iter().chain(wrongly_claimed(&app)) {
        let reply = app.nobody().with_token(&token).get("/v1/me").await;
        assert_eq!(reply.status, 401, "{attack}: {}", reply.text);
        assert!(reply.header("www-authenticate").starts_with("Bearer"), "{attack}");
    }
}

/// A signer of another issuer, with a key of its own.
fn stranger(app: &TestApp, issuer: &str) -> Tokens {
    Tokens {
        keys: KeyRing::from_pem(&new_pem().expect("a key")).expect("a key"),
        issuer: issuer.into(),
        audience: app.claims("pcc").aud,
        lifetime: 900,
    }
}

/// Tokens whose signature or header is wrong.
fn forged(app: &TestApp) -> Vec<(&'static str, String)> {
    let (good, kid) = (app.claims("pcc"), kid(app));
    let public = app.inner().tokens.keys.jwks()["keys"][0]["x"].as_str().expect("a key").to_owned();
    let raw = URL_SAFE_NO_PAD.decode(&public).expect("base64");
    let signed = |algorithm: Algorithm, typ: Option<&str>, key: &EncodingKey| {
        let mut header = Header::new(algorithm);
        header.typ = typ.map(str::to_owned);
        header.kid = Some(kid.clone());
        jsonwebtoken::encode(&header, &good, key).expect("a token")
    };
    let hs256 = |secret: &[u8]| signed(Algorithm::HS256, Some("at+jwt"), &EncodingKey::from_secret(secret));
    let own = app.inner().tokens.keys.signing().expect("a key").1;
    let tampered = {
        let token = app.token(&app.claims("force"));
        let parts: Vec<&str> = token.split('.').collect();
        format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(json!(good).to_string()), parts[2])
    };
    let headed = |header: serde_json::Value, signature: &[u8]| by_hand(&header, &good, |_| signature.to_vec());
    let mut demo = good.clone();
    demo.iss = "answerable-demo".into();
    vec![
        ("alg none", headed(json!({"alg": "none", "typ": "at+jwt", "kid": kid}), &[])),
        ("alg None", headed(json!({"alg": "None", "typ": "at+jwt", "kid": kid}), &[])),
        ("HS256 with the public key as text", hs256(public.as_bytes())),
        ("HS256 with the public key as bytes", hs256(&raw)),
        ("HS256 with the public key as standard base64", hs256(STANDARD.encode(&raw).as_bytes())),
        ("an unknown kid", headed(json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "another"}), &[0; 64])),
        ("no kid", headed(json!({"alg": "EdDSA", "typ": "at+jwt"}), &[0; 64])),
        ("a key of somebody else", stranger(app, &good.iss).sign(&good).expect("a token")),
        ("a token of the demo", stranger(app, "answerable-demo").sign(&demo).expect("a token")),
        ("claims of another token", tampered),
        ("an id token", signed(Algorithm::EdDSA, Some("JWT"), own)),
        ("a token without a type", signed(Algorithm::EdDSA, None, own)),
        ("no JWT at all", "opensesame".to_owned()),
        ("nothing", String::new()),
    ]
}

/// Tokens of the right key that claim what is not so.
fn wrongly_claimed(app: &TestApp) -> Vec<(&'static str, String)> {
    let now = app.inner().clock.now().timestamp();
    let signed = |change: &dyn Fn(&mut Claims)| {
        let mut claims = app.claims("pcc");
        change(&mut claims);
        app.token(&claims)
    };
    vec![
        ("the wrong issuer", signed(&|claims| claims.iss = "https://elsewhere.example".into())),
        ("the issuer of the demo", signed(&|claims| claims.iss = "answerable-demo".into())),
        ("the wrong audience", signed(&|claims| claims.aud = "another-service".into())),
        ("expired", signed(&|claims| claims.exp = now)),
        ("not valid for another minute", signed(&|claims| claims.nbf = now + 61)),
        ("signed in a minute from now", signed(&|claims| claims.iat = now + 61)),
        ("an area the user is not of", signed(&|claims| claims.area = "warwickshire".into())),
        ("a role the user has not", signed(&|claims| claims.role = answerable::foundation::actor::Role::Opcc)),
        ("a user who never was", signed(&|claims| claims.sub = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11".into())),
    ]
}

async fn a_token_of_a_user_who_is_gone(app: TestApp) {
    let office = app.opcc();
    office.get("/v1/me").await.expect(200);
    let user = format!("/v1/users/{}", app.person("opcc").id);
    app.pcc().act(&user, "deactivate", &json!({"reason": "Left the office."})).await.expect(200);
    office.get("/v1/me").await.refused(401);
    office.post("/v1/questions", &json!({"text": "Still here?"})).await.refused(401);
}

async fn a_revoked_token(app: TestApp) {
    let token = app.token(&app.claims("force"));
    let force = app.nobody().with_token(&token);
    force.get("/v1/me").await.expect(200);
    app.nobody().post("/v1/auth/revoke", &json!({"token": token})).await.expect(200);
    force.get("/v1/me").await.refused(401);
    // Another token of the same user is not touched.
    app.force().get("/v1/me").await.expect(200);
}

async fn keys_are_rotated(app: TestApp) {
    // Tokens of the old key live on beside those of the new one.
    let new = new_pem().expect("a key");
    let ring = |pem: String| Tokens {
        keys: KeyRing::from_pem(&pem).expect("keys"),
        issuer: app.inner().tokens.issuer.clone(),
        audience: app.inner().tokens.audience.clone(),
        lifetime: 900,
    };
    let both = ring(format!("{new}{}", app.key()));
    let only_new = ring(new);
    let old_token = app.token(&app.claims("pcc"));
    let now = app.inner().clock.now();
    both.verify(&old_token, now).expect("the old key still verifies");
    let new_token = both.sign(&app.claims("pcc")).expect("a token");
    only_new.verify(&new_token, now).expect("the new key signs");
    assert!(only_new.verify(&old_token, now).is_err(), "the old key is gone");
}

async fn jwks_are_public_halves(app: TestApp) {
    let jwks = app.nobody().get("/.well-known/jwks.json").await.expect(200);
    let key = &jwks.json["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"), &json!("sig"))
    );
    assert_eq!(key["kid"], kid(&app));
    assert!(key.get("d").is_none(), "the private half stays at home");
}

/// A token is signed at nine o'clock by the clock of one instance, and shown to another one.
async fn clocks_of_two_instances(app: TestApp) {
    account(&app, "officer@example.org").await;
    let granted = sign_in(&app, "officer@example.org", PASSWORD).await.expect(200);
    let token = granted.str("/access_token");
    for (there, status) in [
        ("2019-01-30T08:59:59.9Z", 200),
        ("2019-01-30T08:59:00Z", 200),
        ("2019-01-30T08:58:59.999Z", 401),
        ("2019-01-30T09:01:00Z", 200),
        // What has expired there has expired.
        ("2019-01-30T09:14:59.9Z", 200),
        ("2019-01-30T09:15:00Z", 401),
    ] {
        let reply = app.beside(there).with_token(token).get("/v1/me").await;
        assert_eq!(reply.status, status, "at {there}: {}", reply.text);
    }
    // An instance that is behind refreshes what another one has given out, and knows its end.
    let behind = app.beside("2019-01-30T08:59:30Z");
    let refresh = |token: &str| json!({"grant_type": "refresh_token", "refresh_token": token});
    let next = behind.post("/v1/auth/token", &refresh(granted.str("/refresh_token"))).await.expect(200);
    app.nobody().with_token(next.str("/access_token")).get("/v1/me").await.expect(200);
    app.nobody().post("/v1/auth/revoke", &json!({"token": next.str("/refresh_token")})).await.expect(200);
    behind.with_token(next.str("/access_token")).get("/v1/me").await.refused(401);
    behind.with_token(token).get("/v1/me").await.refused(401);
    behind.post("/v1/auth/token", &refresh(next.str("/refresh_token"))).await.expect(400);
}
