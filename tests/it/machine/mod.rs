//! A machine of random acts by random people over HTTP, and what must hold whatever they do: `allowed_acts` tells the truth,
//! the words of a put question stay, nobody accepts their own claim, counts add up, and the audit trail replays to the
//! present state.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::Index;
use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};

use crate::support::random::for_random;
use crate::support::stage::Stage;
use crate::support::{Client, Engine, Reply, TestApp};

mod actions;
mod data_points;
mod decisions;
mod exchanges;
mod findings;
mod published;
mod questions;
mod recommendations;
mod responses;

use actions::ACTIONS;
use data_points::DATA_POINTS;
use decisions::DECISIONS;
use exchanges::EXCHANGES;
use findings::FINDINGS;
use questions::QUESTIONS;
use recommendations::RECOMMENDATIONS;
use responses::RESPONSES;

/// Who acts. Two people hold the role of the PCC, so that one can accept what the other claims.
const PEOPLE: &[&str] = &["pcc", "deputy", "opcc", "force", "reader"];

const KINDS: [&Kind; 8] = [&QUESTIONS, &RESPONSES, &ACTIONS, &FINDINGS, &DECISIONS, &EXCHANGES, &RECOMMENDATIONS, &DATA_POINTS];

/// What the machine knows of one kind of record.
struct Kind {
    /// As in the audit trail; paths have hyphens.
    collection: &'static str,
    acts: &'static [&'static str],
    /// Where a new one is posted and what, if there is what it needs.
    create: fn(&World, &Dice) -> Option<(String, Value)>,
    /// A good body of an act.
    body: fn(&World, &Dice, act: &str) -> Value,
    /// What must hold for one of them after each act; `before` and `after` are what the PCC sees, where it sees it.
    holds: fn(act: &str, before: &Value, after: &Value),
    /// What must hold of the whole trail of one of them.
    told: fn(trail: &[Value]),
}

/// One random step; what is chosen depends on what is there.
#[derive(Debug, Clone)]
struct Dice {
    who: Index,
    kind: Index,
    record: Index,
    act: Index,
    /// Whether to do what `allowed_acts` offers, or anything.
    honest: bool,
    /// Choices inside a body.
    coin: bool,
    pick: Index,
}

