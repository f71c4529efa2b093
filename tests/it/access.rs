//! Who gets what: every operation, by every kind of caller, in every status that matters. The table is a snapshot to be
//! read; an operation that is not in it fails the test.

use std::collections::BTreeSet;
use std::fmt::Write;

use answerable::actor::{Role, TokenScope};
use answerable::users::model::{NewUser, UserKind};
use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};

use crate::support::stage::{Stage, meeting};
use crate::support::{Reply, TestApp, both, contract};

both!(every_operation_by_everybody_in_every_status);

const CALLERS: [&str; 6] = ["nobody", "pcc", "opcc", "force", "reader", "outsider"];

/// What `{id}` of a path stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// No record: a collection, or the service itself.
    Nothing,
    Area,
    Body,
    User,
    Plan,
    Priority,
    Topic,
    Meeting,
    Attendance,
    AgendaItem,
    Question,
    /// A response of the force.
    Response,
    /// An oral one that the office records.
    Recorded,
    Action,
    AuditEntry,
}
use Kind::{
    Action, AgendaItem, Area, Attendance, AuditEntry, Body, Meeting, Nothing, Plan, Priority, Question, Recorded, Response,
    Topic, User,
};

const NONE: &[&str] = &["-"];
const PLAN: &[&str] = &["draft", "adopted", "superseded"];
const MEETING: &[&str] = &["scheduled", "held", "agreed", "cancelled"];
const QUESTION: &[&str] = &["draft", "put", "answered", "returned", "closed", "withdrawn", "withdrawn_after_put"];
const RESPONSE: &[&str] = &["draft", "submitted", "accepted", "returned"];
const ACTION: &[&str] = &["open", "in_progress", "claimed_complete", "accepted", "closed_not_implemented", "superseded"];
const USER: &[&str] = &["pcc", "opcc", "force", "deactivated"];

