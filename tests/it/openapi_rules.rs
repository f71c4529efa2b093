//! The OpenAPI document held to what strangers' tools ask of it, in a second and in words for developers. The tools themselves
//! (`scripts/check_openapi.sh`) confirm it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::support::contract;

/// Names of types that are there in TypeScript with a browser, in Python or in Java without being asked for: a generated type of
/// the same name hides them, or gets another name.
const BUILT_IN: &[&str] = &[
    "Any",
    "Array",
    "Attr",
    "Blob",
    "Body",
    "Boolean",
    "Byte",
    "Cache",
    "Character",
    "Class",
    "Comment",
    "Date",
    "Dict",
    "Document",
    "Double",
    "Element",
    "Enum",
    "Error",
    "Event",
    "Exception",
    "File",
    "Float",
    "FormData",
    "Function",
    "Generator",
    "Headers",
    "History",
    "Integer",
    "Iterable",
    "Iterator",
    "List",
    "Location",
    "Lock",
    "Long",
    "Map",
    "Math",
    "Module",
    "Node",
    "Notification",
    "Number",
    "Object",
    "Option",
    "Optional",
    "Package",
    "Permissions",
    "Plugin",
    "Process",
    "Promise",
    "Property",
    "Proxy",
    "Range",
    "Record",
    "Report",
    "Request",
    "Response",
    "Runtime",
    "Screen",
    "Selection",
    "Set",
    "Short",
    "Storage",
    "String",
    "Symbol",
    "System",
    "Text",
    "Thread",
    "Touch",
    "Tuple",
    "Type",
    "Union",
    "Url",
    "Void",
    "Warning",
    "Window",
    "Worker",
];

const METHODS: [&str; 5] = ["get", "post", "patch", "delete", "put"];

#[test]
fn the_document_keeps_to_the_rules() {
    let faults = faults(contract::document());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Everything that is wrong with a document.
fn faults(document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    about_the_whole(document, &mut faults);
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item).filter(|(method, _)| METHODS.contains(&method.as_str())) {
            about_an_operation(&format!("{} {path}", method.to_uppercase()), path, operation, &mut faults);
        }
    }
    references(document, &mut faults);
    names(document, &mut faults);
    each_schema(document, &mut |at, schema| about_a_schema(at, schema, &mut faults));
    faults
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn has_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

fn about_the_whole(document: &Value, faults: &mut Vec<String>) {
    for (pointer, want) in
        [("/openapi", json!("3.1.0")), ("/info/license/identifier", json!("MIT")), ("/servers/0/url", json!("/"))]
    {
        if document.pointer(pointer) != Some(&want) {
            faults.push(format!("{pointer} is not {want}: see src/service/openapi/mod.rs"));
        }
    }
    if !has_text(&document["info"]["contact"]["name"]) {
        faults.push("/info/contact names nobody".to_owned());
    }
}

fn about_an_operation(about: &str, path: &str, operation: &Value, faults: &mut Vec<String>) {
    let mut fault = |what: String| faults.push(format!("{about} {what}"));
    if !has_text(&operation["description"]) {
        fault("has no description".to_owned());
    }
    let signed_in = path.starts_with("/v1/") && !path.starts_with("/v1/auth/");
    let security = if signed_in { json!([{"token": []}]) } else { json!([]) };
    if operation["security"] != security {
        fault(format!("has the security {} and not {security}", operation["security"]));
    }
    for (status, response) in members(&operation["responses"]) {
        if response["$ref"].is_null() && !has_text(&response["description"]) {
            fault(format!("answers {status} without a description: see src/service/openapi/operation.rs"));
        }
    }
    let answers = |class: char| members(&operation["responses"]).any(|(status, _)| status.starts_with(class));
    if !answers('4') {
        fault("has no answer 4xx".to_owned());
    }
    if !answers('2') && operation["responses"]["default"].is_null() {
        fault("has no answer 2xx, and none for all else".to_owned());
    }
    let body = &operation["requestBody"];
    if body.is_object() && !body["required"].is_boolean() {
        fault("does not say whether its body may be left out".to_owned());
    }
    for (media, content) in members(&body["content"]) {
        if may_be_null(&content["schema"]) {
            fault(format!("takes null as {media}, says its body; every body is an object"));
        }
    }
}

