//! Record files: the January 2019 record through HTTP, and all or nothing.

use answerable::foundation::clock::Ids;
use answerable::foundation::error::ApiError;
use answerable::foundation::json_file::fault;
use answerable::foundation::schema::findings;
use answerable::transfer::import::check;
use answerable::transfer::import::load::{Counts, Imported, load};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

use crate::support::{TestApp, both};

both!(
    written_answers_are_the_forces,
    what_is_measured_is_there_once,
    the_january_2019_record,
    the_same_file_twice_is_one_import,
    a_refusal_leaves_nothing,
    what_an_act_refuses_late_leaves_nothing,
    faults_have_a_line_and_a_pointer,
    the_documented_example_loads,
);

pub const RECORD: &str = include_str!("../../data/west-mercia-2019-01.json");

/// Imports a text as the operator does.
pub async fn import(app: &TestApp, text: &str) -> Result<Imported, String> {
    let now = app.inner().clock.now().naive_utc();
    let file = check::check(text, now.date()).map_err(|faults| faults[0].in_file("january.json").to_string())?;
    let owned = text.to_owned();
    let loaded = app.inner().db.write(move |conn| load(conn, &Ids, now, "january.json", &owned, &file)).await;
    loaded.map_err(|error| match error {
        ApiError::Invalid(faults) => fault::located(text, &faults)[0].in_file("january.json").to_string(),
        other => panic!("{other}"),
    })
}

pub fn later(app: &TestApp) {
    // After the meeting: a record is written of what has been.
    app.set_time("2019-02-04T09:00:00Z");
}

async fn the_january_2019_record(app: TestApp) {
    later(&app);
    import(&app, RECORD).await.expect("an import");
    let pcc = app.pcc();
    let priorities = pcc.all("/v1/priorities?sort=created_at").await;
    let titles: Vec<&str> = priorities.iter().filter_map(|row| row["title"].as_str()).collect();
    assert_eq!(
        titles,
        [
            "Putting victims and survivors first",
            "Building a more secure West Mercia",
            "Reforming West Mercia",
            "Reassuring West Mercia's communities"
        ]
    );
    let january =
        pcc.get("/v1/meetings?held_from=2019-01-30&held_to=2019-01-30&include=attendance,agenda_items").await.expect(200);
    let meeting = &january.json["data"][0];
    let attended =
        |how: &str| meeting["attendance"].as_array().map(|rows| rows.iter().filter(|row| row["attended"] == how).count());
    assert_eq!((attended("present"), attended("apologies")), (Some(4), Some(1)));
    let mut numbers: Vec<&str> =
        meeting["agenda_items"].as_array().expect("items").iter().filter_map(|item| item["printed_number"].as_str()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers, ["1.1", "2", "2.1", "2.2", "3", "4"]);

    let actions = pcc.all("/v1/actions").await;
    let due: Vec<(&Value, &Value, &Value)> =
        actions.iter().map(|row| (&row["owner"], &row["due_on"], &row["needs_review"])).collect();
    assert_eq!(due, [(&json!("CC"), &json!("2019-02-13"), &json!(false)), (&json!("DPCC"), &json!(null), &json!(true))]);
    // What a file holds has an author in the audit trail like everything else.
    let trail = pcc.get("/v1/audit?resource=questions&limit=1").await.expect(200);
    assert_eq!(trail.str("/data/0/actor_name"), "import of january.json");
}

async fn the_same_file_twice_is_one_import(app: TestApp) {
    later(&app);
    assert!(matches!(import(&app, RECORD).await, Ok(Imported::Added(_))));
    let before = app.pcc().get("/v1/questions?count=exact").await.json["page"]["total"].clone();
    assert!(matches!(import(&app, RECORD).await, Ok(Imported::Before { .. })));
    assert_eq!(app.pcc().get("/v1/questions?count=exact").await.json["page"]["total"], before);
    // The same record with a byte changed is another file, and its meeting is there already.
    let fault = import(&app, &format!("{RECORD}\n")).await.expect_err("a refusal");
    assert!(fault.contains("/meetings/0"), "{fault}");
}

async fn a_refusal_leaves_nothing(app: TestApp) {
    later(&app);
    // The last question of the file was put before any plan was adopted: the act refuses it after all others were loaded.
    let mut file: Value = serde_json::from_str(RECORD).expect("JSON");
    file["plan"]["adopted_on"] = json!("2019-01-31");
    let fault = import(&app, &file.to_string()).await.expect_err("a refusal");
    assert!(fault.contains("/meetings/0/questions/"), "{fault}");
    for list in ["plans", "priorities", "topics", "meetings", "questions", "actions", "bodies"] {
        assert_eq!(app.pcc().get(&format!("/v1/{list}?count=exact")).await.json["page"]["total"], 0, "{list}");
    }
}

