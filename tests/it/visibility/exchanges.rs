//! Exchanges: a draft is the body's.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::exchanges;
use answerable::record::meetings::exchanges::model::ExchangeStatus;
use answerable::record::meetings::exchanges::rules;
use diesel::prelude::*;
use proptest::prelude::*;
use serde_json::json;

use super::{Ids, Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::{Stage, meeting};

pub struct Exchanges;

super::proves!(Exchanges);

#[derive(Debug, Clone)]
pub enum Step {
    Exchange(&'static str),
    /// One about a question that was put, recorded or not.
    AboutQuestion(bool),
    /// One of the neighbours.
    Elsewhere,
}

/// Id, area, status, attribution, challenge.
type Row = (String, String, String, Option<String>, Option<String>);

impl Subject for Exchanges {
    type Step = Step;
    type Truth = Vec<Row>;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => proptest::sample::select(&["draft", "recorded"][..]).prop_map(Step::Exchange),
            2 => any::<bool>().prop_map(Step::AboutQuestion),
            1 => Just(Step::Elsewhere),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let exchanges = ["draft", "recorded"].map(Step::Exchange);
        let others = [Step::AboutQuestion(true), Step::AboutQuestion(false), Step::Elsewhere];
        exchanges.into_iter().chain(others).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        // The first step holds the meeting, the later ones find it held.
        app.opcc().act(&format!("/v1/meetings/{}", stage.meeting), "hold", &json!({})).await;
        match step {
            Step::Exchange(status) => drop(app.exchange_in(stage, status).await),
            Step::AboutQuestion(recorded) => {
                let question = app.question_in(stage, "put").await;
                let question = question.rsplit_once('/').expect("a path").1;
                let exchange = json!({"meeting_id": stage.meeting, "question_id": question, "challenge": "And the neighbours?"});
                let exchange = app.opcc().create("/v1/exchanges", &exchange).await;
                if *recorded {
                    app.opcc().act(&exchange, "record", &json!({})).await.expect(200);
                }
            }
            Step::Elsewhere => {
                let outsider = app.client("outsider");
                let body = super::body_of(&outsider).await;
                let meeting = outsider
                    .post(
                        "/v1/meetings",
                        &meeting(&body, &format!("Theirs {}", outsider.all("/v1/meetings").await.len()), "2019-01-30"),
                    )
                    .await
                    .expect(201)
                    .id();
                let topic = outsider.post("/v1/topics", &json!({"title": "Theirs"})).await.expect(201).id();
                let exchange = json!({"meeting_id": meeting, "topic_id": topic, "challenge": "What of the neighbours?"});
                let exchange = outsider.create("/v1/exchanges", &exchange).await;
                outsider.act(&format!("/v1/meetings/{meeting}"), "hold", &json!({})).await.expect(200);
                outsider.act(&exchange, "record", &json!({})).await.expect(200);
            }
        }
    }

    fn truth(conn: &mut AnyConnection) -> Result<Vec<Row>, ApiError> {
        let columns = (exchanges::id, exchanges::area, exchanges::status, exchanges::attribution, exchanges::challenge);
        Ok(exchanges::table.select(columns).load(conn)?)
    }

    async fn check(viewer: &Viewer, truth: &Vec<Row>) {
        let scope = rules::scope(&viewer.actor);
        let sees = |row: &Row| scope.sees(&row.1, parse::<ExchangeStatus>(&row.2));
        let shown = ids(truth, |row| &row.0, sees);
        viewer.agrees("exchanges", &ids(truth, |row| &row.0, |_| true), &shown).await;
        viewer.divides("exchanges", "status", &["draft", "recorded"], &shown).await;
        let replied = ids(truth, |row| &row.0, |row| sees(row) && row.3.is_some());
        viewer.divides("exchanges", "attribution", &["single", "joint", "split", "unattributed"], &replied).await;
        let found = viewer.listed("/v1/exchanges?q=neighbours").await;
        let wanted: Ids =
            ids(truth, |row| &row.0, |row| sees(row) && row.4.as_ref().is_some_and(|text| text.contains("neighbours")));
        assert_eq!(found, wanted, "{}: search", viewer.about);
    }
}
