//! What this program is built of: licences that go with its own, crates.io alone, nothing unused, nothing twice without a reason.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use crate::architecture::files;

/// Licences under which a program may be given on under MIT, in the words of SPDX.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "MIT",
    "MIT-0",
    "PostgreSQL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    // For each file of its own, which are not changed here.
    "MPL-2.0",
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Crates that must not come in, and why.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "a build needs Rust and a C compiler alone; TLS is rustls"),
    ("native-tls", "TLS is rustls"),
    ("openssl", "TLS is rustls"),
    ("chrono-tz", "jiff has the zones"),
    ("serde_yaml", "it is no longer kept"),
    ("atty", "it is no longer kept"),
];

/// Crates that come in more than one version, and what still wants the older one. The list only becomes shorter.
const TWICE: &[(&str, &str)] = &[
    ("base64", "jsonwebtoken, and the checks of what others wrote (signed_note, tlog_tiles, standardwebhooks)"),
    ("block-buffer", "digest"),
    ("const-oid", "ed25519-dalek of signed_note"),
    ("cpufeatures", "ed25519-dalek of signed_note"),
    ("crypto-common", "digest"),
    ("digest", "crc-fast of object_store, ed25519-dalek of signed_note"),
    ("getrandom", "ring, rand_core"),
    ("hashbrown", "metrics-util"),
    ("http", "actix-http has the one before 1.0"),
    ("rand", "metrics-util"),
    ("rand_core", "rand of metrics-util, ed25519-dalek of signed_note"),
    ("sha2", "signed_note, tlog_tiles"),
    ("syn", "diesel_derives and the reading of our own source"),
    ("thiserror", "signed_note, tlog_tiles"),
    ("thiserror-impl", "thiserror"),
    ("toml", "migrations_internals of diesel_migrations"),
    ("toml_datetime", "toml"),
    ("untrusted", "aws-lc-rs"),
    ("winnow", "toml"),
];

/// Dependencies that no source names, and what they are there for.
const UNNAMED: &[(&str, &str)] =
    &[("libsqlite3-sys", "makes diesel build SQLite itself"), ("pq-sys", "makes diesel build libpq itself, by a feature")];

/// The folders of the wings that the package `answerable` itself is made of.
const UPPER: &[&str] = &[
    "src/identity",
    "src/webhooks",
    "src/publication_log",
    "src/public",
    "src/publishing",
    "src/reporting",
    "src/transfer",
    "src/service",
    "src/cli",
];

/// What cargo knows of every package that is built for this machine.
fn metadata() -> &'static Value {
    static METADATA: OnceLock<Value> = OnceLock::new();
    METADATA.get_or_init(|| {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
        let mut command = Command::new(cargo);
        command.current_dir(env!("CARGO_MANIFEST_DIR"));
        let output = command.args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &target]).output();
        let output = output.expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    })
}

/// Whether a package is one of this workspace.
fn is_ours(package: &Value) -> bool {
    package["source"].is_null()
}

/// The packages that are built, without our own.
fn packages() -> Vec<&'static Value> {
    let list = |value: &'static Value| value.as_array().expect("a list").iter();
    let built: BTreeSet<&str> = list(&metadata()["resolve"]["nodes"]).filter_map(|node| node["id"].as_str()).collect();
    let packages: Vec<&Value> = list(&metadata()["packages"])
        .filter(|package| package["id"].as_str().is_some_and(|id| built.contains(id)) && !is_ours(package))
        .collect();
    assert!(packages.len() > 200, "{} packages are hardly all", packages.len());
    packages
}

fn text<'a>(package: &'a Value, member: &str) -> &'a str {
    package[member].as_str().unwrap_or_default()
}

/// Whether an expression of SPDX can be met with `LICENCES`. The slash is how old manifests say OR.
fn acceptable(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = expression.split_whitespace().rev().collect();
    any_of(&mut words) && words.is_empty()
}

fn any_of(words: &mut Vec<&str>) -> bool {
    let mut one = all_of(words);
    while words.last() == Some(&"OR") {
        words.pop();
        one |= all_of(words);
    }
    one
}

fn all_of(words: &mut Vec<&str>) -> bool {
    let mut all = licence(words);
    while words.last() == Some(&"AND") {
        words.pop();
        all &= licence(words);
    }
    all
}

