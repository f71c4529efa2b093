//! Findings and their ratings: a draft and what it was rated are the body's alone, through every filter, count and series.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{finding_priorities, findings};
use answerable::record::findings::model::FindingStatus;
use answerable::record::findings::rules;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Ids, Subject, Viewer, embedded, ids, parse};
use crate::access::findings::{finding, rating};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 4] = ["draft", "shared", "shared_replied", "confirmed"];
const KINDS: [&str; 3] = ["finding", "commendation", "acknowledged_failing"];
const LABELS: [Option<&str>; 3] = [None, Some("Little assured"), Some("Not assured")];

pub struct Findings;

super::proves!(Findings);

#[derive(Debug, Clone)]
pub struct Step {
    status: &'static str,
    kind: &'static str,
    performance: Option<&'static str>,
    plan: Option<&'static str>,
    /// About a question that was put.
    about: bool,
    /// Of the neighbours.
    elsewhere: bool,
}

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    id: String,
    area: String,
    status: String,
    performance: Option<String>,
    plan: Option<String>,
    question: Option<String>,
    text: String,
}

pub struct Truth {
    findings: Vec<Row>,
    /// Finding and priority.
    links: Vec<(String, String)>,
}

impl Subject for Findings {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        let words = (proptest::sample::select(&STATUSES[..]), proptest::sample::select(&KINDS[..]));
        let labels = (proptest::sample::select(&LABELS[..]), proptest::sample::select(&LABELS[..]));
        (words, labels, any::<bool>(), proptest::bool::weighted(0.15)).prop_map(
            |((status, kind), (performance, plan), about, elsewhere)| Step { status, kind, performance, plan, about, elsewhere },
        )
    }

    fn one_of_each() -> Vec<Step> {
        let one = |status, performance, elsewhere: bool| Step {
            status,
            kind: "acknowledged_failing",
            performance,
            plan: Some("Little assured"),
            about: !elsewhere,
            elsewhere,
        };
        let mut steps: Vec<Step> = STATUSES.iter().map(|status| one(status, Some("Not assured"), false)).collect();
        steps.push(Step { plan: None, ..one("draft", None, false) });
        steps.push(one("draft", None, true));
        steps
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        if step.elsewhere {
            let path = app.client("outsider").create("/v1/findings", &json!({"text": "The neighbours do well."})).await;
            if step.status != "draft" {
                app.client("outsider").act(&path, "share", &json!({})).await.expect(200);
            }
            return;
        }
        let mut input = finding(stage, &format!("A conclusion that is {}.", step.status));
        input["kind"] = json!(step.kind);
        if step.about {
            let question = app.question_in(stage, "put").await;
            input["question_id"] = json!(question.rsplit_once('/').expect("a path").1);
        }
        let path = app.opcc().create("/v1/findings", &input).await;
        if step.performance.is_some() || step.plan.is_some() {
            let scale = app.scale_in(stage, "unused").await;
            let scale = scale.rsplit_once('/').expect("a path").1;
            app.pcc().act(&path, "rate", &rating(scale, step.performance, step.plan)).await.expect(200);
        }
        app.move_finding(&path, step.status).await;
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        let columns = (
            findings::id,
            findings::area,
            findings::status,
            findings::performance_code,
            findings::plan_code,
            findings::question_id,
            findings::text,
        );
        Ok(Truth {
            findings: findings::table.select(columns).load(conn)?,
            links: finding_priorities::table
                .select((finding_priorities::finding_id, finding_priorities::priority_id))
                .load(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let scope = rules::scope(&viewer.actor);
        let seen = ids(&truth.findings, |row| &row.id, |row| scope.sees(&row.area, parse::<FindingStatus>(&row.status)));
        viewer.agrees("findings", &ids(&truth.findings, |row| &row.id, |_| true), &seen).await;
        let statuses: Vec<&str> = FindingStatus::ALL.iter().map(|status| status.as_str()).collect();
        viewer.divides("findings", "status", &statuses, &seen).await;
        viewer.divides("findings", "kind", &KINDS, &seen).await;
        for code in ["assured", "partly_assured", "not_assured"] {
            rated_so(viewer, truth, &seen, "performance", code, |row| row.performance.as_deref()).await;
            rated_so(viewer, truth, &seen, "plan_rating", code, |row| row.plan.as_deref()).await;
        }
        let found = viewer.listed("/v1/findings?q=conclusion+draft").await;
        let wanted = ids(&truth.findings, |row| &row.id, |row| seen.contains(&row.id) && row.text.contains("is draft"));
        assert_eq!(found, wanted, "{}: search", viewer.about);
        included(viewer, truth, &seen).await;
        under_priorities(viewer, truth, &seen).await;
    }
}

/// A filter by rating, and its count, keep what is seen and rated so.
async fn rated_so(viewer: &Viewer, truth: &Truth, seen: &Ids, filter: &str, code: &str, of: fn(&Row) -> Option<&str>) {
    let wanted = ids(&truth.findings, |row| &row.id, |row| seen.contains(&row.id) && of(row) == Some(code));
    let path = format!("/v1/findings?{filter}={code}");
    assert_eq!(viewer.listed(&path).await, wanted, "{}: {path}", viewer.about);
    let page = viewer.client.get(&format!("{path}&count=exact&limit=1")).await.expect(200);
    assert_eq!(page.json["page"]["total"], json!(wanted.len()), "{}: the count of {path}", viewer.about);
}

/// What is read through a question is what is read beside it.
async fn included(viewer: &Viewer, truth: &Truth, seen: &Ids) {
    let rows = viewer.client.all("/v1/questions?include=findings&limit=5").await;
    let wanted = ids(&truth.findings, |row| &row.id, |row| seen.contains(&row.id) && row.question.is_some());
    assert_eq!(embedded(&rows, "findings"), wanted, "{}: included findings", viewer.about);
}

/// The series of a priority holds the rated findings that were shared, the same for both sides; so does its count.
async fn under_priorities(viewer: &Viewer, truth: &Truth, seen: &Ids) {
    let priorities: Ids = truth.links.iter().map(|link| link.1.clone()).collect();
    for priority in priorities {
        let path = format!("/v1/priorities/{priority}/assurance");
        if viewer.actor.area != "west-mercia" {
            viewer.client.get(&path).await.expect(404);
            continue;
        }
        let under = |id: &String| truth.links.iter().any(|link| link.0 == *id && link.1 == priority);
        let rated = |row: &Row| row.status != "draft" && (row.performance.is_some() || row.plan.is_some());
        let wanted = ids(&truth.findings, |row| &row.id, |row| seen.contains(&row.id) && under(&row.id) && rated(row));
        let rows = viewer.client.all(&format!("{path}?limit=2")).await;
        let got: Vec<&str> = rows.iter().map(|row| row["finding_id"].as_str().expect("an id")).collect();
        assert_eq!(got.iter().map(|id| (*id).to_owned()).collect::<Ids>(), wanted, "{}: {path}", viewer.about);
        assert_eq!(got.len(), wanted.len(), "{}: a finding stands twice in {path}", viewer.about);
        let page = viewer.client.get(&format!("{path}?count=exact&limit=1")).await.expect(200);
        assert_eq!(page.json["page"]["total"], json!(wanted.len()), "{}: the count of {path}", viewer.about);
        let rated_at_all = |name: &str| rows.iter().any(|row| row[name] != Value::Null);
        for name in ["performance", "plan"] {
            assert_eq!(page.json["latest"][name] != Value::Null, rated_at_all(name), "{}: the latest {name}", viewer.about);
        }
    }
}
