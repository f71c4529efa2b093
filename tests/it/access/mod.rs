//! Who gets what: every operation, by every kind of caller, in every status that matters. There is a file and a table for
//! each slice, and each table is a snapshot to be read; an operation that is in no table fails the test.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use reqwest::header::IF_MATCH;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::stage::Stage;
use crate::support::{Client, Reply, TestApp, contract};

mod actions;
mod agenda;
mod answer_periods;
mod areas;
mod assurance;
mod attachments;
mod attendance;
mod audit;
mod auth;
mod calendar;
mod data_points;
mod deadlines;
pub mod decisions;
mod editions;
mod exchanges;
mod feeds;
pub mod findings;
mod follow_ups;
mod judgements;
mod matters;
pub mod measures;
mod meetings;
mod papers;
mod plans;
mod priorities;
mod progress_claims;
mod public;
mod publication_checklists;
mod publication_delegations;
mod publication_holds;
mod publication_log;
mod publication_standards;
pub mod published_elsewhere;
mod question_groups;
mod question_parts;
mod questions;
mod rating_scales;
pub mod recommendation_sets;
mod recommendations;
mod redactions;
mod report_actions;
mod report_responses;
mod reports_annual;
mod reports_answers;
mod reports_coverage;
mod reports_in_time;
mod reports_owed;
mod responses;
mod service;
mod thread;
mod topics;
mod users;
mod webhooks;

/// Makes two tests of every slice, one on each database, and a list of the operations of all.
macro_rules! slices {
    ($($slice:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $slice() {
                let check = |app| super::check::<super::$slice::Table>(app, stringify!($slice));
                crate::support::run(crate::support::Engine::Sqlite, check);
            })+
        }
        mod postgres {
            $(#[test] fn $slice() {
                let check = |app| super::check::<super::$slice::Table>(app, stringify!($slice));
                crate::support::run(crate::support::Engine::Postgres, check);
            })+
        }
        fn rows() -> Vec<(&'static str, &'static [Row])> {
            vec![$((stringify!($slice), $slice::Table::ROWS)),+]
        }
    };
}

slices![
    actions,
    agenda,
    answer_periods,
    areas,
    assurance,
    attachments,
    attendance,
    audit,
    auth,
    calendar,
    data_points,
    deadlines,
    decisions,
    editions,
    exchanges,
    feeds,
    findings,
    follow_ups,
    judgements,
    matters,
    measures,
    meetings,
    papers,
    plans,
    priorities,
    progress_claims,
    publication_checklists,
    publication_delegations,
    publication_holds,
    publication_log,
    publication_standards,
    published_elsewhere,
    public,
    question_groups,
    question_parts,
    questions,
    rating_scales,
    recommendation_sets,
    recommendations,
    redactions,
    report_actions,
    report_responses,
    reports_annual,
    reports_answers,
    reports_coverage,
    reports_in_time,
    reports_owed,
    responses,
    service,
    thread,
    topics,
    users,
    webhooks,
];

/// Paths that add something to a record, and the act that `allowed_acts` of the record has for it.
const ADDING: &[(&str, &str)] = &[
    ("/v1/meetings/{id}/attendance", "add-attendance"),
    ("/v1/meetings/{id}/agenda-items", "add-agenda-item"),
    ("/v1/meetings/{id}/papers", "add-paper"),
    ("/v1/meetings/{id}/matters", "add-matter"),
    ("/v1/questions/{id}/parts", "add-part"),
    ("/v1/questions/{id}/responses", "respond"),
    ("/v1/actions/{id}/updates", "update"),
    ("/v1/attachments/{id}/citations", "cite"),
    ("/v1/recommendation-sets/{id}/recommendations", "add-recommendation"),
    ("/v1/recommendation-sets/{id}/comments", "comment"),
    ("/v1/recommendation-sets/{id}/responses", "respond"),
    ("/v1/recommendation-sets/{id}/progress", "claim-progress"),
];

/// Acts that are listed although what is sent decides: of an agreed meeting only minutes and notes are added, and a matter only leads
/// away from it, as from one that was cancelled.
const DEPENDS: &[(&str, &str, &str)] = &[
    ("POST /v1/meetings/{id}/papers", "report", "agreed"),
    ("POST /v1/meetings/{id}/matters", "to", "agreed"),
    ("POST /v1/meetings/{id}/matters", "from", "agreed"),
    ("POST /v1/meetings/{id}/matters", "to", "cancelled"),
    // The meeting that is sent decides.
    ("POST /v1/actions/{id}/take-back-carry-forward", "", "open"),
    ("POST /v1/actions/{id}/take-back-carry-forward", "", "in_progress"),
    ("POST /v1/actions/{id}/take-back-carry-forward", "", "claimed_complete"),
];

