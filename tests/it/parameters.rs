//! Every parameter of the description, one by one: what it takes is declared, and anything else is refused and named.

use reqwest::Method;
use serde_json::{Value, json};

use crate::public::{fresh, get, publish};
use crate::support::contract::{operations, resolve};
use crate::support::{Client, Reply, TestApp, both};

both!(
    public_parameters_take_what_is_declared,
    filters_of_the_working_record_take_what_is_declared,
    nothing_undeclared_is_taken,
    ids_and_slugs_are_read_in_any_form,
    published_words_are_found_by_their_filters,
);

const ID: &str = "0197a3c0-7d1e-7c55-9d0e-3f0c5b6a7e11";

#[test]
fn whole_numbers_have_a_least_and_a_greatest() {
    let mut checked = 0;
    for (path, _, operation) in operations() {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let schema = of_one(parameter);
            if schema["type"] == "integer" {
                checked += 1;
                assert!(schema["minimum"].is_number() && schema["maximum"].is_number(), "{path}: {parameter}");
            }
        }
    }
    assert!(checked > 50, "{checked}");
}

/// A path of the description with something in the place of its parameters.
fn filled(path: &str) -> String {
    let path = path.replace("{id}", ID).replace("{page}", "1").replace("{leaf}", "0").replace("{tile}", "0/000");
    path.replace("{file}", "questions.csv")
}