const TABLE: &[(&str, Kind, &[&str])] = &[
    ("GET /healthz", Nothing, NONE),
    ("GET /readyz", Nothing, NONE),
    ("GET /metrics", Nothing, NONE),
    ("GET /openapi.json", Nothing, NONE),
    ("GET /.well-known/jwks.json", Nothing, NONE),
    ("POST /v1/auth/token", Nothing, NONE),
    ("POST /v1/auth/revoke", Nothing, NONE),
    ("GET /v1/me", Nothing, NONE),
    ("GET /v1/areas", Nothing, NONE),
    ("GET /v1/areas/{id}", Area, NONE),
    ("GET /v1/bodies", Nothing, NONE),
    ("POST /v1/bodies", Nothing, NONE),
    ("GET /v1/bodies/{id}", Body, NONE),
    ("PATCH /v1/bodies/{id}", Body, NONE),
    ("GET /v1/users", Nothing, NONE),
    ("POST /v1/users", Nothing, USER),
    ("GET /v1/users/{id}", User, USER),
    ("PATCH /v1/users/{id}", User, USER),
    ("POST /v1/users/{id}/deactivate", User, USER),
    ("GET /v1/plans", Nothing, NONE),
    ("POST /v1/plans", Nothing, NONE),
    ("GET /v1/plans/{id}", Plan, PLAN),
    ("PATCH /v1/plans/{id}", Plan, PLAN),
    ("DELETE /v1/plans/{id}", Plan, PLAN),
    ("POST /v1/plans/{id}/adopt", Plan, PLAN),
    ("POST /v1/plans/{id}/supersede", Plan, PLAN),
    ("GET /v1/priorities", Nothing, NONE),
    ("POST /v1/priorities", Nothing, PLAN),
    ("GET /v1/priorities/{id}", Priority, PLAN),
    ("PATCH /v1/priorities/{id}", Priority, PLAN),
    ("DELETE /v1/priorities/{id}", Priority, PLAN),
    ("GET /v1/topics", Nothing, NONE),
    ("POST /v1/topics", Nothing, NONE),
    ("GET /v1/topics/{id}", Topic, NONE),
    ("PATCH /v1/topics/{id}", Topic, NONE),
    ("DELETE /v1/topics/{id}", Topic, NONE),
    ("GET /v1/meetings", Nothing, NONE),
    ("POST /v1/meetings", Nothing, NONE),
    ("GET /v1/meetings/{id}", Meeting, MEETING),
    ("PATCH /v1/meetings/{id}", Meeting, MEETING),
    ("DELETE /v1/meetings/{id}", Meeting, MEETING),
    ("POST /v1/meetings/{id}/hold", Meeting, MEETING),
    ("POST /v1/meetings/{id}/agree", Meeting, MEETING),
    ("POST /v1/meetings/{id}/cancel", Meeting, MEETING),
    ("GET /v1/meetings/{id}/attendance", Meeting, MEETING),
    ("POST /v1/meetings/{id}/attendance", Meeting, MEETING),
    ("GET /v1/attendance/{id}", Attendance, MEETING),
    ("PATCH /v1/attendance/{id}", Attendance, MEETING),
    ("DELETE /v1/attendance/{id}", Attendance, MEETING),
    ("GET /v1/meetings/{id}/agenda-items", Meeting, MEETING),
    ("POST /v1/meetings/{id}/agenda-items", Meeting, MEETING),
    ("GET /v1/agenda-items/{id}", AgendaItem, MEETING),
    ("PATCH /v1/agenda-items/{id}", AgendaItem, MEETING),
    ("DELETE /v1/agenda-items/{id}", AgendaItem, MEETING),
    ("GET /v1/questions", Nothing, NONE),
    ("POST /v1/questions", Nothing, NONE),
    ("GET /v1/questions/{id}", Question, QUESTION),
    ("PATCH /v1/questions/{id}", Question, QUESTION),
    ("DELETE /v1/questions/{id}", Question, QUESTION),
    ("POST /v1/questions/{id}/put", Question, QUESTION),
    ("POST /v1/questions/{id}/return", Question, QUESTION),
    ("POST /v1/questions/{id}/close", Question, QUESTION),
    ("POST /v1/questions/{id}/withdraw", Question, QUESTION),
    ("POST /v1/questions/{id}/carry-forward", Question, QUESTION),
    ("POST /v1/questions/{id}/correct", Question, QUESTION),
    ("GET /v1/questions/{id}/responses", Question, QUESTION),
    ("POST /v1/questions/{id}/responses", Question, QUESTION),
    ("GET /v1/responses/{id}", Response, RESPONSE),
    ("PATCH /v1/responses/{id}", Response, RESPONSE),
    ("DELETE /v1/responses/{id}", Response, RESPONSE),
    ("POST /v1/responses/{id}/submit", Response, RESPONSE),
    ("POST /v1/responses/{id}/accept", Response, RESPONSE),
    ("POST /v1/responses/{id}/return", Response, RESPONSE),
    ("POST /v1/responses/{id}/correct", Response, RESPONSE),
    ("GET /v1/responses/{id}", Recorded, RESPONSE),
    ("PATCH /v1/responses/{id}", Recorded, RESPONSE),
    ("DELETE /v1/responses/{id}", Recorded, RESPONSE),
    ("POST /v1/responses/{id}/submit", Recorded, RESPONSE),
    ("POST /v1/responses/{id}/accept", Recorded, RESPONSE),
    ("POST /v1/responses/{id}/return", Recorded, RESPONSE),
    ("POST /v1/responses/{id}/correct", Recorded, RESPONSE),
    ("GET /v1/actions", Nothing, NONE),
    ("POST /v1/actions", Nothing, NONE),
    ("GET /v1/actions/{id}", Action, ACTION),
    ("PATCH /v1/actions/{id}", Action, ACTION),
    ("POST /v1/actions/{id}/start", Action, ACTION),
    ("POST /v1/actions/{id}/claim", Action, ACTION),
    ("POST /v1/actions/{id}/accept", Action, ACTION),
    ("POST /v1/actions/{id}/reject", Action, ACTION),
    ("POST /v1/actions/{id}/extend", Action, ACTION),
    ("POST /v1/actions/{id}/close-not-implemented", Action, ACTION),
    ("POST /v1/actions/{id}/check-outcome", Action, ACTION),
    ("POST /v1/actions/{id}/supersede", Action, ACTION),
    ("GET /v1/actions/{id}/updates", Action, ACTION),
    ("POST /v1/actions/{id}/updates", Action, ACTION),
    ("GET /v1/audit", Nothing, NONE),
    ("GET /v1/audit/{id}", AuditEntry, &["by the pcc", "by the force"]),
];