/// The act in `allowed_acts` that an operation on a record is.
fn act_of(operation: &'static str) -> Option<&'static str> {
    let (method, path) = operation.split_once(' ')?;
    let (above, last) = path.rsplit_once('/')?;
    match method {
        "PATCH" if last.starts_with('{') => Some("edit"),
        "DELETE" if last.starts_with('{') => Some("delete"),
        // What may be done to a deadline is listed with the deadline.
        "POST" if last == "deadline" => None,
        "POST" if above.ends_with('}') => match ADDING.iter().find(|(adding, _)| *adding == path) {
            Some((_, act)) => Some(act),
            None => Some(last),
        },
        _ => None,
    }
}

/// What is listed is accepted, and what is not is refused, for every record, role and status.
fn compare(row: &Row, status: &str, caller: &str, listed: Option<&[String]>, reply: &Reply) {
    let Some((listed, act)) = listed.zip(act_of(row.operation)) else { return };
    let (is_listed, is_done) = (listed.iter().any(|one| one == act), reply.status < 300);
    let refused = [403, 409, 422].contains(&reply.status);
    let depends = DEPENDS.contains(&(row.operation, row.about, status));
    assert!(is_done || refused, "{} in {status} by {caller}: {} {}", row.operation, reply.status, reply.text);
    assert!(
        is_listed == is_done || (depends && is_listed),
        "{} ({}) in {status} by {caller}: {act} is {}in {listed:?}, and the answer is {} {}",
        row.operation,
        row.about,
        if is_listed { "" } else { "not " },
        reply.status,
        reply.text
    );
}

const CALLERS: [&str; 6] = ["nobody", "pcc", "opcc", "force", "reader", "outsider"];

/// For rows about a draft that only named people read.
const RESTRICTED: &str = "restricted or not";

/// For an operation on no record, or on one without a status.
const NONE: &[&str] = &["-"];

/// What a slice knows about its part of the table.
trait Slice {
    const ROWS: &'static [Row];

    /// The path of a new record in `status`, for the `{id}` of a row; only rows with an `{id}` ask.
    async fn make(_: &Set, row: &Row, status: &str) -> String {
        panic!("{}: nothing makes a record that is {status}", row.operation);
    }

    /// A body that is good in shape and content, so that only right and state decide; only POST and PATCH ask.
    async fn body(_: &Set, row: &Row, _status: &str) -> Value {
        panic!("{}: nothing makes a body", row.operation);
    }

    /// Completes a POST or a PATCH; all but files are JSON.
    async fn complete(set: &Set, row: &Row, status: &str, request: RequestBuilder) -> RequestBuilder {
        request.json(&Self::body(set, row, status).await)
    }
}

/// An operation and the statuses to call it in: as many lines of the table.
struct Row {
    operation: &'static str,
    /// Which records, where one operation stands in the table twice.
    about: &'static str,
    statuses: &'static [&'static str],
}

const fn row(operation: &'static str, statuses: &'static [&'static str]) -> Row {
    row_about(operation, "", statuses)
}

const fn row_about(operation: &'static str, about: &'static str, statuses: &'static [&'static str]) -> Row {
    Row { operation, about, statuses }
}

/// The path of an operation on the record at `item`; of one inside another, with both ids.
fn filled(template: &str, item: &str) -> String {
    let Some(inner) = template.split('/').skip_while(|part| *part != "{id}").skip(1).find(|part| part.starts_with('{')) else {
        return template.replace("{id}", item.rsplit('/').next().unwrap_or_default());
    };
    let outer = item.split('/').nth(3).unwrap_or_default();
    template.replace("{id}", outer).replace(inner, id_of(item))
}

/// A good body of an act that needs nothing but a reason.
fn reason() -> Value {
    json!({"reason": "It was not complete."})
}

/// The id in the path of a record.
fn id_of(item: &str) -> &str {
    item.rsplit_once('/').expect("a path").1
}

