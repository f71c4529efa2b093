//! Heads of accountability: which count on which day, for whom; and the bodies they count for, one at a time.

use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Client, TestApp, both};

both!(
    heads_count_from_their_day,
    heads_are_those_of_the_body_in_office,
    bodies_follow_each_other,
    a_record_file_has_one_body_at_a_time,
);

async fn listed(client: &Client, query: &str) -> Value {
    client.get(&format!("/v1/heads?{query}")).await.expect(200).json
}

fn letters(heads: &Value) -> String {
    let heads = heads["heads"].as_array().expect("heads").iter();
    heads.map(|head| head["letter"].as_str().expect("a letter")).collect::<Vec<_>>().join(" ")
}

async fn put(app: &TestApp, put_on: &str, heads: Value) -> crate::support::Reply {
    let path = app.opcc().create("/v1/questions", &json!({"text": "How are complaints handled?", "heads": heads})).await;
    app.pcc().act(&path, "put", &json!({"put_on": put_on})).await
}

async fn heads_count_from_their_day(app: TestApp) {
    let stage = Stage::set(&app).await;
    app.set_time("2020-06-01T09:00:00Z");
    let force = app.force();
    let before = listed(&force, "on=2020-01-31").await;
    assert_eq!((&before["on"], letters(&before).as_str()), (&json!("2020-01-31"), "a b c d e f g h"));
    assert_eq!(before["body"], json!({"kind": "pcc", "name": "Police and Crime Commissioner for West Mercia"}));
    let after = listed(&force, "on=2020-02-01").await;
    assert_eq!((letters(&after).as_str(), &after["note"]), ("a b c ca d e f g h", &Value::Null));
    assert_eq!(listed(&force, "").await["on"], "2020-06-01", "today");
    let complaints = &after["heads"][3];
    assert_eq!(
        (&complaints["id"], &complaints["provision"], &complaints["from"]),
        (&json!("complaints"), &json!("s.1(8)(ca)"), &json!("2020-02-01"))
    );

    // A draft may have any head: nobody knows yet when it is put.
    let refused = put(&app, "2020-01-31", json!(["value_for_money", "complaints"])).await.refused(422);
    assert_eq!(refused.pointers(), ["/heads/1"]);
    let detail = refused.str("/errors/0/detail");
    assert!(detail.contains("2020-02-01") && detail.contains("2020-01-31"), "{detail}");
    put(&app, "2020-02-01", json!(["value_for_money", "complaints"])).await.expect(200);
    let found = force.get("/v1/questions?head=complaints").await.expect(200);
    assert_eq!(found.json["data"][0]["heads"], json!(["value_for_money", "complaints"]));

    // The report lists what counted in its window.
    let of =
        |report: &Value| report["heads"].as_array().expect("heads").iter().map(|row| row["head"].clone()).collect::<Vec<_>>();
    let early = force.get("/v1/reports/coverage?on=2020-01-31").await.expect(200).json;
    assert_eq!((of(&early).len(), of(&early).contains(&json!("complaints"))), (8, false));
    let late = force.get("/v1/reports/coverage?on=2020-02-01&months=1").await.expect(200).json;
    let row = &late["heads"][3];
    assert_eq!((of(&late).len(), &row["head"], &row["paragraph"]), (9, &json!("complaints"), &json!("s.1(8)(ca)")));
    assert_eq!((&row["from"], &row["asked"]["questions"]), (&json!("2020-02-01"), &json!(1)));
    for bad in ["on=soon", "on=2020-02-30", "since=2020"] {
        force.get(&format!("/v1/heads?{bad}")).await.refused(400);
        app.nobody().get(&format!("/public/v1/heads?{bad}")).await.refused(400);
    }
    assert!(!stage.body.is_empty());
}

