//! A database of every released version becomes one of this version, on both engines, and nothing in it is lost.

mod asked;
mod fixture;
mod rows;
mod shape;

use std::path::Path;

use serde_json::json;

use self::fixture::{Fixture, Instance, released};
use crate::commands::{answerable, text};
use crate::support::Engine;
use crate::support::database::TestDatabase;

const AREA: &str = "west-mercia";

/// Standard output of a command on a database; it has to succeed.
#[track_caller]
fn command(words: &[&str]) -> String {
    let output = answerable(words).output().expect("the binary runs");
    assert!(output.status.success(), "{words:?}: {}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

fn every_release(engine: Engine) {
    let all = Fixture::all();
    assert!(all.iter().any(|fixture| fixture.version == "0.1.0"), "the first release has no fixture");
    for fixture in all {
        let database = fixture.load(engine);
        comes_up_to_date(&fixture, engine, &database);
    }
}

fn comes_up_to_date(fixture: &Fixture, engine: Engine, database: &TestDatabase) {
    let (url, version) = (database.text(), &fixture.version);
    let before = rows::read(&url, None);
    assert!(before.len() > 50, "{version}: {} tables are no populated database", before.len());
    let said = command(&["migrate", "--database-url", &url]);
    assert!(said.contains("up to date"), "{version}: {said}");
    let after = rows::read(&url, Some(&before));
    rows::assert_nothing_lost(version, &before, &after);
    assert_eq!(shape::read(&url), shape::read(&TestDatabase::fresh(engine).text()), "{version}: not what a fresh database is");
    assert!(command(&["migrate", "--database-url", &url]).contains("nothing to do"), "{version}: a second time");
    let home = fixture.home(engine);
    actix_web::rt::System::new().block_on(async {
        let instance = Instance::start(fixture, engine, database, home.path()).await;
        asked::by_everybody(fixture, engine, &instance).await;
        verifies(&instance, home.path()).await;
        goes_on(&instance).await;
        verifies(&instance, home.path()).await;
        instance.stop().await;
    });
    leaves_whole(&url, home.path());
}

/// Everything published verifies from outside, against what was seen of the log before the upgrade.
async fn verifies(instance: &Instance, home: &Path) {
    let (base, state) = (instance.base.clone(), home.join("seen-of-the-log.json").display().to_string());
    let said = actix_web::rt::task::spawn_blocking(move || command(&["verify", &base, "--state", &state, "--pause", "0"])).await;
    let said = said.expect("the command");
    assert!(said.trim_end().ends_with("sound"), "{said}");
}

/// The record is worked with: a question is put, answered and published.
async fn goes_on(instance: &Instance) {
    let [pcc, opcc, force] = ["pcc", "opcc", "force"].map(|who| instance.client(who));
    let question = opcc.create("/v1/questions", &json!({"text": "What has changed since the upgrade?"})).await;
    pcc.act(&question, "put", &json!({})).await.expect(200);
    let response = json!({"text": "Nothing was lost.", "mode": "written", "speakers": [{"capacity": "CC"}]});
    let response = force.create(&format!("{question}/responses"), &response).await;
    force.act(&response, "submit", &json!({})).await.expect(200);
    let subject = question.rsplit_once('/').expect("a path").1;
    let edition = opcc.create("/v1/editions", &json!({"kind": "question", "subject_id": subject})).await;
    pcc.act(&edition, "approve", &json!({"despite_warnings": "It is judged later."})).await.expect(200);
    opcc.act(&edition, "publish", &json!({})).await.expect(200);
    let found = instance.client("nobody").get("/public/v1/search?q=changed+since+upgrade").await.expect(200);
    assert_eq!(found.ids().len(), 1, "{}", found.text);
}

/// The record leaves as files and as a handover.
fn leaves_whole(url: &str, home: &Path) {
    let key = home.join("signing-key.pem").display().to_string();
    let place = |name: &str| home.join(name).display().to_string();
    let signed = ["--database-url", url, "--signing-key-file", &key];
    let address = ["--public-url", "https://record.example.org"];
    let (export, package) = (place("export"), place("out.tar"));
    command(&[&["export", "--public", &export][..], &address, &signed].concat());
    assert!(command(&["verify", &export]).trim_end().ends_with("sound"));
    let store = format!("file://{}", home.join("files").display());
    command(&[&["handover", "--area", AREA, "--out", &package, "--attachment-store", &store][..], &signed[..]].concat());
    let fresh = TestDatabase::fresh(Engine::Sqlite);
    let store = format!("file://{}", home.join("taken").display());
    let (to, trust) = (fresh.text(), "--trust-on-first-use");
    command(&["import", &package, trust, "--database-url", &to, "--attachment-store", &store]);
}

#[test]
fn every_release_on_sqlite() {
    every_release(Engine::Sqlite);
}

#[test]
fn every_release_on_postgres() {
    every_release(Engine::Postgres);
}

#[test]
fn every_released_version_has_a_fixture() {
    let changelog = include_str!("../../../CHANGELOG.md");
    let have: Vec<String> = Fixture::all().into_iter().map(|fixture| fixture.version).collect();
    let missing: Vec<String> =
        released(changelog, env!("CARGO_PKG_VERSION")).into_iter().filter(|one| !have.contains(one)).collect();
    assert!(missing.is_empty(), "no database of {missing:?} is upgraded: run scripts/make_upgrade_fixture.sh with each version");
}

#[test]
fn the_changelog_is_read_for_what_was_released() {
    let text = "# Changelog\n\n## 0.3.0 (unreleased)\n\n## 0.2.0 (2027-01-31)\n- a\n\n## 0.1.1 - 2027-01-02\n## 0.1.0 (2026-12-01)\n## Notes\n";
    assert_eq!(released(text, "0.3.0"), ["0.2.0", "0.1.1", "0.1.0"]);
    assert_eq!(
        released(text, "0.2.0"),
        ["0.1.1", "0.1.0"],
        "the version that is being released makes its fixture with its release"
    );
    assert_eq!(released("## 0.10.0 (2028-01-01)\n## 0.9.0 (2027-01-01)\n", "0.11.0"), ["0.10.0", "0.9.0"]);
}