#[test]
fn every_operation_is_in_a_table() {
    let known: BTreeSet<String> =
        contract::operations().into_iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let mut listed = BTreeMap::new();
    for (slice, rows) in rows() {
        for row in rows {
            let other = listed.insert(row.operation.to_owned(), slice).filter(|other| *other != slice);
            assert_eq!(other, None, "{} is in two tables, the other is that of {slice}", row.operation);
        }
    }
    let listed: BTreeSet<String> = listed.into_keys().collect();
    let missing: Vec<&String> = known.symmetric_difference(&listed).collect();
    assert!(missing.is_empty(), "in the document or in a table, but not in both: {missing:?}");
}

async fn check<S: Slice>(app: TestApp, name: &str) {
    let stage = Stage::set(&app).await;
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let set = Set { app, stage, numbers: Cell::new(0) };
    let mut table = format!("{:68} {}\n", "", CALLERS.map(|caller| format!("{caller:8}")).join(" "));
    for row in S::ROWS {
        let about = if row.about.is_empty() { String::new() } else { format!(" ({})", row.about) };
        let about = format!("{}{about}", row.operation);
        for status in row.statuses {
            let answers = set.answers::<S>(row, status).await;
            let _ = writeln!(table, "{about:48} {status:19} {}", answers.join(" "));
        }
    }
    let table = table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    insta::with_settings!({prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(format!("access_{name}"), table);
    });
}

/// What there is before the first row of a table.
struct Set {
    app: TestApp,
    /// Its meeting was held.
    stage: Stage,
    numbers: Cell<u32>,
}

impl Set {
    /// The record at `path`, which `who` has restricted to itself.
    async fn restricted(&self, path: String, who: &str) -> String {
        self.app.client(who).act(&path, "restrict", &reason()).await.expect(200);
        path
    }

    /// A number that was not used before, for what must be unique.
    fn number(&self) -> u32 {
        self.numbers.set(self.numbers.get() + 1);
        self.numbers.get()
    }

    /// The answers to each caller; a record that was changed is made anew for the next one.
    async fn answers<S: Slice>(&self, row: &Row, status: &str) -> Vec<String> {
        let mut answers = Vec::new();
        let mut item = self.item::<S>(row, status).await;
        for caller in CALLERS {
            let client = self.app.client(caller);
            let listed = self.listed(row, item.as_deref(), &client).await;
            let reply = self.call::<S>(row, item.as_deref(), status, &client).await;
            compare(row, status, caller, listed.as_deref(), &reply);
            answers.push(format!("{:8}", reply.status));
            if reply.status < 300 && !row.operation.starts_with("GET") {
                item = self.item::<S>(row, status).await;
            }
        }
        answers
    }

    /// What `allowed_acts` lists for a caller on the record that a row is about, if the row is an act on it.
    async fn listed(&self, row: &Row, item: Option<&str>, client: &Client) -> Option<Vec<String>> {
        let (item, _) = item.zip(act_of(row.operation))?;
        let reply = client.get(item).await;
        let acts = reply.json["allowed_acts"].as_array().filter(|_| reply.status == 200)?;
        Some(acts.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    async fn item<S: Slice>(&self, row: &Row, status: &str) -> Option<String> {
        if row.operation.contains("{id}") { Some(S::make(self, row, status).await) } else { None }
    }

    async fn call<S: Slice>(&self, row: &Row, item: Option<&str>, status: &str, client: &Client) -> Reply {
        let (method, template) = row.operation.split_once(' ').expect("a method and a path");
        let path =
            filled(template, item.unwrap_or_default()).replace("/search", "/search?q=a").replace("{file}", "questions.csv");
        let mut request = client.request(Method::from_bytes(method.as_bytes()).expect("a method"), &path);
        if let Some(item) = item.filter(|_| method != "GET") {
            request = request.header(IF_MATCH, self.etag(item).await);
        }
        if ["POST", "PATCH"].contains(&method) {
            request = S::complete(self, row, status, request).await;
        }
        client.send(request).await
    }

    /// The version of a record, as whoever sees it sees it.
    async fn etag(&self, item: &str) -> String {
        for name in ["pcc", "force", "opcc"] {
            let reply = self.app.client(name).get(item).await;
            if reply.status == 200 && reply.headers.contains_key("etag") {
                return reply.etag();
            }
        }
        "\"1\"".to_owned()
    }
}
