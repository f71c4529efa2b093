//! The sentences of refusals: whatever cannot be read is answered with what to send, never with the words of a parser or the name of
//! a type. Every parameter and every member of every body is tried with values of other kinds.

use answerable::foundation::clock::london_day;
use answerable::transfer::import::check::check;
use futures_util::future::join_all;
use reqwest::header::{CONTENT_TYPE, IF_MATCH};
use reqwest::{Method, RequestBuilder};
use serde_json::{Map, Value, json};

use crate::commands::{answerable, text};
use crate::import_checks::{leaves, whole};
use crate::support::contract::{operations, resolve};
use crate::support::{Client, Engine, Reply, run};

const ID: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e99";

/// Words of serde, its formats, chrono, uuid, base64 and Rust, in small letters.
const OF_PARSERS: [&str; 39] = [
    "expected",
    "unexpected",
    "variant",
    "variants",
    "eof",
    "premature",
    "integer",
    "float",
    "floating",
    "string",
    "boolean",
    "bool",
    "sequence",
    "struct",
    "enum",
    "tuple",
    "newtype",
    "ident",
    "digit",
    "char",
    "deserialize",
    "serde",
    "parse",
    "parsing",
    "trailing",
    "u8",
    "u16",
    "u32",
    "u64",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "f64",
    "naivedate",
    "datetime",
    "nonetype",
    "utf8error",
];

/// Phrases of the same, and the quotation marks of serde.
const PHRASES: [&str; 7] =
    ["invalid type:", "invalid value:", "invalid length", "invalid digit", "out of range (", "input contains", "`"];

/// One of these is in every sentence that says what to send.
const ADVICE: [&str; 19] = [
    "send ",
    "use ",
    "add ",
    "remove ",
    "give ",
    "must ",
    "leave ",
    "did you mean ",
    "correct ",
    "check ",
    "choose ",
    "take ",
    "put ",
    "write ",
    "percent-encode",
    "is required",
    "the file has ",
    "search for ",
    "close ",
];

/// What is wrong with a sentence, if anything.
fn fault_in(sentence: &str) -> Option<String> {
    let lower = sentence.to_lowercase();
    // A quotation is of the caller.
    let ours: String = lower.split('"').step_by(2).collect();
    let mut words = ours.split(|c: char| !c.is_alphanumeric() && c != '_');
    let word = words.find(|word| OF_PARSERS.contains(word));
    let phrase = PHRASES.into_iter().find(|phrase| ours.contains(phrase));
    if let Some(found) = word.or(phrase) {
        return Some(format!("has {found:?}"));
    }
    (!ADVICE.iter().any(|advice| ours.contains(advice))).then(|| "does not say what to do".to_owned())
}

/// What is wrong with the sentences of a refusal of what was sent.
fn faults_in(reply: &Reply) -> Vec<String> {
    assert!(reply.status < 500, "{} answered {} {}", reply.request, reply.status, reply.text);
    if ![400, 415, 422].contains(&reply.status) {
        return Vec::new();
    }
    let errors = reply.json["errors"].as_array().into_iter().flatten();
    let sentences = errors.map(|error| &error["detail"]).chain([&reply.json["detail"]]);
    let faults = sentences.filter_map(|sentence| {
        let sentence = sentence.as_str().unwrap_or_default();
        fault_in(sentence).map(|fault| format!("{} {}: {sentence:?} {fault}", reply.request, reply.status))
    });
    faults.collect()
}

fn filled(path: &str, with: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { with } else { part }).collect::<Vec<_>>().join("/")
}

fn asked(caller: &Client, method: &str, path: &str) -> RequestBuilder {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    caller.request(method, path).header(IF_MATCH, "\"1\"")
}

fn caller_of<'a>(path: &str, pcc: &'a Client, nobody: &'a Client) -> &'a Client {
    if path.starts_with("/v1/") && !path.starts_with("/v1/auth/") { pcc } else { nobody }
}

/// A step from a value to one inside it: a member, with the members that say which form its object has, or an element.
#[derive(Clone)]
enum Step {
    Member(String, Map<String, Value>),
    Element,
}

