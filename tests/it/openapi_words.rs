//! Every member and every parameter of the document has a sentence, and an example that keeps to its schema; what a caller chooses from is
//! a list; operations are named in one grammar; the glossary says nothing that nobody needs.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::support::contract::{self, resolve};

fn schemas() -> &'static Map<String, Value> {
    contract::document()["components"]["schemas"].as_object().expect("schemas")
}

/// The members of all components: where each is, its name, and its schema.
fn members() -> impl Iterator<Item = (String, &'static str, &'static Value)> {
    let forms = |schema: &'static Value| {
        let forms = schema["oneOf"].as_array().into_iter().flatten();
        std::iter::once(schema).chain(forms)
    };
    schemas().iter().flat_map(move |(owner, schema)| {
        forms(schema).flat_map(move |form| {
            let properties = form["properties"].as_object().into_iter().flatten();
            properties.map(move |(name, member)| (format!("{owner}.{name}"), name.as_str(), member))
        })
    })
}

/// The parameters of all operations, in the same form.
fn parameters() -> impl Iterator<Item = (String, &'static str, &'static Value)> {
    contract::operations().into_iter().flat_map(|(method, path, operation)| {
        operation["parameters"].as_array().into_iter().flatten().map(move |parameter| {
            let name = parameter["name"].as_str().expect("a name");
            (format!("{method} {path} {name}"), name, parameter)
        })
    })
}

fn is_sentence(about: &Value) -> bool {
    about.as_str().is_some_and(|about| about.trim().len() > 3 && !about.contains("..."))
}

/// A record has the example of its component; every other value has one of its own, or one of a list.
fn has_example(schema: &Value) -> bool {
    if schema.get("example").is_some() {
        return true;
    }
    let target = resolve(schema);
    let choices = || target["anyOf"].as_array().or_else(|| target["oneOf"].as_array());
    target.get("example").is_some()
        || target.get("enum").is_some()
        || target.get("items").is_some_and(has_example)
        || choices().is_some_and(|choices| choices.iter().filter(|choice| choice["type"] != "null").all(has_example))
}

#[test]
fn everything_has_a_sentence_and_an_example() {
    let mut faults = Vec::new();
    for (at, _, member) in members() {
        if !is_sentence(&member["description"]) {
            faults.push(format!("{at} has no sentence: add a comment to its type, or a line to openapi/glossary.toml"));
        }
        if !has_example(member) {
            faults.push(format!("{at} has no example: add one to its type, or to openapi/glossary.toml"));
        }
    }
    for (at, _, parameter) in parameters() {
        if !is_sentence(&parameter["description"]) {
            faults.push(format!("{at} has no sentence: add a comment to its type, or a line to openapi/glossary.toml"));
        }
        if parameter.get("example").is_none() {
            faults.push(format!("{at} has no example: add one to its type, or to openapi/glossary.toml"));
        }
    }
    faults.extend(
        schemas()
            .iter()
            .filter(|(_, schema)| !is_sentence(&schema["description"]))
            .map(|(name, _)| format!("{name} has no sentence")),
    );
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(!answerable::service::openapi::json().contains("\"...\""), "an example is no example");
}

#[test]
fn examples_of_members_and_parameters_keep_to_their_schemas() {
    let components = &contract::document()["components"];
    let of_members = members().filter_map(|(at, _, member)| Some((at, member, member.get("example")?)));
    let of_parameters = parameters().filter_map(|(at, _, parameter)| Some((at, &parameter["schema"], parameter.get("example")?)));
    let all: Vec<(String, &Value, &Value)> = of_members.chain(of_parameters).collect();
    // One schema with a member for each: to read all components anew for each of thousands takes minutes.
    let numbered = |part: fn(&(String, &Value, &Value)) -> Value| -> Map<String, Value> {
        all.iter().enumerate().map(|(number, one)| (number.to_string(), part(one))).collect()
    };
    let schemas = numbered(|(_, schema, _)| (*schema).clone());
    let whole = json!({ "properties": schemas, "components": components });
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&whole).expect("a schema");
    let examples = Value::Object(numbered(|(.., example)| (*example).clone()));
    let at = |error: &jsonschema::ValidationError<'_>| {
        let number = error
            .instance_path()
            .to_string()
            .trim_start_matches('/')
            .split('/')
            .next()
            .and_then(|number| number.parse::<usize>().ok());
        number.and_then(|number| all.get(number)).map_or_else(String::new, |(at, ..)| at.clone())
    };
    let faults: Vec<String> = validator.iter_errors(&examples).map(|error| format!("{}: {error}", at(&error))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(all.len() > 2000, "{} examples", all.len());
}

