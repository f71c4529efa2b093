//! Accounts: a password changed by its owner, an account that ends and comes back, and the operator's help for both.

use std::io::Write;
use std::process::Stdio;

use answerable::foundation::actor::{Role, TokenScope};
use answerable::identity::users::model::{NewUser, UserKind};
use answerable::identity::users::secrets::{hash_secret, new_secret};
use reqwest::Method;
use serde_json::{Value, json};

use crate::commands::{answerable, text};
use crate::sign_in::{PASSWORD, account, refresh, sign_in};
use crate::support::{Reply, TestApp, both, path_of};

both!(
    a_password_is_changed_by_whoever_knows_it,
    who_may_change_a_password,
    a_wrong_current_password_is_a_failed_sign_in,
    a_deactivated_account_comes_back,
    the_operator_lists_accounts,
    the_operator_gives_passwords,
    the_operator_gives_secrets,
    the_operator_ends_and_reopens_accounts,
);

const ANOTHER: &str = "another one that nobody guesses";
const LOGIN: &str = "officer@example.org";

/// Changes the password of the bearer of `token`.
async fn change(app: &TestApp, token: &str, current: &str, new: &str) -> Reply {
    let client = app.nobody().with_token(token);
    client.send(client.request(Method::PATCH, "/v1/me/password").json(&json!({"current": current, "new": new}))).await
}

/// The status that a bearer token is answered with.
async fn knock(app: &TestApp, token: &str) -> u16 {
    app.nobody().with_token(token).get("/v1/me").await.status
}

/// A calendar secret of the bearer of `token`, as the path of the calendar.
async fn calendar(app: &TestApp, token: &str) -> String {
    let made = app.nobody().with_token(token).post("/v1/calendar-tokens", &json!({"label": "Mine"})).await.expect(201);
    path_of(made.str("/url")).to_owned()
}

async fn a_password_is_changed_by_whoever_knows_it(app: TestApp) {
    let user = account(&app, LOGIN).await;
    let here = sign_in(&app, LOGIN, PASSWORD).await.expect(200);
    let there = sign_in(&app, LOGIN, PASSWORD).await.expect(200);
    let (here_token, there_token) = (here.str("/access_token"), there.str("/access_token"));
    assert_eq!((knock(&app, here_token).await, knock(&app, there_token).await), (200, 200));
    let calendar = calendar(&app, here_token).await;

    for (current, new, at) in
        [(PASSWORD, "too short", "/new"), (PASSWORD, PASSWORD, "/new"), ("not the one", ANOTHER, "/current")]
    {
        assert_eq!(change(&app, here_token, current, new).await.refused(422).pointers(), [at]);
    }
    assert_eq!(knock(&app, there_token).await, 200, "a refusal ends nothing");
    let changed = change(&app, here_token, PASSWORD, ANOTHER).await.expect(204);
    assert_eq!(changed.text, "");

    assert_eq!((knock(&app, here_token).await, knock(&app, there_token).await), (200, 401));
    refresh(&app, there.str("/refresh_token")).await.expect(400);
    refresh(&app, here.str("/refresh_token")).await.expect(200);
    app.nobody().get(&calendar).await.expect(200);
    sign_in(&app, LOGIN, PASSWORD).await.expect(400);
    sign_in(&app, LOGIN, ANOTHER).await.expect(200);

    let id = user.rsplit_once('/').expect("a path").1;
    let trail = app.pcc().get(&format!("/v1/audit?resource_id={id}&act=change-password")).await.expect(200);
    let [entry] = trail.json["data"].as_array().expect("entries").as_slice() else { panic!("{}", trail.text) };
    assert_eq!((&entry["actor_id"], &entry["changes"], &entry["version"]), (&json!(id), &json!({}), &json!(2)));
    let all = app.pcc().get("/v1/audit?resource=users").await.expect(200);
    for secret in [PASSWORD, ANOTHER, "argon2"] {
        assert!(!all.text.contains(secret), "{}", all.text);
    }
}

/// An account that the operator adds.
async fn added(app: &TestApp, login: &str, kind: UserKind, scope: TokenScope, secret_hash: Option<String>) {
    let user =
        NewUser { kind, login: login.into(), name: "A. Reader".into(), role: Role::Opcc, capacity: None, scope, secret_hash };
    app.operate("west-mercia", Role::Opcc, move |tx| answerable::identity::users::acts::add(tx, &user))
        .await
        .expect("an account");
}

