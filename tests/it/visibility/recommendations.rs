//! Sets of recommendations with all that belongs to them: a draft set hides it all, a draft response hides itself.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{progress_claims, recommendation_sets, recommendations, report_responses};
use answerable::record::model::RecommendationSetStatus;
use answerable::record::recommendations::recommendation_sets::model::ReportSource;
use answerable::record::recommendations::recommendation_sets::rules as set_rules;
use answerable::record::recommendations::report_responses::model::ReportResponseStatus;
use answerable::record::recommendations::report_responses::rules as response_rules;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Ids, Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const RECOMMENDATIONS: [&str; 5] = ["in_draft_set", "open", "claimed_complete", "verified", "not_accepted"];

pub struct Recommendations;

super::proves!(Recommendations);

#[derive(Debug, Clone)]
pub enum Step {
    Set(&'static str),
    Recommendation(&'static str),
    Claim(&'static str),
    Response(&'static str),
    /// An inspection report whose response is late.
    Late,
    /// A set of the neighbours, recorded or not.
    Elsewhere(bool),
}

pub struct Truth {
    /// Id, area, status, title.
    sets: Vec<(String, String, String, String)>,
    /// Id and set.
    recommendations: Vec<(String, String)>,
    claims: Vec<(String, String)>,
    /// Id, area, status, set.
    responses: Vec<(String, String, String, String)>,
}

fn any_of(values: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    proptest::sample::select(values)
}

impl Subject for Recommendations {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            2 => any_of(&["draft", "recorded"]).prop_map(Step::Set),
            3 => any_of(&RECOMMENDATIONS).prop_map(Step::Recommendation),
            2 => any_of(&["asserted", "verified", "refuted"]).prop_map(Step::Claim),
            2 => any_of(&["draft", "completed"]).prop_map(Step::Response),
            1 => Just(Step::Late),
            1 => any::<bool>().prop_map(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let others = [
            Step::Set("draft"),
            Step::Set("recorded"),
            Step::Claim("asserted"),
            Step::Response("draft"),
            Step::Response("completed"),
            Step::Late,
            Step::Elsewhere(false),
            Step::Elsewhere(true),
        ];
        RECOMMENDATIONS.into_iter().map(Step::Recommendation).chain(others).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        match step {
            Step::Set(status) => drop(app.recommendation_set_in(stage, status).await),
            Step::Recommendation(status) => drop(app.recommendation_in(stage, "force", status).await),
            Step::Claim(status) => drop(app.progress_claim_in(stage, status).await),
            Step::Response(status) => drop(app.report_response_in(stage, status).await),
            Step::Late => {
                let report = json!({"source": "inspectorate", "title": "Integrity", "published_by": "HMICFRS",
                    "published_on": "2018-10-01"});
                let set = app.opcc().create("/v1/recommendation-sets", &report).await;
                app.opcc().act(&set, "record", &json!({})).await.expect(200);
            }
            Step::Elsewhere(recorded) => {
                let outsider = app.client("outsider");
                let report = json!({"source": "audit", "title": "Stores of the neighbours", "published_by": "The auditor"});
                let set = outsider.create("/v1/recommendation-sets", &report).await;
                let one = json!({"text": "Count the stores.", "addressed_to": "both"});
                outsider.create(&format!("{set}/recommendations"), &one).await;
                if *recorded {
                    outsider.act(&set, "record", &json!({})).await.expect(200);
                }
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Truth, ApiError> {
        let of_set =
            (recommendation_sets::id, recommendation_sets::area, recommendation_sets::status, recommendation_sets::title);
        let of_response = (report_responses::id, report_responses::area, report_responses::status, report_responses::set_id);
        Ok(Truth {
            sets: recommendation_sets::table.select(of_set).load(conn)?,
            recommendations: recommendations::table.select((recommendations::id, recommendations::set_id)).load(conn)?,
            claims: progress_claims::table.select((progress_claims::id, progress_claims::set_id)).load(conn)?,
            responses: report_responses::table.select(of_response).load(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Truth) {
        let (set, response) = (set_rules::scope(&viewer.actor), response_rules::scope(&viewer.actor));
        let seen = ids(&truth.sets, |row| &row.0, |row| set.sees(&row.1, parse::<RecommendationSetStatus>(&row.2)));
        let listed = ids(&truth.recommendations, |row| &row.0, |row| seen.contains(&row.1));
        let claims = ids(&truth.claims, |row| &row.0, |row| seen.contains(&row.1));
        let responses = ids(&truth.responses, |row| &row.0, |row| response.sees(&row.1, parse::<ReportResponseStatus>(&row.2)));

        viewer.agrees("recommendation-sets", &ids(&truth.sets, |row| &row.0, |_| true), &seen).await;
        viewer.divides("recommendation-sets", "status", &["draft", "recorded"], &seen).await;
        viewer.divides("recommendation-sets", "overdue", &["true", "false"], &seen).await;
        let sources: Vec<&str> = ReportSource::ALL.iter().map(|source| source.as_str()).collect();
        viewer.divides("recommendation-sets", "source", &sources, &seen).await;
        let found = viewer.listed("/v1/recommendation-sets?q=stores+neighbours").await;
        let neighbours = ids(&truth.sets, |row| &row.0, |row| seen.contains(&row.0) && row.3.contains("neighbours"));
        assert_eq!(found, neighbours, "{}: search", viewer.about);

        viewer.agrees("recommendations", &ids(&truth.recommendations, |row| &row.0, |_| true), &listed).await;
        viewer.divides("recommendations", "status", &["open", "claimed_complete", "verified", "not_accepted"], &listed).await;
        viewer.divides("recommendations", "overdue", &["true", "false"], &listed).await;
        let all: Vec<&str> = truth.sets.iter().map(|row| row.0.as_str()).collect();
        viewer.divides("recommendations", "set", &all, &listed).await;
        viewer.reads("progress-claims", &ids(&truth.claims, |row| &row.0, |_| true), &claims).await;
        viewer.reads("report-responses", &ids(&truth.responses, |row| &row.0, |_| true), &responses).await;
        belongings(viewer, truth, &seen, &[("recommendations", &listed), ("progress", &claims), ("responses", &responses)]).await;
    }
}

/// What is read through a set is what is read beside it, and `overdue` says the same in a row and as a filter.
async fn belongings(viewer: &Viewer, truth: &Truth, seen: &Ids, parts: &[(&str, &Ids)]) {
    let (client, about) = (&viewer.client, &viewer.about);
    for (id, ..) in &truth.sets {
        for (part, _) in parts {
            client.get(&format!("/v1/recommendation-sets/{id}/{part}")).await.expect(if seen.contains(id) { 200 } else { 404 });
        }
    }
    for (part, wanted) in parts {
        let mut union = Ids::new();
        for id in seen {
            union.extend(viewer.listed(&format!("/v1/recommendation-sets/{id}/{part}?limit=1")).await);
        }
        assert_eq!(&&union, wanted, "{about}: {part} through their sets");
    }
    let rows = client.all("/v1/recommendation-sets").await;
    let shown: Ids = rows.iter().filter_map(|row| row["response"]["id"].as_str()).map(str::to_owned).collect();
    let (_, wanted) = parts.last().expect("the responses");
    assert_eq!(&&shown, wanted, "{about}: responses shown with their sets");
    let late: Ids =
        rows.iter().filter(|row| row["overdue"] == true).filter_map(|row| row["id"].as_str().map(str::to_owned)).collect();
    assert_eq!(late, viewer.listed("/v1/recommendation-sets?overdue=true").await, "{about}: overdue");
}
