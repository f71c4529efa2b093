//! The lists of the public surface beyond meetings and questions: each kind of record by itself, by reference, and in a series.

use reqwest::Method;
use serde_json::{Value, json};

use crate::public::{fresh, get, publish};
use crate::support::{Reply, TestApp, both};
use crate::verify::sql;

both!(every_kind_is_listed_and_read, references_lead_to_records, series_of_measures_and_priorities);

/// The ids of what is published.
struct Published {
    meeting: String,
    question: String,
    exchange: String,
    finding: String,
    decision: String,
    figure: String,
    measure: String,
    topic: String,
    priority: String,
    action: String,
}

async fn published(app: &TestApp) -> Published {
    let [meeting, question, exchange, finding, decision, figure, measure, topic, priority, action] = [0; 10].map(|_| fresh(app));
    let of = json!([{"id": priority, "title": "Victims first"}]);
    let about = json!({"id": topic, "title": "Phones"});
    let devices = json!({"id": measure, "name": "Backlog", "definition": "Devices that wait.", "unit": "devices", "unit_kind": "count",
        "direction": "lower_is_better"});
    let figures = json!([{"id": figure, "label": "Waiting", "measure": devices, "value": {"kind": "range", "low": "865", "high": "893"},
        "as_of": "2019-01-30", "topic": about, "question_id": question, "meeting_id": meeting, "priorities": of}]);
    let record = json!({
        "meeting": {"id": meeting, "kind": "assurance", "title": "January", "held_on": "2019-01-30", "status": "agreed"},
        "questions": [{"id": question, "reference": "WM-2019-Q001", "text": "How many wait?", "topic": about, "meeting_id": meeting,
            "put_on": "2019-01-30", "data_points": figures}],
        "exchanges": [{"id": exchange, "challenge": "How sure are you?", "reply": "Quite: counted by hand.", "said_on": "2019-01-30",
            "question_id": question, "meeting_id": meeting, "topic": about}],
        "findings": [{"id": finding, "reference": "WM-2019-F001", "text": "The plan has no dates.", "kind": "finding",
            "confirmed_on": "2019-02-20", "meeting_id": meeting, "priorities": of, "performance": {"code": "not_assured", "label": "Poor"}}],
        "decisions": [{"id": decision, "reference": "WM-2019-D001", "text": "Buy a generator.", "made_on": "2019-01-30",
            "meeting_id": meeting, "status": "taken"}],
        "actions": [{"id": action, "reference": "WM-2019-001", "text": "Bring dates.", "question_id": question, "priorities": of}],
    });
    publish(app, "meeting_record", &meeting, record).await;
    let plan = fresh(app);
    let body = json!({"plan": {"id": plan, "title": "A plan"}, "priorities": [{"id": priority, "title": "Victims first"}]});
    publish(app, "plan", &plan, body).await;
    Published { meeting, question, exchange, finding, decision, figure, measure, topic, priority, action }
}

async fn every_kind_is_listed_and_read(app: TestApp) {
    let made = published(&app).await;
    for (path, id, member, words) in [
        ("exchanges", &made.exchange, "/reply", "Quite: counted by hand."),
        ("findings", &made.finding, "/text", "The plan has no dates."),
        ("decisions", &made.decision, "/text", "Buy a generator."),
        ("figures", &made.figure, "/measure/unit", "devices"),
        ("measures", &made.measure, "/definition", "Devices that wait."),
        ("topics", &made.topic, "/title", "Phones"),
    ] {
        let listed = get(&app, &format!("/public/v1/{path}?area=west-mercia&count=exact")).await.expect(200);
        assert_eq!((listed.ids(), &listed.json["page"]["total"]), (vec![id.clone()], &json!(1)), "{path}");
        assert_eq!(listed.json["data"][0].pointer(member), Some(&json!(words)), "{path}: {}", listed.text);
        let alone = get(&app, &format!("/public/v1/{path}/{id}")).await.expect(200);
        assert_eq!((alone.str(member), alone.str("/edition/kind")), (words, "meeting_record"), "{path}");
        assert!(alone.str("/licence").contains("open-government-licence"), "{path}");
        let found = get(&app, &format!("/public/v1/search?q={}", words.split(' ').next().expect("a word"))).await.expect(200);
        assert!(found.ids().contains(id), "{path}: {}", found.text);
        assert_eq!(get(&app, &format!("/public/v1/{path}?area=warwickshire")).await.ids(), Vec::<String>::new(), "{path}");
        get(&app, &format!("/public/v1/{path}/{}", fresh(&app))).await.refused(404);
    }
    let Published { meeting, question, topic, measure, priority, .. } = &made;
    for (path, id) in [
        (format!("exchanges?question={question}&meeting={meeting}&topic={topic}&from=2019-01-01&to=2019-12-31"), &made.exchange),
        (format!("findings?priority={priority}&kind=finding&from=2019-02-01&reference=WM-2019-F001"), &made.finding),
        (format!("decisions?meeting={meeting}&status=taken&meeting_kind=assurance"), &made.decision),
        (format!("figures?measure={measure}&kind=range&question={question}&from=2019-01-30"), &made.figure),
        ("measures?q=backlog".to_owned(), &made.measure),
        ("topics?q=phones".to_owned(), &made.topic),
        ("search?q=generator&resource=decision".to_owned(), &made.decision),
    ] {
        assert_eq!(get(&app, &format!("/public/v1/{path}")).await.expect(200).ids(), vec![id.clone()], "{path}");
    }
    // What has a page of its own is not found as the meeting too.
    let found = get(&app, "/public/v1/search?q=generator").await.expect(200);
    assert_eq!((found.ids(), found.str("/data/0/resource")), (vec![made.decision.clone()], "decision"));
}