async fn client_token(app: &TestApp, secret: &str) -> Reply {
    let ask = json!({"grant_type": "client_credentials", "client_id": "reports", "client_secret": secret});
    app.nobody().post("/v1/auth/token", &ask).await
}

async fn who_may_change_a_password(app: TestApp) {
    let secret = new_secret().expect("a secret");
    added(&app, "reports", UserKind::Machine, TokenScope::Read, Some(hash_secret(&secret))).await;
    let machine = client_token(&app, &secret).await.expect(200);
    change(&app, machine.str("/access_token"), &secret, ANOTHER).await.refused(403);

    // A token that may do less than its account changes nothing; an account that only reads has a password of its own.
    account(&app, LOGIN).await;
    let form = [("grant_type", "password"), ("username", LOGIN), ("password", PASSWORD), ("scope", "read")];
    let nobody = app.nobody();
    let narrow = nobody.send(nobody.request(Method::POST, "/v1/auth/token").form(&form)).await.expect(200);
    change(&app, narrow.str("/access_token"), PASSWORD, ANOTHER).await.refused(403);
    let reader = json!({"login": "reader2@example.org", "name": "R", "role": "opcc", "scope": "read", "password": PASSWORD});
    app.pcc().create("/v1/users", &reader).await;
    let reader = sign_in(&app, "reader2@example.org", PASSWORD).await.expect(200);
    change(&app, reader.str("/access_token"), PASSWORD, ANOTHER).await.expect(204);
    sign_in(&app, "reader2@example.org", ANOTHER).await.expect(200);
    // Somebody without a password knows none.
    assert_eq!(change(&app, &app.token(&app.claims("pcc")), PASSWORD, ANOTHER).await.refused(422).pointers(), ["/current"]);
}

async fn a_wrong_current_password_is_a_failed_sign_in(app: TestApp) {
    account(&app, LOGIN).await;
    let granted = sign_in(&app, LOGIN, PASSWORD).await.expect(200);
    let token = granted.str("/access_token");
    for _ in 0..6 {
        change(&app, token, "guess guess guess", ANOTHER).await.refused(422);
    }
    assert_eq!(change(&app, token, PASSWORD, ANOTHER).await.refused(429).header("retry-after"), "1");
    sign_in(&app, LOGIN, PASSWORD).await.expect(429);
    app.set_time("2019-01-30T09:00:02Z");
    change(&app, token, PASSWORD, ANOTHER).await.expect(204);
}

async fn a_deactivated_account_comes_back(app: TestApp) {
    let user = account(&app, LOGIN).await;
    let granted = sign_in(&app, LOGIN, PASSWORD).await.expect(200);
    let calendar = calendar(&app, granted.str("/access_token")).await;
    app.nobody().get(&calendar).await.expect(200);
    let why = json!({"reason": "On leave until spring."});
    app.pcc().act(&user, "reactivate", &why).await.refused(409);
    let gone = app.pcc().act(&user, "deactivate", &why).await.expect(200);
    assert_eq!((gone.str("/status"), gone.allowed()), ("deactivated", vec!["reactivate"]));
    sign_in(&app, LOGIN, PASSWORD).await.expect(400);

    app.pcc().act(&user, "reactivate", &json!({})).await.refused(422);
    let back = app.pcc().act(&user, "reactivate", &json!({"reason": "Back."})).await.expect(200);
    assert_eq!((back.str("/status"), back.allowed()), ("active", vec!["edit", "deactivate"]));
    // What had ended stays so.
    assert_eq!(knock(&app, granted.str("/access_token")).await, 401);
    refresh(&app, granted.str("/refresh_token")).await.expect(400);
    app.nobody().get(&calendar).await.refused(401);
    sign_in(&app, LOGIN, PASSWORD).await.expect(200);

    let id = user.rsplit_once('/').expect("a path").1;
    let trail = app.pcc().get(&format!("/v1/audit?resource_id={id}&act=reactivate")).await.expect(200);
    let entry = &trail.json["data"][0];
    assert_eq!((&entry["from_status"], &entry["to_status"]), (&json!("deactivated"), &json!("active")));
    assert_eq!(entry["reason"], "Back.");
}

