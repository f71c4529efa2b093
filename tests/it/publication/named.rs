//! Who is named: in every place where a person stands, by the capacity as real notes print it.

use serde_json::{Value, json};

use crate::import::import;
use crate::support::stage::{Stage, despite, response};
use crate::support::{TestApp, both};

both!(
    who_answers_in_public_is_named,
    who_only_stands_beside_an_office_is_not,
    the_file_says_who_is_named,
    a_name_is_withheld_wherever_it_stands
);

fn file(meeting: &Value) -> String {
    json!({
        "format": "answerable-record/1",
        "area": {"slug": "west-mercia", "code": "WM", "name": "West Mercia", "force_name": "West Mercia Police"},
        "body": {"kind": "pcc", "name": "PCC for West Mercia", "valid_from": "2012-11-22"},
        "meetings": [meeting],
    })
    .to_string()
}

/// Publishes the record of the one meeting, and reads it as everybody does.
async fn published(app: &TestApp) -> Value {
    let id = app.pcc().get("/v1/meetings").await.expect(200).str("/data/0/id").to_owned();
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "meeting_record", "subject_id": id})).await;
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    app.nobody().get(&format!("/public/v1/meetings/{id}")).await.expect(200).json
}

fn reasons(document: &Value) -> Vec<(&str, &str)> {
    let withheld = document["edition"]["withheld"].as_array().or_else(|| document["withheld"].as_array());
    withheld
        .into_iter()
        .flatten()
        .map(|one| (one["pointer"].as_str().unwrap_or("-"), one["reason"].as_str().unwrap_or("-")))
        .collect()
}

/// The capacities of a board as its notes print them, and every place where one of those people may stand.
async fn who_answers_in_public_is_named(app: TestApp) {
    app.set_time("2025-05-06T09:00:00Z");
    let person = |name: &str, capacity: &str| json!({"name": name, "capacity": capacity, "attended": "present"});
    let said = |name: &str, capacity: &str| json!({"name": name, "capacity": capacity});
    let meeting = json!({
        "key": "m", "kind": "public", "title": "Board", "held_on": "2022-11-30", "is_public": true, "status": "held",
        "chair": "Ann Sample, Police and Crime Commissioner (PCC)", "minute_taker": "Ed Sample, PA to the Chief Constable",
        "attendance": [
            person("Ann Sample", "Police and Crime Commissioner (PCC)"),
            person("Bo Sample", "ACC Crime"),
            person("Cy Sample", "Deputy Mayor for Policing and Crime"),
            person("Di Sample", "Policy Officer"),
            person("Ed Sample", "PA to the Chief Constable"),
            person("Flo Sample", "Staff Officer to CC"),
        ],
        "agenda": [{"key": "one", "kind": "other", "title": "Estate"}],
        "questions": [{
            "key": "q", "form": "direct", "text": "What is done?", "put_on": "2022-11-30", "agenda_item": "one",
            "asked_by": "Deputy Police and Crime Commissioner (DPCC) Gus Sample",
            "responses": [{
                "text": "All.", "attribution": "joint", "mode": "oral",
                "speakers": [said("Hal Sample", "Temporary Chief Constable (T/CC)"), said("Flo Sample", "Staff Officer to CC")],
            }],
        }],
        "exchanges": [{
            "challenge": "Is it enough?", "challenged_by": "PCC Ann Sample", "agenda_item": "one", "question": "q",
            "reply": "It is.", "attribution": "single", "speakers": [said("Ivy Sample", "Assistant Chief Constable (Local Policing)")],
        }],
        "decisions": [
            {"text": "Approve.", "reasons": "As reported.", "made_by": said("Ann Sample", "PCC"), "made_on": "2022-11-30"},
            {"text": "Sell.", "reasons": "As reported.", "made_by": said("Di Sample", "Policy Officer"), "made_on": "2022-11-30"},
        ],
        "actions": [{"text": "Bring a plan.", "owners": [said("Jo Sample", "Deputy Chief Constable (DCC)"), said("Kit Sample", "PCC Support Officer")]}],
        "data_points": [{"label": "Officers", "unit": "officers", "value": {"kind": "exact", "value": "5"}, "said_by": [said("Bo Sample", "ACC")]}],
        "follow_ups": [{"text": "Likely to come back.", "how": "virtual", "stated_by": "Police and Crime Commissioner"}],
    });
    import(&app, &file(&meeting)).await.expect("an import");
    let document = published(&app).await;
    let text = document.to_string();
    for name in ["Ann", "Bo", "Cy", "Gus", "Hal", "Ivy", "Jo"] {
        assert!(text.contains(&format!("{name} Sample")), "{name} is withheld: {text}");
    }
    for name in ["Di", "Ed", "Flo", "Kit"] {
        assert!(!text.contains(&format!("{name} Sample")), "{name} is named: {text}");
    }
    let decisions = document["decisions"].as_array().expect("decisions");
    let makers: Vec<&Value> = decisions.iter().map(|one| &one["made_by"]["name"]).collect();
    assert!(makers.contains(&&json!("Ann Sample")), "{makers:?}");
    assert_eq!(reasons(&document).iter().filter(|(_, reason)| *reason != "junior_staff").count(), 0, "{text}");
}