async fn heads_are_those_of_the_body_in_office(app: TestApp) {
    let (pcc, nobody) = (app.pcc(), app.nobody());
    app.set_time("2029-01-01T09:00:00Z");
    for (kind, from, to) in [
        ("mopac", "2012-01-16", "2017-05-07"),
        ("mayor", "2017-05-08", "2024-05-07"),
        ("pfcc", "2024-05-08", "2026-05-07"),
        ("common_council", "2026-05-08", "2027-05-07"),
        ("board", "2028-05-08", "2040-01-01"),
    ] {
        pcc.create("/v1/bodies", &json!({"kind": kind, "name": format!("The {kind}"), "valid_from": from, "valid_to": to})).await;
    }
    for (on, letters_then, provision, note) in [
        ("2012-01-15", "", Value::Null, false),
        ("2012-01-16", "a b c d e f g h", json!("s.3(8)(a)"), false),
        ("2020-01-31", "a b c d e f g h", json!("s.1(8)(a) as applied to mayors"), false),
        ("2024-05-08", "a b c ca d e f g h", json!("s.1(8)(a)"), false),
        ("2026-05-08", "a b c ca d e f g h", Value::Null, true),
        // Nobody is in office for a year.
        ("2027-06-01", "", Value::Null, false),
        ("2028-05-08", "a b c ca d e f g h", Value::Null, true),
    ] {
        let heads = listed(&app.opcc(), &format!("on={on}")).await;
        assert_eq!(letters(&heads), letters_then, "{on}");
        assert_eq!((&heads["heads"][0]["provision"], heads["note"].is_string()), (&provision, note), "{on}");
        let public = nobody.get(&format!("/public/v1/heads?area=west-mercia&on={on}")).await.expect(200).json;
        let [area] = public["areas"].as_array().expect("areas").as_slice() else { panic!("{public}") };
        assert_eq!(
            (&area["area"], &area["heads"], &area["body"]),
            (&json!("west-mercia"), &heads["heads"], &heads["body"]),
            "{on}"
        );
    }
    assert_eq!(put(&app, "2027-06-01", json!(["cooperation"])).await.refused(422).pointers(), ["/heads/0"]);
    put(&app, "2027-06-01", json!([])).await.expect(200);
    put(&app, "2028-05-08", json!(["complaints"])).await.expect(200);
    let all = nobody.get("/public/v1/heads").await.expect(200).json;
    assert!(all["areas"].as_array().is_some_and(|areas| areas.len() > 1), "every area of the service");
    assert_eq!(nobody.get("/public/v1/heads?area=no-where").await.expect(200).json["areas"], json!([]));
}

async fn bodies_follow_each_other(app: TestApp) {
    let stage = Stage::set(&app).await;
    let pcc = app.pcc();
    let old = format!("/v1/bodies/{}", stage.body);
    let board = json!({"kind": "board", "name": "Police Board for West Mercia", "valid_from": "2028-05-08"});
    let refused = pcc.post("/v1/bodies", &board).await.refused(422);
    assert_eq!(refused.pointers(), ["/valid_from"]);
    assert!(refused.str("/errors/0/detail").contains(&old), "{}", refused.text);
    let early = json!({"kind": "board", "name": "Authority", "valid_from": "1995-04-01", "valid_to": "2012-11-22"});
    assert_eq!(pcc.post("/v1/bodies", &early).await.refused(422).pointers(), ["/valid_to"]);

    let etag = pcc.get(&old).await.etag();
    pcc.patch(&old, &etag, &json!({"valid_to": "2028-05-06"})).await.expect(200);
    // One day without a body between them is nobody's fault.
    let new = pcc.create("/v1/bodies", &board).await;
    let etag = pcc.get(&old).await.etag();
    for (patch, pointer) in [(json!({"valid_to": "2028-05-08"}), "/valid_to"), (json!({"valid_to": null}), "/valid_to")] {
        let refused = pcc.patch(&old, &etag, &patch).await.refused(422);
        assert_eq!(refused.pointers(), [pointer]);
        assert!(refused.str("/errors/0/detail").contains(&new), "{}", refused.text);
    }
    let successor = new.rsplit_once('/').expect("a path").1;
    pcc.patch(&old, &etag, &json!({"valid_to": "2028-05-07", "succeeded_by": successor})).await.expect(200);
    // A change of the name alone looks at no term.
    let etag = pcc.get(&old).await.etag();
    pcc.patch(&old, &etag, &json!({"name": "The Commissioner"})).await.expect(200);
}

async fn a_record_file_has_one_body_at_a_time(app: TestApp) {
    let file = |name: &str, from: &str, to: &str| {
        format!(
            "{{\n \"format\": \"answerable-record/1\",\n \"area\": {{\"slug\": \"north-shire\", \"code\": \"NS\", \"name\": \"North Shire\", \
             \"force_name\": \"North Shire Police\"}},\n \"body\": {{\"kind\": \"mopac\", \"name\": \"{name}\", \"valid_from\": \"{from}\", \
             \"valid_to\": {to}}}\n}}"
        )
    };
    let import = |text: String| {
        let app = app.clone();
        async move { crate::import::import(&app, &text).await }
    };
    import(file("First", "2012-01-16", "\"2016-05-07\"")).await.expect("an import");
    let refused = import(file("Second", "2016-05-07", "null")).await.expect_err("a refusal");
    assert!(refused.contains("/body/valid_from") && refused.contains("/v1/bodies/") && refused.contains("First"), "{refused}");
    import(file("Second", "2016-05-08", "null")).await.expect("an import");
}