/// Runs a command on the database of the application; its exit status, standard output and standard error.
fn command(app: &TestApp, words: &[&str], input: Option<&str>) -> (i32, String, String) {
    let url = app.database_url();
    let mut command = answerable(&[words, &["--database-url", &url]].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("standard input");
    stdin.write_all(input.unwrap_or_default().as_bytes()).expect("a line");
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    (output.status.code().expect("a status"), text(&output.stdout), text(&output.stderr))
}

/// Standard output of a command that succeeds.
#[track_caller]
fn done(app: &TestApp, words: &[&str]) -> String {
    let (status, said, error) = command(app, words, None);
    assert_eq!(status, 0, "{words:?}: {error}");
    said
}

/// What stands after `name: ` in what a command said.
#[track_caller]
fn said<'a>(text: &'a str, name: &str) -> &'a str {
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_else(|| panic!("no {name} in {text}"))
}

async fn the_operator_lists_accounts(app: TestApp) {
    account(&app, LOGIN).await;
    let table = done(&app, &["user", "list", "--area", "west-mercia"]);
    let head: Vec<&str> = table.lines().next().expect("a head").split_whitespace().collect();
    assert_eq!(head, ["LOGIN", "NAME", "ROLE", "AREA", "KIND", "STATUS", "SCOPE", "CREATED", "(UTC)"]);
    let line = table.lines().find(|line| line.starts_with(LOGIN)).unwrap_or_else(|| panic!("{table}"));
    let words: Vec<&str> = line.split_whitespace().collect();
    let wanted = ["A.", "Officer", "opcc", "west-mercia", "person", "active", "write", "2019-01-30", "09:00"];
    assert_eq!(words[1..], wanted, "{line}");
    assert!(!table.contains("outsider@"), "another area: {table}");

    let all = done(&app, &["user", "list", "--json"]);
    let all: Vec<Value> = serde_json::from_str(&all).expect("JSON");
    assert_eq!(all.len(), 8, "{all:?}");
    let one = all.iter().find(|user| user["login"] == LOGIN).expect("the account");
    let mut one = one.clone();
    assert!(one["id"].take().is_string());
    let wanted = json!({
        "id": null, "login": LOGIN, "name": "A. Officer", "role": "opcc", "area": "west-mercia", "kind": "person",
        "status": "active", "scope": "write", "capacity": "Policy Officer", "created_at": "2019-01-30T09:00:00Z",
    });
    assert_eq!(one, wanted, "and no secret of any kind");
    let (status, _, error) = command(&app, &["user", "list", "--area", "nowhere"], None);
    assert_eq!((status, error.contains("there is no area \"nowhere\"")), (1, true), "{error}");
}

async fn the_operator_gives_passwords(app: TestApp) {
    let user = account(&app, LOGIN).await;
    let granted = sign_in(&app, LOGIN, PASSWORD).await.expect(200);
    let calendar = calendar(&app, sign_in(&app, LOGIN, PASSWORD).await.expect(200).str("/access_token")).await;

    let made = done(&app, &["user", "reset", "--login", "Officer@Example.org", "--reason", "Forgotten."]);
    let made = said(&made, "password");
    // This token was not shown to the service before: one that was is refused within five seconds.
    assert_eq!(knock(&app, granted.str("/access_token")).await, 401);
    refresh(&app, granted.str("/refresh_token")).await.expect(400);
    app.nobody().get(&calendar).await.refused(401);
    sign_in(&app, LOGIN, PASSWORD).await.expect(400);
    sign_in(&app, LOGIN, made).await.expect(200);

    let (status, told, error) = command(&app, &["user", "reset", "--login", LOGIN, "--password-stdin"], Some(ANOTHER));
    assert_eq!(status, 0, "{error}");
    assert!(!told.contains(ANOTHER) && !told.contains("password:"), "{told}");
    sign_in(&app, LOGIN, ANOTHER).await.expect(200);
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("password").display().to_string();
    std::fs::write(&file, format!("{PASSWORD}\n")).expect("a file");
    done(&app, &["user", "reset", "--login", LOGIN, "--password-file", &file]);
    sign_in(&app, LOGIN, PASSWORD).await.expect(200);

    for (words, status, wanted) in [
        (vec!["user", "reset", "--login", "nobody@example.org"], 1, "user list"),
        (vec!["user", "reset", "--login", LOGIN, "--password-stdin"], 2, "12 to 200"),
        (vec!["user", "reset", "--login", LOGIN, "--password-stdin", "--generate-password"], 2, "cannot be used with"),
        (vec!["user", "reset", "--login", LOGIN, "--password-file", "absent"], 2, "absent"),
    ] {
        let (ended, _, error) = command(&app, &words, Some("short"));
        assert_eq!(ended, status, "{words:?}: {error}");
        assert!(error.contains(wanted), "{words:?}: {error}");
    }
    sign_in(&app, LOGIN, PASSWORD).await.expect(200);

    let id = user.rsplit_once('/').expect("a path").1;
    let trail = app.pcc().get(&format!("/v1/audit?resource_id={id}&act=reset")).await.expect(200);
    let entries = trail.json["data"].as_array().expect("entries");
    assert_eq!(entries.len(), 3);
    assert_eq!((&entries[0]["actor_name"], &entries[0]["reason"]), (&json!("operator"), &json!("Forgotten.")));
    for secret in [PASSWORD, ANOTHER, made, "argon2"] {
        assert!(!trail.text.contains(secret), "{}", trail.text);
    }
}

