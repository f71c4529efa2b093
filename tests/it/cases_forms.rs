//! Record files that tell years of history: decisions outside meetings, publications elsewhere, agreed records, sums, names.

use serde_json::{Value, json};

use crate::cases_days::{TODAY, add, days, file, last, loaded, meeting, never_today, owed, published, refused};
use crate::import::import;
use crate::support::{TestApp, both};

both!(
    a_decision_outside_any_meeting,
    decisions_and_their_forms,
    notes_published_elsewhere_meet_what_is_owed,
    lines_of_what_was_published_elsewhere,
    a_record_is_agreed_on_its_day_or_on_none,
    large_sums_are_exact_or_refused,
    a_due_day_in_words_and_heads_of_a_question,
    names_by_capacity_and_by_what_the_file_says,
);

fn outturn(members: Value) -> Value {
    let mut file = file(json!({}));
    let mut decision = json!({
        "own_reference": "XPCC-0083", "title": "Outturn", "text": "Approve.", "reasons": "As reported.",
        "made_by": {"name": "Ann Sample", "capacity": "PCC"}, "made_on": "2023-03-18",
    });
    add(&mut decision, members);
    file["decisions"] = json!([decision]);
    file
}

async fn a_decision_outside_any_meeting(app: TestApp) {
    app.set_time(&format!("{TODAY}T09:00:00Z"));
    // The short name of the member is read too.
    import(&app, &outturn(json!({})).to_string().replace("own_reference", "reference")).await.expect("an import");
    let found = app.pcc().get("/v1/decisions?reference=XPCC-0083").await.expect(200);
    let one = &found.json["data"][0];
    let shown = ["/own_reference", "/title", "/made_on", "/status", "/reference", "/meeting_id"];
    assert_eq!(days(one, &shown), ["XPCC-0083", "Outturn", "2023-03-18", "taken", "WM-2023-D001", "-"]);
    never_today(one);
    for query in ["q=XPCC-0083", "q=outturn", "reference=WM-2023-D001"] {
        assert_eq!(app.pcc().get(&format!("/v1/decisions?{query}")).await.expect(200).ids(), found.ids(), "{query}");
    }
    let id = &found.ids()[0];
    let public = published(&app, "decision", id, &format!("/public/v1/decisions/{id}")).await;
    assert_eq!(days(&public.json, &["/own_reference", "/title", "/made_on"]), ["XPCC-0083", "Outturn", "2023-03-18"]);
    for query in
        ["decisions?reference=XPCC-0083", "decisions?reference=WM-2023-D001", "decisions?q=XPCC-0083", "decisions?q=outturn"]
    {
        assert_eq!(app.nobody().get(&format!("/public/v1/{query}")).await.expect(200).ids(), *found.ids(), "{query}");
    }
    for words in ["XPCC-0083", "Outturn"] {
        let search = app.nobody().get(&format!("/public/v1/search?q={words}")).await.expect(200);
        assert!(search.text.contains(id.as_str()), "{words}: {}", search.text);
    }
}