fn may_be_null(schema: &Value) -> bool {
    let types = schema["type"].as_array().into_iter().flatten();
    let choices = ["oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
    schema["type"] == "null" || types.into_iter().any(|one| one == "null") || choices.into_iter().any(may_be_null)
}

fn about_a_schema(at: &str, schema: &Map<String, Value>, faults: &mut Vec<String>) {
    let is_copy = |schema: &Value| schema["$ref"].is_null() && !schema["properties"].is_null();
    if schema.get("items").is_some_and(is_copy) {
        faults.push(format!("{at} writes its items out: refer to a component"));
    }
    if schema.get("type").is_some_and(|one| one == "array") && !schema.contains_key("items") {
        faults.push(format!("{at} is a list of nobody knows what"));
    }
    for (name, member) in schema.get("properties").map(members).into_iter().flatten() {
        if is_copy(member) {
            faults.push(format!("{at}/{name} writes a record out: refer to a component"));
        }
    }
    if schema.get("oneOf").and_then(Value::as_array).is_some_and(|choices| choices.iter().any(may_be_null)) {
        faults.push(format!("{at} has null in oneOf: see any_of in src/service/openapi/schemas.rs"));
    }
}

/// References lead somewhere, and to every component there is one.
fn references(document: &Value, faults: &mut Vec<String>) {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    each_object(document, &mut |object| {
        let reference = object.get("$ref").and_then(Value::as_str);
        wanted.extend(reference.map(|reference| reference.trim_start_matches('#').to_owned()));
    });
    let schemes = members(&document["paths"]).flat_map(|(_, item)| members(item)).flat_map(|(_, operation)| {
        let schemes = operation["security"].as_array().into_iter().flatten().flat_map(members);
        schemes.map(|(name, _)| format!("/components/securitySchemes/{name}"))
    });
    wanted.extend(schemes);
    for reference in wanted.iter().filter(|reference| document.pointer(reference).is_none()) {
        faults.push(format!("{reference} is not there: add the type to unseen() in src/service/openapi/schemas.rs"));
    }
    for (kind, components) in members(&document["components"]) {
        for (name, _) in members(components) {
            if !wanted.contains(&format!("/components/{kind}/{name}")) {
                faults.push(format!("/components/{kind}/{name} is used nowhere"));
            }
        }
    }
}

/// No type of a generated client has the name of another, or of one that its language has.
fn names(document: &Value, faults: &mut Vec<String>) {
    let mut types: Vec<String> = members(&document["components"]["schemas"]).map(|(name, _)| name.clone()).collect();
    // Generators name a type after the title of its schema.
    each_schema(document, &mut |_, schema| types.extend(schema.get("title").and_then(Value::as_str).map(str::to_owned)));
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for name in types {
        if BUILT_IN.iter().any(|built_in| built_in.eq_ignore_ascii_case(&name)) {
            faults.push(format!(
                "{name} is the name of a type of TypeScript, Python or Java: name it otherwise, or #[schema(as = ...)]"
            ));
        }
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        if let Some(other) = seen.insert(plain.to_ascii_lowercase(), name.clone()) {
            faults.push(format!("{name} and {other} are the same name in a generated client"));
        }
    }
}

/// Calls `look` with every object of the document that is no example.
fn each_object(value: &Value, look: &mut impl FnMut(&Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            look(object);
            object.iter().filter(|(name, _)| !is_example(name)).for_each(|(name, value)| match name.as_str() {
                // A member may well have the name of a keyword.
                "properties" => members(value).for_each(|(_, member)| each_object(member, look)),
                _ => each_object(value, look),
            });
        }
        Value::Array(items) => items.iter().for_each(|item| each_object(item, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_example(name: &str) -> bool {
    ["example", "examples", "default"].contains(&name)
}

/// Calls `look` with every schema, and where it is.
fn each_schema(document: &Value, look: &mut impl FnMut(&str, &Map<String, Value>)) {
    fn inside(at: &str, schema: &Value, look: &mut impl FnMut(&str, &Map<String, Value>)) {
        let Some(object) = schema.as_object() else { return };
        look(at, object);
        for (name, member) in object.get("properties").map(members).into_iter().flatten() {
            inside(&format!("{at}/{name}"), member, look);
        }
        for key in ["items", "additionalProperties"] {
            object.get(key).into_iter().for_each(|part| inside(&format!("{at}/{key}"), part, look));
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            let choices = object.get(key).and_then(Value::as_array).into_iter().flatten();
            choices.enumerate().for_each(|(number, choice)| inside(&format!("{at}/{key}/{number}"), choice, look));
        }
    }
    members(&document["components"]["schemas"]).for_each(|(name, schema)| inside(name, schema, look));
    for (path, item) in members(&document["paths"]) {
        each_object(item, &mut |object| {
            object.get("schema").into_iter().for_each(|schema| inside(path, schema, look));
        });
    }
}

/// Damages the document at a pointer, and says what the rules must find.
#[test]
fn every_rule_can_be_broken() {
    let question = "/paths/~1v1~1questions/post";
    let response = format!("{question}/responses/201/description");
    let security = "/paths/~1public~1v1/get/security";
    let body = "/paths/~1v1~1questions~1{id}~1put/post/requestBody";
    let optional = format!("{body}/required");
    let null = format!("{body}/content/application~1json/schema");
    let question_view = contract::document()["components"]["schemas"]["QuestionView"].clone();
    for (pointer, value, want) in [
        ("/info/license/identifier", Value::Null, "license"),
        ("/servers", json!([]), "/servers/0/url"),
        ("/info/contact", Value::Null, "contact"),
        (&format!("{question}/description"), json!(" "), "POST /v1/questions has no description"),
        (&response, Value::Null, "POST /v1/questions answers 201 without"),
        (security, Value::Null, "GET /public/v1 has the security null and not []"),
        (security, json!([{}]), "GET /public/v1 has the security [{}] and not []"),
        (&format!("{question}/security"), json!([]), "POST /v1/questions has the security [] and not"),
        ("/paths/~1healthz/get/responses/400", Value::Null, "GET /healthz has no answer 4xx"),
        ("/paths/~1/get/responses/default", Value::Null, "GET / has no answer 2xx"),
        (&optional, Value::Null, "POST /v1/questions/{id}/put does not say whether"),
        (&null, json!({"oneOf": [{"$ref": "#/components/schemas/PutQuestion"}, {"type": "null"}]}), "takes null"),
        ("/components/schemas/Listing_QuestionView/properties/data/items", question_view.clone(), "writes its items out"),
        ("/components/schemas/PriorityThread/properties/priority", question_view, "writes a record out"),
        ("/components/schemas/FigureKind", Value::Null, "/components/schemas/FigureKind is not there"),
        (
            "/components/schemas/QuestionView/properties/default",
            json!({"$ref": "#/components/schemas/Gone"}),
            "Gone is not there",
        ),
        ("/components/schemas/Lonely", json!({"type": "string"}), "/components/schemas/Lonely is used nowhere"),
        ("/components/securitySchemes/other", json!({"type": "http"}), "securitySchemes/other is used nowhere"),
        ("/components/schemas/File", json!({"type": "string"}), "File is the name of a type"),
        ("/components/schemas/PutQuestion/title", json!("Range"), "Range is the name of a type"),
        ("/components/schemas/questionview", json!({"type": "string"}), "are the same name"),
        ("/components/schemas/PutQuestion/title", json!("Role"), "are the same name"),
        ("/components/schemas/QuestionView/properties/words", json!({"type": "array"}), "is a list of nobody knows what"),
    ] {
        let mut document = contract::document().clone();
        put(&mut document, pointer, value);
        let faults = faults(&document);
        assert!(faults.iter().any(|fault| fault.contains(want)), "{pointer}: {want:?} is not in {faults:?}");
    }
}

/// Puts a value at a pointer; `null` takes away what is there.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    let name = name.replace("~1", "/").replace("~0", "~");
    let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer} is nowhere"));
    match value {
        Value::Null => {
            let members = parent.as_object_mut().expect("an object");
            assert!(members.remove(&name).is_some(), "{pointer} was not there");
        }
        value => parent[name] = value,
    }
}