fn parameters(operation: &'static Value) -> Vec<&'static Value> {
    let all = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter(|parameter| parameter["in"] == "query").collect()
}

/// The query that an operation cannot do without, but for one parameter.
fn needed(operation: &'static Value, but: &str) -> String {
    let needed = parameters(operation).into_iter().filter(|one| one["required"] == true && one["name"] != but);
    let pair = |one: &Value| {
        let example = &one["example"];
        format!("&{}={}", one["name"].as_str().expect("a name"), example.as_str().map_or(example.to_string(), str::to_owned))
    };
    needed.map(pair).collect()
}

/// The schema of one value.
fn of_one(parameter: &'static Value) -> &'static Value {
    let schema = resolve(&parameter["schema"]);
    if schema["type"] == "array" { resolve(&schema["items"]) } else { schema }
}

/// What a schema takes, as far as it can be listed, and what it does not take; `None` where it takes any text.
fn taken_and_refused(schema: &Value) -> Option<(Vec<String>, Vec<String>)> {
    let refused = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    if let Some(values) = schema["enum"].as_array() {
        let taken = values.iter().map(|value| value.as_str().expect("a text").to_owned()).collect();
        return Some((taken, refused(&["nonsense", "_"])));
    }
    let (taken, not) = match (schema["type"].as_str().unwrap_or_default(), schema["format"].as_str().unwrap_or_default()) {
        (_, "uuid") => (vec![ID], vec!["nonsense", "17"]),
        (_, "date") => (vec!["2019-01-30"], vec!["nonsense", "2019-1-30", "30.01.2019", "2019-02-30", "0001-01-01"]),
        (_, "date-time") => (vec!["2019-01-30T09:00:00Z", "2019-01-30T09:00:00.5%2B01:00"], vec!["nonsense", "2019-01-30"]),
        ("integer", _) => (vec![], vec!["nonsense", "-1", "1.5"]),
        ("boolean", _) => (vec!["true", "false"], vec!["nonsense", "1"]),
        _ => match schema["pattern"].as_str() {
            Some("^exact$") => (vec!["exact"], vec!["nonsense"]),
            Some(slug) if slug.contains("a-z") => (vec!["west-mercia"], vec!["NON SENSE", "x", "a_b"]),
            Some(_) => (vec![], vec!["nonsense"]),
            None => return None,
        },
    };
    Some((taken.into_iter().map(str::to_owned).collect(), refused(&not)))
}

async fn ask(client: &Client, path: &str) -> Reply {
    client.send_unchecked(client.request(Method::GET, path)).await
}

/// Tries every value of a parameter; how many were tried.
async fn try_all(client: &Client, path: &str, operation: &'static Value, parameter: &'static Value) -> usize {
    let name = parameter["name"].as_str().expect("a name");
    let Some((taken, refused)) = taken_and_refused(of_one(parameter)) else { return 0 };
    let target = |value: &str| format!("{path}?{name}={value}{}", needed(operation, name));
    // A page of the history of a feed is not there yet.
    let fine = if path.contains("/archive/") { 404 } else { 200 };
    for value in &taken {
        let reply = ask(client, &target(value)).await;
        assert_eq!(reply.status, fine, "{}: {}", target(value), reply.text);
    }
    // A form sends its empty fields too: they say nothing, and nothing that is required.
    let empty = ask(client, &target("")).await;
    let want = if parameter["required"] == true { 400 } else { fine };
    assert_eq!(empty.status, want, "{}: {}", target(""), empty.text);
    if parameter["schema"]["type"] == "array" && taken.len() > 1 {
        let all: Vec<String> = taken.iter().map(|value| format!("{name}={value}")).collect();
        ask(client, &format!("{path}?{}{}", all.join("&"), needed(operation, name))).await.expect(200);
    }
    for value in &refused {
        let reply = ask(client, &target(value)).await.refused(400);
        assert_eq!(reply.pointers(), [format!("/query/{name}")], "{}: {}", target(value), reply.text);
        let detail = reply.str("/errors/0/detail").to_owned();
        let is_bounded = ["limit", "count", "sort", "include"].contains(&name);
        assert!(is_bounded || detail.contains(&format!("{value:?}")), "{}: {detail}", target(value));
        for allowed in of_one(parameter)["enum"].as_array().into_iter().flatten() {
            // An order downwards is said once for all: with - in front.
            let allowed = allowed.as_str().expect("a text").trim_start_matches('-');
            assert!(detail.contains(allowed), "{}: {detail} without {allowed}", target(value));
        }
    }
    taken.len() + refused.len()
}

async fn public_parameters_take_what_is_declared(app: TestApp) {
    let (mut tried, mut open) = (0, Vec::new());
    for (method, path, operation) in operations() {
        // The parameters of a rule only mean something together: `due_words.rs` tries them.
        if method != "GET" || !path.starts_with("/public/v1") || path == "/public/v1/deadlines/preview" {
            continue;
        }
        for parameter in parameters(operation) {
            let count = try_all(&app.nobody(), &filled(&path), operation, parameter).await;
            if count == 0 {
                open.push(parameter["name"].as_str().expect("a name"));
            }
            tried += count;
        }
    }
    open.sort_unstable();
    open.dedup();
    // Only words that are looked for, references, and cursors, which are not made by hand.
    assert_eq!(open, ["cursor", "q", "reference"]);
    assert!(tried > 300, "{tried}");
}

async fn filters_of_the_working_record_take_what_is_declared(app: TestApp) {
    let mut tried = 0;
    for (method, path, operation) in operations() {
        let opened = path.starts_with("/v1/") && !path.contains('{') && !path.starts_with("/v1/auth/");
        if method == "GET" && opened && ask(&app.pcc(), &format!("{path}?{}", needed(operation, ""))).await.status == 200 {
            for parameter in parameters(operation) {
                tried += try_all(&app.pcc(), &path, operation, parameter).await;
            }
        }
    }
    assert!(tried > 500, "{tried}");
}

async fn nothing_undeclared_is_taken(app: TestApp) {
    for (method, path, operation) in operations() {
        if method != "GET" || !path.starts_with("/public/v1") {
            continue;
        }
        let path = filled(&path);
        for (name, value) in [("nonsense", "1"), ("fields", "id"), ("Area", "west-mercia"), ("area[]", "west-mercia")] {
            let reply = ask(&app.nobody(), &format!("{path}?{name}={value}{}", needed(operation, ""))).await.refused(400);
            assert_eq!(reply.pointers(), [format!("/query/{name}")], "{path}: {}", reply.text);
            assert_eq!(reply.header("cache-control"), "private, no-store", "{path}");
            let detail = reply.str("/errors/0/detail");
            assert!(parameters(operation).iter().all(|one| detail.contains(one["name"].as_str().expect("a name"))), "{detail}");
        }
    }
    for file in ["questions.xls", "nonsense.csv", "questions", "data-points.csv"] {
        ask(&app.nobody(), &format!("/public/v1/export/{file}")).await.refused(404);
    }
    let described = operations().into_iter().find(|(_, path, _)| path == "/public/v1/export/{file}").expect("the tables").2;
    let pattern = described["parameters"][0]["schema"]["pattern"].as_str().expect("a pattern");
    let pattern = jsonschema::validator_for(&json!({"type": "string", "pattern": pattern})).expect("a schema");
    for table in ["meetings", "questions", "actions", "priorities", "recommendations", "editions", "data_points", "nonsense"] {
        for ending in ["csv", "ndjson", "csv-metadata.json", "xls"] {
            let file = format!("{table}.{ending}");
            let status = ask(&app.nobody(), &format!("/public/v1/export/{file}")).await.status;
            assert_eq!(status == 200, pattern.is_valid(&json!(file)), "{file}: {status}");
        }
    }
}

async fn ids_and_slugs_are_read_in_any_form(app: TestApp) {
    let (question, priority, topic, meeting) = (fresh(&app), fresh(&app), fresh(&app), fresh(&app));
    let body = json!({"question": {"id": question, "text": "Why?", "form": "direct", "status": "put", "meeting_id": meeting,
        "topic": {"id": topic, "title": "Calls"}, "priorities": [{"id": priority, "title": "Victims"}]}, "actions": []});
    publish(&app, "question", &question, body).await;
    for (name, id) in [("priority", &priority), ("topic", &topic), ("meeting", &meeting)] {
        for form in [id.clone(), id.to_uppercase(), id.replace('-', ""), format!("urn:uuid:{id}")] {
            let found = get(&app, &format!("/public/v1/questions?{name}={form}")).await.expect(200);
            assert_eq!(found.ids(), std::slice::from_ref(&question), "{name}={form}");
        }
        if name != "meeting" {
            let feed = ask(&app.nobody(), &format!("/public/v1/feeds/feed.json?{name}={}", id.to_uppercase())).await.expect(200);
            assert_eq!(feed.json["items"].as_array().map(Vec::len), Some(1), "{name}: {}", feed.text);
        }
    }
    for subject in [question.clone(), question.to_uppercase()] {
        assert_eq!(get(&app, &format!("/public/v1/editions?subject={subject}")).await.expect(200).ids().len(), 1);
    }
    assert!(get(&app, "/public/v1/editions?subject=west-mercia").await.expect(200).ids().is_empty());
    get(&app, "/public/v1/editions?subject=WM-2019-Q001").await.refused(400);
}

async fn published_words_are_found_by_their_filters(app: TestApp) {
    for (form, status) in [("direct", "put"), ("request", "answered"), ("challenge", "closed"), ("public", "withdrawn")] {
        let id = fresh(&app);
        publish(&app, "question", &id, json!({"question": {"id": id, "text": form, "form": form, "status": status}})).await;
        for filter in [format!("form={form}"), format!("status={status}"), format!("form={form}&form=direct&status={status}")] {
            assert_eq!(
                get(&app, &format!("/public/v1/questions?{filter}")).await.expect(200).ids(),
                std::slice::from_ref(&id),
                "{filter}"
            );
        }
    }
    assert_eq!(get(&app, "/public/v1/questions?form=direct&form=request").await.expect(200).ids().len(), 2);
    for (path, allowed) in [
        ("questions?form=question", "direct"),
        ("questions?status=nonsense", "returned"),
        ("meetings?status=nonsense", "cancelled"),
        ("actions?status=nonsense", "closed_not_implemented"),
        ("recommendations?status=nonsense", "responded"),
        ("questions?sort=nonsense", "-updated_at"),
        ("editions?sort=day", "-updated_at"),
    ] {
        let refused = get(&app, &format!("/public/v1/{path}")).await.refused(400);
        let detail = refused.str("/errors/0/detail").to_owned();
        let given = path.rsplit('=').next().expect("a value");
        assert!(detail.contains(given) && detail.contains(allowed), "{path}: {detail}");
    }
}