async fn decisions_and_their_forms(app: TestApp) {
    app.set_time(&format!("{TODAY}T09:00:00Z"));
    let form = json!({"title": "Form", "url": "http://pcc.example/0083.pdf"});
    for (number, (members, shown, want)) in [
        (json!({"signed_on": "2023-03-20"}), "/signed_on", "2023-03-20"),
        (json!({"documents": [form.clone()]}), "/documents/0/url", "http://pcc.example/0083.pdf"),
        (json!({"conflicts": "The Commissioner declared none."}), "/conflicts", "The Commissioner declared none."),
        (json!({"title": null, "own_reference": null}), "/text", "Approve."),
        (json!({"revoked_on": "2023-06-01", "status_reason": "It was void."}), "/revoked_on", "2023-06-01"),
        (json!({"made_on": null, "made_by": null, "reasons": null}), "/status", "draft"),
        (
            json!({"significant_public_interest": true, "significant_public_interest_reason": "Large.",
                "published_elsewhere": [{"published_on": "2023-03-21", "url": "https://pcc.example/0083"}]}),
            "/status",
            "taken",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut file = outturn(members.clone());
        file["meetings"][0]["title"] = json!(format!("Board {number}"));
        import(&app, &file.to_string()).await.unwrap_or_else(|fault| panic!("{fault}: {members}"));
        let stored = last(&app, "decisions").await;
        assert_eq!(days(&stored, &[shown]), [want], "{members}");
        never_today(&stored);
    }
    assert!(!owed(&app, "/v1/reports/owed").await.contains(&"5(d)".to_owned()), "it was published elsewhere");
    for (members, want) in [
        (json!({"signed_on": "2036-01-01"}), "/decisions/0/signed_on: must not be in the future"),
        (
            json!({"documents": [{"title": "Form", "url": "ftp://pcc.example/f"}]}),
            "/decisions/0/documents/0/url: must be an http or https",
        ),
        (json!({"revoked_on": "2023-06-01"}), "/decisions/0/status_reason: add it"),
        (json!({"agenda_item": "calls"}), "/decisions/0/agenda_item: no agenda item, outside a meeting, has the key"),
        (
            json!({"published_elsewhere": [{"published_on": "2023-03-21", "url": "https://pcc.example/0083"}]}),
            "not of significant",
        ),
        (json!({"title": " "}), "/decisions/0/title: must not be empty"),
    ] {
        let fault = import(&app, &outturn(members.clone()).to_string()).await.expect_err("a refusal");
        assert!(fault.contains(want), "{members}: {fault}");
    }
}

fn notes(members: Value) -> Value {
    let mut paper = json!({"kind": "notes", "title": "Notes", "owed_by": "body", "received_on": "2022-12-20",
        "url": "https://pcc.example/notes-nov-2022"});
    add(&mut paper, members);
    json!({"starts_at": "10:00", "venue": "HQ", "papers": [paper]})
}

/// Members of the paper and of the meeting, and what is then owed of it.
async fn notes_published_elsewhere_meet_what_is_owed(app: TestApp) {
    let all = ["5(a)", "5(b)", "5(c)"];
    for (number, (paper, members, want)) in [
        (json!({}), json!({}), vec![]),
        (json!({"kind": "minutes", "url": "http://pcc.example/minutes"}), json!({}), vec![]),
        (json!({"kind": "report"}), json!({}), all.to_vec()),
        (json!({"url": null}), json!({}), all.to_vec()),
        (json!({"received_on": null}), json!({}), all.to_vec()),
        (json!({"owed_by": "force"}), json!({}), all.to_vec()),
        (json!({"received_on": "2022-11-29"}), json!({}), all.to_vec()),
        (json!({}), json!({"is_public": false}), vec![]),
        (
            json!({}),
            json!({"is_public": false, "significant_public_interest": true, "significant_public_interest_reason": "Large."}),
            vec![],
        ),
        (json!({}), json!({"status": "agreed", "agreed_on": "2023-01-31"}), vec![]),
    ]
    .into_iter()
    .enumerate()
    {
        let mut file = meeting(number, notes(paper.clone()));
        add(&mut file, members.clone());
        loaded(&app, file).await;
        let rows = app.opcc().get("/v1/reports/owed").await.expect(200).json["rows"].as_array().expect("rows").clone();
        let about = rows.iter().filter(|row| row["name"] == format!("Board {number}"));
        let about: Vec<&str> = about.filter_map(|row| row["paragraph"].as_str()).collect();
        assert_eq!(about.len(), want.len(), "{paper} {members}: {about:?}");
        for paragraph in want {
            assert!(about.contains(&paragraph), "{paper} {members}: {about:?}");
        }
    }
    let noted = app.opcc().all("/v1/published-elsewhere?limit=200").await;
    assert!(noted.iter().all(|one| one["published_on"] == "2022-12-20"), "{noted:?}");
}

async fn lines_of_what_was_published_elsewhere(app: TestApp) {
    let line = |duty: &str, on: &str| json!({"duty": duty, "published_on": on, "url": "http://pcc.example/old", "note": "The old site."});
    let mut file = file(json!({"published_elsewhere": [line("5(a)", "2022-11-01"), line("5(c)", "2022-12-30")]}));
    file["published_elsewhere"] = json!([line("7C", "2022-09-01")]);
    app.set_time(&format!("{TODAY}T09:00:00Z"));
    import(&app, &file.to_string()).await.expect("an import");
    let noted = app.opcc().all("/v1/published-elsewhere?sort=created_at").await;
    let noted: Vec<_> = noted.iter().map(|one| (one["duty"].clone(), one["published_on"].clone())).collect();
    assert_eq!(noted, [("5(a)", "2022-11-01"), ("5(c)", "2022-12-30"), ("7C", "2022-09-01")].map(|(a, b)| (json!(a), json!(b))));
    for (line, want) in [
        (line("5(c)", "2022-11-29"), "/published_elsewhere/0/published_on: must be on or after 2022-11-30"),
        (line("5(c)", "2036-01-01"), "/published_elsewhere/0/published_on: must not be in the future"),
        (line("5(d)", "2022-12-30"), "/published_elsewhere/0/duty: must be decision"),
        (line("s.55(6)", "2022-12-30"), "/published_elsewhere/0/duty: is met by sending"),
        (json!({"published_on": "2022-12-30", "url": "http://pcc.example/old"}), "/published_elsewhere/0/duty: is required"),
        (
            json!({"duty": "5(c)", "published_on": "2022-12-30", "url": "javascript:x"}),
            "/published_elsewhere/0/url: must be an http",
        ),
    ] {
        let fault = refused(&app, json!({"title": "Another", "published_elsewhere": [line.clone()]})).await;
        assert!(fault.contains(want), "{line}: {fault}");
    }
}

async fn a_record_is_agreed_on_its_day_or_on_none(app: TestApp) {
    for (number, (members, want)) in [
        (json!({"status": "agreed", "agreed_on": "2023-01-31"}), "2023-01-31"),
        (json!({"status": "agreed", "agreed_on": "2022-11-30"}), "2022-11-30"),
        (json!({"status": "agreed"}), "-"),
    ]
    .into_iter()
    .enumerate()
    {
        loaded(&app, meeting(number, members)).await;
        let stored = last(&app, "meetings").await;
        assert_eq!(days(&stored, &["/status", "/agreed_on"]), ["agreed", want]);
        never_today(&stored);
    }
    let fault = refused(&app, json!({"title": "Early", "status": "agreed", "agreed_on": "2022-11-29"})).await;
    assert!(fault.contains("/meetings/0/agreed_on: must be on or after the day of the meeting"), "{fault}");
}

/// A sum in pence as JSON writes it, and what is stored; or that it is refused.
async fn large_sums_are_exact_or_refused(app: TestApp) {
    for (number, (sum, is_good)) in [
        ("9007199254740991", true),
        ("-9007199254740991", true),
        ("0", true),
        ("9007199254740992", false),
        ("9007199254740993", false),
        ("-9007199254740993", false),
        ("9223372036854775807", false),
        ("9223372036854775808", false),
        ("123456789012345678901234567890", false),
        ("12.5", false),
    ]
    .into_iter()
    .enumerate()
    {
        let point =
            json!({"data_points": [{"label": "Budget", "value": {"kind": "money", "pence": 424_242, "currency": "GBP"}}]});
        let text = file(meeting(number, point)).to_string().replace("424242", sum);
        app.set_time(&format!("{TODAY}T09:00:00Z"));
        match import(&app, &text).await {
            Ok(_) => {
                assert!(is_good, "{sum} is taken");
                let stored = app.pcc().get("/v1/data-points?sort=-created_at&limit=1").await.expect(200);
                assert!(stored.text.contains(&format!("\"pence\":{sum}")), "{}", stored.text);
            }
            Err(fault) => assert!(!is_good && fault.contains("/value"), "{sum}: {fault}"),
        }
    }
}

async fn a_due_day_in_words_and_heads_of_a_question(app: TestApp) {
    loaded(&app, json!({"actions": [{"text": "a", "owner": "CC", "due_text": "Fri 9th Dec"}], "questions": [
        {"form": "direct", "text": "Why?", "put_on": "2022-11-30", "heads": ["value_for_money", "complaints"], "responses": [
            {"text": "So.", "attribution": "single", "speakers": [{"capacity": "CC"}], "mode": "oral"},
        ]},
        {"form": "direct", "text": "And?", "put_on": "2022-11-30", "responses": [
            {"text": "So.", "attribution": "single", "speakers": [{"capacity": "CC"}], "mode": "oral", "given_on": "2022-12-07"},
        ]},
    ]})).await;
    assert_eq!(last(&app, "actions").await["due_on"], "2022-12-09");
    let questions = app.pcc().all("/v1/questions?sort=created_at&include=responses").await;
    assert_eq!(questions[0]["heads"], json!(["value_for_money", "complaints"]));
    let given: Vec<&Value> = questions.iter().map(|one| &one["responses"][0]["given_on"]).collect();
    assert_eq!(given, ["2022-11-30", "2022-12-07"]);
    for (members, want) in [
        (json!({"heads": ["speed"]}), "/questions/0/heads/0"),
        (json!({"heads": ["complaints", "complaints"]}), "/questions/0/heads/1: is listed more than once"),
        (json!({"heads": ["complaints"], "put_on": "2019-11-30"}), "/questions/0/heads/0"),
    ] {
        let mut question = json!({"form": "direct", "text": "Why?", "put_on": "2022-11-30"});
        add(&mut question, members.clone());
        let fault = refused(&app, json!({"title": "Another", "questions": [question]})).await;
        assert!(fault.contains(want), "{members}: {fault}");
    }
}

async fn names_by_capacity_and_by_what_the_file_says(app: TestApp) {
    let person = |name: &str, capacity: &str| json!({"name": name, "capacity": capacity, "attended": "present"});
    let mut chosen = person("Lu Sample", "Deputy Chief Officer");
    chosen["publish_name"] = json!(true);
    loaded(
        &app,
        json!({
            "attendance": [
                person("Ann Sample", "Police and Crime Commissioner (PCC)"), person("Bo Sample", "ACC Crime"),
                person("Cy Sample", "Deputy Mayor for Policing and Crime"), person("Di Sample", "Policy Officer"), chosen,
            ],
            "decisions": [{"text": "Approve.", "reasons": "As reported.", "made_by": {"name": "Ann Sample", "capacity": "PCC"},
                "made_on": "2022-11-30"}],
        }),
    )
    .await;
    let id = last(&app, "meetings").await["id"].as_str().expect("an id").to_owned();
    let public = published(&app, "meeting_record", &id, &format!("/public/v1/meetings/{id}")).await;
    for (name, is_there) in
        [("Ann Sample", true), ("Bo Sample", true), ("Cy Sample", true), ("Di Sample", false), ("Lu Sample", true)]
    {
        assert_eq!(public.text.contains(name), is_there, "{name}");
    }
    assert_eq!(public.str("/decisions/0/made_by/name"), "Ann Sample");
}
