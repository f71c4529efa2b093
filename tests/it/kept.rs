//! What is kept from the public: every member of the working record that no edition has, each with its reason.
//!
//! `src/publishing/source/` takes each record apart by name, member by member, so that a new one does not compile until somebody
//! has decided. Here those decisions are collected for people who do not read Rust.

use std::collections::{BTreeMap, BTreeSet};

use answerable::publication_log::members::holds;
use serde_json::Value;

use crate::architecture::files;
use crate::support::contract;

/// The members that a source leaves out, as `(record, member, reason)`; an empty reason is a fault.
fn kept(text: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut record = None;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("let ").and_then(|rest| rest.strip_suffix(" {")) {
            record = Some(name.to_owned());
        } else if line.starts_with("} =") {
            record = None;
        } else if let (Some(record), Some((member, rest))) = (&record, line.split_once(": _,")) {
            let reason = rest.trim().trim_start_matches("//").trim();
            found.push((record.clone(), member.to_owned(), reason.to_owned()));
        }
    }
    found
}

#[test]
fn what_is_kept_from_the_public() {
    let mut by_record: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (path, text) in files(&["src/publishing/source"]) {
        assert!(
            !text.contains(", .. }") && !text.contains("        ..\n    } ="),
            "{path} leaves members out without saying which"
        );
        for (record, member, reason) in kept(&text) {
            assert!(!reason.is_empty(), "{path}: say in a comment why {record}.{member} is kept from the public");
            by_record.entry(record).or_default().insert(member, reason);
        }
    }
    let mut table = String::new();
    for (record, members) in &by_record {
        table.push_str(&format!("{record}\n"));
        for (member, reason) in members {
            table.push_str(&format!("    {member}: {reason}\n"));
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("kept_from_the_public", table);
    });
}

#[test]
fn a_member_without_a_reason_is_seen() {
    let text =
        "    let Thing {\n        id,\n        area: _, // named elsewhere\n        secret: _,\n    } = thing;\n    other: _,\n";
    let found = kept(text);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], ("Thing".to_owned(), "area".to_owned(), "named elsewhere".to_owned()));
    assert_eq!(found[1].2, "");
}

/// The members that hold texts, of the published types and all that they contain.
fn texts(schema: &Value, name: &str, found: &mut BTreeSet<String>, seen: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = reference.rsplit('/').next().expect("a name");
        if contract::resolve(schema)["properties"].is_null() || seen.insert(target.to_owned()) {
            texts(contract::resolve(schema), name, found, seen);
        }
        return;
    }
    let is_text =
        schema["type"] == "string" || schema["type"].as_array().is_some_and(|types| types.iter().any(|one| one == "string"));
    if is_text {
        found.insert(name.to_owned());
    }
    for choice in ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema[*key].as_array()).flatten() {
        texts(choice, name, found, seen);
    }
    if schema["items"].is_object() {
        texts(&schema["items"], name, found, seen);
    }
    for (name, member) in schema["properties"].as_object().into_iter().flatten() {
        texts(member, name, found, seen);
    }
}

#[test]
fn every_text_of_a_published_record_is_known_to_the_search() {
    let (mut found, mut seen) = (BTreeSet::new(), BTreeSet::new());
    texts(&contract::document()["components"]["schemas"]["PublishedRecord"], "", &mut found, &mut seen);
    assert!(found.len() > 60, "{found:?}");
    let unknown: Vec<&String> = found.iter().filter(|name| holds(name).is_none()).collect();
    assert!(unknown.is_empty(), "words of people, or codes? Say so in publication_log::members: {unknown:?}");
}
