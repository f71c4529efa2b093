//! The record of a meeting as a record file: what came in goes out, to whom it may, and comes in again as the same record.

use std::process::Command;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::import::{RECORD, import};
use crate::support::random::for_random;
use crate::support::stage::Stage;
use crate::support::{Client, Engine, TestApp, both};

both!(
    what_comes_in_goes_out_and_in_again,
    the_example_of_the_documentation_too,
    the_file_holds_what_its_reader_may_see,
    a_cancelled_meeting_has_none,
);

/// The record file of the meeting of a day.
pub async fn exported(client: &Client, day: &str) -> Value {
    let meetings = client.all(&format!("/v1/meetings?held_from={day}&held_to={day}")).await;
    let id = meetings[0]["id"].as_str().expect("an id");
    client.get(&format!("/v1/meetings/{id}/record")).await.expect(200).json
}

/// The file without what each instance gives itself.
fn without_ids(mut file: Value) -> Value {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.remove("id");
                members.values_mut().for_each(walk);
            }
            Value::Array(items) => items.iter_mut().for_each(walk),
            _ => {}
        }
    }
    walk(&mut file);
    number_records(&mut file);
    file
}

/// Gives every text that is one of `keys` the place of that as a name.
fn rename(value: &mut Value, keys: &[String]) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|one| rename(one, keys)),
        Value::Array(items) => items.iter_mut().for_each(|one| rename(one, keys)),
        Value::String(text) => {
            if let Some(number) = keys.iter().position(|key| key == text) {
                *text = format!("record {number}");
            }
        }
        _ => {}
    }
}

/// Names records by their place: their keys are made of their references, which every instance gives anew.
fn number_records(file: &mut Value) {
    let lists = file["meetings"].as_array().into_iter().flatten().filter_map(Value::as_object);
    let lists = lists.flat_map(|meeting| ["questions", "findings", "decisions", "actions"].map(|name| meeting.get(name)));
    let records = lists.flatten().filter_map(Value::as_array).flatten();
    let keys: Vec<String> = records.filter_map(|record| record.get("key")?.as_str()).map(str::to_owned).collect();
    rename(file, &keys);
}

async fn round(app: &TestApp, text: &str, day: &str) {
    round_on(app, text, day, "2019-02-04T09:00:00Z").await;
}

/// Imports a file at an instant, exports it, imports that elsewhere, exports it again, and compares.
pub async fn round_on(app: &TestApp, text: &str, day: &str, now: &str) {
    app.set_time(now);
    import(app, text).await.expect("an import");
    let first = exported(&app.opcc(), day).await;
    let other = TestApp::start(app.engine()).await;
    other.set_time(now);
    import(&other, &first.to_string()).await.expect("an import of the export");
    let second = exported(&other.opcc(), day).await;
    other.stop().await;
    let (first, second) = (without_ids(first), without_ids(second));
    for (name, member) in first["meetings"][0].as_object().expect("a meeting") {
        assert_eq!(*member, second["meetings"][0][name], "{name}");
    }
    assert_eq!(first, second);
}

async fn what_comes_in_goes_out_and_in_again(app: TestApp) {
    round(&app, RECORD, "2019-01-30").await;
    let file = exported(&app.opcc(), "2019-01-30").await;
    let told: Value = serde_json::from_str(RECORD).expect("JSON");
    let (file, told) = (&file["meetings"][0], &told["meetings"][0]);
    for list in [
        "attendance",
        "questions",
        "question_groups",
        "exchanges",
        "findings",
        "decisions",
        "data_points",
        "actions",
        "recommendation_sets",
        "follow_ups",
        "papers",
    ] {
        let number = |meeting: &Value| meeting[list].as_array().map_or(0, Vec::len);
        assert_eq!(number(file), number(told), "{list}");
    }
    let texts = |list: &Value, member: &str| -> Vec<String> {
        let all = list.as_array().expect("a list").iter().filter_map(|one| one[member].as_str().map(str::to_owned));
        all.collect()
    };
    for (list, member) in [("questions", "text"), ("exchanges", "challenge"), ("exchanges", "reply"), ("actions", "due_text")] {
        assert_eq!(texts(&file[list], member), texts(&told[list], member), "{list}/{member}");
    }
    assert!(file["questions"].as_array().expect("questions").iter().all(|one| one["id"].is_string()));
}

