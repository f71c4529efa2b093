//! Nothing tells of a draft that names somebody else: not what hangs on it, not what is left of it, and no other operation.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::access::decisions::decision;
use crate::access::findings::finding;
use crate::restricted::{MARKER, NOWHERE, colleague, id_of, marked, only, told, why};
use crate::support::contract::{operations, resolve};
use crate::support::stage::{Stage, response};
use crate::support::{Client, Reply, TestApp, both};

both!(
    what_hangs_on_a_restricted_draft_is_hidden_with_it,
    what_hung_on_a_restricted_draft_stays_hidden,
    a_draft_of_the_other_side_hides_no_file,
    nobody_hides_an_entry_with_the_id_of_a_draft,
    records_that_all_see_do_not_lead_to_a_restricted_draft,
    nothing_tells_a_colleague_of_a_restricted_draft,
);

async fn what_hangs_on_a_restricted_draft_is_hidden_with_it(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, (other, _)) = (app.opcc(), colleague(&app, "opcc", "colleague").await);
    let question = marked(&app, &stage).await;
    let part = opcc.post(&format!("{question}/parts"), &json!({"text": "And when?"})).await.expect(201).location();
    let mut about = finding(&stage, "Nobody looked in.");
    about["question_id"] = json!(id_of(&question));
    let about = opcc.create("/v1/findings", &about).await;
    let file = opcc.upload("report.pdf", "application/pdf", &b"%PDF-1.4 a"[..]).await.expect(201).location();
    let citation =
        opcc.create(&format!("{file}/citations"), &json!({"resource": "questions", "resource_id": id_of(&question)})).await;
    let shared = opcc.upload("agenda.pdf", "application/pdf", &b"%PDF-1.4 b"[..]).await.expect(201).location();
    for (resource, id) in [("questions", id_of(&question)), ("meetings", &stage.meeting)] {
        opcc.post(&format!("{shared}/citations"), &json!({"resource": resource, "resource_id": id})).await.expect(201);
    }
    opcc.act(&question, "restrict", &only(&[])).await.expect(200);
    let content = format!("{file}/content");
    for path in [&question, &part, &about, &file, &citation, &content, &format!("{question}/parts")] {
        opcc.get(path).await.expect(200);
        other.get(path).await.refused(404);
    }
    let (seen, hidden) = (other.get(&shared).await.expect(200), opcc.get(&shared).await.expect(200));
    let citations = |reply: &Reply| reply.json["citations"].as_array().map_or(0, Vec::len);
    assert_eq!((citations(&seen), citations(&hidden)), (1, 2), "a file that something else cites too");
    // A reference to it is one to nothing.
    for about in [id_of(&question), NOWHERE] {
        let refused = other.post("/v1/findings", &json!({"text": "A guess.", "question_id": about})).await.refused(422);
        assert_eq!(refused.str("/errors/0/detail"), "is not the id of a question in this area");
        let action = json!({"text": "A guess.", "owner": "CC", "owner_side": "force", "question_id": about});
        let refused = other.post("/v1/actions", &action).await.refused(422);
        assert_eq!(refused.str("/errors/0/detail"), "is not the id of a question in this area");
    }
    for path in [&question, &part, &about, &file, &citation] {
        let entries = format!("/v1/audit?resource_id={}", id_of(path));
        // A citation is in the trail of its file until it changes.
        assert!(!opcc.all(&entries).await.is_empty() || path == &citation, "{path}");
        assert!(other.all(&entries).await.is_empty(), "{path}");
    }
    opcc.act(&question, "unrestrict", &why()).await.expect(200);
    other.get(&content).await.expect(200);
}

/// A file of a caller that a record cites; its path.
async fn cited(client: &Client, path: &str) -> String {
    let name = format!("{MARKER}.pdf");
    let file = client.upload(&name, "application/pdf", &b"%PDF-1.4"[..]).await.expect(201).location();
    let resource = path.split('/').nth(2).expect("a collection").replace('-', "_");
    client.cite(&file, &resource, id_of(path)).await.expect(201);
    file
}