async fn the_operator_gives_secrets(app: TestApp) {
    let secret = new_secret().expect("a secret");
    added(&app, "reports", UserKind::Machine, TokenScope::Read, Some(hash_secret(&secret))).await;
    let before = client_token(&app, &secret).await.expect(200);
    let told = done(&app, &["user", "reset", "--login", "reports"]);
    assert_eq!(said(&told, "client_id"), "reports");
    let made = said(&told, "client_secret");
    assert_eq!(knock(&app, before.str("/access_token")).await, 401);
    client_token(&app, &secret).await.expect(401);
    client_token(&app, made).await.expect(200);
    // Nobody chooses the secret of a machine.
    let (status, _, error) = command(&app, &["user", "reset", "--login", "reports", "--password-stdin"], Some(PASSWORD));
    assert_eq!((status, error.contains("machine")), (1, true), "{error}");
    client_token(&app, made).await.expect(200);
    let trail = app.pcc().get("/v1/audit?resource=users").await.expect(200);
    assert!(!trail.text.contains(made) && !trail.text.contains(&hash_secret(made)), "{}", trail.text);
}

async fn the_operator_ends_and_reopens_accounts(app: TestApp) {
    account(&app, LOGIN).await;
    let granted = sign_in(&app, LOGIN, PASSWORD).await.expect(200);
    done(&app, &["user", "deactivate", "--login", LOGIN]);
    assert_eq!(knock(&app, granted.str("/access_token")).await, 401);
    refresh(&app, granted.str("/refresh_token")).await.expect(400);
    sign_in(&app, LOGIN, PASSWORD).await.expect(400);
    let (status, _, error) = command(&app, &["user", "deactivate", "--login", LOGIN], None);
    assert_eq!((status, error.contains("is deactivated")), (1, true), "{error}");
    // A new password opens nothing as long as it is.
    let told = done(&app, &["user", "reset", "--login", LOGIN]);
    assert!(told.contains("user reactivate"), "{told}");
    sign_in(&app, LOGIN, said(&told, "password")).await.expect(400);

    done(&app, &["user", "reactivate", "--login", LOGIN, "--reason", "Back."]);
    sign_in(&app, LOGIN, said(&told, "password")).await.expect(200);
    assert_eq!(knock(&app, granted.str("/access_token")).await, 401);
    refresh(&app, granted.str("/refresh_token")).await.expect(400);
    let (status, _, error) = command(&app, &["user", "reactivate", "--login", LOGIN], None);
    assert_eq!((status, error.contains("is already active")), (1, true), "{error}");
    let rows = app.pcc().all("/v1/audit?resource=users").await;
    let acts: Vec<&str> =
        rows.iter().filter(|row| row["actor_name"] == "operator").filter_map(|row| row["act"].as_str()).collect();
    assert_eq!(acts[acts.len() - 3..], ["deactivate", "reset", "reactivate"]);
}