fn licence(words: &mut Vec<&str>) -> bool {
    let Some(word) = words.pop() else { return false };
    if word == "(" {
        let inner = any_of(words);
        return words.pop() == Some(")") && inner;
    }
    let mut name = word.to_owned();
    if words.last() == Some(&"WITH") {
        words.pop();
        name = format!("{name} WITH {}", words.pop().unwrap_or_default());
    }
    LICENCES.contains(&name.as_str())
}

#[test]
fn licences_go_with_ours() {
    let bad = packages().into_iter().filter(|package| !acceptable(text(package, "license")));
    let bad: Vec<String> = bad.map(|package| format!("{} {}", text(package, "name"), text(package, "license"))).collect();
    assert!(bad.is_empty(), "licences that are not in the list: {bad:#?}");
    for (expression, wanted) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("MIT/GPL-2.0", true),
        ("ISC AND (GPL-3.0-only OR MIT)", true),
        ("ISC AND (GPL-3.0-only AND MIT)", false),
        ("MIT OR Apache-2.0 AND GPL-3.0-only", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("GPL-2.0 WITH LLVM-exception", false),
        ("(MIT", false),
        ("MIT MIT", false),
        ("", false),
    ] {
        assert_eq!(acceptable(expression), wanted, "{expression:?}");
    }
}

#[test]
fn everything_comes_from_crates_io_and_nothing_banned() {
    for package in packages() {
        let name = text(package, "name");
        assert_eq!(text(package, "source"), CRATES_IO, "{name}");
        let banned = BANNED.iter().find(|(one, _)| *one == name);
        assert_eq!(banned, None, "a banned crate has come in");
    }
}

/// Our packages, each with the sources that make it and the names of its dependencies.
fn ours() -> Vec<(&'static str, Vec<&'static str>, BTreeSet<&'static str>)> {
    let packages = metadata()["packages"].as_array().expect("packages");
    let own = packages.iter().filter(|package| is_ours(package)).map(|package| {
        let dependencies = package["dependencies"].as_array().expect("dependencies").iter();
        // Crates of this workspace are named by the roots of those above them.
        let named = dependencies.filter(|one| !one["source"].is_null()).filter_map(|one| one["name"].as_str()).collect();
        let folders = match text(package, "name") {
            "answerable-foundation" => vec!["src/foundation", "src/http"],
            "answerable-record" => vec!["src/record"],
            "answerable" => UPPER.iter().chain(&["tests", "bench"]).copied().collect(),
            other => panic!("which folders make {other}?"),
        };
        (text(package, "name"), folders, named)
    });
    own.collect()
}

#[test]
fn nothing_comes_twice_without_a_reason() {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages() {
        versions.entry(text(package, "name")).or_default().insert(text(package, "version"));
    }
    let twice: BTreeSet<&str> = versions.iter().filter(|(_, versions)| versions.len() > 1).map(|(name, _)| *name).collect();
    let known: BTreeSet<&str> = TWICE.iter().map(|(name, _)| *name).collect();
    let more: Vec<_> = twice.difference(&known).map(|name| (name, &versions[name])).collect();
    assert!(more.is_empty(), "these come in more than one version: take one version, or say in TWICE why not: {more:#?}");
    let fewer: Vec<_> = known.difference(&twice).collect();
    assert!(fewer.is_empty(), "these come once now, take them out of TWICE: {fewer:?}");
}

#[test]
fn every_dependency_is_used() {
    let mut idle = BTreeSet::new();
    let packages = ours();
    assert_eq!(packages.len(), 3, "packages of the workspace");
    for (package, folders, dependencies) in packages {
        let sources: String = files(&folders).into_iter().map(|(_, text)| text).collect();
        let named = |name: &&str| {
            let module = name.replace('-', "_");
            [format!("{module}::"), format!("use {module};"), format!("{module}!")].iter().any(|form| sources.contains(form))
        };
        idle.extend(dependencies.iter().filter(|name| !named(name)).map(|name| (package, *name)));
    }
    let known: BTreeSet<(&str, &str)> = UNNAMED.iter().map(|(name, _)| ("answerable-foundation", *name)).collect();
    assert_eq!(idle, known, "on the left what no source of a package names; on the right what UNNAMED has a reason for");
}