async fn what_hung_on_a_restricted_draft_stays_hidden(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, (other, _)) = (app.opcc(), colleague(&app, "opcc", "colleague").await);
    let question = marked(&app, &stage).await;
    let part = opcc.post(&format!("{question}/parts"), &json!({"text": MARKER})).await.expect(201).location();
    opcc.act(&question, "restrict", &only(&[])).await.expect(200);
    let mut about = finding(&stage, "Nobody looked in.");
    about["question_id"] = json!(id_of(&question));
    let mut findings = Vec::new();
    for _ in 0..2 {
        let path = opcc.create("/v1/findings", &about).await;
        let etag = opcc.get(&path).await.etag();
        opcc.patch(&path, &etag, &json!({"text": MARKER})).await.expect(200);
        findings.push(path);
    }
    let files = [cited(&opcc, &question).await, cited(&opcc, &findings[0]).await];
    // A finding that is deleted, and one that is about the question no longer.
    let etag = opcc.get(&findings[0]).await.etag();
    opcc.delete(&findings[0], &etag).await.expect(204);
    let etag = opcc.get(&findings[1]).await.etag();
    opcc.patch(&findings[1], &etag, &json!({"text": "Cells are checked.", "question_id": null})).await.expect(200);
    other.get(&findings[1]).await.expect(200);
    let etag = opcc.get(&part).await.etag();
    opcc.delete(&part, &etag).await.expect(204);
    let etag = opcc.get(&question).await.etag();
    opcc.delete(&question, &etag).await.expect(204);
    for file in &files {
        opcc.get(file).await.expect(200);
        other.get(file).await.refused(404);
    }
    assert_eq!(told(&other).await, 0);
    let etag = opcc.get(&files[0]).await.etag();
    opcc.delete(&files[0], &etag).await.expect(204);
    assert!(told(&opcc).await >= 8);
    assert_eq!(told(&other).await, 0, "the name of a file that is gone");
    // The head of the body sees all of it.
    assert_eq!(told(&app.pcc()).await, told(&opcc).await);
}

async fn a_draft_of_the_other_side_hides_no_file(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, force, (sergeant, _)) = (app.opcc(), app.force(), colleague(&app, "force", "sergeant").await);
    let meeting = format!("/v1/meetings/{}", stage.meeting);
    let file = opcc.upload("agenda.pdf", "application/pdf", &b"%PDF-1.4"[..]).await.expect(201).location();
    let shown = opcc.cite(&file, "meetings", &stage.meeting).await.expect(201).location();
    let question = app.question_in(&stage, "put").await;
    let answer = force.create(&format!("{question}/responses"), &response(MARKER)).await;
    force.cite(&file, "responses", id_of(&answer)).await.expect(201);
    force.act(&answer, "restrict", &only(&[])).await.expect(200);
    for (client, own) in [(&opcc, 0), (&app.pcc(), 0), (&force, 1), (&sergeant, 0)] {
        let seen = client.get(&file).await.expect(200);
        assert_eq!(seen.json["citations"].as_array().map(Vec::len), Some(1 + own), "{meeting}");
    }
    let etag = opcc.get(&shown).await.etag();
    opcc.delete(&shown, &etag).await.expect(204);
    for client in [&opcc, &app.pcc()] {
        assert_eq!(client.get(&file).await.expect(200).json["citations"], json!([]));
        assert!(!client.all(&format!("/v1/audit?resource_id={}", id_of(&file))).await.is_empty());
    }
    sergeant.get(&file).await.refused(404);
    force.get(&file).await.expect(200);
}

/// An entry is hidden for what it is about, not for what somebody wrote into it.
async fn nobody_hides_an_entry_with_the_id_of_a_draft(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, (other, _)) = (app.opcc(), colleague(&app, "opcc", "colleague").await);
    let draft = app.question_in(&stage, "draft").await;
    opcc.act(&draft, "restrict", &only(&[])).await.expect(200);
    for text in [id_of(&draft).to_owned(), format!("See {}.", id_of(&draft)), format!("\"question_id\":\"{}\"", id_of(&draft))] {
        let topic = opcc.create("/v1/topics", &json!({"title": format!("Topic {}", text.len()), "summary": text})).await;
        let finding = opcc.create("/v1/findings", &json!({"text": text, "meeting_id": stage.meeting})).await;
        for path in [&topic, &finding] {
            let entries = other.all(&format!("/v1/audit?resource_id={}", id_of(path))).await;
            assert_eq!(entries.len(), 1, "{path}: {text}");
        }
    }
}

