//! Attachments, which are seen by their own side, and by whoever sees a record that cites them.

use answerable::foundation::actor::Side;
use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{
    actions, attachment_citations, attachments, data_points, decisions, exchanges, findings, meetings, papers, questions,
    recommendation_sets, responses,
};
use answerable::record::actions::rules as action_rules;
use answerable::record::evidence::attachments::model::Uploader;
use answerable::record::evidence::attachments::rules;
use answerable::record::findings::model::FindingStatus;
use answerable::record::meetings::decisions::model::DecisionStatus;
use answerable::record::meetings::exchanges::model::ExchangeStatus;
use answerable::record::model::{DataPointStatus, RecommendationSetStatus};
use answerable::record::questions::responses::model::ResponseStatus;
use chrono::NaiveDate;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Ids, Restricted, Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

/// Records that can cite: the collection, and a status.
const RECORDS: [(&str, &str); 18] = [
    ("questions", "draft"),
    ("questions", "put"),
    ("questions", "withdrawn"),
    ("responses", "draft"),
    ("responses", "submitted"),
    ("data_points", "draft"),
    ("data_points", "submitted"),
    ("findings", "draft"),
    ("findings", "shared"),
    ("actions", "open"),
    ("meetings", "scheduled"),
    ("papers", "due"),
    ("decisions", "draft"),
    ("decisions", "taken"),
    ("recommendation_sets", "draft"),
    ("recommendation_sets", "recorded"),
    ("exchanges", "draft"),
    ("exchanges", "recorded"),
];

pub struct Attachments;

super::proves!(Attachments);