#[test]
fn what_is_chosen_from_is_a_list() {
    let is_list = |schema: &Value| {
        let schema = resolve(schema);
        schema.get("enum").is_some() || schema.get("items").is_some_and(|items| resolve(items).get("enum").is_some())
    };
    let chosen = ["sort", "include", "fields", "count"];
    let mut faults: Vec<String> = parameters()
        .filter(|(_, name, parameter)| chosen.contains(name) && !is_list(&parameter["schema"]))
        .map(|(at, ..)| at)
        .collect();
    faults.extend(
        members()
            .filter(|(_, name, member)| ["allowed_acts", "grant_type"].contains(name) && !is_list(member))
            .map(|(at, ..)| at),
    );
    faults.extend(members().filter(|(at, _, member)| at.ends_with("Problem.type") && !is_list(member)).map(|(at, ..)| at));
    assert!(faults.is_empty(), "free text where there is a choice: {faults:?}");
}

/// What reads is `list_` where it answers pages or lists and `get_` otherwise; what changes is named after its act.
#[test]
fn operations_are_named_in_one_grammar() {
    let mut faults = Vec::new();
    for (method, path, operation) in contract::operations() {
        let id = operation["operationId"].as_str().expect("an id");
        let answer = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let first = answer["anyOf"].get(0).unwrap_or(answer);
        let is_list = resolve(first)["properties"]["data"]["type"] == "array";
        let begins = |word: &str| id.starts_with(word);
        let is_right = match (method.as_str(), is_list) {
            ("GET", true) => begins("list_"),
            ("GET", false) => begins("get_"),
            ("DELETE", _) => begins("delete_"),
            ("PATCH", _) => begins("edit_") || begins("change_"),
            _ => !["list_", "get_", "post_", "create_", "new_"].into_iter().any(begins),
        };
        let is_snake = id.chars().all(|c| c.is_ascii_lowercase() || c == '_') && id.contains('_');
        if !is_right || !is_snake {
            faults.push(format!("{method} {path} is {id}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn an_id_is_named_after_its_record() {
    let faults: Vec<String> = members().filter(|(_, name, _)| *name == "set_id").map(|(at, ..)| at).collect();
    assert!(faults.is_empty(), "a set of what? {faults:?}");
}

/// Whole records and those that `fields=` trimmed have the same members, and none of a trimmed one is sure to be there but its id.
#[test]
fn trimmed_records_have_the_members_of_whole_ones() {
    let mut seen = 0;
    for (name, trimmed) in schemas() {
        let Some(whole) = name.strip_prefix("Trimmed").and_then(|whole| schemas().get(whole)) else { continue };
        seen += 1;
        assert_eq!(trimmed["properties"], whole["properties"], "{name}");
        let required = trimmed["required"].as_array().cloned().unwrap_or_default();
        assert!(required.iter().all(|name| name == "id"), "{name} requires {required:?}");
    }
    assert!(seen > 30, "{seen} trimmed records");
    let with_fields = contract::operations().into_iter().filter(|(.., operation)| {
        operation["parameters"].as_array().into_iter().flatten().any(|parameter| parameter["name"] == "fields")
    });
    for (method, path, operation) in with_fields {
        let choices = operation["responses"]["200"]["content"]["application/json"]["schema"]["anyOf"].as_array();
        assert_eq!(choices.map(Vec::len), Some(2), "{method} {path} does not say that its answer may be trimmed");
    }
}

/// The names in a section of the glossary.
fn glossary(section: &str) -> BTreeSet<String> {
    let text = include_str!("../../openapi/glossary.toml");
    let lines = text.lines().skip_while(|line| *line != format!("[{section}]")).skip(1).take_while(|line| !line.starts_with('['));
    lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.trim_matches('"').to_owned()).collect()
}

#[test]
fn the_glossary_has_no_line_too_many() {
    let known: BTreeSet<String> = members().map(|(_, name, _)| name.to_owned()).collect();
    let stale: Vec<_> = glossary("members").difference(&known).cloned().collect();
    let known: BTreeSet<String> = parameters().map(|(_, name, _)| name.to_owned()).collect();
    let stale: Vec<_> = stale.into_iter().chain(glossary("parameters").difference(&known).cloned()).collect();
    assert!(stale.is_empty(), "nobody has these: {stale:?}");
    let sections = include_str!("../../openapi/glossary.toml").lines().filter_map(|line| line.strip_prefix("[schemas."));
    for owner in sections.map(|line| line.trim_end_matches(']')) {
        let own: BTreeSet<String> =
            members().filter(|(at, ..)| at.split('.').next() == Some(owner)).map(|(_, name, _)| name.to_owned()).collect();
        let names = glossary(&format!("schemas.{owner}"));
        assert!(names.iter().all(|name| name == "*" || own.contains(name)), "{owner} has not all of {names:?}");
    }
}