/// A value with another at the end of some steps, and the pointer to that.
fn built(steps: &[Step], value: &Value) -> (Value, String) {
    let Some((first, rest)) = steps.split_first() else { return (value.clone(), String::new()) };
    let (inner, pointer) = built(rest, value);
    match first {
        Step::Member(name, beside) => {
            let mut members = beside.clone();
            members.insert(name.clone(), inner);
            (Value::Object(members), format!("/{name}{pointer}"))
        }
        Step::Element => (json!([inner]), format!("/0{pointer}")),
    }
}

/// The steps to every value that a schema speaks of.
fn places(schema: &'static Value, steps: &[Step], found: &mut Vec<Vec<Step>>) {
    let schema = resolve(schema);
    for one in ["oneOf", "anyOf", "allOf"].iter().flat_map(|choice| schema[choice].as_array().into_iter().flatten()) {
        places(one, steps, found);
    }
    let properties = schema["properties"].as_object();
    let only = |schema: &Value| schema["enum"].as_array().filter(|values| values.len() == 1).map(|values| values[0].clone());
    let forms: Map<String, Value> =
        properties.into_iter().flatten().filter_map(|(name, schema)| Some((name.clone(), only(schema)?))).collect();
    for (name, member) in properties.into_iter().flatten() {
        let mut beside = forms.clone();
        beside.remove(name);
        let there = [steps, &[Step::Member(name.clone(), beside)]].concat();
        places(member, &there, found);
        found.push(there);
    }
    if let Some(items) = schema.get("items") {
        let there = [steps, &[Step::Element]].concat();
        places(items, &there, found);
        found.push(there);
    }
}

/// Sends requests, some at a time.
async fn send_all(requests: Vec<(&Client, RequestBuilder)>) -> Vec<Reply> {
    let mut replies = Vec::new();
    let mut rest = requests.into_iter().peekable();
    while rest.peek().is_some() {
        let some = rest.by_ref().take(32).map(|(client, request)| client.send_unchecked(request));
        replies.extend(join_all(some).await);
    }
    replies
}

#[test]
fn every_member_of_every_body_is_refused_in_words() {
    run(Engine::Sqlite, |app| async move {
        let (pcc, nobody) = (app.pcc(), app.nobody());
        let wrong = [json!(null), json!(true), json!(7.5), json!(""), json!("nonsense"), json!([[]]), json!({"nonsense": 1})];
        let (mut faults, mut tried, mut refused) = (Vec::new(), 0, 0);
        for (method, path, operation) in operations() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            if schema.is_null() {
                continue;
            }
            let caller = caller_of(&path, &pcc, &nobody);
            let mut found = vec![vec![]];
            places(schema, &[], &mut found);
            for steps in found {
                let bodies: Vec<(Value, String)> = wrong.iter().map(|value| built(&steps, value)).collect();
                let request = |body: &Value| (caller, asked(caller, &method, &filled(&path, ID)).json(body));
                let replies = send_all(bodies.iter().map(|(body, _)| request(body)).collect()).await;
                tried += replies.len();
                refused += replies.iter().filter(|reply| reply.status == 422).count();
                faults.extend(replies.iter().flat_map(faults_in));
                // Sign-in answers in a form of its own, without pointers.
                let pointer = &bodies[0].1;
                let is_named = |reply: &Reply| reply.pointers().iter().any(|named| named.starts_with(pointer.as_str()));
                if !path.starts_with("/v1/auth/") && !replies.iter().any(is_named) {
                    faults.push(format!("{method} {path}: nothing was refused at {pointer:?}"));
                }
            }
        }
        faults.sort();
        assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
        assert!(tried > 4000 && refused > tried / 2, "{refused} of {tried} were refused");
    });
}

