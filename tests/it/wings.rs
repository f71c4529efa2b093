//! The wings of the house: each imports only from those before it in the reading order of `src/lib.rs`.

use super::architecture::{File, files, from_top, module_of, named_paths};

/// From the ground up. Wings on one line know nothing of each other either.
const ORDER: [&[&str]; 10] = [
    &["foundation"],
    &["http"],
    &["record"],
    &["identity", "webhooks"],
    &["publication_log"],
    &["public"],
    &["publishing"],
    &["reporting", "transfer"],
    &["service"],
    &["cli"],
];

fn height(wing: &str) -> Option<usize> {
    ORDER.iter().position(|wings| wings.contains(&wing))
}

/// The wings that a file imports although they are above its own, or beside it.
fn against(file: &File) -> Vec<(String, String)> {
    let module = module_of(&file.0);
    let Some((wing, own)) = module.first().and_then(|wing| Some((wing, height(wing)?))) else { return Vec::new() };
    let imported = named_paths(file).into_iter().filter_map(|path| from_top(&module, &path)?.first().cloned());
    let is_against = |other: &String| other != wing && height(other).is_some_and(|other| other >= own);
    let mut found: Vec<(String, String)> = imported.filter(is_against).map(|other| (file.0.clone(), other)).collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn every_module_is_in_a_wing() {
    let wings: Vec<String> = files(&["src"]).iter().filter_map(|file| module_of(&file.0).first().cloned()).collect();
    for wing in wings.iter().filter(|wing| *wing != "main") {
        assert!(height(wing).is_some(), "src/{wing} is in no wing: put it into one, or give it a place in the order");
    }
    let text = include_str!("../../src/lib.rs");
    // A wing is a module here, or comes from a crate of its own.
    let named = |line: &'static str| {
        let from_a_crate = || line.strip_prefix("pub use ")?.split_once("::").map(|(_, wings)| wings);
        let wings = line.strip_prefix("pub mod ").or_else(from_a_crate)?.strip_suffix(';')?;
        Some(wings.trim_matches(['{', '}']).split(", "))
    };
    let order: Vec<&str> = text.lines().filter_map(named).flatten().collect();
    assert_eq!(order, ORDER.concat(), "src/lib.rs names the wings in reading order");
}

#[test]
fn doors_open_one_way() {
    let found: Vec<(String, String)> = files(&["src"]).iter().flat_map(against).collect();
    assert!(found.is_empty(), "these import against the direction of the wings: {found:#?}");

    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(against(&file("src/http/call.rs", "use crate::record::questions::model::Question;")).len(), 1);
    assert_eq!(against(&file("src/webhooks/api.rs", "fn f() { crate::identity::users::acts::add() }")).len(), 1);
    assert_eq!(against(&file("src/record/questions/api.rs", "use super::super::super::service;")).len(), 1);
    assert!(against(&file("src/cli/serve.rs", "use crate::service::server; use crate::foundation::db::Db;")).is_empty());
    assert!(against(&file("src/http/call.rs", "#[cfg(test)] mod tests { use crate::cli; }")).is_empty());
}