/// Stand-ins, junior ranks, the public and officers of other bodies, whose capacity begins with an office; and holders with all that
/// may stand behind one.
async fn who_only_stands_beside_an_office_is_not(app: TestApp) {
    app.set_time("2025-05-06T09:00:00Z");
    let holders = [
        "P&CC",
        "Chief Constable CBE QPM",
        "DCC (via Teams)",
        "ACC Staff Services",
        "Head of Finance (S151)",
        "PCC's Chief Finance Officer",
    ];
    let others = [
        "CC (acting for)",
        "ACC (on behalf of CC)",
        "ACC Crime DCI",
        "DCC PS 1234",
        "PCC (work experience)",
        "PCC - Youth Ambassador",
        "PCC (victim's mother)",
        "PCC for Mrs Jones",
        "Chief Executive, Women's Aid (commissioned by the OPCC)",
        "Commander (Royal Navy)",
        "Deputy Mayor, Kington Town Council",
        "CC (retd)",
    ];
    let person = |(place, capacity): (usize, &&str)| json!({"name": format!("P{place} Sample"), "capacity": capacity, "attended": "present"});
    let attendance: Vec<Value> = holders.iter().chain(&others).enumerate().map(person).collect();
    let asked = |at: usize, by: &str| json!({"key": format!("q{at}"), "form": "direct", "text": "Why?", "put_on": "2022-11-30", "agenda_item": "one", "asked_by": by});
    let meeting = json!({
        "key": "m", "kind": "public", "title": "Board", "held_on": "2022-11-30", "is_public": true, "status": "held",
        "chair": "ACC scribed Pat Nobody", "attendance": attendance, "agenda": [{"key": "one", "kind": "other", "title": "Estate"}],
        "questions": [
            asked(0, "ACC Crime DI Pat Nobody"),
            asked(1, "PCC - Pat Nobody's question"),
            asked(2, "Pat Nobody, CC (acting for)"),
            asked(3, "Chief Executive Pat Nobody (Women's Aid, OPCC)"),
            asked(4, "Pat Principal, ACC Local Policing"),
        ],
    });
    import(&app, &file(&meeting)).await.expect("an import");
    let document = published(&app).await;
    let lines = document["attendance"].as_array().expect("lines");
    let named: Vec<&Value> = lines.iter().filter(|line| !line["name"].is_null()).map(|line| &line["capacity"]).collect();
    assert_eq!(named, holders.map(Value::from).iter().collect::<Vec<_>>(), "{document}");
    let text = document.to_string();
    assert!(!text.contains("Nobody") && text.contains("Pat Principal"), "{text}");
}

async fn the_file_says_who_is_named(app: TestApp) {
    app.set_time("2025-05-06T09:00:00Z");
    let line = |name: &str, capacity: &str, publish: Value| json!({"name": name, "capacity": capacity, "attended": "present", "publish_name": publish});
    let meeting = json!({
        "key": "m", "kind": "public", "title": "Board", "held_on": "2022-11-30", "is_public": true, "status": "agreed",
        "attendance": [
            line("Lu Sample", "Deputy Chief Officer", json!(true)),
            line("Mo Sample", "Head of Performance", json!(true)),
            line("Ned Sample", "Head of Estates", Value::Null),
            line("Oz Sample", "Chief Constable", json!(false)),
        ],
    });
    import(&app, &file(&meeting)).await.expect("an import");
    let document = published(&app).await;
    let names: Vec<Value> = document["attendance"].as_array().expect("lines").iter().map(|line| line["name"].clone()).collect();
    assert_eq!(names, [json!("Lu Sample"), json!("Mo Sample"), Value::Null, Value::Null], "{document}");
}

/// A capacity in full before a name is no capacity only: who is not named is found in it.
async fn a_name_is_withheld_wherever_it_stands(app: TestApp) {
    let stage = Stage::set(&app).await;
    let at = format!("/v1/meetings/{}", stage.meeting);
    let opcc = app.opcc();
    for (name, capacity) in [("P. Junior", "Policy Officer"), ("A. Constable", "Chief Constable (CC)")] {
        opcc.create(&format!("{at}/attendance"), &json!({"name": name, "capacity": capacity, "attended": "present"})).await;
    }
    let mut asked = Vec::new();
    for by in [
        "Chief Constable A. Constable",
        "ACC Crime P. Junior",
        "CC on behalf of Mrs Resident",
        "Assistant Chief Constable (Crime)",
    ] {
        let mut question = stage.question("How many?");
        question["asked_by"] = json!(by);
        let question = opcc.create("/v1/questions", &question).await;
        app.pcc().act(&question, "put", &json!({})).await.expect(200);
        let answer = app.force().create(&format!("{question}/responses"), &response("Five.")).await;
        app.force().act(&answer, "submit", &json!({})).await.expect(200);
        let id = question.rsplit_once('/').expect("a path").1;
        let edition = opcc.create("/v1/editions", &json!({"kind": "question", "subject_id": id})).await;
        app.pcc().act(&edition, "approve", &despite()).await.expect(200);
        opcc.act(&edition, "publish", &json!({})).await.expect(200);
        let public = app.nobody().get(&format!("/public/v1/questions/{id}")).await.expect(200);
        asked.push(public.json["asked_by"].clone());
    }
    let person =
        |name: Option<&str>, capacity: Option<&str>, side: &str| json!({"name": name, "capacity": capacity, "side": side});
    let nobody = person(None, None, "body");
    let chief = person(Some("A. Constable"), Some("Chief Constable"), "force");
    assert_eq!(asked, [chief, nobody.clone(), nobody, person(None, Some("Assistant Chief Constable (Crime)"), "force")]);
}