#[test]
fn every_parameter_is_refused_in_words() {
    run(Engine::Sqlite, |app| async move {
        let (pcc, nobody) = (app.pcc(), app.nobody());
        let (mut faults, mut refused) = (Vec::new(), 0);
        for (method, path, operation) in operations() {
            let caller = caller_of(&path, &pcc, &nobody);
            let parameters: Vec<&Value> = operation["parameters"].as_array().into_iter().flatten().map(resolve).collect();
            let mut requests = Vec::new();
            for name in parameters.iter().filter(|one| one["in"] == "query").map(|one| one["name"].as_str().expect("a name")) {
                for query in [
                    format!("{name}=nonsense"),
                    format!("{name}=-1"),
                    format!("{name}=2019-02-30"),
                    format!("{name}=99999999999999999999"),
                    format!("{name}=1&{name}=1"),
                    format!("{name}=%00"),
                ] {
                    requests.push((caller, asked(caller, &method, &format!("{}?{query}", filled(&path, ID)))));
                }
            }
            for part in ["nonsense", "-1", "%20", "99999999999999999999"].iter().filter(|_| path.contains('{')) {
                requests.push((caller, asked(caller, &method, &filled(&path, part)).json(&json!({}))));
            }
            let replies = send_all(requests).await;
            refused += replies.iter().filter(|reply| reply.status == 400).count();
            faults.extend(replies.iter().flat_map(faults_in));
        }
        faults.sort();
        assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
        assert!(refused > 1500, "{refused} were refused");
    });
}

/// Queries of a list and of the preview of a deadline, each with what is said of it.
const QUERIES: &[(&str, &str)] = &[
    ("/v1/questions?limit=x", "\"x\" is not valid: send a whole number from 1 to 200"),
    ("/v1/questions?limit=99999999999", "\"99999999999\" is out of range: send a whole number from 1 to 200"),
    ("/v1/questions?limit=0", "must be a whole number from 1 to 200"),
    ("/v1/questions?limit=1&limit=2", "is given 2 times: send it once"),
    ("/v1/questions?limits=1", "; did you mean limit?"),
    ("/v1/questions?overdue=1", "\"1\" is not valid: send true or false"),
    ("/v1/questions?due_from=31.1.2027", "\"31.1.2027\" is not valid: send a day as YYYY-MM-DD, such as 2027-01-31"),
    (
        "/v1/questions?due_from=2027-02-30",
        "\"2027-02-30\" is not valid: send a day that is in the calendar, as YYYY-MM-DD, such as 2027-01-31",
    ),
    ("/v1/questions?due_from=0027-01-31", "\"0027-01-31\" is not valid: send one in the years 1800 to 2199, such as 2027-01-31"),
    (
        "/v1/questions?modified_since=2027-01-31",
        "\"2027-01-31\" is not valid: send an instant as YYYY-MM-DDTHH:MM:SSZ (RFC 3339), such as 2027-01-31T09:00:00Z",
    ),
    ("/v1/questions?topic=5", "\"5\" is not valid: send an id (UUID), such as 0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11"),
    ("/v1/questions?form=drect", "; did you mean direct?"),
    ("/v1/questions?cursor=x", "is not a cursor: take it from links.next or links.prev"),
    ("/v1/questions?count=all", "must be exact: send count=exact, or leave it out"),
    ("/v1/deadlines/preview", "is required: add it"),
    ("/v1/deadlines/preview?start=2019-01-30&rule=weeks", "a rule of kind weeks needs weeks: add it"),
    (
        "/public/v1/questions?area=X",
        "\"X\" is not valid: send the slug of an area, 2 to 40 of a to z, 0 to 9 and -, such as west-mercia",
    ),
];