impl Dice {
    fn of(&self, values: &[&'static str]) -> &'static str {
        values[self.pick.index(values.len())]
    }
}

fn dice() -> impl Strategy<Value = Dice> {
    (any::<Index>(), any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>(), any::<bool>(), any::<Index>())
        .prop_map(|(who, kind, record, act, honest, coin, pick)| Dice { who, kind, record, act, honest, coin, pick })
}

/// What is there.
struct World {
    app: TestApp,
    stage: Stage,
    /// A scale that findings are rated on.
    scale: String,
    /// A recorded set of recommendations.
    set: String,
    /// The paths of the records of each collection.
    records: BTreeMap<&'static str, Vec<String>>,
    /// How many acts were carried out: a machine that is refused everything proves nothing.
    done: usize,
}

impl World {
    fn paths(&self, collection: &str) -> &[String] {
        self.records.get(collection).map_or(&[], Vec::as_slice)
    }

    /// The record as the first of the body or the force that sees it does.
    async fn seen(&self, path: &str) -> Option<Value> {
        for name in ["pcc", "force"] {
            let reply = self.app.client(name).get(path).await;
            if reply.status == 200 {
                return Some(reply.json);
            }
        }
        None
    }

    async fn step(&mut self, dice: &Dice) {
        let kind = dice.kind.get(&KINDS[..]);
        let client = self.app.client(PEOPLE[dice.who.index(PEOPLE.len())]);
        let known = self.paths(kind.collection).to_vec();
        // Every third step makes something new, and the first of each kind has to.
        let chosen = dice.record.index(known.len() * 3 / 2 + 1);
        match known.get(chosen) {
            Some(path) => self.act(kind, dice, &client, path).await,
            None => self.make(kind, dice, &client).await,
        }
    }

    async fn make(&mut self, kind: &Kind, dice: &Dice, client: &Client) {
        let Some((path, body)) = (kind.create)(self, dice) else { return };
        let reply = client.post(&path, &body).await;
        match reply.status {
            201 => {
                self.records.entry(kind.collection).or_default().push(reply.location());
                self.done += 1;
            }
            403 | 404 | 409 => {}
            // About a question that was not put.
            422 if kind.collection == "exchanges" => {}
            _ => panic!("{} answered {} {}", reply.request, reply.status, reply.text),
        }
    }

    async fn act(&mut self, kind: &Kind, dice: &Dice, client: &Client, path: &str) {
        let before = self.seen(path).await;
        let item = client.get(path).await;
        let allowed: Vec<String> =
            if item.status == 200 { item.allowed().iter().map(ToString::to_string).collect() } else { vec![] };
        // What can be added to a record is another request.
        let allowed: Vec<String> = allowed.into_iter().filter(|act| kind.acts.contains(&act.as_str())).collect();
        let act = match dice.honest.then(|| allowed.get(dice.act.index(allowed.len().max(1)))).flatten() {
            Some(act) => act.clone(),
            None => (*dice.act.get(kind.acts)).to_owned(),
        };
        let reply = self.send(kind, dice, client, path, &item, &act).await;
        let may = allowed.contains(&act);
        let about = format!("{act} on {path}, allowed {allowed:?}: {} {}", reply.status, reply.text);
        match (item.status, reply.status) {
            (404, 404) => {}
            (404, _) => panic!("what cannot be seen was acted on: {about}"),
            (_, 200 | 201 | 204) => {
                assert!(may, "done though not offered: {about}");
                self.done += 1;
            }
            (_, 403) => assert!(!may, "offered and refused: {about}"),
            // An act may be refused for what stands around the record: a correction that the answer does not know of yet.
            (_, 409 | 422) => {}
            _ => panic!("{about}"),
        }
        if let (Some(before), Some(after)) = (before, self.seen(path).await) {
            (kind.holds)(if reply.status < 300 { &act } else { "" }, &before, &after);
        }
    }

    async fn send(&self, kind: &Kind, dice: &Dice, client: &Client, path: &str, item: &Reply, act: &str) -> Reply {
        let etag = if item.status == 200 { item.etag() } else { "\"1\"".to_owned() };
        let (method, target) = match act {
            "edit" => (Method::PATCH, path.to_owned()),
            "delete" => (Method::DELETE, path.to_owned()),
            // The one act whose path is a collection.
            "update" => (Method::POST, format!("{path}/updates")),
            other => (Method::POST, format!("{path}/{other}")),
        };
        let request = client.request(method, &target).header(IF_MATCH, etag);
        let body = (act != "delete").then(|| (kind.body)(self, dice, act));
        client
            .send(match &body {
                Some(body) => request.json(body),
                None => request,
            })
            .await
    }

    /// The trail of every record leads from its creation to what it is now, without a gap.
    async fn replays(&self) {
        for kind in KINDS {
            let path = format!("/v1/audit?resource={}&limit=200", kind.collection);
            // Each side keeps its drafts to itself, in the trail too: the whole of it is what both see.
            let mut entries = BTreeMap::new();
            for name in ["pcc", "force"] {
                for entry in self.app.client(name).all(&path).await {
                    entries.insert(entry["id"].as_str().expect("an id").to_owned(), entry);
                }
            }
            let mut trails: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for entry in entries.into_values() {
                trails.entry(entry["resource_id"].as_str().expect("an id").to_owned()).or_default().push(entry);
            }
            for (id, trail) in trails {
                let about = format!("{} {id}: {trail:#?}", kind.collection);
                let (mut version, mut status) = (0, Value::Null);
                for entry in &trail {
                    let next = entry["version"].as_i64().expect("a version");
                    assert!(next == version + 1 || (next == version && version > 0), "a version is missing in {about}");
                    if version > 0 && entry["act"] != "delete" {
                        assert_eq!(entry["from_status"], status, "a step is missing in {about}");
                    }
                    (version, status) = (next, entry["to_status"].clone());
                }
                assert_eq!(trail.first().map(|entry| entry["act"].clone()), Some(json!("create")), "{about}");
                let now = self.seen(&format!("/v1/{}/{id}", kind.collection.replace('_', "-"))).await;
                match (now, trail.last().is_some_and(|entry| entry["act"] == "delete")) {
                    (None, gone) => assert!(gone, "nobody sees {about}"),
                    (Some(now), gone) => {
                        assert!(!gone, "deleted and still there: {about}");
                        assert_eq!((now["version"].as_i64(), &now["status"]), (Some(version), &status), "{about}");
                    }
                }
                (kind.told)(&trail);
            }
        }
    }

    /// What every question says of its answer is what can be read beside it, and the same to both sides.
    async fn answers_are_true(&self) {
        let whole = "?include=responses,exchanges";
        for path in self.paths("questions") {
            let seen = self.app.pcc().get(&format!("{path}{whole}")).await;
            if seen.status == 404 {
                continue;
            }
            let told = questions::answer_of(&seen.json);
            assert_eq!(seen.json["answer"].get("state").cloned().unwrap_or_default(), told, "{}", seen.text);
            let force = self.app.force().get(path).await;
            assert!(force.status == 404 || force.json["answer"] == seen.json["answer"], "{} {}", seen.text, force.text);
        }
    }

    /// The rows under each status are all the rows there are.
    async fn adds_up(&self, collection: &str, statuses: &[&str]) {
        for name in ["pcc", "force", "outsider"] {
            let client = self.app.client(name);
            let mut sum = 0;
            for status in statuses {
                sum += total(&client, &format!("/v1/{collection}?status={status}")).await;
            }
            assert_eq!(sum, total(&client, &format!("/v1/{collection}?")).await, "{collection} as {name} sees them");
        }
    }
}

impl World {
    /// The reports count what the lists show.
    async fn reports_add_up(&self) {
        for name in ["pcc", "force", "outsider"] {
            let client = self.app.client(name);
            let answers = client.get("/v1/reports/answers").await.expect(200).json;
            let fates = answers["by_fate"].as_object().expect("fates").values().filter_map(Value::as_i64).sum::<i64>();
            assert_eq!(answers["questions"], fates, "{name}: {answers:#}");
            let put = client.all("/v1/questions?fields=put_on&limit=200").await;
            let put = put.iter().filter(|question| !question["put_on"].is_null()).count();
            assert_eq!(answers["questions"], put, "{name}: every question that was put has a fate");
            let actions = client.get("/v1/reports/actions").await.expect(200).json;
            let standing = total(&client, "/v1/actions?status=open&status=in_progress&status=claimed_complete").await;
            assert_eq!(actions["total"]["standing"], standing, "{name}: {actions:#}");
            let ages = actions["by_age"].as_array().expect("ages").iter();
            assert_eq!(ages.filter_map(|age| age["counts"]["standing"].as_i64()).sum::<i64>(), standing, "{name}: {actions:#}");
        }
    }
}

async fn total(client: &Client, path: &str) -> i64 {
    client.get(&format!("{path}&count=exact&limit=1")).await.expect(200).json["page"]["total"].as_i64().expect("a total")
}

async fn whatever_they_do(app: TestApp, steps: Vec<Dice>) {
    let stage = Stage::set(&app).await;
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let last = |path: String| path.rsplit_once('/').expect("a path").1.to_owned();
    let scale = last(app.scale_in(&stage, "unused").await);
    let set = last(app.recommendation_set_in(&stage, "recorded").await);
    let mut world = World { app, stage, scale, set, records: BTreeMap::new(), done: 0 };
    for dice in &steps {
        world.step(dice).await;
    }
    assert!(world.done * 10 > steps.len(), "only {} of {} acts were carried out", world.done, steps.len());
    world.replays().await;
    world.answers_are_true().await;
    world.adds_up("questions", &["draft", "put", "answered", "returned", "closed", "withdrawn"]).await;
    let actions = ["open", "in_progress", "claimed_complete", "accepted", "closed_not_implemented", "superseded"];
    world.adds_up("actions", &actions).await;
    world.adds_up("findings", &["draft", "shared", "confirmed"]).await;
    world.reports_add_up().await;
    world.published_is_true().await;
}

fn for_random_acts(engine: Engine) {
    // Few cases, many acts in each.
    for_random(engine, 3, &proptest::collection::vec(dice(), 300..400), whatever_they_do);
}

#[test]
fn on_sqlite() {
    for_random_acts(Engine::Sqlite);
}

#[test]
fn on_postgres() {
    for_random_acts(Engine::Postgres);
}