async fn records_that_all_see_do_not_lead_to_a_restricted_draft(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (opcc, (other, _)) = (app.opcc(), colleague(&app, "opcc", "colleague").await);
    let put = app.question_in(&stage, "put").await;
    opcc.act(&put, "carry-forward", &json!({"reason": "No time."})).await.expect(200);
    let next = format!("/v1/questions/{}", opcc.get(&put).await.str("/carried_forward_to"));
    opcc.act(&next, "restrict", &only(&[])).await.expect(200);
    assert_eq!(other.get(&put).await.expect(200).json["carried_forward_to"], Value::Null);
    assert_eq!(other.get(&put).await.allowed(), opcc.get(&put).await.allowed());
    assert!(!other.get("/v1/audit").await.expect(200).text.contains(id_of(&next)));
    // A figure does not name the restricted figure that contradicts it.
    let figure = app.data_point_in("opcc", "submitted").await;
    let against = json!({"label": MARKER, "value": {"kind": "exact", "value": "9"}, "conflicts_with": [id_of(&figure)]});
    let against = opcc.create("/v1/data-points", &against).await;
    assert_eq!(other.get(&figure).await.json["conflicts_with"], json!([id_of(&against)]));
    opcc.act(&against, "restrict", &only(&[])).await.expect(200);
    assert_eq!(other.get(&figure).await.json["conflicts_with"], json!([]));
    // An action that was declared void does not name what it came from, once that is a restricted draft again.
    let shared = app.finding_in(&stage, "shared").await;
    let from = json!({"text": "Bring dates.", "owner": "CC", "owner_side": "force",
        "sources": [{"kind": "finding", "id": id_of(&shared)}]});
    let action = opcc.create("/v1/actions", &from).await;
    app.pcc().act(&action, "void", &why()).await.expect(200);
    opcc.act(&shared, "unshare", &why()).await.expect(200);
    opcc.act(&shared, "restrict", &only(&[])).await.expect(200);
    assert_eq!(opcc.get(&action).await.json["sources"], from["sources"]);
    assert_eq!(other.get(&action).await.json["sources"], json!([]));
    // What was published elsewhere is not noted of a decision that the caller does not read.
    let decided = opcc.create("/v1/decisions", &decision(&stage)).await;
    let note = |id: &str| {
        json!({
            "duty": "5(d)", "subject_kind": "decision", "subject_id": id, "published_on": "2019-01-30",
            "url": "https://pcc.example/decisions",
        })
    };
    let asked = async |client: &Client, id: &str| {
        let refused = client.post("/v1/published-elsewhere", &note(id)).await.refused(422);
        refused.str("/errors/0/detail").to_owned()
    };
    let nothing = asked(&other, NOWHERE).await;
    assert_ne!(asked(&other, id_of(&decided)).await, nothing);
    opcc.act(&decided, "restrict", &only(&[])).await.expect(200);
    assert_eq!(asked(&other, id_of(&decided)).await, nothing);
    assert_ne!(asked(&opcc, id_of(&decided)).await, nothing);
}

/// Restricted drafts of one side with all that hangs on them; every id that nobody else may learn.
async fn restricted_drafts(app: &TestApp, stage: &Stage, put: &str) -> BTreeSet<String> {
    let (opcc, force) = (app.opcc(), app.force());
    let question = opcc.create("/v1/questions", &stage.question(MARKER)).await;
    let part = opcc.post(&format!("{question}/parts"), &json!({"text": MARKER})).await.expect(201).location();
    let mut about = finding(stage, MARKER);
    about["question_id"] = json!(id_of(put));
    let about = opcc.create("/v1/findings", &about).await;
    let mut decided = decision(stage);
    decided["text"] = json!(MARKER);
    let decided = opcc.create("/v1/decisions", &decided).await;
    let figure = json!({"label": MARKER, "value": {"kind": "exact", "value": "12"}, "meeting_id": stage.meeting});
    let (theirs, ours) = (force.create("/v1/data-points", &figure).await, opcc.create("/v1/data-points", &figure).await);
    let answer = force.create(&format!("{put}/responses"), &response(MARKER)).await;
    let mut ids = BTreeSet::from([id_of(&part).to_owned()]);
    for (client, path) in
        [(&opcc, &question), (&opcc, &about), (&opcc, &decided), (&opcc, &ours), (&force, &theirs), (&force, &answer)]
    {
        let file = client.upload(&format!("{MARKER}.pdf"), "application/pdf", &b"%PDF-1.4"[..]).await.expect(201).location();
        let resource = path.split('/').nth(2).expect("a collection").replace('-', "_");
        let cite = json!({"resource": resource, "resource_id": id_of(path), "note": MARKER});
        let citation = client.create(&format!("{file}/citations"), &cite).await;
        client.act(path, "restrict", &json!({"reason": MARKER})).await.expect(200);
        ids.extend([path, &file, &citation].map(|path| id_of(path).to_owned()));
    }
    ids
}

/// Every id that a reply holds.
fn ids_in(value: &Value, ids: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if text.len() == NOWHERE.len() && text.matches('-').count() == 4 => {
            ids.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| ids_in(item, ids)),
        Value::Object(members) => members.values().for_each(|item| ids_in(item, ids)),
        _ => {}
    }
}