/// What every case of the table needs beside the stage.
struct Set {
    app: TestApp,
    stage: Stage,
    spare_action: String,
    /// The plan that a priority is posted to.
    plan: String,
    /// Makes logins that were not used before.
    logins: u32,
}

async fn every_operation_by_everybody_in_every_status(app: TestApp) {
    let known: BTreeSet<String> =
        contract::operations().into_iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let listed: BTreeSet<String> = TABLE.iter().map(|(operation, ..)| (*operation).to_owned()).collect();
    let missing: Vec<&String> = known.symmetric_difference(&listed).collect();
    assert!(missing.is_empty(), "in the document or in the table, but not in both: {missing:?}");

    let stage = Stage::set(&app).await;
    app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await.expect(200);
    let spare = app.action_in(&stage, "open").await;
    let spare_action = spare.rsplit_once('/').expect("a path").1.to_owned();
    let mut set = Set { app, stage, spare_action, plan: String::new(), logins: 0 };
    let mut table = format!("{:68} {}\n", "", CALLERS.map(|caller| format!("{caller:8}")).join(" "));
    for (operation, kind, statuses) in TABLE {
        for status in *statuses {
            let about = match kind {
                Recorded => format!("{operation} (recorded by the office)"),
                _ => (*operation).to_owned(),
            };
            let _ = write!(table, "{about:48} {status:19}");
            let row = set.row(operation, *kind, status).await;
            let _ = writeln!(table, " {}", row.join(" "));
        }
    }
    let table: Vec<&str> = table.lines().map(str::trim_end).collect();
    insta::assert_snapshot!("access", table.join("\n"));
}

impl Set {
    /// The answers to each caller; a record that was changed is made anew for the next one.
    async fn row(&mut self, operation: &str, kind: Kind, status: &str) -> Vec<String> {
        let mut row = Vec::new();
        let mut item = self.make(kind, status).await;
        for caller in CALLERS {
            let reply = self.call(operation, &item, status, caller).await;
            row.push(format!("{:8}", reply.status));
            if reply.status < 300 && !operation.starts_with("GET") {
                item = self.make(kind, status).await;
            }
        }
        row
    }