async fn the_example_of_the_documentation_too(app: TestApp) {
    app.set_time("2025-09-01T09:00:00Z");
    let guide = include_str!("../../docs/RECORD-FILE.md");
    let example = guide.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    // The area of somebody who can look.
    let example = example
        .replace("north-shire", "warwickshire")
        .replace(r#""code": "NS""#, r#""code": "WK""#)
        .replace(r#""North Shire""#, r#""Warwickshire""#)
        .replace(r#""North Shire Police""#, r#""Warwickshire Police""#);
    import(&app, &example).await.expect("an import");
    let first = exported(&app.client("outsider"), "2025-06-12").await;
    assert_eq!(first["meetings"][0]["findings"][0]["ratings"][0]["performance"]["label"], "Partly assured");
    assert_eq!(first["meetings"][0]["questions"][0]["judgement"]["outcome"], "part_answered");
    assert_eq!(first["meetings"][0]["recommendation_sets"][0]["claims"][0]["figure"]["done"], 3);
}

/// A draft of the body is in the file of the office and not in that of the force, with nothing that names it.
async fn the_file_holds_what_its_reader_may_see(app: TestApp) {
    let stage = Stage::set(&app).await;
    let draft = json!({"form": "direct", "text": "Zebra questions nobody has put?", "meeting_id": stage.meeting});
    app.opcc().create("/v1/questions", &draft).await;
    let finding = json!({"kind": "finding", "text": "Zebra found.", "meeting_id": stage.meeting});
    app.opcc().create("/v1/findings", &finding).await;
    let path = format!("/v1/meetings/{}/record", stage.meeting);
    let office = app.opcc().get(&path).await.expect(200).json.to_string();
    assert_eq!(office.matches("Zebra").count(), 2);
    assert_eq!(app.pcc().get(&path).await.expect(200).json.to_string(), office);
    let force = app.force().get(&path).await.expect(200).json.to_string();
    assert!(!force.contains("Zebra"), "{force}");
    app.nobody().get(&path).await.expect(401);
    app.opcc().get("/v1/meetings/0190b0c2-0000-7000-8000-000000000000/record").await.expect(404);
}

async fn a_cancelled_meeting_has_none(app: TestApp) {
    let stage = Stage::set(&app).await;
    let meeting = format!("/v1/meetings/{}", stage.meeting);
    app.opcc().act(&meeting, "cancel", &json!({"reason": "Snow."})).await.expect(200);
    app.opcc().get(&format!("{meeting}/record")).await.expect(409);
}

/// Members that a record may lack, and lists that nothing else of the file names.
const OPTIONAL: [&str; 14] = [
    "context",
    "printed_number",
    "note",
    "notes",
    "points",
    "due_text",
    "venue",
    "starts_at",
    "chair",
    "minute_taker",
    "caveat",
    "as_stated",
    "condition",
    "summary",
];
const LISTS: [&str; 6] = ["exchanges", "data_points", "findings", "follow_ups", "papers", "attendance"];

/// Takes away what the numbers say, so that files of all forms come out.
fn pruned(file: &mut Value, numbers: &mut impl Iterator<Item = u8>) {
    match file {
        Value::Object(members) => {
            for name in OPTIONAL {
                if members.contains_key(name) && numbers.next().is_some_and(|number| number < 80) {
                    members.remove(name);
                }
            }
            for name in LISTS {
                if let Some(Value::Array(items)) = members.get_mut(name) {
                    items.retain(|_| numbers.next().is_none_or(|number| number >= 80));
                }
            }
            members.values_mut().for_each(|member| pruned(member, numbers));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| pruned(item, numbers)),
        _ => {}
    }
}

/// Import, export, import, export: equal, whatever the record holds.
#[test]
fn whatever_the_record_holds() {
    for_random(Engine::Sqlite, 6, &proptest::collection::vec(any::<u8>(), 600), part_of_the_record);
}

async fn part_of_the_record(app: TestApp, numbers: Vec<u8>) {
    let mut file: Value = serde_json::from_str(RECORD).expect("JSON");
    pruned(&mut file["meetings"][0], &mut numbers.into_iter());
    // A split reply keeps as many speakers of points as it has points.
    for exchange in file["meetings"][0]["exchanges"].as_array_mut().into_iter().flatten() {
        if exchange["points"].is_null() {
            exchange.as_object_mut().map(|one| one.remove("point_speakers"));
        }
    }
    round(&app, &file.to_string(), "2019-01-30").await;
}

/// The command writes all meetings in order, and their files make the same record again.
#[test]
fn all_meetings_of_an_area() {
    let place = tempfile::tempdir().expect("a directory");
    let command = |arguments: &[&str], database: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_answerable"))
            .args(arguments)
            .args(["--database-url", &format!("sqlite://{}", place.path().join(database).display())])
            .current_dir(place.path())
            .output()
            .expect("the command");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    std::fs::write(place.path().join("january.json"), RECORD).expect("a file");
    command(&["migrate"], "one.db");
    command(&["import", "january.json"], "one.db");
    command(&["export-record", "--area", "west-mercia", "--into", "first"], "one.db");
    let mut names: Vec<_> =
        std::fs::read_dir(place.path().join("first")).expect("files").flatten().map(|one| one.path()).collect();
    names.sort();
    let said: Vec<&str> = names.iter().filter_map(|name| name.file_name()?.to_str()).collect();
    assert_eq!(said, ["0001-2018-11.json", "0002-2019-01-30.json", "0003-2019-03-26.json"]);
    command(&["migrate"], "two.db");
    for name in &names {
        command(&["import", name.to_str().expect("text")], "two.db");
    }
    command(&["export-record", "--area", "west-mercia", "--into", "second"], "two.db");
    for name in &names {
        let read = |directory: &str| -> Value {
            let path = place.path().join(directory).join(name.file_name().expect("a name"));
            serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON")
        };
        assert_eq!(without_ids(read("first")), without_ids(read("second")), "{}", name.display());
    }
}
