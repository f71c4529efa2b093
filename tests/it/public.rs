//! What everybody reads: published records, without a token, with changes, and nothing that is not published.

use answerable::foundation::actor::Role;
use answerable::foundation::db::JsonText;
use answerable::foundation::error::ApiError;
use answerable::public::projection;
use answerable::publishing::editions::acts;
use answerable::publishing::editions::model::{Edition, EditionId, Significance};
use answerable::record::published::model::{EditionKind, EditionStatus};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::stage::{Stage, despite};
use crate::support::{Reply, TestApp, both, contract};

both!(
    a_question_is_read_by_everybody,
    the_newest_edition_that_stands_is_shown,
    records_of_every_kind_are_listed,
    changes_come_once_each,
    a_log_that_was_never_so_long_is_noticed,
    nothing_else_is_said,
    parameters_are_checked,
    everything_is_made_anew_from_the_log,
);

/// Adds to a record what its published type needs and a test does not care about.
fn whole(kind: &str, mut record: Value) -> Value {
    let name = match kind {
        "meeting_record" => "PublishedMeetingRecord",
        "question" => "PublishedQuestionRecord",
        "action_log" => "PublishedActionLog",
        "decision" => "PublishedDecisionRecord",
        "plan" => "PublishedPlanRecord",
        "recommendation_response" => "PublishedReportRecord",
        other => panic!("{other} is no kind of edition"),
    };
    linked(&mut record);
    contract::fill(&contract::document()["components"]["schemas"][name], &mut record);
    record
}