    async fn call(&mut self, operation: &str, item: &str, status: &str, caller: &str) -> Reply {
        let (method, template) = operation.split_once(' ').expect("a method and a path");
        let id = item.rsplit_once('/').map_or("", |(_, id)| id);
        let path = template.replace("{id}", id);
        let client = self.app.client(caller);
        let mut request = client.request(Method::from_bytes(method.as_bytes()).expect("a method"), &path);
        if !item.is_empty() && method != "GET" {
            request = request.header(IF_MATCH, self.etag(item).await);
        }
        if let Some(body) = self.body(operation, status) {
            request = request.json(&body);
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

    async fn make(&mut self, kind: Kind, status: &str) -> String {
        let (app, stage) = (&self.app, &self.stage);
        match kind {
            Nothing if PLAN.contains(&status) => {
                // A priority is posted to a plan of this status.
                let plan = app.plan_in(stage, status).await;
                self.plan = plan.rsplit_once('/').map(|(_, id)| id.to_owned()).expect("a path");
                String::new()
            }
            Nothing => String::new(),
            Area => format!("/v1/areas/{}", app.pcc().get("/v1/areas").await.ids()[0]),
            Body => format!("/v1/bodies/{}", stage.body),
            User => self.user(status).await,
            Plan => app.plan_in(stage, status).await,
            Priority => {
                let plan = app.plan_in(stage, status).await;
                let plan = plan.rsplit_once('/').expect("a path").1;
                format!("/v1/priorities/{}", app.pcc().get(&format!("/v1/priorities?plan={plan}")).await.ids()[0])
            }
            Topic => app.opcc().create("/v1/topics", &json!({"title": "Recruitment"})).await,
            Meeting => app.meeting_in(stage, status).await,
            Attendance | AgendaItem => self.part(kind, status).await,
            Question => app.question_in(stage, status).await,
            Response => {
                let question = app.question_in(stage, "put").await;
                app.response_to(&question, status).await
            }
            Recorded => self.recorded(status).await,
            Action if status == "superseded" => {
                let action = app.action_in(stage, "open").await;
                let by = json!({"superseded_by": self.spare_action, "reason": "Covered by another."});
                app.pcc().act(&action, "supersede", &by).await.expect(200);
                action
            }
            Action => app.action_in(stage, status).await,
            AuditEntry => {
                let (who, act) = if status == "by the force" { ("force", "submit") } else { ("pcc", "put") };
                let question = app.question_in(stage, "answered").await;
                drop(question);
                let entries = app.client(who).get(&format!("/v1/audit?act={act}&sort=-created_at")).await;
                format!("/v1/audit/{}", entries.ids()[0])
            }
        }
    }

    async fn user(&mut self, status: &str) -> String {
        self.logins += 1;
        let role = if status == "deactivated" { Role::Opcc } else { status.parse().expect("a role") };
        let user = NewUser {
            kind: UserKind::Person,
            login: format!("user{}@example.org", self.logins),
            name: "A. User".into(),
            role,
            capacity: None,
            scope: TokenScope::Write,
            secret_hash: None,
        };
        let user =
            self.app.operate("west-mercia", role, move |tx| answerable::users::acts::add(tx, &user)).await.expect("a user");
        let path = format!("/v1/users/{}", user.id);
        if status == "deactivated" {
            self.app.pcc().act(&path, "deactivate", &json!({"reason": "Left."})).await.expect(200);
        }
        path
    }

    /// Attendance or an agenda item of a meeting that then gets to its status.
    async fn part(&self, kind: Kind, status: &str) -> String {
        let (app, opcc) = (&self.app, self.app.opcc());
        let path = opcc.create("/v1/meetings", &meeting(&self.stage.body, "Another meeting", "2019-01-30")).await;
        let (place, body) = match kind {
            Attendance => ("attendance", json!({"name": "A. Constable", "capacity": "CC", "attended": "present"})),
            _ => ("agenda-items", json!({"kind": "other", "title": "Demand"})),
        };
        let part = opcc.create(&format!("{path}/{place}"), &body).await;
        match status {
            "cancelled" => drop(opcc.act(&path, "cancel", &json!({"reason": "Snow."})).await.expect(200)),
            "held" => drop(opcc.act(&path, "hold", &json!({})).await.expect(200)),
            "agreed" => {
                opcc.act(&path, "hold", &json!({})).await.expect(200);
                app.pcc().act(&path, "agree", &json!({})).await.expect(200);
            }
            _ => {}
        }
        part
    }

    async fn recorded(&self, status: &str) -> String {
        let (app, opcc, pcc) = (&self.app, self.app.opcc(), self.app.pcc());
        let question = app.question_in(&self.stage, "put").await;
        let path = opcc.create(&format!("{question}/responses"), &json!({"text": "It is falling.", "mode": "oral"})).await;
        if status != "draft" {
            opcc.act(&path, "submit", &json!({})).await.expect(200);
        }
        match status {
            "accepted" => drop(pcc.act(&path, "accept", &json!({})).await.expect(200)),
            "returned" => drop(pcc.act(&path, "return", &json!({"reason": "Half of it."})).await.expect(200)),
            _ => {}
        }
        path
    }

    /// A body that is good in shape and content, so that only right and state decide.
    fn body(&mut self, operation: &str, status: &str) -> Option<Value> {
        let reason = json!({"reason": "It was not complete."});
        let stage = &self.stage;
        Some(match operation {
            "POST /v1/auth/token" => {
                json!({"grant_type": "password", "username": "no.such@example.org", "password": "not the one"})
            }
            "POST /v1/auth/revoke" => json!({"token": "no such token"}),
            "POST /v1/bodies" => json!({"kind": "mayor", "name": "Mayor", "valid_from": "2028-05-08"}),
            "PATCH /v1/bodies/{id}" => json!({"valid_to": "2028-05-07"}),
            "POST /v1/users" => {
                self.logins += 1;
                let role = if status == "deactivated" { "opcc" } else { status };
                let login = format!("new{}@example.org", self.logins);
                json!({"login": login, "name": "A. New", "role": role, "password": "correct horse battery"})
            }
            "PATCH /v1/users/{id}" => json!({"capacity": "Head of Policy"}),
            "POST /v1/plans" => {
                json!({"body_id": stage.body, "title": "Next plan", "period_from": "2021-04-01", "period_to": "2025-03-31"})
            }
            "PATCH /v1/plans/{id}" => json!({"summary": "In short."}),
            "POST /v1/plans/{id}/supersede" => json!({"superseded_by": stage.plan, "reason": "A new plan."}),
            "POST /v1/priorities" => json!({"plan_id": self.plan, "title": "Reforming West Mercia"}),
            "PATCH /v1/priorities/{id}" => json!({"description": "In short."}),
            "POST /v1/topics" => json!({"title": "Demand"}),
            "PATCH /v1/topics/{id}" => json!({"summary": "In short."}),
            "POST /v1/meetings" => meeting(&stage.body, "February", "2019-02-27"),
            "PATCH /v1/meetings/{id}" => json!({"venue": "Worcester"}),
            "POST /v1/meetings/{id}/attendance" => json!({"name": "B. Constable", "capacity": "DCC", "attended": "apologies"}),
            "PATCH /v1/attendance/{id}" => json!({"capacity": "T/CC"}),
            "POST /v1/meetings/{id}/agenda-items" => json!({"kind": "aob", "title": "Any other business"}),
            "PATCH /v1/agenda-items/{id}" => json!({"note": "Taken first."}),
            "POST /v1/questions" => stage.question("Why?"),
            "PATCH /v1/questions/{id}" => json!({"text": "Why not?"}),
            "POST /v1/questions/{id}/close" => json!({"outcome": "part_answered", "reason": "One month of three."}),
            "POST /v1/questions/{id}/correct" => json!({"text": "Why then?", "reason": "Clearer."}),
            "POST /v1/questions/{id}/responses" => json!({"text": "Because."}),
            "PATCH /v1/responses/{id}" => json!({"text": "Because of that."}),
            "POST /v1/responses/{id}/correct" => json!({"text": "Because of this.", "reason": "A slip."}),
            "POST /v1/actions" => json!({"text": "Bring a plan.", "owner": "CC", "owner_side": "force"}),
            "PATCH /v1/actions/{id}" => json!({"condition": "For the whole cohort."}),
            "POST /v1/actions/{id}/claim" => json!({"evidence": "The plan was sent."}),
            "POST /v1/actions/{id}/extend" => json!({"due_on": "2019-03-31", "reason": "A review ends then."}),
            "POST /v1/actions/{id}/check-outcome" => json!({"result": "confirmed", "reason": "It holds."}),
            "POST /v1/actions/{id}/supersede" => json!({"superseded_by": self.spare_action, "reason": "Covered by another."}),
            "POST /v1/actions/{id}/updates" => json!({"text": "Half of it is done."}),
            "POST /v1/plans/{id}/adopt"
            | "POST /v1/meetings/{id}/hold"
            | "POST /v1/meetings/{id}/agree"
            | "POST /v1/questions/{id}/put"
            | "POST /v1/responses/{id}/submit"
            | "POST /v1/responses/{id}/accept"
            | "POST /v1/actions/{id}/start"
            | "POST /v1/actions/{id}/accept" => json!({}),
            other if other.starts_with("POST") => reason,
            _ => return None,
        })
    }
}