/// Bodies of a new question, each with the place of its fault and what is said of it.
const BODIES: &[(&str, &str, &str)] = &[
    (r#"{"text": 5}"#, "/text", "is a number: send a text in quotation marks"),
    (r#"{"text": null}"#, "/text", "is null: send a text in quotation marks"),
    (r#"{"form": "direct"}"#, "", "text is missing: add it"),
    (r#"{"text": "Why?", "txet": 1}"#, "/txet", "is not known here: did you mean text?"),
    (r#"{"text": "Why?", "text": "Why not?"}"#, "", "text is given twice: send it once"),
    (r#"{"text": "Why?", "priority_ids": "x"}"#, "/priority_ids", "is a text: send a list, in square brackets"),
    (
        r#"{"text": "Why?", "priority_ids": ["x"]}"#,
        "/priority_ids/0",
        "\"x\" is not valid: send an id (UUID), such as 0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11",
    ),
    ("5", "", "is a number: send an object, in braces"),
    ("[]", "", "is a list: send an object, in braces"),
    (
        r#"{"text": 9007199254740993}"#,
        "/text",
        "is too large for JSON to represent exactly: send a whole number from -9007199254740991 to 9007199254740991",
    ),
];

/// Bodies that are not JSON.
const MALFORMED: &[(&str, &str)] = &[
    ("", "the body is not JSON: at line 1, column 1 it is empty: send an object, such as {}"),
    (
        "{\"text\": \"a\"",
        "the body is not JSON: at line 1, column 12 it ends too early: close every list with ] and every object with }",
    ),
    ("{\"text\": \"a\",\n}", "the body is not JSON: at line 2, column 1 it has a comma before }: remove the comma"),
];

const FORM: &str = "application/x-www-form-urlencoded";

/// Requests for tokens, which RFC 6749 answers in a form of its own.
const TOKENS: &[(&str, &str, &str)] = &[
    (FORM, "username=a", "grant_type is missing: add it"),
    (FORM, "grant_type=password&grant_type=password", "grant_type is given 2 times: send it once"),
    (FORM, "grant_type=password&user=a", "user is not known here: did you mean username?"),
    (FORM, "grant_type=password&username=a", "password is missing: add it"),
    (FORM, "grant_type=magic", "grant_type is not valid: send password, refresh_token or client_credentials"),
    ("application/json", r#"{"grant_type": 5}"#, "grant_type is a number: send a text in quotation marks"),
    (
        "application/json",
        "{\"grant_type\": \"password\", \"Ü\\\"\": 5}",
        "a member is not known here: use grant_type, username, password, refresh_token, client_id, client_secret, scope",
    ),
];

#[test]
fn what_cannot_be_read_is_answered_with_what_to_send() {
    run(Engine::Sqlite, |app| async move {
        let (opcc, nobody) = (app.opcc(), app.nobody());
        for (path, want) in QUERIES {
            let reply = caller_of(path, &opcc, &nobody).get(path).await.refused(400);
            assert!(reply.str("/errors/0/detail").ends_with(want), "{path}: {}", reply.text);
        }
        let posted = |media_type: &str, body: &'static str| {
            opcc.request(Method::POST, "/v1/questions").header(CONTENT_TYPE, media_type).body(body)
        };
        for (body, pointer, want) in BODIES {
            let reply = opcc.send(posted("application/json", body)).await.refused(422);
            assert_eq!((reply.pointers(), reply.str("/errors/0/detail")), (vec![*pointer], *want), "{body}");
        }
        for (body, want) in MALFORMED {
            let reply = opcc.send(posted("application/json", body)).await.refused(400);
            assert_eq!(reply.str("/detail"), *want, "{body}");
        }
        for (media_type, body, want) in TOKENS {
            let request = nobody.request(Method::POST, "/v1/auth/token").header(CONTENT_TYPE, *media_type).body(*body);
            let reply = nobody.send(request).await.refused(400);
            assert_eq!(reply.str("/error_description"), *want, "{body}");
        }
        for (media_type, name, value) in [
            ("application/json", "if-match", "7"),
            ("application/json", "idempotency-key", ""),
            ("application/json", "content-encoding", "gzip"),
            ("text/plain", "accept", "text/plain"),
        ] {
            let reply = opcc.send(posted(media_type, "{}").header(name, value)).await;
            assert!([400, 415].contains(&reply.status), "{name}: {}", reply.text);
            assert_eq!(faults_in(&reply), [""; 0], "{name}");
        }
    });
}

#[test]
fn every_value_of_a_record_file_is_refused_in_words() {
    let mut places = Vec::new();
    leaves(&whole(), "", &mut places);
    let today = london_day("2019-03-01T09:00:00".parse().expect("an instant"));
    let (mut faults, mut refused) = (Vec::new(), 0);
    for place in &places {
        for wrong in [json!(null), json!(true), json!(7.5), json!(""), json!("nonsense"), json!([[]]), json!({"nonsense": 1})] {
            let mut file = whole();
            *file.pointer_mut(place).expect("a value") = wrong.clone();
            let found = check(&file.to_string(), today).err().unwrap_or_default();
            refused += usize::from(!found.is_empty());
            let sentences = found.iter().filter_map(|fault| Some((fault, fault_in(&fault.detail)?)));
            faults.extend(sentences.map(|(fault, what)| format!("{place} {wrong}: {:?} {what}", fault.detail)));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults[..faults.len().min(60)].join("\n"));
    assert!(places.len() > 100 && refused > places.len() * 3, "{refused} for {} places", places.len());
}

/// Commands, the content of the file that they read (`FILE`), and what they print.
const COMMANDS: &[(&[&str], &[u8], &str)] = &[
    (IMPORT, b"", "FILE:1:1: is not JSON: it is empty: send an object, such as {}"),
    (IMPORT, b"{\n \"format\": \"a\",\n}", "FILE:3:1: is not JSON: it has a comma before }: remove the comma"),
    (IMPORT, b"{\n \"format\": \xff}", "FILE:2: is not UTF-8 from here on: save the file as UTF-8"),
    (IMPORT, b"{\"format\": 1}", "FILE:1:12 /format: is a number: send a text in quotation marks"),
    (IMPORT, b"{\"fromat\": 1}", "FILE:1:12 /fromat: is not known here: did you mean format?"),
    (IMPORT, b"{\"format\": \"a\"}", "FILE:1:1: area is missing: add it"),
    (
        IMPORT,
        b"{\"body\": {\"valid_from\": \"1/1/2027\"}}",
        "FILE:1:25 /body/valid_from: \"1/1/2027\" is not valid: send a day as YYYY-MM-DD, such as 2027-01-31",
    ),
    (
        IMPORT,
        b"{\"format\": 99999999999999999999}",
        "FILE:1:12 /format: is too large for JSON to represent exactly: send a whole",
    ),
    (&["holidays", "load", "FILE"], b"[]", "FILE:1:1: is a list: send an object, in braces"),
    (&["holidays", "load", "FILE"], b"\xff", "FILE:1: is not UTF-8 from here on: save the file as UTF-8"),
    (&["holidays", "list", "--year", "now"], b"", "give a whole number from 1800 to 2199"),
    (&["verify", "FILE", "--timeout", "soon"], b"", "give a whole number from 1 to 600"),
    (&["verify", ".", "--state", "FILE"], b"{}", "FILE: is not a state file: restore it from a backup"),
    (&["migrate", "--config", "FILE"], b"workers = 2\nlisten = here\n", "FILE: line 2 is not TOML: write each setting once"),
    (&["serve", "--config", "FILE"], b"connections = \"many\"\n", "\"many\" is not a whole number from 1 to 500"),
    (
        &["migrate", "--config", "FILE"],
        b"conections = 3\n",
        "FILE: there is no setting \"conections\": did you mean connections?",
    ),
];

const IMPORT: &[&str] = &["import", "--check-only", "FILE"];

#[test]
fn commands_say_what_to_write() {
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("FILE");
    let name = file.to_str().expect("text");
    for (command, bytes, want) in COMMANDS {
        std::fs::write(&file, bytes).expect("written");
        let command: Vec<&str> = command.iter().map(|part| if *part == "FILE" { name } else { part }).collect();
        let output = answerable(&command).output().expect("the binary runs");
        let said = text(&output.stderr);
        assert!(!output.status.success() && said.contains(want), "{command:?}: {want}: {said}");
        assert!(["EOF", "expected", "invalid type"].iter().all(|word| !said.contains(word)), "{said}");
    }
}

#[test]
fn sentences_of_parsers_are_found() {
    for sentence in [
        "invalid type: integer `5`, expected a string",
        "unknown variant `x`, expected one of `a`, `b`",
        "premature end of input",
        "EOF while parsing a value at line 1 column 0",
        "\"x\" is not valid: send a u16",
        "0 to 365",
    ] {
        assert!(fault_in(sentence).is_some(), "{sentence}");
    }
    for sentence in ["is a number: send a text in quotation marks", "\"expected\" is not valid: send one of a, expected_on"] {
        assert_eq!(fault_in(sentence), None, "{sentence}");
    }
}
