//! Editions in preparation, redactions, delegations and holds: none of them is the force's to see.

use answerable::foundation::db::AnyConnection;
use answerable::foundation::error::ApiError;
use answerable::foundation::schema::{editions, publication_delegations, publication_holds, redactions};
use answerable::publishing::{delegations, holds};
use answerable::record::published::model::EditionStatus;
use diesel::prelude::*;
use proptest::prelude::*;

use super::{Subject, Viewer, ids, parse};
use crate::support::TestApp;
use crate::support::stage::Stage;

const STATUSES: [&str; 5] = ["prepared", "approved", "published", "superseded", "withdrawn"];

pub struct Editions;

super::proves!(Editions);

#[derive(Debug, Clone)]
pub enum Step {
    Edition(&'static str),
    Redaction(&'static str),
    Delegation(&'static str),
    Hold,
}

/// Id, area and status.
type Row = (String, String, String);

pub struct Truth {
    editions: Vec<Row>,
    redactions: Vec<Row>,
    delegations: Vec<Row>,
    holds: Vec<Row>,
}

impl Subject for Editions {
    type Step = Step;
    type Truth = Truth;

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => proptest::sample::select(&STATUSES[..]).prop_map(Step::Edition),
            2 => proptest::sample::select(&["active", "lifted"][..]).prop_map(Step::Redaction),
            1 => proptest::sample::select(&["active", "revoked"][..]).prop_map(Step::Delegation),
        ]
    }

    fn one_of_each() -> Vec<Step> {
        let kept = ["active", "lifted"].into_iter().map(Step::Redaction);
        let given = ["active", "revoked"].into_iter().map(Step::Delegation);
        STATUSES.into_iter().map(Step::Edition).chain(kept).chain(given).chain([Step::Hold]).collect()
    }

    async fn make(app: &TestApp, stage: &Stage, step: &Step) {
        drop(match step {
            Step::Edition(status) => app.edition_in(stage, status).await,
            Step::Redaction(status) => app.redaction_in(stage, status).await,
            Step::Delegation(status) => app.delegation_in(status).await,
            Step::Hold => app.hold_in("active").await,
        });
    }

    fn truth(conn: &mut AnyConnection) -> Result<Self::Truth, ApiError> {
        Ok(Truth {
            editions: editions::table.select((editions::id, editions::area, editions::status)).load(conn)?,
            redactions: redactions::table.select((redactions::id, redactions::area, redactions::status)).load(conn)?,
            delegations: publication_delegations::table
                .select((publication_delegations::id, publication_delegations::area, publication_delegations::status))
                .load(conn)?,
            holds: publication_holds::table
                .select((publication_holds::id, publication_holds::area, publication_holds::status))
                .load(conn)?,
        })
    }

    async fn check(viewer: &Viewer, truth: &Self::Truth) {
        let scope = answerable::publishing::editions::rules::scope(&viewer.actor);
        let all = ids(&truth.editions, |row| &row.0, |_| true);
        let visible = |row: &Row| scope.sees(&row.1, parse::<EditionStatus>(&row.2));
        let seen = ids(&truth.editions, |row| &row.0, visible);
        viewer.agrees("editions", &all, &seen).await;
        viewer.divides("editions", "status", &STATUSES, &seen).await;
        let behind = viewer.listed("/v1/editions?behind=false").await;
        let stands = |row: &Row| visible(row) && ["prepared", "approved", "published"].contains(&row.2.as_str());
        let stand = ids(&truth.editions, |row| &row.0, |row| viewer.actor.role.is_body() && stands(row));
        assert!(behind.is_subset(&stand), "{}: what is not behind", viewer.about);
        for id in &all {
            let shown = viewer.client.get(&format!("/v1/editions/{id}/preview")).await;
            shown.expect(if seen.contains(id) { 200 } else { 404 });
            let withheld = viewer.client.get(&format!("/v1/editions/{id}/withheld")).await;
            withheld.expect(if seen.contains(id) && viewer.actor.role.is_body() { 200 } else { 404 });
        }
        let kept = answerable::publishing::redactions::rules::scope(&viewer.actor);
        let given = delegations::rules::scope(&viewer.actor);
        let held = holds::rules::scope(&viewer.actor);
        for (collection, rows, shown) in [
            ("redactions", &truth.redactions, ids(&truth.redactions, |row| &row.0, |row| kept.sees(&row.1))),
            ("publication-delegations", &truth.delegations, ids(&truth.delegations, |row| &row.0, |row| given.sees(&row.1))),
            ("publication-holds", &truth.holds, ids(&truth.holds, |row| &row.0, |row| held.sees(&row.1))),
        ] {
            viewer.agrees(collection, &ids(rows, |row| &row.0, |_| true), &shown).await;
        }
    }
}