/// Writes out the links that a test gives by their ids: `meeting_id`, `question_id`.
fn linked(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(linked),
        Value::Object(members) => {
            for name in ["meeting", "question"] {
                if let Some(id) = members.remove(&format!("{name}_id")).filter(|id| !id.is_null()) {
                    members.insert(name.to_owned(), json!({ "id": id }));
                }
            }
            members.values_mut().for_each(linked);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Publishes a record of a kind as it is, past the working record; the id of the edition.
pub async fn publish(app: &TestApp, kind: &str, subject: &str, record: Value) -> String {
    try_publish(app, kind, subject, record).await.expect("published")
}

/// The same, or why it is not published.
pub async fn try_publish(app: &TestApp, kind: &str, subject: &str, record: Value) -> Result<String, ApiError> {
    let record = whole(kind, record);
    let (kind, subject) = (kind.parse::<EditionKind>().expect("a kind"), subject.to_owned());
    let make = move |tx: &mut answerable::http::call::Tx<'_>| {
        let id = EditionId::new(tx.ids);
        let replaces = answerable::publishing::editions::store::published(tx.conn, kind, &subject)?.is_some();
        let edition = Edition {
            number: 0,
            area: tx.actor.area.clone(),
            kind,
            subject_id: subject,
            title: "As published".into(),
            record: JsonText::new(&record)?,
            withheld: JsonText::new(&Vec::new())?,
            source_sha256: String::new(),
            warnings: JsonText::new(&Vec::new())?,
            significance: replaces.then_some(Significance::Minor),
            change_note: replaces.then(|| "As it is now.".into()),
            status: EditionStatus::Approved,
            publish_at: None,
            approved_by: None,
            approved_by_name: None,
            approved_at: None,
            delegation_id: None,
            published_at: None,
            superseded_by: None,
            withdrawn_at: None,
            explanation: None,
            created_by: None,
            created_at: tx.now,
            updated_at: tx.now,
            version: 1,
            necessary_reason: None,
            id: id.clone(),
        };
        answerable::record::audit::tracked::create(tx, &edition, None, &json!({}))?;
        acts::make_public(tx, edition, EditionStatus::Published, &json!({}))?;
        Ok(id.to_string())
    };
    app.operate("west-mercia", Role::Pcc, make).await
}

pub async fn withdraw(app: &TestApp, edition: &str) {
    let edition = format!("/v1/editions/{edition}");
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
}

pub fn fresh(app: &TestApp) -> String {
    app.inner().ids.next()
}

pub async fn get(app: &TestApp, path: &str) -> Reply {
    app.nobody().get(path).await
}

async fn a_question_is_read_by_everybody(app: TestApp) {
    let stage = Stage::set(&app).await;
    let question = app.question_in(&stage, "answered").await;
    let id = question.rsplit_once('/').expect("a path").1;
    let public = format!("/public/v1/questions/{id}");
    get(&app, &public).await.refused(404);
    let edition = app.opcc().create("/v1/editions", &json!({"kind": "question", "subject_id": id})).await;
    let document = format!("/public{edition}");
    app.pcc().act(&edition, "approve", &despite()).await.expect(200);
    get(&app, &document).await.refused(404);
    assert_eq!(get(&app, "/public/v1").await.expect(200).json["documents"], 0);
    app.opcc().act(&edition, "publish", &json!({})).await.expect(200);
    let read = get(&app, &public).await.expect(200);
    assert_eq!(read.str("/text"), "What has changed since the backlog was reported?");
    assert_eq!((read.str("/area"), read.str("/edition/kind")), ("west-mercia", "question"));
    assert!(read.str("/licence").contains("open-government-licence"));
    let listed = get(&app, "/public/v1/questions?status=answered&area=west-mercia&count=exact").await.expect(200);
    assert_eq!((listed.ids(), &listed.json["page"]["total"]), (vec![id.to_owned()], &json!(1)));
    assert!(listed.header("link").contains("rel=\"license\""));
    // What is done to the record afterwards changes nothing here.
    app.pcc().act(&question, "correct", &json!({"text": "What is different?", "reason": "Clearer."})).await.expect(200);
    assert_eq!(get(&app, &public).await.text, read.text);
    let whole = get(&app, &document).await.expect(200);
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(whole.str("/title"), whole.str("/record/question/reference"));
    let index = get(&app, "/public/v1").await.expect(200);
    assert_eq!((index.str("/areas/0/slug"), &index.json["documents"]), ("west-mercia", &json!(1)));
    app.pcc().act(&edition, "withdraw", &json!({"explanation": "It names a person."})).await.expect(200);
    get(&app, &public).await.refused(404);
    let gone = get(&app, &document).await.expect(410);
    assert_eq!((gone.str("/type"), gone.str("/explanation")), ("withdrawal", "It names a person."));
    assert_eq!(get(&app, "/public/v1/questions").await.ids(), Vec::<String>::new());
    let editions = get(&app, "/public/v1/editions?status=withdrawn").await.expect(200);
    assert_eq!((editions.str("/data/0/explanation"), &editions.json["data"][0]["title"]), ("It names a person.", &Value::Null));
}

async fn the_newest_edition_that_stands_is_shown(app: TestApp) {
    let (meeting, question, action) = (fresh(&app), fresh(&app), fresh(&app));
    let path = format!("/public/v1/questions/{question}");
    let alone = |text: &str| json!({"question": {"id": question, "text": text, "meeting_id": meeting}, "actions": []});
    let first = publish(&app, "question", &question, alone("Alone")).await;
    let record = json!({
        "meeting": {"id": meeting, "kind": "assurance", "title": "January", "held_on": "2019-01-30", "status": "agreed"},
        "questions": [{"id": question, "text": "In the record", "meeting_id": meeting}],
        "actions": [{"id": action, "text": "Report.", "question_id": question, "meeting_id": meeting, "due_on": "2019-02-13"}],
    });
    let second = publish(&app, "meeting_record", &meeting, record).await;
    let shown = get(&app, &path).await.expect(200);
    assert_eq!((shown.str("/text"), shown.str("/actions/0/id")), ("In the record", action.as_str()));
    assert_eq!(get(&app, "/public/v1/questions?meeting_kind=assurance").await.ids(), vec![question.clone()]);
    assert_eq!(get(&app, "/public/v1/questions?meeting_kind=thematic").await.ids(), Vec::<String>::new());
    let third = publish(&app, "question", &question, alone("Anew")).await;
    assert_eq!(get(&app, &path).await.expect(200).str("/text"), "Anew");
    assert_eq!(get(&app, "/public/v1/questions").await.ids(), vec![question.clone()]);
    let superseded = get(&app, &format!("/public/v1/editions?subject={question}&status=superseded")).await.expect(200);
    assert_eq!((superseded.ids(), superseded.str("/data/0/superseded_by")), (vec![first], third.as_str()));
    withdraw(&app, &third).await;
    assert_eq!(get(&app, &path).await.expect(200).str("/text"), "In the record");
    get(&app, &format!("/public/v1/actions/{action}")).await.expect(200);
    withdraw(&app, &second).await;
    // The first edition of the question was superseded: it does not stand again.
    get(&app, &path).await.refused(404);
    get(&app, &format!("/public/v1/actions/{action}")).await.refused(404);
    get(&app, &format!("/public/v1/meetings/{meeting}")).await.refused(404);
}

async fn records_of_every_kind_are_listed(app: TestApp) {
    let (plan, priority, set) = (fresh(&app), fresh(&app), fresh(&app));
    let (meeting, question, action) = (fresh(&app), fresh(&app), fresh(&app));
    let body = json!({"plan": {"id": plan, "title": "A safer county", "period_from": "2016-11-01"},
        "priorities": [{"id": priority, "position": 1, "title": "Victims first", "description": "Ÿ dressed in CAPITALS"}]});
    publish(&app, "plan", &plan, body).await;
    let under = json!([{"id": priority, "title": "Victims first"}]);
    let body = json!({
        "meeting": {"id": meeting, "kind": "thematic", "title": "On fraud", "held_on": "2019-03-26", "status": "held"},
        "questions": [{"id": question, "text": "How many?", "priorities": under, "put_on": "2019-03-26", "form": "direct",
            "status": "put", "topic": {"id": plan, "title": "Fraud"}, "meeting_id": meeting}],
        "decisions": [{"id": set, "text": "To buy 50% more"}], "actions": [],
    });
    publish(&app, "meeting_record", &meeting, body).await;
    let log = |due: Value| {
        json!({"as_of": "2019-03-27", "actions": [{"id": action, "text": "Count them.", "priorities": under,
        "due_on": due, "status": "open", "meeting_id": meeting}]})
    };
    publish(&app, "action_log", "west-mercia", log(Value::Null)).await;
    let body = json!({"set": {"id": set, "title": "Data integrity", "published_on": "2018-11-20"},
        "recommendations": [{"id": question, "text": "Train everybody"}], "response": {"text": "We do."}});
    publish(&app, "recommendation_response", &set, body).await;
    for (path, want) in [
        ("plans", &plan),
        ("plans?from=2016-01-01&to=2016-12-31", &plan),
        ("priorities", &priority),
        ("meetings?kind=thematic&from=2019-03-01&to=2019-03-31&status=held", &meeting),
        ("questions?form=direct&sort=-day", &question),
        ("actions?sort=day&status=open", &action),
        ("recommendations?status=responded", &set),
        ("search?q=VICTIMS%20first&resource=priority", &priority),
        ("search?q=%C3%BF%20dressed", &priority),
        ("search?q=50%25&resource=decision", &set),
        ("search?q=everybody", &set),
        ("search?q=how+many", &question),
    ] {
        assert_eq!(get(&app, &format!("/public/v1/{path}")).await.expect(200).ids(), vec![want.clone()], "{path}");
    }
    for path in [
        format!("questions?priority={priority}&topic={plan}&meeting={meeting}"),
        format!("questions?priority={priority}&modified_since=2019-01-01T00:00:00Z"),
    ] {
        assert_eq!(get(&app, &format!("/public/v1/{path}")).await.expect(200).ids(), vec![question.clone()], "{path}");
    }
    for path in ["actions?from=2019-01-01", "meetings?to=2019-03-25", "search?q=5_%25", "questions?area=warwickshire"] {
        assert_eq!(get(&app, &format!("/public/v1/{path}")).await.expect(200).ids(), Vec::<String>::new(), "{path}");
    }
    publish(&app, "action_log", "west-mercia", log(json!("2019-04-26"))).await;
    assert_eq!(get(&app, "/public/v1/actions?from=2019-01-01").await.ids(), vec![action.clone()]);
    let thread = get(&app, &format!("/public/v1/priorities/{priority}/thread")).await.expect(200);
    assert_eq!((thread.str("/questions/0/id"), thread.str("/actions/0/id")), (question.as_str(), action.as_str()));
    assert_eq!(thread.str("/priority/plan/title"), "A safer county");
    let alone = get(&app, &format!("/public/v1/meetings/{meeting}")).await.expect(200);
    assert_eq!(alone.str("/decisions/0/text"), "To buy 50% more");
    assert_eq!(get(&app, &format!("/public/v1/plans/{plan}")).await.str("/priorities/0/id"), priority);
}

pub async fn asked_with(app: &TestApp, path: &str, name: &str, value: &str) -> Reply {
    let nobody = app.nobody();
    nobody.send_unchecked(nobody.request(Method::GET, path).header(name, value)).await
}

async fn changes_come_once_each(app: TestApp) {
    assert_eq!(get(&app, "/public/v1/changes").await.expect(200).json["next_after"], Value::Null);
    let mut editions = Vec::new();
    for _ in 0..3 {
        let id = fresh(&app);
        editions.push(publish(&app, "question", &id, json!({"question": {"id": id, "text": "Why?"}})).await);
    }
    withdraw(&app, &editions[0]).await;
    let mut seen = Vec::new();
    let mut next = Some("/public/v1/changes?limit=3".to_owned());
    let mut after = 0;
    while let Some(path) = next {
        let page = get(&app, &path).await.expect(200);
        seen.extend(page.json["data"].as_array().expect("rows").iter().map(|row| {
            let edition = row["edition"]["id"].as_str().expect("an id").to_owned();
            (row["leaf"].as_i64().expect("a number"), row["change"].as_str().expect("a kind").to_owned(), edition)
        }));
        after = page.json["next_after"].as_i64().expect("a number");
        next = page.json["links"]["next"].as_str().map(str::to_owned);
    }
    let kinds: Vec<(i64, &str, &str)> = seen.iter().map(|(leaf, kind, id)| (*leaf, kind.as_str(), id.as_str())).collect();
    let [a, b, c] = [0, 1, 2].map(|position: usize| editions[position].as_str());
    assert_eq!(kinds, [(0, "published", a), (1, "published", b), (2, "published", c), (3, "withdrawn", a)]);
    let nothing_yet = format!("/public/v1/changes?after={after}");
    let page = get(&app, &nothing_yet).await.expect(200);
    assert_eq!((&page.json["data"], &page.json["next_after"]), (&json!([]), &json!(after)));
    withdraw(&app, b).await;
    let page = get(&app, &nothing_yet).await.expect(200);
    assert_eq!((page.str("/data/0/edition/id"), page.str("/data/0/edition/explanation")), (b, "It names a person."));
    // What a withdrawn edition was called is not said, nor in the entry of its publication.
    let all = get(&app, "/public/v1/changes?area=west-mercia").await.expect(200);
    assert_eq!((&all.json["data"][0]["edition"]["title"], all.str("/data/2/edition/title")), (&Value::Null, "As published"));
    assert_eq!(get(&app, "/public/v1/changes?area=warwickshire").await.expect(200).json["data"], json!([]));
    get(&app, "/public/v1/changes?after=-1").await.refused(400);
}

async fn a_log_that_was_never_so_long_is_noticed(app: TestApp) {
    let beyond = async |after: u64, length: u64, more: &str| {
        let refused = get(&app, &format!("/public/v1/changes?after={after}{more}")).await.refused(409);
        assert_eq!((refused.str("/type"), &refused.json["log_length"]), ("/problems/beyond-the-log", &json!(length)));
        assert_eq!(refused.header("cache-control"), "private, no-store");
        assert!(refused.str("/detail").contains(&format!("has {length} documents")), "{}", refused.text);
    };
    beyond(0, 0, "").await;
    for number in 0..5_u64 {
        let id = fresh(&app);
        publish(&app, "question", &id, json!({"question": {"id": id, "text": "Why?"}})).await;
        beyond(number + 1, number + 1, "").await;
        // The last leaf is the end: nothing yet, and something as soon as there is.
        let end = get(&app, &format!("/public/v1/changes?after={number}")).await.expect(200);
        assert_eq!((&end.json["data"], &end.json["next_after"]), (&json!([]), &json!(number)));
    }
    for after in [5, 6, 4_294_967_295, 4_294_967_296, u64::MAX] {
        beyond(after, 5, "").await;
        beyond(after, 5, "&area=warwickshire&limit=1").await;
    }
    // Where another area is all that follows, it is no other log.
    assert_eq!(get(&app, "/public/v1/changes?after=3&area=warwickshire").await.expect(200).json["data"], json!([]));
    let leaves = async |path: String| -> Vec<u64> {
        let rows = app.nobody().all(&path).await;
        rows.iter().map(|row| row["leaf"].as_u64().expect("a number")).collect()
    };
    for limit in 1..=6 {
        assert_eq!(leaves(format!("/public/v1/changes?limit={limit}")).await, [0, 1, 2, 3, 4], "{limit}");
        for after in 0..5 {
            let want: Vec<u64> = (after + 1..5).collect();
            assert_eq!(leaves(format!("/public/v1/changes?after={after}&limit={limit}")).await, want, "{after} {limit}");
        }
    }
    // Each change names its leaf in the tree, so that another log is noticed that is as long.
    for row in app.nobody().all("/public/v1/changes").await {
        let proof = format!("/public/v1/log/proof/inclusion?leaf={}&tree_size=5", row["leaf"]);
        assert_eq!(get(&app, &proof).await.expect(200).json["leaf_hash"], row["leaf_hash"]);
    }
}

async fn nothing_else_is_said(app: TestApp) {
    let stage = Stage::set(&app).await;
    // A draft, a question that was put and not published, a span and a field that are withheld.
    app.opcc().create("/v1/questions", &json!({"text": "Quetzalcoatl in a draft"})).await;
    let put = app.opcc().create("/v1/questions", &json!({"text": "Xylophone not published", "meeting_id": stage.meeting})).await;
    let (id, secret) = (fresh(&app), fresh(&app));
    let edition = publish(&app, "question", &id, json!({"question": {"id": id, "text": "[withheld: foia_s40] asked"}})).await;
    let gone = publish(&app, "question", &secret, json!({"question": {"id": secret, "text": "Wolfsbane"}})).await;
    withdraw(&app, &gone).await;
    app.opcc().patch(&put, "*", &json!({"context": "Xylophone"})).await.expect(200);
    let mut paths: Vec<String> = crate::support::contract::operations()
        .into_iter()
        .filter(|(method, path, _)| method == "GET" && path.starts_with("/public/v1"))
        .map(|(_, path, _)| path)
        .collect();
    assert!(paths.len() >= 18, "{paths:?}");
    for id in [&id, &secret, &edition, &gone, &put.rsplit_once('/').expect("a path").1.to_owned()] {
        paths = paths.into_iter().flat_map(|path| [path.replace("{id}", id), path]).collect();
        paths.sort();
        paths.dedup();
    }
    for word in ["quetzalcoatl", "xylophone", "wolfsbane", "asked"] {
        paths.push(format!("/public/v1/search?q={word}"));
    }
    let mut found = 0;
    for path in paths.iter().filter(|path| !path.contains('{')) {
        let reply = get(&app, path).await;
        found += usize::from(reply.text.contains("[withheld: foia_s40] asked"));
        let headers = format!("{:?}", reply.headers).to_lowercase();
        // The links of a search repeat what was looked for.
        let said = if path.contains("search") { reply.json["data"].to_string() } else { reply.text.clone() };
        for word in ["quetzalcoatl", "xylophone", "wolfsbane"] {
            assert!(!said.to_lowercase().contains(word), "{path} says {word}: {said}");
            assert!(path.contains("search") || !headers.contains(word), "{path}: {headers}");
        }
    }
    assert!(found >= 4, "{found}");
    let kept = move |conn: &mut answerable::foundation::db::AnyConnection| words_kept(conn);
    let kept = app.inner().db.read(kept).await.expect("the projections");
    assert!(kept.contains("withheld") && !kept.to_lowercase().contains("wolfsbane"), "{kept}");
}

/// Everything that the projections hold.
fn words_kept(conn: &mut answerable::foundation::db::AnyConnection) -> Result<String, answerable::foundation::error::ApiError> {
    use answerable::foundation::schema::{public_editions, public_items};
    use diesel::prelude::*;
    let items: Vec<(String, String, String, String)> = public_items::table
        .select((public_items::title, public_items::listed, public_items::alone, public_items::words))
        .load(conn)?;
    let editions: Vec<(Option<String>, Option<String>)> =
        public_editions::table.select((public_editions::title, public_editions::change_note)).load(conn)?;
    Ok(format!("{items:?} {editions:?}"))
}

async fn parameters_are_checked(app: TestApp) {
    for (path, pointer) in [
        ("meetings?nonsense=1", "/query/nonsense"),
        ("meetings?kind=party", "/query/kind"),
        ("meetings?fields=id", "/query/fields"),
        ("questions?limit=0", "/query/limit"),
        ("questions?sort=text", "/query/sort"),
        ("questions?from=yesterday", "/query/from"),
        ("questions?cursor=x", "/query/cursor"),
        ("editions?sort=day", "/query/sort"),
        ("editions?kind=none", "/query/kind"),
        ("search", "/query/q"),
        ("search?q=", "/query/q"),
        ("search?area=&q=", "/query/q"),
        ("log/proof/inclusion?leaf=1", "/query/tree_size"),
        ("questions?from=2019-01-30%20", "/query/from"),
        ("search?q=%00", "/query/q"),
        ("changes?limit=201", "/query/limit"),
        ("changes?cursor=a", "/query/cursor"),
        ("?a=b", "/query/a"),
    ] {
        let path = if path.starts_with('?') { format!("/public/v1{path}") } else { format!("/public/v1/{path}") };
        let refused = get(&app, &path).await.refused(400);
        assert_eq!(refused.pointers(), [pointer], "{path}");
        assert_eq!(refused.header("access-control-allow-origin"), "*");
        assert_eq!(refused.header("cache-control"), "private, no-store");
    }
    get(&app, "/public/v1/search").await.refused(400);
    for path in ["questions/x", "questions/%00", "editions/west-mercia", "nothing"] {
        get(&app, &format!("/public/v1/{path}")).await.refused(404);
    }
    let id = fresh(&app);
    publish(&app, "question", &id, json!({"question": {"id": id, "text": "Why?"}})).await;
    get(&app, &format!("/public/v1/questions/{id}")).await.expect(200);
    get(&app, &format!("/public/v1/questions/{id}?fields=id")).await.refused(400);
    // The order of parameters is none of the page's.
    let (one, other) = ("/public/v1/questions?limit=5&area=west-mercia", "/public/v1/questions?area=west-mercia&limit=5");
    assert_eq!(get(&app, one).await.etag(), get(&app, other).await.etag());
    for _ in 0..4 {
        let id = fresh(&app);
        publish(&app, "question", &id, json!({"question": {"id": id, "text": "Why?", "put_on": "2019-01-30"}})).await;
    }
    for sort in ["id", "-id", "updated_at", "-updated_at", "day", "-day"] {
        let rows = app.nobody().all(&format!("/public/v1/questions?limit=2&sort={sort}")).await;
        assert_eq!(rows.len(), 5, "{sort}");
    }
    let nobody = app.nobody();
    let wrong = nobody.send_unchecked(nobody.request(Method::POST, "/public/v1/questions")).await.refused(405);
    assert_eq!(wrong.header("allow"), "GET, HEAD");
}

async fn everything_is_made_anew_from_the_log(app: TestApp) {
    let (meeting, question) = (fresh(&app), fresh(&app));
    let alone = |text: &str| json!({"question": {"id": question, "text": text}, "actions": []});
    publish(&app, "question", &question, alone("Alone")).await;
    let record =
        json!({"meeting": {"id": meeting, "title": "January"}, "questions": [{"id": question, "text": "In the record"}]});
    publish(&app, "meeting_record", &meeting, record).await;
    app.set_time("2019-01-31T09:00:00Z");
    let third = publish(&app, "question", &question, alone("Anew")).await;
    withdraw(&app, &third).await;
    let paths = ["/public/v1/questions", "/public/v1/meetings", "/public/v1/editions", "/public/v1/changes", "/public/v1"];
    let mut before = Vec::new();
    for path in paths {
        before.push(get(&app, path).await.expect(200).text);
    }
    let rebuilt = app.inner().db.write(projection::rebuild).await.expect("made anew");
    assert_eq!(rebuilt, 4);
    for (path, before) in paths.into_iter().zip(before) {
        // A parameter that says nothing, so that it is not the page that was kept.
        let after = get(&app, &format!("{path}{}", if path == "/public/v1" { "" } else { "?limit=50" })).await.expect(200);
        assert_eq!(after.json["data"], serde_json::from_str::<Value>(&before).expect("JSON")["data"], "{path}");
    }
}
