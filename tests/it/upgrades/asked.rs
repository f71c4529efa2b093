//! Every list and every item of the API, asked for by everybody, after an upgrade.

use std::collections::{BTreeMap, BTreeSet};

use super::fixture::{Fixture, Instance};
use crate::support::contract::operations;
use crate::support::{Client, Engine};

/// How many items of one list are asked for by themselves.
const OF_EACH: usize = 8;

/// Paths that are not lists of records, with what stands for their parameters; `verify` and `export` read all of them.
const FIXED: &[(&str, &str)] = &[
    ("/public/v1/log/leaves/{leaf}", "/public/v1/log/leaves/0"),
    ("/public/v1/export/{file}", "/public/v1/export/questions.csv"),
    ("/public/v1/feeds/archive/{page}/atom.xml", "/public/v1/feeds/archive/1/atom.xml"),
    ("/public/v1/feeds/archive/{page}/feed.json", "/public/v1/feeds/archive/1/feed.json"),
    ("/public/v1/log/proof/consistency", "/public/v1/log/proof/consistency?first=1&second=2"),
    ("/public/v1/log/proof/inclusion", "/public/v1/log/proof/inclusion?leaf=0&tree_size=1"),
    ("/public/v1/search", "/public/v1/search?q=custody"),
    ("/v1/publication-standards/{id}", "/v1/publication-standards/west-mercia"),
    ("/v1/publication-checklists/{id}", "/v1/publication-checklists/west-mercia"),
    ("/v1/answer-periods/{id}", "/v1/answer-periods/west-mercia"),
    ("/public/v1/deadlines/preview", "/public/v1/deadlines/preview?start=2026-11-30&rule=working_days&days=5"),
    ("/v1/deadlines/preview", "/v1/deadlines/preview?start=2026-11-30&rule=working_days&days=5"),
];

/// Records whose own list stands below others and is not called as they are: their path, and the beginning and the end of that list's.
const BELOW: &[(&str, &str, &str)] = &[
    ("/v1/progress-claims", "/v1/recommendation-sets/", "/progress"),
    ("/v1/question-parts", "/v1/questions/", "/parts"),
    ("/v1/report-responses", "/v1/recommendation-sets/", "/responses"),
    ("/v1/responses", "/v1/questions/", "/responses"),
];

/// What one caller has found: the path of each list, with the ids in it.
type Found = BTreeMap<String, BTreeSet<String>>;

/// Asks for everything as each of those who were there before the upgrade; the lists are as long as they were.
pub async fn by_everybody(fixture: &Fixture, engine: Engine, instance: &Instance) {
    let said = fixture.said(engine);
    for who in ["pcc", "opcc", "force", "reader", "machine", "nobody"] {
        let client = instance.client(who);
        let asked = by(&client, who).await;
        assert!(asked > if who == "nobody" { 25 } else { 200 }, "{who} has asked for {asked} pages");
        let Some(lists) = said["lists"][who].as_object() else { continue };
        assert!(lists.len() > 20, "{who}: {lists:?}");
        for (path, rows) in lists {
            let is_of_documents =
                path.starts_with("/public/v1/") && !["/editions", "/changes"].iter().any(|end| path.ends_with(end));
            if is_of_documents && fixture.version == "0.1.0" {
                // Documents of the first schema are passed on, and their records are not read any more.
                continue;
            }
            let now = client.all(&format!("{path}?limit=100")).await.len();
            assert_eq!(u64::try_from(now).ok(), rows.as_u64(), "{}: {path} for {who}", fixture.version);
        }
    }
}

/// Asks for every GET of the description as `client`; how many answered with 200.
async fn by(client: &Client, who: &str) -> usize {
    let templates: Vec<String> =
        operations().into_iter().filter(|(method, ..)| method == "GET").map(|(_, path, _)| path).collect();
    let mut found = Found::new();
    let mut done = BTreeSet::new();
    let mut answered = 0;
    // Lists below records, and records that only stand in those, come in later rounds.
    for _ in 0..4 {
        for template in &templates {
            for path in paths_of(template, &found) {
                if !done.insert(path.clone()) {
                    continue;
                }
                let reply = client.get(&path).await;
                let is_item = template.ends_with('}') && !FIXED.iter().any(|(fixed, _)| fixed == template);
                if reply.status == 200 {
                    answered += 1;
                    let rows = reply.json["data"].as_array().map(Vec::as_slice).unwrap_or_default();
                    let ids = rows.iter().filter_map(|row| row["id"].as_str().map(str::to_owned)).take(OF_EACH);
                    found.entry(path).or_default().extend(ids);
                } else if is_item && reply.status == 410 {
                    // Listed, and withdrawn: the tombstone says so.
                    assert_eq!(reply.str("/type"), "withdrawal", "{path}");
                } else {
                    assert!(!is_item, "{who} sees {path} in a list, and it answers {} {}", reply.status, reply.text);
                    // The front page leads on, and the calendar has a secret of its own.
                    let refusals: &[u16] =
                        if who == "nobody" { &[302, 303, 307, 401, 404] } else { &[302, 303, 307, 401, 403, 404, 409] };
                    assert!(refusals.contains(&reply.status), "{who}: {path} answers {} {}", reply.status, reply.text);
                }
            }
        }
    }
    answered
}

/// The paths that a template stands for, as far as lists with their ids have been found.
fn paths_of(template: &str, found: &Found) -> Vec<String> {
    if let Some((_, path)) = FIXED.iter().find(|(fixed, _)| *fixed == template) {
        return vec![(*path).to_owned()];
    }
    let mut paths = vec![String::new()];
    for segment in template.split('/').skip(1) {
        paths = paths.iter().flat_map(|path| step(path, segment, found)).collect();
    }
    paths
}

fn step(path: &str, segment: &str, found: &Found) -> Vec<String> {
    if !segment.starts_with('{') {
        return vec![format!("{path}/{segment}")];
    }
    // Records without a list of all of them stand in lists below others: /v1/meetings/{id}/agenda-items.
    let name = path.rsplit_once('/').map_or("", |(_, name)| name);
    let (above, ending) = match BELOW.iter().find(|(one, ..)| *one == path) {
        Some((_, above, ending)) => (*above, (*ending).to_owned()),
        None => (if path.starts_with("/public/") { "/public/" } else { "/v1/" }, format!("/{name}")),
    };
    let of_name = |list: &str| list.starts_with(above) && list.ends_with(&ending);
    let ids = match found.get(path) {
        Some(ids) => ids.clone(),
        None => found.iter().filter(|(list, _)| of_name(list)).flat_map(|(_, ids)| ids.clone()).take(OF_EACH).collect(),
    };
    ids.iter().map(|id| format!("{path}/{id}")).collect()
}
