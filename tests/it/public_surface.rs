//! What is true of everything that everybody may read: every public GET of the description, one by one.

use std::collections::BTreeSet;

use answerable::publication_log::document::LICENCE;
use serde_json::json;

use crate::public::{asked_with, fresh, get, publish, withdraw};
use crate::public_files;
use crate::public_pages::{asked_bytes, decoded};
use crate::support::{TestApp, both, contract};

both!(every_public_page_is_sent_alike, the_index_leads_everywhere, what_stands_for_a_withdrawn_leaf);

/// The public paths that are read, as the description has them.
fn described() -> Vec<String> {
    let public = |(method, path, _): &(String, String, _)| method == "GET" && path.starts_with("/public/v1");
    contract::operations().into_iter().filter(public).map(|(_, path, _)| path).collect()
}

/// Publishes something of every kind, more than a page of a feed; every public path with something in the place of its parameters.
async fn paths(app: &TestApp) -> Vec<String> {
    let (meeting, question, action, priority) = (fresh(app), fresh(app), fresh(app), fresh(app));
    let (plan, set) = (fresh(app), fresh(app));
    let body = json!({"plan": {"id": plan, "title": "A plan"}, "priorities": [{"id": priority, "title": "Victims"}]});
    publish(app, "plan", &plan, body).await;
    let body = json!({"set": {"id": set, "title": "A report"}, "recommendations": []});
    publish(app, "recommendation_response", &set, body).await;
    let [exchange, finding, decision, figure, measure, topic] = [0; 6].map(|_| fresh(app));
    let body = json!({"meeting": {"id": meeting, "title": "A meeting", "held_on": "2019-07-01", "is_public": true},
        "questions": [{"id": question, "text": "Why?", "topic": {"id": topic, "title": "Phones"}}],
        "exchanges": [{"id": exchange, "challenge": "How?"}], "findings": [{"id": finding, "text": "Slow."}],
        "decisions": [{"id": decision, "text": "Buy."}],
        "data_points": [{"id": figure, "label": "Devices", "measure": {"id": measure}}],
        "actions": [{"id": action, "text": "Do it."}]});
    let edition = publish(app, "meeting_record", &meeting, body).await;
    for number in 0..50 {
        let id = fresh(app);
        publish(app, "question", &id, json!({"question": {"id": id, "text": format!("Number {number}?")}})).await;
    }
    let file = public_files::file(app, "Note.csv", "Shorter than what is worth an encoding.").await;
    public_files::published(app, &[&file]).await;
    let sha256 = file["sha256"].as_str().expect("a hash");
    let mut paths = Vec::new();
    for path in described() {
        let id = match path.split('/').nth(3).unwrap_or_default() {
            "meetings" => &meeting,
            "questions" => &question,
            "actions" => &action,
            "priorities" => &priority,
            "plans" => &plan,
            "exchanges" => &exchange,
            "findings" => &finding,
            "decisions" => &decision,
            "figures" => &figure,
            "measures" => &measure,
            "topics" => &topic,
            "recommendations" => &set,
            _ => &edition,
        };
        let path = path.replace("{id}", id).replace("{page}", "1").replace("{leaf}", "2").replace("{tile}", "0/000.p/53");
        let path = path.replace("{sha256}", sha256);
        let path = match path.as_str() {
            "/public/v1/search" => format!("{path}?q=why"),
            "/public/v1/deadlines/preview" => format!("{path}?start=2019-04-17&rule=working_days&days=2"),
            "/public/v1/log/proof/inclusion" => format!("{path}?leaf=2&tree_size=50"),
            "/public/v1/log/proof/consistency" => format!("{path}?first=2&second=50"),
            _ => path,
        };
        let files = ["questions.csv", "editions.ndjson", "meetings.csv-metadata.json"];
        let count = if path.contains("{file}") { files.len() } else { 1 };
        paths.extend(files.iter().take(count).map(|file| path.replace("{file}", file)));
    }
    paths
}

async fn every_public_page_is_sent_alike(app: TestApp) {
    let paths = paths(&app).await;
    assert!(paths.len() > 30 && !paths.iter().any(|path| path.contains('{')), "{paths:?}");
    let mut encoded = 0;
    for path in paths {
        // Not held against the description: a tile has slashes in its name.
        let plain = asked_with(&app, &path, "accept", "*/*").await.expect(200);
        assert_eq!(plain.header("access-control-allow-origin"), "*", "{path}");
        assert!(plain.header("cache-control").starts_with("public, max-age="), "{path}: {}", plain.header("cache-control"));
        assert!(plain.header("link").contains(&format!("<{LICENCE}>; rel=\"license\"")), "{path}: {}", plain.header("link"));
        assert_eq!(plain.header("vary"), "Accept-Encoding", "{path}");
        let (tag, at) = (plain.etag(), plain.header("last-modified").to_owned());
        assert!(tag.starts_with('"') && at.ends_with(" GMT"), "{path}: {tag} {at}");
        for (name, value) in [("if-none-match", &tag), ("if-modified-since", &at)] {
            let again = asked_with(&app, &path, name, value).await.expect(304);
            assert_eq!((again.etag(), again.bytes.len()), (tag.clone(), 0), "{path} {name}");
        }
        asked_with(&app, &path, "if-none-match", "\"other\"").await.expect(200);
        // Hashes become no shorter, and neither does what is short.
        if plain.bytes.len() < 256 || plain.header("content-type") == "application/octet-stream" {
            continue;
        }
        encoded += 1;
        let brotli = asked_bytes(&app, &path, "br").await.expect(200);
        assert_eq!(brotli.header("content-encoding"), "br", "{path}");
        assert_eq!(decoded("br", &brotli.bytes), plain.bytes, "{path}");
        assert_eq!(brotli.etag(), tag.trim_end_matches('"').to_owned() + "-br\"", "{path}");
    }
    assert!(encoded > 25, "{encoded}");
}

async fn the_index_leads_everywhere(app: TestApp) {
    let index = get(&app, "/public/v1").await.expect(200);
    let links: BTreeSet<String> =
        index.json["links"].as_object().expect("links").values().map(|link| link.as_str().expect("a path").to_owned()).collect();
    let mut all: BTreeSet<String> = described().into_iter().filter(|path| !path.contains('{')).collect();
    all.insert("/openapi.json".to_owned());
    assert_eq!(links, all);
}

async fn what_stands_for_a_withdrawn_leaf(app: TestApp) {
    let id = fresh(&app);
    let edition = publish(&app, "question", &id, json!({"question": {"id": id, "text": "Wolfsbane?"}})).await;
    let path = "/public/v1/log/leaves/0";
    let tag = get(&app, path).await.expect(200).etag();
    app.set_time("2019-01-31T09:00:00Z");
    withdraw(&app, &edition).await;
    let gone = asked_with(&app, path, "if-none-match", &tag).await.expect(410);
    assert_eq!(gone.header("content-type"), "application/problem+json");
    assert_eq!((gone.str("/licence"), gone.header("last-modified")), (LICENCE, "Thu, 31 Jan 2019 09:00:00 GMT"));
    assert!(!gone.text.contains("Wolfsbane") && gone.header("link").contains("rel=\"license\""), "{}", gone.text);
    for proof in ["inclusion?leaf=0&tree_size=2", "consistency?first=1&second=2"] {
        let proof = get(&app, &format!("/public/v1/log/proof/{proof}")).await.expect(200);
        assert_eq!(proof.str("/licence"), LICENCE);
    }
    get(&app, &format!("{path}?a=b")).await.refused(400);
    get(&app, "/public/v1/log/leaves/2").await.refused(404);
}