#[derive(Debug, Clone)]
pub enum Step {
    NotCited(&'static str),
    /// Cited by a record, if the side that uploaded it sees that.
    Cited(&'static str, &'static str, &'static str),
    /// Cited by a draft of the office that the PCC then restricts.
    Restricted(&'static str),
    /// Cited by a draft that is deleted afterwards.
    Orphaned(&'static str),
    Elsewhere,
}

pub struct Truth {
    attachments: Vec<(String, String, String)>,
    citations: Vec<(String, String, String)>,
    questions: Vec<(String, String, Option<NaiveDate>)>,
    responses: Vec<(String, String, String, String)>,
    data_points: Vec<(String, String, String, String)>,
    findings: Vec<(String, String, String)>,
    actions: Vec<(String, String)>,
    meetings: Vec<(String, String)>,
    papers: Vec<(String, String)>,
    decisions: Vec<(String, String, String)>,
    sets: Vec<(String, String, String)>,
    exchanges: Vec<(String, String, String)>,
    restricted: Restricted,
}

/// Collections with drafts that can be restricted.
const RESTRICTABLE: [&str; 4] = ["questions", "findings", "decisions", "data_points"];

impl Subject for Attachments {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        let who = || proptest::sample::select(&["force", "opcc"][..]);
        prop_oneof![
            1 => who().prop_map(Step::NotCited),
            6 => (who(), proptest::sample::select(&RECORDS[..]))
                .prop_map(|(who, (resource, status))| Step::Cited(who, resource, status)),
            1 => who().prop_map(Step::Orphaned),
            2 => proptest::sample::select(&RESTRICTABLE[..]).prop_map(Step::Restricted),
            1 => Just(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let cited =
            ["force", "opcc"].into_iter().flat_map(|who| RECORDS.map(|(resource, status)| Step::Cited(who, resource, status)));
        let others =
            [Step::NotCited("force"), Step::NotCited("opcc"), Step::Orphaned("force"), Step::Orphaned("opcc"), Step::Elsewhere];
        cited.chain(others).chain(RESTRICTABLE.map(Step::Restricted)).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        match step {
            Step::NotCited(who) => drop(app.attachment_in(who, "not_cited").await),
            Step::Cited(who, resource, status) => {
                let record = record(app, stage, who, resource, status).await;
                let attachment = app.attachment_in(who, "not_cited").await;
                let client = app.client(who);
                let visible = client.get(&record).await.status == 200;
                let id = record.rsplit_once('/').expect("a path").1;
                client.cite(&attachment, resource, id).await.expect(if visible { 201 } else { 422 });
            }
            Step::Restricted(resource) => {
                let record = record(app, stage, "opcc", resource, "draft").await;
                let attachment = app.attachment_in("opcc", "not_cited").await;
                let id = record.rsplit_once('/').expect("a path").1;
                app.opcc().cite(&attachment, resource, id).await.expect(201);
                super::restrict(app, &record).await;
            }
            Step::Orphaned(who) => {
                let draft = app.data_point_in(who, "draft").await;
                let attachment = app.attachment_in(who, "not_cited").await;
                let client = app.client(who);
                client.cite(&attachment, "data_points", draft.rsplit_once('/').expect("a path").1).await.expect(201);
                client.delete(&draft, "\"1\"").await.expect(204);
            }
            Step::Elsewhere => {
                let outsider = app.client("outsider");
                outsider.upload("Roads.txt", "text/plain", "Of the neighbours.").await.expect(201);
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        use attachment_citations as citations;
        Ok(Truth {
            attachments: attachments::table.select((attachments::id, attachments::area, attachments::side)).load(conn)?,
            citations: citations::table
                .select((citations::attachment_id, citations::resource, citations::resource_id))
                .load(conn)?,
            questions: questions::table.select((questions::id, questions::area, questions::put_on)).load(conn)?,
            responses: responses::table
                .select((responses::id, responses::area, responses::status, responses::side))
                .load(conn)?,
            data_points: data_points::table
                .select((data_points::id, data_points::area, data_points::status, data_points::side))
                .load(conn)?,
            findings: findings::table.select((findings::id, findings::area, findings::status)).load(conn)?,
            actions: actions::table.select((actions::id, actions::area)).load(conn)?,
            meetings: meetings::table.select((meetings::id, meetings::area)).load(conn)?,
            papers: papers::table.select((papers::id, papers::area)).load(conn)?,
            decisions: decisions::table.select((decisions::id, decisions::area, decisions::status)).load(conn)?,
            sets: recommendation_sets::table
                .select((recommendation_sets::id, recommendation_sets::area, recommendation_sets::status))
                .load(conn)?,
            exchanges: exchanges::table.select((exchanges::id, exchanges::area, exchanges::status)).load(conn)?,
            restricted: Restricted::read(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let scope = rules::scope(&viewer.actor);
        let kept = truth.restricted.kept_from(&viewer.actor);
        let records = seen_records(viewer, truth);
        let cited_by = |id: &String, by: &Ids| truth.citations.iter().any(|row| row.0 == *id && by.contains(&row.2));
        let may_see = |row: &(String, String, String)| {
            scope.sees(&row.1, parse::<Uploader>(&row.2), cited_by(&row.0, &records), cited_by(&row.0, &kept))
        };
        let (all, seen) = (ids(&truth.attachments, |row| &row.0, |_| true), ids(&truth.attachments, |row| &row.0, may_see));
        viewer.agrees("attachments", &all, &seen).await;
        viewer.divides("attachments", "side", &["force", "body"], &seen).await;
        viewer.divides("attachments", "cited", &["true", "false"], &seen).await;
        for id in &all {
            let wanted = if seen.contains(id) { 200 } else { 404 };
            viewer.client.get(&format!("/v1/attachments/{id}/content")).await.expect(wanted);
            viewer.client.get(&format!("/v1/attachments/{id}/citations")).await.expect(wanted);
        }
        citations(viewer, truth, &records).await;
    }
}

async fn record(app: &TestApp, stage: &Stage, who: &str, resource: &str, status: &str) -> String {
    match resource {
        "questions" => app.question_in(stage, status).await,
        "responses" => {
            let question = app.question_in(stage, "put").await;
            app.response_to(&question, status).await
        }
        "data_points" => app.data_point_in(who, status).await,
        "findings" => app.finding_in(stage, status).await,
        "actions" => app.action_in(stage, status).await,
        "papers" => {
            let paper = json!({"kind": "report", "title": "The backlog", "owed_by": "force", "due_on": "2019-01-23"});
            app.opcc().create(&format!("/v1/meetings/{}/papers", stage.meeting), &paper).await
        }
        "decisions" => app.decision_in(stage, status).await,
        "recommendation_sets" => app.recommendation_set_in(stage, status).await,
        "exchanges" => {
            // The first one holds the meeting, the later ones find it held.
            app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await;
            app.exchange_in(stage, status).await
        }
        _ => app.meeting_in(stage, status).await,
    }
}

/// The ids of all records that the viewer sees by the rules of their slices.
fn seen_records(viewer: &Viewer, truth: &Truth) -> Ids {
    let scopes = rules::scope(&viewer.actor).records;
    let questions = ids(&truth.questions, |row| &row.0, |row| scopes.questions.sees(&row.1, row.2));
    let responses = ids(
        &truth.responses,
        |row| &row.0,
        |row| scopes.responses.sees(&row.1, parse::<ResponseStatus>(&row.2), parse::<Side>(&row.3)),
    );
    let points = ids(
        &truth.data_points,
        |row| &row.0,
        |row| scopes.data_points.sees(&row.1, parse::<DataPointStatus>(&row.2), parse::<Side>(&row.3)),
    );
    let findings = ids(&truth.findings, |row| &row.0, |row| scopes.findings.sees(&row.1, parse::<FindingStatus>(&row.2)));
    let area = action_rules::scope(&viewer.actor).area;
    let actions = ids(&truth.actions, |row| &row.0, |row| row.1 == area);
    let meetings = ids(&truth.meetings, |row| &row.0, |row| row.1 == scopes.meetings.area);
    let papers = ids(&truth.papers, |row| &row.0, |row| row.1 == scopes.papers.area);
    let decisions = ids(&truth.decisions, |row| &row.0, |row| scopes.decisions.sees(&row.1, parse::<DecisionStatus>(&row.2)));
    let sets =
        ids(&truth.sets, |row| &row.0, |row| scopes.recommendation_sets.sees(&row.1, parse::<RecommendationSetStatus>(&row.2)));
    let exchanges = ids(&truth.exchanges, |row| &row.0, |row| scopes.exchanges.sees(&row.1, parse::<ExchangeStatus>(&row.2)));
    let of_meetings = [papers, decisions, sets, exchanges];
    let seen = [questions, responses, points, findings, actions, meetings].into_iter().chain(of_meetings).flatten();
    let kept = truth.restricted.kept_from(&viewer.actor);
    seen.filter(|id| !kept.contains(id)).collect()
}

/// The citations in views, in lists and through filters are those by records that the viewer sees.
async fn citations(viewer: &Viewer, truth: &Truth, records: &Ids) {
    let about = &viewer.about;
    for row in viewer.client.all("/v1/attachments?limit=7").await {
        let id = row["id"].as_str().expect("an id");
        let embedded: Ids = row["citations"]
            .as_array()
            .expect("citations")
            .iter()
            .map(|citation| citation["resource_id"].as_str().expect("an id").to_owned())
            .collect();
        let wanted = ids(&truth.citations, |citation| &citation.2, |citation| citation.0 == id && records.contains(&citation.2));
        assert_eq!(embedded, wanted, "{about}: the citations of {id}");
        let listed = viewer.client.all(&format!("/v1/attachments/{id}/citations?limit=1")).await;
        assert_eq!(listed.len(), wanted.len(), "{about}: the list of citations of {id}");
    }
    for (attachment, resource, record) in &truth.citations {
        let found = viewer.listed(&format!("/v1/attachments?resource={resource}&resource_id={record}")).await;
        assert_eq!(found.contains(attachment), records.contains(record), "{about}: attachments cited by {record}");
    }
}
