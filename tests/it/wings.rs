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

/// Who still imports against the direction, and which wing. Lines are taken out of this list and never added.
///
/// The application holds what features keep between requests until each registers its own; acts tell webhooks directly; the period
/// of a report's response ends with an edition; ending an account ends its calendar addresses; the export asks the routes.
const STILL: [(&str, &str); 10] = [
    ("src/http/app.rs", "identity"),
    ("src/http/app.rs", "public"),
    ("src/http/app.rs", "publication_log"),
    ("src/identity/users/acts.rs", "reporting"),
    ("src/record/meetings/exchanges/acts.rs", "webhooks"),
    ("src/record/questions/acts.rs", "webhooks"),
    ("src/record/questions/responses/acts.rs", "webhooks"),
    ("src/record/recommendations/recommendation_sets/store.rs", "publication_log"),
    ("src/record/recommendations/recommendation_sets/store.rs", "publishing"),
    ("src/transfer/export/public.rs", "service"),
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
    let order: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(order, ORDER.concat(), "src/lib.rs names the wings in reading order");
}

#[test]
fn doors_open_one_way() {
    let found: Vec<(String, String)> = files(&["src"]).iter().flat_map(against).collect();
    let still: Vec<(String, String)> = STILL.iter().map(|(file, wing)| ((*file).to_owned(), (*wing).to_owned())).collect();
    let new: Vec<_> = found.iter().filter(|one| !still.contains(one)).collect();
    let gone: Vec<_> = still.iter().filter(|one| !found.contains(one)).collect();
    assert!(new.is_empty(), "these import against the direction of the wings: {new:#?}");
    assert!(gone.is_empty(), "these no longer do: take them out of the list: {gone:#?}");

    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(against(&file("src/http/call.rs", "use crate::record::questions::model::Question;")).len(), 1);
    assert_eq!(against(&file("src/webhooks/api.rs", "fn f() { crate::identity::users::acts::add() }")).len(), 1);
    assert_eq!(against(&file("src/record/questions/api.rs", "use super::super::super::service;")).len(), 1);
    assert!(against(&file("src/cli/serve.rs", "use crate::service::server; use crate::foundation::db::Db;")).is_empty());
    assert!(against(&file("src/http/call.rs", "#[cfg(test)] mod tests { use crate::cli; }")).is_empty());
}
