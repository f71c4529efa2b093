//! Lists, reads, includes, filters, counts and searches agree with `rules::scope`, for random records and every caller.
//!
//! What there is comes straight from the tables, by queries of these files; what a caller may see of it from the pure rules;
//! what the caller does see over HTTP. Each file has a subject: the records it makes and what must agree about them.

use std::collections::BTreeSet;
use std::fmt::Debug;

use answerable::foundation::actor::reader::Reader;
use answerable::foundation::actor::{Actor, Side, UserId};
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{restriction_people, restrictions};
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::random::for_random;
use crate::support::stage::Stage;
use crate::support::{Client, Engine, TestApp, run};

mod actions;
mod answers;
mod attachments;
mod audit;
mod data_points;
mod decisions;
mod editions;
mod exchanges;
mod findings;
mod plans;
mod published;
mod questions;
mod recommendations;
mod thread;
mod users;
mod webhooks;

const VIEWERS: [&str; 6] = ["pcc", "opcc", "force", "reader", "outsider", "outside_force"];

/// Some records and what callers see of them.
trait Subject: 'static {
    /// One record that a random story makes.
    type Step: Debug + Clone + 'static;
    /// Every row there is, of every area and status.
    type Truth: Send + 'static;

    fn step() -> impl Strategy<Value = Self::Step>;

    /// One of everything, so that no status is left to chance.
    fn one_of_each() -> Vec<Self::Step>;

    async fn make(app: &TestApp, stage: &Stage, step: &Self::Step);

    fn truth(conn: &mut AnyConnection) -> Result<Self::Truth, ApiError>;

    /// Asserts that one caller sees what the rules let it see of the truth.
    async fn check(viewer: &Viewer, truth: &Self::Truth);
}

/// Makes the tests of the subject of a file: `proves!(Plans)`.
macro_rules! proves {
    ($subject:ty) => {
        #[test]
        fn on_sqlite() {
            super::for_random_records::<$subject>(crate::support::Engine::Sqlite);
        }

        #[test]
        fn on_postgres() {
            super::for_random_records::<$subject>(crate::support::Engine::Postgres);
        }

        #[test]
        fn with_one_of_everything() {
            super::for_one_of_each::<$subject>();
        }
    };
}
use proves;

fn for_random_records<S: Subject>(engine: Engine) {
    // Few cases, many records in each.
    let stories = proptest::collection::vec(S::step(), 4..12);
    for_random(engine, 4, &stories, everybody_sees_what_the_rules_say::<S>);
}

fn for_one_of_each<S: Subject>() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        run(engine, |app| everybody_sees_what_the_rules_say::<S>(app, S::one_of_each()));
    }
}

async fn everybody_sees_what_the_rules_say<S: Subject>(app: TestApp, steps: Vec<S::Step>) {
    let stage = Stage::set(&app).await;
    for step in &steps {
        S::make(&app, &stage, step).await;
    }
    let truth = app.inner().db.read(S::truth).await.expect("the tables");
    for name in VIEWERS {
        let person = app.person(name);
        let actor = Actor {
            user_id: Some(person.id.clone()),
            role: person.role,
            area: person.area.clone(),
            scope: person.scope,
            capacity: None,
            name: person.name.clone(),
        };
        let viewer = Viewer { client: app.client(name), actor, about: format!("{name} after {steps:?}") };
        S::check(&viewer, &truth).await;
    }
}

/// A caller, and who the rules take it for.
struct Viewer {
    client: Client,
    actor: Actor,
    /// For messages.
    about: String,
}

type Ids = BTreeSet<String>;

/// The restricted drafts there are: the id, the side and the people of each.
struct Restricted(Vec<(String, Side, Vec<UserId>)>);

impl Restricted {
    fn read(conn: &mut AnyConnection) -> Result<Self, ApiError> {
        let rows: Vec<(String, Side)> = restrictions::table.select((restrictions::id, restrictions::side)).load(conn)?;
        let columns = (restriction_people::restriction_id, restriction_people::user_id);
        let people: Vec<(String, UserId)> = restriction_people::table.select(columns).load(conn)?;
        let of = |id: &String| people.iter().filter(|one| one.0 == *id).map(|one| one.1.clone()).collect();
        Ok(Self(rows.into_iter().map(|(id, side)| (id.clone(), side, of(&id))).collect()))
    }

    /// The ids of those that are kept from a caller.
    fn kept_from(&self, actor: &Actor) -> Ids {
        let reader = Reader::of(actor);
        let kept = self.0.iter().filter(|(_, side, people)| reader.is_kept_from(*side, people));
        kept.map(|(id, ..)| id.clone()).collect()
    }
}

/// Restricts a draft to the PCC, so that the office does not read it.
async fn restrict(app: &TestApp, path: &str) {
    app.pcc().act(path, "restrict", &json!({"reason": "It names an officer."})).await.expect(200);
}

/// The ids, by `id`, of the rows that `sees` says yes to.
/// The one body of the client's area, added when it is not there yet: only one can be in office.
async fn body_of(client: &Client) -> String {
    if let Some(body) = client.get("/v1/bodies").await.expect(200).ids().into_iter().next() {
        return body;
    }
    let body = json!({"kind": "pcc", "name": "Commissioner for Warwickshire", "valid_from": "2012-11-22"});
    client.post("/v1/bodies", &body).await.expect(201).id()
}

fn ids<T>(rows: &[T], id: impl Fn(&T) -> &String, sees: impl Fn(&T) -> bool) -> Ids {
    rows.iter().filter(|row| sees(row)).map(|row| id(row).clone()).collect()
}

/// A word of the database as the enumeration it stands for.
fn parse<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is no value of ours"))
}

/// The ids of the rows embedded as `name`.
fn embedded(rows: &[Value], name: &str) -> Ids {
    let inner = rows.iter().flat_map(|row| row[name].as_array().unwrap_or_else(|| panic!("no {name} in {row}")));
    inner.map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

impl Viewer {
    async fn listed(&self, path: &str) -> Ids {
        self.client.all(path).await.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    }

    /// A read of each of `all` finds what is in `seen`, and nothing else.
    async fn reads(&self, collection: &str, all: &Ids, seen: &Ids) {
        for id in all {
            let wanted = if seen.contains(id) { 200 } else { 404 };
            self.client.get(&format!("/v1/{collection}/{id}")).await.expect(wanted);
        }
    }

    /// List, count and read of one collection say the same as the rules.
    async fn agrees(&self, collection: &str, all: &Ids, seen: &Ids) {
        let (client, about) = (&self.client, &self.about);
        assert_eq!(&self.listed(&format!("/v1/{collection}?limit=4")).await, seen, "{about}: the list of {collection}");
        let page = client.get(&format!("/v1/{collection}?count=exact&limit=1")).await.expect(200);
        assert_eq!(page.json["page"]["total"], json!(seen.len()), "{about}: the count of {collection}");
        self.reads(collection, all, seen).await;
    }

    /// The union of a filter's values is the list, and no row is under two of them.
    async fn divides(&self, collection: &str, filter: &str, values: &[&str], seen: &Ids) {
        let about = &self.about;
        let mut union = Ids::new();
        for value in values {
            for id in self.listed(&format!("/v1/{collection}?{filter}={value}")).await {
                assert!(union.insert(id.clone()), "{about}: {id} is under two values of {filter}");
            }
        }
        assert_eq!(&union, seen, "{about}: {collection} by {filter}");
    }
}