async fn asked(app: &TestApp, path: &str) -> Reply {
    let nobody = app.nobody();
    nobody.send_unchecked(nobody.request(Method::GET, &format!("/public/v1/{path}"))).await
}

async fn references_lead_to_records(app: TestApp) {
    let made = published(&app).await;
    for (list, reference, id) in [
        ("questions", "WM-2019-Q001", &made.question),
        ("actions", "WM-2019-001", &made.action),
        ("findings", "WM-2019-F001", &made.finding),
        ("decisions", "WM-2019-D001", &made.decision),
    ] {
        let led = asked(&app, &format!("{list}/{reference}")).await.expect(302);
        assert_eq!(led.header("location"), format!("/public/v1/{list}/{id}"));
        assert_eq!(get(&app, &format!("/public/v1/{list}?reference={reference}")).await.expect(200).ids(), vec![id.clone()]);
        assert_eq!(get(&app, &format!("/public/v1/{list}?reference=WM-2019-X999")).await.expect(200).ids(), Vec::<String>::new());
        asked(&app, &format!("{list}/WM-2019-X999")).await.refused(404);
    }
    for nothing in ["meetings/WM-2019-Q001", "questions/WM-2019-Q001%00", "questions/..", "questions/%27%20OR%201=1"] {
        assert_eq!(asked(&app, nothing).await.status, 404, "{nothing}");
    }
    // Another area uses the same reference.
    let other = fresh(&app);
    let columns = "leaf, shown, title, reference, kind, status, topic_id, meeting_id, question_id, plan_id, measure_id, day, listed, alone, \
                   words, updated_at";
    let copy = format!(
        "INSERT INTO public_items (edition_id, resource, resource_id, area, {columns}) SELECT 'other', resource, '{other}', \
         'warwickshire', {columns} FROM public_items WHERE resource = 'question'"
    );
    sql(&app, &copy).await;
    publish(&app, "question", &fresh(&app), json!({"question": {"id": fresh(&app), "text": "Something new?"}})).await;
    let choices = asked(&app, "questions/WM-2019-Q001").await.expect(300);
    let offered: Vec<(&str, &str)> = choices.json["choices"]
        .as_array()
        .expect("choices")
        .iter()
        .map(|choice| (choice["area"].as_str().expect("an area"), choice["id"].as_str().expect("an id")))
        .collect();
    assert_eq!(offered, [("warwickshire", other.as_str()), ("west-mercia", made.question.as_str())]);
}

async fn series_of_measures_and_priorities(app: TestApp) {
    let made = published(&app).await;
    let later = fresh(&app);
    let record = json!({"question": {"id": fresh(&app), "text": "And now?", "data_points": [{"id": later, "label": "Waiting",
        "measure": {"id": made.measure, "name": "Backlog", "unit": "devices"}, "value": {"kind": "exact", "value": "900"},
        "as_of": "2019-03-31"}]}});
    publish(&app, "question", &fresh(&app), record).await;
    let measure = get(&app, &format!("/public/v1/measures/{}", made.measure)).await.expect(200);
    let series: Vec<&Value> = measure.json["series"].as_array().expect("a series").iter().map(|figure| &figure["id"]).collect();
    assert_eq!((json!(series), &measure.json["series_total"]), (json!([later, made.figure]), &json!(2)), "latest first");
    assert_eq!(measure.str("/links/figures"), format!("/public/v1/figures?measure={}", made.measure));
    let thread = get(&app, &format!("/public/v1/priorities/{}/thread", made.priority)).await.expect(200);
    assert_eq!((thread.str("/findings/0/id"), &thread.json["findings_total"]), (made.finding.as_str(), &json!(1)));
    let rated = &thread.json["assurance"][0];
    assert_eq!((&rated["on"], &rated["performance"]["code"]), (&json!("2019-02-20"), &json!("not_assured")));
    assert_eq!(rated["finding"]["reference"], "WM-2019-F001");
}