/// The addresses of a reading operation with a list's counts, its search, what it embeds and what it filters.
fn addresses(path: &str, operation: &Value) -> Vec<String> {
    let mut all = vec![path.to_owned()];
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        match parameter["name"].as_str().unwrap_or_default() {
            "count" => all.push(format!("{path}?count=exact")),
            "q" => all.push(format!("{path}?q={MARKER}&count=exact")),
            "restricted" => all.push(format!("{path}?restricted=true&count=exact")),
            "include" => {
                let words = resolve(&parameter["schema"]["items"])["enum"].as_array().expect("the words of include");
                all.extend(words.iter().map(|word| format!("{path}?include={}", word.as_str().expect("a word"))));
            }
            _ => {}
        }
    }
    all
}

/// Asks for an address without a look at the document: some of those tried are no good.
async fn ask(client: &Client, path: &str) -> Reply {
    client.send_unchecked(client.request(Method::GET, path)).await
}

async fn nothing_tells_a_colleague_of_a_restricted_draft(app: TestApp) {
    let stage = Stage::set(&app).await;
    let (officer, _) = colleague(&app, "opcc", "colleague").await;
    let (sergeant, _) = colleague(&app, "force", "sergeant").await;
    let put = app.question_in(&stage, "put").await;
    app.action_in(&stage, "open").await;
    app.finding_in(&stage, "shared").await;
    let group = app.opcc().create("/v1/question-groups", &json!({"title": "Custody", "meeting_id": stage.meeting})).await;
    let hidden = restricted_drafts(&app, &stage, &put).await;
    let reading: Vec<(String, &Value)> =
        operations().into_iter().filter(|(method, ..)| method == "GET").map(|(_, path, operation)| (path, operation)).collect();
    // What those who are named see tells which ids there are to ask about.
    let mut known = BTreeSet::from([id_of(&group).to_owned()]);
    let named = [app.opcc(), app.force()];
    for client in &named {
        for (path, _) in reading.iter().filter(|(path, _)| !path.contains('{')) {
            ids_in(&ask(client, path).await.json, &mut known);
        }
    }
    assert!(hidden.iter().filter(|id| known.contains(*id)).count() > 6, "the sweep finds what is restricted");
    let mut asked = 0;
    for (template, operation) in &reading {
        let ids: Vec<&String> = if template.contains("{id}") { known.iter().chain(&hidden).collect() } else { vec![&group] };
        for id in ids {
            let path = template.replace("{id}", id);
            // An address inside another one is found by the one that holds it.
            if path.contains('{') {
                continue;
            }
            let mut answers = false;
            for client in &named {
                answers = answers || ask(client, &path).await.status == 200;
            }
            if !answers {
                continue;
            }
            for client in [&officer, &sergeant, &app.client("reader")] {
                for address in addresses(&path, operation) {
                    asked += 1;
                    let reply = ask(client, &address).await;
                    // Links repeat what was asked.
                    let text = reply.text.replace(&address, "").replace(&format!("q={MARKER}"), "");
                    assert!(!text.contains(MARKER), "{address} tells the words: {text}");
                    if hidden.contains(id) {
                        assert_eq!(reply.status, 404, "{address}");
                        let nowhere = ask(client, &address.replace(id.as_str(), NOWHERE)).await;
                        let same = |reply: &Reply| (reply.json["title"].clone(), reply.json["detail"].clone());
                        assert_eq!(same(&reply), same(&nowhere), "{address} is not as if it did not exist");
                    } else if let Some(told) = hidden.iter().find(|one| text.contains(one.as_str())) {
                        panic!("{address} names {told}: {text}");
                    }
                }
            }
        }
    }
    assert!(asked > 400, "only {asked} addresses were asked for");
    filters_find_nothing(&officer, &reading, &hidden).await;
}

/// A filter by the id of a restricted draft finds what one by no id finds: nothing.
async fn filters_find_nothing(client: &Client, reading: &[(String, &Value)], hidden: &BTreeSet<String>) {
    for (path, operation) in reading.iter().filter(|(path, _)| !path.contains('{')) {
        let names = operation["parameters"].as_array().into_iter().flatten().map(|one| one["name"].as_str().unwrap_or_default());
        for name in names.filter(|name| ["question", "resource_id"].contains(name)) {
            let nothing = ask(client, &format!("{path}?{name}={NOWHERE}")).await;
            for id in hidden {
                let found = ask(client, &format!("{path}?{name}={id}")).await;
                assert_eq!((found.status, &found.json["data"]), (nothing.status, &nothing.json["data"]), "{path}?{name}={id}");
            }
        }
    }
}