/// The matters are the last of the file: the act refuses one after all else was loaded.
async fn what_an_act_refuses_late_leaves_nothing(app: TestApp) {
    later(&app);
    let mut file: Value = serde_json::from_str(RECORD).expect("JSON");
    file["matters"][1]["to_meeting"] = json!("november-2018");
    let fault = import(&app, &file.to_string()).await.expect_err("a refusal");
    assert!(fault.contains("/matters/1/to_meeting"), "{fault}");
    for list in ["meetings", "questions", "exchanges", "findings", "data-points", "recommendation-sets", "measures"] {
        assert_eq!(app.pcc().get(&format!("/v1/{list}?count=exact")).await.json["page"]["total"], 0, "{list}");
    }
}

/// A written answer is the force's own, of the day of the meeting or of the day that the file gives.
async fn written_answers_are_the_forces(app: TestApp) {
    later(&app);
    let mut file: Value = serde_json::from_str(RECORD).expect("JSON");
    let questions = file["meetings"][0]["questions"].as_array_mut().expect("questions");
    let answered: Vec<&mut Value> = questions.iter_mut().filter(|question| question["responses"].is_array()).collect();
    for (question, day) in answered.into_iter().zip([None, Some("2019-02-01")]) {
        question["responses"][0]["mode"] = json!("written");
        if let Some(day) = day {
            question["responses"][0]["given_on"] = json!(day);
        }
    }
    import(&app, &file.to_string()).await.expect("an import");
    let questions = app.pcc().all("/v1/questions?include=responses&limit=200").await;
    let answers = questions.iter().filter(|question| question["responses"][0]["mode"] == "written");
    let given: Vec<(&Value, &Value)> =
        answers.map(|question| (&question["responses"][0]["side"], &question["final_response_on"])).collect();
    assert_eq!(given, [(&json!("force"), &json!("2019-01-30")), (&json!("force"), &json!("2019-02-01"))]);
}

/// The file of the next meeting names the same measures and scales again; they are used and not doubled.
async fn what_is_measured_is_there_once(app: TestApp) {
    later(&app);
    let mut file: Value = serde_json::from_str(RECORD).expect("JSON");
    file["rating_scales"] = json!([{"key": "ours", "name": "Assurance", "grades": [{"label": "Good", "code": "assured"}]}]);
    import(&app, &file.to_string()).await.expect("an import");
    let totals = async || {
        let total = async |list: &str| app.pcc().get(&format!("/v1/{list}?count=exact")).await.json["page"]["total"].clone();
        (total("measures").await, total("rating-scales").await, total("data-points").await)
    };
    let before = totals().await;
    let point = json!({"label": "Backlog", "measure": file["measures"][0]["key"], "value": {"kind": "exact", "value": "871"}});
    let rated = json!({"kind": "finding", "text": "It holds.", "shared_on": "2019-02-04",
        "ratings": [{"performance": {"scale": "ours", "label": "Good"}, "reason": "It has not grown."}]});
    file["meetings"] = json!([{"kind": "assurance", "title": "February", "held_on": "2019-02-04", "is_public": false,
        "status": "held", "data_points": [point], "findings": [rated]}]);
    file["matters"] = json!([]);
    import(&app, &file.to_string()).await.expect("an import");
    let after = totals().await;
    assert_eq!((&after.0, &after.1), (&before.0, &before.1));
    assert_eq!(after.2.as_i64(), before.2.as_i64().map(|before| before + 1));
}

/// The days that a file gives are the days of its acts, whenever it is imported.
async fn the_documented_example_loads(app: TestApp) {
    let page = include_str!("../../docs/RECORD-FILE.md");
    let example = page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    app.set_time("2025-09-01T09:00:00Z");
    let added = import(&app, example).await.expect("an import");
    let want = Counts { meetings: 2, questions: 1, responses: 1, exchanges: 1, findings: 1, actions: 1 };
    assert_eq!(added, Imported::Added(want));
    let stored = app.inner().db.read(|conn| {
        let days = (findings::shared_on, findings::comment_due_on, findings::confirmed_on);
        Ok(findings::table.select(days).first::<(Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>)>(conn)?)
    });
    let (shared, due, confirmed) = stored.await.expect("the finding");
    let days = [shared, due, confirmed].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
    assert_eq!(days, ["2025-06-13", "2025-06-27", "2025-07-01"]);
}

async fn faults_have_a_line_and_a_pointer(app: TestApp) {
    later(&app);
    let lines: Vec<&str> = RECORD.lines().collect();
    let line = lines.iter().position(|line| line.contains("\"attended\"")).expect("attendance");
    let broken = RECORD.replacen("\"present\"", "\"absent\"", 1);
    let fault = import(&app, &broken).await.expect_err("a refusal");
    assert!(fault.starts_with(&format!("january.json:{}:", line + 1)), "{fault}");
    assert!(fault.contains("/meetings/0/attendance/0/attended"), "{fault}");
}
