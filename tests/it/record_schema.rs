//! The JSON Schema of record files says what the importer says, and other people's validators take it.

use std::process::Command;

use answerable::transfer::export_record::schema;
use answerable::transfer::import::format::{FORMAT, RecordFile};
use jsonschema::Validator;
use reqwest::Method;
use serde_json::{Value, json};

use crate::export_history::history;
use crate::import::RECORD;
use crate::support::{TestApp, both};
use crate::third_party::python;

both!(the_service_has_the_schema);

/// The files that the documentation and the repository show.
fn files() -> [Value; 3] {
    let page = include_str!("../../docs/RECORD-FILE.md");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let [record, example] = [RECORD, example].map(|text| serde_json::from_str(text).expect("JSON"));
    [record, example, history()]
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema::schema()).expect("a schema")
}

#[test]
fn the_repository_has_the_schema() {
    let kept = include_str!("../../openapi/record-file.schema.json");
    assert!(kept == schema::text(), "run: cargo run -- record-schema > openapi/record-file.schema.json");
}

async fn the_service_has_the_schema(app: TestApp) {
    let nobody = app.nobody();
    // As the page of the API, it is no operation of the API.
    let reply = nobody.send_unchecked(nobody.request(Method::GET, schema::PATH)).await;
    assert_eq!((reply.status, reply.text), (200, schema::text()));
}

#[test]
fn what_the_schema_says_is_what_the_importer_reads() {
    let validator = validator();
    let mut tried = 0;
    for file in files() {
        assert!(validator.is_valid(&file), "{:?}", validator.iter_errors(&file).map(|one| one.to_string()).collect::<Vec<_>>());
        for (about, changed) in damaged(&file) {
            tried += 1;
            let read = serde_json::from_value::<RecordFile>(changed.clone());
            let faults: Vec<String> = validator.iter_errors(&changed).map(|one| one.to_string()).collect();
            // The version is told apart before anything else is said of the file.
            let is_read = read.as_ref().is_ok_and(|file| file.format == FORMAT);
            assert_eq!(is_read, faults.is_empty(), "{about}: {:?}, {faults:?}", read.err());
        }
    }
    assert!(tried > 1000, "{tried}");
}

/// Names that other trackers use are read too, but not beside ours.
#[test]
fn the_schema_knows_the_other_names_of_members() {
    let validator = validator();
    let told = history();
    for (pointer, member, other) in [
        ("/meetings/0/actions/1", "own_reference", "reference"),
        ("/meetings/0/decisions/0", "own_reference", "reference"),
        ("/meetings/0/recommendation_sets/0/response/sent_to/0", "sent_on", "on"),
    ] {
        let mut changed = told.clone();
        let members = changed.pointer_mut(pointer).and_then(Value::as_object_mut).expect("a record");
        let value = members[member].clone();
        members.insert(other.to_owned(), value);
        for (is_right, file) in [
            (false, changed.clone()),
            (true, {
                let members = changed.pointer_mut(pointer).and_then(Value::as_object_mut).expect("a record");
                members.remove(member);
                changed.clone()
            }),
        ] {
            assert_eq!(serde_json::from_value::<RecordFile>(file.clone()).is_ok(), is_right, "{pointer}");
            assert_eq!(validator.is_valid(&file), is_right, "{pointer}");
        }
        let members = changed.pointer_mut(pointer).and_then(Value::as_object_mut).expect("a record");
        members.remove(other);
        assert_eq!(serde_json::from_value::<RecordFile>(changed.clone()).is_ok(), validator.is_valid(&changed), "{pointer}");
    }
}

/// The file with one change: a member that is gone, unknown, or something else than it was. Members of the same name in the same
/// kind of record are changed once.
fn damaged(file: &Value) -> Vec<(String, Value)> {
    let mut seen = std::collections::BTreeSet::new();
    let mut changed = Vec::new();
    for pointer in pointers(file, "") {
        let kind: String = pointer.split('/').map(|step| if step.parse::<u16>().is_ok() { "/*" } else { step }).collect();
        if !seen.insert(kind) {
            continue;
        }
        for value in
            [json!(null), json!(7), json!(-1.5), json!("some text"), json!([]), json!({}), json!(true), json!("2019-13-30")]
        {
            let mut whole = file.clone();
            *whole.pointer_mut(&pointer).expect("a member") = value.clone();
            changed.push((format!("{pointer} = {value}"), whole));
        }
        let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
        if let Some(Value::Object(members)) = file.pointer(parent) {
            let mut fewer = members.clone();
            fewer.remove(name);
            let mut more = members.clone();
            more.insert(format!("{name}_of"), json!("some text"));
            for (about, members) in [("gone", fewer), ("beside an unknown member", more)] {
                let mut whole = file.clone();
                *whole.pointer_mut(parent).expect("a record") = members.into();
                changed.push((format!("{pointer} {about}"), whole));
            }
        }
    }
    changed
}

fn pointers(value: &Value, at: &str) -> Vec<String> {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (format!("{at}/{name}"), member)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (format!("{at}/{index}"), item)).collect(),
        _ => vec![],
    };
    inner.into_iter().flat_map(|(at, value)| [vec![at.clone()], pointers(value, &at)].concat()).collect()
}

/// Python's jsonschema takes the schema, finds nothing in the files and finds what is wrong in a damaged one.
#[test]
fn other_peoples_validators_take_it() {
    let place = tempfile::tempdir().expect("a directory");
    let keep = |name: &str, value: &Value| {
        let path = place.path().join(name);
        std::fs::write(&path, value.to_string()).expect("a file");
        path
    };
    let schema = keep("schema.json", &schema::schema());
    let [january, example, history] = files();
    let mut damaged = january.clone();
    damaged["meetings"][0]["held_on"] = json!("30 January 2019");
    for (name, file, right) in
        [("january", january, true), ("example", example, true), ("history", history, true), ("damaged", damaged, false)]
    {
        let script = "import json, sys\nfrom jsonschema import Draft202012Validator as V\n\
            schema, file = (json.load(open(path)) for path in sys.argv[1:])\nV.check_schema(schema)\n\
            faults = [f'{list(e.absolute_path)}: {e.message}' for e in V(schema).iter_errors(file)]\n\
            print('\\n'.join(faults))\nsys.exit(1 if faults else 0)";
        let output =
            Command::new(python()).args(["-c", script]).args([&schema, &keep(name, &file)]).output().expect("the validator runs");
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.success(), right, "{name}: {said} {}", String::from_utf8_lossy(&output.stderr));
        assert!(right || said.contains("held_on"), "{said}");
    }
}
